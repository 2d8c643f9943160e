"""Numbers of identity and of bank cards: read however typed, refused without a trace.

The first two numbers are the examples of GB 11643-1999; the others are made up.
"""

import datetime as dt
import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum.cn import ric

from aid.bank_cards import card_fault, prefixes, read_card
from aid.errors import AidRefused, CardRefused, IdentityRefused
from aid.identity import (
    IdentityNumber,
    Sex,
    identity_fault,
    read_identity,
    same_person,
)

FEMALE = "11010519491231002X"
MALE = "44052418800101001X"[:17] + "4"
OLD = "110105491231002"
DAY = dt.date(2025, 6, 1)
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def checked(body: str) -> str:
    """A number of 17 digits with the check character of the standard's own table."""
    total = sum(int(d) * w for d, w in zip(body, WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]


bodies = st.builds(
    lambda place, born, serial: f"{place}{born:%Y%m%d}{serial:03d}",
    st.sampled_from(("110105", "130102", "440524", "659001", "820000")),
    st.dates(dt.date(1900, 1, 1), dt.date(2025, 12, 31)),
    st.integers(0, 999),
)
numbers = bodies.map(checked)


# -- identity -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "born", "sex"),
    [
        (FEMALE, dt.date(1949, 12, 31), Sex.FEMALE),
        (MALE, dt.date(1880, 1, 1), Sex.MALE),
        (OLD, dt.date(1949, 12, 31), Sex.FEMALE),
        ("440524800101996", dt.date(1880, 1, 1), Sex.FEMALE),
        ("440524800101995", dt.date(1980, 1, 1), Sex.MALE),
    ],
)
def test_a_number_tells_day_of_birth_and_sex(
    text: str, born: dt.date, sex: Sex
) -> None:
    found = read_identity(text)

    assert (found.born_on, found.sex) == (born, sex)
    assert found.was_old is (len(text) == 15)


@pytest.mark.parametrize(
    "typed",
    [
        "11010519491231002x",
        " 110105 19491231 002X ",
        "110105-19491231-002x",
        "１１０１０５１９４９１２３１００２Ｘ",
        "110105\u300019491231\u00a0002ｘ",
        "\ufeff11010519491231002X\u200b",
        "110105491231002",
        "１１０１０５４９１２３１００２",
        "110105 491231 002",
    ],
)
def test_one_person_is_one_person_however_it_is_typed(typed: str) -> None:
    assert same_person(typed, FEMALE)
    assert {read_identity(typed), read_identity(FEMALE)} == {read_identity(OLD)}


def test_two_people_are_two() -> None:
    assert not same_person(MALE, FEMALE)
    assert not same_person(checked("11010519491231004"), FEMALE)


@given(numbers)
def test_the_check_character_is_that_of_the_table(number: str) -> None:
    assert read_identity(number).number == number
    assert ric.calc_check_digit(number) == number[-1]


@given(numbers, st.integers(0, 17), st.sampled_from("0123456789X"))
def test_any_changed_character_is_found(number: str, place: int, other: str) -> None:
    assume(number[place] != other)

    assert identity_fault(f"{number[:place]}{other}{number[place + 1 :]}")


@given(numbers, st.integers(0, 16))
def test_two_neighbours_in_the_wrong_order_are_found(number: str, place: int) -> None:
    one, other = number[place], number[place + 1]
    assume(one != other)

    assert identity_fault(f"{number[:place]}{other}{one}{number[place + 2 :]}")


@given(bodies)
def test_the_step_from_fifteen_to_eighteen_finds_the_same_person(body: str) -> None:
    assume(body[6:8] == "19" and body[14:] < "996")

    assert same_person(body[:6] + body[8:], checked(body))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "实有 0 位"),
        ("1101051949123100", "实有 16 位"),
        ("110105194912310021", "校验码不符"),
        ("1101051949123100A2", "前十七位应是数字"),
        ("11010519491231٠٠2X", "前十七位应是数字"),
        ("11010549123100X", "十五位号码应全是数字"),
        (checked("01010519491231002"), "省级行政区划代码"),
        (checked("11010519490231002"), "出生日期不存在"),
        (checked("11010517491231002"), "出生日期不存在"),
        (checked("11010519491301002"), "出生日期不存在"),
        ("110105490231002", "出生日期不存在"),
    ],
)
def test_what_is_no_number_is_refused_and_told_why(text: str, told: str) -> None:
    with pytest.raises(IdentityRefused, match=told):
        read_identity(text)


def test_nobody_is_born_after_the_day_of_the_reading() -> None:
    number = checked("13010220250602001")

    assert identity_fault(number) == ""
    assert "晚于当日" in identity_fault(number, DAY)
    assert identity_fault(number, dt.date(2025, 6, 2)) == ""


@pytest.mark.parametrize(
    ("on", "age"), [("2009-12-30", 59), ("2009-12-31", 60), ("2010-01-01", 60)]
)
def test_age_is_in_whole_years(on: str, age: int) -> None:
    assert read_identity(FEMALE).age_on(dt.date.fromisoformat(on)) == age


def test_a_number_is_never_shown() -> None:
    found = read_identity(FEMALE)

    assert str(found) == found.masked == "11**************2X"
    assert repr(found) == "IdentityNumber(was_old=False)"
    assert f"{found}" == found.masked


def test_a_number_cannot_be_built_wrong() -> None:
    with pytest.raises(IdentityRefused):
        IdentityNumber(OLD)


@given(numbers, st.integers(0, 17), st.integers(0, 9))
def test_a_refusal_repeats_no_part_of_the_number(
    number: str, place: int, digit: int
) -> None:
    spoilt = f"{number[:place]}{digit}{number[place + 1 :]}"
    told = identity_fault(spoilt)

    runs = re.findall(r"[0-9]{3,}", told)
    assert not any(run in spoilt for run in runs)


# -- bank cards ---------------------------------------------------------------------


def luhn(body: str) -> str:
    """Digits with Luhn's check digit, worked out the long way."""
    total = 0
    for place, digit in enumerate(reversed(body)):
        value = int(digit) * (1 if place % 2 else 2)
        total += value // 10 + value % 10
    return f"{body}{-total % 10}"


UNION = luhn("622202010000123456")


def test_a_card_is_read_however_it_is_typed() -> None:
    spaced = " ".join(UNION[n : n + 4] for n in range(0, len(UNION), 4))

    for typed in (UNION, spaced, f"{UNION[:6]}-{UNION[6:]}"):
        found = read_card(typed, DAY)
        assert (found.number, found.issuer) == (UNION, "中国银联")
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in UNION)
    assert read_card(wide, DAY) == read_card(UNION, DAY)


def test_a_card_is_shown_by_its_last_four_digits() -> None:
    found = read_card(UNION, DAY)

    assert str(found) == found.masked == f"{'*' * 15}{UNION[-4:]}"
    assert found.tail == UNION[-4:]
    assert repr(found) == "BankCard(issuer='中国银联')"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "实有 0 个字符"),
        (luhn("62220201000012"), "应为 16 至 19 位数字"),
        (luhn("6222020100001234567"), "应为 16 至 19 位数字"),
        (UNION[:-1] + str((int(UNION[-1]) + 1) % 10), "校验位不符"),
        (luhn("722202010000123456"), "不是已知的发卡号段"),
        (luhn("411111111111111111"), "长度与号段不符"),
        ("0000000000000000", "不是已知的发卡号段"),
        ("62220٢0010000123456", "应为 16 至 19 位数字"),
    ],
)
def test_what_is_no_card_is_refused_and_told_why(text: str, told: str) -> None:
    with pytest.raises(CardRefused, match=told):
        read_card(text, DAY)


def test_leading_digits_are_known_by_date() -> None:
    card = luhn("222300000000000")

    assert card_fault(card, dt.date(2016, 10, 1)) == ""
    assert "发卡号段" in card_fault(card, dt.date(2016, 9, 30))


@pytest.mark.parametrize("index", range(len(prefixes())))
def test_every_issuer_has_cards_that_are_read(index: int) -> None:
    prefix = prefixes()[index]
    length = min(prefix.lengths)
    number = luhn(prefix.first.ljust(length - 1, "7"))

    assert read_card(number, DAY).issuer
    assert prefix.fits(number)


@given(st.integers(10**14, 10**18), st.integers(0, 18), st.integers(0, 9))
def test_a_refusal_repeats_no_part_of_a_card(body: int, place: int, digit: int) -> None:
    number = luhn(str(body))
    spoilt = f"{number[:place]}{digit}{number[place + 1 :]}"
    told = card_fault(spoilt, DAY)

    assert not any(run in spoilt for run in re.findall(r"[0-9]{3,}", told))


def test_refusals_of_numbers_are_refusals_of_aid() -> None:
    assert issubclass(IdentityRefused, AidRefused)
    assert issubclass(CardRefused, AidRefused)
