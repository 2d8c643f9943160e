"""Registers read: lots, serials, past counts of goods, and bills that were used."""

from app.web.api import registers_said as said
from app.web.api.calls import Call
from app.web.api.values import told_of
from treasury import bills, goods_items, lot_reading, stock
from treasury.stock import Status


def lots(call: Call) -> said.LotsLeft:
    """What is left of every lot that stands."""
    with call.reading() as connection:
        found = lot_reading.lots(connection, call.unit)
    return said.LotsLeft(
        lots=[
            said.LotLeft(
                lot=one.move.number,
                on=one.move.on,
                kind=one.move.kind.value,
                fund=one.fund,
                item=one.item.code,
                came_milli=one.came.quantity_milli,
                left_milli=one.left.quantity_milli,
                cost=str(one.left.cost),
                party=one.move.row.party,
            )
            for one in found
            if one.move.status is Status.STANDING and one.left
        ]
    )


def serials(call: Call) -> said.StockSerials:
    """The shopping vouchers that may be given, run by run."""
    with call.reading() as connection:
        rolls = [
            (item, stock.roll(connection, call.unit, item))
            for item in goods_items.items(connection, call.unit)
            if item.is_voucher
        ]
    return said.StockSerials(
        serials=[
            said.SerialsLeft(
                fund=one.fund,
                item=item.code,
                serials=str(piece),
                count=piece.count,
                lot=one.move,
            )
            for item, roll in rolls
            for one, piece in roll.left()
        ]
    )


def counts(call: Call) -> said.StockCounts:
    """Every line of every count that was taken."""
    with call.reading() as connection:
        found = lot_reading.counted(connection, call.unit)
    return said.StockCounts(
        counts=[told_of(said.Counted, one, item=one.item.code) for one in found]
    )


def used_bills(call: Call) -> said.BillsUsed:
    """Every bill that was issued or made void."""
    with call.reading() as connection:
        found = bills.bills(connection, call.unit)
    return said.BillsUsed(bills=[told_of(said.BillUsed, one) for one in found])
