"""What the database asks of quarterly figures, as SQL conditions.

`ledger/guards.py` makes triggers of them. Each is a breach where it is true; `{s}`
stands for the schema, `NEW` for the row that is inserted.

1. Revisions of a quarter are counted without a gap.
2. A correction is not dated before what it corrects, nor recorded before it.
"""

from collections.abc import Mapping

Rules = tuple[tuple[str, str], ...]

_BEFORE = (
    "{s}aid_quarters p WHERE p.unit_id = NEW.unit_id AND p.year = NEW.year"
    " AND p.quarter = NEW.quarter AND p.revision = NEW.revision - 1"
)

ORDERED: Mapping[str, Rules] = {
    "aid_quarters": (
        ("order", f"NEW.revision > 1 AND NOT EXISTS (SELECT 1 FROM {_BEFORE})"),
        (
            "quarter",
            f"EXISTS (SELECT 1 FROM {_BEFORE} AND (p.reported_on > NEW.reported_on"
            " OR p.recorded_at > NEW.recorded_at))",
        ),
    ),
}
"""Rules of each table, asked when a row of it is appended."""
