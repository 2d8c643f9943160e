"""All SQL of backups: the rows of the books out of a database, and into an empty one.

SQLite copies itself, whole and at one moment, while others write. Of PostgreSQL every
table is read in one snapshot; the guards of an empty database are lifted for the time
of one transaction, in which its rows come back, and stand again before it ends.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Connection, Engine, MetaData


class Rows(Protocol):
    """What rows are read from."""

    def read(self, size: int, /) -> bytes:
        """As many bytes as that at most."""


_TRIGGERS = """
SELECT t.tgname, t.tgenabled::text FROM pg_trigger t
WHERE t.tgrelid = %s::regclass AND NOT t.tgisinternal ORDER BY t.tgname
"""
_STANDS = {"A": "ENABLE ALWAYS", "O": "ENABLE", "R": "ENABLE REPLICA", "D": "DISABLE"}


def copy_sqlite(engine: Engine, path: Path) -> None:
    """Copy a SQLite database as it stands, in one step."""
    raw = engine.raw_connection()
    target = sqlite3.connect(path)
    try:
        source: Any = raw.driver_connection
        source.backup(target)
        # Alone it needs no log beside it.
        target.execute("PRAGMA journal_mode = DELETE")
    finally:
        target.close()
        raw.close()


def table_names(metadata: MetaData) -> tuple[str, ...]:
    """Every declared table, those that others refer to first."""
    return tuple(table.name for table in metadata.sorted_tables)


def copy_out(connection: Connection, metadata: MetaData, name: str) -> Iterator[bytes]:
    """The rows of a table as PostgreSQL writes them, in the order of its key."""
    table = metadata.tables[name]
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    key = ", ".join(f'"{column.name}"' for column in table.primary_key.columns)
    query = f'COPY (SELECT {columns} FROM public."{name}" ORDER BY {key}) TO STDOUT'  # noqa: S608 - declared names
    cursor = _driver(connection).cursor()
    with cursor.copy(query) as copied:
        for piece in copied:
            yield bytes(piece)


@contextmanager
def guards_lifted(connection: Connection, metadata: MetaData) -> Iterator[None]:
    """Let rows come back into empty tables; every guard stands again at the end."""
    cursor = _driver(connection).cursor()
    places = [f'public."{name}"' for name in table_names(metadata)]
    standing = [
        (place, cursor.execute(_TRIGGERS, (place,)).fetchall()) for place in places
    ]
    for place in places:
        cursor.execute(f"ALTER TABLE {place} DISABLE TRIGGER USER")
    yield
    # What refers to other rows is held now: no table can be altered before.
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for place, triggers in standing:
        for trigger, stands in triggers:
            cursor.execute(f'ALTER TABLE {place} {_STANDS[stands]} TRIGGER "{trigger}"')


def copy_in(connection: Connection, metadata: MetaData, name: str, rows: Rows) -> None:
    """Put the rows of a table into an empty one whose guards are lifted."""
    table = metadata.tables[name]
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    copying = f'COPY public."{name}" ({columns}) FROM STDIN'
    with _driver(connection).cursor().copy(copying) as copied:
        while piece := rows.read(1 << 20):
            copied.write(piece)


def _driver(connection: Connection) -> Any:
    return connection.connection.driver_connection
