"""Balances (余额) and turnover (发生额) of any range of days, now or as once known.

1. Whole months as known now are read from kept totals: the cost is the same after
   ten years as after ten days.
2. Parts of months, and what was known at a chain position, read postings from the
   nearest close on: nothing enters a closed month, so its totals are what they were.
3. Openings of a year (period YYYY00) are no turnover: they stand at the beginning of
   its first day. In a span that began earlier they count as its opening; one that
   ends with 31 December knows nothing of them.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ledger import queries
from ledger.database import Connection
from ledger.errors import NotFound
from ledger.money import Money
from ledger.periods import Span, next_period, period_of
from ledger.queries import SumRow
from ledger.register import Lookups, UnitLookup, lookups

DIMENSIONS = ("unit", "account", "fund", "purpose", "origin")

EVER = dt.date(1900, 1, 1)

Key = tuple[str, str, str, str, str]
"""A value for each of `DIMENSIONS`, empty where it was not asked for."""


@dataclass(frozen=True, slots=True)
class Balance:
    """Opening, turnover and closing under one key; debit is positive.

    What was not asked for in `by` is the empty text. `persons` counts persons served
    in the span (人次).
    """

    unit: str
    account: str
    fund: str
    purpose: str
    origin: str
    opening: Money
    debit: Money
    credit: Money
    persons: int

    @property
    def closing(self) -> Money:
        """Opening and debits less credits."""
        return self.opening + self.debit - self.credit


def subtree(books: Lookups, unit: str) -> tuple[str, ...]:
    """A unit and all units below it, in order of code."""
    found = {books.unit(unit).code}
    grown = True
    while grown:
        below = {u.code for u in books.units.values() if u.parent in found}
        grown = not below <= found
        found |= below
    return tuple(sorted(found))


def balances(
    connection: Connection,
    units: Sequence[str],
    span: Span,
    by: Sequence[str] = ("account", "fund"),
    *,
    known_at: int | None = None,
) -> list[Balance]:
    """Balances of units over a span of days, keyed by any of `DIMENSIONS`.

    Args:
        connection: a transaction.
        units: codes; several are added up, internal transfers included.
        span: the days; `Span(EVER, day)` gives closing balances of all time.
        by: what to tell apart.
        known_at: a chain position of the one unit asked for; later vouchers are left
            out.

    Raises:
        NotFound: there is no such unit.
    """
    assert set(by) <= set(DIMENSIONS)
    assert known_at is None or len(units) == 1
    asked = (span, by, known_at)
    try:
        return _balances(connection, units, asked, lookups(connection))
    except (KeyError, NotFound):
        # Others may have registered and posted since the look-ups were read.
        return _balances(connection, units, asked, lookups(connection, fresh=True))


def _balances(
    connection: Connection,
    units: Sequence[str],
    asked: tuple[Span, Sequence[str], int | None],
    books: Lookups,
) -> list[Balance]:
    span, by, known_at = asked
    sums: dict[Key, list[int]] = {}
    for code in units:
        unit = books.unit(code)
        opening, turnover = _read(connection, unit, span, known_at)
        _add(sums, opening, (unit, books, by), is_opening=True)
        _add(sums, turnover, (unit, books, by), is_opening=False)
    return [
        Balance(*key, Money(s[0]), Money(s[1]), Money(s[2]), s[3])
        for key, s in sorted(sums.items())
        if any(s)
    ]


def _add(
    sums: dict[Key, list[int]],
    rows: Iterable[SumRow],
    keyed: tuple[UnitLookup, Lookups, Sequence[str]],
    *,
    is_opening: bool,
) -> None:
    unit, books, by = keyed
    for row in rows:
        key = (
            unit.code if "unit" in by else "",
            books.account_codes[row.account_id] if "account" in by else "",
            unit.fund_codes[row.fund_id] if "fund" in by else "",
            row.purpose if "purpose" in by else "",
            unit.fund_origins[row.fund_id] if "origin" in by else "",
        )
        found = sums.setdefault(key, [0, 0, 0, 0])
        if is_opening:
            found[0] += row.debit_fen - row.credit_fen
        else:
            found[1] += row.debit_fen
            found[2] += row.credit_fen
            found[3] += row.persons


def _read(
    connection: Connection, unit: UnitLookup, span: Span, known_at: int | None
) -> tuple[list[SumRow], list[SumRow]]:
    """The rows before a span and those inside it."""
    first, last = period_of(span.since), period_of(span.until)
    whole_first = span.since.day == 1
    opening = _before(connection, unit.id, first, known_at)
    if not whole_first:
        opening += _part(connection, unit.id, first, (EVER, span.since), known_at)
    turnover: list[SumRow] = []
    if first == last:
        days = (span.since, span.until)
        return opening, _part(connection, unit.id, first, days, known_at)
    # Rule 3: what the next year opens with is not of this one.
    known = last - 1 if (span.until.month, span.until.day) == (1, 1) else last
    opening += _whole(connection, unit.id, (first, known), known_at, openings=True)
    begin = first if whole_first else next_period(first)
    if not whole_first:
        after = dt.date.max
        turnover += _part(connection, unit.id, first, (span.since, after), known_at)
    turnover += _whole(connection, unit.id, (begin, last), known_at, openings=False)
    if span.until.day != 1:
        turnover += _part(connection, unit.id, last, (EVER, span.until), known_at)
    return opening, turnover


def _before(
    connection: Connection, unit_id: int, period: int, known_at: int | None
) -> list[SumRow]:
    """Everything before a period, from the nearest close where there is one."""
    closed = queries.closed_through(connection, unit_id, known_at)
    base = min(closed, _month_before(period))
    if not base:
        return _whole(connection, unit_id, (0, period), known_at)
    checkpoint = queries.checkpoint_at(connection, unit_id, base)
    if not checkpoint:
        # The month before was never closed by itself: it lies before the first close.
        return _whole(connection, unit_id, (0, period), known_at)
    rest = _whole(connection, unit_id, (base + 1, period), known_at)
    return checkpoint + rest


def _month_before(period: int) -> int:
    year, month = divmod(period, 100)
    return period - 1 if month > 1 else (year - 1) * 100 + 12


def _whole(
    connection: Connection,
    unit_id: int,
    periods: tuple[int, int],
    known_at: int | None,
    *,
    openings: bool | None = None,
) -> list[SumRow]:
    """Whole periods, the second one excluded; `openings` alone, or all but them."""
    since, until = periods
    if since >= until:
        return []
    if known_at is None:
        return queries.totals_between(
            connection, unit_id, since, until, openings=openings
        )
    closed = queries.closed_through(connection, unit_id, known_at)
    kept = min(until, closed + 1)
    rows = queries.totals_between(connection, unit_id, since, kept, openings=openings)
    return rows + queries.postings_between(
        connection,
        unit_id,
        max(since, kept),
        until,
        position=known_at,
        openings=openings,
    )


def _part(
    connection: Connection,
    unit_id: int,
    period: int,
    days: tuple[dt.date, dt.date],
    known_at: int | None,
) -> list[SumRow]:
    return queries.postings_between(
        connection, unit_id, period, period + 1, days, known_at
    )
