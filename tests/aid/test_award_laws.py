"""Laws of awards: whatever the household, its costs and what it had before."""

import random
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from aid.awards import award
from aid.claims import Claim, Earlier, Project
from aid.eligibility import assess
from aid.household import Household, Member
from aid.medical_costs import Cost, CostKind, MedicalYear, Paid, Payer
from aid.standard_kinds import Category, Reading, Stage
from ledger.funds import Origin
from ledger.money import ZERO, Money
from tests.aid.families import DAY, LOCAL, PLACE, YEAR, standards

UNITS = (
    standards(),
    standards("hubei"),
    standards("tiered", "central-2015"),
    standards("shanghai-2019"),
    standards(medical_reading="marginal_from_zero", medical_income_test="household"),
    standards("shandong-warmth-2019", living_cap_counts="every_member"),
)

sums = st.integers(0, 20_000_000).map(Money)
small = st.integers(0, 1_500_000).map(Money)


@st.composite
def medical_years(draw: st.DrawFn) -> MedicalYear:
    """Costs and who paid of them, sometimes more than there were."""
    costs = st.builds(Cost, st.sampled_from(CostKind), sums)
    paid = st.builds(Paid, st.sampled_from(Payer), small)
    return MedicalYear(
        year=draw(st.sampled_from((YEAR, YEAR, YEAR, YEAR - 1))),
        costs=tuple(draw(st.lists(costs, max_size=4))),
        paid=tuple(draw(st.lists(paid, max_size=3))),
        is_listed=draw(st.integers(0, 9)) > 0,
    )


@st.composite
def members(draw: st.DrawFn, number: int) -> Member:
    """Anybody of a household."""
    return Member(
        number=number,
        income=draw(small),
        lives_in_town=draw(st.booleans()),
        is_child=draw(st.booleans()),
        stage=draw(st.none() | st.sampled_from(Stage)),
        risks_dropping_out=draw(st.booleans()),
        medical=draw(st.none() | medical_years()),
    )


@st.composite
def households(draw: st.DrawFn) -> Household:
    """Any household of up to five."""
    size = draw(st.integers(1, 5))
    facts: dict[str, Any] = {
        "year": YEAR,
        "place": PLACE,
        "members": tuple(draw(members(number)) for number in range(1, size + 1)),
        "supplement_monthly": draw(small),
        "is_specially_hard": draw(st.booleans()),
        "category": draw(st.none() | st.sampled_from(Category)),
        "is_single_parent": draw(st.booleans()),
    }
    return Household(**facts)


@st.composite
def claims(draw: st.DrawFn) -> Claim:
    """Any claim that some rule or an asked sum can answer."""
    household = draw(households())
    numbers = st.integers(1, household.size)
    earlier = st.builds(
        Earlier,
        st.sampled_from(Project),
        numbers,
        st.sampled_from((YEAR, YEAR - 1)),
        small,
        is_other=st.booleans(),
    )
    return Claim(
        project=draw(st.sampled_from(Project)),
        household=household,
        member=draw(numbers),
        year=YEAR,
        on=DAY,
        origin=draw(st.none() | st.sampled_from(Origin)),
        asked=draw(sums),
        earlier=tuple(draw(st.lists(earlier, max_size=4))),
    )


units = st.sampled_from(UNITS)


@given(claims(), units)
def test_an_award_is_never_negative_and_says_its_steps(one: Claim, unit: Any) -> None:
    found = award(one, unit)

    assert found.amount >= ZERO
    assert found.steps[-1].endswith(f"{found.amount.grouped()} 元")


@given(claims(), units)
def test_medical_aid_is_never_above_what_the_patient_paid(
    one: Claim, unit: Any
) -> None:
    one = replace(one, project=Project.MEDICAL)
    costs = one.household.member(one.member).medical_of(YEAR)
    paid = costs.self_paid if costs else ZERO
    others = one.had_of_others(Project.MEDICAL, one.member)
    found = award(one, unit)

    assert {reading for reading, _ in found.readings} == set(Reading)
    assert all(
        ZERO <= amount <= max(paid - others, ZERO) for _, amount in found.readings
    )
    assert found.reading is not None
    assert found.amount == dict(found.readings)[found.reading]


@given(claims(), units)
def test_other_aid_is_never_above_what_was_asked_for(one: Claim, unit: Any) -> None:
    found = award(one, unit)

    if one.project is not Project.MEDICAL:
        assert one.asked is not None
        assert found.amount <= one.asked


@given(claims(), units, st.randoms(use_true_random=False))
def test_the_order_of_members_and_of_earlier_aid_does_not_matter(
    one: Claim, unit: Any, chance: random.Random
) -> None:
    mixed, before = [*one.household.members], [*one.earlier]
    chance.shuffle(mixed)
    chance.shuffle(before)
    household = replace(one.household, members=tuple(mixed))
    other = replace(one, household=household, earlier=tuple(before))

    assert award(other, unit) == award(one, unit)
    rules = unit.on(DAY)
    judged = assess(one.household, rules, LOCAL)
    assert assess(household, rules, LOCAL) == judged


@given(claims(), units)
def test_an_award_comes_out_the_same_again(one: Claim, unit: Any) -> None:
    assert award(one, unit) == award(one, unit)


@given(claims(), st.integers(0, 1_500_000).map(Money))
def test_more_earlier_aid_never_raises_an_award(one: Claim, more: Money) -> None:
    for unit in UNITS:
        had = Earlier(one.project, one.member, YEAR, more)
        fuller = replace(one, earlier=(*one.earlier, had))
        assert award(fuller, unit).amount <= award(one, unit).amount


@given(claims())
def test_central_money_keeps_its_caps_under_every_set(one: Claim) -> None:
    """Living aid of the household within 12 months, schooling of a pupil within 10."""
    one = replace(one, origin=Origin.CENTRAL_BUDGET)
    found = award(one, standards("hubei", "shanghai-2019")).amount

    if one.project is Project.LIVING and found:
        assert found + one.had(Project.LIVING) <= Money(12 * 80_000)
    if one.project is Project.SCHOOLING and found:
        assert found + one.had(Project.SCHOOLING, one.member) <= Money(10 * 80_000)
