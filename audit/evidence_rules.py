"""What the database asks of evidence books, as SQL conditions.

`ledger/guards.py` makes triggers of them. Each is a breach where it is true; `{s}`
stands for the schema, `NEW` for the row that is inserted.

1. Intakes of a year are counted without a gap.
2. Nothing is added to an intake whose head stands.
3. A head counts every kind of row, and sums the debits and credits of its vouchers.
"""

from collections.abc import Mapping

from audit.evidence_tables import COUNTED, PARTS

Rules = tuple[tuple[str, str], ...]

_YEAR = "o.unit_id = NEW.unit_id AND o.year = NEW.year"
_SAME = f"{_YEAR} AND o.number = NEW.number"

_SEALED = (
    "evidence",
    f"EXISTS (SELECT 1 FROM {{s}}evidence_intakes o WHERE {_SAME})",
)


def _counted(name: str) -> tuple[str, str]:
    """Rule 3."""
    rows = f"SELECT COUNT(*) FROM {{s}}evidence_{name} o WHERE {_SAME}"
    return "evidence_count", f"NEW.{name} <> ({rows})"


def _summed(side: str) -> tuple[str, str]:
    """Rule 3."""
    rows = f"SELECT COALESCE(SUM(o.{side}), 0) FROM {{s}}evidence_postings o"
    return "evidence_sum", f"NEW.{side} <> ({rows} WHERE {_SAME})"


ORDERED: Mapping[str, Rules] = {
    "evidence_intakes": (
        (
            "order",
            "NEW.number > 1 AND NOT EXISTS (SELECT 1 FROM {s}evidence_intakes o WHERE"
            f" {_YEAR} AND o.number = NEW.number - 1)",
        ),
        *(_counted(name) for name in COUNTED),
        *(_summed(side) for side in ("debit_fen", "credit_fen")),
    ),
    **{part.name: (_SEALED,) for part in PARTS},
}
"""Rules of each table, asked when a row of it is appended."""
