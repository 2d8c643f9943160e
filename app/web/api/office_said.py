"""What is asked and told of imports, papers, stock and budgets."""

import datetime as dt
from typing import Annotated

from pydantic import Field

from app.web.api.values import (
    Asked,
    Day,
    FileGiven,
    Hash,
    Key,
    Loose,
    Name,
    Text,
    Told,
    Year,
    Yuan,
)
from app.web.books_files import FILES_MOST
from treasury.attachment_reading import Form

# -- imports ------------------------------------------------------------------------


class ImportGiven(Asked):
    """The sheets of a books folder; with `rehearse` it is only told what would be."""

    files: Annotated[tuple[FileGiven, ...], Field(min_length=1, max_length=FILES_MOST)]
    rehearse: bool = False


class Imported(Told):
    """What was imported, or would be; `already` are vouchers that stood before."""

    rehearsed: bool
    units: int
    vouchers: int
    postings: int
    already: int
    by_unit: dict[str, int]


class ImportFault(Told):
    """A fault of a sheet, by file, row and column; 0 is the whole file."""

    file: str
    row: int
    column: str
    problem: str


class ImportOutcome(Told):
    """What came of a folder in the background: it was imported, or has faults.

    `count` is how many faults there are; those that are told may be fewer.
    """

    done: Imported | None
    faults: list[ImportFault]
    count: int


# -- papers -------------------------------------------------------------------------


class PaperGiven(Asked):
    """A paper and what it is; `shared` says why the same file proves something else."""

    file: FileGiven
    kind: Name
    dated_on: Day
    title: Name
    form: Form = Form.ELECTRONIC
    kept_at: Loose = ""
    paper_number: Loose = ""
    shared: Text = ""


class SupplementGiven(PaperGiven):
    """A paper of a posted voucher, with the reason why it comes later."""

    reason: Name


class PaperKept(Told):
    """A paper; `attached` is false where it was attached before."""

    number: int
    attached: bool
    notes: list[str]


class PaperWithdrawn(Told):
    """A paper that was taken back."""

    number: int


class Paper(Told):
    """A paper that is attached, and what it is."""

    number: int
    sha256: Hash
    size: int
    media: str
    kind: str
    title: str
    dated_on: dt.date
    form: Key
    kept_at: str
    paper_number: str
    person: str
    stored_at: str


class Papers(Told):
    """The papers of a draft or a voucher."""

    papers: list[Paper]


# -- stock --------------------------------------------------------------------------


class StockAsked(Asked):
    """On which day; today where none is said."""

    on: Day | None = None


class Stock(Told):
    """What there is of an item of a fund; quantities are thousandths."""

    fund: str
    item: str
    name: str
    measure: str
    quantity_milli: int
    cost: Yuan
    waiting_in: int
    waiting_out: int


class Stocks(Told):
    """What there is in stock on a day."""

    on: dt.date
    stock: list[Stock]


class StockMove(Told):
    """A movement of an item of a fund; what goes out is below nothing."""

    number: int
    kind: Key
    status: Key
    on: dt.date
    fund: str
    item: str
    quantity_milli: int
    cost: Yuan
    purpose: str
    recipient: str
    ref: str


class StockMoves(Told):
    """The movements of a unit, in the order entered."""

    moves: list[StockMove]


# -- budgets ------------------------------------------------------------------------


class BudgetsAsked(Asked):
    """The budgets of a year; the present one where none is said."""

    year: Year | None = None


class BudgetApproveGiven(Asked):
    """By which adopted resolution; `reason` where it falls below last year's."""

    resolution: Name
    reason: Text = ""


class BudgetReturnGiven(Asked):
    """Why a budget goes back."""

    opinion: Name


class BudgetHead(Told):
    """A version of a budget, and how far it is."""

    year: int
    version: int
    kind: Key
    state: Key
    maker: str
    income: Yuan
    spending: Yuan
    resolution: str


class Budgets(Told):
    """The versions of a year's budget."""

    budgets: list[BudgetHead]


class BudgetSource(Told):
    """What a fund has to spend in the year."""

    fund: str
    carried: Yuan
    receipts: Yuan
    memo: str


class BudgetLine(Told):
    """What is to be spent of a fund, on an account and for a purpose."""

    fund: str
    account: str
    purpose: str
    planned: Yuan
    carried: Yuan
    total: Yuan
    memo: str


class BudgetStep(Told):
    """A step of a budget."""

    state: Key
    person: str
    taken_at: str
    resolution: str
    opinion: str
    paper: str


class Budget(BudgetHead):
    """A version of a budget with its sources, lines and steps."""

    note: str
    sources: list[BudgetSource]
    lines: list[BudgetLine]
    steps: list[BudgetStep]
