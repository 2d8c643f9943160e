"""The sealed rows as the audit reads them: in the written form of `chain.py`.

The database itself joins the fields of a row, which is the quickest way to a million
of them; what it joins is checked against hashes that Python made when they were
sealed, so a slip here is found at once and can hide nothing.
"""

import sqlite3
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Table

from ledger import chain


class UnreadableText(Exception):  # noqa: N818 - it becomes a difference at once
    """A text of the books that is no UTF-8."""


_CODES = (
    "account_code",
    "fund_code",
    "debit_fen",
    "credit_fen",
    "purpose",
    "party",
    "recipient",
    "persons",
    "item",
    "quantity_milli",
    "serials",
    "arose_on",
    "economic",
    "functional",
    "appropriation",
    "request",
    "memo",
)

_LINES = """
SELECT p.position, p.account_id, p.fund_id, p.debit_fen, p.credit_fen,
       COALESCE(p.purpose, ''), p.persons, {text}, p.line, a.chart
FROM postings p
LEFT JOIN accounts a ON a.id = p.account_id
LEFT JOIN funds f ON f.unit_id = p.unit_id AND f.id = p.fund_id
WHERE p.unit_id = {unit} ORDER BY p.unit_id, p.position, p.line
"""

_HEADS = """
SELECT v.position, v.period, v.kind, v.number, v.ref, v.sealed_at, w.code,
       v.content_hash, v.previous, v.hash, {text}, v.corrects, v.correction
FROM vouchers v
LEFT JOIN people m ON m.id = v.preparer_id
LEFT JOIN people r ON r.id = v.reviewer_id
LEFT JOIN people w ON w.id = v.poster_id
LEFT JOIN people k ON k.id = v.cashier_id
LEFT JOIN people h ON h.id = v.head_id
LEFT JOIN vouchers o ON o.unit_id = v.unit_id AND o.position = v.corrects
WHERE v.unit_id = {unit} ORDER BY v.position
"""

_HEAD_FIELDS = (
    "v.ref",
    "v.period",
    "v.kind",
    "v.dated_on",
    "v.chart",
    "v.summary",
    "v.attachments",
    "COALESCE(m.code, '?')",
    "COALESCE(r.code, '?')",
    # Nobody is nothing; a number that nobody has is told apart from it.
    "CASE WHEN v.cashier_id IS NULL THEN '' ELSE COALESCE(k.code, '?') END",
    "CASE WHEN v.head_id IS NULL THEN '' ELSE COALESCE(h.code, '?') END",
    "v.posted_at",
    "CASE WHEN v.corrects IS NULL THEN '' ELSE COALESCE(o.ref, '?') END",
    "CASE v.correction WHEN '' THEN '?' ELSE COALESCE(v.correction, '') END",
    "v.entered",
)


def sealed_lines(connection: Connection, unit_id: int) -> Iterator[Any]:
    """Every posting of a unit in order of chain and line, streamed.

    Rows are position, account, fund, debit and credit in fen, purpose, persons,
    the posting's row in the written form, and its line number.
    """
    told = {
        "account_code": "COALESCE(a.code, '')",
        "fund_code": "COALESCE(f.code, '')",
        # No purpose is nothing, never an empty text: the two are told apart.
        "purpose": "CASE p.purpose WHEN '' THEN '?' ELSE COALESCE(p.purpose, '') END",
    }
    fields = [told.get(name, f"p.{name}") for name in _CODES]
    yield from _streamed(connection, _LINES, unit_id, _joined(connection, fields))


def sealed_heads(connection: Connection, unit_id: int, code: str) -> Iterator[Any]:
    """Every voucher of a unit in chain order, streamed.

    Rows are position, period, kind, number, ref, sealed_at, poster's code, the three
    hashes, and the voucher's row in the written form.
    """
    fields = [_literal(chain.VOUCHER_FORM), _literal(code), *_HEAD_FIELDS]
    yield from _streamed(connection, _HEADS, unit_id, _joined(connection, fields))


def _joined(connection: Connection, fields: list[str]) -> str:
    mark = "char(31)" if connection.dialect.name == "sqlite" else "chr(31)"
    return f" || {mark} || ".join(fields)


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _streamed(
    connection: Connection, statement: str, unit_id: int, text: str
) -> Iterator[Any]:
    filled = statement.format(text=text, unit=int(unit_id))
    if connection.dialect.name == "sqlite":
        # The driver's own cursor: one tuple a row, nothing wrapped around it.
        driver: Any = connection.connection.driver_connection
        try:
            yield from driver.execute(filled)
        except sqlite3.OperationalError:
            # Its message holds the very text; the only one that a plain read has.
            raise UnreadableText from None
        return
    # Asked of the statement: a connection would keep the option for all that follow.
    result = connection.exec_driver_sql(
        filled.replace("%", "%%"), execution_options={"yield_per": 10_000}
    )
    for row in result:
        yield tuple(row)


# -- registers, without a look at what their fields mean ------------------------------


def unit_ids(connection: Connection) -> dict[str, int]:
    """The number of each unit by its code."""
    rows = connection.exec_driver_sql("SELECT code, id FROM units")
    return {row[0]: row[1] for row in rows}


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


def checkpoint_periods(connection: Connection, unit_id: int) -> set[int]:
    """The periods for which sums were written down."""
    statement = (
        f"SELECT DISTINCT period FROM checkpoints WHERE unit_id = {int(unit_id)}"  # noqa: S608 - a number
    )
    return {row[0] for row in connection.exec_driver_sql(statement)}


def strangers(connection: Connection) -> list[str]:
    """Tables without a key to units in which a unit stands that there is not."""
    return [
        table
        for table in ("totals", "records")
        if connection.exec_driver_sql(
            f"SELECT 1 FROM {table} t WHERE t.unit_id <> 0 AND NOT EXISTS"  # noqa: S608 - as above
            " (SELECT 1 FROM units u WHERE u.id = t.unit_id) LIMIT 1"
        ).first()
    ]


def broken_keys(connection: Connection) -> list[str]:
    """Tables with rows that point nowhere (SQLite, where keys can be switched off)."""
    if connection.dialect.name != "sqlite":
        return []
    rows = connection.exec_driver_sql("PRAGMA foreign_key_check")
    return sorted({f"{row[0]} → {row[2]}" for row in rows})
