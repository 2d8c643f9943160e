"""Lots to be (批次): what comes in, judged before it is entered.

1. A lot has an item, a fund, a quantity in thousandths and a cost to the fen.
2. A lot of shopping vouchers has serials, as many as pieces; none of them is in another
   lot of theirs that lives.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ledger.draft_vouchers import DraftPosting
from ledger.errors import NotFound
from ledger.money import Money, yuan
from treasury import serials, stock
from treasury.goods_desk import (
    Desk,
    Planned,
    quantity_faults,
    quantity_text,
    sides,
    stock_posting,
)
from treasury.goods_items import Item, item_of
from treasury.serials import SerialError, SerialRange
from treasury.stock import MoveKind


@dataclass(frozen=True, slots=True, kw_only=True)
class LotLine:
    """Something of a fund that comes in, and what all of it cost."""

    item: str
    fund: str
    quantity_milli: int
    cost: Money
    serials: str = ""


def lots(
    desk: Desk, kind: MoveKind, lines: Sequence[LotLine], valuation: str, party: str
) -> tuple[list[Planned], list[str]]:
    """Each line as a lot to be, and what is wrong with any of them."""
    planned: list[Planned] = []
    faults: list[str] = [] if lines else ["没有写明任何物品"]
    for place, line in enumerate(lines, 1):
        item = item_of(desk.connection, desk.unit.code, line.item)
        known_fund(desk, line.fund)
        found: list[str] = list(quantity_faults(line.quantity_milli))
        if line.cost.fen <= 0:
            found.append("金额应大于零")
        ranges, wrong = new_ranges(desk, item, line.serials, line.quantity_milli)
        found += wrong
        faults += [f"第 {place} 行（{item.name}）：{fault}" for fault in found]
        planned.append(
            Planned(
                kind=kind,
                item=item,
                fund=line.fund,
                quantity_milli=line.quantity_milli,
                cost_fen=line.cost.fen,
                valuation=valuation,
                party=party,
                ranges=ranges,
            )
        )
    faults += _overlaps(planned)
    return planned, faults


def new_ranges(
    desk: Desk, item: Item, text: str, quantity_milli: int
) -> tuple[tuple[SerialRange, ...], list[str]]:
    """The serials of a lot to be, and what is wrong with them."""
    if not item.is_voucher:
        return (), ["只有购物券有编号"] if text.strip() else []
    try:
        ranges = serials.read(text)
    except SerialError as error:
        return (), [str(error)]
    faults = []
    if (count := serials.count(ranges)) * 1000 != quantity_milli:
        told = quantity_text(quantity_milli)
        faults.append(f"编号共 {count} 张，数量却是 {told} 张")
    for one in stock.roll(desk.connection, desk.unit.code, item).registered:
        for span in ranges:
            dead = one.status in {stock.Status.DROPPED, stock.Status.CANCELLED}
            if not dead and one.serials.meets(span):
                common = span.common(one.serials)
                faults.append(f"编号 {common} 已在第 {one.move} 号批次登记")
    return ranges, faults


def _overlaps(planned: Sequence[Planned]) -> Iterator[str]:
    seen: list[tuple[int, SerialRange]] = []
    for one in planned:
        for span in one.ranges:
            if any(n == one.item.number and span.meets(o) for n, o in seen):
                yield f"编号 {span} 与另一行重叠"
            seen.append((one.item.number, span))


def stocked(desk: Desk, one: Planned, income: str = "") -> Iterator[DraftPosting]:
    """What came in, and what it stands against; money paid comes on top."""
    accounts = sides(desk, one.item)
    yield stock_posting(accounts.stock, one, debit=True)
    if against := accounts.counterpart or income:
        yield DraftPosting(account=against, fund=one.fund, credit=yuan(one.cost_fen))


def purpose_faults(desk: Desk, fund: str, purpose: str) -> Iterator[str]:
    """Whether a fund may be spent on a purpose (L8)."""
    fund_id = desk.unit.funds[fund]
    allowed = desk.unit.purposes[fund_id]
    listed = "、".join(sorted(allowed)) or "（未登记任何用途）"
    if not purpose:
        if fund_id in desk.unit.restricted:
            yield f"资金 {fund} 限定用途，须写明用途：{listed}"
    elif purpose not in allowed:
        yield f"资金 {fund} 不允许“{purpose}”（专款专用 L8），允许：{listed}"


def known_fund(desk: Desk, fund: str) -> None:
    """Demand that the unit has a fund.

    Raises:
        NotFound: it has none of that code.
    """
    if fund not in desk.unit.funds:
        raise NotFound("资金", fund, "用 bangfu books funds 查看本单位的资金")
