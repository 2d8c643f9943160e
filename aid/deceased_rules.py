"""What the database asks of the list of people who died, as SQL conditions.

`ledger/guards.py` makes triggers of them; see `recipient_rules.py`.

1. Revisions of a person are counted without a gap, none recorded before the one it
   follows.
2. A revision says something else than the one it follows.
"""

from collections.abc import Mapping

Rules = tuple[tuple[str, str], ...]

_BEFORE = (
    "SELECT 1 FROM {s}deceased_people p WHERE p.blind = NEW.blind"
    " AND p.revision = NEW.revision - 1"
)

ORDERED: Mapping[str, Rules] = {
    "deceased_people": (
        ("order", f"NEW.revision > 1 AND NOT EXISTS ({_BEFORE})"),
        ("deceased", f"EXISTS ({_BEFORE} AND p.recorded_at > NEW.recorded_at)"),
        (
            "deceased",
            f"EXISTS ({_BEFORE} AND (p.died_on = NEW.died_on"
            " OR (p.died_on IS NULL AND NEW.died_on IS NULL)))",
        ),
    ),
}
"""Rules of each table, asked when a row of it is appended."""
