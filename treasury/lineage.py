"""Whose money was it: the record that is kept, and what can be asked of it.

1. `record` goes on from where the record of a unit stands to the head of its chain.
   It follows every posting (`follow`); a reader who finds it behind works the rest out
   himself.
2. The record tells what was known at any position of the chain.
3. A voucher that corrects another speaks of the same matter; asked for either, the
   matter is told, under the position of the first.

`fifo.py` states how the money of a fund is followed, `lineage_tables.py` the record.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from ledger import queries
from ledger import store as ledger_store
from ledger.database import Connection
from ledger.errors import NotFound
from ledger.money import Money
from ledger.register import UnitLookup, lookups
from treasury import lineage_loading as loading
from treasury import lineage_store as store
from treasury.fifo import DIRECT, SOURCE, USE, FundLineage
from treasury.lineage_store import Asked, Head

Key = TypeVar("Key")

MANY = 1_000
"""Vouchers from which a recording is bulk."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one source pays of one use, each known by its position in the chain."""

    source: int
    use: int
    amount: Money


@dataclass(frozen=True, slots=True)
class Use:
    """Money that went out of a fund, and the sources that paid it, oldest first."""

    fund: str
    position: int
    amount: Money
    parts: tuple[Part, ...]
    uncovered: Money


@dataclass(frozen=True, slots=True)
class Source:
    """Money that came into a fund, the uses that it paid in order, and what is left."""

    fund: str
    position: int
    given: Money
    parts: tuple[Part, ...]
    left: Money

    @property
    def used(self) -> Money:
        """What of it is used."""
        return self.given - self.left


def record(connection: Connection, unit: str) -> int:
    """Go on with the record to the head of the chain; how many vouchers that were.

    Cost: as many statements for each fund that moved as for the first; rows go with
    the new vouchers, and with the history of what they correct.

    Raises:
        NotFound: there is no such unit.
    """
    found = lookups(connection, fresh=True).unit(unit)
    ledger_store.lock_unit(connection, found.id)
    through = store.recorded_through(connection, found.id)
    head, digest = queries.head(connection, found.id)
    if head <= through:
        return 0
    funds = loading.worked_out(connection, found.id, through, head)
    if head - through >= MANY:
        ledger_store.prepare_bulk(connection)
    store.write(connection, found.id, Head(head, through, digest), funds)
    return head - through


def follow(connection: Connection, unit: str) -> None:
    """Go on with the record after something was posted.

    Where a great load was brought in before, it is left to whoever asks for it; readers
    work out what is not recorded.

    Raises:
        NotFound: there is no such unit.
    """
    if behind(connection, unit) <= MANY:
        record(connection, unit)


def behind(connection: Connection, unit: str) -> int:
    """How many vouchers of a unit are not recorded yet."""
    found = lookups(connection).unit(unit)
    head, _ = queries.head(connection, found.id)
    return head - store.recorded_through(connection, found.id)


# -- what can be asked --------------------------------------------------------------


def paid_by(
    connection: Connection, unit: str, position: int, known_at: int | None = None
) -> tuple[Use, ...]:
    """The sources that paid a voucher, in each fund whose money it took out.

    Raises:
        NotFound: the unit has no voucher there, or had none at `known_at`.
    """
    book = _opened(connection, unit, known_at)
    matters = _matters(connection, book, position)
    if not matters:
        return ()
    found = _read(connection, book, Asked(uses=[matter for _, matter in matters]))
    return tuple(found.uses())


def used(
    connection: Connection, unit: str, position: int, known_at: int | None = None
) -> tuple[Source, ...]:
    """What a gift or grant paid, and what is left, in each fund that it came into.

    Raises:
        NotFound: the unit has no voucher there, or had none at `known_at`.
    """
    book = _opened(connection, unit, known_at)
    matters = _matters(connection, book, position)
    if not matters:
        return ()
    found = _read(connection, book, Asked(sources=[matter for _, matter in matters]))
    return tuple(found.sources())


def sources(
    connection: Connection, unit: str, fund: str = "", known_at: int | None = None
) -> tuple[Source, ...]:
    """All sources of a fund, or of all funds, the oldest of each first.

    The cost goes with the record of the fund.

    Raises:
        NotFound: there is no such unit or fund, or no such position.
    """
    return tuple(_whole(connection, unit, fund, known_at).sources())


def uses(
    connection: Connection, unit: str, fund: str = "", known_at: int | None = None
) -> tuple[Use, ...]:
    """All uses of a fund, or of all funds; as `sources`."""
    return tuple(_whole(connection, unit, fund, known_at).uses())


# -- reading ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Book:
    """A unit, the position at which it is known, and what was not recorded yet."""

    unit: UnitLookup
    known_at: int
    tail: Mapping[int, FundLineage]


@dataclass(slots=True)
class _Read:
    """Sums of the record by fund and matter, in fen."""

    unit: UnitLookup
    amounts: dict[tuple[int, str, int], int] = field(default_factory=dict)
    shares: dict[tuple[int, int, int], int] = field(default_factory=dict)

    def sources(self) -> Iterator[Source]:
        """Every source with something given, by fund and position."""
        parts = self._parts(source=True)
        for fund, matter in self._places(SOURCE):
            given = self._amount(fund, SOURCE, matter)
            paid = parts.get((fund, matter), [])
            left = given - sum(fen for _, _, fen in paid)
            direct = self._amount(fund, DIRECT, matter)
            if given + direct:
                yield Source(
                    self.unit.fund_codes[fund],
                    matter,
                    Money(given + direct),
                    _told(paid, matter, direct),
                    Money(left),
                )

    def uses(self) -> Iterator[Use]:
        """Every use with something paid, by fund and position."""
        parts = self._parts(source=False)
        for fund, matter in self._places(USE):
            amount = self._amount(fund, USE, matter)
            paid = parts.get((fund, matter), [])
            lacks = amount - sum(fen for _, _, fen in paid)
            direct = self._amount(fund, DIRECT, matter)
            if amount + direct:
                yield Use(
                    self.unit.fund_codes[fund],
                    matter,
                    Money(amount + direct),
                    _told(paid, matter, direct),
                    Money(lacks),
                )

    def _amount(self, fund: int, side: str, matter: int) -> int:
        return self.amounts.get((fund, side, matter), 0)

    def _places(self, side: str) -> list[tuple[int, int]]:
        """Fund and matter of all on a side; what the treasury paid is on both."""
        places = {
            (fund, matter)
            for fund, kind, matter in self.amounts
            if kind in {side, DIRECT}
        }
        return sorted(places)

    def _parts(
        self, *, source: bool
    ) -> dict[tuple[int, int], list[tuple[int, int, int]]]:
        """Source, use and fen of what was paid, by fund and one of the two."""
        found: dict[tuple[int, int], list[tuple[int, int, int]]] = {}
        for (fund, use, paying), fen in sorted(self.shares.items()):
            if fen:
                place = (fund, paying if source else use)
                found.setdefault(place, []).append((paying, use, fen))
        return found


def _told(
    paid: Iterable[tuple[int, int, int]], matter: int, direct: int
) -> tuple[Part, ...]:
    rows = [*paid, *([(matter, matter, direct)] if direct else [])]
    return tuple(Part(source, use, Money(fen)) for source, use, fen in sorted(rows))


def _opened(connection: Connection, unit: str, known_at: int | None) -> _Book:
    found = lookups(connection).unit(unit)
    head, _ = queries.head(connection, found.id)
    if known_at is not None and known_at > head:
        raise NotFound("链位", str(known_at), "用 bangfu audit digest 查看账簿的链位")
    known_at = head if known_at is None else known_at
    through = store.recorded_through(connection, found.id)
    tail: Mapping[int, FundLineage] = {}
    if known_at > through:
        tail = loading.worked_out(connection, found.id, through, known_at)
    return _Book(found, known_at, tail)


def _matters(
    connection: Connection, book: _Book, position: int
) -> list[tuple[int, int]]:
    """Fund and matter of a voucher, the first of what it corrects where it does."""
    if not 0 < position <= book.known_at:
        raise NotFound("凭证链位", str(position), "用 bangfu books voucher list 查看")
    steps, missing = {position}, {position}
    while missing:
        targets = store.corrected(connection, book.unit.id, missing)
        missing = set(targets.values()) - steps
        steps |= missing
    places = set(store.matters_at(connection, book.unit.id, sorted(steps)))
    places |= {
        (fund, row.matter)
        for fund, lineage in book.tail.items()
        for row in lineage.rows.amounts
        if row.matter in steps
    }
    # Of each fund the first matter stands last, and so remains.
    return sorted(dict(sorted(places, reverse=True)).items())


def _whole(connection: Connection, unit: str, fund: str, known_at: int | None) -> _Read:
    book = _opened(connection, unit, known_at)
    if not fund:
        return _read(connection, book, Asked())
    if fund not in book.unit.funds:
        raise NotFound("资金", fund, "用 bangfu books funds 查看本单位的资金")
    return _read(connection, book, Asked(fund=book.unit.funds[fund]))


def _read(connection: Connection, book: _Book, asked: Asked) -> _Read:
    """The record as asked for, and what is not recorded yet."""
    unit_id, at = book.unit.id, book.known_at
    found = _Read(
        book.unit,
        store.amount_sums(connection, unit_id, at, *asked.amounts()),
        store.share_sums(connection, unit_id, at, *asked.shares()),
    )
    for fund, lineage in book.tail.items():
        for row in lineage.rows.amounts:
            if asked.wants(fund, row.matter, row.matter):
                _add(found.amounts, (fund, row.side, row.matter), row.change_fen)
        for share in lineage.rows.shares:
            if asked.wants(fund, share.use, share.source):
                place = (fund, share.use, share.source)
                _add(found.shares, place, share.change_fen)
    return found


def _add(sums: dict[Key, int], place: Key, fen: int) -> None:
    sums[place] = sums.get(place, 0) + fen
