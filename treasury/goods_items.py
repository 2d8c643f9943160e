"""Goods that a unit keeps (物品), and how it finds their cost (计价方法).

1. An item keeps its code, its measure, its kind and its face value for ever; it may be
   renamed with a reason.
2. A shopping voucher has a face value; what it cost is another figure.
3. The method is chosen from a day on, with the reason. It changes only from a day
   after everything that went out by the one before (不得随意变更).

Basis: 工会会计制度（2021）第三十一条; 财会〔2024〕12号 (a change is on record).
"""

import dataclasses
import datetime as dt
from dataclasses import dataclass

from budgets.records import before_unit, locked, text_faults
from ledger.accounts import Labelled, Role
from ledger.database import Connection
from ledger.errors import NotFound
from ledger.money import ZERO, Money
from ledger.people import Act
from ledger.register import append, lookups
from treasury import goods_store
from treasury.costing import Method
from treasury.errors import GoodsRefused


class ItemKind(Labelled):
    """What is kept in stock."""

    GOODS = "goods", "物资"
    VOUCHER = "voucher", "购物券"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Something kept in stock; `measure` is what it is counted in.

    `face` is the value printed on one shopping voucher. `account` is the leaf of stock
    it stands on, where the chart has several. `number` is its place in the unit's
    register, 0 before it stands there.
    """

    code: str
    name: str
    measure: str
    kind: ItemKind = ItemKind.GOODS
    face: Money = ZERO
    account: str = ""
    number: int = 0

    @property
    def is_voucher(self) -> bool:
        """Whether its pieces have serials."""
        return self.kind is ItemKind.VOUCHER


@dataclass(frozen=True, slots=True)
class Choice:
    """A method chosen from a day on, and why; `number` is its place, 0 before."""

    method: Method
    since: dt.date
    reason: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class Renaming:
    """The new name of an item, by its code, and why."""

    code: str
    name: str
    reason: str


# -- items --------------------------------------------------------------------------


def register_item(connection: Connection, unit: str, item: Item, act: Act) -> Item:
    """Put an item into the unit's register; the same one again is the one there.

    Raises:
        GoodsRefused: another item has the code, or what is said of it cannot be.
        NotFound: there is no such unit, or no such account in its chart.
    """
    found = locked(connection, unit)
    known = items(connection, unit)
    for one in known:
        if one.code == item.code and _fixed(one) == _fixed(item):
            if one.name == item.name:
                return one
            do = "改名用 goods items --rename，写明理由"
            what = f"物品 {item.code} 已登记为“{one.name}”"
            raise GoodsRefused(what, do=do)
        if one.code == item.code:
            why = "计量单位、类别、面值和科目登记后不能改变"
            what = f"物品 {item.code} 已经登记"
            raise GoodsRefused(what, why=why, do="另用代码")
    faults = list(
        text_faults(
            ("物品代码", item.code, True),
            ("物品名称", item.name, True),
            ("计量单位", item.measure, True),
        )
    )
    if item.is_voucher and item.face.fen <= 0:
        faults.append("购物券应写明每张面值")
    if not item.is_voucher and item.face:
        faults.append("只有购物券有面值")
    if item.account and not _is_stock(connection, item.account):
        faults.append(f"科目 {item.account} 不是库存物品科目")
    if faults:
        raise GoodsRefused("物品没有登记", why="；".join(faults))
    registered = dataclasses.replace(item, number=len(known) + 1)
    _append_item(connection, found.id, (1, ""), registered, act)
    return registered


def rename(connection: Connection, unit: str, new: Renaming, act: Act) -> Item:
    """Give an item another name; all that it moved goes with it.

    Raises:
        GoodsRefused: the name or the reason may not stand.
        NotFound: there is no such unit or item.
    """
    found = locked(connection, unit)
    one = item_of(connection, unit, new.code)
    faults = list(
        text_faults(("物品名称", new.name, True), ("改名理由", new.reason, True))
    )
    if new.name == one.name:
        faults.append("新名称与现名称相同")
    if faults:
        what = f"物品 {new.code} 没有改名"
        raise GoodsRefused(what, why="；".join(faults))
    rows = goods_store.items(connection, found.id)
    revision = sum(row.item == one.number for row in rows) + 1
    renamed = dataclasses.replace(one, name=new.name)
    _append_item(connection, found.id, (revision, new.reason), renamed, act)
    return renamed


def items(connection: Connection, unit: str) -> tuple[Item, ...]:
    """The items of a unit, as they are called now, in the order registered.

    Raises:
        NotFound: there is no such unit.
    """
    unit_id = lookups(connection).unit(unit).id
    latest: dict[int, Item] = {}
    for row in goods_store.items(connection, unit_id):
        latest[row.item] = Item(
            code=row.code,
            name=row.name,
            measure=row.measure,
            kind=ItemKind(row.kind),
            face=Money(row.face_fen),
            account=row.account,
            number=row.item,
        )
    return tuple(latest.values())


def item_of(connection: Connection, unit: str, code: str) -> Item:
    """An item by its code.

    Raises:
        NotFound: there is no such unit or item.
    """
    for one in items(connection, unit):
        if one.code == code:
            return one
    raise NotFound("物品", code, "用 bangfu money goods items 登记")


def _is_stock(connection: Connection, code: str) -> bool:
    books = lookups(connection)
    return any(
        books.account_roles[codes[code]] is Role.STOCK
        and codes[code] not in books.above
        for codes in books.charts.values()
        if code in codes
    )


def _fixed(item: Item) -> tuple[object, ...]:
    return item.measure, item.kind, item.face, item.account


def _append_item(
    connection: Connection, unit_id: int, revised: tuple[int, str], item: Item, act: Act
) -> None:
    """Append a revision of an item, by its number and reason."""
    revision, reason = revised
    row = {
        "unit_id": unit_id,
        "item": item.number,
        "revision": revision,
        "code": item.code,
        "name": item.name,
        "measure": item.measure,
        "kind": item.kind.value,
        "face_fen": item.face.fen,
        "account": item.account,
        "reason": reason,
    }
    append(connection, "goods_items", [row], act)


# -- methods ------------------------------------------------------------------------


def choose_method(connection: Connection, unit: str, new: Choice, act: Act) -> int:
    """Choose how goods are costed from a day on; the number of the choice.

    Raises:
        GoodsRefused: no reason is given, it is the method in force, or something
            went out on that day or later, or a later choice stands.
        NotFound: there is no such unit.
    """
    found = locked(connection, unit)
    chosen = choices(connection, unit)
    faults = list(text_faults(("选定或变更计价方法的理由", new.reason, True)))
    if outside := before_unit(found, new.since):
        faults.append(f"起始日 {new.since} 在{outside}")
    if chosen and chosen[-1].since >= new.since:
        faults.append(f"自 {chosen[-1].since} 起已选定{chosen[-1].method.label}")
    elif chosen and chosen[-1].method is new.method:
        faults.append(f"现行方法就是{new.method.label}")
    last = goods_store.last_outgoing(connection, found.id)
    if last is not None and last >= new.since:
        faults.append(f"{last} 已有按原方法计价的发出")
    if faults:
        raise GoodsRefused(
            "计价方法没有改变",
            why="；".join(faults),
            do="方法不得随意变更（工会会计制度第三十一条），只能自以后的日期起",
        )
    row = {
        "unit_id": found.id,
        "number": len(chosen) + 1,
        "method": new.method.value,
        "since": new.since,
        "reason": new.reason,
    }
    append(connection, "goods_methods", [row], act)
    return len(chosen) + 1


def choices(connection: Connection, unit: str) -> tuple[Choice, ...]:
    """The methods chosen so far, the latest last.

    Raises:
        NotFound: there is no such unit.
    """
    unit_id = lookups(connection).unit(unit).id
    return tuple(
        Choice(Method(row.method), row.since, row.reason, row.number)
        for row in goods_store.methods(connection, unit_id)
    )


def method_on(connection: Connection, unit: str, day: dt.date) -> Method:
    """The method in force on a day.

    Raises:
        GoodsRefused: none was chosen for that day.
    """
    held = [one for one in choices(connection, unit) if one.since <= day]
    if not held:
        what = f"{day} 没有选定发出物资的计价方法"
        raise GoodsRefused(
            what,
            why="工会会计制度第三十一条：先进先出、加权平均或个别计价，选定后不得随意变更",
            do="用 bangfu money goods method 选定",
        )
    return held[-1].method
