"""All SQL of the shell: the operation log, secrets, and the rights people hold.

Every function works inside a transaction given by the caller.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, func, insert, or_, select

from app.tables import secrets
from ledger.chain import GENESIS
from ledger.operation_tables import operations
from ledger.tables import rights

LOG_LOCK = 20052
"""First key of the advisory lock of a unit's operation log."""


# -- the operation log --------------------------------------------------------------


def lock_log(connection: Connection, unit_id: int) -> None:
    """Let one writer at a time append to a unit's log.

    A lock of its own and the last one taken: a log never waits for the books. On
    SQLite the transaction itself is that lock.
    """
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(
            "SELECT pg_advisory_xact_lock(%s, %s)", (LOG_LOCK, unit_id)
        )


def log_head(connection: Connection, unit_id: int) -> tuple[int, bytes]:
    """Where a unit's log stands."""
    o = operations.c
    row = connection.execute(
        select(o.position, o.hash)
        .where(o.unit_id == unit_id)
        .order_by(o.position.desc())
        .limit(1)
    ).one_or_none()
    return (row[0], bytes(row[1])) if row else (0, GENESIS)


def append_operation(connection: Connection, row: tuple[object, ...]) -> None:
    """Append one operation, its columns in the order of the table."""
    names = [column.name for column in operations.columns]
    connection.execute(insert(operations), [dict(zip(names, row, strict=True))])


def find_operations(
    connection: Connection, person: str, since: str, until: str, text: str
) -> list[Any]:
    """Operations in order of time; an empty text asks for nothing."""
    o = operations.c
    query = select(operations).order_by(o.at, o.unit_id, o.position)
    if person:
        query = query.where(o.person == person)
    if since:
        query = query.where(o.at >= since)
    if until:
        query = query.where(o.at < until)
    if text:
        asked = text.lower()
        query = query.where(
            or_(
                func.lower(o.subject).contains(asked, autoescape=True),
                func.lower(o.act).contains(asked, autoescape=True),
            )
        )
    return list(connection.execute(query))


def all_operations(connection: Connection) -> list[Any]:
    """The whole log, unit by unit in the order of its chains."""
    o = operations.c
    return list(connection.execute(select(operations).order_by(o.unit_id, o.position)))


# -- secrets and rights -------------------------------------------------------------


def secret_of(connection: Connection, person_id: int) -> tuple[int, str]:
    """The latest revision and hash of a person's secret; 0 where none was set."""
    s = secrets.c
    row = connection.execute(
        select(s.revision, s.argon2)
        .where(s.person_id == person_id)
        .order_by(s.revision.desc())
        .limit(1)
    ).one_or_none()
    return (row[0], row[1]) if row else (0, "")


def append_secret(
    connection: Connection, person_id: int, revision: int, argon2: str, set_at: str
) -> None:
    """Append a later revision of a person's secret."""
    connection.execute(
        insert(secrets),
        [
            {
                "person_id": person_id,
                "revision": revision,
                "argon2": argon2,
                "set_at": set_at,
            }
        ],
    )


def secret_holders(connection: Connection) -> list[int]:
    """Everybody who has a secret."""
    return list(connection.scalars(select(secrets.c.person_id).distinct()))


def any_secret(connection: Connection) -> bool:
    """Whether anybody has a secret."""
    return connection.scalar(select(secrets.c.person_id).limit(1)) is not None


def any_right(connection: Connection) -> bool:
    """Whether any right is registered."""
    return connection.scalar(select(rights.c.person_id).limit(1)) is not None


def rights_of(connection: Connection, person_id: int) -> list[Any]:
    """All revisions of a person's rights, the latest of each last."""
    return list(
        connection.execute(
            select(rights)
            .where(rights.c.person_id == person_id)
            .order_by(rights.c.revision)
        )
    )


def rights_in(connection: Connection, scopes: Collection[int]) -> list[Any]:
    """The rights given in some scopes, each after its last revision."""
    latest = {
        (row.person_id, row.right, row.scope_id, row.since): row
        for row in connection.execute(
            select(rights)
            .where(rights.c.scope_id.in_(scopes))
            .order_by(rights.c.revision)
        )
    }
    return list(latest.values())
