"""Closing (结账): a month is written down and nothing enters it any more.

1. Months close in order; the first may be any before which no voucher lies. Openings
   of a year (YYYY00) belong to the first month closed in it.
2. A month closes on its last day at the earliest: what is closed stays closed.
3. What stands in the way is told by `checklist`, all of it; a draft, for one. An
   overdrawn fund does not stop a close; it is to be named in the minutes (结账记录).
4. The kept totals of the months closed are recomputed from their postings.
5. A close writes the sums since the books began (what later balances start from) and
   a row with the head of the chain and the hash of those sums, chained like every
   master record. There is no un-close.

The cost goes with the postings of the months closed and with the accounts and funds in
use, not with all that was ever posted.

Basis: 会计基础工作规范 第六十三条.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ledger import chain, queries, store
from ledger.database import Connection
from ledger.errors import CloseRefused, PeriodError
from ledger.money import grouped_yuan
from ledger.people import Act
from ledger.periods import day_after, label, months, next_period, opening_period
from ledger.register import Lookups, UnitLookup, append, lookups

SHOWN = 10
"""Drafts that an obstacle names; the rest is counted."""

_CHINA = dt.timezone(dt.timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One thing on the checklist of a close: what it is, and what to do about it."""

    key: str
    what: str
    do: str
    blocking: bool = True

    def __str__(self) -> str:
        return f"{self.what}；{self.do}"


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
    return tuple(_obstacles(connection, books, books.unit(unit), ((period,), on)))


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
    # The same may stand in the way of several months.
    return tuple(dict.fromkeys(_obstacles(connection, books, found, (run, on))))


def close(connection: Connection, unit: str, period: int, act: Act) -> Closed:
    """Close one month of a unit, by the person and on the day of `act`.

    Raises:
        CloseRefused: something stands in the way; all of it is told.
        NotFound: there is no such unit or person.
        PeriodError: the period is no month.
    """
    books = lookups(connection, fresh=True)
    return _close(connection, books, books.unit(unit), period, act)


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
    return tuple(
        _close(connection, books, found, month, act)
        for month in _run(connection, found, period)
    )


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
    first = store.period_after(connection, unit.id, 0)
    return first + 1 if first and first % 100 == 0 else first


def _run(connection: Connection, unit: UnitLookup, period: int) -> tuple[int, ...]:
    """The open months up to and with one, in order."""
    _demand_month(period)
    begin = _next_month(connection, unit)
    run = months(begin, next_period(period)) if begin else ()
    # Nothing to close, or closed already: the month itself is asked why.
    return run or (period,)


def _close(
    connection: Connection, books: Lookups, unit: UnitLookup, period: int, act: Act
) -> Closed:
    store.lock_unit(connection, unit.id)
    on = act.at.astimezone(_CHINA).date()
    found = [*_obstacles(connection, books, unit, ((period,), on))]
    blocking = [obstacle for obstacle in found if obstacle.blocking]
    if blocking:
        what = f"{unit.code} {label(period)}不能结账"
        raise CloseRefused(
            what,
            why="；".join(obstacle.what for obstacle in blocking),
            do="；".join(obstacle.do for obstacle in blocking),
        )
    last = queries.closed_through(connection, unit.id)
    store.write_checkpoint(connection, unit.id, last, period)
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


# -- what stands in the way ---------------------------------------------------------


def _demand_month(period: int) -> None:
    if not 1 <= period % 100 <= 12:  # noqa: PLR2004 - months of a year
        raise PeriodError("只有月份可以结账", do="期间写作 2025-03")


def _obstacles(
    connection: Connection,
    books: Lookups,
    unit: UnitLookup,
    when: tuple[tuple[int, ...], dt.date | None],
) -> Iterator[Obstacle]:
    """What stands in the way of closing months that follow each other, on a day."""
    run, on = when
    period = run[-1]
    _demand_month(period)
    last = queries.closed_through(connection, unit.id)
    order = _order(connection, unit, run[0], last)
    if order is not None:
        yield order
        if order.key != "order":
            # An empty, closed or too early month has nothing more to look at.
            return
    yield from _early(run, on)
    yield from _drafts(connection, unit, period)
    # Months that wait for others are recomputed when their turn comes.
    since = last + 1 if order is None else period
    for month in run:
        yield from _totals(connection, unit, since, month)
        since = month + 1
    yield from _checkpoints(connection, unit, last)
    yield from _overdrawn(connection, books, unit)


def _early(run: tuple[int, ...], on: dt.date | None) -> Iterator[Obstacle]:
    """Rule 2, told of the first month that is not over; the later ones follow."""
    for month in run:
        if on is not None and on < day_after(month) - dt.timedelta(days=1):
            yield Obstacle(
                "early",
                f"{label(month)}还没有过完",
                "到当月最后一天再结账；结账后不能反结账",
            )
            return


def _order(
    connection: Connection, unit: UnitLookup, period: int, last: int
) -> Obstacle | None:
    """Rule 1: nothing to close, too late, too early, or not in its turn."""
    first = last or store.period_after(connection, unit.id, 0)
    if not first:
        return Obstacle("empty", f"{unit.code} 还没有任何凭证", "先记账，再结账")
    if period <= last:
        return Obstacle(
            "closed",
            f"{label(period)}已经结账",
            f"不必再结；下一个是{label(next_period(last))}",
        )
    if period < first:
        begin = label(max(first, opening_period(first // 100) + 1))
        return Obstacle(
            "before",
            f"账簿从{label(first)}开始，{label(period)}没有账可结",
            f"从{begin}结起",
        )
    turn = next_period(last) if last else _first_turn(connection, unit.id, first)
    # The openings of its year may lie before the first month closed, nothing else.
    free = not last and first == opening_period(period // 100)
    if period == turn or (free and (not turn or period < turn)):
        return None
    due = label(turn if 0 < turn < period else first + 1)
    return Obstacle("order", f"{due}尚未结账", f"按月份顺序，先结{due}")


def _first_turn(connection: Connection, unit_id: int, first: int) -> int:
    """The month of the first voucher that is no opening; 0 where there is none."""
    return first if first % 100 else store.period_after(connection, unit_id, first)


def _drafts(
    connection: Connection, unit: UnitLookup, period: int
) -> Iterator[Obstacle]:
    numbers = [row.draft for row in store.open_drafts(connection, unit.id, period)]
    if numbers:
        named = "、".join(map(str, numbers[:SHOWN]))
        more = "等" if len(numbers) > SHOWN else ""
        yield Obstacle(
            "drafts",
            f"{label(period)}及以前还有 {len(numbers)} 张草稿没有记账"
            f"（第 {named} 号{more}）",
            "办完并记账，改为以后的日期，或作废",
        )


def _totals(
    connection: Connection, unit: UnitLookup, since: int, period: int
) -> Iterator[Obstacle]:
    """Rule 4: the trial balance of each fund, and the totals against the postings."""
    kept = queries.totals_between(connection, unit.id, since, period + 1)
    nets: dict[int, int] = {}
    for row in kept:
        nets[row.fund_id] = nets.get(row.fund_id, 0) + row.debit_fen - row.credit_fen
    off = [unit.fund_codes.get(fund, str(fund)) for fund, net in nets.items() if net]
    if off:
        yield Obstacle(
            "balance",
            f"试算不平：资金 {'、'.join(sorted(off))} 借贷不等",
            "运行 bangfu audit verify 查明",
        )
    told = queries.postings_between(connection, unit.id, since, period + 1)
    different = set(kept) ^ set(told)
    if different:
        places = {row[:3] for row in different}
        yield Obstacle(
            "totals",
            f"余额汇总与分录重新计算的结果有 {len(places)} 处不符",
            "运行 bangfu audit verify 查明",
        )


def _checkpoints(
    connection: Connection, unit: UnitLookup, last: int
) -> Iterator[Obstacle]:
    """The sums to go on from are those of the last close, and nothing lies ahead."""
    if store.stray_checkpoints(connection, unit.id, last):
        yield Obstacle(
            "checkpoint",
            "尚未结账的月份已有结账数",
            "运行 bangfu audit verify 查明",
        )
    if not last:
        return
    kept = bytes(queries.closes(connection, unit.id)[-1].totals_hash)
    if chain.totals_hash(store.checkpoint_rows(connection, unit.id, last)) != kept:
        yield Obstacle(
            "checkpoint",
            f"{label(last)}的结账数与结账时的摘要不符",
            "运行 bangfu audit verify 查明",
        )


def _overdrawn(
    connection: Connection, books: Lookups, unit: UnitLookup
) -> Iterator[Obstacle]:
    for fund, account, balance, by in store.overdrawn(connection, unit.id):
        yield Obstacle(
            "overdrawn",
            f"资金 {unit.fund_codes[fund]} 的{books.account_name(account)}透支 "
            f"{grouped_yuan(-balance)} 元（由链位 {by} 的凭证造成）",
            "尽快补足，并在结账记录中写明",
            blocking=False,
        )
