"""Long lists of values (分段查找): looked for in parts that one statement takes."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, any_, bindparam
from sqlalchemy.dialects.postgresql import ARRAY

from ledger.database import Connection

MANY = 2_000
"""Values that are looked for in one statement; SQLite takes 32,766 at most."""


def parts(values: Iterable[Any]) -> Iterator[list[Any]]:
    """Values of one kind, each once, in order, in parts."""
    whole = sorted(set(values))
    for first in range(0, len(whole), MANY):
        yield whole[first : first + MANY]


def among(
    connection: Connection, column: ColumnElement[Any], values: Sequence[Any]
) -> ColumnElement[bool]:
    """Whether a column is one of these values.

    PostgreSQL is handed them as one array: its driver reads a statement of thousands of
    marks more slowly than the database answers it.
    """
    if connection.dialect.name != "postgresql":
        return column.in_(values)
    given = bindparam(None, list(values), type_=ARRAY(column.type))
    return column == any_(given)
