"""What the database asks of aid that was given elsewhere, as SQL conditions.

`ledger/guards.py` makes triggers of them; see `recipient_rules.py`.

1. Payments are counted without a gap in the unit, and equal ones among themselves.
2. The member is one of the household as the revision tells it.
3. A withdrawal is not recorded before what it withdraws.
"""

from collections.abc import Mapping

from aid.history_tables import SAID

Rules = tuple[tuple[str, str], ...]

_OWN = "{s}aid_elsewhere o WHERE o.unit_id = NEW.unit_id"
_EQUAL = " AND ".join(f"o.{name} = NEW.{name}" for name in SAID)

ORDERED: Mapping[str, Rules] = {
    "aid_elsewhere": (
        (
            "order",
            f"NEW.number > 1 AND NOT EXISTS (SELECT 1 FROM {_OWN}"
            " AND o.number = NEW.number - 1)",
        ),
        (
            "order",
            f"NEW.occurrence > 1 AND NOT EXISTS (SELECT 1 FROM {_OWN} AND {_EQUAL}"
            " AND o.occurrence = NEW.occurrence - 1)",
        ),
        (
            "household",
            "NOT EXISTS (SELECT 1 FROM {s}recipient_revisions r"
            " WHERE r.file = NEW.file AND r.revision = NEW.revision"
            " AND r.persons >= NEW.member)",
        ),
    ),
    "aid_elsewhere_endings": (
        (
            "order",
            f"EXISTS (SELECT 1 FROM {_OWN} AND o.number = NEW.number"
            " AND o.recorded_at > NEW.recorded_at)",
        ),
    ),
}
"""Rules of each table, asked when a row of it is appended."""
