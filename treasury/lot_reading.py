"""Goods as they lie (现存): lots with what went of them, counts, signatures.

A lot counts from the day of its voucher. What goes out is taken of it from the moment
it is handed in; when that dies it is there again.
"""

import datetime as dt
from dataclasses import dataclass

from ledger.database import Connection
from ledger.money import Money
from ledger.register import lookups
from treasury import goods_store, stock
from treasury.goods_items import Item, items
from treasury.goods_ledger import NOTHING, Amount
from treasury.goods_signatures import Signature
from treasury.stock import Move


@dataclass(frozen=True, slots=True)
class Use:
    """What a movement took of a lot, in thousandths and at its cost."""

    move: Move
    amount: Amount


@dataclass(frozen=True, slots=True)
class Lot:
    """What came in together of an item of a fund; it is known by its movement."""

    move: Move
    item: Item
    fund: str
    uses: tuple[Use, ...] = ()

    @property
    def came(self) -> Amount:
        """What came in."""
        return Amount(self.move.row.quantity_milli, Money(self.move.row.cost_fen))

    @property
    def left(self) -> Amount:
        """What nothing that is alive has taken."""
        gone = sum((use.amount for use in self.uses if use.move.alive), NOTHING)
        return self.came + -gone

    def age(self, day: dt.date) -> int:
        """For how many days it has lain there."""
        return (day - self.move.on).days


def lots(connection: Connection, unit: str) -> tuple[Lot, ...]:
    """Every lot that was ever entered, by fund and item, the oldest first.

    Raises:
        NotFound: there is no such unit.
    """
    found = lookups(connection).unit(unit)
    known = {move.number: move for move in stock.moves(connection, unit)}
    called = {item.number: item for item in items(connection, unit)}
    came = [move for move in known.values() if move.kind.comes_in]
    uses: dict[int, list[Use]] = {}
    for item, fund_id in {(move.row.item, move.row.fund_id) for move in came}:
        for row in goods_store.takings(connection, found.id, item, fund_id):
            amount = Amount(row.quantity_milli, Money(row.cost_fen))
            uses.setdefault(row.lot, []).append(Use(known[row.move], amount))
    told = [
        Lot(
            move=move,
            item=called[move.row.item],
            fund=found.fund_codes[move.row.fund_id],
            uses=tuple(uses.get(move.number, ())),
        )
        for move in came
    ]
    return tuple(
        sorted(
            told,
            key=lambda lot: (lot.fund, lot.item.code, lot.move.on, lot.move.number),
        )
    )


@dataclass(frozen=True, slots=True)
class CountedLine:
    """What was counted of an item of a fund, against what the books said.

    `keeper` and `counter` are people by their codes.
    """

    number: int
    on: dt.date
    item: Item
    fund: str
    book_milli: int
    counted_milli: int
    keeper: str
    counter: str
    approval: str


def counted(connection: Connection, unit: str) -> tuple[CountedLine, ...]:
    """Every line of every count, the latest last.

    Raises:
        NotFound: there is no such unit.
    """
    books = lookups(connection)
    found = books.unit(unit)
    called = {item.number: item for item in items(connection, unit)}
    return tuple(
        CountedLine(
            number=row.number,
            on=row.counted_on,
            item=called[row.item],
            fund=found.fund_codes[row.fund_id],
            book_milli=row.book_milli,
            counted_milli=row.counted_milli,
            keeper=books.person_codes[row.keeper_id],
            counter=books.person_codes[row.counter_id],
            approval=row.approval,
        )
        for row in goods_store.counted(connection, found.id)
    )


def signature(connection: Connection, unit: str, move: int) -> Signature | None:
    """Who signed for an issue; None where nobody has.

    Raises:
        NotFound: there is no such unit.
    """
    row = goods_store.signature(connection, lookups(connection).unit(unit).id, move)
    if row is None:
        return None
    return Signature(row.signer, row.signed_on, row.sheet, row.authorised)
