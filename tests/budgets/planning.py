"""A budget for the small world: unit U1, 2025, and the resolutions it rests on.

The body of U1 has four members, all of whom voted for every resolution. Fund F1 may
spend 10,000 yuan on 50404 for 生活救助: 4,000 in the first quarter, then 2,000 each.
"""

import datetime as dt
from collections.abc import Mapping

from budgets import annual, control, rules
from budgets.control import Request, Reserved
from budgets.lines import Line
from budgets.opening import open_to
from ledger.database import Connection, writing
from ledger.money import Money
from ledger.people import Act
from ledger.register import append, lookups
from ledger.vouchers import Voucher
from tests.building import ACT, Books, credit, debit, voucher

JANUARY = Act("王五", dt.datetime(2025, 1, 10, 8, tzinfo=dt.UTC))
LIVING = Line(unit="U1", year=2025, fund="F1", account="50404", purpose="生活救助")
OPENED = (4_000_00, 2_000_00, 2_000_00, 2_000_00)
MEMBERS = ("government", "union", "donor_unit", "hardship_worker")


def seat_body(connection: Connection) -> None:
    """Four members, and the first meeting of 2025, which all of them attended."""
    unit_id = lookups(connection).unit("U1").id
    since = dt.date(2025, 1, 1)
    append(
        connection,
        "body_members",
        [
            {
                "unit_id": unit_id,
                "number": number,
                "revision": 1,
                "category": category,
                "name": f"代表{number}",
                "represents": "",
                "person_id": None,
                "since": since,
                "until": None,
            }
            for number, category in enumerate(MEMBERS, 1)
        ],
        JANUARY,
    )
    meeting = {
        "unit_id": unit_id,
        "number": 1,
        "held_on": dt.date(2025, 1, 5),
        "place": "会议室",
        "chair": 1,
        "secretary": "张三",
        "summary": "",
    }
    append(connection, "meetings", [meeting], JANUARY)
    present = [
        {"unit_id": unit_id, "meeting": 1, "member": number} for number in range(1, 5)
    ]
    append(connection, "attendances", present, JANUARY)


def resolve(connection: Connection, number: int, subject: str) -> str:
    """Resolution `number` of 2025, adopted by all four."""
    unit_id, key = lookups(connection).unit("U1").id, f"2025-{number}"
    votes = [
        {
            "unit_id": unit_id,
            "resolution": key,
            "member": member,
            "vote": "for",
            "interest": "",
        }
        for member in range(1, 5)
    ]
    append(connection, "votes", votes, JANUARY)
    row = {
        "unit_id": unit_id,
        "key": key,
        "year": 2025,
        "number": number,
        "meeting": 1,
        "subject": subject,
        "title": "决议",
        "text": "同意。",
        "sitting": 4,
        "present": 4,
        "votes_for": 4,
        "votes_against": 0,
        "abstained": 0,
        "recused": 0,
        "adopted": 1,
    }
    append(connection, "resolutions", [row], JANUARY)
    return key


def plan(books: Books, since: dt.date = dt.date(2025, 1, 1)) -> None:
    """Open the line, and put U1 under control."""
    with writing(books.engine) as connection:
        seat_body(connection)
        resolve(connection, 1, "budget")
        open_line(connection, OPENED)
        key = resolve(connection, 2, "control")
        rules.begin(connection, "U1", since, key, JANUARY)


def open_line(connection: Connection, opened: tuple[int, int, int, int]) -> None:
    """Open the line for so much in each quarter, by a budget approved for that."""
    unit, year = "U1", LIVING.year
    known = [one.version for one in annual.versions(connection, unit, year)]
    approve_raw(connection, max(known, default=0) + 1, {LIVING: opened}, "2025-1")
    wanted = {(LIVING.fund, LIVING.account, LIVING.purpose): opened}
    open_to(connection, unit, year, wanted, "2025-1", JANUARY)


def approve_raw(
    connection: Connection,
    version: int,
    lines: Mapping[Line, tuple[int, int, int, int]],
    resolution: str,
) -> None:
    """An approved budget of U1 in its tables, with nothing opened of it.

    张三 made it, 王五 approves; the first is the year's budget, later ones revise it.
    """
    books = lookups(connection)
    unit = books.unit("U1")
    accounts = books.charts[unit.chart_on("2025-01-01")]
    head = {"unit_id": unit.id, "year": 2025, "version": version}
    kind = "annual" if version == 1 else "revision"
    how = {"kind": kind, "made_from": "手工", "share_bp": 0, "until": None, "note": ""}
    made = {"person_id": books.person("张三"), "made_at": JANUARY.stamp}
    append(connection, "budget_versions", [head | how | made], JANUARY)
    given: dict[str, int] = {}
    rows = []
    for number, (line, quarters) in enumerate(lines.items(), 1):
        given[line.fund] = given.get(line.fund, 0) + sum(quarters)
        planned = {f"q{nth}_fen": fen for nth, fen in enumerate(quarters, 1)}
        keys = {"fund_id": unit.funds[line.fund], "account_id": accounts[line.account]}
        more = {"line": number, "purpose": line.purpose, "carried_fen": 0, "memo": ""}
        rows.append(head | keys | planned | more)
    sources = [
        head
        | {"fund_id": unit.funds[fund], "carried_fen": 0}
        | {"receipts_fen": fen, "memo": ""}
        for fund, fen in given.items()
    ]
    append(connection, "budget_sources", sources, JANUARY)
    append(connection, "budget_lines", rows, JANUARY)
    for step, state in enumerate(("draft", "submitted", "examined", "approved"), 1):
        person = books.person("张三" if step < 3 else "王五")
        taken = {"person_id": person, "taken_at": JANUARY.stamp, "paper": ""}
        cited = resolution if state == "approved" else ""
        opinion = "同意" if state == "examined" else ""
        told = {"step": step, "state": state, "resolution": cited, "opinion": opinion}
        append(connection, "budget_steps", [head | taken | told], JANUARY)


def reserve(
    books: Books, fen: int, ref: str = "申1", *, act: Act = JANUARY, **more: dt.date
) -> Reserved:
    """Reserve of the line, in a transaction of its own."""
    request = Request(
        line=LIVING, amount=Money(fen), ref=ref, summary="生活救助", **more
    )
    with writing(books.engine) as connection:
        return control.reserve(connection, request, act)


def release(books: Books, key: str) -> Money:
    """Give a reservation back, in a transaction of its own."""
    with writing(books.engine) as connection:
        return control.release(connection, "U1", key, "申请取消", JANUARY)


def paid(ref: str, fen: int, key: str, **more: object) -> Voucher:
    """Aid paid out of the bank under a reservation."""
    return voucher(
        ref,
        debit("50404", fen, purpose="生活救助", appropriation=key),
        credit("102", fen),
        **more,
    )


STANDING = (
    "SELECT open_fen, reserved_fen, spent_fen, over FROM appropriation_moves"
    " WHERE unit_id = 1 ORDER BY seq DESC LIMIT 1"
)


def standing(books: Books) -> tuple[int, int, int, str]:
    """Open, reserved, spent after the last move of the line, and why it is over."""
    row = books.rows(STANDING)[0]
    return int(row[0]), int(row[1]), int(row[2]), str(row[3])


def posted(books: Books, *vouchers: Voucher) -> None:
    """Post vouchers of the small world."""
    books.post(*vouchers, act=ACT)
