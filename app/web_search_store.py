"""The SQL of searching: vouchers by reference, number, words, amount or file number.

Every function works inside a transaction given by the caller, for the units that the
person may see and no others; `most` bounds what is handed over.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, exists, or_, select

from ledger.parts import among
from ledger.tables import postings, vouchers

_v, _p = vouchers.c, postings.c


class Met(NamedTuple):
    """A voucher that was met."""

    unit_id: int
    position: int
    ref: str
    period: int
    kind: str
    number: int
    dated_on: dt.date
    summary: str


Months = tuple[int, int]
"""Periods from the first to the last, both within."""


def by_ref(
    connection: Connection, units: Sequence[int], text: str, most: int
) -> list[Met]:
    """Vouchers whose reference begins so; their index is used."""
    # What follows every text that begins so, whatever it goes on with.
    wanted = _v.ref.between(text, text + "\U0010ffff")
    return _found(connection, units, wanted, None, most)


def by_number(
    connection: Connection,
    units: Sequence[int],
    mark: tuple[str, int],
    months: Months | None,
    most: int,
) -> list[Met]:
    """Vouchers of a kind and number; in every month where none is told."""
    kind, number = mark
    wanted = (_v.kind == kind) & (_v.number == number)
    return _found(connection, units, wanted, months, most)


def by_words(
    connection: Connection,
    units: Sequence[int],
    text: str,
    months: Months | None,
    most: int,
) -> list[Met]:
    """Vouchers whose summary has the words.

    Cost: it goes with the vouchers of those months.
    """
    wanted = _v.summary.contains(text, autoescape=True)
    return _found(connection, units, wanted, months, most)


def by_amount(
    connection: Connection,
    units: Sequence[int],
    fen: int,
    months: Months | None,
    most: int,
) -> list[Met]:
    """Vouchers with a posting of the amount, on either side.

    Cost: as above, with their postings.
    """
    amount = or_(_p.debit_fen == fen, _p.credit_fen == fen)
    return _found(connection, units, _has(amount), months, most)


def by_file(
    connection: Connection,
    units: Sequence[int],
    code: str,
    months: Months | None,
    most: int,
) -> list[Met]:
    """Vouchers that pay somebody of a file number (档案号).

    Cost: as above, with their postings.
    """
    return _found(connection, units, _has(_p.recipient == code), months, most)


def _has(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    same = (_p.unit_id == _v.unit_id) & (_p.position == _v.position)
    return exists(select(1).where(same, condition).correlate(vouchers))


def _found(
    connection: Connection,
    units: Sequence[int],
    wanted: ColumnElement[bool],
    months: Months | None,
    most: int,
) -> list[Met]:
    query = select(*(_v[name] for name in Met._fields)).where(
        among(connection, _v.unit_id, units), wanted
    )
    if months is not None:
        query = query.where(_v.period.between(*months))
    order = (_v.dated_on.desc(), _v.unit_id, _v.position.desc())
    rows: Sequence[Any] = connection.execute(query.order_by(*order).limit(most)).all()
    return [Met._make(row) for row in rows]
