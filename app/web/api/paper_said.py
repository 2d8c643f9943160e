"""What is asked and told of evidence sheets, working papers and samples."""

import datetime as dt
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field, WithJsonSchema, model_validator

from app.web.api.audit_said import Lines, Words
from app.web.api.values import (
    Amount,
    Asked,
    Count,
    Day,
    Hash,
    Key,
    Loose,
    Name,
    Number,
    Text,
    Told,
    Yuan,
)
from audit.papers import Answer, Review
from audit.populations import Of
from audit.sampling_limits import Model
from audit.sampling_results import Outcome
from audit.sampling_tickets import Method

Rate = Annotated[
    str,
    Field(pattern=r"^(0(\.[0-9]{1,6})?|1)$"),
    WithJsonSchema(
        {"type": "string", "pattern": r"^(0(\.[0-9]{1,6})?|1)$", "example": "0.05"}
    ),
]


def fraction(rate: str) -> Fraction:
    """A rate that has been read."""
    return Fraction(rate)


class SheetGiven(Asked):
    """Facts that the auditee is asked to confirm, with the vouchers they stand on."""

    title: Name
    facts: Words
    amount: Amount | None = None
    vouchers: Lines = ()
    papers: Text = ""
    on: Day | None = None


class AnswerGiven(Asked):
    """What the auditee says to a sheet; a refusal in words."""

    answer: Answer
    words: Words = ""
    on: Day | None = None


class WorkingPaperGiven(Asked):
    """A working paper; one that is there under this index is revised, with a reason."""

    index: Name
    matter: Text
    procedure: Words
    result: Words
    conclusion: Words
    symbols: Text = ""
    sheets: Annotated[tuple[Number, ...], Field(max_length=200)] = ()
    pages: Annotated[int, Field(ge=1, le=9_999)] = 1
    on: Day | None = None
    reason: Text = ""


class ReviewGiven(Asked):
    """What somebody else of the team says to a working paper."""

    outcome: Review
    opinion: Text
    on: Day | None = None


class PopulationGiven(Asked):
    """What is sealed to draw from, of which days; of all audited where none are said.

    `until` is not included.
    """

    of: Of
    since: Day | None = None
    until: Day | None = None

    @model_validator(mode="after")
    def _of_both_days(self) -> "PopulationGiven":
        if (self.since is None) != (self.until is None):
            raise ValueError("起止日期应同时写明")
        return self


class SampleGiven(Asked):
    """How a sample is drawn: of items by rates, of money units by amounts in yuan.

    Without a size it follows from the terms.
    """

    population: Number
    purpose: Name
    seed: Name
    seed_source: Name
    units: Literal["items", "money"]
    method: Method
    model: Model | None = None
    risk: Rate
    tolerable: Loose
    expected: Loose = ""
    size: Count = 0


class ResultFound(Asked):
    """What was found of an item; `right` is the right amount of one that is wrong."""

    item: Name
    outcome: Outcome
    right: Amount | None = None
    words: Text = ""
    paper: Loose = ""
    reason: Text = ""


class ResultsGiven(Asked):
    """What was found of items; with `rest` all that are open are right."""

    results: Annotated[tuple[ResultFound, ...], Field(max_length=1_000)] = ()
    rest: bool = False
    on: Day | None = None


class EnlargeGiven(Asked):
    """How many are drawn in all, more than were, and why."""

    size: Number
    reason: Name


# -- answers ------------------------------------------------------------------------


class SheetAnswer(Told):
    """What the auditee said."""

    answer: Key
    words: str
    on: dt.date
    person: str


class Sheet(Told):
    """An evidence sheet."""

    number: int
    title: str
    facts: str
    amount: Yuan | None
    vouchers: list[str]
    papers: str
    on: dt.date
    person: str
    answered: SheetAnswer | None


class PaperReview(Told):
    """A review of a working paper."""

    outcome: Key
    opinion: str
    on: dt.date
    person: str


class WorkingPaper(Told):
    """A working paper in its latest revision."""

    index: str
    revision: int
    matter: str
    procedure: str
    result: str
    conclusion: str
    symbols: str
    sheets: list[int]
    pages: int
    on: dt.date
    reason: str
    person: str
    passed: bool
    reviews: list[PaperReview]


class Population(Told):
    """What was sealed to draw from; its file has this SHA-256."""

    number: int
    mark: str
    of: Key
    since: dt.date
    until: dt.date
    count: int
    sum: Yuan
    digest: Hash


class Populations(Told):
    """The populations of an engagement."""

    populations: list[Population]


class SampleItem(Told):
    """An item that was drawn, and what was found of it."""

    item: str
    label: str
    amount: Yuan
    outcome: Literal["", "right", "deviation", "error"]
    right: Yuan | None
    words: str


class Sample(Told):
    """A sample with its items; `verdict` tells what it says of its population."""

    mark: str
    population: int
    number: int
    purpose: str
    seed_source: str
    units: Key
    method: Key
    planned: int
    open: int
    items: list[SampleItem]
    acceptable: bool | None
    verdict: str
