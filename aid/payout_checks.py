"""What payouts are checked for before money or goods go out (发放前核对). Pure.

1. The file: there is one, open on the day, held by the unit or one under it; the person
   is alive. On the day of exit or death itself it is told, from the day after refused.
2. Once only: no person twice for the same project, year and period, in the list or
   before, in this unit or another; no second file of a household unseen; no case paid
   beyond what it was granted. Equal payments to different people are no fault.
   A line without a case is told; one whose file was refused the same, or still waits
   for it, in any unit, is refused.
3. The account: a card of their own. One card for people of one household is told, for
   others refused.
4. The money: the account is for aid, the fund allows the purpose, and it is not the
   purpose of another project.
5. The amount: within the standard, over the household with its earlier aid of the year;
   a standard that is missing is refused with what to enter.

A fault is refused; a notice is told, and needs a reason to go on. Cost: grows with the
lines; everything that is known is handed in, read in sets (`payout_reading.py`).
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from aid.awards import award
from aid.claims import Claim, Earlier, Project
from aid.household import WORKER, Household
from aid.payout_known import CaseSeen, Given, Known, Payee
from aid.payout_lines import PayoutLine
from aid.payout_told import NO_CASE, Rule, Told, Weight
from ledger.errors import Refused
from ledger.money import ZERO, Money


def check(lines: Sequence[PayoutLine], known: Known) -> tuple[Told, ...]:
    """Everything that is to be told of lines, by their places."""
    parts = (_files, _once, _households, _cases, _caseless, _cards, _money, _standards)
    return tuple(sorted(told for part in parts for told in part(lines, known)))


def _fault(line: PayoutLine, rule: Rule, what: str) -> Told:
    return Told(line.place, line.code, rule, Weight.FAULT, what)


def _notice(line: PayoutLine, rule: Rule, what: str) -> Told:
    return Told(line.place, line.code, rule, Weight.NOTICE, what)


# -- the file -----------------------------------------------------------------------


def _files(lines: Sequence[PayoutLine], known: Known) -> Iterator[Told]:
    """Rule 1."""
    for line in lines:
        payee = known.payees.get(line.code)
        if payee is None:
            yield _fault(line, Rule.NO_FILE, "没有这份档案")
            continue
        if payee.opened_on > known.on:
            what = f"{known.on} 尚未建档（建档于 {payee.opened_on}）"
            yield _fault(line, Rule.NO_FILE, what)
        if payee.person(line.member) is None:
            yield _fault(line, Rule.NO_FILE, f"家庭中没有第 {line.member} 号成员")
        if payee.unit not in known.units:
            yield _fault(line, Rule.ELSEWHERE, f"档案在单位“{payee.unit}”")
        yield from _gone(line, payee, known)


def _gone(line: PayoutLine, payee: Payee, known: Known) -> Iterator[Told]:
    members = {(line.code, WORKER), (line.code, line.member)}
    listed = {known.deceased[one] for one in members if one in known.deceased}
    ends = (
        (Rule.DECEASED, payee.died_on, "死亡"),
        *((Rule.DECEASED, day, "死亡（死亡名单）") for day in sorted(listed)),
        (Rule.EXITED, None if payee.died_on else payee.closed_on, "退出档案"),
    )
    for rule, day, how in ends:
        if day is None or day > known.on:
            continue
        tell = _fault if day < known.on else _notice
        yield tell(line, rule, f"已于 {day} {how}")


# -- once only ----------------------------------------------------------------------

_For = tuple[bytes, Project, int]
"""A person, what for, and its year."""


def _for(line: PayoutLine, payee: Payee) -> _For | None:
    person = payee.person(line.member)
    return None if person is None else (person, line.project, line.year)


def _same(one: str, other: str, project: Project) -> bool:
    """Whether two periods of a year are one; medical aid is given once for a year."""
    return project is Project.MEDICAL or one == other


def _meets(one: str, other: str, project: Project) -> bool:
    """Whether two periods of a year meet: a month lies in its year."""
    within = one.startswith(f"{other}-") or other.startswith(f"{one}-")
    return within or _same(one, other, project)


def _once(lines: Sequence[PayoutLine], known: Known) -> Iterator[Told]:
    """Rule 2, of a person: in the list, and before."""
    before: dict[_For, list[Given]] = defaultdict(list)
    for given in known.given:
        before[given.person, given.project, given.year].append(given)
    met: dict[_For, list[PayoutLine]] = defaultdict(list)
    for line in lines:
        payee = known.payees.get(line.code)
        what_for = payee and _for(line, payee)
        if not what_for:
            continue
        for other in met[what_for]:
            if _of_case(line, other.case_key, known):
                continue
            if _meets(line.period, other.period, line.project):
                same = _same(line.period, other.period, line.project)
                what = f"与第 {other.place} 行（{other.code}）是同一人、同一事项，"
                what += "期间相同" if same else f"期间 {other.period} 相交"
                yield (_fault if same else _notice)(line, Rule.TWICE, what)
                break
        met[what_for].append(line)
        for given in before[what_for]:
            if given.is_other or _of_case(line, given.case_key, known):
                continue
            if not _meets(line.period, given.period, line.project):
                continue
            same = _same(line.period, given.period, line.project)
            what = f"{given.told} {given.amount.grouped()} 元（{given.period}）"
            rule = Rule.PAID_BEFORE if given.is_paid else Rule.LISTED
            yield (_fault if same else _notice)(line, rule, what)
            break


def _of_case(line: PayoutLine, case_key: str, known: Known) -> bool:
    """Whether both are of one case, which is judged by what it was granted."""
    return bool(case_key) and case_key == line.case_key and case_key in known.granted


def _households(lines: Sequence[PayoutLine], known: Known) -> Iterator[Told]:
    """Rule 2, of a household: another person of it is given the same."""
    before: dict[tuple[int, Project, int], list[Given]] = defaultdict(list)
    for given in known.given:
        before[given.household, given.project, given.year].append(given)
    met: dict[tuple[int, Project, int], list[PayoutLine]] = defaultdict(list)
    for line in lines:
        payee = known.payees.get(line.code)
        if payee is None:
            continue
        at = payee.household, line.project, line.year
        person = payee.person(line.member)
        others = [
            other
            for other in met[at]
            if known.payees[other.code].person(other.member) != person
            and _meets(line.period, other.period, line.project)
        ]
        if others:
            what = f"与第 {others[0].place} 行（{others[0].code}）属同一家庭"
            yield _notice(line, Rule.HOUSEHOLD, what)
        earlier = [
            given
            for given in before[at]
            if given.person != person
            and not given.is_other
            and _meets(line.period, given.period, line.project)
        ]
        if earlier:
            what = f"同一家庭的另一人，{earlier[0].told}"
            yield _notice(line, Rule.HOUSEHOLD, what)
        met[at].append(line)


def _cases(lines: Sequence[PayoutLine], known: Known) -> Iterator[Told]:
    """Rule 2, of a case: paid no more than granted, in one part or several."""
    paid: dict[str, int] = defaultdict(int)
    where: dict[str, str] = {}
    for given in known.given:
        if given.case_key:
            paid[given.case_key] += given.amount.fen
            where.setdefault(given.case_key, given.told)
    for line in lines:
        if not (key := line.case_key):
            continue
        paid[key] += line.amount.fen
        granted = known.granted.get(key)
        if granted is None:
            yield _fault(line, Rule.CASE, f"{key} 没有批准，或不是此单位的申请")
        elif paid[key] > granted.fen:
            over = Money(paid[key] - granted.fen).grouped()
            before = f"，{where[key]}" if key in where else ""
            what = f"{key} 可发 {granted.grouped()} 元，超过 {over} 元{before}"
            yield _fault(line, Rule.CASE, what)
        where.setdefault(key, f"第 {line.place} 行已列")


def _caseless(lines: Sequence[PayoutLine], known: Known) -> Iterator[Told]:
    """Rule 2, of lines that name no case: what cases of the same say to it.

    A refused case counts no more once another one was approved.
    """
    if known.cases is None:
        return
    for line in lines:
        if line.case_key or line.code not in known.payees:
            continue
        seen = known.cases.get((line.code, line.project, line.year), ())
        approved = [one for one in seen if one.left is not None]
        against = [
            one
            for one in seen
            if one.left is None and not (approved and one.is_refused)
        ]
        for one in against:
            yield _fault(line, Rule.CASE, f"申请 {one.where}{one.state}")
        if not against:
            due = (one for one in approved if one.left)
            yield _notice(line, Rule.NO_CASE, _without(next(due, None)))


def _without(due: CaseSeen | None) -> str:
    if due is None or due.left is None:
        return NO_CASE
    left = due.left.grouped()
    return f"未列申请，但有已审批的 {due.where}，还可发 {left} 元"


# -- account, money -----------------------------------------------------------------


def _cards(lines: Sequence[PayoutLine], known: Known) -> Iterator[Told]:
    """Rule 3."""
    if not known.by_bank:
        return
    first: dict[bytes, PayoutLine] = {}
    for line in lines:
        payee = known.payees.get(line.code)
        if payee is None:
            continue
        if payee.card is None:
            yield _fault(line, Rule.CARD, "档案没有银行卡号")
            continue
        other = first.setdefault(payee.card, line)
        if other.code != line.code:
            what = f"与第 {other.place} 行（{other.code}）同一张卡"
            same = known.payees[other.code].household == payee.household
            tell = _notice if same else _fault
            yield tell(line, Rule.SHARED_CARD, what)
            continue
        outside = sorted({*known.cards.get(payee.card, ())} - {line.code})
        if outside:
            what = f"此卡还登记在 {'、'.join(outside[:3])} 的档案上"
            yield _notice(line, Rule.SHARED_CARD, what)


def _money(lines: Sequence[PayoutLine], known: Known) -> Iterator[Told]:
    """Rule 4."""
    for line in lines:
        if line.amount <= ZERO:
            yield _fault(line, Rule.AMOUNT, "金额应大于零")
        if why := known.groups.get((line.fund, line.account, line.purpose), ""):
            yield _fault(line, Rule.MONEY, why)
        if why := unlike(line.project, line.purpose):
            yield _fault(line, Rule.MONEY, why)


def unlike(project: Project, purpose: str) -> str:
    """Why a purpose does not suit a project, whose caps it would dodge; empty if so."""
    if any(purpose == one.label for one in Project if one is not project):
        return f"项目与用途不一致：项目是{project.label}，用途是{purpose}"
    return ""


# -- the amount ---------------------------------------------------------------------


def _standards(lines: Sequence[PayoutLine], known: Known) -> Iterator[Told]:
    """Rule 5; what stands earlier in the list counts as given."""
    if known.standards is None:
        return
    had: dict[int, list[tuple[bytes, Earlier]]] = defaultdict(list)
    for given in known.given:
        earlier = Earlier(given.project, 0, given.year, given.amount, given.is_other)
        had[given.household].append((given.person, earlier))
    for line in lines:
        payee = known.payees.get(line.code)
        if payee is None or line.amount <= ZERO:
            continue
        if (person := payee.person(line.member)) is None:
            continue
        household = known.households.get(line.code)
        if isinstance(household, str):
            yield _fault(line, Rule.STANDARD, household)
        elif household is not None:
            before = tuple(
                replace(one, member=_number(payee, who))
                for who, one in had[payee.household]
            )
            yield from _over(line, household, before, known)
        given_now = Earlier(line.project, 0, line.year, line.amount)
        had[payee.household].append((person, given_now))


def _number(payee: Payee, person: bytes) -> int:
    """Which member of a household somebody is; one beyond where none."""
    known = payee.persons
    return known.index(person) + 1 if person in known else len(known) + 1


def _over(
    line: PayoutLine, household: Household, earlier: tuple[Earlier, ...], known: Known
) -> Iterator[Told]:
    claim = Claim(
        project=line.project,
        household=household,
        member=line.member,
        year=line.year,
        on=known.on,
        origin=known.origins.get(line.fund),
        asked=None if line.project is Project.MEDICAL else line.amount,
        earlier=earlier,
    )
    assert known.standards is not None
    try:
        most = award(claim, known.standards)
    except Refused as refusal:
        yield _fault(line, Rule.STANDARD, str(refusal))
        return
    if line.amount > most.amount:
        over = (line.amount - most.amount).grouped()
        why = next((s for s in most.steps if "上限" in s), most.steps[-1])
        # What was granted by a case was judged when it was decided.
        tell = _notice if known.granted.get(line.case_key) else _fault
        what = f"按标准至多 {most.amount.grouped()} 元，超过 {over} 元：{why}"
        yield tell(line, Rule.STANDARD, what)
