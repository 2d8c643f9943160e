"""The schema of money between units: sent, answered, come back.

1. A transfer has a row in the sender's chain and an answer in the receiver's; the
   sender and the number of the transfer tie them. No row belongs to both.
2. Each side says what moved: amount, origin, restriction and purposes.
3. An answer, or the money's return, is given once; another follows only where the
   draft of the one before was given up.

Whether a voucher stands is known from the vouchers alone. The rules on top of
`tables.py` hold here too; rules that need more than one row are in `transfer_rules.py`.
"""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    UniqueConstraint,
)

from ledger.columns import Day, Whole, one_of, optional, real_day, required, table, unit
from ledger.money import BOUND_FEN


def _other(name: str, comment: str) -> Column[int]:
    return Column(
        name, Integer, ForeignKey("units.id"), nullable=False, comment=comment
    )


def _moved() -> tuple[Column[int], CheckConstraint, Column[str], CheckConstraint]:
    return (
        Column("amount_fen", Whole, nullable=False),
        CheckConstraint(
            f"amount_fen BETWEEN 1 AND {BOUND_FEN}", name="amount_fen_counted"
        ),
        required("origin", comment="whose money it is, at every tier"),
        CheckConstraint("origin <> 'general'", name="aid_money_alone"),
    )


def _made() -> tuple[Column[int], Column[str]]:
    return (
        Column("person_id", Integer, ForeignKey("people.id"), nullable=False),
        required("made_at"),
    )


transfers = table(
    "transfers",
    unit(),
    Column("number", Integer, nullable=False, comment="counted from 1 in the unit"),
    _other("to_id", "the unit it is sent to"),
    required("direction"),
    Column("fund_id", Integer, nullable=False),
    *_moved(),
    optional("restriction"),
    optional("purposes", comment="what it may be spent on, by `;`; empty: anything"),
    optional("purpose", comment="what it is sent for"),
    required("account", comment="the sender's account beside money"),
    Column("year", Integer, nullable=False, comment="of the income or expense"),
    Column("onward_fen", Whole, nullable=False, comment="to be passed on, of it"),
    optional("returns", comment="the transfer that it gives back, of the receiver"),
    optional("request", comment="L12: key from treasury.requests"),
    required("ref", comment="of its voucher"),
    Column("draft", Integer, nullable=False),
    Column("sent_on", Day, nullable=False),
    required("summary"),
    *_made(),
    PrimaryKeyConstraint("unit_id", "number"),
    UniqueConstraint("unit_id", "ref"),
    ForeignKeyConstraint(["unit_id", "fund_id"], ["funds.unit_id", "funds.id"]),
    Index(None, "unit_id", "to_id"),
    one_of("direction", ("down", "up")),
    CheckConstraint("number > 0", name="number_from_one"),
    CheckConstraint("to_id <> unit_id", name="sent_to_another"),
    CheckConstraint("onward_fen BETWEEN 0 AND amount_fen", name="onward_part_of_it"),
    CheckConstraint("direction = 'up' OR returns = ''", name="returned_upwards"),
    CheckConstraint("account <> ''", name="account_named"),
    CheckConstraint("ref <> ''", name="ref_given"),
    real_day("sent_on"),
)

transfer_answers = table(
    "transfer_answers",
    unit(),
    _other("from_id", "the unit that sent it"),
    Column("number", Integer, nullable=False, comment="of the transfer, in the sender"),
    Column("step", Integer, nullable=False, comment="the highest one holds"),
    required("answer"),
    *_moved(),
    optional("restriction"),
    optional("purposes", comment="as the sender has them"),
    Column("fund_id", Integer, nullable=True, comment="that it was received in"),
    optional("account", comment="the receiver's account beside money"),
    optional("ref", comment="of its voucher"),
    Column("draft", Integer, nullable=True),
    optional("reason", comment="why it was rejected"),
    Column("answered_on", Day, nullable=False),
    *_made(),
    PrimaryKeyConstraint("unit_id", "from_id", "number", "step"),
    ForeignKeyConstraint(["unit_id", "fund_id"], ["funds.unit_id", "funds.id"]),
    one_of("answer", ("received", "rejected")),
    CheckConstraint("step > 0", name="step_from_one"),
    CheckConstraint("from_id <> unit_id", name="sent_by_another"),
    CheckConstraint(
        "(answer = 'rejected') = (reason <> '')", name="rejection_reasoned"
    ),
    CheckConstraint(
        "(answer = 'received') = (fund_id IS NOT NULL)", name="received_in_a_fund"
    ),
    CheckConstraint(
        "(fund_id IS NULL) = (draft IS NULL)", name="received_with_a_draft"
    ),
    CheckConstraint("(draft IS NULL) = (ref = '')", name="draft_with_its_ref"),
    real_day("answered_on"),
)

transfer_returns = table(
    "transfer_returns",
    unit(),
    Column("number", Integer, nullable=False, comment="of the transfer"),
    Column("step", Integer, nullable=False, comment="the highest one holds"),
    Column("amount_fen", Whole, nullable=False),
    required("account", comment="credited when the money came back"),
    required("ref", comment="of its voucher"),
    Column("draft", Integer, nullable=False),
    Column("returned_on", Day, nullable=False),
    *_made(),
    PrimaryKeyConstraint("unit_id", "number", "step"),
    ForeignKeyConstraint(
        ["unit_id", "number"], ["transfers.unit_id", "transfers.number"]
    ),
    CheckConstraint("step > 0", name="step_from_one"),
    real_day("returned_on"),
)

APPENDED = (transfers, transfer_answers, transfer_returns)
"""Tables that only grow: no row of them is ever changed or removed (L3)."""

RECORDED = ("transfers", "transfer_answers", "transfer_returns")
"""Those of them whose every row stands in the unit's chain of records."""
