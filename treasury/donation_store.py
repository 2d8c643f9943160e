"""The SQL of donors, gifts, bills and campaigns.

Every function works inside a transaction given by the caller.
"""
