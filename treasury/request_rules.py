"""What the database asks of payment requests beside the ledger, as SQL conditions.

`ledger/guards.py` makes triggers of them. Each is a breach where it is true; `{s}`
stands for the schema, `NEW` for the row that is inserted.

1. A move between funds that nobody approves, a band of approvals, and a limit of small
   fees cite an adopted resolution of the unit.
2. A fee is what a row of a bank's statement says it is, to the fen, for the bank of
   that account. Who took the statement in neither asks for the fee nor approves it. A
   row has one request, another where that one was ended.
3. Fees above the limit of a row, or with those that nobody approved above that of the
   month, are approved as their band asks.
"""

from collections.abc import Mapping

from ledger.request_rules import BAND

Rules = tuple[tuple[str, str], ...]

_CITES = (
    "resolution",
    "NEW.resolution <> '' AND NOT EXISTS (SELECT 1 FROM {s}resolutions r"
    " WHERE r.unit_id = NEW.unit_id AND r.key = NEW.resolution AND r.adopted = 1)",
)

_ROW = (
    "{s}bank_rows b WHERE b.unit_id = NEW.unit_id AND b.statement = NEW.statement"
    ' AND b."row" = NEW."row" AND b.kind = \'fee\' AND b.amount_fen = -NEW.amount_fen'
)
_ENDED = (
    "EXISTS (SELECT 1 FROM {s}payment_request_moves e WHERE e.unit_id = o.unit_id"
    " AND e.key = o.key AND (e.act = 'refuse' OR e.act = 'cancel' OR e.act = 'expire'))"
)

_FEE = (
    "L12",
    f"NEW.kind = 'fee' AND NOT EXISTS (SELECT 1 FROM {_ROW})",
)
_TO_THE_BANK = (
    "L12",
    f"NEW.kind = 'fee' AND NOT EXISTS (SELECT 1 FROM {_ROW} AND EXISTS (SELECT 1"
    " FROM {s}bank_accounts a WHERE a.unit_id = b.unit_id AND a.number = b.account"
    " AND a.bank = NEW.payee))",
)
_OWN_STATEMENT = (
    "L6",
    "NEW.kind = 'fee' AND EXISTS (SELECT 1 FROM {s}bank_statements t"
    " WHERE t.unit_id = NEW.unit_id AND t.statement = NEW.statement"
    " AND t.person_id = NEW.person_id)",
)
_ONCE = (
    "L12",
    "NEW.kind = 'fee' AND EXISTS (SELECT 1 FROM {s}payment_requests o"
    " WHERE o.unit_id = NEW.unit_id AND o.statement = NEW.statement"
    f' AND o."row" = NEW."row" AND o.key <> NEW.key AND NOT {_ENDED})',
)


def _month(row: str) -> str:
    return f"SUBSTR(CAST({row}.booked_on AS {{text}}), 1, 7)"


_SMALL_BEFORE = (
    "COALESCE((SELECT SUM(o.amount_fen) FROM {s}bank_rows b"
    " JOIN {s}bank_rows c ON c.unit_id = b.unit_id JOIN {s}payment_requests o"
    " ON o.unit_id = c.unit_id AND o.statement = c.statement"
    ' AND o."row" = c."row" WHERE b.unit_id = NEW.unit_id'
    ' AND b.statement = NEW.statement AND b."row" = NEW."row"'
    f" AND {_month('c')} = {_month('b')} AND c.kind = 'fee'"
    f" AND o.approvals = 0 AND o.key <> NEW.key AND NOT {_ENDED}), 0)"
)
_SMALL = (
    "EXISTS (SELECT 1 FROM {s}fee_limits f WHERE f.unit_id = NEW.unit_id"
    " AND f.since <= NEW.asked_on AND f.each_fen >= NEW.amount_fen"
    f" AND f.month_fen >= NEW.amount_fen + {_SMALL_BEFORE}"
    " AND NOT EXISTS (SELECT 1 FROM {s}fee_limits g WHERE g.unit_id = f.unit_id"
    " AND g.since <= NEW.asked_on AND g.since > f.since))"
)
_LARGE_FEE = (
    "L12",
    f"NEW.kind = 'fee' AND NEW.approvals < COALESCE({BAND}, 1) AND NOT {_SMALL}",
)

_OWN_FEE = (
    "L6",
    "NEW.act = 'approve' AND EXISTS (SELECT 1 FROM {s}payment_requests q"
    " JOIN {s}bank_statements t ON t.unit_id = q.unit_id"
    " AND t.statement = q.statement AND t.person_id = NEW.person_id"
    " WHERE q.unit_id = NEW.unit_id AND q.key = NEW.key AND q.kind = 'fee')",
)

ORDERED: Mapping[str, Rules] = {
    "payment_requests": (
        _CITES,
        _FEE,
        _TO_THE_BANK,
        _OWN_STATEMENT,
        _ONCE,
        _LARGE_FEE,
    ),
    "payment_request_moves": (_OWN_FEE,),
    "approval_bands": (_CITES,),
    "fee_limits": (_CITES,),
}
"""Rules of each table, asked when a row of it is appended."""
