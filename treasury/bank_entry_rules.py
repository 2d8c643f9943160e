"""What the database asks of rows of the bank that are entered, as SQL conditions.

`ledger/guards.py` makes triggers of them. Each is a breach where it is true; `{s}`
stands for the schema, `NEW` for the row that is inserted.

1. Steps have no gap; a later one follows a draft that was given up or a voucher that
   was cancelled. So a row of the bank gives one voucher.
2. What is entered is what the row says, to the fen; its draft was handed in under the
   reference that is told.
3. No more comes back than the payee holds under the request and of the fund.
4. A return is given up from its limit on, and no more than came back. Under a request
   with such a return, no voucher gives up more than these rows say.
5. The voucher under the reference of a row moves what the row says on its day, and owes
   it to whom the entry says; what a return's ending says is owed no more, from its
   limit on.
6. A unit's own limit cites an adopted resolution.
"""

from collections.abc import Mapping

Rules = tuple[tuple[str, str], ...]


def _void(table: str) -> str:
    """The step of a place was given up, or its voucher cancelled for nothing else."""
    return (
        "(EXISTS (SELECT 1 FROM {s}draft_steps t WHERE t.unit_id = "
        f"{table}.unit_id AND t.draft = {table}.draft AND t.state = 'dropped')"
        " OR EXISTS (SELECT 1 FROM {s}vouchers v JOIN {s}vouchers c"
        " ON c.unit_id = v.unit_id AND c.corrects = v.position"
        f" AND c.correction = 'full' WHERE v.unit_id = {table}.unit_id"
        f" AND v.ref = {table}.ref AND NOT EXISTS (SELECT 1 FROM {{s}}vouchers r"
        " WHERE r.unit_id = v.unit_id AND r.corrects = v.position"
        " AND r.correction = 'replacement')))"
    )


def _steps(table: str) -> Rules:
    same = (
        f"{{s}}{table} o WHERE o.unit_id = NEW.unit_id"
        ' AND o.statement = NEW.statement AND o."row" = NEW."row"'
    )
    return (
        (
            "order",
            "NEW.step <> 1 + (SELECT COUNT(*) FROM " + same + " AND o.step < NEW.step)",
        ),
        (
            "bank",
            "EXISTS (SELECT 1 FROM "
            + same
            + " AND o.step = NEW.step - 1 AND NOT "
            + _void("o")
            + ")",
        ),
        (
            "bank",
            "NOT EXISTS (SELECT 1 FROM {s}desk_drafts d WHERE d.unit_id = NEW.unit_id"
            " AND d.draft = NEW.draft AND d.ref = NEW.ref)",
        ),
    )


_ROW = (
    "{s}bank_rows b WHERE b.unit_id = NEW.unit_id AND b.statement = NEW.statement"
    ' AND b."row" = NEW."row"'
)

# Debits less credits beside money, that name the payee: what the payee has.
_HELD = (
    "COALESCE((SELECT SUM(p.debit_fen - p.credit_fen)"
    " FROM {s}payment_request_moves m JOIN {s}postings p ON p.unit_id = m.unit_id"
    " AND p.position = m.position AND p.request = m.key"
    " JOIN {s}accounts a ON a.id = p.account_id AND a.money = 0"
    " WHERE m.unit_id = NEW.unit_id AND m.key = NEW.request"
    " AND p.fund_id = NEW.fund_id AND p.party = NEW.party"
    " AND p.recipient = NEW.recipient), 0)"
)
# What other rows have brought back that is not in the books yet.
_PENDING = (
    "COALESCE((SELECT SUM(o.amount_fen) FROM {s}bank_entries o"
    " WHERE o.unit_id = NEW.unit_id AND o.request = NEW.request"
    " AND o.kind = 'return' AND o.fund_id = NEW.fund_id AND o.party = NEW.party"
    " AND o.recipient = NEW.recipient AND o.draft <> NEW.draft"
    " AND NOT EXISTS (SELECT 1 FROM {s}vouchers v WHERE v.unit_id = o.unit_id"
    " AND v.ref = o.ref) AND NOT EXISTS (SELECT 1 FROM {s}draft_steps t"
    " WHERE t.unit_id = o.unit_id AND t.draft = o.draft AND t.state = 'dropped')), 0)"
)

_ENTRIES: Rules = (
    *_steps("bank_entries"),
    (
        "bank",
        f"NOT EXISTS (SELECT 1 FROM {_ROW} AND CASE NEW.kind"
        " WHEN 'fee' THEN b.kind = 'fee' AND b.amount_fen = -NEW.amount_fen"
        " WHEN 'interest' THEN b.kind = 'interest' AND b.amount_fen = NEW.amount_fen"
        " ELSE (b.kind = 'return' OR b.kind = '') AND b.amount_fen = NEW.amount_fen"
        " AND b.booked_on < NEW.limit_on END)",
    ),
    (
        "bank",
        "NEW.request <> '' AND NOT EXISTS (SELECT 1 FROM {s}payment_requests q"
        " WHERE q.unit_id = NEW.unit_id AND q.key = NEW.request"
        " AND (q.kind = 'fee') = (NEW.kind = 'fee'))",
    ),
    ("bank", f"NEW.kind = 'return' AND NEW.amount_fen > {_HELD} - {_PENDING}"),
)

_ENTRY = (
    "{s}bank_entries e WHERE e.unit_id = NEW.unit_id AND e.statement = NEW.statement"
    ' AND e."row" = NEW."row" AND e.kind = \'return\''
)

_ENDINGS: Rules = (
    *_steps("return_endings"),
    (
        "bank",
        f"NOT EXISTS (SELECT 1 FROM {_ENTRY} AND e.limit_on <= NEW.ended_on"
        f" AND e.amount_fen >= NEW.amount_fen AND NOT {_void('e')})",
    ),
)

# What stands given up under a request, and what these rows say may be.
_FORGONE: Rules = (
    (
        "bank",
        "NEW.act = 'forgo' AND NEW.amount_fen > 0 AND EXISTS (SELECT 1 FROM"
        " {s}bank_entries e WHERE e.unit_id = NEW.unit_id AND e.request = NEW.key"
        " AND e.kind = 'return')"
        " AND (SELECT SUM(m.amount_fen) FROM {s}payment_request_moves m"
        " WHERE m.unit_id = NEW.unit_id AND m.key = NEW.key AND m.act = 'forgo')"
        " > COALESCE((SELECT SUM(n.amount_fen) FROM {s}return_endings n"
        f" WHERE n.unit_id = NEW.unit_id AND NOT {_void('n')} AND EXISTS (SELECT 1"
        " FROM {s}bank_entries e WHERE e.unit_id = n.unit_id"
        ' AND e.statement = n.statement AND e."row" = n."row"'
        " AND e.kind = 'return' AND e.request = NEW.key)), 0)",
    ),
)

_LINES = (
    "COALESCE((SELECT SUM({sum}) FROM {{s}}postings p"
    " JOIN {{s}}accounts a ON a.id = p.account_id AND {which}"
    " WHERE p.unit_id = NEW.unit_id AND p.position = NEW.position"
    " AND p.fund_id = e.fund_id{more}), 0)"
)
_MOVED = _LINES.format(sum="p.debit_fen - p.credit_fen", which="a.money = 1", more="")
_OWED = _LINES.format(
    sum="p.credit_fen - p.debit_fen",
    which="a.role = 'payable'",
    more=" AND p.request = e.request AND p.party = e.party"
    " AND p.recipient = e.recipient",
)


def _last(table: str, alias: str) -> str:
    return (
        f"NOT EXISTS (SELECT 1 FROM {{s}}{table} w WHERE w.unit_id = {alias}.unit_id"
        f' AND w.statement = {alias}.statement AND w."row" = {alias}."row"'
        f" AND w.step > {alias}.step)"
    )


_VOUCHERS: Rules = (
    (
        "bank",
        "EXISTS (SELECT 1 FROM {s}bank_entries e WHERE e.unit_id = NEW.unit_id"
        f" AND e.ref = NEW.ref AND {_last('bank_entries', 'e')}"
        " AND (CASE e.kind WHEN 'fee' THEN -e.amount_fen ELSE e.amount_fen END"
        f" <> {_MOVED} OR e.kind = 'return' AND e.amount_fen <> {_OWED}"
        " OR NOT EXISTS (SELECT 1 FROM {s}bank_rows b WHERE b.unit_id = e.unit_id"
        ' AND b.statement = e.statement AND b."row" = e."row"'
        " AND b.booked_on = NEW.dated_on)))",
    ),
    (
        "bank",
        "EXISTS (SELECT 1 FROM {s}return_endings n JOIN {s}bank_entries e"
        " ON e.unit_id = n.unit_id AND e.statement = n.statement"
        f' AND e."row" = n."row" AND {_last("bank_entries", "e")}'
        " WHERE n.unit_id = NEW.unit_id AND n.ref = NEW.ref"
        f" AND {_last('return_endings', 'n')}"
        f" AND (NEW.dated_on < e.limit_on OR n.amount_fen <> -{_OWED}))",
    ),
)

_LIMITS: Rules = (
    (
        "resolution",
        "NOT EXISTS (SELECT 1 FROM {s}resolutions r WHERE r.unit_id = NEW.unit_id"
        " AND r.key = NEW.resolution AND r.adopted = 1)",
    ),
    (
        "order",
        "EXISTS (SELECT 1 FROM {s}return_limits o WHERE o.unit_id = NEW.unit_id"
        " AND o.since > NEW.since)",
    ),
)

ORDERED: Mapping[str, Rules] = {
    "bank_entries": _ENTRIES,
    "return_endings": _ENDINGS,
    "return_limits": _LIMITS,
    "vouchers": _VOUCHERS,
    "payment_request_moves": _FORGONE,
}
"""Rules of each table, asked when a row of it is appended."""
