"""What the database asks of payment requests (L12), as SQL conditions.

`guards.py` makes triggers of them. Each is a breach where it is true; `{s}` stands for
the schema, `NEW` for the row that is inserted.

1. A request is numbered without a gap, of a unit that is live; its lines stand before
   it and add up to it. As many must approve as the band says that its amount is in.
2. A move continues the one before it. Nobody approves what they asked for, or twice;
   money is paid when enough have approved, and nothing is done after an end.
3. What is asked for is held of each fund, as long as it has the money; what is paid or
   ended is let go, and what a red line takes back whole is held again.
4. A voucher's moves are what its lines under each key add up to. Money that leaves by
   a voucher entered here has a key, and so has what the treasury pays directly. Once
   the unit is live that is asked of every voucher, whatever day it names.
5. What comes back is owed to whom it had been paid, of the same fund; no more is paid
   again or given up than is owed there, and another request does not pay it.
6. No voucher that is imported lets money leave from the day on which the unit went
   live, key or not. What stood before this rule, and what names an earlier day, passes.
"""

_LIVE = (
    "(NEW.entered = 'here' OR NEW.entered = 'bank' OR NEW.entered = 'adjustment')"
    " AND NEW.kind <> '期初' AND EXISTS (SELECT 1 FROM {s}go_lives g"
    " WHERE g.unit_id = NEW.unit_id)"
)
_POSTED = " p.unit_id = NEW.unit_id AND p.position = NEW.position"
_RED = "COALESCE(NEW.correction, '') IN ('full', 'difference')"


def _keyed(posting: str) -> str:
    return (
        "EXISTS (SELECT 1 FROM {s}payment_requests q WHERE q.unit_id = NEW.unit_id"
        f" AND q.key = {posting}.request)"
    )


# -- vouchers -----------------------------------------------------------------------


def _leaves(keyless: str = "") -> str:
    """Money leaves a fund by lines that are not red."""
    return (
        "EXISTS (SELECT 1 FROM {s}postings p"
        " JOIN {s}accounts a ON a.id = p.account_id AND a.money = 1 WHERE"
        + _POSTED
        + " AND p.debit_fen + p.credit_fen > 0"
        + keyless
        + " GROUP BY p.fund_id HAVING SUM(p.debit_fen - p.credit_fen) < 0)"
    )


def _direct(keyless: str = "", keyless_income: str = "") -> str:
    """The treasury pays: income of a fund, and spending of it."""
    return (
        "EXISTS (SELECT 1 FROM {s}postings p"
        " JOIN {s}accounts a ON a.id = p.account_id AND a.spends = 1 WHERE"
        + _POSTED
        + " AND p.debit_fen > 0"
        + keyless
        + " AND EXISTS (SELECT 1 FROM {s}postings i"
        " JOIN {s}accounts b ON b.id = i.account_id AND b.class = 'income'"
        " WHERE i.unit_id = NEW.unit_id AND i.position = NEW.position"
        " AND i.fund_id = p.fund_id AND i.credit_fen > 0" + keyless_income + "))"
    )


_UNKEYED = _leaves(" AND NOT " + _keyed("p"))
_DIRECT_UNKEYED = _direct(" AND NOT " + _keyed("p"), " AND NOT " + _keyed("i"))

IMPORTED_LIVE = (
    "NEW.entered = 'imported' AND NEW.kind <> '期初' AND EXISTS (SELECT 1"
    " FROM {s}go_lives g WHERE g.unit_id = NEW.unit_id AND g.since <= NEW.dated_on)"
)
"""Whether a voucher came in as history of a day on which its unit was live."""

HISTORY_RULE = f"({_leaves()} OR {_direct()})"
"""The breach of such a voucher: a payment that was not asked for (L12)."""

_GROUPS = (
    "SELECT q.key, q.kind, SUM(CASE WHEN a.money = 1"
    " THEN p.credit_fen - p.debit_fen ELSE 0 END) AS money_out,"
    " SUM(CASE WHEN a.class = 'income'"
    " THEN p.credit_fen - p.debit_fen ELSE 0 END) AS income_in,"
    " SUM(CASE WHEN a.role = 'payable'"
    " THEN p.debit_fen - p.credit_fen ELSE 0 END) AS owed_less"
    " FROM {s}postings p JOIN {s}accounts a ON a.id = p.account_id"
    " JOIN {s}payment_requests q ON q.unit_id = NEW.unit_id AND q.key = p.request"
    " WHERE" + _POSTED + " AND p.request <> '' GROUP BY q.key, q.kind"
)
_OUT = "CASE g.kind WHEN 'direct' THEN g.income_in ELSE g.money_out END"

_UNMOVED = (
    f"EXISTS (SELECT 1 FROM ({_GROUPS}) g WHERE NOT EXISTS"
    " (SELECT 1 FROM {s}payment_request_moves m WHERE m.unit_id = NEW.unit_id"
    " AND m.position = NEW.position AND m.key = g.key AND m.acted_on = NEW.dated_on"
    f" AND m.amount_fen = CASE m.act WHEN 'return' THEN -({_OUT})"
    f" WHEN 'forgo' THEN g.owed_less ELSE {_OUT} END"
    f" AND CASE WHEN {_RED} THEN m.act = (SELECT o.act FROM"
    " {s}payment_request_moves o WHERE o.unit_id = NEW.unit_id AND o.key = m.key"
    " AND o.position = NEW.corrects)"
    " ELSE m.amount_fen > 0 AND CASE m.act WHEN 'pay' THEN m.paid_fen = m.amount_fen"
    " WHEN 'repay' THEN g.owed_less = m.amount_fen"
    " WHEN 'forgo' THEN g.money_out = 0 ELSE m.act = 'return' END END))"
)
_STRAY = (
    "(SELECT COUNT(*) FROM {s}payment_request_moves m WHERE m.unit_id = NEW.unit_id"
    f" AND m.position = NEW.position) <> (SELECT COUNT(*) FROM ({_GROUPS}) g)"
)

_UNBALANCED = (
    "EXISTS (SELECT 1 FROM {s}postings p WHERE"
    + _POSTED
    + " AND p.request <> '' GROUP BY p.request, p.fund_id"
    " HAVING SUM(p.debit_fen - p.credit_fen) <> 0)"
)

_OFF_LINE = (
    f"NOT {_RED} AND EXISTS (SELECT 1 FROM {{s}}postings p"
    " JOIN {s}accounts a ON a.id = p.account_id AND a.money = 0"
    " JOIN {s}payment_request_moves m ON m.unit_id = NEW.unit_id"
    " AND m.position = NEW.position AND m.key = p.request AND m.act = 'pay'"
    " LEFT JOIN {s}payment_request_lines l ON l.unit_id = NEW.unit_id"
    " AND l.key = p.request AND l.fund_id = p.fund_id"
    " AND l.account_id = p.account_id AND l.purpose = COALESCE(p.purpose, '')"
    " WHERE" + _POSTED + " GROUP BY p.request, p.fund_id, p.account_id,"
    " COALESCE(p.purpose, ''), l.amount_fen"
    " HAVING SUM(p.debit_fen - p.credit_fen) > COALESCE(l.amount_fen, 0))"
)

_EXPIRED = (
    "NEW.correction IS NULL AND EXISTS (SELECT 1 FROM {s}payment_request_moves m"
    " JOIN {s}payment_requests q ON q.unit_id = m.unit_id AND q.key = m.key"
    " WHERE m.unit_id = NEW.unit_id AND m.position = NEW.position AND m.act = 'pay'"
    " AND q.expires_on < NEW.dated_on)"
)

_PAID_BEFORE = (
    "NEW.correction IS NULL AND EXISTS (SELECT 1 FROM {s}payment_request_moves m"
    " JOIN {s}payment_request_moves b ON b.unit_id = m.unit_id AND b.key = m.key"
    " AND b.act = 'approve' JOIN {s}payment_requests q ON q.unit_id = m.unit_id"
    " AND q.key = m.key AND q.kind <> 'fee' WHERE m.unit_id = NEW.unit_id"
    " AND m.position = NEW.position AND m.act = 'pay'"
    " AND b.acted_on > NEW.dated_on)"
)

_APPROVED_ONESELF = (
    "EXISTS (SELECT 1 FROM {s}payment_request_moves m"
    " JOIN {s}payment_request_moves b ON b.unit_id = m.unit_id AND b.key = m.key"
    " AND b.act = 'approve' WHERE m.unit_id = NEW.unit_id"
    " AND m.position = NEW.position"
    " AND (b.person_id = NEW.preparer_id OR b.person_id = NEW.cashier_id))"
)

_OF_KEY = (
    "{s}payment_request_moves n JOIN {s}payment_request_moves m"
    " ON m.unit_id = n.unit_id AND m.key = n.key JOIN {s}postings p"
    " ON p.unit_id = m.unit_id AND p.position = m.position AND p.request = m.key"
    " JOIN {s}accounts a ON a.id = p.account_id"
    " WHERE n.unit_id = NEW.unit_id AND n.position = NEW.position"
)
_BY_PAYEE = " GROUP BY m.key, p.fund_id, p.party, p.recipient HAVING SUM("
_NOT_OWED = (
    f"EXISTS (SELECT 1 FROM {_OF_KEY} AND n.act <> 'pay' AND m.act <> 'pay'"
    " AND a.role = 'payable'"
    + _BY_PAYEE
    + "p.credit_fen - p.debit_fen) < 0 AND SUM(CASE WHEN m.position = NEW.position"
    " THEN p.debit_fen - p.credit_fen ELSE 0 END) > 0)"
)
_NOT_THEIRS = (
    f"EXISTS (SELECT 1 FROM {_OF_KEY} AND n.act <> 'pay' AND a.money = 0"
    + _BY_PAYEE
    + "p.debit_fen - p.credit_fen) < 0 AND SUM(CASE WHEN m.position = NEW.position"
    " AND a.role = 'payable' THEN p.credit_fen - p.debit_fen ELSE 0 END) > 0)"
)

# What funds owe beside what came back is all that another request may pay. A fund is
# added up once, however many payees the voucher has.
_OWED_TO_OTHERS = (
    f"NOT {_RED} AND EXISTS (SELECT 1 FROM (SELECT DISTINCT p.fund_id"
    " FROM {s}payment_request_moves m"
    " JOIN {s}postings p ON p.unit_id = m.unit_id AND p.position = m.position"
    " AND p.request = m.key AND p.debit_fen > 0"
    " JOIN {s}accounts a ON a.id = p.account_id AND a.role = 'payable'"
    " WHERE m.unit_id = NEW.unit_id AND m.position = NEW.position AND m.act = 'pay') d"
    " WHERE (SELECT SUM(o.credit_fen - o.debit_fen) FROM {s}postings o"
    " JOIN {s}accounts b ON b.id = o.account_id AND b.role = 'payable'"
    " WHERE o.unit_id = NEW.unit_id AND o.fund_id = d.fund_id"
    " AND o.position <= NEW.position AND NOT EXISTS"
    " (SELECT 1 FROM {s}payment_request_moves r WHERE r.unit_id = o.unit_id"
    " AND r.position = o.position AND r.key = o.request"
    " AND r.act IN ('return', 'repay', 'forgo'))) < 0)"
)

_VOUCHER_RULES = tuple(
    (rule, f"{_LIVE} AND ({breach})")
    for rule, breach in (
        ("V04", "NEW.attachments = 0 AND NEW.correction IS NULL"),
        ("L12", _UNKEYED),
        ("L12", _DIRECT_UNKEYED),
        ("L12", _UNMOVED),
        ("L12", _STRAY),
        ("L12", _UNBALANCED),
        ("L12", _OFF_LINE),
        ("L12", _NOT_OWED),
        ("L12", _NOT_THEIRS),
        ("L12", _OWED_TO_OTHERS),
        ("L12", _EXPIRED),
        ("L12", _PAID_BEFORE),
        ("L12", _APPROVED_ONESELF),
    )
)

ONLY = {
    "vouchers": "NEW.entered = 'here' OR NEW.entered = 'bank'"
    " OR NEW.entered = 'adjustment'"
}
"""Rows that alone are judged, where a table is written in masses."""

# -- requests -----------------------------------------------------------------------

_LINES = "{s}payment_request_lines l WHERE l.unit_id = NEW.unit_id AND l.key = NEW.key"
BAND = (
    "(SELECT b.approvals FROM {s}approval_bands b WHERE b.unit_id = NEW.unit_id"
    " AND b.since <= NEW.asked_on AND b.from_fen <= NEW.amount_fen"
    " ORDER BY b.since DESC, b.from_fen DESC LIMIT 1)"
)
"""How many the band asks for that a request's amount lies in."""

_REQUEST_RULES = (
    (
        "order",
        "NEW.key <> 'P' || CAST(NEW.year AS {text}) || '-'"
        " || CAST(NEW.number AS {text})"
        " OR NEW.number > 1 AND NOT EXISTS (SELECT 1 FROM {s}payment_requests o"
        " WHERE o.unit_id = NEW.unit_id AND o.year = NEW.year"
        " AND o.number = NEW.number - 1)",
    ),
    (
        "L12",
        "NOT EXISTS (SELECT 1 FROM {s}go_lives g WHERE g.unit_id = NEW.unit_id)",
    ),
    (
        "L12",
        f"NEW.amount_fen <> COALESCE((SELECT SUM(l.amount_fen) FROM {_LINES}), 0)",
    ),
    (
        "L12",
        "NEW.kind <> 'fee' AND NEW.resolution = ''"
        f" AND NEW.approvals < COALESCE({BAND}, 1)",
    ),
    (
        # Money is lent on accounts for it, never out of a gift that is tied.
        "L12",
        "NEW.kind = 'advance' AND EXISTS (SELECT 1 FROM {s}accounts a, {s}funds f, "
        + _LINES
        + " AND a.id = l.account_id AND f.unit_id = NEW.unit_id AND f.id = l.fund_id"
        " AND (a.role <> 'advance' OR f.origin = 'donation' AND f.restricted = 1))",
    ),
    (
        # A fee is no aid, whatever calls itself one.
        "L12",
        "NEW.kind = 'fee' AND EXISTS (SELECT 1 FROM {s}accounts a, "
        + _LINES
        + " AND a.id = l.account_id AND (a.class <> 'expense'"
        " OR a.role = 'aid_expense' OR a.role = 'passing_down'))",
    ),
)

_LINE_RULES = (
    (
        "L3",
        "EXISTS (SELECT 1 FROM {s}payment_requests q WHERE q.unit_id = NEW.unit_id"
        " AND q.key = NEW.key)",
    ),
)

_LIVE_RULES = (
    (
        # What stands already was not asked for; from the day on everything is.
        "L12",
        "EXISTS (SELECT 1 FROM {s}vouchers v WHERE v.unit_id = NEW.unit_id"
        " AND v.dated_on >= NEW.since)",
    ),
)

_BAND_RULES = (
    (
        "resolution",
        "NEW.resolution = '' AND NOT EXISTS (SELECT 1 FROM {s}go_lives g"
        " WHERE g.unit_id = NEW.unit_id AND g.since = NEW.since)",
    ),
)

# -- moves and holds ----------------------------------------------------------------

_REQUEST = "{s}payment_requests q WHERE q.unit_id = NEW.unit_id AND q.key = NEW.key"
_BEFORE = (
    "{s}payment_request_moves b WHERE b.unit_id = NEW.unit_id AND b.key = NEW.key"
    " AND b.seq = NEW.seq - 1"
)
_EARLIER = (
    "{s}payment_request_moves e WHERE e.unit_id = NEW.unit_id AND e.key = NEW.key"
    " AND e.seq < NEW.seq"
)
_ENDS = "('refuse', 'cancel', 'expire')"

# What a move does to the holds of its request: 1 it holds, -1 it lets go, 0 neither.
_SIGN = (
    "CASE WHEN NEW.act = 'save' THEN 1"
    f" WHEN NEW.act IN {_ENDS} THEN -1"
    " WHEN NEW.act = 'pay' AND NEW.amount_fen > 0"
    " AND NEW.paid_fen = NEW.amount_fen THEN -1"
    " WHEN NEW.act = 'pay' AND NEW.paid_fen = 0 THEN 1 ELSE 0 END"
)
_HELD_FUNDS = (
    "SELECT l.fund_id, SUM(l.amount_fen) AS fen FROM {s}payment_requests q"
    " JOIN {s}payment_request_lines l ON l.unit_id = q.unit_id AND l.key = q.key"
    " WHERE q.unit_id = NEW.unit_id AND q.key = NEW.key AND q.kind <> 'direct'"
    " AND q.kind <> 'fee' GROUP BY l.fund_id"
)
_HOLDS = (
    "{s}fund_holds h WHERE h.unit_id = NEW.unit_id AND h.key = NEW.key"
    " AND h.move = NEW.seq"
)

_MOVE_RULES = (
    ("order", f"NEW.seq <> 1 AND NOT EXISTS (SELECT 1 FROM {_BEFORE})"),
    (
        "L12",
        "NEW.seq = 1 AND (NEW.approved <> 0 OR NEW.paid_fen <> 0"
        " OR NEW.returned_fen <> 0 OR NEW.repaid_fen <> 0 OR NOT EXISTS"
        f" (SELECT 1 FROM {_REQUEST} AND q.amount_fen = NEW.amount_fen"
        " AND q.person_id = NEW.person_id))",
    ),
    (
        "L12",
        f"NEW.seq > 1 AND NOT EXISTS (SELECT 1 FROM {_BEFORE}"
        " AND NEW.approved = b.approved"
        " + CASE NEW.act WHEN 'approve' THEN 1 ELSE 0 END"
        " AND NEW.paid_fen = b.paid_fen"
        " + CASE NEW.act WHEN 'pay' THEN NEW.amount_fen ELSE 0 END"
        " AND NEW.returned_fen = b.returned_fen + CASE NEW.act"
        " WHEN 'return' THEN NEW.amount_fen"
        " WHEN 'forgo' THEN -NEW.amount_fen ELSE 0 END"
        " AND NEW.repaid_fen = b.repaid_fen"
        " + CASE NEW.act WHEN 'repay' THEN NEW.amount_fen ELSE 0 END)",
    ),
    (
        "L12",
        f"EXISTS (SELECT 1 FROM {_REQUEST} AND q.amount_fen < NEW.paid_fen)",
    ),
    ("L12", f"EXISTS (SELECT 1 FROM {_EARLIER} AND e.act IN {_ENDS})"),
    (
        "L12",
        f"(NEW.act = 'approve' OR NEW.act IN {_ENDS}) AND (NEW.paid_fen <> 0"
        " OR NEW.amount_fen <> 0)",
    ),
    (
        "L6",
        f"NEW.act = 'approve' AND (EXISTS (SELECT 1 FROM {_REQUEST}"
        f" AND q.person_id = NEW.person_id) OR EXISTS (SELECT 1 FROM {_EARLIER}"
        " AND e.act = 'approve' AND e.person_id = NEW.person_id))",
    ),
    (
        "L12",
        "NEW.act = 'pay' AND NEW.amount_fen > 0 AND NOT EXISTS"
        f" (SELECT 1 FROM {_REQUEST} AND q.approvals <= NEW.approved)",
    ),
    (
        "L12",
        f"NEW.act = 'expire' AND NOT EXISTS (SELECT 1 FROM {_REQUEST}"
        " AND q.expires_on < NEW.acted_on)",
    ),
    (
        "L12",
        f"CASE WHEN {_SIGN} = 0 THEN EXISTS (SELECT 1 FROM {_HOLDS})"
        f" ELSE EXISTS (SELECT 1 FROM ({_HELD_FUNDS}) w WHERE NOT EXISTS"
        f" (SELECT 1 FROM {_HOLDS} AND h.fund_id = w.fund_id"
        f" AND h.amount_fen = w.fen * {_SIGN})) OR (SELECT COUNT(*) FROM {_HOLDS})"
        f" <> (SELECT COUNT(*) FROM ({_HELD_FUNDS}) w) END",
    ),
    (
        "L3",
        "NEW.position IS NOT NULL AND EXISTS (SELECT 1 FROM {s}vouchers v"
        " WHERE v.unit_id = NEW.unit_id AND v.position = NEW.position)",
    ),
)

_HOLD_RULES = (
    (
        "order",
        "NEW.seq <> 1 AND NOT EXISTS (SELECT 1 FROM {s}fund_holds o"
        " WHERE o.unit_id = NEW.unit_id AND o.fund_id = NEW.fund_id"
        " AND o.seq = NEW.seq - 1)",
    ),
    (
        "L12",
        "NEW.held_fen <> NEW.amount_fen + COALESCE((SELECT o.held_fen"
        " FROM {s}fund_holds o WHERE o.unit_id = NEW.unit_id"
        " AND o.fund_id = NEW.fund_id AND o.seq = NEW.seq - 1), 0)",
    ),
    (
        "L7",
        # Cash, bank and quota of the fund, each at its last position.
        "NEW.move = 1 AND NEW.held_fen > (SELECT COALESCE(SUM((SELECT b.balance_fen"
        " FROM {s}money_positions b WHERE b.unit_id = NEW.unit_id"
        " AND b.fund_id = NEW.fund_id AND b.account_id = a.id"
        " ORDER BY b.position DESC LIMIT 1)), 0) FROM {s}accounts a"
        " WHERE a.money = 1)",
    ),
    (
        "L3",
        "EXISTS (SELECT 1 FROM {s}payment_request_moves m"
        " WHERE m.unit_id = NEW.unit_id AND m.key = NEW.key AND m.seq = NEW.move)",
    ),
)

ORDERED = {
    "vouchers": _VOUCHER_RULES,
    "go_lives": _LIVE_RULES,
    "payment_requests": _REQUEST_RULES,
    "payment_request_lines": _LINE_RULES,
    "approval_bands": _BAND_RULES,
    "fee_limits": _BAND_RULES,
    "payment_request_moves": _MOVE_RULES,
    "fund_holds": _HOLD_RULES,
}
"""Rules of each table, asked when a row of it is appended."""
