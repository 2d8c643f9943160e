"""The tables of hand-outs (发放单): the list, one's lines, and what a check found."""

from collections.abc import Iterable

from aid.handout_judging import Judged
from aid.handout_reading import Handout, LineStanding
from app.web.desk import part
from app.web.sheets import Line, Said, Sheet
from ledger.money import Money
from reports import parts
from reports.report import Cell, Column
from treasury.goods_desk import quantity_text


def handouts_sheet(base: str, found: Iterable[Handout]) -> Sheet:
    """Every hand-out of a unit; `base` is the address of the list."""
    columns = (
        Column("key", "编号"),
        Column("title", "名称", width=3),
        Column("dated_on", "计划日期", "date"),
        Column("project", "项目"),
        Column("fund", "资金"),
        Column("lines", "行数", "count"),
        Column("state", "状态"),
        Column("planner", "编制"),
        Column("approver", "批准"),
        Column("issued_on", "发放日期", "date"),
        parts.money("cost", "成本"),
    )
    lines = []
    for one in found:
        cells: tuple[Cell, ...] = (
            *(one.key, one.title, one.dated_on, Said(one.project.label), one.fund),
            *(one.lines, Said(one.state.label), one.planner, one.approver),
            *(one.issued_on, one.cost if one.lives else None),
        )
        page = f"{base}/{part(one.key)}"
        lines.append(Line(cells, {"key": page, "lines": page, "cost": page}))
    return Sheet("handouts", "发放单", columns, tuple(lines))


def lines_sheet(stock: str, found: Iterable[LineStanding]) -> Sheet:
    """The lines of a hand-out; `stock` is the stock desk, for who may see it."""
    columns = (
        Column("line", "行"),
        Column("recipient", "档案号"),
        Column("member", "家庭成员"),
        Column("item", "物品"),
        Column("name", "名称", width=2),
        Column("quantity", "数量", "count"),
        Column("serials", "编号", width=2),
        parts.money("cost", "成本"),
        Column("state", "状态"),
        Column("returned", "退回数量", "count"),
        Column("signer", "签收人"),
        Column("signed_on", "签收日期", "date"),
    )
    lines = []
    for one in found:
        cells: tuple[Cell, ...] = (
            *(
                f"{one.line}",
                one.recipient,
                f"{one.member}",
                one.item.code,
                one.item.name,
            ),
            *(quantity_text(one.quantity_milli), one.serials),
            *(one.cost if one.move else None, Said(one.state.label)),
            quantity_text(one.returned_milli) if one.returned_milli else None,
            *(one.signer, one.signed_on),
        )
        move = f"{stock}/moves/{one.move}" if stock and one.move else ""
        lines.append(Line(cells, {"quantity": move, "cost": move} if move else {}))
    sheet = Sheet("lines", "逐人各行", columns, tuple(lines))
    return sheet.without_empty("serials", "cost", "returned", "signer", "signed_on")


def checked_sheet(found: Judged) -> Sheet:
    """What each line would be given, and what is told of it."""
    columns = (
        Column("line", "行"),
        Column("recipient", "档案号"),
        Column("item", "物品"),
        Column("quantity", "数量", "count"),
        Column("serials", "编号", width=2),
        parts.money("cost", "成本"),
        Column("told", "提示", width=3),
    )
    told: dict[int, list[str]] = {}
    for place, what in found.told:
        told.setdefault(place, []).append(what)
    lines = []
    for place, one in enumerate(found.planned, 1):
        cells: tuple[Cell, ...] = (
            *(
                f"{place}",
                one.recipient,
                one.item.code,
                quantity_text(one.quantity_milli),
            ),
            *(one.serials_text, Money(one.cost_fen), "；".join(told.get(place, []))),
        )
        lines.append(Line(cells))
    sheet = Sheet("checked", "核对结果", columns, tuple(lines))
    return sheet.without_empty("serials")
