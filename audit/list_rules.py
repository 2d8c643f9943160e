"""What the database asks of lists from outside, as SQL conditions.

`ledger/guards.py` makes triggers of them. Each is a breach where it is true; `{s}`
stands for the schema, `NEW` for the row that is inserted.

1. Lists of a unit are counted without a gap.
2. A list seals its people: as many as it says, and none comes after it.
3. People of the staff, and they alone, stand with a code.
"""

from collections.abc import Mapping

Rules = tuple[tuple[str, str], ...]

_OWN = "p.unit_id = NEW.unit_id"
_LIST = f"SELECT 1 FROM {{s}}audit_lists p WHERE {_OWN}"
_MISPLACED = "(p.person_id IS NOT NULL) <> (NEW.kind = 'staff')"
_PEOPLE = f"{{s}}audit_list_people p WHERE {_OWN} AND p.list = NEW.number"

ORDERED: Mapping[str, Rules] = {
    "audit_lists": (
        (
            "order",
            f"NEW.number > 1 AND NOT EXISTS ({_LIST} AND p.number = NEW.number - 1)",
        ),
        ("list", f"NEW.people <> (SELECT COUNT(*) FROM {_PEOPLE})"),
        (
            "list",
            f"EXISTS (SELECT 1 FROM {_PEOPLE} AND {_MISPLACED})",
        ),
    ),
    "audit_list_people": (("list", f"EXISTS ({_LIST} AND p.number = NEW.list)"),),
}
"""Rules of each table, asked when a row of it is appended."""
