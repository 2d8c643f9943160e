"""Who stands behind the file numbers of aid, as far as an audit may know: no database.

1. A person is a mark that equal persons share: part of a blind index, which tells
   nothing else. No name, number, telephone or address is in a value of this module.
2. What a file said is a revision, which holds from the day it was recorded on. Where
   files were not opened, households and what is wrong with numbers are not known.
3. Lists from outside (`lists.py`) are met by marks. For a day the list of each source
   that was drawn up nearest to it holds.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from aid.household import WORKER, Household
from audit.list_kinds import KeptList, ListKind


class KnownPerson(NamedTuple):
    """One of a household; `wrong` says what is wrong with the number of identity."""

    member: int
    mark: str = ""
    wrong: str = ""
    relation: str = ""


class Revision(NamedTuple):
    """What a file said from a day on; `unfit` says why there is no household."""

    number: int
    since: dt.date
    persons: tuple[KnownPerson, ...]
    household: Household | None = None
    unfit: str = ""


class Hit(NamedTuple):
    """A row of a list; `what` are the list's own words, `person` one of the staff."""

    of: str
    what: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    person: str = ""
    by: str = "身份证号"

    def holds(self, day: dt.date) -> bool:
        """Whether the row's own days, where it has any, take in a day."""
        begun = self.since is None or self.since <= day
        return begun and (self.until is None or day <= self.until)


class KnownFile(NamedTuple):
    """A file behind its number.

    `phone` is a mark that equal telephones share. `contacts` are people of the staff
    whose telephone, card or address the file tells too; `namesakes` those who are
    called like a member of the household, with the member's number.
    """

    revisions: tuple[Revision, ...]
    phone: str = ""
    contacts: tuple[Hit, ...] = ()
    namesakes: tuple[tuple[int, str], ...] = ()
    writers: frozenset[str] = frozenset()

    def on(self, day: dt.date) -> Revision:
        """What it said at the end of a day; the first that it said before that."""
        until = [one for one in self.revisions if one.since <= day]
        return until[-1] if until else self.revisions[0]

    def at(self, number: int | None, day: dt.date) -> Revision:
        """A revision by its number, else what it said on a day."""
        found = (one for one in self.revisions if one.number == number)
        return next(found, None) or self.on(day)


class Twin(NamedTuple):
    """Somebody of a file who stands in another file too.

    `disguised`: the numbers are told differently and are one person's. `years` are
    those for which both files had living aid, `fen` what the first had for them.
    """

    code: str
    member: int
    other: str
    unit: str
    other_member: int
    is_open: bool = True
    disguised: bool = False
    spouse: bool = False
    years: tuple[int, ...] = ()
    fen: int = 0

    @property
    def is_one_person(self) -> bool:
        """Whether both files are the person's own."""
        return self.member == WORKER and self.other_member == WORKER

    @property
    def two_heads(self) -> bool:
        """Whether a member of one household is the head of another."""
        return (self.member == WORKER) != (self.other_member == WORKER)


class Schooled(NamedTuple):
    """Schooling aid of the unit before the span, for somebody of a file."""

    place: str
    on: dt.date
    code: str
    member: int
    year: int
    case: str
    fen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """The people of a unit's aid; `opened` says whether files could be opened."""

    opened: bool = False
    files: Mapping[str, KnownFile] = field(default_factory=dict)
    twins: Sequence[Twin] = ()
    lists: Sequence[KeptList] = ()
    met: Mapping[str, Sequence[Hit]] = field(default_factory=dict)
    """Rows of lists by the mark of the person."""
    hands: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Who handled a batch or a hand-out, by its key."""
    schooled: Sequence[Schooled] = ()

    def kinds(self) -> frozenset[ListKind]:
        """The kinds of lists there are."""
        return frozenset(one.kind for one in self.lists)

    def told(self, *kinds: ListKind) -> str:
        """The lists of some kinds, as a population names them."""
        return "、".join(one.told for one in self.lists if one.kind in kinds)

    def hits(
        self, code: str, day: dt.date, *kinds: ListKind
    ) -> Iterator[tuple[KnownPerson, KeptList, Hit]]:
        """Rows of lists that people of a file stood on, on a day (3)."""
        file = self.files.get(code)
        if file is None:
            return
        nearest = self._nearest(day, kinds)
        for person in file.on(day).persons:
            for hit in self.met.get(person.mark, ()):
                if hit.of in nearest and hit.holds(day):
                    yield person, nearest[hit.of], hit

    def _nearest(
        self, day: dt.date, kinds: tuple[ListKind, ...]
    ) -> Mapping[str, KeptList]:
        found: dict[tuple[ListKind, str], KeptList] = {}
        for one in self.lists:
            if one.kind in kinds:
                source = one.kind, one.source
                known = found.get(source)
                if known is None or _far(one, day) <= _far(known, day):
                    found[source] = one
        return {one.key: one for one in found.values()}


def _far(one: KeptList, day: dt.date) -> int:
    return abs((one.as_of - day).days)
