"""Which unit has to do what of a case (谁来办): review, first review, approval, record.

1. The grass-roots union reviews. Where its case is kept by a unit above, that unit
   enters the review and names the grass-roots union's paper.
2. The county union reviews first; city unions, and those that rank with them, do both.
3. The prefecture approves: the nearest unit of the level of cities or of those that
   rank with them. Where none keeps books here the case's unit enters the approval by
   another person, and names the prefecture's paper.
4. The province keeps the record and checks some; where it keeps no books here the unit
   that approves enters it and names the paper.
5. A grass-roots union decides on its own aid alone; it passes other cases up.

Basis: 关于进一步做好困难职工帮扶工作的意见 第2、3、9条.
"""

from dataclasses import dataclass

from aid.case_kinds import Doing
from ledger.register import Lookups, UnitLookup
from ledger.units import Level, UnitType

_BELOW = (Level.GRASSROOTS, Level.TOWNSHIP)
_RANK_WITH_CITIES = (
    UnitType.PROVINCIAL_ORGAN,
    UnitType.PROVINCIAL_INDUSTRY,
    UnitType.COUNTERPART,
)


@dataclass(frozen=True, slots=True)
class Duty:
    """Who does it, and whose paper they have to name; empty where it is their own."""

    unit: str
    paper_of: str = ""


def is_grassroots(unit: UnitLookup) -> bool:
    """Whether a unit pays no aid for 特困职工 but its own."""
    return unit.level in _BELOW or unit.type == UnitType.GRASSROOTS


def ranks_with_cities(unit: UnitLookup) -> bool:
    """Whether a unit approves."""
    return not is_grassroots(unit) and (
        unit.level in {Level.CITY, Level.PROVINCE} or unit.type in _RANK_WITH_CITIES
    )


def reviews_first(unit: UnitLookup) -> bool:
    """Whether a unit does the first review."""
    return unit.level == Level.COUNTY or ranks_with_cities(unit)


def above(books: Lookups, unit: UnitLookup) -> list[UnitLookup]:
    """A unit and those above it, the nearest first."""
    found = [unit]
    while found[-1].parent:
        found.append(books.units[found[-1].parent])
    return found


def next_above(books: Lookups, unit: UnitLookup) -> UnitLookup | None:
    """The next unit above that can take a case over, if one keeps books here."""
    for one in above(books, unit)[1:]:
        if reviews_first(one):
            return one
    return None


def duty(books: Lookups, unit: UnitLookup, doing: Doing, *, own: bool = False) -> Duty:
    """Who has to take a step of a unit's case."""
    itself = Duty(unit.code)
    if own or doing not in _ELSEWHERE:
        return itself
    if doing is Doing.REVIEW:
        return itself if is_grassroots(unit) else Duty(unit.code, "基层工会")
    fits, whose = _ELSEWHERE[doing]
    for one in above(books, unit):
        if fits(one):
            return Duty(one.code)
    if doing in {Doing.FILE, Doing.SPOT_CHECK}:
        approving = duty(books, unit, Doing.APPROVE).unit
        return Duty(approving, whose)
    return Duty(unit.code, whose)


def _is_province(unit: UnitLookup) -> bool:
    return unit.level == Level.PROVINCE


_ELSEWHERE = {
    Doing.REVIEW: (is_grassroots, "基层工会"),
    Doing.FIRST_REVIEW: (reviews_first, "县级工会"),
    Doing.APPROVE: (ranks_with_cities, "市级工会"),
    Doing.FILE: (_is_province, "省总工会"),
    Doing.SPOT_CHECK: (_is_province, "省总工会"),
}
"""The steps that a certain tier takes, and whose paper stands in for it."""
