"""First review, approval, and aid that comes first (初审、审批、先行救助).

1. Who is no 特困职工 by the file as it stands is refused, with the reasons; so is what
   is above the award, with its steps. Both are computed anew at either step, and what
   each reading of the medical brackets would give is kept with them.
2. What the household had counts: what cases granted in any unit to the people of the
   file and of those tied to it, and what they had otherwise.
3. By E-6 no more are taken than 5 % of those who receive the supplement there: told at
   first review, refused at approval without a paper that allows it (原则上).
4. In an emergency aid comes first: approved by one who may approve at the unit that
   pays, with a sum; its papers follow by a deadline.
5. A grass-roots union's own aid is its own money by its own rules: nothing is computed.

Basis: 关于进一步做好困难职工帮扶工作的意见 第1、2、9、10条.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from aid import recipient_store, recipients
from aid.awards import award
from aid.case_desk import (
    Asked,
    CaseDesk,
    command,
    demand,
    faults,
    notice_faults,
    open_desk,
    step_of,
    take,
    ways,
)
from aid.case_kinds import Case, Doing, State
from aid.case_steps import must_pass_up
from aid.case_writing import Sums
from aid.cases import cases_of, cases_of_file
from aid.claims import Award, Claim, Earlier
from aid.deadlines import Deadline, emergency_papers
from aid.eligibility import Answer, Eligibility, Limb, assess, quota
from aid.errors import AidRefused, StandardMissing
from aid.history import earlier_of
from aid.household import Household
from aid.households import ties_of
from aid.kept_standards import standards_of
from aid.recipient_fields import household_of
from aid.standard_kinds import Reading
from aid.unit_standards import UnitStandards
from ledger.database import Connection
from ledger.funds import Origin
from ledger.money import ZERO, Money
from ledger.people import Act
from treasury.vault import Vault


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """By what a case is judged; `earlier` None is what the books know (2)."""

    standards: UnitStandards
    origin: Origin | None = None
    earlier: tuple[Earlier, ...] | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """A case after a judging step, and what it was judged by."""

    case: Case
    eligibility: Eligibility | None
    award: Award | None
    notes: tuple[str, ...] = ()


def first_review(  # noqa: PLR0913, PLR0917 - as every verb, and by what
    connection: Connection,
    unit: str,
    key: str,
    terms: Terms,
    asked: Asked,
    vault: Vault,
    act: Act,
) -> Judged:
    """Review a published case for the first time above the grass roots.

    Raises:
        NotFound: there is no such unit, person or case.
        CaseRefused: it does not stand so, the person may not, or the household is in
            no special hardship or granted nothing; all is told.
        StandardMissing: a figure it is judged by is not entered; it says which.
    """
    desk = open_desk(connection, unit, key, Doing.FIRST_REVIEW, act)
    what = f"申请 {key} 没有通过初审"
    wrong = [*faults(desk, Doing.FIRST_REVIEW, asked)]
    on = asked.on or desk.today
    wrong += [*notice_faults(desk, on), *_upward(desk), *_file_faults(desk)]
    if desk.case.own:
        wrong.append("基层工会自行帮扶由本会审批，不经初审")
    demand(what, wrong, _ways(desk, Doing.FIRST_REVIEW, asked))
    found = _judge(desk, terms, on, vault)
    demand(what, [*_ineligible(desk, found), *_nothing(found)], _no_aid(desk))
    notes, _ = _quota(desk, found, terms, on)
    step = step_of(desk, Doing.FIRST_REVIEW, State.FIRST_REVIEWED, asked)
    step = replace(step, sums=found.sums, origin=terms.origin)
    return Judged(take(desk, step, vault), found.eligibility, found.award, notes)


def approve(  # noqa: PLR0913, PLR0917 - as every verb, by what, and how much
    connection: Connection,
    unit: str,
    key: str,
    terms: Terms,
    asked: Asked,
    vault: Vault,
    act: Act,
    granted: Money | None = None,
) -> Judged:
    """Approve a case with the sum that is granted: the award, unless less is told.

    Raises:
        NotFound: there is no such unit, person or case.
        CaseRefused: it does not stand so, the person may not, or the sum cannot be;
            all is told.
        StandardMissing: a figure it is judged by is not entered; it says which.
    """
    desk = open_desk(connection, unit, key, Doing.APPROVE, act)
    what = f"申请 {key} 没有批准"
    on = asked.on or desk.today
    wrong = [*faults(desk, Doing.APPROVE, asked), *notice_faults(desk, on)]
    wrong += [*_upward(desk), *_file_faults(desk), *_written_by(desk)]
    if desk.case.awaits_papers:
        wrong.append("先行救助的材料没有补办")
    if granted is not None and granted <= ZERO:
        wrong.append("批准金额应大于零")
    demand(what, wrong, _ways(desk, Doing.APPROVE, asked))
    step = step_of(desk, Doing.APPROVE, State.APPROVED, asked)
    step = replace(step, origin=terms.origin)
    if desk.case.own:
        given = granted or desk.case.asked
        demand(what, [] if given else ["没有写明批准金额"], "用 --granted 写明")
        return Judged(take(desk, replace(step, granted=given), vault), None, None)
    found = _judge(desk, terms, on, vault)
    wrong = [*_ineligible(desk, found), *_nothing(found)]
    do = _no_aid(desk) if wrong else ""
    given = found.award.amount if granted is None else granted
    if found.award.amount and given > found.award.amount:
        most = found.award.amount.grouped()
        told = "；".join(found.award.steps)
        wrong.append(f"批准 {given.grouped()} 元，超过可救助的 {most} 元：{told}")
    notes, exceeded = _quota(desk, found, terms, on)
    if exceeded and not asked.paper.strip():
        wrong.append(f"{notes[0]}；确需超过的写明批准的文件号")
    demand(what, wrong, do)
    step = replace(step, sums=found.sums, granted=given)
    return Judged(take(desk, step, vault), found.eligibility, found.award, notes)


def aid_first(  # noqa: PLR0913, PLR0917 - as every verb, how much and of what
    connection: Connection,
    unit: str,
    key: str,
    granted: Money,
    asked: Asked,
    vault: Vault,
    act: Act,
    origin: Origin | None = None,
) -> tuple[Case, Deadline]:
    """Let aid go before the papers, with the deadline by which they follow.

    Raises:
        NotFound: there is no such unit, person or case.
        CaseRefused: it is no emergency, the person may not, or the sum cannot be; all
            is told.
    """
    desk = open_desk(connection, unit, key, Doing.AID_FIRST, act)
    wrong = [*faults(desk, Doing.AID_FIRST, asked), *_upward(desk)]
    wrong += [*_file_faults(desk), *_written_by(desk)]
    if not desk.case.emergency:
        wrong.append("申请没有标明突遇特殊困难（意见第2条），不能先行救助")
    if desk.case.released is not None:
        wrong.append("已经先行救助过")
    if granted <= ZERO:
        wrong.append("先行救助的金额应大于零")
    if not asked.words.strip():
        wrong.append("没有写明紧急情况")
    demand(f"申请 {key} 没有先行救助", wrong, _ways(desk, Doing.AID_FIRST, asked))
    step = step_of(desk, Doing.AID_FIRST, desk.case.state, asked)
    case = take(desk, replace(step, granted=granted, origin=origin), vault)
    rules = standards_of(connection, unit).on(step.on)
    return case, emergency_papers(rules, step.on)


# -- judging ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a case is decided on: the household of a revision, and what follows."""

    household: Household
    eligibility: Eligibility
    award: Award
    revision: int

    @property
    def sums(self) -> Sums:
        """As a step keeps them."""
        known = dict(self.award.readings)
        readings = None
        if known:
            readings = (
                known[Reading.WHOLE_AMOUNT],
                known[Reading.MARGINAL_FROM_ZERO],
                known[Reading.MARGINAL_ABOVE_FLOOR],
            )
        return Sums(award=self.award.amount, revision=self.revision, readings=readings)


def _judge(desk: CaseDesk, terms: Terms, on: dt.date, vault: Vault) -> Grounds:
    return grounds_of(desk.connection, desk.case, terms, on, vault)


def grounds_of(  # noqa: PLR0913, PLR0917 - whose, by what, when, as known when
    connection: Connection,
    case: Case,
    terms: Terms,
    on: dt.date,
    vault: Vault,
    known_on: dt.date | None = None,
) -> Grounds:
    """Eligibility and award by the file as it stands, or as was known on a day.

    Raises:
        NotFound: there was no such file.
        AidRefused: a figure is not entered, or the file's figures cannot be judged.
        VaultRefused: a key is not at hand, or the file was changed.
    """
    standards = terms.standards
    row = recipients.row_of(connection, case.code, known_on)
    household = household_of(recipients.opened(connection, row, vault))
    found = assess(household, standards.on(on), standards.local)
    earlier = terms.earlier
    if earlier is None:
        earlier = given_before(connection, case, known_on)
    claim = Claim(
        project=case.project,
        household=household,
        member=case.member,
        year=case.year,
        on=on,
        origin=terms.origin,
        asked=case.asked,
        earlier=earlier,
    )
    return Grounds(household, found, award(claim, standards), row.revision)


def limb_doubts(
    connection: Connection, case: Case, standards: UnitStandards, vault: Vault
) -> tuple[str, ...]:
    """What is to be said where the limb relied upon is not met by the file as it is.

    It refuses nothing: the file may still be changed. First review and approval refuse.

    Raises:
        VaultRefused: a key is not at hand, or the file was changed.
    """
    if case.own or case.limb is None:
        return ()
    row = recipients.row_of(connection, case.code)
    try:
        household = household_of(recipients.opened(connection, row, vault))
        found = assess(household, standards.on(case.acted_on), standards.local)
    except AidRefused as refused:
        return (f"提示：困难情形没有核对：{refused}",)
    if found.is_eligible and case.limb in found.limbs:
        return ()
    told = [
        one.sentence
        for one in found.reasons
        if one.limb in {Limb.GROUND, case.limb} and one.answer is not Answer.YES
    ]
    others = "、".join(f"{one.value} {one.label}" for one in found.limbs)
    holds = f"按现有档案成立的有 {others}" if others else "按现有档案没有成立的情形"
    limb = f"{case.limb.value} {case.limb.label}"
    do = (
        "公示前变更档案（bangfu aid recipients change），"
        "或撤回（bangfu aid cases withdraw）后按成立的情形重新申请"
    )
    why = "；".join(told)
    return f"提示：所依据的“{limb}”按现有档案不能认定：{why}", f"提示：{holds}；{do}"


def given_before(
    connection: Connection, case: Case, known_on: dt.date | None = None
) -> tuple[Earlier, ...]:
    """What the household of a case had of its year, the case itself left out.

    Of cases decided after `known_on` nothing counts.

    What cases granted in any unit, whether it was paid yet or not, to the people of the
    file and of those tied to it; and what they had otherwise (`history.py`).
    """
    ties = ties_of(connection, [case.file])
    found = []
    for one in cases_of_file(connection, ties.of[case.file]):
        sum_ = one.payable
        if sum_ is None or (one.unit, one.key) == (case.unit, case.key):
            continue
        decided = one.released_on or one.approved_on
        if known_on is not None and decided is not None and decided > known_on:
            continue
        member = ties.number(case.file, one.file, one.revision, one.member)
        found.append(Earlier(one.project, member, one.year, sum_, one.own))
    other = earlier_of(connection, [case.file], case.year, besides_cases=True)
    return (*found, *other.get(case.file, ()))


def _ineligible(desk: CaseDesk, found: Grounds) -> Iterator[str]:
    limb, told = desk.case.limb, found.eligibility
    reasons = "；".join(reason.sentence for reason in told.reasons)
    if not told.is_eligible:
        yield f"不符合特困职工的标准：{reasons}"
    elif limb not in told.limbs:
        label = limb.label if limb else ""
        yield f"所依据的“{label}”不成立：{reasons}"


def _nothing(found: Grounds) -> Iterator[str]:
    if not found.award.amount:
        yield f"按规定没有可救助的金额：{'；'.join(found.award.steps)}"


def _quota(
    desk: CaseDesk, found: Grounds, terms: Terms, on: dt.date
) -> tuple[tuple[str, ...], bool]:
    """What is to be said of the quota of E-6, and whether it would be exceeded."""
    if desk.case.limb is not Limb.SUPPLEMENT:
        return (), False
    taken = {
        one.file
        for one in cases_of(desk.connection, desk.case.unit)
        if one.limb is Limb.SUPPLEMENT and one.granted is not None
    }
    count = len(taken | {desk.case.file})
    rules, local = terms.standards.on(on), terms.standards.local
    try:
        told = quota(rules, local, found.household.place, count)
    except StandardMissing as missing:
        return (f"没有核对按低保补差纳入的人数：{missing}",), False
    return (told.told,), told.is_exceeded


def _ways(desk: CaseDesk, doing: Doing, asked: Asked) -> str:
    """What to do before a judging step; a grass-roots union passes cases up."""
    if must_pass_up(desk) and not desk.case.state.is_ended:
        return f"公示后转上级：{command(desk.case, Doing.REFER)} --words 理由"
    return ways(desk, doing, asked)


def _no_aid(desk: CaseDesk) -> str:
    """What to do with a case that is granted nothing."""
    given = f"不予救助的：{command(desk.case, Doing.REJECT)} --words 理由"
    change = "档案有误的先用 bangfu aid recipients change 变更"
    return f"{given}；{change}"


def _upward(desk: CaseDesk) -> Iterator[str]:
    if must_pass_up(desk):
        yield (
            "特困职工的救助由县级以上工会或帮扶中心办理（意见第3、9条），"
            "基层工会公示后转上级"
        )


def _file_faults(desk: CaseDesk) -> Iterator[str]:
    standing = recipients.standing(desk.connection, desk.case.code)
    if not standing.is_open:
        yield f"档案已退出（{standing.acted_on}）"
    elif standing.unit not in {desk.case.unit, desk.case.from_unit}:
        yield "档案已转到其他单位，撤回后由该单位重新申请"


def _written_by(desk: CaseDesk) -> Iterator[str]:
    """Nobody approves on a file that they wrote, in whatever revision."""
    known = recipient_store.writers(desk.connection, [desk.case.file])
    if desk.person_id in {desk.books.people.get(one) for one in known.values()}:
        yield "此人建立或变更过这份档案，须由另一人审批（不相容职务分离）"
