"""The schema of evidence sheets (取证单) and working papers (底稿), with reviews.

The rules on top of `tables.py` hold here too.

1. An evidence sheet is confirmed by the auditee or refused in words, once.
2. A working paper has the eight elements of 第2104号; what it says is a revision, which
   somebody else reviews.
"""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Integer,
    PrimaryKeyConstraint,
)

from audit.engagement_tables import person
from audit.papers import Answer, Review
from ledger.columns import (
    Day,
    Whole,
    one_of,
    optional,
    real_day,
    required,
    table,
    unit,
)
from ledger.money import BOUND_FEN


def _of_engagement() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["unit_id", "engagement"],
        ["audit_engagements.unit_id", "audit_engagements.key"],
    )


audit_evidence_sheets = table(
    "audit_evidence_sheets",
    unit(),
    required("engagement"),
    Column("number", Integer, nullable=False, comment="from 1 in the engagement"),
    required("title"),
    required("facts"),
    Column("amount_fen", Whole, nullable=True),
    optional("vouchers", comment="their marks"),
    optional("papers", comment="what is attached"),
    Column("acted_on", Day, nullable=False),
    person(),
    required("recorded_at"),
    PrimaryKeyConstraint("unit_id", "engagement", "number"),
    _of_engagement(),
    CheckConstraint("number > 0", name="number_from_one"),
    CheckConstraint("title <> ''", name="title_given"),
    CheckConstraint("facts <> ''", name="facts_given"),
    CheckConstraint(
        f"amount_fen IS NULL OR amount_fen BETWEEN -{BOUND_FEN} AND {BOUND_FEN}",
        name="amount_bounded",
    ),
    CheckConstraint("recorded_at <> ''", name="recorded_at_given"),
    real_day("acted_on"),
)

audit_evidence_answers = table(
    "audit_evidence_answers",
    unit(),
    required("engagement"),
    Column("number", Integer, nullable=False, comment="of the sheet"),
    required("answer"),
    optional("words"),
    Column("acted_on", Day, nullable=False),
    person(),
    required("recorded_at"),
    PrimaryKeyConstraint("unit_id", "engagement", "number"),
    ForeignKeyConstraint(
        ["unit_id", "engagement", "number"],
        [f"audit_evidence_sheets.{one}" for one in ("unit_id", "engagement", "number")],
    ),
    one_of("answer", tuple(Answer)),
    CheckConstraint("answer = 'confirmed' OR words <> ''", name="refused_in_words"),
    CheckConstraint("recorded_at <> ''", name="recorded_at_given"),
    real_day("acted_on"),
)

audit_papers = table(
    "audit_papers",
    unit(),
    required("engagement"),
    required("index_mark", comment="A1-1"),
    Column("revision", Integer, nullable=False, comment="the highest one holds"),
    required("matter", comment="what is audited"),
    Column("since", Day, nullable=False),
    Column("until", Day, nullable=False, comment="the first day after it"),
    required("procedure", comment="what was done"),
    required("result", comment="what came of it"),
    required("conclusion", comment="conclusion, opinion, recommendation"),
    optional("symbols", comment="what its tick marks mean"),
    optional("sheets", comment="numbers of evidence sheets that it rests on"),
    Column("pages", Integer, nullable=False, comment="how many, with what is attached"),
    Column("acted_on", Day, nullable=False),
    optional("reason", comment="why an earlier revision is changed"),
    person(),
    required("recorded_at"),
    PrimaryKeyConstraint("unit_id", "engagement", "index_mark", "revision"),
    _of_engagement(),
    CheckConstraint("index_mark <> ''", name="index_given"),
    CheckConstraint("revision > 0", name="revision_from_one"),
    CheckConstraint("(revision = 1) = (reason = '')", name="revised_for_a_reason"),
    CheckConstraint("since < until", name="since_before_until"),
    *(
        CheckConstraint(f"{name} <> ''", name=f"{name}_given")
        for name in ("matter", "procedure", "result", "conclusion")
    ),
    CheckConstraint("pages > 0", name="pages_counted"),
    CheckConstraint("recorded_at <> ''", name="recorded_at_given"),
    real_day("since"),
    real_day("until"),
    real_day("acted_on"),
)

audit_paper_reviews = table(
    "audit_paper_reviews",
    unit(),
    required("engagement"),
    required("index_mark"),
    Column("revision", Integer, nullable=False),
    Column("seq", Integer, nullable=False, comment="of reviews of the revision"),
    required("outcome"),
    required("opinion"),
    Column("acted_on", Day, nullable=False),
    person(),
    required("recorded_at"),
    PrimaryKeyConstraint("unit_id", "engagement", "index_mark", "revision", "seq"),
    ForeignKeyConstraint(
        ["unit_id", "engagement", "index_mark", "revision"],
        [
            f"audit_papers.{one}"
            for one in ("unit_id", "engagement", "index_mark", "revision")
        ],
    ),
    one_of("outcome", tuple(Review)),
    CheckConstraint("seq > 0", name="seq_from_one"),
    CheckConstraint("opinion <> ''", name="opinion_given"),
    CheckConstraint("recorded_at <> ''", name="recorded_at_given"),
    real_day("acted_on"),
)

APPENDED = (
    audit_evidence_sheets,
    audit_evidence_answers,
    audit_papers,
    audit_paper_reviews,
)
"""Tables that only grow: no row of them is ever changed or removed (L3)."""

RECORDED = tuple(one.name for one in APPENDED)
"""Those of them whose every row stands in the unit's chain of records."""
