"""The SQL of what paid for what.

Every function works inside a transaction given by the caller, and names its cost where
it is not that of the rows it returns.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, case, exists, func, select

from ledger import tables
from ledger.accounts import AccountClass, Role
from ledger.payment_requests import RequestKind
from ledger.queries import VoucherRow
from ledger.request_tables import payment_request_moves, payment_requests
from ledger.store import write_rows
from ledger.vouchers import Entered, Kind
from treasury import lineage_tables as t
from treasury.event_tables import desk_drafts, desk_refunds
from treasury.fifo import (
    FundLineage,
    KeyRow,
    OpenRow,
    ShareRow,
    direct_part,
)

MONEY_LIKE = (Role.CASH, Role.BANK, Role.QUOTA, Role.QUOTA_RETURN)
"""Accounts whose sum is the money of a fund: what goes from one to another is none."""

GIVEN, GIVEN_BACK = "捐赠-", "退捐-"
"""With what references begin: of a gift's voucher, and of what gives it back."""

GIFT_OF = re.compile(GIVEN_BACK + r"(\d{4}-\d+)-\d+(?:/\d+)?")

AT_ONCE = 500
"""Positions or keys asked for in one statement."""

_a, _s, _k, _o = (
    t.lineage_amounts.c,
    t.lineage_shares.c,
    t.lineage_keys.c,
    t.lineage_open.c,
)


class Moved(NamedTuple):
    """What a voucher did to a fund, before it is known to what matter it belongs."""

    position: int
    fund: int
    corrects: int | None
    money_fen: int
    direct_fen: int
    keys: tuple[tuple[str, int], ...]


# -- what the books say -------------------------------------------------------------


def moved_between(
    connection: Connection, unit_id: int, after: int, through: int
) -> Iterator[Moved]:
    """What the vouchers after a position did to each fund, in chain order, streamed.

    The cost goes with their postings.
    """
    p = tables.postings.c
    return _moved(connection, unit_id, and_(p.position > after, p.position <= through))


def moved_at(
    connection: Connection, unit_id: int, positions: Iterable[int]
) -> Iterator[Moved]:
    """The same of single vouchers."""
    p = tables.postings.c
    for some in _some(positions):
        yield from _moved(connection, unit_id, p.position.in_(some))


def corrected(
    connection: Connection, unit_id: int, positions: Iterable[int]
) -> dict[int, int]:
    """What each of these vouchers corrects, where it corrects any."""
    v = tables.vouchers.c
    found: dict[int, int] = {}
    for some in _some(positions):
        query = select(v.position, v.corrects).where(
            v.unit_id == unit_id, v.position.in_(some), v.corrects.is_not(None)
        )
        found |= {row[0]: row[1] for row in connection.execute(query)}
    return found


def gifts_given_back(
    connection: Connection, unit_id: int, positions: Iterable[int]
) -> dict[int, int]:
    """Of vouchers by which a gift is given back: that of the gift.

    It is told by references that the chain seals: that of the voucher itself, or of the
    payment request that it paid, sent again or took back.
    """
    v, m, q = tables.vouchers.c, payment_request_moves.c, payment_requests.c
    found: dict[int, str] = {}
    for some in _some(positions):
        own = select(v.position, v.ref).where(
            v.unit_id == unit_id, v.position.in_(some), v.ref.startswith(GIVEN_BACK)
        )
        asked = (
            select(m.position, q.ref)
            .join_from(
                payment_request_moves,
                payment_requests,
                and_(q.unit_id == m.unit_id, q.key == m.key),
            )
            .where(m.unit_id == unit_id, m.position.in_(some))
            .where(q.kind == RequestKind.REFUND, q.ref.startswith(GIVEN_BACK))
        )
        for query in (own, asked):
            for position, ref in connection.execute(query):
                if told := GIFT_OF.fullmatch(ref):
                    found[position] = GIVEN + told[1]
    places: dict[str, int] = {}
    for refs in _some(found.values()):
        gifts = select(v.ref, v.position).where(v.unit_id == unit_id, v.ref.in_(refs))
        places |= {row[0]: row[1] for row in connection.execute(gifts)}
    return {
        position: places[ref]
        for position, ref in found.items()
        if places.get(ref, position) < position
    }


def payments_recovered(
    connection: Connection, unit_id: int, positions: Iterable[int]
) -> dict[int, int]:
    """Of vouchers by which a payment is recovered (收回): that of the payment.

    It is told by the chain of records, where the desk wrote down which payment the
    draft under their reference brings back.
    """
    v, paid = tables.vouchers, tables.vouchers.alias("paid")
    d, later, r = desk_drafts, desk_drafts.alias("later"), desk_refunds
    newer = exists().where(
        later.c.unit_id == d.c.unit_id,
        later.c.ref == d.c.ref,
        later.c.draft > d.c.draft,
    )
    found: dict[int, int] = {}
    for some in _some(positions):
        query = (
            select(v.c.position, paid.c.position)
            .join_from(v, d, (d.c.unit_id == v.c.unit_id) & (d.c.ref == v.c.ref))
            .join(r, (r.c.unit_id == d.c.unit_id) & (r.c.draft == d.c.draft))
            .join(
                paid,
                (paid.c.unit_id == r.c.unit_id) & (paid.c.ref == r.c.refund_of),
            )
            .where(v.c.unit_id == unit_id, v.c.position.in_(some), ~newer)
            .where(paid.c.position < v.c.position)
        )
        found |= {row[0]: row[1] for row in connection.execute(query)}
    return found


def _moved(
    connection: Connection, unit_id: int, where: ColumnElement[bool]
) -> Iterator[Moved]:
    p, v, a = tables.postings.c, tables.vouchers.c, tables.accounts.c
    debit = p.debit_fen - p.credit_fen
    # A change of chart empties the old accounts into the new ones: nothing moves.
    moves = and_(
        a.role.in_(MONEY_LIKE),
        ~and_(v.entered == Entered.YEAR_END, v.kind == Kind.OPENING),
    )
    result = and_(a["class"] == AccountClass.NET_ASSET, a.role != Role.STOCK_FUND)
    query = (
        select(
            p.position,
            p.fund_id,
            v.corrects,
            p.request,
            func.sum(case((moves, debit), else_=0)),
            func.sum(debit),
            func.sum(case((a["class"] == AccountClass.INCOME, -debit), else_=0)),
            func.sum(case((a["class"] == AccountClass.EXPENSE, debit), else_=0)),
            # What closes income and expense, or moves net assets, pays nobody.
            func.max(case((result, 1), (v.entered == Entered.YEAR_END, 1), else_=0)),
        )
        .join_from(
            tables.postings,
            tables.vouchers,
            and_(v.unit_id == p.unit_id, v.position == p.position),
        )
        .join(tables.accounts, a.id == p.account_id)
        .where(p.unit_id == unit_id, where)
        .group_by(p.position, p.fund_id, v.corrects, p.request)
        .order_by(p.position, p.fund_id)
    )
    rows = connection.execute(query, execution_options={"yield_per": 5_000})
    parts: list[Any] = []
    for row in rows:
        if parts and (parts[0][0], parts[0][1]) != (row[0], row[1]):
            yield _joined(parts)
            parts = []
        parts.append(row)
    if parts:
        yield _joined(parts)


def _joined(parts: Sequence[Any]) -> Moved:
    """One voucher and fund, of its sums by request."""
    position, fund, corrects = parts[0][:3]
    money = sum(int(row[4]) for row in parts)
    direct = 0
    if not any(row[8] for row in parts):
        sums = (sum(int(row[at]) for row in parts) for at in (6, 7))
        direct = direct_part(money, *sums)
    # What a request brought in stands opposite to the lines that are no money.
    keys = sorted((row[3], int(row[4]) - int(row[5])) for row in parts if row[3])
    if len(keys) == 1 and not keys[0][1]:
        keys = [(keys[0][0], money)]
    return Moved(position, fund, corrects, money, direct, tuple(keys))


def _some(these: Iterable[Any]) -> Iterator[list[Any]]:
    listed = sorted(set(these))
    for at in range(0, len(listed), AT_ONCE):
        yield listed[at : at + AT_ONCE]


# -- what is recorded: as far as the next voucher needs it --------------------------


def recorded_through(connection: Connection, unit_id: int) -> int:
    """The position up to which a unit is recorded; one look-up."""
    h = t.lineage_heads.c
    query = select(func.max(h.through)).where(h.unit_id == unit_id)
    return connection.scalar(query) or 0


def open_of(connection: Connection, unit_id: int, fund_id: int) -> list[OpenRow]:
    """What was open in a fund when it was last recorded."""
    mine = (_o.unit_id == unit_id, _o.fund_id == fund_id)
    last = select(func.max(_o.through)).where(*mine).scalar_subquery()
    query = (
        select(_o.side, _o.matter, _o.left_fen)
        .where(*mine, _o.through == last)
        .order_by(_o.side, _o.matter)
    )
    return [OpenRow(*row) for row in connection.execute(query)]


def sources_after(
    connection: Connection, unit_id: int, fund_id: int, after: int, count: int
) -> list[tuple[int, int]]:
    """The next sources after one, oldest first, with their amounts."""
    query = (
        select(_a.matter, func.sum(_a.change_fen))
        .where(_a.unit_id == unit_id, _a.fund_id == fund_id)
        .where(_a.side == "source", _a.matter > after)
        .group_by(_a.matter)
        .order_by(_a.matter)
        .limit(count)
    )
    return [(row[0], int(row[1])) for row in connection.execute(query)]


def amounts_of(
    connection: Connection, unit_id: int, fund_id: int, matters: Iterable[int]
) -> dict[tuple[str, int], int]:
    """What matters amount to now, by side and matter."""
    found: dict[tuple[str, int], int] = {}
    for some in _some(matters):
        query = (
            select(_a.side, _a.matter, _a.amount_fen)
            .where(_a.unit_id == unit_id, _a.fund_id == fund_id, _a.matter.in_(some))
            .order_by(_a.at)
        )
        found |= {(row[0], row[1]): row[2] for row in connection.execute(query)}
    return found


def used_of(connection: Connection, unit_id: int, fund_id: int, source: int) -> int:
    """What is used of a source now; one look-up."""
    query = (
        select(_s.used_fen)
        .where(_s.unit_id == unit_id, _s.fund_id == fund_id, _s.source == source)
        .order_by(_s.seq.desc())
        .limit(1)
    )
    return connection.scalar(query) or 0


def used_after(
    connection: Connection, unit_id: int, fund_id: int, after: int
) -> dict[int, int]:
    """What is used of the sources after one, of those of which anything is."""
    query = (
        select(_s.source, func.sum(_s.change_fen))
        .where(_s.unit_id == unit_id, _s.fund_id == fund_id, _s.source > after)
        .group_by(_s.source)
    )
    return {row[0]: int(row[1]) for row in connection.execute(query)}


def last_seq(connection: Connection, unit_id: int, fund_id: int) -> int:
    """The number of the last row of a fund; one look-up."""
    query = select(func.max(_s.seq)).where(_s.unit_id == unit_id, _s.fund_id == fund_id)
    return connection.scalar(query) or 0


def share_rows(
    connection: Connection,
    unit_id: int,
    fund_id: int,
    *,
    uses: Iterable[int] = (),
    sources: Iterable[int] = (),
) -> Iterator[ShareRow]:
    """All rows of some uses, or of some sources, in order of each."""
    for column, wanted in ((_s.use, uses), (_s.source, sources)):
        for some in _some(wanted):
            query = (
                select(*(_s[name] for name in ShareRow._fields))
                .where(_s.unit_id == unit_id, _s.fund_id == fund_id, column.in_(some))
                .order_by(_s.seq)
            )
            yield from (ShareRow(*row) for row in connection.execute(query))


def key_rows(
    connection: Connection, unit_id: int, fund_id: int, keys: Iterable[str]
) -> Iterator[KeyRow]:
    """All that was asked and brought back under some keys, in chain order of each."""
    for some in _some(keys):
        query = (
            select(*(_k[name] for name in KeyRow._fields))
            .where(_k.unit_id == unit_id, _k.fund_id == fund_id, _k.request.in_(some))
            .order_by(_k.at)
        )
        yield from (KeyRow(*row) for row in connection.execute(query))


# -- what is recorded: as readers ask for it ----------------------------------------


def matters_at(
    connection: Connection, unit_id: int, positions: Sequence[int]
) -> list[tuple[int, int]]:
    """Fund and matter of what stands at some positions."""
    query = (
        select(_a.fund_id, _a.matter)
        .where(_a.unit_id == unit_id, _a.matter.in_(positions))
        .distinct()
        .order_by(_a.fund_id, _a.matter)
    )
    return [(row[0], row[1]) for row in connection.execute(query)]


def amount_sums(
    connection: Connection, unit_id: int, known_at: int, *where: ColumnElement[bool]
) -> dict[tuple[int, str, int], int]:
    """What matters amounted to at a position, by fund, side and matter."""
    query = (
        select(_a.fund_id, _a.side, _a.matter, func.sum(_a.change_fen))
        .where(_a.unit_id == unit_id, _a.at <= known_at, *where)
        .group_by(_a.fund_id, _a.side, _a.matter)
    )
    rows = connection.execute(query)
    return {(row[0], row[1], row[2]): int(row[3]) for row in rows}


def share_sums(
    connection: Connection, unit_id: int, known_at: int, *where: ColumnElement[bool]
) -> dict[tuple[int, int, int], int]:
    """What sources paid of uses at a position, by fund, use and source."""
    query = (
        select(_s.fund_id, _s.use, _s.source, func.sum(_s.change_fen))
        .where(_s.unit_id == unit_id, _s.at <= known_at, *where)
        .group_by(_s.fund_id, _s.use, _s.source)
    )
    rows = connection.execute(query)
    return {(row[0], row[1], row[2]): int(row[3]) for row in rows}


class Asked(NamedTuple):
    """Which part of the record a reader asks for; all of it where nothing is said."""

    fund: int | None = None
    uses: Sequence[int] = ()
    sources: Sequence[int] = ()

    def wants(self, fund: int, use: int, source: int) -> bool:
        """Whether it is asked for what a source pays of a use, or for a matter."""
        return (
            self.fund in {None, fund}
            and (not self.uses or use in self.uses)
            and (not self.sources or source in self.sources)
        )

    def amounts(self) -> list[ColumnElement[bool]]:
        """Conditions on amounts."""
        matters = [*self.uses, *self.sources]
        found = [_a.matter.in_(matters)] if matters else []
        return [*found, *([] if self.fund is None else [_a.fund_id == self.fund])]

    def shares(self) -> list[ColumnElement[bool]]:
        """Conditions on shares."""
        found = [] if self.fund is None else [_s.fund_id == self.fund]
        if self.uses:
            found.append(_s.use.in_(self.uses))
        if self.sources:
            found.append(_s.source.in_(self.sources))
        return found


# -- writing ------------------------------------------------------------------------


class Head(NamedTuple):
    """How far the record goes: the last voucher, where it began, the voucher's hash."""

    through: int
    after: int
    hash: bytes


def write(
    connection: Connection, unit_id: int, head: Head, funds: dict[int, FundLineage]
) -> None:
    """Append what was worked out, and the head that closes it."""
    placed = [((unit_id, fund), lineage) for fund, lineage in sorted(funds.items())]

    def rows(name: str) -> list[tuple[object, ...]]:
        return [
            (*place, *row)
            for place, lineage in placed
            for row in getattr(lineage.rows, name)
        ]

    write_rows(connection, t.lineage_amounts, rows("amounts"))
    write_rows(connection, t.lineage_shares, rows("shares"))
    write_rows(connection, t.lineage_keys, rows("keys"))
    standing = [
        (*place, head.through, *row)
        for place, lineage in placed
        for row in lineage.standing()
    ]
    write_rows(connection, t.lineage_open, standing)
    write_rows(connection, t.lineage_heads, [(unit_id, *head)])


def heads_at(
    connection: Connection, unit_id: int, positions: Iterable[int]
) -> dict[int, VoucherRow]:
    """The heads of vouchers, by position."""
    v = tables.vouchers.c
    asked = [v[name] for name in VoucherRow._fields]
    wanted = sorted(set(positions))
    found = {}
    for at in range(0, len(wanted), AT_ONCE):
        some = wanted[at : at + AT_ONCE]
        query = select(*asked).where(v.unit_id == unit_id, v.position.in_(some))
        for row in connection.execute(query):
            found[row.position] = VoucherRow(*row)._replace(hash=bytes(row.hash))
    return found
