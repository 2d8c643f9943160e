"""Evidence sheets and working papers: written, answered, revised, reviewed."""

from collections.abc import Iterator
from typing import Any

import pytest

from audit import paper_keeping as verbs
from audit.errors import PaperRefused
from audit.paper_keeping import Facts
from audit.papers import Answer, Review
from ledger.database import reading, writing
from ledger.errors import NotFound
from ledger.money import Money
from ledger.periods import Span
from tests import server
from tests.audit import engaging
from tests.audit.engaging import BEGUN, FIELD, auditee, day, desk, written
from tests.building import Books


@pytest.fixture
def books(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    for books in engaging.filled(shelf, dialect):
        with writing(books.engine) as connection:
            engaging.fieldwork(connection)
        yield books


def facts(**more: Any) -> Facts:
    given: dict[str, Any] = {"title": "事项", "facts": "第一段\n第二段"}
    return Facts(**given | more)


def test_a_sheet_tells_facts_and_is_answered_once(books: Books) -> None:
    marks = ("2025-01 付-1", "2025-01 付-2", "2025-01 付-1")
    with writing(books.engine) as connection:
        at = desk(connection, "经乙", FIELD)
        one = verbs.collect(at, facts(amount=Money(50_00), vouchers=marks))
        assert (one.number, one.facts, one.answered) == (1, "第一段\n第二段", None)
        assert one.vouchers == marks[:2]
        at = auditee(connection, on=FIELD)
        with pytest.raises(PaperRefused, match="没有写明不予确认的理由"):
            verbs.answer(at, 1, Answer.REFUSED)
        verbs.answer(at, 1, Answer.REFUSED, "凭证另有附件")
        with pytest.raises(PaperRefused, match="取证单 1 已答复"):
            verbs.answer(at, 1, Answer.CONFIRMED)
        with pytest.raises(NotFound, match="J2026-1/2"):
            verbs.answer(at, 2, Answer.CONFIRMED)
    with reading(books.engine) as connection:
        (kept,) = verbs.sheets_of(connection, "U1", "J2026-1")
    assert kept.answered is not None
    assert (kept.answered.words, kept.answered.person) == ("凭证另有附件", "主席")


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"title": ""}, "没有写明事项"),
        ({"facts": "账号 6222021234567890128"}, "个人号码"),
        ({"vouchers": ("2025-01 付-7",)}, "没有凭证“2025-01 付-7”"),
        ({"on": BEGUN}, "日期应不早于 2026-03-09"),
    ],
)
def test_a_sheet_that_cannot_be_is_refused(
    books: Books, more: dict[str, Any], why: str
) -> None:
    with writing(books.engine) as connection:
        at = desk(connection, on=FIELD)
        with pytest.raises(PaperRefused, match=why):
            verbs.collect(at, facts(**more))


def test_a_paper_is_reviewed_by_another_and_revised_when_returned(
    books: Books,
) -> None:
    with writing(books.engine) as connection:
        at = desk(connection, "经乙", FIELD)
        verbs.collect(at, facts())
        first = verbs.write(at, written())
        assert (first.span, first.sheets) == (engaging.YEAR, (1,))
        with pytest.raises(PaperRefused, match="上一版还没有复核"):
            verbs.write(at, written(reason="补充"))
        with pytest.raises(PaperRefused, match="编制底稿的人不能复核"):
            verbs.review(at, "A1-1", Review.PASSED, "同意")
        leader = desk(connection, "经甲", FIELD)
        verbs.review(leader, "A1-1", Review.RETURNED, "补充证据")
        with pytest.raises(PaperRefused, match="没有写明修改理由"):
            verbs.write(desk(connection, "经丙", FIELD), written())
        second = verbs.write(desk(connection, "经丙", FIELD), written(reason="补充"))
        assert (second.revision, second.passed) == (2, None)
        # Whoever wrote an earlier revision reviews none of them.
        with pytest.raises(PaperRefused, match="编制底稿的人不能复核"):
            verbs.review(at, "A1-1", Review.PASSED, "同意")
        done = verbs.review(leader, "A1-1", Review.PASSED, "同意")
        assert done.passed is not None
        with pytest.raises(PaperRefused, match="第 2 版已复核通过"):
            verbs.review(leader, "A1-1", Review.PASSED, "同意")
        every = verbs.papers_of(connection, "U1", "J2026-1", every=True)
    assert [(one.revision, one.person) for one in every] == [(1, "经乙"), (2, "经丙")]


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"index": "a1"}, "索引号写成 A1-1"),
        ({"procedure": ""}, "没有写明审计程序"),
        ({"pages": 0}, "页数从 1 起"),
        ({"sheets": (1,)}, "没有取证单 1"),
        ({"sheets": (), "reason": "x"}, "第一版不写修改理由"),
    ],
)
def test_a_paper_that_cannot_be_is_refused(
    books: Books, more: dict[str, Any], why: str
) -> None:
    with writing(books.engine) as connection:
        at = desk(connection, on=FIELD)
        with pytest.raises(PaperRefused, match=why):
            verbs.write(at, written(**more))


def test_papers_stand_in_the_order_of_their_marks(books: Books) -> None:
    part = Span(day("01-01"), day("02-01"))
    with writing(books.engine) as connection:
        at = desk(connection, on=FIELD)
        for index in ("A10-1", "B1-1", "A2-1", "A2-10", "A2-2"):
            verbs.write(at, written(index=index, sheets=(), span=part))
        found = verbs.papers_of(connection, "U1", "J2026-1")
        with pytest.raises(NotFound, match="J2026-1/C1-1"):
            verbs.paper_of(connection, "U1", "J2026-1", "C1-1")
    told = [one.index for one in found]
    assert told == ["A2-1", "A2-2", "A2-10", "A10-1", "B1-1"]
    assert {one.span for one in found} == {part}
