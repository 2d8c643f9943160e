"""Limits, factors, plans and projections hold the laws they are named after."""

from decimal import Decimal
from fractions import Fraction
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.errors import SamplingRefused
from audit.sampling import (
    By,
    Checked,
    MoneyTerms,
    Stratum,
    evaluate_attributes,
    evaluate_money,
    nearest,
    project,
    rounded_up,
)
from audit.sampling_limits import (
    Law,
    Model,
    confidence_factor,
    design_factor,
    is_excluded,
    most_deviations,
    normal_factor,
    upper_rate,
)
from audit.sampling_plans import (
    attribute_plan,
    discovery_chance,
    discovery_size,
    money_plan,
)
from ledger.money import Money

FIVE, TEN = Fraction(5, 100), Fraction(10, 100)
BINOMIAL, POISSON = Law(Model.BINOMIAL), Law(Model.POISSON)

risks = st.fractions(Fraction(1, 100), Fraction(1, 2), max_denominator=100)
laws = st.sampled_from((BINOMIAL, POISSON))


def binomial(found: int, size: int, rate: Fraction) -> Fraction:
    """The chance of at most `found`, as it is defined."""
    ways = (
        comb(size, i) * rate**i * (1 - rate) ** (size - i) for i in range(found + 1)
    )
    return sum(ways, Fraction(0))


def hypergeometric(population: int, wrong: int, found: int, size: int) -> Fraction:
    """The same of a sample drawn without putting back."""
    ways = sum(
        comb(wrong, i) * comb(population - wrong, size - i) for i in range(found + 1)
    )
    return Fraction(ways, comb(population, size))


# -- limits --------------------------------------------------------------------------


@given(st.integers(1, 40), st.data(), risks)
@settings(max_examples=60)
def test_the_binomial_limit_is_the_first_rate_that_is_so_rare(
    size: int, data: st.DataObject, risk: Fraction
) -> None:
    found = data.draw(st.integers(0, size))
    upper = Fraction(upper_rate(BINOMIAL, found, size, risk, 3))

    if found == size:
        assert upper == 1
    else:
        assert binomial(found, size, upper) <= risk
        assert binomial(found, size, upper - Fraction(1, 1000)) > risk


@given(st.integers(2, 60), st.data(), risks)
@settings(max_examples=60)
def test_the_hypergeometric_limit_is_the_last_number_that_is_not(
    population: int, data: st.DataObject, risk: Fraction
) -> None:
    size = data.draw(st.integers(1, population))
    found = data.draw(st.integers(0, size))

    most = most_deviations(population, found, size, risk)

    assert found <= most <= population - (size - found)
    assert hypergeometric(population, most, found, size) > risk
    if most < population - (size - found):
        assert hypergeometric(population, most + 1, found, size) <= risk


@given(laws, st.integers(2, 200), st.data(), risks)
@settings(max_examples=60)
def test_limits_rise_with_what_is_found_and_fall_with_size_and_risk(
    law: Law, size: int, data: st.DataObject, risk: Fraction
) -> None:
    found = data.draw(st.integers(0, size - 1))
    upper = upper_rate(law, found, size, risk)

    assert upper_rate(law, found + 1, size, risk) >= upper
    assert upper_rate(law, found, size + 10, risk) <= upper
    assert upper_rate(law, found, size, risk / 2) >= upper
    assert upper >= Decimal(found) / size or upper == 1


def test_a_chance_that_equals_the_risk_is_settled_by_whole_numbers() -> None:
    """0.5 to the fifth is exactly 1/32: the digits cannot tell, the fraction does."""
    half, risk = Fraction(1, 2), Fraction(1, 32)

    assert is_excluded(BINOMIAL, 0, 5, half, risk)
    assert not is_excluded(BINOMIAL, 0, 5, half, risk - Fraction(1, 10**60))
    three = Law(Model.HYPERGEOMETRIC, 4)
    # One of four is wrong; two are drawn: half of the samples show none.
    assert is_excluded(three, 0, 2, Fraction(1, 4), half)
    assert not is_excluded(three, 0, 2, Fraction(1, 4), half - Fraction(1, 10**60))


def test_a_rate_between_whole_numbers_of_deviations_means_the_next_one() -> None:
    """15 % of ten is two: eight without a deviation leave one chance in 45."""
    ten = Law(Model.HYPERGEOMETRIC, 10)

    assert is_excluded(ten, 0, 8, Fraction(15, 100), Fraction(1, 45))
    assert not is_excluded(ten, 0, 8, Fraction(1, 10), Fraction(1, 45))


def test_poisson_is_no_less_careful_than_binomial_for_small_samples() -> None:
    for size in (20, 50, 100):
        for found in range(5):
            assert upper_rate(POISSON, found, size, FIVE) >= upper_rate(
                BINOMIAL, found, size, FIVE
            )


def test_broken_numbers_lie_between_whole_ones() -> None:
    factors = [confidence_factor(Fraction(n, 4), FIVE, 4) for n in range(13)]

    assert factors == sorted(factors)
    assert factors[0::4] == [confidence_factor(n, FIVE, 4) for n in range(4)]
    # Gamma of shape one half is the error function: erfc(sqrt 3) is 0.0143058784.
    assert confidence_factor(Fraction(-1, 2), Fraction("0.0143058785"), 6) == 3


def test_normal_factors_are_those_of_every_table() -> None:
    told = {"0.05": "1.645", "0.1": "1.282", "0.025": "1.960", "0.01": "2.327"}

    assert {r: str(normal_factor(Fraction(r), 3)) for r in told} == told


# -- plans ---------------------------------------------------------------------------


@given(
    laws,
    risks,
    st.fractions(Fraction(2, 100), Fraction(1, 2), max_denominator=200),
    st.fractions(0, Fraction(1, 2), max_denominator=4),
)
@settings(max_examples=60, deadline=None)
def test_a_plan_does_what_it_says_and_one_item_less_does_not(
    law: Law, risk: Fraction, tolerable: Fraction, part: Fraction
) -> None:
    expected = tolerable * part
    plan = attribute_plan(law, risk=risk, tolerable=tolerable, expected=expected)
    size = plan.size

    assert plan.deviations == -(-size * expected // 1)
    result = evaluate_attributes(
        law,
        size=size,
        deviations=min(plan.deviations, size),
        risk=risk,
        tolerable=tolerable,
    )
    assert result.is_acceptable
    if size > 1:
        fewer = min(int(-(-(size - 1) * expected // 1)), size - 1)
        assert not is_excluded(law, fewer, size - 1, tolerable, risk)


def test_a_population_of_known_size_needs_no_more_than_a_large_one() -> None:
    sizes = {
        count: attribute_plan(
            Law(Model.HYPERGEOMETRIC, count), risk=FIVE, tolerable=Fraction(5, 100)
        ).size
        for count in (40, 200, 1000, 1_000_000)
    }

    assert sizes == {40: 31, 200: 51, 1000: 57, 1_000_000: 59}


def test_a_sample_larger_than_its_population_is_the_population() -> None:
    of_small = attribute_plan(BINOMIAL, risk=FIVE, tolerable=FIVE, population=30)
    of_none = attribute_plan(
        Law(Model.HYPERGEOMETRIC, 7), risk=FIVE, tolerable=Fraction(1, 100)
    )

    assert (of_small.size, of_small.is_whole) == (30, True)
    assert (of_none.size, of_none.is_whole) == (7, True)


@pytest.mark.parametrize(
    ("risk", "tolerable", "expected", "why"),
    [
        (0, "0.05", 0, "风险应在零和一之间"),
        (1, "0.05", 0, "风险应在零和一之间"),
        ("0.05", 0, 0, "可容忍程度"),
        ("0.05", "1.1", 0, "可容忍程度"),
        ("0.05", "0.05", "0.05", "应小于可容忍程度"),
        ("0.05", "0.05", "-0.01", "不能小于零"),
        ("0.05", "0.05", "0.0499", "太接近"),
    ],
)
def test_rates_that_cannot_be_are_refused(
    risk: str, tolerable: str, expected: str, why: str
) -> None:
    with pytest.raises(SamplingRefused, match=why):
        attribute_plan(
            BINOMIAL,
            risk=Fraction(risk),
            tolerable=Fraction(tolerable),
            expected=Fraction(expected),
        )


@pytest.mark.parametrize(
    ("sum_fen", "tolerable_fen", "expected_fen", "why"),
    [
        (0, 5, 0, "大于零"),
        (-5, 5, 0, "大于零"),
        (100, 0, 0, "大于零"),
        (100, 5, 5, "应小于可容忍程度"),
        (100_000, 5_000, 4_600, "九成"),
    ],
)
def test_amounts_that_cannot_be_are_refused(
    sum_fen: int, tolerable_fen: int, expected_fen: int, why: str
) -> None:
    with pytest.raises(SamplingRefused, match=why):
        money_plan(
            risk=FIVE,
            sum_fen=sum_fen,
            tolerable_fen=tolerable_fen,
            expected_fen=expected_fen,
        )


def test_what_is_tolerable_beyond_the_sum_needs_a_sample_all_the_same() -> None:
    plan = money_plan(risk=FIVE, sum_fen=100, tolerable_fen=250)

    assert (plan.size, plan.whole_fen) == (2, 50)


def test_a_size_is_the_factor_divided_by_the_tolerable_part() -> None:
    for ratio in (Fraction(0), Fraction(1, 5), Fraction(1, 2)):
        plan = money_plan(
            risk=TEN,
            sum_fen=10**9,
            tolerable_fen=10**7,
            expected_fen=int(10**7 * ratio),
        )

        assert plan.factor == design_factor(ratio, TEN)
        assert 0 <= Fraction(plan.factor) * 100 - plan.size <= 1


# -- discovery -----------------------------------------------------------------------


def test_discovery_meets_one_of_the_critical_deviations() -> None:
    size = discovery_size(2000, 20, FIVE)

    assert hypergeometric(2000, 20, 0, size) <= FIVE
    assert hypergeometric(2000, 20, 0, size - 1) > FIVE
    assert discovery_chance(2000, 20, size) >= Decimal("0.95")
    assert discovery_chance(2000, 20, size - 1) < Decimal("0.95")
    # Rounded down: no chance is promised that is not there.
    assert discovery_chance(4, 1, 2) == Decimal("0.5")
    assert discovery_chance(3, 1, 1) == Decimal("0.3333")
    assert discovery_chance(10, 3, 8) == 1
    assert discovery_size(10, 10, FIVE) == 1


@pytest.mark.parametrize(("population", "critical"), [(10, 0), (10, 11)])
def test_discovery_of_what_cannot_be_there_is_refused(
    population: int, critical: int
) -> None:
    with pytest.raises(SamplingRefused, match="临界偏差数"):
        discovery_size(population, critical, FIVE)


# -- money units ---------------------------------------------------------------------


def money_terms(size: int = 100, tolerable: int = 100_000) -> MoneyTerms:
    return MoneyTerms(
        drawn_fen=1_000_000, size=size, risk=FIVE, tolerable=Money(tolerable)
    )


def test_over_and_understatements_do_not_make_up_for_each_other() -> None:
    drawn = [Checked(100, 0), Checked(100, 200), Checked(100, 100, hits=98)]

    result = evaluate_money(money_terms(tolerable=47_500), drawn)

    assert result.net == Money(0)
    assert result.over.likely == result.under.likely == 10_000
    # 3.00 and 1.75 more for a whole error, times an interval of 10,000.
    assert result.over.upper == result.under.upper == 47_500
    assert result.is_acceptable
    assert not evaluate_money(money_terms(tolerable=47_499), drawn).is_acceptable
    assert not result.excess


def test_an_item_that_was_drawn_twice_counts_twice() -> None:
    once = [Checked(100, 50), Checked(100, 100, hits=99)]
    twice = [Checked(100, 50, hits=2), Checked(100, 100, hits=98)]

    assert evaluate_money(money_terms(), once).over.likely == 5_000
    assert evaluate_money(money_terms(), twice).over.likely == 10_000


def test_the_largest_taint_meets_the_largest_factor() -> None:
    mixed = [Checked(100, 90), Checked(100, 20), Checked(100, 100, hits=98)]

    result = evaluate_money(money_terms(), mixed)

    factors = [Fraction(confidence_factor(n, FIVE)) for n in range(3)]
    taints = (Fraction(8, 10), Fraction(1, 10))
    assert result.over.taints == taints
    assert result.over.upper == 10_000 * (
        factors[0]
        + (factors[1] - factors[0]) * taints[0]
        + (factors[2] - factors[1]) * taints[1]
    )


def test_an_error_beyond_the_amount_is_told() -> None:
    drawn = [Checked(100, -50), Checked(100, 100, hits=99)]

    assert evaluate_money(money_terms(), drawn).excess


def test_what_was_taken_whole_is_known_and_not_projected() -> None:
    everything = MoneyTerms(drawn_fen=0, size=0, risk=FIVE, tolerable=Money(500))

    result = evaluate_money(everything, (), [Checked(900, 400), Checked(100, 130)])

    assert (result.over.upper, result.under.upper) == (500, 30)
    assert result.is_acceptable


def test_fewer_results_than_draws_are_refused() -> None:
    with pytest.raises(SamplingRefused, match="不符"):
        evaluate_money(money_terms(), [Checked(100, 100, hits=99)])


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=8))
@settings(max_examples=40)
def test_a_further_error_never_lowers_the_bound(rights: list[int]) -> None:
    before = [Checked(1000, right) for right in rights[:-1]]
    after = [Checked(1000, right) for right in rights]
    size = 50

    def bound(drawn: list[Checked]) -> Fraction:
        rest = Checked(1000, 1000, hits=size - len(drawn))
        return evaluate_money(money_terms(size), [*drawn, rest]).over.upper

    assert bound(after) >= bound(before)
    assert bound(after) == bound(after[::-1])


# -- strata --------------------------------------------------------------------------


def test_three_ways_of_projecting_one_stratum() -> None:
    """Worked by hand: 10 of 100 items, book 2,000 of 25,000, found 100 too much."""
    checked = (*(Checked(200, 200) for _ in range(8)), Checked(300, 250))
    stratum = Stratum(
        name="一层",
        count=100,
        book_fen=25_000,
        checked=(*checked, Checked(100, 50)),
    )

    told = {by: project(by, [stratum], FIVE) for by in By}

    assert told[By.DIFFERENCE].likely == Money(1_000)
    assert told[By.RATIO].likely == Money(1_250)
    assert told[By.MEAN].likely == Money(25_000 - 100 * 190)
    # Differences: mean 10, squares 8 * 100 + 2 * 1,600 over 9; 100 * 90 * s2 / 10.
    assert told[By.DIFFERENCE].error_fen == 633
    assert told[By.DIFFERENCE].upper == Money(2_042)
    assert told[By.DIFFERENCE].lower == Money(-42)
    assert told[By.DIFFERENCE].few == ("一层",)


def test_strata_add_up_and_one_seen_whole_is_no_estimate() -> None:
    whole = Stratum(
        name="大额",
        count=2,
        book_fen=900,
        checked=(Checked(500, 400), Checked(400, 400)),
    )
    part = Stratum(
        name="其余",
        count=60,
        book_fen=6_000,
        checked=tuple(Checked(100, 90) for _ in range(30)),
    )

    told = project(By.RATIO, [whole, part], FIVE)

    assert told.parts == (("大额", Money(100)), ("其余", Money(600)))
    assert (told.likely, told.error_fen) == (Money(700), 0)
    assert told.upper == told.lower == Money(700)
    assert told.few == ()


@pytest.mark.parametrize(
    ("by", "checked"),
    [(By.MEAN, (Checked(5, 5),)), (By.RATIO, (Checked(0, 0), Checked(0, 5)))],
)
def test_a_stratum_that_tells_too_little_is_refused(
    by: By, checked: tuple[Checked, ...]
) -> None:
    stratum = Stratum(name="一层", count=9, book_fen=100, checked=checked)

    with pytest.raises(SamplingRefused, match="一层"):
        project(by, [stratum], FIVE)


def test_fen_are_rounded_as_it_is_told() -> None:
    half = Fraction(1, 2)

    assert [nearest(n).fen for n in (half, -half, Fraction(7, 5))] == [1, -1, 1]
    assert [rounded_up(n).fen for n in (half, -half, Fraction(3))] == [1, 0, 3]
