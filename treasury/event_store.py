"""The SQL of the desk: drafts made under a reference, drafts that bring money back."""

from typing import Any

from sqlalchemy import Connection, select

from ledger.tables import draft_steps
from treasury.event_tables import desk_drafts, desk_refunds


def latest(connection: Connection, unit_id: int, ref: str) -> Any:
    """The last draft that was handed in under a reference, or None."""
    d = desk_drafts
    return connection.execute(
        select(d)
        .where(d.c.unit_id == unit_id, d.c.ref == ref)
        .order_by(d.c.draft.desc())
        .limit(1)
    ).one_or_none()


def handed_in(connection: Connection, unit_id: int, draft: int) -> str:
    """The reference that a draft was handed in under; empty where a desk made none."""
    d = desk_drafts.c
    query = select(d.ref).where(d.unit_id == unit_id, d.draft == draft)
    return connection.execute(query).scalar() or ""


def refunds(connection: Connection, unit_id: int, ref: str) -> list[Any]:
    """The last step of every draft that brings back money of a voucher and stands."""
    d, later, r = draft_steps, draft_steps.alias("later"), desk_refunds
    newer = (
        select(1)
        .where(
            later.c.unit_id == d.c.unit_id,
            later.c.draft == d.c.draft,
            later.c.step > d.c.step,
        )
        .exists()
    )
    return list(
        connection.execute(
            select(d)
            .join(r, (r.c.unit_id == d.c.unit_id) & (r.c.draft == d.c.draft))
            .where(r.c.unit_id == unit_id, r.c.refund_of == ref)
            .where(d.c.state != "dropped", ~newer)
            .order_by(d.c.draft)
        )
    )
