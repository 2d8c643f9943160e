"""The schema of hand-outs (发放单) of goods and shopping vouchers to named people.

The rules on top of `tables.py` hold here too.

1. A hand-out is a plan with its lines; the lines come first, and the plan seals them
   by their number and digest. Nothing of it changes afterwards.
2. What becomes of it is a step: approved, turned down, withdrawn, issued. A step of
   issue comes before its movements of goods and names them, so that each of them is
   held against its line (`handout_rules.py`).
3. Who signed stands with the goods (`goods_signatures`), what came back too.
4. No name stands here: people are file numbers.
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

from aid.claims import Project
from ledger.columns import Day, Whole, one_of, optional, real_day, required, table, unit
from ledger.money import BOUND_FEN
from treasury.goods_tables import QUANTITY_BOUND

APPROVE, REFUSE, WITHDRAW, ISSUE = "approve", "refuse", "withdraw", "issue"
ACTS = (APPROVE, REFUSE, WITHDRAW, ISSUE)

LINES_MOST = 100_000
"""Lines that one hand-out may have."""

aid_handout_lines = table(
    "aid_handout_lines",
    unit(),
    Column("handout", Integer, nullable=False),
    Column("line", Integer, nullable=False, comment="from 1 in the hand-out"),
    Column("file", Integer, ForeignKey("recipients.file"), nullable=False),
    required("recipient", comment="the file number (档案号), never a name"),
    Column("member", Integer, nullable=False, comment="of the household; the worker 1"),
    Column("item", Integer, nullable=False),
    Column("quantity_milli", Whole, nullable=False),
    optional("serials", comment="of shopping vouchers, as people write them"),
    optional("lots", comment="of goods costed by piece: batch:thousandths"),
    optional("case_key", comment="the case that it answers"),
    PrimaryKeyConstraint("unit_id", "handout", "line"),
    UniqueConstraint("unit_id", "handout", "file", "member", "item"),
    # Lines come first and the hand-out seals them, so the key waits for commit.
    ForeignKeyConstraint(
        ["unit_id", "handout"],
        ["aid_handouts.unit_id", "aid_handouts.handout"],
        deferrable=True,
        initially="DEFERRED",
    ),
    Index(None, "file"),
    CheckConstraint(f"line BETWEEN 1 AND {LINES_MOST}", name="line_from_one"),
    CheckConstraint("recipient <> ''", name="recipient_given"),
    CheckConstraint("member > 0", name="member_from_one"),
    CheckConstraint(
        f"quantity_milli BETWEEN 1 AND {QUANTITY_BOUND}", name="quantity_given"
    ),
)

aid_handouts = table(
    "aid_handouts",
    unit(),
    Column("handout", Integer, nullable=False, comment="from 1 in the unit"),
    required("key", comment="H2026-1: its year and place in it"),
    required("ref", comment="of its voucher; planned twice under it, it is one"),
    required("title"),
    Column("dated_on", Day, nullable=False, comment="the day it is planned for"),
    Column("fund_id", Integer, nullable=False),
    required("purpose", comment="L8: what it is given for"),
    required("project"),
    Column("year", Integer, nullable=False, comment="the year of the aid"),
    optional("account", comment="where goods are spent when they are given"),
    optional("appropriation"),
    optional("summary", comment="of its voucher"),
    Column("attachments", Integer, nullable=False),
    Column("lines", Integer, nullable=False, comment="how many it has"),
    Column("lines_hash", LargeBinary, nullable=False, comment="of its lines"),
    Column("asked", LargeBinary, nullable=False, comment="digest of what was said"),
    Column("person_id", Integer, ForeignKey("people.id"), nullable=False),
    required("recorded_at"),
    PrimaryKeyConstraint("unit_id", "handout"),
    UniqueConstraint("unit_id", "key"),
    UniqueConstraint("unit_id", "ref"),
    ForeignKeyConstraint(["unit_id", "fund_id"], ["funds.unit_id", "funds.id"]),
    one_of("project", tuple(one.value for one in Project)),
    CheckConstraint("handout > 0", name="handout_from_one"),
    CheckConstraint("key <> ''", name="key_given"),
    CheckConstraint("ref <> ''", name="ref_given"),
    CheckConstraint("title <> ''", name="title_given"),
    CheckConstraint("purpose <> ''", name="purpose_given"),
    CheckConstraint("year BETWEEN 2000 AND 2100", name="year_of_aid"),
    CheckConstraint(f"lines BETWEEN 1 AND {LINES_MOST}", name="lines_counted"),
    CheckConstraint("attachments >= 0", name="attachments_counted"),
    CheckConstraint("length(lines_hash) = 32", name="lines_hash_whole"),
    CheckConstraint("length(asked) = 32", name="asked_whole"),
    CheckConstraint("recorded_at <> ''", name="recorded_at_given"),
    real_day("dated_on"),
)

aid_handout_steps = table(
    "aid_handout_steps",
    unit(),
    Column("handout", Integer, nullable=False),
    Column("step", Integer, nullable=False, comment="from 1 in the hand-out"),
    required("act"),
    Column("acted_on", Day, nullable=False, comment="of an issue: of its goods"),
    Column("person_id", Integer, ForeignKey("people.id"), nullable=False),
    optional("words", comment="the opinion, or the reason"),
    optional("issue_ref", comment="of the voucher that issues it"),
    Column("first_move", Integer, nullable=True, comment="of the goods of line 1"),
    Column("last_move", Integer, nullable=True, comment="of those of the last line"),
    Column("cost_fen", Whole, nullable=True, comment="of all that is given"),
    required("recorded_at"),
    PrimaryKeyConstraint("unit_id", "handout", "step"),
    ForeignKeyConstraint(
        ["unit_id", "handout"], ["aid_handouts.unit_id", "aid_handouts.handout"]
    ),
    # The step comes first and its movements follow, so the keys wait for commit.
    *(
        ForeignKeyConstraint(
            ["unit_id", name],
            ["goods_moves.unit_id", "goods_moves.move"],
            deferrable=True,
            initially="DEFERRED",
        )
        for name in ("first_move", "last_move")
    ),
    UniqueConstraint("unit_id", "first_move"),
    Index(None, "unit_id", "last_move"),
    one_of("act", ACTS),
    CheckConstraint("step > 0", name="step_from_one"),
    CheckConstraint(
        "(act = 'refuse' OR act = 'withdraw') <= (words <> '')", name="reason_given"
    ),
    CheckConstraint("(act = 'issue') = (issue_ref <> '')", name="ref_of_issue"),
    CheckConstraint("(act = 'issue') = (first_move IS NOT NULL)", name="first_move"),
    CheckConstraint("(act = 'issue') = (last_move IS NOT NULL)", name="last_move"),
    CheckConstraint("(act = 'issue') = (cost_fen IS NOT NULL)", name="cost_of_issue"),
    CheckConstraint(
        f"cost_fen IS NULL OR cost_fen BETWEEN 0 AND {BOUND_FEN}", name="cost_counted"
    ),
    CheckConstraint("recorded_at <> ''", name="recorded_at_given"),
    real_day("acted_on"),
)

APPENDED = (aid_handout_lines, aid_handouts, aid_handout_steps)
"""Tables that only grow: no row of them is ever changed or removed (L3)."""

RECORDED = (aid_handouts.name, aid_handout_steps.name)
"""Those of them whose every row stands in the unit's chain of records; the lines are
covered by the digest of their hand-out."""
