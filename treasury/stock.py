"""What is in stock (库存): movements with where they stand, lots left, serials left.

1. A movement waits while its draft is under way, stands when its voucher stands, and
   is dead when its draft was dropped or its voucher cancelled in red.
2. What came in is there once it stands. What goes out is taken from the moment it is
   handed in, so that nothing is given away twice; when it dies it is there again.
3. What comes back of an issue is a lot of its own, at the cost with which it went.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ledger.accounts import Labelled
from ledger.database import Connection
from ledger.money import Money
from ledger.register import lookups
from treasury import goods_store, serials
from treasury.costing import Layer
from treasury.goods_items import Item
from treasury.goods_store import MoveRow
from treasury.goods_tables import INCOMING
from treasury.serials import SerialRange


class MoveKind(Labelled):
    """How goods come in and go out."""

    OPENING = "opening", "期初"
    PURCHASE = "purchase", "购入"
    GIFT = "gift", "受赠"
    ISSUE = "issue", "发放"
    RETURN = "return", "退回"
    VOID = "void", "报损"
    OVER = "over", "盘盈"
    SHORT = "short", "盘亏"

    @property
    def comes_in(self) -> bool:
        """Whether it adds to stock."""
        return self.value in INCOMING


class Status(Labelled):
    """What became of a movement."""

    WAITING = "waiting", "待入账"
    STANDING = "standing", "已入账"
    CANCELLED = "cancelled", "已冲销"
    DROPPED = "dropped", "已作废"


@dataclass(frozen=True, slots=True)
class Move:
    """A movement of one item of one fund, as it stands."""

    row: MoveRow
    kind: MoveKind
    status: Status

    @property
    def number(self) -> int:
        """Its number in the unit; of what comes in, that of its lot."""
        return self.row.move

    @property
    def alive(self) -> bool:
        """Whether it waits or stands."""
        return self.status in {Status.WAITING, Status.STANDING}

    @property
    def signed_milli(self) -> int:
        """What it adds to stock, below nothing for what goes out."""
        quantity = self.row.quantity_milli
        return quantity if self.kind.comes_in else -quantity

    @property
    def signed_fen(self) -> int:
        """What it adds to the cost of stock."""
        return self.row.cost_fen if self.kind.comes_in else -self.row.cost_fen

    @property
    def on(self) -> dt.date:
        """The day on which it counts: that of its voucher, once there is one."""
        return self.row.voucher_on or self.row.dated_on


def moves(  # noqa: PLR0913 - what narrows one read
    connection: Connection,
    unit: str,
    *,
    item: int | None = None,
    fund: str | None = None,
    ref: str | None = None,
    known_at: int | None = None,
    on: dt.date | None = None,
) -> tuple[Move, ...]:
    """Movements in the order entered: of an item, of a fund, under a reference.

    As known at a position of the chain, or as of a day, what came later still waits.

    Raises:
        NotFound: there is no such unit.
    """
    found = lookups(connection).unit(unit)
    fund_id = None if fund is None else found.funds.get(fund, 0)
    rows = goods_store.moves(connection, found.id, item=item, fund_id=fund_id, ref=ref)
    return tuple(_move(row, known_at, on) for row in rows)


def _move(row: MoveRow, known_at: int | None, on: dt.date | None) -> Move:
    kind = MoveKind(row.kind)
    if row.dropped:
        # A voucher under the reference is then another draft's.
        row = row._replace(position=None, voucher_on=None, red_position=None)
        return Move(row, kind, Status.DROPPED)
    if _later(row.position, row.voucher_on, known_at, on):
        row = row._replace(position=None, voucher_on=None)
    if _later(row.red_position, row.red_on, known_at, on):
        row = row._replace(red_position=None, red_on=None)
    if row.red_position is not None:
        return Move(row, kind, Status.CANCELLED)
    begun = row.position if row.head is None else row.head
    day = row.voucher_on or row.dated_on
    if begun is None or _later(begun, day, known_at, on):
        return Move(row, kind, Status.WAITING)
    return Move(row, kind, Status.STANDING)


def _later(
    position: int | None,
    day: dt.date | None,
    known_at: int | None,
    on: dt.date | None,
) -> bool:
    """Whether something came after a position of the chain, or after a day."""
    if known_at is not None and position is not None and position > known_at:
        return True
    return on is not None and day is not None and day > on


# -- lots ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Shelf:
    """What there is of one item of one fund, for whoever would take some of it.

    `layers` are what is left of lots, the oldest first. `since` is the day before
    which nothing more goes out. `waiting_in` came in without its voucher as yet;
    `waiting_out` is taken by movements under way.
    """

    layers: tuple[Layer, ...]
    since: dt.date
    waiting_in: int
    waiting_out: int
    overtaken: tuple[str, ...] = ()
    """Vouchers cancelled although what they brought had gone out already."""

    @property
    def quantity_milli(self) -> int:
        """What there is to take."""
        return sum(layer.quantity_milli for layer in self.layers)

    @property
    def cost(self) -> Money:
        """What it cost."""
        return Money(sum(layer.cost_fen for layer in self.layers))


def shelf(
    connection: Connection, unit: str, item: Item, fund: str, on: dt.date
) -> Shelf:
    """What there is of an item of a fund, of lots that had come in by a day."""
    found = lookups(connection).unit(unit)
    known = {
        move.number: move
        for move in moves(connection, unit, item=item.number, fund=fund)
    }
    taken: dict[int, list[int]] = {}
    rows = goods_store.takings(
        connection, found.id, item.number, found.funds.get(fund, 0)
    )
    for row in rows:
        if known[row.move].alive:
            sums = taken.setdefault(row.lot, [0, 0])
            sums[0] += row.quantity_milli
            sums[1] += row.cost_fen
    lots = [move for move in known.values() if move.kind.comes_in]
    standing = [lot for lot in lots if lot.status is Status.STANDING and lot.on <= on]
    return Shelf(
        layers=tuple(
            _layer(lot, taken)
            for lot in sorted(standing, key=lambda lot: (lot.on, lot.number))
        ),
        since=_since(known.values()),
        waiting_in=sum(m.row.quantity_milli for m in lots if _waits(m)),
        waiting_out=sum(
            move.row.quantity_milli
            for move in known.values()
            if _waits(move) and not move.kind.comes_in
        ),
        overtaken=tuple(
            lot.row.ref
            for lot in lots
            if not lot.alive and taken.get(lot.number, [0])[0]
        ),
    )


def _waits(move: Move) -> bool:
    return move.status is Status.WAITING


def _layer(lot: Move, taken: dict[int, list[int]]) -> Layer:
    quantity, cost = taken.get(lot.number, [0, 0])
    left = lot.row.quantity_milli - quantity
    return Layer(lot.number, left, lot.row.cost_fen - cost)


def _since(known: Iterable[Move]) -> dt.date:
    """The last day on which something went out, or was taken back by a red voucher."""
    days = [dt.date.min]
    for move in known:
        if not move.kind.comes_in and move.status is not Status.DROPPED:
            days += [move.on, move.row.red_on or move.on]
    return max(days)


# -- serials ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Registered:
    """A range of serials that came in together."""

    move: int
    part: int
    serials: SerialRange
    fund: str
    status: Status
    on: dt.date


@dataclass(frozen=True, slots=True)
class Gone:
    """Serials that went out, or came back of an issue (`source`)."""

    move: int
    range_move: int
    range_part: int
    serials: SerialRange
    source: int | None
    status: Status


@dataclass(frozen=True, slots=True)
class Roll:
    """All serials of an item: what came in, went out, came back."""

    registered: tuple[Registered, ...]
    gone: tuple[Gone, ...]

    def left(self, fund: str = "") -> tuple[tuple[Registered, SerialRange], ...]:
        """What is there to be given, of one fund or of all."""
        return tuple(
            (one, piece)
            for one in self.registered
            if one.status is Status.STANDING and fund in {"", one.fund}
            for piece in serials.without([one.serials], self.out(one))
        )

    def out(self, one: Registered) -> tuple[SerialRange, ...]:
        """Serials of a range that are out, or taken by a movement under way."""
        pieces: list[SerialRange] = []
        for gone in self.gone:
            if (gone.range_move, gone.range_part) == (one.move, one.part):
                pieces += self.still_out(gone)
        return tuple(pieces)

    def still_out(
        self, gone: Gone, *, asked_back: bool = False
    ) -> Sequence[SerialRange]:
        """What of it has not come back; or has not even been asked back."""
        if gone.source is not None or gone.status in _DEAD:
            return ()
        wanted = _ALIVE if asked_back else frozenset({Status.STANDING})
        back = [
            other.serials
            for other in self.gone
            if other.source == gone.move
            and other.status in wanted
            and other.range_move == gone.range_move
            and other.range_part == gone.range_part
            and other.serials.meets(gone.serials)
        ]
        return serials.without([gone.serials], back)


_ALIVE = frozenset({Status.WAITING, Status.STANDING})
_DEAD = frozenset({Status.CANCELLED, Status.DROPPED})


def roll(
    connection: Connection,
    unit: str,
    item: Item,
    *,
    known_at: int | None = None,
    on: dt.date | None = None,
) -> Roll:
    """The serials of an item: now, what is under way gone already, or as of a day."""
    found = lookups(connection).unit(unit)
    of_it = moves(connection, unit, item=item.number, known_at=known_at, on=on)
    known = {move.number: move for move in of_it}
    registered = []
    for row in goods_store.ranges(connection, found.id, item.number):
        move = known[row.move]
        span = SerialRange(row.prefix, row.width, row.first_no, row.last_no)
        fund = found.fund_codes[move.row.fund_id]
        registered.append(
            Registered(row.move, row.part, span, fund, move.status, move.on)
        )
    gone = tuple(
        Gone(
            move=row.move,
            range_move=row.range_move,
            range_part=row.range_part,
            serials=SerialRange(row.prefix, row.width, row.first_no, row.last_no),
            source=row.source,
            status=known[row.move].status,
        )
        for row in goods_store.serials(connection, found.id, item.number)
        if on is None or known[row.move].status is Status.STANDING
    )
    return Roll(tuple(registered), gone)
