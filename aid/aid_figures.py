"""How much aid (救助发放): households, people, times, money and goods, by project.

1. Aid counts on the day on which it was given: a payment when it was paid, a hand-out
   when it was handed out. What came back by the end of the span is not counted.
2. A household is a file, a person a member of it; each is counted once in a sum,
   however often and in however many units it was helped. Times are lines.
3. What a grass-roots union gives on its own account (基层自行帮扶) stands apart.

Cost: the database groups what was given by unit, project and person; people are put
into sets unit by unit, and the sets of units are joined.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from aid import received_store
from aid.claims import Project
from aid.unit_sums import Place, UnitSums
from ledger.database import Connection
from ledger.money import Money
from ledger.periods import Span


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

    def join(self, other: "ProjectFigures") -> None:
        """Add what another place gave; who is in both is counted once (2)."""
        self.files |= other.files
        self.persons |= other.persons
        self.times += other.times
        self.money_fen += other.money_fen
        self.goods_fen += other.goods_fen


@dataclass(slots=True)
class AidFigures:
    """Aid of a place: by project, all of it, and grass-roots' own apart (3).

    `all` is made of the projects by `total`, once all of them are known.
    """

    projects: dict[Project, ProjectFigures] = field(
        default_factory=lambda: {one: ProjectFigures() for one in Project}
    )
    all: ProjectFigures = field(default_factory=ProjectFigures)
    own: ProjectFigures = field(default_factory=ProjectFigures)

    def take(self, one: Received) -> None:
        """Add what a person received."""
        (self.own if one.own else self.projects[one.project]).take(one)

    def join(self, other: "AidFigures") -> None:
        """Add what another place gave."""
        for project, figures in other.projects.items():
            self.projects[project].join(figures)
        self.own.join(other.own)

    def total(self) -> None:
        """Make all of the projects."""
        for figures in self.projects.values():
            self.all.join(figures)


def add_up(received: Iterable[Received], sums: UnitSums) -> Mapping[Place, AidFigures]:
    """What people received, at every place of some units."""
    units: dict[int, AidFigures] = {}
    for one in received:
        if one.unit_id not in units:
            units[one.unit_id] = AidFigures()
        units[one.unit_id].take(one)
    found = {place: AidFigures() for place in sums.order}
    for unit_id, figures in units.items():
        for place in sums.of(unit_id):
            found[place].join(figures)
    for figures in found.values():
        figures.total()
    return found


def received(
    connection: Connection, unit_ids: Sequence[int], span: Span
) -> Iterator[Received]:
    """What people received of units over a span: a few queries for all of them (1)."""
    days = span.since, span.until
    back = Counter[tuple[object, ...]]()
    unpaid: dict[tuple[object, ...], int] = {}
    for row in received_store.failed(connection, unit_ids, *days):
        back[_person(row)] += 1
        unpaid[_person(row)] = unpaid.get(_person(row), 0) + row.fen
    for row in received_store.in_money(connection, unit_ids, *days):
        times = row.times - back[_person(row)]
        if times:
            fen = int(row.fen) - unpaid.get(_person(row), 0)
            yield Received(*_head(row), times, money_fen=fen, goods_fen=0)
    for row in received_store.in_kind(connection, unit_ids, *days):
        yield Received(*_head(row), row.times, money_fen=0, goods_fen=int(row.fen))


def _person(row: Any) -> tuple[object, ...]:
    return row.unit_id, row.project, row.own, row.file, row.member


def _head(row: Any) -> tuple[int, bool, Project, int, int]:
    own, project = bool(row.own), Project(row.project)
    return row.unit_id, own, project, row.file, row.member


def aid_figures(
    connection: Connection, sums: UnitSums, span: Span
) -> Mapping[Place, AidFigures]:
    """The aid of every place of some units over a span."""
    return add_up(received(connection, list(sums.units), span), sums)
