"""Money in whole fen: read, shown, written in capitals, and split without loss.

1. An amount is an integer number of fen; one yuan is a hundred fen.
2. An amount is at most 9e13 yuan, so that sums of amounts fit into 64 bits.
3. Nothing is guessed when an amount is read: `293,549,90` is a fault.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

BOUND_FEN = 9_000_000_000_000_000

# `\d` would take the digits of every script of the world.
_AMOUNT = re.compile(r"(-?)([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.([0-9]{1,2}))?")
_LONGEST = 32


_BEYOND = "金额超过 90,000,000,000,000.00 元的上限"


class AmountError(ValueError):
    """A text that is no amount; the message says why, without the text itself."""


class AmountBeyondError(AmountError):
    """An amount that is written well and is beyond the limit."""


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount of renminbi in whole fen; negative only for what is red."""

    fen: int = 0

    def __post_init__(self) -> None:
        if not isinstance(self.fen, int) or isinstance(self.fen, bool):
            raise TypeError("an amount is a whole number of fen")

    @classmethod
    def parse(cls, text: str) -> "Money":
        """Read yuan with at most two decimals, such as `1234.5` or `1,234.50`.

        Raises:
            AmountError: the text is no amount, or beyond 9e13 yuan.
        """
        return cls(parse_fen(text))

    def __add__(self, other: "Money") -> "Money":
        return Money(self.fen + other.fen)

    def __radd__(self, other: int) -> "Money":
        # `sum()` starts from the integer 0 and no other integer is an amount.
        assert other == 0
        return self

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.fen - other.fen)

    def __neg__(self) -> "Money":
        return Money(-self.fen)

    def __abs__(self) -> "Money":
        return Money(abs(self.fen))

    def __bool__(self) -> bool:
        return self.fen != 0

    def __str__(self) -> str:
        """The amount in yuan with two decimals, as JSON and CSV carry it."""
        return yuan(self.fen)

    def grouped(self) -> str:
        """The amount in yuan with thousands separators, as tables show it."""
        return grouped_yuan(self.fen)

    def capitals(self) -> str:
        """The amount in capital numerals (大写), as vouchers and receipts want it.

        Basis: 会计基础工作规范 第五十二条.
        """
        return _capitals(self.fen)

    def split(self, weights: Sequence[int]) -> tuple["Money", ...]:
        """Divide in proportion to whole weights; no fen is lost.

        Each part is rounded towards zero; the fen that remain go one each to the
        parts with the largest remainder, the earlier part first.
        """
        total = sum(weights)
        assert total > 0
        assert all(weight >= 0 for weight in weights)
        sign = -1 if self.fen < 0 else 1
        parts = [divmod(abs(self.fen) * weight, total) for weight in weights]
        short = abs(self.fen) - sum(part for part, _ in parts)
        order = sorted(range(len(parts)), key=lambda index: -parts[index][1])
        extra = set(order[:short])
        return tuple(
            Money(sign * (part + (index in extra)))
            for index, (part, _) in enumerate(parts)
        )


ZERO = Money(0)


def parse_fen(text: str) -> int:
    """Read an amount in yuan as whole fen; the rules of `Money.parse` hold."""
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    match = _AMOUNT.fullmatch(plain.strip())
    if match is None:
        raise AmountError(_why_no_amount(plain))
    sign, whole, decimals = match.groups()
    if len(whole) > _LONGEST:
        raise AmountBeyondError(_BEYOND)
    fen = int(whole.replace(",", "")) * 100 + int((decimals or "0").ljust(2, "0"))
    if fen > BOUND_FEN:
        raise AmountBeyondError(_BEYOND)
    return -fen if sign else fen


def yuan(fen: int) -> str:
    """Whole fen as yuan with two decimals: 123450 is `1234.50`."""
    sign = "-" if fen < 0 else ""
    whole, rest = divmod(abs(fen), 100)
    return f"{sign}{whole}.{rest:02d}"


def grouped_yuan(fen: int) -> str:
    """Whole fen as yuan with thousands separators: 123450 is `1,234.50`."""
    sign = "-" if fen < 0 else ""
    whole, rest = divmod(abs(fen), 100)
    return f"{sign}{whole:,}.{rest:02d}"


def _why_no_amount(text: str) -> str:
    if re.fullmatch(r"-?[0-9,]+\.[0-9]{3,}", text.strip()):
        return "金额至多两位小数"
    if re.fullmatch(r"-?[0-9]*,[0-9,]*(?:\.[0-9]*)?", text.strip()):
        return "千分位逗号的位置不对"
    if "¥" in text:
        return "不是金额；不写货币符号，应写作 1234.5 或 1,234.50"
    return "不是金额；应写作 1234.5 或 1,234.50"


def _capitals(fen: int) -> str:
    # cn2an is imported where it is used: a command that prints none pays nothing.
    from cn2an import an2cn  # noqa: PLC0415

    if fen == 0:
        return "零元整"
    words: str = an2cn(yuan(abs(fen)), "rmb")
    return f"负{words}" if fen < 0 else words
