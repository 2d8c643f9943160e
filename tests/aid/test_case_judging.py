"""Cases judged: eligibility and award, and aid that comes first."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from aid import case_judging as judging
from aid import case_steps as steps
from aid import history, history_sheet
from aid.case_kinds import State
from aid.cases import payable
from aid.claims import Project
from aid.eligibility import Limb
from aid.errors import CaseRefused
from ledger.database import reading, writing
from ledger.errors import GuardBit, NotFound
from ledger.money import Money
from tests import server
from tests.aid import casework, filing
from tests.aid.casework import TERMS, act, apply, day, do
from tests.aid.filing import VAULT
from tests.building import Books


@pytest.fixture
def tree(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    """P over C over K over G, with a file or two each."""
    yield from casework.tree(shelf, dialect)


# -- judging ------------------------------------------------------------------------


def test_who_is_not_in_special_hardship_is_refused_with_the_reasons(
    tree: Books,
) -> None:
    filing.change(
        tree,
        "K-2",
        casework.family(4, cannot_manage=False),
        act("档案员", day("02-02")),
    )
    key = apply(tree, code="K-2").key
    casework.published(tree, key)
    with pytest.raises(CaseRefused, match="不符合特困职工的标准：基本条件"):
        do(tree, judging.first_review, key, "王五", day("03-12"), TERMS)
    gone = do(tree, steps.reject, key, "王五", day("03-12"), words="不符合")
    assert gone.state is State.REJECTED


def test_the_limb_relied_upon_has_to_be_met(tree: Books) -> None:
    key = apply(tree, limb=Limb.DISASTER).key
    casework.published(tree, key)
    with pytest.raises(CaseRefused, match="所依据的“天灾人祸”不成立"):
        do(tree, judging.first_review, key, "王五", day("03-12"), TERMS)


def told(books: Books, verb: Any, key: str, on: str, *more: Any, **named: Any) -> str:
    """What a refused step says is to be done."""
    with pytest.raises((CaseRefused, NotFound)) as refused:
        do(books, verb, key, "赵六", day(on), *more, **named)
    return str(refused.value).rpartition("办法：")[2]


def test_a_refusal_names_the_command_that_comes_next(tree: Books) -> None:
    key = apply(tree).key
    step = f"bangfu aid cases {{}} {key} --unit K"
    early = told(tree, judging.approve, key, "03-02", TERMS)
    assert early == f"下一步由 K 审核：{step.format('review')}"
    bare = told(tree, steps.review, key, "03-02", paper="")
    assert bare == "用 --paper 写明基层工会的文件号"
    away = told(tree, judging.approve, key, "03-02", TERMS, unit="C")
    assert "--unit 写受理这项申请的单位，不是审批单位" in away
    casework.published(tree, key)
    do(tree, steps.object_to, key, "张三", day("03-11"), words="家中有车")
    answer = f"先答复异议：{step.format('answer')}"
    words = {"words": "无力解决"}
    for found in (
        told(tree, judging.first_review, key, "03-12", TERMS),
        told(tree, steps.refer, key, "03-12", **words),
    ):
        assert found == answer
    gone = apply(tree, code="K-2", ref="r2", asked=Money(1), limb=Limb.DISASTER).key
    casework.published(tree, gone)
    nothing = told(tree, judging.first_review, gone, "03-12", TERMS)
    assert nothing.startswith(f"不予救助的：bangfu aid cases reject {gone} --unit K")
    do(tree, steps.withdraw, gone, "张三", day("03-12"))
    assert "bangfu aid cases apply" in told(tree, steps.publish, gone, "03-12")


def test_more_than_the_award_is_refused_with_its_steps(tree: Books) -> None:
    key = apply(tree).key
    casework.first_reviewed(tree, key)
    more = {"granted": Money(2_400_01)}
    with pytest.raises(CaseRefused, match=r"超过可救助的 2,400\.00 元：.*自付"):
        do(tree, judging.approve, key, "赵六", day("03-13"), TERMS, **more)
    less = {"granted": Money(2_000_00)}
    done = do(tree, judging.approve, key, "赵六", day("03-13"), TERMS, **less)
    assert done.case.granted == Money(2_000_00)


def test_a_missing_standard_says_which_to_enter(tree: Books) -> None:
    from aid.errors import StandardMissing  # noqa: PLC0415 - one use
    from tests.aid.families import standards  # noqa: PLC0415 - one use

    key = apply(tree, project=Project.LIVING, year=2026).key
    casework.published(tree, key)
    terms = judging.Terms(standards=standards())
    with pytest.raises(StandardMissing, match=r"登记 130102 2026.*minimum_living.csv"):
        do(tree, judging.first_review, key, "王五", day("03-12"), terms)


def test_medical_aid_is_given_once_for_a_person_and_year(tree: Books) -> None:
    casework.approved(tree, apply(tree).key)
    again = apply(tree, ref="r2", on=day("03-16")).key
    do(tree, steps.review, again, "李四", day("03-17"))
    do(tree, steps.publish, again, "张三", day("03-17"))
    with pytest.raises(CaseRefused, match="一次性救助，不再重复"):
        do(tree, judging.first_review, again, "王五", day("03-26"), TERMS)


def test_aid_given_elsewhere_comes_off_what_was_paid(
    tree: Books, tmp_path: Path
) -> None:
    """Civil affairs gave 1,000.00: 8 % of 29,000 is 2,320."""
    head = "档案号,救助项目,年度,金额,发放日期,发放单位,其他救助"
    given = "K-1,医疗救助,2025,1000,2025-12-01,某区民政局,是"
    path = tmp_path / "payments.csv"
    path.write_text(f"{head}\n{given}\n", "utf-8")
    by = act("张三", day("03-02"))
    with writing(tree.engine) as connection:
        sheet = history_sheet.read_history(path, by)
        history.import_history(connection, "K", sheet, VAULT, by)
    found = casework.approved(tree, apply(tree).key)
    assert found.case.granted == Money(2_320_00)


def test_what_a_member_had_under_another_file_counts(tree: Books) -> None:
    """Member 3 of K-1 has a file, K-3, and a case of their own."""
    clerk = act("档案员", day("02-02"))
    filing.add(tree, casework.family(3), "K", "K-3", clerk)
    granted = casework.approved(tree, apply(tree, code="K-3").key).case.granted
    case = apply(tree, ref="r2", code="K-1", on=day("03-16"))
    with reading(tree.engine) as connection:
        (had,) = judging.given_before(connection, case)
    assert (had.project, had.member, had.amount) == (Project.MEDICAL, 3, granted)
    assert not had.is_other


def test_no_more_than_the_quota_are_taken_by_the_supplement(tree: Books) -> None:
    """Of 40 who receive it 5 % are two; the third needs a paper."""
    by_six = {
        "supplement_monthly": Money(600_00),
        "is_specially_hard": True,
    }
    clerk = act("档案员", day("02-02"))
    for place in (21, 22, 23):
        filing.add(tree, casework.family(place, **by_six), "K", f"K-{place}", clerk)
        told = {"limb": Limb.SUPPLEMENT, "ref": f"r{place}", "code": f"K-{place}"}
        key = apply(tree, **told).key
        if place != 23:
            notes = casework.approved(tree, key).notes
            assert "未超过" in notes[0]
    found = casework.first_reviewed(tree, key)
    assert "纳入 3 人" in found.notes[0]
    when = day("03-13")
    with pytest.raises(CaseRefused, match=r"超过.*写明批准的文件号"):
        do(tree, judging.approve, key, "赵六", when, TERMS, paper="")
    done = do(tree, judging.approve, key, "赵六", when, TERMS)
    assert done.case.state is State.APPROVED


def test_two_approvals_at_once_are_one(tree: Books) -> None:
    key = apply(tree).key
    casework.first_reviewed(tree, key)

    def attempt(person: str) -> str:
        try:
            do(tree, judging.approve, key, person, day("03-13"), TERMS)
        except (CaseRefused, GuardBit):
            return ""
        return person

    with ThreadPoolExecutor(2) as pool:
        done = sorted(pool.map(attempt, ("赵六", "孙七")))
    assert done[0] == ""
    assert tree.one("SELECT COUNT(*) FROM aid_case_steps WHERE act = 'approve'") == 1


# -- emergency ----------------------------------------------------------------------


def test_aid_comes_first_and_the_papers_follow(tree: Books) -> None:
    key = apply(tree, emergency=True).key
    sum_ = Money(1_000_00)
    told = {"words": "突发车祸"}
    with pytest.raises(CaseRefused, match="此人已登记申请，审批须由另一人"):
        do(tree, judging.aid_first, key, "张三", day("03-02"), sum_, **told)
    with pytest.raises(CaseRefused, match="建立或变更过这份档案"):
        do(tree, judging.aid_first, key, "档案员", day("03-02"), sum_, **told)
    case, papers = do(tree, judging.aid_first, key, "赵六", day("03-02"), sum_, **told)
    assert (case.state, case.released, case.granted) == (State.APPLIED, sum_, sum_)
    assert papers.due_on > day("03-02")
    with reading(tree.engine) as connection:
        assert [one.key for one in payable(connection, "K", day("03-02"))] == [key]
    with pytest.raises(CaseRefused, match="已经先行救助过"):
        do(tree, judging.aid_first, key, "赵六", day("03-03"), sum_, **told)
    casework.first_reviewed(tree, key)
    with pytest.raises(CaseRefused, match="材料没有补办"):
        do(tree, judging.approve, key, "赵六", day("03-13"), TERMS)
    do(tree, steps.papers, key, "张三", day("03-13"))
    done = do(tree, judging.approve, key, "赵六", day("03-13"), TERMS)
    assert done.case.payable == Money(2_400_00)


def test_only_an_emergency_is_paid_first(tree: Books) -> None:
    key = apply(tree).key
    with pytest.raises(CaseRefused, match=r"没有标明突遇特殊困难.*没有写明紧急情况"):
        do(tree, judging.aid_first, key, "赵六", day("03-02"), Money(1))


def test_in_need_the_centre_is_asked_while_a_union_below_holds_the_file(
    tree: Books,
) -> None:
    """G holds G-1; K gives first, and names G's paper when it reviews."""
    with pytest.raises(CaseRefused, match="本单位没有档案“G-1”"):
        apply(tree, code="G-1")
    case = apply(tree, code="G-1", emergency=True)
    assert (case.from_unit, case.from_key) == ("G", "")
    assert apply(tree, code="G-1", emergency=True) == case
    sum_, told = Money(800_00), {"words": "突发车祸"}
    case, _ = do(tree, judging.aid_first, case.key, "赵六", day("03-02"), sum_, **told)
    do(tree, steps.papers, case.key, "张三", day("03-02"))
    assert casework.approved(tree, case.key).case.granted == Money(2_400_00)
    with pytest.raises(CaseRefused, match="本单位没有档案“U-1”"):
        apply(tree, ref="r2", code="U-1", emergency=True)


@pytest.mark.parametrize(
    ("left", "why"),
    [
        (lambda books: filing.close(books, "K-1"), "档案已退出"),
        (lambda books: filing.move(books, "K-1", "U1"), "档案已转到其他单位"),
    ],
    ids=["closed", "moved"],
)
def test_nothing_is_approved_for_a_file_that_left(
    tree: Books, left: Callable[[Books], object], why: str
) -> None:
    key = apply(tree).key
    casework.first_reviewed(tree, key)
    left(tree)
    with pytest.raises(CaseRefused, match=why):
        do(tree, judging.approve, key, "赵六", filing.SOON, TERMS)
