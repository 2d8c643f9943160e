"""Books with budgets for `bench_budgets.py`: `budget_book.py ACT URL ...`, JSON out.

province URL UNITS LINES     execution of units with so many budget lines each
reservations URL TIMES       reservations and vouchers of one unit, in turns
"""

import datetime as dt
import gc
import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from itertools import islice, product
from statistics import median

from child import peak_mib
from measuring import PERSON

from app.wiring import upgrade
from budgets import control, rules
from budgets.execution import execution
from budgets.lines import Line
from budgets.opening import open_to
from ledger import journal
from ledger.database import Connection, Engine, open_books, reading, writing
from ledger.fund_registration import meet_purposes, register_funds
from ledger.funds import Channel, Fund, Origin
from ledger.money import Money
from ledger.people import Act, Person
from ledger.register import append, lookups
from ledger.registration import register_people, register_units
from ledger.units import Level, Unit
from ledger.vouchers import Posting, Voucher

YEAR = 2025
OPENED = dt.date(YEAR, 1, 1)
MONTHS = 10
FOUNDING = Act("bangfu", dt.datetime(YEAR, 1, 1, tzinfo=dt.UTC))
ACT = Act(PERSON, dt.datetime(YEAR, 11, 1, tzinfo=dt.UTC))
MAKER = "maker"
FUNDS = ("F1", "F2", "F3", "F4", "F5")
ACCOUNTS = ("50401", "50402", "50403", "50404", "50405")
PURPOSES = ("生活救助", "医疗救助", "子女助学", "金秋助学", "送温暖", "法律援助",
            "职业培训", "职业介绍")  # fmt: skip
QUARTER = 10_000_00
PAID = 10_00
"""Fen paid on each line in each month."""

_GROUP_BY = (
    "SELECT unit_id, fund_id, account_id, purpose, SUM(spent), SUM(planned), SUM(open)"
    " FROM (SELECT unit_id, fund_id, account_id, purpose, debit_fen - credit_fen AS"
    f" spent, 0 AS planned, 0 AS open FROM totals WHERE period BETWEEN {YEAR}01 AND"
    f" {YEAR}{MONTHS} UNION ALL SELECT unit_id, fund_id, account_id, purpose, 0,"
    " q1_fen + q2_fen + q3_fen + q4_fen, 0 FROM budget_lines UNION ALL"
    " SELECT a.unit_id, a.fund_id, a.account_id, a.purpose, 0, 0, m.open_fen"
    " FROM appropriations a JOIN appropriation_moves m ON m.unit_id = a.unit_id"
    " AND m.appropriation_id = a.id) s GROUP BY unit_id, fund_id, account_id, purpose"
)


def province(engine: Engine, units: str, lines: str) -> dict[str, float]:
    """Seconds of one GROUP BY and of the execution of all units, line by line."""
    codes = [f"C{number:03d}" for number in range(int(units))]
    keys = [*islice(product(FUNDS, ACCOUNTS, PURPOSES), int(lines))]
    _found(engine, codes)
    for code in codes:
        with writing(engine) as connection:
            journal.post(connection, _year(code, keys), ACT)
            _approve(connection, code, keys)
    if engine.dialect.name == "postgresql":
        with engine.begin() as connection:
            connection.exec_driver_sql("ANALYZE")
    taken: dict[str, list[float]] = {"limit": [], "execution": []}
    for _ in range(3):
        with reading(engine) as connection:
            lookups(connection, fresh=True)
            gc.collect()
            begun = time.perf_counter()
            connection.exec_driver_sql(_GROUP_BY).fetchall()
            taken["limit"].append(time.perf_counter() - begun)
            begun = time.perf_counter()
            drawn = execution(connection, codes, YEAR, MONTHS)
            taken["execution"].append(time.perf_counter() - begun)
        assert len(drawn.rows) == len(codes) * len(keys)
        assert drawn.total.spent.fen == len(drawn.rows) * MONTHS * PAID
    return {name: median(times) for name, times in taken.items()}


def reservations(engine: Engine, times: str) -> dict[str, float]:
    """Median seconds of a reservation and of a voucher, each in its transaction."""
    _found(engine, ["C000"])
    key = ("F1", "50404", "生活救助")
    with writing(engine) as connection:
        _approve(connection, "C000", [key])
        resolution = _resolve(connection, "C000", 2, "control")
        rules.begin(connection, "C000", OPENED, resolution, ACT)
        journal.post(connection, _year("C000", [key])[:1], ACT)
    line = Line(unit="C000", year=YEAR, fund=key[0], account=key[1], purpose=key[2])
    taken: dict[str, list[float]] = {"reservation": [], "voucher": []}
    for number in range(int(times)):
        request = control.Request(
            line=line, amount=Money(100), ref=f"申{number}", summary="生活救助"
        )
        begun = time.perf_counter()
        with writing(engine) as connection:
            control.reserve(connection, request, ACT)
        taken["reservation"].append(time.perf_counter() - begun)
        receipt = _voucher(
            "C000",
            f"收{number}",
            1,
            [("102", "F1", "", 100, 0), ("408", "F1", "", 0, 100)],
        )
        begun = time.perf_counter()
        with writing(engine) as connection:
            journal.post(connection, [receipt], ACT)
        taken["voucher"].append(time.perf_counter() - begun)
    return {name: median(of) for name, of in taken.items()}


# -- books --------------------------------------------------------------------------


def _found(engine: Engine, codes: Sequence[str]) -> None:
    upgrade(engine, FOUNDING)
    people = [Person(code=code) for code in (PERSON, MAKER, "reviewer")]
    units = [
        Unit(code=code, name=f"{code}总工会", level=Level.COUNTY, opened_on=OPENED)
        for code in codes
    ]
    funds = [
        Fund(code, f"捐赠{code}", Origin.DONATION, Channel.DIRECT) for code in FUNDS
    ]
    with writing(engine) as connection:
        faults = register_people(connection, people, FOUNDING)
        faults += register_units(connection, units, FOUNDING)
        for code in codes:
            faults += register_funds(connection, code, funds, FOUNDING)
            met = [(fund, purpose) for fund in FUNDS for purpose in PURPOSES]
            meet_purposes(connection, code, met, FOUNDING)
        assert not faults


Cell = tuple[str, str, str, int, int]


def _voucher(code: str, ref: str, month: int, cells: Sequence[Cell]) -> Voucher:
    return Voucher(
        unit=code,
        ref=ref,
        dated_on=dt.date(YEAR, month, 15),
        summary="凭证摘要",
        preparer=MAKER,
        reviewer="reviewer",
        postings=tuple(
            Posting(
                account=account,
                fund=fund,
                purpose=purpose,
                debit=Money(debit),
                credit=Money(credit),
            )
            for account, fund, purpose, debit, credit in cells
        ),
    )


def _year(code: str, keys: Sequence[tuple[str, str, str]]) -> list[Voucher]:
    """A receipt of every fund, then a payment on every line in each month."""
    whole = 100_000_00
    received = [
        cell
        for fund in FUNDS
        for cell in (("102", fund, "", whole, 0), ("408", fund, "", 0, whole))
    ]
    vouchers = [_voucher(code, "收", 1, received)]
    for month in range(1, MONTHS + 1):
        paid = [(a, f, p, PAID, 0) for f, a, p in keys]
        shares = {fund: sum(PAID for f, _, _ in keys if f == fund) for fund in FUNDS}
        out = [("102", fund, "", 0, fen) for fund, fen in shares.items() if fen]
        vouchers.append(_voucher(code, f"付{month}", month, [*paid, *out]))
    return vouchers


def _approve(
    connection: Connection, code: str, keys: Sequence[tuple[str, str, str]]
) -> None:
    """The year's budget of one unit, approved by its body, and opened."""
    _seat(connection, code)
    resolution = _resolve(connection, code, 1, "budget")
    books = lookups(connection)
    unit = books.unit(code)
    accounts = books.charts[unit.chart_on(f"{YEAR}-01-01")]
    head = {"unit_id": unit.id, "year": YEAR, "version": 1}
    more = {"kind": "annual", "made_from": "手工", "share_bp": 0, "until": None}
    made = {"person_id": books.person(MAKER), "made_at": ACT.stamp, "note": ""}
    append(connection, "budget_versions", [head | more | made], ACT)
    sources = {"carried_fen": 0, "receipts_fen": QUARTER * 4 * len(keys), "memo": ""}
    funds = [head | sources | {"fund_id": unit.funds[fund]} for fund in FUNDS]
    append(connection, "budget_sources", funds, ACT)
    planned = {f"q{quarter}_fen": QUARTER for quarter in (1, 2, 3, 4)}
    lines = [
        head
        | planned
        | {"line": number, "fund_id": unit.funds[f], "account_id": accounts[a]}
        | {"purpose": p, "carried_fen": 0, "memo": ""}
        for number, (f, a, p) in enumerate(keys, 1)
    ]
    append(connection, "budget_lines", lines, ACT)
    states = ("draft", "submitted", "examined", "approved")
    for step, state in enumerate(states, 1):
        row = {
            "step": step,
            "state": state,
            "person_id": books.person(MAKER if step < 3 else PERSON),
            "taken_at": ACT.stamp,
            "resolution": resolution if state == "approved" else "",
            "opinion": "同意" if state == "examined" else "",
            "paper": "",
        }
        append(connection, "budget_steps", [head | row], ACT)
    wanted = dict.fromkeys(keys, (QUARTER, QUARTER, QUARTER, QUARTER))
    open_to(connection, code, YEAR, wanted, resolution, ACT)


def _seat(connection: Connection, code: str) -> None:
    """A body of one member, who met once."""
    unit_id = lookups(connection).unit(code).id
    member = {"unit_id": unit_id, "number": 1, "revision": 1, "category": "union"}
    named = {"name": "代表", "represents": "", "person_id": None}
    seated = {"since": OPENED, "until": None}
    append(connection, "body_members", [member | named | seated], ACT)
    meeting = {"unit_id": unit_id, "number": 1, "held_on": OPENED, "place": "会议室"}
    chaired = {"chair": 1, "secretary": "秘书", "summary": ""}
    append(connection, "meetings", [meeting | chaired], ACT)
    present = {"unit_id": unit_id, "meeting": 1, "member": 1}
    append(connection, "attendances", [present], ACT)


def _resolve(connection: Connection, code: str, number: int, subject: str) -> str:
    unit_id, key = lookups(connection).unit(code).id, f"{YEAR}-{number}"
    vote = {"unit_id": unit_id, "resolution": key, "member": 1}
    append(connection, "votes", [vote | {"vote": "for", "interest": ""}], ACT)
    row: Mapping[str, object] = {
        "unit_id": unit_id,
        "key": key,
        "year": YEAR,
        "number": number,
        "meeting": 1,
        "subject": subject,
        "title": "决议",
        "text": "同意。",
        "sitting": 1,
        "present": 1,
        "votes_for": 1,
        "votes_against": 0,
        "abstained": 0,
        "recused": 0,
        "adopted": 1,
    }
    append(connection, "resolutions", [row], ACT)
    return key


ACTS: Mapping[str, Callable[..., dict[str, float]]] = {
    "province": province,
    "reservations": reservations,
}


def main() -> int:
    """Do the act that is named, and tell its seconds and its peak of memory."""
    act, url, *more = sys.argv[1:]
    engine = open_books(url)
    answer = ACTS[act](engine, *more)
    engine.dispose()
    print(json.dumps({**answer, "peak_mib": peak_mib()}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
