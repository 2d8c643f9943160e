"""The SQL of the statistics of aid: whole subtrees, one query a source.

Every function works inside a transaction given by the caller. Units are told by their
numbers; many of them are asked for in parts.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    exists,
    func,
    or_,
    select,
)

from aid.case_kinds import Doing
from aid.case_tables import aid_case_steps, aid_cases
from aid.recipient_tables import (
    CLOSE,
    MOVE,
    recipient_revisions,
    recipient_steps,
    recipients,
)
from ledger.parts import among, parts
from ledger.tables import records

_c, _k, _f = aid_cases.c, aid_case_steps.c, recipients.c
_r, _s, _v = records.c, recipient_steps.c, recipient_revisions.c


def last_recorded(connection: Connection, unit_ids: Sequence[int]) -> str:
    """The instant of the last record of any of the units, empty where there is none."""
    found = [""]
    for some in parts(unit_ids):
        heads = (
            select(_r.unit_id, func.max(_r.position).label("position"))
            .where(among(connection, _r.unit_id, some))
            .group_by(_r.unit_id)
            .subquery()
        )
        at = and_(_r.unit_id == heads.c.unit_id, _r.position == heads.c.position)
        query = select(func.max(_r.recorded_at)).join_from(records, heads, at)
        found.append(connection.scalar(query) or "")
    return max(found)


# -- files --------------------------------------------------------------------------


def steps_by_unit(
    connection: Connection, unit_ids: Sequence[int], since: dt.date, until: dt.date
) -> Iterator[Any]:
    """How many steps units took before a span and in it.

    Rows tell unit, `from_unit_id`, act, reason, whether before the span, and how many.
    """
    yield from _steps(connection, unit_ids, _s.unit_id, (since, until), [])


def moves_away(
    connection: Connection, unit_ids: Sequence[int], since: dt.date, until: dt.date
) -> Iterator[Any]:
    """How many files were moved away from units, as `steps_by_unit` tells them."""
    moved = [_s.act == MOVE]
    yield from _steps(connection, unit_ids, _s.from_unit_id, (since, until), moved)


def _steps(
    connection: Connection,
    unit_ids: Sequence[int],
    of: ColumnElement[Any],
    span: tuple[dt.date, dt.date],
    more: Sequence[ColumnElement[bool]],
) -> Iterator[Any]:
    since, until = span
    for before in (True, False):
        days = _s.acted_on < since if before else _s.acted_on >= since
        query = (
            select(
                _s.unit_id,
                _s.from_unit_id,
                _s.act,
                _s.reason,
                func.count().label("files"),
            )
            .where(days, _s.acted_on < until, *more)
            .group_by(_s.unit_id, _s.from_unit_id, _s.act, _s.reason)
        )
        for some in parts(unit_ids):
            for row in connection.execute(query.where(among(connection, of, some))):
                yield before, row


def _standing(until: dt.date, known_before: str) -> Select[Any]:
    """Files that are open at the end of a span, with what they said then.

    A file whose first revision came to be known later tells that one.
    """
    later, newer = recipient_steps.alias(), recipient_revisions.alias()
    further = exists().where(
        later.c.file == _s.file, later.c.step > _s.step, later.c.acted_on < until
    )
    revised = exists().where(
        newer.c.file == _v.file,
        newer.c.revision > _v.revision,
        newer.c.recorded_at < known_before,
    )
    return (
        select()
        .select_from(recipient_steps)
        .join(recipient_revisions, _v.file == _s.file)
        .where(
            _s.acted_on < until,
            _s.act != CLOSE,
            ~further,
            or_(_v.recorded_at < known_before, _v.revision == 1),
            ~revised,
        )
    )


def standing_by_category(
    connection: Connection, unit_ids: Sequence[int], until: dt.date, known_before: str
) -> Iterator[Any]:
    """Open files of units by category, with the persons of their households."""
    query = _standing(until, known_before).add_columns(
        _s.unit_id,
        _v.category,
        func.count().label("files"),
        func.sum(_v.persons).label("persons"),
    )
    query = query.group_by(_s.unit_id, _v.category)
    for some in parts(unit_ids):
        yield from connection.execute(query.where(among(connection, _s.unit_id, some)))


def standing_sealed(
    connection: Connection, unit_ids: Sequence[int], until: dt.date, known_before: str
) -> Iterator[Any]:
    """Open files of units with their numbers and what they say, encrypted."""
    query = _standing(until, known_before).join(recipients, _f.file == _s.file)
    query = query.add_columns(_s.unit_id, _v.file, _v.revision, _v.locked, _f.code)
    for some in parts(unit_ids):
        yield from connection.execute(query.where(among(connection, _s.unit_id, some)))


def standing_by_limb(
    connection: Connection, unit_ids: Sequence[int], until: dt.date
) -> Iterator[Any]:
    """Open files of units with the limbs of their approved cases, the earliest first.

    Rows tell unit, file and limb; aid of grass-roots unions of their own has none.
    """
    later = recipient_steps.alias()
    further = exists().where(
        later.c.file == _s.file, later.c.step > _s.step, later.c.acted_on < until
    )
    same = and_(_k.unit_id == _c.unit_id, _k.key == _c.key)
    query = (
        select(_s.unit_id, _s.file, _c.limb)
        .join_from(recipient_steps, aid_cases, _c.file == _s.file)
        .join(aid_case_steps, same)
        .where(
            _s.acted_on < until,
            _s.act != CLOSE,
            ~further,
            _c.own == 0,
            _c.limb != "",
            _k.act == Doing.APPROVE.value,
            _k.acted_on < until,
        )
        .order_by(_k.acted_on, _k.recorded_at)
    )
    for some in parts(unit_ids):
        yield from connection.execute(query.where(among(connection, _s.unit_id, some)))
