"""The SQL of the desk: drafts made under a reference, drafts that bring money back."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, select

from ledger.accounts import AccountClass
from ledger.tables import accounts, draft_steps, postings, vouchers
from ledger.vouchers import Entered
from treasury.event_tables import desk_drafts, desk_refunds


def latest(connection: Connection, unit_id: int, ref: str) -> Any:
    """The last draft that was handed in under a reference, or None."""
    d = desk_drafts
    return connection.execute(
        select(d)
        .where(d.c.unit_id == unit_id, d.c.ref == ref)
        .order_by(d.c.draft.desc())
        .limit(1)
    ).one_or_none()


def handed_in(connection: Connection, unit_id: int, draft: int) -> str:
    """The reference that a draft was handed in under; empty where a desk made none."""
    d = desk_drafts.c
    query = select(d.ref).where(d.unit_id == unit_id, d.draft == draft)
    return connection.execute(query).scalar() or ""


def event_of(connection: Connection, unit_id: int, draft: int) -> Any:
    """Of a draft that a desk handed in: `ref`, `event` and `refund_of`, or None."""
    d, r = desk_drafts.c, desk_refunds.c
    same = and_(r.unit_id == d.unit_id, r.draft == d.draft)
    return connection.execute(
        select(d.ref, d.event, r.refund_of)
        .select_from(desk_drafts.outerjoin(desk_refunds, same))
        .where(d.unit_id == unit_id, d.draft == draft)
    ).one_or_none()


def refunds(connection: Connection, unit_id: int, ref: str) -> list[Any]:
    """The last step of every draft that brings back money of a voucher and stands.

    One that was posted and cancelled since stands no more.
    """
    d, r = draft_steps.c, desk_refunds.c
    named = and_(r.unit_id == d.unit_id, r.draft == d.draft)
    query = (
        select(draft_steps)
        .join(desk_refunds, named)
        .where(r.unit_id == unit_id, r.refund_of == ref)
        .where(*_stands())
    )
    return list(connection.execute(query.order_by(d.draft)))


def handed_in_as(
    connection: Connection, unit_id: int, events: Collection[str]
) -> list[Any]:
    """The last step of every draft of these events that stands, posted ones too."""
    d, k = draft_steps.c, desk_drafts.c
    query = (
        select(draft_steps)
        .join(desk_drafts, and_(k.unit_id == d.unit_id, k.draft == d.draft))
        .where(k.unit_id == unit_id, k.event.in_(sorted(events)))
        .where(*_stands())
    )
    return list(connection.execute(query.order_by(d.draft)))


def _stands() -> tuple[ColumnElement[bool], ...]:
    """Whether a step is the last of its draft, which was neither dropped nor undone."""
    d, later = draft_steps, draft_steps.alias("later")
    newer = (
        select(1)
        .where(
            later.c.unit_id == d.c.unit_id,
            later.c.draft == d.c.draft,
            later.c.step > d.c.step,
        )
        .exists()
    )
    own, v = desk_drafts.alias("own"), vouchers.alias("made")
    cancelled = (
        select(1)
        .where(
            own.c.unit_id == d.c.unit_id,
            own.c.draft == d.c.draft,
            v.c.unit_id == own.c.unit_id,
            v.c.ref == own.c.ref,
            _corrected(v, "full"),
            ~_corrected(v, "replacement"),
        )
        .exists()
    )
    return d.c.state != "dropped", ~newer, ~cancelled


def _corrected(v: Any, how: str) -> ColumnElement[bool]:
    """Whether a voucher was corrected so."""
    later = vouchers.alias(f"later_{how}").c
    return (
        select(1)
        .where(
            later.unit_id == v.c.unit_id,
            later.corrects == v.c.position,
            later.correction == how,
        )
        .exists()
    )


def lines_with_differences(
    connection: Connection, unit_id: int, position: int
) -> list[Any]:
    """The postings of a voucher and of what corrected its amounts, as `lines_of`."""
    p, v = postings, vouchers
    differs = (v.c.corrects == position) & (v.c.correction == "difference")
    query = (
        select(*p.c[3:])
        .join(v, (v.c.unit_id == p.c.unit_id) & (v.c.position == p.c.position))
        .where(p.c.unit_id == unit_id)
        .where((v.c.position == position) | differs & ~_corrected(v, "full"))
        .order_by(p.c.position, p.c.line)
    )
    return list(connection.execute(query))


def spent_before(
    connection: Connection, unit_id: int, fund_id: int, day: dt.date
) -> int:
    """What a fund spent before a day, a year's closing apart; a scan of the fund."""
    p, v, a = postings.c, vouchers.c, accounts.c
    query = (
        select(func.sum(p.debit_fen - p.credit_fen))
        .select_from(postings)
        .join(vouchers, and_(v.unit_id == p.unit_id, v.position == p.position))
        .join(accounts, a.id == p.account_id)
        .where(p.unit_id == unit_id, p.fund_id == fund_id, v.dated_on < day)
        .where(a["class"] == AccountClass.EXPENSE, v.entered != Entered.YEAR_END)
    )
    return int(connection.scalar(query) or 0)
