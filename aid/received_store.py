"""The SQL of what people received: whole subtrees, grouped by unit, project and person.

Every function works inside a transaction given by the caller. What was cancelled or
came back before the end of the span is left out.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Text,
    and_,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
)

from aid.batch_tables import (
    FAILED,
    RELEASE,
    SUBMIT,
    aid_batch_lines,
    aid_batch_results,
    aid_batch_steps,
)
from aid.case_tables import aid_cases
from aid.handout_tables import (
    ISSUE,
    aid_handout_lines,
    aid_handout_steps,
    aid_handouts,
)
from ledger.parts import among, parts
from ledger.request_tables import payment_request_moves
from ledger.tables import draft_steps, vouchers
from treasury.goods_tables import goods_moves
from treasury.paying import AGAIN

_h, _l, _s = aid_handouts.c, aid_handout_lines.c, aid_handout_steps.c
_b, _p, _r = aid_batch_lines.c, aid_batch_steps.c, aid_batch_results.c
_m, _v, _c = payment_request_moves.c, vouchers.c, aid_cases.c

OWN = func.coalesce(_c.own, 0).label("own")
"""Whether a line answers a case of a grass-roots union on its own account."""

# -- money --------------------------------------------------------------------------


def in_money(
    connection: Connection, unit_ids: Sequence[int], since: dt.date, until: dt.date
) -> Iterator[Any]:
    """What batches paid: unit, project, own, file, member, times, and how much.

    Lines that failed at the bank are among them; `failed` tells these.
    """
    query = (
        paid(since, until)
        .add_columns(
            *_PERSON,
            func.count().label("times"),
            func.sum(_b.amount_fen).label("fen"),
        )
        .group_by(*_PERSON)
    )
    for some in parts(unit_ids):
        yield from connection.execute(query.where(among(connection, _b.unit_id, some)))


_PERSON = (_b.unit_id, _b.project, OWN, _b.file, _b.member)


def failed(
    connection: Connection, unit_ids: Sequence[int], since: dt.date, until: dt.date
) -> Iterator[Any]:
    """Lines of those batches that failed, and were not paid again before the end.

    Each tells the key, line and code beside what `in_money` tells, times being one.
    """
    query = (
        paid(since, until)
        .add_columns(*_PERSON, _b.key, _b.line, _b.code, _b.fund_id)
        .add_columns(_b.amount_fen.label("fen"))
        .join(once := _once_failed(), and_(*_same_line(once.c, _b)))
        .where(has_failed(until))
    )
    for some in parts(unit_ids):
        yield from connection.execute(query.where(among(connection, _b.unit_id, some)))


def paid(since: dt.date, until: dt.date) -> Select[Any]:
    """Lines of batches whose voucher is of the span and stands at its end."""
    return (
        select()
        .select_from(aid_batch_steps)
        .join(
            payment_request_moves,
            and_(
                _m.unit_id == _p.unit_id,
                _m.key == _p.request,
                _m.act == "pay",
                _m.amount_fen > 0,
            ),
        )
        .join(vouchers, and_(_v.unit_id == _m.unit_id, _v.position == _m.position))
        .join(aid_batch_lines, and_(_b.unit_id == _p.unit_id, _b.key == _p.key))
        .outerjoin(aid_cases, and_(_c.unit_id == _b.unit_id, _c.key == _b.case_key))
        .where(
            _p.act == SUBMIT,
            _v.dated_on >= since,
            _v.dated_on < until,
            ~_cancelled(_v, until),
        )
    )


def has_failed(until: dt.date) -> ColumnElement[bool]:
    """The last result of a line is that it failed, and no voucher paid it again since.

    Days do not tell what came first, so failures are held against repayments.
    """
    newer, after = aid_batch_results.alias("newer"), aid_batch_steps.alias("after")
    step = aid_batch_steps.alias("result_step")
    replaced = exists().where(
        *_same_line(newer.c, _r),
        newer.c.step > _r.step,
        *_known(after.c, newer.c, until),
    )
    last = exists().where(
        *_same_line(_r, _b), _r.outcome == FAILED, *_known(step.c, _r, until), ~replaced
    )
    again = vouchers.alias("again")
    ref = literal(AGAIN) + _p.request + "-" + cast(_b.line, Text)
    repaid = (
        select(func.count())
        .select_from(again)
        .where(
            again.c.unit_id == _b.unit_id,
            or_(again.c.ref == ref, again.c.ref.like(ref + "/%")),
            again.c.dated_on < until,
            ~_cancelled(again.c, until),
        )
        .correlate(aid_batch_steps, aid_batch_lines)
        .scalar_subquery()
    )
    return and_(last, _failures(until) > repaid)


def _once_failed() -> Any:
    """Lines that ever failed: few, so that only these are looked at closely."""
    query = select(_r.unit_id, _r.key, _r.line).where(_r.outcome == FAILED).distinct()
    return query.subquery("once_failed")


def _failures(until: dt.date) -> Any:
    """How often a line failed since its batch was released last."""
    one, at = aid_batch_results.alias("failure"), aid_batch_steps.alias("failure_step")
    release = aid_batch_steps.alias("release_step")
    released = exists().where(
        release.c.unit_id == one.c.unit_id,
        release.c.key == one.c.key,
        release.c.act == RELEASE,
        release.c.step > one.c.step,
        release.c.acted_on < until,
    )
    return (
        select(func.count())
        .select_from(one)
        .join(at, and_(*_known(at.c, one.c, until)))
        .where(*_same_line(one.c, _b), one.c.outcome == FAILED, ~released)
        .correlate(aid_batch_lines)
        .scalar_subquery()
    )


def _same_line(result: Any, line: Any) -> tuple[ColumnElement[bool], ...]:
    pairs = ("unit_id", "key", "line")
    return tuple(getattr(result, name) == getattr(line, name) for name in pairs)


def _known(step: Any, result: Any, until: dt.date) -> tuple[ColumnElement[bool], ...]:
    """The step that seals a result, where it was taken before a day."""
    pairs = ("unit_id", "key", "step")
    same = tuple(getattr(step, name) == getattr(result, name) for name in pairs)
    return (*same, step.acted_on < until)


# -- goods --------------------------------------------------------------------------


def in_kind(
    connection: Connection, unit_ids: Sequence[int], since: dt.date, until: dt.date
) -> Iterator[Any]:
    """What hand-outs gave: unit, project, own, file, member, times, and at what cost.

    Goods that cost nothing have no voucher; they count on their own day.
    """
    g, back = goods_moves.c, came_back(until)
    query = (
        handed(back, since, until)
        .add_columns(
            *_TAKER,
            func.count().label("times"),
            func.sum(g.cost_fen - func.coalesce(back.c.fen, 0)).label("fen"),
        )
        .where(g.quantity_milli > func.coalesce(back.c.milli, 0))
        .group_by(*_TAKER)
    )
    for some in parts(unit_ids):
        yield from connection.execute(query.where(among(connection, _h.unit_id, some)))


def goods_back(
    connection: Connection, unit_ids: Sequence[int], since: dt.date, until: dt.date
) -> Iterator[tuple[int, int]]:
    """What came back to stock of the hand-outs of a span: unit, and at what cost."""
    back = came_back(until)
    query = (
        handed(back, since, until)
        .add_columns(_h.unit_id, func.sum(back.c.fen))
        .where(back.c.fen.is_not(None))
        .group_by(_h.unit_id)
    )
    for some in parts(unit_ids):
        for row in connection.execute(query.where(among(connection, _h.unit_id, some))):
            yield row[0], int(row[1])


def handed(back: Any, since: dt.date, until: dt.date) -> Select[Any]:
    """Lines of hand-outs whose goods went in the span and stand at its end."""
    g = goods_moves.c
    day = func.coalesce(_v.dated_on, g.dated_on, type_=_v.dated_on.type)
    return (
        select()
        .select_from(aid_handouts)
        .join(aid_handout_steps, _of_handout(aid_handout_steps))
        .join(aid_handout_lines, _of_handout(aid_handout_lines))
        .join(
            goods_moves,
            and_(g.unit_id == _h.unit_id, g.move == _s.first_move + _l.line - 1),
        )
        .outerjoin(aid_cases, and_(_c.unit_id == _l.unit_id, _c.key == _l.case_key))
        .outerjoin(vouchers, and_(_v.unit_id == g.unit_id, _v.ref == g.ref))
        .outerjoin(back, and_(back.c.unit_id == g.unit_id, back.c.source == g.move))
        .where(
            _s.act == ISSUE,
            day >= since,
            day < until,
            or_(_v.position.is_not(None), g.head.is_not(None)),
            ~_dropped(g),
            ~_cancelled(_v, until),
        )
    )


_TAKER = (_h.unit_id, _h.project, OWN, _l.file, _l.member)


def _of_handout(table: Any) -> ColumnElement[bool]:
    return and_(table.c.unit_id == _h.unit_id, table.c.handout == _h.handout)


def came_back(until: dt.date) -> Any:
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
