"""What is asked and told of hand-outs: people by file number, nobody by name."""

import datetime as dt
from typing import Annotated

from pydantic import ConfigDict, Field, model_validator

from aid.claims import Project
from app.web.api.stock_desk_said import Digest, Lots, Milli, OccasionGiven
from app.web.api.values import (
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
    Year,
    Yuan,
)

LINES_MAX = 10_000


class HandoutLineGiven(Asked):
    """What one person is to be given, by file number; `case`: what it answers.

    Shopping vouchers without `serials` get the next ones that are free.
    """

    recipient: Name
    item: Name
    quantity_milli: Milli
    member: Annotated[int, Field(ge=1, le=99)] = 1
    serials: Text = ""
    lots: Lots = ()
    case: Loose = ""


class HandoutGiven(OccasionGiven):
    """A hand-out: its lines, or a list of them; `item` is that of rows without one."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "ref": "春季慰问",
                "title": "春季慰问",
                "fund": "F1",
                "project": "living",
                "lines": [{"recipient": "A-1", "item": "Q1", "quantity_milli": 1000}],
            },
        }
    )

    title: Loose
    fund: Name
    project: Project = Project.WARMTH
    purpose: Loose = ""
    year: Year | None = None
    """The year of the aid; that of the day where none is said."""
    account: Loose = ""
    appropriation: Loose = ""
    lines: Annotated[tuple[HandoutLineGiven, ...], Field(max_length=LINES_MAX)] = ()
    list: FileGiven | None = None
    item: Loose = ""

    @model_validator(mode="after")
    def _of_one_source(self) -> "HandoutGiven":
        if (self.list is None) != bool(self.lines):
            raise ValueError("写明 lines 或 list 之一")
        return self


class HandoutIssueGiven(Asked):
    """On which day it is given; the day that was planned where none is said."""

    on: Day | None = None


class LineSignedGiven(Asked):
    """A line that was signed for; `guardian`: by which guardian of the file."""

    line: Number
    guardian: Count = 0


class SheetSignedGiven(Asked):
    """A signed sheet by its SHA-256, and the lines that it signs for."""

    sheet: Digest
    signed_on: Day | None = None
    lines: Annotated[
        tuple[LineSignedGiven, ...], Field(min_length=1, max_length=LINES_MAX)
    ]


class HandoutBackGiven(Asked):
    """What comes back, and why; all that nobody signed for where no line is said.

    `sheet` is the SHA-256 of the slip signed by who gives back what was signed for.
    """

    on: Day | None = None
    reason: Text
    sheet: Digest | None = None
    lines: Annotated[tuple[Number, ...], Field(max_length=LINES_MAX)] = ()


# -- answers ------------------------------------------------------------------------


class HandoutHead(Told):
    """A hand-out, and how far it is."""

    key: str
    ref: str
    title: str
    dated_on: dt.date
    project: Key
    fund: str
    purpose: str
    year: int
    lines: int
    state: Key
    planner: str
    approver: str
    approved_on: dt.date | None
    issued_on: dt.date | None
    cost: Yuan
    draft: int | None


class Handouts(Told):
    """The hand-outs of a unit, the latest first."""

    handouts: list[HandoutHead]


class HandoutDone(HandoutHead):
    """A hand-out after an act; `already`: it had been done before."""

    warnings: list[str]
    already: bool


class HandoutLineTold(Told):
    """A line: what became of it, and who signed for it."""

    line: int
    recipient: str
    member: int
    item: str
    name: str
    quantity_milli: int
    serials: str
    case: str
    state: Key
    move: int
    cost: Yuan
    returned_milli: int
    signer: str
    signed_on: dt.date | None
    sheet: str


class HandoutStep(Told):
    """What somebody did with a hand-out."""

    label: str
    on: dt.date
    person: str
    words: str
    ref: str


class HandoutWhole(HandoutHead):
    """A hand-out with its lines by file number, and its steps."""

    each: list[HandoutLineTold]
    steps: list[HandoutStep]


class HandoutLineChecked(Told):
    """What a line would be given, and what is told of it."""

    line: int
    recipient: str
    item: str
    quantity_milli: int
    serials: str
    cost: Yuan
    told: list[str]


class HandoutChecked(Told):
    """What a hand-out would give; nothing of it is kept."""

    lines: list[HandoutLineChecked]


class HandoutSigned(Told):
    """How many lines of a sheet are new."""

    key: str
    signed: int
