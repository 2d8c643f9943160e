"""The tables of the stock desk (库存物资): items, lots, moves, counts, agreement.

1. A figure leads to the lots, moves or accounts that it is made of, and a move to its
   voucher, or to the draft that is to become one.
2. People are told by the number of their file; nobody is named.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from app.web.desk import part
from app.web.sheets import Line, Said, Sheet
from ledger.money import ZERO, Money
from reports import parts
from reports.report import Cell, Column
from treasury.goods_desk import quantity_text
from treasury.goods_items import Choice, Item
from treasury.goods_ledger import NOTHING, Agreement, Amount, Bridge
from treasury.lot_reading import CountedLine, Lot, Use
from treasury.stock import Move, Roll, Status

_QUANTITY = Column("quantity", "数量", "count")
_NAMED = (Column("item", "物品"), Column("name", "名称", width=2))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a unit's pages are, and the day that they are looked at."""

    base: str
    day: dt.date
    period: str = ""
    """The period that its pages are asked for; empty: the usual one."""

    @property
    def stock(self) -> str:
        """The stock desk."""
        return f"{self.base}/stock"

    def moves(self, item: str, fund: str) -> str:
        """The moves of an item of a fund, or of all items."""
        asked = {"item": item, "fund": fund, "period": self.period}
        given = {key: value for key, value in asked.items() if value}
        return f"{self.stock}/moves?{urlencode(given)}"

    def move(self, number: int) -> str:
        """One move."""
        return f"{self.stock}/moves/{number}"

    def paper(self, move: Move) -> str:
        """The voucher of a move, or its draft; empty where it has neither."""
        if move.row.position is not None:
            return f"{self.base}/vouchers/at/{move.row.position}"
        draft = move.row.draft
        return "" if draft is None else f"{self.base}/drafts/{draft}"


def voucher_of(move: Move) -> str:
    """How the voucher of a move is called, or its draft."""
    row = move.row
    if row.position is not None:
        return f"{row.voucher_kind}-{row.number}"
    return "" if row.draft is None else f"草稿 {row.draft}"


def _links(**found: str) -> dict[str, str]:
    return {key: path for key, path in found.items() if path}


# -- what lies where ----------------------------------------------------------------


def shelves(place: Place, lots: Sequence[Lot], moves: Iterable[Move]) -> Sheet:
    """What there is of each item of each fund, and what is under way."""
    columns = (
        Column("fund", "资金"),
        *_NAMED,
        _QUANTITY,
        Column("measure", "单位"),
        parts.money("cost", "成本"),
        Column("coming", "待入账收入", "count"),
        Column("going", "待入账发出", "count"),
    )
    going: dict[tuple[str, int], int] = {}
    funds = {lot.move.row.fund_id: lot.fund for lot in lots}
    for move in moves:
        if move.status is Status.WAITING and not move.kind.comes_in:
            key = funds[move.row.fund_id], move.row.item
            going[key] = going.get(key, 0) + move.row.quantity_milli
    groups: dict[tuple[str, int], list[Lot]] = {}
    for lot in lots:
        groups.setdefault((lot.fund, lot.item.number), []).append(lot)
    lines = [_shelf(place, key[0], of, going.get(key, 0)) for key, of in groups.items()]
    whole = sum((_left(of) for of in groups.values()), NOTHING)
    total: tuple[Cell, ...] = (Said("合计"), "", "", None, "", whole.cost, None, None)
    shown = [line for line in lines if any(line.cells[at] for at in (3, 5, 6, 7))]
    lines = [*shown, Line(total, {"cost": f"{place.base}/balance?part=goods"}, "total")]
    return Sheet("shelves", "现存物资", columns, tuple(lines))


def _left(lots: Iterable[Lot]) -> Amount:
    standing = (lot for lot in lots if lot.move.status is Status.STANDING)
    return sum((lot.left for lot in standing), NOTHING)


def _shelf(place: Place, fund: str, lots: Sequence[Lot], going: int) -> Line:
    item, left = lots[0].item, _left(lots)
    coming = sum(
        lot.came.quantity_milli for lot in lots if lot.move.status is Status.WAITING
    )
    cells: tuple[Cell, ...] = (
        *(fund, item.code, item.name, _quantity(left.quantity_milli), item.measure),
        *(left.cost, _quantity(coming), _quantity(going)),
    )
    moves = place.moves(item.code, fund)
    links = {"fund": f"{place.base}/funds/{part(fund)}"}
    return Line(
        cells, links | dict.fromkeys(("quantity", "cost", "coming", "going"), moves)
    )


def _quantity(milli: int) -> str | None:
    return quantity_text(milli) if milli else None


def lots_sheet(place: Place, lots: Iterable[Lot]) -> Sheet:
    """Every lot of which something is left, with its age in days."""
    columns = (
        Column("lot", "批次"),
        Column("on", "入库日", "date"),
        Column("age", "库龄（天）", "count"),
        Column("kind", "来源"),
        Column("fund", "资金"),
        *_NAMED,
        Column("left", "剩余数量", "count"),
        Column("measure", "单位"),
        parts.money("cost", "剩余成本"),
        Column("party", "供货或捐赠", width=2),
        Column("voucher", "凭证"),
    )
    lines = [_lot(place, lot) for lot in lots if lot.move.status is Status.STANDING]
    return Sheet("lots", "各批次的剩余", columns, tuple(line for line in lines if line))


def _lot(place: Place, lot: Lot) -> Line | None:
    left, move = lot.left, lot.move
    if not left:
        return None
    cells: tuple[Cell, ...] = (
        *(f"{move.number}", move.on, lot.age(place.day), Said(move.kind.label)),
        *(lot.fund, lot.item.code, lot.item.name, quantity_text(left.quantity_milli)),
        *(lot.item.measure, left.cost, move.row.party, voucher_of(move)),
    )
    one = place.move(move.number)
    links = {"lot": one, "left": one, "cost": one}
    return Line(cells, links | _links(voucher=place.paper(move)))


def serials_sheet(place: Place, rolls: Iterable[tuple[Item, Roll]]) -> Sheet:
    """The shopping vouchers that may be given, by number, and their face value."""
    columns = (
        Column("fund", "资金"),
        *_NAMED,
        Column("serials", "可发编号", width=2),
        Column("count", "张数", "count"),
        parts.money("faces", "面值合计"),
        Column("lot", "批次"),
    )
    lines = []
    for item, roll in rolls:
        for one, piece in roll.left():
            faces = Money(item.face.fen * piece.count)
            cells: tuple[Cell, ...] = (
                *(one.fund, item.code, item.name, str(piece), piece.count, faces),
                f"{one.move}",
            )
            lot = place.move(one.move)
            lines.append(Line(cells, {"count": lot, "faces": lot, "lot": lot}))
    return Sheet("serials", "购物券现存编号", columns, tuple(lines))


def agreement_sheet(place: Place, found: Iterable[Agreement]) -> Sheet:
    """The register of every fund against the accounts."""
    columns = (
        Column("fund", "资金"),
        parts.money("ledger", "收发登记"),
        parts.money("stock", "库存物品科目"),
        parts.money("counterpart", "对应净资产"),
        Column("agrees", "核对"),
        Column("differing", "不符的张数", "count"),
    )
    lines = []
    for one in found:
        fund = urlencode({"fund": one.fund})
        count = len(one.differing) + len(one.short)
        cells: tuple[Cell, ...] = (
            *(one.fund, one.ledger, one.stock, one.counterpart),
            *(Said("相符" if one.agrees else "不符"), count or None),
        )
        links = {
            "ledger": place.moves("", one.fund),
            "stock": f"{place.base}/balance?{fund}&part=goods",
            "counterpart": f"{place.base}/balance?{fund}",
            "differing": "#differing",
        }
        lines.append(Line(cells, links))
    sheet = Sheet("agreement", "与账面核对", columns, tuple(lines))
    return sheet.without_empty("counterpart", "differing")


def differing_sheet(place: Place, found: Iterable[Agreement]) -> Sheet:
    """Vouchers that stand on stock with other figures, and stock below nothing."""
    columns = (
        Column("fund", "资金"),
        Column("what", "不符之处"),
        Column("ref", "引用号或物品", width=2),
        Column("on", "日期", "date"),
        Column("quantity", "数量", "count"),
    )
    lines = []
    for one in found:
        for ref in one.differing:
            cells: tuple[Cell, ...] = (one.fund, Said("凭证与登记不同"), ref, None, "")
            lines.append(Line(cells, {"ref": f"{place.base}/vouchers/{part(ref)}"}))
        for least in one.short:
            told = Said("登记的结存曾低于零"), least.item, least.on
            cells = (one.fund, *told, quantity_text(least.quantity_milli))
            lines.append(Line(cells, {"ref": place.moves(least.item, one.fund)}))
    note = "启用收发登记以前购入的物资，按“登记期初已有的物资”登记后即相符。"
    sheet = Sheet("differing", "不符的凭证和物品", columns, tuple(lines), note)
    return sheet.without_empty("on", "quantity")


def counts_sheet(found: Iterable[CountedLine]) -> Sheet:
    """What was counted, against what the books said."""
    columns = (
        Column("number", "盘点"),
        Column("on", "日期", "date"),
        Column("fund", "资金"),
        *_NAMED,
        Column("book", "账面数量", "count"),
        Column("counted", "实盘数量", "count"),
        Column("difference", "差异", "count"),
        Column("keeper", "保管人"),
        Column("counter", "盘点人"),
        Column("approval", "批准文件", width=2),
    )
    lines = []
    for one in found:
        difference = one.counted_milli - one.book_milli
        cells: tuple[Cell, ...] = (
            *(f"{one.number}", one.on, one.fund, one.item.code, one.item.name),
            *(quantity_text(one.book_milli), quantity_text(one.counted_milli)),
            *(_quantity(difference), one.keeper, one.counter, one.approval),
        )
        lines.append(Line(cells))
    return Sheet("counts", "盘点记录", columns, tuple(lines))


# -- registers ----------------------------------------------------------------------


def items_sheet(place: Place | None, found: Iterable[Item]) -> Sheet:
    """The items that are kept in stock; without a place they lead nowhere."""
    columns = (
        *_NAMED,
        Column("measure", "单位"),
        Column("kind", "类别"),
        parts.money("face", "面值"),
        Column("account", "科目"),
    )
    lines = []
    for one in found:
        cells: tuple[Cell, ...] = (
            *(one.code, one.name, one.measure, Said(one.kind.label)),
            *(one.face or None, one.account),
        )
        links = {} if place is None else {"item": place.moves(one.code, "")}
        lines.append(Line(cells, links))
    sheet = Sheet("items", "物品登记", columns, tuple(lines))
    return sheet.without_empty("face", "account")


def methods_sheet(found: Iterable[Choice]) -> Sheet:
    """The methods by which cost is found, from their days on."""
    columns = (
        Column("since", "起始日", "date"),
        Column("method", "计价方法"),
        Column("reason", "理由", width=3),
    )
    lines = [Line((one.since, Said(one.method.label), one.reason)) for one in found]
    return Sheet("methods", "发出计价方法", columns, tuple(lines))


# -- moves --------------------------------------------------------------------------

STEPS = (
    ("opening", "期初"),
    ("bought", "购入"),
    ("given", "受赠"),
    ("issued", "发放"),
    ("lost", "报损"),
    ("counted", "盘盈盘亏"),
    ("closing", "期末"),
)
"""How an item goes from opening to closing, by the fields of `Bridge`."""


def bridge_sheets(place: Place, found: Sequence[Bridge]) -> tuple[Sheet, Sheet]:
    """How each item went from opening to closing: by quantity, and by cost."""
    named = (Column("fund", "资金"), *_NAMED)
    counted = (*named, *(Column(key, title, "count") for key, title in STEPS))
    costed = (*named, *(parts.money(key, title) for key, title in STEPS))
    keys = [key for key, _ in STEPS]
    quantities, costs = [], []
    for one in found:
        amounts: list[Amount] = [getattr(one, key) for key in keys]
        head = (one.fund, one.item.code, one.item.name)
        links = dict.fromkeys(keys, place.moves(one.item.code, one.fund))
        told = [_quantity(amount.quantity_milli) for amount in amounts]
        quantities.append(Line((*head, *told), links))
        spent = [parts.amount(amount.cost) for amount in amounts]
        costs.append(Line((*head, *spent), links))
    sums = [sum((getattr(one, key).cost for one in found), ZERO) for key in keys]
    whole = dict.fromkeys(keys, "#moves")
    costs.append(Line((Said("合计"), "", "", *sums), whole, "total"))
    return (
        Sheet("quantities", "收发存数量", counted, tuple(quantities)),
        Sheet("costs", "收发存金额", costed, tuple(costs)),
    )


def moves_sheet(
    place: Place, moves: Iterable[Move], items: dict[int, Item], funds: dict[int, str]
) -> Sheet:
    """Movements one by one, the latest first."""
    columns = (
        Column("move", "收发"),
        Column("on", "日期", "date"),
        Column("kind", "事项"),
        Column("fund", "资金"),
        *_NAMED,
        _QUANTITY,
        parts.money("cost", "金额"),
        Column("recipient", "档案号"),
        Column("purpose", "用途"),
        Column("serials", "编号", width=2),
        Column("voucher", "凭证"),
        Column("status", "状态"),
    )
    lines = []
    for move in moves:
        item, row = items[move.row.item], move.row
        cells: tuple[Cell, ...] = (
            *(f"{move.number}", move.on, Said(move.kind.label), funds[row.fund_id]),
            *(item.code, item.name, quantity_text(move.signed_milli)),
            *(Money(move.signed_fen), row.recipient, row.purpose, row.serials),
            *(voucher_of(move), Said(move.status.label)),
        )
        one = place.move(move.number)
        links = {"move": one, "quantity": one}
        lines.append(
            Line(
                cells,
                links
                | _links(cost=place.paper(move) or one)
                | _links(voucher=place.paper(move)),
            )
        )
    sheet = Sheet("moves", "逐笔收发", columns, tuple(lines))
    return sheet.without_empty("recipient", "purpose", "serials")


def uses_sheet(place: Place, lot: Lot) -> Sheet:
    """What took of a lot, from what came in to what is left."""
    columns = (
        Column("move", "收发"),
        Column("on", "日期", "date"),
        Column("kind", "事项"),
        _QUANTITY,
        parts.money("cost", "金额"),
        Column("recipient", "档案号"),
        Column("voucher", "凭证"),
        Column("status", "状态"),
    )
    came = Use(lot.move, -lot.came)
    lines = [_use(place, use) for use in (came, *lot.uses)]
    left = lot.left
    cells = (quantity_text(left.quantity_milli), left.cost, "", "", "")
    lines.append(Line((Said("剩余"), None, "", *cells), style="total"))
    sheet = Sheet("uses", "这一批的收发", columns, tuple(lines))
    return sheet.without_empty("recipient")


def _use(place: Place, use: Use) -> Line:
    move, amount = use.move, -use.amount
    cells: tuple[Cell, ...] = (
        *(f"{move.number}", move.on, Said(move.kind.label)),
        *(quantity_text(amount.quantity_milli), amount.cost, move.row.recipient),
        *(voucher_of(move), Said(move.status.label)),
    )
    links = _links(voucher=place.paper(move), cost=place.paper(move))
    return Line(cells, {"move": place.move(move.number)} | links)


def taken_sheet(place: Place, move: Move, lots: Iterable[Lot]) -> Sheet:
    """Of which lots a movement took, and at what cost."""
    columns = (
        Column("lot", "批次"),
        Column("on", "入库日", "date"),
        Column("kind", "来源"),
        _QUANTITY,
        parts.money("cost", "金额"),
        Column("voucher", "入库凭证"),
    )
    lines = []
    for lot in lots:
        for use in lot.uses:
            if use.move.number != move.number:
                continue
            came, amount = lot.move, use.amount
            cells: tuple[Cell, ...] = (
                *(f"{came.number}", came.on, Said(came.kind.label)),
                *(quantity_text(amount.quantity_milli), amount.cost, voucher_of(came)),
            )
            one = place.move(came.number)
            links = {"lot": one, "quantity": one, "cost": one}
            lines.append(Line(cells, links | _links(voucher=place.paper(came))))
    return Sheet("taken", "出自哪些批次", columns, tuple(lines))
