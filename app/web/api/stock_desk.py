"""Goods that move: bought, given, issued, returned, written off, counted; the items.

Each movement is one address with questions of its own. The log has the key of the
command that does the same.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from app.clock import today
from app.web.api import stock_desk_said as said
from app.web.api.calls import Call
from app.web.api.stocking import move_told
from app.web.api.values import money, told_of
from ledger.database import Connection
from ledger.errors import NotFound
from ledger.money import ZERO, Money
from ledger.people import Act
from treasury import (
    goods_counts,
    goods_gifts,
    goods_issues,
    goods_items,
    goods_losses,
    goods_purchases,
    goods_returns,
    goods_signatures,
    lot_reading,
    stock,
)
from treasury.goods_desk import Moved, Occasion
from treasury.goods_items import Choice, Item, ItemKind, Renaming
from treasury.goods_lots import LotLine
from treasury.goods_signatures import Signature
from treasury.stock import MoveKind

Whole = TypeVar("Whole", bound=Occasion)


def _amount(text: str | None) -> Money:
    return money(text) if text else ZERO


def head_of(call: Call) -> dict[str, Any]:
    """What every movement says of itself; today where no day is said."""
    body = call.body
    assert isinstance(body, said.OccasionGiven)
    return {
        "unit": call.unit,
        "ref": body.ref,
        "dated_on": body.dated_on or today(),
        "summary": body.summary,
        "attachments": body.attachments,
    }


def _rest(body: said.OccasionGiven, *own: str) -> dict[str, Any]:
    """What a movement says beside its head and what is read apart."""
    return body.model_dump(exclude={*said.OccasionGiven.model_fields, *own})


def lots_of(given: tuple[said.LotGiven, ...]) -> tuple[tuple[int, int], ...]:
    """Lots of goods costed by piece, with their thousandths."""
    return tuple((one.lot, one.quantity_milli) for one in given)


def _moved(
    call: Call,
    act: str,
    verb: Callable[[Connection, Whole, Act], Moved],
    whole: Whole,
) -> said.GoodsMoved:
    with call.writing(whole.ref, act) as connection:
        done = verb(connection, whole, call.act)
        return call.kept(connection, told_of(said.GoodsMoved, done))


# -- movements ----------------------------------------------------------------------


def buy(call: Call) -> said.GoodsMoved:
    """Goods bought: a submitted draft pays them."""
    body = call.body
    assert isinstance(body, said.PurchaseGiven)
    lines = tuple(
        goods_purchases.Bought(**one.model_dump(exclude={"cost"}), cost=money(one.cost))
        for one in body.lines
    )
    whole = goods_purchases.Purchase(
        **head_of(call), **_rest(body, "lines"), lines=lines
    )
    return _moved(call, "goods.buy", goods_purchases.buy, whole)


def give(call: Call) -> said.GoodsMoved:
    """Goods given, by what they are worth."""
    body = call.body
    assert isinstance(body, said.GoodsGiftGiven)
    lines = tuple(
        goods_gifts.Given(
            **one.model_dump(exclude={"amount"}), amount=_amount(one.amount)
        )
        for one in body.lines
    )
    freight = None
    if body.freight is not None:
        paid = body.freight.model_dump(exclude={"amount"})
        freight = goods_gifts.Freight(**paid, amount=money(body.freight.amount))
    rest = _rest(body, "lines", "freight")
    whole = goods_gifts.Gift(**head_of(call), **rest, lines=lines, freight=freight)
    return _moved(call, "goods.give", goods_gifts.give, whole)


def open_stock(call: Call) -> said.GoodsMoved:
    """Goods that stood already, by the voucher that brought them in."""
    body = call.body
    assert isinstance(body, said.OpeningGiven)
    lines = tuple(
        LotLine(**one.model_dump(exclude={"cost"}), cost=money(one.cost))
        for one in body.lines
    )
    whole = goods_purchases.Opening(**head_of(call), lines=lines)
    return _moved(call, "goods.open", goods_purchases.register_opening, whole)


def issue(call: Call) -> said.GoodsMoved:
    """Goods given to people, by file number."""
    body = call.body
    assert isinstance(body, said.IssueGiven)
    lines = tuple(
        goods_issues.Handed(**one.model_dump(exclude={"lots"}), lots=lots_of(one.lots))
        for one in body.lines
    )
    whole = goods_issues.Issue(**head_of(call), **_rest(body, "lines"), lines=lines)
    return _moved(call, "goods.issue", goods_issues.issue, whole)


def take_back(call: Call) -> said.GoodsMoved:
    """What comes back of an issue, at the cost at which it left."""
    body = call.body
    assert isinstance(body, said.GoodsBackGiven)
    whole = goods_returns.Return(
        **head_of(call), **_rest(body, "sheet"), sheet=body.sheet or ""
    )
    return _moved(call, "goods.return", goods_returns.take_back, whole)


def write_off(call: Call) -> said.GoodsMoved:
    """What is spoilt or void, by the paper that allows it."""
    body = call.body
    assert isinstance(body, said.LossGiven)
    rest = _rest(body, "lots")
    whole = goods_losses.Loss(**head_of(call), **rest, lots=lots_of(body.lots))
    return _moved(call, "goods.void", goods_losses.write_off, whole)


def count(call: Call) -> said.CountTaken:
    """A count, and the draft that settles its differences."""
    body = call.body
    assert isinstance(body, said.CountGiven)
    lines = tuple(
        goods_counts.Counted(
            **one.model_dump(exclude={"value", "lots"}),
            value=_amount(one.value),
            lots=lots_of(one.lots),
        )
        for one in body.lines
    )
    rest = _rest(body, "lines", "sheet")
    whole = goods_counts.Count(
        **head_of(call), **rest, lines=lines, sheet=body.sheet or ""
    )
    with call.writing(whole.ref, "goods.count") as connection:
        done = goods_counts.count(connection, whole, call.act)
        return call.kept(connection, told_of(said.CountTaken, done))


# -- one movement -------------------------------------------------------------------


def move(call: Call) -> said.StockMoveWhole:
    """One movement, and who signed for it."""
    with call.reading() as connection:
        return _whole(call, connection)


def _whole(call: Call, connection: Connection) -> said.StockMoveWhole:
    number = call.number("move", "收发")
    every = stock.moves(connection, call.unit)
    found = next((one for one in every if one.number == number), None)
    if found is None:
        raise NotFound("收发", str(number))
    signature = None
    if found.kind is MoveKind.ISSUE:
        signature = lot_reading.signature(connection, call.unit, number)
    told = move_told(connection, call.unit, found).model_dump()
    return said.StockMoveWhole.model_validate(told | {"signature": signature})


def sign(call: Call) -> said.StockMoveWhole:
    """Put on record who signed for an issue."""
    body, number = call.body, call.number("move", "收发")
    assert isinstance(body, said.SignatureGiven)
    given = Signature(
        signer=body.signer,
        signed_on=body.signed_on or today(),
        sheet=body.sheet,
        authorised=body.authorised,
    )
    with call.writing(str(number)) as connection:
        goods_signatures.sign(connection, call.unit, number, given, call.act)
        return call.kept(connection, _whole(call, connection))


# -- the register -------------------------------------------------------------------


def items(call: Call) -> said.StockRegister:
    """The items that are kept in stock, and how their cost is found."""
    with call.reading() as connection:
        return said.StockRegister.model_validate(
            {
                "items": goods_items.items(connection, call.unit),
                "methods": goods_items.choices(connection, call.unit),
            }
        )


def add_item(call: Call) -> said.StockItem:
    """Register an item; the same again is the one there."""
    body = call.body
    assert isinstance(body, said.ItemGiven)
    face = _amount(body.face)
    kind = ItemKind.VOUCHER if face else ItemKind.GOODS
    item = Item(**body.model_dump(exclude={"face"}), kind=kind, face=face)
    with call.writing(body.code) as connection:
        made = goods_items.register_item(connection, call.unit, item, call.act)
        return call.kept(connection, told_of(said.StockItem, made))


def rename_item(call: Call) -> said.StockItem:
    """Give an item another name; all that it moved goes with it."""
    body, code = call.body, call.places["item"]
    assert isinstance(body, said.RenamingGiven)
    new = Renaming(code, body.name, body.reason)
    with call.writing(code) as connection:
        made = goods_items.rename(connection, call.unit, new, call.act)
        return call.kept(connection, told_of(said.StockItem, made))


def choose_method(call: Call) -> said.CostMethod:
    """Choose how the cost of what goes out is found, from a day on."""
    body = call.body
    assert isinstance(body, said.MethodGiven)
    choice = Choice(body.method, body.since, body.reason)
    with call.writing(body.method.value) as connection:
        goods_items.choose_method(connection, call.unit, choice, call.act)
        return call.kept(connection, told_of(said.CostMethod, choice))
