"""Engagements of audit (审计项目): their kinds, their steps, and how one stands.

1. An engagement lies with the unit that is audited and is called by the year and the
   number in which it began: `J2025-1`.
2. What may follow what is `MOVES`, here alone; `engagement_rules.py` makes the
   database's rules of it.
3. A step is taken by a person on the team, by its leader, or by the auditee: `LED` and
   `BY_AUDITEE`.

Basis: 第1101号内部审计基本准则; 第2102号 (notice), 第2101号 (plan), 第2105号 (draft and
comment), 第2106号 (report), 第2107号 (follow-up); 工会审计条例 第二十四条 (commission).
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from ledger.accounts import Labelled
from ledger.periods import Span


class Kind(Labelled):
    """What an engagement is for."""

    ANNUAL = "annual", "年度内部审计"
    HANDOVER = "handover", "离任审计"
    SPECIAL = "special", "专项审计"


class Role(Labelled):
    """What somebody is in an engagement."""

    LEADER = "leader", "组长"
    MEMBER = "member", "组员"
    LEFT = "left", "已退出"


class State(Labelled):
    """Where an engagement stands."""

    BEGUN = "begun", "已立项"
    NOTICED = "noticed", "已通知"
    PLANNED = "planned", "已定方案"
    UNDERTAKEN = "undertaken", "已收承诺"
    FIELDWORK = "fieldwork", "实施中"
    DRAFTED = "drafted", "征求意见中"
    DECIDED = "decided", "已定处理"
    ISSUED = "issued", "已出报告"
    RECEIVED = "received", "已报管理机构"
    RECTIFYING = "rectifying", "整改中"
    CLOSED = "closed", "已办结"
    WITHDRAWN = "withdrawn", "已撤销"

    @property
    def is_ended(self) -> bool:
        """Whether nothing is done to it any more."""
        return self in ENDED


ENDED = (State.CLOSED, State.WITHDRAWN)


class Doing(Labelled):
    """A step of an engagement."""

    BEGIN = "begin", "立项"
    NOTICE = "notice", "送达审计通知书"
    PLAN = "plan", "制定实施方案"
    UNDERTAKING = "undertaking", "被审计单位承诺"
    FIELDWORK = "fieldwork", "进点实施"
    DRAFT = "draft", "征求意见"
    RESUME = "resume", "补充实施"
    DECIDE = "decide", "作出处理决定"
    ISSUE = "issue", "出具审计报告"
    RECEIVE = "receive", "报管理机构"
    NOTIFY = "notify", "下达整改通知"
    CLOSE = "close", "办结"
    WITHDRAW = "withdraw", "撤销"


MOVES: Mapping[Doing, tuple[tuple[State, State], ...]] = {
    Doing.NOTICE: ((State.BEGUN, State.NOTICED),),
    Doing.PLAN: (
        (State.NOTICED, State.PLANNED),
        # A plan is changed by a revision, which moves nothing.
        (State.PLANNED, State.PLANNED),
        (State.UNDERTAKEN, State.UNDERTAKEN),
        (State.FIELDWORK, State.FIELDWORK),
    ),
    Doing.UNDERTAKING: ((State.PLANNED, State.UNDERTAKEN),),
    Doing.FIELDWORK: ((State.UNDERTAKEN, State.FIELDWORK),),
    Doing.DRAFT: ((State.FIELDWORK, State.DRAFTED),),
    Doing.RESUME: ((State.DRAFTED, State.FIELDWORK),),
    Doing.DECIDE: ((State.DRAFTED, State.DECIDED),),
    Doing.ISSUE: ((State.DECIDED, State.ISSUED),),
    Doing.RECEIVE: (
        (State.ISSUED, State.RECEIVED),
        (State.RECTIFYING, State.RECTIFYING),
    ),
    Doing.NOTIFY: (
        (State.ISSUED, State.RECTIFYING),
        (State.RECEIVED, State.RECTIFYING),
    ),
    Doing.CLOSE: (
        (State.RECEIVED, State.CLOSED),
        (State.RECTIFYING, State.CLOSED),
    ),
    Doing.WITHDRAW: tuple(
        (state, State.WITHDRAWN)
        for state in State
        if state not in {*ENDED, State.ISSUED, State.RECEIVED, State.RECTIFYING}
    ),
}
"""What may follow what: from which state a step leads to which."""

BY_AUDITEE = (Doing.UNDERTAKING,)
"""Steps that the auditee takes; nobody on the team may."""

LED = (
    Doing.DRAFT,
    Doing.DECIDE,
    Doing.ISSUE,
    Doing.NOTIFY,
    Doing.CLOSE,
    Doing.WITHDRAW,
)
"""Steps that the leader of the team alone takes."""

WITH_PAPER = (Doing.NOTICE, Doing.ISSUE, Doing.NOTIFY)
"""Steps that are a paper with a number."""

WITH_WORDS = (Doing.PLAN, Doing.RESUME, Doing.WITHDRAW)
"""Steps that say something in words, or why they are taken."""

WITH_DUE = (Doing.NOTICE, Doing.DRAFT, Doing.NOTIFY)
"""Steps that name a day: fieldwork begins, comments or the report are due by it."""


AUDIT_POSTS = ("经审", "审计")
"""A post whose name has one of these keeps no books: it audits."""


class Given(Labelled):
    """What the auditee did with the letter of undertaking (承诺书)."""

    GIVEN = "given", "已承诺"
    DECLINED = "declined", "拒绝承诺"


@dataclass(frozen=True, slots=True)
class Commission:
    """A written commission (委托书): its number, who gave it, when."""

    paper: str
    by: str
    on: dt.date


@dataclass(frozen=True, slots=True)
class Auditor:
    """Somebody of the team, by their code, from a day on."""

    person: str
    role: Role
    on: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Engagement:
    """An engagement as it stands; `unit` is the auditee, people are codes.

    `span` is what is audited: whole months of a yearly audit, days of the tenure at a
    handover. `officer` and `post` are of a handover alone. `seq`, `state` and
    `acted_on` are those of the last step.
    """

    unit: str
    key: str
    kind: Kind
    title: str
    auditing_unit: str
    span: Span
    officer: str
    post: str
    commission: Commission | None
    begun_on: dt.date
    team: tuple[Auditor, ...]
    seq: int
    state: State
    acted_on: dt.date

    @property
    def leader(self) -> str:
        """Who leads the team."""
        return next(one.person for one in self.team if one.role is Role.LEADER)

    @property
    def auditors(self) -> frozenset[str]:
        """Who works on it now, the leader included."""
        return frozenset(one.person for one in self.team if one.role is not Role.LEFT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step that was taken; `due_on` is the day that it names, where it names one.

    `outcome` is of an undertaking; `reason` says why a plan was changed.
    """

    seq: int
    doing: Doing
    state: State
    on: dt.date
    paper: str = ""
    words: str = ""
    reason: str = ""
    due_on: dt.date | None = None
    outcome: Given | None = None
    person: str
    recorded_at: str


def after(doing: Doing, state: State) -> State | None:
    """Where a step leads from a state; None where it may not be taken."""
    return next((to for start, to in MOVES[doing] if start is state), None)


def next_doings(state: State) -> tuple[Doing, ...]:
    """Which steps may be taken from a state."""
    return tuple(doing for doing in MOVES if after(doing, state) is not None)
