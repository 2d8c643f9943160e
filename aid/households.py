"""Households that share people (关联档案), for many files at once.

Two files are tied where somebody is the worker or a member of both, as
`recipients.ties` tells it for one. Members have other numbers in other files, so what
a person had under one file is counted under the person's number in the other.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from aid import recipient_store
from aid.household import WORKER
from ledger.database import Connection

_File = TypeVar("_File", int, str)

STRANGER = 0
"""The number, in a file, of somebody who belongs to a tied file alone."""


@dataclass(frozen=True, slots=True)
class Ties:
    """Files, those tied to them, and who is who."""

    of: dict[int, frozenset[int]]
    """The files tied to each asked for, and itself."""
    _blinds: dict[tuple[int, int, int], bytes] = field(repr=False)
    """File, revision and number to person; the worker under revision 0."""
    _latest: dict[int, int] = field(repr=False)
    _places: dict[tuple[int, bytes], int] = field(repr=False)
    """File and person to the number there."""

    @property
    def files(self) -> frozenset[int]:
        """All files that matter to those asked for."""
        return frozenset().union(*self.of.values())

    def number(self, asked: int, file: int, revision: int, member: int) -> int:
        """The number in a file of whom another file calls its member.

        Args:
            asked: the file whose number is wanted.
            file: the file that tells of the person.
            revision: its revision that has the number; 0 for the latest.
            member: the number there.
        """
        blind = self.person(file, revision, member)
        if blind is not None:
            return self._places.get((asked, blind), STRANGER)
        # Without a number of identity a member is known within the own file alone.
        return member if asked == file else STRANGER

    def person(self, file: int, revision: int, member: int) -> bytes | None:
        """Who a member of a revision (0: the latest) is; None without a number."""
        at = 0 if member == WORKER else revision or self._latest.get(file, 0)
        return self._blinds.get((file, at, member))


def ties_of(connection: Connection, files: Iterable[int]) -> Ties:
    """The files tied to files.

    Costs some ten queries for 2,000 files, however many people they have.
    """
    asked = set(files)
    blinds: dict[tuple[int, int, int], bytes] = {}
    latest: dict[int, int] = {}
    _take_people(connection, asked, blinds, latest)
    people: dict[bytes, set[int]] = {}
    for (file, revision, _), blind in blinds.items():
        if revision in {0, latest.get(file, 0)}:
            people.setdefault(blind, set()).add(file)
    of = {file: {file} for file in asked}
    places: dict[tuple[int, bytes], int] = {}
    for row in recipient_store.places_of(connection, people):
        blind = bytes(row.blind)
        places[row.file, blind] = row.number
        for file in people[blind]:
            of[file].add(row.file)
    others = set().union(*of.values()) - asked if of else set()
    _take_people(connection, others, blinds, latest)
    tied = {file: frozenset(some) for file, some in of.items()}
    return Ties(tied, blinds, latest, places)


def _take_people(
    connection: Connection,
    files: set[int],
    blinds: dict[tuple[int, int, int], bytes],
    latest: dict[int, int],
) -> None:
    for row in recipient_store.plain_of(connection, "file", files):
        blinds[row.file, 0, WORKER] = bytes(row.blind)
        latest[row.file] = row.revision
    for row in recipient_store.all_members(connection, files):
        if row.blind is not None:
            blinds[row.file, row.revision, row.number] = bytes(row.blind)


def joined(people: Mapping[_File, Iterable[bytes | int]]) -> dict[_File, _File]:
    """The household of each file, named by its smallest: files that share people.

    People are known by anything that tells them apart; tied files serve as well.
    Files are joined over others too: where one shares people with a second, and that
    with a third, all three are one household.
    """
    above = {file: file for file in people}

    def top(file: _File) -> _File:
        while above[file] != file:
            above[file] = above[above[file]]
            file = above[file]
        return file

    first: dict[bytes | int, _File] = {}
    for file in sorted(people):
        for person in people[file]:
            one, other = top(first.setdefault(person, file)), top(file)
            above[max(one, other)] = min(one, other)
    return {file: top(file) for file in people}
