"""The schema of what aid is spent on (L13): begun by a unit, and the grounds for it.

1. Once a unit has begun (`aid_begins`) aid is spent on a ground alone, for good.
2. A ground (`aid_grounds`) is a batch of payments, known by its payment request. Its
   digest covers what is spent by fund, account, purpose and file number (`grounds.py`).
   Goods that are bought or handed out need none: the register of goods is theirs.

The rules on top of `tables.py` hold here too; who may write a ground is asked by the
rules of the duty that does.
"""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    UniqueConstraint,
)

from ledger.columns import Day, real_day, required, table, unit

aid_begins = table(
    "aid_begins",
    unit(),
    Column("since", Day, nullable=False, comment="the first day under L13"),
    required("paper", comment="number of the decision"),
    Column("person_id", Integer, ForeignKey("people.id"), nullable=False),
    required("recorded_at"),
    PrimaryKeyConstraint("unit_id"),
    CheckConstraint("paper <> ''", name="paper_named"),
    real_day("since"),
)

aid_grounds = table(
    "aid_grounds",
    unit(),
    required("key", comment="of the batch"),
    required("request", comment="its payment request"),
    Column("digest", LargeBinary, nullable=False, comment="of what is spent"),
    Column("person_id", Integer, ForeignKey("people.id"), nullable=False),
    required("recorded_at"),
    PrimaryKeyConstraint("unit_id", "key"),
    UniqueConstraint("unit_id", "request"),
    CheckConstraint("key <> ''", name="key_given"),
    CheckConstraint("request <> ''", name="request_given"),
    CheckConstraint("length(digest) = 32", name="digest_whole"),
)

APPENDED = (aid_begins, aid_grounds)
"""Tables that only grow: no row of them is ever changed or removed (L3)."""

RECORDED = tuple(one.name for one in APPENDED)
"""Those of them whose every row stands in the unit's chain of records."""
