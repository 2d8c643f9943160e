"""Recipients' files sealed and written: blinds, contexts, rows.

1. What a file says is encrypted whole and bound to its place (`…_context`), so that it
   opens nowhere else.
2. An index has a purpose of its own (`…_INDEX`): equal values of two kinds are not
   equal blinds.
3. All files of one saving are written together: files, first steps, members, revisions.
"""

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from aid import recipient_store
from aid.identity import IdentityNumber
from aid.recipient_fields import FileContent, kept_texts
from aid.recipient_kinds import plain_name
from aid.recipient_tables import OPEN
from ledger.database import Connection
from ledger.people import Act
from ledger.periods import china_day
from ledger.register import UnitLookup, append_rows
from treasury.vault import Vault

IDENTITY_INDEX = "recipients.identity"
NAME_INDEX = "recipient_revisions.name"
PHONE_INDEX = "recipient_revisions.phone"
CARD_INDEX = "recipient_revisions.card"
_SAID = "recipient_revisions.said"


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A file as it is handed in; `code` empty asks for the next file number."""

    content: FileContent
    code: str = ""
    on: dt.date | None = None
    """The day it is opened on; the day of the act where none is told."""


@dataclass(frozen=True, slots=True)
class Saved:
    """File numbers that were opened, those that were changed, and how many stayed."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    same: int = 0


@dataclass(frozen=True, slots=True)
class Sealed:
    """A file that is handed in, with the blinds by which it is known."""

    given: Given
    blind: bytes
    members: tuple[bytes | None, ...]
    said: bytes


def identity_context(file: int) -> str:
    """What a file's number of identity is bound to."""
    return f"recipients.locked:{file}"


def revision_context(file: int, revision: int) -> str:
    """What a revision is bound to."""
    return f"recipient_revisions.locked:{file}/{revision}"


def member_context(file: int, revision: int, number: int) -> str:
    """What a member of a revision is bound to."""
    return f"recipient_members.locked:{file}/{revision}/{number}"


def step_context(file: int, step: int) -> str:
    """What the words to a step are bound to."""
    return f"recipient_steps.locked:{file}/{step}"


def packed(*told: dict[str, str]) -> bytes:
    """Texts by key as they are encrypted."""
    return json.dumps(told, ensure_ascii=False, sort_keys=True).encode()


@dataclass(frozen=True, slots=True)
class Writing:
    """One saving: the unit that holds the files, the keys, the act."""

    connection: Connection
    unit: UnitLookup
    vault: Vault
    act: Act

    def sealed(self, given: Given) -> Sealed:
        """The blinds of what is handed in."""
        content = given.content
        told = packed(kept_texts(content), *map(kept_texts, content.persons))
        return Sealed(
            given,
            self._blind(content.identity),
            tuple(
                None if one.identity is None else self._blind(one.identity)
                for one in content.persons[1:]
            ),
            self.vault.blind(told.decode(), _SAID),
        )

    def _blind(self, identity: IdentityNumber) -> bytes:
        return self.vault.blind(identity.number, IDENTITY_INDEX)

    def write(self, ready: Sequence[Sealed], known: dict[bytes, Any]) -> Saved:
        """Write what is new or says something else."""
        next_file = recipient_store.next_file(self.connection)
        added, changed, same = [], [], 0
        files: list[tuple[object, ...]] = []
        steps: list[tuple[object, ...]] = []
        revised: list[tuple[Sealed, int, int]] = []
        for one in ready:
            row = known.get(one.blind)
            if row is None:
                file, next_file = next_file, next_file + 1
                files.append(self._file(one, file))
                steps.append(self._opening(one, file))
                revised.append((one, file, 1))
                added.append(str(files[-1][2]))
            elif bytes(row.said) != one.said:
                revised.append((one, row.file, row.revision + 1))
                changed.append(row.code)
            else:
                same += 1
        members = [row for told in revised for row in self._members(*told)]
        parts = (
            ("recipients", files),
            ("recipient_steps", steps),
            ("recipient_members", members),
            ("recipient_revisions", [self._revision(*told) for told in revised]),
        )
        written = [(name, rows) for name, rows in parts if rows]
        if written:
            append_rows(self.connection, self.unit, written, self.act)
        return Saved(tuple(added), tuple(changed), same)

    def _day(self, one: Sealed) -> object:
        return day_value(self.connection, one.given.on or china_day(self.act.at))

    def _file(self, one: Sealed, file: int) -> tuple[object, ...]:
        code = one.given.code or f"{self.unit.code}-{file:06d}"
        number = one.given.content.identity.number.encode()
        sealed = self.vault.lock(number, identity_context(file))
        head = self.unit.id, file, code, one.blind, sealed
        return (*head, self._day(one), self.act.stamp)

    def _opening(self, one: Sealed, file: int) -> tuple[object, ...]:
        words = self.vault.lock(b"", step_context(file, 1))
        head = self.unit.id, file, 1, OPEN, self._day(one)
        return (*head, "", None, None, words, self.act.stamp)

    def _revision(self, one: Sealed, file: int, revision: int) -> tuple[object, ...]:
        content, lock = one.given.content, self.vault.lock
        told = packed(kept_texts(content), kept_texts(content.worker))
        name = self.vault.blind(plain_name(content.worker.name), NAME_INDEX)
        phone = content.phone and self.vault.blind(content.phone, PHONE_INDEX)
        card = content.card and self.vault.blind(content.card.number, CARD_INDEX)
        return (
            self.unit.id,
            file,
            revision,
            content.category or "",
            len(content.persons),
            lock(told, revision_context(file, revision)),
            one.said,
            name,
            phone or None,
            card or None,
            self.act.stamp,
        )

    def _members(
        self, one: Sealed, file: int, revision: int
    ) -> list[tuple[object, ...]]:
        persons = one.given.content.persons[1:]
        rows: list[tuple[object, ...]] = []
        for number, (person, blind) in enumerate(
            zip(persons, one.members, strict=True), 2
        ):
            context = member_context(file, revision, number)
            sealed = self.vault.lock(packed(kept_texts(person)), context)
            rows.append((self.unit.id, file, revision, number, blind, sealed))
        return rows


def day_value(connection: Connection, day: dt.date) -> object:
    """A day as the driver takes it in rows of whole columns."""
    return day.isoformat() if connection.dialect.name == "sqlite" else day
