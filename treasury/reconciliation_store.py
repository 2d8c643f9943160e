"""The SQL of bank reconciliations.

Every function works inside a transaction given by the caller. What is read is what was
known at a moment: matches, vouchers and statements up to their numbers then, and what
had been undone by then, which the chain of records tells.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    CompoundSelect,
    Connection,
    Select,
    String,
    Table,
    and_,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
    union,
    union_all,
)

from ledger import tables
from treasury.bank_tables import bank_accounts, bank_rows, bank_statements
from treasury.matching_tables import (
    match_runs,
    matched_postings,
    matched_rows,
    unmatches,
)
from treasury.reconciliation_tables import reconciliation_reopenings, reconciliations

_r, _v, _p = bank_rows.c, tables.vouchers.c, tables.postings.c
AT_ONCE = 500
"""Matches that are asked for by number in one statement."""

_c, _o, _s = reconciliations.c, reconciliation_reopenings.c, bank_statements.c


@dataclass(frozen=True, slots=True)
class Known:
    """How far matches, vouchers and statements count.

    `record` is the place in the chain of records before which a match must have been
    undone to count as undone; None is now.
    """

    last_match: int
    position: int
    last_statement: int
    record: int | None = None


@dataclass(frozen=True, slots=True)
class Books:
    """A bank account of a unit, and the account of the books that it stands for."""

    unit_id: int
    account: int
    account_id: int


# -- what was known -----------------------------------------------------------------


def known_now(connection: Connection, unit_id: int) -> Known:
    """All that is known of a unit."""
    return Known(
        _last(connection, match_runs.c.last_match, unit_id),
        _last(connection, _v.position, unit_id),
        _last(connection, _s.statement, unit_id),
    )


def _last(connection: Connection, column: Any, unit_id: int) -> int:
    asked = select(func.max(column)).where(column.table.c.unit_id == unit_id)
    return connection.scalar(asked) or 0


def known_to(connection: Connection, made: Any) -> Known:
    """What was known when a reconciliation was made."""
    k = tables.records.c
    key = f"{made.unit_id}/{made.account}/{made.number}"
    record = connection.scalar(
        select(k.position).where(
            k.unit_id == made.unit_id,
            k.kind == reconciliations.name,
            k.key == key,
        )
    )
    return Known(made.last_match, made.position, made.last_statement, record)


# -- balances and items -------------------------------------------------------------


def sharing(connection: Connection, books: Books) -> list[int]:
    """Other bank accounts of the unit that stand for the same account of the books."""
    a = bank_accounts.c
    asked = select(a.number).where(
        a.unit_id == books.unit_id,
        a.account_id == books.account_id,
        a.number != books.account,
    )
    return [int(row.number) for row in connection.execute(asked.order_by(a.number))]


def spans(connection: Connection, books: Books, known: Known) -> list[Any]:
    """Days and openings of the statements of an account, the earliest first."""
    asked = select(_s.since, _s.until, _s.opening_fen).where(
        _s.unit_id == books.unit_id,
        _s.account == books.account,
        _s.statement <= known.last_statement,
    )
    return list(connection.execute(asked.order_by(_s.since, _s.until, _s.statement)))


def moved(
    connection: Connection, books: Books, known: Known, until: dt.date
) -> tuple[int, int]:
    """What rows of the bank and postings of the books come to, up to a day, in fen."""
    banked = select(func.coalesce(func.sum(_r.amount_fen), 0)).where(
        _r.unit_id == books.unit_id,
        _r.account == books.account,
        _r.booked_on <= until,
        _r.statement <= known.last_statement,
    )
    booked = _of_account(
        select(func.coalesce(func.sum(_p.debit_fen - _p.credit_fen), 0)), books
    ).where(_v.position <= known.position, _v.dated_on <= until)
    return int(connection.scalar(banked) or 0), int(connection.scalar(booked) or 0)


def _of_account(query: Select[Any], books: Books) -> Select[Any]:
    return (
        query.select_from(tables.postings)
        .join(
            tables.vouchers,
            and_(_v.unit_id == _p.unit_id, _v.position == _p.position),
        )
        .where(_p.unit_id == books.unit_id, _p.account_id == books.account_id)
    )


def _undone(books: Books, known: Known) -> Select[Any]:
    """The matches that had been undone."""
    u, k = unmatches.c, tables.records.c
    undone = select(u.match).where(u.unit_id == books.unit_id)
    if known.record is None:
        return undone
    key = literal(f"{books.unit_id}/") + cast(u.match, String)
    return undone.join(
        tables.records,
        and_(k.unit_id == u.unit_id, k.kind == unmatches.name, k.key == key),
    ).where(k.position < known.record)


def _later(books: Books, until: dt.date) -> CompoundSelect[Any]:
    """The matches that have a part after a day."""
    mr, mp = matched_rows.c, matched_postings.c
    banked = (
        select(mr.match)
        .join(
            bank_rows,
            and_(
                _r.unit_id == mr.unit_id,
                _r.statement == mr.statement,
                _r.row == mr.row,
            ),
        )
        .where(mr.unit_id == books.unit_id, _r.booked_on > until)
    )
    booked = (
        select(mp.match)
        .join(
            tables.vouchers,
            and_(_v.unit_id == mp.unit_id, _v.position == mp.position),
        )
        .where(mp.unit_id == books.unit_id, _v.dated_on > until)
    )
    return union(banked, booked)


def _held(
    connection: Connection, table: Table, books: Books, known: Known
) -> dict[tuple[int, int], int]:
    """What stood in a match: its place, and the number of the match.

    The two sides are joined here: SQLite would walk all matches for each row.
    """
    c = table.c
    first, second = list(c)[2:4]
    undone = {row.match for row in connection.execute(_undone(books, known))}
    asked = select(first, second, c.match).where(
        c.unit_id == books.unit_id, c.match <= known.last_match
    )
    return {
        (one, two): match
        for one, two, match in connection.execute(asked)
        if match not in undone
    }


def _open(
    connection: Connection,
    table: Table,
    found: Select[Any],
    asked: tuple[Books, Known, dt.date],
) -> list[tuple[Any, int | None]]:
    books, known, until = asked
    held = _held(connection, table, books, known)
    later = {row.match for row in connection.execute(_later(books, until))}
    left = []
    for row in connection.execute(found):
        match = held.get((row[0], row[1]))
        if match is None or match in later:
            left.append((row, match))
    return left


def open_rows(
    connection: Connection, books: Books, known: Known, until: dt.date
) -> list[tuple[Any, int | None]]:
    """Rows up to a day that nothing up to it meets; the match that is under way."""
    found = (
        select(_r.statement, _r.row, _r.booked_on, _r.amount_fen, _r.reference)
        .add_columns(_r.kind)
        .where(
            _r.unit_id == books.unit_id,
            _r.account == books.account,
            _r.booked_on <= until,
            _r.statement <= known.last_statement,
        )
        .order_by(_r.statement, _r.row)
    )
    return _open(connection, matched_rows, found, (books, known, until))


def open_postings(
    connection: Connection, books: Books, known: Known, until: dt.date
) -> list[tuple[Any, int | None]]:
    """Postings up to a day that nothing up to it meets, the same way."""
    found = (
        _of_account(select(*_POSTING), books)
        .where(_v.position <= known.position, _v.dated_on <= until)
        .order_by(_p.position, _p.line)
    )
    return _open(connection, matched_postings, found, (books, known, until))


def met_on(
    connection: Connection, books: Books, some: Iterable[int | None]
) -> dict[int | None, dt.date]:
    """The last day of each of some matches."""
    found: dict[int | None, dt.date] = {}
    wanted = sorted({match for match in some if match is not None})
    for at in range(0, len(wanted), AT_ONCE):
        for match, day in _days(connection, books.unit_id, wanted[at : at + AT_ONCE]):
            found[match] = max(day, found.get(match, day))
    return found


_POSTING = (
    _p.position, _p.line, _v.dated_on, _v.period, _v.kind, _v.number, _v.summary,
    (_p.debit_fen - _p.credit_fen).label("amount_fen"),
)  # fmt: skip


def entered_later(
    connection: Connection,
    books: Books,
    until: dt.date,
    position: int,
    through: int | None = None,
) -> list[Any]:
    """Postings up to a day that were entered after a place in the chain.

    `through` is the last place that counts.
    """
    asked = _of_account(select(*_POSTING), books).where(
        _v.dated_on <= until, _v.position > position
    )
    if through is not None:
        asked = asked.where(_v.position <= through)
    return list(connection.execute(asked.order_by(_p.position, _p.line)))


def cashiers(
    connection: Connection, books: Books, since: dt.date, until: dt.date, last: Any
) -> set[int]:
    """Who was cashier of vouchers on the account that the last one did not know."""
    asked = _of_account(select(_v.cashier_id), books).where(
        _v.cashier_id.is_not(None), _v.dated_on >= since, _v.dated_on <= until
    )
    if last is not None:
        asked = asked.where(or_(_v.dated_on > last.until, _v.position > last.position))
    return {int(row.cashier_id) for row in connection.execute(asked.distinct())}


def alone(
    connection: Connection, books: Books, known: Known, until: dt.date
) -> tuple[list[Any], list[Any]]:
    """Rows that are matched with rows, and postings that a person matched with such.

    Both up to a day, with the match, its reason and who made it, by match and place.
    """
    mr, mp, t = matched_rows.c, matched_postings.c, match_runs.c
    told = t.reason, t.person_id
    row = and_(_r.unit_id == mr.unit_id, _r.statement == mr.statement, _r.row == mr.row)
    rows = (
        select(mr.match, _r.statement, _r.row, _r.booked_on, _r.amount_fen)
        .add_columns(_r.reference, _r.kind, *told)
        .join_from(matched_rows, bank_rows, row)
        .join(match_runs, and_(t.unit_id == mr.unit_id, t.run == mr.run))
        .where(~exists().where(mp.unit_id == mr.unit_id, mp.match == mr.match))
    )
    place = _p.unit_id == mp.unit_id, _p.position == mp.position, _p.line == mp.line
    voucher = and_(_v.unit_id == mp.unit_id, _v.position == mp.position)
    booked = (
        select(mp.match, *_POSTING, *told)
        .join_from(matched_postings, tables.postings, and_(*place))
        .join(tables.vouchers, voucher)
        .join(match_runs, and_(t.unit_id == mp.unit_id, t.run == mp.run))
        .where(t.method == "person")
        .where(~exists().where(mr.unit_id == mp.unit_id, mr.match == mp.match))
    )
    out = {one.match for one in connection.execute(_undone(books, known))}
    out |= {one.match for one in connection.execute(_later(books, until))}
    found = []
    for asked, lines in ((rows, matched_rows), (booked, matched_postings)):
        query = asked.where(
            t.unit_id == books.unit_id,
            t.account == books.account,
            lines.c.match <= known.last_match,
        ).order_by(*list(lines.c)[1:4])
        found.append([one for one in connection.execute(query) if one.match not in out])
    return found[0], found[1]


# -- reconciliations ----------------------------------------------------------------


def made(connection: Connection, unit_id: int, account: int | None = None) -> list[Any]:
    """Reconciliations with their reopenings, by account and number."""
    asked = (
        select(reconciliations)
        .add_columns(_o.person_id.label("reopened_by"), _o.reason, _o.reopened_at)
        .outerjoin_from(
            reconciliations,
            reconciliation_reopenings,
            and_(
                _o.unit_id == _c.unit_id,
                _o.account == _c.account,
                _o.number == _c.number,
            ),
        )
        .where(_c.unit_id == unit_id)
    )
    if account is not None:
        asked = asked.where(_c.account == account)
    return list(connection.execute(asked.order_by(_c.account, _c.number)))


def registered(connection: Connection, unit_id: int) -> list[Any]:
    """The bank accounts of a unit, and when each was put on record."""
    a, k = bank_accounts.c, tables.records.c
    key = literal(f"{unit_id}/") + cast(a.number, String)
    asked = (
        select(bank_accounts, k.recorded_at)
        .join_from(
            bank_accounts,
            tables.records,
            and_(k.unit_id == a.unit_id, k.kind == bank_accounts.name, k.key == key),
        )
        .where(a.unit_id == unit_id)
    )
    return list(connection.execute(asked.order_by(a.number)))


def locked_until(connection: Connection, unit_id: int, account: int) -> dt.date | None:
    """The day up to which an account is reconciled; None where it is not."""
    found = [
        row.until
        for row in made(connection, unit_id, account)
        if row.reopened_at is None
    ]
    return max(found, default=None)


def first_day_of(connection: Connection, unit_id: int, match: int) -> dt.date | None:
    """The first day of what a match holds."""
    days = [day for _, day in _days(connection, unit_id, [match])]
    return min(days, default=None)


def _days(
    connection: Connection, unit_id: int, some: Sequence[int]
) -> Iterator[tuple[int, dt.date]]:
    """The day of every row and posting of some matches."""
    mr, mp = matched_rows.c, matched_postings.c
    row = and_(_r.unit_id == mr.unit_id, _r.statement == mr.statement, _r.row == mr.row)
    voucher = and_(_v.unit_id == mp.unit_id, _v.position == mp.position)
    asked = union_all(
        select(mr.match, _r.booked_on)
        .join_from(matched_rows, bank_rows, row)
        .where(mr.unit_id == unit_id, mr.match.in_(some)),
        select(mp.match, _v.dated_on)
        .join_from(matched_postings, tables.vouchers, voucher)
        .where(mp.unit_id == unit_id, mp.match.in_(some)),
    )
    found: Any = connection.execute(asked)
    yield from found
