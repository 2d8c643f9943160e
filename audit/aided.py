"""Who was helped and on what it rests, as an auditor reads it: no database.

1. People are file numbers. A household is known by the first of the files tied to it,
   a card by a mark that equal cards share; neither tells anything else.
2. `paid` are the payments and hand-outs of the unit that stand, line by line; what
   failed at the bank or came back to stock is left out, or marked by what came back.
3. `elsewhere` is what the same households had in other units or before, where it is on
   record, in the years that `paid` is for.
4. Sums that a case was judged by are those recorded when it was judged. `standards` are
   those that the unit goes by, as they are known when it is read.

Fen are whole, days are days of China.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from aid.claims import Project
from aid.eligibility import Quota
from aid.local_standards import LocalStandards
from aid.unit_standards import UnitStandards
from audit.aided_people import KnownFile, People, Revision


class FileStep(NamedTuple):
    """What became of a file on a day: opened, moved, closed, reopened."""

    act: str
    on: dt.date
    reason: str = ""


class AidFile(NamedTuple):
    """A recipient's file; `died_on` is told by the file or by a list of the dead."""

    code: str
    household: str
    steps: tuple[FileStep, ...]
    died_on: dt.date | None = None
    card: str = ""
    rechecked_on: frozenset[dt.date] = frozenset()
    """Days on which it was checked again."""

    @property
    def opened_on(self) -> dt.date:
        """The day on which it was opened."""
        return self.steps[0].on

    def stands(self, day: dt.date) -> bool:
        """Whether it is open at the end of a day; one closed that day is not."""
        until = [step for step in self.steps if step.on <= day]
        return bool(until) and until[-1].act != "close"

    def is_rechecked(self, day: dt.date) -> bool:
        """Whether it was checked again in the year of a day, by that day."""
        return any(one.year == day.year and one <= day for one in self.rechecked_on)

    def closed_on(self, day: dt.date) -> FileStep | None:
        """The exit that holds on a day, where one does."""
        until = [step for step in self.steps if step.on <= day]
        return until[-1] if until and until[-1].act == "close" else None


class Act(NamedTuple):
    """A step of a case: what was done, on which day, by whom."""

    doing: str
    on: dt.date
    person: str


class AidCase(NamedTuple):
    """A case that was decided, or is under way.

    `award_fen` is what was computed when it was judged, `readings_fen` by each reading
    of the medical brackets in the order of `Reading`; None where nothing was computed.
    """

    key: str
    code: str
    project: Project
    member: int
    year: int
    acts: tuple[Act, ...]
    own: bool = False
    emergency: bool = False
    urgent: bool = False
    limb: str = ""
    hung_on: dt.date | None = None
    last_on: dt.date | None = None
    granted_fen: int | None = None
    released_fen: int | None = None
    award_fen: int | None = None
    readings_fen: tuple[int, ...] = ()
    asked_fen: int | None = None
    revision: int | None = None
    """What was asked for, and what its file said when it was judged last."""

    def first(self, doing: str) -> Act | None:
        """The first step of a kind, where there is one."""
        return next((act for act in self.acts if act.doing == doing), None)

    def last(self, doing: str) -> Act | None:
        """The last step of a kind, where there is one."""
        return next((act for act in reversed(self.acts) if act.doing == doing), None)

    @property
    def approved_on(self) -> dt.date | None:
        """The day on which it was approved last."""
        approved = self.last("approve")
        return None if approved is None else approved.on

    @property
    def payable_fen(self) -> int | None:
        """What may be paid: what was granted, or what goes before the papers."""
        return self.granted_fen if self.granted_fen is not None else self.released_fen


class Received(NamedTuple):
    """A line of a batch or a hand-out that stands.

    `mark` is that of its voucher, empty where goods cost nothing. `signed` says of
    goods whether somebody signed, `for_other` that it was a guardian.
    """

    place: str
    mark: str
    on: dt.date
    code: str
    member: int
    project: Project
    year: int
    period: str
    fund: str
    fen: int
    goods: bool = False
    case: str = ""
    signed: bool = True
    for_other: bool = False

    @property
    def proof(self) -> str:
        """What proves it: its voucher, or its own place where it has none."""
        return self.mark or self.place


class Elsewhere(NamedTuple):
    """What a person of the same households had from others, as it is on record."""

    where: str
    on: dt.date
    code: str
    member: int
    project: Project
    year: int
    period: str
    fen: int


def _the_rules_alone() -> UnitStandards:
    """What a unit goes by that has chosen nothing."""
    return UnitStandards(LocalStandards())


@dataclass(frozen=True, slots=True, kw_only=True)
class Aided:
    """A unit's aid over a span.

    `since` is the day from which aid is spent on a ground alone (L13); None where that
    has not begun. `grounds` tell of vouchers by their mark whether they are of a batch
    or a hand-out, and what the lines come to, those that came back included: they are
    owed and not unspent. `quota` is that of E-6 at the end; None where the number of
    recipients of the place is not kept.
    """

    since: dt.date | None = None
    files: Mapping[str, AidFile] = field(default_factory=dict)
    cases: Mapping[str, AidCase] = field(default_factory=dict)
    paid: Sequence[Received] = ()
    elsewhere: Sequence[Elsewhere] = ()
    grounds: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    quota: Quota | None = None
    standards: UnitStandards = field(default_factory=_the_rules_alone, compare=False)
    people: People = field(default_factory=People)

    def judged(self, project: Project) -> Iterator[tuple[AidCase, int]]:
        """Cases of a project for which an amount was computed, with what was paid."""
        paid = self.by_case()
        for key, case in sorted(self.cases.items()):
            if case.project is project and case.award_fen is not None:
                yield case, sum(one.fen for one in paid.get(key, ()))

    def household(self, code: str) -> str:
        """The household of a file number; itself where there is no file."""
        found = self.files.get(code)
        return code if found is None else found.household

    def case_of(self, one: Received) -> AidCase | None:
        """The case that a line answers."""
        return self.cases.get(one.case)

    def behind(self, code: str) -> KnownFile | None:
        """Who stands behind a file number."""
        return self.people.files.get(code)

    def judged_by(self, one: Received) -> Revision | None:
        """What a line's file said when its case was judged, else when it was paid."""
        file, case = self.behind(one.code), self.case_of(one)
        return file and file.at(case.revision if case else None, one.on)

    def proofs(self, *codes: str) -> tuple[str, ...]:
        """What proves something about files: what they were paid by, else asked by.

        File numbers are none of it: evidence is printed as it stands.
        """
        paid = (one.proof for one in self.paid if one.code in codes)
        asked = (key for key, case in self.cases.items() if case.code in codes)
        return tuple(dict.fromkeys(paid)) or tuple(asked) or ("困难职工档案",)

    def by_case(self) -> Mapping[str, Sequence[Received]]:
        """What was paid of each case."""
        found: defaultdict[str, list[Received]] = defaultdict(list)
        for one in self.paid:
            if one.case:
                found[one.case].append(one)
        return found
