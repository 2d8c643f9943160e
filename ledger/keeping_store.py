"""Who kept the books of a span, as the first page of a printed book names them."""

import datetime as dt
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from ledger import tables

_v = tables.vouchers.c


class KeeperRow(NamedTuple):
    """Someone who entered or headed vouchers: first and last day of these, how many."""

    person_id: int
    first_on: dt.date
    last_on: dt.date
    vouchers: int


def keepers(
    connection: Connection,
    unit_id: int,
    periods: tuple[int, int],
    position: int | None = None,
    *,
    heads: bool = False,
) -> list[KeeperRow]:
    """Who posted the vouchers of the periods without the second, or headed them.

    The cost goes with the heads of the vouchers of the periods.
    """
    person = _v.head_id if heads else _v.poster_id
    first, last = func.min(_v.dated_on), func.max(_v.dated_on)
    query = (
        select(person, first, last, func.count())
        .where(_v.unit_id == unit_id, person.is_not(None))
        .where(_v.period >= periods[0], _v.period < periods[1])
        .group_by(person)
        .order_by(first, person)
    )
    if position is not None:
        query = query.where(_v.position <= position)
    return [KeeperRow(*row) for row in connection.execute(query)]
