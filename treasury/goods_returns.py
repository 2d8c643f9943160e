"""Goods that come back (退回) of an issue that stands.

1. What comes back is a lot of its own, at the cost with which it went; the last piece
   that comes back takes what is left of it.
2. Serials come back to their range, and may go out again once the return stands.
3. What somebody signed for comes back on paper alone: whoever gives it back signs a
   slip, whose SHA-256 stands with the reason. One person's word takes no signature off.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from budgets.records import text_faults
from ledger.database import Connection
from ledger.draft_vouchers import DraftPosting
from ledger.errors import NotFound
from ledger.money import yuan
from ledger.people import Act
from treasury import costing, goods_store, serials, stock
from treasury.goods_desk import (
    Desk,
    Moved,
    Occasion,
    Picked,
    Planned,
    enter,
    entered,
    open_desk,
    quantity_faults,
    quantity_text,
    refused,
    sides,
    stock_posting,
)
from treasury.goods_items import Item, items
from treasury.goods_signatures import SHEET
from treasury.serials import SerialError
from treasury.stock import Move, MoveKind, Roll, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Return(Occasion):
    """What comes back of an issue, by the number of its movement."""

    issue: int
    quantity_milli: int
    reason: str
    serials: str = ""
    sheet: str = ""
    """SHA-256 of the slip that who gives it back signed (3)."""


@dataclass(frozen=True, slots=True)
class Back:
    """What comes back of one issue, by the number of its movement."""

    issue: int
    quantity_milli: int
    serials: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Returns(Occasion):
    """What comes back of several issues under one voucher."""

    lines: tuple[Back, ...]
    reason: str
    sheet: str = ""
    """SHA-256 of the slip that who gives it back signed (3)."""


def worded(reason: str, sheet: str) -> str:
    """The reason as it is kept, with the slip where there is one (3)."""
    return f"{reason}（退回单 {sheet}）" if sheet else reason


def take_back(connection: Connection, back: Return, act: Act) -> Moved:
    """Enter what comes back of an issue, at the cost with which it went.

    Raises:
        GoodsRefused: it is more than was given, or the issue does not stand.
        NotFound: there is no such unit or issue.
    """
    line = Back(back.issue, back.quantity_milli, back.serials)
    return _take_back(connection, back, (line,), act)


def take_back_all(connection: Connection, back: Returns, act: Act) -> Moved:
    """Enter what comes back of several issues, all or nothing; goods are read once.

    Raises:
        GoodsRefused: as `take_back`, of any of them; all is told.
        NotFound: there is no such unit or issue.
    """
    return _take_back(connection, back, back.lines, act)


def _take_back(
    connection: Connection,
    said: Return | Returns,
    lines: Sequence[Back],
    act: Act,
) -> Moved:
    desk = open_desk(connection, said, act)
    if (before := entered(desk)) is not None:
        return before
    known = {move.number: move for move in stock.moves(connection, said.unit)}
    kept = {one.number: one for one in items(connection, said.unit)}
    faults = [*_said_faults(connection, desk, said, lines)]
    reason = worded(said.reason, said.sheet)
    rolls: dict[str, Roll] = {}
    planned: list[Planned] = []
    postings: list[DraftPosting] = []
    for line in lines:
        source = known.get(line.issue)
        if source is None or source.kind is not MoveKind.ISSUE:
            do = "用 bangfu money goods ledger 查看编号"
            raise NotFound("发放", str(line.issue), do)
        returned = [
            move
            for move in known.values()
            if move.row.source == line.issue and move.alive
        ]
        item = kept[source.row.item]
        if item.is_voucher and item.code not in rolls:
            rolls[item.code] = stock.roll(connection, said.unit, item)
        of = source, returned, rolls.get(item.code)
        one, wrong = _planned(desk, item, of, line)
        faults += wrong
        if wrong:
            continue
        planned.append(replace(one, approval=reason))
        if one.cost_fen:
            postings += _back_postings(desk, one, source)
    if faults:
        raise refused(*faults)
    told = "、".join(dict.fromkeys(one.item.name for one in planned))
    summary = f"退回{planned[0].told if len(planned) == 1 else told}"
    return enter(desk, planned, postings, "goods_return", summary)


def _said_faults(
    connection: Connection, desk: Desk, said: Return | Returns, lines: Sequence[Back]
) -> Iterator[str]:
    """What is wrong with the reason, the slip and the lines as they were said (3)."""
    yield from text_faults(("退回原因", said.reason, True))
    if len({line.issue for line in lines}) < len(lines) or not lines:
        yield "每笔发放写一次，至少写明一笔"
    signed = {row.move for row in goods_store.signatures(connection, desk.unit.id)}
    if said.sheet and not SHEET.fullmatch(said.sheet):
        yield "退回单写 SHA-256 摘要（64 位十六进制小写）"
    elif not said.sheet and signed & {line.issue for line in lines}:
        yield "已经签收的，凭交还人签字的退回单退回：附上扫描件，或写它的 SHA-256 摘要"


def _planned(
    desk: Desk,
    item: Item,
    of: tuple[Move, Sequence[Move], Roll | None],
    line: Back,
) -> tuple[Planned, list[str]]:
    """The movement that brings a line back, and what is wrong with it."""
    source, returned, roll = of
    left = source.row.quantity_milli - sum(m.row.quantity_milli for m in returned)
    faults = [*quantity_faults(line.quantity_milli)]
    if source.status is not Status.STANDING:
        faults.append(f"该发放{source.status.label}，已入账的才能退回")
    if desk.occasion.dated_on < source.on:
        faults.append(f"退回日期早于发放日期 {source.on}")
    if line.quantity_milli > left:
        faults.append(f"该发放至多还可退回 {quantity_text(left)} {item.measure}")
    picked, wrong = _pick_back(roll, source, line)
    faults += wrong
    cost = source.row.cost_fen - sum(m.row.cost_fen for m in returned)
    one = Planned(
        kind=MoveKind.RETURN,
        item=item,
        fund=desk.unit.fund_codes[source.row.fund_id],
        quantity_milli=line.quantity_milli,
        cost_fen=costing.proportion(cost, line.quantity_milli, left) if left else 0,
        valuation="issue",
        source=line.issue,
        picked=picked,
    )
    return one, faults


def _pick_back(
    whole: Roll | None, source: Move, back: Back
) -> tuple[tuple[Picked, ...], list[str]]:
    """The serials that come back; `whole` is of shopping vouchers alone."""
    if whole is None:
        return (), ["只有购物券有编号"] if back.serials.strip() else []
    try:
        asked = serials.read(back.serials)
    except SerialError as error:
        return (), [str(error)]
    if (count := serials.count(asked)) * 1000 != back.quantity_milli:
        told = quantity_text(back.quantity_milli)
        return (), [f"编号共 {count} 张，数量却是 {told} 张"]
    picked = [
        Picked(gone.range_move, gone.range_part, span.common(piece))
        for gone in whole.gone
        if gone.move == source.number
        for piece in whole.still_out(gone, asked_back=True)
        for span in asked
        if span.meets(piece)
    ]
    lacking = serials.without(asked, [one.serials for one in picked])
    if lacking:
        return (), [f"编号 {serials.write(lacking)} 不属于该发放，或已退回"]
    return tuple(picked), []


def _back_postings(desk: Desk, one: Planned, source: Move) -> Iterator[DraftPosting]:
    """The lines of the issue the other way round."""
    accounts = sides(desk, one.item)
    against = accounts.counterpart or _spent_on(desk, source)
    yield stock_posting(accounts.stock, one, debit=True)
    yield DraftPosting(
        account=against,
        fund=one.fund,
        credit=yuan(one.cost_fen),
        purpose=source.row.purpose,
        recipient=source.row.recipient,
    )


def _spent_on(desk: Desk, source: Move) -> str:
    """The account on which an issue was spent, where stock has no counterpart."""
    assert source.row.position is not None
    account = goods_store.spent_on(
        desk.connection, desk.unit.id, source.row.position, source.row.fund_id
    )
    return desk.books.account_codes[account]
