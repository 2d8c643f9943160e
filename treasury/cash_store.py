"""The SQL of cash counts.

Every function works inside a transaction given by the caller.
"""

import datetime as dt
from typing import Any

from sqlalchemy import Connection, and_, func, select

from ledger import tables
from treasury.cash_tables import cash_count_pieces, cash_counts


def counts(
    connection: Connection, unit_id: int, days: tuple[dt.date, dt.date] | None = None
) -> list[Any]:
    """The counts of a unit, or those of some days, the second excluded, by number."""
    c = cash_counts.c
    query = select(cash_counts).where(c.unit_id == unit_id)
    if days is not None:
        query = query.where(c.counted_on >= days[0], c.counted_on < days[1])
    return list(connection.execute(query.order_by(c.number)))


def pieces(connection: Connection, unit_id: int) -> list[Any]:
    """Counting, face and pieces of all counts of a unit, the largest face first."""
    p = cash_count_pieces.c
    query = (
        select(p.counting, p.face_fen, p.pieces)
        .where(p.unit_id == unit_id)
        .order_by(p.counting, p.face_fen.desc())
    )
    return list(connection.execute(query))


def next_number(connection: Connection, unit_id: int) -> int:
    """The number that the next count gets."""
    c = cash_counts.c
    last = connection.scalar(select(func.max(c.number)).where(c.unit_id == unit_id))
    return (last or 0) + 1


def book_fen(
    connection: Connection,
    unit_id: int,
    account_id: int,
    on: dt.date,
    position: int | None = None,
) -> int:
    """What stood on an account at the end of a day, as known at a chain position.

    The cost goes with the postings on the account.
    """
    v, p = tables.vouchers.c, tables.postings.c
    joined = and_(v.unit_id == p.unit_id, v.position == p.position)
    query = (
        select(func.coalesce(func.sum(p.debit_fen - p.credit_fen), 0))
        .join_from(tables.postings, tables.vouchers, joined)
        .where(p.unit_id == unit_id, p.account_id == account_id, v.dated_on <= on)
    )
    if position is not None:
        query = query.where(p.position <= position)
    return int(connection.scalar(query) or 0)
