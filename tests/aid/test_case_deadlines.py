"""What is due of cases by when, what is late, and the yearly re-check."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from aid import case_judging as judging
from aid import case_steps as steps
from aid import rechecks
from aid.case_deadlines import Due, DueStep, due_of, late, waiting
from aid.case_kinds import Doing, Outcome, State
from aid.cases import case_of
from aid.errors import CaseRefused
from aid.recipient_steps import Exit, Return
from aid.standards import in_force
from ledger.database import reading, writing
from ledger.money import Money
from tests import server
from tests.aid import casework, filing
from tests.aid.casework import TERMS, act, apply, day, do
from tests.building import Books


@pytest.fixture
def tree(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    """P over C over K over G, with a file or two each."""
    yield from casework.tree(shelf, dialect)


def dues(books: Books, key: str = "A2026-1") -> list[DueStep]:
    """All that is due of a case."""
    with reading(books.engine) as connection:
        case = case_of(connection, "K", key)
        return [*due_of(case, in_force(case.acted_on), books.lookups())]


def told_late(books: Books, on: dt.date) -> list[tuple[Due, str]]:
    with reading(books.engine) as connection:
        return [(one.due, one.code) for one in late(connection, "K", on)]


@pytest.mark.parametrize(
    ("applied", "due_on", "more"),
    [
        ("2026-02-12", "2026-02-24", {}),  # 13, Saturday 14 worked, then 24
        ("2026-02-12", "2026-02-12", {"urgent": True}),
        ("2026-09-29", "2026-10-09", {}),  # 30, then 8, 9
        ("2026-04-29", "2026-05-07", {}),  # 30, then 6, 7
    ],
)
def test_a_review_is_due_within_three_working_days(
    tree: Books, applied: str, due_on: str, more: dict[str, Any]
) -> None:
    apply(tree, on=dt.date.fromisoformat(applied), **more)
    (due,) = dues(tree)
    assert (due.due, due.on.isoformat(), due.by) == (Due.REVIEW, due_on, "K")
    assert "意见第2条" in due.told


def test_a_first_review_is_due_within_seven_days_of_the_notice(tree: Books) -> None:
    """The notice came down on Wednesday, 11 March: seven days on is the 20th."""
    casework.published(tree, apply(tree).key)
    (due,) = dues(tree)
    assert (due.due, due.on, due.by) == (Due.FIRST_REVIEW, day("03-20"), "K")


def test_a_year_beyond_the_calendar_says_so(tree: Books) -> None:
    apply(tree, on=dt.date(2026, 12, 30))
    (due,) = dues(tree)
    assert due.is_provisional
    assert "节假日安排只知道" in due.told


def test_what_came_first_is_reviewed_when_its_papers_are_there(tree: Books) -> None:
    """Papers come on Monday, 9 March: three days on is Thursday, the 12th."""
    key = apply(tree, emergency=True).key
    sum_ = Money(100_00)
    do(tree, judging.aid_first, key, "赵六", day("03-02"), sum_, words="突发车祸")
    (due,) = dues(tree)
    assert due.due is Due.PAPERS
    do(tree, steps.papers, key, "张三", day("03-09"))
    (due,) = dues(tree)
    assert (due.due, due.on) == (Due.REVIEW, day("03-12"))


def test_what_an_objection_sent_back_is_counted_from_that_day(tree: Books) -> None:
    key = apply(tree).key
    casework.reviewed(tree, key)
    do(tree, steps.publish, key, "张三", day("03-04"))
    do(tree, steps.object_to, key, "张三", day("03-05"), words="有车")
    do(tree, steps.answer, key, "李四", day("03-06"), Outcome.BACK, words="属实")
    (due,) = dues(tree)
    assert (due.due, due.on) == (Due.REVIEW, day("03-11"))


def test_what_is_past_its_day_is_listed(tree: Books) -> None:
    clerk = act("档案员", day("02-02"))
    for place in (11, 12, 13):
        filing.add(tree, casework.family(place), "K", f"K-{place}", clerk)
    apply(tree, code="K-1")
    short = apply(tree, ref="r2", code="K-2").key
    hangs = apply(tree, ref="r3", code="K-11").key
    first = apply(tree, ref="r4", code="K-12", emergency=True).key
    done = apply(tree, ref="r5", code="K-13").key
    for key in (short, hangs):
        casework.reviewed(tree, key)
        do(tree, steps.publish, key, "张三", day("03-04"))
    do(tree, steps.take_down, short, "张三", day("03-09"))
    sum_ = Money(100_00)
    do(tree, judging.aid_first, first, "赵六", day("03-02"), sum_, words="突发车祸")
    casework.reviewed(tree, first)
    do(tree, steps.reject, done, "李四", day("03-03"), words="不符合")

    assert told_late(tree, day("03-05")) == []
    assert told_late(tree, day("03-06")) == [(Due.REVIEW, "K-1")]
    assert told_late(tree, day("04-20")) == [
        (Due.REVIEW, "K-1"),
        (Due.PUBLISH_AGAIN, "K-2"),
        (Due.TAKE_DOWN, "K-11"),
        (Due.PAPERS, "K-12"),
        (Due.FIRST_REVIEW, "K-11"),
    ]


def test_each_unit_sees_what_waits_for_it(tree: Books) -> None:
    apply(tree)
    second = apply(tree, ref="r2", code="K-2").key
    casework.first_reviewed(tree, second)
    casework.published(tree, apply(tree, "G", code="G-1").key, "G")
    found: dict[str, list[tuple[str, str, Doing]]] = {}
    with reading(tree.engine) as connection:
        for unit in ("G", "K", "C", "P"):
            told = waiting(connection, unit, day("03-16"))
            found[unit] = [(case.unit, case.key, doing) for case, doing, _ in told]
    assert found == {
        "G": [("G", "A2026-1", Doing.REFER)],
        "K": [("K", "A2026-1", Doing.REVIEW)],
        "C": [("K", "A2026-2", Doing.APPROVE)],
        "P": [],
    }
    do(tree, judging.approve, second, "赵六", day("03-16"), TERMS)
    with reading(tree.engine) as connection:
        ((case, doing, due),) = waiting(connection, "P", day("03-16"))
    assert (case.key, doing, due) == (second, Doing.FILE, None)


# -- the yearly re-check ------------------------------------------------------------


def old_files(books: Books) -> None:
    """K-31, K-32, K-33 of K, opened in 2025."""
    clerk = act("档案员", dt.date(2025, 6, 2))
    for place in (31, 32, 33):
        filing.add(books, casework.family(place), "K", f"K-{place}", clerk)


def state(books: Books, year: int = 2026) -> rechecks.Recheck:
    with reading(books.engine) as connection:
        return rechecks.recheck(connection, "K", year)


def checked(books: Books, verb: Any, code: str, on: dt.date, *more: Any) -> Any:
    return do(books, verb, code, "李四", on, *more)


def test_every_file_is_checked_again_by_the_day_of_the_year(tree: Books) -> None:
    old_files(tree)
    assert state(tree).unchecked == ("K-31", "K-32", "K-33")
    assert state(tree).deadline.due_on == day("04-30")
    assert checked(tree, rechecks.confirm, "K-31", day("04-10")) is True
    assert checked(tree, rechecks.confirm, "K-31", day("04-11")) is False
    gone = checked(tree, rechecks.let_go, "K-32", day("05-04"), Exit.RELIEVED)
    assert not gone.is_open
    found = state(tree)
    assert (found.confirmed, found.exited) == (("K-31",), ("K-32",))
    assert (found.unchecked, found.late) == (("K-33",), ("K-32",))
    # K-1 and K-2 began in the year.
    assert (found.entries, found.exits) == (2, 1)
    assert told_late(tree, day("04-30")) == []
    assert told_late(tree, day("05-01")) == [(Due.RECHECK, "K-33")]


def test_a_check_is_of_an_open_file_of_the_unit(tree: Books) -> None:
    old_files(tree)
    told, by = casework.asked(day("04-11")), act("李四", day("04-10"))
    for code, why in (("G-1", "不在本单位"), ("K-31", "晚于今天")):
        with (
            writing(tree.engine) as connection,
            pytest.raises(CaseRefused, match=why),
        ):
            rechecks.confirm(connection, "K", code, told, filing.VAULT, by)
    checked(tree, rechecks.confirm, "K-31", day("04-10"))
    with pytest.raises(CaseRefused, match="已于 2026-04-10 复核"):
        checked(tree, rechecks.let_go, "K-31", day("04-11"), Exit.UNFIT)
    checked(tree, rechecks.let_go, "K-32", day("04-11"), Exit.UNFIT)
    with pytest.raises(CaseRefused, match="已退出"):
        checked(tree, rechecks.confirm, "K-32", day("04-12"))


def test_mistakes_are_neither_entries_nor_exits_and_moves_are_apart(
    tree: Books,
) -> None:
    old_files(tree)
    filing.close(tree, "K-2", Exit.MISTAKE)
    filing.close(tree, "K-31", Exit.RELIEVED)
    filing.reopen(tree, "K-31", Return.MISTAKE)
    filing.close(tree, "K-32", Exit.RELIEVED)
    filing.reopen(tree, "K-32", Return.AGAIN)
    filing.move(tree, "K-33", "U1")
    filing.move(tree, "G-1", "K")
    found = state(tree)
    assert (found.entries, found.exits) == (2, 1)
    assert (found.moved_in, found.moved_out) == (1, 1)
    earlier = state(tree, 2025)
    assert (earlier.entries, earlier.exits) == (3, 0)


def test_a_state_tells_whether_it_is_decided() -> None:
    assert State.PUBLISHED.is_open
    assert not State.APPROVED.is_open
    assert State.REFERRED.is_ended
    assert {one for one in State if one.is_ended} == {
        State.REJECTED,
        State.WITHDRAWN,
        State.REFERRED,
    }
