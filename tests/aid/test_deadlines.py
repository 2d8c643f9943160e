"""Working days and deadlines, by the notices of 2023 to 2026, counted by hand.

2023  Spring Festival 21 to 27 January, worked 28 and 29 January;
      Mid-Autumn and National Day 29 September to 6 October, worked 7 and 8 October.
2024  Spring Festival 10 to 17 February, worked 4 and 18 February;
      National Day 1 to 7 October, worked 29 September and 12 October.
2025  New Year 1 January; Spring Festival 28 January to 4 February, worked 26 January
      and 8 February; National Day and Mid-Autumn 1 to 8 October, worked 28 September
      and 11 October.
2026  Spring Festival 15 to 23 February, worked 14 and 28 February.
"""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aid import deadlines
from aid.deadlines import Step
from aid.errors import StandardMissing
from aid.standards import in_force
from aid.workdays import (
    after,
    between,
    fixed_holidays,
    is_known,
    is_workday,
    known_years,
)
from tests.aid.families import standards

RULES = in_force(dt.date(2025, 1, 1))

days = st.dates(dt.date(2004, 1, 1), dt.date(2026, 12, 1))


def day(text: str) -> dt.date:
    """A day."""
    return dt.date.fromisoformat(text)


# -- working days -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "worked"),
    [
        ("2023-01-20", True),  # Friday before the festival
        ("2023-01-27", False),  # Friday within it
        ("2023-01-28", True),  # Saturday, worked in exchange
        ("2023-10-08", True),  # Sunday, worked in exchange
        ("2024-02-09", True),  # the eve, a Friday: no day off by notice
        ("2024-02-18", True),  # Sunday, worked in exchange
        ("2024-02-17", False),
        ("2025-01-26", True),  # Sunday, worked in exchange
        ("2025-01-27", True),
        ("2025-02-04", False),
        ("2025-02-08", True),  # Saturday, worked in exchange
        ("2025-10-08", False),
        ("2025-10-11", True),  # Saturday, worked in exchange
        ("2025-10-12", False),
        ("2022-12-31", False),
        ("2026-02-14", True),
        ("2026-02-23", False),
    ],
)
def test_a_working_day_is_one_by_the_notice_of_its_year(
    on: str, *, worked: bool
) -> None:
    assert is_workday(day(on)) is worked
    assert is_known(day(on))


def test_the_calendar_knows_its_years_but_for_the_last_week() -> None:
    first, last = known_years()

    assert (first, last) == (2004, 2026)
    assert [
        is_known(day(text))
        for text in ("2003-12-31", "2004-01-01", "2026-12-24", "2026-12-25")
    ] == [False, True, True, False]


@pytest.mark.parametrize(
    ("on", "worked"),
    [
        ("2027-01-01", False),  # Friday, a holiday of a fixed date
        ("2027-02-08", True),  # Monday of that year's festival: not known
        ("2030-10-01", False),
        ("2030-10-04", True),
        ("2030-10-05", False),  # Saturday
        ("2003-10-02", False),
        ("1995-10-03", True),  # Tuesday; two days then
        ("2003-05-02", False),  # three days at Labour Day then
    ],
)
def test_outside_the_calendar_weekends_and_fixed_holidays_are_left_out(
    on: str, *, worked: bool
) -> None:
    assert is_workday(day(on)) is worked
    assert not is_known(day(on))


def test_holidays_of_a_fixed_date_are_those_in_force() -> None:
    assert (5, 2) in fixed_holidays(day("2025-05-02"))
    assert (5, 2) not in fixed_holidays(day("2024-05-02"))


@pytest.mark.parametrize(
    ("start", "workdays", "last"),
    [
        ("2023-01-19", 1, "2023-01-20"),
        ("2023-01-19", 3, "2023-01-29"),
        ("2023-01-21", 1, "2023-01-28"),
        ("2023-09-27", 3, "2023-10-08"),
        ("2023-09-27", 5, "2023-10-10"),
        ("2024-02-07", 3, "2024-02-18"),
        ("2024-09-27", 3, "2024-10-08"),
        ("2024-09-27", 7, "2024-10-12"),
        ("2025-01-24", 3, "2025-02-05"),
        ("2025-01-24", 7, "2025-02-10"),
        ("2025-09-24", 5, "2025-09-30"),
        ("2025-09-25", 5, "2025-10-09"),
        ("2025-09-30", 3, "2025-10-11"),
        ("2025-10-03", 1, "2025-10-09"),
        ("2025-03-03", 0, "2025-03-03"),
    ],
)
def test_a_period_ends_where_the_hand_counts_it(
    start: str, workdays: int, last: str
) -> None:
    assert after(day(start), workdays).on == day(last)
    assert not after(day(start), workdays).is_provisional
    assert between(day(start), day(last)).workdays == workdays


@given(days, st.integers(1, 30))
def test_a_period_ends_on_a_working_day_and_counts_back(
    start: dt.date, workdays: int
) -> None:
    end = after(start, workdays).on

    assert is_workday(end)
    assert between(start, end).workdays == workdays
    assert between(start, end - dt.timedelta(days=1)).workdays == workdays - 1


@given(days, st.integers(0, 30))
def test_who_begins_later_never_ends_earlier(start: dt.date, workdays: int) -> None:
    next_day = start + dt.timedelta(days=1)

    assert after(start, workdays).on <= after(next_day, workdays).on


def test_no_days_lie_between_a_day_and_an_earlier_one() -> None:
    assert between(day("2025-03-05"), day("2025-03-03")).workdays == 0


@pytest.mark.parametrize(
    ("start", "last", "provisional"),
    [
        ("2026-12-21", "2026-12-24", False),
        ("2026-12-22", "2026-12-25", True),
        ("2027-02-01", "2027-02-04", True),
        ("2030-09-30", "2030-10-08", True),  # 4, 7 and 8 October
        ("2003-12-30", "2004-01-05", True),  # 31, then 2 and 5 January
    ],
)
def test_a_period_beyond_the_notices_says_so(
    start: str, last: str, *, provisional: bool
) -> None:
    end = after(day(start), 3)

    assert (end.on, end.is_provisional) == (day(last), provisional)
    assert between(day(start), day(last)).is_provisional is provisional


# -- deadlines ----------------------------------------------------------------------


def test_a_review_takes_three_working_days() -> None:
    """Friday before the festival of 2025: 26 and 27 January, then 5 February."""
    found = deadlines.review(RULES, day("2025-01-24"))

    assert (found.step, found.due_on) == (Step.REVIEW, day("2025-02-05"))
    assert not found.is_late(day("2025-02-05"))
    assert found.is_late(day("2025-02-06"))
    assert found.late_workdays(day("2025-02-08")) == 3
    assert found.told == (
        "自 2025-01-24 起，基层审核应于 2025-02-05 前（含当日）完成（意见第2条 审核）"
    )


def test_an_urgent_review_is_done_on_the_same_day() -> None:
    found = deadlines.review(RULES, day("2025-10-03"), urgent=True)

    assert found.due_on == day("2025-10-03")
    assert found.is_late(day("2025-10-04"))
    assert found.late_workdays(day("2025-10-04")) == 0


def test_the_county_reviews_within_seven_working_days() -> None:
    found = deadlines.first_review(RULES, day("2024-09-27"))

    assert (found.step, found.due_on) == (Step.FIRST_REVIEW, day("2024-10-12"))


def test_papers_follow_aid_within_the_term_that_is_set() -> None:
    """Ten working days unless the body decides otherwise."""
    aided = day("2025-03-03")
    decided = standards(emergency_papers_workdays=5).on(aided)

    assert deadlines.emergency_papers(RULES, aided).due_on == day("2025-03-17")
    assert deadlines.emergency_papers(decided, aided).due_on == day("2025-03-10")


@pytest.mark.parametrize(
    ("year", "quarter", "due"),
    [
        (2024, 4, "2025-01-10"),
        (2025, 1, "2025-04-10"),  # 1, 2, 3, 7, 8, 9, 10: Qingming is 4 to 6 April
        (2025, 2, "2025-07-09"),
        (2025, 3, "2025-10-16"),  # 9, 10, 11, 13, 14, 15, 16
    ],
)
def test_figures_of_a_quarter_go_up_early_in_the_next(
    year: int, quarter: int, due: str
) -> None:
    assert deadlines.quarterly(RULES, year, quarter).due_on == day(due)


def test_files_are_checked_again_by_the_end_of_april() -> None:
    found = deadlines.recheck(RULES, 2025)

    assert found.due_on == day("2025-04-30")
    assert found.told == (
        "自 2025-01-01 起，年度复核应于 2025-04-30 前（含当日）完成（意见第5条）"
    )


def test_a_deadline_beyond_the_notices_says_so() -> None:
    rules = in_force(day("2030-09-30"))
    found = deadlines.review(rules, day("2030-09-30"))

    assert found.due_on == day("2030-10-08")
    assert found.told.endswith(
        "；节假日安排只知道 2004 至 2026 年，"
        "其余按周末和固定日期的节日推算（清明等未计），待放假通知公布后核对"
    )


def test_before_the_rules_there_is_no_deadline() -> None:
    with pytest.raises(StandardMissing, match="基层审核时限"):
        deadlines.review(in_force(day("2005-06-01")), day("2005-06-01"))


# -- public notices -----------------------------------------------------------------


def test_a_notice_hangs_five_whole_working_days() -> None:
    """Hung up on Thursday, 23 January 2025: 24, 26, 27 January, 5 and 6 February."""
    found = deadlines.publication(RULES, day("2025-01-23"))

    assert found.ends_on == day("2025-02-06")
    assert found.next_step_on == day("2025-02-07")
    assert found.is_short(day("2025-02-05"))
    assert not found.is_short(day("2025-02-06"))
    assert found.told(day("2025-02-05")) == (
        "2025-01-23 张贴，公示至 2025-02-05，满 4 个工作日，"
        "少于 5 个工作日，应至 2025-02-06（意见第2条 公示）"
    )


@pytest.mark.parametrize(
    ("hung", "last", "workdays", "short"),
    [
        # The fifth working day is 30 September: what hangs on into the holiday is long
        # enough, and not a day longer.
        ("2025-09-24", "2025-10-03", 5, False),
        # Eight days of holiday on the wall are no working days.
        ("2025-09-25", "2025-10-08", 4, True),
        ("2025-09-25", "2025-10-09", 5, False),
        # Hung up within the holiday, and taken down on its last day.
        ("2023-09-29", "2023-10-06", 0, True),
        # The Saturday and Sunday worked in exchange count.
        ("2023-09-28", "2023-10-08", 2, True),
        ("2024-02-09", "2024-02-17", 0, True),
        ("2024-02-05", "2024-02-10", 4, True),
        # Five days on the calendar, three of them worked.
        ("2025-03-06", "2025-03-11", 3, True),
    ],
)
def test_a_notice_that_ends_on_a_holiday_is_counted_by_what_was_worked(
    hung: str, last: str, workdays: int, *, short: bool
) -> None:
    found = deadlines.publication(RULES, day(hung))

    assert found.shown_workdays(day(last)) == workdays
    assert found.is_short(day(last)) is short
    assert ("，应至 " in found.told(day(last))) is short


@given(days)
def test_a_case_never_goes_on_before_five_working_days(hung: dt.date) -> None:
    found = deadlines.publication(RULES, hung)

    assert not found.is_short(found.ends_on)
    assert found.is_short(found.ends_on - dt.timedelta(days=1))
    assert found.ends_on < found.next_step_on
