"""The SQL of the list of people who died.

Every function works inside a transaction given by the caller.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, Select, exists, func, literal, select

from aid.deceased_tables import deceased_people
from aid.recipient_tables import (
    recipient_members,
    recipient_revisions,
    recipient_steps,
    recipients,
)
from ledger.parts import among, parts

_d, _f = deceased_people.c, recipients.c
_m, _s = recipient_members.c, recipient_steps.c


def _latest() -> Any:
    """Nobody put it right later."""
    later = deceased_people.alias()
    return ~exists().where(later.c.blind == _d.blind, later.c.revision > _d.revision)


def known(connection: Connection, blinds: Iterable[bytes]) -> Iterator[Any]:
    """What the list says of persons: blind, revision, died_on."""
    query = select(_d.blind, _d.revision, _d.died_on).where(_latest())
    for some in parts(blinds):
        yield from connection.execute(query.where(among(connection, _d.blind, some)))


def counted(connection: Connection) -> int:
    """How many persons stand on the list as dead."""
    query = select(func.count()).select_from(deceased_people)
    query = query.where(_latest(), _d.died_on.is_not(None))
    return int(connection.scalar(query) or 0)


def _persons() -> tuple[Select[Any], Select[Any]]:
    """Workers, and members of latest revisions, who stand on the list as dead."""
    newer = recipient_revisions.alias()
    revised = exists().where(newer.c.file == _m.file, newer.c.revision > _m.revision)
    kept = (_d.died_on, _d.source, _d.paper, _d.recorded_at)
    dead = _latest(), _d.died_on.is_not(None)
    workers = select(_f.file, literal(1).label("number"), *kept)
    workers = workers.join_from(recipients, deceased_people, _d.blind == _f.blind)
    members = select(_m.file, _m.number, *kept)
    members = members.join_from(
        recipient_members, deceased_people, _d.blind == _m.blind
    )
    return workers.where(*dead), members.where(*dead, ~revised)


def died_before(
    connection: Connection, files: Iterable[int], before: dt.date
) -> Iterator[Any]:
    """People of files who died before a day: file, number, died_on."""
    workers, members = _persons()
    for some in parts(files):
        for query, file in ((workers, _f.file), (members, _m.file)):
            found = query.where(among(connection, file, some), _d.died_on < before)
            yield from connection.execute(found)


def of_unit(connection: Connection, unit_id: int) -> list[Any]:
    """People of files that a unit holds who stand on the list, by file and number.

    Rows tell file, number, died_on, source, paper, recorded_at.
    """
    later = recipient_steps.alias()
    further = exists().where(later.c.file == _s.file, later.c.step > _s.step)
    holds = select(_s.file).where(_s.unit_id == unit_id, ~further)
    workers, members = _persons()
    found = [
        *connection.execute(workers.where(_f.file.in_(holds))),
        *connection.execute(members.where(_m.file.in_(holds))),
    ]
    return sorted(found, key=lambda row: (row.file, row.number))
