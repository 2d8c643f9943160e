"""What a sample says of its population (样本评价): rates, errors, upper limits.

1. Attributes: the rate found, its upper limit, and whether the tolerable rate is
   excluded at the stated risk.
2. Money units: an item that is partly wrong stands for that part of its interval, its
   taint (错报比例). Overstatements and understatements are reckoned apart, and neither
   makes up for the other in a conclusion. Items taken whole count as what they are.
3. The limit is Stringer's: basic precision for the interval, and for each taint, the
   largest first, what the factor grows by. Factors are those of Poisson, or of the
   binomial model where that is stated.
4. A projection by strata (均值、比率、差额) rests on the normal
   distribution, and says which strata have too few items for it.
5. Likely errors are rounded to the nearest fen, upper limits up. A conclusion compares
   before anything is rounded.

Basis: 第2108号内部审计具体准则 审计抽样.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import isqrt
from typing import NamedTuple

from audit.errors import SamplingRefused
from audit.sampling_limits import (
    Law,
    Model,
    confidence_factor,
    is_excluded,
    normal_factor,
    upper_rate,
)
from ledger.accounts import Labelled
from ledger.money import Money


class Checked(NamedTuple):
    """An item looked at: what the books say, what is right, how often it was drawn."""

    book_fen: int
    right_fen: int
    hits: int = 1

    @property
    def over_fen(self) -> int:
        """By how much the books say too much; negative where too little."""
        return self.book_fen - self.right_fen


# -- attributes ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeResult:
    """What a sample of attributes says; rates are rounded up to four places."""

    law: Law
    risk: Fraction
    tolerable: Fraction
    size: int
    deviations: int
    rate: Fraction
    upper: Decimal
    is_acceptable: bool

    @property
    def allowance(self) -> Decimal:
        """The allowance for sampling risk (抽样风险允许限度): limit less rate."""
        rate = Decimal(self.rate.numerator) / Decimal(self.rate.denominator)
        return self.upper - rate.quantize(self.upper)


def evaluate_attributes(
    law: Law, *, size: int, deviations: int, risk: Fraction, tolerable: Fraction
) -> AttributeResult:
    """Judge a sample of attributes by the model that it is stated for.

    Where the sample is the whole population, the hypergeometric model says what is so.
    """
    assert 0 <= deviations <= size
    assert size > 0
    return AttributeResult(
        law=law,
        risk=risk,
        tolerable=tolerable,
        size=size,
        deviations=deviations,
        rate=Fraction(deviations, size),
        upper=upper_rate(law, deviations, size, risk),
        is_acceptable=is_excluded(law, deviations, size, tolerable, risk),
    )


# -- money units -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """Errors of one direction, in exact fen.

    `known` is what items taken whole are wrong by, `projected` what the taints stand
    for, `basic` the precision where nothing is found, `widening` what the limit grows
    by beyond the projection.
    """

    taints: tuple[Fraction, ...]
    known: int
    projected: Fraction
    basic: Fraction
    widening: Fraction

    @property
    def likely(self) -> Fraction:
        """The most likely error (最可能错报)."""
        return self.known + self.projected

    @property
    def upper(self) -> Fraction:
        """The upper limit of the error (错报上限)."""
        return self.likely + self.basic + self.widening

    @property
    def likely_money(self) -> Money:
        """The most likely error, to the nearest fen."""
        return nearest(self.likely)

    @property
    def upper_money(self) -> Money:
        """The upper limit, rounded up to a fen."""
        return rounded_up(self.upper)


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyResult:
    """What a sample of money units says of the sum that it was drawn from.

    `excess` says that an item was wrong by more than its amount, which Stringer's
    bound does not reckon with.
    """

    model: Model
    risk: Fraction
    size: int
    interval: Fraction
    tolerable: Money
    over: Side
    under: Side
    excess: bool

    @property
    def net(self) -> Money:
        """Overstatements less understatements, most likely."""
        return nearest(self.over.likely - self.under.likely)

    @property
    def is_acceptable(self) -> bool:
        """Whether both upper limits lie within what is tolerable."""
        return max(self.over.upper, self.under.upper) <= self.tolerable.fen


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyTerms:
    """On what a sample of money units is judged.

    `drawn_fen` is the sum of the items drawn from, `size` the number of draws; both
    are 0 where everything was taken whole.
    """

    drawn_fen: int
    size: int
    risk: Fraction
    tolerable: Money
    model: Model = Model.POISSON

    def __post_init__(self) -> None:
        assert self.model is not Model.HYPERGEOMETRIC
        assert (self.size > 0) == (self.drawn_fen > 0)

    @property
    def interval(self) -> Fraction:
        """How many fen one draw stands for; 0 where nothing was drawn."""
        return Fraction(self.drawn_fen, self.size or 1)


def evaluate_money(
    terms: MoneyTerms, drawn: Sequence[Checked], whole: Sequence[Checked] = ()
) -> MoneyResult:
    """Judge a sample of money units by Stringer's bound, each direction apart.

    Raises:
        SamplingRefused: not as many draws were looked at as were made.
    """
    if sum(one.hits for one in drawn) != terms.size:
        raise SamplingRefused(
            "样本没有评价", "检查的项目与抽取的次数不符", "录入全部样本的检查结果"
        )
    assert all(one.book_fen > 0 and one.hits > 0 for one in drawn)
    taints = [
        Fraction(one.over_fen, one.book_fen) for one in drawn for _ in range(one.hits)
    ]
    return MoneyResult(
        model=terms.model,
        risk=terms.risk,
        size=terms.size,
        interval=terms.interval,
        tolerable=terms.tolerable,
        over=_side(terms, taints, [one.over_fen for one in whole]),
        under=_side(
            terms, [-taint for taint in taints], [-one.over_fen for one in whole]
        ),
        excess=any(abs(taint) > 1 for taint in taints),
    )


def _side(terms: MoneyTerms, taints: Sequence[Fraction], whole: Sequence[int]) -> Side:
    """The errors above zero of those given."""
    found = sorted((taint for taint in taints if taint > 0), reverse=True)
    factors = _factors(terms, len(found))
    grown = sum(
        (
            (later - earlier - 1) * taint
            for (earlier, later), taint in zip(pairwise(factors), found, strict=True)
        ),
        Fraction(0),
    )
    return Side(
        taints=tuple(found),
        known=sum(fen for fen in whole if fen > 0),
        projected=terms.interval * sum(found, Fraction(0)),
        basic=terms.interval * factors[0],
        widening=terms.interval * grown,
    )


def _factors(terms: MoneyTerms, many: int) -> list[Fraction]:
    """The factors for none and for one, two and more errors found."""
    if not terms.size:
        return [Fraction(0)] * (many + 1)
    if terms.model is Model.POISSON:
        return [Fraction(confidence_factor(k, terms.risk)) for k in range(many + 1)]
    law = Law(Model.BINOMIAL)
    return [
        terms.size * Fraction(upper_rate(law, k, terms.size, terms.risk, _PLACES))
        for k in range(many + 1)
    ]


_PLACES = 6


# -- strata ----------------------------------------------------------------------------


class By(Labelled):
    """How a stratum is projected."""

    MEAN = "mean", "均值估计"
    RATIO = "ratio", "比率估计"
    DIFFERENCE = "difference", "差额估计"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stratum:
    """Items of a kind: how many, their sum, and those that were looked at.

    A stratum that was looked at as a whole is no estimate.
    """

    name: str
    count: int
    book_fen: int
    checked: tuple[Checked, ...]

    @property
    def is_whole(self) -> bool:
        """Whether every item was looked at."""
        return len(self.checked) == self.count


@dataclass(frozen=True, slots=True, kw_only=True)
class Projection:
    """An estimate of by how much the books say too much, negative where too little.

    `error_fen` is the standard error, rounded up; `upper` and `lower` are the one-sided
    limits at the stated risk. `few` are strata with fewer than 30 items looked at.
    """

    by: By
    risk: Fraction
    likely: Money
    error_fen: int
    upper: Money
    lower: Money
    parts: tuple[tuple[str, Money], ...]
    few: tuple[str, ...]


_FEW = 30


def project(by: By, strata: Sequence[Stratum], risk: Fraction) -> Projection:
    """Project what was found to the population, stratum by stratum.

    Raises:
        SamplingRefused: a stratum was hardly looked at, or its sample has no amount
            that a ratio could be made of.
    """
    parts = [(one.name, *_projected(by, one)) for one in strata]
    likely = sum((part[1] for part in parts), Fraction(0))
    variance = sum((part[2] for part in parts), Fraction(0))
    error = _root_up(variance)
    reach = Fraction(normal_factor(risk)) * error
    return Projection(
        by=by,
        risk=risk,
        likely=nearest(likely),
        error_fen=error,
        upper=rounded_up(likely + reach),
        lower=-rounded_up(reach - likely),
        parts=tuple((name, nearest(part)) for name, part, _ in parts),
        few=tuple(
            one.name for one in strata if not one.is_whole and len(one.checked) < _FEW
        ),
    )


def _projected(by: By, one: Stratum) -> tuple[Fraction, Fraction]:
    """The error of a stratum and the variance of that estimate."""
    many = len(one.checked)
    found = sum(item.over_fen for item in one.checked)
    if one.is_whole:
        return Fraction(found), Fraction(0)
    booked = sum(item.book_fen for item in one.checked)
    if many < 2 or (by is By.RATIO and booked <= 0):  # noqa: PLR2004 - a variance needs two
        raise SamplingRefused(
            "没有推断总体", f"“{one.name}”层样本不足", "扩大样本，或改用其他推断方法"
        )
    if by is By.MEAN:
        right = [Fraction(item.right_fen) for item in one.checked]
        error = one.book_fen - one.count * sum(right, Fraction(0)) / many
        return error, _variance(one.count, right)
    if by is By.DIFFERENCE:
        over = [Fraction(item.over_fen) for item in one.checked]
        return one.count * sum(over, Fraction(0)) / many, _variance(one.count, over)
    ratio = Fraction(found, booked)
    left = [item.over_fen - ratio * item.book_fen for item in one.checked]
    return one.book_fen * ratio, _variance(one.count, left)


def _variance(count: int, values: Sequence[Fraction]) -> Fraction:
    """The variance of a projected total, drawn without putting back."""
    many = len(values)
    mean = sum(values, Fraction(0)) / many
    spread = sum(((value - mean) ** 2 for value in values), Fraction(0)) / (many - 1)
    return count * (count - many) * spread / many


def _root_up(number: Fraction) -> int:
    whole = -(-number // 1)
    root = isqrt(int(whole))
    return root + (root * root < whole)


# -- to the fen ------------------------------------------------------------------------


def nearest(fen: Fraction) -> Money:
    """To the nearest fen; a half goes away from zero."""
    sign = -1 if fen < 0 else 1
    return Money(sign * int((abs(fen) * 2 + 1) // 2))


def rounded_up(fen: Fraction) -> Money:
    """Up to a fen."""
    return Money(int(-(-fen // 1)))
