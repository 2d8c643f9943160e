"""The schema of lists of what is handed over (移交清单), their lines and signatures.

The rules on top of `tables.py` hold here too.

1. A list lies with the unit in which somebody leaves a post that they held there.
2. Who leaves, who receives and who supervises are three different persons.
3. Lines are appended; one that is wrong is struck by a later line.
4. A signature counts the lines that it stands under.
"""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    PrimaryKeyConstraint,
    UniqueConstraint,
)

from audit.handover_kinds import Doing, LineKind
from ledger.columns import (
    Day,
    Flag,
    Whole,
    one_of,
    optional,
    real_day,
    required,
    table,
    unit,
)

LINES_MOST = 9_999


def _person(name: str) -> Column[int]:
    return Column(name, Integer, ForeignKey("people.id"), nullable=False)


_OF_LIST = (
    ["unit_id", "key"],
    ["audit_handovers.unit_id", "audit_handovers.key"],
)

audit_handovers = table(
    "audit_handovers",
    unit(),
    required("key", comment="Y, year and number"),
    Column("year", Integer, nullable=False, comment="in which it was drawn up"),
    Column("number", Integer, nullable=False, comment="counted from 1 in the year"),
    _person("leaver_id"),
    required("post"),
    Column("since", Day, nullable=False, comment="of the tenure that ends"),
    Column("revision", Integer, nullable=False, comment="of the tenure, the last"),
    _person("receiver_id"),
    _person("supervisor_id"),
    Column("handed_on", Day, nullable=False, comment="as all stands at its end"),
    Column("position", Whole, nullable=False, comment="head of the unit's chain then"),
    _person("person_id"),
    required("recorded_at"),
    PrimaryKeyConstraint("unit_id", "key"),
    UniqueConstraint("unit_id", "year", "number"),
    ForeignKeyConstraint(
        ["unit_id", "leaver_id", "post", "since", "revision"],
        [
            "tenures.unit_id",
            "tenures.person_id",
            "tenures.post",
            "tenures.since",
            "tenures.revision",
        ],
    ),
    CheckConstraint("number > 0", name="number_from_one"),
    CheckConstraint("key = 'Y' || year || '-' || number", name="key_of_number"),
    CheckConstraint("leaver_id <> receiver_id", name="leaver_receiver"),
    CheckConstraint("leaver_id <> supervisor_id", name="leaver_supervisor"),
    CheckConstraint("receiver_id <> supervisor_id", name="receiver_supervisor"),
    CheckConstraint("since <= handed_on", name="handed_on_in_office"),
    CheckConstraint("position >= 0", name="position_from_nil"),
    CheckConstraint("recorded_at <> ''", name="recorded_at_given"),
    real_day("since"),
    real_day("handed_on"),
)

audit_handover_lines = table(
    "audit_handover_lines",
    unit(),
    required("key"),
    Column("line", Integer, nullable=False, comment="counted from 1"),
    required("kind"),
    required("item", comment="what it is"),
    optional("ref", comment="code or number by which the books know it"),
    optional("quantity", comment="as people write it: 3 枚"),
    Column("amount_fen", Whole, nullable=True),
    optional("state", comment="how it stands, or where it is"),
    Column("strikes", Integer, nullable=True, comment="the line that it strikes out"),
    Column("from_books", Flag, nullable=False, comment="1: proposed by the books"),
    _person("person_id"),
    required("recorded_at"),
    PrimaryKeyConstraint("unit_id", "key", "line"),
    UniqueConstraint("unit_id", "key", "strikes"),
    ForeignKeyConstraint(*_OF_LIST),
    one_of("kind", tuple(LineKind)),
    CheckConstraint(f"line BETWEEN 1 AND {LINES_MOST}", name="line_from_one"),
    CheckConstraint("item <> ''", name="item_given"),
    CheckConstraint("strikes IS NULL OR strikes < line", name="strikes_earlier"),
    CheckConstraint("strikes IS NULL OR state <> ''", name="struck_for_a_reason"),
    CheckConstraint("from_books IN (0, 1)", name="from_books_flag"),
    CheckConstraint("recorded_at <> ''", name="recorded_at_given"),
)

audit_handover_steps = table(
    "audit_handover_steps",
    unit(),
    required("key"),
    Column("seq", Integer, nullable=False, comment="counted from 1"),
    required("act"),
    Column("lines", Integer, nullable=False, comment="how many the list has"),
    Column("acted_on", Day, nullable=False),
    optional("words", comment="differences that the receiver notes; why withdrawn"),
    _person("person_id"),
    required("recorded_at"),
    PrimaryKeyConstraint("unit_id", "key", "seq"),
    UniqueConstraint("unit_id", "key", "act"),
    ForeignKeyConstraint(*_OF_LIST),
    one_of("act", tuple(Doing)),
    CheckConstraint("seq > 0", name="seq_from_one"),
    CheckConstraint("lines > 0", name="lines_counted"),
    CheckConstraint("act <> 'withdraw' OR words <> ''", name="withdrawn_for_a_reason"),
    CheckConstraint("recorded_at <> ''", name="recorded_at_given"),
    real_day("acted_on"),
)

APPENDED = (audit_handovers, audit_handover_lines, audit_handover_steps)
"""Tables that only grow: no row of them is ever changed or removed (L3)."""

RECORDED = tuple(one.name for one in APPENDED)
"""Those of them whose every row stands in the unit's chain of records."""
