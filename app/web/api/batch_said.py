"""What is asked and told of payment batches: lines by file number, nobody by name."""

import datetime as dt
from typing import Annotated

from pydantic import ConfigDict, Field, model_validator

from app.web.api.values import (
    Amount,
    Asked,
    Count,
    Day,
    FileGiven,
    Key,
    Loose,
    Name,
    Number,
    Text,
    Told,
    Yuan,
)

LINES_MAX = 100_000
CASES_MAX = 5_000


class BatchGiven(Asked):
    """A batch of a list of payments, or of cases that were granted and not paid.

    Fund, account and purpose are those of lines that say none.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "example": {"ref": "三月", "title": "三月生活救助", "cases": ["H2026-1"]},
        }
    )

    ref: Name
    title: Name
    list: FileGiven | None = None
    total: Amount | None = None
    """What the list must add up to."""
    cases: Annotated[tuple[Name, ...], Field(max_length=CASES_MAX)] = ()
    fund: Loose = ""
    account: Name = "50404"
    purpose: Loose = ""

    @model_validator(mode="after")
    def _of_one_source(self) -> "BatchGiven":
        if (self.list is None) != bool(self.cases):
            raise ValueError("写明 list 或 cases 之一")
        return self


class CheckGiven(Asked):
    """On which day of payment a batch is looked at; today where none is said."""

    on: Day | None = None


class SubmitGiven(Asked):
    """What a batch is asked for with; `reason` where lines need one."""

    evidence: Text = ""
    reason: Text = ""
    expires_on: Day | None = None
    direct: bool = False


class ReleaseGiven(Asked):
    """How a batch is paid: its voucher is a line for each person."""

    dated_on: Day | None = None
    account: Name = "102"
    attachments: Count = 1
    reason: Text = ""


class OutcomeGiven(Asked):
    """What the bank did with a line; why, where it was not paid."""

    line: Number
    paid: bool
    reason: Text = ""


class SettleGiven(Asked):
    """What the bank did; with `rest` every line that is not named was paid."""

    outcomes: Annotated[tuple[OutcomeGiven, ...], Field(max_length=LINES_MAX)] = ()
    rest: bool = False
    on: Day | None = None
    account: Name = "102"


class BankFileGiven(Asked):
    """Which payment file is written: what is due, or a file again by its number."""

    file: Count = 0
    bank: Loose = ""


class ResultGiven(Asked):
    """What the bank returned, and what it must come to."""

    result: FileGiven
    file: Count = 0
    bank: Loose = ""
    count: Number | None = None
    total: Amount | None = None
    on: Day | None = None
    account: Name = "102"


class RepayGiven(Asked):
    """A line that came back and is paid again."""

    line: Number
    dated_on: Day | None = None
    account: Name = "102"
    attachments: Count = 1
    reason: Text = ""


# -- answers ------------------------------------------------------------------------


class BatchHead(Told):
    """A batch, and how far it is; `approvals` is how many must approve."""

    key: str
    ref: str
    title: str
    state: Key
    line_count: int
    amount: Yuan
    request: str
    approved: int
    approvals: int
    paid: int
    failed: int
    saved_on: dt.date
    person: str


class Batches(Told):
    """The batches of a unit, the latest first."""

    batches: list[BatchHead]


class BatchLine(Told):
    """A line by file number; `outcome` is empty where nothing is known yet."""

    line: int
    code: str
    case_key: str
    project: str
    member: int
    year: int
    period: str
    fund: str
    account: str
    purpose: str
    amount: Yuan
    outcome: str
    reason: str


class BatchStep(Told):
    """A step of a batch."""

    act: str
    label: str
    on: dt.date
    person: str
    told: str


class BankFile(Told):
    """A payment file, and what the bank told of its lines."""

    number: int
    lines: int
    amount: Yuan
    paid: int
    failed: int
    made_at: str


class Batch(BatchHead):
    """A batch with its lines, its steps and its files at the bank."""

    lines: list[BatchLine]
    steps: list[BatchStep]
    files: list[BankFile]


class Doubt(Told):
    """What is told of a line: a fault is refused, a notice needs a reason."""

    place: int
    code: str
    rule: Key
    weight: Key
    what: str


class BatchSaved(Told):
    """A batch that was saved; `already`: it was before."""

    key: str
    line_count: int
    amount: Yuan
    already: bool
    told: list[Doubt]


class BatchChecked(Told):
    """What is told of the lines of a batch."""

    key: str
    told: list[Doubt]


class BatchAsked(Told):
    """The request of a batch, as it stands."""

    batch: str
    key: str
    state: Key
    amount: Yuan
    approved: int
    approvals: int
    expires_on: dt.date
    warnings: list[str]


class BatchState(Told):
    """Where a batch stands now."""

    key: str
    state: Key


class BatchSettled(Told):
    """What the bank did; `returns` is the draft by which money comes back."""

    paid: int
    failed: int
    unknown: int
    returns: int | None


class ResultTaken(Told):
    """A result that was taken in; `already`: it was before, and nothing changed."""

    number: int
    result: int
    paid: int
    paid_amount: Yuan
    failed: int
    failed_amount: Yuan
    already: bool
    unchanged: int
    returns: int | None
