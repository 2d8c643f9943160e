"""The schema of quarterly figures (季度统计): hotline, petitions, questions of a unit.

The rules on top of `tables.py` hold here too.

1. What a unit puts on record of a quarter is a revision; a correction is a later one
   and says why. The first says when the figures went up.
2. They go up when the quarter is over.
"""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Integer,
    PrimaryKeyConstraint,
    text,
)

from ledger.columns import Day, optional, real_day, required, table, unit

COUNTS = ("hotline", "visits", "letters", "online", "questions")
"""What is counted, in the order of the form."""

COUNT_BOUND = 10_000_000


def _over(year: str, month: str) -> CheckConstraint:
    """Rule 2, with the year and month of the day as the database reads them."""
    later = f"{year} * 12 + {month} > year * 12 + quarter * 3"
    return CheckConstraint(text(later), name="quarter_over")


aid_quarters = table(
    "aid_quarters",
    unit(),
    Column("year", Integer, nullable=False),
    Column("quarter", Integer, nullable=False),
    Column("revision", Integer, nullable=False, comment="from 1 in the quarter"),
    *(Column(name, Integer, nullable=False) for name in COUNTS),
    Column("reported_on", Day, nullable=False, comment="the day they went up"),
    Column(
        "reporter_id",
        Integer,
        ForeignKey("people.id"),
        nullable=False,
        comment="who answers for the figures",
    ),
    required("paper", comment="the report that went up"),
    optional("reason", comment="why an earlier revision is corrected"),
    required("recorded_at"),
    PrimaryKeyConstraint("unit_id", "year", "quarter", "revision"),
    CheckConstraint("year BETWEEN 1990 AND 2199", name="year_known"),
    CheckConstraint("quarter BETWEEN 1 AND 4", name="quarter_of_four"),
    CheckConstraint("revision > 0", name="revision_from_one"),
    *(
        CheckConstraint(f"{name} BETWEEN 0 AND {COUNT_BOUND}", name=f"{name}_counted")
        for name in COUNTS
    ),
    CheckConstraint("paper <> ''", name="paper_given"),
    CheckConstraint("(revision = 1) = (reason = '')", name="correction_has_a_reason"),
    CheckConstraint("recorded_at <> ''", name="recorded_at_given"),
    real_day("reported_on"),
    _over(
        "CAST(substr(reported_on, 1, 4) AS INTEGER)",
        "CAST(substr(reported_on, 6, 2) AS INTEGER)",
    ).ddl_if(dialect="sqlite"),
    _over(
        "CAST(EXTRACT(YEAR FROM reported_on) AS INTEGER)",
        "CAST(EXTRACT(MONTH FROM reported_on) AS INTEGER)",
    ).ddl_if(dialect="postgresql"),
)

APPENDED = (aid_quarters,)
"""Tables that only grow: no row of them is ever changed or removed (L3)."""

RECORDED = ("aid_quarters",)
"""Those of them whose every row stands in the unit's chain of records."""
