"""Lists of what is handed over: drawn from the books, signed by three, completed."""

from collections.abc import Iterator
from typing import Any

import pytest

from audit import handover_keeping, handover_tables
from audit.errors import HandoverRefused
from audit.handover_kinds import Doing, LineKind, State
from audit.handover_lists import Inventory, inventory, previous
from audit.handover_proposing import Line
from ledger.database import reading, writing
from ledger.errors import NotFound
from ledger.money import Money
from ledger.people import Right
from tests import building, server
from tests.audit.leaving import (
    BEGAN,
    ISO,
    by,
    drawn,
    fill,
    grant,
    signed,
    take,
    take_back,
)
from tests.building import Books, DriverError, Raw
from tests.ledger.test_guards_appended import stands_as_it_is


@pytest.fixture
def left(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    """Officers who come and go."""
    yield from building.copied(shelf, dialect, "leaving", fill)


def kinds(found: Inventory) -> dict[LineKind, list[Line]]:
    told: dict[LineKind, list[Line]] = {}
    for one in found.standing:
        told.setdefault(one.line.kind, []).append(one.line)
    return told


# -- drawing up ---------------------------------------------------------------------


def test_the_books_propose_what_stood_at_the_end_of_the_day(left: Books) -> None:
    found = drawn(left)
    told = kinds(found)
    assert (found.key, found.state, found.position) == ("Y2026-1", State.DRAWN, 5)
    assert [(one.ref, one.amount) for one in told[LineKind.FUND]] == [
        ("F1", Money(990_00)),
        ("F2", Money(400_00)),
    ]
    assert [(one.ref, one.amount) for one in told[LineKind.ACCOUNT]] == [
        ("102", Money(1_390_00))
    ]
    books = [one for one in told[LineKind.BOOK] if "记账凭证" in one.item]
    assert [(one.ref, one.quantity) for one in books] == [
        ("2025-06 付-1", "1张"),
        ("2025-03 收-1", "2张"),
    ]
    chain = next(one for one in told[LineKind.BOOK] if one.item == "凭证链")
    assert chain.ref == "5"
    assert {one.ref for one in told[LineKind.RIGHT]} == {"U1", ""}


def test_what_no_book_knows_is_added_and_what_is_wrong_struck_out(left: Books) -> None:
    found = drawn(left)
    seal = Line(kind=LineKind.SEAL, item="财务专用章", quantity="1枚", state="完好")
    with writing(left.engine) as connection:
        added = handover_keeping.add(connection, "U1", found.key, seal, by("丙"))
        number = added.lines[-1].number
        struck = handover_keeping.strike(
            connection, "U1", found.key, number, "由办公室保管", by("丙")
        )
    assert added.lines[-1].line == seal
    assert not added.lines[-1].from_books
    assert struck.lines[-1].struck == "由办公室保管"
    assert LineKind.SEAL not in kinds(struck)
    with writing(left.engine) as connection:
        again = (connection, "U1", found.key, number, "再次", by("丙"))
        with pytest.raises(HandoverRefused, match="已经划销"):
            handover_keeping.strike(*again)
        with pytest.raises(NotFound):
            handover_keeping.strike(connection, "U1", found.key, 99, "无", by("丙"))


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"receiver": "甲"}, "三个不同的人"),
        ({"supervisor": "乙"}, "三个不同的人"),
        ({"post": "出纳"}, "没有这一任职"),
        ({"since": None}, "须写明起始日期"),
        ({"handed_on": ISO("2024-12-31")}, "早于任职"),
        ({"handed_on": ISO("2027-01-01")}, "晚于今天"),
    ],
)
def test_a_list_that_cannot_be_so_is_not_drawn_up(
    left: Books, more: dict[str, Any], told: str
) -> None:
    with pytest.raises(HandoverRefused, match=told):
        drawn(left, **more)


def test_a_tenure_is_handed_over_once(left: Books) -> None:
    drawn(left)
    with pytest.raises(HandoverRefused, match="已有移交清单 Y2026-1"):
        drawn(left)
    take(left, "丙", Doing.WITHDRAW, "接收人变动")
    assert drawn(left).key == "Y2026-2"


# -- signing ------------------------------------------------------------------------


def test_it_is_complete_when_three_signed_and_no_right_is_left(left: Books) -> None:
    signed(left)
    with pytest.raises(
        HandoverRefused, match="制单（U1）、查看（全部单位）"
    ) as refused:
        take(left, "丙", Doing.COMPLETE)
    assert "收回移交人" in str(refused.value)
    grant(left, Right.PREPARE, "U1", "2026-01-01")
    with pytest.raises(HandoverRefused, match="查看"):
        take(left, "丙", Doing.COMPLETE)
    grant(left, Right.VIEW, "", "2026-01-01")

    done = take(left, "丙", Doing.COMPLETE)

    assert done.state is State.COMPLETE
    receiver = done.step(Doing.RECEIVER)
    assert receiver is not None
    assert receiver.words == "缺钥匙一把"
    with reading(left.engine) as connection:
        found = previous(connection, "U1", "会计", ISO("2025-06-16"))
        assert previous(connection, "U1", "会计", BEGAN) is None
    assert found == done


def test_each_signs_as_themself_and_once(left: Books) -> None:
    drawn(left)
    with pytest.raises(HandoverRefused, match="应由 甲 办理"):
        take(left, "乙", Doing.LEAVER)
    take(left, "甲", Doing.LEAVER)
    with pytest.raises(HandoverRefused, match="已经办过移交人签字"):
        take(left, "甲", Doing.LEAVER)
    with pytest.raises(HandoverRefused, match="还缺接收人签字、监交人签字"):
        take(left, "丙", Doing.COMPLETE)
    with pytest.raises(HandoverRefused, match="没有写明理由"):
        take(left, "丙", Doing.WITHDRAW)


def test_nothing_changes_once_somebody_signed(left: Books) -> None:
    drawn(left)
    take(left, "甲", Doing.LEAVER)
    line = Line(kind=LineKind.KEY, item="保险柜钥匙")
    with writing(left.engine) as connection:
        with pytest.raises(HandoverRefused, match="行不再变动"):
            handover_keeping.add(connection, "U1", "Y2026-1", line, by("丙"))
        with pytest.raises(HandoverRefused, match="行不再变动"):
            handover_keeping.strike(connection, "U1", "Y2026-1", 1, "误", by("丙"))


def test_after_the_end_nothing_is_done(left: Books) -> None:
    signed(left)
    take_back(left)
    take(left, "丙", Doing.COMPLETE)
    with pytest.raises(HandoverRefused, match="清单已完成"):
        take(left, "丙", Doing.WITHDRAW, "反悔")
    with reading(left.engine) as connection, pytest.raises(NotFound):
        inventory(connection, "U1", "Y2026-9")


# -- what the database refuses ------------------------------------------------------


@pytest.fixture
def raw(shelf: server.Shelf, dialect: str) -> Iterator[Raw]:
    """A list signed by all three; the leaver still has rights."""

    def whole(books: Books) -> None:
        fill(books)
        signed(books)

    for books in building.copied(shelf, dialect, "leaving_signed", whole):
        with books.raw() as raw:
            yield raw


@pytest.fixture
def unsigned(shelf: server.Shelf, dialect: str) -> Iterator[Raw]:
    """A list that nobody signed."""

    def whole(books: Books) -> None:
        fill(books)
        drawn(books)

    for books in building.copied(shelf, dialect, "leaving_drawn", whole):
        with books.raw() as raw:
            yield raw


def ids(raw: Raw) -> dict[str, int]:
    return dict(raw.run("SELECT code, id FROM people"))  # type: ignore[arg-type]


def count(raw: Raw) -> int:
    (found,) = raw.run("SELECT COUNT(*) FROM audit_handover_lines")
    return int(found[0])


def step(raw: Raw, act: str, person: str, **more: object) -> dict[str, object]:
    usual = {"unit_id": 1, "key": "Y2026-1", "seq": 1, "act": act, "lines": count(raw)}
    end = {"acted_on": "2026-01-05", "words": "", "person_id": ids(raw)[person]}
    return usual | end | {"recorded_at": "2026-01-05T09:00:00Z"} | more


def line(raw: Raw, **more: object) -> dict[str, object]:
    usual = {"unit_id": 1, "key": "Y2026-1", "line": count(raw) + 1, "kind": "seal"}
    end = {"item": "公章", "from_books": 0, "person_id": ids(raw)["丙"]}
    return usual | end | {"recorded_at": "2026-01-05T09:00:00Z"} | more


def head(raw: Raw, **more: object) -> dict[str, object]:
    known = ids(raw)
    usual = {"unit_id": 1, "key": "Y2026-2", "year": 2026, "number": 2}
    who = {"leaver_id": known["乙"], "receiver_id": known["甲"], "post": "会计"}
    days = {"since": "2025-06-16", "revision": 1, "handed_on": "2025-09-30"}
    end = {"supervisor_id": known["丙"], "position": 5, "person_id": known["丙"]}
    return usual | who | days | end | {"recorded_at": "2026-01-05T09:00:00Z"} | more


def test_a_list_a_line_and_a_signature_in_order_are_accepted(unsigned: Raw) -> None:
    unsigned.insert("audit_handovers", head(unsigned))
    unsigned.insert("audit_handover_lines", line(unsigned))
    unsigned.insert("audit_handover_lines", line(unsigned, strikes=1, state="误"))
    unsigned.insert("audit_handover_steps", step(unsigned, "receiver", "乙"))
    assert count(unsigned) > 2


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"number": 3, "key": "Y2026-3"}, "bangfu:order"),
        ({"key": "Y2026-9"}, "key_of_number"),
        ({"receiver_id": "乙"}, "leaver_receiver"),
        ({"supervisor_id": "乙"}, "leaver_supervisor"),
        ({"supervisor_id": "甲"}, "receiver_supervisor"),
        ({"handed_on": "2025-06-15"}, "handed_on_in_office"),
        ({"post": "出纳"}, "(?i)foreign key"),
        ({"revision": 2}, "(?i)foreign key"),
        (
            {"leaver_id": "甲", "receiver_id": "乙", "since": "2025-01-01"},
            "bangfu:handover",
        ),
    ],
)
def test_a_list_out_of_order_is_refused(
    unsigned: Raw, more: dict[str, Any], told: str
) -> None:
    known = ids(unsigned)
    given = {k: known.get(v, v) if k.endswith("_id") else v for k, v in more.items()}
    with pytest.raises(DriverError, match=told):
        unsigned.insert("audit_handovers", head(unsigned, **given))


def test_a_tenure_that_was_revised_is_named_as_it_stands(unsigned: Raw) -> None:
    later = {"unit_id": 1, "person_id": ids(unsigned)["乙"], "post": "会计"}
    more = {"since": "2025-06-16", "revision": 2, "until": "2025-09-01", "acting": 0}
    unsigned.insert("tenures", later | more)
    with pytest.raises(DriverError, match="bangfu:handover"):
        unsigned.insert("audit_handovers", head(unsigned))


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"line": 99}, "bangfu:order"),
        ({"kind": "toy"}, "kind_known"),
        ({"item": ""}, "item_given"),
        ({"strikes": 98, "state": "误"}, "strikes_earlier|bangfu:handover"),
        ({"strikes": 1}, "struck_for_a_reason"),
        ({"key": "Y2026-7", "line": 1}, "(?i)foreign key"),
    ],
)
def test_a_line_out_of_order_is_refused(
    unsigned: Raw, more: dict[str, Any], told: str
) -> None:
    with pytest.raises(DriverError, match=told):
        unsigned.insert("audit_handover_lines", line(unsigned, **more))


def test_a_line_that_strikes_out_is_not_struck_out(unsigned: Raw) -> None:
    unsigned.insert("audit_handover_lines", line(unsigned, strikes=1, state="误"))
    with pytest.raises(DriverError, match="bangfu:handover"):
        unsigned.insert(
            "audit_handover_lines", line(unsigned, strikes=count(unsigned), state="误")
        )


def test_a_line_after_a_signature_is_refused(raw: Raw) -> None:
    with pytest.raises(DriverError, match="bangfu:handover"):
        raw.insert("audit_handover_lines", line(raw))


@pytest.mark.parametrize(
    ("act", "person", "more", "told"),
    [
        ("leaver", "乙", {}, "bangfu:handover"),
        ("receiver", "甲", {}, "bangfu:handover"),
        ("supervisor", "乙", {}, "bangfu:handover"),
        ("complete", "丙", {}, "bangfu:handover(?!_rights)"),
        ("withdraw", "甲", {"words": "误"}, "bangfu:handover"),
        ("withdraw", "丙", {}, "withdrawn_for_a_reason"),
        ("leaver", "甲", {"lines": 1}, "bangfu:handover"),
        ("leaver", "甲", {"seq": 2}, "bangfu:order"),
        ("leaver", "甲", {"acted_on": "2026-01-04"}, "bangfu:handover"),
        ("leaver", "甲", {"recorded_at": "2026-01-05T07:00:00Z"}, "bangfu:handover"),
    ],
)
def test_a_signature_out_of_order_is_refused(
    unsigned: Raw, act: str, person: str, more: dict[str, Any], told: str
) -> None:
    with pytest.raises(DriverError, match=told):
        unsigned.insert("audit_handover_steps", step(unsigned, act, person, **more))


_LIFTED = {"right": "prepare", "scope_id": 1, "since": "2025-01-01", "revision": 2}


def test_the_database_itself_holds_a_list_open_while_a_right_is_left(raw: Raw) -> None:
    done = step(raw, "complete", "丙", seq=4)
    person = {"person_id": ids(raw)["甲"], "until": "2026-01-05"}
    with pytest.raises(DriverError, match="bangfu:handover_rights"):
        raw.insert("audit_handover_steps", done)
    raw.run("ROLLBACK")
    raw.run("BEGIN")
    raw.insert("rights", _LIFTED | person)
    with pytest.raises(DriverError, match="bangfu:handover_rights"):
        raw.insert("audit_handover_steps", done)
    raw.run("ROLLBACK")
    raw.run("BEGIN")
    raw.insert("rights", _LIFTED | person)
    raw.insert("rights", _LIFTED | person | {"right": "view", "scope_id": 0})
    raw.insert("audit_handover_steps", done)
    with pytest.raises(DriverError, match="bangfu:handover"):
        raw.insert(
            "audit_handover_steps", step(raw, "withdraw", "丙", seq=5, words="误")
        )


def test_a_right_in_a_unit_above_holds_it_open_too(raw: Raw) -> None:
    raw.run("SELECT 1")
    person = {"person_id": ids(raw)["甲"], "until": "2026-01-05"}
    raw.insert("rights", _LIFTED | person)
    raw.insert("rights", _LIFTED | person | {"right": "view", "scope_id": 0})
    below = {
        "id": 3,
        "code": "U9",
        "name": "某镇",
        "level": "township",
        "type": "local",
    }
    more = {
        "parent_id": 1,
        "account_mode": "dedicated_account",
        "voucher_kinds": "three",
    }
    raw.insert("units", below | more | {"opened_on": "2025-01-01"})
    tenure = {"unit_id": 3, "person_id": ids(raw)["甲"], "post": "会计", "revision": 1}
    raw.insert("tenures", tenure | {"since": "2025-06-16", "acting": 0})
    of_below = {"unit_id": 3, "key": "Y2026-1", "number": 1}
    who = {"leaver_id": ids(raw)["甲"], "receiver_id": ids(raw)["乙"]}
    raw.insert("audit_handovers", head(raw, **of_below, **who))
    raw.insert("audit_handover_lines", line(raw, unit_id=3, line=1))
    for seq, (act, who_signs) in enumerate(
        (("leaver", "甲"), ("receiver", "乙"), ("supervisor", "丙")), 1
    ):
        raw.insert(
            "audit_handover_steps",
            step(raw, act, who_signs, unit_id=3, seq=seq, lines=1),
        )
    held = {"person_id": ids(raw)["甲"], "right": "review", "scope_id": 1}
    raw.insert("rights", held | {"since": "2025-01-01", "revision": 1})
    with pytest.raises(DriverError, match="bangfu:handover_rights"):
        raw.insert(
            "audit_handover_steps",
            step(raw, "complete", "丙", unit_id=3, seq=4, lines=1),
        )


@pytest.mark.parametrize("table", handover_tables.APPENDED, ids=lambda t: t.name)
def test_what_stands_is_never_changed(raw: Raw, table: Any) -> None:
    stands_as_it_is(raw, table)
