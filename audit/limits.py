"""Limits that checks go by (检查界限): dated data in `limits.toml`.

Holidays of a fixed date are those of `aid/fixed_holidays.toml`.
"""

import datetime as dt
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from aid.workdays import fixed_holidays
from ledger.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The limits in force on a day; `holidays` are (month, day) and every year's.

    `budget_approved_by` is the last (month, day) on which a year's budget is in time.
    """

    idle_months: int
    advance_months: int
    recorded_days: int
    near_days: int
    equal_households_min: int
    paid_days: int
    outstanding_months: int
    budget_approved_by: tuple[int, int]
    approval_limit: Money | None
    holidays: frozenset[tuple[int, int]]
    basis: str

    def is_holiday(self, day: dt.date) -> bool:
        """Whether it is a holiday of a fixed date."""
        return (day.month, day.day) in self.holidays


def limits_on(day: dt.date) -> Limits:
    """The limits in force on a day."""
    document = _document()
    found = dict(_in_force(document["limits"], day))
    del found["since"]
    yuan = found.pop("approval_limit_yuan", None)
    approved_by = str(found.pop("budget_approved_by"))
    return Limits(
        **found,
        budget_approved_by=_month_and_day(approved_by),
        approval_limit=None if yuan is None else Money.parse(str(yuan)),
        holidays=fixed_holidays(day),
    )


def _month_and_day(text: str) -> tuple[int, int]:
    return int(text[:2]), int(text[3:])


def _in_force(blocks: Sequence[dict[str, Any]], day: dt.date) -> dict[str, Any]:
    return [block for block in blocks if block["since"] <= day][-1]


@cache
def _document() -> dict[str, Any]:
    text = files("audit").joinpath("limits.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
