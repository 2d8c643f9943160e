"""The management body: who sits, who came, how they voted, and what is cited."""

import datetime as dt
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from budgets import body
from budgets.body import FundRules, Member, Office
from budgets.errors import BodyRefused
from ledger import registration
from ledger.database import reading, writing
from ledger.errors import NotFound
from ledger.units import Level, Unit
from tests import building
from tests.budgets.sitting import (
    HELD,
    SEATS,
    SECRETARY,
    found_body,
    hold,
    register,
    resolve,
    seat,
)
from tests.building import FOUNDING, OPENED, Books
from tests.server import Shelf

JUNE = dt.date(2026, 6, 1)


@pytest.fixture
def seated(shelf: Shelf, dialect: str) -> Iterator[Books]:
    """Books with a body of five, and a meeting of members 1 to 4."""
    yield from building.copied(shelf, dialect, "body-seated", found_body)


def read(books: Books, verb: Callable[..., Any], *asked: Any) -> Any:
    with reading(books.engine) as connection:
        return verb(connection, "U1", *asked)


def written(books: Books, verb: Callable[..., Any], *given: Any) -> Any:
    with writing(books.engine) as connection:
        return verb(connection, "U1", *given, SECRETARY)


def sitting(books: Books, on: dt.date = HELD) -> list[int]:
    return [one.number for one in read(books, body.members, on)]


# -- members ------------------------------------------------------------------------


def test_members_are_numbered_as_they_come(books: Books) -> None:
    done = register(books, seat(name="甲"), seat(name="乙"))
    assert [one.number for one in done] == [1, 2]
    assert read(books, body.roll) == done


def test_a_member_sits_up_to_but_without_the_last_day(books: Books) -> None:
    register(books, seat(since=HELD, until=JUNE))
    assert [
        sitting(books, day)
        for day in (HELD - dt.timedelta(1), HELD, JUNE - dt.timedelta(1), JUNE)
    ] == [[], [1], [1], []]


def test_an_end_is_a_later_revision_and_may_be_taken_back(seated: Books) -> None:
    written(seated, body.end_term, 5, JUNE)
    assert sitting(seated, JUNE) == [1, 2, 3, 4]
    written(seated, body.end_term, 5, None)
    assert sitting(seated, JUNE) == [1, 2, 3, 4, 5]
    revisions = "SELECT revision FROM body_members WHERE number = 5 ORDER BY 1"
    assert seated.rows(revisions) == [(1,), (2,), (3,)]


def test_the_end_of_nobody_cannot_be_changed(seated: Books) -> None:
    with pytest.raises(NotFound, match="成员“9”"):
        written(seated, body.end_term, 9, JUNE)


def test_what_is_registered_and_says_nothing_new_adds_no_row(seated: Books) -> None:
    roll = read(seated, body.roll)
    assert register(seated, *roll) == roll
    assert seated.one("SELECT COUNT(*) FROM body_members") == 5


def test_a_member_may_be_a_registered_person(books: Books) -> None:
    register(books, seat(person="zhangsan"))
    assert read(books, body.roll)[0].person == "张三"


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (seat("committee"), "不认识这个类别"),
        (seat(name=" "), "没有写明姓名或称谓"),
        (seat(name="李某 13812345678"), "个人号码"),
        (seat(represents="档案号\n1"), "控制字符"),
        (seat(person="无名"), "没有登记这个人员"),
        (seat(until=OPENED), "截止日期应晚于起始日期"),
        (seat(since=dt.date(2024, 12, 31)), "单位设立（2025-01-01）之前"),
        (seat(number=9), "没有 9 号成员"),
        (replace(seat(*SEATS[0]), number=1, represents="别处"), "只能改变截止日期"),
        (seat(*SEATS[0]), "与 1 号成员是同一人"),
    ],
)
def test_a_member_that_cannot_stand_is_refused(
    seated: Books, wrong: Member, told: str
) -> None:
    with pytest.raises(BodyRefused, match="没有登记") as refused:
        register(seated, seat(name="好"), wrong)
    assert told in str(refused.value)
    assert "13812345678" not in str(refused.value)
    assert seated.one("SELECT COUNT(*) FROM body_members") == 5


def test_one_person_does_not_sit_twice_under_two_names(books: Books) -> None:
    with pytest.raises(BodyRefused, match="与 1 号成员是同一人"):
        register(books, seat(name="甲", person="张三"), seat(name="乙", person="张三"))


def test_a_term_may_follow_a_term(seated: Books) -> None:
    written(seated, body.end_term, 1, JUNE)
    register(seated, seat(*SEATS[0], since=JUNE))
    assert sitting(seated, JUNE) == [2, 3, 4, 5, 6]


def test_who_attended_a_meeting_sat_on_its_day(seated: Books) -> None:
    with pytest.raises(BodyRefused, match="已记入会议记录"):
        written(seated, body.end_term, 1, HELD)
    written(seated, body.end_term, 5, HELD)


def test_after_a_vote_nobody_comes_or_goes_before_it(seated: Books) -> None:
    resolve(seated)
    with pytest.raises(BodyRefused, match="已记入会议记录"):
        register(seated, seat(name="新"))
    with pytest.raises(BodyRefused, match="已记入会议记录"):
        written(seated, body.end_term, 5, HELD)
    written(seated, body.end_term, 5, HELD + dt.timedelta(1))


def test_units_have_bodies_of_their_own(seated: Books) -> None:
    with reading(seated.engine) as connection:
        assert body.roll(connection, "U2") == ()
        with pytest.raises(NotFound, match="U9"):
            body.roll(connection, "U9")


# -- meetings -----------------------------------------------------------------------


def test_a_meeting_is_kept_as_it_was(seated: Books) -> None:
    done = hold(seated, 2, 1, 4, summary="审议预算。\n\n列席：审计局。")
    assert (done.number, done.present) == (2, (1, 2, 4))
    assert done.summary == "审议预算。\n列席：审计局。"
    assert read(seated, body.meeting, 2) == done


@pytest.mark.parametrize(
    ("present", "more", "told"),
    [
        ((1, 2), {"held_on": dt.date(2026, 1, 21)}, "还没有到"),
        ((1, 2), {"held_on": dt.date(2024, 12, 31)}, "单位设立（2025-01-01）之前"),
        ((1, 9), {}, "9 号成员当日不在任"),
        ((1, 2, 2), {}, "写了两次"),
        ((1, 2), {"chair": 5}, "主持人（5 号成员）不在出席名单中"),
        ((), {}, "没有写明出席的成员"),
        ((1, 2), {"place": ""}, "没有写明地点"),
        ((1, 2), {"secretary": " "}, "没有写明记录人"),
        ((1, 2), {"summary": "电话 13812345678"}, "个人号码"),
        ((1, 2), {"summary": "甲¶乙"}, "段落符"),
        ((1, 2), {"number": 7}, "会议编号应为 2"),
    ],
)
def test_a_meeting_that_cannot_have_been_is_refused(
    seated: Books, present: tuple[int, ...], more: dict[str, Any], told: str
) -> None:
    with pytest.raises(BodyRefused, match="会议没有登记") as refused:
        hold(seated, *present, **more)
    assert told in str(refused.value)
    assert seated.one("SELECT COUNT(*) FROM meetings") == 1


def test_the_day_of_a_meeting_is_that_of_china(seated: Books) -> None:
    hold(seated, 1, held_on=dt.date(2026, 1, 20))
    late = replace(SECRETARY, at=dt.datetime(2026, 1, 20, 16, tzinfo=dt.UTC))
    asked = replace(
        read(seated, body.meeting, 1), number=0, held_on=dt.date(2026, 1, 21)
    )
    with writing(seated.engine) as connection:
        assert body.hold(connection, "U1", asked, late).number == 3


# -- votes --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("votes", "adopted"),
    [
        ("ffff", True),
        ("fffa", True),
        ("ffaa", False),
        ("ffoo", False),
        ("ffar", True),
        ("fror", False),
        ("frrr", True),
        ("rrrr", False),
    ],
)
def test_more_than_half_of_those_who_may_vote_adopt(
    seated: Books, votes: str, *, adopted: bool
) -> None:
    done = resolve(seated, votes)
    assert done.adopted is adopted
    counted = (done.votes_for, done.votes_against, done.abstained, done.recused)
    assert counted == tuple(votes.count(one) for one in "faor")
    assert (done.sitting, done.present) == (5, 4)


def test_a_resolution_is_kept_in_full(seated: Books) -> None:
    done = resolve(seated, "frff", subject="budget", text="一、同意。\r\n二、公示。")
    assert (done.key, done.printed, done.held_on) == ("2026-1", "帮管〔2026〕1号", HELD)
    assert done.text == "一、同意。\n二、公示。"
    assert done.votes[1] == body.Vote(2, "recused", "有利害关系")
    assert read(seated, body.resolution, "2026-1") == done


def test_numbers_count_in_the_year_of_the_meeting(seated: Books) -> None:
    hold(seated, 1, 2, 3, held_on=dt.date(2025, 7, 1))
    keys = [resolve(seated).key, resolve(seated, "fff", 2).key, resolve(seated).key]
    assert keys == ["2026-1", "2025-1", "2026-2"]
    assert [one.key for one in read(seated, body.resolutions, 2026)] == [
        "2026-1",
        "2026-2",
    ]


@pytest.mark.parametrize(("sitting", "needed"), [(1, 1), (4, 3), (5, 3), (9, 5)])
def test_a_quorum_is_more_than_half(sitting: int, needed: int) -> None:
    assert body.quorum(sitting) == needed


def test_without_a_quorum_no_vote_is_held(seated: Books) -> None:
    hold(seated, 1, 2)
    with pytest.raises(BodyRefused, match="在任 5 人，出席 2 人，至少须 3 人"):
        resolve(seated, "ff", 2)
    assert seated.one("SELECT COUNT(*) FROM votes") == 0


@pytest.mark.parametrize(
    ("votes", "more", "told"),
    [
        ("ffff", {"interests": {2: "系供应商"}}, "2 号成员与事项有利害关系，须回避"),
        ("ffaa", {"interests": {3: "系供应商"}}, "3 号成员与事项有利害关系，须回避"),
        ("fffr", {"interests": {}}, "4 号成员回避，没有写明理由"),
        ("fffff", {}, "5 号成员没有出席"),
        ("fffffff", {}, "7 号成员当日不在任"),
        ("ffff", {"interests": {5: "系供应商"}}, "5 号成员没有出席"),
        ("fff", {}, "出席的 4 号成员没有表决"),
        ("fffy", {}, "4 号成员的表决不认识"),
        ("ffff", {"subject": "party"}, "不认识这个事项"),
        ("ffff", {"title": ""}, "没有写明标题"),
        ("ffff", {"title": "甲\n乙"}, "标题应写作一行"),
        ("ffff", {"text": " \n"}, "没有写明决议内容"),
        ("ffff", {"text": "联系 13812345678"}, "个人号码"),
    ],
)
def test_a_vote_that_was_not_so_is_refused(
    seated: Books, votes: str, more: dict[str, Any], told: str
) -> None:
    with pytest.raises(BodyRefused, match="表决没有登记") as refused:
        resolve(seated, votes, **more)
    assert told in str(refused.value)
    assert seated.one("SELECT COUNT(*) FROM resolutions") == 0


def test_a_vote_needs_a_meeting(seated: Books) -> None:
    with pytest.raises(NotFound, match="会议“8”"):
        resolve(seated, meeting=8)


def test_everything_is_chained(seated: Books) -> None:
    resolve(seated)
    kinds = "SELECT kind, COUNT(*) FROM records WHERE unit_id = 1 GROUP BY kind"
    counted = dict(seated.rows(kinds))
    named = ("body_members", "meetings", "attendances", "votes", "resolutions")
    assert [counted[one] for one in named] == [5, 1, 4, 4, 1]


def test_two_who_record_votes_at_once_get_two_numbers(seated: Books) -> None:
    with ThreadPoolExecutor(2) as pool:
        keys = pool.map(lambda votes: resolve(seated, votes).key, ("ffff", "ffaa"))
    assert sorted(keys) == ["2026-1", "2026-2"]


# -- citing -------------------------------------------------------------------------


def test_an_adopted_resolution_is_cited_on_its_subject(seated: Books) -> None:
    done = resolve(seated, subject="budget")
    assert read(seated, body.adopted, "2026-1", "budget") == done


def test_a_resolution_of_another_subject_cannot_be_cited(seated: Books) -> None:
    resolve(seated, subject="budget")
    with pytest.raises(BodyRefused, match="事项是“年度预算”，不是“预算控制”"):
        read(seated, body.adopted, "2026-1", "control")


def test_what_was_voted_down_is_kept_and_not_cited(seated: Books) -> None:
    resolve(seated, "faaa", subject="budget")
    assert read(seated, body.resolution, "2026-1").adopted is False
    with pytest.raises(BodyRefused, match="表决未通过（赞成 1 票，出席 4 人）"):
        read(seated, body.adopted, "2026-1", "budget")


def test_a_resolution_of_another_unit_is_not_found(seated: Books) -> None:
    resolve(seated)
    with (
        reading(seated.engine) as connection,
        pytest.raises(NotFound, match="决议“2026-1”"),
    ):
        body.adopted(connection, "U2", "2026-1", "other")


# -- the office and the rules -------------------------------------------------------


def office(**more: Any) -> Office:
    given: dict[str, Any] = {"name": "办公室", "head": "李四", "since": HELD}
    return Office(**given | {"resolution": "2026-1"} | more)


def rules(**more: Any) -> FundRules:
    given: dict[str, Any] = {"title": "办法", "paper": "1号", "since": HELD}
    return FundRules(**given | {"resolution": "2026-1"} | more)


def test_the_office_set_last_holds_from_its_day(seated: Books) -> None:
    resolve(seated, subject="office")
    written(seated, body.set_office, office())
    written(seated, body.set_office, office(name="新办公室", since=JUNE))
    names = [
        one and one.name
        for one in (
            read(seated, body.office, day)
            for day in (HELD - dt.timedelta(1), HELD, JUNE)
        )
    ]
    assert names == [None, "办公室", "新办公室"]


def test_the_rules_in_force_are_those_that_have_begun(seated: Books) -> None:
    resolve(seated, subject="rules")
    kept = written(seated, body.set_rules, rules(digest="0" * 64))
    written(seated, body.set_rules, rules(title="新办法", since=JUNE))
    assert read(seated, body.rules_in_force, HELD) == kept
    assert read(seated, body.rules_in_force, JUNE).title == "新办法"
    assert read(seated, body.rules_in_force, OPENED) is None


@pytest.mark.parametrize(
    ("subject", "given", "told"),
    [
        ("office", office(since=OPENED), "起始日期早于帮管〔2026〕1号通过之日"),
        ("office", office(head=""), "没有写明负责人"),
        ("rules", office(), "不是“办公室”"),
        ("rules", rules(since=dt.date(2024, 1, 1)), "单位设立（2025-01-01）之前"),
        ("rules", rules(digest="abc"), "64 位十六进制"),
        ("rules", rules(paper=""), "没有写明文号"),
        ("office", rules(), "不是“资金管理办法”"),
    ],
)
def test_office_and_rules_rest_on_their_resolution(
    seated: Books, subject: str, given: Office | FundRules, told: str
) -> None:
    resolve(seated, subject=subject)
    verb = body.set_office if isinstance(given, Office) else body.set_rules
    with pytest.raises(BodyRefused) as refused:
        written(seated, verb, given)
    assert told in str(refused.value)


# -- whether the body is whole ------------------------------------------------------


def lacking(books: Books, on: dt.date = HELD) -> list[str]:
    return [one.what for one in read(books, body.check, on)]


def whole(books: Books) -> None:
    resolve(books, subject="office")
    resolve(books, subject="rules")
    written(books, body.set_office, office())
    written(books, body.set_rules, rules(resolution="2026-2"))


def test_a_whole_body_lacks_nothing(seated: Books) -> None:
    whole(seated)
    assert lacking(seated) == []


def test_a_county_without_a_body_lacks_everything(books: Books) -> None:
    found = read(books, body.check, HELD)
    assert [one.rule for one in found] == ["body-group"] * 4 + [
        "body-office",
        "body-rules",
    ]
    assert not any(map(body.is_lesser, found))


@pytest.mark.parametrize(
    ("gone", "told", "lesser"),
    [
        (1, "管理机构中没有政府有关部门", False),
        (2, "管理机构中没有工会", False),
        (3, "捐资方只有主要捐资个人的代表", True),
        (4, "捐资方只有主要捐资单位的代表", True),
        (5, "管理机构中没有特困职工代表", False),
    ],
)
def test_a_group_that_does_not_sit_is_told(
    seated: Books, gone: int, told: str, *, lesser: bool
) -> None:
    whole(seated)
    written(seated, body.end_term, gone, JUNE)
    (found,) = read(seated, body.check, JUNE)
    assert (found.what, body.is_lesser(found)) == (told, lesser)


def test_a_term_is_told_sixty_days_before_its_end(seated: Books) -> None:
    whole(seated)
    written(seated, body.end_term, 2, JUNE)
    assert lacking(seated, JUNE - dt.timedelta(61)) == []
    day = JUNE - dt.timedelta(60)
    assert lacking(seated, day) == ["2 号成员（工会）的任期到 2026-05-31 届满"]
    assert all(map(body.is_lesser, read(seated, body.check, day)))


@pytest.mark.parametrize("level", [Level.TOWNSHIP, Level.GRASSROOTS])
def test_below_the_county_no_body_is_needed(books: Books, level: Level) -> None:
    unit = Unit(code="S", name="某厂工会", level=level, opened_on=OPENED)
    with writing(books.engine) as connection:
        assert not registration.register_units(connection, [unit], FOUNDING)
        assert body.check(connection, "S", HELD) == ()
