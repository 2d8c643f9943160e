"""What the database asks of bank statements, as SQL conditions.

`ledger/guards.py` makes triggers of them. Each is a breach where it is true; `{s}`
stands for the schema, `NEW` for the row that is inserted.

1. Accounts, mappings and statements are counted without a gap. An account stands for
   an account of the books that holds money and is no cash.
2. Rows come before their statement, and only before the next one; none is added to a
   statement that stands.
3. A statement counts its new rows, all of its own account and days. Opening + its new
   rows + those known before = closing.
4. It opens with what the last statement before its days closed.
"""

from collections.abc import Mapping

Rules = tuple[tuple[str, str], ...]


def _follows(column: str, table: str, *same: str) -> tuple[str, str]:
    kept = "".join(f" AND o.{key} = NEW.{key}" for key in same)
    return (
        "order",
        f"NEW.{column} <> 1 + (SELECT COALESCE(MAX(o.{column}), 0) FROM {{s}}{table} o"
        f" WHERE o.unit_id = NEW.unit_id{kept} AND o.{column} <> NEW.{column})",
    )


_OF_STATEMENT = (
    "{s}bank_rows r WHERE r.unit_id = NEW.unit_id AND r.statement = NEW.statement"
)

# One question for every row: they come in masses.
_ROWS: Rules = (
    (
        "L3",
        "NEW.statement <> 1 + (SELECT COALESCE(MAX(t.statement), 0)"
        " FROM {s}bank_statements t WHERE t.unit_id = NEW.unit_id)",
    ),
)

_STATEMENTS: Rules = (
    _follows("statement", "bank_statements"),
    ("bank", f"NEW.new_rows <> (SELECT COUNT(*) FROM {_OF_STATEMENT})"),
    (
        "bank",
        f"EXISTS (SELECT 1 FROM {_OF_STATEMENT} AND (r.account <> NEW.account"
        ' OR r."row" > NEW."rows" OR r.booked_on < NEW.since'
        " OR r.booked_on > NEW.until))",
    ),
    (
        "bank",
        "NEW.opening_fen + NEW.known_fen + (SELECT COALESCE(SUM(r.amount_fen), 0)"
        f" FROM {_OF_STATEMENT}) <> NEW.closing_fen",
    ),
    (
        "bank",
        'NEW."rows" - NEW.new_rows > (SELECT COUNT(*) FROM {s}bank_rows k'
        " WHERE k.unit_id = NEW.unit_id AND k.account = NEW.account"
        " AND k.booked_on >= NEW.since AND k.booked_on <= NEW.until"
        " AND k.statement < NEW.statement)",
    ),
    (
        "bank",
        "EXISTS (SELECT 1 FROM {s}bank_statements p WHERE p.unit_id = NEW.unit_id"
        " AND p.account = NEW.account AND p.until < NEW.since"
        " AND p.closing_fen <> NEW.opening_fen AND NOT EXISTS"
        " (SELECT 1 FROM {s}bank_statements q WHERE q.unit_id = NEW.unit_id"
        " AND q.account = NEW.account AND q.statement <> p.statement"
        " AND q.statement <> NEW.statement AND q.until >= p.until))",
    ),
    (
        "bank",
        "EXISTS (SELECT 1 FROM {s}bank_accounts a WHERE a.unit_id = NEW.unit_id"
        " AND a.number = NEW.account AND a.since > NEW.since)",
    ),
)

ORDERED: Mapping[str, Rules] = {
    "bank_accounts": (
        _follows("number", "bank_accounts"),
        (
            "account",
            "NOT EXISTS (SELECT 1 FROM {s}accounts a WHERE a.id = NEW.account_id"
            " AND a.money = 1 AND a.role <> 'cash')",
        ),
    ),
    "bank_mappings": (_follows("revision", "bank_mappings", "bank"),),
    "bank_rows": _ROWS,
    "bank_statements": _STATEMENTS,
}
"""Rules of each table, asked when a row of it is appended."""
