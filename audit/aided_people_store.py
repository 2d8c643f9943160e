"""The people behind the file numbers of a unit's aid, read as they stand on record.

1. Without the keys people are known by their blind indexes alone: who stands in two
   files, and on which list. With them their numbers are read again, households made of
   what files said, and names of the staff looked for.
2. Cost: some thirty queries for 2,000 files and those they are met in; with the keys,
   each revision of a file is opened once.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aid import evidence_store, recipient_store
from aid.case_duties import above
from aid.claims import Project
from aid.household import WORKER
from aid.recipient_kinds import plain_name
from aid.recipient_tables import CLOSE
from audit import list_store
from audit.aided_opening import Met, Opened, mark_of, opened_number, opened_revision
from audit.aided_people import (
    Hit,
    KnownFile,
    KnownPerson,
    People,
    Revision,
    Schooled,
    Twin,
)
from audit.list_kinds import KeptList
from audit.lists import ADDRESS_INDEX, lists_for
from ledger.database import Connection
from ledger.periods import Span, china_day
from ledger.register import Lookups, UnitLookup
from treasury.vault import Vault

_SPOUSE = "spouse"


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose people are asked for: a unit's, of these files, over a span."""

    connection: Connection
    master: Lookups
    unit: UnitLookup
    span: Span
    codes: Mapping[int, str]
    """File numbers of the files."""
    vault: Vault | None

    @property
    def days(self) -> tuple[dt.date, dt.date]:
        """From the beginning of the year before to the end of the span."""
        return dt.date(self.span.since.year - 1, 1, 1), self.span.until


@dataclass(slots=True)
class _Read:
    """What was read of files: rows of revisions, and what they say by place."""

    revisions: dict[int, list[Any]]
    persons: dict[tuple[int, int], tuple[KnownPerson, ...]]
    opened: dict[tuple[int, int], Opened]
    met: Met

    def latest(self, file: int) -> tuple[int, int]:
        """The place of a file's last revision."""
        return file, self.revisions[file][-1].revision


def read_people(asked: Asked) -> People:
    """The people of files.

    Raises:
        VaultRefused: a key is not at hand, or a row was changed or moved.
    """
    lists = lists_for(asked.connection, asked.unit.code)
    read = _read(asked)
    contacts = _contacts(asked, read) if lists else {}
    writers: defaultdict[int, set[str]] = defaultdict(set)
    for (file, _), person in recipient_store.writers(
        asked.connection, asked.codes
    ).items():
        writers[file].add(person)
    names = _staff_names(asked) if asked.vault else {}
    files = {
        asked.codes[file]: KnownFile(
            revisions=tuple(_revisions(read, file)),
            phone=mark_of(rows[-1].phone_blind),
            contacts=tuple(contacts.get(file, ())),
            namesakes=tuple(_namesakes(read, file, names)),
            writers=frozenset(writers[file]),
        )
        for file, rows in read.revisions.items()
    }
    return People(
        opened=asked.vault is not None,
        files=files,
        twins=tuple(_twins(asked, read)),
        lists=lists,
        met=_met(asked, read, lists),
        hands=_hands(asked),
        schooled=tuple(_schooled(asked)),
    )


# -- files --------------------------------------------------------------------------


def _read(asked: Asked) -> _Read:
    members: defaultdict[tuple[int, int], list[Any]] = defaultdict(list)
    for row in evidence_store.members(asked.connection, asked.codes):
        members[row.file, row.revision].append(row)
    found = _Read({}, {}, {}, Met())
    numbers = {}
    if asked.vault is not None:
        for row in evidence_store.numbers(asked.connection, asked.codes):
            numbers[row.file] = opened_number(row, asked.vault)
    for row in evidence_store.revisions(asked.connection, asked.codes):
        found.revisions.setdefault(row.file, []).append(row)
        place, own = (row.file, row.revision), members[row.file, row.revision]
        if asked.vault is None:
            found.persons[place] = tuple(_persons(row, own, found.met))
            continue
        number = numbers[row.file]
        opened = opened_revision(row, own, number, asked.vault, found.met)
        found.opened[place], found.persons[place] = opened, opened.persons
    return found


def _persons(row: Any, members: Sequence[Any], met: Met) -> Iterator[KnownPerson]:
    yield KnownPerson(WORKER, met.take(row.blind))
    for one in members:
        yield KnownPerson(one.number, met.take(one.blind))


def _revisions(read: _Read, file: int) -> Iterator[Revision]:
    for row in read.revisions[file]:
        place = file, row.revision
        opened = read.opened.get(place)
        yield Revision(
            number=row.revision,
            since=china_day(dt.datetime.fromisoformat(row.recorded_at)),
            persons=read.persons[place],
            household=opened.household if opened else None,
            unfit=opened.unfit if opened else "",
        )


def _staff_names(asked: Asked) -> dict[str, str]:
    """People of the books by their name, as names are looked up."""
    names = asked.master.person_names
    return {
        plain_name(names[number] or code): code
        for number, code in asked.master.person_codes.items()
    }


def _namesakes(
    read: _Read, file: int, names: Mapping[str, str]
) -> Iterator[tuple[int, str]]:
    opened = read.opened.get(read.latest(file))
    if opened is not None:
        for person, name in zip(opened.persons, opened.names, strict=True):
            if name in names:
                yield person.member, names[name]


# -- people met in other files ------------------------------------------------------


def _twins(asked: Asked, read: _Read) -> Iterator[Twin]:
    """Who stands in another file too, by any form of the number."""
    own: defaultdict[str, list[tuple[int, KnownPerson]]] = defaultdict(list)
    for file in read.revisions:
        for person in read.persons[read.latest(file)]:
            if person.mark:
                own[person.mark].append((file, person))
    marks = {
        blind: mark for mark, blinds in read.met.blinds.items() for blind in blinds
    } | read.met.disguised
    rows = [*recipient_store.places_of(asked.connection, marks)]
    others = _others(asked, {row.file for row in rows})
    living, now = _living(asked, others.keys() | read.revisions.keys())
    for row in rows:
        for file, person in own[marks[bytes(row.blind)]]:
            if row.file == file:
                continue
            other = others[row.file]
            both = living[file].keys() & living[row.file].keys()
            years = {one for one in both if {(file, one), (row.file, one)} & now}
            yield Twin(
                code=asked.codes[file],
                member=person.member,
                other=other.code,
                unit=asked.master.unit_codes[other.unit_id],
                other_member=row.number,
                is_open=other.act != CLOSE,
                disguised=bytes(row.blind) in read.met.disguised,
                spouse=person.relation == _SPOUSE,
                years=tuple(sorted(years)),
                fen=sum(living[file][year] for year in years),
            )


def _others(asked: Asked, files: Iterable[int]) -> dict[int, Any]:
    rows = recipient_store.plain_of(asked.connection, "file", files)
    return {row.file: row for row in rows}


def _living(
    asked: Asked, files: Iterable[int]
) -> tuple[defaultdict[int, Counter[int]], set[tuple[int, int]]]:
    """Living aid that batches of all units paid to files, by year, in fen.

    Beside it files with the years for which something was paid in the span itself:
    what was paid before it is another audit's affair.
    """
    found: defaultdict[int, Counter[int]] = defaultdict(Counter)
    now = set()
    for row in evidence_store.paid_to(asked.connection, files, *asked.days):
        if row.project == Project.LIVING.value and not row.own:
            found[row.file][row.year] += int(row.fen)
            if row.dated_on >= asked.span.since:
                now.add((row.file, row.year))
    return found, now


# -- lists --------------------------------------------------------------------------


def _hit(asked: Asked, row: Any, by: str) -> Hit:
    unit = asked.master.unit_codes[row.unit_id]
    person = asked.master.person_codes.get(row.person_id or 0, "")
    return Hit(f"{unit}/{row.list}", row.what, row.since, row.until, person, by)


def _units(asked: Asked) -> list[int]:
    """The unit and those above it, whose lists hold for it."""
    return [one.id for one in above(asked.master, asked.unit)]


def _met(
    asked: Asked, read: _Read, lists: Sequence[KeptList]
) -> Mapping[str, Sequence[Hit]]:
    """Rows of lists by the mark of the person."""
    if not lists:
        return {}
    marks = {
        blind: mark for mark, blinds in read.met.blinds.items() for blind in blinds
    }
    found: defaultdict[str, list[Hit]] = defaultdict(list)
    for row in list_store.met(asked.connection, _units(asked), "blind", marks):
        found[marks[bytes(row.met)]].append(_hit(asked, row, "身份证号"))
    return found


def _contacts(asked: Asked, read: _Read) -> Mapping[int, list[Hit]]:
    """People of the staff whose telephone, card or address files tell too."""
    told: dict[str, defaultdict[bytes, set[int]]] = {
        column: defaultdict(set) for column in _CONTACTS
    }
    for file, rows in read.revisions.items():
        for column in ("phone_blind", "card_blind"):
            if blind := getattr(rows[-1], column):
                told[column][bytes(blind)].add(file)
        opened = read.opened.get(read.latest(file))
        if opened is not None and opened.address and asked.vault is not None:
            blind = asked.vault.blind(opened.address, ADDRESS_INDEX)
            told["address_blind"][blind].add(file)
    found: defaultdict[int, list[Hit]] = defaultdict(list)
    for column, label in _CONTACTS.items():
        blinds = told[column]
        for row in list_store.met(asked.connection, _units(asked), column, blinds):
            for file in blinds[bytes(row.met)]:
                found[file].append(_hit(asked, row, label))
    return found


_CONTACTS = {
    "phone_blind": "联系电话",
    "card_blind": "银行账号",
    "address_blind": "家庭住址",
}
"""By what people of the staff may be met beside their number."""


# -- who handled, and what was before ------------------------------------------------


def _hands(asked: Asked) -> Mapping[str, frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in evidence_store.hands(asked.connection, asked.unit.id):
        found[row.key].add(asked.master.person_codes[row.person_id])
    return {key: frozenset(people) for key, people in found.items()}


def _schooled(asked: Asked) -> Iterator[Schooled]:
    """Schooling aid of the unit before the span, since the year before."""
    days = asked.days[0], asked.span.since
    rows = evidence_store.paid_to(asked.connection, asked.codes, *days)
    for row in rows:
        if row.unit_id == asked.unit.id and row.project == Project.SCHOOLING.value:
            yield Schooled(
                place=f"{row.key}/{row.line}",
                on=row.dated_on,
                code=asked.codes[row.file],
                member=row.member,
                year=row.year,
                case=row.case_key,
                fen=int(row.fen),
            )
