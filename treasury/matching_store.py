"""The SQL of matches, reconciliations and cash counts.

Every function works inside a transaction given by the caller.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    and_,
    exists,
    func,
    or_,
    select,
)

from ledger import store
from ledger.tables import postings, vouchers
from treasury.bank_tables import bank_accounts, bank_rows
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


def openings(connection: Connection, unit_id: int) -> set[int]:
    """Where the opening vouchers of a unit stand."""
    v = vouchers.c
    asked = select(v.position).where(v.unit_id == unit_id, v.kind == "期初")
    return set(connection.scalars(asked))


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


# -- recomputing --------------------------------------------------------------------


def line_counts(connection: Connection, unit_id: int) -> int:
    """How many lines a unit has, of rows and of postings."""
    found = 0
    for table in (matched_rows, matched_postings):
        query = select(func.count()).where(table.c.unit_id == unit_id)
        found += connection.scalar(query) or 0
    return found


def unbalanced(connection: Connection, unit_id: int) -> list[int]:
    """Matches whose rows and postings do not have equal sums."""
    m, p = matched_rows.c, matched_postings.c
    lines = (
        select(m.match, m.amount_fen.label("fen"))
        .where(m.unit_id == unit_id)
        .union_all(select(p.match, -p.amount_fen).where(p.unit_id == unit_id))
        .subquery()
    )
    match = lines.c.match
    query = (
        select(match).group_by(match).having(func.sum(lines.c.fen) != 0).order_by(match)
    )
    return list(connection.scalars(query))


def strange_rows(connection: Connection, unit_id: int) -> list[Any]:
    """Matched rows that are not as the statement has them, or of another account."""
    m, r, t = matched_rows.c, bank_rows.c, match_runs.c
    right = and_(
        r.unit_id == m.unit_id, r.statement == m.statement, r.row == m.row,
        r.amount_fen == m.amount_fen, r.account == t.account,
    )  # fmt: skip
    query = (
        select(m.match, m.statement, m.row)
        .outerjoin(match_runs, and_(t.unit_id == m.unit_id, t.run == m.run))
        .outerjoin(bank_rows, right)
        .where(m.unit_id == unit_id, r.row.is_(None))
    )
    return list(connection.execute(query.order_by(m.match)))


def strange_postings(connection: Connection, unit_id: int) -> list[Any]:
    """Matched postings that are not as the books have them, or on another account."""
    m, p, t = matched_postings.c, postings.c, match_runs.c
    a, v = bank_accounts.c, vouchers.c
    standing = and_(a.unit_id == m.unit_id, a.number == t.account)
    right = and_(
        p.unit_id == m.unit_id, p.position == m.position, p.line == m.line,
        p.debit_fen - p.credit_fen == m.amount_fen, p.account_id == a.account_id,
    )  # fmt: skip
    voucher = and_(
        v.unit_id == m.unit_id,
        v.position == m.position,
        or_(v.kind != "期初", t.method == "person"),
    )
    query = (
        select(m.match, m.position, m.line)
        .outerjoin(match_runs, and_(t.unit_id == m.unit_id, t.run == m.run))
        .outerjoin(bank_accounts, standing)
        .outerjoin(postings, right)
        .outerjoin(vouchers, voucher)
        .where(m.unit_id == unit_id)
        .where(or_(p.line.is_(None), v.position.is_(None)))
    )
    return list(connection.execute(query.order_by(m.match)))


def matched_twice(connection: Connection, unit_id: int, table: Table) -> list[Any]:
    """Lines of an attempt that does not follow one that was undone."""
    m, o = table.alias("m"), table.alias("o")
    first, second = list(table.c)[2:4]
    before = (
        exists()
        .where(
            o.c.unit_id == m.c.unit_id,
            o.c[first.key] == m.c[first.key],
            o.c[second.key] == m.c[second.key],
            o.c.attempt == m.c.attempt - 1,
            unmatches.c.unit_id == o.c.unit_id,
            unmatches.c.match == o.c.match,
        )
        .correlate(m)
    )
    query = (
        select(m.c.match, m.c[first.key], m.c[second.key])
        .where(m.c.unit_id == unit_id, m.c.attempt > 1, ~before)
        .order_by(m.c.match)
    )
    return list(connection.execute(query))
