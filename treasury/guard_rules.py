"""What the database asks of the treasury, gathered from the duties.

`ledger/guards.py` makes triggers of them.
"""

from collections.abc import Mapping

from treasury import (
    attachment_rules,
    bank_entry_rules,
    bank_rules,
    cash_rules,
    correction_rules,
    donation_rules,
    gift_limit_rules,
    goods_rules,
    lineage_rules,
    matching_rules,
    reconciliation_rules,
    refund_rules,
    request_rules,
    transfer_rules,
)

Rules = tuple[tuple[str, str], ...]

_PARTS = (
    request_rules,
    donation_rules,
    gift_limit_rules,
    refund_rules,
    lineage_rules,
    goods_rules,
    bank_rules,
    bank_entry_rules,
    matching_rules,
    cash_rules,
    reconciliation_rules,
    attachment_rules,
    transfer_rules,
    correction_rules,
)

ORDERED: Mapping[str, Rules] = {
    name: tuple(rule for part in _PARTS for rule in part.ORDERED.get(name, ()))
    for name in dict.fromkeys(name for part in _PARTS for name in part.ORDERED)
}
"""Rules of each table, asked when a row of it is appended;
several duties may ask of one table."""
