"""Faults planted in a clean year, which the checks do not read: all kinds of them.

`planted_year.py` makes the year; `planted_books.py` and `planted_aid.py` say how it
goes wrong, `planting.py` what a fault is.
"""

from collections.abc import Iterable

from tests import planted_aid as _aid  # noqa: F401 - it registers its kinds
from tests import planted_books as _books  # noqa: F401 - it registers its kinds
from tests.planted_year import UNIT, Folder, clean
from tests.planting import PLANTS, Found, Plant

__all__ = ["UNIT", "Folder", "Found", "Plant", "clean", "planted", "plants"]


def plants() -> tuple[Plant, ...]:
    """Every kind of fault, in the order of the checks that find them."""
    return tuple(sorted(PLANTS, key=lambda one: one.found[0]))


def planted(seed: int, chosen: Iterable[Plant]) -> Folder:
    """The clean year of a seed with these faults in it."""
    made = clean(seed)
    for one in chosen:
        one.do(made)
    return made
