"""What becomes of a finding (整改): reply, decision, rectification, follow-up.

1. The auditee replies to the draft, in words; a later reply replaces an earlier one.
2. The leader decides: to be put right by a day, handed over by a paper, or nothing. A
   finding without a reply is decided when the term of the draft is over.
3. The auditee reports how it was put right, with what proves it and what came back.
4. The auditors follow up: it is put right, or it is not and a new day may be named.
5. What cannot be put right before the engagement is closed is carried to later audits,
   with its reason; whoever audits the unit follows it up.

Basis: 第2105、2107号内部审计具体准则.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from audit import engagement_store as store
from audit import engagements, finding_store
from audit.auditors import may_audit
from audit.engagement_keeping import (
    Desk,
    auditee_desk_of,
    demand_open,
    desk_of,
    history,
    open_desk,
)
from audit.errors import FindingRefused, NotIndependent
from audit.finding_kinds import Doing, Kept, Outcome, after
from audit.finding_reading import finding_of
from audit.finding_steps import StepRow, append_step, step_faults
from budgets.records import text_faults
from ledger.database import Connection
from ledger.money import ZERO, Money
from ledger.people import Act


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a step says; no day is the day of the act.

    `due_on` is by when it is to be put right, `amount` what came back.
    """

    words: str = ""
    paper: str = ""
    on: dt.date | None = None
    due_on: dt.date | None = None
    amount: Money | None = None


def reply(desk: Desk, number: int, outcome: Outcome, asked: Asked) -> Kept:
    """Reply to a finding of the draft, as the auditee.

    Raises:
        NotFound: there is no such finding.
        FindingRefused: not now, or not so; all that is wrong is told.
    """
    return _take(desk, number, Doing.REPLY, outcome, asked)


def decide(desk: Desk, number: int, outcome: Outcome, asked: Asked) -> Kept:
    """Decide what is done about a finding, as the leader.

    Raises:
        NotFound: there is no such finding.
        FindingRefused: not now, not by this person, or not so; all is told.
    """
    return _take(desk, number, Doing.DECIDE, outcome, asked)


def drop(desk: Desk, number: int, asked: Asked) -> Kept:
    """Drop a finding that does not hold, with the reason.

    Raises:
        NotFound: there is no such finding.
        FindingRefused: not now, or not so; all that is wrong is told.
    """
    return _take(desk, number, Doing.DROP, None, asked)


def rectify(desk: Desk, number: int, asked: Asked) -> Kept:
    """Report how a finding was put right, as the auditee.

    Raises:
        NotFound: there is no such finding.
        FindingRefused: not now, or not so; all that is wrong is told.
    """
    return _take(desk, number, Doing.RECTIFY, None, asked)


def follow_up(desk: Desk, number: int, outcome: Outcome, asked: Asked) -> Kept:
    """Say whether a finding was put right; where it was not, by when it is to be.

    Raises:
        NotFound: there is no such finding.
        FindingRefused: not now, or not so; all that is wrong is told.
    """
    return _take(desk, number, Doing.FOLLOW_UP, outcome, asked)


def carry(desk: Desk, number: int, asked: Asked) -> Kept:
    """Carry a finding to later audits, with the reason.

    Raises:
        NotFound: there is no such finding.
        FindingRefused: not now, or not so; all that is wrong is told.
    """
    return _take(desk, number, Doing.CARRY, None, asked)


# -- who follows up what was carried ------------------------------------------------


def follow_desk_of(connection: Connection, unit: str, key: str, act: Act) -> Desk:
    """Take an engagement in hand to follow up; one that is closed too.

    Of a closed one whoever is on the team of any engagement of the unit may.

    Raises:
        NotFound: there is no such unit, person or engagement.
        NotIndependent: the person does not audit the unit.
        EngagementRefused: it was withdrawn.
    """
    desk = open_desk(connection, unit, key, act)
    if not desk.engagement.state.is_ended:
        return desk_of(connection, unit, key, act)
    demand_open(desk, ended=True)
    at = (connection, desk.books, desk.unit, desk.person_id)
    if not (_audits(desk) and may_audit(*at, desk.today)):
        what = f"{desk.books.person_codes[desk.person_id]} 不能办理 {key} 的后续审计"
        raise NotIndependent(what, "不在本单位任何审计组中", "由审计组办理")
    return desk


def rectify_desk_of(connection: Connection, unit: str, key: str, act: Act) -> Desk:
    """Take an engagement in hand as somebody of the auditee; one that is closed too.

    Raises:
        NotFound: there is no such unit, person or engagement.
        NotIndependent: the person is or was on its team.
        EngagementRefused: it was withdrawn.
    """
    return auditee_desk_of(connection, unit, key, act, ended=True)


def _audits(desk: Desk) -> bool:
    """Whether a person is, or was, on the team of any engagement of the unit."""
    rows = store.team(desk.connection, desk.unit.id)
    left = engagements.Role.LEFT.value
    return any(row.auditor_id == desk.person_id and row.role != left for row in rows)


# -- taking a step ------------------------------------------------------------------


def _take(
    desk: Desk, number: int, doing: Doing, outcome: Outcome | None, asked: Asked
) -> Kept:
    unit, key = desk.unit.code, desk.engagement.key
    one = finding_of(desk.connection, unit, key, number)
    on = asked.on or desk.today
    wrong = [*step_faults(desk, one, doing, on), *_faults(doing, outcome, asked, on)]
    state = after(doing, one.state, outcome)
    if state is None and not wrong:
        told = f"“{outcome.label}”" if outcome else ""
        wrong.append(f"第 {number} 号发现{one.state.label}，不能{doing.label}{told}")
    if doing is Doing.FOLLOW_UP and desk.person_id in finding_store.rectifiers(
        desk.connection, desk.unit.id, key, number
    ):
        wrong.append("报送整改的人不能认定整改（不相容职务分离）")
    if doing is Doing.DECIDE:
        wrong += _decide_faults(desk, one, on)
    if asked.amount is not None and one.recovered + asked.amount > one.amount:
        left = (one.amount - one.recovered).grouped()
        wrong.append(f"收回的金额多于发现涉及的金额，尚可登记 {left} 元")
    if wrong:
        what = f"发现 {one.label} 没有{doing.label}"
        raise FindingRefused(what, "；".join(wrong), "改正后重新办理")
    assert state is not None
    more = (asked.words, asked.paper, outcome, asked.due_on, asked.amount)
    append_step(desk, number, one.seq + 1, StepRow(doing, state, on, *more))
    return finding_of(desk.connection, unit, key, number)


def _faults(
    doing: Doing, outcome: Outcome | None, asked: Asked, on: dt.date
) -> Iterator[str]:
    said = doing is not Doing.DECIDE
    transfers = outcome is Outcome.TRANSFER
    yield from text_faults(
        ("内容或理由", asked.words, said), ("文件号", asked.paper, transfers)
    )
    if outcome is Outcome.RECTIFY and asked.due_on is None:
        yield "没有写明整改期限"
    dated = outcome in {Outcome.RECTIFY, Outcome.NOT_ACCEPTED}
    if asked.due_on is not None and not dated:
        yield "这一步不写整改期限"
    if asked.due_on is not None and asked.due_on < on:
        yield "整改期限早于办理日期"
    if asked.amount is not None and (doing is not Doing.RECTIFY or asked.amount < ZERO):
        yield "只有整改可以写收回的金额，且不能为负"


def _decide_faults(desk: Desk, one: Kept, on: dt.date) -> Iterator[str]:
    if not desk.leads:
        yield "处理意见由审计组长作出"
    steps = history(desk.connection, desk.unit.code, one.engagement)
    drafts = [step for step in steps if step.doing is engagements.Doing.DRAFT]
    due = drafts[-1].due_on if drafts else None
    if one.state.value == "open" and due is not None and on <= due:
        yield f"被审计单位没有答复，征求意见至 {due}，其后方可处理"
