"""The schema of payment batches (发放批次).

The rules on top of `tables.py` hold here too.

1. A batch is a list of payments by file number. Its lines come first and the batch
   seals them: how many, how much, and a digest of all of them.
2. Who made it, or the files and cases that it pays, is written down with it: none of
   them approves it (`aid_batch_makers`).
3. What becomes of it is a step: submitted as a payment request, released as a draft,
   its results come from the bank, dropped. Approval is the request's own.
4. What the bank did with each line is a result; the step of the results seals them.
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
    Text,
    UniqueConstraint,
)

from ledger.columns import Day, Whole, one_of, optional, real_day, required, table, unit
from ledger.money import BOUND_FEN

SUBMIT, RELEASE, RESULT, DROP = "submit", "release", "result", "drop"
ACTS = (SUBMIT, RELEASE, RESULT, DROP)
PAID, FAILED = "paid", "failed"
OUTCOMES = (PAID, FAILED)


def _person() -> Column[int]:
    return Column("person_id", Integer, ForeignKey("people.id"), nullable=False)


aid_batches = table(
    "aid_batches",
    unit(),
    required("key", comment="B, year and number"),
    Column("year", Integer, nullable=False),
    Column("number", Integer, nullable=False, comment="counted from 1 in the year"),
    required("ref", comment="the caller's own number; saved twice it is one"),
    required("title"),
    Column("line_count", Integer, nullable=False),
    Column("sum_fen", Whole, nullable=False),
    Column("digest", LargeBinary, nullable=False, comment="of its lines"),
    Column(
        "file_digest", LargeBinary, nullable=True, comment="of the list, in any order"
    ),
    Column("standards", LargeBinary, nullable=False, comment="which its lines met"),
    Column("notices", Integer, nullable=False, comment="told when it was saved"),
    _person(),
    Column("saved_on", Day, nullable=False),
    required("saved_at"),
    PrimaryKeyConstraint("unit_id", "key"),
    UniqueConstraint("unit_id", "year", "number"),
    UniqueConstraint("unit_id", "ref"),
    Index(None, "unit_id", "digest"),
    CheckConstraint("number > 0", name="number_from_one"),
    CheckConstraint("ref <> ''", name="ref_given"),
    CheckConstraint("title <> ''", name="title_given"),
    CheckConstraint("line_count > 0", name="lines_counted"),
    CheckConstraint(f"sum_fen BETWEEN 1 AND {BOUND_FEN}", name="sum_positive"),
    CheckConstraint("length(digest) = 32", name="digest_whole"),
    CheckConstraint(
        "file_digest IS NULL OR length(file_digest) = 32", name="file_digest_whole"
    ),
    CheckConstraint("length(standards) = 32", name="standards_whole"),
    CheckConstraint("notices >= 0", name="notices_counted"),
    real_day("saved_on"),
)

aid_batch_lines = table(
    "aid_batch_lines",
    unit(),
    required("key"),
    Column("line", Integer, nullable=False, comment="counted from 1"),
    Column("file", Integer, ForeignKey("recipients.file"), nullable=False),
    Column("revision", Integer, nullable=False, comment="of the file, as it was saved"),
    required("code", comment="the file number (档案号)"),
    optional("case_key", comment="empty where it comes from a list"),
    required("project"),
    Column("member", Integer, nullable=False, comment="of the household, from 1"),
    Column("year", Integer, nullable=False, comment="of costs, schooling or aid"),
    required("period", comment="what it is for: a year, a month"),
    Column("fund_id", Integer, nullable=False),
    Column("account_id", Integer, ForeignKey("accounts.id"), nullable=False),
    Column("purpose", Text, nullable=False),
    Column("amount_fen", Whole, nullable=False),
    optional("memo"),
    PrimaryKeyConstraint("unit_id", "key", "line"),
    # The lines come first and the batch seals them, so the key waits for commit.
    ForeignKeyConstraint(
        ["unit_id", "key"],
        ["aid_batches.unit_id", "aid_batches.key"],
        deferrable=True,
        initially="DEFERRED",
    ),
    ForeignKeyConstraint(["unit_id", "fund_id"], ["funds.unit_id", "funds.id"]),
    Index(None, "file"),
    Index(None, "unit_id", "case_key"),
    CheckConstraint("line > 0", name="line_from_one"),
    CheckConstraint("member > 0", name="member_from_one"),
    CheckConstraint("code <> ''", name="code_given"),
    CheckConstraint("period <> ''", name="period_given"),
    CheckConstraint(f"amount_fen BETWEEN 1 AND {BOUND_FEN}", name="amount_positive"),
)

aid_batch_makers = table(
    "aid_batch_makers",
    unit(),
    required("key"),
    _person(),
    required("made", comment="what the person made: batch, files, cases"),
    PrimaryKeyConstraint("unit_id", "key", "person_id"),
    ForeignKeyConstraint(
        ["unit_id", "key"],
        ["aid_batches.unit_id", "aid_batches.key"],
        deferrable=True,
        initially="DEFERRED",
    ),
)

aid_batch_steps = table(
    "aid_batch_steps",
    unit(),
    required("key"),
    Column("step", Integer, nullable=False, comment="counted from 1"),
    required("act"),
    Column("request", Text, nullable=True, comment="the payment request, submitted"),
    Column("draft", Integer, nullable=True, comment="the draft of a release"),
    Column("line_count", Integer, nullable=False, comment="of results"),
    Column("paid_fen", Whole, nullable=False, comment="by these results"),
    Column("failed_fen", Whole, nullable=False, comment="by these results"),
    Column("digest", LargeBinary, nullable=True, comment="of these results"),
    Column("notices", Integer, nullable=False, comment="told before it was done"),
    optional("reason", comment="why it goes on in spite of them, or is dropped"),
    _person(),
    Column("acted_on", Day, nullable=False),
    required("acted_at"),
    PrimaryKeyConstraint("unit_id", "key", "step"),
    ForeignKeyConstraint(
        ["unit_id", "key"], ["aid_batches.unit_id", "aid_batches.key"]
    ),
    one_of("act", ACTS),
    CheckConstraint("step > 0", name="step_from_one"),
    CheckConstraint("(act = 'submit') = (request IS NOT NULL)", name="request_named"),
    CheckConstraint("(act = 'release') = (draft IS NOT NULL)", name="draft_named"),
    CheckConstraint("(act = 'result') = (digest IS NOT NULL)", name="result_digested"),
    CheckConstraint("(act = 'result') = (line_count > 0)", name="results_counted"),
    CheckConstraint("line_count >= 0", name="lines_counted"),
    CheckConstraint("paid_fen >= 0 AND failed_fen >= 0", name="results_not_negative"),
    CheckConstraint("notices = 0 OR reason <> ''", name="notices_answered"),
    CheckConstraint("act <> 'drop' OR reason <> ''", name="reason_given"),
    real_day("acted_on"),
)

aid_batch_results = table(
    "aid_batch_results",
    unit(),
    required("key"),
    Column("step", Integer, nullable=False, comment="the step that seals it"),
    Column("line", Integer, nullable=False),
    required("outcome"),
    optional("reason", comment="why the bank did not pay it"),
    PrimaryKeyConstraint("unit_id", "key", "step", "line"),
    ForeignKeyConstraint(
        ["unit_id", "key", "step"],
        ["aid_batch_steps.unit_id", "aid_batch_steps.key", "aid_batch_steps.step"],
        deferrable=True,
        initially="DEFERRED",
    ),
    ForeignKeyConstraint(
        ["unit_id", "key", "line"],
        [
            "aid_batch_lines.unit_id",
            "aid_batch_lines.key",
            "aid_batch_lines.line",
        ],
    ),
    one_of("outcome", OUTCOMES),
    CheckConstraint("outcome = 'paid' OR reason <> ''", name="reason_given"),
)

APPENDED = (
    aid_batch_lines,
    aid_batch_makers,
    aid_batches,
    aid_batch_results,
    aid_batch_steps,
)
"""Tables that only grow: no row of them is ever changed or removed (L3)."""

RECORDED = ("aid_batch_makers", "aid_batches", "aid_batch_steps")
"""Those of them whose every row stands in the unit's chain of records; lines are
covered by their batch's digest, results by their step's."""
