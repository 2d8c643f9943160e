"""What the database asks of findings, as SQL conditions.

`ledger/guards.py` makes triggers of them. Each is a breach where it is true; `{s}`
stands for the schema, `NEW` for the row that is inserted.

1. Findings of an engagement are numbered without a gap, their revisions too. Links and
   exceptions come before the first step and none after it.
2. A step follows from the one before (`finding_kinds.MOVES`), while the engagement
   stands as it has to (`WHILE`); no day goes back. What was carried is followed up by
   whoever audits the unit.
3. The team raises, changes, decides and follows up; nobody of it replies or puts right,
   and whoever reports that it was put right does not say so afterwards.
4. Decisions on an engagement are taken when every finding is decided; draft, decision
   and report lie on no day before what became of findings. An engagement is closed when
   every one is closed or carried. Notice to put right is given where there is one to,
   and no more comes back than a finding says.

Of other tables only rows of the same unit are read.
"""

from collections.abc import Mapping

from audit.engagement_rules import last_state, on_team
from audit.engagement_tables import any_of
from audit.finding_kinds import BY_AUDITEE, MOVES, WHILE, Doing

Rules = tuple[tuple[str, str], ...]

_SAME = (
    "{0}.unit_id = NEW.unit_id AND {0}.engagement = NEW.engagement"
    " AND {0}.number = NEW.number"
)
_BEFORE = (
    "{s}audit_finding_steps p WHERE p.unit_id = NEW.unit_id"
    " AND p.engagement = NEW.engagement AND p.number = NEW.number"
    " AND p.seq = NEW.seq - 1"
)
_ANY_STEP = (
    f"EXISTS (SELECT 1 FROM {{s}}audit_finding_steps o WHERE {_SAME.format('o')})"
)


def _standing(*states: str, engagement: str = "NEW.key") -> str:
    """That a finding of an engagement stands in one of some states."""
    return (
        "EXISTS (SELECT 1 FROM {s}audit_finding_steps f WHERE f.unit_id = NEW.unit_id"
        f" AND f.engagement = {engagement} AND {any_of('f.state', states)}"
        " AND NOT EXISTS (SELECT 1 FROM {s}audit_finding_steps g WHERE g.unit_id ="
        " f.unit_id AND g.engagement = f.engagement AND g.number = f.number"
        " AND g.seq > f.seq))"
    )


_CARRIED = _BEFORE + " AND p.state = 'carried'"
_ANY_TEAM = (
    "EXISTS (SELECT 1 FROM {s}audit_engagement_auditors t WHERE t.unit_id ="
    " NEW.unit_id AND t.auditor_id = NEW.person_id AND t.role <> 'left')"
)

_FINDINGS: Rules = (
    (
        "order",
        "NEW.revision = 1 AND NEW.number > 1 AND NOT EXISTS (SELECT 1 FROM"
        " {s}audit_findings o WHERE o.unit_id = NEW.unit_id"
        " AND o.engagement = NEW.engagement AND o.number = NEW.number - 1)",
    ),
    (
        "order",
        "NEW.revision > 1 AND NOT EXISTS (SELECT 1 FROM {s}audit_findings o WHERE"
        f" {_SAME.format('o')} AND o.revision = NEW.revision - 1"
        # What proves a finding is what proved it when it was raised.
        " AND o.exceptions = NEW.exceptions AND o.links = NEW.links"
        " AND o.exceptions_fen = NEW.exceptions_fen AND o.digest = NEW.digest"
        " AND o.check_key = NEW.check_key AND o.recorded_at <= NEW.recorded_at)",
    ),
    (
        "finding",
        "NEW.revision = 1 AND NOT " + last_state("NEW.engagement", *WHILE[Doing.RAISE]),
    ),
    (
        "finding",
        "NEW.revision > 1 AND NOT "
        + last_state("NEW.engagement", *WHILE[Doing.REVISE]),
    ),
    ("finding", f"NOT {on_team('NEW.engagement')}"),
)

_DUTIES: Rules = (
    (
        "order",
        "NEW.seq > 1 AND NOT EXISTS (SELECT 1 FROM {s}audit_finding_duties o WHERE"
        f" {_SAME.format('o')} AND o.seq = NEW.seq - 1)",
    ),
    (
        "finding",
        f"NOT {on_team('NEW.engagement')} OR NOT "
        + last_state("NEW.engagement", *WHILE[Doing.REVISE]),
    ),
    (
        "finding",
        "NOT EXISTS (SELECT 1 FROM {s}tenures h WHERE h.unit_id = NEW.unit_id"
        " AND h.person_id = NEW.officer_id AND h.post = NEW.post)",
    ),
)


def _moved() -> str:
    """Whether a step follows from the state before, by the one table of moves."""
    cases = []
    for doing, moves in MOVES.items():
        ways = " OR ".join(
            f"(p.state = '{start}' AND NEW.outcome = '{outcome or ''}'"
            f" AND NEW.state = '{to}')"
            for start, outcome, to in moves
        )
        cases.append(f"WHEN '{doing}' THEN {ways}")
    return f"CASE NEW.act {' '.join(cases)} ELSE 1 = 0 END"


def _while() -> str:
    """Whether the engagement stands as it has to for a step."""
    cases = [
        f"WHEN '{doing}' THEN {last_state('NEW.engagement', *states)}"
        for doing, states in WHILE.items()
    ]
    return f"CASE NEW.act {' '.join(cases)} ELSE 1 = 0 END"


_AFTER_END = (
    f"(({any_of('NEW.act', (Doing.RECTIFY, Doing.FOLLOW_UP))})"
    f" AND {last_state('NEW.engagement', 'closed')}"
    f" AND EXISTS (SELECT 1 FROM {_CARRIED}))"
)

_STEPS: Rules = (
    ("order", f"NEW.seq > 1 AND NOT EXISTS (SELECT 1 FROM {_BEFORE})"),
    (
        "finding",
        "NEW.seq = 1 AND (NEW.state <> 'open' OR NOT EXISTS (SELECT 1 FROM"
        f" {{s}}audit_findings o WHERE {_SAME.format('o')} AND o.revision = 1"
        " AND o.acted_on = NEW.acted_on AND o.person_id = NEW.person_id"
        " AND o.recorded_at = NEW.recorded_at))",
    ),
    (
        "finding",
        "NEW.act = 'revise' AND NOT EXISTS (SELECT 1 FROM {s}audit_findings o WHERE"
        f" {_SAME.format('o')} AND o.revision > 1 AND o.acted_on = NEW.acted_on"
        " AND o.person_id = NEW.person_id AND o.recorded_at = NEW.recorded_at)",
    ),
    (
        "finding",
        f"EXISTS (SELECT 1 FROM {_BEFORE} AND (p.acted_on > NEW.acted_on"
        " OR p.recorded_at > NEW.recorded_at))",
    ),
    (
        "finding",
        f"NEW.seq > 1 AND NOT EXISTS (SELECT 1 FROM {_BEFORE} AND {_moved()})",
    ),
    ("finding", f"NOT ({_while()} OR {_AFTER_END})"),
    (
        "independence",
        f"{any_of('NEW.act', BY_AUDITEE)} AND {on_team('NEW.engagement')}",
    ),
    (
        "finding",
        "NEW.act = 'rectify' AND NEW.amount_fen + COALESCE((SELECT SUM(o.amount_fen)"
        f" FROM {{s}}audit_finding_steps o WHERE {_SAME.format('o')}"
        " AND o.act = 'rectify' AND o.seq < NEW.seq), 0) > (SELECT f.amount_fen FROM"
        f" {{s}}audit_findings f WHERE {_SAME.format('f')} AND NOT EXISTS (SELECT 1"
        f" FROM {{s}}audit_findings n WHERE {_SAME.format('n')}"
        " AND n.revision > f.revision))",
    ),
    (
        "L6",
        "NEW.act = 'follow_up' AND EXISTS (SELECT 1 FROM {s}audit_finding_steps o"
        f" WHERE {_SAME.format('o')} AND o.act = 'rectify'"
        " AND o.person_id = NEW.person_id)",
    ),
    (
        "finding",
        f"NOT {any_of('NEW.act', BY_AUDITEE)} AND NOT {on_team('NEW.engagement')}"
        f" AND NOT ({_AFTER_END} AND {_ANY_TEAM})",
    ),
)

_ENGAGEMENT_STEPS: Rules = (
    (
        "finding",
        f"NEW.act = 'decide' AND {_standing('open', 'replied')}",
    ),
    (
        "finding",
        "(NEW.act = 'draft' OR NEW.act = 'decide' OR NEW.act = 'issue') AND EXISTS"
        " (SELECT 1 FROM {s}audit_finding_steps o WHERE o.unit_id = NEW.unit_id"
        " AND o.engagement = NEW.key AND o.acted_on > NEW.acted_on)",
    ),
    ("finding", f"NEW.act = 'notify' AND NOT {_standing('decided')}"),
    (
        "finding",
        f"NEW.act = 'close' AND {_standing('open', 'replied', 'decided', 'rectified')}",
    ),
)

ORDERED: Mapping[str, Rules] = {
    "audit_findings": _FINDINGS,
    "audit_finding_exceptions": (("order", _ANY_STEP),),
    "audit_finding_links": (("order", _ANY_STEP),),
    "audit_finding_duties": _DUTIES,
    "audit_finding_steps": _STEPS,
    "audit_engagement_steps": _ENGAGEMENT_STEPS,
}
"""Rules of each table, asked when a row of it is appended."""
