"""The SQL of recipients' files.

Every function works inside a transaction given by the caller.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    Connection,
    Select,
    String,
    cast,
    exists,
    func,
    literal,
    select,
)

from aid.recipient_tables import (
    recipient_members,
    recipient_revisions,
    recipient_steps,
    recipients,
)
from ledger.parts import among, parts
from ledger.tables import records

INDEXES = ("name_blind", "phone_blind", "card_blind")
"""Columns of a revision by which a file is found."""

_f, _s = recipients.c, recipient_steps.c
_v, _m = recipient_revisions.c, recipient_members.c


@lru_cache(maxsize=8)
def _standing(known_before: str = "") -> Select[Any]:
    """Each file with its last step and latest revision, as known before an instant.

    The statement is kept: building it costs more than looking one file up.
    """
    later, newer = recipient_steps.alias(), recipient_revisions.alias()
    further = exists().where(later.c.file == _s.file, later.c.step > _s.step)
    revised = exists().where(newer.c.file == _v.file, newer.c.revision > _v.revision)
    if known_before:
        further = further.where(later.c.recorded_at < known_before)
        revised = revised.where(newer.c.recorded_at < known_before)
    query = (
        select(
            _f.file,
            _f.code,
            _f.blind,
            _f.locked.label("identity"),
            _f.opened_on,
            _s.unit_id,
            _s.step,
            _s.act,
            _s.reason,
            _s.acted_on,
            _s.died_on,
            _v.revision,
            _v.category,
            _v.persons,
            _v.locked,
            _v.said,
            _v.recorded_at,
        )
        .join_from(recipients, recipient_steps, _s.file == _f.file)
        .join(recipient_revisions, _v.file == _f.file)
        .where(~further, ~revised)
    )
    if known_before:
        query = query.where(
            _s.recorded_at < known_before, _v.recorded_at < known_before
        )
    return query


def of_unit(connection: Connection, unit_id: int, known_before: str = "") -> list[Any]:
    """The files that a unit holds, by number."""
    query = _standing(known_before).where(_s.unit_id == unit_id)
    return list(connection.execute(query.order_by(_f.file)))


def of_code(connection: Connection, code: str, known_before: str = "") -> Any:
    """A file by its file number, or None."""
    query = _standing(known_before).where(_f.code == code)
    return connection.execute(query).one_or_none()


def of_blinds(connection: Connection, blinds: Iterable[bytes]) -> Iterator[Any]:
    """The files of numbers of identity."""
    for some in parts(blinds):
        yield from connection.execute(
            _standing().where(among(connection, _f.blind, some))
        )


def of_files(connection: Connection, files: Iterable[int]) -> Iterator[Any]:
    """Files by their numbers."""
    for some in parts(files):
        yield from connection.execute(
            _standing().where(among(connection, _f.file, some))
        )


def plain_of(
    connection: Connection, index: str, values: Iterable[Any]
) -> Iterator[Any]:
    """Files by number, file number or blind, with nothing that is encrypted.

    Rows tell file, code, blind, unit_id, act, revision and persons.
    """
    assert index in {"file", "code", "blind"}
    kept = (_f.file, _f.code, _f.blind, _s.unit_id, _s.act, _v.revision, _v.persons)
    query = _standing().with_only_columns(*kept, maintain_column_froms=True)
    for some in parts(values):
        yield from connection.execute(
            query.where(among(connection, recipients.c[index], some))
        )


def of_codes(connection: Connection, codes: Iterable[str]) -> Iterator[Any]:
    """Files by their file numbers."""
    for some in parts(codes):
        yield from connection.execute(
            _standing().where(among(connection, _f.code, some))
        )


def found_by(connection: Connection, index: str, blind: bytes) -> list[Any]:
    """The files whose latest revision has a value of an index (`INDEXES`)."""
    assert index in INDEXES
    query = _standing().where(recipient_revisions.c[index] == blind)
    return list(connection.execute(query.order_by(_f.file)))


def taken_codes(connection: Connection, codes: Iterable[str]) -> set[str]:
    """Which of these file numbers are in use."""
    found: set[str] = set()
    for some in parts(codes):
        found |= set(
            connection.scalars(select(_f.code).where(among(connection, _f.code, some)))
        )
    return found


def naming(connection: Connection, blinds: Iterable[bytes]) -> Iterator[Any]:
    """Who of these persons is a member in which file's latest revision.

    Rows tell the member's `blind`, the `file`, and the `owner` as a blind.
    """
    newer = recipient_revisions.alias()
    revised = exists().where(newer.c.file == _m.file, newer.c.revision > _m.revision)
    query = (
        select(_m.blind, _m.file, _f.blind.label("owner"))
        .join_from(recipient_members, recipients, _f.file == _m.file)
        .where(~revised)
    )
    for some in parts(blinds):
        yield from connection.execute(query.where(among(connection, _m.blind, some)))


def all_members(connection: Connection, files: Iterable[int]) -> Iterator[Any]:
    """The members that every revision of files tells: file, revision, number, blind.

    A member without a number of identity has no blind.
    """
    told = select(_m.file, _m.revision, _m.number, _m.blind)
    for some in parts(files):
        yield from connection.execute(told.where(among(connection, _m.file, some)))


def places_of(connection: Connection, blinds: Iterable[bytes]) -> Iterator[Any]:
    """The files whose worker or member (of the latest revision) a person is.

    Rows tell file, number, blind; the worker is number 1.
    """
    newer = recipient_revisions.alias()
    revised = exists().where(newer.c.file == _m.file, newer.c.revision > _m.revision)
    workers = select(_f.file, literal(1).label("number"), _f.blind)
    told = select(_m.file, _m.number, _m.blind).where(~revised)
    for some in parts(blinds):
        yield from connection.execute(workers.where(among(connection, _f.blind, some)))
        yield from connection.execute(told.where(among(connection, _m.blind, some)))


def members(connection: Connection, file: int, revision: int) -> list[Any]:
    """The members that a revision tells, by number."""
    query = select(recipient_members).where(_m.file == file, _m.revision == revision)
    return list(connection.execute(query.order_by(_m.number)))


def members_of_all(
    connection: Connection, revisions: Mapping[int, int]
) -> dict[int, list[Any]]:
    """The members that the revisions of many files tell, by file and number."""
    found: dict[int, list[Any]] = {}
    query = select(recipient_members).order_by(_m.file, _m.number)
    for some in parts(revisions):
        for row in connection.execute(query.where(among(connection, _m.file, some))):
            if row.revision == revisions[row.file]:
                found.setdefault(row.file, []).append(row)
    return found


def steps(connection: Connection, file: int) -> list[Any]:
    """What became of a file, first to last."""
    query = select(recipient_steps).where(_s.file == file)
    return list(connection.execute(query.order_by(_s.step)))


def steps_of_all(connection: Connection, files: Iterable[int]) -> dict[int, list[Any]]:
    """What became of many files, first to last."""
    found: dict[int, list[Any]] = {}
    query = select(recipient_steps).order_by(_s.file, _s.step)
    for some in parts(files):
        for row in connection.execute(query.where(among(connection, _s.file, some))):
            found.setdefault(row.file, []).append(row)
    return found


def revisions(connection: Connection, file: int) -> list[Any]:
    """The revisions of a file without what they say: number, unit and instant."""
    query = select(_v.revision, _v.unit_id, _v.persons, _v.recorded_at)
    query = query.where(_v.file == file)
    return list(connection.execute(query.order_by(_v.revision)))


def revisions_at(
    connection: Connection, asked: Iterable[tuple[int, int]]
) -> Iterator[Any]:
    """What revisions of files say, encrypted: file, revision, locked."""
    wanted = set(asked)
    query = select(_v.file, _v.revision, _v.locked)
    for some in parts({file for file, _ in wanted}):
        for row in connection.execute(query.where(among(connection, _v.file, some))):
            if (row.file, row.revision) in wanted:
                yield row


def next_file(connection: Connection) -> int:
    """The number that the next file gets."""
    return (connection.scalar(select(func.max(_f.file))) or 0) + 1


def writers(connection: Connection, files: Iterable[int]) -> dict[tuple[int, int], str]:
    """Who wrote each revision of files, as the chain of records says."""
    key = cast(_v.file, String) + literal("/") + cast(_v.revision, String)
    query = select(_v.file, _v.revision, records.c.person).join_from(
        recipient_revisions,
        records,
        (records.c.unit_id == _v.unit_id)
        & (records.c.kind == literal("recipient_revisions"))
        & (records.c.key == key),
    )
    found: dict[tuple[int, int], str] = {}
    for some in parts(files):
        for file, revision, person in connection.execute(
            query.where(among(connection, _v.file, some))
        ):
            found[file, revision] = person
    return found
