"""Evidence sheets (取证单) and working papers (底稿): what they say. No database.

1. An evidence sheet tells facts with their vouchers and amount; the auditee confirms it
   or refuses in words.
2. A working paper has eight elements: the auditee; the matter and its days; procedure
   and result; conclusion, opinion and recommendation; auditor and day; reviewer, day
   and opinion; index mark and pages; what its tick marks mean.
3. Auditor and reviewer are different persons. A paper that was returned is revised, and
   a revision is reviewed again.

Basis: 第2103号 (evidence), 第2104号内部审计具体准则 (working papers).
"""

import datetime as dt
import re
from dataclasses import dataclass

from ledger.accounts import Labelled
from ledger.money import Money
from ledger.periods import Span

INDEX = re.compile(r"[A-Z][0-9]{0,2}-[0-9]{1,3}")
"""How papers are indexed: a letter for the part, its number, and that of the paper."""


class Answer(Labelled):
    """What the auditee answers to an evidence sheet."""

    CONFIRMED = "confirmed", "情况属实"
    REFUSED = "refused", "不予确认"


class Review(Labelled):
    """What the review of a working paper comes to."""

    PASSED = "passed", "复核通过"
    RETURNED = "returned", "退回补充"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """The answer of the auditee to an evidence sheet."""

    answer: Answer
    words: str
    on: dt.date
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """An evidence sheet, `vouchers` by their marks; no answer: none came yet."""

    number: int
    title: str
    facts: str
    amount: Money | None
    vouchers: tuple[str, ...]
    papers: str
    on: dt.date
    person: str
    answered: Answered | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """A review of a working paper."""

    outcome: Review
    opinion: str
    on: dt.date
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A revision of a working paper with its reviews; `sheets` it rests on."""

    index: str
    revision: int
    matter: str
    span: Span
    procedure: str
    result: str
    conclusion: str
    symbols: str
    sheets: tuple[int, ...]
    pages: int
    on: dt.date
    reason: str
    person: str
    reviews: tuple[Reviewed, ...]

    @property
    def passed(self) -> Reviewed | None:
        """The review that let it pass."""
        return next((r for r in self.reviews if r.outcome is Review.PASSED), None)
