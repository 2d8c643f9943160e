"""The schema of gifts: donors, pledges, bills, confirmations, campaigns.

The rules on top of `tables.py` hold here too.
"""

from sqlalchemy import Table

APPENDED: tuple[Table, ...] = ()
"""Tables that only grow: no row of them is ever changed or removed (L3)."""

RECORDED: tuple[str, ...] = ()
"""Those of them whose every row stands in the unit's chain of records."""
