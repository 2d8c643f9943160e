"""The schema of aid that was given elsewhere (此前和其他单位的救助).

The rules on top of `tables.py` hold here too.

1. A row is a payment that these books did not make: by other bodies, by a grass-roots
   union out of its own, or before the programme. It is of a member as the household
   stood in a revision of the file: numbers of members change with revisions.
2. A payment is known by what is said of it and by its place among equal ones of a
   list, so that the same payment in two lists is one, and two equal ones in a list are
   two.
3. One that was entered wrongly is withdrawn with a reason; it stays and counts no more.
"""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    UniqueConstraint,
)

from aid.deceased_tables import SHORTEST_LOCKED
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

PROJECTS = ("living", "medical", "schooling", "warmth", "temporary")
YEARS = 1949, 2999

SAID = (
    *("file", "project", "member", "year", "period", "paid_on", "amount_fen"),
    *("paid_by", "is_other", "paper"),
)
"""By what a payment is known (2)."""

aid_elsewhere = table(
    "aid_elsewhere",
    unit(),
    Column("number", Integer, nullable=False, comment="from 1 in the unit"),
    Column("file", Integer, nullable=False),
    Column("revision", Integer, nullable=False, comment="of the file, then"),
    Column("member", Integer, nullable=False, comment="of that revision"),
    required("project"),
    Column("year", Integer, nullable=False, comment="of costs, school or calendar"),
    required("period", comment="2026 or 2026-03"),
    Column("paid_on", Day, nullable=False),
    Column("amount_fen", Whole, nullable=False),
    required("paid_by", comment="the organisation; never a person"),
    Column("is_other", Flag, nullable=False, comment="on its own account"),
    optional("paper"),
    Column("locked", LargeBinary, nullable=True, comment="what else the list said"),
    Column("occurrence", Integer, nullable=False, comment="among equal ones, from 1"),
    required("recorded_at"),
    PrimaryKeyConstraint("unit_id", "number"),
    UniqueConstraint("unit_id", *SAID, "occurrence"),
    ForeignKeyConstraint(
        ["file", "revision"],
        ["recipient_revisions.file", "recipient_revisions.revision"],
    ),
    Index(None, "file", "year"),
    one_of("project", PROJECTS),
    CheckConstraint("number > 0", name="number_from_one"),
    CheckConstraint("member > 0", name="member_from_one"),
    CheckConstraint("occurrence > 0", name="occurrence_from_one"),
    CheckConstraint(f"year BETWEEN {YEARS[0]} AND {YEARS[1]}", name="year_real"),
    CheckConstraint("period <> ''", name="period_given"),
    CheckConstraint("paid_by <> ''", name="paid_by_given"),
    CheckConstraint(f"amount_fen BETWEEN 1 AND {BOUND_FEN}", name="amount_counted"),
    CheckConstraint("is_other IN (0, 1)", name="is_other_yes_or_no"),
    CheckConstraint("recorded_at <> ''", name="recorded_at_given"),
    real_day("paid_on"),
)

aid_elsewhere_endings = table(
    "aid_elsewhere_endings",
    unit(),
    Column("number", Integer, nullable=False),
    Column("locked", LargeBinary, nullable=False, comment="why it was withdrawn"),
    required("recorded_at"),
    PrimaryKeyConstraint("unit_id", "number"),
    ForeignKeyConstraint(
        ["unit_id", "number"], ["aid_elsewhere.unit_id", "aid_elsewhere.number"]
    ),
    CheckConstraint(f"length(locked) > {SHORTEST_LOCKED}", name="reason_given"),
    CheckConstraint("recorded_at <> ''", name="recorded_at_given"),
)

APPENDED = (aid_elsewhere, aid_elsewhere_endings)
"""Tables that only grow: no row of them is ever changed or removed (L3)."""

RECORDED = tuple(one.name for one in APPENDED)
"""Those of them whose every row stands in the chain of the unit that recorded it."""
