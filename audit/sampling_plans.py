"""How large a sample has to be (抽样计划): attributes, money units, discovery.

1. A size is the least that does what is asked; which model reckons it is part of the
   plan.
2. A sample of attributes is planned for the deviations that are expected in it: the
   expected rate times the size, rounded up. If no more are found, the tolerable rate
   is excluded at the stated risk.
3. A sample of money units is planned for a broken number of whole errors: the part
   that the expected error is of the sum, times the size.
4. A sample as large as its population is the population, and the plan says so.

Risks are the chance of relying on what is not so (信赖过度风险、误受风险): confidence
is what is left to one. Rates lie between 0 and 1.

Basis: 第2108号内部审计具体准则 审计抽样.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from fractions import Fraction

from audit.errors import SamplingRefused
from audit.sampling_limits import (
    Law,
    Model,
    confidence_factor,
    design_factor,
    is_enough,
    is_excluded,
    sum_of_chances,
)

DEVIATIONS_MOST = 500
"""Plans that expect more deviations than this are refused: the rates lie too near."""

_REFUSED = "抽样计划没有作出"


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributePlan:
    """A sample of items that are right or not."""

    law: Law
    risk: Fraction
    tolerable: Fraction
    expected: Fraction
    size: int
    deviations: int
    population: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether every item of the population has to be looked at."""
        return 0 < self.population <= self.size


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyPlan:
    """A sample of money units: every fen of the sum is as likely as any other.

    `factor` is what the tolerable error is divided into for the interval, `taints` the
    sum of whole errors that the plan expects, both rounded up to two places.
    """

    risk: Fraction
    sum_fen: int
    tolerable_fen: int
    expected_fen: int
    size: int
    factor: Decimal
    taints: Decimal

    @property
    def interval(self) -> Fraction:
        """How many fen one draw stands for."""
        return Fraction(self.sum_fen, self.size)

    @property
    def whole_fen(self) -> int:
        """Items of so much or more hold a full interval and are taken whole."""
        return -(-self.sum_fen // self.size)


def attribute_plan(
    law: Law,
    *,
    risk: Fraction,
    tolerable: Fraction,
    expected: Fraction = Fraction(0),
    population: int = 0,
) -> AttributePlan:
    """Plan a sample of attributes; the size is at most the population where told.

    Raises:
        SamplingRefused: a rate or risk that cannot be, or the expected rate lies so
            near to the tolerable one that more than 500 deviations are expected.
    """
    _rates_hold(risk, tolerable, expected)
    bound = population or law.population
    for deviations, least, most in _runs(expected, bound):
        if deviations > DEVIATIONS_MOST:
            raise SamplingRefused(
                _REFUSED, "预期偏差率太接近可容忍偏差率", "扩大两者差距，或改为全部检查"
            )
        holds = _excludes(law, deviations, tolerable, risk)
        size = _least_size(holds, least, most)
        if size is not None:
            break
    else:
        size, deviations = bound, _up(bound * expected)
    return AttributePlan(
        law=law,
        risk=risk,
        tolerable=tolerable,
        expected=expected,
        size=size,
        deviations=deviations,
        population=bound,
    )


def money_plan(
    *, risk: Fraction, sum_fen: int, tolerable_fen: int, expected_fen: int = 0
) -> MoneyPlan:
    """Plan a sample of money units of a sum, by gamma (Poisson where nothing is
    expected).

    Raises:
        SamplingRefused: the sum is not positive, the tolerable error neither, or it is
            not more than twice as large as, hence not apart from, the expected one.
    """  # noqa: D205 - one sentence
    if sum_fen <= 0 or tolerable_fen <= 0:
        raise SamplingRefused(
            _REFUSED, "总体金额、可容忍错报应大于零", "核对后重新计划"
        )
    tolerable = Fraction(tolerable_fen, sum_fen)
    expected = Fraction(expected_fen, sum_fen)
    _rates_hold(risk, min(tolerable, Fraction(1)), expected)
    ratio = expected / tolerable
    if ratio > _RATIO_MOST:
        raise SamplingRefused(
            _REFUSED, "预期错报超过可容忍错报的九成", "降低预期错报，或改为全部检查"
        )
    factor = design_factor(ratio, risk)
    top = _up(Fraction(factor) / tolerable)
    size = _least_size(lambda n: is_enough(n, tolerable, expected, risk), 1, top)
    assert size is not None
    taints = Decimal(_up(size * expected * 100)).scaleb(-2)
    return MoneyPlan(
        risk=risk,
        sum_fen=sum_fen,
        tolerable_fen=tolerable_fen,
        expected_fen=expected_fen,
        size=size,
        factor=factor,
        taints=taints,
    )


_RATIO_MOST = Fraction(9, 10)


def discovery_size(population: int, critical: int, risk: Fraction) -> int:
    """How many items show at least one deviation if so many are in the population.

    The least size for which the chance of finding none of `critical` deviations is at
    most the risk.

    Raises:
        SamplingRefused: the population holds no such number of deviations.
    """
    if not 0 < critical <= population or not 0 < risk < 1:
        raise SamplingRefused(
            _REFUSED,
            "临界偏差数应在一和总体数量之间，风险应在零和一之间",
            "核对后重新计划",
        )
    law, rate = Law(Model.HYPERGEOMETRIC, population), Fraction(critical, population)
    size = _least_size(lambda n: is_excluded(law, 0, n, rate, risk), 1, population)
    assert size is not None
    return size


def discovery_chance(
    population: int, critical: int, size: int, places: int = 4
) -> Decimal:
    """The chance of meeting at least one of so many deviations, rounded down."""
    none = sum_of_chances(population, critical, 0, size)
    return (1 - none).quantize(Decimal(1).scaleb(-places), rounding=ROUND_FLOOR)


def basic_factor(risk: Fraction) -> Decimal:
    """The factor of basic precision (基本精确度), where nothing is found."""
    return confidence_factor(0, risk)


# -- the search ----------------------------------------------------------------------


def _rates_hold(risk: Fraction, tolerable: Fraction, expected: Fraction) -> None:
    wrong = [
        text
        for text, holds in (
            ("风险应在零和一之间", 0 < risk < 1),
            ("可容忍程度应在零和一之间", 0 < tolerable <= 1),
            ("预期程度不能小于零", expected >= 0),
            ("预期程度应小于可容忍程度", expected < tolerable),
        )
        if not holds
    ]
    if wrong:
        raise SamplingRefused(_REFUSED, "；".join(wrong), "核对后重新计划")


def _excludes(
    law: Law, deviations: int, tolerable: Fraction, risk: Fraction
) -> Callable[[int], bool]:
    """Whether a sample of some size excludes the tolerable rate with so many found."""
    return lambda size: is_excluded(law, min(deviations, size), size, tolerable, risk)


def _runs(expected: Fraction, bound: int) -> Iterator[tuple[int, int, int]]:
    """Numbers of expected deviations, each with the least and most sizes for it.

    A most of 0 says that there is none.
    """
    if expected == 0:
        yield 0, 1, bound
        return
    deviations = 1
    while True:
        least = int((deviations - 1) / expected) + 1
        most = int(deviations / expected)
        if bound:
            if least > bound:
                return
            most = min(most, bound)
        yield deviations, least, most
        deviations += 1


def _least_size(holds: Callable[[int], bool], least: int, most: int) -> int | None:
    """The least size of a run for which something holds; what holds goes on holding."""
    if not most:
        most = least
        while not holds(most):
            most *= 2
    elif not holds(most):
        return None
    while least < most:
        middle = (least + most) // 2
        least, most = (least, middle) if holds(middle) else (middle + 1, most)
    return least


def _up(number: Fraction) -> int:
    return int(-(-number // 1))
