"""The quantity-and-amount ledger of goods (数量金额式明细账), and what it agrees with.

1. An entry stands on the day of its voucher; a voucher cancelled in red takes it back
   on the day of the red one. What made no voucher stands on its own day.
2. Opening + bought + given - issued - lost ± counted = closing, for every item of every
   fund, in thousandths and to the fen. What came back is less issued.
3. By fund the ledger agrees with stock (141) and its counterpart (30101); each voucher
   that makes a difference is named, and each item of which there was less than nothing
   on some day.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from ledger.accounts import Role
from ledger.database import Connection
from ledger.money import ZERO, Money
from ledger.periods import Span
from ledger.register import lookups
from ledger.vouchers import Kind
from treasury import goods_store, stock
from treasury.goods_items import Item, items
from treasury.stock import Move, MoveKind, Status


@dataclass(frozen=True, slots=True)
class Entry:
    """A movement as the ledger holds it; what goes out, or is taken back, is negative.

    `voucher` is its kind and number; `undoes` says that a red voucher took it back.
    """

    on: dt.date
    move: Move
    fund: str
    quantity_milli: int
    cost: Money
    voucher: str = ""
    undoes: bool = False

    @property
    def opens(self) -> bool:
        """Whether it stands before anything of its year: a voucher of openings."""
        row = self.move.row
        return not self.undoes and row.voucher_kind == Kind.OPENING


@dataclass(frozen=True, slots=True)
class Amount:
    """Thousandths and money that go together."""

    quantity_milli: int = 0
    cost: Money = ZERO

    def __add__(self, other: "Amount") -> "Amount":
        return Amount(
            self.quantity_milli + other.quantity_milli, self.cost + other.cost
        )

    def __neg__(self) -> "Amount":
        return Amount(-self.quantity_milli, -self.cost)

    def __bool__(self) -> bool:
        return bool(self.quantity_milli or self.cost)


NOTHING = Amount()


@dataclass(slots=True)
class Bridge:
    """How one item of one fund went from opening to closing (2)."""

    fund: str
    item: Item
    opening: Amount = NOTHING
    bought: Amount = NOTHING
    given: Amount = NOTHING
    issued: Amount = NOTHING
    lost: Amount = NOTHING
    counted: Amount = NOTHING

    @property
    def closing(self) -> Amount:
        """What there is in the end."""
        came = self.opening + self.bought + self.given
        return came + -self.issued + -self.lost + self.counted

    @property
    def used(self) -> bool:
        """Whether there is anything to tell."""
        parts = (self.opening, self.bought, self.given, self.issued, self.lost)
        return any((*parts, self.counted))


class Short(NamedTuple):
    """The least there was of an item, below nothing, and the first day of it."""

    item: str
    on: dt.date
    quantity_milli: int


@dataclass(frozen=True, slots=True)
class Agreement:
    """The ledger of a fund against the accounts on a day; `counterpart` is credit."""

    fund: str
    ledger: Money
    stock: Money
    counterpart: Money | None
    differing: tuple[str, ...] = field(default=())
    """References of vouchers that stand on stock with other figures than the ledger."""
    short: tuple[Short, ...] = field(default=())
    """Items of which there was less than nothing."""

    @property
    def agrees(self) -> bool:
        """Whether nothing differs."""
        twice = self.counterpart is None or self.counterpart == self.stock
        told = self.differing or self.short
        return self.ledger == self.stock and twice and not told


# -- entries ------------------------------------------------------------------------


def entries(
    connection: Connection, unit: str, known_at: int | None = None
) -> tuple[Entry, ...]:
    """Every entry of a unit's ledger, by day and then in the order of the books.

    Raises:
        NotFound: there is no such unit.
    """
    funds = lookups(connection).unit(unit).fund_codes
    found = [
        entry
        for move in stock.moves(connection, unit, known_at=known_at)
        for entry in _entries(move, funds[move.row.fund_id])
    ]
    return tuple(sorted(found, key=_order))


def _entries(move: Move, fund: str) -> Iterator[Entry]:
    if move.status not in {Status.STANDING, Status.CANCELLED}:
        return
    row, cost = move.row, Money(move.signed_fen)
    mark = f"{row.voucher_kind}-{row.number}" if row.position else ""
    entry = Entry(move.on, move, fund, move.signed_milli, cost, mark)
    yield entry
    if move.status is Status.CANCELLED and row.red_on is not None:
        yield replace(
            entry,
            on=row.red_on,
            quantity_milli=-move.signed_milli,
            cost=-cost,
            voucher=f"{row.red_kind}-{row.red_number}",
            undoes=True,
        )


def _order(entry: Entry) -> tuple[dt.date, bool, bool, int]:
    # Within a day what comes in stands before what goes out.
    return entry.on, not entry.opens, entry.quantity_milli < 0, entry.move.number


# -- the bridge ---------------------------------------------------------------------

_COLUMN = {
    MoveKind.OPENING: "bought",
    MoveKind.PURCHASE: "bought",
    MoveKind.GIFT: "given",
    MoveKind.ISSUE: "issued",
    MoveKind.RETURN: "issued",
    MoveKind.VOID: "lost",
    MoveKind.OVER: "counted",
    MoveKind.SHORT: "counted",
}


def bridge(
    connection: Connection, unit: str, span: Span, known_at: int | None = None
) -> tuple[Bridge, ...]:
    """How every item of every fund went through a span; what was never there is not.

    Raises:
        NotFound: there is no such unit.
    """
    known = {item.number: item for item in items(connection, unit)}
    found: dict[tuple[str, int], Bridge] = {}
    for entry in entries(connection, unit, known_at):
        if entry.on >= span.until:
            continue
        key = entry.fund, entry.move.row.item
        one = found.setdefault(key, Bridge(entry.fund, known[key[1]]))
        amount = Amount(entry.quantity_milli, entry.cost)
        if entry.on < span.since or entry.opens:
            one.opening += amount
            continue
        column = _COLUMN[entry.move.kind]
        signed = -amount if column in {"issued", "lost"} else amount
        setattr(one, column, getattr(one, column) + signed)
    used = [one for one in found.values() if one.used]
    return tuple(sorted(used, key=lambda one: (one.fund, one.item.code)))


# -- agreement ----------------------------------------------------------------------


def agreement(
    connection: Connection, unit: str, day: dt.date, known_at: int | None = None
) -> tuple[Agreement, ...]:
    """The ledger of every fund against the accounts at the end of a day.

    Raises:
        NotFound: there is no such unit.
    """
    until = day + dt.timedelta(days=1)
    held = _Held()
    codes = {item.number: item.code for item in items(connection, unit)}
    for entry in entries(connection, unit, known_at):
        if entry.on < until:
            held.take_entry(entry, codes[entry.move.row.item])
    held.take_postings(connection, unit, until, known_at)
    return tuple(
        Agreement(
            fund=fund,
            ledger=Money(held.ledger.get(fund, 0)),
            stock=Money(held.accounts.get((fund, Role.STOCK), 0)),
            counterpart=_counterpart(connection, unit, held, fund),
            differing=held.differing(fund),
            short=held.short(fund),
        )
        for fund in sorted({*held.ledger, *(fund for fund, _ in held.accounts)})
    )


def _counterpart(
    connection: Connection, unit: str, held: "_Held", fund: str
) -> Money | None:
    """What stands against stock; None where no chart of the unit has any."""
    books = lookups(connection)
    charts = (books.charts[chart] for _, chart in books.unit(unit).charts)
    roles = {books.account_roles[id_] for chart in charts for id_ in chart.values()}
    if Role.STOCK_FUND not in roles:
        return None
    return Money(-held.accounts.get((fund, Role.STOCK_FUND), 0))


class _Held:
    """Sums of the ledger and of the accounts, and of each voucher in both."""

    def __init__(self) -> None:
        self.ledger: dict[str, int] = {}
        self.accounts: dict[tuple[str, Role], int] = {}
        self._vouchers: dict[tuple[str, str, str], list[int]] = {}
        self._posted: set[tuple[str, str, str]] = set()
        self._opened: set[str] = set()
        self._there: Counter[tuple[str, str]] = Counter()
        self._least: dict[tuple[str, str], Short] = {}

    def take_entry(self, entry: Entry, item: str) -> None:
        """Go on by an entry of the ledger."""
        fund, fen = entry.fund, entry.cost.fen
        self._there[fund, item] += entry.quantity_milli
        there, least = self._there[fund, item], self._least.get((fund, item))
        if there < (least.quantity_milli if least else 0):
            self._least[fund, item] = Short(item, entry.on, there)
        self.ledger[fund] = self.ledger.get(fund, 0) + fen
        if entry.undoes or not entry.voucher:
            return
        ref, quantity = entry.move.row.ref, entry.quantity_milli
        if entry.move.kind is MoveKind.OPENING:
            # What stood already may have named no item on its voucher.
            self._opened.add(ref)
            item, quantity = "", 0
        self._add((ref, fund, item), quantity, fen)

    def take_postings(
        self, connection: Connection, unit: str, until: dt.date, known_at: int | None
    ) -> None:
        """Go on by what stands on stock and its counterpart before a day."""
        books = lookups(connection)
        found, roles = books.unit(unit), books.account_roles
        wanted = {Role.STOCK, Role.STOCK_FUND}
        accounts = tuple(id_ for id_, role in roles.items() if role in wanted)
        for row in goods_store.stock_lines(
            connection, found.id, accounts, until, known_at
        ):
            fund, role = found.fund_codes[row.fund_id], roles[row.account_id]
            fen = row.debit_fen - row.credit_fen
            self.accounts[fund, role] = self.accounts.get((fund, role), 0) + fen
            if role is Role.STOCK and row.correction != "full":
                opened = row.ref in self._opened
                key = row.ref, fund, "" if opened else row.item
                pieces = row.quantity_milli if row.debit_fen else -row.quantity_milli
                self._add(key, 0 if opened else -pieces, -fen)
                self._posted.add(key)

    def _add(self, key: tuple[str, str, str], quantity: int, fen: int) -> None:
        both = self._vouchers.setdefault(key, [0, 0])
        both[0] += quantity
        both[1] += fen

    def short(self, fund: str) -> tuple[Short, ...]:
        """Items of which there was less than nothing."""
        return tuple(self._least[key] for key in sorted(self._least) if key[0] == fund)

    def differing(self, fund: str) -> tuple[str, ...]:
        """Vouchers whose goods differ; what costs nothing needs no posting."""
        refs = [
            key[0]
            for key, (quantity, fen) in self._vouchers.items()
            if key[1] == fund and (fen or (quantity and key in self._posted))
        ]
        return tuple(dict.fromkeys(refs))


def registered(connection: Connection, units: Sequence[str]) -> bool:
    """Whether any of the units has registered goods."""
    books = lookups(connection)
    return any(goods_store.any_items(connection, books.unit(code).id) for code in units)
