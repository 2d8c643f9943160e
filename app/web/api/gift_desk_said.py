"""What is asked and told of pledges, campaigns, refunds, consents and bills."""

import datetime as dt
from typing import Annotated

from pydantic import ConfigDict, Field

from app.web.api.donation_said import Gift
from app.web.api.values import (
    Amount,
    Asked,
    Day,
    FileGiven,
    Key,
    Loose,
    Name,
    Number,
    Text,
    Told,
    Yuan,
)
from treasury.donor_names import Publish


class PledgeGiven(Asked):
    """What a donor promised, by when it comes, and the paper of it."""

    donor: Number
    amount: Amount
    promised_on: Day | None = None
    due_on: Day
    paper: Loose = ""


class CampaignGiven(Asked):
    """A list of givers, and what it must add up to; nothing of it is taken in part.

    `repeats`: rows that look alike are different givers; `again`: it is another
    campaign, though one like it stands.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "list": {"name": "list.csv", "content": "YSxiCg=="},
                "title": "2026年一日捐",
                "total": "2960.50",
                "count": 6,
                "fund": "F1",
            },
        }
    )

    list: FileGiven
    title: Name
    received_on: Day | None = None
    total: Amount
    count: Number
    fund: Loose = ""
    account: Name = "102"
    publish: Publish = Publish.NONE
    repeats: bool = False
    again: bool = False


class RefundGiven(Asked):
    """What goes back of a gift, why, and the donor's paper."""

    amount: Amount
    reason: Text
    paper: Loose = ""
    account: Name = "102"


class RefundAgainGiven(Asked):
    """Which refund of a gift is asked for anew: its request ended unpaid."""

    refund: Number


class ConsentGiven(Asked):
    """A donor's letter: purposes that are added, or a later last day.

    `digest` is the SHA-256 of the letter, which stays on paper.
    """

    purposes: Annotated[tuple[Name, ...], Field(max_length=20)] = ()
    until: Day | None = None
    given_on: Day
    paper: Loose = ""
    digest: Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$")] = ""
    reason: Text


class DissentGiven(Asked):
    """Which consent a donor takes back, from when, and why."""

    consent: Number
    on: Day | None = None
    reason: Text
    paper: Loose = ""


class BillsGiven(Asked):
    """A range of blank bills as they are numbered, and the paper they came with."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {"code": "0001", "first": "00000101", "last": "00000200"},
        }
    )

    code: Name
    first: Name
    last: Name
    acquired_on: Day | None = None
    paper: Loose = ""


class BillVoidGiven(Asked):
    """A bill issued, or the next blank one; `returned`: its copies are here."""

    code: Name
    number: Name
    reason: Text
    returned: bool = False
    paper: Loose = ""


# -- answers ------------------------------------------------------------------------


class Pledge(Told):
    """What a donor promised, what came of it, and what has not."""

    number: int
    donor: int
    amount: Yuan
    came: Yuan
    open: Yuan
    promised_on: dt.date
    due_on: dt.date
    paper: str


class Pledges(Told):
    """The pledges of a unit, by number."""

    pledges: list[Pledge]


class Campaign(Told):
    """A campaign as it was taken in; `already`: its file had been before."""

    number: int
    title: str
    received_on: dt.date
    lines: int
    total: Yuan
    gifts: int
    already: bool


class Campaigns(Told):
    """The campaigns of a unit, by number."""

    campaigns: list[Campaign]


class CampaignWhole(Told):
    """A campaign with its gifts; people of its list are not named."""

    number: int
    title: str
    received_on: dt.date
    lines: int
    total: Yuan
    gifts: list[Gift]


class Refund(Told):
    """A refund of a gift: the how many-eth, and the reference of its voucher."""

    gift: str
    number: int
    kind: Key
    amount: Yuan
    decided_on: dt.date
    reason: str
    paper: str
    ref: str


class RefundState(Refund):
    """A refund, and how far its money is; empty where no money goes out by it."""

    state: str


class Refunds(Told):
    """The refunds of a unit, in the order decided."""

    refunds: list[RefundState]


class RefundAsked(Refund):
    """A refund on record, with the request for its money, or the draft of it."""

    request: str | None
    draft: int | None


class Consent(Told):
    """A donor's consent as it stands; `was` are the purposes before."""

    number: int
    gift: str
    purposes: list[str]
    until: dt.date | None
    given_on: dt.date
    paper: str
    digest: str
    reason: str
    was: str
    withdrawn_on: dt.date | None


class Consents(Told):
    """The consents to a gift, by number."""

    consents: list[Consent]


class Consented(Told):
    """A consent on record, the purposes its fund gained, and who has not agreed yet."""

    consent: Consent
    fund: str
    opened: list[str]
    waiting: list[str]
    """The gifts whose donors have yet to agree."""


class BillStock(Told):
    """A range of bills that came in."""

    number: int
    code: str
    first: int
    last: int
    digits: int
    acquired_on: dt.date
    paper: str
