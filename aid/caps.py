"""Caps (上限): how much may be given at most, and why; the tightest holds.

Earlier aid of the year is taken off a cap: of the person, or of the whole household.
"""

from collections.abc import Iterable, Iterator

from aid.claims import Claim
from aid.standard_kinds import Per
from aid.standard_sets import Standard
from ledger.money import ZERO, Money


class Cap:
    """What may still be given under one cap, never below nil, and why."""

    __slots__ = ("left", "told")

    def __init__(self, left: Money, told: str) -> None:
        self.left = max(left, ZERO)
        self.told = told


def tightest(caps: Iterable[Cap]) -> Cap:
    """The cap that leaves least; of several alike, the first."""
    return min(caps, key=lambda cap: cap.left)


def yearly(claim: Claim, caps: Iterable[Standard]) -> Iterator[Cap]:
    """Caps of a year in yuan, less what the person or household already had."""
    for standard in caps:
        member = claim.member if standard.per is Per.PERSON else None
        had = claim.had(claim.project, member)
        what = f"{standard.per.label}每年"
        yield Cap(standard.money - had, capped(what, standard.money, had, standard))


def capped(what: str, most: Money, had: Money, standard: Standard) -> str:
    """A cap as a sentence, with its clause."""
    left = max(most - had, ZERO).grouped()
    earlier = f"，本年已有 {had.grouped()} 元" if had else ""
    return (
        f"上限为{what} {most.grouped()} 元{earlier}，至多 {left} 元（{standard.cited}）"
    )
