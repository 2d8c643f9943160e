"""The SQL of cases, their steps, and the yearly re-check.

Every function works inside a transaction given by the caller.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, Select, exists, func, select

from aid.case_kinds import Doing, State
from aid.case_tables import aid_case_steps, aid_cases, aid_rechecks
from aid.recipient_tables import (
    recipient_revisions,
    recipient_steps,
    recipients,
)
from ledger.parts import among, parts

_c, _s, _k = aid_cases.c, aid_case_steps.c, aid_rechecks.c
_f, _v = recipients.c, recipient_revisions.c

TELLING = (*(Doing.APPROVE, Doing.AID_FIRST, Doing.PAPERS, Doing.REFER, Doing.ANSWER),)
"""Steps of which a case tells more than where it stands."""


def _standing() -> Select[Any]:
    """Each case with its last step."""
    later = aid_case_steps.alias()
    further = exists().where(
        later.c.unit_id == _s.unit_id, later.c.key == _s.key, later.c.seq > _s.seq
    )
    of_case = (_s.unit_id == _c.unit_id) & (_s.key == _c.key)
    return (
        select(
            aid_cases,
            _f.code,
            _s.seq,
            _s.state,
            _s.acted_on,
            _s.hung_on,
            _s.ends_on,
            _s.last_on,
            _s.objections,
        )
        .join_from(aid_cases, aid_case_steps, of_case)
        .join(recipients, _f.file == _c.file)
        .where(~further)
    )


def of_unit(
    connection: Connection,
    unit_id: int,
    states: Iterable[State] = (),
    year: int | None = None,
) -> list[Any]:
    """The cases of a unit in the order of their numbers."""
    query = _standing().where(_c.unit_id == unit_id)
    if chosen := [*states]:
        query = query.where(_s.state.in_(chosen))
    if year is not None:
        query = query.where(_c.year == year)
    return list(connection.execute(query.order_by(_c.year, _c.number)))


def of_units(
    connection: Connection, unit_ids: Iterable[int], states: Iterable[State]
) -> list[Any]:
    """The cases of many units that stand in some states, by number."""
    found: list[Any] = []
    for some in parts(unit_ids):
        query = _standing().where(
            among(connection, _c.unit_id, some), _s.state.in_([*states])
        )
        found += connection.execute(query.order_by(_c.unit_id, _c.year, _c.number))
    return found


def of_key(connection: Connection, unit_id: int, key: str) -> Any:
    """A case by its key, or None."""
    query = _standing().where(_c.unit_id == unit_id, _c.key == key)
    return connection.execute(query).one_or_none()


def of_refs(connection: Connection, unit_id: int, refs: Iterable[str]) -> list[Any]:
    """The cases of a unit under the callers' own numbers."""
    found: list[Any] = []
    for some in parts(refs):
        query = _standing().where(
            _c.unit_id == unit_id, among(connection, _c.ref, some)
        )
        found += connection.execute(query)
    return found


def of_files(
    connection: Connection, files: Iterable[int], unit_id: int | None = None
) -> list[Any]:
    """The cases about files, in all units or in one."""
    found: list[Any] = []
    for some in parts(files):
        query = _standing().where(among(connection, _c.file, some))
        if unit_id is not None:
            query = query.where(_c.unit_id == unit_id)
        found += connection.execute(query)
    return found


def passed_up(connection: Connection, unit_id: int, from_id: int, key: str) -> Any:
    """The case of a unit that took another's over, or None."""
    query = _standing().where(
        _c.unit_id == unit_id, _c.from_unit_id == from_id, _c.from_key == key
    )
    return connection.execute(query).first()


def telling(
    connection: Connection, unit_id: int, keys: Iterable[str] | None = None
) -> Iterator[Any]:
    """The steps that tell sums, papers and where a case went (`TELLING`)."""
    query = select(aid_case_steps).where(_s.unit_id == unit_id, _s.act.in_(TELLING))
    if keys is None:
        yield from connection.execute(query.order_by(_s.seq))
        return
    for some in parts(keys):
        yield from connection.execute(
            query.where(among(connection, _s.key, some)).order_by(_s.seq)
        )


def steps(connection: Connection, unit_id: int, key: str) -> list[Any]:
    """The steps of a case, first to last."""
    query = select(aid_case_steps).where(_s.unit_id == unit_id, _s.key == key)
    return list(connection.execute(query.order_by(_s.seq)))


def last_numbers(connection: Connection, unit_id: int) -> dict[int, int]:
    """The last number that a case of each year got."""
    query = select(_c.year, func.max(_c.number)).where(_c.unit_id == unit_id)
    return {row[0]: row[1] for row in connection.execute(query.group_by(_c.year))}


# -- files --------------------------------------------------------------------------


def files_of_codes(connection: Connection, codes: Iterable[str]) -> dict[str, int]:
    """Files by file number, those that there are."""
    found: dict[str, int] = {}
    for some in parts(codes):
        query = select(_f.code, _f.file).where(among(connection, _f.code, some))
        found |= {row.code: row.file for row in connection.execute(query)}
    return found


# -- the yearly re-check ------------------------------------------------------------


def rechecks(connection: Connection, unit_id: int, year: int) -> dict[int, Any]:
    """What the re-check of a year came to, by file."""
    query = select(aid_rechecks).where(_k.unit_id == unit_id, _k.year == year)
    return {row.file: row for row in connection.execute(query)}


def file_steps(
    connection: Connection, unit_id: int, since: dt.date, until: dt.date
) -> list[Any]:
    """What became of a unit's files from a day up to another, in order."""
    t = recipient_steps.c
    query = select(t.file, t.act, t.reason, t.acted_on).where(
        t.unit_id == unit_id, t.acted_on >= since, t.acted_on < until
    )
    return list(connection.execute(query.order_by(t.acted_on, t.file, t.step)))


def moved_away(
    connection: Connection, unit_id: int, since: dt.date, until: dt.date
) -> int:
    """How many files went from a unit to others."""
    t = recipient_steps.c
    query = select(func.count()).where(
        t.from_unit_id == unit_id, t.acted_on >= since, t.acted_on < until
    )
    return connection.scalar(query) or 0
