"""What is asked and told of engagements: their steps, teams and findings."""

import datetime as dt
from typing import Annotated

from pydantic import ConfigDict, Field, model_validator

from app.web.api.values import (
    Amount,
    Asked,
    Count,
    Day,
    Key,
    Loose,
    Name,
    Text,
    Told,
    Yuan,
)
from audit.check import Severity
from audit.engagements import Doing, Given, Kind, Role
from audit.finding_kinds import Doing as FindingDoing
from audit.finding_kinds import Outcome

Words = Annotated[str, Field(max_length=20_000)]
"""What is written down at length; lines may be broken in it."""
Lines = Annotated[tuple[Name, ...], Field(max_length=1_000)]


class CommissionGiven(Asked):
    """By whose commission an outside auditor works."""

    paper: Name
    by: Loose = ""
    on: Day


class EngagementGiven(Asked):
    """An engagement that is begun; `until` is not included.

    `officer` and `post` are of an audit of who leaves office.
    """

    kind: Kind
    title: Loose = ""
    since: Day
    until: Day
    leader: Name
    members: Annotated[tuple[Name, ...], Field(max_length=50)] = ()
    auditing_unit: Loose = ""
    officer: Loose = ""
    post: Loose = ""
    commission: CommissionGiven | None = None


class EngagementStepGiven(Asked):
    """A step of an engagement, with what it asks for."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {"doing": "plan", "words": "抽查付款凭证"},
        }
    )

    doing: Doing
    on: Day | None = None
    paper: Loose = ""
    words: Words = ""
    reason: Text = ""
    due_on: Day | None = None
    outcome: Given | None = None

    @model_validator(mode="after")
    def _is_a_step(self) -> "EngagementStepGiven":
        if self.doing is Doing.BEGIN:
            raise ValueError("立项不是一个环节")
        return self


class TeamGiven(Asked):
    """Who joins, leads or leaves the team, and why."""

    auditor: Name
    role: Role
    reason: Text = ""
    on: Day | None = None


class FindingSaid(Asked):
    """What a finding of the auditor's own says."""

    title: Loose = ""
    severity: Severity
    criterion: Words = ""
    condition: Words = ""
    cause: Words = ""
    effect: Words = ""
    recommendation: Words = ""
    evidence: Words = ""
    responsible: Loose = ""
    amount: Amount = "0"
    persons: Count = 0


class FindingGiven(FindingSaid):
    """A finding that is raised, with the vouchers and papers that prove it."""

    vouchers: Lines = ()
    proofs: Lines = ()


class FindingReviseGiven(FindingSaid):
    """What a finding says instead, and why; what proves it stays."""

    reason: Text = ""


class FindingStepGiven(Asked):
    """A step of a finding; replies, decisions and follow-ups have an outcome."""

    doing: FindingDoing
    outcome: Outcome | None = None
    words: Words = ""
    paper: Loose = ""
    on: Day | None = None
    due_on: Day | None = None
    amount: Amount | None = None


# -- answers ------------------------------------------------------------------------


class EngagementHead(Told):
    """An engagement, and how far it is; `until` is not included."""

    unit: str
    key: str
    kind: Key
    title: str
    auditing_unit: str
    since: dt.date
    until: dt.date
    leader: str
    members: list[str]
    state: Key
    begun_on: dt.date
    acted_on: dt.date


class Engagements(Told):
    """Engagements, the latest first."""

    engagements: list[EngagementHead]


class EngagementStep(Told):
    """A step of an engagement."""

    doing: Key
    state: Key
    on: dt.date
    paper: str
    words: str
    reason: str
    due_on: dt.date | None
    outcome: Key | None
    person: str


class FindingHead(Told):
    """A finding; `late`: it was to be put right by a day that is past."""

    engagement: str
    number: int
    label: str
    check: str
    title: str
    severity: Key
    amount: Yuan
    count: int
    state: Key
    due_on: dt.date | None
    late: bool
    recovered: Yuan


class Findings(Told):
    """The findings of an engagement."""

    findings: list[FindingHead]


class Engagement(EngagementHead):
    """An engagement with its steps and findings, and what may be done next.

    Numbers of samples, and papers by index, are told to auditors alone.
    """

    officer: str
    post: str
    steps: list[EngagementStep]
    findings: list[FindingHead]
    sheets: list[int]
    papers: list[str]
    populations: list[int]
    samples: list[str]
    next: list[str]


class EngagementState(Told):
    """Where an engagement stands now, and what is doubtful about the step."""

    key: str
    state: Key
    doubts: list[str]


class FindingStep(Told):
    """A step of a finding."""

    doing: Key
    state: Key
    on: dt.date
    words: str
    paper: str
    outcome: Key | None
    due_on: dt.date | None
    amount: Yuan | None
    person: str


class FindingException(Told):
    """An exception that a finding rests on."""

    item: int
    condition: str
    amount: Yuan
    persons: int
    evidence: list[str]


class Finding(FindingHead):
    """A finding with its exceptions and steps.

    Who does not work on the books is told file numbers in part only.
    """

    revision: int
    criterion: str
    condition: str
    cause: str
    effect: str
    recommendation: str
    evidence: str
    vouchers: list[str]
    proofs: list[str]
    steps: list[FindingStep]
    exceptions: list[FindingException]


class FindingState(Told):
    """Where a finding stands now."""

    engagement: str
    number: int
    label: str
    revision: int
    state: Key
