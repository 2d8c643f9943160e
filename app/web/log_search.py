"""Searching the operation log (操作日志), for those who audit or administer.

1. Whoever holds one of the rights everywhere reads every log, that of what all units
   share too; else those of the units where it is held.
2. The latest stand first; a page goes on after the last entry of the one before.
"""

import datetime as dt
import re
from dataclasses import dataclass

from app import auth, web_store
from app.activity import Operation
from app.clock import start_of, today
from app.web.access import READING
from ledger.database import Connection
from ledger.errors import RecordRefused
from ledger.register import SHARED, lookups

ROWS_MAX = 100_000
"""Entries of a file."""
_CURSOR = re.compile(r"([0-9T:Z-]{20})\.([0-9]{1,9})\.([0-9]{1,15})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What is looked for: whose acts, of which days, with which content.

    `since` and `until` are days in China, `until` not included; `cursor` is what a page
    before gave to go on with.
    """

    person: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    text: str = ""
    cursor: str = ""


def page(
    connection: Connection, person_id: int, sought: Sought, most: int, below: str = ""
) -> tuple[list[Operation], str]:
    """Entries that somebody may read, the latest first, and the cursor of the rest.

    `below` keeps to a unit and what lies under it.

    Raises:
        RecordRefused: the cursor is none.
    """
    books = lookups(connection)
    person = books.people.get(sought.person)
    asked = web_store.LogAsked(
        units=_logs(connection, person_id, below),
        person=books.person_codes[person] if person else sought.person,
        since=_stamp(sought.since),
        until=_stamp(sought.until),
        text=sought.text,
        before=_read(sought.cursor),
    )
    rows = web_store.operations_before(connection, asked, most + 1)
    told = [
        Operation(
            unit=books.unit_codes.get(row.unit_id, ""),
            position=row.position,
            at=row.at,
            person=row.person,
            os_user=row.os_user,
            act=row.act,
            subject=row.subject,
            outcome=row.outcome,
        )
        for row in rows[:most]
    ]
    if len(rows) <= most:
        return told, ""
    last = rows[most - 1]
    return told, f"{last.at}.{last.unit_id}.{last.position}"


def _logs(connection: Connection, person_id: int, below: str) -> tuple[int, ...]:
    """The logs that somebody may read, by number (1)."""
    from ledger.balances import subtree  # noqa: PLC0415 - only a bound token asks

    books = lookups(connection)
    rights = auth.rights_by_unit(connection, person_id, today())
    held = [unit for unit, its in rights.items() if not its.isdisjoint(READING)]
    if below:
        within = subtree(books, below)
        return tuple(books.unit(code).id for code in held if code in within)
    everywhere = any(
        auth.may(connection, person_id, right, "", today()) for right in READING
    )
    units = tuple(books.unit(code).id for code in held)
    return (SHARED, *units) if everywhere else units


def _read(cursor: str) -> tuple[str, int, int] | None:
    if not cursor:
        return None
    match = _CURSOR.fullmatch(cursor)
    if match is None:
        raise RecordRefused("不认识的翻页位置", do="从第一页重新查询")
    return match[1], int(match[2]), int(match[3])


def _stamp(day: dt.date | None) -> str:
    return start_of(day).strftime("%Y-%m-%dT%H:%M:%SZ") if day else ""
