"""The checklist of a close (结账检查单): what stands in the way of closing months.

1. The month must be the next one, and over; drafts are done with.
2. Each fund balances, and kept totals are what the postings add up to.
3. December closes when the year does: income and expense are nil, and so is all that a
   year passes through, and no quota is left.
4. Cash was counted and bank balances were certified. What is missing is told; what
   does not agree with the books stands in the way.
5. Claims and debts that the books opened with name their party and the day they arose,
   and where the chart changed nothing is left on the old one.
6. What is reserved of a year's budget is told at each month, and stands in the way of
   December: the year's budget ends with it.
7. An overdrawn fund does not stop a close; it is to be named in the minutes (结账记录).

Basis: 会计基础工作规范 62、63; 工会会计制度（2021）第111、321、322、331、332号科目.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from ledger import (
    appropriation_store,
    chain,
    closing_store,
    draft_store,
    proofs,
    queries,
    resting,
    store,
)
from ledger.accounts import Role
from ledger.database import Connection
from ledger.errors import PeriodError
from ledger.money import grouped_yuan
from ledger.periods import (
    DECEMBER,
    day_after,
    label,
    next_period,
    opening_period,
)
from ledger.register import Lookups, UnitLookup

SHOWN = 10
"""Drafts, accounts or lines that an obstacle names; the rest is counted."""

YEAR_END = "year_end"
"""The key of what is done by closing the year (`year_end.py`)."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One thing on the checklist of a close: what it is, and what to do about it."""

    key: str
    what: str
    do: str
    blocking: bool = True

    def __str__(self) -> str:
        return f"{self.what}；{self.do}"


def demand_month(period: int) -> None:
    """Refuse a period that is no month."""
    if not 1 <= period % 100 <= 12:  # noqa: PLR2004 - months of a year
        raise PeriodError("只有月份可以结账", do="期间写作 2025-03")


def obstacles(
    connection: Connection,
    books: Lookups,
    unit: UnitLookup,
    when: tuple[tuple[int, ...], dt.date | None],
) -> Iterator[Obstacle]:
    """What stands in the way of closing months that follow each other, on a day."""
    run, on = when
    period = run[-1]
    demand_month(period)
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
    for month in run:
        if month % 100 == DECEMBER:
            yield from _year_end(connection, books, unit, month)
        yield from _proofs(connection, books, unit, month)
    yield from _openings(connection, books, unit, (last, *run))
    yield from _overdrawn(connection, books, unit)
    yield from _reserved(connection, unit, period)


def stood(
    connection: Connection, books: Lookups, unit: UnitLookup, period: int, position: int
) -> Iterator[Obstacle]:
    """What did not stop the close of a month and is to be named in its minutes.

    `position` is where the chain stood at the close. Nothing enters a closed month,
    so the rest is as it was.
    """
    before = [row.period for row in queries.closes(connection, unit.id)]
    last = max((one for one in before if one < period), default=0)
    yield from _proofs(connection, books, unit, period)
    yield from _openings(connection, books, unit, (last, period))
    yield from _overdrawn(connection, books, unit, position)


def _last_day(month: int) -> dt.date:
    """The day by which a month has its chart: books may begin within it."""
    return day_after(month) - dt.timedelta(days=1)


def _early(run: tuple[int, ...], on: dt.date | None) -> Iterator[Obstacle]:
    """Told of the first month that is not over; the later ones follow."""
    for month in run:
        if on is not None and on < _last_day(month):
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
    first = closing_store.period_after(connection, unit.id, 0)
    if not first:
        return Obstacle("empty", f"{unit.code} 还没有任何凭证", "先记账，再结账")
    if first <= period <= last:
        return Obstacle(
            "closed",
            f"{label(period)}已经结账",
            f"不必再结；下一个是{label(next_period(last))}",
        )
    january = opening_period(first // 100) + 1
    if period < first:
        begin = label(next_period(last) if last else max(first, january))
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
    return (
        first if first % 100 else closing_store.period_after(connection, unit_id, first)
    )


def _drafts(
    connection: Connection, unit: UnitLookup, period: int
) -> Iterator[Obstacle]:
    numbers = [
        row.draft for row in draft_store.open_drafts(connection, unit.id, period)
    ]
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
    """Rule 2: the trial balance of each fund, and the totals against the postings."""
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
    if closing_store.stray_checkpoints(connection, unit.id, last):
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


def _year_end(
    connection: Connection, books: Lookups, unit: UnitLookup, december: int
) -> Iterator[Obstacle]:
    """Rule 3; what closing the year does away with."""
    chart = unit.chart_on(_last_day(december).isoformat())
    passing = {
        account
        for account in resting.leaves(books, chart)
        if books.account_classes[account] in resting.RESULTS
        or books.account_roles[account] in {*resting.PASSED, Role.QUOTA}
    }
    sums: dict[tuple[int, int], int] = {}
    for _, account, fund, debit, credit in queries.months_of_funds(
        connection, unit.id, sorted(passing), december + 1
    ):
        sums[account, fund] = sums.get((account, fund), 0) + debit - credit
    still = sorted({account for (account, _), fen in sums.items() if fen})
    if still:
        named = "、".join(books.account_name(account) for account in still[:SHOWN])
        more = f"等 {len(still)} 个科目" if len(still) > SHOWN else ""
        yield Obstacle(
            YEAR_END,
            f"{december // 100}年还没有年终结转：{named}{more}尚有余额",
            "用 bangfu books year-end 办理年终结账，十二月随年度一起结账",
        )


def _proofs(
    connection: Connection, books: Lookups, unit: UnitLookup, month: int
) -> Iterator[Obstacle]:
    """Rule 4, for every account on which cash or money at a bank stands."""
    for told in proofs.compared(connection, books, unit, month):
        name = books.account_name(told.account_id)
        if told.proof is None:
            yield Obstacle(
                "proof",
                f"{label(month)}{name}没有盘点记录或余额证明"
                f"（账面 {grouped_yuan(told.book_fen)} 元）",
                "用 bangfu books proof 登记，结账记录中写明",
                blocking=False,
            )
        elif told.gap_fen:
            yield Obstacle(
                "proof",
                f"{label(month)}{name}账实不符，差 {grouped_yuan(told.gap_fen)} 元"
                f"（账面 {grouped_yuan(told.book_fen)} 元）",
                "查明未达账项或差错，更正后重新登记",
            )


def _openings(
    connection: Connection,
    books: Lookups,
    unit: UnitLookup,
    run: tuple[int, ...],
) -> Iterator[Obstacle]:
    """Rule 5; `run` begins with the month closed last."""
    last, first, until = run[0], run[1], run[-1]
    day = _last_day(until).isoformat()
    # On a chart that ended the year's end took balances off: these are no claims.
    current = unit.chart_on(day)
    claims = [
        account
        for account in resting.leaves(books, current)
        if books.account_roles[account] in _CLAIMS
    ]
    year = opening_period(first // 100)
    bare = closing_store.bare_openings(connection, unit.id, claims, year, until)
    if bare and last < year:
        yield Obstacle(
            "openings",
            f"期初有 {bare} 行往来款没有写明对方或发生日期，账龄无从计算",
            "在备查簿中查明，结账记录中写明",
            blocking=False,
        )
    charts = [chart for since, chart in unit.charts if since <= day]
    old = {a for chart in charts[:-1] for a in books.charts[chart].values()}
    sums: dict[tuple[int, int], int] = {}
    for _, account, fund, debit, credit in queries.months_of_funds(
        connection, unit.id, sorted(old), until + 1
    ):
        sums[account, fund] = sums.get((account, fund), 0) + debit - credit
    if any(sums.values()):
        yield Obstacle(
            "transfer",
            "科目表已更换，旧科目尚有余额，新账期初与旧账年末不衔接",
            "先办理上年年终结账，由它转入新科目",
        )


_CLAIMS = frozenset({Role.ADVANCE, Role.UPPER_RECEIVABLE, Role.LOWER_RECEIVABLE})


def _overdrawn(
    connection: Connection,
    books: Lookups,
    unit: UnitLookup,
    position: int | None = None,
) -> Iterator[Obstacle]:
    found = closing_store.overdrawn(connection, unit.id, position)
    for fund, account, balance, by in found:
        yield Obstacle(
            "overdrawn",
            f"资金 {unit.fund_codes[fund]} 的{books.account_name(account)}透支 "
            f"{grouped_yuan(-balance)} 元（由链位 {by} 的凭证造成）",
            "尽快补足，并在结账记录中写明",
            blocking=False,
        )


def _reserved(
    connection: Connection, unit: UnitLookup, period: int
) -> Iterator[Obstacle]:
    """Rule 6; the database holds it for December."""
    year, month = divmod(period, 100)
    found = appropriation_store.open_reservations(connection, unit.id, year=year)
    if not found:
        return
    total = sum(row.left_fen for row in found)
    named = "、".join(row.key for row in found[:SHOWN])
    more = f"等 {len(found)} 项" if len(found) > SHOWN else ""
    yield Obstacle(
        "reserved",
        f"{year}年预算还有预留未用：{named}{more}，共 {grouped_yuan(total)} 元",
        "用 bangfu budget release 释放，或支付后再结账",
        blocking=month == DECEMBER,
    )
