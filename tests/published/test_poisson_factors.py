"""Poisson reliability factors, as books on auditing print them.

Whittington & Pany, Principles of Auditing: factors for overstatements by risk (columns,
per cent) and number found (rows). Rounded up to a hundredth. Of the last row only the
first figure was to be had.

European Commission, Guidance on sampling methods for audit authorities (EGESIF
16-0014-01), appendix 2, and books that print three places (95 %: 2.996, 4.744, 6.296,
7.754, 9.154, 10.513): here rounded to the nearest thousandth, so they are compared to
within one.
"""

from decimal import Decimal
from fractions import Fraction

import pytest

from audit.sampling_limits import confidence_factor

PANY = """
         1     5    10    15    20    25    30    37    50
   0  4.61  3.00  2.31  1.90  1.61  1.39  1.21  1.00  0.70
   1  6.64  4.75  3.89  3.38  3.00  2.70  2.44  2.14  1.68
   2  8.41  6.30  5.33     *  4.28  3.93  3.62  3.25  2.68
   3 10.05  7.76  6.69  6.02  5.52  5.11  4.77     *  3.68
   4 11.61     *     *     *     *     *     *     *     *
"""
# The print truncates two cells: 4.72 and 4.34, where 4.723 and 4.348 are meant.

THREE_PLACES = {
    5: ("2.996", "4.744", "6.296", "7.754", "9.154", "10.513"),
    10: ("2.303", "3.890", "5.322", "6.681", "7.994", "9.275"),
}


@pytest.mark.parametrize("column", range(9))
def test_factors_are_those_of_whittington_and_pany(column: int) -> None:
    head, *rows = (line.split() for line in PANY.strip().splitlines())
    risk = Fraction(head[column]) / 100
    printed = {int(row[0]): row[column + 1] for row in rows if row[column + 1] != "*"}

    assert {k: str(confidence_factor(k, risk)) for k in printed} == printed


@pytest.mark.parametrize("risk", THREE_PLACES)
def test_factors_of_three_places_are_met_to_within_one_thousandth(risk: int) -> None:
    for found, printed in enumerate(THREE_PLACES[risk]):
        exact = confidence_factor(found, Fraction(risk, 100), 6)

        assert abs(exact - Decimal(printed)) <= Decimal("0.0006")
        assert confidence_factor(found, Fraction(risk, 100), 3) >= exact
