"""Amounts: read, shown, written in capitals, and split without loss."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.money import (
    BOUND_FEN,
    ZERO,
    AmountError,
    Money,
    grouped_yuan,
    parse_fen,
    yuan,
)
from tests import strategies


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("0", 0),
        ("5", 500),
        ("1234.5", 123450),
        ("1,234.50", 123450),
        ("1234.50", 123450),
        ("293,549.90", 29354990),
        ("293,549,900", 29354990000),
        ("-0.01", -1),
        (" 12.30 ", 1230),
        ("１２３", 12300),
        ("１，２３４．５", 123450),
        ("-１", -100),
        ("007", 700),
        ("90000000000000", BOUND_FEN),
        ("-90,000,000,000,000.00", -BOUND_FEN),
    ],
)
def test_amounts_are_read(text: str, fen: int) -> None:
    assert Money.parse(text) == Money(fen)
    assert parse_fen(text) == fen


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("293,549,90", "千分位"),
        ("1,23", "千分位"),
        (",123", "千分位"),
        ("1234,567", "千分位"),
        ("1,234,", "千分位"),
        ("0.001", "至多两位"),
        ("1,234.567", "至多两位"),
        ("1e5", "不是金额"),
        ("1.", "不是金额"),
        (".5", "不是金额"),
        ("", "不是金额"),
        ("abc", "不是金额"),
        ("+5", "不是金额"),
        ("--5", "不是金额"),
        ("5-", "不是金额"),
        ("1 234", "不是金额"),
        ("¥5", "不是金额；不写货币符号"),
        ("￥1,000", "不是金额；不写货币符号"),
        ("$1,000", "不是金额"),
        ("五元", "不是金额"),
        ("NaN", "不是金额"),
        ("0x10", "不是金额"),
        ("1_000", "不是金额"),
        ("٣", "不是金额"),
        ("90000000000000.01", "上限"),
        ("9" * 5000, "上限"),
    ],
)
def test_what_is_no_amount_is_refused(text: str, why: str) -> None:
    with pytest.raises(AmountError, match=why) as refusal:
        parse_fen(text)
    assert len(text) < 4 or text not in str(refusal.value)


@pytest.mark.parametrize(
    ("fen", "plain", "grouped"),
    [
        (0, "0.00", "0.00"),
        (5, "0.05", "0.05"),
        (-5, "-0.05", "-0.05"),
        (123450, "1234.50", "1,234.50"),
        (-100000000, "-1000000.00", "-1,000,000.00"),
    ],
)
def test_amounts_are_shown_in_yuan(fen: int, plain: str, grouped: str) -> None:
    assert (str(Money(fen)), yuan(fen)) == (plain, plain)
    assert (Money(fen).grouped(), grouped_yuan(fen)) == (grouped, grouped)


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (0, "零元整"),
        (100, "壹元整"),
        (1, "壹分"),
        (10, "壹角"),
        (101, "壹元零壹分"),
        (110, "壹元壹角"),
        (10000, "壹佰元整"),
        (10005, "壹佰元零伍分"),
        (10010001, "壹拾万零壹佰元零壹分"),
        (123456, "壹仟贰佰叁拾肆元伍角陆分"),
        (100000000, "壹佰万元整"),
        (-123, "负壹元贰角叁分"),
    ],
)
def test_amounts_are_written_in_capitals(fen: int, words: str) -> None:
    assert Money(fen).capitals() == words


@pytest.mark.parametrize("wrong", [1.0, True, "1", None])
def test_only_whole_fen_are_money(wrong: object) -> None:
    with pytest.raises(TypeError):
        Money(wrong)  # type: ignore[arg-type] # that is the point


def test_money_is_not_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        ZERO.fen = 5  # type: ignore[misc] # that is the point


def test_money_adds_up_only_with_money() -> None:
    assert sum([Money(1), Money(2)], ZERO) == sum([Money(1), Money(2)]) == Money(3)
    with pytest.raises(AttributeError):
        Money(1) + 1  # type: ignore[operator] # that is the point
    with pytest.raises(AssertionError):
        1 + Money(1)


def test_the_truth_of_money_is_that_there_is_some() -> None:
    assert Money(1)
    assert not ZERO
    assert abs(Money(-3)) == Money(3) > ZERO > -Money(3)


def test_a_split_gives_the_last_fen_to_the_largest_remainder() -> None:
    assert Money(100).split([1, 1, 1]) == (Money(34), Money(33), Money(33))
    assert Money(100).split([1, 2, 3]) == (Money(17), Money(33), Money(50))
    assert Money(-100).split([1, 1, 1]) == (Money(-34), Money(-33), Money(-33))
    assert Money(5).split([0, 1]) == (ZERO, Money(5))


@pytest.mark.parametrize("weights", [[], [0], [0, 0], [1, -1], [2, -1]])
def test_a_split_needs_weights(weights: list[int]) -> None:
    with pytest.raises(AssertionError):
        Money(5).split(weights)


weights = st.lists(st.integers(0, 10**6), min_size=1, max_size=20).filter(any)


@given(strategies.money, weights)
def test_no_fen_is_lost_in_a_split(amount: Money, given_weights: list[int]) -> None:
    parts = amount.split(given_weights)
    assert sum(parts, ZERO) == amount
    total = sum(given_weights)
    for part, weight in zip(parts, given_weights, strict=True):
        assert abs(part.fen * total - amount.fen * weight) < total


@given(strategies.money)
def test_what_is_shown_is_read_back(amount: Money) -> None:
    assert Money.parse(str(amount)) == Money.parse(amount.grouped()) == amount


@given(strategies.money, strategies.money)
def test_sums_are_sums_of_fen(one: Money, other: Money) -> None:
    assert (one + other).fen == one.fen + other.fen
    assert one - other == one + -other == -(other - one)
    assert (one < other) == (one.fen < other.fen)
