"""The schema of the desk: which draft was made of what somebody said had happened.

The rules on top of `tables.py` hold here too.
"""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
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

desk_refunds = table(
    "desk_refunds",
    unit(),
    Column("draft", Integer, nullable=False, comment="the draft that brings it back"),
    required("refund_of", comment="reference of the voucher that paid it"),
    PrimaryKeyConstraint("unit_id", "draft"),
    ForeignKeyConstraint(
        ["unit_id", "draft"], ["desk_drafts.unit_id", "desk_drafts.draft"]
    ),
    ForeignKeyConstraint(
        ["unit_id", "refund_of"], ["vouchers.unit_id", "vouchers.ref"]
    ),
    Index(None, "unit_id", "refund_of"),
)

APPENDED = (desk_drafts, desk_refunds)
"""Tables that only grow: no row of them is ever changed or removed (L3)."""

RECORDED = ("desk_drafts", "desk_refunds")
"""Those of them whose every row stands in the unit's chain of records."""
