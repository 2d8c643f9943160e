"""Treasury: what comes in and goes out, and the papers that prove it.

It may import `budgets` and `ledger`. What a finance officer says happened becomes a
submitted draft (`drafting.py`); the life of a voucher does the rest. Schema and rules
stand by duty (`donation_tables.py`, `donation_rules.py`, …); `tables.py` and
`guard_rules.py` gather them.
"""
