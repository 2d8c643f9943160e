"""A unit under each chart with a fund of every source, for the tests of receipts.

K keeps books by the 2021 edition for counties, B by that for grass-roots, A by the
edition of 2009, C is an aid centre with a management book. 张三 prepares, 李四 reviews,
赵六 is cashier, 王五 posts.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from ledger import drafts, fund_registration, registration, store
from ledger.database import Connection, reading, writing
from ledger.funds import Fund, Origin, fund_sources
from ledger.money import Money
from ledger.people import Act
from ledger.register import lookups
from ledger.units import Level, Unit
from tests.building import FOUNDING, Books
from treasury.drafting import HandedIn
from treasury.receipts import receive
from treasury.received import Received

AT = dt.datetime(2026, 1, 2, 8, tzinfo=dt.UTC)
ZHANG, LI, WANG, ZHAO = (Act(code, AT) for code in ("张三", "李四", "王五", "赵六"))

UNITS = {
    "union-2021": ("K", Level.COUNTY, dt.date(2025, 1, 1)),
    "union-2021-grassroots": ("B", Level.GRASSROOTS, dt.date(2025, 1, 1)),
    "union-2009": ("A", Level.COUNTY, dt.date(2020, 1, 1)),
    "aid-institution": ("C", Level.COUNTY, dt.date(2025, 1, 1)),
}
"""Unit, level and first day of books under each chart."""


def unit_of(chart: str) -> tuple[str, dt.date]:
    """The unit that keeps books by a chart, and a day in its first year."""
    code, _, opened = UNITS[chart]
    return code, opened + dt.timedelta(days=40)


def fund_code(key: str) -> str:
    """The code of the fund of a source: `donation/direct`."""
    return key.replace("/", "-")


def open_units(books: Books) -> None:
    """Register the four units, each with a fund of every source its chart knows."""
    units = [
        Unit(
            code=code, name=f"{code}总工会", level=level, opened_on=opened, chart=chart
        )
        for chart, (code, level, opened) in UNITS.items()
    ]
    with writing(books.engine) as connection:
        found = registration.register_units(connection, units, FOUNDING)
        for chart, (code, _, opened) in UNITS.items():
            funds = [*_funds(chart, opened)]
            found += fund_registration.register_funds(connection, code, funds, FOUNDING)
    assert not found


def _funds(chart: str, day: dt.date) -> Iterator[Fund]:
    for source in fund_sources():
        if source.holds(day) and source.accounts_in(chart):
            yield Fund(
                fund_code(source.key), source.label, source.origin, source.channel
            )


def said(chart: str, event: str, fund: str, **more: Any) -> Received:
    """What was said at the desk of the unit under a chart: 1,000 yuan came in."""
    unit, day = unit_of(chart)
    given: dict[str, Any] = {
        "unit": unit,
        "event": event,
        "fund": fund,
        "amount": Money(1_000_00),
        "dated_on": day,
        "ref": f"{event}-1",
        "attachments": 1,
    }
    return Received(**given | more)


def handed(books: Books, received: Received, act: Act = ZHANG) -> HandedIn:
    """Hand in, in a transaction of its own."""
    with writing(books.engine) as connection:
        return receive(connection, received, act)


def carry_through(books: Books, done: HandedIn) -> None:
    """Review, settle where money moves, post."""
    with writing(books.engine) as connection:
        drafts.review(connection, done.unit, done.draft, LI)
        if _moves_money(connection, done):
            drafts.settle(connection, done.unit, done.draft, ZHAO)
        drafts.post(connection, done.unit, done.draft, WANG)


def _moves_money(connection: Connection, done: HandedIn) -> bool:
    found = lookups(connection)
    unit = found.unit(done.unit)
    last = drafts.history(connection, done.unit, done.draft)[-1].voucher
    codes = found.charts[unit.chart_on(last.dated_on)]
    moves: dict[str, int] = {}
    for line in last.postings:
        change = (
            Money.parse(line.debit or "0").fen - Money.parse(line.credit or "0").fen
        )
        moves[line.account] = moves.get(line.account, 0) + change
    return any(net for code, net in moves.items() if codes[code] in found.money)


def lines(books: Books, unit: str, ref: str) -> list[tuple[str, str, str, str, str]]:
    """Fund, side, account, yuan and purpose of each line of a posted voucher."""
    with reading(books.engine) as connection:
        found = lookups(connection, fresh=True)
        book = found.unit(unit)
        row = store.voucher_by_ref(connection, book.id, ref)
        rows = store.lines_of(connection, book.id, row.position)
    return [
        (
            book.fund_codes[line.fund_id],
            "借" if line.debit_fen else "贷",
            found.account_codes[line.account_id],
            str(Money(line.debit_fen or line.credit_fen)),
            line.purpose or "",
        )
        for line in rows
    ]


def others(chart: str) -> str:
    """The code of the fund of other money, where the chart has one."""
    return "" if chart == "aid-institution" else f"{Origin.GENERAL}-direct"
