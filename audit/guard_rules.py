"""What the database asks of audits, gathered from the duties.

`ledger/guards.py` makes triggers of them.
"""

from collections.abc import Mapping

from audit import engagement_rules, finding_rules, paper_rules, sampling_rules

Rules = tuple[tuple[str, str], ...]

_PARTS = (engagement_rules, paper_rules, finding_rules, sampling_rules)

ORDERED: Mapping[str, Rules] = {
    name: tuple(rule for part in _PARTS for rule in part.ORDERED.get(name, ()))
    for name in dict.fromkeys(name for part in _PARTS for name in part.ORDERED)
}
"""Rules of each table, asked when a row of it is appended;
several duties may ask of one table."""
