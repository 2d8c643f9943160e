"""The arithmetic of digits against published values."""

import pytest

from audit.distributions import BENFORD, chi_square, deviation, survival

# NIST/SEMATECH e-Handbook of Statistical Methods, table 1.3.6.7.4: critical values.
CRITICAL = (
    (1, 0.05, 3.841),
    (1, 0.001, 10.828),
    (2, 0.05, 5.991),
    (3, 0.05, 7.815),
    (4, 0.01, 13.277),
    (5, 0.001, 20.515),
    (8, 0.05, 15.507),
    (8, 0.01, 20.090),
    (8, 0.001, 26.124),
    (9, 0.05, 16.919),
    (9, 0.01, 21.666),
    (9, 0.001, 27.877),
)


@pytest.mark.parametrize(("freedom", "chance", "value"), CRITICAL)
def test_survival_agrees_with_the_published_table(
    freedom: int, chance: float, value: float
) -> None:
    assert survival(value, freedom) == pytest.approx(chance, rel=2e-3)


def test_nothing_is_certain_at_a_statistic_of_nothing() -> None:
    assert survival(0, 8) == 1
    assert survival(0, 9) == 1


def test_leading_digits_are_those_that_benford_gives() -> None:
    told = (0.301, 0.176, 0.125, 0.097, 0.079, 0.067, 0.058, 0.051, 0.046)
    assert pytest.approx(told, abs=5e-4) == BENFORD
    assert sum(BENFORD) == pytest.approx(1)


def test_counts_as_expected_do_not_deviate() -> None:
    tenths = (0.1,) * 10
    assert chi_square([10] * 10, tenths) == pytest.approx(0)
    assert deviation([10] * 10, tenths) == pytest.approx(0)
    assert chi_square([100, *[0] * 9], tenths) == pytest.approx(900)
