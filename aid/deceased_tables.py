"""The schema of the list of people who died (已故人员名单).

The rules on top of `tables.py` hold here too.

1. A person stands once in the whole database, by the blind index of the number of
   identity; recipients' files and their members have the same one, so that both are
   joined without opening any.
2. What is put right is a further revision with its reason, which is encrypted: it tells
   of a person. A revision without a day says that the person lives.
"""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
)

from ledger.columns import Day, optional, real_day, required, table, unit

SHORTEST_LOCKED = 5 + 12 + 16
"""Bytes that the vault adds; what is as short says nothing."""

deceased_people = table(
    "deceased_people",
    unit(),
    Column("blind", LargeBinary, nullable=False, comment="of the number of identity"),
    Column("revision", Integer, nullable=False, comment="from 1; the highest holds"),
    Column("died_on", Day, nullable=True, comment="null: the person lives"),
    required("source", comment="who says so"),
    optional("paper"),
    Column("locked", LargeBinary, nullable=True, comment="why it was put right"),
    required("recorded_at"),
    PrimaryKeyConstraint("blind", "revision"),
    Index(None, "unit_id"),
    CheckConstraint("length(blind) = 32", name="blind_whole"),
    CheckConstraint("revision > 0", name="revision_from_one"),
    CheckConstraint("died_on IS NOT NULL OR revision > 1", name="death_dated"),
    CheckConstraint("source <> ''", name="source_given"),
    CheckConstraint("(revision > 1) = (locked IS NOT NULL)", name="reason_locked"),
    CheckConstraint(
        f"locked IS NULL OR length(locked) > {SHORTEST_LOCKED}", name="reason_given"
    ),
    CheckConstraint("recorded_at <> ''", name="recorded_at_given"),
    real_day("died_on", null=True),
)

APPENDED = (deceased_people,)
"""Tables that only grow: no row of them is ever changed or removed (L3)."""

RECORDED = ("deceased_people",)
"""Those of them whose every row stands in the chain of the unit that recorded it."""
