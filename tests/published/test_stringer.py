"""Worked examples of Stringer's bound for samples of money units.

Louwers et al., Auditing & Assurance Services, module G: interval 12,300, 5 % risk,
three overstatements (15,000 for 12,500; 10,000 for 4,000; 3,000 for 2,000). The first
is larger than the interval and counts as it is. Reckoned by the method of the AICPA
guide, chapter 6: projection, basic allowance, incremental allowance by the factors of
table C-3. Figures of the first two steps are given with the question; the others were
worked out by hand with the printed factors, not copied.

A study guide on reliability factors: an interval of 7,538 at 90 % has a basic precision
of 17,412.78. A lecture on the guide's method: an interval of 26,882 at 95 % has one of
80,646; a sum of 2,500,000 with tolerable 125,000 and expected 25,000 (ratio .20) takes
93 items.
"""

from fractions import Fraction

import pytest

from audit.sampling import Checked, MoneyTerms, evaluate_money
from audit.sampling_limits import Model
from audit.sampling_plans import basic_factor, money_plan
from ledger.money import Money

FIVE, TEN = Fraction(5, 100), Fraction(10, 100)


def yuan(text: str) -> Money:
    return Money.parse(text)


def test_projection_and_allowances_are_those_of_the_textbook() -> None:
    terms = MoneyTerms(
        drawn_fen=yuan("1230000").fen,
        size=100,
        risk=FIVE,
        tolerable=yuan("65000"),
    )
    right = Checked(500_000, 500_000, hits=98)
    wrong = [Checked(1_000_000, 400_000), Checked(300_000, 200_000)]

    over = evaluate_money(terms, [right, *wrong], [Checked(1_500_000, 1_250_000)]).over

    assert over.likely_money == yuan("13980")
    assert over.basic == yuan("36900").fen
    assert over.widening == yuan("7790").fen
    assert over.upper_money == yuan("58670")


@pytest.mark.parametrize(
    ("interval", "risk", "precision"),
    [("7538", TEN, "17412.78"), ("26882", FIVE, "80646")],
)
def test_basic_precision_is_the_factor_times_the_interval(
    interval: str, risk: Fraction, precision: str
) -> None:
    assert yuan(interval).fen * Fraction(basic_factor(risk)) == yuan(precision).fen


def test_the_lecture_takes_ninety_three_items() -> None:
    plan = money_plan(
        risk=FIVE,
        sum_fen=yuan("2500000").fen,
        tolerable_fen=yuan("125000").fen,
        expected_fen=yuan("25000").fen,
    )

    assert (plan.size, str(plan.factor)) == (93, "4.63")
    assert plan.interval == Fraction(yuan("2500000").fen, 93)


def test_binomial_factors_bound_no_higher_than_those_of_poisson() -> None:
    drawn = [Checked(100, 40), Checked(100, 75), Checked(100, 100, hits=98)]
    poisson, binomial = (
        evaluate_money(
            MoneyTerms(
                drawn_fen=1_000_000,
                size=100,
                risk=FIVE,
                tolerable=Money(60_000),
                model=model,
            ),
            drawn,
        )
        for model in (Model.POISSON, Model.BINOMIAL)
    )

    assert binomial.over.upper < poisson.over.upper
    assert binomial.over.likely == poisson.over.likely == 10_000 * Fraction(85, 100)
    # 1 - 0.05 ** (1 / 100) is 0.029513, by Clopper and Pearson.
    assert binomial.over.basic == 1_000_000 * Fraction("0.029514")
