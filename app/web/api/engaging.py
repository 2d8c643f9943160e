"""Engagements: begun, taken on step by step, their teams and findings.

Steps of the auditors ask for the right to audit, those of the auditee for one of
`AUDITEE`; the verbs refuse whoever audits what they kept.
"""

from collections.abc import Iterable
from itertools import islice
from typing import Any

from app import auth
from app.clock import today
from app.web import finding_steps
from app.web.access import AUDITEE, BOOKS
from app.web.api import audit_said as said
from app.web.api.calls import Call
from app.web.api.values import money, some_money, told_of
from audit import engagement_keeping as keeping
from audit import engagement_steps, finding_reading, findings
from audit.engagement_keeping import Begun
from audit.engagements import (
    BY_AUDITEE,
    Commission,
    Doing,
    Engagement,
    next_doings,
)
from audit.finding_kinds import BY_AUDITEE as ANSWERED
from audit.finding_kinds import Kept
from audit.paper_keeping import papers_of, sheets_of
from audit.rectification import Asked
from audit.sampling_keeping import samples_of
from audit.sampling_sealing import populations_of
from ledger.database import Connection
from ledger.people import Right
from ledger.periods import Span

_TEXTS = (
    *("title", "criterion", "condition", "cause", "effect", "recommendation"),
    *("evidence", "responsible", "severity", "persons"),
)
SHOWN = 10_000
"""Exceptions of a finding that are told; the rest stand in the report."""


def _head(one: Engagement) -> dict[str, Any]:
    return {
        "since": one.span.since,
        "until": one.span.until,
        "members": sorted(one.auditors - {one.leader}),
    }


def engagements(call: Call) -> said.Engagements:
    """The engagements of a unit, the latest first."""
    with call.reading() as connection:
        found = keeping.engagements_of(connection, call.unit)
    return _listed(found[::-1])


def everywhere(call: Call) -> said.Engagements:
    """The engagements of all units that one audits, as far as the token reaches."""
    with call.reading() as connection:
        found = [
            one
            for unit in call.units_where(connection, Right.AUDIT)
            for one in keeping.engagements_of(connection, unit)[::-1]
        ]
    return _listed(found)


def _listed(found: Iterable[Engagement]) -> said.Engagements:
    told = [told_of(said.EngagementHead, one, **_head(one)) for one in found]
    return said.Engagements(engagements=told)


def engagement(call: Call) -> said.Engagement:
    """One engagement: its steps, findings, sheets; papers and samples for auditors."""
    unit, key = call.unit, call.places["key"]
    with call.reading() as connection:
        one = keeping.engagement_of(connection, unit, key)
        audits = call.may(connection, Right.AUDIT)
        sealed = populations_of(connection, unit, key) if audits else ()
        samples = samples_of(connection, unit, key) if audits else ()
        papers = papers_of(connection, unit, key) if audits else ()
        return told_of(
            said.Engagement,
            one,
            **_head(one),
            steps=keeping.history(connection, unit, key),
            findings=[
                told_of(said.FindingHead, each, late=each.is_overdue(today()))
                for each in finding_reading.findings_of(connection, unit, key)
            ],
            sheets=[each.number for each in sheets_of(connection, unit, key)],
            papers=[each.index for each in papers],
            populations=[each.number for each in sealed],
            samples=[f"{each.sealed.number}-{each.number}" for each in samples],
            next=[d.value for d in next_doings(one.state) if d is not Doing.BEGIN],
        )


def begin(call: Call) -> said.EngagementHead:
    """Begin an engagement."""
    body = call.body
    assert isinstance(body, said.EngagementGiven)
    commission = None
    if body.commission is not None:
        commission = Commission(**body.commission.model_dump())
    given = Begun(
        unit=call.unit,
        kind=body.kind,
        span=Span(body.since, body.until),
        title=body.title,
        leader=body.leader,
        members=body.members,
        auditing_unit=body.auditing_unit,
        officer=body.officer,
        post=body.post,
        commission=commission,
    )
    with call.writing(body.kind.value) as connection:
        one = keeping.begin(connection, given, call.act)
        answer = told_of(said.EngagementHead, one, **_head(one))
        return call.kept(connection, answer)


def demand(call: Call, connection: Connection, *, of_auditee: bool) -> None:
    """Go on only for who may take this side's steps.

    Raises:
        NotAllowed: who asks has not the right.
    """
    rights = AUDITEE if of_auditee else (Right.AUDIT,)
    auth.demand(connection, call.held.person_id, rights, call.unit, today())


def step(call: Call) -> said.EngagementState:
    """Take a step of an engagement, as the team or as the auditee."""
    body, key = call.body, call.places["key"]
    assert isinstance(body, said.EngagementStepGiven)
    asked = engagement_steps.Asked(**body.model_dump(exclude={"doing"}))
    of_auditee = body.doing in BY_AUDITEE
    at = keeping.auditee_desk_of if of_auditee else keeping.desk_of
    with call.writing(key, f"audit.{body.doing.value}") as connection:
        demand(call, connection, of_auditee=of_auditee)
        hand = at(connection, call.unit, key, call.act)
        found, doubts = engagement_steps.take(hand, body.doing, asked)
        return call.kept(
            connection, told_of(said.EngagementState, found, doubts=doubts)
        )


def change_team(call: Call) -> said.EngagementHead:
    """Add somebody to the team, name another leader, or let somebody go."""
    body, key = call.body, call.places["key"]
    assert isinstance(body, said.TeamGiven)
    with call.writing(key) as connection:
        hand = keeping.desk_of(connection, call.unit, key, call.act)
        one = keeping.change_team(hand, body.auditor, body.role, body.reason, body.on)
        answer = told_of(said.EngagementHead, one, **_head(one))
        return call.kept(connection, answer)


# -- findings -----------------------------------------------------------------------


def findings_of(call: Call) -> said.Findings:
    """The findings of an engagement."""
    key = call.places["key"]
    with call.reading() as connection:
        keeping.engagement_of(connection, call.unit, key)
        found = finding_reading.findings_of(connection, call.unit, key)
    told = [told_of(said.FindingHead, f, late=f.is_overdue(today())) for f in found]
    return said.Findings(findings=told)


def finding(call: Call) -> said.Finding:
    """One finding: what it says, by what it is proved, and what became of it."""
    unit, key, number = call.unit, call.places["key"], _number(call)
    with call.reading() as connection:
        found = finding_reading.finding_of(connection, unit, key, number)
        steps = finding_reading.steps_of(connection, unit, key, number)[number]
        every = finding_reading.exceptions_of(connection, unit, key, number)
        exceptions = list(islice(every, SHOWN))
        if not call.may(connection, *BOOKS):
            found, exceptions = finding_steps.in_part(found, exceptions)
        return told_of(
            said.Finding,
            found,
            late=found.is_overdue(today()),
            steps=steps,
            exceptions=exceptions,
        )


def _number(call: Call) -> int:
    return call.number("number", "审计发现")


def _said(body: said.FindingSaid) -> findings.Said:
    told = {name: getattr(body, name) for name in _TEXTS}
    return findings.Said(**told, amount=money(body.amount))


def _state(connection: Connection, call: Call, kept: Kept) -> said.FindingState:
    return call.kept(connection, told_of(said.FindingState, kept))


def add(call: Call) -> said.FindingState:
    """Raise a finding of the auditor's own."""
    body, key = call.body, call.places["key"]
    assert isinstance(body, said.FindingGiven)
    with call.writing(key) as connection:
        hand = keeping.desk_of(connection, call.unit, key, call.act)
        kept = findings.raise_own(hand, _said(body), body.vouchers, body.proofs)
        return _state(connection, call, kept)


def revise(call: Call) -> said.FindingState:
    """Change what a finding says, with the reason."""
    body, key, number = call.body, call.places["key"], _number(call)
    assert isinstance(body, said.FindingReviseGiven)
    with call.writing(f"{key}/{number}") as connection:
        hand = keeping.desk_of(connection, call.unit, key, call.act)
        kept = findings.revise(hand, number, _said(body), body.reason)
        return _state(connection, call, kept)


def finding_step(call: Call) -> said.FindingState:
    """Take a step of a finding, as the team or as the auditee."""
    body, key, number = call.body, call.places["key"], _number(call)
    assert isinstance(body, said.FindingStepGiven)
    asked = Asked(
        words=body.words,
        paper=body.paper,
        on=body.on,
        due_on=body.due_on,
        amount=some_money(body.amount),
    )
    one = finding_steps.step_of(body.doing, body.outcome, asked)
    with call.writing(f"{key}/{number}", f"audit.{one.doing.value}") as connection:
        demand(call, connection, of_auditee=one.doing in ANSWERED)
        hand = finding_steps.hand_of(connection, call.unit, key, one.doing, call.act)
        return _state(connection, call, finding_steps.take(hand, number, one))
