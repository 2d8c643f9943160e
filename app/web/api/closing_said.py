"""What is asked and told of closing months and years, and of proofs."""

import datetime as dt
from typing import Annotated

from pydantic import Field

from app.web.api.values import (
    Amount,
    Asked,
    Hash,
    Key,
    Loose,
    Month,
    Name,
    Signed,
    Text,
    Told,
    Year,
    Yuan,
)
from ledger.year_end_accounts import What

DECISIONS_MAX = 1_000


class CloseAsked(Asked):
    """Which month is looked at; the next one to be closed where none is said."""

    period: Month | None = None


class CloseGiven(Asked):
    """Up to which month is closed; it does not open again."""

    period: Month


class ProofGiven(Asked):
    """A count of cash or a certificate of a bank, held against the books."""

    period: Month
    account: Name
    amount: Amount
    evidence: Text = ""
    other: Signed = "0"
    """Money of others that lies there."""
    explained: Signed = "0"
    """What is explained by items under way."""
    explanation: Text = ""


class YearAsked(Asked):
    """Which year is looked at."""

    year: Year


class DecisionGiven(Asked):
    """A numbered decision that closing a year carries out.

    Of a finished project no account is said, and no amount where all is meant.
    """

    what: What
    fund: Name
    account: Loose = ""
    amount: Amount = "0"
    basis: Name


class YearPreviewGiven(Asked):
    """By which decisions a year would be closed."""

    year: Year
    decisions: Annotated[tuple[DecisionGiven, ...], Field(max_length=DECISIONS_MAX)]


class YearOrderGiven(YearPreviewGiven):
    """An order to close a year; `digest` is that of the preview that was looked at."""

    digest: Hash


class YearPostGiven(Asked):
    """What was ordered is posted; `digest` is that of the order."""

    year: Year
    digest: Hash


class YearAdjustGiven(Asked):
    """Of which year December takes audit adjustments alone."""

    year: Year


# -- answers ------------------------------------------------------------------------


class Obstacle(Told):
    """What is told before a close; what blocks must be done first."""

    key: str
    what: str
    do: str
    blocking: bool


class Close(Told):
    """A month that is closed, and where the chain stood."""

    period: int
    position: int
    hash: str
    closed_by: str
    closed_at: str


class Proven(Told):
    """An account of money: its books, and what it was held against."""

    account: str
    name: str
    book: Yuan
    proved: Yuan | None
    gap: Yuan


class CloseSeen(Told):
    """The checklist of a month, its accounts of money, and all closed months.

    `period` is empty where no month is left to close.
    """

    period: str
    following: str
    obstacles: list[Obstacle]
    accounts: list[Proven]
    closes: list[Close]


class Closes(Told):
    """The months that were closed."""

    closes: list[Close]


class ProofKept(Told):
    """A proof on record, and by how much it differs from the books."""

    period: int
    account: str
    gap: Yuan


class YearPosting(Told):
    """A line that closing a year would post."""

    account: str
    fund: str
    purpose: str
    debit: Yuan
    credit: Yuan


class YearVoucher(Told):
    """A voucher that closing a year would post."""

    ref: str
    dated_on: dt.date
    summary: str
    basis: str
    postings: list[YearPosting]


class YearDecision(Told):
    """A decision that stands in an order."""

    what: Key
    fund: str
    account: str
    amount: Yuan
    basis: str


class YearOrder(Told):
    """An order to close a year; somebody else posts it."""

    year: int
    number: int
    digest: str
    ordered_by: str
    ordered_at: str
    decisions: list[YearDecision]


class YearSeen(Told):
    """What closing a year would post now, and what stands in its way.

    `digest` is what an order names; `order` is the one that stands.
    """

    year: int
    digest: str
    vouchers: list[YearVoucher]
    obstacles: list[Obstacle]
    order: YearOrder | None


class YearPosted(Told):
    """A year that is closed, with how many vouchers."""

    year: int
    vouchers: int
    position: int
    hash: str


class YearAdjusting(Told):
    """A year whose December takes audit adjustments alone."""

    year: int
