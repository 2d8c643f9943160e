"""The schema of which gifts and grants paid for what.

1. It tells the books once more, in another order: every row follows from postings, and
   the audit works all of them out anew (V13).
2. A matter is a voucher with what corrects it, known by the position of the first.
   Where it brought money into a fund it is a source, where it took money out a use;
   `direct` is what the treasury paid itself, source and use at once.
3. Every row names the voucher that caused it (`at`) and what is after it, so that the
   rows up to a position are what was known at it, and a row can be judged alone.
4. The record of a unit ends where its last head says; what lies before that is done.

The rules on top of `tables.py` hold here too; `fifo.py` says how rows are worked out.
"""

from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
)

from ledger.columns import Whole, one_of, required, table, unit
from treasury.fifo import ACTS


def _voucher(column: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["unit_id", column], ["vouchers.unit_id", "vouchers.position"]
    )


def _of_fund() -> tuple[Any, ...]:
    return (
        unit(),
        Column("fund_id", Integer, nullable=False),
        ForeignKeyConstraint(["unit_id", "fund_id"], ["funds.unit_id", "funds.id"]),
    )


lineage_heads = table(
    "lineage_heads",
    unit(),
    Column("through", Whole, nullable=False, comment="position recorded up to"),
    Column("after", Whole, nullable=False, comment="where the head before it ended"),
    Column("hash", LargeBinary, nullable=False, comment="of the voucher at `through`"),
    PrimaryKeyConstraint("unit_id", "through"),
    _voucher("through"),
    CheckConstraint("after >= 0 AND after < through", name="after_before"),
    CheckConstraint("length(hash) = 32", name="hash_whole"),
)

lineage_amounts = table(
    "lineage_amounts",
    *_of_fund(),
    required("side"),
    Column("matter", Whole, nullable=False, comment="position that it is known by"),
    Column("at", Whole, nullable=False, comment="position of what changed it"),
    Column("change_fen", Whole, nullable=False),
    Column("amount_fen", Whole, nullable=False, comment="after the change"),
    PrimaryKeyConstraint("unit_id", "fund_id", "side", "matter", "at"),
    _voucher("at"),
    _voucher("matter"),
    Index(None, "unit_id", "matter"),
    one_of("side", ("source", "use", "direct")),
    CheckConstraint("at >= matter", name="at_follows"),
    CheckConstraint("change_fen <> 0", name="amount_changed"),
    CheckConstraint("amount_fen >= 0", name="amount_not_negative"),
)

lineage_shares = table(
    "lineage_shares",
    *_of_fund(),
    Column("seq", Whole, nullable=False, comment="counted from 1 in the fund"),
    Column("at", Whole, nullable=False, comment="position of what caused it"),
    Column("use", Whole, nullable=False),
    Column("source", Whole, nullable=False),
    required("act"),
    Column("change_fen", Whole, nullable=False),
    Column("share_fen", Whole, nullable=False, comment="of the use by the source"),
    Column("used_fen", Whole, nullable=False, comment="of the source, in all"),
    Column("covered_fen", Whole, nullable=False, comment="of the use, in all"),
    PrimaryKeyConstraint("unit_id", "fund_id", "seq"),
    _voucher("at"),
    Index(None, "unit_id", "fund_id", "use", "seq"),
    Index(None, "unit_id", "fund_id", "source", "seq"),
    one_of("act", ACTS),
    CheckConstraint("seq > 0", name="seq_from_one"),
    CheckConstraint('at >= "use" AND at >= source', name="at_follows"),
    CheckConstraint("change_fen <> 0", name="share_changed"),
    CheckConstraint("share_fen >= 0", name="share_not_negative"),
    CheckConstraint("used_fen >= share_fen", name="used_in_all"),
    CheckConstraint("covered_fen >= share_fen", name="covered_in_all"),
    CheckConstraint(
        "act = 'paid' AND change_fen > 0 OR act = 'retaken' AND change_fen > 0"
        " OR act = 'covered' AND change_fen > 0 OR act = 'returned' AND change_fen < 0"
        " OR act = 'named' AND change_fen > 0"
        " OR act = 'reassigned' OR act = 'restored'",
        name="act_moves_so",
    ),
)

lineage_keys = table(
    "lineage_keys",
    *_of_fund(),
    required("request", comment="the key that postings name"),
    Column("use", Whole, nullable=False),
    Column("at", Whole, nullable=False, comment="position of what changed it"),
    Column("by", Whole, nullable=False, comment="the matter that paid or brought back"),
    Column("change_fen", Whole, nullable=False),
    Column("open_fen", Whole, nullable=False, comment="what may still come back"),
    PrimaryKeyConstraint("unit_id", "fund_id", "request", "use", "at"),
    _voucher("at"),
    _voucher("by"),
    CheckConstraint("request <> ''", name="request_named"),
    CheckConstraint('at >= "use" AND at >= "by"', name="at_follows"),
    CheckConstraint("change_fen <> 0", name="open_changed"),
    CheckConstraint("open_fen >= 0", name="open_not_negative"),
)

lineage_open = table(
    "lineage_open",
    *_of_fund(),
    Column("through", Whole, nullable=False, comment="position recorded up to"),
    required("side"),
    Column("matter", Whole, nullable=False),
    Column("left_fen", Whole, nullable=False, comment="left of it, or uncovered"),
    PrimaryKeyConstraint("unit_id", "fund_id", "through", "side", "matter"),
    one_of("side", ("source", "use")),
    CheckConstraint("left_fen >= 0", name="left_not_negative"),
    CheckConstraint("side = 'source' OR left_fen > 0", name="use_lacks"),
)

APPENDED = (
    lineage_heads,
    lineage_amounts,
    lineage_shares,
    lineage_keys,
    lineage_open,
)
"""Tables that only grow: no row of them is ever changed or removed (L3)."""

RECORDED: tuple[str, ...] = ()
"""None stands in the chain of records: all follow from the postings that are sealed."""
