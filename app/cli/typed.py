"""What was typed, as values: one of several, amounts, rates; and rates as shown.

What cannot be read is wrong usage, told before anything is opened.
"""

import re
from typing import TypeVar

import typer

from ledger import rates
from ledger.accounts import Labelled
from ledger.money import AmountError, Money
from ledger.privacy import shown

_CURRENCY = re.compile(r"^(-?)\s*[¥￥]\s*")

Known = TypeVar("Known", bound=Labelled)


def one_of(kinds: type[Known], text: str, option: str) -> Known:
    """A value by its key or label."""
    for one in kinds:
        if text.strip() in {one.value, one.label}:
            return one
    known = "、".join(f"{one.value}（{one.label}）" for one in kinds)
    told = f"不认识“{shown(text)}”；可用：{known}"
    raise typer.BadParameter(told, param_hint=option)


def amount_of(text: str, option: str) -> Money:
    """An amount in yuan; the sign of the currency may stand before it."""
    try:
        return Money.parse(_CURRENCY.sub(r"\1", text.strip()))
    except AmountError as error:
        raise typer.BadParameter(str(error), param_hint=option) from None


def rate_of(text: str) -> int:
    """A percentage with at most two decimals, in basis points."""
    try:
        # Two decimals of a hundred, as fen are of a yuan.
        rate = Money.parse(text.strip().removesuffix("%")).fen
    except AmountError:
        rate = -1
    if rate < 0:
        told = "比例应写作 5 或 3.25，至多两位小数"
        raise typer.BadParameter(told, param_hint="--rate")
    return rate


def percent(rate_bp: int | None) -> str | None:
    """Basis points as a percentage with two decimals: 850 is `8.50%`."""
    return None if rate_bp is None else rates.percent(rate_bp)
