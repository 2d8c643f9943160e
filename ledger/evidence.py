"""The sealed rows as the audit reads them: in the written form of `chain.py`.

The database itself joins the fields of a row, which is the quickest way to a million
of them; what it joins is checked against hashes that Python made when they were
sealed, so a slip here is found at once and can hide nothing.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection

from ledger import chain

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
       COALESCE(p.purpose, ''), p.persons, {text}, p.line
FROM postings p
LEFT JOIN accounts a ON a.id = p.account_id
LEFT JOIN funds f ON f.unit_id = p.unit_id AND f.id = p.fund_id
WHERE p.unit_id = {unit} ORDER BY p.unit_id, p.position, p.line
"""

_HEADS = """
SELECT v.position, v.period, v.kind, v.number, v.ref, v.sealed_at, w.code,
       v.content_hash, v.previous, v.hash, {text}
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
    "COALESCE(m.code, '')",
    "COALESCE(r.code, '')",
    "COALESCE(k.code, '')",
    "COALESCE(h.code, '')",
    "v.posted_at",
    "COALESCE(o.ref, '')",
    "COALESCE(v.correction, '')",
    "v.entered",
)


def sealed_lines(connection: Connection, unit_id: int) -> Iterator[Any]:
    """Every posting of a unit in order of chain and line, streamed.

    Rows are position, account, fund, debit and credit in fen, purpose, persons,
    the posting's row in the written form, and its line number.
    """
    fields = [
        "COALESCE(a.code, '')" if name == "account_code"
        else "COALESCE(f.code, '')" if name == "fund_code"
        else "COALESCE(p.purpose, '')" if name == "purpose"
        else f"p.{name}"
        for name in _CODES
    ]
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
        yield from driver.execute(filled)
        return
    result = connection.execution_options(yield_per=10_000).exec_driver_sql(
        filled.replace("%", "%%")
    )
    for row in result:
        yield tuple(row)


def broken_keys(connection: Connection) -> list[str]:
    """Tables with rows that point nowhere (SQLite, where keys can be switched off)."""
    if connection.dialect.name != "sqlite":
        return []
    rows = connection.exec_driver_sql("PRAGMA foreign_key_check")
    return sorted({f"{row[0]} → {row[2]}" for row in rows})
