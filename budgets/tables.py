"""The schema of budgets: the management body, baselines, yearly figures, budgets.

1. Every row is appended and stands in its unit's chain of records.
2. Votes and attendance come before the resolution that they adopt; lines and sources
   come before the first step of their budget, which seals them.
3. What a resolution decides names it by its key; only an adopted one counts.

The rules on top of `ledger/tables.py` hold here too; rules that need more than one
row are in `guard_rules.py`.
"""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    PrimaryKeyConstraint,
    Text,
    UniqueConstraint,
)

from ledger.columns import (
    Day,
    Flag,
    Whole,
    one_of,
    optional,
    real_day,
    required,
    table,
    unit,
)
from ledger.money import BOUND_FEN

CATEGORIES = ("government", "union", "donor_unit", "donor_person", "hardship_worker")
SUBJECTS = ("budget", "baseline", "growth", "control", "rules", "office", "other")
STATES = ("draft", "submitted", "returned", "examined", "approved", "filed", "dropped")


def _person(name: str, *, nullable: bool = False) -> Column[int]:
    return Column(name, Integer, ForeignKey("people.id"), nullable=nullable)


def _fen(name: str) -> tuple[Column[int], CheckConstraint]:
    return (
        Column(name, Whole, nullable=False),
        CheckConstraint(f"{name} BETWEEN 0 AND {BOUND_FEN}", name=f"{name}_counted"),
    )


# -- the management body ------------------------------------------------------------

body_members = table(
    "body_members",
    unit(),
    Column("number", Integer, nullable=False, comment="the member's place, from 1"),
    Column("revision", Integer, nullable=False, comment="the highest one holds"),
    required("category"),
    required("name", comment="as the body's papers call the member"),
    optional("represents", comment="the department, donor or group spoken for"),
    _person("person_id", nullable=True),
    Column("since", Day, nullable=False),
    Column("until", Day, nullable=True, comment="the first day out of the body"),
    PrimaryKeyConstraint("unit_id", "number", "revision"),
    one_of("category", CATEGORIES),
    CheckConstraint("number > 0", name="number_from_one"),
    CheckConstraint("revision > 0", name="revision_from_one"),
    CheckConstraint("name <> ''", name="name_given"),
    CheckConstraint("until IS NULL OR since < until", name="since_before_until"),
    real_day("since"),
)

meetings = table(
    "meetings",
    unit(),
    Column("number", Integer, nullable=False, comment="counted from 1"),
    Column("held_on", Day, nullable=False),
    required("place"),
    Column("chair", Integer, nullable=False, comment="a member's number"),
    required("secretary", comment="who kept the minutes"),
    optional("summary"),
    PrimaryKeyConstraint("unit_id", "number"),
    CheckConstraint("number > 0", name="number_from_one"),
    real_day("held_on"),
)

attendances = table(
    "attendances",
    unit(),
    Column("meeting", Integer, nullable=False),
    Column("member", Integer, nullable=False),
    PrimaryKeyConstraint("unit_id", "meeting", "member"),
    ForeignKeyConstraint(
        ["unit_id", "meeting"], ["meetings.unit_id", "meetings.number"]
    ),
)

votes = table(
    "votes",
    unit(),
    required("resolution"),
    Column("member", Integer, nullable=False),
    required("vote"),
    optional("interest", comment="why the member may not vote on it"),
    PrimaryKeyConstraint("unit_id", "resolution", "member"),
    # The votes come first and the resolution seals them, so the key waits for commit.
    ForeignKeyConstraint(
        ["unit_id", "resolution"],
        ["resolutions.unit_id", "resolutions.key"],
        deferrable=True,
        initially="DEFERRED",
    ),
    one_of("vote", ("for", "against", "abstained", "recused")),
    CheckConstraint("(vote = 'recused') = (interest <> '')", name="interested_recused"),
)

resolutions = table(
    "resolutions",
    unit(),
    required("key", comment="year and number, as other papers cite it"),
    Column("year", Integer, nullable=False),
    Column("number", Integer, nullable=False, comment="counted from 1 in the year"),
    Column("meeting", Integer, nullable=False),
    required("subject"),
    required("title"),
    required("text"),
    Column("sitting", Integer, nullable=False, comment="members of the body that day"),
    Column("present", Integer, nullable=False),
    Column("votes_for", Integer, nullable=False),
    Column("votes_against", Integer, nullable=False),
    Column("abstained", Integer, nullable=False),
    Column("recused", Integer, nullable=False),
    Column("adopted", Flag, nullable=False),
    PrimaryKeyConstraint("unit_id", "key"),
    UniqueConstraint("unit_id", "year", "number"),
    ForeignKeyConstraint(
        ["unit_id", "meeting"], ["meetings.unit_id", "meetings.number"]
    ),
    one_of("subject", SUBJECTS),
    CheckConstraint("number > 0", name="number_from_one"),
    CheckConstraint("title <> ''", name="title_given"),
    CheckConstraint("text <> ''", name="text_given"),
    CheckConstraint(
        "present = votes_for + votes_against + abstained + recused",
        name="all_present_voted",
    ),
    CheckConstraint(
        "adopted = CASE WHEN present * 2 > sitting"
        " AND votes_for * 2 > present - recused THEN 1 ELSE 0 END",
        name="adopted_by_quorum_and_majority",
    ),
)

body_offices = table(
    "body_offices",
    unit(),
    Column("number", Integer, nullable=False, comment="the highest one holds"),
    required("name"),
    required("head", comment="who leads its daily work"),
    Column("since", Day, nullable=False),
    required("resolution"),
    PrimaryKeyConstraint("unit_id", "number"),
    CheckConstraint("number > 0", name="number_from_one"),
    real_day("since"),
)

body_rules = table(
    "body_rules",
    unit(),
    Column("number", Integer, nullable=False, comment="the highest one holds"),
    required("title"),
    required("paper", comment="number or place of the paper"),
    optional("digest", comment="SHA-256 of the text, in hexadecimal"),
    Column("since", Day, nullable=False),
    required("resolution"),
    PrimaryKeyConstraint("unit_id", "number"),
    CheckConstraint("number > 0", name="number_from_one"),
    CheckConstraint("digest = '' OR length(digest) = 64", name="digest_whole"),
    real_day("since"),
)

# -- baselines, figures, growth -----------------------------------------------------

baselines = table(
    "baselines",
    unit(),
    Column("number", Integer, nullable=False, comment="counted from 1"),
    Column("base_year", Integer, nullable=False),
    Column("since_year", Integer, nullable=False, comment="first year it is held to"),
    *_fen("warmth_fen"),
    *_fen("other_fen"),
    Column(
        "prior_fen", Whole, nullable=True, comment="last year's budget, made comparable"
    ),
    required("kind"),
    required("paper", comment="the paper that the figures come from"),
    optional("reason"),
    required("resolution"),
    PrimaryKeyConstraint("unit_id", "number"),
    one_of("kind", ("set", "evidence", "merged", "split", "renamed", "opened_later")),
    CheckConstraint("number > 0", name="number_from_one"),
    CheckConstraint("base_year BETWEEN 2005 AND 2999", name="base_year_known"),
    CheckConstraint("since_year > base_year", name="held_to_later_years"),
    CheckConstraint("base_year = 2005 OR kind <> 'set'", name="base_of_2005"),
    CheckConstraint("prior_fen >= 0", name="prior_counted"),
    CheckConstraint("paper <> ''", name="paper_named"),
    CheckConstraint(
        "(number = 1) = (kind = 'set' OR kind = 'opened_later')",
        name="restated_by_a_later_one",
    ),
    CheckConstraint("number = 1 OR reason <> ''", name="restatement_reasoned"),
)

yearly_figures = table(
    "yearly_figures",
    unit(),
    required("series"),
    Column("year", Integer, nullable=False),
    Column("revision", Integer, nullable=False, comment="the highest one holds"),
    *_fen("amount_fen"),
    required("paper", comment="the paper that the figure comes from"),
    optional("reason", comment="why it is right though it looks absurd, or is revised"),
    PrimaryKeyConstraint("unit_id", "series", "year", "revision"),
    one_of("series", ("own_budget", "government_budget", "union_income", "economy")),
    CheckConstraint("year BETWEEN 1990 AND 2999", name="year_known"),
    CheckConstraint("revision > 0", name="revision_from_one"),
    CheckConstraint("paper <> ''", name="paper_named"),
)

growth_policies = table(
    "growth_policies",
    unit(),
    required("series"),
    Column("since_year", Integer, nullable=False),
    Column("revision", Integer, nullable=False, comment="the highest one holds"),
    required("rule"),
    Column("rate_bp", Integer, nullable=False, comment="basis points, of fixed_rate"),
    required("resolution"),
    PrimaryKeyConstraint("unit_id", "series", "since_year", "revision"),
    one_of("series", ("own", "government")),
    one_of("rule", ("at_least_last_year", "with_income", "fixed_rate")),
    CheckConstraint("rate_bp BETWEEN 0 AND 100000", name="rate_bounded"),
    CheckConstraint("rule = 'fixed_rate' OR rate_bp = 0", name="rate_of_fixed_rate"),
)

growth_notes = table(
    "growth_notes",
    unit(),
    required("series"),
    Column("year", Integer, nullable=False),
    Column("number", Integer, nullable=False, comment="the highest one holds"),
    required("reason"),
    required("resolution"),
    PrimaryKeyConstraint("unit_id", "series", "year", "number"),
    one_of("series", ("own", "government")),
    CheckConstraint("reason <> ''", name="reason_given"),
)

# -- annual budgets -----------------------------------------------------------------

budget_versions = table(
    "budget_versions",
    unit(),
    Column("year", Integer, nullable=False),
    Column("version", Integer, nullable=False, comment="counted from 1 in the year"),
    required("kind"),
    required("made_from", comment="by hand, last year, baseline, a file, a share"),
    Column("share_bp", Integer, nullable=False, comment="of last year's, provisional"),
    Column("until", Day, nullable=True, comment="the last day a provisional one holds"),
    optional("note"),
    _person("person_id"),
    required("made_at"),
    PrimaryKeyConstraint("unit_id", "year", "version"),
    one_of("kind", ("annual", "provisional", "revision")),
    CheckConstraint("version > 0", name="version_from_one"),
    CheckConstraint("year BETWEEN 2005 AND 2999", name="year_known"),
    CheckConstraint(
        "kind = 'provisional' AND share_bp BETWEEN 1 AND 10000 AND until IS NOT NULL"
        " OR kind <> 'provisional' AND share_bp = 0 AND until IS NULL",
        name="provisional_has_share_and_end",
    ),
)

_VERSION = (
    ["unit_id", "year", "version"],
    ["budget_versions.unit_id", "budget_versions.year", "budget_versions.version"],
)

budget_sources = table(
    "budget_sources",
    unit(),
    Column("year", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("fund_id", Integer, nullable=False),
    *_fen("carried_fen"),
    *_fen("receipts_fen"),
    optional("memo"),
    PrimaryKeyConstraint("unit_id", "year", "version", "fund_id"),
    ForeignKeyConstraint(*_VERSION),
    ForeignKeyConstraint(["unit_id", "fund_id"], ["funds.unit_id", "funds.id"]),
)

budget_lines = table(
    "budget_lines",
    unit(),
    Column("year", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("line", Integer, nullable=False, comment="counted from 1"),
    Column("fund_id", Integer, nullable=False),
    Column("account_id", Integer, ForeignKey("accounts.id"), nullable=False),
    Column("purpose", Text, nullable=False, comment="empty where none is named"),
    *_fen("q1_fen"),
    *_fen("q2_fen"),
    *_fen("q3_fen"),
    *_fen("q4_fen"),
    *_fen("carried_fen"),
    optional("memo"),
    PrimaryKeyConstraint("unit_id", "year", "version", "line"),
    UniqueConstraint("unit_id", "year", "version", "fund_id", "account_id", "purpose"),
    ForeignKeyConstraint(*_VERSION),
    ForeignKeyConstraint(["unit_id", "fund_id"], ["funds.unit_id", "funds.id"]),
    CheckConstraint("line > 0", name="line_from_one"),
)

budget_steps = table(
    "budget_steps",
    unit(),
    Column("year", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("step", Integer, nullable=False, comment="counted from 1"),
    required("state"),
    _person("person_id"),
    required("taken_at"),
    optional("resolution"),
    optional("opinion", comment="the audit committee's, or why it was returned"),
    optional("paper", comment="where it was filed upward"),
    PrimaryKeyConstraint("unit_id", "year", "version", "step"),
    ForeignKeyConstraint(*_VERSION),
    one_of("state", STATES),
    CheckConstraint("step > 0", name="step_from_one"),
    CheckConstraint("(step = 1) = (state = 'draft')", name="drafted_first"),
    CheckConstraint(
        "(state = 'approved') = (resolution <> '')", name="approved_by_resolution"
    ),
    CheckConstraint(
        "state <> 'examined' AND state <> 'returned' OR opinion <> ''",
        name="opinion_given",
    ),
    CheckConstraint("state <> 'filed' OR paper <> ''", name="filing_named"),
)

APPENDED = (
    body_members,
    meetings,
    attendances,
    votes,
    resolutions,
    body_offices,
    body_rules,
    baselines,
    yearly_figures,
    growth_policies,
    growth_notes,
    budget_versions,
    budget_sources,
    budget_lines,
    budget_steps,
)
"""Tables that only grow: no row of them is ever changed or removed (L3)."""

RECORDED = tuple(table.name for table in APPENDED)
"""Tables whose every row stands in the unit's chain of records."""
