"""Serials of shopping vouchers (购物券编号): read, counted, written, cut.

1. A serial is a prefix and up to eighteen digits at its end, zeros in front counted:
   A001 and A01 are two.
2. A range runs from its first to its last, both in it, of one prefix and one width.
3. Several ranges are written with a semicolon between them: `A001-A100；B7`.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from treasury.goods_tables import SERIAL_DIGITS

_SERIAL = re.compile(r"(\S*?)([0-9]{1,18})")
_LONGEST = 60


class SerialError(ValueError):
    """A text that is no range of serials; the message says why, without the text."""


@dataclass(frozen=True, slots=True, order=True)
class SerialRange:
    """Serials of one prefix and width, from the first to the last, both in it."""

    prefix: str
    width: int
    first: int
    last: int

    def __post_init__(self) -> None:
        assert 1 <= self.width <= SERIAL_DIGITS
        assert 0 <= self.first <= self.last < 10**self.width

    @property
    def count(self) -> int:
        """How many there are."""
        return self.last - self.first + 1

    def __str__(self) -> str:
        first, last = self._one(self.first), self._one(self.last)
        return first if first == last else f"{first}-{last}"

    def _one(self, number: int) -> str:
        return f"{self.prefix}{number:0{self.width}d}"

    def part(self, first: int, last: int) -> "SerialRange":
        """Some of them."""
        return SerialRange(self.prefix, self.width, first, last)

    def meets(self, other: "SerialRange") -> bool:
        """Whether both hold some serial."""
        same = (self.prefix, self.width) == (other.prefix, other.width)
        return same and self.first <= other.last and other.first <= self.last

    def common(self, other: "SerialRange") -> "SerialRange":
        """What both hold, where they meet."""
        assert self.meets(other)
        first, last = max(self.first, other.first), min(self.last, other.last)
        return self.part(first, last)


def read(text: str) -> tuple[SerialRange, ...]:
    """The ranges that a text tells.

    Raises:
        SerialError: it tells none, or two of them overlap.
    """
    plain = unicodedata.normalize("NFKC", text)
    parts = [part for part in re.split(r"[;,、\s]+", plain) if part]
    found = tuple(_range(part) for part in parts)
    if not found:
        raise SerialError("没有写明编号")
    ordered = sorted(found)
    for one, other in pairwise(ordered):
        if one.meets(other):
            raise SerialError("编号段互相重叠")
    return found


def _range(text: str) -> SerialRange:
    if len(text) > _LONGEST:
        raise SerialError("编号过长")
    # A prefix may hold a hyphen: the halves of a range are alike.
    for at in (m.start() for m in re.finditer("[-~—]", text)):
        first, last = _SERIAL.fullmatch(text[:at]), _SERIAL.fullmatch(text[at + 1 :])
        if first and last and first[1] == last[1] and len(first[2]) == len(last[2]):
            begin, end = int(first[2]), int(last[2])
            if begin > end:
                raise SerialError("编号段的首号大于末号")
            return SerialRange(first[1], len(first[2]), begin, end)
    single = _SERIAL.fullmatch(text)
    if single is None:
        raise SerialError("编号应以数字结尾，成段写作 A001-A100，前缀和位数须相同")
    number = int(single[2])
    return SerialRange(single[1], len(single[2]), number, number)


def write(ranges: Iterable[SerialRange]) -> str:
    """Ranges as people write them."""
    return "；".join(map(str, ranges))


def count(ranges: Iterable[SerialRange]) -> int:
    """How many serials there are in ranges that do not overlap."""
    return sum(one.count for one in ranges)


def without(
    ranges: Sequence[SerialRange], taken: Sequence[SerialRange]
) -> tuple[SerialRange, ...]:
    """What is left of ranges when others are taken out of them."""
    left = list(ranges)
    for gone in taken:
        left = [piece for one in left for piece in _cut(one, gone)]
    return tuple(left)


def _cut(one: SerialRange, gone: SerialRange) -> Iterable[SerialRange]:
    if not one.meets(gone):
        yield one
        return
    if one.first < gone.first:
        yield one.part(one.first, gone.first - 1)
    if gone.last < one.last:
        yield one.part(gone.last + 1, one.last)
