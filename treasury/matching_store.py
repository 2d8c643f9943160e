"""The SQL of matches, reconciliations and cash counts.

Every function works inside a transaction given by the caller.
"""
