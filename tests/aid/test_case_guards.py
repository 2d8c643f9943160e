"""What the database refuses of cases, whoever writes: plain SQL."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Table

from aid import case_tables
from tests import server
from tests.aid import casework
from tests.building import Books, DriverError, Raw
from tests.ledger.test_guards_appended import stands_as_it_is

Row = dict[str, Any]
AT = "2026-06-01T08:00:00Z"


@pytest.fixture
def raw(shelf: server.Shelf, dialect: str) -> Iterator[Raw]:
    """A2026-1 of K approved, A2026-2 published with an open objection, A2026-1 of G."""
    for books in casework.filled(shelf, dialect):
        with books.raw() as raw:
            yield raw


def unit(raw: Raw, code: str) -> int:
    found = raw.run("SELECT id FROM units WHERE code = ?", (code,))
    return int(found[0][0])


def person(raw: Raw, code: str) -> int:
    found = raw.run("SELECT id FROM people WHERE code = ?", (code,))
    return int(found[0][0])


def file(raw: Raw, code: str) -> int:
    found = raw.run("SELECT file FROM recipients WHERE code = ?", (code,))
    return int(found[0][0])


def case(raw: Raw, **fields: object) -> Row:
    """A third case of K that the database accepts."""
    own: Row = {"unit_id": unit(raw, "K"), "key": "A2026-3", "year": 2026, "number": 3}
    own |= {"ref": "r3", "file": file(raw, "K-1"), "revision": 1, "filed_by_id": None}
    own |= {"project": "living", "member": 1, "cost_year": 2026, "asked_fen": None}
    own |= {"own": 0, "emergency": 0, "urgent": 0, "started_by": "person"}
    own |= {"limb": "E-1", "from_unit_id": None, "from_key": "", "locked": None}
    own |= {"applied_on": "2026-06-01", "person_id": person(raw, "张三")}
    return own | {"recorded_at": AT} | fields


def step(raw: Raw, key: str = "A2026-3", **fields: object) -> Row:
    """The first step of that case, which the database accepts."""
    own: Row = {"unit_id": unit(raw, "K"), "key": key, "seq": 1, "act": "apply"}
    own |= {"state": "applied", "by_unit_id": unit(raw, "K"), "paper": ""}
    own |= {"acted_on": "2026-06-01", "answers": None, "outcome": ""}
    own |= {"to_unit_id": None, "revision": None, "origin": "", "objections": 0}
    sums = ("award", "granted", "whole", "from_zero", "above_floor")
    own |= dict.fromkeys(f"{name}_fen" for name in sums)
    own |= dict.fromkeys(("hung_on", "ends_on", "last_on", "locked"))
    own |= {"person_id": person(raw, "张三"), "recorded_at": AT}
    return own | fields


HUNG = {"hung_on": "2026-06-03", "ends_on": "2026-06-10"}
DOWN = HUNG | {"last_on": "2026-06-10"}
WORDS = {"locked": b"x"}


def taken(raw: Raw, seq: int, act: str, state: str, who: str, **fields: object) -> None:
    """A step of A2026-3."""
    own = {"seq": seq, "act": act, "state": state, "person_id": person(raw, who)}
    raw.insert("aid_case_steps", step(raw, **own | fields))


def begun(raw: Raw, **fields: object) -> None:
    raw.insert("aid_cases", case(raw, **fields))
    raw.insert("aid_case_steps", step(raw))


def reviewed(raw: Raw, **fields: object) -> None:
    begun(raw, **fields)
    day = {"acted_on": "2026-06-02", "paper": "1号"}
    taken(raw, 2, "review", "reviewed", "李四", **day)


def published(raw: Raw, **fields: object) -> None:
    reviewed(raw, **fields)
    taken(raw, 3, "publish", "published", "张三", **HUNG, acted_on="2026-06-03")
    taken(raw, 4, "take_down", "published", "张三", **DOWN, acted_on="2026-06-10")


JUDGED = DOWN | {"award_fen": 100, "revision": 1, "acted_on": "2026-06-11"}


def first_reviewed(raw: Raw, **fields: object) -> None:
    published(raw, **fields)
    taken(raw, 5, "first_review", "first_reviewed", "王五", **JUDGED)


def approval(raw: Raw, **fields: object) -> Row:
    own = {"by_unit_id": unit(raw, "C"), "granted_fen": 100}
    return JUDGED | own | {"acted_on": "2026-06-12"} | fields


def test_what_is_in_order_is_accepted(raw: Raw) -> None:
    first_reviewed(raw)
    taken(raw, 6, "approve", "approved", "赵六", **approval(raw))
    after = DOWN | {"acted_on": "2026-06-15"}
    taken(raw, 7, "file", "filed", "张三", **after)
    taken(raw, 8, "spot_check", "spot_checked", "孙七", **after, outcome="passed")
    more = {"to_unit_id": unit(raw, "C"), "locked": b"x"}
    taken(raw, 9, "refer", "referred", "张三", **after | more)
    raw.commit()
    assert raw.run("SELECT COUNT(*) FROM aid_case_steps WHERE key = 'A2026-3'") == [
        (9,)
    ]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"number": 4, "key": "A2026-4"}, "bangfu:order"),
        ({"key": "A2026-9"}, "key_of_number"),
        ({"ref": "r1"}, "bangfu:|duplicate key"),
        ({"ref": ""}, "ref_given"),
        ({"revision": 2}, "bangfu:recipient|FOREIGN KEY|foreign key"),
        ({"member": 4}, "bangfu:recipient"),
        ({"member": 0}, "member_from_one"),
        ({"file": 3}, "bangfu:recipient"),
        ({"own": 1}, "bangfu:case"),
        ({"limb": ""}, "limb_given"),
        ({"limb": "E-0"}, "limb_known"),
        ({"limb": "E-7"}, "other_has_words"),
        ({"asked_fen": 0}, "asked_positive"),
        ({"from_key": "A2026-1"}, "from_case_of_unit"),
        ({"from_unit_id": 2}, "from_unit_in_need"),
        ({"project": "medical", "cost_year": 2025, "file": 2}, "bangfu:case"),
        ({"emergency": 2}, "emergency_known"),
        ({"applied_on": "2026-02-30"}, "applied_on_is_a_day|out of range"),
    ],
)
def test_a_case_is_numbered_and_about_an_open_file(
    raw: Raw, fields: Row, told: str
) -> None:
    with pytest.raises(DriverError, match=told):
        begun(raw, **fields)


def test_no_case_is_about_a_closed_file_or_an_old_revision(raw: Raw) -> None:
    closing = {"unit_id": unit(raw, "K"), "file": 1, "step": 2, "act": "close"}
    closing |= {"acted_on": "2026-06-01", "reason": "left", "from_unit_id": None}
    raw.insert(
        "recipient_steps",
        closing | {"died_on": None, "locked": b"x", "recorded_at": AT},
    )
    with pytest.raises(DriverError, match="bangfu:recipient"):
        begun(raw)


def test_a_case_from_below_is_about_a_file_held_there(raw: Raw) -> None:
    below = {"from_unit_id": unit(raw, "G"), "from_key": "A2026-1"}
    begun(raw, file=file(raw, "G-1"), **below)
    assert raw.run("SELECT COUNT(*) FROM aid_cases WHERE from_key <> ''") == [(1,)]


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "reviewed"},
        {"acted_on": "2026-06-02"},
        {"objections": 1},
        {"person_id": 1},
        {"recorded_at": "2026-06-02T08:00:00Z"},
    ],
)
def test_the_first_step_says_what_the_case_says(raw: Raw, fields: Row) -> None:
    raw.insert("aid_cases", case(raw))
    with pytest.raises(DriverError, match="bangfu:case"):
        raw.insert("aid_case_steps", step(raw, **fields))


AFTER_BEGUN: list[tuple[int, str, str, Row, str]] = [
    (3, "review", "reviewed", {"paper": "1号"}, "bangfu:order"),
    (2, "review", "published", {"paper": "1号"}, "bangfu:case"),
    (2, "review", "reviewed", {}, "bangfu:case"),
    (
        2,
        "review",
        "reviewed",
        {"paper": "1号", "acted_on": "2026-05-31"},
        "bangfu:case",
    ),
    (2, "publish", "published", HUNG | {"acted_on": "2026-06-03"}, "bangfu:case"),
    (2, "object", "applied", WORDS | {"objections": 1}, "bangfu:case"),
    (2, "first_review", "first_reviewed", JUDGED, "bangfu:case"),
    (2, "file", "filed", {}, "bangfu:case"),
    (2, "spot_check", "spot_checked", {"outcome": "passed"}, "bangfu:case"),
    (2, "take_down", "applied", {}, "bangfu:case"),
    (2, "papers", "applied", {}, "bangfu:case"),
    (2, "aid_first", "applied", WORDS | {"granted_fen": 1}, "bangfu:case"),
    (2, "withdraw", "rejected", {}, "bangfu:case"),
    (2, "reject", "rejected", {}, "words_given"),
    (2, "refer", "referred", WORDS, "referred_somewhere"),
    (2, "reject", "rejected", WORDS | {"person_id": "张三"}, "bangfu:L6"),
    (
        2,
        "review",
        "reviewed",
        {"paper": "1号", "granted_fen": 1},
        "granted_at_approval",
    ),
    (2, "review", "reviewed", {"paper": "1号", "outcome": "passed"}, "outcome_told"),
    (2, "review", "reviewed", {"paper": "1号", "objections": 1}, "bangfu:case"),
    (2, "review", "reviewed", HUNG | {"paper": "1号"}, "bangfu:case"),
]


@pytest.mark.parametrize("tried", AFTER_BEGUN)
def test_a_step_continues_an_application(
    raw: Raw, tried: tuple[int, str, str, Row, str]
) -> None:
    seq, act, state, fields, told = tried
    begun(raw)
    who = fields.get("person_id", "李四")
    fields = {key: fields[key] for key in fields if key != "person_id"}
    with pytest.raises(DriverError, match=told):
        taken(raw, seq, act, state, who, **fields)


LONG = "bangfu:case|notice"


@pytest.mark.parametrize(
    "fields",
    [
        {"hung_on": "2026-06-03", "ends_on": "2026-06-07"},
        {"hung_on": "2026-06-04", "ends_on": "2026-06-11"},
        {"hung_on": "2026-06-03", "ends_on": None},
        DOWN,
    ],
)
def test_a_notice_hangs_from_its_day_for_five_days_at_least(
    raw: Raw, fields: Row
) -> None:
    reviewed(raw)
    with pytest.raises(DriverError, match=LONG):
        taken(raw, 3, "publish", "published", "张三", acted_on="2026-06-03", **fields)


AFTER_PUBLISHED = [
    ("first_review", "first_reviewed", "王五", {"acted_on": "2026-06-10"}),
    ("first_review", "first_reviewed", "王五", {"award_fen": None, "revision": None}),
    ("first_review", "first_reviewed", "王五", {"hung_on": "2026-06-02"}),
    ("first_review", "first_reviewed", "王五", {"last_on": "2026-06-09"}),
    ("first_review", "approved", "王五", {}),
    ("first_review", "first_reviewed", "张三", {}),
    ("first_review", "first_reviewed", "李四", {}),
    (
        *("take_down", "published", "张三"),
        {"last_on": "2026-06-11", "award_fen": None, "revision": None},
    ),
]


@pytest.mark.parametrize(("act", "state", "who", "fields"), AFTER_PUBLISHED)
def test_a_first_review_comes_after_the_notice_by_another_person(
    raw: Raw, act: str, state: str, who: str, fields: Row
) -> None:
    published(raw)
    with pytest.raises(DriverError, match=r"bangfu:(case|L6)"):
        taken(raw, 5, act, state, who, **JUDGED | fields)


def test_a_notice_that_hung_too_short_lets_nothing_go_on(raw: Raw) -> None:
    reviewed(raw)
    taken(raw, 3, "publish", "published", "张三", **HUNG, acted_on="2026-06-03")
    short = HUNG | {"last_on": "2026-06-09"}
    taken(raw, 4, "take_down", "published", "张三", **short, acted_on="2026-06-09")
    with pytest.raises(DriverError, match="bangfu:case"):
        taken(raw, 5, "first_review", "first_reviewed", "王五", **JUDGED | short)


AFTER_FIRST_REVIEW: list[tuple[str, Row, str]] = [
    ("张三", {}, "bangfu:L6"),
    ("李四", {}, "bangfu:L6"),
    ("王五", {}, "bangfu:L6"),
    ("档案员", {}, "bangfu:L6"),
    ("赵六", {"granted_fen": 101}, "bangfu:case"),
    ("赵六", {"granted_fen": 0}, "granted_positive"),
    ("赵六", {"granted_fen": None}, "granted_at_approval"),
    ("赵六", {"award_fen": None, "revision": None}, "bangfu:case"),
    ("赵六", {"by_unit_id": "K"}, "bangfu:case"),
    ("赵六", {"by_unit_id": "G", "paper": "1号"}, "bangfu:case"),
    ("赵六", {"objections": 1}, "bangfu:case"),
    ("赵六", {"whole_fen": 1}, "readings_together"),
]


@pytest.mark.parametrize(("who", "fields", "told"), AFTER_FIRST_REVIEW)
def test_an_approval_is_of_another_person_and_within_the_award(
    raw: Raw, who: str, fields: Row, told: str
) -> None:
    first_reviewed(raw, filed_by_id=person(raw, "档案员"))
    if "by_unit_id" in fields:
        fields = fields | {"by_unit_id": unit(raw, fields["by_unit_id"])}
    with pytest.raises(DriverError, match=told):
        taken(raw, 6, "approve", "approved", who, **approval(raw, **fields))


def test_an_open_objection_lets_nothing_go_on(raw: Raw) -> None:
    """A2026-2 of K: hung up on 4 March, objected to on the 5th."""
    hung = {"hung_on": "2026-03-04", "ends_on": "2026-03-11", "objections": 1}
    judged = JUDGED | hung | {"last_on": None}
    own = {"seq": 5, "act": "first_review", "state": "first_reviewed"}
    own |= {"person_id": person(raw, "王五")}
    with pytest.raises(DriverError, match="bangfu:case"):
        raw.insert("aid_case_steps", step(raw, "A2026-2", **own | judged))


@pytest.mark.parametrize(
    "fields",
    [
        {"answers": 3},
        {"state": "rejected"},
        {"outcome": "ended"},
        {"outcome": "back"},
        {"objections": 1},
    ],
)
def test_an_answer_is_to_an_objection_and_says_what_follows(
    raw: Raw, fields: Row
) -> None:
    own: Row = {"seq": 5, "act": "answer", "state": "published", "answers": 4}
    own |= {"outcome": "dismissed", "hung_on": "2026-03-04", "ends_on": "2026-03-11"}
    own |= WORDS | {"person_id": person(raw, "李四")}
    with pytest.raises(DriverError, match="bangfu:case"):
        raw.insert("aid_case_steps", step(raw, "A2026-2", **own | fields))


ENDS = [("withdraw", "withdrawn"), ("reject", "rejected"), ("refer", "referred")]


@pytest.mark.parametrize(("act", "state"), ENDS)
def test_nothing_is_done_after_an_end(raw: Raw, act: str, state: str) -> None:
    begun(raw)
    to = {"to_unit_id": unit(raw, "C")} if act == "refer" else {}
    taken(raw, 2, act, state, "李四", **WORDS, **to)
    with pytest.raises(DriverError, match="bangfu:case"):
        taken(raw, 3, "review", "reviewed", "王五", paper="1号")


def test_nothing_is_passed_up_while_an_objection_is_open(raw: Raw) -> None:
    published(raw)
    open_ = DOWN | {"acted_on": "2026-06-11", "objections": 1}
    taken(raw, 5, "object", "published", "张三", **WORDS | open_)
    raw.commit()
    to = {"to_unit_id": unit(raw, "C")}
    with pytest.raises(DriverError, match="bangfu:case"):
        taken(raw, 6, "refer", "referred", "张三", **WORDS | open_ | to)


def test_an_end_takes_the_notice_down(raw: Raw) -> None:
    reviewed(raw)
    taken(raw, 3, "publish", "published", "张三", **HUNG, acted_on="2026-06-03")
    with pytest.raises(DriverError, match="bangfu:case"):
        taken(raw, 4, "withdraw", "withdrawn", "张三", **HUNG, acted_on="2026-06-04")


FIRST = WORDS | {"granted_fen": 100}


def test_aid_comes_first_once_and_its_papers_before_the_approval(raw: Raw) -> None:
    first_reviewed(raw, emergency=1)
    after = DOWN | {"acted_on": "2026-06-11"}
    taken(raw, 6, "aid_first", "first_reviewed", "赵六", **FIRST | after)
    raw.commit()
    with pytest.raises(DriverError, match="bangfu:case"):
        taken(raw, 7, "approve", "approved", "赵六", **approval(raw))


def test_aid_comes_first_once(raw: Raw) -> None:
    begun(raw, emergency=1)
    taken(raw, 2, "aid_first", "applied", "赵六", **FIRST)
    with pytest.raises(DriverError, match="bangfu:case"):
        taken(raw, 3, "aid_first", "applied", "赵六", **FIRST)


@pytest.mark.parametrize("who", ["张三", "档案员"])
def test_who_wrote_file_or_application_lets_no_aid_go_first(raw: Raw, who: str) -> None:
    begun(raw, emergency=1, filed_by_id=person(raw, "档案员"))
    with pytest.raises(DriverError, match="bangfu:L6"):
        taken(raw, 2, "aid_first", "applied", who, **FIRST)


@pytest.mark.parametrize("act", ["first_review", "approve"])
def test_a_grassroots_union_decides_on_its_own_aid_alone(raw: Raw, act: str) -> None:
    """A2026-1 of G is own aid: it has no first review, and G itself approves it."""
    own: Row = {"seq": 2, "act": act, "unit_id": unit(raw, "G")}
    own |= {"state": act, "by_unit_id": unit(raw, "K")}
    state = {"first_review": "first_reviewed", "approve": "approved"}[act]
    sums = {"granted_fen": 1} if act == "approve" else {"award_fen": 1, "revision": 1}
    with pytest.raises(DriverError, match="bangfu:case"):
        raw.insert(
            "aid_case_steps", step(raw, "A2026-1", **own | sums | {"state": state})
        )


# -- the yearly re-check ------------------------------------------------------------


def checked(raw: Raw, **fields: object) -> Row:
    """The re-check of K-1, which the database accepts."""
    own: Row = {"unit_id": unit(raw, "K"), "file": file(raw, "K-1"), "year": 2026}
    own |= {"outcome": "confirmed", "checked_on": "2026-04-01", "paper": ""}
    return own | {"locked": None, "person_id": 1, "recorded_at": AT} | fields


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"unit_id": 1}, "bangfu:recipient"),
        ({"year": 2025}, "bangfu:recipient"),
        ({"checked_on": "2026-01-01"}, "bangfu:recipient"),
        ({"outcome": "whim"}, "outcome_known"),
    ],
)
def test_a_recheck_is_of_an_open_file_that_the_unit_holds(
    raw: Raw, fields: Row, told: str
) -> None:
    with pytest.raises(DriverError, match=told):
        raw.insert("aid_rechecks", checked(raw, **fields))


def test_a_file_is_checked_once_a_year(raw: Raw) -> None:
    raw.insert("aid_rechecks", checked(raw))
    with pytest.raises(DriverError, match=r"bangfu:|duplicate key"):
        raw.insert("aid_rechecks", checked(raw, outcome="exited"))


@pytest.mark.parametrize(
    "table", case_tables.APPENDED, ids=lambda table: str(table.name)
)
def test_no_statement_changes_what_stands(
    shelf: server.Shelf, dialect: str, table: Table
) -> None:
    for books in casework.filled(shelf, dialect):
        unchanged(books, table)


def unchanged(books: Books, table: Table) -> None:
    with books.raw(foreign_keys=False) as raw:
        assert raw.run(f"SELECT COUNT(*) FROM {table.name}")[0][0] > 0
        stands_as_it_is(raw, table)
