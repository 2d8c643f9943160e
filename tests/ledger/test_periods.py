"""Months as numbers, and the days that lie in them."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.errors import PeriodError
from ledger.periods import (
    Span,
    before_openings,
    china_day,
    day_after,
    filed_periods,
    first_day,
    label,
    months,
    next_period,
    opening_period,
    parse_span,
    period_of,
    whole_months,
)

ISO = dt.date.fromisoformat
days = st.dates(dt.date(1990, 1, 1), dt.date(2199, 11, 30))


@given(days)
def test_a_day_lies_in_its_month(day: dt.date) -> None:
    period = period_of(day)
    assert first_day(period) <= day < day_after(period)
    assert next_period(period) == period_of(day_after(period))


def test_a_year_begins_with_its_openings() -> None:
    assert opening_period(2025) == 202500
    assert next_period(202500) == 202501
    assert next_period(202512) == 202601
    assert first_day(202500) == day_after(202500) == ISO("2025-01-01")


def test_the_days_of_a_month() -> None:
    assert (first_day(202402), day_after(202402)) == (
        ISO("2024-02-01"),
        ISO("2024-03-01"),
    )
    assert day_after(202412) == ISO("2025-01-01")


def test_months_run_up_to_but_without_the_last() -> None:
    assert months(202411, 202502) == (202411, 202412, 202501)
    assert months(202500, 202503) == (202501, 202502)
    assert months(202503, 202503) == months(202504, 202503) == ()


@pytest.mark.parametrize(
    ("text", "opened", "filed"),
    [
        ("2025", "2020-01-01", (202500, 202600)),
        ("2025-01", "2020-01-01", (202500, 202502)),
        ("2025-02", "2020-01-01", (202502, 202503)),
        ("2025-12", "2020-01-01", (202512, 202600)),
        # Books that begin within the year file their openings with that month.
        ("2025", "2025-03-10", (202500, 202600)),
        ("2025-02", "2025-03-10", (202500, 202500)),
        ("2025-03", "2025-03-10", (202500, 202504)),
        ("2025-04", "2025-03-10", (202504, 202505)),
        ("2026-01", "2025-03-10", (202600, 202602)),
        ("2024", "2025-01-01", (202400, 202500)),
    ],
)
def test_openings_are_filed_once(
    text: str, opened: str, filed: tuple[int, int]
) -> None:
    assert filed_periods(parse_span(text), ISO(opened)) == filed


@given(days.filter(lambda day: day.year < 2199), days)
def test_months_are_filed_without_gap_and_without_overlap(
    day: dt.date, opened: dt.date
) -> None:
    month, following = period_of(day), next_period(period_of(day))
    one, next_one = (
        filed_periods(Span(first_day(period), day_after(period)), opened)
        for period in (month, following)
    )
    assert one[0] <= one[1] == next_one[0]


def test_what_a_year_opens_with_is_not_of_the_year_before() -> None:
    assert (before_openings(202601), before_openings(202512)) == (202600, 202512)


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("2025", "2025-01-01", "2026-01-01"),
        ("2025-03", "2025-03-01", "2025-04-01"),
        (" 2025-12 ", "2025-12-01", "2026-01-01"),
        ("1990", "1990-01-01", "1991-01-01"),
        ("2199", "2199-01-01", "2200-01-01"),
    ],
)
def test_a_year_or_a_month_is_read(text: str, since: str, until: str) -> None:
    assert parse_span(text) == Span(ISO(since), ISO(until))


WRONG = ("", "25", "2025-3", "2025-00", "2025-13", "2025/03", "1989", "2200")


@pytest.mark.parametrize("text", [*WRONG, "2025-03-01", "二〇二五", "２０２５-0３x"])
def test_what_names_no_period_is_refused(text: str) -> None:
    with pytest.raises(PeriodError, match="2025-03"):
        parse_span(text)


def test_a_span_ends_after_it_begins() -> None:
    span = Span(ISO("2025-01-01"), ISO("2025-02-01"))
    assert span.last_day == ISO("2025-01-31")
    with pytest.raises(PeriodError, match="起始日期"):
        Span(span.until, span.until)


def test_periods_are_labelled() -> None:
    assert [label(202503), label(202512), label(202500)] == [
        "2025年3月",
        "2025年12月",
        "2025年期初",
    ]


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        ("2024-12-31T15:59:59Z", "2024-12-31"),
        ("2024-12-31T16:00:00Z", "2025-01-01"),
        ("2025-01-01T00:30:00+08:00", "2025-01-01"),
        ("2025-01-01T00:30:00+09:00", "2024-12-31"),
    ],
)
def test_a_day_is_a_day_in_china(instant: str, day: str) -> None:
    assert china_day(dt.datetime.fromisoformat(instant)) == ISO(day)


def test_days_lie_in_whole_months() -> None:
    within = whole_months(Span(ISO("2025-11-17"), ISO("2025-12-02")))
    assert within == Span(ISO("2025-11-01"), ISO("2026-01-01"))
    assert whole_months(within) == within
    until_the_first = Span(ISO("2024-02-29"), ISO("2024-03-01"))
    assert whole_months(until_the_first) == parse_span("2024-02")


def test_a_quarter_is_read_where_quarters_are() -> None:
    span = parse_span("2026-q4", quarters=True)
    assert (span.since, span.until) == (ISO("2026-10-01"), ISO("2027-01-01"))
    assert parse_span("2026-02", quarters=True) == parse_span("2026-02")
    for text, more in (("2026-Q1", False), ("2026-Q5", True), ("2026-13", True)):
        with pytest.raises(PeriodError, match="期间应写作"):
            parse_span(text, quarters=more)
