"""What a donor's gifts paid for (捐赠去向): each gift with its payments, to the fen.

1. First in, first out within the fund (`lineage.py`): a gift is known by the position
   of its voucher.
2. A gift that is given back is that gift and no other: where a fund gave back, its
   money is followed again with each refund taken from its own gift.
3. Given is given back, used and left. Goods stand as a memo, without payments.
4. For what money was spent is told by day, summary and purposes, how many people it
   reached by their number; nobody who received is named.

Basis: 公益事业捐赠法 第二十二条 (a donor may ask how the gift is used).
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ledger import queries
from ledger.database import Connection
from ledger.money import ZERO, Money
from ledger.queries import VoucherRow
from ledger.register import UnitLookup, lookups
from treasury import donation_store, lineage, lineage_loading, lineage_store
from treasury.donations import REFERENCE, Gift, gifts
from treasury.fifo import SOURCE, FundLineage, Rows
from treasury.lineage import Part, Source
from treasury.paying import PAID
from treasury.refunds import paid_by, refunds


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
    """A gift with what it paid, and what is left of it."""

    gift: Gift
    paid: tuple[Paid, ...]
    returned: Money
    left: Money

    @property
    def used(self) -> Money:
        """What it paid."""
        return sum((one.amount for one in self.paid), ZERO)


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
    came = [one for one in of if one.booked]
    funds = {one.fund for one in came}
    sources = {
        source.position: source
        for fund in sorted(funds)
        for source in followed(connection, here, fund)
    }
    mine = [sources[at] for one in came if (at := places.get(one.ref, 0)) in sources]
    met = {part.use for source in mine for part in source.parts}
    heads = lineage_store.heads_at(connection, here.id, met)
    found = []
    for one in of:
        source = sources.get(places.get(one.ref, 0)) if one.booked else None
        if source is not None:
            paid = _paid(connection, here, source, heads)
            back = one.amount - source.given
            found.append(GiftUse(one, tuple(paid), back, source.left))
        elif one.received:
            found.append(GiftUse(one, (), one.returned, one.left))
    return tuple(found)


def followed(connection: Connection, unit: UnitLookup, fund: str) -> tuple[Source, ...]:
    """The sources of a fund with what they paid (1, 2)."""
    own, keys = _given_back(connection, unit)
    if not own:
        return lineage.sources(connection, unit.code, fund)
    head, _ = queries.head(connection, unit.id)
    facts = lineage_loading.facts_of(connection, unit.id, 0, head)
    lineage_of = FundLineage(rows=Rows())
    for fact in facts.get(unit.funds[fund], []):
        gift = own.get(fact.matter)
        for key, _ in fact.keys:
            gift = keys.get(key, gift)
        bound = fact if gift is None else fact._replace(matter=gift, keys=())
        lineage_of.take(bound)
    return tuple(_sources(fund, lineage_of.rows))


def _given_back(
    connection: Connection, unit: UnitLookup
) -> tuple[Mapping[int, int], Mapping[str, int]]:
    """Of every refund that left: its voucher, and its request; both give the gift's."""
    asked = paid_by(connection, unit.code)
    own, keys = {}, {}
    for one in refunds(connection, unit.code):
        gift = queries.voucher(connection, unit.id, f"{REFERENCE}{one.gift}")
        key = asked.get(one.ref, "")
        ref = f"{PAID}{key}" if key else one.ref
        left = queries.voucher(connection, unit.id, ref)
        if gift is not None and left is not None:
            own[left.position] = gift.position
            if key:
                keys[key] = gift.position
    return own, keys


def _sources(fund: str, rows: Rows) -> Iterator[Source]:
    given: dict[int, int] = {}
    for row in rows.amounts:
        if row.side == SOURCE:
            given[row.matter] = given.get(row.matter, 0) + row.change_fen
    shares: dict[tuple[int, int], int] = {}
    for share in rows.shares:
        place = share.source, share.use
        shares[place] = shares.get(place, 0) + share.change_fen
    for source in sorted(given):
        parts = tuple(
            Part(source, use, Money(fen))
            for (of, use), fen in sorted(shares.items())
            if of == source and fen
        )
        used = sum((part.amount for part in parts), ZERO)
        whole = Money(given[source])
        yield Source(fund, source, whole, parts, whole - used)


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
