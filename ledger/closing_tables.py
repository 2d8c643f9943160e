"""The schema of closing: months, adjusting Decembers, years, proofs, and the sums kept.

The rules on top of `tables.py` hold here too.
"""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Text,
)

from ledger.columns import Whole, optional, required, table, unit

closes = table(
    "closes",
    unit(),
    Column("period", Integer, nullable=False),
    Column("position", Whole, nullable=False, comment="head of the chain at closing"),
    Column(
        "hash", LargeBinary, nullable=False, comment="hash of the head; zeros if none"
    ),
    Column("totals_hash", LargeBinary, nullable=False),
    Column("closed_by_id", Integer, ForeignKey("people.id"), nullable=False),
    required("closed_at"),
    PrimaryKeyConstraint("unit_id", "period"),
    CheckConstraint("period % 100 BETWEEN 1 AND 12", name="period_is_a_month"),
    CheckConstraint("length(hash) = 32", name="hash_whole"),
    CheckConstraint("length(totals_hash) = 32", name="totals_hash_whole"),
)

adjusting = table(
    "adjusting",
    unit(),
    Column("period", Integer, nullable=False, comment="a December"),
    Column("position", Whole, nullable=False, comment="head of the chain then"),
    Column("hash", LargeBinary, nullable=False, comment="hash of that head"),
    Column("begun_by_id", Integer, ForeignKey("people.id"), nullable=False),
    required("begun_at"),
    PrimaryKeyConstraint("unit_id", "period"),
    CheckConstraint("period % 100 = 12", name="period_is_december"),
    CheckConstraint("length(hash) = 32", name="hash_whole"),
)

year_ends = table(
    "year_ends",
    unit(),
    Column("year", Integer, nullable=False),
    Column("number", Integer, nullable=False, comment="the highest one holds"),
    required("decisions", comment="what was decided on the year's end, as JSON"),
    Column(
        "digest", LargeBinary, nullable=False, comment="hash of what is to be posted"
    ),
    Column("position", Whole, nullable=False, comment="head of the chain then"),
    Column("ordered_by_id", Integer, ForeignKey("people.id"), nullable=False),
    required("ordered_at"),
    PrimaryKeyConstraint("unit_id", "year", "number"),
    CheckConstraint("number > 0", name="number_from_one"),
    CheckConstraint("length(digest) = 32", name="digest_whole"),
)

money_proofs = table(
    "money_proofs",
    unit(),
    Column("period", Integer, nullable=False),
    Column("account_id", Integer, ForeignKey("accounts.id"), nullable=False),
    Column("number", Integer, nullable=False, comment="the highest one holds"),
    Column("amount_fen", Whole, nullable=False, comment="as counted or certified"),
    Column("other_fen", Whole, nullable=False, comment="money of others in it"),
    Column("explained_fen", Whole, nullable=False, comment="under way 未达账项"),
    optional("explanation"),
    required("evidence"),
    Column("made_by_id", Integer, ForeignKey("people.id"), nullable=False),
    required("made_at"),
    PrimaryKeyConstraint("unit_id", "period", "account_id", "number"),
    CheckConstraint("period % 100 BETWEEN 1 AND 12", name="period_is_a_month"),
    CheckConstraint("number > 0", name="number_from_one"),
    CheckConstraint("amount_fen >= 0", name="amount_counted"),
    CheckConstraint("evidence <> ''", name="evidence_named"),
    CheckConstraint(
        "explained_fen = 0 OR explanation <> ''", name="difference_explained"
    ),
)

checkpoints = table(
    "checkpoints",
    unit(),
    Column("period", Integer, nullable=False),
    Column("account_id", Integer, nullable=False),
    Column("fund_id", Integer, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("debit_fen", Whole, nullable=False, comment="since the books began"),
    Column("credit_fen", Whole, nullable=False, comment="since the books began"),
    Column("persons", Whole, nullable=False),
    PrimaryKeyConstraint("unit_id", "period", "account_id", "fund_id", "purpose"),
)
