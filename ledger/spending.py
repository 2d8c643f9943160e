"""Who was served by what was spent, what year-end closing moved, what was in stock.

Plain queries; every function names its cost. What is told apart here cannot be read
from kept totals: these know neither recipients nor items nor which voucher moved what.
"""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, case, func, or_, select

from ledger import tables
from ledger.queries import SumRow

_v, _p = tables.vouchers.c, tables.postings.c


class ServedRow(NamedTuple):
    """What one recipient was given on an account, of a fund, for a purpose.

    Purpose and recipient are '' where none is named. `most` is the largest number of
    persons served at once, `persons` their sum.
    """

    account_id: int
    fund_id: int
    purpose: str
    recipient: str
    fen: int
    most: int
    persons: int


def served(  # noqa: PLR0913 - the bounds of one read
    connection: Connection,
    unit_id: int,
    accounts: tuple[Sequence[int], Sequence[int]],
    since: int,
    until: int,
    *,
    position: int | None = None,
) -> list[ServedRow]:
    """Who was served by what was spent on accounts in the periods.

    `accounts` are those on which money is spent, and those among them on which money
    held for others comes in as well: of these, debits alone are spent. Openings are
    left out. The cost goes with the postings of those periods.
    """
    spends, held = accounts
    purpose = func.coalesce(_p.purpose, "")
    query = (
        select(
            _p.account_id,
            _p.fund_id,
            purpose,
            _p.recipient,
            func.sum(_p.debit_fen - _p.credit_fen),
            func.max(_p.persons),
            func.sum(_p.persons),
        )
        .join_from(tables.vouchers, tables.postings, _joined())
        .where(_v.unit_id == unit_id, _v.period >= since, _v.period < until)
        .where(_v.kind != "期初", _p.account_id.in_(spends))
        .where(or_(_p.account_id.not_in(held), _p.debit_fen != 0))
        .group_by(_p.account_id, _p.fund_id, purpose, _p.recipient)
    )
    if position is not None:
        query = query.where(_v.position <= position)
    rows = connection.execute(query)
    return [ServedRow(*row[:4], *map(int, row[4:])) for row in rows]


def closing_legs(  # noqa: PLR0913, PLR0917 - the bounds of one read
    connection: Connection,
    unit_id: int,
    results: Sequence[int],
    standing: Sequence[int],
    since: int,
    until: int,
    *,
    position: int | None = None,
) -> list[SumRow]:
    """Sums over year-end vouchers: those that touch `results` and none of `standing`.

    `results` are the accounts that income and expenditure are closed into, `standing`
    those in which a fund's balance stands. The cost goes with the postings on
    `results`.
    """
    where = [
        _p.unit_id == unit_id,
        _p.account_id.in_(results),
        _v.period >= since,
        _v.period < until,
        _v.kind != "期初",
    ]
    if position is not None:
        where.append(_v.position <= position)
    touched = (
        select(_p.position)
        .join_from(tables.postings, tables.vouchers, _joined())
        .where(*where)
        .distinct()
    )
    leg = tables.postings.alias("leg").c
    other = tables.postings.alias("other").c
    purpose = func.coalesce(leg.purpose, "")
    query = (
        select(
            leg.account_id,
            leg.fund_id,
            purpose,
            *(func.sum(leg[name]) for name in ("debit_fen", "credit_fen", "persons")),
        )
        .where(leg.unit_id == unit_id, leg.position.in_(touched))
        .where(
            ~select(1)
            .where(
                other.unit_id == leg.unit_id,
                other.position == leg.position,
                other.account_id.in_(standing),
            )
            .exists()
        )
        .group_by(leg.account_id, leg.fund_id, purpose)
    )
    return [SumRow(*row[:3], *map(int, row[3:])) for row in connection.execute(query)]


def quantities(
    connection: Connection,
    unit_id: int,
    accounts: Sequence[int],
    until: int,
    *,
    position: int | None = None,
) -> list[tuple[int, str, int]]:
    """What there was of each item before a period, as (fund, item, thousandths).

    The cost goes with the postings on those accounts.
    """
    pieces = case((_p.debit_fen != 0, _p.quantity_milli), else_=-_p.quantity_milli)
    query = (
        select(_p.fund_id, _p.item, func.sum(pieces))
        .join_from(tables.vouchers, tables.postings, _joined())
        .where(_v.unit_id == unit_id, _v.period < until, _p.item != "")
        .where(_p.unit_id == unit_id, _p.account_id.in_(accounts))
        .group_by(_p.fund_id, _p.item)
        .order_by(_p.fund_id, _p.item)
    )
    if position is not None:
        query = query.where(_v.position <= position)
    return [(row[0], row[1], int(row[2])) for row in connection.execute(query)]


def _joined() -> ColumnElement[bool]:
    return and_(_p.unit_id == _v.unit_id, _p.position == _v.position)
