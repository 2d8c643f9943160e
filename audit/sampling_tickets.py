"""Sealed populations and how a sample is drawn from one, so that anyone can draw it.

1. A population is sealed in one written form: a text of lines, each ended by a line
   feed. The first is `item,fen,label`; then one line an item, in the order of the
   bytes of its name. Names are of letters, digits and `. : / # _ -`; labels hold no
   comma, quote or character that does not print. What is sealed are the number of
   items, their sum and the SHA-256 of the text, which is the file that is handed out.
2. The seed is public: dice thrown or lottery numbers drawn after the sealing.
   `draw` tells samples of one population apart.
3. Items by tickets: the ticket of an item is the SHA-256 of the seed, the draw and its
   name, each on a line of its own. The lowest tickets are the sample, without
   repetition. A larger sample begins with the smaller one.
4. Money units by tickets: the k-th number is the SHA-256 of the seed, the draw and k,
   each on a line of its own, modulo the sum of the items drawn from. It names the fen
   at that place, counted from 0 through the items in their order, and so an item. An
   item may be named more than once. A larger sample begins with the smaller one.
5. By fixed interval: the number of k = 0 is the start; the k-th place, from 0, is
   (start + k * sum) / size, rounded down. By cells: the sum is divided into `size`
   cells at (k * sum) / size, rounded down; the number of k + 1 names a place in the
   cell. A sample by interval or cells cannot be enlarged. For samples of items every
   item counts 1.
6. In money units, items of `whole_fen` or more are taken whole and not drawn. Items of
   zero and below are set apart: no fen of theirs can be drawn.
"""

import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import nsmallest
from itertools import accumulate, pairwise
from typing import NamedTuple

from audit.errors import SamplingRefused
from ledger.accounts import Labelled
from ledger.money import Money

HEADER = "item,fen,label"

_NAMES = re.compile(r"(?:[A-Za-z0-9.:/#_-]{1,120}+\n)*")
_LABEL = re.compile(r'[^,"]{0,120}')


class Item(NamedTuple):
    """Something that can be looked at: its name in the books, its amount, its label."""

    name: str
    fen: int
    label: str = ""


class Method(Labelled):
    """How items are drawn."""

    TICKETS = "tickets", "抽签（散列票）"
    INTERVAL = "interval", "固定间隔"
    CELLS = "cells", "分格"


class Units(Labelled):
    """What is as likely as any other: every item, or every fen."""

    ITEMS = "items", "项目（属性抽样）"
    MONEY = "money", "货币单元"


@dataclass(frozen=True, slots=True)
class Population:
    """Items in their order, and what they are sealed by."""

    items: tuple[Item, ...]
    text: bytes
    digest: str

    @property
    def count(self) -> int:
        """How many items."""
        return len(self.items)

    @property
    def sum(self) -> Money:
        """The sum of all items, whatever their sign."""
        return Money(sum(item.fen for item in self.items))


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """What says which sample is drawn: all of it is recorded, and printed.

    `whole_fen` is from which amount on items are taken whole, 0 where none are.
    """

    units: Units
    method: Method
    seed: str
    size: int
    draw: int = 1
    whole_fen: int = 0

    def __post_init__(self) -> None:
        assert self.size > 0
        assert self.draw > 0
        assert self.whole_fen >= 0
        assert self.units is Units.MONEY or not self.whole_fen

    @property
    def text(self) -> str:
        """What stands before the last line of whatever is hashed."""
        return f"{self.seed}\n{self.draw}\n"


class Pick(NamedTuple):
    """The k-th of a sample, from 1; `place` is the fen or ticket that named it."""

    k: int
    item: Item
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What was drawn, and what was not drawn from.

    `whole` are items taken whole, `zero` and `negative` those set apart. `drawn_fen`
    is the sum of the items that were drawn from. `is_population` says that the sample
    is everything: as many were asked for as there are, or more.
    """

    picks: tuple[Pick, ...]
    whole: tuple[Item, ...] = ()
    zero: tuple[Item, ...] = ()
    negative: tuple[Item, ...] = ()
    drawn_fen: int = 0
    is_population: bool = False

    @property
    def items(self) -> tuple[Item, ...]:
        """Each item to be looked at, once: those taken whole, then those drawn."""
        found = dict.fromkeys((*self.whole, *(pick.item for pick in self.picks)))
        return tuple(found)

    def hits(self) -> dict[str, int]:
        """How often each drawn item was named."""
        found: dict[str, int] = {}
        for pick in self.picks:
            found[pick.item.name] = found.get(pick.item.name, 0) + 1
        return found


def sealed(items: Iterable[Item]) -> Population:
    """Items in the written form, with their digest; their order before is nothing.

    Raises:
        SamplingRefused: there are none, two have one name, or a name or label cannot
            be written.
    """
    ordered = tuple(sorted(items))
    what = "总体没有封存"
    if not ordered:
        raise SamplingRefused(what, "没有项目", "核对期间和总体种类")
    if any(one.name == other.name for one, other in pairwise(ordered)):
        raise SamplingRefused(what, "有项目重名", "每个项目应有自己的编号")
    # One look at all names: a million are sealed at once.
    if not _NAMES.fullmatch("".join(f"{item.name}\n" for item in ordered)):
        raise SamplingRefused(
            what, "有项目编号不能书写", "编号只用字母、数字和 . : / # _ -"
        )
    if not all(map(_is_label, {item.label for item in ordered})):
        raise SamplingRefused(what, "有项目说明不能书写", "说明不用逗号、引号和换行")
    text = _written(ordered)
    return Population(ordered, text, hashlib.sha256(text).hexdigest())


def _written(items: Iterable[Item]) -> bytes:
    lines = "".join([f"{name},{fen},{label}\n" for name, fen, label in items])
    return f"{HEADER}\n{lines}".encode()


def _is_label(text: str) -> bool:
    return bool(_LABEL.fullmatch(text)) and text.isprintable()


def read_sealed(text: bytes) -> Population:
    """A population from its written form.

    Raises:
        SamplingRefused: it is not the written form.
    """
    try:
        population = sealed(_items(text))
    except (ValueError, SamplingRefused):
        pass
    else:
        if population.text == text:
            return population
    raise SamplingRefused("文件不是封存的总体", "写法不符", "使用封存时导出的文件")


def unsealed(text: bytes, digest: str) -> Population:
    """A population from a text that is known, by its digest, to be the written form."""
    return Population(tuple(_items(text)), text, digest)


def _items(text: bytes) -> Iterator[Item]:
    lines = text.decode().split("\n")
    for name, fen, label in (line.split(",") for line in lines[1:-1]):
        yield Item(name, int(fen), label)


def differences(old: Population, new: Population, most: int = 20) -> tuple[str, ...]:
    """Names of items that are no longer as they were sealed, the first of them."""
    before, after = dict.fromkeys(old.items), dict.fromkeys(new.items)
    gone = {item.name for item in old.items if item not in after}
    come = {item.name for item in new.items if item not in before}
    return tuple(sorted(gone | come)[:most])


# -- drawing ---------------------------------------------------------------------------


def seed_of(text: str) -> str:
    """A public seed as it is hashed: without space around it, on one line.

    Raises:
        SamplingRefused: it is empty, longer than 200 characters, or has line breaks.
    """
    seed = text.strip()
    if not seed or len(seed) > _SEED_LONGEST or not seed.isprintable():
        raise SamplingRefused(
            "样本没有抽取",
            "种子应为一行不超过200字的文字",
            "公开掷骰或引用开奖号码，原样填写",
        )
    return seed


_SEED_LONGEST = 200


def most_of(population: Population, units: Units, whole_fen: int = 0) -> int:
    """How many items can be drawn from: in money units, of an amount not taken whole.

    Who asks for as many asks for everything; more there is not.
    """
    if units is Units.ITEMS:
        return population.count
    return sum(_is_small(item.fen, whole_fen) for item in population.items)


def _is_small(fen: int, whole_fen: int) -> bool:
    return fen > 0 and not 0 < whole_fen <= fen


def draw(population: Population, drawing: Drawing) -> Sample:
    """Draw a sample from a population.

    Where as many are asked for as there are to draw from, everything is taken.
    """
    if drawing.units is Units.ITEMS:
        return _draw_items(population, drawing)
    return _draw_money(population, drawing)


def _draw_items(population: Population, drawing: Drawing) -> Sample:
    items, total = population.items, population.sum.fen
    if drawing.size >= len(items):
        picks = (Pick(k, item, "") for k, item in enumerate(items, 1))
        return Sample(picks=tuple(picks), drawn_fen=total, is_population=True)
    if drawing.method is Method.TICKETS:
        start = hashlib.sha256(drawing.text.encode())
        lowest = nsmallest(
            drawing.size, ((_ticket(start, item.name), item) for item in items)
        )
        picks = (Pick(k, item, ticket) for k, (ticket, item) in enumerate(lowest, 1))
    else:
        places = _places(drawing, len(items))
        picks = (Pick(k, items[at], str(at)) for k, at in enumerate(places, 1))
    return Sample(picks=tuple(picks), drawn_fen=total)


def _ticket(start: "hashlib._Hash", name: str) -> str:
    # A copy of what all tickets begin with: a million of them are reckoned.
    ticket = start.copy()
    ticket.update(name.encode())
    return ticket.hexdigest()


def _draw_money(population: Population, drawing: Drawing) -> Sample:
    items = population.items
    whole_fen = drawing.whole_fen
    zero = tuple(item for item in items if not item.fen)
    negative = tuple(item for item in items if item.fen < 0)
    whole = tuple(item for item in items if 0 < whole_fen <= item.fen)
    small = [item for item in items if _is_small(item.fen, whole_fen)]
    if drawing.size >= len(small):
        return Sample(
            picks=(),
            whole=tuple(item for item in items if item.fen > 0),
            zero=zero,
            negative=negative,
            is_population=True,
        )
    ends = list(accumulate(item.fen for item in small))
    picks = (
        Pick(k, small[bisect_right(ends, place)], str(place))
        for k, place in enumerate(_places(drawing, ends[-1]), 1)
    )
    return Sample(
        picks=tuple(picks),
        whole=whole,
        zero=zero,
        negative=negative,
        drawn_fen=ends[-1],
    )


def _places(drawing: Drawing, total: int) -> Iterator[int]:
    """The places that are drawn, from 0 to under the total."""
    size = drawing.size
    if drawing.method is Method.TICKETS:
        yield from (_number(drawing, k) % total for k in range(1, size + 1))
    elif drawing.method is Method.INTERVAL:
        start = _number(drawing, 0) % total
        yield from ((start + k * total) // size for k in range(size))
    else:
        for k in range(size):
            low, high = k * total // size, (k + 1) * total // size
            yield low + _number(drawing, k + 1) % (high - low)


def _number(drawing: Drawing, k: int) -> int:
    return int(hashlib.sha256(f"{drawing.text}{k}".encode()).hexdigest(), 16)
