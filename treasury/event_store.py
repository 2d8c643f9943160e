"""The SQL of the desk: which drafts were made under a reference."""

from typing import Any

from sqlalchemy import Connection, select

from treasury.event_tables import desk_drafts


def latest(connection: Connection, unit_id: int, ref: str) -> Any:
    """The last draft that was handed in under a reference, or None."""
    d = desk_drafts
    return connection.execute(
        select(d)
        .where(d.c.unit_id == unit_id, d.c.ref == ref)
        .order_by(d.c.draft.desc())
        .limit(1)
    ).one_or_none()
