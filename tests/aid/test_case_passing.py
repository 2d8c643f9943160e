"""A grass-roots union's own aid, and what it passes up to the unit above."""

from collections.abc import Iterator
from typing import Any

import pytest

from aid import case_judging as judging
from aid import case_passing
from aid import case_steps as steps
from aid.case_desk import history as history_of
from aid.case_kinds import Case, Doing, Outcome, State
from aid.cases import payable
from aid.claims import Project
from aid.eligibility import Limb
from aid.errors import CaseRefused
from ledger.database import reading, writing
from ledger.money import Money
from tests import server
from tests.aid import casework
from tests.aid.casework import TERMS, act, apply, day, do
from tests.aid.filing import VAULT
from tests.building import Books


@pytest.fixture
def tree(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    """P over C over K over G, with a file or two each."""
    yield from casework.tree(shelf, dialect)


def own_aid(books: Books) -> str:
    """Own aid of G over 500.00 yuan, approved."""
    own: dict[str, Any] = {"own": True, "limb": None, "asked": Money(500_00)}
    key = apply(books, "G", code="G-1", project=Project.MEDICAL, **own).key
    casework.published(books, key, "G")
    do(books, judging.approve, key, "赵六", day("03-12"), TERMS, unit="G", paper="")
    return key


def test_a_grassroots_union_decides_on_its_own_aid_alone(tree: Books) -> None:
    own_aid(tree)
    key = apply(tree, "G", code="G-1", ref="r2").key
    casework.published(tree, key, "G")
    with pytest.raises(CaseRefused, match="县级以上工会或帮扶中心办理"):
        do(tree, judging.first_review, key, "王五", day("03-12"), TERMS, unit="G")
    with pytest.raises(CaseRefused, match="不报省总备案"):
        do(tree, steps.file, "A2026-1", "张三", day("03-13"), unit="G")
    with reading(tree.engine) as connection:
        (own,) = payable(connection, "G", day("03-31"))
    assert (own.own, own.granted) == (True, Money(500_00))


def test_what_is_passed_up_goes_on_above_and_names_what_was_given(tree: Books) -> None:
    """G gave 500.00 itself, which comes off the 30,000: 8 % of 29,500 is 2,360."""
    own_aid(tree)
    key = apply(tree, "G", code="G-1", ref="r2").key
    casework.published(tree, key, "G")
    up = do(tree, steps.refer, key, "张三", day("03-12"), unit="G", words="无力解决")
    assert (up.state, up.upper) == (State.REFERRED, "K")
    with writing(tree.engine) as connection:
        by = act("张三", day("03-13"))
        taken = case_passing.take_over(connection, "K", ("G", key), VAULT, by)
        again = case_passing.take_over(connection, "K", ("G", key), VAULT, by)
    assert taken == again
    assert (taken.unit, taken.from_unit, taken.from_key) == ("K", "G", key)
    assert (taken.state, taken.last_on) == (State.PUBLISHED, day("03-11"))
    do(tree, judging.first_review, taken.key, "王五", day("03-13"), TERMS)
    done = do(tree, judging.approve, taken.key, "赵六", day("03-16"), TERMS)
    assert done.case.granted == Money(2_360_00)
    with pytest.raises(CaseRefused, match="已转上级，不能撤回"):
        do(tree, steps.withdraw, key, "张三", day("03-17"), unit="G")


def taken_over(books: Books, key: str) -> Case:
    """The case of G that was passed up, as K goes on with it."""
    with writing(books.engine) as connection:
        by = act("张三", day("03-13"))
        return case_passing.take_over(connection, "K", ("G", key), VAULT, by)


def test_objections_and_answers_come_along(tree: Books) -> None:
    key = apply(tree, "G", code="G-1").key
    casework.reviewed(tree, key, "G")
    told: dict[str, Any] = {"unit": "G", "words": "有车"}
    do(tree, steps.publish, key, "张三", day("03-04"), unit="G")
    do(tree, steps.object_to, key, "张三", day("03-05"), **told)
    do(tree, steps.object_to, key, "张三", day("03-05"), **told)
    do(tree, steps.answer, key, "李四", day("03-06"), Outcome.DISMISSED, **told)
    do(tree, steps.take_down, key, "张三", day("03-11"), unit="G")
    with pytest.raises(CaseRefused, match="有 1 项异议没有答复"):
        do(tree, steps.refer, key, "张三", day("03-12"), **told)
    do(tree, steps.answer, key, "李四", day("03-12"), Outcome.DISMISSED, **told)
    do(tree, steps.refer, key, "张三", day("03-12"), **told)
    case = taken_over(tree, key)
    assert (case.objections, case.last_on) == (0, day("03-11"))
    with reading(tree.engine) as connection:
        found = history_of(connection, "K", case.key, VAULT)
    assert [one.words for one in found if one.doing is Doing.OBJECT] == ["有车"] * 2
    done = do(tree, judging.first_review, case.key, "王五", day("03-13"), TERMS)
    assert done.case.state is State.FIRST_REVIEWED


def test_a_notice_that_hung_when_it_was_passed_up_hung_too_short(tree: Books) -> None:
    key = apply(tree, "G", code="G-1").key
    casework.reviewed(tree, key, "G")
    do(tree, steps.publish, key, "张三", day("03-04"), unit="G")
    do(tree, steps.refer, key, "张三", day("03-06"), unit="G", words="无力解决")
    case = taken_over(tree, key)
    assert (case.state, case.last_on) == (State.PUBLISHED, day("03-06"))
    with pytest.raises(CaseRefused, match="须重新公示"):
        do(tree, judging.first_review, case.key, "王五", day("03-16"), TERMS)


def test_who_reviewed_below_does_not_take_over(tree: Books) -> None:
    key = apply(tree, "G", code="G-1").key
    casework.reviewed(tree, key, "G")
    do(tree, steps.refer, key, "张三", day("03-06"), unit="G", words="无力解决")
    with writing(tree.engine) as connection:
        by = act("李四", day("03-13"))
        with pytest.raises(CaseRefused, match="此人在下级审核过"):
            case_passing.take_over(connection, "K", ("G", key), VAULT, by)


def test_only_what_was_passed_up_to_a_unit_is_taken_over(tree: Books) -> None:
    key = own_aid(tree)
    with writing(tree.engine) as connection:
        by = act("张三", day("03-13"))
        with pytest.raises(CaseRefused, match="没有转给本单位"):
            case_passing.take_over(connection, "K", ("G", key), VAULT, by)


def test_own_aid_stays_granted_when_more_is_asked_above(tree: Books) -> None:
    key = own_aid(tree)
    do(tree, steps.refer, key, "张三", day("03-13"), unit="G", words="仍不够")
    with reading(tree.engine) as connection:
        (own,) = payable(connection, "G", day("03-31"))
    assert (own.state, own.payable) == (State.REFERRED, Money(500_00))
    with writing(tree.engine) as connection:
        by = act("张三", day("03-13"))
        taken = case_passing.take_over(
            connection, "K", ("G", key), VAULT, by, limb=Limb.ILLNESS
        )
    assert (taken.own, taken.limb) == (False, Limb.ILLNESS)


def test_without_a_unit_above_the_paper_is_named(tree: Books) -> None:
    key = apply(tree, "U1", code="U-1").key
    more = {"unit": "U1", "words": "不够"}
    with pytest.raises(CaseRefused, match="上级工会没有在此记账"):
        do(tree, steps.refer, key, "张三", day("03-12"), **more, paper="")
    assert do(tree, steps.refer, key, "张三", day("03-12"), **more).upper == ""
