"""Eligibility: each limb met and missed by one thing, told with its figures."""

from typing import Any

import pytest

from aid.categories import categorize
from aid.eligibility import Answer, Limb, Quota, assess, quota
from aid.errors import HouseholdRefused, StandardMissing
from aid.household import Household, Livelihood, Member
from aid.local_standards import LocalStandards
from aid.medical_costs import Paid, Payer
from aid.standard_kinds import Category, Key, Stage
from ledger.money import ZERO
from tests.aid.families import DAY, LOCAL, PLACE, costs, family, standards, worker, yuan

RULES = standards().on(DAY)
EMPTY = LocalStandards()


def told(household: Household, limb: Limb) -> str:
    """What is told of a limb."""
    found = assess(household, RULES, LOCAL)
    return next(one.sentence for one in found.reasons if one.limb is limb)


def limbs(*members: Member, **facts: Any) -> tuple[Limb, ...]:
    """The limbs that a household meets beside E-0."""
    found = assess(family(*members, **facts), RULES, LOCAL)
    assert [one.limb for one in found.reasons] == list(Limb)
    assert all(one.sentence.endswith("（意见第1条）") for one in found.reasons)
    return found.limbs


# -- E-0 ----------------------------------------------------------------------------


def ground(**facts: Any) -> tuple[Answer, str]:
    """E-0 of a household, and what is told of it."""
    reason = assess(family(**facts), RULES, LOCAL).reasons[0]
    return reason.answer, reason.sentence


def test_the_ground_is_told_part_by_part() -> None:
    answer, sentence = ground()

    assert answer is Answer.YES
    assert sentence == (
        "基本条件：按政策领取最低工资，家庭每月享受低保补差 300.00 元，"
        "不经救助生活难以为继，符合（意见第1条）"
    )


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"livelihood": Livelihood.NONE}, "没有按政策领取"),
        ({"supplement_monthly": ZERO}, "没有享受低保补差，也没有经有关部门救济"),
        ({"cannot_manage": False}, "没有认定不经救助生活难以为继"),
        (
            {"is_migrant": True, "settled_years": 1, "lives_on_wages": True},
            "定居城镇 1 年，不满 2 年",
        ),
        ({"is_migrant": True, "settled_years": 2}, "不以工资收入为主要生活来源"),
    ],
)
def test_the_ground_fails_by_any_one_part(facts: dict[str, Any], why: str) -> None:
    answer, sentence = ground(**facts)

    assert answer is Answer.NO
    assert why in sentence


def test_the_ground_holds_for_the_relieved_and_for_settled_migrants() -> None:
    relieved = {"supplement_monthly": ZERO, "relieved_by": " 民政局 "}
    migrant = {"is_migrant": True, "settled_years": 2, "lives_on_wages": True}

    assert ground(**relieved)[0] is Answer.YES
    assert "已经民政局救济" in ground(**relieved)[1]
    assert ground(**migrant)[0] is Answer.YES


# -- one limb at a time -------------------------------------------------------------


def test_without_any_limb_nobody_is_eligible() -> None:
    found = assess(family(), RULES, LOCAL)

    assert found.limbs == ()
    assert not found.is_eligible
    assert [one.answer for one in found.reasons[1:]] == [Answer.NO] * 7


def test_a_limb_without_the_ground_is_not_enough() -> None:
    found = assess(family(cannot_manage=False, other_told="…"), RULES, LOCAL)

    assert found.limbs == (Limb.OTHER,)
    assert not found.is_eligible


def test_illness_counts_all_that_the_family_paid_for_listed_illnesses() -> None:
    """3,000 and 1,000.01 outside the catalogue, against an income of 4,000."""
    ours = worker(medical=costs("5000", "0", Paid(Payer.BASIC, yuan("2000"))))
    second = Member(number=2, medical=costs("0", "1000.01"))
    equal = Member(number=2, medical=costs("0", "1000"))
    unlisted = Member(number=2, medical=costs("0", "9000", is_listed=False))

    assert limbs(ours, second) == (Limb.ILLNESS,)
    assert limbs(ours, equal) == ()
    assert limbs(ours, unlisted) == ()
    assert told(family(ours, second), Limb.ILLNESS) == (
        "大病、重病、慢性病：2025 年本人及家庭成员自付医疗费 4,000.01 元，"
        "家庭全年收入 4,000.00 元，自付超过收入，符合（意见第1条）"
    )


PUPIL: dict[str, Any] = {
    "number": 2,
    "is_child": True,
    "stage": Stage.UNDERGRADUATE,
    "tuition": yuan("5200"),
    "risks_dropping_out": True,
}


def test_a_child_beyond_compulsory_schooling_who_may_drop_out() -> None:
    household = family(worker(), Member(**PUPIL))

    assert limbs(worker(), Member(**PUPIL)) == (Limb.SCHOOLING,)
    assert told(household, Limb.SCHOOLING) == (
        "子女就学：第 2 号成员就读本科，学费 5,200.00 元，不经救助面临辍学，"
        "符合（意见第1条）"
    )


@pytest.mark.parametrize(
    "spoilt",
    [
        {"is_child": False},
        {"stage": Stage.JUNIOR},
        {"stage": None},
        {"is_full_time": False},
        {"risks_dropping_out": False},
    ],
)
def test_schooling_fails_by_any_one_part(spoilt: dict[str, Any]) -> None:
    assert limbs(worker(), Member(**PUPIL | spoilt)) == ()


def test_children_must_be_lawful() -> None:
    assert limbs(worker(), Member(**PUPIL), children_lawful=False) == ()


SEEKING: dict[str, Any] = {"number": 2, "can_work": True, "seeks_work": True}


def test_nobody_employed_although_somebody_can_and_wants_to() -> None:
    assert limbs(worker(), Member(**SEEKING)) == (Limb.NO_EMPLOYMENT,)
    assert limbs(worker(is_employed=True), Member(**SEEKING)) == ()
    assert limbs(worker(), Member(**SEEKING | {"seeks_work": False})) == ()
    assert limbs(worker(), Member(**SEEKING | {"can_work": False})) == ()


def test_a_worker_recognised_as_one_of_three_withouts() -> None:
    assert limbs(has_three_withouts=True) == (Limb.THREE_WITHOUTS,)


def test_a_disaster_needs_a_loss_its_story_and_that_it_hits_living() -> None:
    facts: dict[str, Any] = {
        "loss": yuan("30000"),
        "loss_told": "房屋失火",
        "loss_hits_living": True,
    }

    assert limbs(**facts) == (Limb.DISASTER,)
    assert "损失 30,000.00 元，影响基本生活" in told(family(**facts), Limb.DISASTER)
    for missing in ({"loss": ZERO}, {"loss_told": " "}, {"loss_hits_living": False}):
        assert limbs(**facts | missing) == ()


@pytest.mark.parametrize(
    ("supplement", "met"), [("1200", True), ("1199.99", False), ("1500", True)]
)
def test_a_supplement_a_head_of_half_as_much_again_as_the_average(
    supplement: str, *, met: bool
) -> None:
    """Two people; the average is 400, so that 1,200 are just enough."""
    facts: dict[str, Any] = {
        "supplement_monthly": yuan(supplement),
        "is_specially_hard": True,
    }
    members = (worker(), Member(number=2))

    assert (limbs(*members, **facts) == (Limb.SUPPLEMENT,)) is met
    verdict = "达到其 150%，符合" if met else "没有达到其 150%，不符合"
    assert verdict in told(family(*members, **facts), Limb.SUPPLEMENT)
    assert limbs(*members, **facts | {"is_specially_hard": False}) == ()


def test_another_cause_needs_words() -> None:
    assert limbs(other_told="  ") == ()
    assert limbs(other_told="突发变故，收入中断") == (Limb.OTHER,)


# -- a local figure that is not entered ---------------------------------------------

HIGH: dict[str, Any] = {"supplement_monthly": yuan("900"), "is_specially_hard": True}


def test_where_all_hangs_on_a_figure_that_is_missing_it_is_asked_for() -> None:
    with pytest.raises(StandardMissing, match=f"登记 {PLACE} 2025 年"):
        assess(family(**HIGH), RULES, EMPTY)


def test_where_nothing_hangs_on_it_the_answer_stays_open() -> None:
    met = assess(family(other_told="…", **HIGH), RULES, EMPTY)
    without_ground = assess(family(cannot_manage=False, **HIGH), RULES, EMPTY)

    for found in (met, without_ground):
        by_limb = {one.limb: one for one in found.reasons}
        assert by_limb[Limb.SUPPLEMENT].answer is Answer.OPEN
        assert "不能判断" in by_limb[Limb.SUPPLEMENT].sentence
    assert met.is_eligible
    assert not without_ground.is_eligible


# -- the quota ----------------------------------------------------------------------


def test_the_quota_is_five_in_a_hundred_of_those_who_receive_it() -> None:
    """5 % of 1,999 are 99.95: 99 whole persons."""
    found = quota(RULES, LOCAL, PLACE, 99)

    assert (found.allowed, found.left, found.is_exceeded) == (99, 0, False)
    over = quota(RULES, LOCAL, PLACE, 100)
    assert (over.left, over.is_exceeded) == (0, True)
    assert over.told == (
        "按低保补差纳入 100 人，当地享受城镇低保 1999 人的 5% 为 99 人，"
        "超过（意见第1条）"
    )
    assert Quota(2_000, 500, 0).left == 100


def test_only_those_taken_by_the_supplement_alone_count_against_it() -> None:
    alone = assess(family(**HIGH), RULES, LOCAL)
    also = assess(family(other_told="…", **HIGH), RULES, LOCAL)

    assert alone.rests_on_supplement_alone
    assert not also.rests_on_supplement_alone


def test_the_quota_needs_the_number_of_recipients() -> None:
    with pytest.raises(StandardMissing):
        quota(RULES, EMPTY, PLACE, 1)


# -- households and their sorting ---------------------------------------------------


@pytest.mark.parametrize(
    ("members", "facts", "what"),
    [
        ((Member(number=2),), {}, "没有职工本人"),
        ((worker(), worker()), {}, "序号重复"),
        ((worker(),), {"loss": yuan("-1")}, "不能为负"),
        ((worker(),), {"settled_years": -1}, "不能为负"),
    ],
)
def test_a_household_that_contradicts_itself_is_refused(
    members: tuple[Member, ...], facts: dict[str, Any], what: str
) -> None:
    with pytest.raises(HouseholdRefused, match=what):
        family(*members, **facts)


def test_members_that_cannot_be_are_refused() -> None:
    with pytest.raises(HouseholdRefused, match="从 1 起"):
        Member(number=0)
    with pytest.raises(HouseholdRefused, match="不能为负"):
        Member(number=1, income=yuan("-0.01"))
    with pytest.raises(HouseholdRefused, match="没有第 3 号成员"):
        family().member(3)


@pytest.mark.parametrize(
    ("income", "category"),
    [
        ("9599.99", Category.DEEP),
        ("9600", Category.RELATIVE),
        ("19199.99", Category.RELATIVE),
        ("19200", None),
    ],
)
def test_a_household_is_sorted_by_what_is_left_a_head_and_month(
    income: str, category: Category | None
) -> None:
    """800 a month are 9,600 a year for one person, twice that 19,200."""
    rules = standards("national-2020").on(DAY)
    found = categorize(family(worker(income=yuan(income))), rules, LOCAL)
    spent = family(
        worker(income=yuan(income) + yuan("1000")), rigid_expense=yuan("1000")
    )

    assert found.category is category
    assert categorize(spent, rules, LOCAL).category is category
    assert "低保标准 800.00 元" in found.told


def test_a_loss_or_cost_of_most_of_the_income_is_hardship_by_accident() -> None:
    """80 % of 20,000 are 16,000; more than that is needed."""
    rules = standards("national-2020").on(DAY)
    rich = worker(income=yuan("20000"))
    sick = worker(income=yuan("20000"), medical=costs("16000.01"))

    at = categorize(family(rich, loss=yuan("16000")), rules, LOCAL)
    above = categorize(family(rich, loss=yuan("16000.01")), rules, LOCAL)
    assert (at.category, above.category) == (None, Category.ACCIDENT)
    assert categorize(family(sick), rules, LOCAL).category is Category.ACCIDENT
    assert "超过其 80%" in above.told


def test_sorting_needs_the_set_that_sorts() -> None:
    with pytest.raises(StandardMissing, match=Key.DEEP_INCOME_RATIO.label):
        categorize(family(), RULES, LOCAL)
