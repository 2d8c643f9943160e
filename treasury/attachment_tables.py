"""The schema of attachments: papers by their SHA-256, and what each is attached to.

1. A paper stands once in a unit; its content is a file outside (`paper_files.py`).
2. A use attaches it to a voucher's reference or to another subject; a supplement does
   so after posting; a withdrawal takes back what was attached by mistake, before it.
   Nothing of it is ever removed.

The rules on top of `tables.py` hold here too.
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
    Table,
    UniqueConstraint,
)

from ledger.columns import Day, Whole, one_of, optional, real_day, required, table, unit

FORMS = ("electronic", "scan")
ACTS = ("attach", "supplement", "withdraw")

attachments = table(
    "attachments",
    unit(),
    Column("number", Integer, nullable=False, comment="counted from 1 in the unit"),
    Column("sha256", LargeBinary, nullable=False, comment="of the plain content"),
    Column("size", Whole, nullable=False, comment="bytes of the plain content"),
    required("media", comment="kind of file, told by its content"),
    required("kind", comment="a key of attachment_kinds.toml"),
    required("form", comment="made electronically, or scanned from paper"),
    optional("kept_at", comment="where the paper of a scan is kept"),
    optional("paper_number", comment="printed on it: of an invoice or a bill"),
    Column("dated_on", Day, nullable=False, comment="the day it bears"),
    required("title"),
    Column("person_id", Integer, ForeignKey("people.id"), nullable=False),
    required("stored_at"),
    PrimaryKeyConstraint("unit_id", "number"),
    UniqueConstraint("unit_id", "sha256"),
    Index(None, "unit_id", "kind", "paper_number"),
    one_of("form", FORMS),
    CheckConstraint("number > 0", name="number_from_one"),
    CheckConstraint("length(sha256) = 32", name="sha256_whole"),
    CheckConstraint("size > 0", name="size_counted"),
    CheckConstraint("media <> ''", name="media_given"),
    CheckConstraint("kind <> ''", name="kind_given"),
    CheckConstraint("title <> ''", name="title_given"),
    CheckConstraint("(form = 'scan') = (kept_at <> '')", name="scan_keeps_paper"),
    real_day("dated_on"),
)

attachment_uses = table(
    "attachment_uses",
    unit(),
    Column("number", Integer, nullable=False, comment="counted from 1 in the unit"),
    required("act"),
    Column("attachment", Integer, nullable=False),
    required("subject", comment="voucher, or what else it proves"),
    required("key", comment="of a voucher its reference"),
    optional("reason", comment="why it comes late, or is taken back"),
    optional("shared", comment="why one paper serves several vouchers"),
    Column("person_id", Integer, ForeignKey("people.id"), nullable=False),
    required("acted_at"),
    PrimaryKeyConstraint("unit_id", "number"),
    ForeignKeyConstraint(
        ["unit_id", "attachment"], ["attachments.unit_id", "attachments.number"]
    ),
    Index(None, "unit_id", "subject", "key"),
    Index(None, "unit_id", "attachment"),
    one_of("act", ACTS),
    CheckConstraint("number > 0", name="number_from_one"),
    CheckConstraint("subject <> ''", name="subject_given"),
    CheckConstraint("key <> ''", name="key_given"),
    CheckConstraint("(act = 'attach') = (reason = '')", name="late_with_reason"),
    CheckConstraint(
        "act <> 'supplement' OR subject = 'voucher'", name="supplement_of_voucher"
    ),
)

APPENDED: tuple[Table, ...] = (attachments, attachment_uses)
"""Tables that only grow: no row of them is ever changed or removed (L3)."""

RECORDED: tuple[str, ...] = ("attachments", "attachment_uses")
"""Those of them whose every row stands in the unit's chain of records."""
