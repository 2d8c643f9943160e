"""The schema of audits, gathered from the duties that it stands by.

1. Every row is appended; what replaces it is a later revision.
2. Every row stands in the chain of records of the unit that is audited; what comes in
   masses is covered by the digest of a row that does.

The rules on top of `ledger/tables.py` hold here too; rules that need more than one row
are in the `…_rules.py`.
"""

from audit import engagement_tables, finding_tables, paper_tables, sampling_tables

_PARTS = (engagement_tables, paper_tables, finding_tables, sampling_tables)

APPENDED = tuple(table for part in _PARTS for table in part.APPENDED)
"""Tables that only grow: no row of them is ever changed or removed (L3)."""

RECORDED = tuple(name for part in _PARTS for name in part.RECORDED)
"""Tables whose every row stands in the unit's chain of records."""
