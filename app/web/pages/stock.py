"""The stock desk (库存物资): what lies where, every move of it, and its registers.

What moves is entered in `stock_enter.py`; what is given to people by hand-outs is in
`handouts.py`.
"""

from collections.abc import Callable
from typing import Any

from app.web import given, sheets, spans, stock_form, stock_sheets
from app.web.access import BOOKS
from app.web.desk import Desk, Go, Page, Sent, part
from app.web.numbers import number_of
from app.web.sheets import Sheet
from app.web.spans import Asked
from app.web.stock_form import MOVEMENTS
from app.web.stock_sheets import Place
from ledger.database import Connection
from ledger.errors import NotFound, RecordRefused, Refused
from ledger.money import ZERO
from ledger.people import Right
from ledger.periods import parse_span
from ledger.register import UnitLookup, lookups
from treasury import goods_items, goods_ledger, goods_signatures, lot_reading, stock
from treasury.costing import Method
from treasury.goods_desk import quantity_text
from treasury.goods_items import Choice, Item, ItemKind, Renaming
from treasury.goods_signatures import Signature
from treasury.stock import MoveKind, Status


def show(desk: Desk) -> Page | Sent:
    """What there is of each item and lot today, and whether the accounts say so."""
    with desk.reading() as connection:
        unit = lookups(connection).unit(desk.unit)
        drawn = _standing(desk, connection)
        if desk.query.get("as"):
            return sheets.sent(desk, connection, _year(desk), drawn.values())
        prepares = desk.may(connection, Right.PREPARE)
        lots = lot_reading.lots(connection, desk.unit)
    told = {
        "unit": unit,
        "sheets": drawn,
        "address": sheets.address,
        "prepares": prepares,
        "movements": tuple(MOVEMENTS.values()),
        "any": bool(lots),
    }
    return Page("stock.html", told)


def _place(desk: Desk) -> Place:
    return Place(f"/units/{part(desk.unit)}", desk.today)


def _year(desk: Desk) -> Asked:
    year = str(desk.today.year)
    return Asked(year, parse_span(year))


def _standing(desk: Desk, connection: Connection) -> dict[str, Sheet]:
    place = _place(desk)
    lots = lot_reading.lots(connection, desk.unit)
    moves = stock.moves(connection, desk.unit)
    rolls = [
        (item, stock.roll(connection, desk.unit, item))
        for item in goods_items.items(connection, desk.unit)
        if item.is_voucher
    ]
    agreed = goods_ledger.agreement(connection, desk.unit, desk.today)
    made = (
        stock_sheets.shelves(place, lots, moves),
        stock_sheets.lots_sheet(place, lots),
        stock_sheets.serials_sheet(place, rolls),
        stock_sheets.agreement_sheet(place, agreed),
        stock_sheets.differing_sheet(place, agreed),
        stock_sheets.counts_sheet(lot_reading.counted(connection, desk.unit)[::-1]),
    )
    return {one.key: one for one in made}


# -- moves --------------------------------------------------------------------------


def moves(desk: Desk) -> Page | Sent:
    """The moves of a period, of an item or of a fund, and how they add up."""
    asked = spans.asked(desk)
    item, fund = desk.query.get("item", ""), desk.query.get("fund", "")
    with desk.reading() as connection:
        unit = lookups(connection).unit(desk.unit)
        if fund and fund not in unit.funds:
            raise NotFound("资金", fund)
        known = {one.number: one for one in goods_items.items(connection, desk.unit)}
        wanted = _number(known, item)
        found = [
            one
            for one in stock.moves(
                connection, desk.unit, item=wanted, fund=fund or None
            )
            if asked.span.since <= one.on < asked.span.until
        ]
        bridge = [
            one
            for one in goods_ledger.bridge(connection, desk.unit, asked.span)
            if item in {"", one.item.code} and fund in {"", one.fund}
        ]
        place = Place(f"/units/{part(desk.unit)}", desk.today, asked.period)
        drawn = {
            one.key: one
            for one in (
                *stock_sheets.bridge_sheets(place, bridge),
                stock_sheets.moves_sheet(place, found[::-1], known, unit.fund_codes),
            )
        }
        if desk.query.get("as"):
            return sheets.sent(desk, connection, asked, drawn.values())
    told = {"unit": unit, "sheets": drawn, "address": sheets.address, "asked": asked}
    told |= {"item": item, "fund": fund, "items": tuple(known.values())}
    return Page("stock_moves.html", told)


def _number(known: dict[int, Item], code: str) -> int | None:
    if not code:
        return None
    for one in known.values():
        if one.code == code:
            return one.number
    raise NotFound("物品", code)


def one(desk: Desk) -> Page | Sent:
    """One move: its voucher, its lot or lots, who signed for it."""
    with desk.reading() as connection:
        told = _one(desk, connection)
        if desk.query.get("as"):
            return sheets.sent(desk, connection, _year(desk), told["sheets"].values())
    return Page("stock_move.html", told)


def _one(desk: Desk, connection: Connection) -> dict[str, Any]:
    number = number_of(desk.places["move"], "收发")
    unit = lookups(connection).unit(desk.unit)
    found = next(
        (m for m in stock.moves(connection, desk.unit) if m.number == number), None
    )
    if found is None:
        raise NotFound("收发", str(number))
    known = {one.number: one for one in goods_items.items(connection, desk.unit)}
    place, lots = _place(desk), lot_reading.lots(connection, desk.unit)
    lot = next((lot for lot in lots if lot.move.number == number), None)
    drawn = (
        stock_sheets.taken_sheet(place, found, lots)
        if lot is None
        else stock_sheets.uses_sheet(place, lot)
    )
    issued = found.kind is MoveKind.ISSUE
    prepares = desk.may(connection, Right.PREPARE)
    signature = lot_reading.signature(connection, desk.unit, number) if issued else None
    return {
        "unit": unit,
        "move": found,
        "item": known[found.row.item],
        "fund": unit.fund_codes[found.row.fund_id],
        "lot": lot,
        "paper": place.paper(found),
        "quantity": quantity_text,
        "voucher": stock_sheets.voucher_of(found),
        "sheets": {drawn.key: drawn},
        "address": sheets.address,
        "signature": signature,
        "signs": issued and prepares and found.alive and signature is None,
        "gives_back": issued and prepares and found.status is Status.STANDING,
        "today": desk.today.isoformat(),
    }


def sign(desk: Desk) -> Page | Go:
    """Put on record who signed for an issue."""
    try:
        number = number_of(desk.places["move"], "收发")
        signature = Signature(
            signer=given.text(desk, "signer"),
            signed_on=given.day(desk, "on", "签收日期") or desk.today,
            sheet=stock_form.sheet(desk),
            authorised=given.text(desk, "authorised"),
        )
        with desk.writing(str(number)) as connection:
            goods_signatures.sign(connection, desk.unit, number, signature, desk.act)
            where = f"/units/{part(desk.unit)}/stock/moves/{number}"
            return desk.kept(connection, where, f"第 {number} 号发放已登记签收")
    except NotFound:
        raise
    except Refused as refusal:
        with desk.reading() as connection:
            told = _one(desk, connection)
        told |= {"typed": stock_form.typed(desk)}
        return desk.refused(refusal, "stock_move.html", told)


# -- registers ----------------------------------------------------------------------


def register(desk: Desk) -> Page | Sent:
    """The items that are kept in stock, and how their cost is found."""
    with desk.reading() as connection:
        told = _register(desk, connection)
        if desk.query.get("as"):
            return sheets.sent(desk, connection, _year(desk), told["sheets"].values())
    return Page("stock_items.html", told)


def _register(desk: Desk, connection: Connection) -> dict[str, Any]:
    unit: UnitLookup = lookups(connection).unit(desk.unit)
    known = goods_items.items(connection, desk.unit)
    chosen = goods_items.choices(connection, desk.unit)
    sees = desk.may(connection, *BOOKS)
    made = (
        stock_sheets.items_sheet(_place(desk) if sees else None, known),
        stock_sheets.methods_sheet(chosen),
    )
    return {
        "unit": unit,
        "items": known,
        "sheets": {one.key: one for one in made},
        "address": sheets.address,
        "methods": tuple(Method),
        "chosen": bool(chosen),
        "sees_books": sees,
        "prepares": desk.may(connection, Right.PREPARE),
        "chooses": desk.may(connection, Right.ADMIN),
    }


def add(desk: Desk) -> Page | Go:
    """Register an item, or give one another name with the reason."""
    code = given.text(desk, "code")
    return _registered(desk, code, _rename if desk.form.get("reason") else _add)


def _add(desk: Desk, connection: Connection) -> str:
    face = given.amount(desk, "face", "面值") or ZERO
    item = Item(
        code=given.text(desk, "code"),
        name=given.text(desk, "name"),
        measure=given.text(desk, "measure"),
        kind=ItemKind.VOUCHER if face else ItemKind.GOODS,
        face=face,
        account=given.text(desk, "account"),
    )
    made = goods_items.register_item(connection, desk.unit, item, desk.act)
    return f"物品 {made.code} {made.name} 已登记"


def _rename(desk: Desk, connection: Connection) -> str:
    new = Renaming(
        given.text(desk, "code"), given.text(desk, "name"), given.text(desk, "reason")
    )
    made = goods_items.rename(connection, desk.unit, new, desk.act)
    return f"物品 {made.code} 已改名为“{made.name}”"


def choose(desk: Desk) -> Page | Go:
    """Choose how the cost of what goes out is found, from a day on."""
    return _registered(desk, desk.form.get("method", "")[:20], _choose)


def _choose(desk: Desk, connection: Connection) -> str:
    since = given.day(desk, "since", "起始日")
    typed = given.text(desk, "method")
    if since is None or typed not in set(Method):
        raise RecordRefused("计价方法没有改变", why="没有选方法或写明起始日", do="填写")
    choice = Choice(Method(typed), since, given.text(desk, "why"))
    goods_items.choose_method(connection, desk.unit, choice, desk.act)
    return f"自 {since} 起按{choice.method.label}计价"


def _registered(
    desk: Desk, subject: str, act: Callable[[Desk, Connection], str]
) -> Page | Go:
    try:
        with desk.writing(subject) as connection:
            said = act(desk, connection)
            where = f"/units/{part(desk.unit)}/stock/items"
            return desk.kept(connection, where, said)
    except Refused as refusal:
        with desk.reading() as connection:
            told = _register(desk, connection)
        return desk.refused(refusal, "stock_items.html", told)
