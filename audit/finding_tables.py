"""The schema of findings (审计发现), their exceptions, duties and steps.

The rules on top of `tables.py` hold here too.

1. What a finding says is a revision; a later one says why.
2. Its exceptions and links come in masses: they are counted, summed and covered by the
   digest in the finding's first revision.
3. A step continues the one before; `finding_rules.py` holds it to that.
"""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    UniqueConstraint,
)

from audit.check import Severity
from audit.engagement_tables import any_of, person
from audit.finding_kinds import (
    OUTCOMES,
    WITH_WORDS,
    Category,
    Doing,
    Outcome,
    State,
)
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

_FIRST = ("unit_id", "engagement", "number")


def _sum(name: str, *, null: bool = False) -> tuple[Column[int], CheckConstraint]:
    test = f"{name} BETWEEN -{BOUND_FEN} AND {BOUND_FEN}"
    named = f"{name.removesuffix('_fen')}_bounded"
    known = f"{name} IS NULL OR {test}" if null else test
    return Column(name, Whole, nullable=null), CheckConstraint(known, name=named)


def _of_finding() -> ForeignKeyConstraint:
    """A row of a finding that stands."""
    columns = [*_FIRST, "first"]
    pointed = [*_FIRST, "revision"]
    return ForeignKeyConstraint(columns, [f"audit_findings.{one}" for one in pointed])


def _first() -> tuple[Column[int], CheckConstraint]:
    """The first revision of the finding, that a key can point to it."""
    column = Column("first", Integer, nullable=False, server_default="1")
    return column, CheckConstraint("first = 1", name="first_of_finding")


_amount, _amount_bounded = _sum("amount_fen")
_population_sum, _population_bounded = _sum("population_fen", null=True)
_total, _total_bounded = _sum("exceptions_fen")

audit_findings = table(
    "audit_findings",
    unit(),
    required("engagement"),
    Column("number", Integer, nullable=False, comment="from 1 in the engagement"),
    Column("revision", Integer, nullable=False, comment="the highest one holds"),
    optional("check_key", comment="of the check it was taken from"),
    required("title"),
    required("severity"),
    required("criterion"),
    required("condition"),
    optional("cause"),
    required("effect"),
    required("recommendation"),
    _amount,
    Column("persons", Integer, nullable=False),
    optional("evidence", comment="papers and sheets that prove it, in words"),
    optional("population_of", comment="what the check looked at"),
    Column("population", Whole, nullable=True),
    _population_sum,
    Column("exceptions", Integer, nullable=False, comment="how many it has"),
    _total,
    Column("links", Integer, nullable=False, comment="vouchers and proofs"),
    Column("digest", LargeBinary, nullable=False, comment="of exceptions and links"),
    Column("responsible_unit_id", Integer, ForeignKey("units.id"), nullable=False),
    Column("acted_on", Day, nullable=False),
    optional("reason", comment="why an earlier revision is changed"),
    person(),
    required("recorded_at"),
    PrimaryKeyConstraint(*_FIRST, "revision"),
    ForeignKeyConstraint(
        ["unit_id", "engagement"],
        ["audit_engagements.unit_id", "audit_engagements.key"],
    ),
    one_of("severity", tuple(Severity)),
    CheckConstraint("number > 0", name="number_from_one"),
    CheckConstraint("revision > 0", name="revision_from_one"),
    CheckConstraint("(revision = 1) = (reason = '')", name="revised_for_a_reason"),
    *(
        CheckConstraint(f"{name} <> ''", name=f"{name}_given")
        for name in ("title", "criterion", "condition", "effect", "recommendation")
    ),
    _amount_bounded,
    _population_bounded,
    _total_bounded,
    CheckConstraint("persons >= 0", name="persons_counted"),
    CheckConstraint("exceptions >= 0 AND links >= 0", name="exceptions_counted"),
    CheckConstraint("length(digest) = 32", name="digest_whole"),
    CheckConstraint(
        "(population_of = '') = (population IS NULL)"
        " AND (population IS NULL) = (population_fen IS NULL)",
        name="population_whole",
    ),
    CheckConstraint(
        "check_key <> '' OR links > 0 OR evidence <> ''", name="proved_by_something"
    ),
    CheckConstraint("recorded_at <> ''", name="recorded_at_given"),
    real_day("acted_on"),
)

_exception_first, _exception_first_is = _first()
_exception_sum, _exception_bounded = _sum("amount_fen")

audit_finding_exceptions = table(
    "audit_finding_exceptions",
    unit(),
    required("engagement"),
    Column("number", Integer, nullable=False, comment="of the finding"),
    _exception_first,
    Column("item", Integer, nullable=False, comment="counted from 1"),
    required("condition"),
    _exception_sum,
    Column("persons", Integer, nullable=False),
    optional("evidence", comment="marks of vouchers and records"),
    optional("recipients", comment="file numbers"),
    PrimaryKeyConstraint(*_FIRST, "item"),
    _of_finding(),
    _exception_first_is,
    CheckConstraint("item > 0", name="item_from_one"),
    CheckConstraint("condition <> ''", name="condition_given"),
    _exception_bounded,
    CheckConstraint("persons >= 0", name="persons_counted"),
)

_link_first, _link_first_is = _first()

audit_finding_links = table(
    "audit_finding_links",
    unit(),
    required("engagement"),
    Column("number", Integer, nullable=False, comment="of the finding"),
    _link_first,
    Column("link", Integer, nullable=False, comment="counted from 1"),
    Column("position", Whole, nullable=True, comment="of a voucher in its chain"),
    optional("proof", comment="key of a check or proof that anybody can repeat"),
    PrimaryKeyConstraint(*_FIRST, "link"),
    UniqueConstraint(*_FIRST, "position"),
    _of_finding(),
    _link_first_is,
    ForeignKeyConstraint(
        ["unit_id", "position"], ["vouchers.unit_id", "vouchers.position"]
    ),
    Index(None, "unit_id", "position"),
    CheckConstraint("link > 0", name="link_from_one"),
    CheckConstraint("(position IS NULL) = (proof <> '')", name="voucher_or_proof"),
)

_duty_first, _duty_first_is = _first()
_duty_sum, _duty_bounded = _sum("amount_fen", null=True)

audit_finding_duties = table(
    "audit_finding_duties",
    unit(),
    required("engagement"),
    Column("number", Integer, nullable=False, comment="of the finding"),
    _duty_first,
    Column("seq", Integer, nullable=False, comment="counted from 1"),
    person("officer_id"),
    required("post"),
    required("category", comment="of the list in force on that day"),
    _duty_sum,
    optional("words", comment="on what it rests"),
    Column("acted_on", Day, nullable=False),
    person(),
    required("recorded_at"),
    PrimaryKeyConstraint(*_FIRST, "seq"),
    _of_finding(),
    _duty_first_is,
    one_of("category", tuple(Category)),
    CheckConstraint("seq > 0", name="seq_from_one"),
    CheckConstraint("post <> ''", name="post_given"),
    CheckConstraint("words <> ''", name="words_given"),
    _duty_bounded,
    CheckConstraint("recorded_at <> ''", name="recorded_at_given"),
    real_day("acted_on"),
)

_step_first, _step_first_is = _first()
_step_sum, _step_bounded = _sum("amount_fen", null=True)


def _outcomes() -> str:
    """That a step comes to what such a step may come to."""
    told = [
        f"(act = '{doing}' AND {any_of('outcome', outcomes)})"
        for doing, outcomes in OUTCOMES.items()
    ]
    others = " AND ".join(f"act <> '{doing}'" for doing in OUTCOMES)
    return " OR ".join([*told, f"({others} AND outcome = '')"])


audit_finding_steps = table(
    "audit_finding_steps",
    unit(),
    required("engagement"),
    Column("number", Integer, nullable=False, comment="of the finding"),
    _step_first,
    Column("seq", Integer, nullable=False, comment="counted from 1"),
    required("act"),
    required("state", comment="after this step"),
    Column("acted_on", Day, nullable=False),
    optional("words"),
    optional("paper", comment="that it is, or rests on"),
    optional("outcome"),
    Column("due_on", Day, nullable=True, comment="by when it is to be put right"),
    _step_sum,
    person(),
    required("recorded_at"),
    PrimaryKeyConstraint(*_FIRST, "seq"),
    _of_finding(),
    _step_first_is,
    one_of("act", tuple(Doing)),
    one_of("state", tuple(State)),
    one_of("outcome", ("", *Outcome)),
    CheckConstraint("seq > 0", name="seq_from_one"),
    CheckConstraint("(seq = 1) = (act = 'raise')", name="raised_first"),
    CheckConstraint(_outcomes(), name="outcome_told"),
    CheckConstraint(
        f"NOT {any_of('act', WITH_WORDS)} OR words <> ''", name="words_given"
    ),
    CheckConstraint("outcome <> 'transfer' OR paper <> ''", name="transfer_named"),
    CheckConstraint(
        "(outcome <> 'rectify' OR due_on IS NOT NULL) AND (due_on IS NULL"
        " OR outcome = 'rectify' OR outcome = 'not_accepted')",
        name="due_to_rectify",
    ),
    CheckConstraint("due_on IS NULL OR due_on >= acted_on", name="due_afterwards"),
    CheckConstraint("amount_fen IS NULL OR act = 'rectify'", name="amount_recovered"),
    CheckConstraint("amount_fen IS NULL OR amount_fen >= 0", name="amount_unsigned"),
    _step_bounded,
    CheckConstraint("recorded_at <> ''", name="recorded_at_given"),
    real_day("acted_on"),
    real_day("due_on", null=True),
)

APPENDED = (
    audit_findings,
    audit_finding_exceptions,
    audit_finding_links,
    audit_finding_duties,
    audit_finding_steps,
)
"""Tables that only grow: no row of them is ever changed or removed (L3)."""

RECORDED = ("audit_findings", "audit_finding_duties", "audit_finding_steps")
"""Those of them whose every row stands in the unit's chain of records; the others are
covered by the digest of their finding (V20)."""
