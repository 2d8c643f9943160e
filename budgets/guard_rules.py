"""What the database asks of bodies, baselines and budgets, as SQL conditions.

`ledger/guards.py` makes triggers of them. Each is a breach where it is true; `{s}`
stands for the schema, `NEW` for the row that is inserted.

1. A decision cites an adopted resolution of its own unit on its own subject.
2. Votes stand before their resolution; whoever votes attends and sits on the day. The
   numbers of resolutions have no gap.
3. A baseline is set once; what restates it follows, number by number.
4. A budget takes its steps in order; nobody examines or approves what they made, and
   none is approved that spends more than its sources, in all or of one fund.
5. A line is opened for what the approved budget in force says, by its resolution.
6. Spending is reserved and loosened as `ledger/guard_rules.py` says.
"""

from collections.abc import Mapping

Rules = tuple[tuple[str, str], ...]


def _cites(subject: str) -> tuple[str, str]:
    return (
        "resolution",
        "NOT EXISTS (SELECT 1 FROM {s}resolutions r WHERE r.unit_id = NEW.unit_id"
        " AND r.key = NEW.resolution AND r.adopted = 1"
        f" AND r.subject = '{subject}')",
    )


def _follows(key: str, table: str, *within: str) -> tuple[str, str]:
    same = "".join(f" AND o.{column} = NEW.{column}" for column in within)
    return (
        "order",
        f"NEW.{key} <> 1 + (SELECT COUNT(*) FROM {{s}}{table} o"
        f" WHERE o.unit_id = NEW.unit_id{same} AND o.{key} < NEW.{key})",
    )


_SITTING = (
    "{s}body_members b WHERE b.unit_id = NEW.unit_id AND b.since <= d.held_on"
    " AND (b.until IS NULL OR b.until > d.held_on)"
    " AND NOT EXISTS (SELECT 1 FROM {s}body_members l WHERE l.unit_id = b.unit_id"
    " AND l.number = b.number AND l.revision > b.revision)"
)

_ATTENDED = (
    "body",
    "NOT EXISTS (SELECT 1 FROM {s}meetings d, " + _SITTING + " AND b.number ="
    " NEW.member AND d.unit_id = NEW.unit_id AND d.number = NEW.meeting)"
    " OR EXISTS (SELECT 1 FROM {s}resolutions r WHERE r.unit_id = NEW.unit_id"
    " AND r.meeting = NEW.meeting)",
)

_VOTED = (
    "L3",
    "EXISTS (SELECT 1 FROM {s}resolutions r WHERE r.unit_id = NEW.unit_id"
    " AND r.key = NEW.resolution)",
)


def _counted(column: str, vote: str) -> str:
    return (
        f"NEW.{column} <> (SELECT COUNT(*) FROM {{s}}votes v"
        " WHERE v.unit_id = NEW.unit_id AND v.resolution = NEW.key"
        f" AND v.vote = '{vote}')"
    )


_RESOLVED: Rules = (
    (
        "order",
        "NEW.key <> CAST(NEW.year AS {text}) || '-' || CAST(NEW.number AS {text})",
    ),
    _follows("number", "resolutions", "year"),
    (
        "body",
        "NOT EXISTS (SELECT 1 FROM {s}meetings d WHERE d.unit_id = NEW.unit_id"
        " AND d.number = NEW.meeting AND {year_of_held} = NEW.year"
        " AND NEW.sitting = (SELECT COUNT(*) FROM " + _SITTING + "))",
    ),
    (
        "body",
        "NEW.present <> (SELECT COUNT(*) FROM {s}attendances a"
        " WHERE a.unit_id = NEW.unit_id AND a.meeting = NEW.meeting)",
    ),
    (
        "body",
        "EXISTS (SELECT 1 FROM {s}votes v WHERE v.unit_id = NEW.unit_id"
        " AND v.resolution = NEW.key AND NOT EXISTS (SELECT 1 FROM {s}attendances a"
        " WHERE a.unit_id = v.unit_id AND a.meeting = NEW.meeting"
        " AND a.member = v.member))",
    ),
    (
        "body",
        " OR ".join(
            _counted(column, vote)
            for column, vote in (
                ("votes_for", "for"),
                ("votes_against", "against"),
                ("abstained", "abstained"),
                ("recused", "recused"),
            )
        ),
    ),
)

_SEALED = (
    "L3",
    "EXISTS (SELECT 1 FROM {s}budget_steps t WHERE t.unit_id = NEW.unit_id"
    " AND t.year = NEW.year AND t.version = NEW.version)",
)

_NEXT = {
    "submitted": ("draft", "returned"),
    "returned": ("submitted", "examined"),
    "examined": ("submitted",),
    "approved": ("examined",),
    "filed": ("approved",),
    "dropped": ("draft", "submitted", "returned", "examined"),
}
"""The states that a budget may come from, by the one it takes."""

_CAME_FROM = " OR ".join(
    f"NEW.state = '{state}' AND ("
    + " OR ".join(f"b.state = '{before}'" for before in came)
    + ")"
    for state, came in _NEXT.items()
)

_VERSION_OF_STEP = (
    "{s}budget_versions w WHERE w.unit_id = NEW.unit_id AND w.year = NEW.year"
    " AND w.version = NEW.version"
)

_PLANNED = "l.q1_fen + l.q2_fen + l.q3_fen + l.q4_fen"

_STEPPED: Rules = (
    _follows("step", "budget_steps", "year", "version"),
    (
        # A provisional share is opened by its resolution, without the committee.
        "budget",
        "NEW.step > 1 AND NOT EXISTS (SELECT 1 FROM {s}budget_steps b, "
        + _VERSION_OF_STEP
        + " AND b.unit_id = NEW.unit_id AND b.year = NEW.year"
        " AND b.version = NEW.version AND b.step = NEW.step - 1"
        f" AND ({_CAME_FROM} OR w.kind = 'provisional' AND NEW.state = 'approved'"
        " AND b.state = 'draft'))",
    ),
    (
        "L6",
        "(NEW.state = 'examined' OR NEW.state = 'approved') AND EXISTS (SELECT 1 FROM "
        + _VERSION_OF_STEP
        + " AND w.person_id = NEW.person_id)",
    ),
    (
        "resolution",
        "NEW.state = 'approved' AND NOT EXISTS (SELECT 1 FROM {s}resolutions r"
        " WHERE r.unit_id = NEW.unit_id AND r.key = NEW.resolution AND r.adopted = 1"
        " AND r.subject = 'budget')",
    ),
    (
        # A provisional share has no sources yet: the money guards it.
        "budget",
        "NEW.state = 'approved' AND EXISTS (SELECT 1 FROM "
        + _VERSION_OF_STEP
        + " AND w.kind <> 'provisional')"
        " AND EXISTS (SELECT 1 FROM {s}budget_lines l"
        " WHERE l.unit_id = NEW.unit_id AND l.year = NEW.year"
        " AND l.version = NEW.version GROUP BY l.fund_id"
        f" HAVING SUM({_PLANNED}) > COALESCE((SELECT SUM(f.receipts_fen)"
        " FROM {s}budget_sources f WHERE f.unit_id = NEW.unit_id"
        " AND f.year = NEW.year AND f.version = NEW.version"
        " AND f.fund_id = l.fund_id), 0)"
        " OR SUM(l.carried_fen) > COALESCE((SELECT SUM(f.carried_fen)"
        " FROM {s}budget_sources f WHERE f.unit_id = NEW.unit_id"
        " AND f.year = NEW.year AND f.version = NEW.version"
        " AND f.fund_id = l.fund_id), 0))",
    ),
)

_APPROVED_LINE = (
    "{s}budget_lines l WHERE l.unit_id = w.unit_id AND l.year = w.year"
    " AND l.version = w.version AND l.fund_id = a.fund_id"
    " AND l.account_id = a.account_id AND l.purpose = a.purpose"
)

_IN_FORCE = (
    # The last approved; a provisional share only until the budget is.
    "(SELECT i.version FROM {s}budget_versions i JOIN {s}budget_steps t"
    " ON t.unit_id = i.unit_id AND t.year = i.year AND t.version = i.version"
    " AND t.state = 'approved' WHERE i.unit_id = a.unit_id AND i.year = a.year"
    " ORDER BY CASE i.kind WHEN 'provisional' THEN 1 ELSE 0 END, i.version DESC"
    " LIMIT 1)"
)

_OPENED = (
    "budget",
    "NEW.act = 'open' AND NOT EXISTS (SELECT 1 FROM {s}appropriations a,"
    " {s}budget_steps w WHERE a.unit_id = NEW.unit_id AND a.id = NEW.appropriation_id"
    " AND w.unit_id = a.unit_id AND w.year = a.year AND w.state = 'approved'"
    " AND w.resolution = NEW.basis AND w.version = "
    + _IN_FORCE
    + "".join(
        f" AND NEW.q{quarter}_fen = COALESCE((SELECT l.q{quarter}_fen{carried} FROM "
        + _APPROVED_LINE
        + "), 0)"
        for quarter, carried in ((1, " + l.carried_fen"), (2, ""), (3, ""), (4, ""))
    )
    + ")",
)

ORDERED: Mapping[str, Rules] = {
    "body_members": (_follows("revision", "body_members", "number"),),
    "meetings": (_follows("number", "meetings"),),
    "attendances": (_ATTENDED,),
    "votes": (_VOTED,),
    "resolutions": _RESOLVED,
    "body_offices": (_follows("number", "body_offices"), _cites("office")),
    "body_rules": (_follows("number", "body_rules"), _cites("rules")),
    "baselines": (_follows("number", "baselines"), _cites("baseline")),
    "yearly_figures": (_follows("revision", "yearly_figures", "series", "year"),),
    "growth_policies": (
        _follows("revision", "growth_policies", "series", "since_year"),
        _cites("growth"),
    ),
    "growth_notes": (
        _follows("number", "growth_notes", "series", "year"),
        _cites("growth"),
    ),
    "budget_versions": (_follows("version", "budget_versions", "year"),),
    "budget_sources": (_SEALED,),
    "budget_lines": (_SEALED,),
    "budget_steps": _STEPPED,
    "appropriation_moves": (_OPENED,),
    "controls": (_cites("control"),),
    "control_decisions": (
        _follows("number", "control_decisions"),
        _cites("control"),
    ),
}
"""Rules of each table, asked when a row of it is appended."""
