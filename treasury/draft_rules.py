"""What the database asks of drafts that a desk handed in, as SQL conditions.

`ledger/guards.py` makes triggers of them. Each is a breach where it is true; `{s}`
stands for the schema, `NEW` for the row that is inserted.

1. A draft keeps the reference that it was handed in under, for good: by it what was
   said of the draft is found again, and asked of its voucher. It may still be returned
   and given up under another.
2. It is posted as the voucher of that reference.
"""

from collections.abc import Mapping

Rules = tuple[tuple[str, str], ...]

_HANDED_IN = (
    "{s}desk_drafts d WHERE d.unit_id = NEW.unit_id AND d.draft = NEW.draft"
    " AND NEW.state <> 'returned' AND NEW.state <> 'dropped'"
)

# `"ref":"…"` as JSON writes it: no text within can hold quotes that are not escaped.
# Functions that read JSON may not run in a trigger where SQLite trusts no schema.
_KEPT = (
    '\'"ref":"\' || REPLACE(REPLACE(d.ref, {backslash}, {backslash} || {backslash}),'
    " '\"', {backslash} || '\"') || '\"'"
)

_STEPS: Rules = (
    (
        "desk",
        f"EXISTS (SELECT 1 FROM {_HANDED_IN}"
        f" AND REPLACE(NEW.content, {_KEPT}, '') = NEW.content)",
    ),
    (
        "desk",
        f"NEW.state = 'posted' AND EXISTS (SELECT 1 FROM {_HANDED_IN} AND NOT EXISTS"
        " (SELECT 1 FROM {s}vouchers v WHERE v.unit_id = d.unit_id"
        " AND v.ref = d.ref))",
    ),
)

ORDERED: Mapping[str, Rules] = {"draft_steps": _STEPS}
"""Rules of each table, asked when a row of it is appended."""
