"""One file a report: each says what it is (`REPORT`) and builds it (`build`).

A page reads the books through `ledger` and hands over a `Document`; no page imports
another, what several share stands in `reports/parts.py`. A new file here appears in
every list of reports by itself.
"""
