"""What is asked and told of bank accounts, statements, matches and reconciliations.

What a bank says of others is told only where it is asked for, and that is logged.
"""

import datetime as dt
from typing import Annotated

from pydantic import Field

from app.web.api.values import (
    Asked,
    Day,
    FileGiven,
    Loose,
    Name,
    Number,
    Signed,
    Text,
    Told,
    Yuan,
)

PLACES_MAX = 1_000

Place = Annotated[str, Field(pattern=r"^[0-9]{1,9}/[0-9]{1,9}$", examples=["3/12"])]
"""A row as statement and row, or a posting as voucher and line."""
Places = Annotated[tuple[Place, ...], Field(max_length=PLACES_MAX)]


class SidesAsked(Asked):
    """Both sides up to a day; with `texts` also what the bank says of others."""

    until: Day | None = None
    texts: bool = False


class UntilAsked(Asked):
    """Up to which day; to the end of the last statement where none is said."""

    until: Day | None = None


class StatementGiven(Asked):
    """A file of a bank; the balances where the file does not say them."""

    account: Number
    file: FileGiven
    opening: Signed | None = None
    closing: Signed | None = None


class RulesGiven(Asked):
    """Up to which day certain matches are made."""

    until: Day | None = None


class MatchGiven(Asked):
    """Rows and postings of equal sums; several on both sides need a reason."""

    rows: Places = ()
    postings: Places = ()
    reason: Text = ""


class UnmatchGiven(Asked):
    """Which match is taken back, and why."""

    match: Number
    reason: Name


class ReconciliationGiven(Asked):
    """Up to when is reconciled, with what other money, and which rows are ours."""

    until: Day
    other: Signed | None = None
    other_basis: Loose = ""
    ours: Places = ()


class ReopenGiven(Asked):
    """Which reconciliation is reopened, and why."""

    number: Number
    reason: Name


# -- answers ------------------------------------------------------------------------


class BankAccount(Told):
    """An account at a bank by its last four digits, and how much is open on it."""

    number: int
    bank: str
    account: str
    tail: str
    since: dt.date
    open_rows: int
    open_postings: int
    reconciled_until: dt.date | None


class Statement(Told):
    """A statement that was taken in."""

    statement: int
    account: int
    since: dt.date
    until: dt.date
    opening: Yuan
    closing: Yuan


class Bank(Told):
    """The bank accounts of a unit and all their statements."""

    accounts: list[BankAccount]
    statements: list[Statement]


class StatementTaken(Told):
    """A statement; `already`: this very file was taken in before."""

    statement: int
    since: dt.date
    until: dt.date
    opening: Yuan
    closing: Yuan
    rows: int
    new_rows: int
    already: bool
    notes: list[str]


class BankRow(Told):
    """A row of the bank; the last three only where texts were asked for."""

    place: str
    day: dt.date
    amount: Yuan
    reference: str
    kind: str
    counterparty: str = ""
    counterparty_account: str = ""
    text: str = ""


class BookEntry(Told):
    """A posting on the account."""

    place: str
    day: dt.date
    amount: Yuan
    ref: str
    summary: str


class MatchProposal(Told):
    """Rows and postings that may belong together, how likely (to 100), and why."""

    kind: str
    rows: list[str]
    postings: list[str]
    score: int
    why: list[str]
    difference: Yuan
    acceptable: bool


class Match(Told):
    """A match that stands or was undone."""

    number: int
    method: str
    person: str
    matched_at: str
    rows: list[str]
    postings: list[str]
    amount: Yuan
    reason: str
    undone: str


class Sides(Told):
    """What is open on both sides of an account, proposals, and the latest matches."""

    rows: list[BankRow]
    postings: list[BookEntry]
    proposals: list[MatchProposal]
    notes: list[str]
    matches: list[Match]


class RulesMatched(Told):
    """How many were matched by each rule, and what is open yet."""

    rules: dict[str, int]
    open_rows: int
    open_postings: int


class MatchMade(Told):
    """The number of a match."""

    match: int


class Reconciliation(Told):
    """A reconciliation as it was made; `stands`: it was not reopened."""

    number: int
    account: int
    until: dt.date
    bank: Yuan
    book: Yuan
    items: int
    made_by: str
    stands: bool


class OpenItem(Told):
    """What one side has and the other has not, and for how many days."""

    side: str
    place: str
    booked_on: dt.date
    told: str
    summary: str
    amount: Yuan
    age: int


class ReconciliationSeen(Told):
    """What a reconciliation to a day would say; `gap` is what cannot be explained."""

    until: dt.date
    bank: Yuan
    book: Yuan
    bank_in: Yuan
    bank_out: Yuan
    book_in: Yuan
    book_out: Yuan
    bank_adjusted: Yuan
    book_adjusted: Yuan
    other: Yuan
    items: list[OpenItem]


class Reconciliations(Told):
    """What would be reconciled, where it can be told, and what was."""

    seen: ReconciliationSeen | None
    hindrance: str
    made: list[Reconciliation]
