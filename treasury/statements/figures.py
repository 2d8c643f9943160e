"""Amounts and days as banks write them; nothing is guessed.

1. An amount has a point or a comma before at most two decimals; zeros after them say
   nothing. Where a comma may mean either thing it is a fault.
2. A day is the one that the bank tells; a time beside it is not used.
"""

import datetime as dt
import re
import unicodedata
from functools import lru_cache

from ledger.money import AmountError, Money, parse_fen
from ledger.periods import FIRST_YEAR, LAST_YEAR

_DECIMAL = re.compile(r"([+-]?)([0-9]*)(?:\.([0-9]*))?")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}([.,])[0-9]{3}(?:\1[0-9]{3})*(?:[.,][0-9]*)?")
_UNCLEAR = re.compile(r"[+-]?[1-9][0-9]{0,2},[0-9]{3}")
_SIGNS = re.compile(r"^([+-]?)(?:CNY|RMB|[¥￥])?\s*([+-]?)|元$", re.IGNORECASE)
_SHORT = 15
"""Digits below which no amount is beyond the bound."""

_BLANK = frozenset({"", "-", "--", "—", "——", "/"})

_CLOCK = r"(?:[ T]*\d{1,2}:?\d{2}(?::?\d{2}(?:\.\d+)?)?)?"
_DAYS = tuple(
    re.compile(form + _CLOCK)
    for form in (
        r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})",
        r"(?P<y>\d{4})(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})",
        r"(?P<y>\d{4})年(?P<m>\d{1,2})月(?P<d>\d{1,2})日",
    )
)
_WRITTEN = "日期应写作 2026-01-31、2026/1/31、20260131 或 2026年1月31日"


def sheet_amount(text: str) -> Money | None:
    """An amount in a cell of a table, such as `￥1,234.50`; None where it is blank."""
    bare = text.strip()
    if bare in _BLANK:
        return None
    if bare.isascii() and bare[0].isdigit():
        return Money(parse_fen(bare))
    if not bare.isascii():
        bare = unicodedata.normalize("NFKC", bare)
    bare = _SIGNS.sub(lambda found: (found[1] or "") + (found[2] or ""), bare)
    return Money(parse_fen(bare.removeprefix("+")))


def comma_amount(text: str) -> Money:
    """An amount of MT940: `1234,5` or `1234,`."""
    return decimal_amount(text.strip().replace(",", ".", 1))


def decimal_amount(text: str) -> Money:
    """An amount as XML writes it: a point, any number of zeros behind.

    Raises:
        AmountError: it is none, or has more than two decimals.
    """
    if text[-3:-2] == "." and text.isascii():
        # As nearly every file writes it.
        digits = text[:-3] + text[-2:]
        if digits.isdigit() and len(digits) < _SHORT:
            return Money(int(digits))
    match = _DECIMAL.fullmatch(text.strip())
    if match is None or not (match[2] or match[3]):
        raise AmountError("不是金额")
    decimals = (match[3] or "").rstrip("0")
    sign = match[1].removeprefix("+")
    return Money(parse_fen(f"{sign}{match[2] or '0'}.{decimals or '0'}"))


def ofx_amount(text: str) -> Money:
    """An amount of OFX, with a point or a comma, and in some banks' files groups.

    Raises:
        AmountError: it is none, or `1,234` may be one or a thousand.
    """
    bare = text.strip()
    if _UNCLEAR.fullmatch(bare):
        raise AmountError("逗号是小数点还是千分位，看不出来")
    if match := _GROUPED.fullmatch(bare):
        group = match[1]
        rest = bare.replace(group, "")
        if bare.count(group) > 1 or not rest.lstrip("+-").isdigit():
            bare = rest
    return decimal_amount(bare.replace(",", ".", 1))


@lru_cache(maxsize=4096)
def bank_day(text: str) -> dt.date:
    """A day as banks write it, with or without a time.

    Raises:
        ValueError: it is none; the message says why.
    """
    bare = text.strip()
    match = next(filter(None, (form.fullmatch(bare) for form in _DAYS)), None)
    if match is None or (not bare.isascii() and "年" not in bare):
        raise ValueError(_WRITTEN)
    return real_day(int(match["y"]), int(match["m"]), int(match["d"]))


def real_day(year: int, month: int, day: int) -> dt.date:
    """A day of the calendar, in years that books are kept of.

    Raises:
        ValueError: there is no such day, or it is out of bounds.
    """
    try:
        found = dt.date(year, month, day)
    except ValueError:
        raise ValueError("没有这一天") from None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise ValueError("年份应在 " + f"{FIRST_YEAR} 与 {LAST_YEAR}" + " 之间")
    return found
