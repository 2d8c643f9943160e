"""What the database asks of goods, as SQL conditions.

`ledger/guards.py` makes triggers of them. Each is a breach where it is true; `{s}`
stands for the schema, `NEW` for the row that is inserted.

1. An item keeps its code, measure, kind and face value; only its name changes.
2. A method holds from a day after everything that went out by another.
3. What goes out takes lots that stand, of its own item and fund, no more than is left
   of each, and not before what went out last.
4. Ranges of serials never overlap; a serial goes out once, and again only after it
   came back.
5. What is given names a purpose that its fund allows (L8).
6. No more comes back of an issue than was given.
7. A difference is that of its count.
8. Who signs for another was authorised.

A movement is dead when its draft was dropped or its voucher cancelled in red; it
stands when its voucher stands, or when it made none.
"""

from collections.abc import Mapping

from treasury.goods_tables import INCOMING, OUTGOING

Rules = tuple[tuple[str, str], ...]


def _any(column: str, values: tuple[str, ...]) -> str:
    return "(" + " OR ".join(f"{column} = '{value}'" for value in values) + ")"


_GOES_OUT = _any("NEW.kind", OUTGOING)

_DEAD = (
    "(EXISTS (SELECT 1 FROM {s}draft_steps x WHERE x.unit_id = NEW.unit_id"
    " AND x.draft = m.draft AND x.state = 'dropped')"
    " OR EXISTS (SELECT 1 FROM {s}vouchers v JOIN {s}vouchers r"
    " ON r.unit_id = v.unit_id AND r.corrects = v.position"
    " AND r.correction = 'full'"
    " WHERE v.unit_id = NEW.unit_id AND v.ref = m.ref))"
)
_STANDS = (
    f"(NOT {_DEAD} AND (m.draft IS NULL OR EXISTS (SELECT 1 FROM {{s}}vouchers v"
    " WHERE v.unit_id = NEW.unit_id AND v.ref = m.ref)))"
)


def _alive(move: str) -> str:
    """A row of this movement counts; one whose movement is still to come does too."""
    return (
        "NOT EXISTS (SELECT 1 FROM {s}goods_moves m WHERE m.unit_id = NEW.unit_id"
        f" AND m.move = {move} AND {_DEAD})"
    )


def _standing(move: str, more: str = "") -> str:
    return (
        "EXISTS (SELECT 1 FROM {s}goods_moves m WHERE m.unit_id = NEW.unit_id"
        f" AND m.move = {move} AND {_STANDS}{more})"
    )


_BEFORE_MOVE = (
    "L3",
    "EXISTS (SELECT 1 FROM {s}goods_moves m WHERE m.unit_id = NEW.unit_id"
    " AND m.move = NEW.move)",
)


def _follows(key: str, table: str, *within: str) -> tuple[str, str]:
    same = "".join(f" AND o.{column} = NEW.{column}" for column in within)
    return (
        "order",
        f'NEW."{key}" > 1 AND NOT EXISTS (SELECT 1 FROM {{s}}{table} o'
        f' WHERE o.unit_id = NEW.unit_id{same} AND o."{key}" = NEW."{key}" - 1)',
    )


# -- items and methods --------------------------------------------------------------

_ITEMS: Rules = (
    _follows("revision", "goods_items", "item"),
    (
        "order",
        "NEW.item > 1 AND NOT EXISTS (SELECT 1 FROM {s}goods_items o"
        " WHERE o.unit_id = NEW.unit_id AND o.item = NEW.item - 1)",
    ),
    (
        "item",
        "EXISTS (SELECT 1 FROM {s}goods_items o WHERE o.unit_id = NEW.unit_id"
        " AND (o.item = NEW.item AND (o.code <> NEW.code OR o.measure <> NEW.measure"
        " OR o.kind <> NEW.kind OR o.face_fen <> NEW.face_fen"
        " OR o.account <> NEW.account)"
        " OR o.item <> NEW.item AND o.code = NEW.code))",
    ),
)

_METHODS: Rules = (
    _follows("number", "goods_methods"),
    (
        "method",
        "EXISTS (SELECT 1 FROM {s}goods_methods o WHERE o.unit_id = NEW.unit_id"
        " AND o.number < NEW.number AND o.since >= NEW.since)"
        " OR EXISTS (SELECT 1 FROM {s}goods_moves o WHERE o.unit_id = NEW.unit_id"
        " AND o.method <> '' AND o.dated_on >= NEW.since)",
    ),
)

# -- movements ----------------------------------------------------------------------

_ITEM_OF = (
    "{s}goods_items i WHERE i.unit_id = NEW.unit_id AND i.item = NEW.item"
    " AND i.revision = 1"
)


def _pieces(table: str) -> str:
    return (
        f"COALESCE((SELECT SUM(r.last_no - r.first_no + 1) FROM {{s}}{table} r"
        " WHERE r.unit_id = NEW.unit_id AND r.move = NEW.move), 0)"
    )


_MOVED: Rules = (
    _follows("move", "goods_moves"),
    (
        # Vouchers move with their serials, and nothing else has any.
        "serial",
        "COALESCE((SELECT CASE i.kind WHEN 'voucher' THEN NEW.quantity_milli ELSE 0"
        f" END FROM {_ITEM_OF}), -1) <> ({_pieces('goods_ranges')}"
        f" + {_pieces('goods_serials')}) * 1000",
    ),
    (
        "serial",
        "EXISTS (SELECT 1 FROM {s}goods_ranges r WHERE r.unit_id = NEW.unit_id"
        " AND r.move = NEW.move AND (r.item <> NEW.item"
        f" OR {_GOES_OUT} OR NEW.kind = 'return'))",
    ),
    (
        "serial",
        "EXISTS (SELECT 1 FROM {s}goods_serials r JOIN {s}goods_moves m"
        " ON m.unit_id = r.unit_id AND m.move = r.range_move"
        " WHERE r.unit_id = NEW.unit_id AND r.move = NEW.move"
        " AND (m.item <> NEW.item OR m.fund_id <> NEW.fund_id"
        " OR COALESCE(r.source, 0) <> COALESCE(NEW.source, 0)"
        f" OR NOT ({_GOES_OUT} OR NEW.kind = 'return')))",
    ),
    (
        "stock",
        f"{_GOES_OUT} AND (NOT EXISTS (SELECT 1 FROM {{s}}goods_takings t"
        " WHERE t.unit_id = NEW.unit_id AND t.move = NEW.move"
        " GROUP BY t.move HAVING SUM(t.quantity_milli) = NEW.quantity_milli"
        " AND SUM(t.cost_fen) = NEW.cost_fen)"
        " OR EXISTS (SELECT 1 FROM {s}goods_takings t JOIN {s}goods_moves l"
        " ON l.unit_id = t.unit_id AND l.move = t.lot"
        " WHERE t.unit_id = NEW.unit_id AND t.move = NEW.move"
        " AND (l.item <> NEW.item OR l.fund_id <> NEW.fund_id"
        " OR l.dated_on > NEW.dated_on)))"
        f" OR NOT {_GOES_OUT} AND EXISTS (SELECT 1 FROM {{s}}goods_takings t"
        " WHERE t.unit_id = NEW.unit_id AND t.move = NEW.move)",
    ),
    (
        "stock",
        f"{_GOES_OUT} AND EXISTS (SELECT 1 FROM {{s}}goods_moves m"
        " WHERE m.unit_id = NEW.unit_id AND m.item = NEW.item"
        " AND m.fund_id = NEW.fund_id AND m.method <> ''"
        f" AND m.dated_on > NEW.dated_on AND NOT {_DEAD})",
    ),
    (
        "method",
        f"{_GOES_OUT} AND NOT EXISTS (SELECT 1 FROM {{s}}goods_methods h"
        " WHERE h.unit_id = NEW.unit_id AND h.method = NEW.method"
        " AND h.since <= NEW.dated_on"
        " AND NOT EXISTS (SELECT 1 FROM {s}goods_methods l"
        " WHERE l.unit_id = NEW.unit_id AND l.since > h.since"
        " AND l.since <= NEW.dated_on))",
    ),
    (
        "L8",
        "NEW.purpose <> '' AND NOT EXISTS (SELECT 1 FROM {s}fund_purposes u"
        " WHERE u.unit_id = NEW.unit_id AND u.fund_id = NEW.fund_id"
        " AND u.purpose = NEW.purpose)",
    ),
    (
        "return",
        "NEW.source IS NOT NULL AND (NOT "
        + _standing(
            "NEW.source",
            " AND m.kind = 'issue' AND m.item = NEW.item AND m.fund_id = NEW.fund_id"
            " AND m.dated_on <= NEW.dated_on",
        )
        + " OR EXISTS (SELECT 1 FROM {s}goods_moves o WHERE o.unit_id = NEW.unit_id"
        " AND o.move = NEW.source AND (o.quantity_milli < (SELECT"
        " SUM(m.quantity_milli) FROM {s}goods_moves m WHERE m.unit_id = NEW.unit_id"
        f" AND m.source = NEW.source AND NOT {_DEAD})"
        " OR o.cost_fen < (SELECT SUM(m.cost_fen) FROM {s}goods_moves m"
        f" WHERE m.unit_id = NEW.unit_id AND m.source = NEW.source AND NOT {_DEAD}))))",
    ),
    (
        "count",
        "NEW.counting IS NOT NULL AND (SELECT SUM(CASE m.kind WHEN 'over'"
        " THEN m.quantity_milli ELSE -m.quantity_milli END)"
        " FROM {s}goods_moves m WHERE m.unit_id = NEW.unit_id"
        " AND m.counting = NEW.counting AND m.item = NEW.item"
        " AND m.fund_id = NEW.fund_id)"
        " <> COALESCE((SELECT l.counted_milli - l.book_milli"
        " FROM {s}goods_count_lines l WHERE l.unit_id = NEW.unit_id"
        " AND l.counting = NEW.counting AND l.item = NEW.item"
        " AND l.fund_id = NEW.fund_id), 0)",
    ),
    (
        "desk",
        "NEW.draft IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {s}desk_drafts d"
        " WHERE d.unit_id = NEW.unit_id AND d.draft = NEW.draft AND d.ref = NEW.ref)"
        " OR NEW.kind = 'opening' AND NOT EXISTS (SELECT 1 FROM {s}vouchers v"
        " WHERE v.unit_id = NEW.unit_id AND v.ref = NEW.ref)",
    ),
)

_TAKEN_OF_LOT = (
    "(SELECT SUM(t.quantity_milli) FROM {s}goods_takings t"
    " WHERE t.unit_id = NEW.unit_id AND t.lot = NEW.lot"
)
_LOT = (
    "(SELECT o.quantity_milli FROM {s}goods_moves o"
    " WHERE o.unit_id = NEW.unit_id AND o.move = NEW.lot)"
)

_TAKEN: Rules = (
    _BEFORE_MOVE,
    ("stock", f"NOT {_standing('NEW.lot', ' AND ' + _any('m.kind', INCOMING))}"),
    (
        # Which takings are dead is asked only where all of them would be too many: a
        # thousand people may be given of one lot.
        "stock",
        f"{_TAKEN_OF_LOT}) > {_LOT}"
        f" AND {_TAKEN_OF_LOT} AND {_alive('t.move')}) > {_LOT}",
    ),
)

# -- serials ------------------------------------------------------------------------

_RANGED: Rules = (
    _BEFORE_MOVE,
    (
        "serial",
        "EXISTS (SELECT 1 FROM {s}goods_ranges o WHERE o.unit_id = NEW.unit_id"
        " AND o.item = NEW.item AND o.prefix = NEW.prefix AND o.width = NEW.width"
        " AND o.first_no <= NEW.last_no AND o.last_no >= NEW.first_no"
        " AND NOT (o.move = NEW.move AND o.part = NEW.part)"
        f" AND {_alive('o.move')})",
    ),
)

_SAME_RANGE = (
    "o.unit_id = NEW.unit_id AND o.range_move = NEW.range_move"
    " AND o.range_part = NEW.range_part"
)
_MEETS = "o.first_no <= NEW.last_no AND o.last_no >= NEW.first_no"


def _shared(other: str) -> str:
    """How many serials a row has in common with the new one, which it meets."""
    return (
        f"(CASE WHEN {other}.last_no < NEW.last_no THEN {other}.last_no"
        f" ELSE NEW.last_no END - CASE WHEN {other}.first_no > NEW.first_no"
        f" THEN {other}.first_no ELSE NEW.first_no END + 1)"
    )


_SERIALS: Rules = (
    _BEFORE_MOVE,
    (
        "serial",
        "NOT EXISTS (SELECT 1 FROM {s}goods_ranges r WHERE r.unit_id = NEW.unit_id"
        " AND r.move = NEW.range_move AND r.part = NEW.range_part"
        " AND r.first_no <= NEW.first_no AND r.last_no >= NEW.last_no)"
        f" OR NOT {_standing('NEW.range_move')}",
    ),
    (
        # What went out is still out, unless all of it that is asked for came back.
        "serial",
        f"NEW.source IS NULL AND EXISTS (SELECT 1 FROM {{s}}goods_serials o"
        f" WHERE {_SAME_RANGE} AND o.source IS NULL AND {_MEETS}"
        " AND NOT (o.move = NEW.move AND o.part = NEW.part)"
        f" AND {_alive('o.move')}"
        f" AND {_shared('o')} > COALESCE((SELECT SUM({_shared('b')})"
        " FROM {s}goods_serials b WHERE b.unit_id = NEW.unit_id"
        " AND b.range_move = NEW.range_move AND b.range_part = NEW.range_part"
        " AND b.source = o.move AND b.first_no >= o.first_no"
        " AND b.last_no <= o.last_no"
        " AND b.first_no <= NEW.last_no AND b.last_no >= NEW.first_no"
        f" AND {_standing('b.move')}), 0))",
    ),
    (
        "serial",
        f"NEW.source IS NOT NULL AND (NOT EXISTS (SELECT 1 FROM {{s}}goods_serials o"
        f" WHERE {_SAME_RANGE} AND o.move = NEW.source AND o.source IS NULL"
        " AND o.first_no <= NEW.first_no AND o.last_no >= NEW.last_no)"
        f" OR EXISTS (SELECT 1 FROM {{s}}goods_serials o WHERE {_SAME_RANGE}"
        f" AND o.source = NEW.source AND {_MEETS}"
        " AND NOT (o.move = NEW.move AND o.part = NEW.part)"
        f" AND {_alive('o.move')}))",
    ),
)

# -- signatures and counts ----------------------------------------------------------

_SIGNED: Rules = (
    (
        "signature",
        "NOT EXISTS (SELECT 1 FROM {s}goods_moves m WHERE m.unit_id = NEW.unit_id"
        " AND m.move = NEW.move AND m.kind = 'issue'"
        " AND m.dated_on <= NEW.signed_on"
        " AND (m.recipient = NEW.signer OR NEW.authorised <> '')"
        f" AND NOT {_DEAD})",
    ),
)

_COUNTED: Rules = (
    _follows("number", "goods_counts"),
    (
        "count",
        "NOT EXISTS (SELECT 1 FROM {s}goods_count_lines l"
        " WHERE l.unit_id = NEW.unit_id AND l.counting = NEW.number)"
        " OR NEW.approval = '' AND EXISTS (SELECT 1 FROM {s}goods_count_lines l"
        " WHERE l.unit_id = NEW.unit_id AND l.counting = NEW.number"
        " AND l.counted_milli <> l.book_milli)",
    ),
)

_COUNT_LINES: Rules = (
    (
        "L3",
        "EXISTS (SELECT 1 FROM {s}goods_counts c WHERE c.unit_id = NEW.unit_id"
        " AND c.number = NEW.counting)",
    ),
)

ORDERED: Mapping[str, Rules] = {
    "goods_items": _ITEMS,
    "goods_methods": _METHODS,
    "goods_moves": _MOVED,
    "goods_takings": _TAKEN,
    "goods_ranges": _RANGED,
    "goods_serials": _SERIALS,
    "goods_signatures": _SIGNED,
    "goods_counts": _COUNTED,
    "goods_count_lines": _COUNT_LINES,
}
"""Rules of each table, asked when a row of it is appended."""
