"""Working days (工作日) by the official holidays and the days worked in exchange.

1. A working day is one on which government offices work by the State Council's notice
   for that year: exchanged weekends count, exchanged days off do not.
2. A period begins on the day after the act; its last day is included.
3. Notices are known for the years of the calendar (2004 to 2026). Its last week is not
   sure, for the notice of the year after may move days of it. Outside, weekends and
   holidays of a fixed date are left out, and the result says that it is provisional.
   清明 (4 to 6 April) is none of a fixed date, nor is what follows the moon.

Basis: 全国年节及纪念日放假办法; the yearly notices, as `chinesecalendar` carries them.
"""

import datetime as dt
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_SATURDAY = 5
_DAY = dt.timedelta(days=1)
_UNSURE = dt.timedelta(days=7)
"""How far before New Year a notice has moved days of the old year."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day that was counted to; provisional where a notice on the way is not known."""

    on: dt.date
    is_provisional: bool


@dataclass(frozen=True, slots=True)
class Count:
    """How many working days lie in a span; provisional as above."""

    workdays: int
    is_provisional: bool


def is_workday(day: dt.date) -> bool:
    """Whether a day is a working day, as far as the notice of its year is known."""
    calendar = _calendar()
    if calendar.first <= day.year <= calendar.last:
        free = day in calendar.off or day.weekday() >= _SATURDAY
        return day in calendar.worked or not free
    return day.weekday() < _SATURDAY and (day.month, day.day) not in fixed_holidays(day)


def is_known(day: dt.date) -> bool:
    """Whether the notices that speak of a day are known."""
    calendar = _calendar()
    return calendar.since <= day < calendar.until


def known_years() -> tuple[int, int]:
    """The first and the last year whose notice is known."""
    calendar = _calendar()
    return calendar.first, calendar.last


def after(start: dt.date, workdays: int) -> Day:
    """The last day of a period of working days that begins on the day after `start`.

    A period of no days ends on the day of the act.
    """
    assert workdays >= 0
    day, left, known = start, workdays, True
    while left:
        day += _DAY
        known = known and is_known(day)
        left -= is_workday(day)
    return Day(day, not known)


def between(start: dt.date, last: dt.date) -> Count:
    """How many working days lie after `start`, up to and with `last`."""
    days = [start + _DAY * n for n in range(1, (last - start).days + 1)]
    return Count(
        sum(1 for day in days if is_workday(day)),
        not all(is_known(day) for day in days),
    )


def fixed_holidays(day: dt.date) -> frozenset[tuple[int, int]]:
    """The holidays of a fixed date by the rules of a day, each as (month, day)."""
    return next(days for since, days in reversed(_fixed()) if since <= day)


@dataclass(frozen=True, slots=True)
class _Calendar:
    """What the notices of some years say; sure from a day up to another."""

    first: int
    last: int
    since: dt.date
    until: dt.date
    off: frozenset[dt.date]
    worked: frozenset[dt.date]


@cache
def _calendar() -> _Calendar:
    # Few commands count days. The library's own question goes through all its days
    # each time it is asked, so its lists are taken instead.
    from chinese_calendar.constants import holidays, workdays  # noqa: PLC0415

    first, last = min(holidays).year, max(holidays).year
    return _Calendar(
        first,
        last,
        dt.date(first, 1, 1),
        dt.date(last + 1, 1, 1) - _UNSURE,
        frozenset(holidays),
        frozenset(workdays),
    )


@cache
def _fixed() -> tuple[tuple[dt.date, frozenset[tuple[int, int]]], ...]:
    text = files("aid").joinpath("fixed_holidays.toml").read_text(encoding="utf-8")
    return tuple(
        (
            block["since"],
            frozenset((int(one[:2]), int(one[3:])) for one in block["days"]),
        )
        for block in tomllib.loads(text)["holidays"]
    )
