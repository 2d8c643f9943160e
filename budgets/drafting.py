"""Ways to draft a budget: from last year's, by required growth, a share of it.

1. Last year's is the version in force, never a provisional share.
2. Lines are scaled so that their sum is exact: the new total is rounded up to the fen,
   the cells cut, and the fen that remain go to the largest remainders (`Money.split`).
3. What last year carried is not planned again; what is left of it now is proposed
   among the sources (`carrying.py`).
4. A provisional share (年初预拨) is cut to the fen line by line, all of it in the first
   quarter, and has no sources: the money itself guards it.

By hand is `annual.draft`; out of a file, `budget_files.py`.
"""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import replace

from budgets import annual, carrying
from budgets.annual import Head
from budgets.budget import WHOLE_BP, Budget, BudgetLine, Kind, Source
from budgets.errors import BudgetRefused
from budgets.plan_rules import Plan
from ledger.database import Connection
from ledger.funds import Origin
from ledger.money import BOUND_FEN, ZERO, Money
from ledger.people import Act
from ledger.register import lookups

MOST_BP = 100_000
"""The largest change from last year: eleven times as much is a slip of the pen."""


def from_last_year(  # noqa: PLR0913 - whose, when, how much, by whom
    connection: Connection,
    unit: str,
    year: int,
    percent_bp: int,
    act: Act,
    *,
    note: str = "",
) -> Budget:
    """Draft last year's budget with every line scaled by a percentage.

    `percent_bp` is the change in basis points: 500 is five per cent more.

    Raises:
        BudgetRefused: last year has no approved budget or plans nothing, the change is
            absurd, or a line no longer fits.
        NotFound: there is no such unit.
    """
    if not -WHOLE_BP < percent_bp <= MOST_BP:
        raise BudgetRefused(
            "增减比例不合理", why="应大于 -100%，不超过 1000%", do="核对百分比"
        )
    last = _last(connection, unit, year)
    total = _scaled_up(last.planned, WHOLE_BP + percent_bp, WHOLE_BP)
    lines = scaled(last.lines, total)
    funds = {source.fund for source in last.sources} | {line.fund for line in lines}
    sources = _sources(connection, (last, funds, (total, last.planned)), lines)
    return annual.draft(
        connection, unit, year, sources, lines, act, made_from="last_year", note=note
    )


def from_growth(  # noqa: PLR0913 - whose, when, how much, by whom
    connection: Connection,
    unit: str,
    year: int,
    required: Money,
    act: Act,
    *,
    note: str = "",
) -> Budget:
    """Draft last year's budget with the union's own lines scaled to what is required.

    `required` is what the growth rules ask of the year (`growth.required`). Lines of
    other funds stay as they were.

    Raises:
        BudgetRefused: last year has no approved budget or nothing of the union's own
            to scale, the amount is not above nil, or a line no longer fits.
        NotFound: there is no such unit.
    """
    if not ZERO < required <= Money(BOUND_FEN):
        raise BudgetRefused("应达到的金额应大于零", do="用 bangfu budget growth 查看")
    last = _last(connection, unit, year)
    found = lookups(connection).unit(unit)
    own = {
        code
        for code, id_ in found.funds.items()
        if found.fund_origins[id_] == Origin.OWN_UNION
    }
    before = sum((line.planned for line in last.lines if line.fund in own), ZERO)
    if not before:
        what = f"{unit} {year - 1}年预算没有本级工会资金的支出"
        raise BudgetRefused(
            what,
            why="没有可以按增长放大的项目",
            do="手工编制，或从文件编制",
        )
    grown = iter(scaled([one for one in last.lines if one.fund in own], required))
    lines = [
        next(grown) if line.fund in own else _anew(line, line.quarters)
        for line in last.lines
    ]
    sources = _sources(connection, (last, own, (required, before)), lines)
    return annual.draft(
        connection, unit, year, sources, lines, act, made_from="growth", note=note
    )


def provisional(  # noqa: PLR0913 - whose, when, how much, until when, by whom
    connection: Connection,
    unit: str,
    year: int,
    act: Act,
    *,
    share_bp: int,
    until: dt.date,
    note: str = "",
) -> Budget:
    """Draft a provisional share of last year's budget, good through the day `until`.

    A resolution approves it (`approval.approve`) before the annual budget is there;
    the annual budget absorbs it.

    Raises:
        BudgetRefused: the share is not above nil or over the whole, the day lies
            outside the year, last year has no approved budget, or this year has one.
        NotFound: there is no such unit.
    """
    faults = []
    if not 0 < share_bp <= WHOLE_BP:
        faults.append("预拨比例应大于零，不超过 100%")
    if until.year != year:
        faults.append(f"预拨的截止日 {until} 不在 {year} 年内")
    annual.refuse(f"{unit} {year}年的年初预拨不能编制", faults)
    last = _last(connection, unit, year)
    lines = [
        _anew(line, (Money(line.planned.fen * share_bp // WHOLE_BP), ZERO, ZERO, ZERO))
        for line in last.lines
    ]
    head = Head(
        kind=Kind.PROVISIONAL,
        made_from="share",
        note=note,
        share_bp=share_bp,
        until=until,
    )
    kept = tuple(line for line in lines if line.planned)
    return annual.make(connection, Plan(unit, year, (), kept), head, act)


def scaled(lines: Sequence[BudgetLine], total: Money) -> tuple[BudgetLine, ...]:
    """The new money of lines in proportion, so that it adds up to a total exactly.

    At least one line must plan something.
    """
    cells = [quarter.fen for line in lines for quarter in line.quarters]
    parts = iter(total.split(cells))
    return tuple(
        _anew(line, (next(parts), next(parts), next(parts), next(parts)))
        for line in lines
    )


def _anew(line: BudgetLine, quarters: tuple[Money, Money, Money, Money]) -> BudgetLine:
    return replace(line, quarters=quarters, carried=ZERO)


def _last(connection: Connection, unit: str, year: int) -> Budget:
    found = annual.approved(connection, unit, year - 1)
    do = f"先编制并批准 {year - 1} 年预算，或手工编制、从文件编制 {year} 年预算"
    if found is None or found.kind is Kind.PROVISIONAL:
        what = f"{unit} {year - 1}年没有批准的预算"
        raise BudgetRefused(what, why="没有上年预算可以依据", do=do)
    if not found.planned:
        what = f"{unit} {year - 1}年预算没有本年新增资金的支出"
        raise BudgetRefused(what, why="没有可以按比例的金额", do=do)
    return found


def _sources(
    connection: Connection,
    scaling: tuple[Budget, Collection[str], tuple[Money, Money]],
    lines: Sequence[BudgetLine],
) -> tuple[Source, ...]:
    """Last year's receipts, those of `funds` scaled, and what is carried now.

    Scaled receipts are not less than the lines that they pay for.
    """
    last, funds, (new, old) = scaling
    receipts: dict[str, Money] = {}
    for source in last.sources:
        receipts[source.fund] = (
            _scaled_up(source.receipts, new.fen, old.fen)
            if source.fund in funds
            else source.receipts
        )
    for fund in funds:
        planned = sum((line.planned for line in lines if line.fund == fund), ZERO)
        receipts[fund] = max(receipts.get(fund, ZERO), planned)
    carried = {
        one.fund: one for one in carrying.proposed(connection, last.unit, last.year + 1)
    }
    return tuple(
        Source(
            fund,
            carried[fund].carried if fund in carried else ZERO,
            receipts.get(fund, ZERO),
            carried[fund].memo if fund in carried else "",
        )
        for fund in sorted(receipts.keys() | carried.keys())
    )


def _scaled_up(amount: Money, times: int, of: int) -> Money:
    """Amount × times ÷ of, rounded up to the fen."""
    return Money(-(-amount.fen * times // of))
