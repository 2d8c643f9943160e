"""The schema of goods: items, costing, movements, lots, serials, signatures, counts.

The rules on top of `tables.py` hold here too.

1. What comes in is a lot under the number of its movement; what goes out takes from
   lots, by the method that the unit chose (`costing.py`).
2. Takings, ranges and serials come before their movement, which seals them.
3. A movement names the draft that it made. It holds goods from then on, and counts
   when its voucher stands; a draft that was dropped, or a voucher cancelled in red,
   undoes it without another row.
4. What costs nothing makes no voucher: it counts from where the books then stood.
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
)

from ledger.columns import Day, Whole, one_of, optional, real_day, required, table, unit
from ledger.money import BOUND_FEN

QUANTITY_BOUND = 10**15
"""Thousandths that one movement may move at most, as postings may."""

SERIAL_DIGITS = 18
"""Digits of a serial that are counted; those before belong to its prefix."""

INCOMING = ("opening", "purchase", "gift", "return", "over")
OUTGOING = ("issue", "void", "short")


def _any(column: str, values: tuple[str, ...]) -> str:
    return "(" + " OR ".join(f"{column} = '{value}'" for value in values) + ")"


_OUT = _any("kind", OUTGOING)

goods_items = table(
    "goods_items",
    unit(),
    Column("item", Integer, nullable=False, comment="counted from 1 in the unit"),
    Column("revision", Integer, nullable=False, comment="the highest one holds"),
    required("code", comment="stands on postings, whatever the name"),
    required("name"),
    required("measure", comment="what it is counted in"),
    required("kind", comment="goods, or vouchers with a face value and serials"),
    Column("face_fen", Whole, nullable=False, comment="of one voucher, else nothing"),
    optional("account", comment="the leaf of stock, where there are several"),
    optional("reason", comment="why it was renamed"),
    PrimaryKeyConstraint("unit_id", "item", "revision"),
    one_of("kind", ("goods", "voucher")),
    CheckConstraint("item > 0", name="item_from_one"),
    CheckConstraint("revision > 0", name="revision_from_one"),
    CheckConstraint("code <> ''", name="code_given"),
    CheckConstraint("name <> ''", name="name_given"),
    CheckConstraint("measure <> ''", name="measure_given"),
    CheckConstraint(
        f"kind = 'goods' AND face_fen = 0 OR kind = 'voucher'"
        f" AND face_fen BETWEEN 1 AND {BOUND_FEN}",
        name="face_of_vouchers",
    ),
    CheckConstraint("revision = 1 OR reason <> ''", name="renaming_reasoned"),
)

goods_methods = table(
    "goods_methods",
    unit(),
    Column("number", Integer, nullable=False, comment="counted from 1"),
    required("method"),
    Column("since", Day, nullable=False),
    required("reason"),
    PrimaryKeyConstraint("unit_id", "number"),
    one_of("method", ("fifo", "weighted_average", "specific")),
    CheckConstraint("number > 0", name="number_from_one"),
    CheckConstraint("reason <> ''", name="reason_given"),
    real_day("since"),
)

goods_counts = table(
    "goods_counts",
    unit(),
    Column("number", Integer, nullable=False, comment="counted from 1"),
    Column("counted_on", Day, nullable=False),
    Column("keeper_id", Integer, ForeignKey("people.id"), nullable=False),
    Column("counter_id", Integer, ForeignKey("people.id"), nullable=False),
    optional("approval", comment="the paper that settles the differences"),
    optional("sheet", comment="SHA-256 of the signed sheet, in hexadecimal"),
    required("ref", comment="asked for twice under it, it is one count"),
    Column("asked", LargeBinary, nullable=False, comment="digest of what was said"),
    PrimaryKeyConstraint("unit_id", "number"),
    CheckConstraint("number > 0", name="number_from_one"),
    CheckConstraint("keeper_id <> counter_id", name="counted_by_another"),
    CheckConstraint("sheet = '' OR length(sheet) = 64", name="sheet_whole"),
    CheckConstraint("ref <> ''", name="ref_given"),
    CheckConstraint("length(asked) = 32", name="asked_whole"),
    real_day("counted_on"),
)

goods_count_lines = table(
    "goods_count_lines",
    unit(),
    Column("counting", Integer, nullable=False),
    Column("item", Integer, nullable=False),
    Column("fund_id", Integer, nullable=False),
    Column("book_milli", Whole, nullable=False),
    Column("counted_milli", Whole, nullable=False),
    PrimaryKeyConstraint("unit_id", "counting", "item", "fund_id"),
    # The lines come first and the count seals them, so the key waits for commit.
    ForeignKeyConstraint(
        ["unit_id", "counting"],
        ["goods_counts.unit_id", "goods_counts.number"],
        deferrable=True,
        initially="DEFERRED",
    ),
    ForeignKeyConstraint(["unit_id", "fund_id"], ["funds.unit_id", "funds.id"]),
    CheckConstraint(
        f"counted_milli BETWEEN 0 AND {QUANTITY_BOUND}", name="counted_not_negative"
    ),
    CheckConstraint("book_milli >= 0", name="book_not_negative"),
)

goods_moves = table(
    "goods_moves",
    unit(),
    Column("move", Integer, nullable=False, comment="counted from 1 in the unit"),
    required("kind"),
    Column("item", Integer, nullable=False),
    Column("fund_id", Integer, nullable=False),
    Column("dated_on", Day, nullable=False),
    Column("quantity_milli", Whole, nullable=False),
    Column("cost_fen", Whole, nullable=False),
    optional("method", comment="by which the cost of what went out was found"),
    optional("valuation", comment="on what the cost of what came in rests"),
    optional("purpose", comment="L8: what it was given for"),
    optional("recipient", comment="file number 档案号, never a name"),
    optional("party", comment="supplier or giver, an organisation"),
    optional("approval", comment="the paper that allowed it"),
    optional("serials", comment="of vouchers, as people write them"),
    Column("source", Integer, nullable=True, comment="the issue that comes back"),
    Column("counting", Integer, nullable=True, comment="the count that found it"),
    required("ref", comment="of its voucher; asked for twice it is one"),
    Column("draft", Integer, nullable=True, comment="the draft that it made"),
    Column("head", Whole, nullable=True, comment="where the chain stood, else null"),
    Column("asked", LargeBinary, nullable=False, comment="digest of what was said"),
    PrimaryKeyConstraint("unit_id", "move"),
    ForeignKeyConstraint(["unit_id", "fund_id"], ["funds.unit_id", "funds.id"]),
    ForeignKeyConstraint(
        ["unit_id", "source"], ["goods_moves.unit_id", "goods_moves.move"]
    ),
    ForeignKeyConstraint(
        ["unit_id", "counting"], ["goods_counts.unit_id", "goods_counts.number"]
    ),
    ForeignKeyConstraint(
        ["unit_id", "draft"], ["desk_drafts.unit_id", "desk_drafts.draft"]
    ),
    Index(None, "unit_id", "item", "fund_id"),
    Index(None, "unit_id", "ref"),
    Index(None, "unit_id", "source"),
    one_of("kind", (*INCOMING, *OUTGOING)),
    one_of("method", ("", "fifo", "weighted_average", "specific")),
    one_of(
        "valuation",
        ("", "paid", "voucher", "appraisal", "similar", "nominal", "book", "issue"),
    ),
    CheckConstraint("move > 0", name="move_from_one"),
    CheckConstraint(
        f"quantity_milli BETWEEN 1 AND {QUANTITY_BOUND}", name="quantity_moved"
    ),
    CheckConstraint(f"cost_fen BETWEEN 0 AND {BOUND_FEN}", name="cost_counted"),
    CheckConstraint(
        f"{_OUT} OR kind = 'return' OR cost_fen > 0", name="lot_has_a_cost"
    ),
    CheckConstraint("valuation <> 'nominal' OR cost_fen = 100", name="nominal_yuan"),
    CheckConstraint(f"{_OUT} = (method <> '')", name="method_of_what_goes_out"),
    CheckConstraint(f"{_OUT} = (valuation = '')", name="valuation_of_what_comes_in"),
    CheckConstraint("(kind = 'return') = (source IS NOT NULL)", name="return_of_one"),
    CheckConstraint(
        "(kind = 'over' OR kind = 'short') = (counting IS NOT NULL)",
        name="difference_of_a_count",
    ),
    CheckConstraint(
        "(kind = 'issue') = (recipient <> '') AND (kind <> 'issue' OR purpose <> '')",
        name="issue_names_person_and_purpose",
    ),
    CheckConstraint(
        "(kind <> 'void' AND kind <> 'over' AND kind <> 'short') OR approval <> ''",
        name="loss_approved",
    ),
    CheckConstraint(
        "draft IS NOT NULL OR kind = 'opening' OR cost_fen = 0",
        name="what_costs_makes_a_draft",
    ),
    CheckConstraint(
        "(head IS NOT NULL) = (draft IS NULL AND kind <> 'opening')",
        name="without_draft_counts_from_somewhere",
    ),
    CheckConstraint("ref <> ''", name="ref_given"),
    CheckConstraint("length(asked) = 32", name="asked_whole"),
    real_day("dated_on"),
)

_SEALED_BY_MOVE = (["unit_id", "move"], ["goods_moves.unit_id", "goods_moves.move"])


def _sealed() -> ForeignKeyConstraint:
    # They come first and the movement seals them, so the key waits for commit.
    return ForeignKeyConstraint(*_SEALED_BY_MOVE, deferrable=True, initially="DEFERRED")


goods_takings = table(
    "goods_takings",
    unit(),
    Column("move", Integer, nullable=False, comment="the movement that goes out"),
    Column("lot", Integer, nullable=False, comment="the movement that came in"),
    Column("quantity_milli", Whole, nullable=False),
    Column(
        "cost_fen",
        Whole,
        nullable=False,
        comment="an average moves cost between lots, so it may be below nothing",
    ),
    PrimaryKeyConstraint("unit_id", "move", "lot"),
    _sealed(),
    ForeignKeyConstraint(
        ["unit_id", "lot"], ["goods_moves.unit_id", "goods_moves.move"]
    ),
    Index(None, "unit_id", "lot"),
    CheckConstraint(
        f"quantity_milli BETWEEN 0 AND {QUANTITY_BOUND}", name="quantity_taken"
    ),
    CheckConstraint(
        f"cost_fen BETWEEN -{BOUND_FEN} AND {BOUND_FEN}", name="cost_bounded"
    ),
)


def _numbers() -> tuple[Column[int], Column[int], CheckConstraint]:
    return (
        Column("first_no", Whole, nullable=False),
        Column("last_no", Whole, nullable=False),
        CheckConstraint("first_no BETWEEN 0 AND last_no", name="first_before_last"),
    )


goods_ranges = table(
    "goods_ranges",
    unit(),
    Column("move", Integer, nullable=False, comment="the movement that brought it"),
    Column("part", Integer, nullable=False, comment="counted from 1"),
    Column("item", Integer, nullable=False),
    required("prefix"),
    Column("width", Integer, nullable=False, comment="digits, zeros in front counted"),
    *_numbers(),
    PrimaryKeyConstraint("unit_id", "move", "part"),
    _sealed(),
    Index(None, "unit_id", "item", "prefix", "width", "first_no"),
    CheckConstraint("part > 0", name="part_from_one"),
    CheckConstraint(f"width BETWEEN 1 AND {SERIAL_DIGITS}", name="width_counted"),
    # A digit before the counted ones would make two of one serial.
    CheckConstraint(
        f"width = {SERIAL_DIGITS} OR rtrim(prefix, '0123456789') = prefix",
        name="prefix_ends_before_digits",
    ),
    CheckConstraint("length(CAST(last_no AS TEXT)) <= width", name="numbers_fit_width"),
)

goods_serials = table(
    "goods_serials",
    unit(),
    Column("move", Integer, nullable=False, comment="what took or brought them back"),
    Column("part", Integer, nullable=False, comment="counted from 1"),
    Column("range_move", Integer, nullable=False),
    Column("range_part", Integer, nullable=False),
    *_numbers(),
    Column("source", Integer, nullable=True, comment="the issue that comes back"),
    PrimaryKeyConstraint("unit_id", "move", "part"),
    _sealed(),
    ForeignKeyConstraint(
        ["unit_id", "range_move", "range_part"],
        ["goods_ranges.unit_id", "goods_ranges.move", "goods_ranges.part"],
    ),
    Index(None, "unit_id", "range_move", "range_part", "first_no"),
    CheckConstraint("part > 0", name="part_from_one"),
)

goods_signatures = table(
    "goods_signatures",
    unit(),
    Column("move", Integer, nullable=False, comment="the issue signed for"),
    required("signer", comment="file number of who signed, never a name"),
    Column("signed_on", Day, nullable=False),
    optional("authorised", comment="the paper by which another signed"),
    required("sheet", comment="SHA-256 of the signed sheet, in hexadecimal"),
    PrimaryKeyConstraint("unit_id", "move"),
    ForeignKeyConstraint(*_SEALED_BY_MOVE),
    CheckConstraint("signer <> ''", name="signer_named"),
    CheckConstraint("length(sheet) = 64", name="sheet_whole"),
    real_day("signed_on"),
)

APPENDED = (
    goods_items,
    goods_methods,
    goods_counts,
    goods_count_lines,
    goods_moves,
    goods_takings,
    goods_ranges,
    goods_serials,
    goods_signatures,
)
"""Tables that only grow: no row of them is ever changed or removed (L3)."""

RECORDED = tuple(table.name for table in APPENDED)
"""Those of them whose every row stands in the unit's chain of records."""
