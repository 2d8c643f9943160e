"""The schema of files to the bank and of what the bank says of them.

The rules on top of `tables.py` hold here too.

1. A payment file is a set of a batch's lines that goes to the bank once; its digest
   covers its lines, which come before it. No holder and no card stands here: a blind
   index tells whether a card is the one that was sent.
2. It may be written down several times, in other forms; the bytes are known by a keyed
   hash, for a short file could be guessed from a plain one.
3. A result file tells of lines of one payment file what became of them, each once; what
   the bank says of why is encrypted, for it may name somebody.
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

from aid.bank_formats import HEADINGS
from ledger.columns import Day, Flag, Whole, one_of, real_day, required, table, unit
from ledger.money import BOUND_FEN

_HASH_BYTES = 32


def _hash(name: str, comment: str) -> Column[bytes]:
    return Column(name, LargeBinary, nullable=False, comment=comment)


def _whole(name: str) -> CheckConstraint:
    return CheckConstraint(f"length({name}) = {_HASH_BYTES}", name=f"{name}_whole")


def _number(name: str, comment: str) -> Column[int]:
    return Column(name, Integer, nullable=False, comment=comment)


def _from_one(name: str) -> CheckConstraint:
    return CheckConstraint(f"{name} > 0", name=f"{name}_from_one")


def _amount(name: str, least: int = 1) -> tuple[Column[int], CheckConstraint]:
    counted = f"{name} BETWEEN {least} AND {BOUND_FEN}"
    return (
        Column(name, Whole, nullable=False),
        CheckConstraint(counted, name=f"{name}_counted"),
    )


def _done(when: str) -> tuple[Column[int], Column[str], CheckConstraint]:
    return (
        Column("person_id", Integer, ForeignKey("people.id"), nullable=False),
        required(when),
        CheckConstraint(f"{when} <> ''", name=f"{when}_given"),
    )


aid_bank_formats = table(
    "aid_bank_formats",
    unit(),
    required("bank", comment="how the names of the banks begin"),
    _number("revision", "counted from 1"),
    Column("since", Day, nullable=False, comment="the bank has the form since then"),
    required("encoding"),
    Column("header_row", Integer, nullable=False),
    *(required(key, comment="heading of the column, or empty") for key in HEADINGS),
    required("success", comment="words of a state, parted by ;"),
    required("failed", comment="words of a state, parted by ;"),
    PrimaryKeyConstraint("unit_id", "bank", "revision"),
    one_of("encoding", ("utf-8", "gb18030")),
    CheckConstraint("bank <> ''", name="bank_named"),
    CheckConstraint("header_row > 0", name="header_row_from_one"),
    CheckConstraint(
        "holder <> '' AND card <> '' AND amount <> '' AND result_amount <> ''"
        " AND result_state <> '' AND (result_line <> '' OR result_card <> '')",
        name="columns_told",
    ),
    CheckConstraint("success <> '' AND failed <> ''", name="states_told"),
    _from_one("revision"),
    real_day("since"),
)

aid_payment_files = table(
    "aid_payment_files",
    unit(),
    required("batch", comment="key of the batch"),
    _number("number", "counted from 1 in the batch"),
    _number("lines", "in the file"),
    *_amount("sum_fen"),
    _hash("lines_hash", "of its lines"),
    *_done("made_at"),
    PrimaryKeyConstraint("unit_id", "batch", "number"),
    CheckConstraint("batch <> ''", name="batch_named"),
    _from_one("number"),
    _from_one("lines"),
    _whole("lines_hash"),
)

aid_payment_lines = table(
    "aid_payment_lines",
    unit(),
    required("batch"),
    _number("number", "of the file"),
    _number("line", "of the batch"),
    *_amount("amount_fen"),
    _hash("card_blind", "finds the card again"),
    PrimaryKeyConstraint("unit_id", "batch", "number", "line"),
    # Lines come first and the file seals them, so the key waits for commit.
    ForeignKeyConstraint(
        ["unit_id", "batch", "number"],
        [f"aid_payment_files.{name}" for name in ("unit_id", "batch", "number")],
        deferrable=True,
        initially="DEFERRED",
    ),
    Index(None, "unit_id", "batch", "line", "number"),
    _from_one("line"),
    _whole("card_blind"),
)

aid_payment_writings = table(
    "aid_payment_writings",
    unit(),
    required("batch"),
    _number("number", "of the file"),
    _number("writing", "counted from 1"),
    required("bank", comment="of the form; empty for the one of the program"),
    _number("revision", "of the form; 0 for the one of the program"),
    required("encoding"),
    _hash("file_blind", "of the SHA-256 of the bytes, keyed"),
    *_done("written_at"),
    PrimaryKeyConstraint("unit_id", "batch", "number", "writing"),
    UniqueConstraint("unit_id", "batch", "number", "file_blind"),
    ForeignKeyConstraint(
        ["unit_id", "batch", "number"],
        [f"aid_payment_files.{name}" for name in ("unit_id", "batch", "number")],
    ),
    one_of("encoding", ("utf-8", "gb18030")),
    CheckConstraint("revision >= 0", name="revision_counted"),
    _from_one("writing"),
    _whole("file_blind"),
)

aid_result_files = table(
    "aid_result_files",
    unit(),
    required("batch"),
    _number("number", "of the payment file"),
    _number("result", "counted from 1 for the payment file"),
    _hash("file_blind", "of the SHA-256 of the bytes, keyed"),
    _number("paid", "lines that the bank paid"),
    *_amount("paid_fen", 0),
    _number("failed", "lines that it did not pay"),
    *_amount("failed_fen", 0),
    _hash("lines_hash", "of its lines"),
    *_done("imported_at"),
    PrimaryKeyConstraint("unit_id", "batch", "number", "result"),
    UniqueConstraint("unit_id", "file_blind"),
    ForeignKeyConstraint(
        ["unit_id", "batch", "number"],
        [f"aid_payment_files.{name}" for name in ("unit_id", "batch", "number")],
    ),
    CheckConstraint("paid >= 0 AND failed >= 0", name="lines_counted"),
    CheckConstraint("paid + failed > 0", name="lines_told"),
    _from_one("result"),
    _whole("file_blind"),
    _whole("lines_hash"),
)

aid_result_lines = table(
    "aid_result_lines",
    unit(),
    required("batch"),
    _number("number", "of the payment file"),
    _number("line", "of the batch"),
    _number("result", "that tells it"),
    Column("is_paid", Flag, nullable=False),
    *_amount("amount_fen"),
    Column("locked", LargeBinary, nullable=True, comment="why it was not paid"),
    PrimaryKeyConstraint("unit_id", "batch", "number", "line"),
    ForeignKeyConstraint(
        ["unit_id", "batch", "number", "line"],
        [f"aid_payment_lines.{n}" for n in ("unit_id", "batch", "number", "line")],
    ),
    ForeignKeyConstraint(
        ["unit_id", "batch", "number", "result"],
        [f"aid_result_files.{n}" for n in ("unit_id", "batch", "number", "result")],
        deferrable=True,
        initially="DEFERRED",
    ),
    CheckConstraint("is_paid IN (0, 1)", name="is_paid_yes_or_no"),
    CheckConstraint("is_paid = 0 OR locked IS NULL", name="why_of_failure"),
)

APPENDED = (
    aid_bank_formats,
    aid_payment_files,
    aid_payment_lines,
    aid_payment_writings,
    aid_result_files,
    aid_result_lines,
)
"""Tables that only grow: no row of them is ever changed or removed (L3)."""

RECORDED = (
    "aid_bank_formats",
    "aid_payment_files",
    "aid_payment_writings",
    "aid_result_files",
)
"""Those of them whose every row stands in the unit's chain of records; lines are
covered by the digests of their files."""
