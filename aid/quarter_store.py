"""The SQL of quarterly figures.

Every function works inside a transaction given by the caller.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, select

from aid.quarter_tables import aid_quarters
from ledger.parts import among, parts

_q = aid_quarters.c


def revisions(
    connection: Connection, unit_ids: Sequence[int], year: int, quarter: int | None
) -> Iterator[Any]:
    """What units have on record of a quarter or of a year, by revision."""
    query = select(aid_quarters).where(_q.year == year)
    if quarter is not None:
        query = query.where(_q.quarter == quarter)
    query = query.order_by(_q.unit_id, _q.quarter, _q.revision)
    for some in parts(unit_ids):
        yield from connection.execute(query.where(among(connection, _q.unit_id, some)))
