"""What was typed into a form, as values: days, amounts, one of several.

What cannot be read is refused, with the label of its field.
"""

import datetime as dt
import re
from collections.abc import Mapping
from typing import TypeVar

from ledger.accounts import Labelled
from ledger.errors import RecordRefused
from ledger.money import AmountError, Money
from ledger.periods import parse_day

Known = TypeVar("Known", bound=Labelled)
DIGITS = 9
_CURRENCY = re.compile(r"^(-?)\s*[¥￥]\s*")


def text_of(form: Mapping[str, str], name: str) -> str:
    """A text without the spaces around it; lines end as the books end them."""
    return form.get(name, "").replace("\r\n", "\n").strip()


def number_of(text: str) -> int | None:
    """A whole number of a few digits, or None where it is none."""
    fits = text.isascii() and text.isdecimal() and len(text) <= DIGITS
    return int(text) if fits else None


def day_of(form: Mapping[str, str], name: str, label: str) -> dt.date | None:
    """A day, or None where nothing was typed.

    Raises:
        RecordRefused: it is no day.
    """
    text = text_of(form, name)
    try:
        return parse_day(text) if text else None
    except ValueError:
        told = f"{label}应写作 2026-03-09"
        raise RecordRefused(told) from None


def amount_of(form: Mapping[str, str], name: str, label: str) -> Money | None:
    """An amount in yuan, or None where nothing was typed.

    Raises:
        RecordRefused: it is no amount.
    """
    text = text_of(form, name)
    try:
        return Money.parse(_CURRENCY.sub(r"\1", text)) if text else None
    except AmountError as error:
        told = f"{label}：{error}"
        raise RecordRefused(told) from None


def one_of(
    kinds: type[Known], form: Mapping[str, str], name: str, label: str
) -> Known | None:
    """One of several, or None where nothing was chosen.

    Raises:
        RecordRefused: what was chosen is none of them.
    """
    text = text_of(form, name)
    if not text:
        return None
    for one in kinds:
        if one.value == text:
            return one
    told = f"{label}不在可选之列"
    raise RecordRefused(told)
