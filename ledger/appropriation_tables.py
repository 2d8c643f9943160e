"""The schema of appropriations (预算指标): what may be spent, held, and was spent (L9).

1. An appropriation is one line of a year's budget: fund, account, purpose.
2. A reservation (预留) holds money of one appropriation for one request; its key is
   what a posting carries.
3. Every change of an appropriation is a move: it opens, reserves, releases or uses,
   and shows what is open, reserved and spent after it, and what the reservation has
   left. Each move continues the one before it; `guard_rules.py` holds it to that.
4. A unit that is under control once is so for good. A rule is loosened by a dated
   decision that ends by itself.

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

from ledger.columns import Day, Whole, one_of, real_day, required, table, unit
from ledger.money import BOUND_FEN

controls = table(
    "controls",
    unit(),
    Column("since", Day, nullable=False, comment="spending from this day needs a key"),
    required("resolution"),
    Column("person_id", Integer, ForeignKey("people.id"), nullable=False),
    required("ordered_at"),
    PrimaryKeyConstraint("unit_id"),
    real_day("since"),
)

appropriations = table(
    "appropriations",
    unit(),
    Column("id", Integer, nullable=False, comment="counted from 1 within the unit"),
    Column("year", Integer, nullable=False),
    Column("fund_id", Integer, nullable=False),
    Column("account_id", Integer, ForeignKey("accounts.id"), nullable=False),
    Column("purpose", Text, nullable=False, comment="empty where none is named"),
    PrimaryKeyConstraint("unit_id", "id"),
    UniqueConstraint("unit_id", "year", "fund_id", "account_id", "purpose"),
    ForeignKeyConstraint(["unit_id", "fund_id"], ["funds.unit_id", "funds.id"]),
    CheckConstraint("id > 0", name="id_from_one"),
    CheckConstraint("year BETWEEN 2005 AND 2999", name="year_known"),
)

control_decisions = table(
    "control_decisions",
    unit(),
    Column("number", Integer, nullable=False, comment="the highest one holds"),
    required("rule", comment="what is decided on: the year, the quarter, rolling on"),
    required("mode", comment="stop refuses, warn lets pass and says so"),
    Column(
        "appropriation_id", Integer, nullable=True, comment="none: all of the unit's"
    ),
    Column("since", Day, nullable=False),
    Column("until", Day, nullable=False, comment="the last day it holds"),
    required("reason"),
    required("resolution"),
    Column("person_id", Integer, ForeignKey("people.id"), nullable=False),
    required("decided_at"),
    PrimaryKeyConstraint("unit_id", "number"),
    ForeignKeyConstraint(
        ["unit_id", "appropriation_id"], ["appropriations.unit_id", "appropriations.id"]
    ),
    one_of("rule", ("year", "quarter", "roll")),
    one_of("mode", ("stop", "warn")),
    CheckConstraint("number > 0", name="number_from_one"),
    CheckConstraint("since <= until", name="since_before_until"),
    CheckConstraint("reason <> ''", name="reason_given"),
    CheckConstraint("resolution <> ''", name="resolution_named"),
    real_day("since"),
    real_day("until"),
)

reservations = table(
    "reservations",
    unit(),
    required("key", comment="what a posting carries: year and number"),
    Column("year", Integer, nullable=False),
    Column("number", Integer, nullable=False, comment="counted from 1 in the year"),
    Column("appropriation_id", Integer, nullable=False),
    required("ref", comment="the request it is for; saved twice it is one"),
    Column("amount_fen", Whole, nullable=False),
    required("summary"),
    Column("expires_on", Day, nullable=False, comment="the last day it can be used"),
    Column("person_id", Integer, ForeignKey("people.id"), nullable=False),
    required("reserved_at"),
    PrimaryKeyConstraint("unit_id", "key"),
    UniqueConstraint("unit_id", "year", "number"),
    UniqueConstraint("unit_id", "ref"),
    ForeignKeyConstraint(
        ["unit_id", "appropriation_id"], ["appropriations.unit_id", "appropriations.id"]
    ),
    Index(None, "unit_id", "appropriation_id"),
    CheckConstraint("number > 0", name="number_from_one"),
    CheckConstraint("ref <> ''", name="ref_given"),
    CheckConstraint(f"amount_fen BETWEEN 1 AND {BOUND_FEN}", name="amount_positive"),
    real_day("expires_on"),
)

appropriation_moves = table(
    "appropriation_moves",
    unit(),
    Column("appropriation_id", Integer, nullable=False),
    Column("seq", Whole, nullable=False, comment="counted from 1"),
    required("act"),
    Column("amount_fen", Whole, nullable=False),
    *(
        Column(
            f"q{quarter}_fen", Whole, nullable=False, comment="open, after this move"
        )
        for quarter in (1, 2, 3, 4)
    ),
    Column("reservation", Text, nullable=True),
    Column("position", Whole, nullable=True, comment="the voucher that used it"),
    Column("open_fen", Whole, nullable=False, comment="after this move"),
    Column("reserved_fen", Whole, nullable=False, comment="after this move"),
    Column("spent_fen", Whole, nullable=False, comment="after this move"),
    Column("left_fen", Whole, nullable=False, comment="of the reservation, after"),
    required("over", comment="why more is taken than is open; empty where it is not"),
    Column("decision", Integer, nullable=True, comment="that let it be taken"),
    required("basis", comment="resolution, version or reason"),
    Column("acted_on", Day, nullable=False),
    Column("person_id", Integer, ForeignKey("people.id"), nullable=False),
    required("acted_at"),
    PrimaryKeyConstraint("unit_id", "appropriation_id", "seq"),
    ForeignKeyConstraint(
        ["unit_id", "appropriation_id"], ["appropriations.unit_id", "appropriations.id"]
    ),
    ForeignKeyConstraint(
        ["unit_id", "reservation"], ["reservations.unit_id", "reservations.key"]
    ),
    ForeignKeyConstraint(
        ["unit_id", "position"],
        ["vouchers.unit_id", "vouchers.position"],
        deferrable=True,
        initially="DEFERRED",
    ),
    Index(None, "unit_id", "position"),
    Index(
        "ix_appropriation_moves_reservation",
        "unit_id",
        "reservation",
        "appropriation_id",
        "seq",
    ),
    one_of("act", ("open", "reserve", "release", "use")),
    one_of("over", ("", "history", "voucher", "decision")),
    CheckConstraint(
        "open_fen = q1_fen + q2_fen + q3_fen + q4_fen", name="quarters_add_up"
    ),
    CheckConstraint("act = 'open' OR amount_fen <> 0", name="amount_moved"),
    CheckConstraint("(act = 'use') = (position IS NOT NULL)", name="use_names_voucher"),
    CheckConstraint(
        "act = 'open' AND reservation IS NULL OR act = 'use'"
        " OR reservation IS NOT NULL AND amount_fen > 0",
        name="reservation_named",
    ),
    CheckConstraint("open_fen >= 0", name="open_not_negative"),
    CheckConstraint("reserved_fen >= 0", name="reserved_not_negative"),
    CheckConstraint("left_fen >= 0", name="left_not_negative"),
    CheckConstraint(
        "(open_fen - reserved_fen - spent_fen < 0) = (over <> '')",
        name="l9_over_explained",
    ),
    CheckConstraint(
        "(over = 'decision') = (decision IS NOT NULL)", name="l9_decision_named"
    ),
    real_day("acted_on"),
)

RECORDED = (
    "controls",
    "appropriations",
    "control_decisions",
    "reservations",
    "appropriation_moves",
)
"""Tables here whose rows stand in the unit's chain of records. Of the moves, those of
vouchers do not: the chain of vouchers tells them."""

APPENDED = (
    controls,
    appropriations,
    control_decisions,
    reservations,
    appropriation_moves,
)
