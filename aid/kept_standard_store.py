"""The SQL of the standards that units keep.

Every function works inside a transaction given by the caller.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Table, and_, exists, select

from aid.kept_standard_tables import aid_adoptions, aid_decisions, aid_local_figures
from budgets.tables import body_members, meetings, resolutions
from ledger.parts import among, parts

_LATER = {
    table.name: table.alias("later").c
    for table in (aid_local_figures, aid_adoptions, aid_decisions)
}
"""A second look at each table; made once, for that takes longer than a query."""


def _standing(
    connection: Connection,
    table: Table,
    key: str,
    unit_ids: Sequence[int],
    before: str,
) -> Iterator[Any]:
    """The last revision of each day of a key, as it was known before an instant."""
    one, later = table.c, _LATER[table.name]
    further = and_(
        later.unit_id == one.unit_id,
        later[key] == one[key],
        later.since == one.since,
        later.revision > one.revision,
    )
    query = select(table)
    if before:
        query = query.where(one.recorded_at < before)
        further = and_(further, later.recorded_at < before)
    query = query.where(~exists().where(further))
    query = query.order_by(one.unit_id, one[key], one.since)
    for some in parts(unit_ids):
        yield from connection.execute(query.where(among(connection, one.unit_id, some)))


def figures(
    connection: Connection, unit_ids: Sequence[int], before: str = ""
) -> Iterator[Any]:
    """The local figures that units registered."""
    return _standing(connection, aid_local_figures, "place", unit_ids, before)


def adoptions(
    connection: Connection, unit_ids: Sequence[int], before: str = ""
) -> Iterator[Any]:
    """The sets that bodies of units adopted, by when each was recorded."""
    found = _standing(connection, aid_adoptions, "set_key", unit_ids, before)
    return iter(sorted(found, key=lambda row: row.recorded_at))


def decisions(
    connection: Connection, unit_ids: Sequence[int], before: str = ""
) -> Iterator[Any]:
    """What bodies of units decided."""
    return _standing(connection, aid_decisions, "standard", unit_ids, before)


def with_bodies(connection: Connection, unit_ids: Sequence[int]) -> set[int]:
    """Those of the units that have a management body."""
    unit_id = body_members.c.unit_id
    query = select(unit_id).distinct()
    found: set[int] = set()
    for some in parts(unit_ids):
        found.update(connection.scalars(query.where(among(connection, unit_id, some))))
    return found


def held_on(connection: Connection, unit_id: int, key: str) -> dt.date:
    """The day on which a resolution that there is was voted on."""
    of = and_(
        meetings.c.unit_id == resolutions.c.unit_id,
        meetings.c.number == resolutions.c.meeting,
    )
    query = select(meetings.c.held_on).join_from(resolutions, meetings, of)
    query = query.where(resolutions.c.unit_id == unit_id, resolutions.c.key == key)
    found: dt.date = connection.execute(query).scalar_one()
    return found
