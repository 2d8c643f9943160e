"""The SQL of goods and shopping vouchers.

Every function works inside a transaction given by the caller. Registers are appended
by `ledger.register.append_rows`; here is what has to be asked for more narrowly.
"""

import datetime as dt
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from ledger import tables
from treasury.goods_tables import (
    goods_count_lines,
    goods_counts,
    goods_items,
    goods_methods,
    goods_moves,
    goods_ranges,
    goods_serials,
    goods_signatures,
    goods_takings,
)


class MoveRow(NamedTuple):
    """A movement as it was entered, with what became of its draft and voucher."""

    move: int
    kind: str
    item: int
    fund_id: int
    dated_on: dt.date
    quantity_milli: int
    cost_fen: int
    method: str
    valuation: str
    purpose: str
    recipient: str
    party: str
    approval: str
    serials: str
    source: int | None
    counting: int | None
    ref: str
    draft: int | None
    head: int | None
    asked: bytes
    dropped: bool
    position: int | None
    """Of its voucher, where one stands under its reference."""
    voucher_on: dt.date | None
    voucher_kind: str | None
    number: int | None
    red_position: int | None
    """Of the red voucher that cancelled it."""
    red_on: dt.date | None
    red_kind: str | None
    red_number: int | None


def items(connection: Connection, unit_id: int) -> list[Any]:
    """Every revision of every item, the latest of each last."""
    i = goods_items
    order = (i.c.item, i.c.revision)
    return list(
        connection.execute(select(i).where(i.c.unit_id == unit_id).order_by(*order))
    )


def methods(connection: Connection, unit_id: int) -> list[Any]:
    """The choices of method, the latest last."""
    m = goods_methods
    query = select(m).where(m.c.unit_id == unit_id).order_by(m.c.number)
    return list(connection.execute(query))


def last_outgoing(connection: Connection, unit_id: int) -> dt.date | None:
    """The day of the last movement that took a cost by a method."""
    m = goods_moves.c
    day = connection.scalar(
        select(func.max(m.dated_on)).where(m.unit_id == unit_id, m.method != "")
    )
    return dt.date.fromisoformat(day) if isinstance(day, str) else day


def next_number(connection: Connection, unit_id: int, table: str) -> int:
    """The next number of a movement or a count."""
    column = goods_moves.c.move if table == "goods_moves" else goods_counts.c.number
    last = connection.scalar(
        select(func.max(column)).where(column.table.c.unit_id == unit_id)
    )
    return (last or 0) + 1


def moves(
    connection: Connection,
    unit_id: int,
    *,
    item: int | None = None,
    fund_id: int | None = None,
    ref: str | None = None,
) -> list[MoveRow]:
    """Movements in the order entered: of an item, of a fund, under a reference."""
    m, d = goods_moves, tables.draft_steps
    v, r = tables.vouchers, tables.vouchers.alias("red")
    dropped = (
        select(1)
        .where(
            d.c.unit_id == m.c.unit_id,
            d.c.draft == m.c.draft,
            d.c.state == "dropped",
        )
        .exists()
    )
    stands = and_(v.c.unit_id == m.c.unit_id, v.c.ref == m.c.ref)
    cancelled = and_(
        r.c.unit_id == v.c.unit_id,
        r.c.corrects == v.c.position,
        r.c.correction == "full",
    )
    asked: list[ColumnElement[bool]] = [m.c.unit_id == unit_id]
    for column, value in ((m.c.item, item), (m.c.fund_id, fund_id), (m.c.ref, ref)):
        if value is not None:
            asked.append(column == value)
    query = (
        select(
            *[column for column in m.c if column.name != "unit_id"],
            dropped,
            *(v.c[name] for name in ("position", "dated_on", "kind", "number")),
            *(r.c[name] for name in ("position", "dated_on", "kind", "number")),
        )
        .select_from(m.outerjoin(v, stands).outerjoin(r, cancelled))
        .where(*asked)
        .order_by(m.c.move)
    )
    return [_move(row) for row in connection.execute(query)]


def _move(row: Any) -> MoveRow:
    found = MoveRow(*row)
    return found._replace(asked=bytes(found.asked), dropped=bool(found.dropped))


def takings(connection: Connection, unit_id: int, item: int, fund_id: int) -> list[Any]:
    """What every movement of an item and fund took of each lot."""
    t, m = goods_takings, goods_moves
    query = (
        select(t.c.move, t.c.lot, t.c.quantity_milli, t.c.cost_fen)
        .join(m, and_(m.c.unit_id == t.c.unit_id, m.c.move == t.c.lot))
        .where(t.c.unit_id == unit_id, m.c.item == item, m.c.fund_id == fund_id)
        .order_by(t.c.move, t.c.lot)
    )
    return list(connection.execute(query))


def ranges(connection: Connection, unit_id: int, item: int) -> list[Any]:
    """The ranges of serials that ever came in of an item, in order."""
    r = goods_ranges
    order = (r.c.prefix, r.c.width, r.c.first_no, r.c.move)
    query = select(r).where(r.c.unit_id == unit_id, r.c.item == item)
    return list(connection.execute(query.order_by(*order)))


def serials(connection: Connection, unit_id: int, item: int) -> list[Any]:
    """What went out of these ranges and came back, in the order entered."""
    s, r = goods_serials, goods_ranges
    same = and_(
        r.c.unit_id == s.c.unit_id,
        r.c.move == s.c.range_move,
        r.c.part == s.c.range_part,
    )
    query = (
        select(s, r.c.prefix, r.c.width)
        .join(r, same)
        .where(s.c.unit_id == unit_id, r.c.item == item)
        .order_by(s.c.move, s.c.part)
    )
    return list(connection.execute(query))


def signatures(connection: Connection, unit_id: int) -> list[Any]:
    """Who signed for what."""
    s = goods_signatures
    return list(connection.execute(select(s).where(s.c.unit_id == unit_id)))


def count_by_ref(connection: Connection, unit_id: int, ref: str) -> list[Any]:
    """The counts made under a reference, the latest last."""
    c = goods_counts
    query = select(c).where(c.c.unit_id == unit_id, c.c.ref == ref)
    return list(connection.execute(query.order_by(c.c.number)))


def counted(connection: Connection, unit_id: int) -> list[Any]:
    """What was counted, line by line with the head of its count, the latest last."""
    c, n = goods_counts, goods_count_lines
    same = and_(c.c.unit_id == n.c.unit_id, c.c.number == n.c.counting)
    query = (
        select(c, n.c.item, n.c.fund_id, n.c.book_milli, n.c.counted_milli)
        .join(n, same)
        .where(c.c.unit_id == unit_id)
        .order_by(c.c.number, n.c.item, n.c.fund_id)
    )
    return list(connection.execute(query))


def signature(connection: Connection, unit_id: int, move: int) -> Any:
    """Who signed for an issue, or None."""
    s = goods_signatures
    query = select(s).where(s.c.unit_id == unit_id, s.c.move == move)
    return connection.execute(query).one_or_none()


def stock_lines(
    connection: Connection,
    unit_id: int,
    accounts: tuple[int, ...],
    until: dt.date,
    known_at: int | None = None,
) -> list[Any]:
    """Postings on stock before a day, with the reference of their voucher."""
    p, v = tables.postings, tables.vouchers
    same = and_(v.c.unit_id == p.c.unit_id, v.c.position == p.c.position)
    query = (
        select(
            v.c.position,
            v.c.ref,
            v.c.dated_on,
            v.c.kind,
            v.c.corrects,
            v.c.correction,
            p.c.account_id,
            p.c.fund_id,
            p.c.item,
            p.c.quantity_milli,
            p.c.debit_fen,
            p.c.credit_fen,
        )
        .join(v, same)
        .where(
            p.c.unit_id == unit_id,
            or_(*(p.c.account_id == account for account in accounts)),
            v.c.dated_on < until,
        )
        .order_by(v.c.position, p.c.line)
    )
    if known_at is not None:
        query = query.where(v.c.position <= known_at)
    return list(connection.execute(query))


def any_items(connection: Connection, unit_id: int) -> bool:
    """Whether a unit has registered goods at all."""
    i = goods_items.c
    query = select(i.item).where(i.unit_id == unit_id).limit(1)
    return connection.scalar(query) is not None


def cancelled(connection: Connection, unit_id: int, position: int) -> bool:
    """Whether a voucher was cancelled in red."""
    v = tables.vouchers.c
    query = select(v.position).where(
        v.unit_id == unit_id, v.corrects == position, v.correction == "full"
    )
    return connection.scalar(query) is not None


def spent_on(connection: Connection, unit_id: int, position: int, fund_id: int) -> int:
    """The account on which a voucher spends what leaves stock, of a fund."""
    p, a = tables.postings, tables.accounts
    query = (
        select(p.c.account_id)
        .join(a, a.c.id == p.c.account_id)
        .where(
            p.c.unit_id == unit_id,
            p.c.position == position,
            p.c.fund_id == fund_id,
            p.c.debit_fen > 0,
            a.c["class"] == "expense",
        )
        .limit(1)
    )
    return int(connection.execute(query).scalar_one())
