"""Accounting periods (会计期间): months as whole numbers YYYYMM.

Openings stand in YYYY00, before January; year-end vouchers stand in YYYY12.
Basis: 会计法 第十一条 (the year runs from 1 January to 31 December).
"""

import datetime as dt
import re
from dataclasses import dataclass

from ledger.errors import PeriodError

FIRST_YEAR = 1990
LAST_YEAR = 2199
DECEMBER = 12

CHINA = dt.timezone(dt.timedelta(hours=8), "Asia/Shanghai")
"""Fixed since 1991, so that no table of time zones is needed."""

_DAY = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?: 00:00:00)?")


@dataclass(frozen=True, slots=True)
class Span:
    """A run of days, from `since` up to but without `until`."""

    since: dt.date
    until: dt.date

    def __post_init__(self) -> None:
        if self.since >= self.until:
            raise PeriodError("起始日期应早于截止日期")

    @property
    def last_day(self) -> dt.date:
        """The last day inside the span, as people write it."""
        return self.until - dt.timedelta(days=1)


def china_day(instant: dt.datetime) -> dt.date:
    """The day in China at an instant, which must carry its time zone."""
    assert instant.tzinfo is not None, "an instant needs its time zone"
    return instant.astimezone(CHINA).date()


def period_of(day: dt.date) -> int:
    """The month that a day lies in."""
    return day.year * 100 + day.month


def opening_period(year: int) -> int:
    """The place of a year's openings, before January."""
    return year * 100


def before_openings(until: int) -> int:
    """The first period left out, before the openings of a year that begins there."""
    return until - 1 if until % 100 == 1 else until


def filed_periods(span: Span, opened_on: dt.date) -> tuple[int, int]:
    """The periods whose vouchers are filed with the months of a span, the second not.

    Openings are filed once: with January, or in the year in which books were opened
    with the month of that. They are never filed with the year before.
    """

    def place(day: dt.date) -> int:
        begins = max(dt.date(day.year, 1, 1), opened_on)
        period = period_of(day)
        return opening_period(day.year) if period <= period_of(begins) else period

    return place(span.since), place(span.until)


def next_period(period: int) -> int:
    """The month after; January follows both YYYY12 and YYYY00."""
    year, month = divmod(period, 100)
    return (year + 1) * 100 + 1 if month == DECEMBER else period + 1


def first_day(period: int) -> dt.date:
    """The first day of a month; of openings, 1 January."""
    year, month = divmod(period, 100)
    return dt.date(year, max(month, 1), 1)


def day_after(period: int) -> dt.date:
    """The first day that no longer lies in the month."""
    return first_day(next_period(period)) if period % 100 else first_day(period)


def last_day(period: int) -> dt.date:
    """The last day of a month."""
    return day_after(period) - dt.timedelta(days=1)


def months(since: int, until: int) -> tuple[int, ...]:
    """All months from `since` up to but without `until`, openings left out."""
    found = []
    period = since if since % 100 else since + 1
    while period < until:
        found.append(period)
        period = next_period(period)
    return tuple(found)


def whole_months(span: Span) -> Span:
    """The whole months that some days lie in."""
    first, last = period_of(span.since), period_of(span.last_day)
    return Span(first_day(first), day_after(last))


def quarter_span(year: int, quarter: int) -> Span:
    """The days of a quarter, counted from 1."""
    assert quarter in {1, 2, 3, 4}
    last = year * 100 + quarter * 3
    return Span(first_day(last - 2), day_after(last))


def parse_span(text: str, *, quarters: bool = False) -> Span:
    """Read a year `2025` or a month `2025-03` as the days it holds.

    Args:
        text: as typed.
        quarters: whether a quarter `2025-Q1` is read too.

    Raises:
        PeriodError: the text is none of them.
    """
    plain = text.strip()
    quarter = re.fullmatch(r"(\d{4})-[Qq]([1-4])", plain) if quarters else None
    match = quarter or re.fullmatch(r"(\d{4})(?:-(\d{2}))?", plain)
    forms = "2025、2025-Q1 或 2025-03" if quarters else "2025 或 2025-03"
    if match is None:
        raise PeriodError("期间应写作 " + forms)
    year, part = int(match[1]), int(match[2] or 0)
    if not FIRST_YEAR <= year <= LAST_YEAR or part > DECEMBER or match[2] == "00":
        raise PeriodError("期间应写作 " + forms)
    if quarter:
        return quarter_span(year, part)
    if match[2] is None:
        return Span(dt.date(year, 1, 1), dt.date(year + 1, 1, 1))
    return Span(first_day(year * 100 + part), day_after(year * 100 + part))


def label(period: int) -> str:
    """A period as people read it: `2025年3月`, or `2025年期初`."""
    year, month = divmod(period, 100)
    return f"{year}年{month}月" if month else f"{year}年期初"


def parse_day(text: str) -> dt.date:
    """Read `2025-03-09`, `2025/3/9` or `2025.3.9`."""
    match = _DAY.fullmatch(text.strip())
    if match is None:
        raise ValueError("日期应写作 2025-03-09 或 2025/3/9")
    try:
        day = dt.date(int(match[1]), int(match[3]), int(match[4]))
    except ValueError:
        raise ValueError("没有这一天") from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        bounds = f"{FIRST_YEAR} 与 {LAST_YEAR}"
        raise ValueError("年份应在 " + bounds + " 之间")
    return day
