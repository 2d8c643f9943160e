"""What the database asks of cash counts, as SQL conditions.

`ledger/guards.py` makes triggers of them. Each is a breach where it is true; `{s}`
stands for the schema, `NEW` for the row that is inserted.

1. Counts are numbered without a gap, and are of accounts of cash.
2. Pieces come before their count, and only before the next one; what was counted is
   what they come to.
3. A count is made at the head of the unit's chain. Its book balance is what stood on
   the account at the end of its day, as it was known there.

The last costs a look at every posting on the account, once a count.
"""

from collections.abc import Mapping

Rules = tuple[tuple[str, str], ...]

_COUNTS: Rules = (
    (
        "order",
        "NEW.number <> 1 + (SELECT COALESCE(MAX(o.number), 0) FROM {s}cash_counts o"
        " WHERE o.unit_id = NEW.unit_id AND o.number <> NEW.number)",
    ),
    (
        "account",
        "NOT EXISTS (SELECT 1 FROM {s}accounts a WHERE a.id = NEW.account_id"
        " AND a.role = 'cash')",
    ),
    (
        "cash",
        "NEW.counted_fen <> (SELECT COALESCE(SUM(CAST(c.face_fen AS BIGINT)"
        " * c.pieces), 0) FROM {s}cash_count_pieces c"
        " WHERE c.unit_id = NEW.unit_id AND c.counting = NEW.number)",
    ),
    (
        "cash",
        "NEW.position <> (SELECT COALESCE(MAX(v.position), 0) FROM {s}vouchers v"
        " WHERE v.unit_id = NEW.unit_id)",
    ),
    (
        "cash",
        "NEW.book_fen <> (SELECT COALESCE(SUM(p.debit_fen - p.credit_fen), 0)"
        " FROM {s}postings p JOIN {s}vouchers v"
        " ON v.unit_id = p.unit_id AND v.position = p.position"
        " WHERE p.unit_id = NEW.unit_id AND p.account_id = NEW.account_id"
        " AND v.dated_on <= NEW.counted_on)",
    ),
)

_PIECES: Rules = (
    (
        "L3",
        "NEW.counting <> 1 + (SELECT COALESCE(MAX(c.number), 0)"
        " FROM {s}cash_counts c WHERE c.unit_id = NEW.unit_id)",
    ),
)

ORDERED: Mapping[str, Rules] = {
    "cash_counts": _COUNTS,
    "cash_count_pieces": _PIECES,
}
"""Rules of each table, asked when a row of it is appended."""
