"""The sealed rows as the audit reads them, without a look at what their fields mean.

The plain texts of a posting are joined by the database itself, in the written form of
`chain.py`: that is the quickest way to a million of them. What it joins is checked
against hashes that Python made when they were sealed, so a slip here is found at once
and can hide nothing.
"""

import sqlite3
from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table

from ledger import chain, tables


class UnreadableText(Exception):  # noqa: N818 - it becomes a difference at once
    """A text of the books that is no UTF-8."""


class SealedHead(NamedTuple):
    """A voucher without its postings; a day is its text, a person a number."""

    position: int
    period: int
    kind: str
    number: int
    ref: str
    dated_on: str
    chart: str
    summary: str
    attachments: int
    preparer_id: int
    reviewer_id: int
    poster_id: int
    cashier_id: int | None
    head_id: int | None
    posted_at: str
    sealed_at: str
    corrects: int | None
    correction: str | None
    entered: str
    basis: str
    content_hash: bytes
    previous: bytes
    hash: bytes
    corrected_ref: str | None
    """The reference of the voucher at `corrects`."""


_SELDOM = {
    "item": "''",
    "quantity_milli": "0",
    "serials": "''",
    "arose_on": "''",
    "economic": "''",
    "functional": "''",
    "appropriation": "''",
    "request": "''",
}
"""Fields that few postings fill, in the written form, and how they stand empty."""

_LINES = """
SELECT p.position, p.line, p.account_id, p.fund_id, p.purpose, p.debit_fen,
       p.credit_fen, p.persons, {text}
FROM postings p WHERE p.unit_id = {unit} ORDER BY p.unit_id, p.position, p.line
"""

_HEADS = """
SELECT v.position, v.period, v.kind, v.number, v.ref, CAST(v.dated_on AS TEXT),
       v.chart, v.summary, v.attachments, v.preparer_id, v.reviewer_id, v.poster_id,
       v.cashier_id, v.head_id, v.posted_at, v.sealed_at, v.corrects, v.correction,
       v.entered, v.basis, v.content_hash, v.previous, v.hash, o.ref
FROM vouchers v
LEFT JOIN vouchers o ON o.unit_id = v.unit_id AND o.position = v.corrects
WHERE v.unit_id = {unit} ORDER BY v.position
"""

_MONEY = """
SELECT m.fund_id, m.account_id, m.position, m.balance_fen, m.overdrawn_by
FROM money_positions m WHERE m.unit_id = {unit}
ORDER BY m.fund_id, m.account_id, m.position
"""

# The same rules as the guards have, asked of what stands: a later voucher is no
# reason against an earlier one.
_WRONG_TARGETS = """
SELECT v.position FROM vouchers v
LEFT JOIN vouchers o ON o.unit_id = v.unit_id AND o.position = v.corrects
WHERE v.unit_id = {unit} AND (v.corrects IS NOT NULL OR v.correction IS NOT NULL) AND (
  o.position IS NULL OR o.position >= v.position OR v.correction IS NULL
  OR o.correction = 'full' OR o.kind = '期初' OR o.period / 100 <> v.period / 100
  OR o.dated_on > v.dated_on
  OR v.correction = 'difference' AND EXISTS (
    SELECT 1 FROM vouchers r WHERE r.unit_id = v.unit_id AND r.corrects = v.corrects
      AND r.correction = 'full' AND r.position < v.position)
  OR v.correction = 'replacement' AND NOT EXISTS (
    SELECT 1 FROM vouchers r WHERE r.unit_id = v.unit_id AND r.corrects = v.corrects
      AND r.correction = 'full' AND r.position < v.position))
ORDER BY v.position
"""

_UNMIRRORED = """
SELECT v.position FROM vouchers v
WHERE v.unit_id = {unit} AND v.correction = 'full' AND (
  EXISTS (
    SELECT 1 FROM postings o WHERE o.unit_id = v.unit_id AND o.position = v.corrects
    AND NOT EXISTS (
      SELECT 1 FROM postings r
      WHERE r.unit_id = v.unit_id AND r.position = v.position AND r.line = o.line
        AND r.account_id = o.account_id AND r.fund_id = o.fund_id
        AND r.debit_fen = -o.debit_fen AND r.credit_fen = -o.credit_fen
        AND COALESCE(r.purpose, '') = COALESCE(o.purpose, '')
        AND r.persons = -o.persons AND r.quantity_milli = -o.quantity_milli))
  OR (SELECT COUNT(*) FROM postings o
      WHERE o.unit_id = v.unit_id AND o.position = v.corrects)
  <> (SELECT COUNT(*) FROM postings r
      WHERE r.unit_id = v.unit_id AND r.position = v.position))
ORDER BY v.position
"""


def sealed_lines(connection: Connection, unit_id: int) -> Iterator[Any]:
    """Every posting of a unit in order of chain and line, streamed.

    Rows are position, line, account, fund, purpose as it stands, debit and credit in
    fen, persons, and what follows the purpose in the written form.
    """
    sqlite = connection.dialect.name == "sqlite"
    text = _rest_of_line("char(31)" if sqlite else "chr(31)")
    return _streamed(connection, _LINES.format(text=text, unit=int(unit_id)))


def _rest_of_line(mark: str) -> str:
    # To join a field costs several times what it costs to see that it is empty.
    empty = " AND ".join(f"p.{name} = {blank}" for name, blank in _SELDOM.items())
    blanks = "".join(blank.strip("'") + chain.US for blank in _SELDOM.values())
    joined = "".join(f"p.{name} || {mark} || " for name in _SELDOM)
    first = f"p.party || {mark} || p.recipient || {mark} || p.persons || {mark} || "
    return (
        f"CASE WHEN {empty} THEN {first}'{blanks}' || p.memo"
        f" ELSE {first}{joined}p.memo END"
    )


def sealed_heads(connection: Connection, unit_id: int) -> Iterator[SealedHead]:
    """Every voucher of a unit in chain order, streamed."""
    rows = _streamed(connection, _HEADS.format(unit=int(unit_id)))
    return map(SealedHead._make, rows)


def money_rows(connection: Connection, unit_id: int) -> Iterator[Any]:
    """Rows of fund, account, position, balance and overdrawing voucher, streamed."""
    return _streamed(connection, _MONEY.format(unit=int(unit_id)))


def wrong_targets(connection: Connection, unit_id: int) -> list[int]:
    """Positions of corrections of what may not be corrected, or not in that way."""
    rows = connection.exec_driver_sql(_WRONG_TARGETS.format(unit=int(unit_id)))
    return [row[0] for row in rows]


def unmirrored(connection: Connection, unit_id: int) -> list[int]:
    """Positions of cancellations that are no mirror of what they cancel."""
    rows = connection.exec_driver_sql(_UNMIRRORED.format(unit=int(unit_id)))
    return [row[0] for row in rows]


def _streamed(connection: Connection, statement: str) -> Iterator[Any]:
    if connection.dialect.name == "sqlite":
        # The driver's own cursor: one tuple a row, nothing wrapped around it.
        driver: Any = connection.connection.driver_connection
        try:
            yield from driver.execute(statement)
        except sqlite3.OperationalError:
            # Its message holds the very text; the only one that a plain read has.
            raise UnreadableText from None
        return
    # Asked of the statement: a connection would keep the option for all that follow.
    result = connection.exec_driver_sql(
        statement, execution_options={"yield_per": 10_000}
    )
    for row in result:
        yield tuple(row)


# -- appropriations (L9), set by set ------------------------------------------------


class SpentRow(NamedTuple):
    """What a voucher spends of one appropriation under one key, as posted."""

    appropriation_id: int
    """0 where no appropriation fits."""
    position: int
    key: str
    amount_fen: int
    asks: bool
    """Whether it is aid money spent by a voucher entered here."""
    dated_on: str
    poster_id: int
    sealed_at: str


class ExcessRow(NamedTuple):
    """A move that left less than nothing, and the one before it where there is one."""

    appropriation_id: int
    seq: int
    act: str
    room_fen: int
    room_before_fen: int | None
    over: str
    decision: int | None
    reservation: str | None
    position: int | None
    acted_on: str
    person_id: int


# Keys are taken as posted: whether they were reservations then, the moves tell.
_SPENT = """
SELECT COALESCE(a.id, 0), v.position, p.appropriation,
       SUM(p.debit_fen - p.credit_fen),
       MAX(CASE WHEN (v.entered = 'here' OR v.entered = 'bank'
           AND n.role IN ('aid_expense', 'passing_down'))
           AND p.debit_fen > 0 AND n.class = 'expense'
           AND COALESCE(f.origin, '') <> 'general' THEN 1 ELSE 0 END),
       CAST(v.dated_on AS TEXT), v.poster_id, v.sealed_at
FROM postings p JOIN vouchers v ON v.unit_id = p.unit_id AND v.position = p.position
LEFT JOIN accounts n ON n.id = p.account_id
LEFT JOIN funds f ON f.unit_id = p.unit_id AND f.id = p.fund_id
LEFT JOIN appropriations a ON a.unit_id = p.unit_id AND a.year = v.period / 100
  AND a.fund_id = p.fund_id AND a.account_id = p.account_id
  AND a.purpose = COALESCE(p.purpose, '')
WHERE p.unit_id = {unit} AND v.entered <> 'year_end' AND v.kind <> '期初'
  AND p.account_id IN (
    SELECT id FROM accounts WHERE class = 'expense'
    UNION SELECT account_id FROM appropriations WHERE unit_id = {unit})
GROUP BY 1, v.position, p.appropriation, v.dated_on, v.poster_id, v.sealed_at
HAVING COALESCE(a.id, 0) > 0
  OR MAX(CASE WHEN v.entered IN ('here', 'bank') THEN 1 ELSE 0 END) > 0
ORDER BY 1, v.position
"""

_EXCESSES = """
SELECT m.appropriation_id, m.seq, m.act, m.open_fen - m.reserved_fen - m.spent_fen,
       b.open_fen - b.reserved_fen - b.spent_fen, m.over, m.decision, m.reservation,
       m.position, CAST(m.acted_on AS TEXT), m.person_id
FROM appropriation_moves m LEFT JOIN appropriation_moves b ON b.unit_id = m.unit_id
  AND b.appropriation_id = m.appropriation_id AND b.seq = m.seq - 1
WHERE m.unit_id = {unit} AND m.open_fen - m.reserved_fen - m.spent_fen < 0
ORDER BY m.appropriation_id, m.seq
"""


def appropriated(connection: Connection, unit_id: int) -> Iterator[SpentRow]:
    """What each voucher spends of each appropriation, by appropriation and position.

    What asks for an appropriation and fits none comes first, under 0. Vouchers of the
    year's end and openings spend nothing.
    """
    statement = _SPENT.format(unit=int(unit_id))
    for row in _streamed(connection, statement):
        id_, position, key, amount, asks, *made = row
        yield SpentRow(id_, position, key, int(amount), bool(asks), *made)


def excesses(connection: Connection, unit_id: int) -> Iterator[ExcessRow]:
    """Moves after which more is reserved and spent than is open, line by line."""
    return map(
        ExcessRow._make,
        _streamed(connection, _EXCESSES.format(unit=int(unit_id))),
    )


def ordered_rows(
    connection: Connection, table: Table, unit_id: int
) -> Iterator[dict[str, Any]]:
    """Every row of a unit as the database has it, in order of the key, streamed."""
    names = [column.name for column in table.columns]
    listed = ", ".join(f'"{name}"' for name in names)
    key = ", ".join(f'"{column.name}"' for column in table.primary_key.columns)
    statement = (
        f"SELECT {listed} FROM {table.name}"  # noqa: S608 - a table of ours
        f" WHERE unit_id = {int(unit_id)} ORDER BY {key}"
    )
    for row in _streamed(connection, statement):
        yield dict(zip(names, row, strict=True))


# -- all of it, for those who keep it -----------------------------------------------

VOUCHER_FIELDS = tuple(
    column.name for column in tables.vouchers.columns if column.name != "unit_id"
)
POSTING_FIELDS = tuple(
    column.name
    for column in tables.postings.columns
    if column.name not in {"unit_id", "position"}
)

_WHOLE = """
SELECT {fields} FROM vouchers v
JOIN postings p ON p.unit_id = v.unit_id AND p.position = v.position
WHERE v.unit_id = {unit} AND v.period >= {since} AND v.period < {until}
  AND v.position <= {position}
ORDER BY v.position, p.line
"""


def whole_lines(
    connection: Connection, unit_id: int, periods: tuple[int, int], position: int
) -> Iterator[Any]:
    """Every field of the vouchers of periods and of their postings, streamed.

    A row holds `VOUCHER_FIELDS`, then `POSTING_FIELDS`; days are text. The second
    period is left out, and so is what came after a position of the chain.
    """
    fields = [f"v.{name}" for name in VOUCHER_FIELDS]
    fields[VOUCHER_FIELDS.index("dated_on")] = "CAST(v.dated_on AS TEXT)"
    fields += [f"p.{name}" for name in POSTING_FIELDS]
    since, until = periods
    statement = _WHOLE.format(
        fields=", ".join(fields),
        unit=int(unit_id),
        since=int(since),
        until=int(until),
        position=int(position),
    )
    return _streamed(connection, statement)


_LINES_OF = """
SELECT p.position, p.account_id, p.fund_id, p.debit_fen, p.credit_fen, p.purpose,
       p.party, p.recipient, p.persons, p.item, p.quantity_milli, p.serials,
       p.arose_on, p.economic, p.functional, p.appropriation, p.request, p.memo
FROM postings p JOIN vouchers v ON v.unit_id = p.unit_id AND v.position = p.position
WHERE p.unit_id = {unit} AND v.period >= {since} AND v.period < {until}
ORDER BY p.unit_id, p.position, p.line
"""

_FIRST = """
SELECT MIN(position) FROM vouchers
WHERE unit_id = {unit} AND period >= {since} AND period < {until}
"""


def first_position(
    connection: Connection, unit_id: int, periods: tuple[int, int]
) -> int | None:
    """The first place in the chain that a voucher of periods has; the last left out."""
    bounds = {"unit": int(unit_id), "since": int(periods[0]), "until": int(periods[1])}
    first = connection.exec_driver_sql(_FIRST.format(**bounds)).scalar()
    return None if first is None else int(first)


def heads_from(
    connection: Connection, unit_id: int, position: int
) -> Iterator[SealedHead]:
    """Every voucher of a unit from a place in the chain on, streamed."""
    statement = _HEADS.format(unit=int(unit_id)).replace(
        "ORDER BY", f"AND v.position >= {int(position)} ORDER BY"
    )
    return map(SealedHead._make, _streamed(connection, statement))


def lines_of(
    connection: Connection, unit_id: int, periods: tuple[int, int]
) -> Iterator[Any]:
    """Position, then the columns of a `Line`, of every posting of periods, streamed.

    Rows go by chain and line; the second period is left out.
    """
    bounds = {"unit": int(unit_id), "since": int(periods[0]), "until": int(periods[1])}
    return _streamed(connection, _LINES_OF.format(**bounds))


# -- registers, without a look at what their fields mean ------------------------------


def raw_rows(
    connection: Connection, table: Table, unit_id: int | None
) -> Iterator[dict[str, Any]]:
    """Every row of a table as the database has it, of one unit where one is named.

    What is no day or no known word comes as it is: the chain of records judges it.
    """
    names = [column.name for column in table.columns]
    listed = ", ".join(f'"{name}"' for name in names)
    where = "" if unit_id is None else f" WHERE unit_id = {int(unit_id)}"
    statement = f"SELECT {listed} FROM {table.name}{where}"  # noqa: S608 - a table of ours
    for row in connection.exec_driver_sql(statement):
        yield dict(zip(names, row, strict=True))


def record_hash(connection: Connection, unit_id: int, position: int) -> bytes | None:
    """The hash of the record at a place in a chain of registers; one look-up."""
    found = connection.exec_driver_sql(
        f"SELECT hash FROM records WHERE unit_id = {int(unit_id)}"  # noqa: S608 - numbers
        f" AND position = {int(position)}"
    ).scalar()
    return None if found is None else bytes(found)


def checkpoint_periods(connection: Connection, unit_id: int) -> set[int]:
    """The periods for which sums were written down."""
    statement = (
        f"SELECT DISTINCT period FROM checkpoints WHERE unit_id = {int(unit_id)}"  # noqa: S608 - a number
    )
    return {row[0] for row in connection.exec_driver_sql(statement)}


_STRANGERS = """
WITH RECURSIVE standing(id) AS (
  SELECT MIN(unit_id) FROM {table} WHERE unit_id <> 0
  UNION ALL
  SELECT (SELECT MIN(t.unit_id) FROM {table} t WHERE t.unit_id > s.id)
  FROM standing s WHERE s.id IS NOT NULL)
SELECT 1 FROM standing s WHERE s.id IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM units u WHERE u.id = s.id) LIMIT 1
"""

_WALKED = ("postings", "money_positions")
"""Tables whose rows are held against their vouchers one by one; no key is asked."""


def strangers(connection: Connection) -> list[str]:
    """Tables without a key to units in which a unit stands that there is not.

    Units are sought in the index one after the other; no table is read whole.
    """
    return [
        table
        for table in ("totals", "records", *_WALKED)
        if connection.exec_driver_sql(_STRANGERS.format(table=table)).first()
    ]


def broken_keys(connection: Connection) -> list[str]:
    """Tables with rows that point nowhere (SQLite, where keys can be switched off).

    Postings and money positions are left out: verifying misses their vouchers itself.
    """
    if connection.dialect.name != "sqlite":
        return []
    left_out = ", ".join(f"'{table}'" for table in _WALKED)
    rows = connection.exec_driver_sql(
        f'SELECT DISTINCT m.name, k."parent" FROM sqlite_master m,'  # noqa: S608 - our own names
        f" pragma_foreign_key_check(m.name) k WHERE m.type = 'table'"
        f" AND m.name NOT IN ({left_out})"
    )
    return sorted(f"{row[0]} → {row[1]}" for row in rows)
