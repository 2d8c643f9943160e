"""What the database asks of lists of what is handed over, as SQL conditions.

`ledger/guards.py` makes triggers of them. Each is a breach where it is true; `{s}`
stands for the schema, `NEW` for the row that is inserted.

1. Lists are numbered without a gap in a year, and name the tenure as it stands after
   its last revision. Of one tenure there is one list that is not withdrawn.
2. Lines are counted from 1; none is added once somebody signed or the list ended. A
   line that strikes another out is not struck out itself.
3. Whoever signs is the person whom the list names, under as many lines as it has. It
   is completed by the supervisor after all three have signed, withdrawn by who drew it
   up; after that nothing is done.
4. It is not completed while a right of the leaver holds in the unit: there, above it,
   or everywhere.
5. No step goes back behind the day of the list, a day or an instant before it; a step
   is not dated before the day on which it is recorded.

`units`, `rights` and `people` are shared by all; of other tables only rows of the same
unit are read.
"""

from collections.abc import Mapping

Rules = tuple[tuple[str, str], ...]

_LIST = "{s}audit_handovers h WHERE h.unit_id = NEW.unit_id AND h.key = NEW.key"
_STEPS = "{s}audit_handover_steps o WHERE o.unit_id = NEW.unit_id AND o.key = NEW.key"
_LINES = "{s}audit_handover_lines o WHERE o.unit_id = NEW.unit_id AND o.key = NEW.key"
_ENDED = "(o.act = 'complete' OR o.act = 'withdraw')"
_SIGNED = "(o.act = 'leaver' OR o.act = 'receiver' OR o.act = 'supervisor')"

_LISTS: Rules = (
    (
        "order",
        "NEW.number > 1 AND NOT EXISTS (SELECT 1 FROM {s}audit_handovers o"
        " WHERE o.unit_id = NEW.unit_id AND o.year = NEW.year"
        " AND o.number = NEW.number - 1)",
    ),
    (
        "handover",
        "EXISTS (SELECT 1 FROM {s}tenures t WHERE t.unit_id = NEW.unit_id"
        " AND t.person_id = NEW.leaver_id AND t.post = NEW.post"
        " AND t.since = NEW.since AND t.revision > NEW.revision)",
    ),
    (
        "handover",
        "EXISTS (SELECT 1 FROM {s}audit_handovers e WHERE e.unit_id = NEW.unit_id"
        " AND e.leaver_id = NEW.leaver_id AND e.post = NEW.post"
        " AND e.since = NEW.since AND e.key <> NEW.key AND NOT EXISTS"
        " (SELECT 1 FROM {s}audit_handover_steps w WHERE w.unit_id = e.unit_id"
        " AND w.key = e.key AND w.act = 'withdraw'))",
    ),
)

_LINE_RULES: Rules = (
    (
        "order",
        f"NEW.line > 1 AND NOT EXISTS (SELECT 1 FROM {_LINES}"
        " AND o.line = NEW.line - 1)",
    ),
    ("handover", f"EXISTS (SELECT 1 FROM {_STEPS})"),
    (
        "handover",
        f"NEW.strikes IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {_LINES}"
        " AND o.line = NEW.strikes AND o.strikes IS NULL)",
    ),
)

_ABOVE = (
    "EXISTS (SELECT 1 FROM {s}units a"
    " LEFT JOIN {s}units b ON b.id = a.parent_id"
    " LEFT JOIN {s}units c ON c.id = b.parent_id"
    " LEFT JOIN {s}units d ON d.id = c.parent_id"
    " LEFT JOIN {s}units e ON e.id = d.parent_id"
    " WHERE a.id = NEW.unit_id AND (r.scope_id = a.parent_id"
    " OR r.scope_id = b.parent_id OR r.scope_id = c.parent_id"
    " OR r.scope_id = d.parent_id OR r.scope_id = e.parent_id))"
)

_RIGHTS_HOLD = (
    "NEW.act = 'complete' AND EXISTS (SELECT 1 FROM {s}audit_handovers h"
    " JOIN {s}rights r ON r.person_id = h.leaver_id"
    " WHERE h.unit_id = NEW.unit_id AND h.key = NEW.key"
    " AND r.since <= NEW.acted_on AND (r.until IS NULL OR r.until > NEW.acted_on)"
    " AND NOT EXISTS (SELECT 1 FROM {s}rights l WHERE l.person_id = r.person_id"
    " AND l.right_ = r.right_ AND l.scope_id = r.scope_id AND l.since = r.since"
    " AND l.revision > r.revision)"
    f" AND (r.scope_id = 0 OR r.scope_id = NEW.unit_id OR {_ABOVE}))"
).replace("right_", '"right"')

_STEP_RULES: Rules = (
    (
        "order",
        f"NEW.seq > 1 AND NOT EXISTS (SELECT 1 FROM {_STEPS} AND o.seq = NEW.seq - 1)",
    ),
    (
        "handover",
        f"EXISTS (SELECT 1 FROM {_STEPS} AND o.seq < NEW.seq AND {_ENDED})",
    ),
    ("handover", f"NEW.lines <> (SELECT COUNT(*) FROM {_LINES})"),
    (
        "handover",
        f"NOT EXISTS (SELECT 1 FROM {_LIST} AND NEW.person_id = CASE NEW.act"
        " WHEN 'leaver' THEN h.leaver_id WHEN 'receiver' THEN h.receiver_id"
        " WHEN 'withdraw' THEN h.person_id ELSE h.supervisor_id END)",
    ),
    (
        "handover",
        f"NEW.act = 'complete' AND 3 <> (SELECT COUNT(*) FROM {_STEPS} AND {_SIGNED})",
    ),
    ("handover_rights", _RIGHTS_HOLD),
    (
        "handover",
        f"EXISTS (SELECT 1 FROM {_LIST} AND (h.handed_on > NEW.acted_on"
        " OR h.recorded_at > NEW.recorded_at))"
        f" OR EXISTS (SELECT 1 FROM {_STEPS} AND o.seq = NEW.seq - 1"
        " AND (o.acted_on > NEW.acted_on OR o.recorded_at > NEW.recorded_at))"
        " OR substr(NEW.recorded_at, 1, 10) > CAST(NEW.acted_on AS {text})",
    ),
)

ORDERED: Mapping[str, Rules] = {
    "audit_handovers": _LISTS,
    "audit_handover_lines": _LINE_RULES,
    "audit_handover_steps": _STEP_RULES,
}
"""Rules of each table, asked when a row of it is appended."""
