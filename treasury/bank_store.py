"""The SQL of bank accounts and statements.

Every function works inside a transaction given by the caller.
"""
