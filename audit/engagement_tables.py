"""The schema of engagements (审计项目), of who audits, and of their steps.

The rules on top of `tables.py` hold here too.

1. An engagement lies with the unit that is audited.
2. Who audits is appended: the last row of a person says what they are in it.
3. A step continues the one before; `engagement_rules.py` holds it to that.
"""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    UniqueConstraint,
)

from audit.engagements import (
    WITH_DUE,
    WITH_PAPER,
    WITH_WORDS,
    Doing,
    Given,
    Kind,
    Role,
    State,
)
from ledger.columns import Day, one_of, optional, real_day, required, table, unit


def any_of(column: str, values: tuple[str, ...]) -> str:
    """A condition that a column has one of some values."""
    return "(" + " OR ".join(f"{column} = '{value}'" for value in values) + ")"


def person(name: str = "person_id", *, null: bool = False) -> Column[int]:
    """Somebody who is registered."""
    return Column(name, Integer, ForeignKey("people.id"), nullable=null)


audit_engagements = table(
    "audit_engagements",
    unit(),
    required("key", comment="J, year and number"),
    Column("year", Integer, nullable=False, comment="in which it began"),
    Column("number", Integer, nullable=False, comment="counted from 1 in the year"),
    required("kind"),
    required("title"),
    Column("auditing_unit_id", Integer, ForeignKey("units.id"), nullable=False),
    Column("since", Day, nullable=False, comment="first day of what is audited"),
    Column("until", Day, nullable=False, comment="first day after it"),
    person("officer_id", null=True),
    optional("post", comment="of the officer who leaves"),
    optional("commission_paper"),
    optional("commission_by"),
    Column("commissioned_on", Day, nullable=True),
    Column("begun_on", Day, nullable=False),
    person(),
    required("recorded_at"),
    PrimaryKeyConstraint("unit_id", "key"),
    UniqueConstraint("unit_id", "year", "number"),
    one_of("kind", tuple(Kind)),
    CheckConstraint("number > 0", name="number_from_one"),
    CheckConstraint("key = 'J' || year || '-' || number", name="key_of_number"),
    CheckConstraint("title <> ''", name="title_given"),
    CheckConstraint("since < until", name="since_before_until"),
    CheckConstraint("since <= begun_on", name="begun_after_since"),
    CheckConstraint(
        "(kind = 'handover') = (officer_id IS NOT NULL)"
        " AND (officer_id IS NULL) = (post = '')",
        name="officer_of_handover",
    ),
    CheckConstraint(
        "(commission_paper = '') = (commission_by = '')"
        " AND (commission_paper = '') = (commissioned_on IS NULL)",
        name="commission_whole",
    ),
    CheckConstraint(
        "kind <> 'handover' OR commission_paper <> ''", name="handover_commissioned"
    ),
    CheckConstraint(
        "commissioned_on IS NULL OR commissioned_on <= begun_on",
        name="commissioned_first",
    ),
    CheckConstraint("recorded_at <> ''", name="recorded_at_given"),
    CheckConstraint(
        "kind <> 'annual' OR (substr(since, 9, 2) = '01' AND substr(until, 9, 2) ="
        " '01')",
        name="annual_of_months",
    ).ddl_if(dialect="sqlite"),
    CheckConstraint(
        "kind <> 'annual' OR (EXTRACT(DAY FROM since) = 1"
        " AND EXTRACT(DAY FROM until) = 1)",
        name="annual_of_months",
    ).ddl_if(dialect="postgresql"),
    real_day("since"),
    real_day("until"),
    real_day("begun_on"),
    real_day("commissioned_on", null=True),
)

audit_engagement_auditors = table(
    "audit_engagement_auditors",
    unit(),
    required("key"),
    Column("seq", Integer, nullable=False, comment="counted from 1"),
    person("auditor_id"),
    required("role"),
    Column("acted_on", Day, nullable=False, comment="from this day on"),
    optional("reason", comment="why the team was changed"),
    person(),
    required("recorded_at"),
    PrimaryKeyConstraint("unit_id", "key", "seq"),
    ForeignKeyConstraint(
        ["unit_id", "key"], ["audit_engagements.unit_id", "audit_engagements.key"]
    ),
    Index(None, "unit_id", "auditor_id"),
    one_of("role", tuple(Role)),
    CheckConstraint("seq > 0", name="seq_from_one"),
    CheckConstraint("seq > 1 OR role = 'leader'", name="leader_first"),
    CheckConstraint("role <> 'left' OR reason <> ''", name="left_for_a_reason"),
    CheckConstraint("recorded_at <> ''", name="recorded_at_given"),
    real_day("acted_on"),
)

audit_engagement_steps = table(
    "audit_engagement_steps",
    unit(),
    required("key"),
    Column("seq", Integer, nullable=False, comment="counted from 1"),
    required("act"),
    required("state", comment="after this step"),
    Column("acted_on", Day, nullable=False),
    optional("paper", comment="number of the paper that it is, or rests on"),
    optional("words"),
    optional("reason", comment="why a plan was changed"),
    Column("due_on", Day, nullable=True, comment="the day that the step names"),
    optional("outcome", comment="of the letter of undertaking"),
    person(),
    required("recorded_at"),
    PrimaryKeyConstraint("unit_id", "key", "seq"),
    ForeignKeyConstraint(
        ["unit_id", "key"], ["audit_engagements.unit_id", "audit_engagements.key"]
    ),
    one_of("act", tuple(Doing)),
    one_of("state", tuple(State)),
    CheckConstraint("seq > 0", name="seq_from_one"),
    CheckConstraint("(seq = 1) = (act = 'begin')", name="begun_first"),
    CheckConstraint(
        f"NOT {any_of('act', WITH_PAPER)} OR paper <> ''", name="paper_named"
    ),
    CheckConstraint(
        f"NOT {any_of('act', WITH_WORDS)} OR words <> ''", name="words_given"
    ),
    CheckConstraint(
        f"{any_of('act', WITH_DUE)} = (due_on IS NOT NULL)", name="due_where_named"
    ),
    CheckConstraint("due_on IS NULL OR due_on >= acted_on", name="due_afterwards"),
    CheckConstraint(
        "act <> 'receive' OR paper <> '' OR words <> ''", name="received_by_somebody"
    ),
    CheckConstraint("act = 'plan' OR reason = ''", name="reason_of_a_plan"),
    CheckConstraint(
        f"(act = 'undertaking') = {any_of('outcome', tuple(Given))}"
        " AND (act = 'undertaking' OR outcome = '')",
        name="outcome_told",
    ),
    CheckConstraint(
        "outcome <> 'declined' OR words <> ''", name="declined_for_a_reason"
    ),
    CheckConstraint("recorded_at <> ''", name="recorded_at_given"),
    real_day("acted_on"),
    real_day("due_on", null=True),
)

APPENDED = (audit_engagements, audit_engagement_auditors, audit_engagement_steps)
"""Tables that only grow: no row of them is ever changed or removed (L3)."""

RECORDED = tuple(one.name for one in APPENDED)
"""Those of them whose every row stands in the unit's chain of records."""
