"""库存物品明细账（数量金额式）: every movement of every item, quantity and amount.

1. A ledger for each item of each fund, from what was brought forward to what is left.
2. The bridge of all items; and the ledger held against the accounts on the last day.
3. Of shopping vouchers it tells the serials that are left, and their face value apart
   from their cost.

The figures come from `treasury/goods_ledger.py`.

Basis: 会计基础工作规范 第六十条 (承前页).
"""

from collections.abc import Iterator, Sequence

from ledger.database import Connection
from ledger.money import ZERO, Money
from ledger.register import lookups
from reports import goods_tables, parts
from reports.catalogue import Report, Request
from reports.errors import NoSuchScope
from reports.report import (
    Block,
    Carried,
    Column,
    Document,
    Heading,
    Note,
    Paragraph,
    Row,
    Signatures,
    Table,
)
from reports.wording import sentence
from treasury import costing, goods_items, goods_ledger, goods_signatures, stock
from treasury import serials as serial_ranges
from treasury.goods_desk import quantity_text
from treasury.goods_ledger import Agreement, Bridge, Entry
from treasury.stock import MoveKind, Status

REPORT = Report(
    name="stock_ledger",
    title="库存物品明细账（数量金额式）",
    summary="各项资金各种物品的逐笔收发存数量和金额，购物券附编号，并与账面核对",
)

_SIGNERS = ("财务负责人", "物资保管人", "制表人")


def build(connection: Connection, request: Request) -> Document:
    """Draw up the ledger, of all funds or of one.

    Raises:
        NoSuchScope: several units were asked for; a ledger is of one book.
        NotFound: the unit has no such fund.
    """
    if request.with_subunits:
        raise NoSuchScope("库存物品明细账按单位逐本打印，不汇总下级单位")
    parts.demand_all(request, REPORT.title, funds=False)
    unit = lookups(connection).unit(request.unit)
    if request.fund:
        parts.fund_id(unit, request.fund)
    found = [
        one
        for one in goods_ledger.bridge(
            connection, request.unit, request.span, request.known_at
        )
        if request.fund in {"", one.fund}
    ]
    names = {code: unit.fund_names[id_] for code, id_ in unit.funds.items()}
    bridged = {
        (one.fund, goods_tables.item_title(one)): goods_tables.steps_of(one)
        for one in found
    }
    blocks: list[Block] = [
        Paragraph(_summary(connection, request, found)),
        *goods_tables.tables(bridged, names),
        *_agreement(connection, request, names),
        *_ledgers(connection, request, found, names),
        *_serials(connection, request, names),
        Note(sentence("stock_ledger_notes", office_folder=request.templates)),
    ]
    if note := parts.scope_note(connection, request):
        blocks.append(Note(note))
    return Document(
        name=REPORT.name,
        title=REPORT.title,
        subtitle=f"资金：{names[request.fund]}" if request.fund else "",
        provenance=parts.provenance(connection, request),
        blocks=(*blocks, Signatures(_SIGNERS)),
        landscape=True,
    )


def _summary(connection: Connection, request: Request, found: Sequence[Bridge]) -> str:
    last = request.span.last_day
    known_at = request.known_at
    moves = stock.moves(connection, request.unit, known_at=known_at, on=last)
    chosen = [
        one
        for one in goods_items.choices(connection, request.unit)
        if one.since <= last
    ]
    unsigned = goods_signatures.unsigned(connection, request.unit)
    return sentence(
        "stock_ledger_summary",
        office_folder=request.templates,
        period=parts.period_title(request),
        items=len({one.item.code for one in found}),
        closing=sum((one.closing.cost for one in found), ZERO),
        method=chosen[-1].method.label if chosen else "尚未选定",
        waiting=sum(
            move.status is Status.WAITING and move.row.dated_on <= last
            for move in moves
        ),
        unsigned=sum(move.on <= last for move in unsigned),
    )


# -- agreement ----------------------------------------------------------------------


def _agreement(
    connection: Connection, request: Request, names: dict[str, str]
) -> Iterator[Block]:
    found = [
        one
        for one in goods_ledger.agreement(
            connection, request.unit, request.span.last_day, request.known_at
        )
        if request.fund in {"", one.fund}
    ]
    if not found:
        return
    columns = (
        Column("fund", "资金", width=2),
        parts.money("ledger", "明细账结存"),
        parts.money("stock", "库存物品科目"),
        parts.money("counterpart", "对应净资产"),
        Column("result", "结果"),
        Column("differing", "不符的凭证（引用号）", width=3),
    )
    yield Table(
        columns,
        tuple(_agreement_row(one, names) for one in found),
        caption=f"与账面核对（{request.span.last_day}）",
        name="agreement",
    )


def _agreement_row(one: Agreement, names: dict[str, str]) -> Row:
    result = "相符" if one.agrees else "库存曾为负" if one.short else "不符"
    figures = (one.ledger, one.stock, one.counterpart)
    return Row((names[one.fund], *figures, result, "、".join(one.differing)))


# -- ledgers ------------------------------------------------------------------------

_COLUMNS = (
    Column("on", "日期", "date"),
    Column("voucher", "凭证字号"),
    Column("summary", "摘要", width=3),
    Column("in_quantity", "收入数量", "count"),
    parts.money("in_amount", "收入金额"),
    Column("out_quantity", "发出数量", "count"),
    parts.money("out_amount", "发出金额"),
    Column("left_quantity", "结存数量", "count"),
    parts.money("left_price", "单价"),
    parts.money("left_amount", "结存金额"),
)
# Neither a month nor a year is summed up here: what is left goes over alone.
_CARRIED = Carried({}, ("left_quantity", "left_price", "left_amount"))


def _ledgers(
    connection: Connection,
    request: Request,
    found: Sequence[Bridge],
    names: dict[str, str],
) -> Iterator[Block]:
    entries = goods_ledger.entries(connection, request.unit, request.known_at)
    for number, one in enumerate(found, 1):
        own = [
            entry
            for entry in entries
            if (entry.fund, entry.move.row.item) == (one.fund, one.item.number)
            and request.span.since <= entry.on < request.span.until
            and not entry.opens
        ]
        title = f"{one.item.code} {goods_tables.item_title(one)}"
        yield Heading(f"{title}　资金：{names[one.fund]}", 2)
        rows = tuple(_ledger_rows(request, one, own))
        yield Table(
            _COLUMNS, rows, name=f"ledger_{number}", alike=True, carried=_CARRIED
        )


def _ledger_rows(
    request: Request, one: Bridge, entries: Sequence[Entry]
) -> Iterator[Row]:
    left = one.opening
    brought = ("", "承前结转", "", None, "", None)
    yield Row((request.span.since, *brought, *_left(left)))
    for entry in entries:
        left += goods_ledger.Amount(entry.quantity_milli, entry.cost)
        yield Row((entry.on, entry.voucher, _told(entry), *_moved(entry), *_left(left)))
    incoming = _sum([entry for entry in entries if entry.move.kind.comes_in])
    outgoing = _sum([entry for entry in entries if not entry.move.kind.comes_in])
    sums = (
        quantity_text(incoming.quantity_milli),
        incoming.cost,
        quantity_text(-outgoing.quantity_milli),
        -outgoing.cost,
    )
    yield Row(
        (request.span.last_day, "", "本期合计", *sums, *_left(one.closing)), "subtotal"
    )


def _sum(entries: Sequence[Entry]) -> goods_ledger.Amount:
    whole = goods_ledger.NOTHING
    for entry in entries:
        whole += goods_ledger.Amount(entry.quantity_milli, entry.cost)
    return whole


def _moved(entry: Entry) -> tuple[str, Money | None, str, Money | None]:
    """What came in and went out; what a red voucher took back is negative there."""
    if entry.move.kind.comes_in:
        return quantity_text(entry.quantity_milli), entry.cost, "", None
    return "", None, quantity_text(-entry.quantity_milli), -entry.cost


def _left(left: goods_ledger.Amount) -> tuple[str, Money | None, Money]:
    price = None
    if left.quantity_milli > 0:
        price = Money(costing.proportion(left.cost.fen, 1000, left.quantity_milli))
    return quantity_text(left.quantity_milli), price, left.cost


def _told(entry: Entry) -> str:
    row = entry.move.row
    label = entry.move.kind.label
    undone = "（红字冲销）" if entry.undoes else ""
    who = row.recipient or row.party or row.approval
    more = f"{row.purpose}" if entry.move.kind is MoveKind.ISSUE else ""
    told = "　".join(part for part in (f"{label}{undone}", who, more) if part)
    return f"{told}　{row.serials}" if row.serials else told


# -- serials ------------------------------------------------------------------------


def _serials(
    connection: Connection, request: Request, names: dict[str, str]
) -> Iterator[Block]:
    """What was left of shopping vouchers in the end, by serial, and its face value."""
    rows: list[Row] = []
    for item in goods_items.items(connection, request.unit):
        if not item.is_voucher:
            continue
        by_fund: dict[str, list[serial_ranges.SerialRange]] = {}
        whole = stock.roll(
            connection,
            request.unit,
            item,
            known_at=request.known_at,
            on=request.span.last_day,
        )
        for one, piece in whole.left(request.fund):
            by_fund.setdefault(one.fund, []).append(piece)
        for fund, ranges in sorted(by_fund.items()):
            count = serial_ranges.count(ranges)
            face = Money(item.face.fen * count)
            told = serial_ranges.write(ranges)
            rows.append(Row((names[fund], item.name, count, item.face, face, told)))
    if not rows:
        return
    columns = (
        Column("fund", "资金", width=2),
        Column("item", "购物券", width=2),
        Column("count", "结存张数", "count"),
        parts.money("face", "每张面值"),
        parts.money("faces", "面值合计"),
        Column("serials", "编号", width=4),
    )
    yield Table(
        columns,
        tuple(rows),
        caption="购物券期末结存编号",
        name="serials",
    )
