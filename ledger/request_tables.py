"""The schema of payment requests (付款申请): under what money leaves (L12).

1. Once a unit is live (上线) money leaves under an approved request.
2. A request says for what, to whom, of which funds and how much; its lines come before
   it, and it seals them. How many must approve follows from the band (审批权限) that
   its amount lies in on the day it is asked for; a small fee of the bank needs none.
3. Every step is a move: saved, approved, refused, cancelled, expired, paid; and where
   the bank sends money back: returned, paid again, given up. A move shows what stands
   after it and continues the one before; `request_rules.py` holds it to that.
4. Money that is asked for is held of its fund: a hold shows what is held after it. What
   is held is not there for another request.

The rules on top of `tables.py` hold here too.
"""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Text,
    UniqueConstraint,
)

from ledger.columns import Day, Whole, one_of, optional, real_day, required, table, unit
from ledger.money import BOUND_FEN

KINDS = ("payment", "advance", "pass_down", "refund", "move", "fee", "direct")
ACTS = (
    *("save", "approve", "refuse", "cancel", "expire"),
    *("pay", "return", "repay", "forgo"),
)
APPROVALS_MOST = 5


def _person() -> Column[int]:
    return Column("person_id", Integer, ForeignKey("people.id"), nullable=False)


def _running(name: str, what: str) -> Column[int]:
    return Column(name, Whole, nullable=False, comment=f"{what}, after this move")


go_lives = table(
    "go_lives",
    unit(),
    Column("since", Day, nullable=False, comment="the first day under requests"),
    required("paper", comment="number of the decision"),
    _person(),
    required("recorded_at"),
    PrimaryKeyConstraint("unit_id"),
    CheckConstraint("paper <> ''", name="paper_named"),
    real_day("since"),
)

approval_bands = table(
    "approval_bands",
    unit(),
    Column("since", Day, nullable=False),
    Column("from_fen", Whole, nullable=False, comment="amounts from this one on"),
    Column("approvals", Integer, nullable=False, comment="how many must approve"),
    optional("resolution", comment="empty for those a unit goes live with"),
    _person(),
    required("recorded_at"),
    PrimaryKeyConstraint("unit_id", "since", "from_fen"),
    CheckConstraint(f"from_fen BETWEEN 0 AND {BOUND_FEN}", name="from_counted"),
    CheckConstraint(
        f"approvals BETWEEN 1 AND {APPROVALS_MOST}", name="approvals_bounded"
    ),
    real_day("since"),
)

fee_limits = table(
    "fee_limits",
    unit(),
    Column(
        "since", Day, nullable=False, comment="of rows that are asked for from then"
    ),
    Column("each_fen", Whole, nullable=False, comment="a row that nobody approves"),
    Column("month_fen", Whole, nullable=False, comment="such rows of a month together"),
    optional("resolution", comment="empty for the one a unit goes live with"),
    _person(),
    required("recorded_at"),
    PrimaryKeyConstraint("unit_id", "since"),
    CheckConstraint(f"each_fen BETWEEN 0 AND {BOUND_FEN}", name="each_counted"),
    CheckConstraint(f"month_fen BETWEEN 0 AND {BOUND_FEN}", name="month_counted"),
    real_day("since"),
)

payment_requests = table(
    "payment_requests",
    unit(),
    required("key", comment="what a posting carries: P, year and number"),
    Column("year", Integer, nullable=False),
    Column("number", Integer, nullable=False, comment="counted from 1 in the year"),
    required("ref", comment="the caller's own number; saved twice it is one"),
    required("kind"),
    required("summary", comment="what for"),
    required("payee", comment="to whom: an organisation, or a file number"),
    Column("amount_fen", Whole, nullable=False),
    Column("approvals", Integer, nullable=False, comment="how many must approve"),
    optional("resolution", comment="what decided a move between funds"),
    Column("statement", Integer, nullable=True, comment="whose row shows the fee"),
    Column("row", Integer, nullable=True, comment="of that statement"),
    optional("evidence", comment="papers that it rests on"),
    Column("due_on", Day, nullable=True, comment="when an advance is to come back"),
    Column("asked_on", Day, nullable=False),
    Column("expires_on", Day, nullable=False, comment="the last day it can be paid"),
    _person(),
    required("saved_at"),
    PrimaryKeyConstraint("unit_id", "key"),
    UniqueConstraint("unit_id", "year", "number"),
    UniqueConstraint("unit_id", "ref"),
    # A row whose request was ended may be asked for again; the rules say so.
    Index(None, "unit_id", "statement", "row"),
    one_of("kind", KINDS),
    CheckConstraint("number > 0", name="number_from_one"),
    CheckConstraint("ref <> ''", name="ref_given"),
    CheckConstraint("summary <> ''", name="summary_given"),
    CheckConstraint("payee <> ''", name="payee_given"),
    CheckConstraint(f"amount_fen BETWEEN 1 AND {BOUND_FEN}", name="amount_positive"),
    CheckConstraint(
        f"approvals BETWEEN 1 AND {APPROVALS_MOST}"
        " OR approvals = 0 AND (kind = 'fee' OR kind = 'move' AND resolution <> '')",
        name="l12_approved_by_somebody",
    ),
    CheckConstraint(
        "(kind = 'fee') = (statement IS NOT NULL)", name="fee_on_a_statement"
    ),
    CheckConstraint('(statement IS NULL) = ("row" IS NULL)', name="row_of_a_statement"),
    CheckConstraint("resolution = '' OR kind = 'move'", name="resolution_of_a_move"),
    CheckConstraint("(kind = 'advance') = (due_on IS NOT NULL)", name="advance_due"),
    CheckConstraint("asked_on <= expires_on", name="asked_before_it_expires"),
    real_day("asked_on"),
    real_day("expires_on"),
)

payment_request_lines = table(
    "payment_request_lines",
    unit(),
    required("key"),
    Column("line", Integer, nullable=False, comment="counted from 1"),
    Column("fund_id", Integer, nullable=False),
    Column("account_id", Integer, ForeignKey("accounts.id"), nullable=False),
    Column("purpose", Text, nullable=False, comment="empty where none is named"),
    Column("amount_fen", Whole, nullable=False),
    optional("appropriation", comment="L9: the reservation that covers it"),
    PrimaryKeyConstraint("unit_id", "key", "line"),
    UniqueConstraint("unit_id", "key", "fund_id", "account_id", "purpose"),
    # The lines come first and the request seals them, so the key waits for commit.
    ForeignKeyConstraint(
        ["unit_id", "key"],
        ["payment_requests.unit_id", "payment_requests.key"],
        deferrable=True,
        initially="DEFERRED",
    ),
    ForeignKeyConstraint(["unit_id", "fund_id"], ["funds.unit_id", "funds.id"]),
    CheckConstraint("line > 0", name="line_from_one"),
    CheckConstraint(f"amount_fen BETWEEN 1 AND {BOUND_FEN}", name="amount_positive"),
)

payment_request_moves = table(
    "payment_request_moves",
    unit(),
    required("key"),
    Column("seq", Integer, nullable=False, comment="counted from 1"),
    required("act"),
    Column("amount_fen", Whole, nullable=False, comment="below zero in red"),
    Column("position", Whole, nullable=True, comment="the voucher that did it"),
    _running("approved", "how many have approved"),
    _running("paid_fen", "paid"),
    _running("returned_fen", "sent back by the bank"),
    _running("repaid_fen", "paid again"),
    optional("reason"),
    Column("acted_on", Day, nullable=False),
    _person(),
    required("acted_at"),
    PrimaryKeyConstraint("unit_id", "key", "seq"),
    UniqueConstraint("unit_id", "position", "key"),
    ForeignKeyConstraint(
        ["unit_id", "key"], ["payment_requests.unit_id", "payment_requests.key"]
    ),
    ForeignKeyConstraint(
        ["unit_id", "position"],
        ["vouchers.unit_id", "vouchers.position"],
        deferrable=True,
        initially="DEFERRED",
    ),
    one_of("act", ACTS),
    CheckConstraint("seq > 0", name="seq_from_one"),
    CheckConstraint(
        "(act = 'pay' OR act = 'return' OR act = 'repay' OR act = 'forgo')"
        " = (position IS NOT NULL)",
        name="voucher_named",
    ),
    CheckConstraint(
        "amount_fen <> 0 OR act = 'approve' OR act = 'refuse' OR act = 'cancel'"
        " OR act = 'expire'",
        name="amount_moved",
    ),
    CheckConstraint("(seq = 1) = (act = 'save')", name="saved_first"),
    CheckConstraint("paid_fen >= 0", name="paid_not_negative"),
    CheckConstraint("repaid_fen >= 0", name="repaid_not_negative"),
    # What was paid again may come back again.
    CheckConstraint(
        "returned_fen <= paid_fen + repaid_fen", name="l12_returned_was_paid"
    ),
    CheckConstraint("returned_fen = 0 OR paid_fen > 0", name="l12_returned_after_paid"),
    CheckConstraint("repaid_fen <= returned_fen", name="l12_repaid_was_returned"),
    CheckConstraint(
        "act <> 'refuse' AND act <> 'cancel' OR reason <> ''", name="reason_given"
    ),
    real_day("acted_on"),
)

fund_holds = table(
    "fund_holds",
    unit(),
    Column("fund_id", Integer, nullable=False),
    Column("seq", Whole, nullable=False, comment="counted from 1 in the fund"),
    required("key"),
    Column("move", Integer, nullable=False, comment="the request's move that did it"),
    Column("amount_fen", Whole, nullable=False, comment="held, or below zero let go"),
    _running("held_fen", "held of the fund"),
    PrimaryKeyConstraint("unit_id", "fund_id", "seq"),
    UniqueConstraint("unit_id", "key", "move", "fund_id"),
    ForeignKeyConstraint(["unit_id", "fund_id"], ["funds.unit_id", "funds.id"]),
    ForeignKeyConstraint(
        ["unit_id", "key", "move"],
        [
            "payment_request_moves.unit_id",
            "payment_request_moves.key",
            "payment_request_moves.seq",
        ],
        deferrable=True,
        initially="DEFERRED",
    ),
    CheckConstraint("seq > 0", name="seq_from_one"),
    CheckConstraint("amount_fen <> 0", name="amount_held"),
    CheckConstraint("held_fen >= 0", name="held_not_negative"),
)

APPENDED = (
    go_lives,
    approval_bands,
    fee_limits,
    payment_requests,
    payment_request_lines,
    payment_request_moves,
    fund_holds,
)

RECORDED = (
    "go_lives",
    "approval_bands",
    "fee_limits",
    "payment_requests",
    "payment_request_lines",
    "payment_request_moves",
)
"""Tables here whose rows stand in the unit's chain of records. Moves of vouchers do
not, the chain of vouchers tells them; what is held follows from the moves."""
