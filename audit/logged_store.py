"""The operation log, read beside what the books say was made.

Cost: the log of the unit and the one all units share, the vouchers of the span by
instant, the records by instant; for instants that those logs do not tell, the others.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from sqlalchemy import Connection, and_, func, or_, select

from audit.logged import PRIVILEGED, BrokenEntry, Logged, PrivilegedAct, Unlogged
from audit.register_names import register_name
from ledger.operation_tables import operations
from ledger.operations import broken_entries
from ledger.parts import among, parts
from ledger.periods import CHINA, Span, period_of
from ledger.register import SHARED, SHARED_CODE, Lookups, UnitLookup
from ledger.tables import records, vouchers
from ledger.vouchers import mark

_o, _v, _k = operations.c, vouchers.c, records.c
_DONE = "done"
_Doing = tuple[str, str]
"""A person and an instant as it was sealed."""


def read_logged(
    connection: Connection, master: Lookups, unit: UnitLookup, span: Span
) -> Logged | None:
    """The log of a unit and the shared one; None where neither tells of the span.

    Both are walked from their beginning: a chain holds as a whole or not.
    """
    logs = {SHARED_CODE: SHARED, unit.code: unit.id}
    rows = {code: _rows(connection, id_) for code, id_ in logs.items()}
    until = _stamp(span.until)
    begun = min((row.at for some in rows.values() for row in some), default=None)
    if begun is None or begun >= until:
        return None
    since = _stamp(span.since)
    return Logged(
        entries=sum(len(some) for some in rows.values()),
        broken=tuple(
            BrokenEntry(code, position, what)
            for code, some in rows.items()
            for position, what in broken_entries(code, some)
        ),
        unlogged=tuple(
            _unlogged(connection, master, unit, (begun, span), rows.values())
        ),
        privileged=tuple(
            PrivilegedAct(
                place=f"{code} 第 {row.position} 条",
                at=row.at,
                person=row.person,
                act=row.act,
                subject=row.subject,
                done=row.outcome == _DONE,
            )
            for code, some in rows.items()
            for row in some
            if row.act in PRIVILEGED and since <= row.at < until
        ),
    )


def _stamp(day: dt.date) -> str:
    """The instant at which a day begins in China, as stamps write it."""
    begins = dt.datetime.combine(day, dt.time(), CHINA).astimezone(dt.UTC)
    return begins.strftime("%Y-%m-%dT%H:%M:%SZ")


def _rows(connection: Connection, unit_id: int) -> list[Any]:
    query = select(operations).where(_o.unit_id == unit_id).order_by(_o.position)
    return list(connection.execute(query))


class _Made(NamedTuple):
    """What somebody made at an instant: so many of a kind, or vouchers from one on."""

    times: int
    kind: str = ""
    position: int = 0


def _unlogged(
    connection: Connection,
    master: Lookups,
    unit: UnitLookup,
    since: tuple[str, Span],
    logs: Iterable[list[Any]],
) -> Iterator[Unlogged]:
    """What was made since the log began, and by whom, that no log tells.

    It is what was made in the span, and vouchers of its months whenever they came.
    """
    done = {(r.person, r.at) for some in logs for r in some if r.outcome == _DONE}
    made = _made(connection, master, unit, *since)
    left = [one for one in made if one[0] not in done]
    # An act may stand in the log of another unit: money between units, passed cases.
    elsewhere = set(_done_at(connection, {at for (_, at), _ in left}))
    left = [one for one in left if one[0] not in elsewhere]
    marks = _marks(connection, unit, {one.position for _, one in left if one.position})
    for (person, at), one in sorted(left, key=lambda found: found[0][1]):
        told = f"“{register_name(one.kind)}”等登记 {one.times} 条"
        if one.position:
            told = f"凭证 {marks[one.position]} 等 {one.times} 张"
        yield Unlogged(told, person, at)


def _done_at(connection: Connection, stamps: Iterable[str]) -> Iterator[_Doing]:
    for some in parts(stamps):
        query = select(_o.person, _o.at).where(
            _o.outcome == _DONE, among(connection, _o.at, some)
        )
        found: Any = connection.execute(query)
        yield from found


def _made(
    connection: Connection, master: Lookups, unit: UnitLookup, begun: str, span: Span
) -> Iterator[tuple[_Doing, _Made]]:
    """Records and vouchers by who made them at which instant."""
    since, until = max(begun, _stamp(span.since)), _stamp(span.until)
    of_records = (
        select(_k.person, _k.recorded_at, func.min(_k.kind), func.count())
        .where(_k.unit_id == unit.id)
        .where(_k.recorded_at >= since, _k.recorded_at < until)
        .group_by(_k.person, _k.recorded_at)
    )
    for person, at, kind, count in connection.execute(of_records):
        yield (person, at), _Made(count, kind=kind)
    months = period_of(span.since), period_of(span.until)
    of_months = and_(_v.period >= months[0], _v.period < months[1])
    of_vouchers = (
        select(_v.poster_id, _v.sealed_at, func.min(_v.position), func.count())
        .where(_v.unit_id == unit.id, _v.sealed_at >= begun)
        .where(or_(and_(_v.sealed_at >= since, _v.sealed_at < until), of_months))
        .group_by(_v.poster_id, _v.sealed_at)
    )
    for poster, at, position, count in connection.execute(of_vouchers):
        yield (master.person_codes[poster], at), _Made(count, position=position)


def _marks(
    connection: Connection, unit: UnitLookup, positions: Iterable[int]
) -> dict[int, str]:
    """How papers call vouchers, by position."""
    found = {}
    for some in parts(positions):
        query = select(_v.position, _v.period, _v.kind, _v.number).where(
            _v.unit_id == unit.id, among(connection, _v.position, some)
        )
        for position, *told in connection.execute(query):
            found[position] = mark(*told)
    return found
