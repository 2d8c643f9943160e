"""Closing (结账): a month is written down and nothing enters it any more.

1. Months close in order; the first may be any before which no voucher lies. Openings
   of a year (YYYY00) belong to the first month closed in it.
2. A month closes on its last day at the earliest: what is closed stays closed.
3. What stands in the way is told by `checklist`, all of it. December closes with the
   year (`year_end.py`).
4. The kept totals of the months closed are recomputed from their postings.
5. A close writes the sums since the books began (what later balances start from) and
   a row with the head of the chain and the hash of those sums, chained like every
   master record. There is no un-close.

The cost goes with the postings of the months closed and with the accounts and funds in
use, not with all that was ever posted.

Basis: 会计基础工作规范 第六十三条.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from ledger import chain, closing_store, queries, store
from ledger.checklist import Obstacle, demand_month, obstacles
from ledger.database import Connection
from ledger.errors import CloseRefused
from ledger.people import Act
from ledger.periods import (
    china_day,
    label,
    months,
    next_period,
    period_of,
)
from ledger.register import Lookups, UnitLookup, append, lookups


@dataclass(frozen=True, slots=True)
class Closed:
    """A closed month: where the chain stood, and the hash of the sums written down."""

    unit: str
    period: int
    position: int
    hash: bytes
    totals_hash: bytes
    closed_by: str
    closed_at: str


def checklist(
    connection: Connection, unit: str, period: int, *, on: dt.date | None = None
) -> tuple[Obstacle, ...]:
    """What stands in the way of closing a month, first things first.

    `on` is the day of the close; without it the calendar is not asked.

    Raises:
        NotFound: there is no such unit.
        PeriodError: the period is no month.
    """
    books = lookups(connection, fresh=True)
    return tuple(obstacles(connection, books, books.unit(unit), ((period,), on)))


def checklist_through(
    connection: Connection, unit: str, period: int, *, on: dt.date | None = None
) -> tuple[Obstacle, ...]:
    """What stands in the way of `close_through`: of every open month up to one.

    That a month waits for those before it is no obstacle: they are closed with it.

    Raises:
        NotFound: there is no such unit.
        PeriodError: the period is no month.
    """
    books = lookups(connection, fresh=True)
    found = books.unit(unit)
    run = _run(connection, found, period)
    if on is not None:
        # The first month that has not come says all that later ones would.
        later = [month for month in run if month > period_of(on)]
        run = (*(month for month in run if month <= period_of(on)), *later[:1])
    # The same may stand in the way of several months.
    return tuple(dict.fromkeys(obstacles(connection, books, found, (run, on))))


def close(connection: Connection, unit: str, period: int, act: Act) -> Closed:
    """Close one month of a unit, by the person and on the day of `act`.

    Raises:
        CloseRefused: something stands in the way; all of it is told.
        NotFound: there is no such unit or person.
        PeriodError: the period is no month.
    """
    books = lookups(connection, fresh=True)
    closed = _close(connection, books, books.unit(unit), period, act)
    store.refresh_statistics(connection)
    return closed


def close_through(
    connection: Connection, unit: str, period: int, act: Act
) -> tuple[Closed, ...]:
    """Close every open month up to and with one, in order; all of them or none.

    Raises:
        CloseRefused: something stands in the way of one of them. The caller's
            transaction must not stand then: earlier months may be closed in it.
        NotFound: there is no such unit or person.
        PeriodError: the period is no month.
    """
    books = lookups(connection, fresh=True)
    found = books.unit(unit)
    store.lock_unit(connection, found.id)
    closed = tuple(
        _close(connection, books, found, month, act)
        for month in _run(connection, found, period)
    )
    store.refresh_statistics(connection)
    return closed


def next_month(connection: Connection, unit: str) -> int:
    """The month to be closed next; 0 while a unit has no vouchers.

    Raises:
        NotFound: there is no such unit.
    """
    return _next_month(connection, lookups(connection, fresh=True).unit(unit))


def closes(connection: Connection, unit: str) -> tuple[Closed, ...]:
    """The months closed so far, in order.

    Raises:
        NotFound: there is no such unit.
    """
    books = lookups(connection, fresh=True)
    rows = queries.closes(connection, books.unit(unit).id)
    return tuple(_told(row._mapping, unit, books) for row in rows)  # noqa: SLF001 - SQLAlchemy's public name


# -- closing ------------------------------------------------------------------------


def _next_month(connection: Connection, unit: UnitLookup) -> int:
    last = queries.closed_through(connection, unit.id)
    if last:
        return next_period(last)
    first = closing_store.period_after(connection, unit.id, 0)
    return first + 1 if first and first % 100 == 0 else first


def _run(connection: Connection, unit: UnitLookup, period: int) -> tuple[int, ...]:
    """The open months up to and with one, in order."""
    demand_month(period)
    begin = _next_month(connection, unit)
    run = months(begin, next_period(period)) if begin else ()
    # Nothing to close, or closed already: the month itself is asked why.
    return run or (period,)


def _close(
    connection: Connection, books: Lookups, unit: UnitLookup, period: int, act: Act
) -> Closed:
    store.lock_unit(connection, unit.id)
    on = china_day(act.at)
    found = [*obstacles(connection, books, unit, ((period,), on))]
    blocking = [obstacle for obstacle in found if obstacle.blocking]
    if blocking:
        what = f"{unit.code} {label(period)}不能结账"
        raise CloseRefused(
            what,
            why="；".join(obstacle.what for obstacle in blocking),
            do="；".join(obstacle.do for obstacle in blocking),
        )
    last = queries.closed_through(connection, unit.id)
    closing_store.write_checkpoint(connection, unit.id, last, period)
    position, digest = queries.head(connection, unit.id)
    rows = store.checkpoint_rows(connection, unit.id, period)
    row = {
        "unit_id": unit.id,
        "period": period,
        "position": position,
        "hash": digest,
        "totals_hash": chain.totals_hash(rows),
        "closed_by_id": books.person(act.person),
        "closed_at": act.stamp,
    }
    append(connection, "closes", [row], act)
    return _told(row, unit.code, books)


def _told(row: Any, unit: str, books: Lookups) -> Closed:
    return Closed(
        unit,
        row["period"],
        row["position"],
        bytes(row["hash"]),
        bytes(row["totals_hash"]),
        books.person_codes[row["closed_by_id"]],
        row["closed_at"],
    )
