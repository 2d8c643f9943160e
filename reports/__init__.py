"""Reports (报表): what the books say, on paper and on screen.

`report.py` says what a document is, `pages/` holds one file a report, `render/`
one file a format, and `templates/` their looks and sentences. This package may
import `audit` and `ledger`. Start with `report.py`.
"""
