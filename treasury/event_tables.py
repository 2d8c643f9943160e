"""The schema of the desk: which draft was made of what somebody said had happened.

The rules on top of `tables.py` hold here too.
"""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
)

from ledger.columns import required, table, unit

desk_drafts = table(
    "desk_drafts",
    unit(),
    Column("draft", Integer, nullable=False, comment="its number in the unit"),
    required("ref", comment="reference of its voucher; handed in twice it is one"),
    required("event", comment="what happened: a key of events.toml, or a duty"),
    Column("digest", LargeBinary, nullable=False, comment="of the draft as handed in"),
    PrimaryKeyConstraint("unit_id", "draft"),
    Index(None, "unit_id", "ref"),
    CheckConstraint("draft > 0", name="draft_from_one"),
    CheckConstraint("ref <> ''", name="ref_given"),
    CheckConstraint("event <> ''", name="event_named"),
    CheckConstraint("length(digest) = 32", name="digest_whole"),
)

APPENDED = (desk_drafts,)
"""Tables that only grow: no row of them is ever changed or removed (L3)."""

RECORDED = ("desk_drafts",)
"""Those of them whose every row stands in the unit's chain of records."""
