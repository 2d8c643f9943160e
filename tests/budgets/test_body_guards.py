"""What the database refuses of a body, whoever writes: plain SQL round the code."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests import building
from tests.budgets.sitting import found_body, hold, resolve
from tests.building import Books, DriverError, Raw
from tests.server import Shelf

Row = dict[str, Any]
U1 = {"unit_id": 1}


@pytest.fixture
def seated(shelf: Shelf, dialect: str) -> Iterator[Books]:
    """A body of five; members 1 to 4 met, and nothing was put to the vote."""
    yield from building.copied(shelf, dialect, "body_guards-seated", found_body)


def member(**fields: object) -> Row:
    """A sixth member that the database accepts."""
    return {
        **U1,
        "number": 6,
        "revision": 1,
        "category": "union",
        "name": "代表",
        "represents": "",
        "person_id": None,
        "since": "2025-01-01",
        "until": None,
    } | fields


def meeting(**fields: object) -> Row:
    """A second meeting that the database accepts."""
    told = {"place": "县总工会", "chair": 1, "secretary": "张三", "summary": ""}
    return {**U1, "number": 2, "held_on": "2026-01-15", **told} | fields


def vote(number: int, cast: str = "for", **fields: object) -> Row:
    """A vote on the first resolution."""
    why = "有利害关系" if cast == "recused" else ""
    told = {"resolution": "2026-1", "vote": cast, "interest": why}
    return {**U1, "member": number, **told} | fields


def resolution(**fields: object) -> Row:
    """The first resolution, adopted by four of four, as the database accepts it."""
    return {
        **U1,
        "key": "2026-1",
        "year": 2026,
        "number": 1,
        "meeting": 1,
        "subject": "other",
        "title": "决议",
        "text": "同意。",
        "sitting": 5,
        "present": 4,
        "votes_for": 4,
        "votes_against": 0,
        "abstained": 0,
        "recused": 0,
        "adopted": 1,
    } | fields


FOUR = tuple(map(vote, (1, 2, 3, 4)))


def put(books: Books, *rows: tuple[str, Row]) -> None:
    with books.raw() as raw:
        for table, row in rows:
            raw.insert(table, row)
        raw.commit()


def refused(books: Books, mark: str, *rows: tuple[str, Row]) -> None:
    """The rows are refused for the reason that is marked, and leave nothing."""
    tables = {table for table, _ in rows}
    before = [books.one(f"SELECT COUNT(*) FROM {table}") for table in tables]
    with pytest.raises(DriverError, match=mark):
        put(books, *rows)
    after = [books.one(f"SELECT COUNT(*) FROM {table}") for table in tables]
    assert after == before


def voted(votes: tuple[Row, ...] = FOUR, **fields: object) -> list[tuple[str, Row]]:
    return [*(("votes", row) for row in votes), ("resolutions", resolution(**fields))]


def test_what_is_right_is_accepted(seated: Books) -> None:
    put(seated, ("body_members", member()), ("meetings", meeting()))
    attended = {**U1, "meeting": 2, "member": 6}
    put(seated, ("attendances", attended), *voted(sitting=6))
    assert seated.one("SELECT adopted FROM resolutions") == 1


# -- members, meetings, attendance --------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "mark"),
    [
        ({"revision": 2}, "bangfu:order"),
        ({"number": 5, "revision": 3}, "bangfu:order"),
        ({"revision": 0}, r"revision_from_one|bangfu:order"),
        ({"number": 0}, "number_from_one"),
        ({"category": "party"}, "category_known"),
        ({"name": ""}, "name_given"),
        ({"until": "2025-01-01"}, "since_before_until"),
        ({"person_id": 99}, r"FOREIGN KEY|fk_body_members"),
        ({"unit_id": 9}, r"FOREIGN KEY|fk_body_members"),
    ],
)
def test_a_member_that_cannot_be(seated: Books, fields: Row, mark: str) -> None:
    refused(seated, mark, ("body_members", member(**fields)))


@pytest.mark.parametrize(
    ("fields", "mark"),
    [
        ({"number": 3}, "bangfu:order"),
        ({"number": 0}, r"number_from_one|bangfu:order"),
        ({"held_on": "2026-02-30"}, r"is_a_day|out of range"),
        ({"place": None}, "place"),
    ],
)
def test_a_meeting_that_cannot_be(seated: Books, fields: Row, mark: str) -> None:
    refused(seated, mark, ("meetings", meeting(**fields)))


def test_only_who_sits_on_the_day_attends(seated: Books) -> None:
    early = meeting(held_on="2024-12-31")
    attended = {**U1, "meeting": 2, "member": 1}
    refused(seated, "bangfu:body", ("meetings", early), ("attendances", attended))
    stranger = {**U1, "meeting": 1, "member": 9}
    refused(seated, "bangfu:body", ("attendances", stranger))


def test_who_has_left_does_not_attend(seated: Books) -> None:
    left = member(number=5, revision=2, until="2026-01-12")
    attended = {**U1, "meeting": 1, "member": 5}
    refused(seated, "bangfu:body", ("body_members", left), ("attendances", attended))


def test_nobody_comes_to_a_meeting_after_its_vote(seated: Books) -> None:
    resolve(seated)
    refused(seated, "bangfu:body", ("attendances", {**U1, "meeting": 1, "member": 5}))


# -- votes and resolutions ----------------------------------------------------------


def test_a_vote_without_a_resolution_does_not_stand(seated: Books) -> None:
    refused(seated, r"FOREIGN KEY|fk_votes", ("votes", vote(1)))


def test_no_vote_is_added_to_a_resolution(seated: Books) -> None:
    resolve(seated)
    refused(seated, "bangfu:L3", ("votes", vote(5)))


@pytest.mark.parametrize(
    "wrong",
    [
        vote(4, "recused", interest=""),
        vote(4, interest="有利害关系"),
        vote(4, "against", interest="有利害关系"),
    ],
)
def test_who_has_an_interest_is_recused_and_nobody_else(
    seated: Books, wrong: Row
) -> None:
    refused(seated, "interested_recused", *voted((*FOUR[:3], wrong)))


def test_a_vote_is_one_of_four(seated: Books) -> None:
    refused(seated, "vote_known", *voted((*FOUR[:3], vote(4, "yes"))))


def test_who_did_not_come_does_not_vote(seated: Books) -> None:
    refused(seated, "bangfu:body", *voted((*FOUR[:3], vote(5))))


@pytest.mark.parametrize(
    ("fields", "mark"),
    [
        ({"key": "2026-01"}, r"bangfu:order|bangfu:body"),
        ({"year": 2025}, r"bangfu:order|bangfu:body"),
        ({"number": 2}, "bangfu:order"),
        ({"number": 0}, r"number_from_one|bangfu:order"),
        ({"meeting": 9}, r"bangfu:body|FOREIGN KEY|fk_resolutions"),
        ({"sitting": 4}, "bangfu:body"),
        ({"sitting": 6}, "bangfu:body"),
        ({"present": 5, "abstained": 1}, "bangfu:body"),
        ({"votes_for": 3, "votes_against": 1}, "bangfu:body"),
        ({"votes_for": 3, "recused": 1}, "bangfu:body"),
        ({"votes_for": 3}, "all_present_voted"),
        ({"adopted": 0}, "adopted_by_quorum"),
        ({"subject": "party"}, "subject_known"),
        ({"title": ""}, "title_given"),
        ({"text": ""}, "text_given"),
    ],
)
def test_a_resolution_says_what_was_voted(
    seated: Books, fields: Row, mark: str
) -> None:
    refused(seated, mark, *voted(**fields))


def test_a_member_who_came_and_did_not_vote_is_missed(seated: Books) -> None:
    fields = {"present": 3, "votes_for": 3}
    refused(seated, "bangfu:body", *voted(FOUR[:3], **fields))
    refused(seated, "bangfu:body", *voted(FOUR[:3]))


def test_too_few_votes_adopt_nothing(seated: Books) -> None:
    split = (*FOUR[:2], vote(3, "against"), vote(4, "against"))
    fields = {"votes_for": 2, "votes_against": 2}
    refused(seated, "adopted_by_quorum", *voted(split, **fields))
    put(seated, *voted(split, adopted=0, **fields))


def test_without_a_quorum_nothing_is_adopted(seated: Books) -> None:
    hold(seated, 1, 2)
    fields = {"meeting": 2, "present": 2, "votes_for": 2}
    refused(seated, "adopted_by_quorum", *voted(FOUR[:2], **fields))


def test_the_meeting_of_another_unit_is_none(seated: Books) -> None:
    other = [(table, row | {"unit_id": 2}) for table, row in voted()]
    refused(seated, r"bangfu:body|FOREIGN KEY|fk_resolutions", *other)


# -- the office and the rules -------------------------------------------------------


def office(**fields: object) -> tuple[str, Row]:
    told = {"name": "办公室", "head": "李四", "since": "2026-01-12"}
    return "body_offices", {**U1, "number": 1, **told, "resolution": "2026-1"} | fields


def rules(**fields: object) -> tuple[str, Row]:
    told = {"title": "办法", "paper": "1号", "digest": "", "since": "2026-01-12"}
    return "body_rules", {**U1, "number": 1, **told, "resolution": "2026-1"} | fields


@pytest.mark.parametrize(("row", "subject"), [(office, "office"), (rules, "rules")])
def test_what_the_body_sets_cites_its_own_adopted_resolution(
    seated: Books, row: Callable[..., tuple[str, Row]], subject: str
) -> None:
    resolve(seated, subject="other")
    resolve(seated, "faaa", subject=subject)
    resolve(seated, subject=subject)
    refused(seated, "bangfu:resolution", row())
    refused(seated, "bangfu:resolution", row(resolution="2026-2"))
    refused(seated, "bangfu:resolution", row(resolution="2026-4"))
    refused(seated, "bangfu:resolution", row(unit_id=2, resolution="2026-3"))
    refused(seated, "bangfu:order", row(number=2, resolution="2026-3"))
    put(seated, row(resolution="2026-3"), row(number=2, resolution="2026-3"))


def test_a_digest_is_whole_or_not_there(seated: Books) -> None:
    resolve(seated, subject="rules")
    refused(seated, "digest_whole", rules(digest="abc"))
    put(seated, rules(digest="0" * 64))


# -- what stands, stands ------------------------------------------------------------

CHANGES = {
    "body_members": "name = '他人'",
    "meetings": "held_on = '2026-01-13'",
    "attendances": "member = 5",
    "votes": "vote = 'against'",
    "resolutions": "text = '不同意。'",
    "body_offices": "head = '他人'",
    "body_rules": "title = '别的办法'",
}


def _set_up(books: Books) -> None:
    resolve(books, subject="office")
    resolve(books, subject="rules")
    put(books, office(), rules(resolution="2026-2"))


def _denied(raw: Raw, statement: str) -> None:
    with pytest.raises(DriverError, match="bangfu:L3"):
        raw.run(statement)


@pytest.mark.parametrize("table", CHANGES)
def test_nothing_is_changed_or_removed(seated: Books, table: str) -> None:
    _set_up(seated)
    for statement in (f"UPDATE {table} SET {CHANGES[table]}", f"DELETE FROM {table}"):
        with seated.raw(foreign_keys=False) as raw:
            _denied(raw, statement)
