"""Awards (救助金额): how much a claim is granted, with its steps as sentences.

1. Medical aid is computed (`medical_awards.py`); every award shows what each reading of
   the brackets would give.
2. Living aid is asked for, or fills up what the worker is due: a month of the local
   minimum-living standard a year. Schooling aid is asked for, or a sum that an adopted
   set names. Other projects are asked for.
3. Earlier aid of the year counts: against floors, caps, and what is paid but once. Caps
   are those in force for the money's origin and the household's category; the tightest
   holds, and it is told.
4. An award is never negative, and medical aid never above what the patient paid. A
   share is rounded once, half a fen up; months are whole, so nothing else is rounded.

Basis: 关于进一步做好困难职工帮扶工作的意见 第9、10条; 总工发〔2015〕20号 第5条;
docs/adr/0007.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator

from aid.caps import Cap, capped, tightest, yearly
from aid.claims import Award, Claim, Earlier, Project, made
from aid.errors import StandardRefused
from aid.household import Member
from aid.local_standards import LocalStandards
from aid.medical_awards import medical
from aid.standard_kinds import CapCounts, Key, Per
from aid.standards import InForce
from aid.unit_standards import UnitStandards
from ledger.money import ZERO, Money

__all__ = ["Award", "Claim", "Earlier", "Project", "award", "award_all"]


def award(claim: Claim, standards: UnitStandards) -> Award:
    """The amount that a request is granted under the standards of its day.

    Raises:
        StandardMissing: a standard or a local figure that it needs is not entered.
        StandardRefused: the project has no amount of its own and none was asked for.
        HouseholdRefused: the household's figures are not of the year asked for.
    """
    rules = standards.on(claim.on, claim.origin)
    return _BY_PROJECT[claim.project](claim, rules, standards.local)


def award_all(claims: Iterable[Claim], standards: UnitStandards) -> Iterator[Award]:
    """The amounts of many requests, one after the other, as an audit recomputes them.

    Raises:
        Refused: what `award` raises, at the request that it is about.
    """
    for claim in claims:
        yield award(claim, standards)


# -- living aid ---------------------------------------------------------------------


def _living(claim: Claim, rules: InForce, local: LocalStandards) -> Award:
    """Living aid: what is asked for, or what is missing to the floor; within the caps.

    Basis: 意见 第9条; 总工发〔2015〕20号 第5条.
    """
    monthly = local.on(claim.household.place, _day_in(claim)).minimum_living
    least = rules.one(Key.LIVING_MONTHS_LEAST)
    floor = Money(least.number * monthly.fen)
    had = claim.had(Project.LIVING, claim.member)
    due = max(floor - had, ZERO)
    steps = [
        f"当地低保标准每人每月 {monthly.grouped()} 元",
        f"每年不低于 {least.number} 个月，即 {floor.grouped()} 元（{least.cited}）",
        f"本年已发生活救助 {had.grouped()} 元，尚差 {due.grouped()} 元",
    ]
    caps = [*_living_caps(claim, rules, monthly)]
    amount, more = _within(due if claim.asked is None else claim.asked, caps)
    steps += _asked(claim) + more
    if amount < due:
        missing = (due - amount).grouped()
        steps.append(f"仍低于每年的下限，另差 {missing} 元应在本年内补足")
    steps.append(f"生活救助 {amount.grouped()} 元")
    return made(claim, amount, steps)


def _living_caps(claim: Claim, rules: InForce, monthly: Money) -> Iterator[Cap]:
    household = claim.household
    counts = CapCounts(rules.one(Key.LIVING_CAP_COUNTS).word)
    heads = household.size if counts is CapCounts.EVERY_MEMBER else 1
    for standard in rules.caps(Key.LIVING_MONTHS_MOST, household.category):
        member = claim.member if standard.per is Per.PERSON else None
        had = claim.had(Project.LIVING, member)
        most = Money(standard.number * monthly.fen * heads)
        what = f"{standard.number} 个月低保标准（{counts.label}）"
        yield Cap(most - had, capped(what, most, had, standard))
    yield from yearly(claim, rules.caps(Key.LIVING_YEARLY_MOST, household.category))


# -- schooling aid ------------------------------------------------------------------


def _schooling(claim: Claim, rules: InForce, local: LocalStandards) -> Award:
    """Schooling aid: what is asked for, or the sum of an adopted set; within the caps.

    Basis: 总工发〔2015〕20号 第5条; the sums are of the sets that a unit adopts.
    """
    pupil = claim.household.member(claim.member)
    if pupil.stage is None:
        told = f"第 {pupil.number} 号成员没有就学记录，不予助学，金额 0.00 元"
        return made(claim, ZERO, [told])
    steps: list[str] = []
    if claim.asked is None:
        wanted, steps = _schooling_sum(claim, rules, pupil)
    else:
        wanted = claim.asked
    caps = [*_schooling_caps(claim, rules, local, pupil)]
    amount, more = _within(wanted, caps)
    steps += _asked(claim) + more
    steps.append(f"子女助学 {amount.grouped()} 元")
    return made(claim, amount, steps)


def _schooling_sum(
    claim: Claim, rules: InForce, pupil: Member
) -> tuple[Money, list[str]]:
    """The sum for a stage, less what the pupil had of it in the year."""
    standard = rules.one(Key.SCHOOLING_SUM, pupil.stage)
    assert pupil.stage is not None
    total = standard.money
    steps = [f"{pupil.stage.label} {total.grouped()} 元（{standard.cited}）"]
    more = rules.one_or_none(Key.SCHOOLING_SINGLE_PARENT_MORE, pupil.stage)
    if claim.household.is_single_parent and more is not None:
        total += more.money
        steps.append(f"单亲家庭增加 {more.shown}（{more.cited}）")
    had = claim.had(Project.SCHOOLING, pupil.number)
    if had:
        steps.append(f"本年已助学 {had.grouped()} 元，从中减去")
    return max(total - had, ZERO), steps


def _schooling_caps(
    claim: Claim, rules: InForce, local: LocalStandards, pupil: Member
) -> Iterator[Cap]:
    household = claim.household
    category = household.category
    found = rules.caps(Key.SCHOOLING_MONTHS_MOST, category, pupil.stage)
    if not found:
        return
    monthly = local.on(household.place, _day_in(claim)).minimum_living
    had = claim.had(Project.SCHOOLING, pupil.number)
    for standard in found:
        most = Money(standard.number * monthly.fen)
        what = f"{standard.number} 个月低保标准"
        yield Cap(most - had, capped(what, most, had, standard))


# -- what is asked for, within caps -------------------------------------------------


def _asked_for(claim: Claim, rules: InForce, _: LocalStandards) -> Award:
    """Aid that no rule computes: what is asked for, within the caps of its project."""
    project = claim.project
    if claim.asked is None:
        what = f"“{project.label}”没有规定的金额"
        raise StandardRefused(what, do="写明拟发金额，按上限核对")
    category = claim.household.category
    caps = []
    if project is Project.WARMTH:
        for standard in rules.caps(Key.WARMTH_ONCE_MOST, category):
            told = capped("每次", standard.money, ZERO, standard)
            caps.append(Cap(standard.money, told))
        caps += yearly(claim, rules.caps(Key.WARMTH_YEARLY_MOST, category))
    else:
        caps += yearly(claim, rules.caps(Key.TEMPORARY_YEARLY_MOST, category))
    amount, more = _within(claim.asked, caps)
    steps = [*_asked(claim), *more, f"{project.label} {amount.grouped()} 元"]
    return made(claim, amount, steps)


def _within(wanted: Money, caps: Iterable[Cap]) -> tuple[Money, list[str]]:
    """An amount within its caps, and what is to be said of them."""
    known = [*caps]
    if not known:
        return wanted, ["没有适用于此项资金的上限标准"]
    cap = tightest(known)
    return min(wanted, cap.left), [cap.told]


def _asked(claim: Claim) -> list[str]:
    asked = claim.asked
    return [] if asked is None else [f"申请 {asked.grouped()} 元"]


def _day_in(claim: Claim) -> dt.date:
    """The day of the decision, or the nearest to it in the year that is asked for."""
    first, last = dt.date(claim.year, 1, 1), dt.date(claim.year, 12, 31)
    return min(max(claim.on, first), last)


_BY_PROJECT: dict[Project, Callable[[Claim, InForce, LocalStandards], Award]] = {
    Project.LIVING: _living,
    Project.MEDICAL: medical,
    Project.SCHOOLING: _schooling,
    Project.WARMTH: _asked_for,
    Project.TEMPORARY: _asked_for,
}
