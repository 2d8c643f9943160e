"""Papers on record beside the vouchers they prove, read as they stand.

Cost: the attachments of the unit and their uses, and the signed sheets of the span.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, and_, func, select

from audit.papered import Paper, Papered, SignedSheet
from ledger.parts import among, parts
from ledger.periods import Span, china_day
from ledger.register import UnitLookup
from ledger.request_tables import payment_request_moves
from ledger.tables import vouchers
from ledger.vouchers import mark
from treasury import attachment_store
from treasury.attachment_reading import Subject
from treasury.attachment_tables import attachments
from treasury.goods_tables import goods_signatures

_v, _m, _s = vouchers.c, payment_request_moves.c, goods_signatures.c


def read_papered(
    connection: Connection, unit: UnitLookup, span: Span
) -> Papered | None:
    """Papers of the vouchers of a unit; None where no voucher ever had one by then."""
    rows = attachment_store.attached(connection, unit.id)
    proving = [row for row in rows if row.subject in {Subject.VOUCHER, Subject.REQUEST}]
    since = min((_day(row.acted_at) for row in proving), default=None)
    if since is None or since >= span.until:
        return None
    of: defaultdict[str, list[Any]] = defaultdict(list)
    for subject in (Subject.VOUCHER, Subject.REQUEST):
        keys = {row.key for row in proving if row.subject == subject}
        marks = _marks(connection, unit, subject, keys)
        for row in proving:
            if row.subject == subject:
                for told in marks.get(row.key, ()):
                    of[told].append(row)
    return Papered(
        since=since,
        papers={told: _paper(some) for told, some in of.items()},
        sheets=tuple(_sheets(connection, unit, span)),
    )


def _day(stamp: str) -> dt.date:
    return china_day(dt.datetime.fromisoformat(stamp))


def _paper(rows: Iterable[Any]) -> Paper:
    """Several files of one kind and printed number are one paper."""
    some = list(rows)
    count = {(r.kind, r.paper_number) if r.paper_number else r.number for r in some}
    return Paper(len(count), frozenset(row.kind for row in some))


def _marks(
    connection: Connection, unit: UnitLookup, subject: str, keys: Iterable[str]
) -> dict[str, list[str]]:
    """The vouchers of references, or those that pay requests, by that key."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    told = _v.period, _v.kind, _v.number
    for some in parts(keys):
        if subject == Subject.VOUCHER:
            query = select(_v.ref, *told).where(among(connection, _v.ref, some))
        else:
            query = (
                select(_m.key, *told)
                .join_from(
                    vouchers,
                    payment_request_moves,
                    and_(_m.unit_id == _v.unit_id, _m.position == _v.position),
                )
                .where(among(connection, _m.key, some))
            )
        for key, period, kind, number in connection.execute(
            query.where(_v.unit_id == unit.id)
        ):
            found[key].append(mark(period, kind, number))
    return found


def _sheets(
    connection: Connection, unit: UnitLookup, span: Span
) -> Iterator[SignedSheet]:
    """Sheets signed in the span that are not among the papers, by day."""
    kept = {
        bytes(digest).hex()
        for digest in connection.scalars(
            select(attachments.c.sha256).where(attachments.c.unit_id == unit.id)
        )
    }
    query = (
        select(_s.sheet, _s.signed_on, func.count())
        .where(
            _s.unit_id == unit.id,
            _s.signed_on >= span.since,
            _s.signed_on < span.until,
        )
        .group_by(_s.sheet, _s.signed_on)
        .order_by(_s.signed_on, _s.sheet)
    )
    for sheet, on, issues in connection.execute(query):
        if sheet not in kept:
            yield SignedSheet(sheet, on, issues)
