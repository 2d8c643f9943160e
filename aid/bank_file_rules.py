"""What the database asks of files to the bank and of results, as SQL conditions.

`ledger/guards.py` makes triggers of them. Each is a breach where it is true; `{s}`
stands for the schema, `NEW` for the row that is inserted.

1. Files, writings and results are counted without a gap. No line is added to a file
   or a result that stands.
2. A file counts and sums its lines. A line stands in another file only after every
   file that had it came back with it unpaid.
3. A result counts and sums what it tells; a line of it has the amount that was sent.
"""

from collections.abc import Mapping

Rules = tuple[tuple[str, str], ...]

_FILE = "o.unit_id = NEW.unit_id AND o.batch = NEW.batch"
_SAME = f"{_FILE} AND o.number = NEW.number"


def _follows(table: str, column: str, of: str) -> tuple[str, str]:
    """Rule 1: the row before stands."""
    return (
        "order",
        f"NEW.{column} > 1 AND NOT EXISTS (SELECT 1 FROM {{s}}{table} o"
        f" WHERE {of} AND o.{column} = NEW.{column} - 1)",
    )


_LINES = f"{{s}}aid_payment_lines o WHERE {_SAME}"

_OUT = (
    f"EXISTS (SELECT 1 FROM {{s}}aid_payment_lines o WHERE {_FILE}"
    " AND o.line = NEW.line AND o.number <> NEW.number"
    " AND NOT EXISTS (SELECT 1 FROM {s}aid_result_lines r"
    " WHERE r.unit_id = o.unit_id AND r.batch = o.batch AND r.number = o.number"
    " AND r.line = o.line AND r.is_paid = 0))"
)

_TOLD = f"{{s}}aid_result_lines o WHERE {_SAME} AND o.result = NEW.result"


def _told(count: str, fen: str, paid: int) -> tuple[str, str]:
    """Rule 3."""
    return (
        "result",
        f"NEW.{count} <> (SELECT COUNT(*) FROM {_TOLD} AND o.is_paid = {paid})"
        f" OR NEW.{fen} <> (SELECT COALESCE(SUM(o.amount_fen), 0)"
        f" FROM {_TOLD} AND o.is_paid = {paid})",
    )


ORDERED: Mapping[str, Rules] = {
    "aid_bank_formats": (
        _follows(
            "aid_bank_formats",
            "revision",
            "o.unit_id = NEW.unit_id AND o.bank = NEW.bank",
        ),
    ),
    "aid_payment_lines": (
        (
            "L3",
            f"EXISTS (SELECT 1 FROM {{s}}aid_payment_files o WHERE {_SAME})",
        ),
        ("payment", _OUT),
    ),
    "aid_payment_files": (
        _follows("aid_payment_files", "number", _FILE),
        (
            "payment",
            f"NEW.lines <> (SELECT COUNT(*) FROM {_LINES})"
            f" OR NEW.sum_fen <> (SELECT COALESCE(SUM(o.amount_fen), 0) FROM {_LINES})",
        ),
    ),
    "aid_payment_writings": (_follows("aid_payment_writings", "writing", _SAME),),
    "aid_result_lines": (
        (
            "L3",
            f"EXISTS (SELECT 1 FROM {{s}}aid_result_files o WHERE {_SAME}"
            " AND o.result = NEW.result)",
        ),
        (
            "result",
            f"NOT EXISTS (SELECT 1 FROM {_LINES} AND o.line = NEW.line"
            " AND o.amount_fen = NEW.amount_fen)",
        ),
    ),
    "aid_result_files": (
        _follows("aid_result_files", "result", _SAME),
        _told("paid", "paid_fen", 1),
        _told("failed", "failed_fen", 0),
    ),
}
"""Rules of each table, asked when a row of it is appended."""
