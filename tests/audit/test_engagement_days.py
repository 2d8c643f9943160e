"""What an engagement rests on comes before it; who audits stands above; sums hold.

Each is refused by the code with words, and by the database past the code.
"""

import datetime as dt
from collections.abc import Iterator

import pytest

from audit import findings, paper_keeping, rectification
from audit.engagements import Doing
from audit.errors import EngagementRefused, FindingRefused, SamplingRefused
from audit.sampling_results import Found, Outcome
from ledger.database import Connection, writing
from ledger.money import Money
from tests import building, server
from tests.audit import engaging, sampling
from tests.audit.engaging import FIELD, day, desk, step
from tests.audit.test_engagement_guards import LATE, again, refused
from tests.building import Books


@pytest.fixture
def books(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    yield from engaging.filled(shelf, dialect)


def found_late(connection: Connection) -> None:
    """J2026-1 in fieldwork, its paper reviewed, a finding raised on the 25th."""
    engaging.fieldwork(connection)
    engaging.papered(connection)
    at = desk(connection, "经乙", day("03-25"))
    findings.raise_own(at, engaging.said(), ["2025-01 付-1"], ["T01"])


def test_a_draft_is_not_dated_before_what_it_holds(books: Books) -> None:
    with writing(books.engine) as connection:
        found_late(connection)
        with pytest.raises(EngagementRefused, match="早于审计发现的最后一步"):
            step(connection, Doing.DRAFT, day("03-20"))
    early = {"seq": 6, "act": "draft", "state": "drafted", "due_on": "2026-03-30"}
    early |= {"acted_on": "2026-03-20", "recorded_at": LATE}
    with books.raw() as raw:
        refused(raw, "bangfu:finding", "audit_engagement_steps", **early)
    with writing(books.engine) as connection:
        step(connection, Doing.DRAFT, day("03-25"))


def test_a_decision_is_not_dated_before_the_reply(books: Books) -> None:
    told = rectification.Asked(words="属实")
    due = rectification.Asked(due_on=day("05-31"))
    with writing(books.engine) as connection:
        engaging.drafted(connection)
        at = engaging.auditee(connection, on=day("03-25"))
        rectification.reply(at, 1, rectification.Outcome.AGREED, told)
        at = desk(connection, on=day("04-01"))
        rectification.decide(at, 1, rectification.Outcome.RECTIFY, due)
        with pytest.raises(EngagementRefused, match="2026-04-01"):
            step(connection, Doing.DECIDE, day("03-28"), paper="1号")
    early = {"seq": 7, "act": "decide", "state": "decided", "due_on": None}
    early |= {"acted_on": "2026-03-28", "recorded_at": LATE}
    with books.raw() as raw:
        refused(raw, "bangfu:finding", "audit_engagement_steps", **early)


def test_no_more_comes_back_than_a_finding_says(books: Books) -> None:
    """Of 30 yuan 10 came back; then 20.01 more is too much."""
    with writing(books.engine) as connection:
        engaging.rectifying(connection)
        at = engaging.auditee(connection, on=day("05-20"))
        told = rectification.Asked(words="收回", amount=Money(10_00))
        rectification.rectify(at, 1, told)
        at = desk(connection, "经乙", day("05-21"))
        again = rectification.Asked(words="未全部收回", due_on=day("06-30"))
        rectification.follow_up(at, 1, rectification.Outcome.NOT_ACCEPTED, again)
        at = engaging.auditee(connection, on=day("05-25"))
        more = rectification.Asked(words="收回", amount=Money(20_01))
        with pytest.raises(FindingRefused, match=r"尚可登记 20\.00 元"):
            rectification.rectify(at, 1, more)
    row = {"seq": 6, "act": "rectify", "state": "rectified", "outcome": ""}
    row |= {"amount_fen": 20_01, "acted_on": "2026-05-25", "recorded_at": LATE}
    row |= {"person_id": "主席", "words": "收回", "due_on": None}
    with books.raw() as raw:
        refused(raw, "bangfu:finding", "audit_finding_steps", **row)
        raw.connection.rollback()
    with writing(books.engine) as connection:
        at = engaging.auditee(connection, on=day("05-25"))
        rest = rectification.Asked(words="收回", amount=Money(20_00))
        assert rectification.rectify(at, 1, rest).recovered == Money(30_00)


def test_a_unit_is_audited_by_itself_or_from_above(books: Books) -> None:
    with writing(books.engine) as connection:
        with pytest.raises(EngagementRefused, match="本单位或它的上级工会"):
            engaging.begin(connection, auditing_unit="U2")
        engaging.begin(connection)
    row = {"number": 2, "key": "J2026-2", "auditing_unit_id": 2}
    with books.raw() as raw:
        refused(raw, "bangfu:engagement", "audit_engagements", **row)


def test_the_first_step_is_of_the_day_it_was_begun(books: Books) -> None:
    with writing(books.engine) as connection:
        engaging.begin(connection)
    with books.raw() as raw:
        again(raw, "audit_engagements", number=2, key="J2026-2")
        later = {"key": "J2026-2", "acted_on": "2026-03-05"}
        refused(raw, "bangfu:engagement", "audit_engagement_steps", **later)


def test_who_keeps_the_books_does_not_audit_them(books: Books) -> None:
    """孙七 may audit U1, and prepare its vouchers too."""
    with writing(books.engine) as connection:
        engaging.begin(connection)
    with books.raw() as raw:
        (person,) = raw.run("SELECT id FROM people WHERE code = '孙七'")[0]
        for right in ("audit", "prepare"):
            held = {"person_id": person, "right": right, "scope_id": 1, "revision": 1}
            raw.insert("rights", held | {"since": "2025-01-01", "until": None})
        joins = {"seq": 4, "auditor_id": "孙七", "reason": "增员", "role": "member"}
        joins |= {"recorded_at": LATE, "acted_on": "2026-03-02"}
        refused(raw, "bangfu:independence", "audit_engagement_auditors", **joins)


def test_only_the_team_takes_steps(books: Books) -> None:
    """A plan is changed by anybody of the team; by nobody else."""
    with writing(books.engine) as connection:
        engaging.drafted(connection)
        step(connection, Doing.RESUME, day("03-21"))
    plan = {"seq": 8, "act": "plan", "state": "fieldwork", "words": "x", "reason": "y"}
    plan |= {"recorded_at": LATE, "acted_on": "2026-03-22", "person_id": "孙七"}
    with books.raw() as raw:
        refused(raw, "bangfu:engagement", "audit_engagement_steps", **plan)


def test_notice_and_end_go_by_the_findings(books: Books) -> None:
    """There is something to put right before it is asked; nothing open at the end."""
    with writing(books.engine) as connection:
        engaging.rectifying(connection)
    end = {"seq": 11, "act": "close", "state": "closed", "due_on": None}
    end |= {"acted_on": "2026-06-01", "recorded_at": LATE, "paper": ""}
    with books.raw() as raw:
        refused(raw, "bangfu:finding", "audit_engagement_steps", **end)


def test_nobody_is_asked_to_put_nothing_right(books: Books) -> None:
    with writing(books.engine) as connection:
        engaging.drafted(connection)
        told = rectification.Asked(words="属实")
        at = engaging.auditee(connection, on=day("03-25"))
        rectification.reply(at, 1, rectification.Outcome.AGREED, told)
        at = desk(connection, on=day("04-01"))
        rectification.decide(at, 1, rectification.Outcome.NONE, told)
        step(connection, Doing.DECIDE, day("04-01"), paper="1号")
        step(connection, Doing.ISSUE, day("04-03"))
    ask = {"seq": 9, "act": "notify", "state": "rectifying", "paper": "1号"}
    ask |= {"acted_on": "2026-04-10", "recorded_at": LATE, "due_on": "2026-05-10"}
    with books.raw() as raw:
        refused(raw, "bangfu:finding", "audit_engagement_steps", **ask)


def test_nothing_is_answered_once_it_is_withdrawn(books: Books) -> None:
    with writing(books.engine) as connection:
        engaging.fieldwork(connection)
        engaging.papered(connection)
        at = desk(connection, "经乙", FIELD)
        facts = paper_keeping.Facts(title="又一事项", facts="事实")
        paper_keeping.collect(at, facts)
        step(connection, Doing.WITHDRAW, day("03-20"), words="上级改派")
    late = {"number": 2, "acted_on": "2026-03-21", "recorded_at": LATE}
    with books.raw() as raw:
        refused(raw, "bangfu:paper", "audit_evidence_answers", **late)


# -- samples ------------------------------------------------------------------------


@pytest.fixture
def sampled(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    for books in building.copied(shelf, dialect, "sampled_field", sampling.fill):
        with writing(books.engine) as connection:
            step(connection, Doing.NOTICE, engaging.BEGUN)
            step(connection, Doing.PLAN, day("03-03"))
            step(connection, Doing.UNDERTAKING, day("03-06"))
            step(connection, Doing.FIELDWORK, day("03-09"))
            engaging.papered(connection)
        yield books


def test_a_draft_waits_for_samples_that_are_not_worked(sampled: Books) -> None:
    with writing(sampled.engine) as connection:
        one = sampling.seal(desk(connection, on=FIELD), sampling.Of.PAYMENTS)
        at = desk(connection, on=FIELD, hour=3)
        worked = sampling.draw_sample(at, one.number, sampling.wanted())
        with pytest.raises(
            EngagementRefused, match=rf"样本 {worked.mark} 还有没有检查"
        ):
            step(connection, Doing.DRAFT, day("03-20"))
        sampling.all_right(desk(connection, on=day("03-12")), worked)
        step(connection, Doing.DRAFT, day("03-20"))


def test_nothing_is_looked_at_before_it_is_drawn(sampled: Books) -> None:
    with writing(sampled.engine) as connection:
        one = sampling.seal(desk(connection, on=FIELD), sampling.Of.PAYMENTS)
        at = desk(connection, on=FIELD, hour=3)
        worked = sampling.draw_sample(at, one.number, sampling.wanted())
        name = worked.sample.items[0].name
        right = [Found(item=name, outcome=Outcome.RIGHT)]
        at = desk(connection, on=day("03-12"))
        with pytest.raises(SamplingRefused, match="早于抽取样本的日期"):
            sampling.record(at, (one.number, 1), right, dt.date(2026, 3, 9))
        sampling.record(at, (one.number, 1), right, FIELD)
