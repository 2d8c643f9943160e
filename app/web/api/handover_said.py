"""What is asked and told of lists of what is handed over."""

import datetime as dt

from app.web.api.values import (
    Asked,
    Day,
    Key,
    Loose,
    Name,
    Number,
    Signed,
    Text,
    Told,
    Yuan,
)
from audit.handover_kinds import Doing, LineKind


class HandoverGiven(Asked):
    """Who hands which post over to whom, before whom, as all stands on which day."""

    leaver: Name
    post: Name
    since: Day | None = None
    """When the term began; may stay open where the leaver held the post once."""
    receiver: Name
    supervisor: Name
    on: Day


class HandoverLineGiven(Asked):
    """A line of what no book has: seals, keys, agreements, contracts, files."""

    kind: LineKind
    item: Name
    ref: Loose = ""
    quantity: Loose = ""
    amount: Signed | None = None
    state: Text = ""


class HandoverStrikeGiven(Asked):
    """Which line is struck out, and why."""

    line: Number
    reason: Name


class HandoverStepGiven(Asked):
    """What is done with the list, by whom it names; a withdrawal needs words."""

    doing: Doing
    words: Text = ""


# -- answers ------------------------------------------------------------------------


class HandoverLine(Told):
    """A line; `struck` is why it was struck out, empty where it stands."""

    number: int
    kind: Key
    item: str
    ref: str
    quantity: str
    amount: Yuan | None
    state: str
    from_books: bool
    struck: str


class HandoverStep(Told):
    """A signature or an end: by whom, on which day, what was said."""

    doing: Key
    person: str
    on: dt.date
    words: str


class HandoverHead(Told):
    """A list of what is handed over, and how far it is."""

    key: str
    post: str
    since: dt.date
    leaver: str
    receiver: str
    supervisor: str
    handed_on: dt.date
    drawn_by: str
    state: Key
    lines: int
    """That stand: struck ones are not counted."""


class Handovers(Told):
    """The lists of a unit that may be seen, the latest first."""

    lists: list[HandoverHead]


class RightLeft(Told):
    """A right of who leaves that still holds; `unit` empty: everywhere."""

    right: Key
    unit: str


class Handover(Told):
    """A list with its lines and signatures; nothing is complete while `left` hold."""

    head: HandoverHead
    lines: list[HandoverLine]
    steps: list[HandoverStep]
    left: list[RightLeft]
