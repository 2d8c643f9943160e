"""Long lists of values (分段查找): looked for in parts that one statement takes."""

from collections.abc import Iterable, Iterator
from typing import Any

MANY = 2_000
"""Values that are looked for in one statement; SQLite takes 32,766 at most."""


def parts(values: Iterable[Any]) -> Iterator[list[Any]]:
    """Values of one kind, each once, in order, in parts."""
    whole = sorted(set(values))
    for first in range(0, len(whole), MANY):
        yield whole[first : first + MANY]
