"""The schema of lists from outside (外部名单) that recipients are held against.

The rules on top of `tables.py` hold here too.

1. A list is what another body told on a day; its people come first and it seals them,
   so nobody is added to one that stands. What says the same again is the same list.
2. People stand by the blind indexes that recipients' files have too, so that both are
   joined without opening any. A few words tell the kind of vehicle or of register;
   nothing else of a person is kept.
3. People of the staff stand with their code, and with blind indexes of their telephone,
   card and address where these are told.
"""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    UniqueConstraint,
)

from audit.list_kinds import ListKind
from ledger.columns import Day, one_of, optional, real_day, required, table, unit

BLINDS = ("blind", "phone_blind", "card_blind", "address_blind")
"""The columns by which somebody is met, each with the index that made it."""

audit_lists = table(
    "audit_lists",
    unit(),
    Column("number", Integer, nullable=False, comment="counted from 1 in the unit"),
    required("kind"),
    required("source", comment="who wrote it"),
    optional("paper"),
    Column("as_of", Day, nullable=False, comment="the day that it tells of"),
    Column("people", Integer, nullable=False, comment="rows that it seals"),
    Column("skipped", Integer, nullable=False, comment="rows that could not be read"),
    Column("digest", LargeBinary, nullable=False, comment="of all that it says"),
    required("recorded_at"),
    PrimaryKeyConstraint("unit_id", "number"),
    UniqueConstraint("unit_id", "digest"),
    one_of("kind", tuple(ListKind)),
    CheckConstraint("number > 0", name="number_from_one"),
    CheckConstraint("source <> ''", name="source_given"),
    CheckConstraint("people > 0", name="people_from_one"),
    CheckConstraint("skipped >= 0", name="skipped_counted"),
    CheckConstraint("length(digest) = 32", name="digest_whole"),
    CheckConstraint("recorded_at <> ''", name="recorded_at_given"),
    real_day("as_of"),
)

audit_list_people = table(
    "audit_list_people",
    unit(),
    Column("list", Integer, nullable=False),
    Column("line", Integer, nullable=False, comment="counted from 1"),
    *(Column(name, LargeBinary, nullable=True) for name in BLINDS),
    optional("what", comment="kind of vehicle, of register"),
    Column("since", Day, nullable=True),
    Column("until", Day, nullable=True, comment="the last day"),
    Column("person_id", Integer, ForeignKey("people.id"), nullable=True),
    PrimaryKeyConstraint("unit_id", "list", "line"),
    # People come first and the list seals them, so the key waits for commit.
    ForeignKeyConstraint(
        ["unit_id", "list"],
        ["audit_lists.unit_id", "audit_lists.number"],
        deferrable=True,
        initially="DEFERRED",
    ),
    *(Index(None, name) for name in BLINDS),
    CheckConstraint("line > 0", name="line_from_one"),
    CheckConstraint(
        " OR ".join(f"{name} IS NOT NULL" for name in BLINDS), name="somebody_told"
    ),
    *(
        CheckConstraint(f"{name} IS NULL OR length({name}) = 32", name=f"{name}_whole")
        for name in BLINDS
    ),
    CheckConstraint("person_id IS NOT NULL OR blind IS NOT NULL", name="who_told"),
    CheckConstraint(
        "since IS NULL OR until IS NULL OR until >= since", name="days_in_order"
    ),
    real_day("since", null=True),
    real_day("until", null=True),
)

APPENDED = (audit_list_people, audit_lists)
"""Tables that only grow: no row of them is ever changed or removed (L3)."""

RECORDED = tuple(one.name for one in APPENDED)
"""Those of them whose every row stands in the chain of the unit that took it in."""
