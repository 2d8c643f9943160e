"""What answers of the JSON half say."""

import datetime as dt

from app.web.api.values import Hash, Told, Yuan


class Me(Told):
    """Whose token it is, and what it allows."""

    person: str
    writes: bool
    unit: str
    """The unit that the token is bound to; empty: wherever its owner may."""
    rights: dict[str, list[str]]
    """Each right, and the units in which it is held."""


class Unit(Told):
    """A unit."""

    code: str
    name: str
    level: str
    parent: str
    opened_on: str
    closed_on: str
    chart: str


class Units(Told):
    """The units that one may see."""

    units: list[Unit]


class Fund(Told):
    """A fund of a unit."""

    code: str
    name: str
    origin: str
    channel: str
    restricted: bool
    purposes: list[str]


class Funds(Told):
    """The funds of a unit."""

    funds: list[Fund]


class Account(Told):
    """An account of a chart."""

    code: str
    name: str
    account_class: str
    side: str
    role: str
    posts: bool
    """Whether postings stand on it, not on accounts under it alone."""


class Accounts(Told):
    """A unit's chart of accounts on a day."""

    chart: str
    accounts: list[Account]


class Balance(Told):
    """Opening, turnover and closing under one key; debit is positive."""

    unit: str
    account: str
    fund: str
    purpose: str
    origin: str
    opening: Yuan
    debit: Yuan
    credit: Yuan
    closing: Yuan
    persons: int


class Balances(Told):
    """Balances of a span of days; `until` is not included."""

    since: dt.date
    until: dt.date
    balances: list[Balance]


class VoucherHead(Told):
    """The head of a voucher."""

    ref: str
    position: int
    period: int
    kind: str
    number: int
    dated_on: dt.date
    summary: str
    attachments: int
    preparer: str
    reviewer: str
    cashier: str
    poster: str
    correction: str
    hash: Hash


class Vouchers(Told):
    """A page of vouchers in chain order; `next` is the cursor of the page after."""

    vouchers: list[VoucherHead]
    next: int | None


class Posting(Told):
    """A line of a voucher."""

    line: int
    account: str
    fund: str
    debit: Yuan
    credit: Yuan
    purpose: str
    party: str
    recipient: str
    persons: int
    item: str
    quantity_milli: int
    memo: str


class Voucher(VoucherHead):
    """A voucher with its postings and what corrects it."""

    corrects: str
    corrected_by: list[str]
    postings: list[Posting]


class DraftHead(Told):
    """A draft that waits."""

    number: int
    state: str
    dated_on: str
    summary: str
    person: str
    at: str


class Drafts(Told):
    """The drafts of a unit that are neither posted nor dropped."""

    drafts: list[DraftHead]


class DraftStep(Told):
    """A step of a draft."""

    state: str
    person: str
    at: str
    reason: str


class Draft(Told):
    """A draft: where it stands, what stands on it, and its steps."""

    number: int
    state: str
    voucher: dict[str, object]
    steps: list[DraftStep]


class DraftState(Told):
    """Where a draft stands now."""

    number: int
    state: str


class Posted(Told):
    """A voucher that was posted."""

    ref: str
    kind: str
    number: int
    position: int


class HandedIn(Told):
    """A draft that was handed in; `already`: under this reference it was before."""

    draft: int
    ref: str
    already: bool


class Event(Told):
    """A kind of event by which money comes in."""

    key: str
    label: str
    sources: str
    entries: list[str]
    asks: list[str]
    must: list[str]
    evidence: list[str]
    clause: str


class Events(Told):
    """What can happen in a unit today."""

    events: list[Event]


class Request(Told):
    """A payment request, and how far it is."""

    key: str
    ref: str
    kind: str
    state: str
    summary: str
    payee: str
    amount: Yuan
    paid: Yuan
    approved: int
    approvals: int
    asked_on: dt.date
    expires_on: dt.date
    due_on: dt.date | None
    person: str


class Requests(Told):
    """The payment requests of a unit, the latest first."""

    requests: list[Request]


class RequestStep(Told):
    """A step of a request."""

    step: int
    act: str
    amount: Yuan
    person: str
    on: dt.date
    voucher: str
    reason: str


class RequestSteps(Request):
    """A payment request with its steps."""

    steps: list[RequestStep]


class RequestState(Told):
    """Where a request stands now."""

    key: str
    state: str
    amount: Yuan
    approved: int
    approvals: int
    expires_on: dt.date
    warnings: list[str]


class Report(Told):
    """A report; an `open` one tells no single posting and no single person."""

    name: str
    title: str
    summary: str
    needs: list[str]
    forms: list[str]
    quarters: bool
    open: bool


class Reports(Told):
    """The catalogue of reports."""

    reports: list[Report]


class Head(Told):
    """Where the chains of a unit stand; `*` are the registers that all share."""

    unit: str
    name: str
    position: int | None
    hash: str | None
    records_position: int
    records_hash: Hash


class Digest(Told):
    """Where chains stand: to be kept outside the books."""

    at: str
    heads: list[Head]


class Operation(Told):
    """An entry of the operation log; an empty unit is what all units share."""

    at: str
    person: str
    os_user: str
    unit: str
    position: int
    act: str
    subject: str
    outcome: str


class Operations(Told):
    """A page of the operation log, the latest first; `next` is the cursor after."""

    operations: list[Operation]
    next: str | None
