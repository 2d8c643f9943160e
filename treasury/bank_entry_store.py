"""The SQL of rows of the bank that are entered, and of returned payments.

Every function works inside a transaction given by the caller.
"""

import datetime as dt
from collections.abc import Collection
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Table, and_, func, or_, select

from ledger.payment_requests import ENDS
from ledger.request_tables import payment_request_moves, payment_requests
from ledger.tables import accounts, draft_steps, postings, vouchers
from treasury.bank_entry_tables import bank_entries, return_endings, return_limits
from treasury.bank_tables import bank_accounts, bank_rows, bank_statements


class Paid(NamedTuple):
    """What a payee has of a request, by fund, account and purpose, in fen."""

    request: str
    fund_id: int
    party: str
    recipient: str
    account_id: int
    role: str
    purpose: str
    fen: int


def row(connection: Connection, unit_id: int, place: tuple[int, int]) -> Any:
    """One row of a statement, or None."""
    r = bank_rows.c
    return connection.execute(
        select(bank_rows).where(
            r.unit_id == unit_id, r.statement == place[0], r.row == place[1]
        )
    ).one_or_none()


def told_rows(connection: Connection, unit_id: int, account: int) -> list[Any]:
    """The rows of an account of which the bank's code tells what they are, by day."""
    r = bank_rows.c
    return list(
        connection.execute(
            select(bank_rows)
            .where(r.unit_id == unit_id, r.account == account, r.kind != "")
            .order_by(r.booked_on, r.statement, r.row)
        )
    )


def entries(
    connection: Connection, unit_id: int, place: tuple[int, int] | None = None
) -> list[Any]:
    """The last step of every row entered, or of one row, with what became of it.

    Beside its columns: `dropped`, `booked_on` of its voucher or None, and `cancelled`
    where it was cancelled and nothing entered in its place.
    """
    return _last(connection, bank_entries, unit_id, place)


def endings(
    connection: Connection, unit_id: int, place: tuple[int, int] | None = None
) -> list[Any]:
    """The last step of every return given up, as `entries`."""
    return _last(connection, return_endings, unit_id, place)


def _last(
    connection: Connection,
    table: Table,
    unit_id: int,
    place: tuple[int, int] | None,
) -> list[Any]:
    e, later, v, red = table, table.alias("later"), vouchers, vouchers.alias("red")
    newer = (
        select(1)
        .where(
            later.c.unit_id == e.c.unit_id,
            later.c.statement == e.c.statement,
            later.c.row == e.c.row,
            later.c.step > e.c.step,
        )
        .exists()
    )
    dropped = (
        select(1)
        .where(
            draft_steps.c.unit_id == e.c.unit_id,
            draft_steps.c.draft == e.c.draft,
            draft_steps.c.state == "dropped",
        )
        .exists()
    )

    def corrected(how: str) -> Any:
        return (
            select(1)
            .where(
                red.c.unit_id == v.c.unit_id,
                red.c.corrects == v.c.position,
                red.c.correction == how,
            )
            .exists()
        )

    cancelled = corrected("full") & ~corrected("replacement")
    query = (
        select(
            e,
            v.c.dated_on.label("booked_on"),
            dropped.label("dropped"),
            cancelled.label("cancelled"),
        )
        .select_from(e)
        .outerjoin(v, and_(v.c.unit_id == e.c.unit_id, v.c.ref == e.c.ref))
        .where(e.c.unit_id == unit_id, ~newer)
        .order_by(e.c.statement, e.c.row)
    )
    if place is not None:
        query = query.where(e.c.statement == place[0], e.c.row == place[1])
    return list(connection.execute(query))


def limits(connection: Connection, unit_id: int) -> list[Any]:
    """The unit's own limits of returns, the earliest first."""
    m = return_limits.c
    query = select(return_limits).where(m.unit_id == unit_id).order_by(m.since)
    return list(connection.execute(query))


def fee_requests(connection: Connection, unit_id: int) -> dict[tuple[int, int], str]:
    """The requests that name a row of a statement and were not ended, by that row."""
    q = payment_requests.c
    rows = connection.execute(
        select(q.statement, q.row, q.key).where(
            q.unit_id == unit_id, q.statement.is_not(None), ~_ended()
        )
    )
    return {(found[0], found[1]): found[2] for found in rows}


def _ended() -> ColumnElement[bool]:
    q, m = payment_requests.c, payment_request_moves.c
    return (
        select(1)
        .where(m.unit_id == q.unit_id, m.key == q.key, m.act.in_(sorted(ENDS)))
        .exists()
    )


def fee_row(connection: Connection, unit_id: int, place: tuple[int, int]) -> Any:
    """A row with `bank`, the bank of its account, and `importer`, or None."""
    r, a, s = bank_rows, bank_accounts, bank_statements
    return connection.execute(
        select(r, a.c.bank, s.c.person_id.label("importer"))
        .select_from(r)
        .join(a, and_(a.c.unit_id == r.c.unit_id, a.c.number == r.c.account))
        .join(s, and_(s.c.unit_id == r.c.unit_id, s.c.statement == r.c.statement))
        .where(r.c.unit_id == unit_id, r.c.statement == place[0], r.c.row == place[1])
    ).one_or_none()


def small_fees(connection: Connection, unit_id: int, day: dt.date) -> int:
    """Fees of a day's month that were asked for and nobody approves, in fen."""
    q, r = payment_requests.c, bank_rows.c
    first = day.replace(day=1)
    after = (first + dt.timedelta(days=31)).replace(day=1)
    query = (
        select(func.sum(q.amount_fen))
        .join(
            bank_rows,
            and_(r.unit_id == q.unit_id, r.statement == q.statement, r.row == q.row),
        )
        .where(q.unit_id == unit_id, q.approvals == 0, ~_ended())
        .where(r.booked_on >= first, r.booked_on < after)
    )
    return int(connection.scalar(query) or 0)


def sent_back(connection: Connection, unit_id: int) -> list[str]:
    """The requests of which anything ever came back, by key."""
    m = payment_request_moves.c
    query = select(m.key).distinct().where(m.unit_id == unit_id, m.act == "return")
    return list(connection.scalars(query.order_by(m.key)))


def paid_to(
    connection: Connection,
    unit_id: int,
    keys: Collection[str],
    on: dt.date | None = None,
) -> list[Paid]:
    """What payees have under requests: debits less credits beside money.

    `on` is the last day whose vouchers count; None counts all.

    Cost: the lines of the vouchers under these requests, by index.
    """
    m, p, a = payment_request_moves, postings, accounts
    fen = func.sum(p.c.debit_fen - p.c.credit_fen)
    purpose = func.coalesce(p.c.purpose, "")
    told = (m.c.key, p.c.fund_id, p.c.party, p.c.recipient, a.c.id, a.c.role, purpose)
    query = (
        select(*told, fen)
        .select_from(m)
        .join(
            p,
            and_(
                p.c.unit_id == m.c.unit_id,
                p.c.position == m.c.position,
                p.c.request == m.c.key,
            ),
        )
        .join(a, and_(a.c.id == p.c.account_id, a.c.money == 0))
        .where(m.c.unit_id == unit_id, m.c.key.in_(keys))
        .group_by(*told)
        .order_by(*told)
    )
    if on is not None:
        query = query.where(m.c.acted_on <= on)
    return [Paid(*found[:-1], int(found[-1])) for found in connection.execute(query)]


def paid_sums(connection: Connection, unit_id: int, fen: int) -> list[str]:
    """Requests under which some line beside money paid just this amount, by key."""
    m, p, a = payment_request_moves, postings, accounts
    query = (
        select(m.c.key)
        .distinct()
        .select_from(m)
        .join(
            p,
            and_(
                p.c.unit_id == m.c.unit_id,
                p.c.position == m.c.position,
                p.c.request == m.c.key,
            ),
        )
        .join(a, and_(a.c.id == p.c.account_id, a.c.money == 0))
        .where(
            m.c.unit_id == unit_id,
            or_(m.c.act == "pay", m.c.act == "repay"),
            p.c.debit_fen == fen,
        )
        .order_by(m.c.key)
    )
    return list(connection.scalars(query))
