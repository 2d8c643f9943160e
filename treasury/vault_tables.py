"""The schema of what the books know of the vault's keys: a number and a fingerprint.

The rules on top of `tables.py` hold here too. All units share the keys, so their chain
is the one that all units share. No key stands here, nor anything it could be made of.
"""

from sqlalchemy import CheckConstraint, Column, Integer, LargeBinary, Table
from sqlalchemy import PrimaryKeyConstraint as PrimaryKey

from ledger.columns import required, table

vault_keys = table(
    "vault_keys",
    Column("number", Integer, nullable=False, comment="the highest one encrypts"),
    Column("fingerprint", LargeBinary, nullable=False, comment="tells keys apart"),
    required("met_at", comment="when these books first met it"),
    PrimaryKey("number"),
    CheckConstraint("number > 0", name="number_from_one"),
    CheckConstraint("length(fingerprint) = 32", name="fingerprint_whole"),
    CheckConstraint("met_at <> ''", name="met_at_given"),
)

APPENDED: tuple[Table, ...] = (vault_keys,)
"""Tables that only grow: no row of them is ever changed or removed (L3)."""

RECORDED: tuple[str, ...] = ("vault_keys",)
"""Those of them whose every row stands in a chain of records."""
