"""The schema of what banks say happened: rows entered, limits of returns, endings.

1. A row of a statement (fee, interest, returned payment) is entered once. Another
   step follows only where the draft of the one before was given up, or its voucher
   cancelled.
2. A returned payment names the request and the payee it was paid to, and the first day
   on which what is still owed may be given up (`limit_on`).
3. What is given up of a return has its own row, written before its voucher.

The rules on top of `tables.py` hold here too; rules that need more than one row are in
`bank_entry_rules.py`.
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

DAYS_MOST = 3650


def _amount() -> tuple[Column[int], CheckConstraint]:
    return (
        Column("amount_fen", Whole, nullable=False),
        CheckConstraint(f"amount_fen BETWEEN 1 AND {BOUND_FEN}", name="amount_counted"),
    )


def _place() -> tuple[Column[int], Column[int], Column[int]]:
    return (
        Column("statement", Integer, nullable=False),
        Column("row", Integer, nullable=False, comment="of that statement"),
        Column("step", Integer, nullable=False, comment="the highest one holds"),
    )


def _handed_in() -> tuple[Column[str], Column[int]]:
    return required("ref"), Column("draft", Integer, nullable=False)


def _made() -> tuple[Column[int], Column[str]]:
    return (
        Column("person_id", Integer, ForeignKey("people.id"), nullable=False),
        required("made_at"),
    )


bank_entries = table(
    "bank_entries",
    unit(),
    *_place(),
    required("kind"),
    Column("fund_id", Integer, nullable=False),
    *_amount(),
    optional("request", comment="L12: under which it was paid, or a fee is paid"),
    optional("party", comment="to whom it had been paid, as the payment says"),
    optional("recipient", comment="file number, as the payment says; never a name"),
    Column("limit_on", Day, nullable=True, comment="from when on it may be given up"),
    *_handed_in(),
    *_made(),
    PrimaryKeyConstraint("unit_id", "statement", "row", "step"),
    UniqueConstraint("unit_id", "draft"),
    ForeignKeyConstraint(
        ["unit_id", "statement", "row"],
        ["bank_rows.unit_id", "bank_rows.statement", "bank_rows.row"],
    ),
    ForeignKeyConstraint(["unit_id", "fund_id"], ["funds.unit_id", "funds.id"]),
    Index(None, "unit_id", "request"),
    Index(None, "unit_id", "ref"),
    one_of("kind", ("fee", "interest", "return")),
    CheckConstraint("step > 0", name="step_from_one"),
    CheckConstraint("ref <> ''", name="ref_given"),
    CheckConstraint(
        "(kind = 'return') = (limit_on IS NOT NULL)", name="return_limited"
    ),
    CheckConstraint("kind <> 'return' OR request <> ''", name="return_of_a_request"),
    CheckConstraint("kind <> 'interest' OR request = ''", name="interest_asks_nothing"),
    CheckConstraint(
        "(kind = 'return') = (party <> '' OR recipient <> '')", name="return_of_a_payee"
    ),
    real_day("limit_on", null=True),
)

return_endings = table(
    "return_endings",
    unit(),
    *_place(),
    *_amount(),
    required("account", comment="credited: the expense, or the closing account"),
    Column("ended_on", Day, nullable=False),
    required("reason"),
    *_handed_in(),
    *_made(),
    PrimaryKeyConstraint("unit_id", "statement", "row", "step"),
    UniqueConstraint("unit_id", "draft"),
    Index(None, "unit_id", "ref"),
    CheckConstraint("step > 0", name="step_from_one"),
    CheckConstraint("account <> ''", name="account_named"),
    CheckConstraint("reason <> ''", name="reason_given"),
    CheckConstraint("ref <> ''", name="ref_given"),
    real_day("ended_on"),
)

return_limits = table(
    "return_limits",
    unit(),
    Column(
        "since", Day, nullable=False, comment="of money that came back from then on"
    ),
    Column("days", Integer, nullable=False, comment="that it waits to be paid again"),
    required("resolution", comment="of the unit's body, adopted"),
    *_made(),
    PrimaryKeyConstraint("unit_id", "since"),
    CheckConstraint(f"days BETWEEN 1 AND {DAYS_MOST}", name="days_counted"),
    CheckConstraint("resolution <> ''", name="resolution_named"),
    real_day("since"),
)

APPENDED = (bank_entries, return_endings, return_limits)
"""Tables that only grow: no row of them is ever changed or removed (L3)."""

RECORDED = ("bank_entries", "return_endings", "return_limits")
"""Those of them whose every row stands in the unit's chain of records."""
