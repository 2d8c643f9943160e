"""What the database asks of engagements, of who audits, and of their steps.

`ledger/guards.py` makes triggers of them. Each is a breach where it is true; `{s}`
stands for the schema, `NEW` for the row that is inserted.

1. Engagements are numbered without a gap in a year; a unit is audited by itself or by
   one above it. Whoever leaves held the post for
   all the days that are audited.
2. Who audits has the right to, in the unit or above it, and has none of keeping its
   books; they signed no voucher of the span, made no reconciliation of it and held no
   post there in it but that of an auditor (工会法 第四十五条).
3. The team is changed by its leader; a leader is replaced before they leave.
4. A step follows from the one before (`engagements.MOVES`); no day goes back. It is
   taken by the team, by its leader, or by somebody of the auditee, as it has to be.
5. A plan that is changed says why. An engagement is closed when its report is received.

`units`, `people` and `rights` are shared by all; of other tables only rows of the same
unit are read.
"""

from collections.abc import Mapping

from audit.engagement_tables import any_of
from audit.engagements import AUDIT_POSTS, BY_AUDITEE, ENDED, LED, MOVES
from ledger.people import KEEPING_BOOKS

Rules = tuple[tuple[str, str], ...]

_ENGAGEMENT = "{s}audit_engagements e WHERE e.unit_id = NEW.unit_id AND e.key = NEW.key"
_BEFORE = (
    "{s}audit_engagement_steps p WHERE p.unit_id = NEW.unit_id AND p.key = NEW.key"
    " AND p.seq = NEW.seq - 1"
)


def last_state(engagement: str, *states: str) -> str:
    """That an engagement of the row's unit stands in one of some states."""
    return (
        "EXISTS (SELECT 1 FROM {s}audit_engagement_steps l WHERE l.unit_id ="
        f" NEW.unit_id AND l.key = {engagement} AND {any_of('l.state', states)}"
        " AND NOT EXISTS (SELECT 1 FROM {s}audit_engagement_steps m WHERE m.unit_id ="
        " l.unit_id AND m.key = l.key AND m.seq > l.seq))"
    )


def on_team(engagement: str, who: str = "NEW.person_id") -> str:
    """That somebody works on an engagement of the row's unit."""
    return (
        "EXISTS (SELECT 1 FROM {s}audit_engagement_auditors t WHERE t.unit_id ="
        f" NEW.unit_id AND t.key = {engagement} AND t.auditor_id = {who}"
        " AND t.role <> 'left' AND NOT EXISTS (SELECT 1 FROM"
        " {s}audit_engagement_auditors v WHERE v.unit_id = t.unit_id"
        " AND v.key = t.key AND v.auditor_id = t.auditor_id AND v.seq > t.seq))"
    )


def leads(engagement: str, who: str = "NEW.person_id", before: str = "") -> str:
    """That somebody leads the team, as it is or was before a row of it."""
    earlier = f" AND {{alias}}.seq < {before}" if before else ""
    return (
        "EXISTS (SELECT 1 FROM {s}audit_engagement_auditors t WHERE t.unit_id ="
        f" NEW.unit_id AND t.key = {engagement} AND t.auditor_id = {who}"
        f" AND t.role = 'leader'{earlier.replace('{alias}', 't')}"
        " AND NOT EXISTS (SELECT 1 FROM {s}audit_engagement_auditors v WHERE v.unit_id"
        " = t.unit_id AND v.key = t.key AND v.role = 'leader' AND v.seq > t.seq"
        f"{earlier.replace('{alias}', 'v')}))"
    )


_DEPTH = 5
"""Levels of the tree of units: province, city, county, township, grass-roots."""


def _scopes(column: str) -> str:
    """That a right reaches the row's unit: it, a unit above it, or everywhere."""
    found, unit = [f"{column} = 0"], "NEW.unit_id"
    for level in range(_DEPTH):
        found.append(f"{column} = {unit}")
        alias = f"p{level}"
        unit = (
            f"(SELECT {alias}.parent_id FROM {{s}}units {alias}"
            f" WHERE {alias}.id = {unit})"
        )
    return "(" + " OR ".join(found) + ")"


# -- engagements --------------------------------------------------------------------

_LATEST_TENURE = (
    "NOT EXISTS (SELECT 1 FROM {s}tenures n WHERE n.unit_id = h.unit_id"
    " AND n.person_id = h.person_id AND n.post = h.post AND n.since = h.since"
    " AND n.revision > h.revision)"
)
_ENGAGEMENTS: Rules = (
    (
        "order",
        "NEW.number > 1 AND NOT EXISTS (SELECT 1 FROM {s}audit_engagements o"
        " WHERE o.unit_id = NEW.unit_id AND o.year = NEW.year"
        " AND o.number = NEW.number - 1)",
    ),
    (
        "engagement",
        "SUBSTR(CAST(NEW.begun_on AS {text}), 1, 4) <> CAST(NEW.year AS {text})",
    ),
    # Where the tree ends a unit above is unknown, and unknown is no refusal by itself.
    (
        "engagement",
        f"NOT COALESCE({_scopes('NEW.auditing_unit_id')}, 1 = 0)",
    ),
    (
        "engagement",
        "NEW.officer_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {s}tenures h"
        " WHERE h.unit_id = NEW.unit_id AND h.person_id = NEW.officer_id"
        " AND h.post = NEW.post AND h.since <= NEW.since"
        f" AND (h.until IS NULL OR h.until >= NEW.until) AND {_LATEST_TENURE})",
    ),
)

# -- who audits ---------------------------------------------------------------------


def _has_right(rights: tuple[str, ...]) -> str:
    known = any_of('r."right"', rights)
    return (
        "EXISTS (SELECT 1 FROM {s}rights r WHERE r.person_id = NEW.auditor_id"
        f" AND {known} AND r.since <= NEW.acted_on"
        " AND (r.until IS NULL OR r.until > NEW.acted_on) AND NOT EXISTS (SELECT 1"
        ' FROM {s}rights n WHERE n.person_id = r.person_id AND n."right" = r."right"'
        " AND n.scope_id = r.scope_id AND n.since = r.since"
        f" AND n.revision > r.revision) AND {_scopes('r.scope_id')})"
    )


_ANY_RIGHT = "EXISTS (SELECT 1 FROM {s}rights)"
_KEEPING = tuple(sorted(KEEPING_BOOKS))
_JOINS = "NEW.role <> 'left'"
_SIGNED = " OR ".join(
    f"w.{name}_id = NEW.auditor_id"
    for name in ("preparer", "reviewer", "poster", "cashier", "head")
)
_AUDITS = " AND ".join(f"h.post NOT LIKE '%{word}%'" for word in AUDIT_POSTS)

_AUDITORS: Rules = (
    (
        "order",
        "NEW.seq > 1 AND NOT EXISTS (SELECT 1 FROM {s}audit_engagement_auditors o"
        " WHERE o.unit_id = NEW.unit_id AND o.key = NEW.key AND o.seq = NEW.seq - 1)",
    ),
    (
        "engagement",
        f"NOT EXISTS (SELECT 1 FROM {_ENGAGEMENT} AND e.recorded_at <="
        " NEW.recorded_at AND e.begun_on <= NEW.acted_on)"
        f" OR {last_state('NEW.key', *ENDED)}",
    ),
    # Those of the beginning were named by whoever began it.
    (
        "engagement",
        "NEW.role <> 'leader' AND NOT EXISTS (SELECT 1 FROM"
        f" {_ENGAGEMENT} AND e.recorded_at = NEW.recorded_at"
        " AND e.person_id = NEW.person_id)"
        f" AND NOT {leads('NEW.key', before='NEW.seq')}",
    ),
    (
        "engagement",
        f"NEW.role <> 'leader' AND {leads('NEW.key', 'NEW.auditor_id', 'NEW.seq')}",
    ),
    (
        "independence",
        f"{_JOINS} AND {_ANY_RIGHT} AND NOT {_has_right(('audit',))}",
    ),
    ("independence", f"{_JOINS} AND {_has_right(_KEEPING)}"),
    (
        "independence",
        f"{_JOINS} AND EXISTS (SELECT 1 FROM {_ENGAGEMENT} AND EXISTS (SELECT 1 FROM"
        " {s}vouchers w WHERE w.unit_id = e.unit_id AND w.dated_on >= e.since"
        f" AND w.dated_on < e.until AND ({_SIGNED})))",
    ),
    (
        "independence",
        f"{_JOINS} AND EXISTS (SELECT 1 FROM {_ENGAGEMENT} AND EXISTS (SELECT 1 FROM"
        " {s}reconciliations w WHERE w.unit_id = e.unit_id AND w.until >= e.since"
        " AND w.until < e.until AND w.person_id = NEW.auditor_id))",
    ),
    (
        "independence",
        f"{_JOINS} AND EXISTS (SELECT 1 FROM {_ENGAGEMENT} AND EXISTS (SELECT 1 FROM"
        " {s}tenures h WHERE h.unit_id = e.unit_id AND h.person_id = NEW.auditor_id"
        " AND h.since < e.until AND (h.until IS NULL OR h.until > e.since)"
        f" AND {_AUDITS} AND {_LATEST_TENURE}))",
    ),
)

# -- steps --------------------------------------------------------------------------


def _moved() -> str:
    """Whether a step follows from the state before, by the one table of moves."""
    cases = []
    for doing, moves in MOVES.items():
        ways = " OR ".join(
            f"(p.state = '{start}' AND NEW.state = '{to}')" for start, to in moves
        )
        cases.append(f"WHEN '{doing}' THEN {ways}")
    return f"CASE NEW.act {' '.join(cases)} ELSE 1 = 0 END"


_STEPS: Rules = (
    ("order", f"NEW.seq > 1 AND NOT EXISTS (SELECT 1 FROM {_BEFORE})"),
    (
        "engagement",
        "NEW.seq = 1 AND (NEW.state <> 'begun' OR NOT EXISTS (SELECT 1 FROM"
        f" {_ENGAGEMENT} AND e.begun_on = NEW.acted_on"
        " AND e.person_id = NEW.person_id AND e.recorded_at = NEW.recorded_at))",
    ),
    (
        "engagement",
        f"EXISTS (SELECT 1 FROM {_BEFORE} AND (p.acted_on > NEW.acted_on"
        " OR p.recorded_at > NEW.recorded_at))",
    ),
    (
        "engagement",
        f"NEW.seq > 1 AND NOT EXISTS (SELECT 1 FROM {_BEFORE} AND {_moved()})",
    ),
    (
        "independence",
        f"{any_of('NEW.act', BY_AUDITEE)} AND {on_team('NEW.key')}",
    ),
    (
        "engagement",
        f"NEW.seq > 1 AND NOT {any_of('NEW.act', BY_AUDITEE)}"
        f" AND NOT {on_team('NEW.key')}",
    ),
    ("engagement", f"{any_of('NEW.act', LED)} AND NOT {leads('NEW.key')}"),
    (
        "engagement",
        "NEW.act = 'plan' AND EXISTS (SELECT 1 FROM"
        f" {_BEFORE} AND (p.state = 'noticed') = (NEW.reason <> ''))",
    ),
    (
        "engagement",
        "NEW.act = 'close' AND NOT EXISTS (SELECT 1 FROM {s}audit_engagement_steps o"
        " WHERE o.unit_id = NEW.unit_id AND o.key = NEW.key AND o.act = 'receive')",
    ),
)

ORDERED: Mapping[str, Rules] = {
    "audit_engagements": _ENGAGEMENTS,
    "audit_engagement_auditors": _AUDITORS,
    "audit_engagement_steps": _STEPS,
}
"""Rules of each table, asked when a row of it is appended."""
