"""What a planted fault is, and the register of all kinds of them.

A fault is a way of going wrong; it says which check has to find it and, where others
rightly speak of it too, which.
"""

from collections.abc import Callable
from dataclasses import dataclass

from tests.planted_year import Folder

Found = tuple[str, str]
"""A check and the title under which it tells what it found."""


@dataclass(frozen=True, slots=True)
class Plant:
    """A way of going wrong: what is done, and who must tell it.

    `also` is what other checks, or the same one, rightly say of the same fault.
    """

    name: str
    found: Found
    do: Callable[[Folder], None]
    also: tuple[Found, ...] = ()
    limited: bool = False
    """Whether the management body has set a limit for approvals (1,000 yuan)."""

    def __str__(self) -> str:
        return self.name


PLANTS: list[Plant] = []


def plant(
    name: str, check: str, title: str, *also: Found, limited: bool = False
) -> Callable[[Callable[[Folder], None]], Callable[[Folder], None]]:
    """Keep a function as a kind of fault: its name, who finds it, under which title."""

    def keep(do: Callable[[Folder], None]) -> Callable[[Folder], None]:
        PLANTS.append(Plant(name, (check, title), do, also, limited))
        return do

    return keep


UNEQUAL = ("T43", "资金结存形态与结转结余不等")
