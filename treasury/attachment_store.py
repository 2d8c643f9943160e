"""The SQL of papers and supplements.

Every function works inside a transaction given by the caller.
"""
