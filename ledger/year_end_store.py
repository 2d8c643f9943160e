"""The SQL of closing a year: orders, the adjusting of a December, parts of balances.

Every function works inside a transaction given by the caller.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, and_, case, func, select

from ledger import closing_tables, tables
from ledger.transition import Movement

_v, _p = tables.vouchers.c, tables.postings.c


def orders(connection: Connection, unit_id: int, year: int) -> list[Any]:
    """The orders to close a year, in the order given; the last one holds."""
    y = closing_tables.year_ends
    query = select(y).where(y.c.unit_id == unit_id, y.c.year == year)
    return list(connection.execute(query.order_by(y.c.number)))


def adjusting(connection: Connection, unit_id: int) -> list[Any]:
    """The Decembers whose adjusting has begun, in order."""
    a = closing_tables.adjusting
    query = select(a).where(a.c.unit_id == unit_id).order_by(a.c.period)
    return list(connection.execute(query))


def last_before(connection: Connection, unit_id: int, period: int) -> int:
    """The chain position before the first voucher after a period; 0 without one."""
    query = select(func.min(_v.position)).where(
        _v.unit_id == unit_id, _v.period > period
    )
    first = connection.scalar(query)
    return int(first) - 1 if first else 0


def movements(
    connection: Connection, unit_id: int, accounts: Sequence[int], until: int
) -> list[Movement]:
    """Postings on claims, debts and stock before a period, in the order of the chain.

    The cost goes with the postings on those accounts.
    """
    arose = case((_p.arose_on != "", _p.arose_on), else_="")
    change = _p.debit_fen - _p.credit_fen
    pieces = case((_p.debit_fen != 0, _p.quantity_milli), else_=-_p.quantity_milli)
    query = (
        select(
            _p.account_id,
            _p.fund_id,
            _p.party,
            _p.item,
            arose,
            change,
            pieces,
            _v.dated_on,
        )
        .join_from(
            tables.vouchers,
            tables.postings,
            and_(_p.unit_id == _v.unit_id, _p.position == _v.position),
        )
        .where(_v.unit_id == unit_id, _v.period < until)
        .where(_p.unit_id == unit_id, _p.account_id.in_(accounts))
        .order_by(_p.position, _p.line)
    )
    return [
        Movement(*row[:4], row[4] or row[7].isoformat(), *row[5:7])
        for row in connection.execute(query)
    ]
