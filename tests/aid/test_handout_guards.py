"""What the database refuses of hand-outs and guardians, whoever writes: plain SQL.

H2026-1 of U1 is issued and signed for, H2026-2 approved, H2026-3 planned; A-1 has a
guardian. The files are 1 to 10, the movements of the issue 3 and 4.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Table

from aid import guardian_tables, guardians, handout_tables
from aid.guardians import Relation, Who
from aid.handout_signing import Sheet, Signed, sign
from aid.identity import read_identity
from ledger.database import writing
from tests import building, server
from tests.aid import filing
from tests.aid.filing import VAULT, number
from tests.aid.handing import DAY, SHEET, Centre, fill_centre, line
from tests.aid.test_handout_signing import AFTER, ON
from tests.building import Books, DriverError, Raw
from tests.ledger.test_guards_appended import stands_as_it_is

Row = dict[str, Any]
AT = "2026-03-06T08:00:00Z"
TAKEN = "bangfu:|duplicate key"
OWN = VAULT.blind(number(1), "recipients.identity")
ZHANG, LI, WANG, ZHAO = 2, 3, 4, 5
OTHER = {"file": 5, "recipient": "A-5"}


def fill_handouts(books: Books) -> None:
    """The hand-outs and the guardian told on top."""
    fill_centre(books)
    centre = Centre(books)
    who = Who(name="慕容守信", identity=read_identity(number(70)))
    with writing(books.engine) as connection:
        appointed = (Relation.CHILD, "委托书7号", DAY, None)
        guardians.record(connection, "A-1", who, appointed, VAULT, AFTER)
    one = centre.issued("春1")
    centre.approve(centre.plan("春2", line("A-3"), line("A-4", 2)).handout.key)
    centre.plan("春3")
    with writing(books.engine) as connection:
        signed = [Signed(1, 1)]
        sign(connection, "U1", one.key, Sheet(SHEET, ON), signed, AFTER)


def filled(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    """Books so filled, once a worker."""
    yield from building.copied(shelf, dialect, "handouts", fill_handouts)


@pytest.fixture
def raw(shelf: server.Shelf, dialect: str) -> Iterator[Raw]:
    """One transaction that knows nothing of the code."""
    for books in filled(shelf, dialect):
        with books.raw() as raw:
            if dialect == "postgresql":
                raw.run("SET CONSTRAINTS ALL DEFERRED")
            yield raw


def hand_line(**fields: object) -> Row:
    """The line of a fourth hand-out that the database accepts."""
    own = {"unit_id": 1, "handout": 4, "line": 1, "file": 3, "recipient": "A-3"}
    rest = {"member": 1, "item": 1, "quantity_milli": 1000, "serials": ""}
    return own | rest | {"lots": "", "case_key": ""} | fields


def head(**fields: object) -> Row:
    """A fourth hand-out that the database accepts with one line."""
    own = {"unit_id": 1, "handout": 4, "key": "H2026-4", "ref": "春4", "title": "慰问"}
    given = {"dated_on": "2026-03-10", "fund_id": 1, "purpose": "生活救助"}
    told = {"project": "living", "year": 2026, "account": "", "appropriation": ""}
    rest = {"summary": "", "attachments": 1, "lines": 1, "lines_hash": b"l" * 32}
    last = {"asked": b"a" * 32, "person_id": ZHANG, "recorded_at": AT}
    return own | given | told | rest | last | fields


def step(**fields: object) -> Row:
    """The approval of H2026-3, which the database accepts."""
    own = {"unit_id": 1, "handout": 3, "step": 1, "act": "approve"}
    rest = {"acted_on": "2026-03-06", "person_id": ZHAO, "words": "", "issue_ref": ""}
    moves = {"first_move": None, "last_move": None, "cost_fen": None}
    return own | rest | moves | {"recorded_at": AT} | fields


ISSUE = {"handout": 2, "step": 2, "act": "issue", "acted_on": "2026-03-10"}
ISSUE |= {"person_id": ZHANG, "issue_ref": "春2"}
ISSUE |= {"first_move": 5, "last_move": 6, "cost_fen": 300_00}


def move(**fields: object) -> Row:
    """The first movement of the issue of H2026-2: a quilt for A-3."""
    own = {"unit_id": 1, "move": 5, "kind": "issue", "item": 1, "fund_id": 1}
    given = {"dated_on": "2026-03-10", "quantity_milli": 1000, "cost_fen": 100_00}
    told = {"method": "fifo", "valuation": "", "purpose": "生活救助"}
    rest = {"recipient": "A-3", "party": "", "approval": "", "serials": ""}
    last = {"source": None, "counting": None, "ref": "春2", "draft": None}
    return own | given | told | rest | last | {"head": 1, "asked": b"a" * 32} | fields


def guardian(**fields: object) -> Row:
    """A second guardian of A-1 that the database accepts."""
    own = {"unit_id": 1, "file": 1, "number": 2, "revision": 1, "relation": "spouse"}
    rest = {"since": "2026-03-10", "until": None, "blind": b"g" * 32, "locked": b"x"}
    return own | rest | {"paper": "委托书8号", "recorded_at": AT} | fields


def planned(raw: Raw, one: Row, top: Row) -> None:
    """A line and then the hand-out that seals it."""
    raw.insert("aid_handout_lines", one)
    raw.insert("aid_handouts", top)


def test_what_is_in_order_is_accepted(raw: Raw) -> None:
    planned(raw, hand_line(), head())
    raw.insert("aid_handout_steps", step())
    raw.insert("aid_guardians", guardian())
    raw.insert("aid_guardians", guardian(revision=2, until="2026-03-20"))
    raw.commit()


@pytest.mark.parametrize(
    ("fields", "of_line", "told"),
    [
        ({"handout": 6}, {"handout": 6}, "bangfu:order"),
        ({"lines": 2}, {}, "bangfu:handout"),
        ({"ref": "春3"}, {}, TAKEN),
        ({"key": "H2026-3"}, {}, TAKEN),
        ({"ref": "b1"}, {}, "bangfu:handout"),
        ({"dated_on": "2026-03-01"}, {}, "bangfu:handout"),
        ({"purpose": "送温暖"}, {}, "bangfu:L8"),
        ({"project": "gold"}, {}, "project_known"),
        ({"lines_hash": b"short"}, {}, "lines_hash_whole"),
        ({}, {"line": 2}, "bangfu:order"),
        ({}, {"recipient": "A-4"}, "bangfu:handout"),
        ({}, {"item": 7}, "bangfu:handout"),
        ({}, {"item": 2}, "bangfu:handout"),
        ({}, {"serials": "A001"}, "bangfu:handout"),
        ({}, {"quantity_milli": 0}, "quantity_given"),
        ({}, {"handout": 3, "line": 3} | OTHER, "bangfu:L3"),
        ({}, {"handout": 3, "line": 2}, TAKEN),
    ],
)
def test_a_plan_counts_lines_of_open_files(
    raw: Raw, fields: Row, of_line: Row, told: str
) -> None:
    with pytest.raises(DriverError, match=told):
        planned(raw, hand_line(**of_line), head(**fields))


def test_nobody_gets_an_item_twice_in_a_hand_out(raw: Raw) -> None:
    raw.insert("aid_handout_lines", hand_line())
    with pytest.raises(DriverError, match=TAKEN):
        raw.insert("aid_handout_lines", hand_line(line=2))


def test_no_line_stands_without_its_hand_out(raw: Raw) -> None:
    raw.insert("aid_handout_lines", hand_line())
    with pytest.raises(DriverError):
        raw.commit()


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"step": 2}, "bangfu:order"),
        ({"person_id": ZHANG}, "bangfu:handout"),
        ({"person_id": ZHANG, "act": "refuse", "words": "x"}, "bangfu:handout"),
        ({"act": "refuse"}, "reason_given"),
        ({"recorded_at": "2026-03-05T01:00:00Z"}, "bangfu:handout"),
        ({"handout": 2, "step": 2}, "bangfu:handout"),
        ({"handout": 1, "step": 3, "act": "withdraw", "words": "x"}, "bangfu:handout"),
        ({"act": "sell"}, "act_known"),
        ({"issue_ref": "x"}, "ref_of_issue"),
        (ISSUE | {"handout": 3, "step": 1, "issue_ref": "春3"}, "bangfu:handout"),
        (ISSUE | {"person_id": ZHAO}, "bangfu:handout"),
        (ISSUE | {"acted_on": "2026-03-09"}, "bangfu:handout"),
        (ISSUE | {"acted_on": "2026-03-01"}, "bangfu:handout"),
        (ISSUE | {"last_move": 7}, "bangfu:handout"),
        (ISSUE | {"first_move": 4, "last_move": 5}, "bangfu:L3"),
        (ISSUE | {"handout": 1, "step": 3, "issue_ref": "春1"}, "bangfu:handout"),
        (ISSUE | {"cost_fen": None}, "cost_of_issue"),
    ],
)
def test_a_step_follows_and_is_of_the_right_person(
    raw: Raw, fields: Row, told: str
) -> None:
    with pytest.raises(DriverError, match=told):
        raw.insert("aid_handout_steps", step(**fields))


def test_who_wrote_a_file_of_it_does_not_approve(
    shelf: server.Shelf, dialect: str
) -> None:
    for books in filled(shelf, dialect):
        changed = filing.content(3, phone="13800000001")
        filing.change(books, "A-3", changed, filing.Act("李四", filing.LATER.at))
        with books.raw() as raw, pytest.raises(DriverError, match="bangfu:handout"):
            raw.insert("aid_handout_steps", step(person_id=LI))


def test_nothing_is_issued_from_a_file_that_was_closed(
    shelf: server.Shelf, dialect: str
) -> None:
    for books in filled(shelf, dialect):
        filing.close(books, "A-4", filing.steps.Exit.DEATH, died_on=DAY)
        with books.raw() as raw, pytest.raises(DriverError, match="bangfu:handout"):
            raw.insert("aid_handout_steps", step(**ISSUE))


def issuing(raw: Raw, *moves: Row, **fields: object) -> None:
    """The step of an issue of H2026-2, and movements after it."""
    raw.insert("aid_handout_steps", step(**ISSUE | fields))
    for one in moves:
        taking = {"unit_id": 1, "move": one["move"], "lot": 1}
        taking |= {name: one[name] for name in ("quantity_milli", "cost_fen")}
        raw.insert("goods_takings", taking)
        raw.insert("goods_moves", one)


COSTLESS = {"cost_fen": 0}


@pytest.mark.parametrize(
    "fields",
    [
        {"recipient": "A-4"},
        {"quantity_milli": 2000},
        {"ref": "春9"},
        {"dated_on": "2026-03-11"},
        {"kind": "void", "recipient": "", "approval": "x"},
    ],
)
def test_each_movement_is_that_of_its_line(raw: Raw, fields: Row) -> None:
    with pytest.raises(DriverError, match="bangfu:handout"):
        issuing(raw, move(**COSTLESS | fields))


def test_all_movements_are_there_and_cost_what_is_said(raw: Raw) -> None:
    first = move(**COSTLESS)
    second = move(move=6, recipient="A-4", quantity_milli=2000, **COSTLESS)
    with pytest.raises(DriverError, match="bangfu:handout"):
        issuing(raw, first, second)


def test_an_issue_without_its_movements_does_not_stand(raw: Raw) -> None:
    issuing(raw, move(**COSTLESS))
    with pytest.raises(DriverError):
        raw.commit()


def test_no_goods_go_out_under_a_hand_outs_reference_by_themselves(raw: Raw) -> None:
    taking = {"unit_id": 1, "move": 5, "lot": 1, "quantity_milli": 1000, "cost_fen": 0}
    raw.insert("goods_takings", taking)
    with pytest.raises(DriverError, match="bangfu:handout"):
        raw.insert("goods_moves", move(**COSTLESS))


@pytest.mark.parametrize(
    ("fields", "is_refused"),
    [
        ({"signer": "A-3"}, False),
        ({"signer": "A-3/1", "authorised": "x"}, True),
        ({"signer": "A-1/1", "authorised": "x"}, True),
        ({"signer": "A-4", "authorised": "x"}, True),
    ],
)
def test_the_worker_or_a_recorded_guardian_signs(
    raw: Raw, fields: Row, *, is_refused: bool
) -> None:
    row = {"unit_id": 1, "move": 4, "signed_on": "2026-03-12", "authorised": ""}
    row |= {"sheet": SHEET} | fields
    if is_refused:
        with pytest.raises(DriverError, match="bangfu:signature"):
            raw.insert("goods_signatures", row)
    else:
        raw.insert("goods_signatures", row)
        raw.commit()


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"number": 3}, "bangfu:order"),
        ({"number": 1}, TAKEN),
        ({"unit_id": 2}, "bangfu:guardian"),
        ({"blind": OWN}, "bangfu:guardian"),
        ({"revision": 2, "until": "2026-03-20"}, "bangfu:guardian"),
        ({"number": 1, "revision": 2, "until": "2026-03-20"}, "bangfu:guardian"),
        ({"number": 1, "revision": 2}, "end_dated"),
        ({"until": "2026-03-10"}, "until_after_since"),
        ({"relation": "friend"}, "relation_known"),
        ({"paper": ""}, "paper_given"),
        ({"blind": b"short"}, "blind_whole"),
    ],
)
def test_a_guardian_is_of_the_units_open_file(raw: Raw, fields: Row, told: str) -> None:
    with pytest.raises(DriverError, match=told):
        raw.insert("aid_guardians", guardian(**fields))


@pytest.mark.parametrize(
    "table",
    [*handout_tables.APPENDED, *guardian_tables.APPENDED],
    ids=lambda table: str(table.name),
)
def test_no_statement_changes_what_stands(
    shelf: server.Shelf, dialect: str, table: Table
) -> None:
    for books in filled(shelf, dialect):
        with books.raw(foreign_keys=False) as raw:
            assert raw.run(f"SELECT COUNT(*) FROM {table.name}")[0][0] > 0
            stands_as_it_is(raw, table)
