"""The checks: one file each, named for its key in the audit catalogue.

A check imports no other check. It holds `CHECK`, a pure `run(books)` that yields
findings, and `population(books)`, which says what was looked at.
"""
