"""Audit (审计): every year, and whenever the responsible officer leaves.

`books.py` is the view of the books that every check reads, free of any database;
`checks/` holds one file a check, found by `catalogue.py`; `annual.py` puts figures,
checks and findings of a year together. This package may import `ledger` alone. Start
with `check.py`, then read any one check.
"""
