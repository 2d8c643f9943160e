"""What time it is: the only module that asks.

One act has one instant, in UTC; a day is a day in China.
"""

import datetime as dt

from ledger.periods import CHINA, china_day


def now() -> dt.datetime:
    """The present instant, in UTC."""
    return dt.datetime.now(dt.UTC)


def today() -> dt.date:
    """The present day in China."""
    return china_day(now())


def start_of(day: dt.date) -> dt.datetime:
    """The instant at which a day begins in China, in UTC."""
    return dt.datetime.combine(day, dt.time(), CHINA).astimezone(dt.UTC)
