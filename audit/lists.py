"""Lists from outside (外部名单): taken in, told, looked up by set.

1. A list is of one kind and one day, and holds for the unit that took it in and those
   below it.
2. What says the same again is the same list. A list that was wrong is taken in anew
   with the same source and day: of several the later number holds.
3. People are known by blind indexes alone; nobody on a list is ever named.

Basis: domain of the audit, T06, T08, T11 (比对外部数据); 个人信息保护法 第五十一条.
"""

import datetime as dt
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from aid.case_duties import above
from aid.recipient_writing import CARD_INDEX, IDENTITY_INDEX, PHONE_INDEX, day_value
from audit import list_store
from audit.list_kinds import KeptList, ListKind, ListSource
from audit.list_sheet import ListedPerson, ListSheet, sheet_of
from budgets.records import locked
from ledger.database import Connection
from ledger.errors import Fault, Faults, Problem
from ledger.one_sheet import demand_none
from ledger.people import Act
from ledger.periods import china_day
from ledger.register import append_rows, lookups
from ledger.texts import text_problems
from treasury.vault import Vault

ADDRESS_INDEX = "audit_list_people.address"
"""What an address is made blind for."""

_DIGEST = b"bangfu-audit-list-1"


@dataclass(frozen=True, slots=True)
class ListTaken:
    """The list's number, how many rows it has, whether it stood already."""

    number: int
    people: int
    skipped: int
    same: bool = False


def import_list(  # noqa: PLR0913, PLR0917 - as every verb, and where it comes from
    connection: Connection,
    unit: str,
    sheet: ListSheet,
    given: ListSource,
    vault: Vault,
    act: Act,
) -> ListTaken:
    """Take a list in, all of it or nothing.

    Raises:
        NotFound: there is no such unit.
        FolderFaulty: it cannot stand so; all faults are told.
    """
    assert given.kind is sheet.kind
    at = locked(connection, unit)
    faults = Faults()
    people = lookups(connection).people
    for problem in _problems(given, act):
        faults.append(Fault(sheet.name, 0, problem.column, problem))
    for row in sheet.rows:
        if row.person and row.person not in people:
            what = Problem("cell", "没有登记这个人员", do="bangfu books people")
            faults.append(Fault(sheet.name, row.row, "person", what))
    demand_none(faults, sheet_of(sheet.kind))
    told = [_told(row, vault, people.get(row.person)) for row in sheet.rows]
    digest = _digest(given, told)
    count, skipped = len(told), sheet.skipped
    if (stands := list_store.of_digest(connection, at.id, digest)) is not None:
        return ListTaken(stands, count, skipped, same=True)
    number = list_store.next_number(connection, at.id)
    rows = [
        (at.id, number, line, *one[:5], *_days(connection, one[5:7]), one[7])
        for line, one in enumerate(told, 1)
    ]
    as_of = day_value(connection, given.as_of)
    head = at.id, number, given.kind.value, given.source, given.paper, as_of
    sealed = (*head, count, skipped, digest, act.stamp)
    parts = (("audit_list_people", rows), ("audit_lists", [sealed]))
    append_rows(connection, at, parts, act)
    return ListTaken(number, count, skipped)


def _problems(given: ListSource, act: Act) -> Iterator[Problem]:
    if not given.source.strip():
        yield Problem("list", "没有写明名单的来源", do="用 --source 写明提供单位")
    if given.as_of > china_day(act.at):
        yield Problem("list", "名单的截至日期晚于今天", do="核对 --as-of")
    texts = [("source", given.source, 0), ("paper", given.paper, 0)]
    yield from text_problems(texts)


_Told = tuple[
    bytes,
    bytes | None,
    bytes | None,
    bytes | None,
    str,
    dt.date | None,
    dt.date | None,
    int | None,
]
"""A row as it is kept: four blinds, the words, two days, the person of the staff."""


def _told(row: ListedPerson, vault: Vault, person: int | None) -> _Told:
    blind = vault.blind
    return (
        blind(row.identity.number, IDENTITY_INDEX),
        blind(row.phone, PHONE_INDEX) if row.phone else None,
        blind(row.card, CARD_INDEX) if row.card else None,
        blind(row.address, ADDRESS_INDEX) if row.address else None,
        row.what,
        row.since,
        row.until,
        person,
    )


def _digest(given: ListSource, told: list[_Told]) -> bytes:
    """The digest of what a list says, in whatever order its rows stood."""
    head = given.kind.value, given.source, given.paper, given.as_of.isoformat()
    lines = sorted(
        "\x1f".join(one.hex() if isinstance(one, bytes) else str(one) for one in row)
        for row in told
    )
    found = hashlib.sha256(_DIGEST)
    found.update("\x1e".join(("\x1f".join(head), *lines)).encode())
    return found.digest()


def _days(
    connection: Connection, days: tuple[dt.date | None, ...]
) -> tuple[object, ...]:
    return tuple(None if day is None else day_value(connection, day) for day in days)


# -- looking up ---------------------------------------------------------------------


def lists_for(connection: Connection, unit: str) -> tuple[KeptList, ...]:
    """The lists that hold for a unit: its own and those of units above it (1).

    Raises:
        NotFound: there is no such unit.
    """
    books = lookups(connection)
    codes = {one.id: one.code for one in above(books, books.unit(unit))}
    return tuple(
        KeptList(
            unit=codes[row.unit_id],
            number=row.number,
            kind=ListKind(row.kind),
            source=row.source,
            paper=row.paper,
            as_of=row.as_of,
            people=row.people,
            skipped=row.skipped,
            recorded_at=row.recorded_at,
        )
        for row in list_store.lists_of(connection, codes)
    )
