"""The values of the JSON half: amounts in yuan, days, names, and what a part may be.

An amount is a text with two decimals, a day is ISO 8601. What is taken is read as it
stands: a number is no text, a field that is not known is refused.
"""

import base64
import binascii
import datetime as dt
from enum import Enum
from typing import Annotated, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
)

from app.web.numbers import NUMBER_MAX
from ledger.errors import PeriodError
from ledger.money import AmountError, Money
from ledger.periods import FIRST_YEAR, LAST_YEAR, Span, parse_span, period_of
from ledger.privacy import has_control


class Asked(BaseModel):
    """What a request says: read as it stands."""

    model_config = ConfigDict(
        strict=True, extra="forbid", frozen=True, use_attribute_docstrings=True
    )


class Told(BaseModel):
    """What an answer says; what it is made of may be told by its attributes."""

    model_config = ConfigDict(
        frozen=True, from_attributes=True, use_attribute_docstrings=True
    )


def _yuan(amount: object) -> object:
    return str(amount) if isinstance(amount, Money) else amount


def _key(one: object) -> object:
    return one.value if isinstance(one, Enum) else one


Said = TypeVar("Said", bound=Told)


def told_of(model: type[Said], thing: object, **more: object) -> Said:
    """An answer that says of a thing what its attributes are, and more."""
    own = {n: getattr(thing, n) for n in model.model_fields if n not in more}
    return model.model_validate(own | more)


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


def _signed(text: str) -> str:
    _amount(text.removeprefix("-"))
    return text


def _period(text: str) -> str:
    _span(text)
    return text


def _span(text: str) -> Span:
    try:
        return parse_span(text, quarters=True)
    except PeriodError as refusal:
        raise ValueError(str(refusal)) from None


def _month(text: str) -> str:
    days = _span(text)
    if period_of(days.since) != period_of(days.last_day):
        raise ValueError("应为一个月，写作 2026-03")
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
Signed = Annotated[
    str,
    Field(max_length=33),
    AfterValidator(_signed),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": r"^-?[0-9]{1,10}(\.[0-9]{1,2})?$",
            "example": "-1.00",
        }
    ),
]
"""Yuan that may be below nothing: `-12.50`."""
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
Month = Annotated[
    str,
    AfterValidator(_month),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": r"^(199[0-9]|20[0-9]{2}|21[0-9]{2})-(0[1-9]|1[0-2])$",
        }
    ),
]
"""`2026-03`."""
Year = Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR)]
Number = Annotated[int, Field(ge=1, le=NUMBER_MAX)]
Count = Annotated[int, Field(ge=0, le=9_999)]
Yuan = Annotated[
    str,
    BeforeValidator(_yuan),
    Field(pattern=r"^-?[0-9]+\.[0-9]{2}$", examples=["1200.50"]),
]
"""An amount of an answer."""
Key = Annotated[str, BeforeValidator(_key)]
"""One of several, by its key and not by its label."""
Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


def _base64(text: str) -> str:
    try:
        base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise ValueError("应为 Base64") from None
    return text


class FileGiven(Asked):
    """A file that is sent: its name with its ending, and its bytes in Base64."""

    name: Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_plain)]
    content: Annotated[
        str,
        AfterValidator(_base64),
        Field(repr=False),
        WithJsonSchema(
            {
                "type": "string",
                "contentEncoding": "base64",
                "pattern": "^([A-Za-z0-9+/]{4})*$",
                "example": "YSxiCg==",
            }
        ),
    ]

    @property
    def data(self) -> bytes:
        """The bytes of the file."""
        return base64.b64decode(self.content)


def money(text: str) -> Money:
    """An amount that has been read."""
    return Money.parse(text)


def some_money(text: str | None) -> Money | None:
    """An amount that has been read, or none."""
    return None if text is None else Money.parse(text)


def signed_money(text: str | None) -> Money | None:
    """An amount with its sign that has been read, or none."""
    if text is None:
        return None
    found = Money.parse(text.removeprefix("-"))
    return -found if text.startswith("-") else found


def span(text: str) -> Span:
    """A period that has been read."""
    return parse_span(text, quarters=True)
