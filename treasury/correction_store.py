"""The SQL of what is corrected, and of what rests on it.

Every function works inside a transaction given by the caller.
"""

from typing import NamedTuple

from sqlalchemy import Connection, exists, select

from ledger.tables import postings, vouchers
from treasury.matching_tables import matched_postings, unmatches
from treasury.transfer_tables import transfer_answers, transfer_returns, transfers


class Target(NamedTuple):
    """The voucher that is corrected; `ref` is that under which it was entered first."""

    position: int
    ref: str
    replaces: bool


class Legs(NamedTuple):
    """The transfer that a voucher was made for, by sender and number, and which leg."""

    sender_id: int
    number: int
    leg: str


def target(connection: Connection, unit_id: int, ref: str) -> Target | None:
    """The voucher under a reference, or None."""
    v, o = vouchers, vouchers.alias("original")
    query = select(v.c.position, v.c.ref, v.c.correction, o.c.ref).outerjoin_from(
        v, o, (o.c.unit_id == v.c.unit_id) & (o.c.position == v.c.corrects)
    )
    row = connection.execute(
        query.where(v.c.unit_id == unit_id, v.c.ref == ref)
    ).one_or_none()
    if row is None:
        return None
    replaces = row[2] == "replacement"
    return Target(row[0], row[3] if replaces else row[1], replaces)


def transfer_of(connection: Connection, unit_id: int, ref: str) -> Legs | None:
    """The transfer that a voucher of a unit was made for, or None."""
    for table, leg in (
        (transfers, "out"),
        (transfer_answers, "arrival"),
        (transfer_returns, "back"),
    ):
        t = table.c
        sender = t.from_id if leg == "arrival" else t.unit_id
        query = select(sender, t.number).where(t.unit_id == unit_id, t.ref == ref)
        if found := connection.execute(query.limit(1)).one_or_none():
            return Legs(found[0], found[1], leg)
    return None


def requests_at(connection: Connection, unit_id: int, position: int) -> list[str]:
    """The payment request that each line of a voucher names, in order of the lines."""
    p = postings.c
    query = select(p.request).where(p.unit_id == unit_id, p.position == position)
    return list(connection.scalars(query.order_by(p.line)))


def matches_of(connection: Connection, unit_id: int, position: int) -> list[int]:
    """The matches with rows of the bank in which a voucher stands, by number."""
    m, u = matched_postings.c, unmatches.c
    undone = exists().where(u.unit_id == m.unit_id, u.match == m.match)
    query = select(m.match).where(m.unit_id == unit_id, m.position == position, ~undone)
    return list(connection.scalars(query.distinct().order_by(m.match)))
