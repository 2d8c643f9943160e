"""The schema of the treasury, gathered from the duties that it stands by.

1. Every row is appended; what replaces it is a later revision.
2. What people decide or register stands in the unit's chain of records. What comes in
   masses is covered by a digest that stands there, or is recomputed from the books.
3. Names, numbers of accounts and texts about persons are encrypted (`vault.py`).

The rules on top of `ledger/tables.py` hold here too; rules that need more than one row
are in the `…_rules.py`.
"""

from treasury import (
    attachment_tables,
    bank_entry_tables,
    bank_tables,
    cash_tables,
    donation_tables,
    event_tables,
    goods_tables,
    lineage_tables,
    matching_tables,
    reconciliation_tables,
    transfer_tables,
    vault_tables,
)

_PARTS = (
    vault_tables,
    event_tables,
    donation_tables,
    lineage_tables,
    goods_tables,
    bank_tables,
    bank_entry_tables,
    matching_tables,
    cash_tables,
    reconciliation_tables,
    attachment_tables,
    transfer_tables,
)

APPENDED = tuple(table for part in _PARTS for table in part.APPENDED)
"""Tables that only grow: no row of them is ever changed or removed (L3)."""

RECORDED = tuple(name for part in _PARTS for name in part.RECORDED)
"""Tables whose every row stands in the unit's chain of records."""
