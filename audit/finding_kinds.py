"""Findings of an engagement (审计发现): what one says, its steps, and how it stands.

1. A finding has criterion, condition, cause, effect and recommendation, an amount and
   what proves it: vouchers, a check or proof that anybody can repeat, papers.
2. It may be taken over from a check with all its exceptions, or be the auditor's own.
3. What may follow what is `MOVES`, and while the engagement stands how: `WHILE`; here
   alone. `finding_rules.py` makes the database's rules of them.

Basis: 第2106号 (findings), 第2105号 (comment), 第2107号内部审计具体准则 (follow-up).
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from audit import engagements
from audit.check import Severity
from ledger.accounts import Labelled
from ledger.money import ZERO, Money


class State(Labelled):
    """Where a finding stands."""

    OPEN = "open", "待答复"
    REPLIED = "replied", "已答复"
    DECIDED = "decided", "待整改"
    RECTIFIED = "rectified", "已报整改"
    CLOSED = "closed", "已办结"
    CARRIED = "carried", "结转后续审计"
    DROPPED = "dropped", "已撤销"

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done about it."""
        return self not in {State.CLOSED, State.DROPPED}

    @property
    def awaits(self) -> bool:
        """Whether something is still to be put right."""
        return self in {State.DECIDED, State.RECTIFIED, State.CARRIED}


class Doing(Labelled):
    """A step of a finding."""

    RAISE = "raise", "提出"
    REVISE = "revise", "修改"
    DROP = "drop", "撤销"
    REPLY = "reply", "答复"
    DECIDE = "decide", "处理"
    RECTIFY = "rectify", "报送整改"
    FOLLOW_UP = "follow_up", "后续审计"
    CARRY = "carry", "结转"


class Outcome(Labelled):
    """What a reply, a decision or a follow-up comes to."""

    AGREED = "agreed", "无异议"
    DISAGREED = "disagreed", "有异议"
    RECTIFY = "rectify", "限期整改"
    TRANSFER = "transfer", "移送处理"
    NONE = "none", "不作处理"
    ACCEPTED = "accepted", "整改到位"
    NOT_ACCEPTED = "not_accepted", "整改不到位"


class Category(Labelled):
    """Responsibility of an officer (责任认定); which of them there are is dated."""

    DIRECT = "direct", "直接责任"
    SUPERVISORY = "supervisory", "主管责任"
    LEADERSHIP = "leadership", "领导责任"


OUTCOMES: Mapping[Doing, tuple[Outcome, ...]] = {
    Doing.REPLY: (Outcome.AGREED, Outcome.DISAGREED),
    Doing.DECIDE: (Outcome.RECTIFY, Outcome.TRANSFER, Outcome.NONE),
    Doing.FOLLOW_UP: (Outcome.ACCEPTED, Outcome.NOT_ACCEPTED),
}
"""What a step may come to; other steps come to nothing of this kind."""

Move = tuple[State, Outcome | None, State]

MOVES: Mapping[Doing, tuple[Move, ...]] = {
    Doing.REVISE: (
        (State.OPEN, None, State.OPEN),
        (State.REPLIED, None, State.REPLIED),
    ),
    Doing.DROP: (
        (State.OPEN, None, State.DROPPED),
        (State.REPLIED, None, State.DROPPED),
    ),
    Doing.REPLY: tuple(
        (state, outcome, State.REPLIED)
        for state in (State.OPEN, State.REPLIED)
        for outcome in OUTCOMES[Doing.REPLY]
    ),
    Doing.DECIDE: tuple(
        (state, outcome, State.DECIDED if outcome is Outcome.RECTIFY else State.CLOSED)
        for state in (State.OPEN, State.REPLIED)
        for outcome in OUTCOMES[Doing.DECIDE]
    ),
    Doing.RECTIFY: (
        (State.DECIDED, None, State.RECTIFIED),
        (State.RECTIFIED, None, State.RECTIFIED),
        (State.CARRIED, None, State.CARRIED),
    ),
    Doing.FOLLOW_UP: (
        (State.RECTIFIED, Outcome.ACCEPTED, State.CLOSED),
        (State.RECTIFIED, Outcome.NOT_ACCEPTED, State.DECIDED),
        # Nothing was reported when it was due.
        (State.DECIDED, Outcome.NOT_ACCEPTED, State.DECIDED),
        (State.CARRIED, Outcome.ACCEPTED, State.CLOSED),
        (State.CARRIED, Outcome.NOT_ACCEPTED, State.CARRIED),
    ),
    Doing.CARRY: (
        (State.DECIDED, None, State.CARRIED),
        (State.RECTIFIED, None, State.CARRIED),
    ),
}
"""What may follow what: from which state a step with an outcome leads to which."""

_E = engagements.State
WHILE: Mapping[Doing, tuple[engagements.State, ...]] = {
    Doing.RAISE: (_E.FIELDWORK,),
    Doing.REVISE: (_E.FIELDWORK, _E.DRAFTED),
    Doing.DROP: (_E.FIELDWORK, _E.DRAFTED),
    Doing.REPLY: (_E.DRAFTED,),
    Doing.DECIDE: (_E.DRAFTED,),
    Doing.RECTIFY: (_E.RECTIFYING,),
    Doing.FOLLOW_UP: (_E.RECTIFYING,),
    Doing.CARRY: (_E.RECTIFYING,),
}
"""While the engagement stands how a step may be taken; what was carried is followed up
after the engagement is closed, too."""

BY_AUDITEE = (Doing.REPLY, Doing.RECTIFY)
"""Steps that the auditee takes; nobody on the team may."""

WITH_WORDS = (Doing.DROP, Doing.REPLY, Doing.RECTIFY, Doing.FOLLOW_UP, Doing.CARRY)
"""Steps that say something in words, or why they are taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Excepted:
    """One exception of a finding: what was met, and what proves it.

    `evidence` names vouchers as `2025-03 付-12`, or other records.
    """

    item: int
    condition: str
    amount: Money = ZERO
    persons: int = 0
    evidence: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """An officer's responsibility for a finding, and for how much of it."""

    person: str
    post: str
    category: Category
    amount: Money | None
    words: str
    on: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A finding of an engagement as its last revision says, and as it stands.

    `check` is the key of the check it was taken from, empty where it is the auditor's
    own; `population` is what that check looked at. `proofs` are what anybody can repeat
    own; `population` is what that check looked at. `proofs` are what anybody can redo
    to be put right, `recovered` what rectification brought back.
    """

    engagement: str
    number: int
    revision: int
    check: str
    title: str
    severity: Severity
    criterion: str
    condition: str
    cause: str
    effect: str
    recommendation: str
    amount: Money
    persons: int
    evidence: str
    population: tuple[str, int, Money] | None
    count: int
    responsible_unit: str
    vouchers: tuple[str, ...]
    proofs: tuple[str, ...]
    duties: tuple[Duty, ...]
    state: State
    seq: int
    acted_on: dt.date
    raised_on: dt.date
    due_on: dt.date | None
    closed_on: dt.date | None
    recovered: Money

    @property
    def label(self) -> str:
        """How papers call it: `J2025-1/3`."""
        return f"{self.engagement}/{self.number}"

    def is_overdue(self, on: dt.date) -> bool:
        """Whether it should have been put right before a day and was not."""
        return self.state.awaits and self.due_on is not None and self.due_on < on


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step of a finding that was taken."""

    seq: int
    doing: Doing
    state: State
    on: dt.date
    words: str
    paper: str
    outcome: Outcome | None
    due_on: dt.date | None
    amount: Money | None
    person: str
    recorded_at: str


def after(doing: Doing, state: State, outcome: Outcome | None = None) -> State | None:
    """Where a step leads from a state; None where it may not be taken."""
    for start, how, to in MOVES[doing]:
        if (start, how) == (state, outcome):
            return to
    return None
