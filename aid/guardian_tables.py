"""The schema of recorded guardians (监护人、代领人) of recipients' files.

The rules on top of `tables.py` hold here too.

1. A guardian is numbered within the file, for ever; the first revision says who it is,
   the second that it ended.
2. Name, number of identity, telephone and bank card are encrypted whole; a blind index
   finds the number of identity again.
"""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    UniqueConstraint,
)

from ledger.columns import Day, one_of, real_day, required, table, unit

RELATIONS = (
    *("spouse", "parent", "child", "sibling", "relative", "court", "community"),
    "other",
)

_BLIND_BYTES = 32

aid_guardians = table(
    "aid_guardians",
    unit(),
    Column("file", Integer, ForeignKey("recipients.file"), nullable=False),
    Column("number", Integer, nullable=False, comment="from 1 in the file"),
    Column("revision", Integer, nullable=False, comment="2 is its end"),
    required("relation", comment="to the worker"),
    Column("since", Day, nullable=False),
    Column("until", Day, nullable=True, comment="the first day it is none any more"),
    Column("blind", LargeBinary, nullable=False, comment="finds the number again"),
    Column("locked", LargeBinary, nullable=False, comment="who it is; why it ended"),
    required("paper", comment="that appoints; the end repeats it"),
    required("recorded_at"),
    PrimaryKeyConstraint("unit_id", "file", "number", "revision"),
    UniqueConstraint("file", "number", "revision"),
    Index(None, "blind"),
    one_of("relation", RELATIONS),
    CheckConstraint("number > 0", name="number_from_one"),
    CheckConstraint("revision BETWEEN 1 AND 2", name="revision_known"),
    CheckConstraint("(revision = 2) <= (until IS NOT NULL)", name="end_dated"),
    CheckConstraint("until IS NULL OR until > since", name="until_after_since"),
    CheckConstraint("paper <> ''", name="paper_given"),
    CheckConstraint(f"length(blind) = {_BLIND_BYTES}", name="blind_whole"),
    CheckConstraint("recorded_at <> ''", name="recorded_at_given"),
    real_day("since"),
    real_day("until", null=True),
)

APPENDED = (aid_guardians,)
"""Tables that only grow: no row of them is ever changed or removed (L3)."""

RECORDED = tuple(one.name for one in APPENDED)
"""Those of them whose every row stands in the chain of the unit that held the file."""
