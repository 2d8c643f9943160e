"""Stock counted (盘点): what is there against what the books say, and what differs.

1. Somebody other than the keeper counts. Nothing may be under way for what is counted:
   it would be there and not there.
2. A difference is settled as approved: what is too much comes in at a value that is
   told, what is missing goes out at its cost by the method of the unit.
3. A count without a difference is on record all the same.

Basis: 工会会计制度（2021）第三十一条 (at least once a year).
"""

import dataclasses
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from budgets.records import text_faults
from ledger.database import Connection
from ledger.money import ZERO, Money
from ledger.people import Act
from ledger.register import append_rows
from treasury import goods_store, stock
from treasury.errors import GoodsRefused
from treasury.goods_counter import Counter, Wanted
from treasury.goods_desk import (
    Desk,
    Moved,
    Occasion,
    Planned,
    enter,
    entered,
    open_desk,
    quantity_text,
    refused,
    sides,
)
from treasury.goods_items import Item, item_of, method_on
from treasury.goods_losses import Spent, loss_faults, loss_postings
from treasury.goods_lots import known_fund, new_ranges, stocked
from treasury.goods_tables import QUANTITY_BOUND
from treasury.stock import MoveKind, Status

if TYPE_CHECKING:
    from ledger.draft_vouchers import DraftPosting

_SHEET = re.compile(r"([0-9a-f]{64})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What is there of an item of a fund.

    `value` is what is too much is worth; `serials` are the ones too many or missing,
    `lots` those missing of goods costed by piece.
    """

    item: str
    fund: str
    quantity_milli: int
    value: Money = ZERO
    serials: str = ""
    lots: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Count(Occasion):
    """A count: who keeps, who counted, what is there, and who approved differences.

    `account`, `purpose`, `appropriation` are asked for on charts where stock has no
    counterpart: on what a shortage is spent, or a surplus is income.
    """

    keeper: str
    counter: str
    lines: tuple[Counted, ...]
    approval: str = ""
    sheet: str = ""
    account: str = ""
    purpose: str = ""
    appropriation: str = ""


@dataclass(frozen=True, slots=True)
class CountMade:
    """A count on record, and what its differences moved, if there are any."""

    number: int
    differences: int
    moved: Moved | None


def count(connection: Connection, made: Count, act: Act) -> CountMade:
    """Put a count on record and hand in what settles its differences.

    Raises:
        GoodsRefused: keeper or counter is not named, the keeper counted, something is
            under way, a difference is not approved or valued; all faults are told.
        NotFound: there is no such unit, person, item or fund.
    """
    desk = open_desk(connection, made, act)
    persons = _persons(desk, made)
    if (before := _stands(desk)) is not None:
        return before
    faults = list(_head_faults(made, persons))
    number = goods_store.next_number(connection, desk.unit.id, "goods_counts")
    differences = _Differences(desk, made, number)
    for place, line in enumerate(made.lines, 1):
        faults += [f"第 {place} 行：{fault}" for fault in differences.take(line)]
    if differences.planned and not made.approval.strip():
        faults.append("有盘盈盘亏，须写明批准文件")
    if faults:
        raise refused(*faults)
    _append(desk, number, persons, differences)
    if not differences.planned:
        return CountMade(number, 0, None)
    planned, postings = differences.planned, differences.postings
    moved = enter(desk, planned, postings, "goods_count", "盘点差异")
    return CountMade(number, len(planned), moved)


def _persons(desk: Desk, made: Count) -> list[int]:
    """Who keeps and who counted; a code that is missing is no unknown person."""
    missing = []
    if not made.keeper.strip():
        missing.append("没有写明保管人")
    if not made.counter.strip():
        missing.append("没有写明盘点人")
    if missing:
        raise refused(*missing)
    return [desk.books.person(made.keeper), desk.books.person(made.counter)]


def _stands(desk: Desk) -> CountMade | None:
    """The count under the reference, if it is the same and was not given up."""
    rows = goods_store.count_by_ref(desk.connection, desk.unit.id, desk.occasion.ref)
    if not rows:
        return None
    moves = stock.moves(desk.connection, desk.unit.code, ref=desk.occasion.ref)
    of_it = [move for move in moves if move.row.counting == rows[-1].number]
    if any(move.status is Status.DROPPED for move in of_it):
        return None
    if bytes(rows[-1].asked) != desk.asked:
        what = f"盘点 {desk.occasion.ref} 已经登记过，但内容不同"
        raise GoodsRefused(what, do="另一次盘点请用另一个引用号")
    return CountMade(rows[-1].number, len(of_it), entered(desk))


def _head_faults(made: Count, persons: list[int]) -> Iterator[str]:
    yield from text_faults(("批准文件", made.approval, False))
    if persons[0] == persons[1]:
        yield "盘点人不能是保管人（物资由他人盘点）"
    if not _SHEET.fullmatch(made.sheet):
        yield "盘点表写 SHA-256 摘要（64 位十六进制小写）"
    if not made.lines:
        yield "没有写明盘点了什么"
    keys = [(line.item, line.fund) for line in made.lines]
    if len(set(keys)) != len(keys):
        yield "同一资金的同一物品应合为一行"


def _append(
    desk: Desk, number: int, persons: list[int], differences: "_Differences"
) -> None:
    unit_id, said = desk.unit.id, differences.made
    head = (
        *(unit_id, number, said.dated_on.isoformat(), *persons),
        *(said.approval, said.sheet, said.ref, desk.asked),
    )
    lines = [(unit_id, number, *line) for line in differences.lines]
    parts = (("goods_count_lines", lines), ("goods_counts", [head]))
    append_rows(desk.connection, desk.unit, parts, desk.act)


class _Differences:
    """The lines of a count as they are worked out, and what settles them."""

    def __init__(self, desk: Desk, made: Count, number: int) -> None:
        self.desk = desk
        self.made = made
        self.number = number
        self.lines: list[tuple[int, int, int, int]] = []
        self.planned: list[Planned] = []
        self.postings: list[DraftPosting] = []
        method = method_on(desk.connection, desk.unit.code, made.dated_on)
        self._counter = Counter(desk, method)

    def take(self, line: Counted) -> list[str]:
        """Work one line out; what is wrong with it."""
        desk, unit = self.desk, self.desk.unit
        item = item_of(desk.connection, unit.code, line.item)
        known_fund(desk, line.fund)
        if not 0 <= line.quantity_milli <= QUANTITY_BOUND:
            return [f"{item.name}：实盘数量不能为负"]
        there = stock.shelf(
            desk.connection, unit.code, item, line.fund, self.made.dated_on
        )
        if there.waiting_in or there.waiting_out:
            return [f"{item.name}：有未入账的收发，先办完再盘点"]
        if self.made.dated_on < there.since:
            return [f"{item.name}：{there.since} 已有发出，盘点日期不能更早"]
        book = there.quantity_milli
        row = (item.number, unit.funds[line.fund], book, line.quantity_milli)
        self.lines.append(row)
        if line.quantity_milli > book:
            faults = self._over(item, line, line.quantity_milli - book)
        elif line.quantity_milli < book:
            faults = self._short(item, line, book - line.quantity_milli)
        else:
            faults = ["账实相符，不写编号、金额"] if line.value or line.serials else []
        return [f"{item.name}：{fault}" for fault in faults]

    def _over(self, item: Item, line: Counted, quantity: int) -> list[str]:
        ranges, faults = new_ranges(self.desk, item, line.serials, quantity)
        if line.value.fen <= 0:
            faults.append(f"盘盈 {quantity_text(quantity)} {item.measure}，须写明价值")
        counterpart = sides(self.desk, item).counterpart
        if not counterpart and not self.made.account:
            faults.append("该科目表须写明盘盈的收入科目")
        one = Planned(
            kind=MoveKind.OVER,
            item=item,
            fund=line.fund,
            quantity_milli=quantity,
            cost_fen=line.value.fen,
            valuation="similar",
            approval=self.made.approval,
            counting=self.number,
            ranges=ranges,
        )
        self.planned.append(one)
        self.postings += stocked(self.desk, one, self.made.account)
        return faults

    def _short(self, item: Item, line: Counted, quantity: int) -> list[str]:
        wanted = Wanted(line.fund, quantity, line.serials, line.lots)
        one, faults = self._counter.take(item, wanted)
        made = self.made
        spent: Spent = (made.account, made.purpose, made.appropriation)
        faults += loss_faults(self.desk, item, line.fund, spent)
        if line.value:
            faults.append("盘亏按账面成本，不写价值")
        if one is not None:
            one = dataclasses.replace(
                one,
                kind=MoveKind.SHORT,
                approval=made.approval,
                counting=self.number,
            )
            self.planned.append(one)
            if one.cost_fen:
                self.postings += loss_postings(self.desk, one, spent)
        return faults
