"""What the database asks of recipients' files, as SQL conditions.

`ledger/guards.py` makes triggers of them. Each is a breach where it is true; `{s}`
stands for the schema, `NEW` for the row that is inserted.

1. Files, their steps and their revisions are counted without a gap; a step is not
   dated before the one it follows.
2. A file is opened first, by its own unit and on its day. It is moved while it is open
   and by the unit that holds it, closed while it is open, reopened when it was closed;
   after a death only to put a mistake right. No file goes to a unit that was given up.
3. A revision is written by the unit that holds the file, while it is open. It counts
   its members, who come before it; none is added to one that stands.
4. The worker is no member of the own household, and nobody is one twice. Two open files
   do not name each other's workers: a household has one head.

Rows of one statement are judged together on PostgreSQL and one by one on SQLite, so
each rule looks at the row before, never at the largest number.
"""

from collections.abc import Mapping

Rules = tuple[tuple[str, str], ...]


def _follows(column: str, table: str) -> tuple[str, str]:
    """Rule 1: the row before stands."""
    of_file = "" if column == "file" else " AND o.file = NEW.file"
    return (
        "order",
        f"NEW.{column} > 1 AND NOT EXISTS (SELECT 1 FROM {{s}}{table} o"
        f" WHERE o.{column} = NEW.{column} - 1{of_file})",
    )


_BEFORE = "{s}recipient_steps p WHERE p.file = NEW.file AND p.step = NEW.step - 1"

_STEPS: Rules = (
    _follows("step", "recipient_steps"),
    (
        "recipient",
        "(NEW.step = 1) <> (NEW.act = 'open') OR (NEW.step = 1 AND NOT EXISTS"
        " (SELECT 1 FROM {s}recipients f WHERE f.file = NEW.file"
        " AND f.unit_id = NEW.unit_id AND f.opened_on = NEW.acted_on))",
    ),
    (
        "recipient",
        f"EXISTS (SELECT 1 FROM {_BEFORE} AND (p.acted_on > NEW.acted_on"
        " OR p.recorded_at > NEW.recorded_at"
        " OR (NEW.act = 'reopen') <> (p.act = 'close')"
        " OR (NEW.act <> 'move' AND p.unit_id <> NEW.unit_id)"
        " OR (NEW.act = 'move' AND (p.unit_id = NEW.unit_id"
        " OR p.unit_id <> NEW.from_unit_id))"
        " OR (p.reason = 'death' AND NEW.reason <> 'mistake')))",
    ),
    (
        "recipient",
        "NEW.act <> 'close' AND EXISTS (SELECT 1 FROM {s}unit_endings e"
        " WHERE e.unit_id = NEW.unit_id AND e.closed_on <= NEW.acted_on)",
    ),
)


def _is_open(file: str) -> str:
    """A file whose last step did not close it."""
    return (
        f"NOT EXISTS (SELECT 1 FROM {{s}}recipient_steps c WHERE c.file = {file}"
        " AND c.act = 'close' AND NOT EXISTS (SELECT 1 FROM {s}recipient_steps l"
        " WHERE l.file = c.file AND l.step > c.step))"
    )


def _two_heads(revision: str) -> str:
    """Rule 4: another open file whose worker is a member here names this worker."""
    return (
        "EXISTS (SELECT 1 FROM {s}recipient_members m"
        " JOIN {s}recipients o ON o.blind = m.blind"
        " JOIN {s}recipient_members b ON b.file = o.file"
        " JOIN {s}recipients f ON f.blind = b.blind AND f.file = m.file"
        f" WHERE m.file = NEW.file AND m.revision = {revision}"
        " AND NOT EXISTS (SELECT 1 FROM {s}recipient_revisions r"
        " WHERE r.file = o.file AND r.revision > b.revision)"
        f" AND {_is_open('o.file')})"
    )


_LATEST = (
    "(SELECT MAX(r.revision) FROM {s}recipient_revisions r WHERE r.file = NEW.file)"
)
_OF_REVISION = (
    "{s}recipient_members m WHERE m.file = NEW.file AND m.revision = NEW.revision"
)

_REVISIONS: Rules = (
    _follows("revision", "recipient_revisions"),
    (
        "recipient",
        "NOT EXISTS (SELECT 1 FROM {s}recipient_steps h WHERE h.file = NEW.file"
        " AND h.unit_id = NEW.unit_id AND h.act <> 'close' AND NOT EXISTS"
        " (SELECT 1 FROM {s}recipient_steps l WHERE l.file = h.file"
        " AND l.step > h.step))",
    ),
    (
        "recipient",
        "EXISTS (SELECT 1 FROM {s}recipient_revisions p WHERE p.file = NEW.file"
        " AND p.revision = NEW.revision - 1 AND p.recorded_at > NEW.recorded_at)",
    ),
    (
        "household",
        f"NEW.persons <> 1 + (SELECT COUNT(*) FROM {_OF_REVISION})"
        f" OR EXISTS (SELECT 1 FROM {_OF_REVISION}"
        " AND (m.number > NEW.persons OR m.unit_id <> NEW.unit_id))",
    ),
    ("household", _two_heads("NEW.revision")),
)

ORDERED: Mapping[str, Rules] = {
    "recipients": (_follows("file", "recipients"),),
    "recipient_steps": (
        *_STEPS,
        ("household", f"NEW.act = 'reopen' AND {_two_heads(_LATEST)}"),
    ),
    "recipient_members": (
        (
            "L3",
            "EXISTS (SELECT 1 FROM {s}recipient_revisions r WHERE r.file = NEW.file"
            " AND r.revision = NEW.revision)",
        ),
        (
            "household",
            "EXISTS (SELECT 1 FROM {s}recipients f WHERE f.file = NEW.file"
            " AND f.blind = NEW.blind)",
        ),
    ),
    "recipient_revisions": _REVISIONS,
}
"""Rules of each table, asked when a row of it is appended."""
