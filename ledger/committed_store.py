"""The SQL of what is promised as of a day: open requests, and reservations for none.

Every function works inside a transaction given by the caller, for many units at once.
"""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection, and_, func, or_, select

from ledger.appropriation_tables import appropriation_moves, reservations
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
    connection: Connection, unit_ids: Sequence[int], on: dt.date
) -> list[OpenRequest]:
    """The requests of units that were neither paid nor ended at the end of a day.

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
    query = query.where(q.asked_on <= on, ~done).order_by(q.unit_id, q.year, q.number)
    return [
        OpenRequest(*row)
        for some in parts(unit_ids)
        for row in connection.execute(query.where(among(connection, q.unit_id, some)))
    ]


def reserved_apart(
    connection: Connection, unit_ids: Sequence[int], on: dt.date
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
    return {
        row[0]: int(row[1])
        for some in parts(unit_ids)
        for row in connection.execute(query.where(among(connection, r.unit_id, some)))
    }
