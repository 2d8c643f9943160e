"""The schema of the standards that units go by (本级标准): figures, sets, decisions.

The rules on top of `tables.py` hold here too.

1. A figure, an adopted set, a decision is put right by a further revision of the same
   day, with its reason; the highest revision holds.
2. What a body chose cites its resolution.
3. Decided is only what the rules leave to a unit, in the words that they know.
"""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer
from sqlalchemy import PrimaryKeyConstraint as PrimaryKey

from aid.standard_kinds import WORDS, Key
from ledger.columns import Day, Whole, one_of, optional, real_day, required, table, unit

FREE_WORDS = (Key.LIVING_CAP_COUNTS, Key.MEDICAL_INCOME_TEST, Key.MEDICAL_READING)
FREE_SUMS = (Key.MEDICAL_FIXED_SUM,)
FREE_NUMBERS = (Key.EMERGENCY_PAPERS_WORKDAYS,)
"""What the rules leave to a unit, by how the choice is told."""

FIXED_SUM_LEAST_FEN = 8_000_00
"""意见第10条: the fixed sum from 100,000 yuan on is not below this."""


def _tail() -> tuple[Column[str], Column[int], Column[str], CheckConstraint]:
    return (
        optional("reason", comment="why an earlier revision is put right"),
        Column("person_id", Integer, ForeignKey("people.id"), nullable=False),
        required("recorded_at"),
        CheckConstraint("recorded_at <> ''", name="recorded_at_given"),
    )


def _revised() -> tuple[CheckConstraint, CheckConstraint, CheckConstraint]:
    return (
        CheckConstraint("revision > 0", name="revision_from_one"),
        CheckConstraint("(revision = 1) = (reason = '')", name="revision_has_a_reason"),
        real_day("since"),
    )


def _until() -> tuple[CheckConstraint, CheckConstraint]:
    """A period; a revision may leave nothing of it."""
    return (
        CheckConstraint(
            "until IS NULL OR until > since OR (until = since AND revision > 1)",
            name="since_before_until",
        ),
        real_day("until", null=True),
    )


def _told_by(column: str, absent: str, keys: tuple[Key, ...]) -> CheckConstraint:
    """A column that is filled for these standards alone."""
    any_of = " OR ".join(f"standard = '{key.value}'" for key in keys)
    return CheckConstraint(f"({any_of}) = ({column} {absent})", name=f"{column}_fits")


aid_local_figures = table(
    "aid_local_figures",
    unit(),
    required("place", comment="the administrative code, six digits"),
    Column("since", Day, nullable=False, comment="holds within the year of this day"),
    Column("revision", Integer, nullable=False, comment="from 1; the highest holds"),
    Column("minimum_living_fen", Whole, nullable=False, comment="a person and month"),
    Column("average_supplement_fen", Whole, nullable=True, comment="as above"),
    Column("urban_recipients", Integer, nullable=True),
    required("decided_by"),
    required("paper"),
    *_tail(),
    PrimaryKey("unit_id", "place", "since", "revision"),
    *_revised(),
    CheckConstraint("length(place) = 6", name="place_of_six"),
    CheckConstraint("minimum_living_fen > 0", name="living_positive"),
    CheckConstraint("average_supplement_fen > 0", name="supplement_positive"),
    CheckConstraint("urban_recipients >= 0", name="recipients_counted"),
    CheckConstraint("decided_by <> '' AND paper <> ''", name="source_given"),
)

aid_adoptions = table(
    "aid_adoptions",
    unit(),
    required("set_key", comment="of a set of standards that may be adopted"),
    Column("since", Day, nullable=False),
    Column("revision", Integer, nullable=False, comment="from 1; the highest holds"),
    Column("until", Day, nullable=True, comment="the first day out of force"),
    required("resolution", comment="of the unit's body, adopted"),
    *_tail(),
    PrimaryKey("unit_id", "set_key", "since", "revision"),
    *_revised(),
    *_until(),
    CheckConstraint("set_key <> '' AND set_key <> 'opinion'", name="set_adoptable"),
)

aid_decisions = table(
    "aid_decisions",
    unit(),
    required("standard"),
    Column("since", Day, nullable=False),
    Column("revision", Integer, nullable=False, comment="from 1; the highest holds"),
    Column("until", Day, nullable=True, comment="the first day out of force"),
    optional("word"),
    Column("amount_fen", Whole, nullable=True),
    Column("number", Integer, nullable=True),
    required("resolution", comment="of the unit's body, adopted"),
    *_tail(),
    PrimaryKey("unit_id", "standard", "since", "revision"),
    *_revised(),
    *_until(),
    one_of("standard", (*FREE_WORDS, *FREE_SUMS, *FREE_NUMBERS)),
    _told_by("word", "<> ''", FREE_WORDS),
    _told_by("amount_fen", "IS NOT NULL", FREE_SUMS),
    _told_by("number", "IS NOT NULL", FREE_NUMBERS),
    *(
        CheckConstraint(
            f"standard <> '{key.value}' OR "
            + " OR ".join(f"word = '{one.value}'" for one in WORDS[key]),
            name=f"{key.value}_known",
        )
        for key in FREE_WORDS
    ),
    CheckConstraint(f"amount_fen >= {FIXED_SUM_LEAST_FEN}", name="sum_not_below"),
    CheckConstraint("number > 0", name="number_positive"),
)

APPENDED = (aid_local_figures, aid_adoptions, aid_decisions)
"""Tables that only grow: no row of them is ever changed or removed (L3)."""

RECORDED = ("aid_local_figures", "aid_adoptions", "aid_decisions")
"""Those of them whose every row stands in the unit's chain of records."""
