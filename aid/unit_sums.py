"""Sums of a subtree (含下级): each unit alone, with all below it, and each tier.

What is counted of a unit is added to its own place and to every sum that it belongs to,
so that a province costs each figure a few additions, not a search.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ledger.accounts import Labelled
from ledger.register import Lookups
from ledger.units import Level


class Scope(Labelled):
    """What a row of statistics is of."""

    OWN = "own", "本级"
    SUM = "sum", "含下级"
    TIER = "tier", "按级别"


@dataclass(frozen=True, slots=True)
class Place:
    """A row of statistics: a unit alone, a unit with those below, or a tier.

    `code` is empty of a tier. `depth` says how far below the unit asked for it stands.
    """

    scope: Scope
    code: str
    name: str
    level: Level
    depth: int = 0


class UnitSums:
    """The places that figures of some units stand in, and of which each unit is."""

    __slots__ = ("_of", "order", "units")

    def __init__(self, books: Lookups, root: str, units: Sequence[str]) -> None:
        self.units = {books.unit(code).id: code for code in units}
        below: dict[str, list[str]] = {}
        for code in units:
            if code != root:
                below.setdefault(books.unit(code).parent, []).append(code)
        self._of: dict[int, tuple[Place, ...]] = {}
        self.order: tuple[Place, ...] = (
            *self._placed(books, root, below, ()),
            *(_tiers(books, units) if len(units) > 1 else ()),
        )
        self._join_tiers(books)

    def of(self, unit_id: int | None) -> tuple[Place, ...]:
        """The places that a unit's figures are added to; none of a unit outside."""
        return () if unit_id is None else self._of.get(unit_id, ())

    def _placed(
        self,
        books: Lookups,
        code: str,
        below: dict[str, list[str]],
        above: tuple[Place, ...],
    ) -> Iterator[Place]:
        unit = books.unit(code)
        level = Level(unit.level)
        under = below.get(code, [])
        if under:
            whole = Place(Scope.SUM, code, unit.name, level, len(above))
            above = (*above, whole)
            yield whole
        name = f"{unit.name}本级" if under else unit.name
        own = Place(Scope.OWN, code, name, level, len(above))
        self._of[unit.id] = (own, *above)
        yield own
        for one in under:
            yield from self._placed(books, one, below, above)

    def _join_tiers(self, books: Lookups) -> None:
        tiers = {one.level: one for one in self.order if one.scope is Scope.TIER}
        if not tiers:
            return
        for unit_id, code in self.units.items():
            tier = tiers[Level(books.unit(code).level)]
            self._of[unit_id] = (*self._of[unit_id], tier)


def _tiers(books: Lookups, units: Sequence[str]) -> Iterator[Place]:
    met = {Level(books.unit(code).level) for code in units}
    for level in Level:
        if level in met:
            yield Place(Scope.TIER, "", _TIERS[level], level)


_TIERS = {
    level: level.label if level is Level.GRASSROOTS else f"{level.label}级"
    for level in Level
}
