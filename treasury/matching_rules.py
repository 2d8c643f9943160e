"""What the database asks of this duty, as SQL conditions.

`ledger/guards.py` makes triggers of them. Each is a breach where it is true; `{s}`
stands for the schema, `NEW` for the row that is inserted.
"""

from collections.abc import Mapping

Rules = tuple[tuple[str, str], ...]

ORDERED: Mapping[str, Rules] = {}
"""Rules of each table, asked when a row of it is appended."""
