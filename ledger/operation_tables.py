"""The schema of the operation log (操作日志); `operations.py` tells its rules.

It only grows, under the same guards as the books.
"""

from sqlalchemy import (
    CheckConstraint,
    Column,
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
