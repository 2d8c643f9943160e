"""Rates are rounded and written in one way."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.rates import percent, share_bp

ROOT = Path(__file__).parents[2]
PACKAGES = ("aid", "app", "audit", "budgets", "ledger", "reports", "treasury")
BOUNDS = {
    "ledger/rates.py": "the rule itself",
    "app/cli/audit_sampling.py": "a plan rounds up: no sample is too small",
    "audit/check.py": "compliance is rounded down: no exception is lost in 100%",
}


@pytest.mark.parametrize(
    ("part", "whole", "told"),
    [
        (1, 3, 3333),
        (2, 3, 6667),
        (1, 20_000, 1),
        (-1, 20_000, -1),
        (1, 20_001, 0),
        (-2, 3, -6667),
        (5, 4, 12_500),
        (0, 7, 0),
        (1, 0, None),
        (1, -1, None),
    ],
)
def test_a_half_goes_away_from_nil(part: int, whole: int, told: int | None) -> None:
    assert share_bp(part, whole) == told


@given(st.integers(-(10**15), 10**15), st.integers(1, 10**15))
def test_a_rate_is_the_nearest_and_the_same_on_both_sides(
    part: int, whole: int
) -> None:
    rate = share_bp(part, whole)
    assert rate is not None
    assert 2 * abs(rate * whole - part * 10_000) <= whole
    assert share_bp(-part, whole) == -rate


def test_a_rate_is_written_with_two_places() -> None:
    told = [percent(bp) for bp in (0, 5, -5, 9876, 123_450)]
    assert told == ["0.00%", "0.05%", "-0.05%", "98.76%", "1,234.50%"]


def test_nothing_else_rounds_a_rate() -> None:
    """A share is made here alone; what rounds otherwise says here why."""
    made = re.compile(r"\*\s*(?:WHOLE_BP|10_?000)\b[^\n]*//")
    found = {
        file.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for file in (ROOT / package).rglob("*.py")
        if made.search(file.read_text("utf-8"))
    }
    assert found == set(BOUNDS)
