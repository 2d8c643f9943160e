"""Gifts with a last day, and what each of them paid, read as the lineage tells it."""

from collections.abc import Iterator

from audit.books import GiftPaid, TimedGift
from ledger.database import Connection
from ledger.periods import Span
from ledger.register import UnitLookup
from ledger.vouchers import mark
from treasury import donation_store, lineage, lineage_store
from treasury.gift_limits import gift_ends
from treasury.lineage_store import GIVEN


def read_timed(
    connection: Connection,
    unit: UnitLookup,
    span: Span,
    *,
    known_at: int | None = None,
) -> Iterator[TimedGift]:
    """Every gift that came with a last day, with what it paid until the span ends.

    The last day is as agreed by the end of the span; what went back is left out.
    """
    ends = gift_ends(connection, unit.code, span.last_day)
    places = donation_store.places_of(connection, unit.id, list(ends))
    if not places:
        return
    refs = {place: ref for ref, place in places.items()}
    found = [
        source
        for source in lineage.sources(connection, unit.code, known_at=known_at)
        if source.position in refs
    ]
    met = {part.use for source in found for part in source.parts}
    heads = lineage_store.heads_at(connection, unit.id, met)
    backs = lineage_store.gifts_given_back(connection, unit.id, met)
    for source in found:
        ref = refs[source.position]
        paid = []
        for part in source.parts:
            head = heads[part.use]
            told = mark(head.period, head.kind, head.number)
            if head.dated_on < span.until and part.use not in backs:
                paid.append(GiftPaid(told, head.dated_on, part.amount.fen))
        yield TimedGift(
            gift=ref.removeprefix(GIVEN),
            fund=source.fund,
            ends=ends[ref],
            left_fen=source.left.fen,
            paid=tuple(paid),
        )
