"""The SQL of lists of what is handed over.

Every function works inside a transaction given by the caller.
"""

import datetime as dt
from typing import Any

from sqlalchemy import Connection, func, select

from audit.handover_tables import (
    audit_handover_lines,
    audit_handover_steps,
    audit_handovers,
)
from ledger import tables

_h, _l, _s = audit_handovers.c, audit_handover_lines.c, audit_handover_steps.c


def last_number(connection: Connection, unit_id: int, year: int) -> int:
    """The number of a unit's last list of a year, 0 where it has none."""
    query = select(func.max(_h.number)).where(_h.unit_id == unit_id, _h.year == year)
    return connection.scalar(query) or 0


def lists(connection: Connection, unit_id: int) -> list[Any]:
    """The lists of a unit, by year and number."""
    query = select(audit_handovers).where(_h.unit_id == unit_id)
    return list(connection.execute(query.order_by(_h.year, _h.number)))


def lines(connection: Connection, unit_id: int, key: str) -> list[Any]:
    """The lines of a list in order, those that strike others out among them."""
    query = select(audit_handover_lines).where(_l.unit_id == unit_id, _l.key == key)
    return list(connection.execute(query.order_by(_l.line)))


def count_lines(connection: Connection, unit_id: int, key: str) -> int:
    """How many rows a list has."""
    query = select(func.count()).where(_l.unit_id == unit_id, _l.key == key)
    return int(connection.scalar(query) or 0)


def steps(connection: Connection, unit_id: int, key: str) -> list[Any]:
    """The steps of a list in order."""
    query = select(audit_handover_steps).where(_s.unit_id == unit_id, _s.key == key)
    return list(connection.execute(query.order_by(_s.seq)))


def voucher_runs(connection: Connection, unit_id: int, day: dt.date) -> list[Any]:
    """The vouchers of a day's year up to it, by kind and period, openings left out.

    Each row: how many (`many`), their attachments (`papers`), the last number.
    """
    v, opens = tables.vouchers.c, day.year * 100
    query = (
        select(
            v.kind,
            v.period,
            func.count().label("many"),
            func.sum(v.attachments).label("papers"),
            func.max(v.number).label("last"),
        )
        .where(v.unit_id == unit_id, v.period > opens, v.period < opens + 100)
        .where(v.dated_on <= day)
        .group_by(v.kind, v.period)
    )
    return list(connection.execute(query))
