"""The SQL that writes vouchers and master records, and the reads that this stands on.

Every function works inside a transaction given by the caller. Drafts have theirs in
`draft_store.py`, closes in `closing_store.py`; what reports read is in `queries.py`.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from io import BytesIO
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table, func, insert, select
from sqlalchemy.engine import Dialect

from ledger import closing_tables, tables
from ledger.chain import GENESIS
from ledger.errors import GuardBit
from ledger.guards import UNIT_LOCK

COPY_FROM = 500
"""Rows from which PostgreSQL takes them by COPY."""

STATE_WIDTH = 300
"""Series, and pairs of fund and account, asked for in one statement: a row of
PostgreSQL has at most 1,664 columns, one of SQLite 2,000."""

HEAD = 8
"""Values that are asked of every unit, before its series, money and references."""

FEW_SERIES = 20
"""Series from which it pays to ask first whether the unit has a voucher at all."""


class UnitRead(NamedTuple):
    """Where a unit's books stand, as far as a set of vouchers touches them."""

    position: int
    hash: bytes
    closed_through: int
    adjusting: int
    """The last December that takes audit adjustments alone, 0 where there is none."""
    numbers: list[int]
    """The last number of each series asked for."""
    balances: list[tuple[int, int | None]]
    """Balance and overdrawing voucher of each fund and money account asked for."""
    stands: bool
    """Whether any of the references asked for stands already."""
    controlled_since: str = ""
    """The day from which spending needs a reservation, empty where it needs none."""
    budgeted: bool = False
    """Whether the unit has any appropriation."""
    live_since: str = ""
    """The day from which money leaves under requests, empty where it does not yet."""


class Target(NamedTuple):
    """What a correction needs to know of the voucher that it corrects."""

    position: int
    period: int
    kind: str
    dated_on: str
    correction: str
    cancelled: bool
    replaced: bool


# -- locks and heads ----------------------------------------------------------------


def lock_unit(connection: Connection, unit_id: int) -> None:
    """Let one writer at a time change a unit's books (0: what all units share).

    On SQLite the transaction itself is that lock. A view that is only read keeps nobody
    waiting: it is consistent as it is, and nothing can be written through it.
    """
    if connection.get_execution_options().get("bangfu_reads"):
        return
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(
            "SELECT pg_advisory_xact_lock(%s, %s)", (UNIT_LOCK, unit_id)
        )


def read_state(
    connection: Connection,
    unit_id: int,
    series: Sequence[tuple[int, str]],
    money: Sequence[tuple[int, int]],
    refs: Sequence[str],
) -> UnitRead:
    """All that sealing must know of a unit, in one statement.

    Args:
        connection: a transaction that holds the unit's lock.
        unit_id: the unit.
        series: periods and kinds in which numbers will be given.
        money: funds and money accounts that will move.
        refs: references that may stand already.

    The cost does not grow with the books; hundreds of series or funds are asked for by
    further statements, of a unit without a voucher nothing is.

    Raises:
        GuardBit: postings lie where the next voucher will stand.
    """
    if len(series) > STATE_WIDTH or len(money) > STATE_WIDTH:
        now, rest = slice(STATE_WIDTH), slice(STATE_WIDTH, None)
        first = read_state(connection, unit_id, series[now], money[now], refs)
        more = read_state(connection, unit_id, series[rest], money[rest], ())
        first.numbers.extend(more.numbers)
        first.balances.extend(more.balances)
        return first
    bare = None if len(series) <= FEW_SERIES else _bare_state(connection, unit_id)
    if bare is not None and not bare.position:
        bare.numbers.extend([0] * len(series))
        bare.balances.extend([(0, None)] * len(money))
        return bare
    style = connection.dialect.paramstyle
    statement = _state_text(style, len(series), len(money), len(refs))
    parameters: list[object] = [unit_id] * HEAD
    for period, kind in series:
        parameters += [unit_id, period, kind]
    for fund_id, account_id in money:
        parameters += [unit_id, fund_id, account_id] * 2
    for ref in refs:
        parameters += [unit_id, ref]
    row = connection.exec_driver_sql(statement, tuple(parameters)).one()
    if (row[3] or 0) > (row[0] or 0):
        # Another program left them; the next voucher would seal them among its own.
        raise GuardBit("unsealed")
    at_refs = (at_money := HEAD + len(series)) + 2 * len(money)
    return UnitRead(
        position=row[0] or 0,
        hash=bytes(row[1]) if row[1] else GENESIS,
        closed_through=row[2] or 0,
        adjusting=row[4] or 0,
        controlled_since=str(row[5] or ""),
        budgeted=bool(row[6]),
        live_since=str(row[7] or ""),
        numbers=[number or 0 for number in row[HEAD:at_money]],
        balances=[(row[at] or 0, row[at + 1]) for at in range(at_money, at_refs, 2)],
        stands=any(row[at_refs:]),
    )


def _bare_state(connection: Connection, unit_id: int) -> UnitRead:
    """Where a unit stands, without any series, money or reference."""
    return read_state(connection, unit_id, (), (), ())


@lru_cache(maxsize=512)
def _state_text(style: str, series: int, money: int, refs: int) -> str:
    head = (
        "SELECT (SELECT MAX(position) FROM vouchers WHERE unit_id = ?),"
        " (SELECT hash FROM vouchers WHERE unit_id = ? ORDER BY position DESC LIMIT 1),"
        " (SELECT MAX(period) FROM closes WHERE unit_id = ?),"
        " (SELECT MAX(position) FROM postings WHERE unit_id = ?),"
        " (SELECT MAX(period) FROM adjusting WHERE unit_id = ?),"
        " (SELECT since FROM controls WHERE unit_id = ?),"
        " (SELECT MAX(id) FROM appropriations WHERE unit_id = ?),"
        " (SELECT since FROM go_lives WHERE unit_id = ?)"
    )
    number = (
        ", (SELECT MAX(number) FROM vouchers"
        " WHERE unit_id = ? AND period = ? AND kind = ?)"
    )
    last = (
        " FROM money_positions WHERE unit_id = ? AND fund_id = ? AND account_id = ?"
        " ORDER BY position DESC LIMIT 1)"
    )
    pair = f", (SELECT balance_fen{last}, (SELECT overdrawn_by{last}"
    ref = ", (SELECT position FROM vouchers WHERE unit_id = ? AND ref = ?)"
    return marked(style, head + number * series + pair * money + ref * refs)


def marked(style: str, statement: str) -> str:
    """A statement with `?` for its values, with the marks of the driver in use."""
    return statement if style == "qmark" else statement.replace("?", "%s")


class Found(NamedTuple):
    """Where a reference stands already."""

    position: int
    content_hash: bytes
    number: int
    hash: bytes


def opened(connection: Connection, unit_id: int) -> tuple[int, set[tuple[int, str]]]:
    """The earliest period with a voucher, and period and chart of every opening."""
    v, charts = tables.vouchers.c, tables.unit_charts.c
    first = connection.scalar(select(func.min(v.period)).where(v.unit_id == unit_id))
    begins = connection.scalars(select(charts.since).where(charts.unit_id == unit_id))
    years = {(first or 0) // 100 * 100} | {day.year * 100 for day in begins}
    query = select(v.period, v.chart).where(
        v.unit_id == unit_id, v.period.in_(sorted(years)), v.kind == "期初"
    )
    return first or 0, {(row[0], row[1]) for row in connection.execute(query)}


def find_refs(
    connection: Connection, unit_id: int, refs: Sequence[str]
) -> dict[str, Found]:
    """The vouchers that stand under these references."""
    statement = marked(
        connection.dialect.paramstyle,
        "SELECT ref, position, content_hash, number, hash FROM vouchers"
        " WHERE unit_id = ?",
    )
    parameters: tuple[object, ...] = (unit_id,)
    if len(refs) <= COPY_FROM:
        marks = marked(connection.dialect.paramstyle, ", ".join("?" * len(refs)))
        statement += f" AND ref IN ({marks})"
        parameters += tuple(refs)
    rows = connection.exec_driver_sql(statement, parameters)
    wanted = set(refs)
    return {
        ref: Found(position, bytes(content), number, bytes(digest))
        for ref, position, content, number, digest in rows
        if ref in wanted
    }


def find_targets(
    connection: Connection, unit_id: int, refs: Sequence[str]
) -> dict[str, Target]:
    """The vouchers that corrections speak of, by their reference."""
    v = tables.vouchers
    later = v.alias("later")

    def corrected(how: str) -> Any:
        return (
            select(1)
            .where(
                later.c.unit_id == v.c.unit_id,
                later.c.corrects == v.c.position,
                later.c.correction == how,
            )
            .exists()
        )

    asked = (v.c.ref, v.c.position, v.c.period, v.c.kind, v.c.dated_on, v.c.correction)
    rows = connection.execute(
        select(*asked, corrected("full"), corrected("replacement")).where(
            v.c.unit_id == unit_id, v.c.ref.in_(refs)
        )
    )
    return {
        row[0]: Target(*row[1:4], row[4].isoformat(), row[5] or "", *map(bool, row[6:]))
        for row in rows
    }


def lines_of(connection: Connection, unit_id: int, position: int) -> list[Any]:
    """The postings of one voucher in order, as their columns stand in the table."""
    p = tables.postings
    return list(
        connection.execute(
            select(*p.c[3:])
            .where(p.c.unit_id == unit_id, p.c.position == position)
            .order_by(p.c.line)
        )
    )


def corrected_lines(connection: Connection, unit_id: int, ref: str) -> list[Any]:
    """Account, fund, debit and credit of a voucher and of its differences."""
    p, v, o = tables.postings, tables.vouchers, tables.vouchers.alias("original")
    differs = (v.c.corrects == o.c.position) & (v.c.correction == "difference")
    query = (
        select(p.c.account_id, p.c.fund_id, p.c.debit_fen, p.c.credit_fen)
        .join(v, (v.c.unit_id == p.c.unit_id) & (v.c.position == p.c.position))
        .join(o, o.c.unit_id == v.c.unit_id)
        .where(o.c.unit_id == unit_id, o.c.ref == ref)
        .where((v.c.position == o.c.position) | differs)
    )
    return list(connection.execute(query))


def voucher_by_ref(connection: Connection, unit_id: int, ref: str) -> Any:
    """One voucher's row under its reference, or None."""
    v = tables.vouchers
    return connection.execute(
        select(v).where(v.c.unit_id == unit_id, v.c.ref == ref)
    ).one_or_none()


# -- writing ------------------------------------------------------------------------


def write_rows(
    connection: Connection, table: Table, rows: Sequence[tuple[object, ...]]
) -> None:
    """Append rows of whole columns, in the order of the table's columns."""
    if not rows:
        return
    if connection.dialect.name == "postgresql" and len(rows) >= COPY_FROM:
        write_packed(connection, table, packed(connection, rows))
        return
    connection.exec_driver_sql(_insert_text(connection.dialect, table), list(rows))


@lru_cache(maxsize=64)
def _insert_text(dialect: Dialect, table: Table) -> str:
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    marks = ", ".join("?" * len(table.columns))
    return marked(
        dialect.paramstyle, f"INSERT INTO {table.name} ({names}) VALUES ({marks})"
    )


def packed(connection: Connection, rows: Iterable[Sequence[object]]) -> bytes:
    """Rows in the form of PostgreSQL's COPY; the connection may be in use meanwhile."""
    from psycopg import Copy  # noqa: PLC0415 - books on SQLite have no driver for it
    from psycopg.copy import FileWriter  # noqa: PLC0415 - as above

    driver: Any = connection.connection.driver_connection
    buffer = BytesIO()
    with Copy(driver.cursor(), binary=False, writer=FileWriter(buffer)) as copy:
        for row in rows:
            copy.write_row(row)
    return buffer.getvalue()


def write_packed(connection: Connection, table: Table, rows: bytes) -> None:
    """Append rows that were packed, in the order of the table's columns."""
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    driver: Any = connection.connection.driver_connection
    with driver.cursor().copy(f"COPY {table.name} ({names}) FROM STDIN") as copy:
        copy.write(rows)


def add_totals(
    connection: Connection,
    unit_id: int,
    totals: Mapping[tuple[int, int, int, str], Sequence[int]],
) -> None:
    """Add to the kept totals of a unit; keys are period, account, fund, purpose."""
    rows = [(unit_id, *key, *sums) for key, sums in totals.items()]
    if len(rows) >= COPY_FROM and not _has_totals(connection, unit_id):
        write_rows(connection, tables.totals, rows)
        return
    if connection.dialect.name == "postgresql" and len(rows) >= FEW_TOTALS:
        columns = tuple(map(list, zip(*rows, strict=True)))
        connection.exec_driver_sql(_TOTALS_AT_ONCE, columns)
        return
    connection.exec_driver_sql(_totals_text(connection.dialect.paramstyle), rows)


def _has_totals(connection: Connection, unit_id: int) -> bool:
    t = tables.totals.c
    return (
        connection.scalar(select(t.period).where(t.unit_id == unit_id).limit(1))
        is not None
    )


FEW_TOTALS = 20
"""Rows from which PostgreSQL takes totals in one statement."""

_TOTALS = (
    "INSERT INTO totals (unit_id, period, account_id, fund_id, purpose,"
    " debit_fen, credit_fen, persons) {rows}"
    " ON CONFLICT (unit_id, period, account_id, fund_id, purpose) DO UPDATE SET"
    " debit_fen = totals.debit_fen + excluded.debit_fen,"
    " credit_fen = totals.credit_fen + excluded.credit_fen,"
    " persons = totals.persons + excluded.persons"
)
_TOTALS_AT_ONCE = _TOTALS.format(
    rows="SELECT * FROM unnest(%s::int[], %s::int[], %s::int[], %s::int[],"
    " %s::text[], %s::bigint[], %s::bigint[], %s::bigint[])"
)


@lru_cache(maxsize=4)
def _totals_text(style: str) -> str:
    return marked(style, _TOTALS.format(rows="VALUES (?, ?, ?, ?, ?, ?, ?, ?)"))


def prepare_bulk(connection: Connection) -> None:
    """Keep PostgreSQL from reading whole tables for single rows of a growing one."""
    if connection.dialect.name == "postgresql":
        for setting in ("enable_seqscan", "enable_hashjoin", "enable_mergejoin"):
            connection.exec_driver_sql(f"SET LOCAL {setting} = off")


def plans_go_stale(connection: Connection) -> bool:
    """Whether the guards' plans would be made over tables that hold next to nothing."""
    if connection.dialect.name != "postgresql":
        return False
    known = connection.exec_driver_sql(
        "SELECT reltuples FROM pg_class WHERE oid = 'public.vouchers'::regclass"
    ).scalar_one()
    return bool(known < FEW_KNOWN)


FEW_KNOWN = 200
"""Vouchers that the planner must know of, to plan for many."""


def settle_statistics(connection: Connection) -> None:
    """Tell the planner what stands now; plans made over less are thrown away."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("ANALYZE")
        return
    # Some thousand rows of a table tell enough; the server looks closer by itself.
    connection.exec_driver_sql("SET LOCAL default_statistics_target = 10")
    names = ", ".join(table.name for table in (*tables.APPENDED, *tables.KEPT))
    connection.exec_driver_sql(f"ANALYZE {names}")


_ROWS_TOLD = 1000
"""How many rows of an index SQLite looks at, to tell how many are alike."""


def refresh_statistics(connection: Connection) -> None:
    """Tell SQLite from time to time how the books have grown; PostgreSQL looks itself.

    Its plans for tables that it thinks small read all of a unit again for each voucher.
    Takes some milliseconds, however large the books are.
    """
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA analysis_limit = {_ROWS_TOLD}")
        connection.exec_driver_sql("ANALYZE")
        connection.exec_driver_sql("PRAGMA analysis_limit = 0")


# -- master records -----------------------------------------------------------------


def record_head(connection: Connection, unit_id: int) -> tuple[int, bytes]:
    """Where a chain of master records stands."""
    r = tables.records
    row = connection.execute(
        select(r.c.position, r.c.hash)
        .where(r.c.unit_id == unit_id)
        .order_by(r.c.position.desc())
        .limit(1)
    ).one_or_none()
    return (row[0], bytes(row[1])) if row else (0, GENESIS)


def insert_dicts(
    connection: Connection, table: Table, rows: Sequence[Mapping[str, object]]
) -> None:
    """Append rows given by column name; at least one."""
    connection.execute(insert(table), [dict(row) for row in rows])


def all_rows(
    connection: Connection, table: Table, unit_id: int | None = None
) -> list[Any]:
    """Every row of a small table, of one unit where one is named."""
    query = select(table)
    if unit_id is not None:
        query = query.where(table.c.unit_id == unit_id)
    return list(connection.execute(query.order_by(*table.primary_key.columns)))


def posted_accounts(connection: Connection, ids: Iterable[object]) -> set[int]:
    """Which of these accounts any unit has posted on."""
    t = tables.totals.c
    query = select(t.account_id).where(t.account_id.in_(list(ids))).distinct()
    return set(connection.scalars(query))


def last_day(connection: Connection, unit_id: int) -> dt.date | None:
    """The latest date of a unit's vouchers; None where it has none."""
    v = tables.vouchers.c
    query = select(v.dated_on).where(v.unit_id == unit_id).order_by(v.dated_on.desc())
    return connection.scalar(query.limit(1))


def next_id(connection: Connection, table: Table) -> int:
    """The number after the largest one in use."""
    statement = f"SELECT COALESCE(MAX(id), 0) + 1 FROM {table.name}"
    return int(connection.exec_driver_sql(statement).scalar_one())


def checkpoint_rows(
    connection: Connection, unit_id: int, period: int
) -> list[tuple[int, int, str, int, int, int]]:
    """What the close of a month wrote down, by account, fund, purpose."""
    c = closing_tables.checkpoints.c
    rows = connection.execute(
        select(c.account_id, c.fund_id, c.purpose, c.debit_fen, c.credit_fen, c.persons)
        .where(c.unit_id == unit_id, c.period == period)
        .order_by(c.account_id, c.fund_id, c.purpose)
    )
    return [tuple(row) for row in rows]
