"""The steps of a finding as screens and programs take them, and who sees what of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from audit import engagement_keeping as keeping
from audit import rectification
from audit.engagement_keeping import Desk as Hand
from audit.finding_kinds import OUTCOMES, Doing, Excepted, Kept, Outcome
from audit.rectification import Asked
from ledger.database import Connection
from ledger.errors import RecordRefused
from ledger.people import Act
from reports.audit_findings import masked

VERBS: Mapping[Doing, Callable[..., Kept]] = {
    Doing.DROP: rectification.drop,
    Doing.REPLY: rectification.reply,
    Doing.DECIDE: rectification.decide,
    Doing.RECTIFY: rectification.rectify,
    Doing.FOLLOW_UP: rectification.follow_up,
    Doing.CARRY: rectification.carry,
}
_DESKS: Mapping[Doing, Callable[..., Hand]] = {
    Doing.REPLY: keeping.auditee_desk_of,
    Doing.RECTIFY: rectification.rectify_desk_of,
    Doing.FOLLOW_UP: rectification.follow_desk_of,
}


@dataclass(frozen=True, slots=True)
class Step:
    """A step that is to be taken, with what comes of it and what is said."""

    doing: Doing
    outcome: Outcome | None
    asked: Asked


def step_of(doing: Doing | None, outcome: Outcome | None, asked: Asked) -> Step:
    """A step that can be taken.

    Raises:
        RecordRefused: it is none, or has an outcome where none belongs, or none where
            one does.
    """
    if doing is None or doing not in VERBS:
        raise RecordRefused("没有写明办理哪一个环节")
    if (outcome is None) == (doing in OUTCOMES):
        raise RecordRefused("没有写明结果，或这一步不写结果")
    return Step(doing, outcome, asked)


def hand_of(
    connection: Connection, unit: str, key: str, doing: Doing, act: Act
) -> Hand:
    """Whose hand takes a step: the team's, or the auditee's.

    Raises:
        NotFound: there is no such unit or engagement.
        Refused: the person does not work on it, or may not answer for the auditee.
    """
    return _DESKS.get(doing, keeping.desk_of)(connection, unit, key, act)


def take(hand: Hand, number: int, step: Step) -> Kept:
    """Take a step of a finding.

    Raises:
        NotFound: there is no such finding.
        Refused: the step may not be taken now, or something is missing.
    """
    chosen = () if step.outcome is None else (step.outcome,)
    return VERBS[step.doing](hand, number, *chosen, step.asked)


def in_part(found: Kept, exceptions: Sequence[Excepted]) -> tuple[Kept, list[Excepted]]:
    """A finding for who does not work on the books: file numbers in part only."""
    files = {one for each in exceptions for one in each.recipients}
    said = replace(found, condition=masked(found.condition, files))
    return said, [
        replace(each, condition=masked(each.condition, files)) for each in exceptions
    ]
