"""Numbers of bank cards (银行卡号): read, checked, shown only by their last digits.

1. A card has 16 to 19 digits, passes Luhn, and begins with digits that some issuer
   uses (`bank_cards.toml`). Luhn alone passes one wrong number in ten.
2. A number is never shown nor told: its text and its `repr` are masked, and a refusal
   says what is wrong without it.

Basis: ISO/IEC 7812; 个人信息保护法 第二十八条; 财会〔2024〕12号 第三十三条.
"""

import datetime as dt
import re
import tomllib
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from stdnum import luhn

from aid.errors import CardRefused

_SEPARATORS = re.compile(r"[\s\-\u2010-\u2015\u200b\ufeff]")
_DIGITS = re.compile(r"[0-9]{16,19}")
_TAIL = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Prefix:
    """Leading digits from one up to another, and how long cards with them are."""

    first: str
    until: str
    lengths: frozenset[int]
    issuer: str
    since: dt.date
    source: str

    def fits(self, number: str) -> bool:
        """Whether a number begins within it and has one of its lengths."""
        begins = self.first <= number[: len(self.first)] < self.until
        return begins and len(number) in self.lengths


@dataclass(frozen=True, slots=True)
class BankCard:
    """A number of a bank card, and whose kind it is."""

    number: str = field(repr=False)
    issuer: str = field(default="", compare=False)

    @property
    def tail(self) -> str:
        """The last four digits, by which people know a card."""
        return self.number[-_TAIL:]

    @property
    def masked(self) -> str:
        """The number as screens show it."""
        return f"{'*' * (len(self.number) - _TAIL)}{self.tail}"

    def __str__(self) -> str:
        return self.masked


def read_card(text: str, on: dt.date) -> BankCard:
    """Read the number of a card, however it was typed.

    Args:
        text: what was typed.
        on: the day of the reading: which leading digits were in use.

    Raises:
        CardRefused: it is no such number; the sentence does not repeat it.
    """
    plain = _SEPARATORS.sub("", unicodedata.normalize("NFKC", text))
    if _DIGITS.fullmatch(plain) is None:
        found = f"应为 16 至 19 位数字，实有 {len(plain)} 个字符"
        raise _refused(found)
    if not luhn.is_valid(plain):
        raise _refused("校验位不符，有一位录错或两位颠倒")
    for prefix in prefixes():
        if prefix.since <= on and prefix.fits(plain):
            return BankCard(plain, prefix.issuer)
    raise _refused("开头几位不是已知的发卡号段，或长度与号段不符")


def card_fault(text: str, on: dt.date) -> str:
    """What is wrong with a number, without the number; empty where nothing is."""
    try:
        read_card(text, on)
    except CardRefused as refusal:
        return str(refusal)
    return ""


@cache
def prefixes() -> tuple[Prefix, ...]:
    """The leading digits that come with the program."""
    text = files("aid").joinpath("bank_cards.toml").read_text(encoding="utf-8")
    found = []
    for block in tomllib.loads(text)["prefix"]:
        first, until = block["from"], block["until"]
        assert len(first) == len(until)
        assert first < until
        found.append(
            Prefix(
                first=first,
                until=until,
                lengths=frozenset(block["lengths"]),
                issuer=block["issuer"],
                since=block["since"],
                source=block["source"],
            )
        )
    return tuple(found)


def _refused(why: str) -> CardRefused:
    return CardRefused("银行卡号不对", why, "对照银行卡或开户行回单重新录入")
