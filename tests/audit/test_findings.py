"""Findings of an engagement: raised, taken over, changed, answered, put right."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from audit import findings, integrity, rectification, responsibility
from audit.catalogue import entry_of, run_one
from audit.check import Result
from audit.engagements import Doing
from audit.errors import FindingRefused, NotIndependent
from audit.finding_kinds import MOVES, Category, Kept, Outcome, State
from audit.finding_reading import exceptions_of, finding_of, findings_of, steps_of
from audit.rectification import Asked
from audit.responsibility import Judged, categories_on
from audit.store import read_books
from ledger.database import Connection, reading, writing
from ledger.errors import NotFound
from ledger.money import Money
from tests import server
from tests.audit import engaging
from tests.audit.engaging import FIELD, act, auditee, day, desk, step
from tests.audit.sealed import unguard
from tests.building import Books


@pytest.fixture
def books(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    yield from engaging.filled(shelf, dialect)


def without_files(connection: Connection) -> Result:
    """T41 over 2025: the vouchers of the small world have no attachment."""
    entry = entry_of("T41")
    assert entry is not None
    return run_one(entry, read_books(connection, "U1", engaging.YEAR))


# -- raising ------------------------------------------------------------------------


def test_an_auditors_own_finding_rests_on_vouchers_and_proofs(books: Books) -> None:
    with writing(books.engine) as connection:
        engaging.fieldwork(connection)
        at = desk(connection, on=FIELD)
        one = findings.raise_own(
            at, engaging.said(), ["2025-01 付-2", "2025-01 付-1"], ["V5"]
        )
    assert (one.label, one.state, one.check) == ("J2026-1/1", State.OPEN, "")
    assert one.vouchers == ("2025-01 付-1", "2025-01 付-2")
    assert one.proofs == ("V5",)
    assert (one.amount, one.persons, one.responsible_unit) == (Money(30_00), 1, "U1")
    with reading(books.engine) as connection:
        assert findings_of(connection, "U1", "J2026-1") == (one,)
        assert findings_of(connection, "U2") == ()
        with pytest.raises(NotFound, match="J2026-1/2"):
            finding_of(connection, "U1", "J2026-1", 2)


@pytest.mark.parametrize(
    ("said", "vouchers", "why"),
    [
        ({"criterion": " "}, (), "没有写明标准"),
        ({"effect": "11010519491231002X"}, (), "个人号码"),
        ({"evidence": ""}, (), "没有写明证据"),
        ({}, ("2025-01 付-9",), "没有凭证“2025-01 付-9”"),
        ({}, ("付-1",), "没有凭证“付-1”"),
        ({"persons": -1}, (), "人次不能为负"),
    ],
)
def test_a_finding_that_cannot_be_is_refused(
    books: Books, said: dict[str, Any], vouchers: tuple[str, ...], why: str
) -> None:
    with writing(books.engine) as connection:
        engaging.fieldwork(connection)
        at = desk(connection, on=FIELD)
        with pytest.raises(FindingRefused, match=why):
            findings.raise_own(at, engaging.said(**said), vouchers)


def test_findings_are_raised_in_fieldwork_alone(books: Books) -> None:
    with writing(books.engine) as connection:
        engaging.begin(connection)
        with pytest.raises(FindingRefused, match="已立项，不能提出发现"):
            findings.raise_own(desk(connection), engaging.said())


# -- taking over --------------------------------------------------------------------


def test_a_finding_of_a_check_comes_with_all_its_exceptions(books: Books) -> None:
    with writing(books.engine) as connection:
        engaging.fieldwork(connection)
        result = without_files(connection)
        title = result.findings[0].title
        told = [one for one in result.findings if one.title == title]
        at = desk(connection, on=FIELD)
        one = findings.take_over(at, result, title)
    assert result.check is not None
    assert (one.check, one.proofs) == ("T41", ("T41",))
    assert (one.count, one.criterion) == (len(told), result.check.basis)
    assert one.population == (result.population.of, 3, Money(950_00))
    assert one.amount == sum((each.amount for each in told), Money(0))
    with reading(books.engine) as connection:
        kept = [*exceptions_of(connection, "U1", "J2026-1", 1)]
    assert [each.condition for each in kept] == [each.condition for each in told]
    assert {m for each in kept for m in each.evidence} == set(one.vouchers)
    assert one.condition.startswith(f"共 {len(told)} 项：")


def test_what_the_auditor_cleared_is_left_out_and_nothing_is_taken_twice(
    books: Books,
) -> None:
    with writing(books.engine) as connection:
        engaging.fieldwork(connection)
        result = without_files(connection)
        title, at = result.findings[0].title, desk(connection, on=FIELD)
        one = findings.take_over(at, result, title, {"2025-01 付-1"})
        assert "2025-01 付-1" not in one.vouchers
        assert one.count == len(result.findings) - 1
        with pytest.raises(FindingRefused, match="已取用"):
            findings.take_over(desk(connection, on=FIELD), result, title)
        with pytest.raises(FindingRefused, match="没有“别的”"):
            findings.take_over(desk(connection, on=FIELD), result, "别的")
        gone = Asked(words="重新取用")
        rectification.drop(desk(connection, on=FIELD), 1, gone)
        again = findings.take_over(desk(connection, on=FIELD), result, title)
    assert (again.number, again.count) == (2, len(result.findings))


def test_exceptions_outside_the_tenure_are_left_out(books: Books) -> None:
    early = engaging.Span(dt.date(2025, 1, 1), dt.date(2025, 1, 15))
    with writing(books.engine) as connection:
        engaging.fieldwork(connection, span=early, kind=engaging.Kind.SPECIAL)
        result = without_files(connection)
        at = desk(connection, on=FIELD)
        # The vouchers are of the fifteenth, the first day after.
        with pytest.raises(FindingRefused, match="在审计期间没有"):
            findings.take_over(at, result, result.findings[0].title)


def test_a_check_that_was_not_performed_gives_nothing(books: Books) -> None:
    entry = entry_of("T51")
    assert entry is not None
    with writing(books.engine) as connection:
        result = run_one(entry, read_books(connection, "U1", engaging.YEAR))
        engaging.fieldwork(connection)
        with pytest.raises(FindingRefused, match="审计项目（没有登记）"):
            findings.take_over(desk(connection, on=FIELD), result, "x")


# -- changing -----------------------------------------------------------------------


def test_what_is_said_is_revised_and_what_proves_it_stays(books: Books) -> None:
    with writing(books.engine) as connection:
        engaging.fieldwork(connection)
        at = desk(connection, on=FIELD)
        first = findings.raise_own(at, engaging.said(), ["2025-01 付-1"])
        more = engaging.said(amount=Money(20_00), title="一笔发放没有档案")
        with pytest.raises(FindingRefused, match="没有写明修改理由"):
            findings.revise(desk(connection, on=FIELD), 1, more, "")
        one = findings.revise(desk(connection, on=FIELD), 1, more, "核实后更正")
        (taken,) = steps_of(connection, "U1", "J2026-1").values()
    assert (one.revision, one.amount, one.title) == (2, Money(20_00), more.title)
    assert (one.vouchers, one.count) == (first.vouchers, 0)
    assert [each.doing.value for each in taken] == ["raise", "revise"]


# -- responsibility -----------------------------------------------------------------


def test_categories_are_those_of_the_day() -> None:
    before, after = (categories_on(dt.date(year, 1, 1)) for year in (2015, 2026))
    assert [one.label for one in before.all] == ["直接责任", "主管责任", "领导责任"]
    assert [one.label for one in after.all] == ["直接责任", "领导责任"]
    assert "2019" in after.basis


def test_responsibility_is_of_officers_by_the_list_in_force(books: Books) -> None:
    judged = Judged(
        person="主席",
        post="主席",
        category=Category.LEADERSHIP,
        words="分管并审批，未尽审核责任",
        amount=Money(30_00),
    )
    with writing(books.engine) as connection:
        engaging.drafted(connection)
        at = desk(connection, on=day("03-21"))
        for more, why in (
            ({"category": Category.SUPERVISORY}, "没有“主管责任”"),
            ({"post": "会计"}, "没有任过这一职务"),
            ({"words": ""}, "没有写明认定理由"),
        ):
            wrong = Judged(**{**_fields(judged), **more})
            with pytest.raises(FindingRefused, match=why):
                responsibility.assign(at, 1, wrong)
        with pytest.raises(FindingRefused, match="没有第 2 号发现"):
            responsibility.assign(at, 2, judged)
        responsibility.assign(at, 1, judged)
        direct = Judged(**{**_fields(judged), "category": Category.DIRECT})
        responsibility.assign(desk(connection, on=day("03-22")), 1, direct)
        (duty,) = finding_of(connection, "U1", "J2026-1", 1).duties
    assert (duty.category, duty.amount, duty.on) == (
        Category.DIRECT,
        Money(30_00),
        day("03-22"),
    )


def _fields(one: Judged) -> dict[str, Any]:
    return {name: getattr(one, name) for name in Judged.__slots__}


# -- what becomes of one ------------------------------------------------------------


def test_every_state_of_a_finding_can_be_reached() -> None:
    reached = {to for moves in MOVES.values() for _, _, to in moves} | {State.OPEN}
    assert reached == set(State)


def test_a_finding_is_put_right_and_accepted(books: Books) -> None:
    with writing(books.engine) as connection:
        engaging.rectifying(connection)
        engaging.put_right(connection)
        one = finding_of(connection, "U1", "J2026-1", 1)
        told = steps_of(connection, "U1", "J2026-1")[1]
    assert (one.state, one.closed_on) == (State.CLOSED, day("05-25"))
    assert (one.recovered, one.due_on) == (Money(10_00), day("05-31"))
    assert [each.doing.value for each in told] == [
        *("raise", "reply", "decide", "rectify", "follow_up")
    ]
    assert [each.person for each in told] == ["经乙", "主席", "经甲", "主席", "经乙"]


def test_what_was_not_put_right_gets_another_day(books: Books) -> None:
    with writing(books.engine) as connection:
        engaging.rectifying(connection)
        assert finding_of(connection, "U1", "J2026-1", 1).is_overdue(day("06-01"))
        report = Asked(words="正在办理")
        rectification.rectify(auditee(connection, on=day("05-30")), 1, report)
        again = Asked(words="没有补建", due_on=day("07-31"))
        at = desk(connection, "经乙", day("06-05"))
        one = rectification.follow_up(at, 1, Outcome.NOT_ACCEPTED, again)
    assert (one.state, one.due_on) == (State.DECIDED, day("07-31"))
    assert not one.is_overdue(day("06-06"))


def test_silence_waits_for_the_end_of_the_term_and_the_leader_decides(
    books: Books,
) -> None:
    due = Asked(due_on=day("05-31"))
    with writing(books.engine) as connection:
        engaging.drafted(connection)
        at = desk(connection, on=day("03-30"))
        with pytest.raises(FindingRefused, match="征求意见至 2026-03-30"):
            rectification.decide(at, 1, Outcome.RECTIFY, due)
        member = desk(connection, "经乙", day("03-31"))
        with pytest.raises(FindingRefused, match="由审计组长作出"):
            rectification.decide(member, 1, Outcome.RECTIFY, due)
        at = desk(connection, on=day("03-31"))
        for outcome, asked, why in (
            (Outcome.RECTIFY, Asked(), "没有写明整改期限"),
            (Outcome.TRANSFER, Asked(), "没有写明文件号"),
            (Outcome.NONE, due, "不写整改期限"),
            (Outcome.AGREED, Asked(), "不能处理“无异议”"),
        ):
            with pytest.raises(FindingRefused, match=why):
                rectification.decide(at, 1, outcome, asked)
        one = rectification.decide(at, 1, Outcome.TRANSFER, Asked(paper="移送1号"))
    assert one.state is State.CLOSED


def test_auditors_do_not_reply_nor_rectify(books: Books) -> None:
    with writing(books.engine) as connection:
        engaging.drafted(connection)
        with pytest.raises(NotIndependent, match="审计组的人不能代"):
            auditee(connection, "经乙", day("03-21"))
        at = auditee(connection, on=day("03-21"))
        reply = Asked(words="不同意定性")
        one = rectification.reply(at, 1, Outcome.DISAGREED, reply)
        assert one.state is State.REPLIED
        with pytest.raises(FindingRefused, match="征求意见中，不能报送整改"):
            rectification.rectify(auditee(connection, on=day("03-21")), 1, reply)


def test_what_was_not_carried_is_not_followed_up_after_the_end(books: Books) -> None:
    with writing(books.engine) as connection:
        engaging.rectifying(connection)
        engaging.put_right(connection)
        step(connection, Doing.CLOSE, day("06-01"))
        given = act("经乙", day("06-02"))
        at = rectification.follow_desk_of(connection, "U1", "J2026-1", given)
        with pytest.raises(FindingRefused, match="已办结，不能后续审计"):
            rectification.follow_up(at, 1, Outcome.ACCEPTED, Asked(words="x"))
        given = act("孙七", day("06-02"))
        with pytest.raises(NotIndependent, match="不在本单位任何审计组中"):
            rectification.follow_desk_of(connection, "U1", "J2026-1", given)


# -- recomputed ---------------------------------------------------------------------


def _taken(books: Books) -> Kept:
    with writing(books.engine) as connection:
        engaging.fieldwork(connection)
        result = without_files(connection)
        at = desk(connection, on=FIELD)
        return findings.take_over(at, result, result.findings[0].title)


def _differences(books: Books) -> list[str]:
    with reading(books.engine) as connection:
        report = integrity.verify(connection)
    return [f"{one.test} {one.place} {one.what}" for one in report.differences]


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ("UPDATE audit_finding_exceptions SET amount_fen = amount_fen + 1", "合计"),
        ("UPDATE audit_finding_exceptions SET condition = condition || '。'", "摘要"),
        ("DELETE FROM audit_finding_exceptions WHERE item = 1", "个数"),
        ("DELETE FROM audit_finding_links WHERE link = 1", "个数"),
        ("UPDATE audit_finding_links SET proof = 'T16' WHERE proof <> ''", "摘要"),
    ],
)
def test_what_proves_a_finding_is_recomputed(
    books: Books, change: str, what: str
) -> None:
    _taken(books)
    assert _differences(books) == []
    with books.raw() as raw:
        unguard(raw, "audit_finding_exceptions", "audit_finding_links")
        raw.run(change)
        raw.commit()
    found = [one for one in _differences(books) if one.startswith("V20")]
    assert len(found) == 1
    assert what in found[0]
    assert "J2026-1/1" in found[0]


def test_what_a_finding_says_is_chained(books: Books) -> None:
    _taken(books)
    with books.raw() as raw:
        unguard(raw, "audit_findings")
        raw.run("UPDATE audit_findings SET cause = '别的'")
        raw.commit()
    assert any(one.startswith("V7 audit_findings") for one in _differences(books))
