"""The SQL of money between units.

Every function works inside a transaction given by the caller.
"""
