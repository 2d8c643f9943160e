"""The schema of sealed populations (审计总体), of samples and of their results.

The rules on top of `tables.py` hold here too.

1. A population is sealed once: its count, sum, digest and the position of the chain
   that it was read at. Its items come with it, in parts of its written form, packed;
   the digest covers them.
2. A sample says how it is drawn, and on what plan; its sizes only grow.
3. What was found of an item is a revision; a later one says why.
"""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
)

from audit.engagement_tables import person
from audit.populations import Of
from audit.sampling_limits import Model
from audit.sampling_results import Outcome
from audit.sampling_tickets import Method, Units
from ledger.columns import Day, Whole, one_of, optional, real_day, required, table, unit
from ledger.money import BOUND_FEN

PPM = 1_000_000
"""Rates and risks are whole millionths."""

_POPULATION = ("unit_id", "engagement", "population")
_SAMPLE = (*_POPULATION, "sample")


def _of(table: str, *pairs: tuple[str, str]) -> ForeignKeyConstraint:
    columns = [one for one, _ in pairs]
    return ForeignKeyConstraint(columns, [f"{table}.{other}" for _, other in pairs])


def _same(*names: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, name) for name in names)


def _bounded(name: str) -> CheckConstraint:
    test = f"{name} BETWEEN -{BOUND_FEN} AND {BOUND_FEN}"
    return CheckConstraint(test, name=f"{name.removesuffix('_fen')}_bounded")


audit_populations = table(
    "audit_populations",
    unit(),
    required("engagement"),
    Column("population", Integer, nullable=False, comment="from 1 in the engagement"),
    required("kind"),
    Column("since", Day, nullable=False),
    Column("until", Day, nullable=False, comment="the first day after it"),
    required("evidence", comment="whose books: of an intake; empty: the ledger's"),
    Column("position", Integer, nullable=False, comment="of the chain; or 0"),
    Column("hash", LargeBinary, nullable=False, comment="of the chain there, or rows"),
    Column("items", Integer, nullable=False),
    Column("sum_fen", Whole, nullable=False),
    Column("digest", LargeBinary, nullable=False, comment="of the written form"),
    person(),
    required("recorded_at"),
    PrimaryKeyConstraint(*_POPULATION),
    _of("audit_engagements", ("unit_id", "unit_id"), ("engagement", "key")),
    one_of("kind", tuple(Of)),
    CheckConstraint("population > 0", name="population_from_one"),
    CheckConstraint("since < until", name="since_before_until"),
    CheckConstraint(
        "position >= 0 AND (position > 0) = (evidence = '')", name="position_of_chain"
    ),
    CheckConstraint("items > 0", name="items_counted"),
    _bounded("sum_fen"),
    CheckConstraint("length(hash) = 32", name="hash_whole"),
    CheckConstraint("length(digest) = 32", name="digest_whole"),
    CheckConstraint("recorded_at <> ''", name="recorded_at_given"),
    real_day("since"),
    real_day("until"),
)

audit_population_items = table(
    "audit_population_items",
    unit(),
    required("engagement"),
    Column("population", Integer, nullable=False),
    Column("part", Integer, nullable=False, comment="from 1"),
    Column("items", Integer, nullable=False, comment="in this part"),
    Column("packed", LargeBinary, nullable=False, comment="their lines, deflated"),
    required("recorded_at"),
    PrimaryKeyConstraint(*_POPULATION, "part"),
    _of("audit_populations", *_same(*_POPULATION)),
    CheckConstraint("part > 0", name="part_from_one"),
    CheckConstraint("items > 0", name="items_counted"),
    CheckConstraint("length(packed) > 0", name="packed_given"),
)

audit_samples = table(
    "audit_samples",
    unit(),
    required("engagement"),
    Column("population", Integer, nullable=False),
    Column("sample", Integer, nullable=False, comment="from 1 in the population"),
    required("purpose", comment="what is looked at in each item"),
    required("units"),
    required("method"),
    required("seed", comment="public: dice, lottery numbers"),
    required("seed_source", comment="where and when it was made public"),
    Column("whole_fen", Whole, nullable=False, comment="taken whole from there; or 0"),
    required("model"),
    Column("risk_ppm", Integer, nullable=False),
    Column("tolerable", Whole, nullable=False, comment="millionths, or fen of money"),
    Column("expected", Whole, nullable=False, comment="the same"),
    Column("planned", Integer, nullable=False, comment="the size that the plan asks"),
    person(),
    required("recorded_at"),
    PrimaryKeyConstraint(*_SAMPLE),
    _of("audit_populations", *_same(*_POPULATION)),
    one_of("units", tuple(Units)),
    one_of("method", tuple(Method)),
    one_of("model", tuple(Model)),
    CheckConstraint("sample > 0", name="sample_from_one"),
    *(
        CheckConstraint(f"{name} <> ''", name=f"{name}_given")
        for name in ("purpose", "seed", "seed_source", "recorded_at")
    ),
    CheckConstraint("whole_fen >= 0", name="whole_counted"),
    CheckConstraint("units = 'money' OR whole_fen = 0", name="whole_of_money"),
    CheckConstraint(
        "units = 'items' OR model = 'poisson' OR model = 'binomial'",
        name="model_of_money",
    ),
    CheckConstraint(
        f"risk_ppm > 0 AND risk_ppm < {PPM}", name="risk_between_nought_and_one"
    ),
    CheckConstraint(
        "expected >= 0 AND tolerable > expected", name="expected_below_tolerable"
    ),
    CheckConstraint(
        f"units = 'money' OR tolerable <= {PPM}", name="tolerable_rate_is_one"
    ),
    _bounded("tolerable"),
    CheckConstraint("planned > 0", name="planned_counted"),
)

audit_sample_sizes = table(
    "audit_sample_sizes",
    unit(),
    required("engagement"),
    Column("population", Integer, nullable=False),
    Column("sample", Integer, nullable=False),
    Column("seq", Integer, nullable=False, comment="from 1; a later one is larger"),
    Column("size", Integer, nullable=False, comment="how many are drawn"),
    Column("digest", LargeBinary, nullable=False, comment="of what was drawn"),
    optional("reason", comment="why it was enlarged"),
    person(),
    required("recorded_at"),
    PrimaryKeyConstraint(*_SAMPLE, "seq"),
    _of("audit_samples", *_same(*_SAMPLE)),
    CheckConstraint("seq > 0", name="seq_from_one"),
    CheckConstraint("size > 0", name="size_counted"),
    CheckConstraint("length(digest) = 32", name="digest_whole"),
    CheckConstraint("(seq = 1) = (reason = '')", name="enlarged_for_a_reason"),
    CheckConstraint("recorded_at <> ''", name="recorded_at_given"),
)

audit_sample_results = table(
    "audit_sample_results",
    unit(),
    required("engagement"),
    Column("population", Integer, nullable=False),
    Column("sample", Integer, nullable=False),
    required("item"),
    Column("revision", Integer, nullable=False, comment="the highest one holds"),
    required("outcome"),
    Column("book_fen", Whole, nullable=False),
    Column("right_fen", Whole, nullable=False, comment="what it should be"),
    optional("words", comment="what was found"),
    optional("paper", comment="the working paper"),
    optional("reason", comment="why an earlier revision is changed"),
    Column("acted_on", Day, nullable=False),
    person(),
    required("recorded_at"),
    PrimaryKeyConstraint(*_SAMPLE, "item", "revision"),
    _of("audit_samples", *_same(*_SAMPLE)),
    one_of("outcome", tuple(Outcome)),
    CheckConstraint("revision > 0", name="revision_from_one"),
    CheckConstraint("item <> ''", name="item_named"),
    CheckConstraint(
        "(outcome = 'error') = (book_fen <> right_fen)", name="error_has_an_amount"
    ),
    CheckConstraint("outcome = 'right' OR words <> ''", name="words_given"),
    CheckConstraint("(revision = 1) = (reason = '')", name="revised_for_a_reason"),
    CheckConstraint("recorded_at <> ''", name="recorded_at_given"),
    _bounded("right_fen"),
    real_day("acted_on"),
)

APPENDED = (
    audit_populations,
    audit_population_items,
    audit_samples,
    audit_sample_sizes,
    audit_sample_results,
)
"""Tables that only grow: no row of them is ever changed or removed (L3)."""

RECORDED = tuple(one.name for one in APPENDED if one is not audit_population_items)
"""Those of them whose every row stands in the unit's chain of records."""
