"""The SQL of drafts: the steps of one, the open ones, the next number.

Every function works inside a transaction given by the caller; a step is appended by
`store.write_rows`.
"""

from typing import Any

from sqlalchemy import Connection, func, select

from ledger import tables


def draft_history(connection: Connection, unit_id: int, draft: int) -> list[Any]:
    """All steps of a draft in order."""
    d = tables.draft_steps
    return list(
        connection.execute(
            select(d)
            .where(d.c.unit_id == unit_id, d.c.draft == draft)
            .order_by(d.c.step)
        )
    )


def open_drafts(connection: Connection, unit_id: int, through: int) -> list[Any]:
    """The last step of every draft up to a period, if neither posted nor dropped."""
    d = tables.draft_steps
    later = d.alias("later")
    return list(
        connection.execute(
            select(d)
            .where(
                d.c.unit_id == unit_id,
                d.c.period <= through,
                d.c.state.not_in(("posted", "dropped")),
                ~select(1)
                .where(
                    later.c.unit_id == d.c.unit_id,
                    later.c.draft == d.c.draft,
                    later.c.step > d.c.step,
                )
                .exists(),
            )
            .order_by(d.c.draft)
        )
    )


def open_counts(connection: Connection) -> dict[int, int]:
    """How many drafts of each unit are neither posted nor dropped."""
    d = tables.draft_steps
    last = (
        select(d.c.unit_id, d.c.draft, func.max(d.c.step).label("step"))
        .group_by(d.c.unit_id, d.c.draft)
        .subquery()
    )
    query = (
        select(d.c.unit_id, func.count().label("open"))
        .join_from(
            d,
            last,
            (d.c.unit_id == last.c.unit_id)
            & (d.c.draft == last.c.draft)
            & (d.c.step == last.c.step),
        )
        .where(d.c.state.not_in(("posted", "dropped")))
        .group_by(d.c.unit_id)
    )
    return {row.unit_id: row.open for row in connection.execute(query)}


def next_draft(connection: Connection, unit_id: int) -> int:
    """The number of the next draft of a unit."""
    d = tables.draft_steps.c
    last = connection.scalar(
        select(d.draft).where(d.unit_id == unit_id).order_by(d.draft.desc()).limit(1)
    )
    return (last or 0) + 1
