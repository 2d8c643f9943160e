"""What the database asks of hand-outs, as SQL conditions.

`ledger/guards.py` makes triggers of them. Each is a breach where it is true; `{s}`
stands for the schema, `NEW` for the row that is inserted.

1. A hand-out counts its lines, from 1 without a gap; none is added to one that stands.
   Each names the file number of its file and an item of the unit, and the fund allows
   the purpose (L8).
2. Files of the lines are open on the day, when it is planned and when it is issued;
   nothing is given from the day of a death on.
3. It is approved first, by a person who neither planned it nor wrote one of its files,
   not before it was planned. It is issued once approved, not before the day of the
   approval, by another than who approved; again only when the issue before is dead.
   What was turned down or withdrawn ends; what was issued and lives is not withdrawn.
4. Each movement of an issue is that of its line: goods, fund, quantity, serials,
   purpose, person, day and reference; all of them are there, and they cost what the
   step says. No goods are issued under the reference of a hand-out but by its issue.
5. Who signs for a line is its worker, or a guardian on record on the day.
6. Once a unit has begun to give aid by batches and hand-outs alone (L13) goods are
   issued by a hand-out, whatever day they name.

The rows read are those of the unit, and of recipients' files, which are unique in the
database (ADR 0021).
"""

from collections.abc import Mapping

Rules = tuple[tuple[str, str], ...]

_OF_LINES = (
    "{s}aid_handout_lines l WHERE l.unit_id = NEW.unit_id AND l.handout = NEW.handout"
)
_HEAD = "{s}aid_handouts h WHERE h.unit_id = NEW.unit_id AND h.handout = NEW.handout"


def _shut(day: str) -> str:
    """Whether the file of a line `l` is not open on a day (2)."""
    return (
        "NOT EXISTS (SELECT 1 FROM {s}recipient_steps o WHERE o.file = l.file"
        f" AND o.act <> 'close' AND o.acted_on <= {day}"
        " AND NOT EXISTS (SELECT 1 FROM {s}recipient_steps n WHERE n.file = o.file"
        f" AND n.step > o.step AND (n.acted_on <= {day}"
        f" OR n.died_on <= {day} AND NOT EXISTS (SELECT 1 FROM {{s}}recipient_steps a"
        " WHERE a.file = n.file AND a.step > n.step AND a.act = 'reopen'))))"
    )


# -- plans --------------------------------------------------------------------------

_LINES: Rules = (
    ("L3", f"EXISTS (SELECT 1 FROM {_HEAD})"),
    (
        "order",
        "NEW.line > 1 AND NOT EXISTS (SELECT 1 FROM {s}aid_handout_lines o"
        " WHERE o.unit_id = NEW.unit_id AND o.handout = NEW.handout"
        " AND o.line = NEW.line - 1)",
    ),
    (
        "handout",
        "NOT EXISTS (SELECT 1 FROM {s}recipients f WHERE f.file = NEW.file"
        " AND f.code = NEW.recipient)"
        " OR NOT EXISTS (SELECT 1 FROM {s}goods_items i WHERE i.unit_id = NEW.unit_id"
        " AND i.item = NEW.item AND i.revision = 1"
        " AND (i.kind = 'voucher') = (NEW.serials <> ''))",
    ),
)

_PLANS: Rules = (
    (
        "order",
        "NEW.handout > 1 AND NOT EXISTS (SELECT 1 FROM {s}aid_handouts o"
        " WHERE o.unit_id = NEW.unit_id AND o.handout = NEW.handout - 1)",
    ),
    ("handout", f"NEW.lines <> (SELECT COUNT(*) FROM {_OF_LINES})"),
    ("handout", f"EXISTS (SELECT 1 FROM {_OF_LINES} AND {_shut('NEW.dated_on')})"),
    (
        "handout",
        "EXISTS (SELECT 1 FROM {s}vouchers v WHERE v.unit_id = NEW.unit_id"
        " AND v.ref = NEW.ref) OR EXISTS (SELECT 1 FROM {s}goods_moves m"
        " WHERE m.unit_id = NEW.unit_id AND m.ref = NEW.ref AND m.kind = 'issue')",
    ),
    (
        "L8",
        "NOT EXISTS (SELECT 1 FROM {s}fund_purposes u WHERE u.unit_id = NEW.unit_id"
        " AND u.fund_id = NEW.fund_id AND u.purpose = NEW.purpose)",
    ),
)

# -- steps --------------------------------------------------------------------------

_BEFORE = (
    "{s}aid_handout_steps p WHERE p.unit_id = NEW.unit_id"
    " AND p.handout = NEW.handout AND p.step = NEW.step - 1"
)
_DEAD_ISSUE = (
    "(EXISTS (SELECT 1 FROM {s}goods_moves m JOIN {s}draft_steps x"
    " ON x.unit_id = m.unit_id AND x.draft = m.draft AND x.state = 'dropped'"
    " WHERE m.unit_id = NEW.unit_id AND m.move = p.first_move)"
    " OR EXISTS (SELECT 1 FROM {s}vouchers v JOIN {s}vouchers r"
    " ON r.unit_id = v.unit_id AND r.corrects = v.position"
    " AND r.correction = 'full'"
    " WHERE v.unit_id = NEW.unit_id AND v.ref = p.issue_ref))"
)
_WROTE = (
    f"EXISTS (SELECT 1 FROM {_OF_LINES} AND EXISTS"
    " (SELECT 1 FROM {s}recipient_revisions w JOIN {s}records c"
    " ON c.unit_id = w.unit_id AND c.kind = 'recipient_revisions'"
    " AND c.key = CAST(w.file AS TEXT) || '/' || CAST(w.revision AS TEXT)"
    " JOIN {s}people q ON q.code = c.person AND q.id = NEW.person_id"
    " WHERE w.file = l.file))"
)

_STEPS: Rules = (
    ("order", f"NEW.step > 1 AND NOT EXISTS (SELECT 1 FROM {_BEFORE})"),
    (
        "handout",
        "NEW.step = 1 AND NEW.act = 'issue'"
        " OR NEW.step > 1 AND (NEW.act = 'approve' OR NEW.act = 'refuse')"
        f" OR EXISTS (SELECT 1 FROM {_BEFORE} AND (p.act = 'refuse'"
        " OR p.act = 'withdraw' OR p.recorded_at > NEW.recorded_at"
        f" OR p.act = 'issue' AND NOT {_DEAD_ISSUE}))",
    ),
    (
        "handout",
        "(NEW.act = 'approve' OR NEW.act = 'refuse') AND (EXISTS (SELECT 1 FROM"
        f" {_HEAD} AND (h.person_id = NEW.person_id"
        " OR h.recorded_at > NEW.recorded_at))"
        f" OR NEW.act = 'approve' AND {_WROTE})",
    ),
    (
        "handout",
        "NEW.act = 'issue' AND (EXISTS (SELECT 1 FROM {s}aid_handout_steps g"
        " WHERE g.unit_id = NEW.unit_id AND g.handout = NEW.handout"
        " AND g.act = 'approve' AND (g.acted_on > NEW.acted_on"
        " OR g.person_id = NEW.person_id))"
        f" OR NOT EXISTS (SELECT 1 FROM {_HEAD} AND h.dated_on <= NEW.acted_on"
        " AND NEW.last_move = NEW.first_move + h.lines - 1))",
    ),
    (
        "handout",
        f"NEW.act = 'issue' AND EXISTS (SELECT 1 FROM {_OF_LINES}"
        f" AND {_shut('NEW.acted_on')})",
    ),
    (
        # The movements follow the step that names them.
        "L3",
        "NEW.act = 'issue' AND EXISTS (SELECT 1 FROM {s}goods_moves m"
        " WHERE m.unit_id = NEW.unit_id AND m.move = NEW.first_move)",
    ),
)

# -- goods --------------------------------------------------------------------------

_ISSUED_BY = (
    "{s}aid_handout_steps s WHERE s.unit_id = NEW.unit_id"
    " AND s.last_move >= {move} AND s.first_move <= {move}"
)
_BY_STEP = _ISSUED_BY.replace("{move}", "NEW.move")

_MOVED: Rules = (
    (
        "handout",
        f"EXISTS (SELECT 1 FROM {_BY_STEP} AND NOT EXISTS"
        " (SELECT 1 FROM {s}aid_handout_lines l JOIN {s}aid_handouts h"
        " ON h.unit_id = l.unit_id AND h.handout = l.handout"
        " WHERE l.unit_id = s.unit_id AND l.handout = s.handout"
        " AND l.line = NEW.move - s.first_move + 1 AND NEW.kind = 'issue'"
        " AND l.recipient = NEW.recipient AND l.item = NEW.item"
        " AND l.quantity_milli = NEW.quantity_milli AND l.serials = NEW.serials"
        " AND h.fund_id = NEW.fund_id AND h.purpose = NEW.purpose"
        " AND s.acted_on = NEW.dated_on AND s.issue_ref = NEW.ref))",
    ),
    (
        "handout",
        f"EXISTS (SELECT 1 FROM {_BY_STEP} AND s.last_move = NEW.move"
        " AND s.cost_fen <> (SELECT SUM(m.cost_fen) FROM {s}goods_moves m"
        " WHERE m.unit_id = NEW.unit_id AND m.move BETWEEN s.first_move"
        " AND s.last_move))",
    ),
    (
        "handout",
        "NEW.kind = 'issue' AND EXISTS (SELECT 1 FROM {s}aid_handouts h"
        " WHERE h.unit_id = NEW.unit_id AND h.ref = NEW.ref)"
        f" AND NOT EXISTS (SELECT 1 FROM {_BY_STEP})",
    ),
    (
        "L13",
        "NEW.kind = 'issue' AND EXISTS (SELECT 1 FROM {s}aid_begins b"
        f" WHERE b.unit_id = NEW.unit_id) AND NOT EXISTS (SELECT 1 FROM {_BY_STEP})",
    ),
)

_SIGNED: Rules = (
    (
        "signature",
        "EXISTS (SELECT 1 FROM "
        + _ISSUED_BY.replace("{move}", "NEW.move")
        + " AND NOT EXISTS (SELECT 1 FROM {s}aid_handout_lines l"
        " WHERE l.unit_id = s.unit_id AND l.handout = s.handout"
        " AND l.line = NEW.move - s.first_move + 1"
        " AND (l.recipient = NEW.signer OR EXISTS (SELECT 1 FROM {s}aid_guardians g"
        " WHERE g.file = l.file AND g.revision = 1 AND g.since <= NEW.signed_on"
        " AND NEW.signer = l.recipient || '/' || CAST(g.number AS TEXT)"
        " AND NOT EXISTS (SELECT 1 FROM {s}aid_guardians e WHERE e.file = g.file"
        " AND e.number = g.number AND e.revision > 1"
        " AND e.until <= NEW.signed_on)))))",
    ),
)

ORDERED: Mapping[str, Rules] = {
    "aid_handout_lines": _LINES,
    "aid_handouts": _PLANS,
    "aid_handout_steps": _STEPS,
    "goods_moves": _MOVED,
    "goods_signatures": _SIGNED,
}
"""Rules of each table, asked when a row of it is appended."""
