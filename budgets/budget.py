"""A budget (年度预算) as a value: what is planned, out of which sources, how far it is.

1. A line is fund × purpose × account; `purpose` is empty where none is named.
2. A line's quarters are new money of the year; what it carries is unspent money of
   earlier years. The two are never taken for each other.
3. Surplus = sources - lines, in all and of each fund. The principle is 收支平衡、略有
   结余; no figure is given, so that more than nil meets it unless a rate is asked for.

Basis: 关于做好困难职工帮扶工作的意见 六（年度预算）、九（收支平衡、略有结余）.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from ledger.accounts import Labelled
from ledger.money import ZERO, Money
from ledger.rates import percent, share_bp

WHOLE_BP = 10_000


class Kind(Labelled):
    """What a version of a year's budget is."""

    ANNUAL = "annual", "年度预算"
    PROVISIONAL = "provisional", "年初预拨"
    REVISION = "revision", "调整预算"


class State(Labelled):
    """How far a version has come."""

    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "已提交"
    RETURNED = "returned", "已退回"
    EXAMINED = "examined", "经审会已审查"
    APPROVED = "approved", "已批准"
    FILED = "filed", "已报备"
    DROPPED = "dropped", "已作废"


IN_FORCE = frozenset({State.APPROVED, State.FILED})

MADE_FROM = {
    "hand": "手工编制",
    "last_year": "按上年预算比例",
    "growth": "按应达到的增长",
    "file": "文件",
    "share": "上年预算的一部分",
}
"""How a version was made, by key."""


@dataclass(frozen=True, slots=True)
class Source:
    """What a fund has for the year: unspent money carried, and new receipts."""

    fund: str
    carried: Money = ZERO
    receipts: Money = ZERO
    memo: str = ""

    @property
    def total(self) -> Money:
        """Carried and new."""
        return self.carried + self.receipts


Quarters = tuple[Money, Money, Money, Money]

NOTHING: Quarters = (ZERO, ZERO, ZERO, ZERO)


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """What a fund may spend on an account for a purpose."""

    fund: str
    account: str
    purpose: str = ""
    quarters: Quarters = NOTHING
    carried: Money = ZERO
    memo: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """Fund, account and purpose."""
        return self.fund, self.account, self.purpose

    @property
    def planned(self) -> Money:
        """The new money of its four quarters."""
        return sum(self.quarters, ZERO)

    @property
    def total(self) -> Money:
        """New and carried."""
        return self.planned + self.carried


@dataclass(frozen=True, slots=True)
class Step:
    """A step that a version took: who, when (UTC), by which resolution or paper.

    `opinion` is the audit committee's, why it was returned or dropped, or why the own
    budget falls although it is approved.
    """

    state: State
    person: str
    taken_at: str
    resolution: str = ""
    opinion: str = ""
    paper: str = ""


@dataclass(frozen=True, slots=True)
class FundSum:
    """Sources and lines of one fund; a gap is what its lines have too much."""

    fund: str
    receipts: Money
    brought: Money
    planned: Money
    carried: Money

    @property
    def surplus(self) -> Money:
        """Sources less lines."""
        return self.receipts + self.brought - self.planned - self.carried

    @property
    def new_gap(self) -> Money:
        """New money planned past the receipts."""
        return max(self.planned - self.receipts, ZERO)

    @property
    def carried_gap(self) -> Money:
        """Carried money planned past what there is."""
        return max(self.carried - self.brought, ZERO)


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """A version of a unit's budget for a year.

    `share_bp` and `until`, the last day it holds, are of a provisional one alone.
    """

    unit: str
    year: int
    version: int
    kind: Kind
    made_from: str
    sources: tuple[Source, ...]
    lines: tuple[BudgetLine, ...]
    maker: str
    share_bp: int = 0
    until: dt.date | None = None
    note: str = ""
    steps: tuple[Step, ...] = ()

    @property
    def state(self) -> State:
        """The state of its last step."""
        return self.steps[-1].state

    @property
    def resolution(self) -> str:
        """The resolution that approved it; empty before."""
        return next((step.resolution for step in self.steps if step.resolution), "")

    @property
    def income(self) -> Money:
        """All sources."""
        return sum((source.total for source in self.sources), ZERO)

    @property
    def spending(self) -> Money:
        """All lines, new and carried."""
        return sum((line.total for line in self.lines), ZERO)

    @property
    def planned(self) -> Money:
        """The new money of all lines."""
        return sum((line.planned for line in self.lines), ZERO)

    @property
    def surplus(self) -> Money:
        """Sources less lines."""
        return self.income - self.spending

    @property
    def surplus_bp(self) -> int | None:
        """The surplus in basis points of the sources; None without sources."""
        return share_bp(self.surplus.fen, self.income.fen)

    def reaches(self, target_bp: int) -> bool:
        """Whether the surplus is at least so much of the sources, to the fen."""
        wanted = self.income.fen * target_bp
        return bool(self.income) and self.surplus.fen * WHOLE_BP >= wanted

    @property
    def printed(self) -> str:
        """How refusals call it."""
        return f"{self.unit} {self.year}年{self.kind.label}（第 {self.version} 版）"


@dataclass(frozen=True, slots=True)
class Difference:
    """A line in two versions, None where one of them has none."""

    key: tuple[str, str, str]
    before: BudgetLine | None
    after: BudgetLine | None

    @property
    def quarters(self) -> Quarters:
        """By how much each quarter differs."""
        old = self.before.quarters if self.before else NOTHING
        new = self.after.quarters if self.after else NOTHING
        return new[0] - old[0], new[1] - old[1], new[2] - old[2], new[3] - old[3]

    @property
    def carried(self) -> Money:
        """By how much the carried part differs."""
        new, old = self.after, self.before
        return (new.carried if new else ZERO) - (old.carried if old else ZERO)

    @property
    def total(self) -> Money:
        """By how much the line differs as a whole."""
        return sum(self.quarters, self.carried)

    @property
    def changed(self) -> bool:
        """Whether anything but the memo differs."""
        present = (self.before is None) != (self.after is None)
        return present or any(self.quarters) or bool(self.carried)


def compare(a: Budget, b: Budget) -> tuple[Difference, ...]:
    """Two versions line by line, those of the first in its order, then new ones."""
    before = {line.key: line for line in a.lines}
    after = {line.key: line for line in b.lines}
    keys = dict.fromkeys((*before, *after))
    return tuple(Difference(key, before.get(key), after.get(key)) for key in keys)


def by_fund(
    sources: Sequence[Source], lines: Sequence[BudgetLine]
) -> tuple[FundSum, ...]:
    """Sources and lines of each fund, in the order in which funds are named."""
    named = [one.fund for one in sources] + [line.fund for line in lines]
    funds = dict.fromkeys(named)
    return tuple(
        FundSum(
            fund,
            sum((one.receipts for one in sources if one.fund == fund), ZERO),
            sum((one.carried for one in sources if one.fund == fund), ZERO),
            sum((line.planned for line in lines if line.fund == fund), ZERO),
            sum((line.carried for line in lines if line.fund == fund), ZERO),
        )
        for fund in funds
    )


def surplus_told(budget: Budget, target_bp: int = 0) -> str:
    """The surplus and whether it meets its target, as shown while drafting.

    `target_bp` is in basis points of the sources; 0 asks for more than nil.
    """
    assert target_bp >= 0
    rate = budget.surplus_bp
    if target_bp:
        met = budget.reaches(target_bp)
        aim = f"不低于来源的 {percent(target_bp)}"
    else:
        met = budget.surplus > ZERO
        aim = "大于零（略有结余）"
    share = "" if rate is None else f"，结余率 {percent(rate)}"
    return (
        f"来源 {budget.income.grouped()} 元，支出 {budget.spending.grouped()} 元，"
        f"结余 {budget.surplus.grouped()} 元{share}；"
        f"目标：{aim}，{'已达到' if met else '未达到'}"
    )


def wanted(budget: Budget) -> dict[tuple[str, str, str], tuple[int, int, int, int]]:
    """What its lines open in each quarter, in fen; carried money is open at once."""
    return {
        line.key: (
            line.quarters[0].fen + line.carried.fen,
            line.quarters[1].fen,
            line.quarters[2].fen,
            line.quarters[3].fen,
        )
        for line in budget.lines
        if line.total
    }
