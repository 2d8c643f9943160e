"""The steps of an engagement: what may follow what, who takes it, what it asks."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from audit import engagement_keeping as keeping
from audit import engagement_steps as verbs
from audit import finding_reading, paper_keeping, rectification
from audit.engagement_steps import Asked
from audit.engagements import ENDED, MOVES, Doing, Given, State, next_doings
from audit.errors import EngagementRefused, NotIndependent
from audit.finding_kinds import Outcome
from audit.terms import terms_on
from ledger.database import reading, writing
from tests import server
from tests.audit import engaging
from tests.audit.engaging import BEGUN, FIELD, act, auditee, begin, day, desk, step
from tests.building import Books, payment


@pytest.fixture
def books(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    yield from engaging.filled(shelf, dialect)


def test_every_state_can_be_reached_and_left_but_the_ends() -> None:
    reached = {to for moves in MOVES.values() for _, to in moves} | {State.BEGUN}
    assert reached == set(State)
    assert {state for state in State if not next_doings(state)} == set(ENDED)


def test_an_audit_goes_from_its_notice_to_its_end(books: Books) -> None:
    with writing(books.engine) as connection:
        engaging.rectifying(connection)
        engaging.put_right(connection)
        assert step(connection, Doing.CLOSE, day("06-01")).state is State.CLOSED
    with reading(books.engine) as connection:
        told = keeping.history(connection, "U1", "J2026-1")
    assert [one.doing for one in told] == [
        *(Doing.BEGIN, Doing.NOTICE, Doing.PLAN, Doing.UNDERTAKING, Doing.FIELDWORK),
        *(Doing.DRAFT, Doing.DECIDE, Doing.ISSUE, Doing.RECEIVE, Doing.NOTIFY),
        Doing.CLOSE,
    ]
    by_doing = {one.doing: one for one in told}
    assert by_doing[Doing.UNDERTAKING].outcome is Given.GIVEN
    assert by_doing[Doing.UNDERTAKING].person == "主席"
    assert by_doing[Doing.PLAN].words == "目标：真实、合规、有效\n重点：发放与资金归集"
    assert by_doing[Doing.DRAFT].due_on == day("03-30")
    # Thirty days are over before the finding is to be put right.
    assert by_doing[Doing.NOTIFY].due_on == day("05-31")


def test_nothing_is_done_to_what_has_ended(books: Books) -> None:
    with writing(books.engine) as connection:
        begin(connection)
        step(connection, Doing.WITHDRAW, BEGUN)
        with pytest.raises(EngagementRefused, match="J2026-1 已撤销"):
            desk(connection)


# -- the notice ---------------------------------------------------------------------


def test_a_notice_is_sent_three_working_days_ahead_or_it_is_said(books: Books) -> None:
    with writing(books.engine) as connection:
        begin(connection)
        early = Asked(paper="1号", due_on=day("03-04"))
        _, told = verbs.take(desk(connection), Doing.NOTICE, early)
        step(connection, Doing.PLAN, day("03-03"))
        declined = {"outcome": Given.DECLINED, "words": "对期间有异议", "paper": ""}
        step(connection, Doing.UNDERTAKING, day("03-03"), **declined)
        at = desk(connection, on=day("03-04"))
        _, begun = verbs.take(at, Doing.FIELDWORK, Asked())
    # Monday 2 March: the third working day after is Thursday.
    (late,) = told
    assert late == (
        "审计通知书通常在实施审计3个工作日前送达，2026-03-02 送达的最早 2026-03-05"
        " 进点（第2102号准则）"
    )
    assert begun == (late, "被审计单位拒绝承诺，须在底稿和报告中说明")
    assert terms_on(BEGUN).notice_workdays == 3


def test_a_notice_over_a_weekend_counts_working_days() -> None:
    assert [*verbs.notice_doubts(day("03-05"), day("03-10"))] == []
    assert [*verbs.notice_doubts(day("03-06"), day("03-10"))] != []


# -- what stands against a step -----------------------------------------------------


@pytest.mark.parametrize(
    ("doing", "asked", "why"),
    [
        (Doing.PLAN, {"words": "x"}, "已立项，不能制定实施方案"),
        (Doing.NOTICE, {"due_on": day("03-09")}, "没有写明文号"),
        (Doing.NOTICE, {"paper": "1号"}, "没有写明进点日期"),
        (Doing.NOTICE, {"paper": "1号", "due_on": day("03-01")}, "期限早于"),
        (Doing.NOTICE, {"paper": "1号", "on": day("03-03")}, "不晚于今天"),
        (Doing.NOTICE, {"paper": "1号", "on": day("03-01")}, "不早于上一步"),
        (Doing.NOTICE, {"paper": "1号", "reason": "x"}, "只有调整实施方案"),
        (Doing.NOTICE, {"paper": "1号", "outcome": Given.GIVEN}, "承诺书须写明"),
        (Doing.WITHDRAW, {}, "没有写明内容或理由"),
        (Doing.WITHDRAW, {"words": "11010519491231002X"}, "个人号码"),
        (Doing.WITHDRAW, {"words": "x", "due_on": day("03-09")}, "不写期限"),
    ],
)
def test_a_step_is_refused_with_its_reason(
    books: Books, doing: Doing, asked: dict[str, Any], why: str
) -> None:
    with writing(books.engine) as connection:
        begin(connection)
        at = desk(connection)
        with pytest.raises(EngagementRefused, match=why):
            verbs.take(at, doing, Asked(**asked))


def test_the_leader_alone_ends_and_the_auditee_alone_undertakes(books: Books) -> None:
    with writing(books.engine) as connection:
        begin(connection)
        member = desk(connection, "经乙")
        with pytest.raises(EngagementRefused, match="由审计组长办理"):
            verbs.take(member, Doing.WITHDRAW, Asked(words="另行安排"))
        step(connection, Doing.NOTICE, BEGUN)
        step(connection, Doing.PLAN, BEGUN)
        given = Asked(outcome=Given.GIVEN)
        with pytest.raises(EngagementRefused, match="承诺由被审计单位作出"):
            verbs.take(desk(connection), Doing.UNDERTAKING, given)


def test_a_changed_plan_says_why(books: Books) -> None:
    with writing(books.engine) as connection:
        engaging.fieldwork(connection)
        with pytest.raises(EngagementRefused, match="没有写明调整理由"):
            step(connection, Doing.PLAN, FIELD)
        one = step(connection, Doing.PLAN, FIELD, reason="增加物资盘点")
    assert one.state is State.FIELDWORK


def test_a_draft_waits_for_reviews_and_answers(books: Books) -> None:
    with writing(books.engine) as connection:
        engaging.fieldwork(connection)
        with pytest.raises(EngagementRefused, match="还没有审计工作底稿"):
            step(connection, Doing.DRAFT, FIELD)
        facts = paper_keeping.Facts(title="事项", facts="事实")
        paper_keeping.collect(desk(connection, on=FIELD), facts)
        paper_keeping.write(desk(connection, on=FIELD), engaging.written())
        with pytest.raises(EngagementRefused, match="底稿 A1-1 没有复核通过；取证单 1"):
            step(connection, Doing.DRAFT, FIELD)


def test_every_finding_is_decided_before_the_engagement_is(books: Books) -> None:
    with writing(books.engine) as connection:
        engaging.drafted(connection)
        with pytest.raises(EngagementRefused, match="发现 1 没有处理意见"):
            step(connection, Doing.DECIDE, day("04-01"))
        one = step(connection, Doing.RESUME, day("04-01"))
    assert one.state is State.FIELDWORK


def test_a_report_is_issued_by_those_who_still_kept_nothing(books: Books) -> None:
    with writing(books.engine) as connection:
        engaging.drafted(connection)
        none = rectification.Asked(words="情节轻微")
        at = desk(connection, on=day("04-01"))
        rectification.decide(at, 1, Outcome.NONE, none)
        step(connection, Doing.DECIDE, day("04-01"))
    books.post(payment("late", 1_00, cashier="经丙"))
    with (
        pytest.raises(NotIndependent, match="经丙 在审计期间的 1 张凭证上签字"),
        writing(books.engine) as connection,
    ):
        step(connection, Doing.ISSUE, day("04-03"))


def test_nothing_to_put_right_needs_no_notice_but_the_body_hears(
    books: Books,
) -> None:
    with writing(books.engine) as connection:
        engaging.drafted(connection)
        at = desk(connection, on=day("04-01"))
        rectification.decide(at, 1, Outcome.NONE, rectification.Asked())
        step(connection, Doing.DECIDE, day("04-01"))
        step(connection, Doing.ISSUE, day("04-03"))
        with pytest.raises(EngagementRefused, match="没有须整改的发现"):
            step(connection, Doing.NOTIFY, day("04-03"))
        with pytest.raises(EngagementRefused, match="签收"):
            step(connection, Doing.RECEIVE, day("04-10"), words="")
        step(connection, Doing.RECEIVE, day("04-10"), paper="R2026-1", words="")
        assert step(connection, Doing.CLOSE, day("04-11")).state is State.CLOSED


def test_an_engagement_stays_open_until_all_is_put_right_or_carried(
    books: Books,
) -> None:
    with writing(books.engine) as connection:
        engaging.issued(connection)
        step(connection, Doing.NOTIFY, day("04-04"))
        with pytest.raises(EngagementRefused, match=r"没有整改到位.*报告还没有报"):
            step(connection, Doing.CLOSE, day("04-10"))
        step(connection, Doing.RECEIVE, day("04-10"))
        why = rectification.Asked(words="须待法院判决")
        rectification.carry(desk(connection, on=day("05-01")), 1, why)
        assert step(connection, Doing.CLOSE, day("06-01")).state is State.CLOSED
        # What was carried is reported and followed up after the end.
        told = rectification.Asked(words="判决后已收回")
        later = dt.date(2027, 1, 5)
        rectification.rectify(auditee(connection, on=later), 1, told)
        found = rectification.follow_desk_of(
            connection, "U1", "J2026-1", act("经丙", later, 3)
        )
        accepted = rectification.Asked(words="已核对回单")
        one = rectification.follow_up(found, 1, Outcome.ACCEPTED, accepted)
    assert (one.state.label, one.closed_on) == ("已办结", later)
    with reading(books.engine) as connection:
        (kept,) = finding_reading.findings_of(connection, "U1")
    assert kept == one
