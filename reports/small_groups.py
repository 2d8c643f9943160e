"""Small groups kept from view in what is published: of whom few are told, none is told.

What is published is told by kinds, such as kinds of aid. A reader adds and takes away:
whatever follows from the figures by such sums must speak of nobody, or of many.

1. Primary: a kind that reached fewer than `THRESHOLD` is not told by itself, neither
   how many nor how much.
2. Complementary: it is told together with others, as one block with one figure. A
   block reaches so many that any of its kinds alone could have reached `THRESHOLD`,
   even to a reader who knows that each of them reached one at least. The total less
   the blocks told is a block again.
3. Where all kinds together are too few nothing is told by kind and nobody is counted:
   the document is silent.
4. The edition of a unit with those below it is read beside that of the unit alone.
   Its blocks are made of whole blocks of the other; what both leave over, the units
   below, is held to the same bounds.
5. A total that counts a household once, while several kinds reached it, is told only
   where it gives no small group away: those whom a kind did not reach, and those whom
   several kinds reached, are none or many.

The limit of this: one document knows of the books it is drawn from. Of a part of a
year only sums of money are told, for such editions are taken from each other; editions
of all units below one by one are not read beside it; what people know of each other
besides is not known here.
Amounts of the whole are accounts that have to be given, and are never kept back.

Nothing here knows a database, or what is counted.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

THRESHOLD = 5
"""Fewer than so many are not told (grade D: our own, since 2026-11; no clause)."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What some kinds reached: how many kinds anybody, and the fewest counted.

    `kinds` are those of them with any figure; `fewest` is the least of all counts that
    would be told of them together, nil where nothing is counted.
    """

    kinds: int
    fewest: int

    def __post_init__(self) -> None:
        assert self.kinds >= 0

    @property
    def hides(self) -> bool:
        """Whether it may be told without a small group being told (rules 1, 2)."""
        return self.kinds == 0 or self.fewest - (self.kinds - 1) >= THRESHOLD


Block = tuple[str, ...]
Count = Callable[[Block], Tally]


def blocks(kinds: Sequence[str], *views: Count) -> tuple[Block, ...]:
    """Kinds put together until each block may be told in every view; else none.

    A view is what a reader can work out: an edition, or what two leave over. The order
    is that of the kinds. Takes time with the third power of the kinds, which are few.
    """
    return joined([(kind,) for kind in kinds], *views)


def joined(parts: Iterable[Block], *views: Count) -> tuple[Block, ...]:
    """The same, of blocks that stand already and are not taken apart (rule 4)."""
    found = list(parts)
    order = [kind for one in found for kind in one]
    while small := [one for one in found if not _told(one, views)]:
        if len(found) == 1:
            return ()
        first = min(small, key=lambda one: _size(one, views))
        others = [one for one in found if one != first]
        second = min(others, key=lambda one: _size(one, views))
        place = min(found.index(first), found.index(second))
        found = [one for one in found if one not in {first, second}]
        found.insert(place, tuple(sorted((*first, *second), key=order.index)))
    return tuple(found)


def _told(block: Block, views: Sequence[Count]) -> bool:
    return all(view(block).hides for view in views)


def _size(block: Block, views: Sequence[Count]) -> int:
    return sum(view(block).fewest for view in views)


def may_tell(total: int, parts: Sequence[int]) -> bool:
    """Whether a total that counts each household once may stand beside its parts (5).

    `parts` are what the blocks beside it tell; a single one is the total itself.
    """
    over = sum(parts) - total
    return all(_none_or_many(total - part) for part in parts) and _none_or_many(over)


def _none_or_many(count: int) -> bool:
    return count == 0 or count >= THRESHOLD
