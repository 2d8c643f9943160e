"""Goods that move: a form for each kind of movement, and the draft that it makes."""

import secrets
from collections.abc import Mapping
from typing import Any

from app.web import stock_form
from app.web.desk import Desk, Go, Page, part
from app.web.pages import draft_names
from app.web.stock_form import MOVEMENTS, Movement
from ledger.errors import NotFound, Refused
from ledger.funds import standard_purposes
from ledger.register import lookups
from treasury.goods_counts import CountMade
from treasury.goods_desk import Moved
from treasury.goods_gifts import Valuation
from treasury.goods_items import items


def ask(desk: Desk) -> Page:
    """The form of a movement; the address may say what it is about."""
    usual = {
        "on": desk.today.isoformat(),
        "ref": f"物-{desk.today:%Y%m%d}-{secrets.token_hex(2)}",
    }
    if desk.places["movement"] == "open":
        usual = {}
    named = {key: desk.query.get(key, "") for key in ("item", "fund", "move")}
    return Page("stock_enter.html", _told(desk, usual | named))


def take(desk: Desk) -> Page | Go:
    """Enter what happened: a submitted draft follows, where anything costs anything."""
    movement = _movement(desk)
    try:
        # A reference is free text; the log has it as the command has.
        with desk.writing(desk.form.get("ref", "").strip(), movement.act) as connection:
            done = movement.do(desk, connection)
            path, said = _done(desk, movement, done)
            return desk.kept(connection, path, said)
    except Refused as refusal:
        told = _told(desk, stock_form.typed(desk))
        return desk.refused(refusal, "stock_enter.html", told)


def _movement(desk: Desk) -> Movement:
    key = desk.places["movement"]
    found = MOVEMENTS.get(key)
    if found is None:
        raise NotFound("收发事项", key)
    return found


def _done(desk: Desk, movement: Movement, done: Moved | CountMade) -> tuple[str, str]:
    base = f"/units/{part(desk.unit)}"
    said = movement.label
    moved: Moved | None
    if isinstance(done, CountMade):
        said = f"第 {done.number} 次盘点已登记，差异 {done.differences} 项"
        moved = done.moved
    else:
        moved = done
    if moved is None:
        return f"{base}/stock#counts", f"{said}：账实相符"
    numbers = "、".join(map(str, moved.moves))
    before = "此前已登记" if moved.already else "已登记"
    said += f"：{before}第 {numbers} 号收发，{moved.cost.grouped()} 元"
    if moved.draft is None:
        return f"{base}/stock/moves/{moved.moves[0]}", f"{said}，没有另制凭证"
    said += f"；凭证草稿 {moved.draft} 已提交，等待审核，附件可在此添加"
    return f"{base}/drafts/{moved.draft}", said


def _told(desk: Desk, typed: Mapping[str, str]) -> dict[str, Any]:
    movement = _movement(desk)
    with desk.reading() as connection:
        books = lookups(connection)
        unit = books.unit(desk.unit)
        return {
            "unit": unit,
            "movement": movement,
            "items": items(connection, desk.unit),
            "funds": [
                (code, unit.fund_names[id_]) for code, id_ in sorted(unit.funds.items())
            ],
            "accounts": draft_names.accounts(books, unit, desk.today),
            "purposes": [one.name for one in standard_purposes()],
            "valuations": tuple(Valuation),
            "typed": typed,
        }
