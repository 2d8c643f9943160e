"""What the database asks of appropriations (L9), as SQL conditions.

`guards.py` makes triggers of them. Each is a breach where it is true; `{s}` stands for
the schema, `NEW` for the row that is inserted.

1. A move continues the one before it. The first one opens, and counts what the books
   had spent before it.
2. A reservation is numbered without a gap. It is made once, of its own appropriation,
   and released whole. What is used comes out of it; what a red line takes back goes
   into it again, or into the appropriation once it is released.
3. More is taken than is open only by what was spent before the first move, by a
   voucher that needs no key, or by a reservation under a decision that says so that
   day. A move that leaves more room than before keeps the name it found.
4. A voucher's moves are its net spending on each appropriation and key. Where a unit
   is under control, aid money spent by a voucher entered here names a reservation of
   its very line; so does aid that calls itself originated by the bank.
5. Nothing is opened or reserved in a closed year, and December does not close while
   anything is reserved.
"""

_BEFORE = (
    "{s}appropriation_moves b WHERE b.unit_id = NEW.unit_id"
    " AND b.appropriation_id = NEW.appropriation_id AND b.seq = NEW.seq - 1"
)
_EARLIER = (
    "{s}appropriation_moves r WHERE r.unit_id = NEW.unit_id"
    " AND r.reservation = NEW.reservation"
    " AND r.appropriation_id = NEW.appropriation_id AND r.seq < NEW.seq"
)
_LEFT = f"(SELECT r.left_fen FROM {_EARLIER} ORDER BY r.seq DESC LIMIT 1)"
_RELEASED = f"EXISTS (SELECT 1 FROM {_EARLIER} AND r.act = 'release')"
_HELD = (
    f"CASE WHEN NEW.reservation IS NULL OR {_RELEASED} THEN 0 ELSE NEW.amount_fen END"
)
_LINE = (
    "{s}appropriations a WHERE a.unit_id = NEW.unit_id AND a.id = NEW.appropriation_id"
)

_SPENT_BEFORE = (
    "(SELECT COALESCE(SUM(t.debit_fen - t.credit_fen), 0) FROM {s}totals t, "
    + _LINE
    + " AND t.unit_id = NEW.unit_id AND t.period BETWEEN a.year * 100 + 1"
    " AND a.year * 100 + 12 AND t.account_id = a.account_id"
    " AND t.fund_id = a.fund_id AND t.purpose = a.purpose)"
)

_ROOM = "NEW.open_fen - NEW.reserved_fen - NEW.spent_fen"
_ROOM_BEFORE = "b.open_fen - b.reserved_fen - b.spent_fen"

_DECIDED = (
    # The latest decision on the line or on the whole unit that holds that day.
    "(SELECT d.{column} FROM {{s}}control_decisions d WHERE d.unit_id = NEW.unit_id"
    " AND d.rule = '{rule}' AND d.since <= NEW.acted_on AND d.until >= NEW.acted_on"
    " AND (d.appropriation_id IS NULL OR d.appropriation_id = NEW.appropriation_id)"
    " ORDER BY d.number DESC LIMIT 1)"
)
_YEAR_MODE = _DECIDED.format(column="mode", rule="year")
_YEAR_DECISION = _DECIDED.format(column="number", rule="year")
_QUARTER_MODE = _DECIDED.format(column="mode", rule="quarter")

_OPENED_THROUGH = (
    "(NEW.q1_fen + CASE WHEN {quarter_of_acted} > 1 THEN NEW.q2_fen ELSE 0 END"
    " + CASE WHEN {quarter_of_acted} > 2 THEN NEW.q3_fen ELSE 0 END"
    " + CASE WHEN {quarter_of_acted} > 3 THEN NEW.q4_fen ELSE 0 END)"
)

MOVE_RULES = (
    ("order", f"NEW.seq <> 1 AND NOT EXISTS (SELECT 1 FROM {_BEFORE})"),
    (
        "L9",
        "NEW.seq = 1 AND (NEW.act <> 'open' OR NEW.open_fen <> NEW.amount_fen"
        " OR NEW.reserved_fen <> 0 OR NEW.left_fen <> 0"
        f" OR NEW.spent_fen <> {_SPENT_BEFORE})",
    ),
    (
        "L9",
        f"NEW.seq > 1 AND NOT EXISTS (SELECT 1 FROM {_BEFORE}"
        " AND NEW.open_fen = b.open_fen"
        " + CASE NEW.act WHEN 'open' THEN NEW.amount_fen ELSE 0 END"
        " AND (NEW.act = 'open' OR NEW.q1_fen = b.q1_fen AND NEW.q2_fen = b.q2_fen"
        " AND NEW.q3_fen = b.q3_fen AND NEW.q4_fen = b.q4_fen)"
        " AND NEW.spent_fen = b.spent_fen"
        " + CASE NEW.act WHEN 'use' THEN NEW.amount_fen ELSE 0 END"
        " AND NEW.reserved_fen = b.reserved_fen + CASE NEW.act"
        " WHEN 'reserve' THEN NEW.amount_fen WHEN 'release' THEN -NEW.amount_fen"
        f" WHEN 'use' THEN -({_HELD}) ELSE 0 END)",
    ),
    (
        "L9",
        "CASE NEW.act WHEN 'open' THEN NEW.left_fen <> 0"
        f" WHEN 'reserve' THEN NEW.left_fen <> NEW.amount_fen OR {_LEFT} IS NOT NULL"
        " OR NOT EXISTS (SELECT 1 FROM {s}reservations k WHERE k.unit_id = NEW.unit_id"
        " AND k.key = NEW.reservation AND k.appropriation_id = NEW.appropriation_id"
        " AND k.amount_fen = NEW.amount_fen)"
        " WHEN 'release' THEN NEW.left_fen <> 0"
        f" OR COALESCE({_LEFT}, 0) <> NEW.amount_fen"
        " ELSE CASE WHEN NEW.reservation IS NULL THEN NEW.left_fen <> 0"
        f" ELSE COALESCE({_LEFT}, -1) < 0 OR NEW.left_fen <> {_LEFT} - {_HELD} END END",
    ),
    (
        "L9",
        f"{_ROOM} < 0 AND NOT CASE"
        " WHEN NEW.seq = 1 THEN NEW.over = 'history'"
        f" WHEN EXISTS (SELECT 1 FROM {_BEFORE} AND {_ROOM} >= {_ROOM_BEFORE})"
        f" THEN EXISTS (SELECT 1 FROM {_BEFORE} AND b.over = NEW.over"
        " AND COALESCE(b.decision, 0) = COALESCE(NEW.decision, 0))"
        " WHEN NEW.act = 'use' THEN NEW.reservation IS NULL AND NEW.over = 'voucher'"
        " WHEN NEW.act = 'reserve' THEN NEW.over = 'decision'"
        f" AND {_YEAR_MODE} = 'warn' AND NEW.decision = {_YEAR_DECISION}"
        " ELSE NEW.seq < 1 END",
    ),
    (
        "quarter",
        f"NEW.act = 'reserve' AND COALESCE({_QUARTER_MODE}, 'warn') = 'stop'"
        f" AND {_OPENED_THROUGH} < NEW.reserved_fen + NEW.spent_fen",
    ),
    ("L9", f"NEW.act = 'use' AND NEW.amount_fen > 0 AND {_RELEASED}"),
    (
        "L9",
        "NEW.act = 'use' AND NEW.amount_fen > 0 AND EXISTS (SELECT 1 FROM"
        " {s}reservations k WHERE k.unit_id = NEW.unit_id AND k.key = NEW.reservation"
        " AND k.expires_on < NEW.acted_on)",
    ),
    (
        "L3",
        "NEW.position IS NOT NULL AND EXISTS (SELECT 1 FROM {s}vouchers v"
        " WHERE v.unit_id = NEW.unit_id AND v.position = NEW.position)",
    ),
    (
        "L5",
        "(NEW.act = 'open' OR NEW.act = 'reserve') AND EXISTS (SELECT 1 FROM "
        "{s}closes c, " + _LINE + " AND c.unit_id = NEW.unit_id"
        " AND c.period >= a.year * 100 + 12)",
    ),
)

RESERVATION_RULES = (
    (
        "order",
        "NEW.key <> CAST(NEW.year AS {text}) || '-' || CAST(NEW.number AS {text})"
        " OR NEW.number > 1 AND NOT EXISTS (SELECT 1 FROM {s}reservations o"
        " WHERE o.unit_id = NEW.unit_id AND o.year = NEW.year"
        " AND o.number = NEW.number - 1)",
    ),
    (
        "L9",
        f"NOT EXISTS (SELECT 1 FROM {_LINE} AND a.year = NEW.year)",
    ),
)

RESERVED_RULE = (
    "L9",
    "NEW.period % 100 = 12 AND EXISTS (SELECT 1 FROM {s}appropriations a"
    " WHERE a.unit_id = NEW.unit_id AND a.year = NEW.period / 100"
    " AND 0 < (SELECT m.reserved_fen FROM {s}appropriation_moves m"
    " WHERE m.unit_id = a.unit_id AND m.appropriation_id = a.id"
    " ORDER BY m.seq DESC LIMIT 1))",
)

CONTROLLED = (
    "(EXISTS (SELECT 1 FROM {s}appropriations x WHERE x.unit_id = NEW.unit_id)"
    " OR EXISTS (SELECT 1 FROM {s}controls x WHERE x.unit_id = NEW.unit_id))"
)
"""Whether a unit's vouchers have to do with appropriations at all."""

_NAMED = (
    " r.unit_id = NEW.unit_id AND r.key = p.appropriation AND p.appropriation <> ''"
    " AND r.appropriation_id = a.id"
)
_ON_LINE = (
    " a.unit_id = NEW.unit_id AND a.year = NEW.period / 100"
    " AND a.fund_id = p.fund_id AND a.account_id = p.account_id"
    " AND a.purpose = COALESCE(p.purpose, '')"
)
_POSTED = " p.unit_id = NEW.unit_id AND p.position = NEW.position"
_COUNTS = " NEW.entered <> 'year_end' AND NEW.kind <> '期初'"

_ASKS = (
    "(NEW.entered = 'here' OR NEW.entered = 'bank'"
    " AND (n.role = 'aid_expense' OR n.role = 'passing_down'))"
)
"""The bank originates fees, never aid: that a voucher calls itself the bank's is no way
round."""

_KEYLESS = (
    "NEW.kind <> '期初' AND (NEW.entered = 'here' OR NEW.entered = 'bank')"
    " AND EXISTS (SELECT 1 FROM {s}controls c WHERE c.unit_id = NEW.unit_id"
    " AND c.since <= NEW.dated_on) AND EXISTS (SELECT 1 FROM {s}postings p"
    " JOIN {s}accounts n ON n.id = p.account_id AND n.class = 'expense'"
    " JOIN {s}funds f ON f.unit_id = NEW.unit_id AND f.id = p.fund_id"
    " AND f.origin <> 'general' WHERE"
    + _POSTED
    + " AND p.debit_fen > 0 AND "
    + _ASKS
    + " AND NOT EXISTS (SELECT 1 FROM {s}reservations r, {s}appropriations a WHERE"
    + _NAMED
    + " AND"
    + _ON_LINE
    + "))"
)

_GROUPS = (
    "SELECT a.id, COALESCE(r.key, '') AS key,"
    " SUM(p.debit_fen - p.credit_fen) AS net"
    " FROM {s}postings p JOIN {s}appropriations a ON" + _ON_LINE + " LEFT JOIN"
    " {s}reservations r ON"
    + _NAMED
    + " WHERE"
    + _POSTED
    + " AND"
    + _COUNTS
    + " GROUP BY a.id, COALESCE(r.key, '')"
    " HAVING SUM(p.debit_fen - p.credit_fen) <> 0"
)

_UNMOVED = (
    f"EXISTS (SELECT 1 FROM ({_GROUPS}) g WHERE NOT EXISTS"
    " (SELECT 1 FROM {s}appropriation_moves m WHERE m.unit_id = NEW.unit_id"
    " AND m.position = NEW.position AND m.appropriation_id = g.id"
    " AND COALESCE(m.reservation, '') = g.key AND m.amount_fen = g.net"
    " AND m.acted_on = NEW.dated_on))"
)
_STRAY = (
    "(SELECT COUNT(*) FROM {s}appropriation_moves m WHERE m.unit_id = NEW.unit_id"
    f" AND m.position = NEW.position) <> (SELECT COUNT(*) FROM ({_GROUPS}) g)"
)

APPROPRIATION_RULE = f"({_KEYLESS} OR {_UNMOVED} OR {_STRAY})"
"""Rule 4, asked of every voucher of a unit for which `CONTROLLED` is true."""
