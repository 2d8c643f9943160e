"""Was everybody who was paid in special hardship, by income and need, on that day?

1. The household that the file told when the case was approved is judged again by the
   standards of that day; so is the one it told on the day of payment where it had been
   changed since, and where a payment answers no case.
2. Where a unit has adopted lines of income for categories, the household is sorted
   again by what is left a head after rigid expenses.
3. Who is told to live on the minimum-living supplement, and is on no such roll, is a
   lead; so is a file that cannot be judged because it lacks figures.

Aid of a grass-roots union on its own account, and 送温暖 and 临时救助 that answer no
case, are not confined to workers in special hardship and are left out.

Basis: 关于进一步做好困难职工帮扶工作的意见 第1条; the lines of 2020 where adopted.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from aid.categories import categorize
from aid.claims import Project
from aid.eligibility import Answer, assess
from aid.errors import AidRefused
from aid.household import Household
from audit import aid_examples as given
from audit.aided import AidCase, Aided, Received
from audit.aided_people import Revision
from audit.book_data import Data
from audit.books import Books
from audit.check import Check, Finding, Population, Severity
from audit.list_kinds import ListKind
from ledger.money import Money

_EARNS = given.in_need(
    members=(replace(given.in_need().members[0], income=Money(40_000_00)),)
)
_ROLL = given.kept_list(ListKind.MINIMUM_LIVING)

CHECK = Check(
    key="T07",
    title="收入不符合条件",
    basis="《关于进一步做好困难职工帮扶工作的意见》第1条；已采用的困难类别收入线",
    severity=Severity.LOSS,
    needs=frozenset({Data.AID, Data.OPENED}),
    procedure="打开受助人档案，按审批日（没有申请的按发放日）的标准和当时档案记载的收入、"
    "医疗、就学、补差重新认定；审批后档案有变更的，按发放日再认定一次；"
    "导入了低保名册的，核对写明享受低保补差的家庭。",
    effect="不符合特困职工条件的家庭领取救助。",
    recommendation="核实收入和支出；不符合条件的停发、退出并追回。",
    limitation="以档案记载为准，瞒报的收入须与社保、公积金、税务数据比对；"
    "送温暖、临时救助的名单发放和基层工会自行帮扶不适用特困职工条件，没有认定。",
    clean=(
        given.books(people=given.people()),
        given.books(
            people=given.people(
                lists=(_ROLL,), met={"m1": (given.hit("minimum_living"),)}
            )
        ),
    ),
    broken=(
        given.books(people=given.people(household=_EARNS)),
        given.books(
            people=given.people(),
            cases={"A2025-1": given.case(limb="E-2")},
        ),
        given.books(people=given.people(lists=(_ROLL,))),
    ),
)

_SPECIAL = frozenset({Project.LIVING, Project.MEDICAL, Project.SCHOOLING})


class _Fault(NamedTuple):
    title: str
    told: str
    lead: bool = False


def population(books: Books) -> Population:
    """Lines that may go to workers in special hardship alone."""
    aided = books.aided
    lines = [one for one in aided.paid if _is_special(aided, one)] if aided else []
    total = Money(sum(one.fen for one in lines))
    return Population("限于特困职工的发放（行）", len(lines), total)


def run(books: Books) -> Iterator[Finding]:
    """Yield each file, once for each thing that stands against it."""
    found: dict[tuple[str, _Fault], list[Received]] = {}
    for one in books.aided.paid if books.aided else ():
        assert books.aided is not None
        if _is_special(books.aided, one):
            for fault in _faults(books.aided, one):
                found.setdefault((one.code, fault), []).append(one)
    for (code, fault), lines in found.items():
        total = Money(sum(one.fen for one in lines))
        yield Finding(
            key=CHECK.key,
            title=fault.title,
            condition=f"{lines[0].place} 于 {lines[0].on} 起向档案号 {code} 发放"
            f"“{lines[0].project.label}” {total.grouped()} 元，{fault.told}",
            evidence=tuple(dict.fromkeys(one.proof for one in lines)),
            recipients=(code,),
            amount=total,
            persons=1,
            lead=fault.lead,
        )


def _is_special(aided: Aided, one: Received) -> bool:
    case = aided.case_of(one)
    if case is None:
        return one.project in _SPECIAL
    return not case.own and case.approved_on is not None


def _faults(aided: Aided, one: Received) -> Iterator[_Fault]:
    file, case = aided.behind(one.code), aided.case_of(one)
    if file is None:
        return
    said, judged = file.on(one.on), 0
    if case is not None and case.approved_on is not None:
        decided = file.at(case.revision, case.approved_on)
        yield from _judged(aided, decided, case.approved_on, case)
        judged = decided.number
    if said.number > judged:
        yield from _judged(aided, said, one.on, None)
    household = said.household
    if household is not None and household.supplement_monthly and _off_roll(aided, one):
        what = "档案写明享受低保补差，低保名册上没有此户"
        yield _Fault("低保名册上没有写明享受低保的家庭", what, lead=True)


def _judged(
    aided: Aided, said: Revision, day: dt.date, case: AidCase | None
) -> Iterator[_Fault]:
    when = "审批" if case else "发放"
    if said.household is None:
        told = "档案没有写明收入年度或地区，或相互矛盾，不能重新认定"
        yield _Fault("档案要素不全，不能重新认定", told, lead=True)
        return
    try:
        found = assess(said.household, aided.standards.on(day), aided.standards.local)
    except AidRefused:
        told = f"缺少{when}日 {day} 的当地标准，不能重新认定"
        yield _Fault("缺少当地标准，不能重新认定", told, lead=True)
        return
    as_told = f"按{when}日 {day} 的标准和当时的档案重新认定"
    if not found.is_eligible:
        unmet = "基本条件（E-0）不符合"
        if found.reasons[0].answer is Answer.YES:
            unmet = "困难情形（E-1 至 E-7）无一成立"
        yield _Fault("不符合特困职工条件", f"{as_told}，{unmet}")
    elif case and case.limb and case.limb not in {one.value for one in found.limbs}:
        held = "、".join(one.value for one in found.limbs)
        told = f"{as_told}，所依据的 {case.limb} 不成立（成立的有 {held}）"
        yield _Fault("所依据的困难情形不成立", told)
    yield from _sorted(aided, said.household, day)


def _sorted(aided: Aided, household: Household, day: dt.date) -> Iterator[_Fault]:
    """Where lines of income were adopted: the category by what is left a head (2)."""
    if household.category is None:
        return
    try:
        found = categorize(household, aided.standards.on(day), aided.standards.local)
    except AidRefused:
        return
    told = f"档案类别为{household.category.label}，按 {day} 的收入线"
    if found.category is None:
        yield _Fault("收入高于困难类别的收入线", f"{told}不属于任何一类")
    elif found.category is not household.category:
        told += f"应为{found.category.label}"
        yield _Fault("困难类别与收入不符", told, lead=True)


def _off_roll(aided: Aided, one: Received) -> bool:
    """Whether there is a roll of the supplement, and nobody of the household on it."""
    people, kind = aided.people, ListKind.MINIMUM_LIVING
    if kind not in people.kinds():
        return False
    return next(people.hits(one.code, one.on, kind), None) is None
