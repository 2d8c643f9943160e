"""The SQL of appropriations: how they stand, and the moves that are appended.

Every function works inside a transaction given by the caller, who holds the unit's
lock where it writes.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, and_, func, or_, select

from ledger import appropriation_tables as t
from ledger import tables
from ledger.appropriations import Appropriations, Held, Standing
from ledger.store import write_rows


class Concern(NamedTuple):
    """Which appropriations a set of vouchers may have to do with."""

    years: Sequence[int]
    accounts: Sequence[int]
    keys: Sequence[str]


MANY_KEYS = 500
"""Keys from which all reservations of the years are read at once."""


def read(
    connection: Connection, unit_id: int, concern: Concern, since: str
) -> Appropriations:
    """The appropriations and reservations that vouchers may use, as they stand.

    Cost: one statement for the lines and one for the reservations, each by index; none
    where nothing is spent.
    """
    if not concern.accounts:
        return Appropriations(since)
    lines = _lines(
        connection,
        and_(
            t.appropriations.c.unit_id == unit_id,
            t.appropriations.c.year.in_(concern.years),
            t.appropriations.c.account_id.in_(concern.accounts),
        ),
    )
    held = {}
    if lines and concern.keys:
        if len(concern.keys) <= MANY_KEYS:
            wanted = t.reservations.c.key.in_(concern.keys)
        else:
            ids = [line.id for line in lines.values()]
            wanted = t.reservations.c.appropriation_id.in_(ids)
        held = _held(connection, and_(t.reservations.c.unit_id == unit_id, wanted))
    return Appropriations(since, lines, held)


def line(connection: Connection, unit_id: int, id_: int) -> Standing:
    """One appropriation as it stands."""
    a = t.appropriations.c
    found = _lines(connection, and_(a.unit_id == unit_id, a.id == id_))
    return next(iter(found.values()))


def find(
    connection: Connection, unit_id: int, key: tuple[int, int, int, str]
) -> Standing | None:
    """The appropriation of a year, fund, account and purpose, or None."""
    a = t.appropriations.c
    year, fund, account, purpose = key
    found = _lines(
        connection,
        and_(
            a.unit_id == unit_id,
            a.year == year,
            a.fund_id == fund,
            a.account_id == account,
            a.purpose == purpose,
        ),
    )
    return found.get(key)


def year_lines(
    connection: Connection, unit_id: int, year: int
) -> dict[tuple[int, int, int, str], Standing]:
    """All appropriations of a unit's year, by year, fund, account and purpose."""
    a = t.appropriations.c
    return _lines(connection, and_(a.unit_id == unit_id, a.year == year))


def _lines(
    connection: Connection, where: Any
) -> dict[tuple[int, int, int, str], Standing]:
    a, m = t.appropriations.c, t.appropriation_moves.c
    later = t.appropriation_moves.alias("later")
    last = (
        select(func.max(later.c.seq))
        .where(later.c.unit_id == a.unit_id, later.c.appropriation_id == a.id)
        .scalar_subquery()
    )
    query = (
        select(
            a.year, a.fund_id, a.account_id, a.purpose, a.id, m.seq, m.q1_fen, m.q2_fen,
            m.q3_fen, m.q4_fen, m.reserved_fen, m.spent_fen, m.over, m.decision,
        )
        .outerjoin(
            t.appropriation_moves,
            and_(
                m.unit_id == a.unit_id, m.appropriation_id == a.id, m.seq == last
            ),
        )
        .select_from(t.appropriations)
        .where(where)
        .order_by(a.id)
    )  # fmt: skip
    return {
        (row[0], row[1], row[2], row[3]): Standing(
            id=row[4],
            seq=row[5] or 0,
            quarters=(row[6] or 0, row[7] or 0, row[8] or 0, row[9] or 0),
            reserved=row[10] or 0,
            spent=row[11] or 0,
            over=row[12] or "",
            decision=row[13],
        )
        for row in connection.execute(query)
    }


def held(connection: Connection, unit_id: int, key: str) -> Held | None:
    """One reservation as it stands, or None."""
    r = t.reservations.c
    return _held(connection, and_(r.unit_id == unit_id, r.key == key)).get(key)


def _held(connection: Connection, where: Any) -> dict[str, Held]:
    r, m = t.reservations.c, t.appropriation_moves.alias("m")
    later = t.appropriation_moves.alias("later")

    def of_key(moves: Any) -> Any:
        return and_(
            moves.c.unit_id == r.unit_id,
            moves.c.reservation == r.key,
            moves.c.appropriation_id == r.appropriation_id,
        )

    last = select(func.max(later.c.seq)).where(of_key(later)).scalar_subquery()
    released = select(1).where(of_key(later), later.c.act == "release").exists()
    query = (
        select(r.key, r.appropriation_id, m.c.left_fen, released, r.expires_on)
        .select_from(t.reservations)
        .join(m, and_(of_key(m), m.c.seq == last))
        .where(where)
    )
    return {
        row[0]: Held(row[1], row[2], bool(row[3]), row[4].isoformat())
        for row in connection.execute(query)
    }


def open_reservations(
    connection: Connection,
    unit_id: int,
    *,
    year: int | None = None,
    ids: Iterable[int] | None = None,
) -> list[Any]:
    """Reservations with something left, the earliest expiry first.

    Of all the unit's, of one year's appropriations, or of those named.
    """
    r, a, m = t.reservations.c, t.appropriations.c, t.appropriation_moves.c
    later = t.appropriation_moves.alias("later")
    last = (
        select(func.max(later.c.seq))
        .where(
            later.c.unit_id == r.unit_id,
            later.c.reservation == r.key,
            later.c.appropriation_id == r.appropriation_id,
        )
        .scalar_subquery()
    )
    query = (
        select(
            r.key, r.ref, r.summary, r.amount_fen, m.left_fen, r.expires_on, a.id,
            a.year, a.fund_id, a.account_id, a.purpose, r.person_id, r.reserved_at,
        )
        .select_from(t.reservations)
        .join(
            t.appropriations,
            and_(a.unit_id == r.unit_id, a.id == r.appropriation_id),
        )
        .join(
            t.appropriation_moves,
            and_(
                m.unit_id == r.unit_id,
                m.appropriation_id == r.appropriation_id,
                m.seq == last,
            ),
        )
        .where(r.unit_id == unit_id, m.left_fen > 0)
        .order_by(r.expires_on, r.key)
    )  # fmt: skip
    if year is not None:
        query = query.where(a.year == year)
    if ids is not None:
        query = query.where(a.id.in_(list(ids)))
    return list(connection.execute(query))


def reservation_of(connection: Connection, unit_id: int, ref: str) -> Any:
    """The reservation made for a request, or None."""
    r = t.reservations
    return connection.execute(
        select(r).where(r.c.unit_id == unit_id, r.c.ref == ref)
    ).one_or_none()


def reservation(connection: Connection, unit_id: int, key: str) -> Any:
    """A reservation under its key, or None."""
    r = t.reservations
    return connection.execute(
        select(r).where(r.c.unit_id == unit_id, r.c.key == key)
    ).one_or_none()


def next_line(connection: Connection, unit_id: int) -> int:
    """The number that a unit's next appropriation takes."""
    a = t.appropriations.c
    last = connection.scalar(select(func.max(a.id)).where(a.unit_id == unit_id))
    return (last or 0) + 1


def add_moves(connection: Connection, rows: Sequence[tuple[object, ...]]) -> None:
    """Append moves, in the columns of their table."""
    write_rows(connection, t.appropriation_moves, rows)


def control(connection: Connection, unit_id: int) -> Any:
    """The row that put a unit under control, or None."""
    c = t.controls
    return connection.execute(select(c).where(c.c.unit_id == unit_id)).one_or_none()


def decision(
    connection: Connection, unit_id: int, rule: str, line_id: int, day: Any
) -> Any:
    """The latest decision on a rule that holds for a line on a day, or None."""
    d = t.control_decisions
    return connection.execute(
        select(d)
        .where(
            d.c.unit_id == unit_id,
            d.c.rule == rule,
            d.c.since <= day,
            d.c.until >= day,
            or_(d.c.appropriation_id.is_(None), d.c.appropriation_id == line_id),
        )
        .order_by(d.c.number.desc())
        .limit(1)
    ).one_or_none()


def taken_before(connection: Connection, unit_id: int, line_id: int, day: Any) -> int:
    """What was reserved or spent of an appropriation before a day, in fen."""
    m = t.appropriation_moves.c
    row = connection.execute(
        select(m.reserved_fen, m.spent_fen)
        .where(m.unit_id == unit_id, m.appropriation_id == line_id, m.acted_on < day)
        .order_by(m.seq.desc())
        .limit(1)
    ).one_or_none()
    return row[0] + row[1] if row else 0


def spent_by_line(
    connection: Connection, unit_id: int, year: int
) -> dict[tuple[int, int, str], int]:
    """What the books spent in an open year, by fund, account and purpose, in fen."""
    k = tables.totals.c
    rows = connection.execute(
        select(k.fund_id, k.account_id, k.purpose, func.sum(k.debit_fen - k.credit_fen))
        .where(k.unit_id == unit_id, k.period.between(year * 100 + 1, year * 100 + 12))
        .group_by(k.fund_id, k.account_id, k.purpose)
    )
    return {(row[0], row[1], row[2]): int(row[3]) for row in rows}
