"""Consolidation (汇总抵销): a subtree of units as if it kept one book, by origin.

1. Receipts are what came into the units as income, less what one of them sent another;
   uses are what they spent, less the same. What enters or leaves the subtree stays.
2. Money that its sender booked and its receiver has not is in transit: it is nobody's
   income and nobody's expense, and stands as a line of its own.
3. Opening and closing are the money of the units and what is in transit between them:
   opening + receipts - uses + other changes = closing, to the fen.

Only money that was sent and received on record (`transfers.py`) is eliminated; what
came in as history is told beside it, for no record ties its two ends together.

Cost: kept totals of money accounts and the postings of the span of each unit, and the
transfers of the subtree.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ledger import queries
from ledger.accounts import AccountClass
from ledger.database import Connection
from ledger.funds import Origin
from ledger.money import ZERO, Money
from ledger.periods import Span, period_of
from ledger.register import Lookups, lookups
from treasury import transfer_store
from treasury.transfer_reading import Leg, Transfer, read


@dataclass(slots=True)
class Consolidated:
    """Money of one origin in a subtree; `between` is what was eliminated."""

    origin: Origin
    opening: Money = ZERO
    in_transit_before: Money = ZERO
    receipts: Money = ZERO
    uses: Money = ZERO
    other: Money = ZERO
    """What else changed the money: advances, deposits, moves between funds."""
    closing: Money = ZERO
    in_transit: Money = ZERO
    between_received: Money = ZERO
    between_sent: Money = ZERO
    renamed: Money = ZERO
    """What became of another origin below: own money is the upper union's there."""

    @property
    def adds_up(self) -> bool:
        """Whether opening, changes and closing agree to the fen."""
        before = self.opening + self.in_transit_before
        changed = self.receipts - self.uses + self.renamed + self.other
        return before + changed == self.closing + self.in_transit


@dataclass(frozen=True, slots=True)
class Subtree:
    """The consolidated figures of some units over a span, with what is under way."""

    units: tuple[str, ...]
    span: Span
    rows: tuple[Consolidated, ...]
    under_way: tuple[Transfer, ...] = field(default=())


def consolidated(connection: Connection, units: Sequence[str], span: Span) -> Subtree:
    """The money of a subtree by origin, transfers within it eliminated.

    The span is of whole months; openings of the books count as before it.

    Raises:
        NotFound: there is no such unit.
    """
    books = lookups(connection)
    rows: dict[Origin, Consolidated] = {}
    for code in units:
        _add_unit(connection, books, code, span, rows)
    inside = [
        one
        for one in read(connection, units)
        if one.sender in units and one.receiver in units
    ]
    for one in inside:
        sender = books.unit(one.sender)
        above = Origin(sender.fund_origins[sender.funds[one.out.fund]])
        sending = rows.setdefault(above, Consolidated(above))
        below = rows.setdefault(one.origin, Consolidated(one.origin))
        _eliminate(sending, below, one, span)
    for row in rows.values():
        before = row.opening + row.in_transit_before
        changed = row.receipts - row.uses + row.renamed
        row.other = row.closing + row.in_transit - before - changed
    order = list(Origin)
    return Subtree(
        tuple(units),
        span,
        tuple(sorted(rows.values(), key=lambda row: order.index(row.origin))),
        tuple(one for one in inside if one.in_transit(span.until)),
    )


def _add_unit(
    connection: Connection,
    books: Lookups,
    code: str,
    span: Span,
    rows: dict[Origin, Consolidated],
) -> None:
    unit = books.unit(code)
    since, until = period_of(span.since), period_of(span.last_day)

    def row_of(fund: int) -> Consolidated:
        origin = Origin(unit.fund_origins[fund])
        return rows.setdefault(origin, Consolidated(origin))

    for period, _, fund, debit, credit in queries.months_of_funds(
        connection, unit.id, sorted(books.money), until + 1
    ):
        row_of(fund).closing += Money(debit - credit)
        # Books that open within the span had their money before it.
        if period < since or not period % 100:
            row_of(fund).opening += Money(debit - credit)
    days = span.since, span.until
    for fund, klass, net in transfer_store.flows(connection, unit.id, *days):
        if klass == AccountClass.INCOME:
            row_of(fund).receipts -= Money(net)
        else:
            row_of(fund).uses += Money(net)


def _eliminate(
    sending: Consolidated, below: Consolidated, one: Transfer, span: Span
) -> None:
    amount = one.amount
    sent, back = _within(one.out, span), _within(one.back, span)
    for counts, change in ((sent, amount), (back, -amount)):
        if counts:
            sending.between_sent += change
            sending.uses -= change
            sending.renamed -= change
            below.renamed += change
    if _within(one.arrival, span):
        below.between_received += amount
        below.receipts -= amount
    if one.in_transit(span.since):
        below.in_transit_before += amount
    if one.in_transit(span.until):
        below.in_transit += amount


def _within(leg: Leg | None, span: Span) -> bool:
    if leg is None or not leg.stands or leg.booked_on is None:
        return False
    return span.since <= leg.booked_on < span.until
