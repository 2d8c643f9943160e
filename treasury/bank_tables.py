"""The schema of bank accounts and of the statements that banks send.

The rules on top of `tables.py` hold here too.

1. A number of an account, and what a bank says of a counterparty, is encrypted
   (`vault.py`); a blind index finds it again.
2. A row is known by what it says and by its place among equal rows of its file, so
   that the same movement in two files is one, and two equal ones in one file are two.
3. A statement seals its rows: they come before it, and its digest covers them.
4. A column mapping is replaced by a later revision; files of the old form are still
   read by the old one.
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

from ledger.columns import Day, Whole, one_of, optional, real_day, required, table, unit
from ledger.money import BOUND_FEN

COLUMNS = (
    "date", "amount", "side", "money_in", "money_out", "balance", "reference",
    "counterparty", "counterparty_account", "text", "code", "currency", "account",
)  # fmt: skip
"""What a column of a bank's table may say; `statements/mapping.py` reads by it."""

bank_accounts = table(
    "bank_accounts",
    unit(),
    Column("number", Integer, nullable=False, comment="counted from 1 in the unit"),
    Column("account_id", Integer, ForeignKey("accounts.id"), nullable=False),
    required("bank", comment="name of the bank and branch"),
    required("tail", comment="the last four digits, for people"),
    Column("locked", LargeBinary, nullable=False, comment="the account's number"),
    Column("blind", LargeBinary, nullable=False, comment="finds the number again"),
    Column("since", Day, nullable=False),
    PrimaryKeyConstraint("unit_id", "number"),
    UniqueConstraint("unit_id", "blind"),
    CheckConstraint("number > 0", name="number_from_one"),
    CheckConstraint("bank <> ''", name="bank_named"),
    CheckConstraint("length(blind) = 32", name="blind_whole"),
    real_day("since"),
)

bank_statements = table(
    "bank_statements",
    unit(),
    Column("statement", Integer, nullable=False, comment="counted from 1 in the unit"),
    Column("account", Integer, nullable=False, comment="number of the bank account"),
    required("form", comment="the format of the file"),
    Column("file_hash", LargeBinary, nullable=False, comment="SHA-256 of the file"),
    Column("since", Day, nullable=False, comment="the first day it covers"),
    Column("until", Day, nullable=False, comment="the last day it covers"),
    Column("opening_fen", Whole, nullable=False),
    Column("closing_fen", Whole, nullable=False),
    Column("rows", Integer, nullable=False, comment="in the file"),
    Column("new_rows", Integer, nullable=False, comment="not known from others"),
    Column("known_fen", Whole, nullable=False, comment="moved by the rows not new"),
    Column("rows_hash", LargeBinary, nullable=False, comment="of its new rows"),
    Column("person_id", Integer, ForeignKey("people.id"), nullable=False),
    required("imported_at"),
    PrimaryKeyConstraint("unit_id", "statement"),
    UniqueConstraint("unit_id", "account", "file_hash"),
    ForeignKeyConstraint(
        ["unit_id", "account"], ["bank_accounts.unit_id", "bank_accounts.number"]
    ),
    one_of("form", ("csv", "xlsx", "ofx", "mt940", "camt053")),
    CheckConstraint("statement > 0", name="statement_from_one"),
    CheckConstraint("since <= until", name="since_before_until"),
    CheckConstraint("rows >= new_rows AND new_rows >= 0", name="rows_counted"),
    CheckConstraint("new_rows < rows OR known_fen = 0", name="known_moved"),
    CheckConstraint(
        f"opening_fen BETWEEN -{BOUND_FEN} AND {BOUND_FEN}", name="opening_bounded"
    ),
    CheckConstraint(
        f"closing_fen BETWEEN -{BOUND_FEN} AND {BOUND_FEN}", name="closing_bounded"
    ),
    CheckConstraint("length(file_hash) = 32", name="file_hash_whole"),
    CheckConstraint("length(rows_hash) = 32", name="rows_hash_whole"),
    real_day("since"),
    real_day("until"),
)

bank_rows = table(
    "bank_rows",
    unit(),
    Column("statement", Integer, nullable=False),
    Column("row", Integer, nullable=False, comment="place in the file, from 1"),
    Column("account", Integer, nullable=False, comment="number of the bank account"),
    Column("booked_on", Day, nullable=False),
    Column("amount_fen", Whole, nullable=False, comment="in: above zero, out: below"),
    Column("balance_fen", Whole, nullable=True, comment="after it, where told"),
    optional("reference", comment="the bank's own number of the movement"),
    required("kind", comment="what it is, as far as the bank's code tells"),
    Column("locked", LargeBinary, nullable=False, comment="counterparty and text"),
    Column("row_key", LargeBinary, nullable=False, comment="blind, of what it says"),
    Column("occurrence", Integer, nullable=False, comment="among equal ones, from 1"),
    PrimaryKeyConstraint("unit_id", "statement", "row"),
    UniqueConstraint("unit_id", "account", "row_key", "occurrence"),
    # The rows come first and the statement seals them, so the key waits for commit.
    ForeignKeyConstraint(
        ["unit_id", "statement"],
        ["bank_statements.unit_id", "bank_statements.statement"],
        deferrable=True,
        initially="DEFERRED",
    ),
    Index(None, "unit_id", "account", "booked_on"),
    one_of("kind", ("", "fee", "interest", "return")),
    CheckConstraint('"row" > 0', name="row_from_one"),
    CheckConstraint("amount_fen <> 0", name="amount_moved"),
    CheckConstraint(
        f"amount_fen BETWEEN -{BOUND_FEN} AND {BOUND_FEN}", name="amount_bounded"
    ),
    CheckConstraint("occurrence > 0", name="occurrence_from_one"),
    CheckConstraint("length(row_key) = 32", name="row_key_whole"),
    real_day("booked_on"),
)

bank_mappings = table(
    "bank_mappings",
    unit(),
    required("bank", comment="how the names of its accounts' banks begin"),
    Column("revision", Integer, nullable=False, comment="counted from 1"),
    Column("since", Day, nullable=False, comment="the bank has the form since then"),
    Column("header_row", Integer, nullable=False),
    *(required(key, comment="heading of the column, or empty") for key in COLUMNS),
    PrimaryKeyConstraint("unit_id", "bank", "revision"),
    CheckConstraint("bank <> ''", name="bank_named"),
    CheckConstraint("revision > 0", name="revision_from_one"),
    CheckConstraint("header_row > 0", name="header_row_from_one"),
    CheckConstraint("date <> ''", name="date_told"),
    CheckConstraint(
        "(amount <> '' AND money_in = '' AND money_out = '')"
        " OR (amount = '' AND money_in <> '' AND money_out <> '' AND side = '')",
        name="amount_told_once",
    ),
    real_day("since"),
)

APPENDED = (bank_accounts, bank_mappings, bank_statements, bank_rows)
"""Tables that only grow: no row of them is ever changed or removed (L3)."""

RECORDED = ("bank_accounts", "bank_mappings", "bank_statements")
"""Those of them whose every row stands in the unit's chain of records; rows of a
statement are covered by its digest."""
