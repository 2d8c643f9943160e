"""Medical aid (医疗救助): its conditions, its brackets, its caps, step by step.

1. It looks at the costs within the catalogue, net of insurance and of all other aid.
2. The illness is a listed one. The patient is the worker, or a member living in town.
   It is given once for a person and a year of costs. The self-paid sum exceeds the
   household's income of that year. The first condition unmet ends it.
3. Every award shows what each reading of the brackets would give.

Basis: 关于进一步做好困难职工帮扶工作的意见 第10条; 总工发〔2015〕20号 第5条;
docs/adr/0007.
"""

from collections.abc import Iterable, Iterator

from aid.caps import Cap, capped, tightest, yearly
from aid.claims import Award, Claim, Project, made
from aid.errors import HouseholdRefused
from aid.household import WORKER, Member
from aid.local_standards import LocalStandards
from aid.medical_schedule import Schedule, share
from aid.standard_kinds import IncomeTest, Key, Reading
from aid.standard_sets import WHOLE_BP
from aid.standards import InForce
from ledger.money import ZERO, Money


def medical(claim: Claim, rules: InForce, _: LocalStandards) -> Award:
    """Medical aid under the standards in force, with what each reading would give.

    Basis: 意见 第10条.
    """
    household = claim.household
    if household.year != claim.year:
        what = f"家庭收入是 {household.year} 年的，费用是 {claim.year} 年的"
        raise HouseholdRefused(
            what,
            "自付费用要与当年全部收入相比",
            f"登记 {claim.year} 年的家庭收入",
        )
    patient = household.member(claim.member)
    reading = Reading(rules.one(Key.MEDICAL_READING).word)
    self_paid, steps = _self_paid(claim, patient)
    steps, stopped = _conditions(claim, rules, self_paid, steps)
    if stopped:
        nothing = tuple((one, ZERO) for one in Reading)
        steps.append("不予医疗救助，金额 0.00 元")
        return made(claim, ZERO, steps, reading=reading, readings=nothing)
    schedule = Schedule(
        rules.one(Key.MEDICAL_BRACKETS).brackets, rules.one(Key.MEDICAL_FIXED_SUM).money
    )
    cap = tightest(_medical_caps(claim, rules, self_paid))
    plain = schedule.readings(self_paid)
    readings = tuple((one, min(amount, cap.left)) for one, amount in plain)
    cited = rules.one(Key.MEDICAL_BRACKETS).cited
    steps.append(f"{schedule.told(self_paid, reading)}（{cited}）")
    amount = dict(readings)[reading]
    if amount < dict(plain)[reading]:
        steps.append(cap.told)
    steps.append(_other_readings(readings, reading))
    steps.append(f"医疗救助 {amount.grouped()} 元")
    return made(claim, amount, steps, reading=reading, readings=readings)


def _self_paid(claim: Claim, patient: Member) -> tuple[Money, list[str]]:
    """What the patient paid within the catalogue, less what other bodies gave."""
    costs = patient.medical_of(claim.year)
    if costs is None:
        return ZERO, [f"第 {patient.number} 号成员没有 {claim.year} 年的医疗费"]
    steps = [*costs.told()]
    other = claim.had_of_others(Project.MEDICAL, patient.number)
    if not other:
        return costs.self_paid, steps
    left = max(costs.self_paid - other, ZERO)
    steps.append(
        f"再扣除其他单位已给的医疗救助 {other.grouped()} 元，自付 {left.grouped()} 元"
    )
    return left, steps


def _conditions(
    claim: Claim, rules: InForce, self_paid: Money, steps: list[str]
) -> tuple[list[str], bool]:
    """The conditions of medical aid in the order of the clause; the first unmet ends.

    Basis: 意见 第10条.
    """
    patient = claim.household.member(claim.member)
    costs = patient.medical_of(claim.year)
    if costs is None:
        return steps, True
    if not costs.is_listed:
        told = "所患不在规定的大病、重病、慢性病之列（意见第10条）"
        return [*steps, told], True
    if patient.number != WORKER and not patient.lives_in_town:
        told = f"第 {patient.number} 号成员不在城镇生活（意见第10条）"
        return [*steps, told], True
    given = claim.had(Project.MEDICAL, patient.number)
    if given:
        told = (
            f"{claim.year} 年的费用已救助 {given.grouped()} 元，"
            "一次性救助，不再重复（意见第10条）"
        )
        return [*steps, told], True
    exceeds, told = _against_income(claim, rules, self_paid)
    return [*steps, told], not exceeds


def _against_income(claim: Claim, rules: InForce, self_paid: Money) -> tuple[bool, str]:
    """Whether the self-paid sum exceeds the household's income of the year."""
    standard = rules.one(Key.MEDICAL_INCOME_TEST)
    test = IncomeTest(standard.word)
    if test is IncomeTest.NONE:
        return True, f"自付不与家庭收入比较（{standard.cited}）"
    ratio = rules.one(Key.MEDICAL_INCOME_RATIO).number
    income = claim.household.income
    held = self_paid if test is IncomeTest.PATIENT else _household_paid(claim)
    exceeds = held.fen * WHOLE_BP > income.fen * ratio
    return exceeds, (
        f"{test.label} {held.grouped()} 元，家庭 {claim.year} 年全部收入 "
        f"{income.grouped()} 元，{'超过' if exceeds else '没有超过'}（意见第10条）"
    )


def _household_paid(claim: Claim) -> Money:
    """What all members paid for listed illnesses, less what other bodies gave."""
    total = 0
    for member in claim.household.members:
        costs = member.medical_of(claim.year)
        if costs is not None and costs.is_listed:
            others = claim.had_of_others(Project.MEDICAL, member.number)
            total += max(costs.self_paid.fen - others.fen, 0)
    return Money(total)


def _medical_caps(claim: Claim, rules: InForce, self_paid: Money) -> Iterator[Cap]:
    category = claim.household.category
    yield Cap(self_paid, f"不超过个人自付 {self_paid.grouped()} 元")
    for standard in rules.caps(Key.MEDICAL_SELF_PAID_MOST, category):
        most = share(self_paid, standard.number)
        yield Cap(most, capped(f"自付的 {standard.shown}", most, ZERO, standard))
    yield from yearly(claim, rules.caps(Key.MEDICAL_YEARLY_MOST, category))


def _other_readings(readings: Iterable[tuple[Reading, Money]], in_use: Reading) -> str:
    others = "，".join(
        f"若{reading.label}为 {amount.grouped()} 元"
        for reading, amount in readings
        if reading is not in_use
    )
    return f"{in_use.label}；{others}"
