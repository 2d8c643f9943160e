"""The SQL of matches, reconciliations and cash counts.

Every function works inside a transaction given by the caller.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, exists, func, select

from ledger import store
from ledger.tables import postings, vouchers
from treasury.bank_tables import bank_rows
from treasury.matching_digests import DigestLine
from treasury.matching_tables import (
    match_runs,
    matched_postings,
    matched_rows,
    unmatches,
)

CHUNK = 10_000
"""Lines that are written together."""
FEW = 500
"""Rows that are asked for by name in one statement."""


# -- what is open -------------------------------------------------------------------


def _standing(table: Table, *same: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether a line stands in a match that was not undone."""
    undone = exists().where(
        unmatches.c.unit_id == table.c.unit_id, unmatches.c.match == table.c.match
    )
    return exists().where(*same, ~undone)


def _matched_row() -> ColumnElement[bool]:
    r, m = bank_rows.c, matched_rows.c
    same = m.unit_id == r.unit_id, m.statement == r.statement, m.row == r.row
    return _standing(matched_rows, *same)


def _matched_posting() -> ColumnElement[bool]:
    p, m = postings.c, matched_postings.c
    same = m.unit_id == p.unit_id, m.position == p.position, m.line == p.line
    return _standing(matched_postings, *same)


def open_rows(
    connection: Connection, unit_id: int, account: int, until: dt.date | None
) -> Iterator[Any]:
    """Rows of a bank account in no match: statement, row, day, fen, reference, kind."""
    r = bank_rows.c
    query = select(
        r.statement, r.row, r.booked_on, r.amount_fen, r.reference, r.kind
    ).where(r.unit_id == unit_id, r.account == account, ~_matched_row())
    if until is not None:
        query = query.where(r.booked_on <= until)
    yield from connection.execute(query)


def open_postings(
    connection: Connection,
    unit_id: int,
    account_id: int,
    days: tuple[dt.date, dt.date | None],
) -> Iterator[Any]:
    """Postings on an account of the books in no match, as `_ASKED` says; no opening."""
    v = vouchers.c
    query = _asked(unit_id).where(
        postings.c.account_id == account_id,
        v.kind != "期初",
        v.dated_on >= days[0],
        ~_matched_posting(),
    )
    if days[1] is not None:
        query = query.where(v.dated_on <= days[1])
    yield from connection.execute(query)


def _asked(unit_id: int) -> Any:
    p, v = postings.c, vouchers.c
    return (
        select(
            p.position,
            p.line,
            v.dated_on,
            (p.debit_fen - p.credit_fen).label("fen"),
            v.ref,
            v.summary,
            p.party,
            p.memo,
            v.corrects,
            v.correction,
        )
        .join(vouchers, and_(v.unit_id == p.unit_id, v.position == p.position))
        .where(p.unit_id == unit_id)
    )


def whole_rows(
    connection: Connection, unit_id: int, keys: Iterable[tuple[int, int]]
) -> Iterator[Any]:
    """Rows of the table `bank_rows` by statement and row."""
    r = bank_rows.c
    places: dict[int, list[int]] = {}
    for statement, row in keys:
        places.setdefault(statement, []).append(row)
    for statement, wanted in places.items():
        wanted.sort()
        for at in range(0, len(wanted), FEW):
            yield from connection.execute(
                select(bank_rows).where(
                    r.unit_id == unit_id,
                    r.statement == statement,
                    r.row.in_(wanted[at : at + FEW]),
                )
            )


def row(connection: Connection, unit_id: int, key: tuple[int, int]) -> Any:
    """A row of a statement: account, day and fen, or None."""
    r = bank_rows.c
    return connection.execute(
        select(r.account, r.booked_on, r.amount_fen).where(
            r.unit_id == unit_id, r.statement == key[0], r.row == key[1]
        )
    ).one_or_none()


def posting(connection: Connection, unit_id: int, key: tuple[int, int]) -> Any:
    """A posting: account of the books, kind of its voucher, day and fen, or None."""
    p, v = postings.c, vouchers.c
    return connection.execute(
        _asked(unit_id)
        .add_columns(p.account_id, v.kind)
        .where(p.position == key[0], p.line == key[1])
    ).one_or_none()


def tries(
    connection: Connection, unit_id: int, table: Table, key: tuple[int, int]
) -> list[Any]:
    """How often a row or posting was matched: attempt, match, and whether undone."""
    c = table.c
    first, second = list(c)[2:4]
    undone = exists().where(
        unmatches.c.unit_id == c.unit_id, unmatches.c.match == c.match
    )
    return list(
        connection.execute(
            select(c.attempt, c.match, undone.label("undone"))
            .where(c.unit_id == unit_id, first == key[0], second == key[1])
            .order_by(c.attempt)
        )
    )


def attempts(
    connection: Connection, unit_id: int, table: Table
) -> dict[tuple[int, int], int]:
    """How often each row or posting was matched that stands in no match now.

    Only undone matches are read: they are few.
    """
    c = table.c
    first, second = list(c)[2:4]
    query = (
        select(first, second, func.max(c.attempt))
        .join(
            unmatches,
            and_(unmatches.c.unit_id == c.unit_id, unmatches.c.match == c.match),
        )
        .where(c.unit_id == unit_id)
        .group_by(first, second)
    )
    return {(row[0], row[1]): row[2] for row in connection.execute(query)}


# -- runs ---------------------------------------------------------------------------


def last_run(connection: Connection, unit_id: int) -> tuple[int, int]:
    """Number and last match of the last run, 0 and 0 where there is none."""
    t = match_runs.c
    found = connection.execute(
        select(t.run, t.last_match)
        .where(t.unit_id == unit_id)
        .order_by(t.run.desc())
        .limit(1)
    ).one_or_none()
    return (found.run, found.last_match) if found else (0, 0)


def runs(connection: Connection, unit_id: int, account: int | None = None) -> list[Any]:
    """The runs of a unit, or of one bank account, by number."""
    t = match_runs.c
    query = select(match_runs).where(t.unit_id == unit_id)
    if account is not None:
        query = query.where(t.account == account)
    return list(connection.execute(query.order_by(t.run)))


def run_of(connection: Connection, unit_id: int, match: int) -> Any:
    """The run that a match stands in, or None."""
    t = match_runs.c
    return connection.execute(
        select(match_runs)
        .where(t.unit_id == unit_id, t.first_match <= match, t.last_match >= match)
        .limit(1)
    ).one_or_none()


def write_lines(
    connection: Connection, table: Table, lines: Sequence[tuple[object, ...]]
) -> None:
    """Append lines of whole columns, some at a time."""
    for at in range(0, len(lines), CHUNK):
        store.write_rows(connection, table, lines[at : at + CHUNK])


def prepare(connection: Connection) -> None:
    """Have the rules of a run looked up line by line, however much was just written."""
    store.prepare_bulk(connection)


def digest_lines(
    connection: Connection, unit_id: int, table: Table, matches: tuple[int, int]
) -> Iterator[DigestLine]:
    """What the digest of a run covers, of one of its tables, in its order."""
    c = table.c
    first, second = list(c)[2:4]
    found: Any = connection.execute(
        select(c.match, first, second, c.attempt, c.amount_fen)
        .where(c.unit_id == unit_id, c.match >= matches[0], c.match <= matches[1])
        .order_by(c.match, first, second)
    )
    yield from found


def undoings(connection: Connection, unit_id: int) -> list[Any]:
    """The matches that were undone, by number."""
    u = unmatches.c
    return list(
        connection.execute(
            select(unmatches).where(u.unit_id == unit_id).order_by(u.match)
        )
    )


def undoing(connection: Connection, unit_id: int, match: int) -> Any:
    """Who undid a match and why, or None."""
    u = unmatches.c
    return connection.execute(
        select(unmatches).where(u.unit_id == unit_id, u.match == match)
    ).one_or_none()
