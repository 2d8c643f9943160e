"""What the database asks of the treasury, gathered from the duties.

`ledger/guards.py` makes triggers of them.
"""

from collections.abc import Mapping

from treasury import (
    attachment_rules,
    bank_entry_rules,
    bank_rules,
    cash_rules,
    donation_rules,
    goods_rules,
    lineage_rules,
    matching_rules,
    request_rules,
    transfer_rules,
)

Rules = tuple[tuple[str, str], ...]

_PARTS = (
    request_rules,
    donation_rules,
    lineage_rules,
    goods_rules,
    bank_rules,
    bank_entry_rules,
    matching_rules,
    cash_rules,
    attachment_rules,
    transfer_rules,
)

ORDERED: Mapping[str, Rules] = {
    name: rules for part in _PARTS for name, rules in part.ORDERED.items()
}
"""Rules of each table, asked when a row of it is appended."""
