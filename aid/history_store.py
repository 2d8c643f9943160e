"""The SQL of aid that was given elsewhere, and of hand-outs as somebody's history.

Every function works inside a transaction given by the caller.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, and_, exists, func, select

from aid.handout_tables import (
    ISSUE,
    aid_handout_lines,
    aid_handout_steps,
    aid_handouts,
)
from aid.history_tables import aid_elsewhere, aid_elsewhere_endings
from ledger.parts import among, parts

_e, _w = aid_elsewhere.c, aid_elsewhere_endings.c
_h, _l, _s = aid_handouts.c, aid_handout_lines.c, aid_handout_steps.c


def given(
    connection: Connection,
    files: Iterable[int],
    year: int | None = None,
    known_before: str = "",
) -> Iterator[Any]:
    """What files were given elsewhere, of a year or of all; nothing withdrawn."""
    ended = exists().where(_w.unit_id == _e.unit_id, _w.number == _e.number)
    query = select(aid_elsewhere)
    if year is not None:
        query = query.where(_e.year == year)
    if known_before:
        ended = ended.where(_w.recorded_at < known_before)
        query = query.where(_e.recorded_at < known_before)
    query = query.where(~ended).order_by(_e.file, _e.paid_on, _e.unit_id, _e.number)
    for some in parts(files):
        yield from connection.execute(query.where(among(connection, _e.file, some)))


def known(connection: Connection, files: Iterable[int]) -> Iterator[Any]:
    """All that was ever said of files, by any unit, withdrawn or not."""
    for some in parts(files):
        yield from connection.execute(
            select(aid_elsewhere)
            .where(among(connection, _e.file, some))
            .order_by(_e.file)
        )


def one(connection: Connection, unit_id: int, number: int) -> Any:
    """A payment by its number, with whether it was withdrawn; None where it is not."""
    ended = exists().where(_w.unit_id == _e.unit_id, _w.number == _e.number)
    query = select(aid_elsewhere, ended.label("ended"))
    query = query.where(_e.unit_id == unit_id, _e.number == number)
    return connection.execute(query).one_or_none()


def next_number(connection: Connection, unit_id: int) -> int:
    """The number that a unit's next payment gets."""
    last = connection.scalar(select(func.max(_e.number)).where(_e.unit_id == unit_id))
    return (last or 0) + 1


def issued(
    connection: Connection,
    files: Iterable[int],
    year: int | None = None,
    known_before: str = "",
) -> Iterator[Any]:
    """Lines of hand-outs to files, once for each issue of theirs.

    Which of these issues live is another question.
    """
    query = (
        select(
            *(_l.unit_id, _l.line, _l.file, _l.member, _l.case_key),
            *(_h.key, _h.project, _h.year),
            *(_s.acted_on, _s.issue_ref, _s.first_move, _s.last_move),
            _s.recorded_at,
        )
        .join_from(
            aid_handout_lines,
            aid_handouts,
            and_(_h.unit_id == _l.unit_id, _h.handout == _l.handout),
        )
        .join(
            aid_handout_steps,
            and_(_s.unit_id == _l.unit_id, _s.handout == _l.handout),
        )
        .where(_s.act == ISSUE)
        .order_by(_l.file, _l.unit_id, _l.handout, _l.line)
    )
    if year is not None:
        query = query.where(_h.year == year)
    if known_before:
        query = query.where(_s.recorded_at < known_before)
    for some in parts(files):
        yield from connection.execute(query.where(among(connection, _l.file, some)))
