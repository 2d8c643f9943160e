"""The SQL of engagements, of who audits, and of what would make them dependent.

Every function works inside a transaction given by the caller.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Select, exists, func, or_, select

from audit.engagement_tables import (
    audit_engagement_auditors,
    audit_engagement_steps,
    audit_engagements,
)
from ledger.tables import rights, vouchers
from treasury.reconciliation_tables import reconciliations

_e, _a, _s = (
    audit_engagements.c,
    audit_engagement_auditors.c,
    audit_engagement_steps.c,
)


def _standing() -> Select[Any]:
    """Each engagement with its last step."""
    later = audit_engagement_steps.alias()
    further = exists().where(
        later.c.unit_id == _s.unit_id, later.c.key == _s.key, later.c.seq > _s.seq
    )
    of_one = (_s.unit_id == _e.unit_id) & (_s.key == _e.key)
    return (
        select(audit_engagements, _s.seq, _s.state, _s.acted_on)
        .join_from(audit_engagements, audit_engagement_steps, of_one)
        .where(~further)
    )


def of_units(connection: Connection, unit_ids: Iterable[int]) -> list[Any]:
    """The engagements of units in the order of their numbers."""
    query = _standing().where(_e.unit_id.in_([*unit_ids]))
    return list(connection.execute(query.order_by(_e.unit_id, _e.year, _e.number)))


def of_key(connection: Connection, unit_id: int, key: str) -> Any:
    """An engagement by its key, or None."""
    query = _standing().where(_e.unit_id == unit_id, _e.key == key)
    return connection.execute(query).one_or_none()


def team(connection: Connection, unit_id: int, key: str | None = None) -> list[Any]:
    """Every change of a team, or of all of a unit, in order."""
    query = select(audit_engagement_auditors).where(_a.unit_id == unit_id)
    if key is not None:
        query = query.where(_a.key == key)
    return list(connection.execute(query.order_by(_a.key, _a.seq)))


def steps(connection: Connection, unit_id: int, key: str | None = None) -> list[Any]:
    """The steps of an engagement, or of all of a unit, first to last."""
    query = select(audit_engagement_steps).where(_s.unit_id == unit_id)
    if key is not None:
        query = query.where(_s.key == key)
    return list(connection.execute(query.order_by(_s.key, _s.seq)))


def last_number(connection: Connection, unit_id: int, year: int) -> int:
    """The last number that an engagement of a year got."""
    query = select(func.max(_e.number)).where(_e.unit_id == unit_id, _e.year == year)
    return connection.scalar(query) or 0


# -- what would make somebody dependent ---------------------------------------------


def rights_of(connection: Connection, person_id: int) -> list[Any]:
    """All revisions of a person's rights, the latest of each last."""
    query = select(rights).where(rights.c.person_id == person_id)
    return list(connection.execute(query.order_by(rights.c.revision)))


def any_right(connection: Connection) -> bool:
    """Whether any right is registered."""
    return connection.scalar(select(rights.c.person_id).limit(1)) is not None


def signed(
    connection: Connection,
    unit_id: int,
    person_id: int,
    since: dt.date,
    until: dt.date,
) -> int:
    """How many vouchers of a unit's days a person signed, in whatever part."""
    w = vouchers.c
    parts = (w.preparer_id, w.reviewer_id, w.poster_id, w.cashier_id, w.head_id)
    query = select(func.count()).where(
        w.unit_id == unit_id,
        w.dated_on >= since,
        w.dated_on < until,
        or_(*(part == person_id for part in parts)),
    )
    return connection.scalar(query) or 0


def reconciled(
    connection: Connection,
    unit_id: int,
    person_id: int,
    since: dt.date,
    until: dt.date,
) -> int:
    """How many reconciliations of a unit's days a person made."""
    w = reconciliations.c
    query = select(func.count()).where(
        w.unit_id == unit_id,
        w.person_id == person_id,
        w.until >= since,
        w.until < until,
    )
    return connection.scalar(query) or 0
