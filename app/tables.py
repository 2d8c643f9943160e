"""The schema of the shell: the operation log, the secrets of people, the web.

The log's table stands in `ledger/operation_tables.py`, where an audit reads it too.
Both only grow, under the same guards as the ledger, in whose schema they stand.
"""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
)

from app import web_tables
from ledger.columns import metadata
from ledger.operation_tables import operations

secrets = Table(
    "secrets",
    metadata,
    Column("person_id", Integer, ForeignKey("people.id"), nullable=False),
    Column("revision", Integer, nullable=False, comment="the highest one holds"),
    Column("argon2", Text, nullable=False, comment="its hash with salt and cost"),
    Column("set_at", Text, nullable=False),
    PrimaryKeyConstraint("person_id", "revision"),
    CheckConstraint("revision > 0", name="revision_from_one"),
    CheckConstraint("argon2 LIKE '$argon2id$%'", name="argon2_hashed"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

APPENDED = (operations, secrets, *web_tables.APPENDED)
"""Tables that only grow: no row of them is ever changed or removed."""
