"""What the database asks of evidence sheets and working papers, as SQL conditions.

`ledger/guards.py` makes triggers of them. Each is a breach where it is true; `{s}`
stands for the schema, `NEW` for the row that is inserted.

1. Both are written by the team in fieldwork. Sheets are numbered without a gap, so are
   revisions of a paper and their reviews.
2. A sheet is answered by somebody who is not on the team.
3. Whoever wrote a paper, in any revision, does not review it (第2104号). What passed is
   not reviewed again; a revision follows one that was reviewed.
4. A draft goes out when every paper's last revision passed and every sheet is answered.

Of other tables only rows of the same unit are read.
"""

from collections.abc import Mapping

from audit.engagement_rules import last_state, on_team

Rules = tuple[tuple[str, str], ...]

_WORKS = f"{on_team('NEW.engagement')} AND {last_state('NEW.engagement', 'fieldwork')}"
_PAPER = (
    "{0}.unit_id = NEW.unit_id AND {0}.engagement = NEW.engagement"
    " AND {0}.index_mark = NEW.index_mark"
)
_SAME = _PAPER.format("o")

_UNREVIEWED = (
    "EXISTS (SELECT 1 FROM {s}audit_papers o WHERE o.unit_id = NEW.unit_id"
    " AND o.engagement = NEW.key AND NOT EXISTS (SELECT 1 FROM {s}audit_papers n"
    " WHERE n.unit_id = o.unit_id AND n.engagement = o.engagement"
    " AND n.index_mark = o.index_mark AND n.revision > o.revision)"
    " AND NOT EXISTS (SELECT 1 FROM {s}audit_paper_reviews r"
    " WHERE r.unit_id = o.unit_id AND r.engagement = o.engagement"
    " AND r.index_mark = o.index_mark AND r.revision = o.revision"
    " AND r.outcome = 'passed'))"
)
_UNANSWERED = (
    "EXISTS (SELECT 1 FROM {s}audit_evidence_sheets o WHERE o.unit_id = NEW.unit_id"
    " AND o.engagement = NEW.key AND NOT EXISTS (SELECT 1 FROM"
    " {s}audit_evidence_answers a WHERE a.unit_id = o.unit_id"
    " AND a.engagement = o.engagement AND a.number = o.number))"
)

ORDERED: Mapping[str, Rules] = {
    "audit_evidence_sheets": (
        (
            "order",
            "NEW.number > 1 AND NOT EXISTS (SELECT 1 FROM {s}audit_evidence_sheets o"
            " WHERE o.unit_id = NEW.unit_id AND o.engagement = NEW.engagement"
            " AND o.number = NEW.number - 1)",
        ),
        ("paper", f"NOT ({_WORKS})"),
    ),
    "audit_evidence_answers": (
        ("paper", f"NOT {last_state('NEW.engagement', 'fieldwork')}"),
        ("independence", on_team("NEW.engagement")),
        (
            "paper",
            "EXISTS (SELECT 1 FROM {s}audit_evidence_sheets o WHERE"
            " o.unit_id = NEW.unit_id AND o.engagement = NEW.engagement"
            " AND o.number = NEW.number AND o.acted_on > NEW.acted_on)",
        ),
    ),
    "audit_papers": (
        (
            "order",
            "NEW.revision > 1 AND NOT EXISTS (SELECT 1 FROM {s}audit_papers o"
            f" WHERE {_SAME} AND o.revision = NEW.revision - 1"
            " AND o.acted_on <= NEW.acted_on AND EXISTS (SELECT 1 FROM"
            " {s}audit_paper_reviews r WHERE r.unit_id = o.unit_id"
            " AND r.engagement = o.engagement AND r.index_mark = o.index_mark"
            " AND r.revision = o.revision))",
        ),
        ("paper", f"NOT ({_WORKS})"),
    ),
    "audit_paper_reviews": (
        (
            "order",
            "NEW.seq > 1 AND NOT EXISTS (SELECT 1 FROM {s}audit_paper_reviews o"
            f" WHERE {_SAME} AND o.revision = NEW.revision"
            " AND o.seq = NEW.seq - 1 AND o.outcome <> 'passed')",
        ),
        ("paper", f"NOT ({_WORKS})"),
        (
            "L6",
            "EXISTS (SELECT 1 FROM {s}audit_papers o"
            f" WHERE {_SAME} AND o.person_id = NEW.person_id)",
        ),
        (
            "paper",
            "EXISTS (SELECT 1 FROM {s}audit_papers o"
            f" WHERE {_SAME} AND (o.revision > NEW.revision"
            " OR o.acted_on > NEW.acted_on))",
        ),
    ),
    "audit_engagement_steps": (
        ("paper", f"NEW.act = 'draft' AND ({_UNREVIEWED} OR {_UNANSWERED})"),
    ),
}
"""Rules of each table, asked when a row of it is appended."""
