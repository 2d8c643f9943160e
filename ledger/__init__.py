"""The books: money, periods, units, funds, accounts, vouchers and the journal.

Everything else stands on this package and it imports none of the others. Start
with `vouchers.py` (what a voucher is), then `journal.py` (the only writer),
`chain.py` (the bytes that are hashed) and `guards.py` (what the database itself
refuses).
"""
