"""The schema of what aid is spent on (L13): begun by a unit, and the grounds for it.

1. Once a unit has begun (`aid_begins`) aid is spent on a ground alone, for good.
2. A ground (`aid_grounds`) is a batch of payments, known by its payment request, or a
   hand-out, known by the reference of its voucher. Its digest covers what is spent by
   fund, account, purpose and file number (`grounds.py`).

The rules on top of `tables.py` hold here too; who may write a ground is asked by the
rules of the duties that do.
"""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Text,
    UniqueConstraint,
)

from ledger.columns import Day, one_of, real_day, required, table, unit

BATCH, HAND_OUT = "batch", "hand_out"
KINDS = (BATCH, HAND_OUT)

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
    required("key", comment="of the batch or the hand-out"),
    Column("number", Integer, nullable=False, comment="counted from 1 in the key"),
    required("kind"),
    Column("request", Text, nullable=True, comment="the payment request of a batch"),
    Column("ref", Text, nullable=True, comment="the voucher of a hand-out"),
    Column("digest", LargeBinary, nullable=True, comment="of what is spent"),
    Column("person_id", Integer, ForeignKey("people.id"), nullable=False),
    required("recorded_at"),
    PrimaryKeyConstraint("unit_id", "key", "number"),
    UniqueConstraint("unit_id", "request"),
    UniqueConstraint("unit_id", "ref"),
    one_of("kind", KINDS),
    CheckConstraint("key <> ''", name="key_given"),
    CheckConstraint("number > 0", name="number_from_one"),
    CheckConstraint(
        "(kind = 'batch') = (request IS NOT NULL)"
        " AND (kind = 'hand_out') = (ref IS NOT NULL)",
        name="known_by_one",
    ),
    CheckConstraint("kind <> 'batch' OR digest IS NOT NULL", name="batch_digested"),
    CheckConstraint("digest IS NULL OR length(digest) = 32", name="digest_whole"),
)

APPENDED = (aid_begins, aid_grounds)
"""Tables that only grow: no row of them is ever changed or removed (L3)."""

RECORDED = tuple(one.name for one in APPENDED)
"""Those of them whose every row stands in the unit's chain of records."""
