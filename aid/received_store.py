"""The SQL of what people received: whole subtrees, grouped by unit, project and person.

Every function works inside a transaction given by the caller. What was cancelled or
came back before the end of the span is left out.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, exists, func, or_, select

from aid.handout_tables import (
    ISSUE,
    aid_handout_lines,
    aid_handout_steps,
    aid_handouts,
)
from aid.statistics_store import parts
from ledger.tables import draft_steps, vouchers
from treasury.goods_tables import goods_moves

_h, _l, _s = aid_handouts.c, aid_handout_lines.c, aid_handout_steps.c


def in_kind(
    connection: Connection, unit_ids: Sequence[int], since: dt.date, until: dt.date
) -> Iterator[Any]:
    """What hand-outs gave: unit, project, file, member, times, and at what cost.

    Goods that cost nothing have no voucher; they count on their own day.
    """
    m, v = goods_moves.c, vouchers.c
    back = _came_back(until)
    left = m.quantity_milli > func.coalesce(back.c.milli, 0)
    cost = m.cost_fen - func.coalesce(back.c.fen, 0)
    day = func.coalesce(v.dated_on, m.dated_on, type_=v.dated_on.type)
    query = (
        select(
            _h.unit_id,
            _h.project,
            _l.file,
            _l.member,
            func.count().label("times"),
            func.sum(cost).label("fen"),
        )
        .join_from(aid_handouts, aid_handout_steps, _of_handout(aid_handout_steps))
        .join(aid_handout_lines, _of_handout(aid_handout_lines))
        .join(
            goods_moves,
            and_(m.unit_id == _h.unit_id, m.move == _s.first_move + _l.line - 1),
        )
        .outerjoin(vouchers, and_(v.unit_id == m.unit_id, v.ref == m.ref))
        .outerjoin(back, and_(back.c.unit_id == m.unit_id, back.c.source == m.move))
        .where(
            _s.act == ISSUE,
            day >= since,
            day < until,
            or_(v.position.is_not(None), m.head.is_not(None)),
            ~_dropped(m),
            ~_cancelled(v, until),
            left,
        )
        .group_by(_h.unit_id, _h.project, _l.file, _l.member)
    )
    for some in parts(unit_ids):
        yield from connection.execute(query.where(_h.unit_id.in_(some)))


def _of_handout(table: Any) -> ColumnElement[bool]:
    return and_(table.c.unit_id == _h.unit_id, table.c.handout == _h.handout)


def _came_back(until: dt.date) -> Any:
    """What came back of each issue before a day, in thousandths and at cost."""
    m, v = goods_moves.alias("back"), vouchers.alias("back_voucher")
    return (
        select(
            m.c.unit_id,
            m.c.source,
            func.sum(m.c.quantity_milli).label("milli"),
            func.sum(m.c.cost_fen).label("fen"),
        )
        .outerjoin_from(m, v, and_(v.c.unit_id == m.c.unit_id, v.c.ref == m.c.ref))
        .where(
            m.c.source.is_not(None),
            or_(v.c.position.is_not(None), m.c.head.is_not(None)),
            func.coalesce(v.c.dated_on, m.c.dated_on, type_=v.c.dated_on.type) < until,
            ~_dropped(m.c),
            ~_cancelled(v.c, until),
        )
        .group_by(m.c.unit_id, m.c.source)
        .subquery("came_back")
    )


def _dropped(m: Any) -> ColumnElement[bool]:
    """Whether the draft of a movement was dropped."""
    d = draft_steps.alias()
    return exists().where(
        d.c.unit_id == m.unit_id, d.c.draft == m.draft, d.c.state == "dropped"
    )


def _cancelled(v: Any, until: dt.date) -> ColumnElement[bool]:
    """Whether a red voucher cancelled another before a day."""
    r = vouchers.alias()
    return exists().where(
        r.c.unit_id == v.unit_id,
        r.c.corrects == v.position,
        r.c.correction == "full",
        r.c.dated_on < until,
    )
