"""The SQL of grounds (L13): what a unit has begun, and the grounds it named.

Every function works inside a transaction given by the caller.
"""

import datetime as dt
from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, func, select

from ledger import tables
from ledger.accounts import Role
from ledger.ground_tables import aid_begins, aid_grounds
from ledger.grounds import ASKED, Grounds, Spent
from ledger.parts import among, parts
from ledger.request_tables import payment_request_moves

_b, _g = aid_begins.c, aid_grounds.c


def begun(connection: Connection, unit_id: int) -> Any:
    """What put a unit under L13, or None."""
    query = select(aid_begins).where(_b.unit_id == unit_id)
    return connection.execute(query).one_or_none()


def read(connection: Connection, unit_id: int, keys: Collection[str]) -> Grounds:
    """The grounds of requests; none where the unit has not begun.

    Cost: one statement, and one more for each part of the requests where it has begun.
    """
    begin = begun(connection, unit_id)
    if begin is None:
        return Grounds()
    found = Grounds(begin.since.isoformat())
    for some in parts(keys):
        query = select(_g.request, _g.digest)
        query = query.where(_g.unit_id == unit_id, among(connection, _g.request, some))
        for request, digest in connection.execute(query):
            found.requests[request] = bytes(digest)
    return found


def ground_of(connection: Connection, unit_id: int, request: str) -> Any:
    """The ground that a request is of, or None."""
    query = select(aid_grounds).where(_g.unit_id == unit_id, _g.request == request)
    return connection.execute(query).one_or_none()


def ground_of_key(connection: Connection, unit_id: int, key: str) -> Any:
    """The ground of a batch, or None."""
    query = select(aid_grounds).where(_g.unit_id == unit_id, _g.key == key)
    return connection.execute(query).one_or_none()


def all_grounds(connection: Connection, unit_id: int) -> list[Any]:
    """All grounds of a unit, by key."""
    query = select(aid_grounds).where(_g.unit_id == unit_id)
    return list(connection.execute(query.order_by(_g.key)))


def spent_at(
    connection: Connection, unit_id: int, request: str, positions: Collection[int]
) -> dict[int, dict[Spent, int]]:
    """What vouchers spend on aid under a request, by position."""
    p, a = tables.postings.c, tables.accounts.c
    query = (
        select(
            p.position,
            p.fund_id,
            p.account_id,
            func.coalesce(p.purpose, ""),
            p.recipient,
            func.sum(p.debit_fen - p.credit_fen),
        )
        .join_from(tables.postings, tables.accounts, a.id == p.account_id)
        .where(
            p.unit_id == unit_id,
            p.position.in_(sorted(positions)),
            p.request == request,
            a.role == Role.AID_EXPENSE.value,
        )
        .group_by(p.position, p.fund_id, p.account_id, p.purpose, p.recipient)
    )
    found: dict[int, dict[Spent, int]] = {}
    for position, fund, account, purpose, recipient, fen in connection.execute(query):
        group = fund, account, purpose, recipient
        found.setdefault(position, {})[group] = int(fen)
    return found


def grounded(connection: Connection, unit_id: int) -> frozenset[int]:
    """The positions of the vouchers that pay batches."""
    m = payment_request_moves.c
    query = (
        select(m.position)
        .join_from(
            aid_grounds,
            payment_request_moves,
            (m.unit_id == _g.unit_id) & (m.key == _g.request),
        )
        .where(_g.unit_id == unit_id, m.act == "pay")
    )
    return frozenset(connection.scalars(query))


def aid_purposes(connection: Connection, unit_id: int) -> frozenset[str]:
    """The purposes that a unit has spent on accounts of aid; costs its totals."""
    t, a = tables.totals.c, tables.accounts.c
    query = (
        select(t.purpose)
        .join_from(tables.totals, tables.accounts, a.id == t.account_id)
        .where(t.unit_id == unit_id, a.role == Role.AID_EXPENSE.value, t.purpose != "")
        .distinct()
    )
    return frozenset(connection.scalars(query))


def has_aid_since(connection: Connection, unit_id: int, since: dt.date) -> bool:
    """Whether a voucher that was entered here spends on aid on a day or later."""
    v, p, a = tables.vouchers.c, tables.postings.c, tables.accounts.c
    query = (
        select(v.position)
        .join_from(
            tables.vouchers,
            tables.postings,
            (p.unit_id == v.unit_id) & (p.position == v.position),
        )
        .join(tables.accounts, a.id == p.account_id)
        .where(
            v.unit_id == unit_id,
            v.dated_on >= since,
            v.entered.in_(sorted(ASKED)),
            p.debit_fen > 0,
            a.role == Role.AID_EXPENSE.value,
        )
    )
    return connection.execute(query.limit(1)).first() is not None
