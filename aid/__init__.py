"""Aid for workers in need: who may be helped, how much, by when.

It may import `treasury`, `budgets` and `ledger`. What the rules set is dated data in
`standards/*.toml`, read by `standards.py`; start there. Pure on top of it: who a
household is (`household.py`), whether it may be helped (`eligibility.py`), how much
(`awards.py`), and by when (`deadlines.py` over `workdays.py`). Numbers of identity and
of bank cards are read by `identity.py` and `bank_cards.py`.

Files of recipients stand in the database (`recipients.py`, start there), encrypted by
the treasury's vault; `recipient_fields.py` says what a file says.
"""
