"""What was typed into a form, read as what it stands for, or refused in words."""

import datetime as dt
from pathlib import PurePath

from app.web.desk import Desk
from ledger.errors import RecordRefused
from ledger.money import AmountBeyondError, AmountError, Money
from ledger.periods import parse_day

_DIGITS = 9


def text(desk: Desk, key: str) -> str:
    """A field as it was typed, without blanks around it."""
    return desk.form.get(key, "").strip()


def day(desk: Desk, key: str, label: str) -> dt.date | None:
    """A day, or None where nothing was typed.

    Raises:
        RecordRefused: it is no day.
    """
    return _day(text(desk, key), label)


def _day(typed: str, label: str) -> dt.date | None:
    try:
        return parse_day(typed) if typed else None
    except ValueError as error:
        what = f"{label}：{error}"
        raise RecordRefused(what, do="写作 2026-03-01") from None


def queried(desk: Desk, key: str, label: str) -> dt.date | None:
    """A day of the address, or None where it has none.

    Raises:
        RecordRefused: it is no day.
    """
    return _day(desk.query.get(key, "").strip(), label)


def amount(desk: Desk, key: str, label: str, *, signed: bool = False) -> Money | None:
    """An amount in yuan, or None where nothing was typed.

    Raises:
        RecordRefused: it is no amount.
    """
    typed = text(desk, key)
    minus = signed and typed.startswith("-")
    try:
        found = Money.parse(typed.removeprefix("-") if minus else typed)
    except AmountError as error:
        if not typed:
            return None
        what = f"{label}：{error}"
        raise RecordRefused(what, do=amount_advice(error)) from None
    return -found if minus else found


def amount_advice(error: AmountError) -> str:
    """What to do about an amount: one above the limit is written well already."""
    if isinstance(error, AmountBeyondError):
        return "核对金额，每笔不超过上限"
    return "写作 1234.56"


def number(desk: Desk, key: str, label: str, usual: int | None = None) -> int:
    """A whole number; what is usual where nothing was typed.

    Raises:
        RecordRefused: it is none.
    """
    typed = text(desk, key)
    if not typed and usual is not None:
        return usual
    if not typed.isdecimal() or len(typed) > _DIGITS:
        what = f"{label}应为数字"
        raise RecordRefused(what, do="改正")
    return int(typed)


def ending(name: str) -> str:
    """The ending of a file's name, `.csv`; empty where it is no plain one."""
    found = PurePath(name).suffix.lower()
    return found if found[1:].isascii() and found[1:].isalnum() else ""
