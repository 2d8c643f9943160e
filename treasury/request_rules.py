"""What the database asks of payment requests beside the ledger, as SQL conditions.

`ledger/guards.py` makes triggers of them. Each is a breach where it is true; `{s}`
stands for the schema, `NEW` for the row that is inserted.

1. A move between funds that nobody approves, and a band of approvals, cite an adopted
   resolution of the unit.
2. A fee is what a row of a bank's statement says it is, to the fen.
"""

from collections.abc import Mapping

Rules = tuple[tuple[str, str], ...]

_CITES = (
    "resolution",
    "NEW.resolution <> '' AND NOT EXISTS (SELECT 1 FROM {s}resolutions r"
    " WHERE r.unit_id = NEW.unit_id AND r.key = NEW.resolution AND r.adopted = 1)",
)

ORDERED: Mapping[str, Rules] = {
    "payment_requests": (
        _CITES,
        (
            "L12",
            "NEW.kind = 'fee' AND NOT EXISTS (SELECT 1 FROM {s}bank_rows b"
            " WHERE b.unit_id = NEW.unit_id AND b.statement = NEW.statement"
            ' AND b."row" = NEW."row" AND b.kind = \'fee\''
            " AND b.amount_fen = -NEW.amount_fen)",
        ),
    ),
    "approval_bands": (_CITES,),
}
"""Rules of each table, asked when a row of it is appended."""
