"""What the database asks of payment batches, as SQL conditions.

`ledger/guards.py` makes triggers of them. Each is a breach where it is true; `{s}`
stands for the schema, `NEW` for the row that is inserted.

1. A batch is numbered without a gap. Its lines stand before it, as many and as much as
   it says; none is added to one that stands. A list stands once, until it is dropped or
   its request ended.
2. Who saved it is among its makers; none of them approves its request.
3. It is submitted once, as a request for the same sums by fund, account and purpose;
   its ground says which. What pays it says the same as the lines, by file number.
   Aid that goes without, for goods (L13), is in the register of goods.
4. Steps are counted; nothing follows a drop, and what is asked for is not dropped
   before its request ends.
5. Results come before the step that seals them, of lines whose last result is not yet
   known or was a failure, and count and sum as it says.
"""

from collections.abc import Mapping

from ledger.ground_rules import GROUND_ASKED, GROUNDLESS

Rules = tuple[tuple[str, str], ...]

_KEY = "x.unit_id = NEW.unit_id AND x.key = NEW.key"
_BATCH = "{s}aid_batches x WHERE " + _KEY
_LINES = "{s}aid_batch_lines x WHERE " + _KEY
_MAKERS = "{s}aid_batch_makers x WHERE " + _KEY
_STEPS = "{s}aid_batch_steps x WHERE " + _KEY
_ENDED = (
    "EXISTS (SELECT 1 FROM {s}aid_batch_steps d WHERE d.unit_id = {o}.unit_id"
    " AND d.key = {o}.key AND (d.act = 'drop' OR d.act = 'submit' AND EXISTS"
    " (SELECT 1 FROM {s}payment_request_moves m WHERE m.unit_id = d.unit_id"
    " AND m.key = d.request AND (m.act = 'refuse' OR m.act = 'cancel'"
    " OR m.act = 'expire'))))"
).replace("{o}", "o")

_SEALED: Rules = (("L3", f"EXISTS (SELECT 1 FROM {_BATCH})"),)

_BATCHES: Rules = (
    (
        "order",
        "NEW.key <> 'B' || CAST(NEW.year AS {text}) || '-'"
        " || CAST(NEW.number AS {text})"
        " OR NEW.number > 1 AND NOT EXISTS (SELECT 1 FROM {s}aid_batches o"
        " WHERE o.unit_id = NEW.unit_id AND o.year = NEW.year"
        " AND o.number = NEW.number - 1)",
    ),
    (
        "batch",
        "EXISTS (SELECT 1 FROM (SELECT COUNT(*) AS counted, MAX(x.line) AS last,"
        f" COALESCE(SUM(x.amount_fen), 0) AS fen FROM {_LINES}) t"
        " WHERE t.counted <> NEW.line_count OR t.last <> NEW.line_count"
        " OR t.fen <> NEW.sum_fen)",
    ),
    ("batch", f"NOT EXISTS (SELECT 1 FROM {_MAKERS} AND x.person_id = NEW.person_id)"),
    (
        "batch_twice",
        "EXISTS (SELECT 1 FROM {s}aid_batches o WHERE o.unit_id = NEW.unit_id"
        " AND o.digest = NEW.digest AND o.key <> NEW.key AND NOT " + _ENDED + ")",
    ),
)

# -- grounds, approvals, payment ----------------------------------------------------

_SUMS = (
    "SELECT 1 FROM (SELECT x.fund_id, x.account_id, x.purpose, x.amount_fen AS fen"
    f" FROM {_LINES} UNION ALL SELECT l.fund_id, l.account_id, l.purpose,"
    " -l.amount_fen FROM {s}payment_request_lines l WHERE l.unit_id = NEW.unit_id"
    " AND l.key = NEW.request) u GROUP BY u.fund_id, u.account_id, u.purpose"
    " HAVING SUM(u.fen) <> 0"
)
_GROUNDS: Rules = (
    (
        "L13",
        f"NOT EXISTS (SELECT 1 FROM {_BATCH}) OR EXISTS ({_SUMS})"
        f" OR EXISTS (SELECT 1 FROM {_STEPS})"
        # Nobody has approved or paid it yet: it was asked for in the same breath.
        " OR (SELECT COUNT(*) FROM {s}payment_request_moves m"
        " WHERE m.unit_id = NEW.unit_id AND m.key = NEW.request) <> 1",
    ),
)

_APPROVALS: Rules = (
    (
        "L6",
        "NEW.act = 'approve' AND EXISTS (SELECT 1 FROM {s}aid_grounds g"
        " JOIN {s}aid_batch_makers k ON k.unit_id = g.unit_id AND k.key = g.key"
        " AND k.person_id = NEW.person_id WHERE g.unit_id = NEW.unit_id"
        " AND g.request = NEW.key)",
    ),
)

_SPENT = (
    "SELECT p.fund_id, p.account_id, COALESCE(p.purpose, '') AS purpose, p.recipient,"
    " p.debit_fen - p.credit_fen AS fen FROM {s}postings p JOIN {s}accounts a"
    " ON a.id = p.account_id AND a.role = 'aid_expense' WHERE p.unit_id = NEW.unit_id"
    " AND p.position = NEW.position AND p.request = g.request"
    " UNION ALL SELECT l.fund_id, l.account_id, l.purpose, l.code, -l.amount_fen"
    " FROM {s}aid_batch_lines l WHERE l.unit_id = NEW.unit_id AND l.key = g.key"
)
_PAYMENTS: Rules = (
    (
        "L13",
        "COALESCE(NEW.correction, '') <> 'full'"
        " AND COALESCE(NEW.correction, '') <> 'difference'"
        " AND EXISTS (SELECT 1 FROM {s}aid_grounds g JOIN {s}payment_request_moves m"
        " ON m.unit_id = g.unit_id AND m.key = g.request"
        " AND m.position = NEW.position AND m.act = 'pay'"
        " WHERE g.unit_id = NEW.unit_id AND EXISTS (SELECT 1 FROM ("
        + _SPENT
        + ") u GROUP BY u.fund_id, u.account_id, u.purpose, u.recipient"
        " HAVING SUM(u.fen) <> 0))",
    ),
    (
        "L13",
        GROUND_ASKED + " AND EXISTS (SELECT 1 FROM {s}postings p JOIN {s}accounts a"
        " ON a.id = p.account_id AND a.role = 'stock'"
        " WHERE p.unit_id = NEW.unit_id AND p.position = NEW.position)"
        " AND EXISTS (SELECT 1 FROM {s}postings p JOIN {s}accounts a"
        " ON a.id = p.account_id AND a.role = 'aid_expense'"
        " WHERE p.unit_id = NEW.unit_id AND p.position = NEW.position AND "
        + GROUNDLESS
        + ") AND NOT EXISTS (SELECT 1 FROM {s}goods_moves m"
        " WHERE m.unit_id = NEW.unit_id AND m.ref = NEW.ref)",
    ),
)

# -- steps and results --------------------------------------------------------------

_RESULTS = "{s}aid_batch_results r WHERE r.unit_id = NEW.unit_id AND r.key = NEW.key"
_OF_LINE = (
    " JOIN {s}aid_batch_lines l ON l.unit_id = r.unit_id AND l.key = r.key"
    " AND l.line = r.line"
)
_SUMMED = (
    "SELECT COUNT(*) AS counted, COALESCE(SUM(CASE WHEN r.outcome = 'paid'"
    " THEN l.amount_fen ELSE 0 END), 0) AS paid, COALESCE(SUM(CASE WHEN r.outcome ="
    " 'failed' THEN l.amount_fen ELSE 0 END), 0) AS failed FROM"
    + _RESULTS.replace("{s}aid_batch_results r", " {s}aid_batch_results r" + _OF_LINE)
    + " AND r.step = NEW.step"
)
_KNOWN = (
    "EXISTS (SELECT 1 FROM {s}aid_batch_results r JOIN {s}aid_batch_results b"
    " ON b.unit_id = r.unit_id AND b.key = r.key AND b.line = r.line"
    " AND b.step < r.step AND b.outcome = 'paid' WHERE r.unit_id = NEW.unit_id"
    " AND r.key = NEW.key AND r.step = NEW.step"
    # What was taken back in red is released anew, and its results begin anew.
    " AND NOT EXISTS (SELECT 1 FROM {s}aid_batch_steps z"
    " WHERE z.unit_id = NEW.unit_id AND z.key = NEW.key AND z.act = 'release'"
    " AND z.step > b.step AND z.step < r.step))"
)
_REQUEST = (
    "(SELECT g.request FROM {s}aid_grounds g WHERE g.unit_id = NEW.unit_id"
    " AND g.key = NEW.key)"
)
_STEP_RULES: Rules = (
    (
        "order",
        "NEW.step > 1 AND NOT EXISTS"
        f" (SELECT 1 FROM {_STEPS} AND x.step = NEW.step - 1)"
        f" OR EXISTS (SELECT 1 FROM {_STEPS} AND x.step = NEW.step - 1"
        " AND x.act = 'drop')"
        " OR NEW.step = 1 AND NEW.act <> 'submit' AND NEW.act <> 'drop'"
        " OR NEW.step > 1 AND NEW.act = 'submit'",
    ),
    (
        "batch",
        "NEW.act = 'drop' AND EXISTS (SELECT 1 FROM {s}aid_grounds g"
        " WHERE g.unit_id = NEW.unit_id AND g.key = NEW.key"
        " AND NOT EXISTS (SELECT 1 FROM {s}payment_request_moves m"
        " WHERE m.unit_id = NEW.unit_id AND m.key = g.request AND (m.act = 'refuse'"
        " OR m.act = 'cancel' OR m.act = 'expire')))",
    ),
    (
        "batch",
        "NEW.act = 'submit' AND NOT EXISTS (SELECT 1 FROM {s}aid_grounds g"
        " WHERE g.unit_id = NEW.unit_id AND g.key = NEW.key"
        " AND g.request = NEW.request)",
    ),
    (
        "batch",
        "NEW.act = 'result' AND (NOT EXISTS (SELECT 1 FROM {s}payment_request_moves m"
        f" WHERE m.unit_id = NEW.unit_id AND m.key = {_REQUEST} AND m.act = 'pay')"
        f" OR {_KNOWN} OR EXISTS (SELECT 1 FROM ({_SUMMED}) t WHERE t.counted <>"
        " NEW.line_count OR t.paid <> NEW.paid_fen OR t.failed <> NEW.failed_fen))",
    ),
)

ORDERED: Mapping[str, Rules] = {
    "aid_batch_lines": _SEALED,
    "aid_batch_makers": (("L3", f"EXISTS (SELECT 1 FROM {_STEPS})"),),
    "aid_batches": _BATCHES,
    "aid_batch_steps": _STEP_RULES,
    "aid_batch_results": (
        (
            "L3",
            f"EXISTS (SELECT 1 FROM {_STEPS} AND x.step = NEW.step)",
        ),
    ),
    "aid_grounds": _GROUNDS,
    "payment_request_moves/aid": _APPROVALS,
    "vouchers/aid": _PAYMENTS,
}
"""Rules of each table, asked when a row of it is appended."""
