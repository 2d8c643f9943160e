"""The register of gifts beside the books, as an auditor reads it: no database.

Donors are numbers; fen are whole.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple


class GiftRecord(NamedTuple):
    """A gift as registered; `back_fen` of it was given back or never came.

    `booked_fen` is what its vouchers brought, corrections counted, None where none of
    them stands; `mark` is the first of them.
    """

    key: str
    on: dt.date
    fund: str
    fen: int
    goods: bool = False
    donor: str = ""
    back_fen: int = 0
    booked_fen: int | None = None
    mark: str = ""


class StockedGift(NamedTuple):
    """Goods that came into stock as a gift, by one voucher."""

    mark: str
    on: dt.date
    donor: str
    fen: int


class Unregistered(NamedTuple):
    """Income of a fund of donations that no gift of the register is."""

    fund: str
    mark: str
    fen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Donated:
    """Gifts of a span, and those before it that never came into the books."""

    gifts: Sequence[GiftRecord] = ()
    stocked: Sequence[StockedGift] = ()
    unregistered: Sequence[Unregistered] = ()
