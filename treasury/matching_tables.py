"""The schema of what was matched: rows of the bank with postings of the books.

The rules on top of `tables.py` hold here too.

1. A match says that rows of one bank account and postings on its account of the books
   are the same money, to the fen: their sums are equal. No match hides a difference.
2. A row or posting stands in one match that was not undone. `attempt` counts from 1
   how often it was matched, so two who match it at once cannot both.
3. Postings alone are matched where they are of one voucher, or of one and what
   corrects it; opening lines aside. Rows alone need a person, no cashier, and a reason.
4. Matches of one run come before the run, which seals them: its digest covers them.
"""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    UniqueConstraint,
)

from ledger.columns import Whole, one_of, required, table, unit

match_runs = table(
    "match_runs",
    unit(),
    Column("run", Integer, nullable=False, comment="counted from 1 in the unit"),
    Column("account", Integer, nullable=False, comment="number of the bank account"),
    required("method", comment="who found them: the rules, or a person"),
    required("reason", comment="why rows of the bank alone are matched; else empty"),
    Column("first_match", Integer, nullable=False),
    Column("last_match", Integer, nullable=False),
    Column("lines", Integer, nullable=False, comment="rows and postings in it"),
    Column("lines_hash", LargeBinary, nullable=False, comment="of all of them"),
    Column("person_id", Integer, ForeignKey("people.id"), nullable=False),
    required("matched_at"),
    PrimaryKeyConstraint("unit_id", "run"),
    ForeignKeyConstraint(
        ["unit_id", "account"], ["bank_accounts.unit_id", "bank_accounts.number"]
    ),
    one_of("method", ("rules", "person")),
    CheckConstraint("run > 0", name="run_from_one"),
    CheckConstraint(
        "first_match > 0 AND last_match >= first_match", name="matches_counted"
    ),
    CheckConstraint("length(lines_hash) = 32", name="lines_hash_whole"),
)

matched_rows = table(
    "matched_rows",
    unit(),
    Column("match", Integer, nullable=False, comment="counted from 1 in the unit"),
    Column("statement", Integer, nullable=False),
    Column("row", Integer, nullable=False),
    Column("attempt", Integer, nullable=False, comment="how often matched, from 1"),
    Column("run", Integer, nullable=False),
    Column("amount_fen", Whole, nullable=False, comment="the row's, as it says it"),
    PrimaryKeyConstraint("unit_id", "match", "statement", "row"),
    UniqueConstraint("unit_id", "statement", "row", "attempt"),
    ForeignKeyConstraint(
        ["unit_id", "statement", "row"],
        ["bank_rows.unit_id", "bank_rows.statement", "bank_rows.row"],
    ),
    ForeignKeyConstraint(
        ["unit_id", "run"],
        ["match_runs.unit_id", "match_runs.run"],
        deferrable=True,
        initially="DEFERRED",
    ),
    CheckConstraint("attempt > 0", name="attempt_from_one"),
)

matched_postings = table(
    "matched_postings",
    unit(),
    Column("match", Integer, nullable=False, comment="counted from 1 in the unit"),
    Column("position", Whole, nullable=False),
    Column("line", Integer, nullable=False),
    Column("attempt", Integer, nullable=False, comment="how often matched, from 1"),
    Column("run", Integer, nullable=False),
    Column("amount_fen", Whole, nullable=False, comment="debit less credit"),
    PrimaryKeyConstraint("unit_id", "match", "position", "line"),
    UniqueConstraint("unit_id", "position", "line", "attempt"),
    ForeignKeyConstraint(
        ["unit_id", "position", "line"],
        ["postings.unit_id", "postings.position", "postings.line"],
    ),
    ForeignKeyConstraint(
        ["unit_id", "run"],
        ["match_runs.unit_id", "match_runs.run"],
        deferrable=True,
        initially="DEFERRED",
    ),
    CheckConstraint("attempt > 0", name="attempt_from_one"),
)

unmatches = table(
    "unmatches",
    unit(),
    Column("match", Integer, nullable=False),
    required("reason"),
    Column("person_id", Integer, ForeignKey("people.id"), nullable=False),
    required("undone_at"),
    PrimaryKeyConstraint("unit_id", "match"),
    CheckConstraint("reason <> ''", name="reason_given"),
)

APPENDED = (match_runs, matched_rows, matched_postings, unmatches)
"""Tables that only grow: no row of them is ever changed or removed (L3)."""

RECORDED = ("match_runs", "unmatches")
"""Those of them whose every row stands in the unit's chain of records; what a run
matched is covered by its digest."""
