"""What a plan for a year may hold, judged before it is written. Pure; no database.

1. The year lies in the unit's time: not before it opened, not after it was given up.
2. A fund is the unit's own, open in the year, and aid money: `general` has no place in
   an aid budget.
3. An account is a leaf of class expense of the chart in use in the year.
4. A purpose is one that the fund allows (L8); a fund with a restriction names one.
5. A fund stands once among the sources, a line once among the lines; nothing is below
   nil or past the bound of an amount.
6. New money is planned out of receipts, carried money out of what is carried; of each
   fund and in all.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from budgets.budget import BudgetLine, Source, by_fund
from ledger.errors import Problem
from ledger.money import BOUND_FEN, ZERO, Money
from ledger.privacy import shown
from ledger.register import Lookups, UnitLookup
from ledger.texts import text_problems

FIRST_YEAR = 2005
LAST_YEAR = 2999


@dataclass(frozen=True, slots=True)
class Plan:
    """What is planned for a year, before it is a version."""

    unit: str
    year: int
    sources: tuple[Source, ...]
    lines: tuple[BudgetLine, ...]


class PlanFault(NamedTuple):
    """A fault of a plan: of the source or line at a place, or (-1) of the whole."""

    is_line: bool
    place: int
    problem: Problem


class _At(NamedTuple):
    """Whose plan is judged, and by which chart."""

    unit: UnitLookup
    books: Lookups
    year: int
    chart: str


def plan_faults(plan: Plan, unit: UnitLookup, books: Lookups) -> list[PlanFault]:
    """All that is wrong with a plan (1–5); gaps are another matter: `gaps`."""
    day = max(f"{plan.year:04d}-01-01", unit.opened_on)
    at = _At(unit, books, plan.year, unit.chart_on(day))
    whole = [PlanFault(False, -1, p) for p in _year_problems(plan, unit)]  # noqa: FBT003 - is_line
    if not plan.lines:
        problem = Problem("budget", "没有支出项目", do="至少列一项支出")
        whole.append(PlanFault(True, -1, problem))  # noqa: FBT003 - as above
    found = [
        PlanFault(False, place, problem)  # noqa: FBT003 - as above
        for place, source in enumerate(plan.sources)
        for problem in _source_problems(source, plan.sources[:place], at)
    ]
    met: set[tuple[str, str, str]] = set()
    for place, line in enumerate(plan.lines):
        problems = _line_problems(line, at, again=line.key in met)
        found += [PlanFault(True, place, problem) for problem in problems]  # noqa: FBT003 - as above
        met.add(line.key)
    return whole + found


def told(fault: PlanFault, plan: Plan) -> str:
    """A fault as a sentence that names its place."""
    if fault.place < 0:
        return str(fault.problem)
    if fault.is_line:
        line = plan.lines[fault.place]
        named = " ".join(shown(part) for part in line.key if part)
        return f"支出第 {fault.place + 1} 项（{named}）：{fault.problem}"
    named = shown(plan.sources[fault.place].fund)
    return f"来源第 {fault.place + 1} 项（{named}）：{fault.problem}"


def gaps(sources: Sequence[Source], lines: Sequence[BudgetLine]) -> list[str]:
    """Where spending is planned past its sources (6), in all and of each fund."""
    found = []
    for one in by_fund(sources, lines):
        if one.new_gap:
            found.append(
                f"资金 {shown(one.fund)} 本年支出 {one.planned.grouped()} 元，"
                f"本年收入 {one.receipts.grouped()} 元，缺 {one.new_gap.grouped()} 元"
            )
        if one.carried_gap:
            found.append(
                f"资金 {shown(one.fund)} 使用上年结转 {one.carried.grouped()} 元，"
                f"上年结转 {one.brought.grouped()} 元，"
                f"缺 {one.carried_gap.grouped()} 元"
            )
    income = sum((source.total for source in sources), ZERO)
    spending = sum((line.total for line in lines), ZERO)
    if found:
        gap = max(spending - income, ZERO)
        tail = f"，缺 {gap.grouped()} 元" if gap else "；资金之间不能互相抵补"
        whole = f"来源合计 {income.grouped()} 元，支出合计 {spending.grouped()} 元"
        found.insert(0, whole + tail)
    return found


def _year_problems(plan: Plan, unit: UnitLookup) -> Iterator[Problem]:
    if not FIRST_YEAR <= plan.year <= LAST_YEAR:
        yield Problem("budget", f"预算年度应在 {FIRST_YEAR} 与 {LAST_YEAR} 之间")
    elif plan.year < int(unit.opened_on[:4]):
        what = f"{plan.year}年在单位建账（{unit.opened_on}）之前"
        yield Problem("budget", what, do="以前年度的预算数登记为年度数字")
    elif unit.closed_on and f"{plan.year:04d}-01-01" >= unit.closed_on:
        what = f"{plan.year}年在单位撤销（{unit.closed_on}）之后"
        yield Problem("budget", what, do="由并入的单位编制")
    total = sum((source.total.fen for source in plan.sources), 0)
    spent = sum((line.total.fen for line in plan.lines), 0)
    if max(total, spent) > BOUND_FEN:
        yield Problem("budget", "合计超过金额上限", do="核对金额")


def _source_problems(
    source: Source, before: Sequence[Source], at: _At
) -> Iterator[Problem]:
    yield from _fund_problems(source.fund, at)
    if any(other.fund == source.fund for other in before):
        yield Problem("budget", "同一资金列了两次来源", do="合并", column="fund")
    for column, amount in (("carried", source.carried), ("receipts", source.receipts)):
        yield from _amount_problems(column, amount)
    yield from text_problems([("memo", source.memo, 0)])


def _line_problems(line: BudgetLine, at: _At, *, again: bool) -> Iterator[Problem]:
    yield from _fund_problems(line.fund, at)
    yield from _account_problems(line.account, at)
    yield from _purpose_problems(line, at)
    if again:
        what = "资金、科目、用途与前面的一项相同"
        yield Problem("budget", what, do="合并为一项", column="fund")
    for quarter, amount in enumerate(line.quarters, 1):
        yield from _amount_problems(f"q{quarter}", amount)
    yield from _amount_problems("carried", line.carried)
    yield from text_problems([("memo", line.memo, 0)])


def _fund_problems(fund: str, at: _At) -> Iterator[Problem]:
    if fund not in at.unit.funds:
        do = "用 bangfu books funds 查看，或先登记"
        yield Problem("budget", "没有这项资金", shown(fund), do, column="fund")
        return
    id_ = at.unit.funds[fund]
    if id_ in at.unit.general:
        what = "本级工会其他资金不列入帮扶预算"
        yield Problem("budget", what, do="改用帮扶资金", column="fund")
    opened = at.unit.fund_opened[id_]
    # Of a year before the unit's own first day that alone is told.
    if opened > max(f"{at.year:04d}-12-31", at.unit.opened_on):
        what = f"该资金自 {opened} 起设立，{at.year}年尚未设立"
        yield Problem("budget", what, do="核对年度或资金", column="fund")


def _account_problems(account: str, at: _At) -> Iterator[Problem]:
    books = at.books
    accounts = books.charts.get(at.chart, {})
    label = books.chart_labels.get(at.chart, at.chart)
    if account not in accounts:
        what = f"{at.year}年所用的科目表“{label}”没有这个科目"
        do = "用 bangfu books accounts 查看；科目表改变的，改用新科目"
        yield Problem("budget", what, shown(account), do, column="account")
        return
    id_ = accounts[account]
    if id_ not in books.expenses:
        what, do = "不是支出类科目", "预算支出列支出类科目"
        yield Problem("budget", what, account, do, column="account")
    if id_ in books.above:
        what, do = "不是末级科目", "改用它的明细科目"
        yield Problem("budget", what, account, do, column="account")


def _purpose_problems(line: BudgetLine, at: _At) -> Iterator[Problem]:
    id_ = at.unit.funds.get(line.fund)
    if id_ is None:
        return
    allowed = at.unit.purposes[id_]
    listed = f"允许的用途：{'、'.join(sorted(allowed)) or '（未登记任何用途）'}"
    if id_ not in at.unit.restricted:
        yield from text_problems([("purpose", line.purpose, 0)])
        if line.purpose != line.purpose.strip():
            yield Problem("budget", "用途前后有空格", do="删去空格", column="purpose")
    elif not line.purpose:
        what = "限定用途的资金要写明用途（专款专用）"
        yield Problem("L8", what, do=listed, column="purpose")
    elif line.purpose not in allowed:
        what = "该资金不允许这一用途（专款专用）"
        yield Problem("L8", what, shown(line.purpose), listed, column="purpose")


def _amount_problems(column: str, amount: Money) -> Iterator[Problem]:
    if amount < ZERO:
        do = "减少预算的，列减少后的金额"
        yield Problem("budget", "金额不能为负", amount.grouped(), do, column=column)
    elif amount.fen > BOUND_FEN:
        yield Problem("budget", "超过金额上限", do="核对金额", column=column)
