"""The medical brackets to the fen, in all three readings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aid.medical_schedule import Schedule, share
from aid.standard_kinds import Key, Reading
from aid.standard_sets import Bracket
from ledger.money import ZERO, Money
from tests.aid.families import DAY, standards, yuan

RULES = standards().on(DAY)
SCHEDULE = Schedule(
    RULES.one(Key.MEDICAL_BRACKETS).brackets, RULES.one(Key.MEDICAL_FIXED_SUM).money
)
MARGINAL = (Reading.MARGINAL_FROM_ZERO, Reading.MARGINAL_ABOVE_FLOOR)

# Self-paid, then the whole amount, marginal from nil, marginal above 5,000.
TABLE = (
    ("0", "0", "0", "0"),
    ("4999.99", "0", "0", "0"),
    ("5000", "500", "500", "0"),
    ("10000", "1000", "1000", "500"),
    ("19999.99", "2000.00", "2000.00", "1500.00"),
    ("20000", "1600", "2000", "1500"),
    ("25000", "2000", "2400", "1900"),
    ("35000", "2800", "3200", "2700"),
    ("49999.99", "4000.00", "4400.00", "3900.00"),
    ("50000", "3000", "4400", "3900"),
    ("75000", "4500", "5900", "5400"),
    ("99999.99", "6000.00", "7400.00", "6900.00"),
    ("100000", "8000", "8000", "8000"),
    ("1000000", "8000", "8000", "8000"),
)

amounts = st.integers(0, 50_000_000).map(Money)
edges = st.sampled_from((500_000, 2_000_000, 5_000_000, 10_000_000))
near = st.builds(lambda edge, off: Money(edge + off), edges, st.integers(-200, 200))


@pytest.mark.parametrize("row", TABLE)
def test_a_self_paid_sum_gives_what_the_table_says(row: tuple[str, ...]) -> None:
    paid, *expected = row

    found = SCHEDULE.readings(yuan(paid))

    assert [reading for reading, _ in found] == list(Reading)
    assert [amount for _, amount in found] == [yuan(text) for text in expected]


@given(amounts | near, st.sampled_from(Reading))
def test_an_amount_is_never_negative_nor_above_what_was_paid(
    paid: Money, reading: Reading
) -> None:
    assert ZERO <= SCHEDULE.amount(paid, reading) <= paid


@given(amounts | near, amounts | near, st.sampled_from(MARGINAL))
def test_a_marginal_reading_never_falls_as_cost_rises(
    one: Money, other: Money, reading: Reading
) -> None:
    low, high = sorted((one, other))

    assert SCHEDULE.amount(low, reading) <= SCHEDULE.amount(high, reading)


@given(amounts | near)
def test_what_lies_under_the_floor_is_all_that_parts_the_marginal_readings(
    paid: Money,
) -> None:
    """5,000 yuan at 10 % are 500, wherever there is no fixed sum."""
    more, less = (SCHEDULE.amount(paid, reading) for reading in MARGINAL)

    inside = yuan("5000") <= paid < yuan("100000")
    assert more - less == (yuan("500") if inside else ZERO)


@given(amounts | near)
def test_readings_differ_only_from_twenty_thousand_on_but_for_the_floor(
    paid: Money,
) -> None:
    whole = SCHEDULE.amount(paid, Reading.WHOLE_AMOUNT)

    if paid < yuan("20000"):
        assert whole == SCHEDULE.amount(paid, Reading.MARGINAL_FROM_ZERO)


def test_the_whole_amount_falls_at_the_edges() -> None:
    whole = [
        SCHEDULE.amount(yuan(text), Reading.WHOLE_AMOUNT)
        for text in ("19999.99", "20000", "49999.99", "50000")
    ]

    assert whole[1] - whole[0] == yuan("-400")
    assert whole[3] - whole[2] == yuan("-1000")


@pytest.mark.parametrize(
    ("fen", "basis_points", "expected"),
    [(5, 1000, 1), (4, 1000, 0), (15, 1000, 2), (1_999_999, 1000, 200_000), (0, 9, 0)],
)
def test_a_share_is_rounded_half_a_fen_up(
    fen: int, basis_points: int, expected: int
) -> None:
    assert share(Money(fen), basis_points) == Money(expected)


@given(st.integers(0, 10**12), st.integers(0, 10_000))
def test_a_share_lies_within_half_a_fen_of_the_exact_one(fen: int, rate: int) -> None:
    assert abs(share(Money(fen), rate).fen * 10_000 - fen * rate) <= 5_000


@pytest.mark.parametrize(
    ("paid", "reading", "told"),
    [
        ("100", Reading.WHOLE_AMOUNT, "自付 100.00 元不足 5,000.00 元，不予医疗救助"),
        (
            "25000",
            Reading.WHOLE_AMOUNT,
            "自付 25,000.00 元属 20,000.00 元起一档，25,000.00 × 8% = 2,000.00 元",
        ),
        (
            "25000",
            Reading.MARGINAL_FROM_ZERO,
            "从0元起分段累计：20,000.00 × 10% + 5,000.00 × 8% = 2,400.00 元",
        ),
        (
            "25000",
            Reading.MARGINAL_ABOVE_FLOOR,
            "从起付线以上分段累计：15,000.00 × 10% + 5,000.00 × 8% = 1,900.00 元",
        ),
        (
            "5000",
            Reading.MARGINAL_ABOVE_FLOOR,
            "从起付线以上分段累计：0.00 = 0.00 元",
        ),
        (
            "200000",
            Reading.WHOLE_AMOUNT,
            "自付 200,000.00 元在 100,000.00 元以上，定额 8,000.00 元",
        ),
    ],
)
def test_the_way_to_an_amount_is_told(paid: str, reading: Reading, told: str) -> None:
    assert SCHEDULE.told(yuan(paid), reading) == told


def test_a_fixed_sum_above_what_was_paid_is_cut_to_it() -> None:
    schedule = Schedule((Bracket(yuan("100"), is_fixed=True),), yuan("8000"))

    assert schedule.amount(yuan("150"), Reading.WHOLE_AMOUNT) == yuan("150")


def test_brackets_from_nil_are_the_same_in_both_marginal_readings() -> None:
    """Shanghai: 90 % of the first 10,000, 70 % of the rest."""
    rules = standards("shanghai-2019").on(DAY)
    schedule = Schedule(rules.one(Key.MEDICAL_BRACKETS).brackets, yuan("8000"))

    for reading in MARGINAL:
        assert schedule.amount(yuan("12000"), reading) == yuan("10400")
