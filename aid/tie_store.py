"""The SQL of aid by the ledger: vouchers that spend on aid, and what they rest on.

Every function works inside a transaction given by the caller. Openings of a year and
its closing are left out.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, func, or_, select

from aid.batch_tables import SUBMIT, aid_batch_lines, aid_batch_steps
from aid.handout_tables import ISSUE, aid_handout_lines, aid_handout_steps
from ledger.ground_tables import aid_begins
from ledger.parts import among, parts
from ledger.request_tables import payment_request_moves
from ledger.tables import postings, vouchers
from ledger.vouchers import Entered
from treasury.goods_tables import goods_moves

_p, _v = postings.c, vouchers.c
_s, _h, _m = aid_batch_steps.c, aid_handout_steps.c, payment_request_moves.c


def begun(connection: Connection, unit_ids: Sequence[int]) -> dict[int, Any]:
    """The day from which aid is spent on a ground alone, of units that have begun."""
    b = aid_begins.c
    found: dict[int, Any] = {}
    for some in parts(unit_ids):
        query = select(b.unit_id, b.since).where(among(connection, b.unit_id, some))
        found |= {row.unit_id: row.since for row in connection.execute(query)}
    return found


def spending(
    connection: Connection,
    unit_ids: Sequence[int],
    periods: tuple[int, int],
    aid: Collection[int],
    stock: Collection[int],
) -> Iterator[Any]:
    """Vouchers of months that move aid or stock, with the sums of both.

    Rows tell unit, position, period, kind, number, dated_on, entered, correction,
    corrects; debit less credit of aid, debit and credit of stock.
    """
    on_aid, on_stock = _p.account_id.in_(aid), _p.account_id.in_(stock)
    query = (
        select(
            *_HEAD,
            _sum(on_aid, _p.debit_fen - _p.credit_fen).label("spent_fen"),
            _sum(on_stock, _p.debit_fen).label("bought_fen"),
            _sum(on_stock, _p.credit_fen).label("issued_fen"),
        )
        .join_from(
            vouchers,
            postings,
            and_(_p.unit_id == _v.unit_id, _p.position == _v.position),
        )
        .where(
            _v.period >= periods[0],
            _v.period <= periods[1],
            _v.entered != Entered.YEAR_END.value,
            or_(on_aid, on_stock),
        )
        .group_by(*_HEAD)
    )
    for some in parts(unit_ids):
        yield from connection.execute(query.where(among(connection, _v.unit_id, some)))


_HEAD = (
    *(_v[name] for name in ("unit_id", "position", "period", "kind", "number")),
    *(_v[name] for name in ("dated_on", "entered", "correction", "corrects")),
)


def _sum(where: ColumnElement[bool], what: Any) -> Any:
    return func.coalesce(func.sum(case((where, what), else_=0)), 0)


def of_batches(connection: Connection, unit_ids: Sequence[int]) -> Iterator[Any]:
    """Vouchers that pay batches, with what the lines come to (`fen`)."""
    b = aid_batch_lines.c
    query = (
        select(*_NAMED, func.sum(b.amount_fen).label("fen"))
        .join_from(
            aid_batch_steps,
            payment_request_moves,
            and_(_m.unit_id == _s.unit_id, _m.key == _s.request),
        )
        .join(vouchers, and_(_v.unit_id == _m.unit_id, _v.position == _m.position))
        .join(aid_batch_lines, and_(b.unit_id == _s.unit_id, b.key == _s.key))
        .where(_s.act == SUBMIT, _m.act == "pay", _m.amount_fen > 0)
        .group_by(*_NAMED)
    )
    for some in parts(unit_ids):
        yield from connection.execute(query.where(among(connection, _v.unit_id, some)))


def of_handouts(connection: Connection, unit_ids: Sequence[int]) -> Iterator[Any]:
    """Vouchers that issue hand-outs, with what the lines cost (`fen`)."""
    line, g = aid_handout_lines.c, goods_moves.c
    query = (
        select(*_NAMED, func.sum(g.cost_fen).label("fen"))
        .join_from(
            aid_handout_steps,
            vouchers,
            and_(_v.unit_id == _h.unit_id, _v.ref == _h.issue_ref),
        )
        .join(
            aid_handout_lines,
            and_(line.unit_id == _h.unit_id, line.handout == _h.handout),
        )
        .join(
            goods_moves,
            and_(g.unit_id == _h.unit_id, g.move == _h.first_move + line.line - 1),
        )
        .where(_h.act == ISSUE)
        .group_by(*_NAMED)
    )
    for some in parts(unit_ids):
        yield from connection.execute(query.where(among(connection, _v.unit_id, some)))


_NAMED = tuple(_v[name] for name in ("unit_id", "position", "period", "kind", "number"))
