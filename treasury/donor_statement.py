"""What a donor's gifts paid for (捐赠去向): each gift with its payments, to the fen.

1. It is what the lineage of the fund tells (`lineage.py`): a gift is known by the
   position of its voucher.
2. What went back of a gift stands apart from what it paid; `fifo.py` takes it from that
   gift and no other.
3. Given is given back, used and left. Goods stand as a memo, without payments.
4. For what money was spent is told by day, summary and purposes, how many people it
   reached by their number; nobody who received is named.

Basis: 公益事业捐赠法 第二十二条 (a donor may ask how the gift is used).
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ledger import queries
from ledger.database import Connection
from ledger.money import ZERO, Money
from ledger.queries import VoucherRow
from ledger.register import UnitLookup, lookups
from treasury import donation_store, lineage, lineage_store
from treasury.donations import REFERENCE, Gift, gifts
from treasury.lineage import Source


@dataclass(frozen=True, slots=True)
class Paid:
    """What a gift paid of one voucher; purposes and people are those of the voucher."""

    position: int
    paid_on: dt.date
    summary: str
    purposes: tuple[str, ...]
    persons: int
    amount: Money


@dataclass(frozen=True, slots=True)
class GiftUse:
    """A gift with what it paid, what went back of it, and what is left.

    `given` is what came by the books; a voucher that corrects the gift changes it.
    """

    gift: Gift
    given: Money
    paid: tuple[Paid, ...]
    refunded: tuple[Paid, ...]
    left: Money

    @property
    def used(self) -> Money:
        """What it paid."""
        return _sum(self.paid)

    @property
    def returned(self) -> Money:
        """What of it went back to the donor."""
        return _sum(self.refunded) if self.gift.booked else self.gift.returned


def statement(connection: Connection, unit: str, donor: int) -> tuple[GiftUse, ...]:
    """Every gift of a donor that came, with what it paid for, by number.

    Raises:
        NotFound: there is no such unit.
    """
    mine = [one for one in gifts(connection, unit) if one.donor == donor]
    return uses(connection, unit, mine)


def uses(connection: Connection, unit: str, of: list[Gift]) -> tuple[GiftUse, ...]:
    """What gifts paid for; those that have not come are left out.

    Raises:
        NotFound: there is no such unit.
    """
    here = lookups(connection).unit(unit)
    places = donation_store.places(connection, here.id, REFERENCE)
    came = {places[one.ref]: one for one in of if one.booked}
    sources = {
        source.position: source
        for fund in sorted({one.fund for one in came.values()})
        for source in lineage.sources(connection, unit, fund)
        if source.position in came and came[source.position].fund == fund
    }
    met = {part.use for source in sources.values() for part in source.parts}
    heads = lineage_store.heads_at(connection, here.id, met)
    backs = lineage_store.gifts_given_back(connection, here.id, met)
    found = []
    for one in of:
        source = sources.get(places.get(one.ref, 0)) if one.booked else None
        if source is not None:
            told = list(_paid(connection, here, source, heads))
            own = {use for use, gift in backs.items() if gift == source.position}
            paid = tuple(part for part in told if part.position not in own)
            back = tuple(part for part in told if part.position in own)
            found.append(GiftUse(one, source.given, paid, back, source.left))
        elif one.received:
            found.append(GiftUse(one, one.amount, (), (), one.left))
    return tuple(found)


def _sum(parts: Sequence[Paid]) -> Money:
    return sum((one.amount for one in parts), ZERO)


def _paid(
    connection: Connection,
    unit: UnitLookup,
    source: Source,
    heads: Mapping[int, VoucherRow],
) -> Iterator[Paid]:
    fund = unit.funds[source.fund]
    for part in source.parts:
        head = heads[part.use]
        lines = [
            line
            for line in queries.postings_of(connection, unit.id, part.use)
            if line.fund_id == fund
        ]
        purposes = dict.fromkeys(line.purpose for line in lines if line.purpose)
        persons = sum(line.persons for line in lines)
        yield Paid(
            part.use, head.dated_on, head.summary, tuple(purposes), persons, part.amount
        )
