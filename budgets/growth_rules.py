"""What growth is judged by (增长规则): bases, policies, notes, and what they require.

`growth.py` states the rules on top and judges; here stand the values it takes, which
base and policy hold in a year (rules 2 and 6), and what a year has to reach (rule 5).

Basis: 关于进一步做好困难职工帮扶工作的意见 第6条.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ledger.accounts import Labelled
from ledger.money import Money

WHOLE_BP = 10_000


class Series(Labelled):
    """Whose budget for aid it is."""

    OWN = "own", "本级工会帮扶预算"
    GOVERNMENT = "government", "财政帮扶预算"


class BaseKind(Labelled):
    """How a base came about."""

    SET = "set", "设定"
    EVIDENCE = "evidence", "查得依据"
    MERGED = "merged", "合并"
    SPLIT = "split", "分立"
    RENAMED = "renamed", "更名"
    OPENED_LATER = "opened_later", "以后成立"


class Rule(Labelled):
    """How required growth is reckoned."""

    AT_LEAST_LAST_YEAR = "at_least_last_year", "不低于上年"
    WITH_INCOME = "with_income", "随经费收入增长"
    FIXED_RATE = "fixed_rate", "按固定比例增长"


class RemarkKey(Labelled):
    """What is told about a year."""

    RESTATED = "restated", "基数重定"
    NO_BASE = "no_base", "没有基数"
    BASE_ZERO = "base_zero", "基数为零"
    INCOME_ABSURD = "income_absurd", "经费收入异常"
    INCOME_MISSING = "income_missing", "缺经费收入"
    YEAR_SKIPPED = "year_skipped", "未列预算"
    FELL_WITHOUT_NOTE = "fell_without_note", "减少且无说明"
    FELL_WITH_NOTE = "fell_with_note", "减少但有说明"
    HELD = "held", "与上年持平"
    SHORT_OF_REQUIRED = "short_of_required", "低于应达数"


@dataclass(frozen=True, slots=True)
class Base:
    """The base (2005年度基数) of a unit, as resolved; a higher number restates it.

    `prior` is what was budgeted the year before `since_year`, made comparable: the sum
    of merged units' budgets, the share of one that was split. None if it is the same.
    """

    number: int
    base_year: int
    since_year: int
    warmth: Money
    other: Money
    kind: BaseKind
    prior: Money | None
    resolution: str

    def __post_init__(self) -> None:
        assert self.number > 0
        assert self.since_year > self.base_year
        assert self.warmth.fen >= 0
        assert self.other.fen >= 0
        assert self.prior is None or self.prior.fen >= 0

    @property
    def total(self) -> Money:
        """送温暖资金和其他帮扶资金之和 (意见 第6条)."""
        return self.warmth + self.other


@dataclass(frozen=True, slots=True)
class Policy:
    """By which rule a series grows from a year on; `rate_bp` is of `fixed_rate` alone.

    `resolution` is empty for what `growth.toml` says; `words` is what it rests on.
    """

    series: Series
    rule: Rule
    rate_bp: int
    since_year: int
    resolution: str
    words: str

    def __post_init__(self) -> None:
        assert self.rate_bp >= 0
        assert self.rate_bp == 0 or self.rule is Rule.FIXED_RATE


@dataclass(frozen=True, slots=True)
class Note:
    """Why a year fell or fell short, and the body's resolution on it."""

    series: Series
    year: int
    reason: str
    resolution: str

    @property
    def complete(self) -> bool:
        """Whether both the reason and the resolution are there."""
        return bool(self.reason.strip() and self.resolution.strip())

    def __str__(self) -> str:
        return f"原因：{self.reason}（{self.resolution}）"


@dataclass(frozen=True, slots=True)
class Remark:
    """An exception that a reader of the table has to see."""

    year: int
    key: RemarkKey
    text: str


@dataclass(frozen=True, slots=True)
class Requirement:
    """What a year had to reach, and what was missing to reckon it."""

    amount: Money
    remarks: tuple[Remark, ...] = ()


def base_in(bases: Sequence[Base], year: int) -> Base | None:
    """The base that holds in a year (rule 2); None before the first."""
    holding = (base for base in bases if base.since_year <= year)
    return max(holding, key=lambda base: base.number, default=None)


def policy_in(policies: Sequence[Policy], series: Series, year: int) -> Policy | None:
    """The policy of a series in a year (rule 6); None before 2006."""
    for some in (policies, default_policies()):
        begun = [p for p in some if p.series is series and p.since_year <= year]
        if begun:
            latest = max(policy.since_year for policy in begun)
            return [p for p in begun if p.since_year == latest][-1]
    return None


def required(
    policy: Policy,
    year: int,
    last: Money,
    base: Base | None,
    incomes: Mapping[int, Money],
) -> Requirement:
    """What a year has to reach by its policy (rule 5), and what was missing to tell.

    Args:
        policy: the one in force in that year.
        year: the year budgeted.
        last: the comparable figure of the last year that had a budget.
        base: the base in force, if there is one.
        incomes: by year; those of the two years before are looked at.
    """
    floor = max(last, base.total) if base else last
    if policy.rule is Rule.FIXED_RATE:
        more = _rounded_up(last, WHOLE_BP + policy.rate_bp, WHOLE_BP)
        return Requirement(max(more, floor))
    if policy.rule is Rule.AT_LEAST_LAST_YEAR:
        return Requirement(floor)
    earlier, later = incomes.get(year - 2), incomes.get(year - 1)
    if not earlier or not later:
        return Requirement(floor, (_income_missing(year, incomes),))
    if later <= earlier:
        return Requirement(floor)
    return Requirement(max(_rounded_up(last, later.fen, earlier.fen), floor))


@cache
def default_policies() -> tuple[Policy, ...]:
    """What holds where the body has resolved nothing: `growth.toml`."""
    text = files("budgets").joinpath("growth.toml").read_text(encoding="utf-8")
    return tuple(
        Policy(
            Series(block["series"]),
            Rule(block["rule"]),
            block["rate_bp"],
            block["since_year"],
            "",
            block["words"],
        )
        for block in tomllib.loads(text)["policy"]
    )


def _income_missing(year: int, incomes: Mapping[int, Money]) -> Remark:
    unknown = [f"{y}年" for y in (year - 2, year - 1) if not incomes.get(y)]
    text = f"{'、'.join(unknown)}经费收入未填或为零，应达数按上年数计"
    return Remark(year, RemarkKey.INCOME_MISSING, text)


def _rounded_up(amount: Money, times: int, parts: int) -> Money:
    """An amount × times ÷ parts, up to the next whole fen."""
    return Money(-(-amount.fen * times // parts))
