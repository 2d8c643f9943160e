"""What banks said of a unit's money, read as it stands on record.

Cost: the rows that the bank's code or an officer told, the steps of what was entered,
and for each bank account one pass over its rows and postings.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection, and_, exists, or_, select

from audit.banked import (
    BankAccount,
    Banked,
    Outstanding,
    Owed,
    Reconciled,
    ToldRow,
)
from ledger.parts import among, parts
from ledger.periods import Span
from ledger.register import UnitLookup
from ledger.tables import postings, vouchers
from ledger.units import AccountMode
from ledger.vouchers import mark
from treasury import bank_entry_store, bank_store, open_returns, reconciliation_store
from treasury.bank_entry_tables import bank_entries
from treasury.bank_tables import bank_rows
from treasury.matching_tables import matched_postings, matched_rows, unmatches
from treasury.open_items import Figures, Item
from treasury.reconciliation_reading import drawn
from treasury.reconciliation_store import Books, Known

_INTEREST, _RETURN = "interest", "return"
_PLACE = tuple[int, int]

_r, _v, _p, _e = bank_rows.c, vouchers.c, postings.c, bank_entries.c
_mr, _mp, _u = matched_rows.c, matched_postings.c, unmatches.c


class _Answer(NamedTuple):
    """What answers a row: the fund and the mark of a voucher, empty where none does."""

    fund: str
    mark: str


def read_banked(
    connection: Connection,
    unit: UnitLookup,
    span: Span,
    *,
    known_at: int | None = None,
) -> Banked | None:
    """A unit's banks over a span; None where it has no account on record."""
    found = [
        row
        for row in bank_store.account_rows(connection, unit.id)
        if row.since < span.until
    ]
    if not found:
        return None
    made = _standing(connection, unit, span)
    drawings = [
        _drawing(connection, unit, row, made, (span, known_at)) for row in found
    ]
    return Banked(
        accounts=tuple(account for account, _ in drawings),
        rows=tuple(_told(connection, unit, span)),
        owed=tuple(_owed(connection, unit, span)),
        reconciled=tuple(_reconciled(connection, unit, made, found)),
        outstanding=tuple(item for _, items in drawings for item in items),
        dedicated=unit.account_mode == AccountMode.DEDICATED_ACCOUNT,
    )


# -- accounts -----------------------------------------------------------------------


def _standing(connection: Connection, unit: UnitLookup, span: Span) -> list[Any]:
    return [
        row
        for row in reconciliation_store.made(connection, unit.id)
        if row.reopened_at is None and row.until < span.until
    ]


def _drawing(
    connection: Connection,
    unit: UnitLookup,
    row: Any,
    made: Iterable[Any],
    known_at: tuple[Span, int | None],
) -> tuple[BankAccount, tuple[Outstanding, ...]]:
    """An account, and what is outstanding on the last day that statements reach."""
    span, position = known_at
    told = f"{row.number} 号账户（{row.bank}，尾号 {row.tail}）"
    account = BankAccount(row.number, told, row.since)
    books = Books(unit.id, row.number, row.account_id)
    known = reconciliation_store.known_now(connection, unit.id)
    if position is not None:
        known = Known(known.last_match, position, known.last_statement)
    spans = reconciliation_store.spans(connection, books, known)
    if not spans or spans[0].since > span.last_day:
        return account, ()
    until = min(max(one.until for one in spans), span.last_day)
    last = [one for one in made if one.account == row.number]
    shared = bool(last and last[-1].shared)
    figures = drawn(connection, books, known, until, (shared, ()))
    return (
        account._replace(
            begun_on=spans[0].since,
            reached_on=until,
            bank_fen=figures.ends.bank.fen,
            book_fen=figures.ends.book.fen,
            other_fen=figures.other.fen,
            told_fen=last[-1].other_fen if last else 0,
        ),
        tuple(_outstanding(row.number, figures)),
    )


def _outstanding(number: int, figures: Figures) -> Iterator[Outstanding]:
    for banked, items in ((True, figures.rows), (False, figures.postings)):
        for item in sorted(items, key=_order):
            fen = item.amount.fen
            yield Outstanding(number, banked, item.booked_on, fen, item.told)


def _order(item: Item) -> tuple[dt.date, _PLACE]:
    return item.booked_on, item.place


def _reconciled(
    connection: Connection, unit: UnitLookup, made: Iterable[Any], found: Iterable[Any]
) -> Iterator[Reconciled]:
    ids = {row.number: row.account_id for row in found}
    for row in made:
        books = Books(unit.id, row.account, ids[row.account])
        later = reconciliation_store.entered_later(
            connection, books, row.until, row.position
        )
        fen = sum(abs(line.amount_fen) for line in later)
        yield Reconciled(row.account, row.number, row.until, len(later), fen)


# -- rows ---------------------------------------------------------------------------


def _told(connection: Connection, unit: UnitLookup, span: Span) -> Iterator[ToldRow]:
    """Interest and returns of the span, and those before it that nothing answers."""
    entered, kinds = _entered(connection, unit)
    answers = _matched(connection, unit) | entered
    for row in connection.execute(_rows(unit, span)):
        place = row.statement, row.row
        answer = answers.get(place)
        if row.booked_on < span.since and answer is not None:
            continue
        yield ToldRow(
            account=row.account,
            place=f"{row.statement}/{row.row}",
            on=row.booked_on,
            kind=kinds.get(place, row.kind),
            fen=row.amount_fen,
            answered=answer is not None,
            mark=answer.mark if answer else "",
            fund=answer.fund if answer else "",
        )


def _rows(unit: UnitLookup, span: Span) -> Any:
    said = exists().where(
        _e.unit_id == _r.unit_id,
        _e.statement == _r.statement,
        _e.row == _r.row,
        _e.kind == _RETURN,
    )
    return (
        select(_r.statement, _r.row, _r.account, _r.booked_on, _r.amount_fen, _r.kind)
        .where(
            _r.unit_id == unit.id,
            _r.booked_on < span.until,
            or_(_r.kind.in_((_INTEREST, _RETURN)), said),
        )
        .order_by(_r.booked_on, _r.statement, _r.row)
    )


def _entered(
    connection: Connection, unit: UnitLookup
) -> tuple[dict[_PLACE, _Answer], dict[_PLACE, str]]:
    """What was entered for rows and stands in the books; what kind the rows are."""
    rows = bank_entry_store.entries(connection, unit.id)
    standing = [one for one in rows if one.booked_on is not None and not one.cancelled]
    marks = _marks(connection, unit, {one.ref for one in standing})
    answers = {
        (one.statement, one.row): _Answer(unit.fund_codes[one.fund_id], marks[one.ref])
        for one in standing
    }
    return answers, {(one.statement, one.row): one.kind for one in rows}


def _marks(
    connection: Connection, unit: UnitLookup, refs: Iterable[str]
) -> Mapping[str, str]:
    """How papers call the vouchers of some references."""
    found = {}
    for some in parts(refs):
        query = select(_v.ref, _v.period, _v.kind, _v.number).where(
            _v.unit_id == unit.id, among(connection, _v.ref, some)
        )
        for row in connection.execute(query):
            found[row.ref] = mark(row.period, row.kind, row.number)
    return found


def _matched(connection: Connection, unit: UnitLookup) -> dict[_PLACE, _Answer]:
    """What rows of interest and returns are matched with."""
    undone = exists().where(_u.unit_id == _mr.unit_id, _u.match == _mr.match)
    query = (
        select(_mr.statement, _mr.row, _p.fund_id, _v.period, _v.kind, _v.number)
        .join_from(
            matched_rows,
            bank_rows,
            and_(
                _r.unit_id == _mr.unit_id,
                _r.statement == _mr.statement,
                _r.row == _mr.row,
            ),
        )
        .outerjoin(
            matched_postings,
            and_(_mp.unit_id == _mr.unit_id, _mp.match == _mr.match),
        )
        .outerjoin(
            postings,
            and_(
                _p.unit_id == _mp.unit_id,
                _p.position == _mp.position,
                _p.line == _mp.line,
            ),
        )
        .outerjoin(vouchers, and_(_v.unit_id == _p.unit_id, _v.position == _p.position))
        .where(_mr.unit_id == unit.id, _r.kind != "", ~undone)
        .order_by(_mr.match, _mp.position, _mp.line)
    )
    found: dict[_PLACE, _Answer] = {}
    for row in connection.execute(query):
        booked = row.number is not None
        told = mark(row.period, row.kind, row.number) if booked else ""
        fund = unit.fund_codes[row.fund_id] if booked else ""
        found.setdefault((row.statement, row.row), _Answer(fund, told))
    return found


def _owed(connection: Connection, unit: UnitLookup, span: Span) -> Iterator[Owed]:
    """What came back and is owed at the end of the span."""
    for one in open_returns.open_returns(connection, unit.code, span.last_day):
        yield Owed(
            request=one.payee.request,
            fund=one.payee.fund,
            payee=one.payee.party,
            recipient=one.payee.recipient,
            fen=one.open.fen,
            since=one.since,
            limit_on=one.limit_on,
        )
