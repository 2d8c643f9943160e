"""The schema of recipients' files (困难职工档案).

The rules on top of `tables.py` hold here too.

1. A file is of one person, for ever; a number of identity has one file in the whole
   database, whatever unit holds it. Blind indexes find a number, telephone, card or
   name again without opening any.
2. What a file says is a revision with its members; a later one replaces it. Nothing of
   it stands in clear but how many persons the household has and its category.
3. What becomes of a file is a step: opened, moved to another unit, closed, reopened.
   The unit of the last step holds the file.
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

from ledger.columns import Day, one_of, optional, real_day, required, table, unit

OPEN, MOVE, CLOSE, REOPEN = "open", "move", "close", "reopen"
ACTS = (OPEN, MOVE, CLOSE, REOPEN)
DEATH, MISTAKE = "death", "mistake"
REASONS = (
    *("", "relieved", DEATH, "left", "unfit", MISTAKE, "again", "transfer", "other"),
)
"""Why a file was moved, closed or reopened."""

_BLIND_BYTES = 32


def _blind(name: str, comment: str, *, null: bool = True) -> Column[bytes]:
    return Column(name, LargeBinary, nullable=null, comment=comment)


def _whole(name: str) -> CheckConstraint:
    return CheckConstraint(
        f"{name} IS NULL OR length({name}) = {_BLIND_BYTES}", name=f"{name}_whole"
    )


recipients = table(
    "recipients",
    unit(),
    Column("file", Integer, nullable=False, comment="from 1 in the whole database"),
    required("code", comment="the file number (档案号)"),
    _blind("blind", "finds the number of identity again", null=False),
    Column("locked", LargeBinary, nullable=False, comment="the number of identity"),
    Column("opened_on", Day, nullable=False),
    required("recorded_at"),
    PrimaryKeyConstraint("file"),
    UniqueConstraint("code"),
    UniqueConstraint("blind"),
    CheckConstraint("file > 0", name="file_from_one"),
    CheckConstraint("code <> ''", name="code_given"),
    CheckConstraint("recorded_at <> ''", name="recorded_at_given"),
    _whole("blind"),
    real_day("opened_on"),
)

recipient_steps = table(
    "recipient_steps",
    unit(),
    Column("file", Integer, ForeignKey("recipients.file"), nullable=False),
    Column("step", Integer, nullable=False, comment="from 1 in the file"),
    required("act"),
    Column("acted_on", Day, nullable=False),
    optional("reason"),
    Column("from_unit_id", Integer, ForeignKey("units.id"), nullable=True),
    Column("died_on", Day, nullable=True),
    Column("locked", LargeBinary, nullable=False, comment="the words to it"),
    required("recorded_at"),
    PrimaryKeyConstraint("file", "step"),
    Index(None, "unit_id", "file"),
    one_of("act", ACTS),
    one_of("reason", REASONS),
    CheckConstraint("step > 0", name="step_from_one"),
    CheckConstraint("(act = 'open') = (reason = '')", name="reason_given"),
    CheckConstraint("(act = 'move') = (reason = 'transfer')", name="reason_of_move"),
    CheckConstraint(
        "(act = 'move') = (from_unit_id IS NOT NULL)", name="from_unit_of_move"
    ),
    CheckConstraint("(reason = 'death') = (died_on IS NOT NULL)", name="death_dated"),
    CheckConstraint("reason <> 'death' OR act = 'close'", name="death_closes"),
    CheckConstraint("died_on IS NULL OR died_on <= acted_on", name="died_before"),
    CheckConstraint("recorded_at <> ''", name="recorded_at_given"),
    real_day("acted_on"),
    real_day("died_on", null=True),
)

recipient_revisions = table(
    "recipient_revisions",
    unit(),
    Column("file", Integer, ForeignKey("recipients.file"), nullable=False),
    Column("revision", Integer, nullable=False, comment="from 1 in the file"),
    optional("category", comment="of hardship, as the national file sorts"),
    Column("persons", Integer, nullable=False, comment="of the household"),
    Column("locked", LargeBinary, nullable=False, comment="all that it says"),
    _blind("said", "tells whether another says the same", null=False),
    _blind("name_blind", "finds the worker's name again", null=False),
    _blind("phone_blind", "finds the telephone again"),
    _blind("card_blind", "finds the bank card again"),
    required("recorded_at"),
    PrimaryKeyConstraint("file", "revision"),
    Index(None, "name_blind"),
    Index(None, "phone_blind"),
    Index(None, "card_blind"),
    CheckConstraint("revision > 0", name="revision_from_one"),
    CheckConstraint("persons > 0", name="persons_from_one"),
    CheckConstraint("recorded_at <> ''", name="recorded_at_given"),
    *map(_whole, ("said", "name_blind", "phone_blind", "card_blind")),
)

recipient_members = table(
    "recipient_members",
    unit(),
    Column("file", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("number", Integer, nullable=False, comment="the worker is 1"),
    _blind("blind", "finds the number of identity again, where it is told"),
    Column("locked", LargeBinary, nullable=False, comment="all that is told"),
    PrimaryKeyConstraint("file", "revision", "number"),
    UniqueConstraint("file", "revision", "blind"),
    # Members come first and the revision seals them, so the key waits for commit.
    ForeignKeyConstraint(
        ["file", "revision"],
        ["recipient_revisions.file", "recipient_revisions.revision"],
        deferrable=True,
        initially="DEFERRED",
    ),
    Index(None, "blind"),
    CheckConstraint("number > 1", name="number_from_two"),
    _whole("blind"),
)

APPENDED = (recipients, recipient_steps, recipient_members, recipient_revisions)
"""Tables that only grow: no row of them is ever changed or removed (L3)."""

RECORDED = tuple(one.name for one in APPENDED)
"""Those of them whose every row stands in the chain of the unit that held the file."""
