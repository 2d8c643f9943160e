"""The SQL of lists from outside that recipients are held against.

Every function works inside a transaction given by the caller. Sets are looked for in
parts (`ledger/parts.py`).
"""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, func, select

from audit.list_tables import BLINDS, audit_list_people, audit_lists
from ledger.parts import among, parts

_l, _p = audit_lists.c, audit_list_people.c


def lists_of(connection: Connection, unit_ids: Iterable[int]) -> list[Any]:
    """The lists that units took in, by unit and number."""
    query = select(audit_lists).where(_l.unit_id.in_(sorted(unit_ids)))
    return list(connection.execute(query.order_by(_l.unit_id, _l.number)))


def of_digest(connection: Connection, unit_id: int, digest: bytes) -> int | None:
    """The number of the unit's list that says the same; None where there is none."""
    query = select(_l.number).where(_l.unit_id == unit_id, _l.digest == digest)
    found: int | None = connection.scalar(query)
    return found


def next_number(connection: Connection, unit_id: int) -> int:
    """The number that a unit's next list gets."""
    last = connection.scalar(select(func.max(_l.number)).where(_l.unit_id == unit_id))
    return (last or 0) + 1


def met(
    connection: Connection,
    unit_ids: Iterable[int],
    column: str,
    blinds: Iterable[bytes],
) -> Iterator[Any]:
    """Rows of the lists of units on which somebody stands, by one of the indexes.

    Rows tell unit_id, list, line, met (the blind), what, since, until, person_id.
    """
    assert column in BLINDS
    index = audit_list_people.c[column]
    told = (_p.unit_id, _p.list, _p.line, _p.what, _p.since, _p.until, _p.person_id)
    query = select(*told, index.label("met"))
    query = query.where(_p.unit_id.in_(sorted(unit_ids)))
    query = query.order_by(_p.unit_id, _p.list, _p.line)
    for some in parts(blinds):
        yield from connection.execute(query.where(among(connection, index, some)))
