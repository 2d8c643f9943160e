"""What was found of an item of a sample (抽样检查结果)."""

import datetime as dt
from dataclasses import dataclass

from ledger.accounts import Labelled


class Outcome(Labelled):
    """What an item turned out to be.

    A deviation breaks a rule and costs no money; an error is wrong by an amount. In a
    sample of attributes both are deviations.
    """

    RIGHT = "right", "相符"
    DEVIATION = "deviation", "偏差"
    ERROR = "error", "错报"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was found of an item; `right_fen` is what its amount should be.

    `right_fen` is None where the amount is right. `reason` says why an earlier result
    is changed.
    """

    item: str
    outcome: Outcome
    right_fen: int | None = None
    words: str = ""
    paper: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A result as it stands."""

    item: str
    revision: int
    outcome: Outcome
    book_fen: int
    right_fen: int
    words: str
    paper: str
    reason: str
    on: dt.date
    person: str
