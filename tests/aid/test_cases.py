"""Cases: begun once, taken step by step, refused where they may not go on."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from aid import case_judging as judging
from aid import case_steps as steps
from aid.case_desk import acting_unit
from aid.case_kinds import Doing, Outcome, Starter, State
from aid.cases import case_of, cases_of, payable
from aid.claims import Project
from aid.eligibility import Limb
from aid.errors import CaseRefused
from audit.integrity import verify
from ledger.database import reading, writing
from ledger.errors import NotFound
from ledger.money import Money
from tests import server
from tests.aid import casework, filing
from tests.aid.casework import TERMS, act, apply, day, do
from tests.aid.filing import PHONE, VAULT
from tests.building import Books


@pytest.fixture
def tree(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    """P over C over K over G, with a file or two each."""
    yield from casework.tree(shelf, dialect)


@pytest.fixture
def kept(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    """A2026-1 of K approved, A2026-2 published and objected to."""
    yield from casework.filled(shelf, dialect)


def test_a_case_goes_its_whole_way(tree: Books) -> None:
    """30,000 paid, 8 % of it: 2,400.00; the other readings give 2,800 and 2,300."""
    case = apply(tree, words="年初确诊", started_by=Starter.UNION)
    assert (case.key, case.state, case.code) == ("A2026-1", State.APPLIED, "K-1")
    found = casework.approved(tree, case.key)

    assert found.case.granted == Money(2_400_00)
    assert found.case.approved_on == day("03-13")
    assert (
        tree.one(
            "SELECT whole_fen || '/' || from_zero_fen || '/' || above_floor_fen"
            " FROM aid_case_steps WHERE act = 'approve'"
        )
        == "240000/280000/230000"
    )
    filed = do(tree, steps.file, case.key, "张三", day("03-16"))
    assert filed.state is State.FILED
    checked = do(tree, steps.spot_check, case.key, "孙七", day("04-01"), Outcome.PASSED)
    assert checked.state is State.SPOT_CHECKED
    units = tree.rows(
        "SELECT act, code FROM aid_case_steps JOIN units ON id = by_unit_id"
    )
    assert dict(units) == {
        **dict.fromkeys(("apply", "review", "publish", "take_down"), "K"),
        "first_review": "K",
        "approve": "C",
        "file": "P",
        "spot_check": "P",
    }
    with reading(tree.engine) as connection:
        assert verify(connection).differences == ()


def test_nothing_said_in_words_stands_in_clear(tree: Books) -> None:
    apply(tree, words="丈夫去世")
    assert tree.one("SELECT COUNT(*) FROM aid_cases WHERE locked IS NOT NULL") == 1
    assert "丈夫".encode() not in bytes(tree.one("SELECT locked FROM aid_cases"))
    assert "丈夫".encode().hex() not in str(tree.rows("SELECT content FROM records"))


# -- beginning ----------------------------------------------------------------------


def test_saved_twice_is_once_and_other_content_is_refused(tree: Books) -> None:
    first = apply(tree, words="年初确诊")
    assert apply(tree, words="年初确诊").key == first.key
    for other in ({"words": "年底"}, {"year": 2024}, {"asked": Money(1)}):
        with pytest.raises(CaseRefused, match="申请号已用于 A2026-1，内容不同"):
            apply(tree, **{"words": "年初确诊"} | other)
    assert tree.one("SELECT COUNT(*) FROM aid_cases") == 1


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"code": "K-9"}, "本单位没有档案“K-9”"),
    ({"code": "U-1"}, "本单位没有档案“U-1”"),
    ({"member": 4}, "没有第 4 号成员"),
    ({"ref": " "}, "没有写明申请号"),
    ({"words": PHONE}, "不能有个人号码"),
    ({"limb": Limb.OTHER}, "须用文字写明原因"),
    ({"limb": None}, "没有写明所依据的困难情形"),
    ({"limb": Limb.GROUND}, "没有写明所依据的困难情形"),
    ({"own": True}, "只有基层工会有自行帮扶"),
    ({"asked": Money(0)}, "应大于零"),
    ({"year": 2027}, "晚于申请日期"),
    ({"on": day("01-05") - dt.timedelta(days=400)}, "申请日期在单位设立"),
]


@pytest.mark.parametrize(("told", "why"), REFUSED)
def test_what_cannot_be_asked_for_is_refused(
    tree: Books, told: dict[str, Any], why: str
) -> None:
    with pytest.raises(CaseRefused, match=why) as refusal:
        apply(tree, **told)
    assert PHONE not in str(refusal.value)
    assert tree.one("SELECT COUNT(*) FROM aid_cases") == 0


def test_all_that_is_wrong_is_told_at_once(tree: Books) -> None:
    with pytest.raises(CaseRefused, match=r"第 9 号成员.*所依据"):
        apply(tree, member=9, limb=None)


def test_one_thing_has_one_case_under_way(tree: Books) -> None:
    first = apply(tree)
    with pytest.raises(CaseRefused, match="已有申请在办"):
        apply(tree, ref="r2")
    assert apply(tree, ref="r3", member=2).key == "A2026-2"
    do(tree, steps.withdraw, first.key, "张三", day("03-03"))
    assert apply(tree, ref="r2").key == "A2026-3"


def test_a_closed_file_gets_no_aid(tree: Books) -> None:
    filing.close(tree, "K-1")
    with pytest.raises(CaseRefused, match="K-1 已退出"):
        apply(tree, on=filing.SOON)


def test_a_unit_and_a_case_that_are_not_there_are_told(tree: Books) -> None:
    with pytest.raises(NotFound, match="单位“X”"):
        apply(tree, unit="X")
    with reading(tree.engine) as connection, pytest.raises(NotFound, match="申请“A9”"):
        case_of(connection, "K", "A9")


# -- persons and units --------------------------------------------------------------


def test_the_parts_are_played_by_different_persons(tree: Books) -> None:
    key = apply(tree).key
    with pytest.raises(CaseRefused, match="此人已登记申请，审核须由另一人办理"):
        do(tree, steps.review, key, "张三", day("03-03"))
    casework.published(tree, key)
    for person, part in (("张三", "登记申请"), ("李四", "审核")):
        with pytest.raises(CaseRefused, match=f"此人已{part}，初审须由另一人"):
            do(tree, judging.first_review, key, person, day("03-12"), TERMS)
    do(tree, judging.first_review, key, "王五", day("03-12"), TERMS)
    for person, part in (("张三", "登记申请"), ("李四", "审核"), ("王五", "初审")):
        with pytest.raises(CaseRefused, match=f"此人已{part}，审批须由另一人"):
            do(tree, judging.approve, key, person, day("03-13"), TERMS)


def test_who_applied_withdraws_and_does_not_reject(tree: Books) -> None:
    key = apply(tree).key
    with pytest.raises(CaseRefused, match="登记申请的人不能否决"):
        do(tree, steps.reject, key, "张三", day("03-03"), words="不符合")


def test_nobody_approves_on_a_file_that_they_wrote(tree: Books) -> None:
    filing.change(tree, "K-1", casework.family(), act("赵六", day("02-02")))
    filing.change(
        tree, "K-1", casework.family(phone="13800000000"), act("档案员", day("02-03"))
    )
    key = apply(tree).key
    casework.first_reviewed(tree, key)
    for person in ("档案员", "赵六"):
        with pytest.raises(CaseRefused, match="建立或变更过这份档案"):
            do(tree, judging.approve, key, person, day("03-13"), TERMS)


def test_each_tier_has_its_step(tree: Books) -> None:
    apply(tree)
    own = {"own": True, "limb": None, "project": Project.TEMPORARY}
    apply(tree, "G", code="G-1", **own)
    apply(tree, "U1", code="U-1")
    doings = (Doing.REVIEW, Doing.FIRST_REVIEW, Doing.APPROVE, Doing.FILE)
    with reading(tree.engine) as connection:
        found = {
            unit: [acting_unit(connection, unit, "A2026-1", one) for one in doings]
            for unit in ("K", "G", "U1")
        }
    assert found == {
        "K": ["K", "K", "C", "P"],
        "G": ["G", "G", "G", "G"],
        "U1": ["U1", "U1", "U1", "U1"],
    }


def test_who_stands_in_for_another_tier_names_its_paper(tree: Books) -> None:
    """No city stands above U1: it enters the approval, and names the paper."""
    key = apply(tree, "U1", code="U-1").key
    with pytest.raises(CaseRefused, match="没有写明基层工会的文件号"):
        do(tree, steps.review, key, "李四", day("03-03"), unit="U1", paper="")
    casework.first_reviewed(tree, key, "U1")
    more = {"unit": "U1", "paper": ""}
    with pytest.raises(CaseRefused, match="没有写明市级工会的文件号"):
        do(tree, judging.approve, key, "赵六", day("03-13"), TERMS, **more)
    done = do(tree, judging.approve, key, "赵六", day("03-13"), TERMS, unit="U1")
    assert done.case.granted == Money(2_400_00)


# -- the notice and objections ------------------------------------------------------


def test_nothing_goes_on_before_the_notice_has_hung_its_days(tree: Books) -> None:
    """Hung up on Wednesday, 4 March: five whole days end on Wednesday, the 11th."""
    key = apply(tree).key
    casework.reviewed(tree, key)
    _, notice = do(tree, steps.publish, key, "张三", day("03-04"))
    assert notice.ends_on == day("03-11")
    with pytest.raises(CaseRefused, match="应至 2026-03-11"):
        do(tree, judging.first_review, key, "王五", day("03-11"), TERMS)
    found = do(tree, judging.first_review, key, "王五", day("03-12"), TERMS)
    assert found.case.last_on is None
    case, _ = do(tree, steps.take_down, key, "张三", day("03-12"))
    assert case.last_on == day("03-12")
    with pytest.raises(CaseRefused, match="没有正在张贴的公示"):
        do(tree, steps.take_down, key, "张三", day("03-12"))


def test_a_notice_that_hung_too_short_is_hung_up_again(tree: Books) -> None:
    key = apply(tree).key
    casework.reviewed(tree, key)
    do(tree, steps.publish, key, "张三", day("03-04"))
    with pytest.raises(CaseRefused, match="仍在张贴"):
        do(tree, steps.publish, key, "张三", day("03-05"))
    do(tree, steps.take_down, key, "张三", day("03-10"))
    with pytest.raises(CaseRefused, match=r"满 4 个工作日.*须重新公示"):
        do(tree, judging.first_review, key, "王五", day("03-12"), TERMS)
    do(tree, steps.publish, key, "张三", day("03-12"))
    done = do(tree, judging.first_review, key, "王五", day("03-20"), TERMS)
    assert done.case.state is State.FIRST_REVIEWED


@pytest.mark.parametrize(
    ("hung", "ends"),
    [
        ("2026-02-10", "2026-02-24"),  # 11, 12, 13, Saturday 14 worked, then 24
        ("2026-09-28", "2026-10-10"),  # 29, 30, then 8, 9, Saturday 10 worked
        ("2026-04-30", "2026-05-11"),
    ],
)
def test_holidays_are_left_out_and_exchanged_days_count(
    tree: Books, hung: str, ends: str
) -> None:
    on = dt.date.fromisoformat(hung)
    key = apply(tree, on=day("02-02")).key
    do(tree, steps.review, key, "李四", day("02-03"))
    _, notice = do(tree, steps.publish, key, "张三", on)
    assert (notice.ends_on.isoformat(), notice.is_provisional) == (ends, False)


def test_a_notice_may_come_down_on_a_day_off(tree: Books) -> None:
    """It hung from Sunday, 15 February, the first day of the Spring Festival."""
    key = apply(tree, on=day("02-02")).key
    do(tree, steps.review, key, "李四", day("02-03"))
    do(tree, steps.publish, key, "张三", day("02-06"))
    case, notice = do(tree, steps.take_down, key, "张三", day("02-15"))
    assert case.last_on is not None
    assert not notice.is_short(case.last_on)
    done = do(tree, judging.first_review, key, "王五", day("02-24"), TERMS)
    assert done.case.state is State.FIRST_REVIEWED


def test_a_year_beyond_the_calendar_says_so(tree: Books) -> None:
    on = dt.date(2026, 12, 28)
    key = apply(tree, on=on).key
    do(tree, steps.review, key, "李四", on)
    _, notice = do(tree, steps.publish, key, "张三", on)
    assert notice.is_provisional
    assert "待放假通知公布后核对" in notice.told(notice.ends_on)


def test_an_objection_is_answered_before_it_goes_on(kept: Books) -> None:
    key = "A2026-2"
    with pytest.raises(CaseRefused, match="1 项异议没有答复"):
        do(kept, judging.first_review, key, "王五", day("03-12"), TERMS)
    with pytest.raises(CaseRefused, match="没有写明答复"):
        do(kept, steps.answer, key, "李四", day("03-06"), Outcome.DISMISSED)
    words = {"words": "车为借用"}
    do(kept, steps.answer, key, "李四", day("03-06"), Outcome.DISMISSED, **words)
    with pytest.raises(CaseRefused, match="没有待答复的异议"):
        do(kept, steps.answer, key, "李四", day("03-06"), Outcome.DISMISSED, **words)
    done = do(kept, judging.first_review, key, "王五", day("03-12"), TERMS)
    assert done.case.objections == 0


def test_an_objection_that_is_upheld_ends_the_case_or_sends_it_back(
    kept: Books,
) -> None:
    key, words = "A2026-2", {"words": "属实"}
    back = do(kept, steps.answer, key, "李四", day("03-06"), Outcome.BACK, **words)
    assert (back.state, back.hung_on) == (State.APPLIED, None)
    assert back.returned_on == day("03-06")
    do(kept, steps.review, key, "李四", day("03-09"))
    do(kept, steps.publish, key, "张三", day("03-10"))
    do(kept, steps.object_to, key, "张三", day("03-11"), words="仍有车")
    ended = do(kept, steps.answer, key, "李四", day("03-12"), Outcome.ENDED, **words)
    assert (ended.state, ended.last_on) == (State.REJECTED, day("03-12"))
    with pytest.raises(CaseRefused, match="不予救助，不能异议"):
        do(kept, steps.object_to, key, "张三", day("03-13"), words="再议")


# -- days and lists -----------------------------------------------------------------


def test_no_day_goes_back_and_none_comes_from_tomorrow(tree: Books) -> None:
    key = apply(tree).key
    with pytest.raises(CaseRefused, match="日期早于上一步（2026-03-02）"):
        do(tree, steps.review, key, "李四", day("03-01"))
    casework.reviewed(tree, key)
    do(tree, steps.publish, key, "张三", day("03-04"))
    with pytest.raises(CaseRefused, match="撤下日期早于张贴"):
        do(tree, steps.take_down, key, "张三", day("03-03"))
    told = casework.asked(day("03-09"))
    with writing(tree.engine) as connection:
        by = act("张三", day("03-08"))
        with pytest.raises(CaseRefused, match="日期晚于今天"):
            steps.take_down(connection, "K", key, told, VAULT, by)


def test_cases_are_listed_by_state_and_year(kept: Books) -> None:
    with reading(kept.engine) as connection:
        assert [one.key for one in cases_of(connection, "K")] == ["A2026-1", "A2026-2"]
        (one,) = cases_of(connection, "K", states=[State.APPROVED])
        assert cases_of(connection, "K", year=2025) == ()
        assert payable(connection, "K", day("03-12")) == ()
        assert payable(connection, "K", day("03-13")) == (one,)
