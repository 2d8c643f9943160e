"""How much may be wrong where so much was found: limits and factors of samples, exact.

1. A rate, a risk and a factor are whole or broken numbers (`Fraction`), never floats.
   What is asked is always one thing: is the chance of finding so few at most the risk?
2. Chances are reckoned to 60 digits. Where one lies nearer to the risk than 40 digits
   tell, whole numbers settle it; those of Poisson and gamma are never equal to a risk.
3. Limits and factors are rounded up in their last place, so that none promises more
   than the sample says.

Three models: binomial (drawn from very many), Poisson (rare deviations, money units),
hypergeometric (drawn without putting back from a population of known size).
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from decimal import MAX_EMAX, MIN_EMIN, ROUND_HALF_EVEN, Context, Decimal, localcontext
from fractions import Fraction
from functools import cache
from itertools import count
from math import comb, factorial

from ledger.accounts import Labelled

_DIGITS = 60
_NEAR = Decimal("1e-40")
_LARGEST = 10**9


class Model(Labelled):
    """How chances of a sample are reckoned."""

    BINOMIAL = "binomial", "二项分布"
    POISSON = "poisson", "泊松分布"
    HYPERGEOMETRIC = "hypergeometric", "超几何分布"


@dataclass(frozen=True, slots=True)
class Law:
    """A model, with the size of the population where the model needs it."""

    model: Model
    population: int = 0

    def __post_init__(self) -> None:
        needs = self.model is Model.HYPERGEOMETRIC
        assert self.population > 0 or not needs


def is_excluded(
    law: Law, found: int, size: int, rate: Fraction, risk: Fraction
) -> bool:
    """Whether a rate of deviations is ruled out by so many found in a sample.

    It is where a population with that rate would show no more than `found` deviations
    in a sample of `size` items with a chance of at most `risk`. Under the
    hypergeometric model the rate stands for the least whole number of deviations that
    reaches it.
    """
    assert 0 <= found <= size
    assert 0 < risk < 1
    if law.model is Model.POISSON:
        return _at_most(_gamma(Fraction(found + 1), size * rate), risk)
    if found == size:
        return False
    if law.model is Model.HYPERGEOMETRIC:
        least = -(-rate * law.population // 1)
        return _few(law.population, int(least), found, size, risk)
    return _rare(found, size, rate, risk)


def upper_rate(
    law: Law, found: int, size: int, risk: Fraction, places: int = 4
) -> Decimal:
    """The upper limit of the rate of deviations, rounded up; at most 1.

    For the binomial model it is the one-sided limit of Clopper and Pearson.
    """
    unit = 10**places
    if law.model is Model.HYPERGEOMETRIC:
        most = most_deviations(law.population, found, size, risk)
        steps = -(-most * unit // law.population)
    else:
        steps = _least(
            unit, lambda m: is_excluded(law, found, size, Fraction(m, unit), risk)
        )
    return Decimal(steps).scaleb(-places)


def most_deviations(population: int, found: int, size: int, risk: Fraction) -> int:
    """The largest number of deviations in a population that is not ruled out."""
    assert found <= size <= population
    last = population - (size - found)
    excluded = _least(
        last - found + 1,
        lambda more: _few(population, found + more, found, size, risk),
    )
    return found + excluded - 1


def sum_of_chances(population: int, wrong: int, found: int, size: int) -> Decimal:
    """The chance of at most `found` wrong ones, drawn without putting back."""
    if wrong <= found:
        return Decimal(1)
    if size - found > population - wrong:
        return Decimal(0)
    return _hypergeometric(population, wrong, found, size)


def confidence_factor(
    found: int | Fraction, risk: Fraction, places: int = 2
) -> Decimal:
    """The upper limit of the mean of a Poisson count of which so many were found.

    `found` may be a broken number; gamma stands for Poisson then. With `found` 0 it is
    the factor of basic precision.
    """
    return _factor(lambda x: _gamma(1 + Fraction(found), x), risk, places)


def design_factor(ratio: Fraction, risk: Fraction, places: int = 2) -> Decimal:
    """The factor of a money-unit sample by the ratio of expected to tolerable error.

    The least x for which a sample that would show x tolerable errors still excludes
    them when `ratio` times x are found. The ratio is under 1.
    """
    assert 0 <= ratio < 1
    return _factor(lambda x: _gamma(1 + ratio * x, x), risk, places)


def is_enough(
    size: int, tolerable: Fraction, expected: Fraction, risk: Fraction
) -> bool:
    """Whether a money-unit sample of `size` excludes the tolerable error when the
    expected error is found in it; both as parts of the population's sum.
    """  # noqa: D205 - one sentence
    return _at_most(_gamma(1 + size * expected, size * tolerable), risk)


def normal_factor(risk: Fraction, places: int = 4) -> Decimal:
    """How many standard errors a normal estimate may lie too low, one-sided."""
    assert 0 < risk <= Fraction(1, 2)
    return _factor(_normal_tail, risk, places)


# -- the one question, and the search for the least answer --------------------------


def _least(until: int, holds: Callable[[int], bool]) -> int:
    """The least whole number from 0 for which something holds, else `until`.

    What holds for a number holds for every larger one.
    """
    low, high = 0, until
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle + 1, high)
    return low


def _factor(
    chance: Callable[[Fraction], Decimal], risk: Fraction, places: int
) -> Decimal:
    unit = 10**places
    bound = unit
    while not _at_most(chance(Fraction(bound, unit)), risk):
        bound *= 2
        assert bound < _LARGEST
    steps = _least(bound, lambda m: _at_most(chance(Fraction(m, unit)), risk))
    return Decimal(steps).scaleb(-places)


def _at_most(chance: Decimal, risk: Fraction) -> bool:
    told = _told(chance, risk)
    assert told is not None
    return told


def _told(chance: Decimal, risk: Fraction) -> bool | None:
    """Whether a chance is at most a risk; None where its digits cannot tell."""
    with _digits():
        gap = chance - _decimal(risk)
        if abs(gap) < _NEAR:
            return None
        return gap < 0


def _digits() -> AbstractContextManager[Context]:
    return localcontext(
        Context(prec=_DIGITS, rounding=ROUND_HALF_EVEN, Emin=MIN_EMIN, Emax=MAX_EMAX)
    )


def _decimal(number: Fraction) -> Decimal:
    return Decimal(number.numerator) / Decimal(number.denominator)


# -- binomial and hypergeometric ----------------------------------------------------


def _rare(found: int, size: int, rate: Fraction, risk: Fraction) -> bool:
    """Whether at most `found` of `size` are that rare, binomial."""
    if rate >= 1:
        return True
    told = _told(_binomial(found, size, rate), risk)
    if told is not None:
        return told
    part, whole = rate.numerator, rate.denominator
    ways = sum(
        comb(size, i) * part**i * (whole - part) ** (size - i) for i in range(found + 1)
    )
    return Fraction(ways, whole**size) <= risk


def _binomial(found: int, size: int, rate: Fraction) -> Decimal:
    with _digits():
        term = _decimal(1 - rate) ** size
        odds = _decimal(rate / (1 - rate))
        total = term
        for i in range(found):
            term = term * (size - i) * odds / (i + 1)
            total += term
        return total


def _few(population: int, wrong: int, found: int, size: int, risk: Fraction) -> bool:
    """Whether at most `found` of `size` are that rare when so many are wrong."""
    told = _told(sum_of_chances(population, wrong, found, size), risk)
    if told is not None:
        return told
    ways = sum(
        comb(wrong, i) * comb(population - wrong, size - i) for i in range(found + 1)
    )
    return ways <= risk * comb(population, size)


def _hypergeometric(population: int, wrong: int, found: int, size: int) -> Decimal:
    right = population - wrong
    # Fewer than `fewest` cannot be found: the right ones do not fill the sample.
    fewest = max(0, size - right)
    with _digits():
        term = _ways(wrong, fewest) * _ways(right, size - fewest)
        term /= _ways(population, size)
        total = term
        for i in range(fewest, found):
            term = term * (wrong - i) * (size - i)
            term = term / ((i + 1) * (right - size + i + 1))
            total += term
        return total


def _ways(many: int, of: int) -> Decimal:
    """The binomial coefficient, to the digits in use."""
    of = min(of, many - of)
    found = Decimal(1)
    for i in range(of):
        found = found * (many - i) / (i + 1)
    return found


# -- Poisson, gamma, normal ---------------------------------------------------------


@cache
def _gamma(shape: Fraction, x: Fraction) -> Decimal:
    """The upper part of the regularised gamma function.

    For a whole shape it is the chance that a Poisson count of mean x is below it.
    """
    with _digits():
        if shape.denominator == 1:
            return _poisson(int(shape) - 1, _decimal(x))
        if x == 0:
            return Decimal(1)
        a, mean = _decimal(shape), _decimal(x)
        term = total = 1 / a
        for n in count(1):
            term = term * mean / (a + n)
            total += term
            if term < total.scaleb(-_DIGITS):
                break
        scale = (a * mean.ln() - mean - _log_gamma(a)).exp()
        return 1 - scale * total


def _poisson(most: int, mean: Decimal) -> Decimal:
    term = total = (-mean).exp()
    for i in range(1, most + 1):
        term = term * mean / i
        total += term
    return total


def _log_gamma(a: Decimal) -> Decimal:
    """The logarithm of the gamma function: Stirling's series, well beyond 1."""
    below = Decimal(1)
    while a < _FAR:
        below *= a
        a += 1
    return _stirling(a) + _stirling_constant() - below.ln()


_FAR = 100


def _stirling(z: Decimal) -> Decimal:
    total = (z - Decimal("0.5")) * z.ln() - z
    power = z
    for factor in _stirling_factors():
        total += factor / power
        power *= z * z
    return total


@cache
def _stirling_constant() -> Decimal:
    """Half the logarithm of two pi, from a factorial that is known."""
    with _digits():
        return Decimal(factorial(_FAR - 1)).ln() - _stirling(Decimal(_FAR))


@cache
def _stirling_factors() -> tuple[Decimal, ...]:
    """The factors of the series, of Bernoulli numbers: as many as 60 digits need."""
    numbers = [Fraction(1)]
    for m in range(1, 41):
        below = sum((comb(m + 1, j) * numbers[j] for j in range(m)), Fraction(0))
        numbers.append(-below / (m + 1))
    with _digits():
        return tuple(_decimal(numbers[m] / (m * (m - 1))) for m in range(2, 41, 2))


def _normal_tail(x: Fraction) -> Decimal:
    with _digits():
        z = _decimal(x)
        term = total = z
        for n in count(1):
            term = term * z * z / (2 * n + 1)
            total += term
            if term <= total.scaleb(-_DIGITS):
                break
        density = (-z * z / 2 - _stirling_constant()).exp()
        return Decimal("0.5") - density * total
