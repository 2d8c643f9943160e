"""What the database asks of recorded guardians, as SQL conditions.

`ledger/guards.py` makes triggers of them. Each is a breach where it is true; `{s}`
stands for the schema, `NEW` for the row that is inserted.

1. Guardians of a file are counted without a gap; an end follows what it ends, repeats
   who it is of, and leaves no more days than were told.
2. They are recorded by the unit that holds the file, while it is open; an end whenever
   that unit learns of it.
3. The worker is nobody's own guardian.

Files are unique in the whole database (ADR 0021): rows of a file are read whatever
unit wrote them.
"""

from collections.abc import Mapping

Rules = tuple[tuple[str, str], ...]

_GUARDIANS: Rules = (
    (
        "order",
        "NEW.revision = 1 AND NEW.number > 1 AND NOT EXISTS"
        " (SELECT 1 FROM {s}aid_guardians o WHERE o.file = NEW.file"
        " AND o.number = NEW.number - 1 AND o.revision = 1)",
    ),
    (
        "guardian",
        "NEW.revision = 2 AND NOT EXISTS (SELECT 1 FROM {s}aid_guardians o"
        " WHERE o.file = NEW.file AND o.number = NEW.number AND o.revision = 1"
        " AND o.relation = NEW.relation AND o.since = NEW.since"
        " AND o.blind = NEW.blind AND o.paper = NEW.paper"
        " AND o.recorded_at <= NEW.recorded_at"
        " AND (o.until IS NULL OR o.until > NEW.until))",
    ),
    (
        "guardian",
        "NOT EXISTS (SELECT 1 FROM {s}recipient_steps h WHERE h.file = NEW.file"
        " AND h.unit_id = NEW.unit_id AND (h.act <> 'close' OR NEW.revision = 2)"
        " AND NOT EXISTS (SELECT 1 FROM {s}recipient_steps l"
        " WHERE l.file = h.file AND l.step > h.step))",
    ),
    (
        "guardian",
        "EXISTS (SELECT 1 FROM {s}recipients f WHERE f.file = NEW.file"
        " AND f.blind = NEW.blind)",
    ),
)

ORDERED: Mapping[str, Rules] = {"aid_guardians": _GUARDIANS}
"""Rules of each table, asked when a row of it is appended."""
