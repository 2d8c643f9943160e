"""Eligibility (认定): may a household be helped, by which limb, and why.

E-0  the worker lives on minimum wage, allowance, benefit or pension; the household gets
     the minimum-living supplement or was relieved, and still cannot manage. A migrant
     worker's has settled in town for two years and lives on wages.
E-1  illness: what was paid oneself exceeds the household's income of the year.
E-2  a child in full-time schooling beyond the compulsory, about to drop out.
E-3  nobody is employed although somebody can and wants to work.
E-4  a worker without ability to work, income, or anyone bound to support.
E-5  a disaster: a heavy loss that hits daily life.
E-6  the supplement per head is 1.5 times the local average or more, in special
     hardship; no more are taken by it than 5 % of those who receive it there.
E-7  another cause of special hardship; it needs words.

A worker who meets E-0 and one of the others is in special hardship (特困职工). Each
answer is a sentence with its figures and clause. Where a local figure is not entered
the answer stays open; if all hangs on it, the household is not judged.

Basis: 关于进一步做好困难职工帮扶工作的意见 第1条.
"""

from collections.abc import Callable
from dataclasses import dataclass

from aid.errors import StandardMissing
from aid.household import Household, Livelihood
from aid.local_standards import LocalStandards
from aid.standard_kinds import Key, Stage
from aid.standard_sets import WHOLE_BP, shown_percent
from aid.standards import InForce
from ledger.accounts import Labelled
from ledger.money import ZERO, Money

CLAUSE = "意见第1条"


class Limb(Labelled):
    """The condition that all meet (E-0), and those of which one is enough."""

    GROUND = "E-0", "基本条件"
    ILLNESS = "E-1", "大病、重病、慢性病"
    SCHOOLING = "E-2", "子女就学"
    NO_EMPLOYMENT = "E-3", "零就业家庭"
    THREE_WITHOUTS = "E-4", "三无人员"
    DISASTER = "E-5", "天灾人祸"
    SUPPLEMENT = "E-6", "低保补差较高"
    OTHER = "E-7", "其他特别困难"


class Answer(Labelled):
    """Whether a limb is met; open where a local figure is not entered."""

    YES = "yes", "符合"
    NO = "no", "不符合"
    OPEN = "open", "不能判断"


@dataclass(frozen=True, slots=True)
class Reason:
    """The answer to one limb, and why."""

    limb: Limb
    answer: Answer
    told: str

    @property
    def sentence(self) -> str:
        """The answer as people read it, with the clause."""
        return f"{self.limb.label}：{self.told}，{self.answer.label}（{CLAUSE}）"


@dataclass(frozen=True, slots=True)
class Eligibility:
    """All answers about a household, E-0 first."""

    reasons: tuple[Reason, ...]

    @property
    def limbs(self) -> tuple[Limb, ...]:
        """The limbs met beside E-0."""
        return tuple(
            reason.limb for reason in self.reasons[1:] if reason.answer is Answer.YES
        )

    @property
    def is_eligible(self) -> bool:
        """Whether the worker is one in special hardship."""
        return self.reasons[0].answer is Answer.YES and bool(self.limbs)

    @property
    def rests_on_supplement_alone(self) -> bool:
        """Whether only E-6 is met: such cases count against the quota."""
        return self.is_eligible and self.limbs == (Limb.SUPPLEMENT,)


@dataclass(frozen=True, slots=True)
class Quota:
    """How many may be taken by E-6 in a place, and how many were."""

    recipients: int
    share_bp: int
    taken: int

    @property
    def allowed(self) -> int:
        """The whole persons within the share."""
        return self.recipients * self.share_bp // WHOLE_BP

    @property
    def left(self) -> int:
        """How many more may be taken; never below nil."""
        return max(self.allowed - self.taken, 0)

    @property
    def is_exceeded(self) -> bool:
        """Whether more were taken than the share allows (in principle: 原则上)."""
        return self.taken > self.allowed

    @property
    def told(self) -> str:
        """The quota as a sentence."""
        state = "超过" if self.is_exceeded else "未超过"
        return (
            f"按低保补差纳入 {self.taken} 人，当地享受城镇低保 {self.recipients} 人的"
            f" {shown_percent(self.share_bp)} 为 {self.allowed} 人，{state}（{CLAUSE}）"
        )


def assess(household: Household, rules: InForce, local: LocalStandards) -> Eligibility:
    """Answer E-0 and every limb for a household.

    Raises:
        StandardMissing: all hangs on a local figure that is not entered.

    Basis: 意见 第1条.
    """
    reasons = [
        Reason(Limb.GROUND, *_ground(household, rules)),
        *(Reason(limb, *judge(household, rules)) for limb, judge in _PLAIN.items()),
    ]
    try:
        answer = _supplement(household, rules, local)
    except StandardMissing as missing:
        others = [*reasons[1:], Reason(Limb.OTHER, *_other(household, rules))]
        decisive = reasons[0].answer is Answer.YES and all(
            reason.answer is Answer.NO for reason in others
        )
        if decisive:
            raise
        answer = Answer.OPEN, str(missing)
    reasons.append(Reason(Limb.SUPPLEMENT, *answer))
    reasons.append(Reason(Limb.OTHER, *_other(household, rules)))
    return Eligibility(tuple(reasons))


def quota(rules: InForce, local: LocalStandards, place: str, taken: int) -> Quota:
    """How many may be taken by E-6 in a place on the day of the rules.

    Args:
        rules: the standards in force.
        local: the local figures.
        place: whose recipients are counted.
        taken: how many E-6 alone has let in there.

    Raises:
        StandardMissing: the number of recipients is not entered.

    Basis: 意见 第1条 (原则上不超过当地享受城镇居民最低生活保障总人数的5%).
    """
    assert taken >= 0
    recipients = local.urban_recipients(place, rules.on)
    return Quota(recipients, rules.one(Key.QUOTA_SHARE).number, taken)


_Answered = tuple[Answer, str]


def _yes(met: bool, told: str) -> _Answered:  # noqa: FBT001 - what it turns into an answer
    return (Answer.YES if met else Answer.NO), told


def _ground(household: Household, rules: InForce) -> _Answered:
    """E-0: every part of it, told in the order of the clause."""
    years = rules.one(Key.SETTLED_YEARS).number
    parts = [
        _livelihood(household),
        _relief(household),
        (
            household.cannot_manage,
            "不经救助生活难以为继"
            if household.cannot_manage
            else "没有认定不经救助生活难以为继",
        ),
    ]
    if household.is_migrant:
        settled = household.settled_years >= years
        parts += [
            (
                settled,
                f"农民工家庭定居城镇 {household.settled_years} 年"
                + ("" if settled else f"，不满 {years} 年"),
            ),
            (
                household.lives_on_wages,
                "以工资收入为主要生活来源"
                if household.lives_on_wages
                else "不以工资收入为主要生活来源",
            ),
        ]
    return _yes(all(met for met, _ in parts), "，".join(told for _, told in parts))


def _livelihood(household: Household) -> tuple[bool, str]:
    if household.livelihood is Livelihood.NONE:
        return False, "没有按政策领取最低工资、下岗基本生活费、失业保险金或养老金"
    return True, f"按政策领取{household.livelihood.label}"


def _relief(household: Household) -> tuple[bool, str]:
    monthly = household.supplement_monthly
    if monthly:
        return True, f"家庭每月享受低保补差 {monthly.grouped()} 元"
    if household.relieved_by.strip():
        return True, f"已经{household.relieved_by.strip()}救济"
    return False, "没有享受低保补差，也没有经有关部门救济"


def _illness(household: Household, rules: InForce) -> _Answered:
    """E-1: what was paid for listed illnesses against the household's income."""
    ratio = rules.one(Key.MEDICAL_INCOME_RATIO).number
    sums = [
        costs.self_paid_in_all.fen
        for member in household.members
        if (costs := member.medical_of(household.year)) and costs.is_listed
    ]
    if not sums:
        return _yes(met=False, told="没有大病、重病、慢性病的医疗费")
    paid, income = Money(sum(sums)), household.income
    met = paid.fen * WHOLE_BP > income.fen * ratio
    told = (
        f"{household.year} 年本人及家庭成员自付医疗费 {paid.grouped()} 元，"
        f"家庭全年收入 {income.grouped()} 元，自付{'超过' if met else '没有超过'}收入"
    )
    return _yes(met, told)


def _schooling(household: Household, _: InForce) -> _Answered:
    """E-2: a lawful child in full-time schooling beyond the compulsory."""
    if not household.children_lawful:
        return _yes(met=False, told="子女人数不符合计划生育法的规定")
    pupils = [
        (member, stage)
        for member in household.by_number
        if member.is_child
        and member.is_full_time
        and (stage := _beyond_compulsory(member.stage))
    ]
    if not pupils:
        return _yes(met=False, told="没有接受义务教育以外全日制学历教育的子女")
    for member, stage in pupils:
        if member.risks_dropping_out:
            told = (
                f"第 {member.number} 号成员就读{stage.label}，"
                f"学费 {member.tuition.grouped()} 元，不经救助面临辍学"
            )
            return _yes(met=True, told=told)
    return _yes(met=False, told="子女就学，但没有认定面临辍学")


def _beyond_compulsory(stage: Stage | None) -> Stage | None:
    return None if stage is None or stage.is_compulsory else stage


def _no_employment(household: Household, _: InForce) -> _Answered:
    """E-3: nobody is employed, and somebody can and wants to be."""
    employed = sum(member.is_employed for member in household.members)
    if employed:
        return _yes(met=False, told=f"家庭中有 {employed} 人就业")
    able = sum(m.can_work and m.seeks_work for m in household.members)
    if not able:
        told = "家庭中没有有就业能力和就业意愿而未能就业的成员"
        return _yes(met=False, told=told)
    return _yes(met=True, told=f"家庭中 {able} 人有就业能力和意愿，均未实现就业")


def _three_withouts(household: Household, _: InForce) -> _Answered:
    met = household.has_three_withouts
    return _yes(met, f"{'经' if met else '没有经'}民政部门认定为三无人员")


def _disaster(household: Household, _: InForce) -> _Answered:
    """E-5: a loss that hits daily life, with what happened."""
    if not household.loss or not household.loss_told.strip():
        return _yes(met=False, told="没有登记天灾人祸造成的财产损失及其经过")
    met = household.loss_hits_living
    hits = "影响基本生活" if met else "没有认定影响基本生活"
    return _yes(met, f"家庭财产损失 {household.loss.grouped()} 元，{hits}")


def _supplement(
    household: Household, rules: InForce, local: LocalStandards
) -> _Answered:
    """E-6: the supplement per head against the local average; nothing is rounded."""
    total, size = household.supplement_monthly, household.size
    if total <= ZERO:
        return _yes(met=False, told="没有享受低保补差")
    if not household.is_specially_hard:
        return _yes(met=False, told="没有认定生活特别困难")
    average = local.average_supplement(household.place, rules.on)
    ratio = rules.one(Key.SUPPLEMENT_RATIO).number
    met = total.fen * WHOLE_BP >= average.fen * ratio * size
    return _yes(
        met,
        f"家庭 {size} 人每月补差合计 {total.grouped()} 元，"
        f"当地人均补差 {average.grouped()} 元，"
        f"人均补差{'达到' if met else '没有达到'}其 {shown_percent(ratio)}",
    )


def _other(household: Household, _: InForce) -> _Answered:
    """E-7: words are what it rests on."""
    met = bool(household.other_told.strip())
    told = "已写明其他特别困难的原因" if met else "没有写明其他特别困难的原因"
    return _yes(met, told)


_PLAIN: dict[Limb, Callable[[Household, InForce], _Answered]] = {
    Limb.ILLNESS: _illness,
    Limb.SCHOOLING: _schooling,
    Limb.NO_EMPLOYMENT: _no_employment,
    Limb.THREE_WITHOUTS: _three_withouts,
    Limb.DISASTER: _disaster,
}
"""The limbs that need no local figure, in the order of the clause."""
