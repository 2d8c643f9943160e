"""How much stands in the registers: whether look-ups still hold all of it."""

from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Select, Table, func, select


def sizes(connection: Connection, counted: tuple[Table, ...]) -> tuple[int, ...]:
    """How many rows each of these tables has, in one read."""
    return tuple(map(int, connection.execute(_counting(counted)).one()))


@lru_cache
def _counting(counted: tuple[Table, ...]) -> Select[Any]:
    counts = (select(func.count()).select_from(t).scalar_subquery() for t in counted)
    return select(*counts)
