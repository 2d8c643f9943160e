"""What the database asks of aid that is spent (L13), as SQL conditions.

`guards.py` makes triggers of them. Each is a breach where it is true; `{s}` stands for
the schema, `NEW` for the row that is inserted.

1. A unit begins once it is live (L12), from a day on which nothing of aid stands yet.
2. From then on a voucher that is entered here and debits an aid account has a ground:
   the request on that line is of a batch. What it spends without one, by fund, are
   goods that come into stock or leave it. Red and difference corrections have none,
   nor have audit adjustments without money.

That the lines of a voucher are those of the batch, and that goods are in the register,
is asked in `aid/batch_rules.py`.
"""

_ASKED = "({0}entered = 'here' OR {0}entered = 'bank' OR {0}entered = 'adjustment')"
_OF_AID = "{s}accounts a ON a.id = p.account_id AND a.role = 'aid_expense'"
_POSTED = "p.unit_id = NEW.unit_id AND p.position = NEW.position"
_MONEY = (
    "EXISTS (SELECT 1 FROM {s}postings p JOIN {s}accounts a ON a.id = p.account_id"
    " AND a.money = 1 WHERE " + _POSTED + ")"
)

GROUND_ASKED = (
    "NEW.kind <> '期初' AND COALESCE(NEW.correction, '') <> 'full'"
    " AND COALESCE(NEW.correction, '') <> 'difference'"
    " AND EXISTS (SELECT 1 FROM {s}aid_begins g WHERE g.unit_id = NEW.unit_id)"
)
"""Whether a voucher must have a ground for what it debits to aid."""

GROUNDLESS = (
    "p.debit_fen > 0 AND NOT EXISTS (SELECT 1 FROM {s}aid_grounds g"
    " WHERE g.unit_id = NEW.unit_id AND g.request = p.request)"
)
"""Whether a posting `p` spends without a ground."""

_UNMATCHED = (
    "EXISTS (SELECT 1 FROM {s}postings p JOIN {s}accounts a ON a.id = p.account_id"
    " AND (a.role = 'aid_expense' OR a.role = 'stock') WHERE "
    + _POSTED
    + " GROUP BY p.fund_id HAVING SUM(CASE WHEN a.role = 'aid_expense' AND "
    + GROUNDLESS
    + " THEN p.debit_fen ELSE 0 END) > ABS(SUM(CASE WHEN a.role = 'stock'"
    " THEN p.debit_fen - p.credit_fen ELSE 0 END)))"
)

ONLY = {"vouchers/aid": _ASKED.format("NEW.")}
"""Rows that alone are judged, where a table is written in masses."""

ORDERED = {
    "aid_begins": (
        (
            "L13",
            "NOT EXISTS (SELECT 1 FROM {s}go_lives g WHERE g.unit_id = NEW.unit_id"
            " AND g.since <= NEW.since)",
        ),
        (
            "L13",
            "EXISTS (SELECT 1 FROM {s}vouchers v JOIN {s}postings p"
            " ON p.unit_id = v.unit_id AND p.position = v.position JOIN "
            + _OF_AID
            + " WHERE v.unit_id = NEW.unit_id AND v.dated_on >= NEW.since"
            + f" AND {_ASKED.format('v.')} AND p.debit_fen > 0)",
        ),
    ),
    "vouchers/aid": (
        (
            "L13",
            f"{GROUND_ASKED} AND (NEW.entered <> 'adjustment' OR {_MONEY})"
            f" AND {_UNMATCHED}",
        ),
    ),
}
"""Rules of each table, asked when a row of it is appended; what follows a stroke names
a trigger of its own beside the one that the table has."""
