"""Stock: what there is of each item of each fund, and how it moved."""

from collections.abc import Callable

from app.clock import today
from app.web.api import office_said as said
from app.web.api.calls import Call
from app.web.api.values import told_of
from ledger.database import Connection
from ledger.money import Money
from ledger.register import UnitLookup, lookups
from treasury import stock
from treasury.goods_items import items
from treasury.stock import Move, Shelf


def stocks(call: Call) -> said.Stocks:
    """What there is on a day, item by item and fund by fund."""
    query = call.query
    assert isinstance(query, said.StockAsked)
    on = query.on or today()
    with call.looking() as (connection, unit):
        found = [
            told_of(
                said.Stock,
                there,
                fund=fund,
                item=one.code,
                name=one.name,
                measure=one.measure,
            )
            for one in items(connection, unit.code)
            for fund in unit.funds
            if _is_any(there := stock.shelf(connection, unit.code, one, fund, on))
        ]
    return said.Stocks(on=on, stock=found)


def _is_any(there: Shelf) -> bool:
    return any((there.quantity_milli, there.waiting_in, there.waiting_out))


def moves(call: Call) -> said.StockMoves:
    """Every movement, in the order entered."""
    with call.looking() as (connection, unit):
        tell = _teller(connection, unit)
        found = [tell(one) for one in stock.moves(connection, unit.code)]
    return said.StockMoves(moves=found)


def move_told(connection: Connection, unit: str, one: Move) -> said.StockMove:
    """A movement, with its item and its fund by their codes."""
    return _teller(connection, lookups(connection).unit(unit))(one)


def _teller(
    connection: Connection, unit: UnitLookup
) -> Callable[[Move], said.StockMove]:
    codes = {one.number: one.code for one in items(connection, unit.code)}

    def tell(one: Move) -> said.StockMove:
        return told_of(
            said.StockMove,
            one,
            fund=unit.fund_codes[one.row.fund_id],
            item=codes[one.row.item],
            quantity_milli=one.signed_milli,
            cost=Money(one.signed_fen),
            purpose=one.row.purpose,
            recipient=one.row.recipient,
            ref=one.row.ref,
        )

    return tell
