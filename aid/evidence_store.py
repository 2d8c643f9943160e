"""The SQL of aid as an auditor asks for it: lines that stand, cases, files.

Every function works inside a transaction given by the caller. Sets are looked for in
parts (`ledger/parts.py`).
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, and_, exists, func, select

from aid.batch_tables import aid_batch_lines, aid_batch_steps, aid_batches
from aid.case_kinds import Doing
from aid.case_tables import aid_case_steps, aid_cases, aid_rechecks
from aid.handout_tables import aid_handout_lines, aid_handout_steps, aid_handouts
from aid.received_store import OWN, came_back, handed, has_failed, paid
from aid.recipient_tables import (
    recipient_members,
    recipient_revisions,
    recipients,
)
from ledger.parts import among, parts
from ledger.tables import vouchers
from treasury.goods_tables import goods_moves, goods_signatures

_b, _v, _f = aid_batch_lines.c, vouchers.c, recipients.c
_h, _l, _s = aid_handouts.c, aid_handout_lines.c, aid_handout_steps.c
_c, _k, _r = aid_cases.c, aid_case_steps.c, aid_rechecks.c
_w, _m = recipient_revisions.c, recipient_members.c

_PAID = (
    *(_b[name] for name in ("unit_id", "key", "line", "file", "code", "case_key")),
    *(_b[name] for name in ("project", "member", "year", "period", "fund_id")),
    _b.revision,
    OWN,
    _b.amount_fen.label("fen"),
    *(_v[name] for name in ("position", "dated_on", "kind", "number")),
    _v.period.label("month"),
)


def paid_lines(
    connection: Connection, unit_id: int, since: dt.date, until: dt.date
) -> Iterator[Any]:
    """Lines of batches that were paid in a span and did not fail, by key and line."""
    query = paid(since, until).add_columns(*_PAID).where(~has_failed(until))
    query = query.where(_b.unit_id == unit_id).order_by(_b.key, _b.line)
    yield from connection.execute(query)


def paid_to(
    connection: Connection, files: Iterable[int], since: dt.date, until: dt.date
) -> Iterator[Any]:
    """Lines of batches of all units to files, as `paid_lines` tells them."""
    query = paid(since, until).add_columns(*_PAID).where(~has_failed(until))
    for some in parts(files):
        yield from connection.execute(query.where(among(connection, _b.file, some)))


def asked_for(
    connection: Connection, files: Iterable[int], since: dt.date, until: dt.date
) -> Iterator[Any]:
    """As `paid_to`, with lines that failed, which `failed` tells."""
    query = paid(since, until).add_columns(*_PAID, has_failed(until).label("failed"))
    for some in parts(files):
        yield from connection.execute(query.where(among(connection, _b.file, some)))


def _handed(since: dt.date, until: dt.date) -> Any:
    g, s, back = goods_moves.c, goods_signatures.c, came_back(until)
    return (
        handed(back, since, until)
        .outerjoin(
            goods_signatures,
            and_(s.unit_id == g.unit_id, s.move == g.move, s.signed_on < until),
        )
        .add_columns(
            *(_h[name] for name in ("unit_id", "key", "project", "year", "fund_id")),
            *(_l[name] for name in ("line", "file", "member", "case_key")),
            _l.recipient.label("code"),
            OWN,
            (g.cost_fen - func.coalesce(back.c.fen, 0)).label("fen"),
            func.coalesce(_v.dated_on, g.dated_on, type_=_v.dated_on.type).label("on"),
            *(_v[name] for name in ("position", "kind", "number")),
            _v.period.label("month"),
            s.signer,
            s.signed_on,
        )
        .where(g.quantity_milli > func.coalesce(back.c.milli, 0))
    )


def handed_lines(
    connection: Connection, unit_id: int, since: dt.date, until: dt.date
) -> Iterator[Any]:
    """Lines of hand-outs that went in a span and did not come back whole."""
    query = _handed(since, until).where(_h.unit_id == unit_id)
    yield from connection.execute(query.order_by(_h.handout, _l.line))


def handed_to(
    connection: Connection, files: Iterable[int], since: dt.date, until: dt.date
) -> Iterator[Any]:
    """Lines of hand-outs of all units to files, as `handed_lines` tells them."""
    query = _handed(since, until)
    for some in parts(files):
        yield from connection.execute(query.where(among(connection, _l.file, some)))


# -- cases and files ----------------------------------------------------------------


def cases(
    connection: Connection, unit_id: int, since: dt.date, until: dt.date
) -> list[Any]:
    """Cases of a unit that anything was done about in a span, with file numbers."""
    k = aid_case_steps.alias()
    touched = exists().where(
        k.c.unit_id == _c.unit_id,
        k.c.key == _c.key,
        k.c.acted_on >= since,
        k.c.acted_on < until,
    )
    query = (
        select(aid_cases, _f.code)
        .join_from(aid_cases, recipients, _f.file == _c.file)
        .where(_c.unit_id == unit_id, touched)
        .order_by(_c.year, _c.number)
    )
    return list(connection.execute(query))


def files_taken(connection: Connection, unit_id: int, limb: str, until: dt.date) -> int:
    """How many files had a case of a limb approved before a day."""
    query = (
        select(func.count(_c.file.distinct()))
        .join_from(
            aid_cases,
            aid_case_steps,
            and_(_k.unit_id == _c.unit_id, _k.key == _c.key),
        )
        .where(
            _c.unit_id == unit_id,
            _c.own == 0,
            _c.limb == limb,
            _k.act == Doing.APPROVE.value,
            _k.acted_on < until,
        )
    )
    return int(connection.scalar(query) or 0)


def cases_of_keys(
    connection: Connection, unit_id: int, keys: Iterable[str]
) -> Iterator[Any]:
    """Cases of a unit by their keys, as `cases` tells them."""
    query = select(aid_cases, _f.code).join_from(
        aid_cases, recipients, _f.file == _c.file
    )
    for some in parts(keys):
        chosen = query.where(_c.unit_id == unit_id, among(connection, _c.key, some))
        yield from connection.execute(chosen)


def case_steps(
    connection: Connection, unit_id: int, keys: Iterable[str], until: dt.date
) -> Iterator[Any]:
    """The steps of cases before a day, first to last."""
    query = select(aid_case_steps).where(_k.unit_id == unit_id, _k.acted_on < until)
    for some in parts(keys):
        chosen = query.where(among(connection, _k.key, some))
        yield from connection.execute(chosen.order_by(_k.key, _k.seq))


def rechecks(connection: Connection, files: Iterable[int]) -> Iterator[Any]:
    """When files were checked again, whatever unit did it."""
    query = select(_r.file, _r.checked_on)
    for some in parts(files):
        yield from connection.execute(query.where(among(connection, _r.file, some)))


def any_case(connection: Connection, unit_id: int) -> bool:
    """Whether a unit has any case."""
    query = select(_c.key).where(_c.unit_id == unit_id).limit(1)
    return connection.execute(query).first() is not None


# -- what files say -----------------------------------------------------------------


def revisions(connection: Connection, files: Iterable[int]) -> Iterator[Any]:
    """All revisions of files, encrypted, with their indexes: by file and revision."""
    kept = (_w.file, _w.revision, _w.locked, _w.phone_blind, _w.card_blind)
    query = select(*kept, _w.recorded_at, _f.blind).join_from(
        recipient_revisions, recipients, _f.file == _w.file
    )
    query = query.order_by(_w.file, _w.revision)
    for some in parts(files):
        yield from connection.execute(query.where(among(connection, _w.file, some)))


def members(connection: Connection, files: Iterable[int]) -> Iterator[Any]:
    """The members of all revisions of files, encrypted, by file, revision, number."""
    query = select(_m.file, _m.revision, _m.number, _m.blind, _m.locked)
    query = query.order_by(_m.file, _m.revision, _m.number)
    for some in parts(files):
        yield from connection.execute(query.where(among(connection, _m.file, some)))


def numbers(connection: Connection, files: Iterable[int]) -> Iterator[Any]:
    """The encrypted number of identity of each file: file, blind, locked."""
    query = select(_f.file, _f.blind, _f.locked)
    for some in parts(files):
        yield from connection.execute(query.where(among(connection, _f.file, some)))


def hands(connection: Connection, unit_id: int) -> Iterator[Any]:
    """Who saved a batch of a unit, or took a step of it or of a hand-out.

    Rows tell key and person_id.
    """
    e, o, t = aid_batches.c, aid_batch_steps.c, _s
    handed_out = select(_h.key, t.person_id).join_from(
        aid_handouts,
        aid_handout_steps,
        and_(t.unit_id == _h.unit_id, t.handout == _h.handout),
    )
    for query in (
        select(e.key, e.person_id).where(e.unit_id == unit_id),
        select(o.key, o.person_id).where(o.unit_id == unit_id),
        handed_out.where(_h.unit_id == unit_id),
    ):
        yield from connection.execute(query.distinct())
