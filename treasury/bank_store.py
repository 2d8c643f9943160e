"""The SQL of bank accounts and statements.

Every function works inside a transaction given by the caller.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, func, select

from treasury.bank_digests import DigestRow
from treasury.bank_tables import (
    bank_accounts,
    bank_rows,
    bank_statements,
)


def account(connection: Connection, unit_id: int, number: int) -> Any:
    """A bank account by its number, or None."""
    a = bank_accounts.c
    return connection.execute(
        select(bank_accounts).where(a.unit_id == unit_id, a.number == number)
    ).one_or_none()


def account_rows(connection: Connection, unit_id: int) -> list[Any]:
    """The bank accounts of a unit, by number."""
    a = bank_accounts.c
    return list(
        connection.execute(
            select(bank_accounts).where(a.unit_id == unit_id).order_by(a.number)
        )
    )


def statements(
    connection: Connection, unit_id: int, account: int | None = None
) -> list[Any]:
    """The statements of a unit, or of one of its accounts, by number."""
    s = bank_statements.c
    query = select(bank_statements).where(s.unit_id == unit_id)
    if account is not None:
        query = query.where(s.account == account)
    return list(connection.execute(query.order_by(s.statement)))


def next_statement(connection: Connection, unit_id: int) -> int:
    """The number that the next statement gets."""
    s = bank_statements.c
    last = connection.scalar(select(func.max(s.statement)).where(s.unit_id == unit_id))
    return (last or 0) + 1


def moved(
    connection: Connection, unit_id: int, account: int, before: dt.date | None = None
) -> int:
    """The sum of all known rows of an account, or of those before a day, in fen."""
    r = bank_rows.c
    query = select(func.coalesce(func.sum(r.amount_fen), 0)).where(
        r.unit_id == unit_id, r.account == account
    )
    if before is not None:
        query = query.where(r.booked_on < before)
    return int(connection.scalar(query) or 0)


def known(
    connection: Connection, unit_id: int, account: int, days: tuple[dt.date, dt.date]
) -> list[Any]:
    """Known rows of an account on days: booked_on, amount_fen, row_key, occurrence."""
    r = bank_rows.c
    return list(
        connection.execute(
            select(r.booked_on, r.amount_fen, r.row_key, r.occurrence).where(
                r.unit_id == unit_id,
                r.account == account,
                r.booked_on >= days[0],
                r.booked_on <= days[1],
            )
        )
    )


def rows(connection: Connection, unit_id: int, statement: int) -> Iterator[Any]:
    """The rows that a statement brought, by their places."""
    r = bank_rows.c
    yield from connection.execute(
        select(bank_rows)
        .where(r.unit_id == unit_id, r.statement == statement)
        .order_by(r.row)
    )


def digest_rows(
    connection: Connection, unit_id: int, statement: int
) -> Iterator[DigestRow]:
    """What the digest of a statement covers, by the places of its rows."""
    r = bank_rows.c
    found: Any = connection.execute(
        select(
            r.row,
            r.booked_on,
            r.amount_fen,
            r.balance_fen,
            r.reference,
            r.kind,
            r.locked,
            r.row_key,
            r.occurrence,
        )
        .where(r.unit_id == unit_id, r.statement == statement)
        .order_by(r.row)
    )
    yield from found


def row_counts(connection: Connection, unit_id: int) -> list[Any]:
    """Of each statement that has rows: its number, account, how many and their sum.

    One with rows of several accounts is told once for each.
    """
    r = bank_rows.c
    return list(
        connection.execute(
            select(
                r.statement,
                r.account,
                func.count().label("rows"),
                func.sum(r.amount_fen).label("fen"),
            )
            .where(r.unit_id == unit_id)
            .group_by(r.statement, r.account)
            .order_by(r.statement, r.account)
        )
    )
