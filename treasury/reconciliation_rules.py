"""What the database asks of bank reconciliations, as SQL conditions.

`ledger/guards.py` makes triggers of them. Each is a breach where it is true; `{s}`
stands for the schema, `NEW` for the row that is inserted.

1. Reconciliations are counted without a gap in their account, and each stands for a day
   after the last that stands. Statements reach that day.
2. It says the balances of the bank and of the books on that day, and what was known:
   everything.
3. Whoever was cashier of a voucher on the account since the last one does not make it.
4. One bank account alone stands for its account of the books.
5. The newest that stands is reopened, not by who made it.
6. Up to the day of one that stands no statement brings a row, and no match that it
   rests on is undone.
"""

from collections.abc import Mapping

Rules = tuple[tuple[str, str], ...]

_NOT_REOPENED = (
    "NOT EXISTS (SELECT 1 FROM {s}reconciliation_reopenings o"
    " WHERE o.unit_id = c.unit_id AND o.account = c.account AND o.number = c.number)"
)
_STANDING = "{s}reconciliations c WHERE c.unit_id = NEW.unit_id"
_OF_BANK = "b.unit_id = NEW.unit_id AND b.account = NEW.account"

_MADE: Rules = (
    (
        "order",
        "NEW.number <> 1 + (SELECT COALESCE(MAX(c.number), 0) FROM {s}reconciliations c"
        " WHERE c.unit_id = NEW.unit_id AND c.account = NEW.account"
        " AND c.number <> NEW.number)",
    ),
    (
        "order",
        f"EXISTS (SELECT 1 FROM {_STANDING} AND c.account = NEW.account"
        f" AND c.number <> NEW.number AND c.until >= NEW.until AND {_NOT_REOPENED})",
    ),
    (
        "bank",
        "NOT EXISTS (SELECT 1 FROM {s}bank_statements b"
        f" WHERE {_OF_BANK} AND b.until >= NEW.until)"
        " OR NOT EXISTS (SELECT 1 FROM {s}bank_statements b"
        f" WHERE {_OF_BANK} AND b.since <= NEW.until)",
    ),
    (
        "bank",
        "NEW.bank_fen <> (SELECT b.opening_fen FROM {s}bank_statements b"
        f" WHERE {_OF_BANK} ORDER BY b.since, b.until, b.statement LIMIT 1)"
        " + (SELECT COALESCE(SUM(b.amount_fen), 0) FROM {s}bank_rows b"
        f" WHERE {_OF_BANK} AND b.booked_on <= NEW.until)",
    ),
    (
        "bank",
        "NEW.book_fen <> (SELECT COALESCE(SUM(p.debit_fen - p.credit_fen), 0)"
        " FROM {s}bank_accounts a"
        " JOIN {s}postings p ON p.unit_id = a.unit_id AND p.account_id = a.account_id"
        " JOIN {s}vouchers v ON v.unit_id = p.unit_id AND v.position = p.position"
        " WHERE a.unit_id = NEW.unit_id AND a.number = NEW.account"
        " AND v.dated_on <= NEW.until)",
    ),
    (
        "known",
        "NEW.position <> (SELECT COALESCE(MAX(v.position), 0) FROM {s}vouchers v"
        " WHERE v.unit_id = NEW.unit_id)"
        " OR NEW.last_match <> (SELECT COALESCE(MAX(r.last_match), 0)"
        " FROM {s}match_runs r WHERE r.unit_id = NEW.unit_id)"
        " OR NEW.last_statement <> (SELECT COALESCE(MAX(b.statement), 0)"
        " FROM {s}bank_statements b WHERE b.unit_id = NEW.unit_id)",
    ),
    (
        "cashier",
        "EXISTS (SELECT 1 FROM {s}bank_accounts a"
        " JOIN {s}postings p ON p.unit_id = a.unit_id AND p.account_id = a.account_id"
        " JOIN {s}vouchers v ON v.unit_id = p.unit_id AND v.position = p.position"
        " WHERE a.unit_id = NEW.unit_id AND a.number = NEW.account"
        " AND v.cashier_id = NEW.person_id AND v.dated_on BETWEEN a.since AND NEW.until"
        f" AND NOT EXISTS (SELECT 1 FROM {_STANDING} AND c.account = NEW.account"
        " AND c.number <> NEW.number AND c.until >= v.dated_on"
        f" AND c.position >= v.position AND {_NOT_REOPENED}))",
    ),
    (
        "account",
        "EXISTS (SELECT 1 FROM {s}bank_accounts a JOIN {s}bank_accounts b"
        " ON b.unit_id = a.unit_id AND b.account_id = a.account_id"
        " AND b.number <> a.number"
        " WHERE a.unit_id = NEW.unit_id AND a.number = NEW.account)",
    ),
)

_REOPENED: Rules = (
    (
        "order",
        f"EXISTS (SELECT 1 FROM {_STANDING} AND c.account = NEW.account"
        f" AND c.number > NEW.number AND {_NOT_REOPENED})",
    ),
    (
        "person",
        f"EXISTS (SELECT 1 FROM {_STANDING} AND c.account = NEW.account"
        " AND c.number = NEW.number AND c.person_id = NEW.person_id)",
    ),
)

# Asked once for a statement, not for each of its rows: they come in masses.
_STATEMENTS: Rules = (
    (
        "locked",
        f"EXISTS (SELECT 1 FROM {_STANDING} AND c.account = NEW.account"
        f" AND {_NOT_REOPENED} AND EXISTS (SELECT 1 FROM {{s}}bank_rows b"
        f" WHERE {_OF_BANK} AND b.statement = NEW.statement"
        " AND b.booked_on <= c.until))",
    ),
)

_UNDONE: Rules = (
    (
        "locked",
        "EXISTS (SELECT 1 FROM {s}match_runs r JOIN {s}reconciliations c"
        " ON c.unit_id = r.unit_id AND c.account = r.account"
        ' WHERE r.unit_id = NEW.unit_id AND NEW."match" BETWEEN r.first_match'
        ' AND r.last_match AND c.last_match >= NEW."match"'
        f" AND {_NOT_REOPENED} AND (EXISTS (SELECT 1 FROM {{s}}matched_rows m"
        " JOIN {s}bank_rows b ON b.unit_id = m.unit_id AND b.statement = m.statement"
        ' AND b."row" = m."row" WHERE m.unit_id = NEW.unit_id'
        ' AND m."match" = NEW."match" AND b.booked_on <= c.until)'
        " OR EXISTS (SELECT 1 FROM {s}matched_postings m JOIN {s}vouchers v"
        " ON v.unit_id = m.unit_id AND v.position = m.position"
        ' WHERE m.unit_id = NEW.unit_id AND m."match" = NEW."match"'
        " AND v.dated_on <= c.until)))",
    ),
)

ORDERED: Mapping[str, Rules] = {
    "reconciliations": _MADE,
    "reconciliation_reopenings": _REOPENED,
    "bank_statements": _STATEMENTS,
    "unmatches": _UNDONE,
}
"""Rules of each table, asked when a row of it is appended."""
