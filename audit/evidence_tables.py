"""The schema of evidence books (外来账套): an auditee's books as they were handed over.

1. What was read is kept as it is, faults and all: no rule of book-keeping holds here.
   A number is what could be read as one; a cell that could not is 0 or empty, and its
   text stands in `evidence_unread`.
2. All rows of an intake come before its head. The head counts and sums them and holds
   a SHA-256 over them (`evidence_hashes.py`); nothing is added to one that stands.
3. Evidence belongs to the unit that keeps it: the auditee, where it is registered,
   else the auditing unit. The auditee is told by its code in the folder.
4. No number of a person stands here: such a text is masked when it is read, and told.

The rules on top of `ledger/tables.py` hold here too.
"""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
)
from sqlalchemy.schema import SchemaItem

from ledger.columns import Whole, one_of, optional, real_day, required, table, unit

_KEY = ("unit_id", "year", "number")
_HASH_BYTES = 32

COUNTED = ("files", "cells", "vouchers", "postings", "openings", "unread")
"""What a head counts, in the order in which it is hashed: `evidence_` and this."""

BOUND = 2**63 - 1
"""The greatest sum of amounts that a head can hold, in fen."""


def _number(name: str, comment: str = "") -> Column[int]:
    return Column(name, Integer, nullable=False, comment=comment or None)


def _fen(name: str) -> Column[int]:
    return Column(name, Whole, nullable=False)


def _hash(name: str, comment: str) -> Column[bytes]:
    return Column(name, LargeBinary, nullable=False, comment=comment)


def _whole(name: str) -> CheckConstraint:
    return CheckConstraint(f"length({name}) = {_HASH_BYTES}", name=f"{name}_whole")


def _part(name: str, *parts: SchemaItem, key: tuple[str, ...]) -> Table:
    """Rows of an intake: they come before its head, so the key waits for commit."""
    return table(
        f"evidence_{name}",
        unit(),
        _number("year", "of the intake"),
        _number("number", "of the intake"),
        *parts,
        PrimaryKeyConstraint(*_KEY, *key),
        ForeignKeyConstraint(
            _KEY,
            [f"evidence_intakes.{column}" for column in _KEY],
            deferrable=True,
            initially="DEFERRED",
        ),
        *(CheckConstraint(f"{one} > 0", name=f"{one}_from_one") for one in key),
    )


evidence_intakes = table(
    "evidence_intakes",
    unit(),
    _number("year", "in which it was taken in"),
    _number("number", "counted from 1 in the year"),
    required("auditee", comment="its code in the folder"),
    required("auditee_name", comment="as the folder tells it, or the code"),
    required("folder", comment="name of the folder"),
    _hash("folder_hash", "of the names and contents of all its files"),
    *(_number(name, "rows") for name in COUNTED),
    _fen("debit_fen"),
    _fen("credit_fen"),
    _hash("rows_hash", "of all rows in their written form"),
    Column("person_id", Integer, ForeignKey("people.id"), nullable=False),
    required("taken_at"),
    PrimaryKeyConstraint(*_KEY),
    UniqueConstraint("unit_id", "folder_hash", "auditee"),
    CheckConstraint("year BETWEEN 1990 AND 2199", name="year_known"),
    CheckConstraint("number > 0", name="number_from_one"),
    CheckConstraint("auditee <> ''", name="auditee_named"),
    CheckConstraint("auditee_name <> ''", name="auditee_called"),
    CheckConstraint("folder <> ''", name="folder_named"),
    CheckConstraint("files > 0", name="files_from_one"),
    CheckConstraint("taken_at <> ''", name="taken_at_given"),
    _whole("folder_hash"),
    _whole("rows_hash"),
)

evidence_files = _part(
    "files",
    _number("place", "in the order of their names"),
    required("name"),
    Column("bytes", Whole, nullable=False),
    _hash("hash", "SHA-256 of its bytes"),
    _whole("hash"),
    CheckConstraint("name <> ''", name="file_named"),
    key=("place",),
)

evidence_cells = _part(
    "cells",
    _number("place", "counted from 1"),
    required("sheet", comment="units, accounts, funds, people or officers"),
    _number("source_row", "in the file"),
    required("heading", comment="key of the column"),
    required("content", comment="of the cell, never empty"),
    one_of("sheet", ("units", "accounts", "funds", "people", "officers")),
    CheckConstraint("content <> ''", name="content_given"),
    key=("place",),
)

evidence_vouchers = _part(
    "vouchers",
    _number("place", "in the order of the file"),
    _number("source_row", "of the file, the first of the voucher"),
    required("book", comment="code of the unit, as the file has it"),
    required("ref", comment="what the file calls it"),
    required("told_number", comment="凭证号 where the file has that column"),
    required("told_period", comment="会计期间 where the file has that column"),
    required("dated_on", comment="empty where it is no day"),
    required("kind"),
    required("summary"),
    _number("attachments", "-1 where the file has no column of them"),
    required("preparer"),
    required("reviewer"),
    optional("poster"),
    optional("cashier"),
    optional("head"),
    optional("posted_at"),
    optional("corrects"),
    optional("correction"),
    real_day("dated_on", blank=True),
    CheckConstraint("dated_on = '' OR length(dated_on) = 10", name="dated_on_in_full"),
    key=("place",),
)

evidence_postings = _part(
    "postings",
    _number("place", "of the voucher"),
    _number("line", "counted from 1 in the voucher"),
    _number("source_row", "in the file"),
    required("account"),
    required("fund"),
    _fen("debit_fen"),
    _fen("credit_fen"),
    optional("purpose"),
    optional("party"),
    optional("recipient"),
    _number("persons"),
    optional("item"),
    Column("quantity_milli", Whole, nullable=False),
    optional("memo"),
    ForeignKeyConstraint(
        (*_KEY, "place"),
        [f"evidence_vouchers.{column}" for column in (*_KEY, "place")],
    ),
    key=("place", "line"),
)

evidence_openings = _part(
    "openings",
    _number("place", "counted from 1"),
    required("sheet", comment="openings, or closings as the auditee states them"),
    _number("source_row", "in the file"),
    required("book"),
    required("dated_on", comment="empty where it is no day"),
    required("account"),
    required("fund"),
    _fen("debit_fen"),
    _fen("credit_fen"),
    optional("party"),
    optional("item"),
    Column("quantity_milli", Whole, nullable=False),
    optional("arose_on"),
    one_of("sheet", ("openings", "closings")),
    real_day("dated_on", blank=True),
    CheckConstraint("dated_on = '' OR length(dated_on) = 10", name="dated_on_in_full"),
    key=("place",),
)

evidence_unread = _part(
    "unread",
    _number("place", "counted from 1"),
    required("name", comment="of the file"),
    _number("source_row", "in the file; 0 where it is the file as a whole"),
    required("heading", comment="the column; empty where it is a whole row"),
    required("content", comment="what stands there, numbers of persons masked"),
    required("why"),
    CheckConstraint("why <> ''", name="why_told"),
    key=("place",),
)

PARTS = (
    evidence_files,
    evidence_cells,
    evidence_vouchers,
    evidence_postings,
    evidence_openings,
    evidence_unread,
)
"""The rows that a head seals, in the order in which they are hashed."""

APPENDED = (evidence_intakes, *PARTS)
"""Tables that only grow: no row of them is ever changed or removed (L3)."""

RECORDED = ("evidence_intakes",)
"""Those of them whose every row stands in the unit's chain of records."""
