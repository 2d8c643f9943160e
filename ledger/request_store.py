"""The SQL of payment requests: how they stand, and the moves that are appended.

Every function works inside a transaction given by the caller, who holds the unit's
lock where it writes.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Text, and_, case, cast, func, or_, select

from ledger import request_tables as t
from ledger import tables
from ledger.accounts import Role
from ledger.appropriation_tables import appropriation_moves
from ledger.payment_requests import (
    ENDS,
    OF_RETURNS,
    Hold,
    RequestKind,
    Requests,
    Row,
    Standing,
)
from ledger.store import write_rows


def read(
    connection: Connection, unit_id: int, keys: Sequence[str], since: str
) -> Requests:
    """The requests that vouchers name, as they stand, and what is held of their funds.

    Cost: five statements, each by index; none where no key is named. One more where
    they pay what is owed: the postings of its accounts.
    """
    if not keys:
        return Requests(since)
    standing = standings(connection, unit_id, keys)
    paid = [key for key, request in standing.items() if request.paid]
    for row in payees(connection, unit_id, paid):
        payee = row.fund_id, row.party, row.recipient
        standing[row.key].owed[payee] = row.owed
        standing[row.key].had[payee] = row.had
    funds = {line[0] for request in standing.values() for line in request.lines}
    held = holds(connection, unit_id, sorted(funds))
    free = owed_freely(connection, unit_id, _owing(connection, unit_id, keys))
    return Requests(since, standing, held, free)


def _owing(connection: Connection, unit_id: int, keys: Sequence[str]) -> list[int]:
    """The funds whose debts (其他应付款) requests pay."""
    n, a = t.payment_request_lines, tables.accounts
    query = (
        select(n.c.fund_id)
        .join_from(n, a, and_(a.c.id == n.c.account_id, a.c.role == Role.PAYABLE.value))
        .where(n.c.unit_id == unit_id, n.c.key.in_(keys))
        .distinct()
    )
    return sorted(connection.scalars(query))


_p, _m = tables.postings, t.payment_request_moves
_PAYABLE = and_(
    tables.accounts.c.id == _p.c.account_id,
    tables.accounts.c.role == Role.PAYABLE.value,
)
_RETURNING = and_(
    _m.c.unit_id == _p.c.unit_id,
    _m.c.position == _p.c.position,
    _m.c.key == _p.c.request,
    _m.c.act.in_(sorted(OF_RETURNS)),
)


def owed_freely(
    connection: Connection, unit_id: int, funds: Sequence[int]
) -> dict[int, int]:
    """What funds owe beside what came back under requests, in fen.

    Cost: the postings of 其他应付款 of these funds; nothing where none is named.
    """
    found = dict.fromkeys(funds, 0)
    if funds:
        query = (
            select(_p.c.fund_id, func.sum(_p.c.credit_fen - _p.c.debit_fen))
            .join_from(_p, tables.accounts, _PAYABLE)
            .where(_p.c.unit_id == unit_id, _p.c.fund_id.in_(funds))
            .where(~select(1).select_from(_m).where(_RETURNING).exists())
            .group_by(_p.c.fund_id)
        )
        found |= {row[0]: int(row[1]) for row in connection.execute(query)}
    return found


def owed_back(connection: Connection, unit_id: int, fund_id: int) -> list[Any]:
    """What came back of a fund and is owed: request, file number, fen; no party."""
    owed = func.sum(_p.c.credit_fen - _p.c.debit_fen)
    query = (
        select(_m.c.key, _p.c.recipient, owed)
        .join_from(_m, _p, _RETURNING)
        .join(tables.accounts, _PAYABLE)
        .where(_m.c.unit_id == unit_id, _p.c.fund_id == fund_id)
        .group_by(_m.c.key, _p.c.recipient)
        .having(owed > 0)
        .order_by(_m.c.key, _p.c.recipient)
    )
    return [(row[0], row[1], int(row[2])) for row in connection.execute(query)]


def standings(
    connection: Connection, unit_id: int, keys: Sequence[str]
) -> dict[str, Standing]:
    """Requests under their keys, as they stand after their last moves."""
    q, m = t.payment_requests.c, t.payment_request_moves.c
    found = {
        row.key: Standing(
            key=row.key,
            kind=RequestKind(row.kind),
            amount=row.amount_fen,
            approvals=row.approvals,
            expires_on=row.expires_on.isoformat(),
            lines={},
        )
        for row in connection.execute(
            select(t.payment_requests).where(q.unit_id == unit_id, q.key.in_(keys))
        )
    }
    _name_funds(connection, unit_id, found)
    for row in request_lines(connection, unit_id, list(found)):
        group = (row.fund_id, row.account_id, row.purpose)
        found[row.key].lines[group] = row.amount_fen
    query = (
        select(t.payment_request_moves)
        .where(m.unit_id == unit_id, m.key.in_(list(found)))
        .order_by(m.key, m.seq)
    )
    for row in connection.execute(query):
        _carry(found[row.key], row)
    return found


def _name_funds(
    connection: Connection, unit_id: int, found: dict[str, Standing]
) -> None:
    """Tell moves the funds that they go to: their payees, by code."""
    keys = [key for key, one in found.items() if one.kind is RequestKind.MOVE]
    if not keys:
        return
    q, f = t.payment_requests.c, tables.funds.c
    query = (
        select(q.key, f.id)
        .join_from(
            t.payment_requests,
            tables.funds,
            and_(f.unit_id == q.unit_id, f.code == q.payee),
        )
        .where(q.unit_id == unit_id, q.key.in_(keys))
    )
    for key, fund in connection.execute(query):
        found[key].to_fund = fund


class Payee(NamedTuple):
    """What a payee has of a request, and what of it came back and is owed, in fen."""

    key: str
    fund_id: int
    party: str
    recipient: str
    had: int
    owed: int


def payees(connection: Connection, unit_id: int, keys: Sequence[str]) -> list[Payee]:
    """Whom requests paid, by fund, party and file number.

    Cost: the lines of the vouchers under these requests, by index.
    """
    if not keys:
        return []
    m, p, a = t.payment_request_moves, tables.postings, tables.accounts
    net = p.c.debit_fen - p.c.credit_fen
    after = and_(a.c.role == Role.PAYABLE.value, m.c.act != "pay")
    group = (m.c.key, p.c.fund_id, p.c.party, p.c.recipient)
    same = and_(
        p.c.unit_id == m.c.unit_id,
        p.c.position == m.c.position,
        p.c.request == m.c.key,
    )
    query = (
        select(*group, func.sum(net), func.sum(case((after, -net), else_=0)))
        .select_from(m)
        .join(p, same)
        .join(a, and_(a.c.id == p.c.account_id, a.c.money == 0))
        .where(m.c.unit_id == unit_id, m.c.key.in_(keys))
        .group_by(*group)
        .order_by(*group)
    )
    return [
        Payee(*row[:4], int(row[4]), int(row[5])) for row in connection.execute(query)
    ]


def _carry(request: Standing, row: Any) -> None:
    request.seq, request.approved = row.seq, row.approved
    request.paid, request.returned = row.paid_fen, row.returned_fen
    request.repaid = row.repaid_fen
    if row.act == "approve":
        request.approvers.add(row.person_id)
        request.approved_on = row.acted_on.isoformat()
    if row.act in ENDS:
        request.ended = row.act
    if row.position is not None:
        request.acts[row.position] = row.act


def request_lines(
    connection: Connection, unit_id: int, keys: Sequence[str]
) -> list[Any]:
    """The lines of requests, in order."""
    n = t.payment_request_lines.c
    query = select(t.payment_request_lines).where(n.unit_id == unit_id, n.key.in_(keys))
    return list(connection.execute(query.order_by(n.key, n.line)))


def holds(
    connection: Connection, unit_id: int, funds: Sequence[int]
) -> dict[int, Hold]:
    """What is held of funds now."""
    h = t.fund_holds
    later = h.alias("later")
    last = (
        select(func.max(later.c.seq))
        .where(later.c.unit_id == h.c.unit_id, later.c.fund_id == h.c.fund_id)
        .scalar_subquery()
    )
    query = select(h.c.fund_id, h.c.seq, h.c.held_fen).where(
        h.c.unit_id == unit_id, h.c.fund_id.in_(funds), h.c.seq == last
    )
    return {row[0]: Hold(row[1], row[2]) for row in connection.execute(query)}


def money_of(connection: Connection, unit_id: int, fund_id: int) -> int:
    """What a fund has in cash, bank and quota now, in fen.

    Cost: one look-up by index for each money account of the charts.
    """
    a, m = tables.accounts.c, tables.money_positions.c
    last = (
        select(m.balance_fen)
        .where(m.unit_id == unit_id, m.fund_id == fund_id, m.account_id == a.id)
        .order_by(m.position.desc())
        .limit(1)
        .scalar_subquery()
    )
    query = select(func.sum(last)).select_from(tables.accounts).where(a.money == 1)
    return int(connection.scalar(query) or 0)


def live_since(connection: Connection, unit_id: int) -> Any:
    """The row by which a unit went live, or None."""
    g = t.go_lives
    return connection.execute(select(g).where(g.c.unit_id == unit_id)).one_or_none()


def request_by_ref(connection: Connection, unit_id: int, ref: str) -> Any:
    """The request saved under the caller's number, or None."""
    q = t.payment_requests
    return connection.execute(
        select(q).where(q.c.unit_id == unit_id, q.c.ref == ref)
    ).one_or_none()


def request(connection: Connection, unit_id: int, key: str) -> Any:
    """A request under its key, or None."""
    q = t.payment_requests
    return connection.execute(
        select(q).where(q.c.unit_id == unit_id, q.c.key == key)
    ).one_or_none()


def last_number(connection: Connection, unit_id: int, year: int) -> int:
    """The number of a unit's last request of a year, 0 where it has none."""
    q = t.payment_requests.c
    query = select(func.max(q.number)).where(q.unit_id == unit_id, q.year == year)
    return connection.scalar(query) or 0


def bands(connection: Connection, unit_id: int) -> list[Any]:
    """The bands of a unit, the latest first, and of one day the highest."""
    b = t.approval_bands
    query = select(b).where(b.c.unit_id == unit_id)
    return list(
        connection.execute(query.order_by(b.c.since.desc(), b.c.from_fen.desc()))
    )


def fee_limits(connection: Connection, unit_id: int) -> list[Any]:
    """The limits of a unit's small fees, the earliest first."""
    m = t.fee_limits
    query = select(m).where(m.c.unit_id == unit_id).order_by(m.c.since)
    return list(connection.execute(query))


def all_requests(connection: Connection, unit_id: int) -> list[Any]:
    """Every request of a unit with its last move, the latest first."""
    q, m = t.payment_requests, t.payment_request_moves
    later = m.alias("later")
    last = (
        select(func.max(later.c.seq))
        .where(later.c.unit_id == q.c.unit_id, later.c.key == q.c.key)
        .scalar_subquery()
    )
    query = (
        select(
            q,
            m.c.act, m.c.approved, m.c.paid_fen, m.c.returned_fen, m.c.repaid_fen,
            m.c.position,
        )
        .select_from(q)
        .join(m, and_(m.c.unit_id == q.c.unit_id, m.c.key == q.c.key, m.c.seq == last))
        .where(q.c.unit_id == unit_id)
        .order_by(q.c.year.desc(), q.c.number.desc())
    )  # fmt: skip
    return list(connection.execute(query))


def expired(connection: Connection, unit_id: int, on: dt.date) -> list[Any]:
    """Requests whose last day is over, neither paid nor ended.

    Cost: the requests that hold money, found by what is held.
    """
    q, m = t.payment_requests.c, t.payment_request_moves
    later = m.alias("later")
    done = (
        select(1)
        .where(
            later.c.unit_id == q.unit_id,
            later.c.key == q.key,
            or_(later.c.act.in_(sorted(ENDS)), later.c.paid_fen > 0),
        )
        .exists()
    )
    query = select(q.key).where(q.unit_id == unit_id, q.expires_on < on, ~done)
    return list(connection.execute(query.order_by(q.year, q.number)))


def left_over(connection: Connection, unit_id: int) -> list[str]:
    """Keys of requests that were paid and left something of a reservation."""
    n, m = t.payment_request_lines.c, t.payment_request_moves
    a = appropriation_moves
    later, last = a.alias("later"), m.alias("last")
    of_key = and_(later.c.unit_id == n.unit_id, later.c.reservation == n.appropriation)
    seq = select(func.max(later.c.seq)).where(of_key).scalar_subquery()
    query = (
        select(n.key)
        .select_from(t.payment_request_lines)
        .join(
            a,
            and_(
                a.c.unit_id == n.unit_id,
                a.c.reservation == n.appropriation,
                a.c.seq == seq,
            ),
        )
        .where(n.unit_id == unit_id, n.appropriation != "", a.c.left_fen > 0)
        .where(
            select(1)
            .where(
                last.c.unit_id == n.unit_id,
                last.c.key == n.key,
                last.c.act == "pay",
                last.c.paid_fen > 0,
            )
            .exists()
        )
        .distinct()
    )
    return list(connection.scalars(query))


def lent(
    connection: Connection, unit_id: int, accounts: Sequence[int], on: dt.date
) -> list[Any]:
    """What was lent on accounts and came back until a day, where it is not all back.

    By fund, account, party and request; `since` is the earliest day, as text.
    """
    p, v = tables.postings, tables.vouchers
    day = func.coalesce(func.nullif(p.c.arose_on, ""), cast(v.c.dated_on, Text))
    out = func.sum(p.c.debit_fen)
    back = func.sum(p.c.credit_fen)
    query = (
        select(
            p.c.fund_id,
            p.c.account_id,
            p.c.party,
            p.c.request,
            out.label("lent"),
            back.label("back"),
            func.min(day).label("since"),
        )
        .select_from(p)
        .join(v, and_(v.c.unit_id == p.c.unit_id, v.c.position == p.c.position))
        .where(p.c.unit_id == unit_id, p.c.account_id.in_(accounts))
        .where(v.c.dated_on <= on)
        .group_by(p.c.fund_id, p.c.account_id, p.c.party, p.c.request)
        .having(out != back)
    )
    return list(connection.execute(query))


def refs_at(
    connection: Connection, unit_id: int, positions: Sequence[int]
) -> dict[int, str]:
    """The references of vouchers, by position."""
    v = tables.vouchers.c
    query = select(v.position, v.ref).where(
        v.unit_id == unit_id, v.position.in_(positions)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


class PostedRow(NamedTuple):
    """What a voucher's lines add up to under one key, in fen; '' where they have none.

    Without a key each fund stands apart: `left_fen` is what its money changes by lines
    that are not red, `direct` whether income pays for what it spends.
    """

    position: int
    key: str
    net_fen: int
    left_fen: int
    income_fen: int
    owed_fen: int
    direct: bool


_POSTED = """
SELECT v.position, COALESCE(q.key, ''),
  SUM(CASE WHEN a.money = 1 THEN p.debit_fen - p.credit_fen ELSE 0 END),
  SUM(CASE WHEN a.money = 1 AND p.debit_fen + p.credit_fen > 0
      THEN p.debit_fen - p.credit_fen ELSE 0 END),
  SUM(CASE WHEN a.class = 'income' THEN p.credit_fen - p.debit_fen ELSE 0 END),
  SUM(CASE WHEN a.role = 'payable' THEN p.debit_fen - p.credit_fen ELSE 0 END),
  MAX(CASE WHEN a.spends = 1 AND p.debit_fen > 0 THEN 1 ELSE 0 END)
    * MAX(CASE WHEN a.class = 'income' AND p.credit_fen > 0 THEN 1 ELSE 0 END)
FROM go_lives g
JOIN vouchers v ON v.unit_id = g.unit_id
JOIN postings p ON p.unit_id = v.unit_id AND p.position = v.position
JOIN accounts a ON a.id = p.account_id
LEFT JOIN payment_requests q ON q.unit_id = p.unit_id AND q.key = p.request
  AND p.request <> ''
WHERE g.unit_id = {unit} AND v.kind <> '期初'
  AND v.entered IN ('here', 'bank', 'adjustment')
  AND (v.dated_on >= g.since OR v.sealed_at > g.recorded_at)
GROUP BY v.position, q.key, CASE WHEN q.key IS NULL THEN p.fund_id ELSE 0 END
ORDER BY v.position
"""


def posted(connection: Connection, unit_id: int) -> Iterator[PostedRow]:
    """What vouchers entered here since a unit went live move, by key.

    Cost: the postings of those vouchers.
    """
    for row in connection.exec_driver_sql(_POSTED.format(unit=int(unit_id))):
        position, key, net, left, income, owed, direct = row
        sums = int(net), int(left), int(income), int(owed)
        yield PostedRow(position, key, *sums, direct=bool(direct))


def request_moves(connection: Connection, unit_id: int, key: str) -> list[Any]:
    """The steps of one request, in order."""
    m = t.payment_request_moves
    query = select(m).where(m.c.unit_id == unit_id, m.c.key == key)
    return list(connection.execute(query.order_by(m.c.seq)))


def add_moves(
    connection: Connection, moves: Sequence[Row], held: Sequence[Row]
) -> None:
    """Append what vouchers do to requests: the holds that they change come first."""
    add_holds(connection, held)
    write_rows(connection, t.payment_request_moves, moves)


def add_holds(connection: Connection, held: Sequence[Row]) -> None:
    """Append what is held of funds; the move that holds it follows."""
    write_rows(connection, t.fund_holds, held)
