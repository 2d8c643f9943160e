"""What registers tell: lots and serials as they lie, past counts, used bills."""

import datetime as dt

from app.web.api.values import Key, Told, Yuan


class LotLeft(Told):
    """What is left of goods that came in together, known by their movement."""

    lot: int
    on: dt.date
    kind: Key
    fund: str
    item: str
    came_milli: int
    left_milli: int
    cost: Yuan
    party: str


class LotsLeft(Told):
    """Lots of which something is left, by fund and item, the oldest first."""

    lots: list[LotLeft]


class SerialsLeft(Told):
    """A run of shopping vouchers that may be given, as people write its numbers."""

    fund: str
    item: str
    serials: str
    count: int
    lot: int


class StockSerials(Told):
    """The shopping vouchers that may be given."""

    serials: list[SerialsLeft]


class Counted(Told):
    """What was counted of an item of a fund, against what the books said then."""

    number: int
    on: dt.date
    item: str
    fund: str
    book_milli: int
    counted_milli: int
    keeper: str
    counter: str
    approval: str


class StockCounts(Told):
    """Every line of every count, the latest last."""

    counts: list[Counted]


class BillUsed(Told):
    """A bill that was issued for a gift, is void, or one and then the other."""

    code: str
    number: int
    gift: str
    amount: Yuan | None
    issued_on: dt.date | None
    voided_on: dt.date | None
    reason: str
    paper: str


class BillsUsed(Told):
    """Every bill that was used, by code and number."""

    bills: list[BillUsed]
