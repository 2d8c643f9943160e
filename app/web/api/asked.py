"""What requests of the JSON half may say: parts of addresses, and bodies."""

from typing import Annotated, Literal

from pydantic import Field

from app.web.api.values import (
    Amount,
    Asked,
    Count,
    Day,
    Loose,
    Name,
    Number,
    Period,
    Text,
)
from app.web.numbers import NUMBER_MAX
from ledger.payment_requests import PaymentState, RequestKind

LINES_MAX = 2_000
PAGE = 100
PAGE_MAX = 500

Limit = Annotated[int, Field(ge=1, le=PAGE_MAX)]
Cursor = Annotated[int, Field(ge=0, le=NUMBER_MAX)]
Dimension = Literal["unit", "account", "fund", "purpose", "origin"]
Form = Literal["json", "html", "csv", "xlsx"]
"""Forms in which a report is written at once."""


# -- parts of addresses -------------------------------------------------------------


class OnDay(Asked):
    """As of a day; today where none is said."""

    on: Day | None = None


class BalanceAsked(Asked):
    """Balances of which days, told apart by what, as known at which position."""

    since: Day
    until: Day
    """Not included."""
    by: Annotated[str, Field(pattern=r"^[a-z]+(,[a-z]+)*$", max_length=60)] = (
        "account,fund"
    )
    known_at: Cursor = 0
    with_subunits: bool = False


class VouchersAsked(Asked):
    """Vouchers of a period, a page of them after a chain position."""

    period: Period | None = None
    cursor: Cursor = 0
    limit: Limit = PAGE


class RequestsAsked(Asked):
    """Payment requests, those in one state only where one is said."""

    state: PaymentState | None = None


class ReportAsked(Asked):
    """What a report that is drawn up at once is to be told, and its form."""

    period: Period
    form: Form = "json"
    account: Loose = ""
    fund: Loose = ""
    statement: Loose = ""
    """The key of an office's own form of a statement."""
    known_at: Cursor = 0
    with_subunits: bool = False


class OperationsAsked(Asked):
    """Entries of the operation log: whose, of which days, with which content."""

    person: Loose = ""
    since: Day | None = None
    until: Day | None = None
    """Not included."""
    text: Loose = ""
    cursor: Annotated[str, Field(max_length=80)] = ""
    limit: Limit = PAGE


class LogFileAsked(Asked):
    """Entries of the operation log, as a file."""

    person: Loose = ""
    since: Day | None = None
    until: Day | None = None
    """Not included."""
    text: Loose = ""
    form: Literal["csv", "xlsx"] = "csv"


# -- bodies -------------------------------------------------------------------------


class PostingGiven(Asked):
    """A line of a draft, as it is typed: all of it texts."""

    account: Loose = ""
    fund: Loose = ""
    debit: Loose = ""
    credit: Loose = ""
    purpose: Loose = ""
    party: Loose = ""
    recipient: Loose = ""
    persons: Loose = ""
    item: Loose = ""
    quantity: Loose = ""
    serials: Text = ""
    arose_on: Loose = ""
    economic: Loose = ""
    functional: Loose = ""
    appropriation: Loose = ""
    request: Loose = ""
    memo: Text = ""


class DraftGiven(Asked):
    """A draft, complete or not, as it is typed: all of it texts."""

    dated_on: Loose = ""
    summary: Text = ""
    postings: Annotated[tuple[PostingGiven, ...], Field(max_length=LINES_MAX)] = ()
    ref: Loose = ""
    kind: Loose = ""
    attachments: Loose = ""
    corrects: Loose = ""
    correction: Loose = ""
    entered: Literal["here", "bank", "adjustment"] = "here"
    basis: Loose = ""


class ReasonGiven(Asked):
    """Why a draft goes back or is dropped, or a request is refused."""

    reason: Name


class OpinionGiven(Asked):
    """What is said to an approval."""

    opinion: Text = ""


class ApprovalGiven(OpinionGiven):
    """What a request is approved with; an adopted resolution stands in the opinion."""

    resolution: Loose = ""


class ReceiptGiven(Asked):
    """Money that came in, by the event that it is; nobody says debit or credit."""

    event: Name
    fund: Name
    amount: Amount
    dated_on: Day
    ref: Name
    account: Loose = ""
    use: Annotated[tuple[Name, ...], Field(max_length=20)] = ()
    party: Loose = ""
    purpose: Loose = ""
    persons: Count = 0
    recipient: Loose = ""
    from_fund: Loose = ""
    basis: Loose = ""
    refund_of: Loose = ""
    debited: Loose = ""
    credited: Loose = ""
    request: Loose = ""
    appropriation: Loose = ""
    attachments: Count = 0
    summary: Text = ""
    memo: Text = ""


class RequestLineGiven(Asked):
    """What of a fund is asked for, and on what account it will be spent."""

    fund: Name
    account: Name
    purpose: Loose = ""
    amount: Amount


class RequestGiven(Asked):
    """A payment request; `payee` is an organisation or a file number, no name."""

    ref: Name
    kind: RequestKind = RequestKind.PAYMENT
    summary: Name
    payee: Loose = ""
    lines: Annotated[tuple[RequestLineGiven, ...], Field(min_length=1, max_length=200)]
    evidence: Text = ""
    expires_on: Day | None = None
    due_on: Day | None = None
    resolution: Loose = ""
    statement: Number | None = None
    row: Number | None = None
    for_goods: bool = False


class PaymentGiven(Asked):
    """How an approved request is paid."""

    dated_on: Day
    account: Name = "102"
    attachments: Annotated[int, Field(ge=1, le=9_999)] = 1
    amount: Amount | None = None
    persons: Count = 0
    summary: Text = ""
    to_fund: Loose = ""
    to_account: Loose = ""
