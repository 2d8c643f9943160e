"""The SQL of drafts: the steps of one, the open ones, the next number.

Every function works inside a transaction given by the caller; a step is appended by
`store.write_rows`.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Select, case, func, select

from ledger import tables
from ledger.parts import among, parts


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


def draft_histories(
    connection: Connection, unit_id: int, drafts: Iterable[int]
) -> dict[int, list[Any]]:
    """All steps of each of some drafts in order."""
    d = tables.draft_steps
    query = select(d).where(d.c.unit_id == unit_id).order_by(d.c.draft, d.c.step)
    found: dict[int, list[Any]] = {}
    for some in parts(drafts):
        for row in connection.execute(query.where(among(connection, d.c.draft, some))):
            found.setdefault(row.draft, []).append(row)
    return found


def open_drafts(connection: Connection, unit_id: int, through: int) -> list[Any]:
    """The last step of every draft up to a period, if neither posted nor dropped.

    Cost: one walk along the unit's steps in their index, then one row for each.
    """
    d = tables.draft_steps
    found = _open().where(d.c.unit_id == unit_id).subquery()
    return list(
        connection.execute(
            select(d)
            .join(
                found,
                (d.c.unit_id == found.c.unit_id)
                & (d.c.draft == found.c.draft)
                & (d.c.step == found.c.step),
            )
            .where(d.c.period <= through)
            .order_by(d.c.draft)
        )
    )


def open_naming(connection: Connection, unit_id: int, text: str) -> list[Any]:
    """The last step of every open draft on which a text stands, as it is written.

    Cost: as `open_drafts`; what stands on drafts is not read here.
    """
    d = tables.draft_steps
    found = _open().where(d.c.unit_id == unit_id).subquery()
    at = (
        (d.c.unit_id == found.c.unit_id)
        & (d.c.draft == found.c.draft)
        & (d.c.step == found.c.step)
    )
    query = select(d.c.draft, d.c.state).join(found, at).order_by(d.c.draft)
    named = d.c.content.contains(text, autoescape=True)
    return list(connection.execute(query.where(named)))


def open_counts(connection: Connection) -> dict[int, int]:
    """How many drafts of each unit are neither posted nor dropped."""
    found = _open().subquery()
    query = select(found.c.unit_id, func.count().label("open"))
    return {
        row.unit_id: row.open
        for row in connection.execute(query.group_by(found.c.unit_id))
    }


def _open() -> Select[Any]:
    """Drafts with their last step: nothing follows once one is posted or dropped."""
    d = tables.draft_steps.c
    ended = case((d.state.in_(("posted", "dropped")), 1), else_=0)
    return (
        select(d.unit_id, d.draft, func.max(d.step).label("step"))
        .group_by(d.unit_id, d.draft)
        .having(func.max(ended) == 0)
    )


def preparers(
    connection: Connection, unit_id: int, drafts: Iterable[int]
) -> dict[int, int]:
    """Who submitted drafts last, or wrote those last that nobody submitted."""
    d = tables.draft_steps.c
    found: dict[int, int] = {}
    for some in parts(drafts):
        query = select(d.draft, d.state, d.person_id).where(
            d.unit_id == unit_id,
            among(connection, d.draft, some),
            d.state.in_(("draft", "submitted")),
        )
        submitted = set()
        for row in connection.execute(query.order_by(d.step)):
            if row.state == "submitted" or row.draft not in submitted:
                found[row.draft] = row.person_id
            if row.state == "submitted":
                submitted.add(row.draft)
    return found


def next_draft(connection: Connection, unit_id: int) -> int:
    """The number of the next draft of a unit."""
    d = tables.draft_steps.c
    last = connection.scalar(
        select(d.draft).where(d.unit_id == unit_id).order_by(d.draft.desc()).limit(1)
    )
    return (last or 0) + 1
