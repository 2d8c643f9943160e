"""How much aid (救助发放): households, people, times, money and goods, by project.

1. Aid counts on the day on which it was given: a payment when it was paid, a hand-out
   when it was handed out. What came back is not counted.
2. A household is a file, a person a member of it; each is counted once in a sum,
   however often and in however many units it was helped. Times are lines.
3. What a grass-roots union gives on its own account (基层自行帮扶) stands apart.

Cost: the database groups what was given by unit, project and person; the sets of the
sums are made here, some additions a person.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from aid.claims import Project
from aid.unit_sums import Place, UnitSums
from ledger.money import Money


class Received(NamedTuple):
    """What a person received of one project from one unit over a span."""

    unit_id: int
    own: bool
    project: Project
    file: int
    member: int
    times: int
    money_fen: int
    goods_fen: int


@dataclass(slots=True)
class ProjectFigures:
    """Aid of one project to the people of a place."""

    files: set[int] = field(default_factory=set)
    persons: set[tuple[int, int]] = field(default_factory=set)
    times: int = 0
    money_fen: int = 0
    goods_fen: int = 0

    @property
    def households(self) -> int:
        """How many households (户数)."""
        return len(self.files)

    @property
    def people(self) -> int:
        """How many people (人数)."""
        return len(self.persons)

    @property
    def money(self) -> Money:
        """What was paid."""
        return Money(self.money_fen)

    @property
    def goods(self) -> Money:
        """What was handed out, at cost."""
        return Money(self.goods_fen)

    @property
    def amount(self) -> Money:
        """Money and goods."""
        return Money(self.money_fen + self.goods_fen)

    def take(self, one: Received) -> None:
        """Add what a person received."""
        self.files.add(one.file)
        self.persons.add((one.file, one.member))
        self.times += one.times
        self.money_fen += one.money_fen
        self.goods_fen += one.goods_fen


@dataclass(slots=True)
class AidFigures:
    """Aid of a place: by project, all of it, and grass-roots' own apart (3)."""

    projects: dict[Project, ProjectFigures] = field(
        default_factory=lambda: {one: ProjectFigures() for one in Project}
    )
    all: ProjectFigures = field(default_factory=ProjectFigures)
    own: ProjectFigures = field(default_factory=ProjectFigures)

    def take(self, one: Received) -> None:
        """Add what a person received."""
        if one.own:
            self.own.take(one)
            return
        self.projects[one.project].take(one)
        self.all.take(one)


def add_up(received: Iterable[Received], sums: UnitSums) -> Mapping[Place, AidFigures]:
    """What people received, at every place of some units."""
    found = {place: AidFigures() for place in sums.order}
    for one in received:
        for place in sums.of(one.unit_id):
            found[place].take(one)
    return found
