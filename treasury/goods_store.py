"""The SQL of goods and shopping vouchers.

Every function works inside a transaction given by the caller.
"""
