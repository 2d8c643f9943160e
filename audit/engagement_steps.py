"""The steps of an engagement: notice, plan, undertaking, fieldwork, draft, report.

1. What may follow what is `engagements.MOVES`; who takes it is `BY_AUDITEE` and `LED`.
2. A notice names the day on which fieldwork begins, normally three working days ahead;
   where it is less the step stands and is told so.
3. A plan is changed by a revision with its reason.
4. A draft goes out when every working paper is reviewed, every evidence sheet is
   answered and every sample is worked to its end. Decisions stand when every finding is
   decided. None of these, nor the report, is dated before what it rests on.
5. A report is issued by a team that is still independent.
6. An engagement is closed when its report was received by the management body and
   every finding is closed or carried.

Basis: 第2101、2102、2105、2106、2107号内部审计具体准则; 帮扶工作意见 第8条.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from aid import workdays
from aid.recipient_writing import day_value
from audit import finding_store, paper_store
from audit.engagement_keeping import (
    Desk,
    Parts,
    demand_independent,
    engagement_of,
    history,
)
from audit.engagements import (
    BY_AUDITEE,
    LED,
    WITH_DUE,
    WITH_PAPER,
    WITH_WORDS,
    Doing,
    Engagement,
    Given,
    Step,
    after,
    next_doings,
)
from audit.errors import EngagementRefused
from audit.finding_kinds import State as FindingState
from audit.finding_reading import steps_of
from audit.sampling_keeping import samples_of
from audit.terms import terms_on
from budgets.records import text_faults, written
from ledger.register import append_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a step says; no day is the day of the act.

    `due_on` is the day that the step names: fieldwork begins, comments or the report on
    rectification are due; where it may be left out the terms in force give it.
    `outcome` is of an undertaking, `reason` of a changed plan.
    """

    on: dt.date | None = None
    paper: str = ""
    words: str = ""
    reason: str = ""
    due_on: dt.date | None = None
    outcome: Given | None = None


def take(desk: Desk, doing: Doing, asked: Asked) -> tuple[Engagement, tuple[str, ...]]:
    """Take a step: the engagement as it stands then, and what the person is to know.

    Raises:
        EngagementRefused: it may not be taken, or not so; all that is wrong is told.
        NotIndependent: at the report somebody of the team is not independent any more.
    """
    assert doing is not Doing.BEGIN
    one, on = desk.engagement, asked.on or desk.today
    steps = history(desk.connection, desk.unit.code, one.key)
    due = asked.due_on or _due(desk, doing, on)
    wrong = [*_faults(desk, doing, asked, steps), *_due_faults(doing, on, due)]
    if doing in _ASKED:
        wrong += _ASKED[doing](desk, on)
    if wrong:
        told = "、".join(doing.label for doing in next_doings(one.state)) or "无"
        do = f"现为“{one.state.label}”，可以办理：{told}"
        what = f"没有{doing.label}"
        raise EngagementRefused(what, "；".join(wrong), do)
    if doing is Doing.ISSUE:
        team = [desk.books.person(code) for code in sorted(one.auditors)]
        demand_independent(desk.connection, desk.unit, team, one.span, on)
    state = after(doing, one.state)
    assert state is not None
    row = (
        *(desk.unit.id, one.key, one.seq + 1, doing.value, state.value),
        day_value(desk.connection, on),
        *(written(asked.paper), written(asked.words), written(asked.reason)),
        None if due is None else day_value(desk.connection, due),
        *(asked.outcome.value if asked.outcome else "", desk.person_id),
        desk.act.stamp,
    )
    parts: Parts = [("audit_engagement_steps", [row])]
    append_rows(desk.connection, desk.unit, parts, desk.act)
    now = engagement_of(desk.connection, desk.unit.code, one.key)
    return now, tuple(_told(doing, on, due, steps))


def _due(desk: Desk, doing: Doing, on: dt.date) -> dt.date | None:
    """The day that the terms in force give a step; none where somebody must name it.

    A report on rectification is not due before the last finding is to be put right.
    """
    terms = terms_on(on)
    days = {Doing.DRAFT: terms.comment_days, Doing.NOTIFY: terms.rectify_days}
    if doing not in days:
        return None
    found = on + dt.timedelta(days=days[doing])
    if doing is Doing.NOTIFY:
        at = (desk.connection, desk.unit.id, desk.engagement.key)
        last = [row.due_on for row in finding_store.last_steps(*at) if row.due_on]
        found = max(found, *last) if last else found
    return found


# -- what stands against a step -----------------------------------------------------


def _faults(
    desk: Desk, doing: Doing, asked: Asked, steps: tuple[Step, ...]
) -> Iterator[str]:
    one = desk.engagement
    if after(doing, one.state) is None:
        yield f"审计项目{one.state.label}，不能{doing.label}"
    if doing in LED and not desk.leads:
        yield "这一步由审计组长办理"
    code = desk.books.person_codes[desk.person_id]
    if (doing in BY_AUDITEE) == (code in one.auditors):
        yield "承诺由被审计单位作出，其他由审计组办理"
    if desk.act.stamp < steps[-1].recorded_at:
        yield "本机时间早于上一步的登记时间，请核对时钟"
    if not steps[-1].on <= (asked.on or desk.today) <= desk.today:
        yield f"日期应不早于上一步（{steps[-1].on}），不晚于今天"
    changes = doing is Doing.PLAN and any(s.doing is Doing.PLAN for s in steps)
    yield from text_faults(
        ("文号", asked.paper, doing in WITH_PAPER),
        ("内容或理由", asked.words, doing in WITH_WORDS or _declines(asked)),
        ("调整理由", asked.reason, changes),
    )
    if asked.reason.strip() and not changes:
        yield "只有调整实施方案写调整理由"
    if (doing is Doing.UNDERTAKING) != (asked.outcome is not None):
        yield "承诺书须写明已承诺还是拒绝，其他不写"
    if doing is Doing.RECEIVE and not (asked.paper.strip() or asked.words.strip()):
        yield "没有写明管理机构的决议号，或由谁签收"


def _declines(asked: Asked) -> bool:
    return asked.outcome is Given.DECLINED


def _due_faults(doing: Doing, on: dt.date, due: dt.date | None) -> Iterator[str]:
    if doing in WITH_DUE and due is None:
        yield "没有写明进点日期"
    if doing not in WITH_DUE and due is not None:
        yield "这一步不写期限"
    if due is not None and due < on:
        yield "期限早于办理日期"


def _late_faults(desk: Desk, on: dt.date) -> list[str]:
    """That a step lies before what it rests on: findings and what became of them."""
    at = (desk.connection, desk.unit.code, desk.engagement.key)
    steps = steps_of(*at).values()
    last = max((step.on for each in steps for step in each), default=on)
    if on < last:
        return [f"日期早于审计发现的最后一步（{last}）"]
    return []


def _draft_faults(desk: Desk, on: dt.date) -> list[str]:
    at = (desk.connection, desk.unit.id, desk.engagement.key)
    wrong = _late_faults(desk, on)
    unworked = [
        one.mark
        for one in samples_of(desk.connection, desk.unit.code, desk.engagement.key)
        if one.open
    ]
    if unworked:
        wrong.append(f"样本 {'、'.join(unworked)} 还有没有检查的项目")
    if not paper_store.papers(*at):
        wrong.append("还没有审计工作底稿")
    if waiting := paper_store.unreviewed(*at):
        wrong.append(f"底稿 {'、'.join(waiting)} 没有复核通过")
    if unanswered := paper_store.unanswered(*at):
        numbers = "、".join(map(str, unanswered))
        wrong.append(f"取证单 {numbers} 被审计单位没有确认或拒绝")
    return wrong


def _standing(desk: Desk, *states: FindingState) -> list[int]:
    """The numbers of the findings that stand so."""
    rows = finding_store.last_steps(desk.connection, desk.unit.id, desk.engagement.key)
    return [row.number for row in rows if FindingState(row.state) in states]


def _decide_faults(desk: Desk, on: dt.date) -> list[str]:
    open_ = _standing(desk, FindingState.OPEN, FindingState.REPLIED)
    wrong = _late_faults(desk, on)
    if open_:
        wrong.append(f"发现 {'、'.join(map(str, open_))} 没有处理意见")
    return wrong


def _notify_faults(desk: Desk, _: dt.date) -> list[str]:
    none = not _standing(desk, FindingState.DECIDED)
    return ["没有须整改的发现，可以直接报管理机构并办结"] if none else []


def _close_faults(desk: Desk, _: dt.date) -> list[str]:
    wrong = []
    states = (FindingState.DECIDED, FindingState.RECTIFIED)
    if open_ := _standing(desk, *states):
        numbers = "、".join(map(str, open_))
        wrong.append(f"发现 {numbers} 没有整改到位，也没有结转")
    steps = history(desk.connection, desk.unit.code, desk.engagement.key)
    if not any(step.doing is Doing.RECEIVE for step in steps):
        wrong.append("报告还没有报管理机构（意见第8条）")
    return wrong


_ASKED: dict[Doing, Callable[[Desk, dt.date], list[str]]] = {
    Doing.DRAFT: _draft_faults,
    Doing.DECIDE: _decide_faults,
    Doing.ISSUE: _late_faults,
    Doing.NOTIFY: _notify_faults,
    Doing.CLOSE: _close_faults,
}
"""What else is asked of a step."""


# -- what is told -------------------------------------------------------------------


def _told(
    doing: Doing, on: dt.date, due: dt.date | None, steps: tuple[Step, ...]
) -> Iterator[str]:
    if doing is Doing.NOTICE and due is not None:
        yield from notice_doubts(on, due)
    if doing is Doing.FIELDWORK:
        noticed = next(step for step in steps if step.doing is Doing.NOTICE)
        yield from notice_doubts(noticed.on, on)
        declined = [s for s in steps if s.outcome is Given.DECLINED]
        if declined:
            yield "被审计单位拒绝承诺，须在底稿和报告中说明"


def notice_doubts(sent: dt.date, begins: dt.date) -> Iterator[str]:
    """Whether a notice was sent too late before fieldwork began."""
    terms = terms_on(sent)
    earliest = workdays.after(sent, terms.notice_workdays)
    if begins < earliest.on:
        yield (
            f"审计通知书通常在实施审计{terms.notice_workdays}个工作日前送达，"
            f"{sent} 送达的最早 {earliest.on} 进点（第2102号准则）"
        )
