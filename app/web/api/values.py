"""The values of the JSON half: amounts in yuan, days, names, and what a part may be.

An amount is a text with two decimals, a day is ISO 8601. What is taken is read as it
stands: a number is no text, a field that is not known is refused.
"""

import datetime as dt
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, WithJsonSchema

from app.web.numbers import NUMBER_MAX
from ledger.errors import PeriodError
from ledger.money import AmountError, Money
from ledger.periods import FIRST_YEAR, LAST_YEAR, Span, parse_span
from ledger.privacy import has_control


class Asked(BaseModel):
    """What a request says: read as it stands."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Told(BaseModel):
    """What an answer says."""

    model_config = ConfigDict(frozen=True)


class Nothing(Asked):
    """Nothing has to be said."""


def _plain(text: str) -> str:
    if has_control(text):
        raise ValueError("文字中有控制字符")
    return text


def _day(day: dt.date) -> dt.date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        bounds = f"{FIRST_YEAR} 与 {LAST_YEAR}"
        raise ValueError("年份应在 " + bounds + " 之间")
    return day


def _amount(text: str) -> str:
    try:
        Money.parse(text)
    except AmountError as error:
        raise ValueError(str(error)) from None
    return text


def _period(text: str) -> str:
    try:
        parse_span(text, quarters=True)
    except PeriodError as refusal:
        raise ValueError(str(refusal)) from None
    return text


Text = Annotated[str, Field(max_length=1_000), AfterValidator(_plain)]
Name = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_plain)]
"""A code, a reference: something that has a name."""
Loose = Annotated[str, Field(max_length=200), AfterValidator(_plain)]
"""A code, or none."""
Day = Annotated[
    dt.date,
    AfterValidator(_day),
    WithJsonSchema({"type": "string", "format": "date"}),
]
Amount = Annotated[
    str,
    Field(max_length=32),
    AfterValidator(_amount),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": r"^[0-9]{1,10}(\.[0-9]{1,2})?$",
            "example": "1.00",
        }
    ),
]
"""Yuan, as people write them: `1200`, `1200.50`."""
Period = Annotated[
    str,
    AfterValidator(_period),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": r"^(199[0-9]|20[0-9]{2}|21[0-9]{2})"
            r"(-(0[1-9]|1[0-2])|-Q[1-4])?$",
        }
    ),
]
"""`2026`, `2026-Q1` or `2026-03`."""
Number = Annotated[int, Field(ge=1, le=NUMBER_MAX)]
Count = Annotated[int, Field(ge=0, le=9_999)]
Yuan = Annotated[str, Field(pattern=r"^-?[0-9]+\.[0-9]{2}$", examples=["1200.50"])]
"""An amount of an answer."""
Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


def money(text: str) -> Money:
    """An amount that has been read."""
    return Money.parse(text)


def span(text: str) -> Span:
    """A period that has been read."""
    return parse_span(text, quarters=True)
