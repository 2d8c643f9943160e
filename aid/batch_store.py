"""The SQL of payment batches, and what payouts are checked against.

Every function works inside a transaction given by the caller. Sets are looked for in
parts (`ledger/parts.py`).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, exists, func, select

from aid.batch_tables import (
    DROP,
    PAID,
    SUBMIT,
    aid_batch_lines,
    aid_batch_makers,
    aid_batch_results,
    aid_batch_steps,
    aid_batches,
)
from aid.recipient_tables import (
    recipient_members,
    recipient_revisions,
    recipient_steps,
    recipients,
)
from ledger.parts import among, parts
from ledger.payment_requests import ENDS
from ledger.request_tables import payment_request_moves
from ledger.store import write_rows
from ledger.tables import records

_b, _l, _s = aid_batches.c, aid_batch_lines.c, aid_batch_steps.c
_r, _k = aid_batch_results.c, aid_batch_makers.c
_f, _v, _t = recipients.c, recipient_revisions.c, recipient_steps.c
_m = payment_request_moves.c


# -- batches ------------------------------------------------------------------------


def batch(connection: Connection, unit_id: int, key: str) -> Any:
    """A batch by its key, or None."""
    query = select(aid_batches).where(_b.unit_id == unit_id, _b.key == key)
    return connection.execute(query).one_or_none()


def batch_by_ref(connection: Connection, unit_id: int, ref: str) -> Any:
    """A batch by the caller's own number, or None."""
    query = select(aid_batches).where(_b.unit_id == unit_id, _b.ref == ref)
    return connection.execute(query).one_or_none()


def batches_of_digest(
    connection: Connection, unit_id: int, digest: bytes, file_digest: bytes | None
) -> list[Any]:
    """Standing batches with the same lines, or of the same file."""
    same = _b.digest == digest
    if file_digest is not None:
        same |= _b.file_digest == file_digest
    query = select(aid_batches).where(_b.unit_id == unit_id, same, ~_ended())
    return list(connection.execute(query.order_by(_b.year, _b.number)))


def batches(connection: Connection, unit_id: int) -> list[Any]:
    """All batches of a unit, the first first."""
    query = select(aid_batches).where(_b.unit_id == unit_id)
    return list(connection.execute(query.order_by(_b.year, _b.number)))


def requested(connection: Connection, unit_ids: Sequence[int]) -> set[tuple[int, str]]:
    """The payment requests by which units submitted batches: unit and key."""
    query = select(_s.unit_id, _s.request).where(_s.act == SUBMIT)
    return {
        (row[0], row[1])
        for some in parts(unit_ids)
        for row in connection.execute(query.where(among(connection, _s.unit_id, some)))
    }


def last_number(connection: Connection, unit_id: int, year: int) -> int:
    """The number of the year's last batch."""
    query = select(func.max(_b.number)).where(_b.unit_id == unit_id, _b.year == year)
    return connection.scalar(query) or 0


def lines(connection: Connection, unit_id: int, key: str) -> list[Any]:
    """The lines of a batch, by number."""
    query = select(aid_batch_lines).where(_l.unit_id == unit_id, _l.key == key)
    return list(connection.execute(query.order_by(_l.line)))


def steps(connection: Connection, unit_id: int, key: str = "") -> list[Any]:
    """What became of a batch, or of all of a unit, first to last."""
    query = select(aid_batch_steps).where(_s.unit_id == unit_id)
    if key:
        query = query.where(_s.key == key)
    return list(connection.execute(query.order_by(_s.key, _s.step)))


def results(connection: Connection, unit_id: int, key: str) -> list[Any]:
    """What the bank did with the lines of a batch, by step and line."""
    query = select(aid_batch_results).where(_r.unit_id == unit_id, _r.key == key)
    return list(connection.execute(query.order_by(_r.step, _r.line)))


def makers(connection: Connection, unit_id: int, key: str) -> set[int]:
    """Who made a batch, or files and cases in it."""
    query = select(_k.person_id).where(_k.unit_id == unit_id, _k.key == key)
    return set(connection.scalars(query))


def _ended() -> Any:
    """A batch that was dropped, or whose request ended."""
    ended = exists().where(
        _m.unit_id == _s.unit_id, _m.key == _s.request, _m.act.in_(sorted(ENDS))
    )
    return exists().where(
        _s.unit_id == _b.unit_id,
        _s.key == _b.key,
        (_s.act == DROP) | ((_s.act == SUBMIT) & ended),
    )


def _paid_fen() -> Any:
    """What a batch was paid under its request; what was taken back in red is not."""
    paid = select(func.coalesce(func.sum(_m.amount_fen), 0)).where(
        _m.unit_id == _s.unit_id,
        _m.key == _s.request,
        _m.act == "pay",
        _s.unit_id == _b.unit_id,
        _s.key == _b.key,
        _s.act == SUBMIT,
    )
    return paid.correlate(aid_batches).scalar_subquery()


def add_lines(connection: Connection, rows: Sequence[tuple[object, ...]]) -> None:
    """Append lines; the batch that comes after them seals them."""
    write_rows(connection, aid_batch_lines, rows)


def add_results(connection: Connection, rows: Sequence[tuple[object, ...]]) -> None:
    """Append results; the step that comes after them seals them."""
    write_rows(connection, aid_batch_results, rows)


# -- what payouts are checked against -----------------------------------------------


def given_to(
    connection: Connection, files: Iterable[int], but: tuple[int, str]
) -> Iterator[Any]:
    """Lines of standing batches of all units to files, but those of one batch.

    `paid_fen` is what the books have paid of the batch, zero where nothing.
    """
    query = (
        select(aid_batch_lines, _b.saved_at, _paid_fen().label("paid_fen"))
        .join(aid_batches, (_b.unit_id == _l.unit_id) & (_b.key == _l.key))
        .where(~_ended(), ~((_l.unit_id == but[0]) & (_l.key == but[1])))
        .order_by(_l.file, _l.unit_id, _l.key, _l.line)
    )
    for some in parts(files):
        yield from connection.execute(query.where(among(connection, _l.file, some)))


def unpaid_of(connection: Connection, files: Iterable[int]) -> Iterator[Any]:
    """Lines of standing batches of all units to files that no result tells as paid."""
    paid = exists().where(
        _r.unit_id == _l.unit_id,
        _r.key == _l.key,
        _r.line == _l.line,
        _r.outcome == PAID,
    )
    query = (
        select(_l.unit_id, _l.key, _l.line, _l.file, _l.code, _l.member)
        .join_from(
            aid_batch_lines,
            aid_batches,
            (_b.unit_id == _l.unit_id) & (_b.key == _l.key),
        )
        .where(~_ended(), ~paid)
        .order_by(_l.unit_id, _b.year, _b.number, _l.line)
    )
    for some in parts(files):
        yield from connection.execute(query.where(among(connection, _l.file, some)))


def paid_of_cases(connection: Connection, unit_id: int) -> dict[str, int]:
    """What standing batches of a unit pay of its cases, in fen."""
    query = (
        select(_l.case_key, func.sum(_l.amount_fen))
        .join_from(
            aid_batch_lines,
            aid_batches,
            (_b.unit_id == _l.unit_id) & (_b.key == _l.key),
        )
        .where(_l.unit_id == unit_id, _l.case_key != "", ~_ended())
        .group_by(_l.case_key)
    )
    return {row[0]: int(row[1]) for row in connection.execute(query)}


def files_of_codes(connection: Connection, codes: Iterable[str]) -> list[Any]:
    """Files by their file numbers: number, code, blind."""
    query = select(_f.file, _f.code, _f.blind)
    found: list[Any] = []
    for some in parts(codes):
        found += connection.execute(query.where(among(connection, _f.code, some)))
    return found


def files_of_blinds(connection: Connection, blinds: Iterable[bytes]) -> Iterator[Any]:
    """The numbers of the files of persons."""
    for some in parts(blinds):
        yield from connection.execute(
            select(_f.file).where(among(connection, _f.blind, some))
        )


def files_naming(connection: Connection, blinds: Iterable[bytes]) -> Iterator[int]:
    """The files of which some revision names one of these people as a member."""
    m = recipient_members.c
    for some in parts(blinds):
        query = select(m.file).where(among(connection, m.blind, some)).distinct()
        yield from connection.scalars(query)


def member_blinds(connection: Connection, files: Iterable[int]) -> Iterator[Any]:
    """Members of all revisions of files: file, revision, blind; by number."""
    m = recipient_members.c
    query = select(m.file, m.revision, m.blind).order_by(m.file, m.revision, m.number)
    for some in parts(files):
        yield from connection.execute(query.where(among(connection, m.file, some)))


def steps_of_files(
    connection: Connection, files: Iterable[int]
) -> dict[int, list[Any]]:
    """What became of files, first to last, without the words."""
    query = select(_t.file, _t.unit_id, _t.act, _t.reason, _t.acted_on, _t.died_on)
    query = query.order_by(_t.file, _t.step)
    found: dict[int, list[Any]] = {}
    for some in parts(files):
        for row in connection.execute(query.where(among(connection, _t.file, some))):
            found.setdefault(row.file, []).append(row)
    return found


def _latest() -> Any:
    newer = recipient_revisions.alias()
    return ~exists().where(newer.c.file == _v.file, newer.c.revision > _v.revision)


def latest_revisions(connection: Connection, files: Iterable[int]) -> list[Any]:
    """The latest revision of each file: its number and the blind of its card."""
    query = select(_v.file, _v.revision, _v.card_blind).where(_latest())
    found: list[Any] = []
    for some in parts(files):
        found += connection.execute(query.where(among(connection, _v.file, some)))
    return found


def cards_at(
    connection: Connection, revisions: Mapping[int, int]
) -> dict[int, bytes | None]:
    """The blinds of the cards that files had in given revisions."""
    found: dict[int, bytes | None] = {}
    query = select(_v.file, _v.revision, _v.card_blind)
    for some in parts(revisions):
        for row in connection.execute(query.where(among(connection, _v.file, some))):
            if revisions[row.file] == row.revision:
                found[row.file] = row.card_blind and bytes(row.card_blind)
    return found


def having_cards(connection: Connection, cards: Iterable[bytes]) -> Iterator[Any]:
    """Files whose latest revision has one of these cards: the card and the code."""
    query = select(_v.card_blind, _f.code).join_from(
        recipient_revisions, recipients, _f.file == _v.file
    )
    query = query.where(_latest())
    for some in parts(cards):
        yield from connection.execute(
            query.where(among(connection, _v.card_blind, some))
        )


def writers_of_rows(
    connection: Connection, unit_id: int, kind: str, keys: Sequence[str]
) -> set[str]:
    """Who wrote rows of a unit, as its chain tells."""
    found: set[str] = set()
    query = select(records.c.person).where(
        records.c.unit_id == unit_id, records.c.kind == kind
    )
    for some in parts(keys):
        found |= set(
            connection.scalars(query.where(among(connection, records.c.key, some)))
        )
    return found
