"""What an officer's audit reads of posts, rights, and what was open on a day.

Cost: a few statements each, by the unit.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, and_, func, or_, select

from ledger import queries, tables
from ledger.appropriation_tables import (
    appropriation_moves,
    appropriations,
    reservations,
)
from ledger.payment_requests import ENDS
from ledger.register import Lookups, UnitLookup
from ledger.request_tables import payment_request_moves, payment_requests
from ledger.rights import EVERYWHERE


def tenures(connection: Connection, unit_id: int) -> list[Any]:
    """The posts of a unit as they stand after their last revision, by begin."""
    return queries.tenures(connection, unit_id)


def scopes(books: Lookups, unit: UnitLookup) -> tuple[int, ...]:
    """The unit, all above it, and everywhere: rights in these hold in the unit."""
    found = [EVERYWHERE, unit.id]
    while unit.parent:
        unit = books.unit(unit.parent)
        found.append(unit.id)
    return tuple(found)


def rights_in(
    connection: Connection, books: Lookups, unit: UnitLookup, person_id: int
) -> list[Any]:
    """A person's rights that hold in a unit, each after its last revision."""
    r = tables.rights
    later = r.alias("later")
    newest = (
        ~select(1)
        .where(
            later.c.person_id == r.c.person_id,
            later.c.right == r.c.right,
            later.c.scope_id == r.c.scope_id,
            later.c.since == r.c.since,
            later.c.revision > r.c.revision,
        )
        .exists()
    )
    query = (
        select(r)
        .where(r.c.person_id == person_id, newest)
        .where(r.c.scope_id.in_(scopes(books, unit)))
        .order_by(r.c.since, r.c.right, r.c.scope_id)
    )
    return list(connection.execute(query))


def requests_open(connection: Connection, unit_id: int, day: dt.date) -> list[Any]:
    """Payment requests asked for by the end of a day and neither paid nor ended then.

    What is done later does not count, whatever became of them.
    """
    q, m = payment_requests.c, payment_request_moves
    done = (
        select(1)
        .where(
            m.c.unit_id == q.unit_id,
            m.c.key == q.key,
            m.c.acted_on <= day,
            or_(m.c.act.in_(sorted(ENDS)), m.c.paid_fen > 0),
        )
        .exists()
    )
    query = (
        select(payment_requests)
        .where(q.unit_id == unit_id, q.asked_on <= day, ~done)
        .order_by(q.year, q.number)
    )
    return list(connection.execute(query))


def reservations_open(connection: Connection, unit_id: int, day: dt.date) -> list[Any]:
    """Reservations of which something was left at the end of a day, by key."""
    r, a, m = reservations.c, appropriations.c, appropriation_moves.c
    later = appropriation_moves.alias("later")
    last = (
        select(func.max(later.c.seq))
        .where(
            later.c.unit_id == r.unit_id,
            later.c.appropriation_id == r.appropriation_id,
            later.c.reservation == r.key,
            later.c.acted_on <= day,
        )
        .scalar_subquery()
    )
    of_unit = and_(a.unit_id == r.unit_id, a.id == r.appropriation_id)
    moved = and_(
        m.unit_id == r.unit_id,
        m.appropriation_id == r.appropriation_id,
        m.seq == last,
    )
    query = (
        select(r.key, r.summary, r.expires_on, m.left_fen, a.fund_id, a.purpose)
        .select_from(reservations)
        .join(appropriations, of_unit)
        .join(appropriation_moves, moved)
        .where(r.unit_id == unit_id, m.left_fen > 0)
        .order_by(r.year, r.number)
    )
    return list(connection.execute(query))


def corrections_of(
    connection: Connection, unit_id: int, days: tuple[dt.date, dt.date]
) -> Iterator[Any]:
    """What corrects vouchers dated in some days, the second excluded, in chain order.

    Each with the head of the voucher that it corrects.
    """
    v = tables.vouchers
    old = v.alias("old")
    query = (
        select(
            v.c.period, v.c.kind, v.c.number, v.c.dated_on, v.c.summary,
            v.c.correction, v.c.position,
            old.c.period.label("old_period"), old.c.kind.label("old_kind"),
            old.c.number.label("old_number"), old.c.dated_on.label("old_on"),
        )
        .where(v.c.unit_id == unit_id, old.c.unit_id == unit_id)
        .where(old.c.position == v.c.corrects)
        .where(old.c.dated_on >= days[0], old.c.dated_on < days[1])
        .order_by(v.c.position)
    )  # fmt: skip
    yield from connection.execute(query)


def returned_later(
    connection: Connection,
    unit_id: int,
    paid: tuple[dt.date, dt.date],
    back: tuple[dt.date, dt.date],
) -> list[Any]:
    """What the bank sent back on some days of requests that were paid on others.

    The second day of each is excluded.
    """
    m, v = payment_request_moves, tables.vouchers.c
    other = m.alias("paid")
    of_request = and_(
        other.c.unit_id == m.c.unit_id,
        other.c.key == m.c.key,
        other.c.act == "pay",
        other.c.acted_on >= paid[0],
        other.c.acted_on < paid[1],
    )
    query = (
        select(m.c.key, m.c.acted_on, m.c.amount_fen, v.period, v.kind, v.number)
        .join_from(
            m,
            tables.vouchers,
            and_(v.unit_id == m.c.unit_id, v.position == m.c.position),
        )
        .where(m.c.unit_id == unit_id, m.c.act == "return")
        .where(m.c.acted_on >= back[0], m.c.acted_on < back[1])
        .where(select(1).where(of_request).exists())
        .order_by(m.c.acted_on, m.c.key, m.c.seq)
    )
    return list(connection.execute(query))


def amounts_of(
    connection: Connection, unit_id: int, positions: list[int]
) -> dict[int, int]:
    """The sum of the debits of some vouchers, in fen, red below zero."""
    p = tables.postings.c
    query = (
        select(p.position, func.sum(p.debit_fen))
        .where(p.unit_id == unit_id, p.position.in_(positions))
        .group_by(p.position)
    )
    return {row[0]: int(row[1]) for row in connection.execute(query)}
