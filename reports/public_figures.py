"""What a public edition may tell: payments by kind of aid, goods, and gifts.

1. A payment is told by a kind that comes with the program, never by words that an
   office chose: such words can name people.
2. Who was reached is counted as on every paper (`audit/served.py`); whom that would
   betray is kept back by `small_groups.py`, here for a unit alone and for it with
   those below it.
3. What reached nobody that the books count, such as money passed down, stands by
   itself; aid whose books count nobody is taken as having reached few.
4. Where nothing is told by kind, what stands by itself is not told either: the total
   less it would be the rest.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from audit.served import AID, HANDED_OUT, HEADS, PASSED_DOWN, Given, Served
from ledger.database import Connection
from ledger.funds import standard_name, standard_purposes
from ledger.money import ZERO, Money
from ledger.register import Lookups, lookups
from reports import fund_flows, fund_tables, parts, people_served
from reports.catalogue import Request
from reports.fund_flows import Flows
from reports.small_groups import (
    THRESHOLD,
    Block,
    Count,
    Tally,
    joined,
    may_tell,
)
from treasury.donations import Form, Gift, gifts

OTHER_AID = "其他帮扶"


@dataclass(frozen=True, slots=True)
class Told:
    """A line that may be told; counts are None where the books or rule 2 keep them."""

    kinds: tuple[str, ...]
    amount: Money
    households: int | None = None
    persons: int | None = None

    @property
    def name(self) -> str:
        """Its kinds, as the line is called."""
        return "、".join(self.kinds)


@dataclass(frozen=True, slots=True)
class Payments:
    """Payments of an edition by blocks, and all of them; silent: the sum alone."""

    lines: tuple[Told, ...]
    whole: Told

    @property
    def silent(self) -> bool:
        """Whether nothing may be told by kind."""
        return not self.lines and bool(self.whole.amount)

    @property
    def merged(self) -> bool:
        """Whether kinds stand together."""
        return any(len(line.kinds) > 1 for line in self.lines)

    @property
    def total_kept(self) -> bool:
        """Whether the number of all households is kept back, though each line tells."""
        told = any(line.households for line in self.lines)
        return told and self.whole.households is None


@dataclass(frozen=True, slots=True)
class Goods:
    """Goods of an edition; what came and went is None where few were given any."""

    opening: Money | None
    came: Money | None
    went: Money | None
    closing: Money
    persons: int | None


@dataclass(frozen=True, slots=True)
class Gifts:
    """Gifts of an edition; `told` is whether enough people gave to be told of."""

    told: bool
    donors: int = 0
    count: int = 0
    money: Money = ZERO
    goods: Money = ZERO
    returned: Money = ZERO


def kind_of(head: str, purpose: str) -> str:
    """The kind under which a payment is told (rule 1)."""
    if head != AID:
        return "补助下级工会" if head == PASSED_DOWN else head
    name = standard_name(purpose)
    return name if name in {known.name for known in standard_purposes()} else OTHER_AID


# -- who was reached, by kind, as a reader can work it out --------------------------


@dataclass(frozen=True, slots=True)
class _View:
    """What an edition, or what two leave over, holds: amounts and who was reached."""

    amounts: Mapping[str, Money]
    served: Mapping[str, Served]

    def tally(self, block: Block) -> Tally:
        """How many kinds of a block are there, and the fewest counted."""
        found = [kind for kind in block if self._is_there(kind)]
        told = [one for one in self.counts(block) if one]
        return Tally(len(found), min(told, default=0))

    def counts(self, block: Sequence[str]) -> tuple[int, int]:
        """Households and persons of some kinds; nil where the books tell none."""
        given = [one for kind in block for one in self.given_for(kind).given]
        count = Served(tuple(given)).count()
        return count.households or 0, count.persons or 0

    def given_for(self, kind: str) -> Served:
        return self.served.get(kind, Served(()))

    def _is_there(self, kind: str) -> bool:
        return bool(self.amounts.get(kind, ZERO)) or any(self.counts((kind,)))

    def told(self, block: Sequence[str]) -> Told:
        """A line of a block."""
        amount = sum((self.amounts.get(kind, ZERO) for kind in block), ZERO)
        there = tuple(kind for kind in block if self._is_there(kind))
        households, persons = self.counts(block)
        return Told(there, amount, households or None, persons or None)

    def less(self, other: "_View") -> "_View":
        """What is left when another view is taken away; households are a unit's own."""
        kinds = {*self.amounts, *other.amounts}
        amounts = {
            kind: self.amounts.get(kind, ZERO) - other.amounts.get(kind, ZERO)
            for kind in kinds
        }
        return _View(
            amounts, {kind: self._without(kind, other) for kind in self.served}
        )

    def _without(self, kind: str, other: "_View") -> Served:
        theirs = other.given_for(kind).given
        known = {one.household for one in theirs if one.household}
        left = [one for one in self.given_for(kind).given if one.household not in known]
        unnamed = (one for one in theirs if one.household is None)
        # Those without a file number are taken away by their number.
        left += [replace(one, fen=-one.fen, persons=-one.persons) for one in unnamed]
        return Served(tuple(left))


def _view(flows: Flows, books: Lookups, served: Served) -> _View:
    amounts: dict[str, Money] = {}
    for head, spent in fund_tables.spending(flows, books):
        for purpose, by_fund in spent.items():
            kind = kind_of(head, purpose)
            paid = sum(by_fund.values(), ZERO)
            amounts[kind] = amounts.get(kind, ZERO) + paid
    return _View(amounts, _by_kind(served.under(*HEADS)))


def _by_kind(served: Served) -> dict[str, Served]:
    found: dict[str, list[Given]] = {}
    for one in served.given:
        found.setdefault(kind_of(one.head, one.purpose), []).append(one)
    return {kind: Served(tuple(given)) for kind, given in found.items()}


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of an edition, and of the unit alone where those below are in it."""

    flows: Flows
    served: Served
    books: Lookups
    alone: "Figures | None"

    @property
    def view(self) -> _View:
        """Its payments."""
        return _view(self.flows, self.books, self.served)


def read(connection: Connection, request: Request) -> Figures:
    """Read what an edition is made of."""
    alone = None
    if len(parts.units_of(connection, request)) > 1:
        alone = read(connection, replace(request, with_subunits=False))
    return Figures(
        fund_flows.read(connection, request),
        people_served.read(connection, request),
        lookups(connection),
        alone,
    )


# -- payments -----------------------------------------------------------------------


def payments(figures: Figures) -> Payments:
    """The payments of an edition, as they may be told."""
    view = figures.view
    own = payments(figures.alone) if figures.alone is not None else None
    views: tuple[_View, ...] = (view,)
    if figures.alone is not None and own is not None and not own.silent:
        # Who holds both editions sees what the units below paid.
        views = view, view.less(figures.alone.view)
    kinds = sorted(view.amounts, key=lambda kind: (-view.amounts[kind].fen, kind))
    reached = [kind for kind in kinds if _reaches(view, kind)]
    by_itself = [kind for kind in kinds if kind not in reached and view.amounts[kind]]
    whole = view.told(kinds)
    found = _blocks(reached, own.lines if own is not None else (), views)
    if reached and not found:
        return Payments((), Told(whole.kinds, whole.amount))
    lines = [view.told(block) for block in found]
    lines += [Told((kind,), view.amounts[kind]) for kind in by_itself]
    if not all(_total_told(one, found) for one in views):
        whole = replace(whole, households=None)
    return Payments(tuple(line for line in lines if line.kinds), whole)


def _reaches(view: _View, kind: str) -> bool:
    """Whether a kind reaches people (rule 3)."""
    standard = {known.name for known in standard_purposes()}
    return kind in {*standard, OTHER_AID} or any(view.counts((kind,)))


def _blocks(
    kinds: Sequence[str], own: Sequence[Told], views: Sequence[_View]
) -> tuple[Block, ...]:
    """The blocks of an edition, made of whole ones of the unit's own edition."""
    # A long list of people is counted once for each block that is tried.
    counts: list[Count] = [cache(one.tally) for one in views]
    stand = [line.kinds for line in own if set(line.kinds) <= set(kinds)]
    known = {kind for block in stand for kind in block}
    stand += [(kind,) for kind in kinds if kind not in known]
    stand.sort(key=lambda block: min(map(kinds.index, block)))
    return joined(stand, *counts)


def _total_told(view: _View, found: Sequence[Block]) -> bool:
    """Whether the number of all households gives no small group away."""
    parts_told = [view.counts(block)[0] for block in found]
    total, _ = view.counts([kind for block in found for kind in block])
    return may_tell(total, parts_told)


# -- goods and gifts ----------------------------------------------------------------


def goods(figures: Figures) -> Goods | None:
    """The goods of an edition; None where there are none."""
    found = fund_flows.goods(figures.flows, figures.books)
    if not found:
        return None
    opening, came, went, closing = (
        sum((getattr(one, name) for one in found), ZERO)
        for name in ("opening", "debit", "credit", "closing")
    )
    persons = _handed_out(figures)
    below = persons - _handed_out(figures.alone) if figures.alone else 0
    own_told = figures.alone is None or _handed_out(figures.alone) >= THRESHOLD
    few = went and not _many(persons)
    if few or (own_told and below and not _many(below)):
        return Goods(None, None, None, closing, None)
    return Goods(opening, came, went, closing, persons or None)


def _handed_out(figures: Figures) -> int:
    """The fewest that goods reached, of households and persons; nil where not told."""
    count = figures.served.under(HANDED_OUT).count()
    told = [one for one in (count.households, count.persons) if one]
    return min(told, default=0)


def _many(count: int) -> bool:
    return count >= THRESHOLD


def given(connection: Connection, request: Request) -> Gifts:
    """The gifts of an edition in sums; nobody who gave is named."""
    units = parts.units_of(connection, request)
    found = {code: _gifts(connection, request, code) for code in units}
    donors = {code: len({one.donor for one in mine}) for code, mine in found.items()}
    count, own = sum(donors.values()), donors[request.unit]
    below = count - own
    if not parts.is_year(request):
        # Taken from each other, editions within a year would tell of few.
        return Gifts(told=not count)
    if not _many(count) or (_many(own) and below and not _many(below)):
        return Gifts(told=not count)
    every = [one for mine in found.values() for one in mine]
    money = [one.amount for one in every if one.form is Form.MONEY]
    in_kind = [one.amount for one in every if one.form is Form.GOODS]
    return Gifts(
        told=True,
        donors=count,
        count=len(every),
        money=sum(money, ZERO),
        goods=sum(in_kind, ZERO),
        returned=sum((one.returned for one in every), ZERO),
    )


def _gifts(connection: Connection, request: Request, unit: str) -> list[Gift]:
    span = request.span
    return [
        one
        for one in gifts(connection, unit)
        if span.since <= one.received_on < span.until
        and (one.booked or one.form is Form.GOODS)
    ]
