"""What is asked and told of gifts, donors, letters and bills."""

import datetime as dt
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, model_validator

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
    Year,
    Yuan,
)
from treasury.donations import Form
from treasury.donor_names import DonorKind, Publish


class GiftsAsked(Asked):
    """The gifts of a year; with `names` people are told by name, and that is logged."""

    year: Year | None = None
    names: bool = False


class NamesAsked(Asked):
    """With `names` people are told by name, and that is logged."""

    names: bool = False


class DonorGiven(Asked):
    """A donor who is not registered yet; `another`: though one is called alike."""

    kind: DonorKind
    name: Loose = ""
    uscc: Loose = ""
    contact: Loose = ""
    publish: Publish = Publish.NONE
    consent: Loose = ""
    another: bool = False


class BookingGiven(Asked):
    """How many papers go with a voucher that is handed in anew."""

    attachments: Count = 1


class GiftGiven(Asked):
    """A gift of a donor by number, or of a new one; `again`: though one is alike."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {"donor": 1, "amount": "1000.00", "fund": "F1"},
        }
    )

    donor: Number | None = None
    new_donor: DonorGiven | None = None
    form: Form = Form.MONEY
    amount: Amount
    received_on: Day | None = None
    fund: Loose = ""
    purposes: Annotated[tuple[Name, ...], Field(max_length=20)] = ()
    until: Day | None = None
    account: Name = "102"
    pledge: Number | None = None
    paper: Loose = ""
    memo: Text = ""
    attachments: Count = 1
    again: bool = False

    @model_validator(mode="after")
    def _of_one_donor(self) -> "GiftGiven":
        if (self.donor is None) == (self.new_donor is None):
            raise ValueError("写明 donor 或 new_donor 之一")
        return self


class BillGiven(Asked):
    """A bill to issue for a gift: the next of its range where no number is said."""

    code: Name
    number: Loose = ""
    issued_on: Day | None = None


# -- answers ------------------------------------------------------------------------


class Gift(Told):
    """A gift; people who give are told by number unless names were asked for."""

    key: str
    donor: int
    donor_name: str
    form: Key
    fund: str
    amount: Yuan
    returned: Yuan
    received_on: dt.date
    purposes: list[str]
    ends: dt.date | None
    state: str


class Gifts(Told):
    """The gifts of a year, in their order."""

    year: int
    gifts: list[Gift]


class GiftTaken(Told):
    """A gift that was registered; goods come without a voucher."""

    key: str
    donor: int
    amount: Yuan
    draft: int | None


class Letter(Told):
    """A letter that confirms a gift; it is no ground to deduct from tax."""

    key: str
    printed: str
    amount: Yuan
    issued_on: dt.date
    voided_on: dt.date | None
    reason: str


class Bill(Told):
    """A bill of a range, issued or void."""

    code: str
    number: int
    amount: Yuan | None
    issued_on: dt.date | None
    voided_on: dt.date | None
    reason: str


class Spent(Told):
    """What was paid out of a gift, by which voucher of the chain."""

    position: int
    paid_on: dt.date
    summary: str
    purposes: list[str]
    persons: int
    amount: Yuan


class GiftWhole(Gift):
    """A gift with its letters and bills, and what it was spent on."""

    donor_kind: Literal["organisation", "collective", "person", "anonymous"]
    paper: str
    memo: str
    letters: list[Letter]
    bills: list[Bill]
    paid: list[Spent]
    refunded: list[Spent]
    left: Yuan


class BillRange(Told):
    """A range of bills that are held: how many are blank, and which comes next."""

    code: str
    issued: int
    void: int
    blank: int
    following: str


class BillRanges(Told):
    """The ranges of bills of a unit."""

    ranges: list[BillRange]
