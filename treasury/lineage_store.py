"""The SQL of what paid for what.

Every function works inside a transaction given by the caller.
"""
