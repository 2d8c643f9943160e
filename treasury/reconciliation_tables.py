"""The schema of bank reconciliations (银行存款余额调节表).

The rules on top of `tables.py` hold here too.

1. A reconciliation stands for one bank account up to a day; they follow each other in
   the order of days. What the bank says and what the books say, corrected by what each
   does not know yet, agree to the fen.
2. It says what was known: the last match, the last statement and the place in the chain
   of vouchers, so that the same paper can be drawn again for ever.
3. The newest may be reopened, by another person and with a reason.
4. In a shared account rows that nothing in the books meets are other money's, but for
   those named as ours; what other money there is then is told, signed, with its basis.
"""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
)

from ledger.columns import Day, Whole, optional, real_day, required, table, unit

reconciliations = table(
    "reconciliations",
    unit(),
    Column("account", Integer, nullable=False, comment="number of the bank account"),
    Column("number", Integer, nullable=False, comment="counted from 1 in the account"),
    Column("until", Day, nullable=False, comment="the day it is made for"),
    Column("bank_fen", Whole, nullable=False, comment="closing balance of the bank"),
    Column("book_fen", Whole, nullable=False, comment="closing balance of the books"),
    Column("bank_in_fen", Whole, nullable=False, comment="banked in, not booked"),
    Column("bank_out_fen", Whole, nullable=False, comment="banked out, not booked"),
    Column("book_in_fen", Whole, nullable=False, comment="booked in, not banked"),
    Column("book_out_fen", Whole, nullable=False, comment="booked out, not banked"),
    Column(
        "other_fen", Whole, nullable=False, comment="other money in a shared account"
    ),
    optional("other_basis", comment="what the other money is, where there is any"),
    Column(
        "shared", Integer, nullable=False, comment="1: rows met by nothing are others'"
    ),
    optional("ours", comment="statement/row of those that are ours all the same"),
    Column(
        "last_statement", Integer, nullable=False, comment="the newest then imported"
    ),
    Column("last_match", Integer, nullable=False, comment="the newest then known"),
    Column("position", Whole, nullable=False, comment="place in the chain then"),
    Column("items", Integer, nullable=False, comment="rows and postings left open"),
    Column("items_hash", LargeBinary, nullable=False, comment="of all of them"),
    Column("person_id", Integer, ForeignKey("people.id"), nullable=False),
    required("made_at"),
    PrimaryKeyConstraint("unit_id", "account", "number"),
    ForeignKeyConstraint(
        ["unit_id", "account"], ["bank_accounts.unit_id", "bank_accounts.number"]
    ),
    CheckConstraint("number > 0", name="number_from_one"),
    CheckConstraint(
        "bank_in_fen >= 0 AND bank_out_fen >= 0"
        " AND book_in_fen >= 0 AND book_out_fen >= 0",
        name="open_items_unsigned",
    ),
    CheckConstraint(
        "bank_fen + book_in_fen - book_out_fen"
        " = book_fen + bank_in_fen - bank_out_fen + other_fen",
        name="balances_agree",
    ),
    CheckConstraint("other_fen = 0 OR other_basis <> ''", name="other_told"),
    CheckConstraint(
        "shared = 0 AND ours = '' OR shared = 1 AND other_basis <> ''",
        name="shared_told",
    ),
    CheckConstraint("length(items_hash) = 32", name="items_hash_whole"),
    real_day("until"),
)

reconciliation_reopenings = table(
    "reconciliation_reopenings",
    unit(),
    Column("account", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    required("reason"),
    Column("person_id", Integer, ForeignKey("people.id"), nullable=False),
    required("reopened_at"),
    PrimaryKeyConstraint("unit_id", "account", "number"),
    ForeignKeyConstraint(
        ["unit_id", "account", "number"],
        [
            "reconciliations.unit_id",
            "reconciliations.account",
            "reconciliations.number",
        ],
    ),
    CheckConstraint("reason <> ''", name="reason_given"),
)

APPENDED = (reconciliations, reconciliation_reopenings)
"""Tables that only grow: no row of them is ever changed or removed (L3)."""

RECORDED = ("reconciliations", "reconciliation_reopenings")
"""Those of them whose every row stands in the unit's chain of records."""
