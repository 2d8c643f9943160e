"""What is asked and told when goods move; quantities are thousandths."""

import datetime as dt
from typing import Annotated

from pydantic import ConfigDict, Field

from app.web.api.office_said import StockMove
from app.web.api.values import (
    Amount,
    Asked,
    Count,
    Day,
    Key,
    Loose,
    Name,
    Number,
    Text,
    Told,
    Yuan,
)
from treasury.costing import Method
from treasury.goods_gifts import Valuation

MILLI_MAX = 10**12
LINES_MAX = 1_000

Milli = Annotated[int, Field(ge=0, le=MILLI_MAX)]
"""A quantity in thousandths."""
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
"""The SHA-256 of a paper that stays on paper."""


class LotGiven(Asked):
    """A lot of goods that are costed by piece, and how much of it."""

    lot: Number
    quantity_milli: Milli


Lots = Annotated[tuple[LotGiven, ...], Field(max_length=LINES_MAX)]


class OccasionGiven(Asked):
    """What every movement says: its reference, its day, its papers."""

    ref: Name
    dated_on: Day | None = None
    summary: Text = ""
    attachments: Count = 1


class GoodsLine(Asked):
    """How much of an item, of which fund; `serials` of shopping vouchers: `A1-A9`."""

    item: Name
    fund: Name
    quantity_milli: Milli
    serials: Text = ""


class OpeningLine(GoodsLine):
    """Goods that stood already, and their cost in the books."""

    cost: Amount


class PurchaseLine(OpeningLine):
    """Goods bought, and what their money is spent on."""

    account: Loose = ""
    purpose: Loose = ""
    appropriation: Loose = ""


class PurchaseGiven(OccasionGiven):
    """Goods bought; what pays a request has its reference, and `ref` is empty."""

    ref: Loose = ""
    lines: Annotated[tuple[PurchaseLine, ...], Field(max_length=LINES_MAX)]
    supplier: Loose
    money_account: Name = "102"
    request: Loose = ""


class OpeningGiven(OccasionGiven):
    """What stood already; `ref` and day are those of the voucher that brought it in."""

    lines: Annotated[tuple[OpeningLine, ...], Field(max_length=LINES_MAX)]


class GoodsGiftLine(GoodsLine):
    """Goods given, and what they are worth by which paper."""

    valuation: Valuation
    amount: Amount | None = None
    paper: Loose = ""


class FreightGiven(Asked):
    """What was paid to have goods brought."""

    amount: Amount
    fund: Name
    account: Name = "510"
    purpose: Loose = ""
    appropriation: Loose = ""
    money_account: Name = "102"


class GoodsGiftGiven(OccasionGiven):
    """Goods given by an organisation, or by a donor who is told by number."""

    ref: Loose = ""
    lines: Annotated[tuple[GoodsGiftLine, ...], Field(max_length=LINES_MAX)]
    giver: Loose
    freight: FreightGiven | None = None
    account: Loose = ""
    request: Loose = ""


class IssueLine(GoodsLine):
    """What one household is given, by file number, and for what."""

    recipient: Name
    purpose: Loose = ""
    lots: Lots = ()


class IssueGiven(OccasionGiven):
    """Goods given to people; where hand-outs are in force they take its place."""

    lines: Annotated[tuple[IssueLine, ...], Field(max_length=LINES_MAX)]
    account: Loose = ""
    appropriation: Loose = ""


class GoodsBackGiven(OccasionGiven):
    """What comes back of an issue, by the number of its movement, and why.

    `sheet` is the SHA-256 of the slip signed by who gives back what was signed for.
    """

    issue: Number
    quantity_milli: Milli
    reason: Text
    serials: Text = ""
    sheet: Digest | None = None


class LossGiven(OccasionGiven, GoodsLine):
    """What is spoilt or void, and the paper that allows to write it off."""

    approval: Loose
    lots: Lots = ()
    account: Loose = ""
    purpose: Loose = ""
    appropriation: Loose = ""


class CountLine(GoodsLine):
    """What is there; `value` is what is too much is worth.

    `serials` are the ones too many or missing.
    """

    value: Amount | None = None
    lots: Lots = ()


class CountGiven(OccasionGiven):
    """A count by somebody who does not keep the goods; `sheet` is the SHA-256 of it."""

    keeper: Name
    counter: Name
    lines: Annotated[tuple[CountLine, ...], Field(max_length=LINES_MAX)]
    approval: Loose = ""
    sheet: Digest | None = None
    account: Loose = ""
    purpose: Loose = ""
    appropriation: Loose = ""


class SignatureGiven(Asked):
    """Who signed for an issue, by file number; `authorised`: the paper of another."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"signer": "D-1", "sheet": "0" * 64}}
    )

    signer: Name
    signed_on: Day | None = None
    sheet: Digest
    authorised: Loose = ""


class ItemGiven(Asked):
    """An item to keep in stock; a shopping voucher has a face value."""

    code: Name
    name: Name
    measure: Loose
    face: Amount | None = None
    account: Loose = ""


class RenamingGiven(Asked):
    """The new name of an item, and why."""

    name: Name
    reason: Text


class MethodGiven(Asked):
    """How the cost of what goes out is found from a day on, and why."""

    method: Method
    since: Day
    reason: Text


# -- answers ------------------------------------------------------------------------


class GoodsMoved(Told):
    """What was entered: movements by number, and the draft where anything has a cost.

    `already`: the same stood under the reference.
    """

    ref: str
    moves: list[int]
    cost: Yuan
    draft: int | None
    already: bool


class CountTaken(Told):
    """A count on record, and what its differences moved."""

    number: int
    differences: int
    moved: GoodsMoved | None


class GoodsSignature(Told):
    """Who signed for an issue; the sheet is told by its SHA-256."""

    signer: str
    signed_on: dt.date
    sheet: str
    authorised: str


class StockMoveWhole(StockMove):
    """A movement, and who signed for it."""

    signature: GoodsSignature | None


class StockItem(Told):
    """An item of the register."""

    code: str
    name: str
    measure: str
    kind: Key
    face: Yuan
    account: str


class CostMethod(Told):
    """How the cost of what goes out is found from a day on."""

    method: Key
    since: dt.date
    reason: str


class StockRegister(Told):
    """The items of a unit, and the methods that it chose."""

    items: list[StockItem]
    methods: list[CostMethod]
