"""The schema of cases (帮扶申请), their steps, and the yearly re-check of files.

The rules on top of `tables.py` hold here too.

1. A case is about one file and belongs to the unit that holds it, or to a unit above
   it that took the case over from there, or was asked in an emergency.
2. A step shows what stands after it: the state, the notice, the objections that are
   still to be answered. It continues the one before; `case_rules.py` holds it to that.
3. Where a unit above decides, the step says which (`by_unit_id`).
4. What people say in words is encrypted; the chain holds ciphertexts.
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

from aid.case_kinds import Doing, Outcome, Starter, State
from aid.claims import Project
from aid.eligibility import Limb
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
from ledger.funds import Origin
from ledger.money import BOUND_FEN

CONFIRMED, EXITED = "confirmed", "exited"
LIMBS = tuple(limb.value for limb in Limb if limb is not Limb.GROUND)
DAYS_LEAST = 5
"""Days that five whole working days last at least; the calendar makes them more."""

_SUMS = ("award_fen", "granted_fen", "whole_fen", "from_zero_fen", "above_floor_fen")


def _person(name: str = "person_id", *, null: bool = False) -> Column[int]:
    return Column(name, Integer, ForeignKey("people.id"), nullable=null)


def _flag(name: str) -> tuple[Column[int], CheckConstraint]:
    known = CheckConstraint(f"{name} = 0 OR {name} = 1", name=f"{name}_known")
    return Column(name, Flag, nullable=False), known


def _sum(name: str) -> tuple[Column[int], CheckConstraint]:
    test = f"{name} IS NULL OR {name} BETWEEN 0 AND {BOUND_FEN}"
    named = f"{name.removesuffix('_fen')}_counted"
    return Column(name, Whole, nullable=True), CheckConstraint(test, name=named)


_own, _own_known = _flag("own")
_emergency, _emergency_known = _flag("emergency")
_urgent, _urgent_known = _flag("urgent")

aid_cases = table(
    "aid_cases",
    unit(),
    required("key", comment="A, year and number"),
    Column("year", Integer, nullable=False),
    Column("number", Integer, nullable=False, comment="counted from 1 in the year"),
    required("ref", comment="the caller's own number; saved twice it is one"),
    Column("file", Integer, ForeignKey("recipients.file"), nullable=False),
    Column("revision", Integer, nullable=False, comment="of the file, at that moment"),
    _person("filed_by_id", null=True),
    required("project"),
    Column("member", Integer, nullable=False, comment="of the household, from 1"),
    Column("cost_year", Integer, nullable=False),
    Column("asked_fen", Whole, nullable=True),
    _own,
    _emergency,
    _urgent,
    required("started_by"),
    optional("limb", comment="relied upon; a grass-roots union's own aid needs none"),
    Column("from_unit_id", Integer, ForeignKey("units.id"), nullable=True),
    optional("from_key", comment="the case of that unit that was passed up"),
    Column("applied_on", Day, nullable=False),
    Column("locked", LargeBinary, nullable=True, comment="the words to it"),
    _person(),
    required("recorded_at"),
    PrimaryKeyConstraint("unit_id", "key"),
    UniqueConstraint("unit_id", "year", "number"),
    UniqueConstraint("unit_id", "ref"),
    ForeignKeyConstraint(
        ["file", "revision"],
        ["recipient_revisions.file", "recipient_revisions.revision"],
    ),
    Index(None, "file"),
    Index(None, "unit_id", "from_unit_id", "from_key"),
    one_of("project", tuple(Project)),
    one_of("started_by", tuple(Starter)),
    one_of("limb", ("", *LIMBS)),
    _own_known,
    _emergency_known,
    _urgent_known,
    CheckConstraint("number > 0", name="number_from_one"),
    CheckConstraint("key = 'A' || year || '-' || number", name="key_of_number"),
    CheckConstraint("ref <> ''", name="ref_given"),
    CheckConstraint("member > 0", name="member_from_one"),
    CheckConstraint("cost_year BETWEEN 1990 AND 2200", name="cost_year_bounded"),
    CheckConstraint(
        f"asked_fen IS NULL OR asked_fen BETWEEN 1 AND {BOUND_FEN}",
        name="asked_positive",
    ),
    CheckConstraint("own = 1 OR limb <> ''", name="limb_given"),
    CheckConstraint("limb <> 'E-7' OR locked IS NOT NULL", name="other_has_words"),
    CheckConstraint("own = 0 OR from_unit_id IS NULL", name="own_begins_here"),
    CheckConstraint(
        "from_key = '' OR from_unit_id IS NOT NULL", name="from_case_of_unit"
    ),
    # Whoever is struck by need may ask the centre while a union below holds the file.
    CheckConstraint(
        "from_unit_id IS NULL OR from_key <> '' OR emergency = 1",
        name="from_unit_in_need",
    ),
    CheckConstraint(
        "from_unit_id IS NULL OR from_unit_id <> unit_id", name="from_another"
    ),
    CheckConstraint("recorded_at <> ''", name="recorded_at_given"),
    real_day("applied_on"),
)

_sums = [_sum(name) for name in _SUMS]

aid_case_steps = table(
    "aid_case_steps",
    unit(),
    required("key"),
    Column("seq", Integer, nullable=False, comment="counted from 1"),
    required("act"),
    required("state", comment="after this step"),
    Column("by_unit_id", Integer, ForeignKey("units.id"), nullable=False),
    Column("acted_on", Day, nullable=False),
    optional("paper", comment="number of the paper that it rests on"),
    Column("answers", Integer, nullable=True, comment="seq of the objection"),
    optional("outcome"),
    Column("to_unit_id", Integer, ForeignKey("units.id"), nullable=True),
    Column("revision", Integer, nullable=True, comment="of the file it was judged by"),
    optional("origin", comment="whose money it is computed for"),
    *(column for column, _ in _sums),
    Column("hung_on", Day, nullable=True),
    Column("ends_on", Day, nullable=True, comment="the last day it must hang"),
    Column("last_on", Day, nullable=True, comment="the last day it hung"),
    Column("objections", Integer, nullable=False, comment="not answered yet"),
    Column("locked", LargeBinary, nullable=True, comment="the words to it"),
    _person(),
    required("recorded_at"),
    PrimaryKeyConstraint("unit_id", "key", "seq"),
    UniqueConstraint("unit_id", "key", "answers"),
    ForeignKeyConstraint(["unit_id", "key"], ["aid_cases.unit_id", "aid_cases.key"]),
    Index(None, "unit_id", "acted_on"),
    one_of("act", tuple(Doing)),
    one_of("state", tuple(State)),
    one_of("outcome", ("", *Outcome)),
    one_of("origin", ("", *Origin)),
    *(known for _, known in _sums),
    CheckConstraint("seq > 0", name="seq_from_one"),
    CheckConstraint("(seq = 1) = (act = 'apply')", name="applied_first"),
    CheckConstraint("objections >= 0", name="objections_counted"),
    CheckConstraint("(act = 'answer') = (answers IS NOT NULL)", name="answer_to_one"),
    CheckConstraint(
        "(act = 'answer' AND (outcome = 'dismissed' OR outcome = 'ended'"
        " OR outcome = 'back')) OR (act = 'spot_check' AND (outcome = 'passed'"
        " OR outcome = 'found')) OR (act <> 'answer' AND act <> 'spot_check'"
        " AND outcome = '')",
        name="outcome_told",
    ),
    CheckConstraint("act = 'refer' OR to_unit_id IS NULL", name="referred_to"),
    CheckConstraint(
        "act <> 'refer' OR to_unit_id IS NOT NULL OR paper <> ''",
        name="referred_somewhere",
    ),
    CheckConstraint("to_unit_id IS NULL OR to_unit_id <> unit_id", name="referred_up"),
    CheckConstraint(
        "(act = 'approve' OR act = 'aid_first') = (granted_fen IS NOT NULL)",
        name="granted_at_approval",
    ),
    CheckConstraint("granted_fen IS NULL OR granted_fen > 0", name="granted_positive"),
    CheckConstraint(
        "award_fen IS NULL OR act = 'approve' OR act = 'first_review'",
        name="award_when_judged",
    ),
    CheckConstraint(
        "(award_fen IS NULL) = (revision IS NULL)", name="award_of_a_revision"
    ),
    CheckConstraint(
        "(whole_fen IS NULL) = (from_zero_fen IS NULL)"
        " AND (whole_fen IS NULL) = (above_floor_fen IS NULL)"
        " AND (whole_fen IS NULL OR award_fen IS NOT NULL)",
        name="readings_together",
    ),
    CheckConstraint(
        "act <> 'publish' OR (hung_on = acted_on AND ends_on IS NOT NULL"
        " AND last_on IS NULL)",
        name="notice_hung",
    ),
    CheckConstraint("(hung_on IS NULL) = (ends_on IS NULL)", name="notice_has_an_end"),
    CheckConstraint(
        "last_on IS NULL OR (hung_on IS NOT NULL AND last_on >= hung_on)",
        name="notice_down_after_it_hung",
    ),
    CheckConstraint(
        f"ends_on IS NULL OR julianday(ends_on) - julianday(hung_on) >= {DAYS_LEAST}",
        name="notice_long_enough",
    ).ddl_if(dialect="sqlite"),
    CheckConstraint(
        f"ends_on IS NULL OR ends_on - hung_on >= {DAYS_LEAST}",
        name="notice_long_enough",
    ).ddl_if(dialect="postgresql"),
    CheckConstraint(
        "(act <> 'reject' AND act <> 'object' AND act <> 'answer' AND act <> 'refer'"
        " AND act <> 'aid_first' AND outcome <> 'found') OR locked IS NOT NULL",
        name="words_given",
    ),
    CheckConstraint("recorded_at <> ''", name="recorded_at_given"),
    *(
        real_day(name, null=name != "acted_on")
        for name in (*("acted_on", "hung_on", "ends_on", "last_on"),)
    ),
)

aid_rechecks = table(
    "aid_rechecks",
    unit(),
    Column("file", Integer, ForeignKey("recipients.file"), nullable=False),
    Column("year", Integer, nullable=False, comment="whose re-check it is"),
    required("outcome"),
    Column("checked_on", Day, nullable=False),
    optional("paper", comment="number of the paper that it rests on"),
    Column("locked", LargeBinary, nullable=True, comment="the words to it"),
    _person(),
    required("recorded_at"),
    PrimaryKeyConstraint("unit_id", "file", "year"),
    Index(None, "unit_id", "year"),
    one_of("outcome", (CONFIRMED, EXITED)),
    CheckConstraint("year BETWEEN 1990 AND 2200", name="year_bounded"),
    CheckConstraint("recorded_at <> ''", name="recorded_at_given"),
    real_day("checked_on"),
)

APPENDED = (aid_cases, aid_case_steps, aid_rechecks)
"""Tables that only grow: no row of them is ever changed or removed (L3)."""

RECORDED = tuple(one.name for one in APPENDED)
"""Those of them whose every row stands in the chain of its unit."""
