"""How wide the columns of a printed table are, and how small its type must be.

All lengths are hundredths of an em, so that type of any size shares one sum. An
amount never wraps: if the columns do not fit, the type of the table shrinks; only
running text is broken over lines.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reports.report import Column

# 五号, 小五, eight points, 六号 and 小六, in tenths of a point.
SIZES = (105, 90, 80, 75, 65)
_COMFORTABLE = 90
"""What is set smaller is harder to read than what is broken over lines."""
PADDING = 70
_WIDE = 100
_NARROW = 57
# Commas and points are narrower still, and amounts are full of them.
_POINT_LESS = 23
_PER_CENT_MORE = 36
_SHORT_TEXT = 700
TEXT_MIN = 900
"""Every column of texts has room for as much."""
_TIGHT_TEXT = 760
_TIGHT_TITLE = 300
"""Room for as much where a table would be too small to read else."""
_TEXT_MAX = 8000
# Between a character and a figure or letter every program sets a quarter of an em.
_BETWEEN = 25
_MEETING = re.compile(
    "[\u3400-\u9fff](?=[0-9A-Za-z])|[0-9A-Za-z](?=[\u3400-\u9fff])", re.ASCII
)
# What no line begins with.
_CLOSING = frozenset("，。、；：）》〉」』】〕”’％")
# From here on characters are as wide as they are high.
_FIRST_WIDE = "\u2e80"
_SHAPES = frozenset(map(chr, range(0x25A0, 0x2600)))
"""Signs such as ▼: the Chinese faces set them as wide as a character."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The size of type in tenths of a point, and the width of every column."""

    size: int
    widths: tuple[int, ...]


def natural(text: str) -> int:
    """The room that a text takes on one line."""
    if text.isascii():
        points = text.count(",") + text.count(".")
        signs = text.count("%")
        return _NARROW * len(text) - _POINT_LESS * points + _PER_CENT_MORE * signs
    return max(map(_line, text.split("\n")))


def broken(title: str, wide: int) -> str:
    """A title over lines of about the same length, in a column of this width.

    Left to itself a program fills the first line and leaves one character for the next.
    """
    length, room = natural(title), max(wide - PADDING, 1)
    if length <= room or " " in title or "\n" in title or title.isascii():
        return title
    count = min(-(-length // room), len(title))
    each, rest = divmod(len(title), count)
    lines, begin = [], 0
    for number in range(count):
        end = begin + each + (number < rest)
        if end < len(title) and title[end] in _CLOSING:
            end += 1
        lines.append(title[begin:end])
        begin = end
    return "\n".join(filter(None, lines))


def plan(
    columns: Sequence[Column],
    widest: Sequence[int],
    room_pt: int,
    *,
    largest: int = SIZES[0],
) -> Plan:
    """Share out a page's width, given in hundredths of a point.

    `widest` is the natural width of the widest cell of every column; type is not set
    larger than `largest`, which is one of `SIZES`.
    """
    asked = list(zip(columns, widest, strict=True))
    wanted = [_wanted(column, width) for column, width in asked]
    least = [_least(*one) for one in zip(columns, wanted, strict=True)]
    size = _size(sum(wanted), sum(least), room_pt, largest)
    if size < _COMFORTABLE:
        wanted = [_wanted(column, width, tight=True) for column, width in asked]
        least = [_least(*one, tight=True) for one in zip(columns, wanted, strict=True)]
        size = _size(sum(wanted), sum(least), room_pt, largest)
    shares = [column.width or 1 for column in columns]
    return Plan(size, _shared(shares, wanted, least, room=_room(room_pt, size)))


def _size(wanted: int, least: int, room_pt: int, largest: int) -> int:
    """The largest size that fits; a little smaller, if then no text is broken."""
    sizes = [size for size in SIZES if size <= largest]
    whole = (one for one in sizes if one >= _COMFORTABLE)
    fitting = (one for one in whole if wanted <= _room(room_pt, one))
    broken = (one for one in sizes if least <= _room(room_pt, one))
    return next(fitting, next(broken, SIZES[-1]))


def _line(text: str) -> int:
    wide = sum(c >= _FIRST_WIDE or c in _SHAPES for c in text)
    meetings = len(_MEETING.findall(text))
    return _WIDE * wide + _NARROW * (len(text) - wide) + _BETWEEN * meetings


def _title_min(column: Column, *, tight: bool) -> int:
    """A title is broken in two, one of words in three; what remains is asked for."""
    width, title = natural(column.title), column.title.split()
    if len(title) > 1:
        return max((width + 2) // 3, *map(natural, title))
    if column.title.isascii():
        # A word of letters is never broken.
        return width
    if width <= (_TIGHT_TITLE if tight else _SHORT_TEXT):
        return width
    # Of an odd number of characters the longer part has one more.
    return -(-width // (2 * _WIDE)) * _WIDE if tight else (width + 1) // 2


def _wanted(column: Column, widest: int, *, tight: bool = False) -> int:
    if column.kind == "text":
        widest = min(widest, _TEXT_MAX)
    return max(widest, _title_min(column, tight=tight)) + PADDING


def _least(column: Column, wanted: int, *, tight: bool = False) -> int:
    if column.kind != "text" or wanted <= _SHORT_TEXT:
        return wanted
    text = _TIGHT_TEXT if tight else TEXT_MIN
    return min(wanted, max(text, _title_min(column, tight=tight)) + PADDING)


def _room(room_pt: int, size: int) -> int:
    """The page's width in hundredths of an em of type of this size."""
    return room_pt * 10 // size


def _shared(
    shares: Sequence[int], wanted: Sequence[int], least: Sequence[int], *, room: int
) -> tuple[int, ...]:
    """Everyone has the least; what is left goes to who wants more, then to all.

    Who wants little is contented before others have more, so that a name lacking one
    character is not broken for the sake of a long summary.
    """
    left = room - sum(least)
    if left < 0:
        return tuple(width * room // sum(least) for width in least)
    lacking = [want - have for want, have in zip(wanted, least, strict=True)]
    if sum(lacking) > left:
        return _filled(shares, lacking, least, left)
    rest = room - sum(wanted)
    return _added(wanted, rest, [a * b for a, b in zip(wanted, shares, strict=True)])


def _filled(
    shares: Sequence[int], lacking: Sequence[int], least: Sequence[int], left: int
) -> tuple[int, ...]:
    """Who lacks least for their share first, each at most its part of the rest."""
    found = list(least)
    weight = sum(shares)
    order = sorted(range(len(found)), key=lambda one: lacking[one] / shares[one])
    for one in order:
        given = min(lacking[one], left * shares[one] // weight)
        found[one] += given
        left -= given
        weight -= shares[one]
    return tuple(found)


def _added(widths: Sequence[int], rest: int, weights: Sequence[int]) -> tuple[int, ...]:
    total = sum(weights)
    return tuple(
        width + rest * weight // total
        for width, weight in zip(widths, weights, strict=True)
    )
