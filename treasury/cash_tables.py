"""The schema of cash counts (现金盘点): pieces of each face, and what they come to.

1. A count is never changed; a later count says anew.
2. The pieces come first and the count seals them.
3. A count names the place in the unit's chain at which its book balance was read.

The rules on top of `tables.py` hold here too; rules that need more than one row are in
`cash_rules.py`.
"""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
)

from ledger.columns import Day, Whole, optional, real_day, required, table, unit
from ledger.money import BOUND_FEN

FACES = (100_00, 50_00, 20_00, 10_00, 5_00, 2_00, 1_00, 50, 20, 10, 5, 2, 1)
"""The faces of the renminbi in fen, the largest first. A note and a coin of one face
are alike. Those no longer issued stand too: they still lie in safes, banks change them,
and they must be counted. So the list has no dates; a new face is put into it."""

PIECES_BOUND = 1_000_000

cash_counts = table(
    "cash_counts",
    unit(),
    Column("number", Integer, nullable=False, comment="counted from 1 in the unit"),
    Column("account_id", Integer, ForeignKey("accounts.id"), nullable=False),
    Column("counted_on", Day, nullable=False, comment="at the end of this day"),
    Column("position", Whole, nullable=False, comment="head of the chain then"),
    Column("counted_fen", Whole, nullable=False, comment="what the pieces come to"),
    Column("book_fen", Whole, nullable=False, comment="at the end of the day"),
    Column("difference_fen", Whole, nullable=False, comment="counted less book"),
    optional("explanation", comment="why they differ"),
    Column(
        "cashier_id",
        Integer,
        ForeignKey("people.id"),
        nullable=False,
        comment="who keeps the cash and counted it",
    ),
    Column(
        "supervisor_id",
        Integer,
        ForeignKey("people.id"),
        nullable=False,
        comment="who was there, 监盘人",
    ),
    required("made_at"),
    PrimaryKeyConstraint("unit_id", "number"),
    Index(None, "unit_id", "counted_on"),
    CheckConstraint("number > 0", name="number_from_one"),
    CheckConstraint("position >= 0", name="position_in_the_chain"),
    CheckConstraint("counted_fen >= 0", name="counted_not_negative"),
    CheckConstraint(
        f"book_fen BETWEEN -{BOUND_FEN} AND {BOUND_FEN}", name="book_bounded"
    ),
    CheckConstraint(
        "difference_fen = counted_fen - book_fen", name="difference_is_what_differs"
    ),
    CheckConstraint(
        "difference_fen = 0 OR explanation <> ''", name="difference_explained"
    ),
    CheckConstraint("cashier_id <> supervisor_id", name="supervised_by_another"),
    real_day("counted_on"),
)

cash_count_pieces = table(
    "cash_count_pieces",
    unit(),
    Column("counting", Integer, nullable=False, comment="number of the count"),
    Column("face_fen", Integer, nullable=False),
    Column("pieces", Integer, nullable=False),
    PrimaryKeyConstraint("unit_id", "counting", "face_fen"),
    # The pieces come first and the count seals them, so the key waits for commit.
    ForeignKeyConstraint(
        ["unit_id", "counting"],
        ["cash_counts.unit_id", "cash_counts.number"],
        deferrable=True,
        initially="DEFERRED",
    ),
    CheckConstraint(
        " OR ".join(f"face_fen = {face}" for face in FACES), name="face_known"
    ),
    CheckConstraint(f"pieces BETWEEN 1 AND {PIECES_BOUND}", name="pieces_counted"),
)

APPENDED = (cash_counts, cash_count_pieces)
"""Tables that only grow: no row of them is ever changed or removed (L3)."""

RECORDED = ("cash_counts", "cash_count_pieces")
"""Those of them whose every row stands in the unit's chain of records."""
