"""The SQL of what is promised as of a day: open requests, and reservations for none.

Every function works inside a transaction given by the caller, for many units at once.
"""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection, Select, and_, func, or_, select

from ledger.appropriation_tables import (
    appropriation_moves,
    appropriations,
    reservations,
)
from ledger.parts import among, parts
from ledger.payment_requests import ENDS
from ledger.request_tables import (
    payment_request_lines,
    payment_request_moves,
    payment_requests,
)


class OpenRequest(NamedTuple):
    """A request that was neither paid nor ended by a day."""

    unit_id: int
    key: str
    amount_fen: int
    expires_on: dt.date


def open_on(
    connection: Connection,
    unit_ids: Sequence[int],
    on: dt.date,
    fund_id: int | None = None,
) -> list[OpenRequest]:
    """The requests of units that were neither paid nor ended at the end of a day.

    Of one fund only the lines on it are counted.

    Cost: one statement for two thousand units; it goes with their requests.
    """
    q, m = payment_requests.c, payment_request_moves.c
    done = (
        select(1)
        .where(
            m.unit_id == q.unit_id,
            m.key == q.key,
            m.acted_on <= on,
            or_(m.act.in_(sorted(ENDS)), m.paid_fen > 0),
        )
        .exists()
    )
    query = select(*(q[name] for name in OpenRequest._fields))
    if fund_id is not None:
        query = _on_fund(fund_id)
    query = query.where(q.asked_on <= on, ~done).order_by(q.unit_id, q.year, q.number)
    return [
        OpenRequest(row[0], row[1], int(row[2]), row[3])
        for some in parts(unit_ids)
        for row in connection.execute(query.where(among(connection, q.unit_id, some)))
    ]


def _on_fund(fund_id: int) -> Select[tuple[int, str, int, dt.date]]:
    """The requests with what their lines on one fund come to."""
    q, n = payment_requests.c, payment_request_lines.c
    asked = (
        select(n.unit_id, n.key, func.sum(n.amount_fen).label("amount_fen"))
        .where(n.fund_id == fund_id)
        .group_by(n.unit_id, n.key)
        .subquery()
    )
    return select(q.unit_id, q.key, asked.c.amount_fen, q.expires_on).join_from(
        payment_requests,
        asked,
        and_(asked.c.unit_id == q.unit_id, asked.c.key == q.key),
    )


def reserved_apart(
    connection: Connection,
    unit_ids: Sequence[int],
    on: dt.date,
    fund_id: int | None = None,
) -> dict[int, int]:
    """What units held at the end of a day for no payment request, in fen, by unit.

    Cost: one statement for two thousand units; it goes with their reservations.
    """
    r, m = reservations.c, appropriation_moves.c
    later = appropriation_moves.alias("later")
    last = (
        select(func.max(later.c.seq))
        .where(
            later.c.unit_id == r.unit_id,
            later.c.reservation == r.key,
            later.c.appropriation_id == r.appropriation_id,
            later.c.acted_on <= on,
        )
        .scalar_subquery()
    )
    n = payment_request_lines.c
    asked = select(1).where(n.unit_id == r.unit_id, n.appropriation == r.key).exists()
    query = (
        select(r.unit_id, func.sum(m.left_fen))
        .select_from(reservations)
        .join(
            appropriation_moves,
            and_(
                m.unit_id == r.unit_id,
                m.appropriation_id == r.appropriation_id,
                m.seq == last,
            ),
        )
        .where(~asked)
        .group_by(r.unit_id)
    )
    if fund_id is not None:
        a = appropriations.c
        on_fund = and_(a.unit_id == r.unit_id, a.id == r.appropriation_id)
        query = query.join(appropriations, on_fund).where(a.fund_id == fund_id)
    return {
        row[0]: int(row[1])
        for some in parts(unit_ids)
        for row in connection.execute(query.where(among(connection, r.unit_id, some)))
    }
