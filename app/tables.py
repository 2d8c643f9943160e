"""The schema of the shell: the operation log and the secrets of people.

Both only grow, under the same guards as the ledger, in whose schema they stand.
"""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
)

from ledger.columns import Whole, metadata

operations = Table(
    "operations",
    metadata,
    Column("unit_id", Integer, nullable=False, comment="0 is the log all units share"),
    Column("position", Whole, nullable=False, comment="place in the unit's log"),
    Column("at", Text, nullable=False),
    Column("person", Text, nullable=False, comment="a code, never a name"),
    Column("os_user", Text, nullable=False),
    Column("act", Text, nullable=False, comment="what was done, such as books.import"),
    Column("subject", Text, nullable=False, comment="on what; never personal data"),
    Column("outcome", Text, nullable=False),
    Column("previous", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    PrimaryKeyConstraint("unit_id", "position"),
    CheckConstraint("position > 0", name="position_from_one"),
    CheckConstraint("act <> ''", name="act_named"),
    CheckConstraint("outcome IN ('done', 'refused')", name="outcome_known"),
    CheckConstraint("length(previous) = 32", name="previous_whole"),
    CheckConstraint("length(hash) = 32", name="hash_whole"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

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

APPENDED = (operations, secrets)
"""Tables that only grow: no row of them is ever changed or removed."""
