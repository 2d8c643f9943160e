"""Engagements: beginning one, who may work on it, changes of the team."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from audit import engagement_keeping as keeping
from audit.engagements import Kind, Role, State
from audit.errors import EngagementRefused, NotIndependent
from ledger import registration
from ledger.database import reading, writing
from ledger.errors import NotFound
from ledger.people import Grant, Person, Right, Tenure
from ledger.periods import Span
from tests import server
from tests.audit import engaging
from tests.audit.engaging import BEGUN, act, begin, desk, handover
from tests.building import FOUNDING, OPENED, Books, DriverError
from tests.treasury import reconciling


@pytest.fixture
def books(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    yield from engaging.filled(shelf, dialect)


def test_an_engagement_is_called_by_year_and_number_and_keeps_its_team(
    books: Books,
) -> None:
    with writing(books.engine) as connection:
        first = begin(connection)
        second = handover(connection)
    assert (first.key, second.key) == ("J2026-1", "J2026-2")
    with reading(books.engine) as connection:
        one, other = keeping.engagements_of(connection, "U1")
        (step,) = keeping.history(connection, "U1", "J2026-1")
    assert (one.kind, one.state, one.leader) == (Kind.ANNUAL, State.BEGUN, "经甲")
    assert one.auditors == {"经甲", "经乙", "经丙"}
    assert (one.auditing_unit, one.span, one.begun_on) == ("U1", engaging.YEAR, BEGUN)
    assert (other.officer, other.post) == ("主席", "主席")
    assert other.commission == engaging.COMMISSION
    assert (step.seq, step.person, step.on) == (1, "经甲", BEGUN)


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"title": " "}, "没有写明项目名称"),
        ({"title": "证件11010519491231002X"}, "个人号码"),
        ({"on": dt.date(2026, 3, 3)}, "晚于今天"),
        ({"on": dt.date(2024, 3, 3)}, "单位设立"),
        ({"span": Span(dt.date(2025, 1, 2), dt.date(2026, 1, 1))}, "整年或整月"),
        ({"span": Span(dt.date(2027, 1, 1), dt.date(2028, 1, 1))}, "之后"),
        ({"members": ("经乙", "经乙")}, "写了两次"),
        ({"officer": "主席", "post": "主席"}, "其他审计不写"),
        ({"kind": Kind.HANDOVER}, "离任审计须写明离任人员和职务"),
        ({"kind": Kind.HANDOVER}, "书面委托"),
    ],
)
def test_what_cannot_be_is_refused(
    books: Books, more: dict[str, Any], why: str
) -> None:
    with (
        pytest.raises(EngagementRefused, match=why),
        writing(books.engine) as connection,
    ):
        begin(connection, **more)


def test_a_handover_is_of_days_that_the_officer_held_the_post(books: Books) -> None:
    longer = Span(OPENED, dt.date(2025, 9, 2))
    with writing(books.engine) as connection:
        for more in ({"span": longer}, {"post": "副主席"}):
            with pytest.raises(EngagementRefused, match="没有全程任这一职务"):
                handover(connection, **more)
        one_day = Span(OPENED, dt.date(2025, 1, 2))
        assert handover(connection, span=one_day).span == one_day


# -- independence -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "why"),
    [
        ("孙七", "没有对本单位的“审计”权限"),
        ("张三", "3 张凭证上签字"),
        ("李四", "工会法第四十五条"),
        ("主席", "任本单位“主席”"),
    ],
)
def test_nobody_audits_without_the_right_or_what_they_kept(
    books: Books, who: str, why: str
) -> None:
    with (
        pytest.raises(NotIndependent, match=why),
        writing(books.engine) as connection,
    ):
        begin(connection, members=(who,))


def test_whoever_kept_the_books_before_the_span_may_audit_it(books: Books) -> None:
    grant = Grant(person="孙七", right=Right.AUDIT, since=OPENED)
    posts = [
        Tenure(
            person="孙七",
            post="会计",
            unit="U1",
            since=OPENED,
            until=dt.date(2025, 6, 1),
        ),
        Tenure(person="经乙", post="经审会主任", unit="U1", since=OPENED),
    ]
    later = Span(dt.date(2025, 6, 1), dt.date(2025, 7, 1))
    with writing(books.engine) as connection:
        assert not registration.register_rights(connection, [grant], FOUNDING)
        assert not registration.register_tenures(connection, posts, FOUNDING)
        with pytest.raises(NotIndependent, match="任本单位“会计”"):
            begin(connection, members=("孙七", "经乙"))
        found = begin(connection, members=("孙七", "经乙"), span=later)
    assert found.auditors == {"经甲", "孙七", "经乙"}


# -- working on it ------------------------------------------------------------------


def test_only_the_team_works_on_it_and_only_others_answer(books: Books) -> None:
    with writing(books.engine) as connection:
        begin(connection, members=("经乙",))
        assert desk(connection, "经甲").leads
        assert not desk(connection, "经乙").leads
        with pytest.raises(NotIndependent, match="不在审计组中"):
            desk(connection, "经丙")
        with pytest.raises(NotIndependent, match="审计组的人不能代"):
            keeping.auditee_desk_of(connection, "U1", "J2026-1", act("经乙"))
        found = keeping.auditee_desk_of(connection, "U1", "J2026-1", act("主席"))
        assert found.engagement.key == "J2026-1"
        with pytest.raises(NotFound, match="J2026-9"):
            keeping.desk_of(connection, "U1", "J2026-9", act("经甲"))


def test_a_right_that_ended_ends_the_work(books: Books) -> None:
    ended = Grant(
        person="经乙", right=Right.AUDIT, unit="U1", since=OPENED, until=BEGUN
    )
    with writing(books.engine) as connection:
        begin(connection)
        assert not registration.register_rights(connection, [ended], FOUNDING)
        with pytest.raises(NotIndependent, match="没有对本单位的“审计”权限"):
            desk(connection, "经乙")


def test_the_leader_changes_the_team_and_is_replaced_before_leaving(
    books: Books,
) -> None:
    with writing(books.engine) as connection:
        begin(connection, members=("经乙",))
        with pytest.raises(EngagementRefused, match="由组长办理"):
            keeping.change_team(desk(connection, "经乙"), "经丙", Role.MEMBER, "增员")
        one = keeping.change_team(desk(connection), "经丙", Role.MEMBER, "增员")
        assert "经丙" in one.auditors
        with pytest.raises(EngagementRefused, match="先另定组长"):
            keeping.change_team(desk(connection), "经甲", Role.LEFT, "调离")
        one = keeping.change_team(desk(connection, "经乙"), "经乙", Role.LEADER, "调离")
        assert (one.leader, "经甲" in one.auditors) == ("经乙", True)
        one = keeping.change_team(desk(connection, "经乙"), "经甲", Role.LEFT, "调离")
        assert one.auditors == {"经乙", "经丙"}
        with pytest.raises(NotIndependent, match="3 张凭证上签字"):
            keeping.change_team(desk(connection, "经乙"), "张三", Role.MEMBER, "增员")


def test_whoever_reconciled_the_bank_does_not_audit_it(
    shelf: server.Shelf, dialect: str
) -> None:
    """孙七 reconciled January 2025; in code and past it."""
    on = dt.date(2026, 3, 3)
    for books in reconciling.copied(shelf, dialect):
        with writing(books.engine) as connection:
            people = [Person(code="孙七"), Person(code="经甲")]
            assert not registration.register_people(connection, people, FOUNDING)
        reconciling.make(books, reconciling.JANUARY, act=act("孙七"))
        grants = [Grant(person=p.code, right=Right.AUDIT, since=OPENED) for p in people]
        with writing(books.engine) as connection:
            assert not registration.register_rights(connection, grants, FOUNDING)
            with pytest.raises(NotIndependent, match="办理过审计期间的 1 次银行对账"):
                begin(connection, members=("孙七",))
            keeping.begin(connection, engaging.begun(members=()), act("经甲"))
        with books.raw() as raw:
            ((who,),) = raw.run("SELECT id FROM people WHERE code = '孙七'")
            row = {"unit_id": 1, "key": "J2026-1", "seq": 2, "auditor_id": who}
            row |= {"role": "leader", "acted_on": on.isoformat(), "reason": "x"}
            row |= {"person_id": who, "recorded_at": "2026-12-01T08:00:00Z"}
            with pytest.raises(DriverError, match="bangfu:independence"):
                raw.insert("audit_engagement_auditors", row)
