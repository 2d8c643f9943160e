"""The tables of a year's budget: sources, lines, balance, and what it is held against.

1. Sources and lines add up across and down.
2. Two budgets are compared line by line, new money and carried together.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from budgets import annual
from budgets import budget as values
from budgets.budget import Budget, BudgetLine, Difference, Kind
from budgets.growth import YearGrowth
from ledger.money import ZERO, Money
from ledger.register import Lookups, UnitLookup
from reports import budget_parts, parts
from reports.budget_parts import DOWN
from reports.catalogue import Request
from reports.report import Block, Cell, Column, Paragraph, Row, Table
from reports.wording import sentence

_NO_PURPOSE = "未写用途"


@dataclass(frozen=True, slots=True)
class Shown:
    """The version to be shown, and what it is held against."""

    request: Request
    books: Lookups
    unit: UnitLookup
    budget: Budget
    revised: Budget | None
    last: Budget | None
    growth: YearGrowth | None
    printed: dict[str, str]

    @property
    def own(self) -> Money:
        """The new money of the union's own funds."""
        return annual.own_total(self.unit, self.budget)

    def fund(self, code: str) -> str:
        """What people call a fund."""
        return budget_parts.fund_name(self.unit, code)

    def account(self, code: str, year: int) -> str:
        """Number and name of an account of a year's chart."""
        return budget_parts.leaf_name(self.books, self.unit, code, f"{year}-12-31")

    def words(self, template: str, **facts: object) -> str:
        """A sentence of this page."""
        folder = self.request.templates
        return sentence(f"budget_annual_{template}", office_folder=folder, **facts)


# -- sources and lines --------------------------------------------------------------


def sources(book: Shown) -> Table:
    """What each fund has for the year, carried and new."""
    columns = (
        Column("fund", "资金", width=3),
        parts.money("carried", "上年结转"),
        parts.money("receipts", "本年收入"),
        parts.money("total", "合计"),
        Column("memo", "说明", width=3),
    )
    sources = book.budget.sources
    rows = [
        Row((book.fund(one.fund), one.carried, one.receipts, one.total, one.memo))
        for one in sources
    ]
    carried = sum((one.carried for one in sources), ZERO)
    receipts = sum((one.receipts for one in sources), ZERO)
    total = Row(("合计", carried, receipts, carried + receipts, ""), "total")
    kept, cells = budget_parts.filled(columns, (*rows, total), {"memo"})
    return Table(kept, cells, caption="资金来源", name="sources")


_LINE_COLUMNS = (
    Column("purpose", "用途", width=2),
    Column("account", "科目", width=3),
    parts.money("q1", "第一季度"),
    parts.money("q2", "第二季度"),
    parts.money("q3", "第三季度"),
    parts.money("q4", "第四季度"),
    parts.money("planned", "本年安排"),
    parts.money("carried", "使用结转"),
    parts.money("total", "合计"),
    Column("memo", "说明", width=2),
)


def lines(book: Shown) -> Table:
    """Fund by fund, with a subtotal where a fund has several lines."""
    funds = dict.fromkeys(line.fund for line in book.budget.lines)
    rows: list[Row] = []
    for fund in funds:
        lines = [line for line in book.budget.lines if line.fund == fund]
        rows.append(Row((book.fund(fund), *[None] * 9), "group"))
        rows += [_line_row(book, line) for line in lines]
        if len(lines) > 1:
            rows.append(Row(("小计", "", *_added(lines), ""), "subtotal"))
    rows.append(Row(("合计", "", *_added(book.budget.lines), ""), "total"))
    kept, cells = budget_parts.filled(_LINE_COLUMNS, rows, {"carried", "memo"})
    return Table(kept, cells, caption="支出安排", name="lines")


def _line_row(book: Shown, line: BudgetLine) -> Row:
    told = (line.purpose or _NO_PURPOSE, book.account(line.account, book.budget.year))
    return Row((*told, *_added([line]), line.memo))


def _added(lines: Sequence[BudgetLine]) -> tuple[Money | None, ...]:
    """Quarters, planned, carried and total; nothing is left empty."""
    quarters = (sum((one.quarters[at] for one in lines), ZERO) for at in range(4))
    planned = sum((one.planned for one in lines), ZERO)
    carried = sum((one.carried for one in lines), ZERO)
    told = map(parts.amount, (*quarters, planned, carried))
    return (*told, planned + carried)


def balance(book: Shown) -> Table:
    """Sources less lines of every fund: no fund lives on another."""
    columns = (
        Column("fund", "资金", width=3),
        parts.money("income", "来源"),
        parts.money("spending", "支出"),
        parts.money("surplus", "结余"),
        Column("rate", "结余率", "rate"),
        Column("verdict", "结论", width=2),
    )
    budget = book.budget
    rows = []
    for one in values.by_fund(budget.sources, budget.lines):
        income, spending = one.receipts + one.brought, one.planned + one.carried
        rate = budget_parts.share_bp(one.surplus, income)
        short = one.new_gap + one.carried_gap
        verdict = f"{DOWN} 缺口 {short.grouped()}" if short else "收支平衡"
        verdict = "有结余" if one.surplus > ZERO and not short else verdict
        rows.append(
            Row((book.fund(one.fund), income, spending, one.surplus, rate, verdict))
        )
    whole = (budget.income, budget.spending, budget.surplus)
    rate = budget.surplus_bp
    meets = "有结余" if budget.surplus > ZERO else "没有结余"
    if budget.surplus < ZERO:
        meets = f"{DOWN} 支出超过来源"
    rows.append(Row(("合计", *whole, rate, meets), "total"))
    return Table(columns, tuple(rows), caption="收支平衡", name="balance")


# -- against other budgets ----------------------------------------------------------


def against_last(book: Shown) -> Iterator[Block]:
    """Every line beside last year's, or that there is none to compare with."""
    if book.last is None:
        yield Paragraph(book.words("last_none", year=book.budget.year - 1))
        return
    caption = f"与{book.last.year}年批准预算逐项比较"
    yield differences(book, book.last, "last_year", caption)


def differences(book: Shown, before: Budget, name: str, caption: str) -> Table:
    """Line by line, new money and carried together; what fell is marked."""
    same_year = before.year == book.budget.year
    was, now = ("调整前", "调整后") if same_year else ("上年", "本年")
    columns = (
        Column("fund", "资金", width=3),
        Column("purpose", "用途", width=2),
        Column("account", "科目", width=3),
        parts.money("before", was),
        parts.money("after", now),
        parts.money("change", "增减额"),
        Column("rate", "增减率", "rate"),
        Column("mark", "增减"),
    )
    rows = [_difference_row(book, one) for one in values.compare(before, book.budget)]
    totals = (before.spending, book.budget.spending)
    sums = Row(("合计", "", "", *_compared(*totals)), "total")
    return Table(columns, (*rows, sums), caption=caption, name=name)


def _difference_row(book: Shown, one: Difference) -> Row:
    fund, account, purpose = one.key
    year = book.budget.year if one.after else book.budget.year - 1
    told = (book.fund(fund), purpose or _NO_PURPOSE, book.account(account, year))
    before = one.before.total if one.before else ZERO
    after = one.after.total if one.after else ZERO
    return Row((*told, *_compared(before, after)))


def _compared(before: Money, after: Money) -> tuple[Cell, ...]:
    rate = budget_parts.change_bp(after, before)
    if not before and after:
        mark = "新增"
    elif before and not after:
        mark = f"{DOWN} 取消"
    elif after < before:
        mark = f"{DOWN} 减少"
    else:
        mark = "增加" if after > before else "持平"
    amounts = map(parts.amount, (before, after, after - before))
    return (*amounts, rate, mark)


def own_money(book: Shown) -> Iterator[Block]:
    """The union's own money, beside last year's, the required, and the base."""
    growth = book.growth
    if growth is None or book.budget.kind is Kind.PROVISIONAL:
        return
    columns = (
        Column("item", "比较对象", width=5),
        parts.money("against", "金额"),
        parts.money("own", "本预算本级资金"),
        parts.money("change", "高（低）于"),
        Column("rate", "百分比", "rate"),
        Column("verdict", "结论", width=2),
    )
    base = growth.base.total if growth.base else None
    before = f"{growth.compared_year}年预算" if growth.compared_year else "上年预算"
    rule = f"应达数（{growth.policy.rule.label}）"
    base_title = f"{growth.base.base_year if growth.base else 2005}年度基数"
    pairs = ((before, growth.last), (rule, growth.required), (base_title, base))
    rows = tuple(
        _own_row(book.own, title, against)
        for title, against in pairs
        if not (title == before and growth.compared_year == 2005)  # noqa: PLR2004 - told as the base
    )
    note = book.words("own")
    caption = "本级工会资金与上年、应达数、基数比较"
    yield Table(columns, rows, caption=caption, note=note, name="own")


def _own_row(own: Money, title: str, against: Money | None) -> Row:
    if against is None:
        return Row((title, None, own, None, None, "没有可比的数"))
    verdict = "达到" if own >= against else f"{DOWN} 低于"
    rate = budget_parts.change_bp(own, against)
    return Row((title, against, own, own - against, rate, verdict))


# -- steps ----------------------------------------------------------------------------


def steps(book: Shown) -> Table:
    """Who did what with the version, and when."""
    columns = (
        Column("state", "步骤"),
        Column("person", "办理人"),
        Column("taken_at", "时间", width=2),
        Column("resolution", "决议"),
        Column("paper", "文号", width=2),
        Column("opinion", "意见", width=4),
    )
    rows = tuple(
        Row(
            (
                step.state.label,
                parts.person_name(book.books, step.person),
                parts.moment(step.taken_at),
                book.printed.get(step.resolution, step.resolution),
                step.paper,
                step.opinion,
            )
        )
        for step in book.budget.steps
    )
    optional = {"resolution", "paper", "opinion"}
    kept, cells = budget_parts.filled(columns, rows, optional)
    return Table(kept, cells, caption="办理经过", name="steps")
