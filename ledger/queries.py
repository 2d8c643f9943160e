"""What reports and audits read: plain queries, rows out, inside a transaction given.

Every function names its cost. Rows come with numbers for accounts, funds and persons;
`register.lookups` has their codes and names.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, func, select

from ledger import closing_tables, tables
from ledger.chain import GENESIS

STREAMED = 2_000
"""Rows that a streaming read holds at a time."""


class SumRow(NamedTuple):
    """Sums by account, fund and purpose ('' where none is named)."""

    account_id: int
    fund_id: int
    purpose: str
    debit_fen: int
    credit_fen: int
    persons: int


class VoucherRow(NamedTuple):
    """A sealed voucher's head."""

    position: int
    period: int
    kind: str
    number: int
    dated_on: dt.date
    summary: str
    attachments: int
    preparer_id: int
    reviewer_id: int
    poster_id: int
    cashier_id: int | None
    head_id: int | None
    posted_at: str
    sealed_at: str
    ref: str
    corrects: int | None
    correction: str | None
    entered: str
    basis: str
    hash: bytes


class PostingRow(NamedTuple):
    """A sealed posting."""

    position: int
    line: int
    account_id: int
    fund_id: int
    debit_fen: int
    credit_fen: int
    purpose: str | None
    party: str
    recipient: str
    persons: int
    item: str
    quantity_milli: int
    memo: str


class LedgerRow(NamedTuple):
    """A posting with what an account ledger shows of its voucher."""

    dated_on: dt.date
    period: int
    kind: str
    number: int
    position: int
    line: int
    summary: str
    account_id: int
    fund_id: int
    debit_fen: int
    credit_fen: int
    memo: str
    purpose: str | None


_v, _p = tables.vouchers.c, tables.postings.c
_VOUCHER = [_v[name] for name in VoucherRow._fields]
_POSTING = [_p[name] for name in PostingRow._fields]


# -- heads --------------------------------------------------------------------------


def head(connection: Connection, unit_id: int) -> tuple[int, bytes]:
    """Position and hash of the last voucher; one look-up."""
    row = connection.execute(
        select(_v.position, _v.hash)
        .where(_v.unit_id == unit_id)
        .order_by(_v.position.desc())
        .limit(1)
    ).one_or_none()
    return (row[0], bytes(row[1])) if row else (0, GENESIS)


def hash_at(connection: Connection, unit_id: int, position: int) -> bytes | None:
    """The hash of the voucher at a position; one look-up."""
    found = connection.scalar(
        select(_v.hash).where(_v.unit_id == unit_id, _v.position == position)
    )
    return bytes(found) if found else None


def closed_through(
    connection: Connection, unit_id: int, position: int | None = None
) -> int:
    """The last closed month, or the last that was closed at a chain position."""
    c = closing_tables.closes.c
    query = select(func.max(c.period)).where(c.unit_id == unit_id)
    if position is not None:
        query = query.where(c.position <= position)
    return connection.scalar(query) or 0


def first_period(connection: Connection, unit_id: int) -> int:
    """The earliest period with a voucher, 0 where there is none; one look-up."""
    return (
        connection.scalar(select(func.min(_v.period)).where(_v.unit_id == unit_id)) or 0
    )


def last_period(connection: Connection, unit_id: int) -> int:
    """The latest period with a voucher, 0 where there is none; one look-up."""
    return (
        connection.scalar(select(func.max(_v.period)).where(_v.unit_id == unit_id)) or 0
    )


# -- sums ---------------------------------------------------------------------------


def totals_between(
    connection: Connection,
    unit_id: int,
    since: int,
    until: int,
    *,
    openings: bool | None = None,
) -> list[SumRow]:
    """Kept totals of the periods from `since` up to but without `until`.

    `openings` leaves out all but the openings (YYYY00), or the openings.
    The cost goes with months times accounts in use, not with postings.
    """
    t = tables.totals.c
    sums = [func.sum(t[name]) for name in ("debit_fen", "credit_fen", "persons")]
    query = (
        select(t.account_id, t.fund_id, t.purpose, *sums)
        .where(t.unit_id == unit_id, t.period >= since, t.period < until)
        .group_by(t.account_id, t.fund_id, t.purpose)
    )
    if openings is not None:
        query = query.where(_opening(t.period) == openings)
    return [_summed(row) for row in connection.execute(query)]


def checkpoint_at(connection: Connection, unit_id: int, period: int) -> list[SumRow]:
    """What the close of a month wrote down: sums since the books began."""
    c = closing_tables.checkpoints.c
    query = select(
        c.account_id, c.fund_id, c.purpose, c.debit_fen, c.credit_fen, c.persons
    ).where(c.unit_id == unit_id, c.period == period)
    return [_summed(row) for row in connection.execute(query)]


def postings_between(  # noqa: PLR0913, PLR0917 - the bounds of one read
    connection: Connection,
    unit_id: int,
    since: int,
    until: int,
    days: tuple[dt.date, dt.date] | None = None,
    position: int | None = None,
    *,
    openings: bool | None = None,
) -> list[SumRow]:
    """Sums over the postings of the periods from `since` up to without `until`.

    Args:
        connection: a transaction.
        unit_id: the unit.
        since: the first period.
        until: the first period that is left out.
        days: only vouchers of these days, the second one excluded.
        position: only what stood at this chain position.
        openings: only the openings (YYYY00), or all but them.

    The cost goes with the postings of those periods.
    """
    where = [_v.unit_id == unit_id, _v.period >= since, _v.period < until]
    if days is not None:
        where += [_v.dated_on >= days[0], _v.dated_on < days[1]]
    if position is not None:
        where.append(_v.position <= position)
    if openings is not None:
        where.append(_opening(_v.period) == openings)
    purpose = func.coalesce(_p.purpose, "")
    sums = [func.sum(_p[name]) for name in ("debit_fen", "credit_fen", "persons")]
    query = (
        select(_p.account_id, _p.fund_id, purpose, *sums)
        .join_from(tables.vouchers, tables.postings, _joined())
        .where(*where)
        .group_by(_p.account_id, _p.fund_id, purpose)
    )
    return [_summed(row) for row in connection.execute(query)]


def _opening(period: ColumnElement[int]) -> ColumnElement[bool]:
    return period % 100 == 0


def _summed(row: Any) -> SumRow:
    # PostgreSQL sums whole numbers to NUMERIC.
    return SumRow(row[0], row[1], row[2], int(row[3]), int(row[4]), int(row[5]))


def _joined() -> ColumnElement[bool]:
    return and_(_p.unit_id == _v.unit_id, _p.position == _v.position)


def households(
    connection: Connection, unit_id: int, since: int, until: int
) -> dict[tuple[int, str], int]:
    """Different recipients by fund and purpose of the periods; goes with postings."""
    purpose = func.coalesce(_p.purpose, "")
    query = (
        select(_p.fund_id, purpose, func.count(_p.recipient.distinct()))
        .join_from(tables.vouchers, tables.postings, _joined())
        .where(_v.unit_id == unit_id, _v.period >= since, _v.period < until)
        .where(_p.recipient != "")
        .group_by(_p.fund_id, purpose)
    )
    return {(row[0], row[1]): int(row[2]) for row in connection.execute(query)}


# -- vouchers and postings ----------------------------------------------------------


def vouchers(
    connection: Connection,
    unit_id: int,
    since: int,
    until: int,
    *,
    position: int | None = None,
) -> list[VoucherRow]:
    """Heads of the periods from `since` up to without `until`, in chain order."""
    query = select(*_VOUCHER).where(
        _v.unit_id == unit_id, _v.period >= since, _v.period < until
    )
    if position is not None:
        query = query.where(_v.position <= position)
    return [_voucher(row) for row in connection.execute(query.order_by(_v.position))]


def voucher(connection: Connection, unit_id: int, ref: str) -> VoucherRow | None:
    """A voucher's head under its reference, or None."""
    query = select(*_VOUCHER).where(_v.unit_id == unit_id, _v.ref == ref)
    row = connection.execute(query).one_or_none()
    return _voucher(row) if row else None


def voucher_at(
    connection: Connection, unit_id: int, position: int
) -> VoucherRow | None:
    """A voucher's head at its chain position, or None."""
    query = select(*_VOUCHER).where(_v.unit_id == unit_id, _v.position == position)
    row = connection.execute(query).one_or_none()
    return _voucher(row) if row else None


def corrections(
    connection: Connection, unit_id: int, since: int, until: int
) -> list[VoucherRow]:
    """Heads of what corrects vouchers of the periods, in chain order.

    The cost goes with the heads of the unit's vouchers.
    """
    corrected = tables.vouchers.alias("corrected").c
    query = (
        select(*_VOUCHER)
        .where(_v.unit_id == unit_id, _v.corrects.is_not(None))
        .where(corrected.unit_id == unit_id, corrected.position == _v.corrects)
        .where(corrected.period >= since, corrected.period < until)
        .order_by(_v.position)
    )
    return [_voucher(row) for row in connection.execute(query)]


def _voucher(row: Any) -> VoucherRow:
    return VoucherRow._make((*row[:-1], bytes(row[-1])))


def postings(
    connection: Connection,
    unit_id: int,
    since: int,
    until: int,
    *,
    position: int | None = None,
) -> Iterator[PostingRow]:
    """Postings of the periods without `until`, streamed in order up to `position`."""
    found = plain_postings(connection, unit_id, (since, until), position)
    return map(PostingRow._make, found)


def plain_postings(
    connection: Connection, unit_id: int, months: tuple[int, int], position: int | None
) -> Iterator[Any]:
    """The same as plain rows, in the order of `PostingRow`: for a million of them."""
    query = (
        select(*_POSTING)
        .join_from(tables.vouchers, tables.postings, _joined())
        .where(_v.unit_id == unit_id, _v.period >= months[0], _v.period < months[1])
        .order_by(_p.position, _p.line)
    )
    if position is not None:
        query = query.where(_v.position <= position)
    return _streamed(connection, query)


def postings_of(
    connection: Connection, unit_id: int, position: int
) -> list[PostingRow]:
    """The postings of one voucher, in order."""
    query = (
        select(*_POSTING)
        .where(_p.unit_id == unit_id, _p.position == position)
        .order_by(_p.line)
    )
    return [PostingRow(*row) for row in connection.execute(query)]


def account_lines(  # noqa: PLR0913 - the bounds of one read
    connection: Connection,
    unit_id: int,
    accounts: Sequence[int],
    since: dt.date,
    until: dt.date,
    *,
    fund_id: int | None = None,
    purpose: str = "",
) -> Iterator[LedgerRow]:
    """Postings on accounts by date, openings of a year first; up to without `until`."""
    columns = [
        (_v if name in tables.vouchers.c and name != "position" else _p)[name]
        for name in LedgerRow._fields
    ]
    query = (
        select(*columns)
        .join_from(tables.vouchers, tables.postings, _joined())
        .where(_v.unit_id == unit_id, _v.dated_on >= since, _v.dated_on < until)
        .where(_p.account_id.in_(accounts))
        .order_by(_v.period, _v.dated_on, _v.position, _p.line)
    )
    if fund_id is not None:
        query = query.where(_p.fund_id == fund_id)
    if purpose:
        query = query.where(_p.purpose == purpose)
    for row in _streamed(connection, query):
        yield LedgerRow(*row)


def sides(
    connection: Connection, unit_id: int, positions: Sequence[int]
) -> list[tuple[int, int, int, bool]]:
    """Position, fund, account and whether it is debited, each once, of some vouchers.

    The cost goes with the postings of those vouchers.
    """
    debited = _p.debit_fen != 0
    query = (
        select(_p.position, _p.fund_id, _p.account_id, debited)
        .where(_p.unit_id == unit_id, _p.position.in_(positions))
        .distinct()
        .order_by(_p.position, _p.fund_id, _p.account_id)
    )
    return [(r[0], r[1], r[2], bool(r[3])) for r in connection.execute(query)]


def _streamed(connection: Connection, query: Any) -> Iterator[Any]:
    # Asked of the statement: a connection would keep the option for all that follow.
    found = connection.execute(query, execution_options={"yield_per": STREAMED})
    for block in found.partitions():
        yield from block


# -- officers -----------------------------------------------------------------------


def tenures(connection: Connection, unit_id: int) -> list[Any]:
    """Posts held in a unit as they stand after their last revision, by since."""
    t = tables.tenures
    later = t.alias("later")
    newest = (
        ~select(1)
        .where(
            later.c.unit_id == t.c.unit_id,
            later.c.person_id == t.c.person_id,
            later.c.post == t.c.post,
            later.c.since == t.c.since,
            later.c.revision > t.c.revision,
        )
        .exists()
    )
    query = select(t).where(t.c.unit_id == unit_id, newest)
    return list(connection.execute(query.order_by(t.c.since, t.c.post, t.c.person_id)))


def closes(connection: Connection, unit_id: int) -> list[Any]:
    """The closes of a unit in order."""
    c = closing_tables.closes
    query = select(c).where(c.c.unit_id == unit_id).order_by(c.c.period)
    return list(connection.execute(query))


# -- what an audit looks back on ----------------------------------------------------


def funds(connection: Connection, unit_id: int) -> list[Any]:
    """The funds of a unit as they were registered, by number."""
    f = tables.funds
    query = select(f).where(f.c.unit_id == unit_id).order_by(f.c.id)
    return list(connection.execute(query))


def months_of_funds(
    connection: Connection, unit_id: int, accounts: Sequence[int], until: int
) -> list[tuple[int, int, int, int, int]]:
    """Kept totals as (period, account, fund, debit, credit), `until` left out.

    The cost goes with months times accounts in use, not with postings.
    """
    t = tables.totals.c
    sums = [func.sum(t[name]) for name in ("debit_fen", "credit_fen")]
    query = (
        select(t.period, t.account_id, t.fund_id, *sums)
        .where(t.unit_id == unit_id, t.period < until, t.account_id.in_(accounts))
        .group_by(t.period, t.account_id, t.fund_id)
        .order_by(t.period, t.account_id, t.fund_id)
    )
    rows = connection.execute(query)
    return [(row[0], row[1], row[2], int(row[3]), int(row[4])) for row in rows]


class ClaimRow(NamedTuple):
    """A posting on a claim, such as an advance, with the day from which it ages."""

    position: int
    period: int
    kind: str
    number: int
    dated_on: dt.date
    fund_id: int
    party: str
    debit_fen: int
    credit_fen: int
    arose_on: str


def claims(
    connection: Connection,
    unit_id: int,
    accounts: Sequence[int],
    until: int,
    *,
    position: int | None = None,
) -> list[ClaimRow]:
    """All postings ever made on some accounts before a period, in chain order.

    The cost goes with the postings on those accounts.
    """
    columns = [
        (_v if name in tables.vouchers.c else _p)[name] for name in ClaimRow._fields
    ]
    query = (
        select(*columns)
        .join_from(tables.vouchers, tables.postings, _joined())
        .where(_v.unit_id == unit_id, _v.period < until)
        .where(_p.unit_id == unit_id, _p.account_id.in_(accounts))
        .order_by(_p.position, _p.line)
    )
    if position is not None:
        query = query.where(_v.position <= position)
    return [ClaimRow(*row) for row in connection.execute(query)]
