"""A budget for the small world: unit U1, 2025, and the resolutions it rests on.

The body of U1 has four members, all of whom voted for every resolution. Fund F1 may
spend 10,000 yuan on 50404 for 生活救助: 4,000 in the first quarter, then 2,000 each.
"""

import datetime as dt

from budgets import control, rules
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
    """Open the line for so much in each quarter."""
    wanted = {(LIVING.fund, LIVING.account, LIVING.purpose): opened}
    open_to(connection, "U1", 2025, wanted, "2025-1", JANUARY)


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
