"""Awards: conditions, floors, caps and earlier aid, step by step."""

import datetime as dt
from typing import Any

import pytest

from aid.awards import award, award_all
from aid.claims import Claim, Project
from aid.errors import HouseholdRefused, StandardMissing, StandardRefused
from aid.household import Member
from aid.medical_costs import Cost, CostKind, MedicalYear, Paid, Payer
from aid.standard_kinds import Category, Reading, Stage
from ledger.funds import Origin
from ledger.money import ZERO
from tests.aid.families import (
    YEAR,
    claim,
    costs,
    family,
    had,
    ill,
    standards,
    worker,
    yuan,
)

USUAL = standards()
STEPS = """\
2025 年医疗费合计 25,000.00 元
没有报销和其他救助，目录内个人自付 25,000.00 元
患者一人的自付 25,000.00 元，家庭 2025 年全部收入 4,000.00 元，超过（意见第10条）
自付 25,000.00 元属 20,000.00 元起一档，25,000.00 × 8% = 2,000.00 元（意见第10条）
按所在档全额计算；若从0元起分段累计为 2,400.00 元，若从起付线以上分段累计为 1,900.00 元
医疗救助 2,000.00 元"""


def given(asked: Claim, *adopted: str, **decided: Any) -> str:
    """The amount of an award under the rules, and what a unit chose beside them."""
    return str(award(asked, standards(*adopted, **decided)).amount)


# -- medical aid --------------------------------------------------------------------


def test_medical_aid_follows_the_reading_in_force_and_shows_the_others() -> None:
    found = award(ill("25000"), USUAL)

    assert (found.reading, found.amount) == (Reading.WHOLE_AMOUNT, yuan("2000"))
    assert dict(found.readings) == {
        Reading.WHOLE_AMOUNT: yuan("2000"),
        Reading.MARGINAL_FROM_ZERO: yuan("2400"),
        Reading.MARGINAL_ABOVE_FLOOR: yuan("1900"),
    }
    assert found.is_changed_by_reading
    assert "\n".join(found.steps) == STEPS


@pytest.mark.parametrize(
    ("reading", "amount"),
    [
        ("whole_amount", "2000.00"),
        ("marginal_from_zero", "2400.00"),
        ("marginal_above_floor", "1900.00"),
    ],
)
def test_the_body_may_choose_the_reading(reading: str, amount: str) -> None:
    assert given(ill("25000"), medical_reading=reading) == amount


def test_the_body_may_raise_the_fixed_sum_and_not_lower_it() -> None:
    assert given(ill("100000")) == "8000.00"
    assert given(ill("100000"), medical_fixed_sum=yuan("9500")) == "9500.00"
    with pytest.raises(StandardRefused, match=r"医疗救助定额.*不能低于 8,000.00 元"):
        award(ill("100000"), standards(medical_fixed_sum=yuan("7999.99")))


def test_a_fixed_sum_is_never_above_what_was_paid() -> None:
    assert given(ill("100000"), medical_fixed_sum=yuan("120000")) == "100000.00"


def test_only_the_catalogue_counts_net_of_insurance_and_all_other_aid() -> None:
    """100,000 in all, 20,000 outside; 80,000 less 30,000, 10,000, 5,000 and 5,000."""
    paid = (
        Paid(Payer.BASIC, yuan("30000")),
        Paid(Payer.SERIOUS, yuan("10000")),
        Paid(Payer.COMMERCIAL, yuan("8000"), outside=yuan("3000")),
        Paid(Payer.OTHER_AID, yuan("5000")),
    )
    year = MedicalYear(
        year=YEAR,
        costs=(
            Cost(CostKind.DRUG, yuan("50000")),
            Cost(CostKind.TREATMENT, yuan("30000")),
            Cost(CostKind.OUTSIDE, yuan("20000")),
        ),
        paid=paid,
    )
    found = award(claim(Project.MEDICAL, family(worker(medical=year))), USUAL)

    assert (year.total, year.within, year.outside) == (
        yuan("100000"),
        yuan("80000"),
        yuan("20000"),
    )
    assert (year.self_paid, year.self_paid_in_all) == (yuan("30000"), yuan("47000"))
    assert found.amount == yuan("2400")
    assert (
        found.steps[0] == "2025 年医疗费合计 100,000.00 元，其中目录外 20,000.00 元不计"
    )
    assert found.steps[1] == (
        "扣除基本医疗保险 30,000.00 元、大病统筹 10,000.00 元、商业保险 8,000.00 元、"
        "其他救助 5,000.00 元，目录内个人自付 30,000.00 元"
    )


def test_costs_that_others_paid_in_full_leave_nothing() -> None:
    year = costs("5000", "0", Paid(Payer.BASIC, yuan("6000")))

    assert (year.self_paid, year.self_paid_in_all) == (ZERO, ZERO)


def test_what_was_paid_must_exceed_the_income_of_the_year_by_a_fen() -> None:
    at = family(worker(income=yuan("6000"), medical=costs("6000")))
    above = family(worker(income=yuan("6000"), medical=costs("6000.01")))

    assert given(claim(Project.MEDICAL, at)) == "0.00"
    assert given(claim(Project.MEDICAL, above)) == "600.00"
    assert "没有超过" in award(claim(Project.MEDICAL, at), USUAL).steps[2]


def test_income_is_that_of_the_whole_household() -> None:
    second = Member(number=2, income=yuan("10000"))
    household = family(worker(medical=costs("12000")), second)

    assert given(claim(Project.MEDICAL, household)) == "0.00"


def test_two_patients_are_held_each_alone_or_together_as_the_body_decides() -> None:
    """12,000 and 9,000 against an income of 14,000."""
    second = Member(number=2, income=yuan("10000"), medical=costs("9000"))
    asked = claim(Project.MEDICAL, family(worker(medical=costs("12000")), second))

    assert given(asked) == "0.00"
    assert given(asked, medical_income_test="household") == "1200.00"
    assert given(asked, medical_income_test="none") == "1200.00"


def test_a_member_must_live_in_town_but_the_worker_need_not() -> None:
    away = Member(number=2, lives_in_town=False, medical=costs("9000"))
    ours = worker(lives_in_town=False, medical=costs("9000"))
    household = family(ours, away)

    assert given(claim(Project.MEDICAL, household)) == "900.00"
    found = award(claim(Project.MEDICAL, household, member=2), USUAL)
    assert found.amount == ZERO
    assert "第 2 号成员不在城镇生活（意见第10条）" in found.steps
    assert found.readings == tuple((reading, ZERO) for reading in Reading)


def test_an_illness_that_is_not_listed_gets_nothing() -> None:
    household = family(worker(medical=costs("9000", is_listed=False)))

    assert given(claim(Project.MEDICAL, household)) == "0.00"


def test_somebody_without_costs_of_the_year_gets_nothing() -> None:
    last = MedicalYear(year=2024, costs=(Cost(CostKind.DRUG, yuan("9000")),))

    for patient in (worker(), worker(medical=last)):
        found = award(claim(Project.MEDICAL, family(patient)), USUAL)
        assert found.amount == ZERO
        assert found.steps[0] == "第 1 号成员没有 2025 年的医疗费"


def test_it_is_given_once_for_a_person_and_a_year_of_costs() -> None:
    again = ill("9000", earlier=(had(Project.MEDICAL, "900"),))

    assert given(again) == "0.00"
    assert "一次性救助，不再重复" in award(again, USUAL).steps[2]
    for other in (
        had(Project.MEDICAL, "900", member=2),
        had(Project.MEDICAL, "900", year=2024),
        had(Project.LIVING, "900"),
    ):
        assert given(ill("9000", earlier=(other,))) == "900.00"


def test_aid_of_another_body_is_taken_off_and_bars_nothing() -> None:
    other = had(Project.MEDICAL, "2000", is_other=True)
    found = award(ill("9000", earlier=(other,)), USUAL)

    assert found.amount == yuan("700")
    assert found.steps[2] == (
        "再扣除其他单位已给的医疗救助 2,000.00 元，自付 7,000.00 元"
    )


def test_aid_of_others_beyond_the_costs_leaves_nothing() -> None:
    other = had(Project.MEDICAL, "10000", is_other=True)

    assert given(ill("9000", earlier=(other,))) == "0.00"


def test_income_of_another_year_is_refused() -> None:
    household = family(worker(medical=costs("9000")), year=2024)

    with pytest.raises(HouseholdRefused, match="收入是 2024 年的，费用是 2025 年的"):
        award(claim(Project.MEDICAL, household), USUAL)


def test_an_adopted_set_brings_its_own_brackets_and_cap() -> None:
    """Shanghai: 9,000 + 70 % of 20,000 are 23,000, capped at 20,000 a person."""
    found = award(ill("30000"), standards("shanghai-2019"))

    assert found.amount == yuan("20000")
    assert "上限为每人每年 20,000.00 元，至多 20,000.00 元" in found.steps[4]
    assert given(ill("12000"), "shanghai-2019") == "10400.00"


def test_a_cap_of_the_household_counts_what_other_members_had() -> None:
    earlier = (had(Project.MEDICAL, "18500", member=2),)
    asked = ill("25000", earlier=earlier)

    assert given(asked, "hubei") == "1500.00"
    assert given(asked) == "2000.00"


def test_a_relative_hardship_has_a_share_and_a_cap_of_its_own() -> None:
    """In the tiered set 80 % of what was paid, 16,000 at most; brackets give less."""
    household = family(worker(medical=costs("30000")), category=Category.RELATIVE)
    asked = claim(
        Project.MEDICAL, household, earlier=(had(Project.MEDICAL, "15000", member=2),)
    )

    assert given(asked, "tiered") == "1000.00"


# -- living aid ---------------------------------------------------------------------


def test_living_aid_fills_up_a_month_of_the_local_standard() -> None:
    found = award(claim(Project.LIVING, family()), USUAL)

    assert found.amount == yuan("800")
    assert found.steps == (
        "当地低保标准每人每月 800.00 元",
        "每年不低于 1 个月，即 800.00 元（意见第9条）",
        "本年已发生活救助 0.00 元，尚差 800.00 元",
        "没有适用于此项资金的上限标准",
        "生活救助 800.00 元",
    )


@pytest.mark.parametrize(
    ("before", "left"), [("0", "800.00"), ("799.99", "0.01"), ("800", "0.00")]
)
def test_earlier_living_aid_of_the_year_counts_towards_the_floor(
    before: str, left: str
) -> None:
    earlier = (
        had(Project.LIVING, before),
        had(Project.LIVING, "500", year=2024),
        had(Project.LIVING, "500", member=2),
        had(Project.WARMTH, "500"),
        had(Project.LIVING, "500", is_other=True),
    )

    assert given(claim(Project.LIVING, family(), earlier=earlier)) == left


def test_central_money_gives_a_household_twelve_months_at_most() -> None:
    """12 × 800 are 9,600; 9,000 went to another member."""
    asked = claim(
        Project.LIVING,
        family(),
        asked=yuan("2000"),
        earlier=(had(Project.LIVING, "9000", member=2),),
    )
    central = claim(
        Project.LIVING,
        asked.household,
        asked=asked.asked,
        earlier=asked.earlier,
        origin=Origin.CENTRAL_BUDGET,
    )

    assert given(asked) == "2000.00"
    found = award(central, USUAL)
    assert found.amount == yuan("600")
    assert found.steps[4] == (
        "上限为12 个月低保标准（按一人标准） 9,600.00 元，本年已有 9,000.00 元，"
        "至多 600.00 元（总工发〔2015〕20号第5条）"
    )
    assert "仍低于每年的下限，另差 200.00 元应在本年内补足" in found.steps


def test_the_cap_may_be_counted_for_every_member_by_decision() -> None:
    household = family(worker(), Member(number=2), Member(number=3))
    asked = claim(
        Project.LIVING,
        household,
        asked=yuan("30000"),
        origin=Origin.CENTRAL_BUDGET,
    )

    assert given(asked) == "9600.00"
    assert given(asked, living_cap_counts="every_member") == "28800.00"


def test_the_tightest_of_several_caps_holds() -> None:
    asked = claim(
        Project.LIVING,
        family(category=Category.ACCIDENT),
        asked=yuan("20000"),
        origin=Origin.CENTRAL_BUDGET,
    )

    assert given(asked) == "9600.00"
    assert given(asked, "hubei") == "8000.00"
    assert given(asked, "hubei", "shanghai-2019") == "5000.00"


def test_a_household_not_sorted_yet_stands_under_the_caps_of_all_categories() -> None:
    asked = claim(Project.LIVING, family(), asked=yuan("20000"))

    assert given(asked, "hubei") == "8000.00"


def test_living_aid_needs_the_standard_of_its_place_and_year() -> None:
    elsewhere = claim(Project.LIVING, family(place="130104"))
    told = r"130104 2025-11-20 .*登记 130104 2025 年.*aid standards import"
    with pytest.raises(StandardMissing, match=told):
        award(elsewhere, USUAL)

    another = claim(Project.LIVING, family(), year=2026)
    with pytest.raises(StandardMissing, match="登记 130102 2026 年"):
        award(another, USUAL)


# -- schooling and others -----------------------------------------------------------


def pupil(stage: Stage | None = Stage.UNDERGRADUATE) -> Member:
    """A child at school."""
    return Member(number=2, is_child=True, stage=stage)


def school(stage: Stage | None = Stage.UNDERGRADUATE, **told: Any) -> Claim:
    """A claim of schooling aid for the child."""
    household = family(
        worker(), pupil(stage), is_single_parent=told.pop("single", False)
    )
    return claim(Project.SCHOOLING, household, member=2, **told)


def test_central_money_gives_a_pupil_ten_months_at_most() -> None:
    asked = school(asked=yuan("9000"), origin=Origin.CENTRAL_BUDGET)
    again = school(
        asked=yuan("9000"),
        origin=Origin.CENTRAL_BUDGET,
        earlier=(had(Project.SCHOOLING, "7999", member=2),),
    )

    assert given(asked) == "8000.00"
    assert given(again) == "1.00"


def test_caps_of_schooling_go_by_stage() -> None:
    for stage, most in (
        (Stage.SENIOR, "4800.00"),
        (Stage.UNDERGRADUATE, "8000.00"),
        (Stage.PRIMARY, "9000.00"),
    ):
        assert given(school(stage, asked=yuan("9000")), "hubei") == most


def test_an_adopted_set_names_the_sum_of_a_stage() -> None:
    single = school(single=True)

    assert given(school(), "schooling-2016") == "3000.00"
    assert given(single, "schooling-2016") == "3500.00"
    assert given(school(Stage.PRIMARY, single=True), "schooling-2016") == "800.00"
    assert given(single, "schooling-2006") == "2000.00"
    found = award(single, standards("schooling-2016"))
    assert found.steps[:2] == (
        "本科 3,000.00 元（衡水2016年金秋助学）",
        "单亲家庭增加 500.00 元（衡水2016年金秋助学）",
    )


def test_a_sum_of_the_year_that_was_given_is_taken_off() -> None:
    part = school(earlier=(had(Project.SCHOOLING, "1000", member=2),))
    all_of_it = school(earlier=(had(Project.SCHOOLING, "4000", member=2),))

    assert given(part, "schooling-2016") == "2000.00"
    assert given(all_of_it, "schooling-2016") == "0.00"


def test_schooling_aid_without_a_sum_says_what_to_enter() -> None:
    with pytest.raises(StandardMissing, match=r"没有“助学金额”的标准.*schooling_sum"):
        award(school(), USUAL)


def test_somebody_who_does_not_study_gets_no_schooling_aid() -> None:
    assert given(school(None, asked=yuan("900"))) == "0.00"


def test_gifts_of_the_season_are_capped_each_time_and_each_year() -> None:
    asked = claim(Project.WARMTH, family(), asked=yuan("4000"))
    third = claim(
        Project.WARMTH,
        family(),
        asked=yuan("3000"),
        earlier=(had(Project.WARMTH, "5500"),),
    )

    assert given(asked) == "4000.00"
    assert given(asked, "shandong-warmth-2019") == "3000.00"
    assert given(third, "shandong-warmth-2019") == "500.00"


def test_temporary_aid_is_capped_by_the_year() -> None:
    asked = claim(Project.TEMPORARY, family(), asked=yuan("4000"))

    assert given(asked, "hubei") == "3000.00"


def test_aid_that_no_rule_computes_must_be_asked_for() -> None:
    with pytest.raises(StandardRefused, match="“送温暖”没有规定的金额"):
        award(claim(Project.WARMTH, family()), USUAL)


# -- claims -------------------------------------------------------------------------


def test_many_claims_are_awarded_one_after_the_other() -> None:
    claims = [ill("9000"), claim(Project.LIVING, family()), ill("25000")]

    found = [*award_all(claims, USUAL)]

    assert [str(one.amount) for one in found] == ["900.00", "800.00", "2000.00"]
    assert [one.project.label for one in found] == ["医疗救助", "生活救助", "医疗救助"]
    assert not found[1].is_changed_by_reading


def test_negative_amounts_are_refused() -> None:
    with pytest.raises(HouseholdRefused, match="申请金额不能为负"):
        claim(Project.LIVING, family(), asked=yuan("-1"))
    with pytest.raises(HouseholdRefused, match="此前的救助金额不能为负"):
        had(Project.LIVING, "-1")
    with pytest.raises(HouseholdRefused, match="医疗费用不能为负"):
        costs("-1")
    with pytest.raises(HouseholdRefused, match="目录外的部分超过"):
        costs("9", "0", Paid(Payer.BASIC, yuan("5"), outside=yuan("6")))


def test_before_the_rules_there_is_no_award() -> None:
    early = ill("9000", on=dt.date(2005, 12, 31))

    with pytest.raises(StandardMissing, match="2005-12-31 没有“医疗救助算法”的标准"):
        award(early, USUAL)
