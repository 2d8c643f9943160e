"""The operation log (操作日志): every act, import, close, setting, export and look.

1. An entry is appended, never changed; each stands in the chain of its unit, or in
   the one all units share, in the form of `ledger.chain` with the kind `operation`.
2. It holds codes and keys, never personal data: a subject with a personal number is
   not written.
3. A refused act is logged as well, in a transaction of its own.

Basis: 财会〔2024〕12号 (search by operator, time and content).
"""

import datetime as dt
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from app import store
from app.clock import start_of
from ledger.database import Connection
from ledger.operations import broken_entries, digest_of
from ledger.people import Act
from ledger.privacy import has_control, personal_number
from ledger.register import SHARED, SHARED_CODE, lookups

DONE = "done"
REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One entry of the log; `at` is UTC, `unit` is empty for what all units share."""

    unit: str
    position: int
    at: str
    person: str
    os_user: str
    act: str
    subject: str
    outcome: str


@dataclass(frozen=True, slots=True)
class BrokenEntry:
    """A place where the log is not as it was written."""

    unit: str
    position: int
    what: str


# -- writing ------------------------------------------------------------------------


def log(  # noqa: PLR0913 - the columns of the log
    connection: Connection,
    act: Act,
    key: str,
    *,
    unit: str = "",
    subject: str = "",
    os_user: str = "",
    outcome: str = DONE,
) -> None:
    """Append to the operation log, in the transaction of what it speaks of.

    Args:
        connection: a transaction that may write.
        act: who did it, and when.
        key: what was done, such as `books.import`.
        unit: the unit's code; one that is not known goes into the subject.
        subject: on what: a reference, a file's name, a report's name.
        os_user: who was logged in to the operating system.
        outcome: `done` or `refused`.
    """
    known = lookups(connection).units.get(unit)
    unit_id = known.id if known else SHARED
    told = subject if known else f"{unit} {subject}".strip()
    fields = (act.stamp, act.person, os_user, key, _harmless(told), outcome)
    store.lock_log(connection, unit_id)
    position, previous = store.log_head(connection, unit_id)
    code = known.code if known else SHARED_CODE
    digest = digest_of(code, position + 1, previous, fields)
    row = (unit_id, position + 1, *fields, previous, digest)
    store.append_operation(connection, row)


def _harmless(subject: str) -> str:
    if number := personal_number(subject):
        return f"（含{number}，未记录）"
    if has_control(subject):
        return "".join(c if c.isprintable() else " " for c in subject)
    return subject


# -- reading ------------------------------------------------------------------------


def search(
    connection: Connection,
    person: str = "",
    since: dt.date | None = None,
    until: dt.date | None = None,
    text: str = "",
) -> list[Operation]:
    """Entries by person, days and content, in order of time.

    `since` and `until` are days in China, `until` not included; `text` is looked for
    in the subject and in the key of the act. What is left out asks for nothing.
    """
    codes = lookups(connection).unit_codes
    rows = store.find_operations(connection, person, _stamp(since), _stamp(until), text)
    return [
        Operation(
            unit=codes.get(row.unit_id, ""),
            position=row.position,
            at=row.at,
            person=row.person,
            os_user=row.os_user,
            act=row.act,
            subject=row.subject,
            outcome=row.outcome,
        )
        for row in rows
    ]


def _stamp(day: dt.date | None) -> str:
    return start_of(day).strftime("%Y-%m-%dT%H:%M:%SZ") if day else ""


def verify(connection: Connection) -> list[BrokenEntry]:
    """Places where an entry was changed, removed or put in, by unit and position."""
    codes = lookups(connection).unit_codes
    by_log = groupby(store.all_operations(connection), key=attrgetter("unit_id"))
    return [
        BrokenEntry(code, position, what)
        for unit_id, rows in by_log
        for code in (codes.get(unit_id, SHARED_CODE),)
        for position, what in broken_entries(code, rows)
    ]
