"""The SQL of closing: what a close writes down, and what it asks before.

Every function works inside a transaction given by the caller. What a close wrote is
read by `store.checkpoint_rows`.
"""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection, and_, func, or_, select

from ledger import closing_tables, tables
from ledger.store import marked

_LAST = 2**62
"""A place in the chain that no voucher reaches."""


def write_checkpoint(
    connection: Connection, unit_id: int, last: int, period: int
) -> None:
    """Write down the sums at a close: those at the last one, and totals since."""
    statement = marked(
        connection.dialect.paramstyle,
        "INSERT INTO checkpoints (unit_id, period, account_id, fund_id, purpose,"
        " debit_fen, credit_fen, persons)"
        " SELECT ?, ?, account_id, fund_id, purpose, CAST(SUM(debit_fen) AS BIGINT),"
        " CAST(SUM(credit_fen) AS BIGINT), CAST(SUM(persons) AS BIGINT) FROM ("
        "SELECT account_id, fund_id, purpose, debit_fen, credit_fen, persons"
        " FROM checkpoints WHERE unit_id = ? AND period = ?"
        " UNION ALL"
        " SELECT account_id, fund_id, purpose, debit_fen, credit_fen, persons"
        " FROM totals WHERE unit_id = ? AND period > ? AND period <= ?) s"
        " GROUP BY account_id, fund_id, purpose",
    )
    bounds = (unit_id, period, unit_id, last, unit_id, last, period)
    connection.exec_driver_sql(statement, bounds)


def stray_checkpoints(connection: Connection, unit_id: int, last: int) -> int:
    """How many checkpoint rows stand for months that are not closed."""
    c = closing_tables.checkpoints.c
    query = select(func.count()).where(c.unit_id == unit_id, c.period > last)
    return connection.scalar(query) or 0


def period_after(connection: Connection, unit_id: int, period: int) -> int:
    """The first period after one that holds vouchers, 0 where none does."""
    v = tables.vouchers.c
    query = select(func.min(v.period)).where(v.unit_id == unit_id, v.period > period)
    return connection.scalar(query) or 0


def overdrawn(
    connection: Connection, unit_id: int, position: int | None = None
) -> list[tuple[int, int, int, int]]:
    """Fund, money account, balance and overdrawing voucher, where below zero.

    `position` asks how it stood at that place in the chain.
    """
    statement = marked(
        connection.dialect.paramstyle,
        "SELECT m.fund_id, m.account_id, m.balance_fen, m.overdrawn_by"
        " FROM money_positions m WHERE m.unit_id = ? AND m.balance_fen < 0"
        " AND m.position <= ?"
        " AND NOT EXISTS (SELECT 1 FROM money_positions n WHERE n.unit_id = m.unit_id"
        " AND n.fund_id = m.fund_id AND n.account_id = m.account_id"
        " AND n.position > m.position AND n.position <= ?)"
        " ORDER BY m.fund_id, m.account_id",
    )
    until = _LAST if position is None else position
    bounds = (unit_id, until, until)
    return [tuple(row) for row in connection.exec_driver_sql(statement, bounds)]


class ProofRow(NamedTuple):
    """A proof of money, as the database holds it."""

    period: int
    account_id: int
    number: int
    amount_fen: int
    other_fen: int
    explained_fen: int
    explanation: str
    evidence: str
    made_by_id: int
    made_at: str


def proofs(connection: Connection, unit_id: int, period: int) -> list[ProofRow]:
    """The proofs of a month, in the order they were made."""
    m = closing_tables.money_proofs.c
    query = (
        select(*(m[name] for name in ProofRow._fields))
        .where(m.unit_id == unit_id, m.period == period)
        .order_by(m.account_id, m.number)
    )
    return [ProofRow(*row) for row in connection.execute(query)]


def handled_money(
    connection: Connection, unit_id: int, period: int, person: int
) -> bool:
    """Whether somebody was the cashier of a voucher of a month."""
    v = tables.vouchers.c
    query = select(func.count()).where(
        v.unit_id == unit_id, v.period == period, v.cashier_id == person
    )
    return bool(connection.scalar(query))


def bare_openings(
    connection: Connection,
    unit_id: int,
    accounts: Sequence[int],
    since: int,
    until: int,
) -> int:
    """Lines of openings on claims that name no party or no day of origin."""
    v, p = tables.vouchers.c, tables.postings.c
    joined = and_(p.unit_id == v.unit_id, p.position == v.position)
    query = (
        select(func.count())
        .select_from(tables.vouchers.join(tables.postings, joined))
        .where(v.unit_id == unit_id, v.kind == "期初")
        .where(v.period >= since, v.period <= until)
        .where(p.account_id.in_(accounts), or_(p.party == "", p.arose_on == ""))
    )
    return connection.scalar(query) or 0
