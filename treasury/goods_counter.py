"""The counter (发货): what leaves the shelves, for several lines one after the other.

1. There is what has come in by the day and was not taken; what waits for its voucher
   is not there yet, and what was handed in is gone already.
2. Days go forward: nothing leaves before what left last of its item and fund, so that
   stock is never below nothing on any day.
3. Shopping vouchers leave by serial, out of the fund's own ranges.
"""

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from treasury import costing, serials, stock
from treasury.costing import Layer, Method, Taken, TooLittle
from treasury.goods_desk import Desk, Picked, Planned, quantity_faults, quantity_text
from treasury.goods_items import Item
from treasury.serials import SerialError, SerialRange
from treasury.stock import MoveKind, Registered, Roll, Shelf


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for of an item; `lots` are of goods costed by piece."""

    fund: str
    quantity_milli: int
    serials: str = ""
    lots: tuple[tuple[int, int], ...] = ()


class Counter:
    """Takes what several lines ask for, one after the other, off the same shelves."""

    def __init__(self, desk: Desk, method: Method) -> None:
        self.desk = desk
        self.method = method
        self._shelves: dict[tuple[str, str], Shelf] = {}
        self._left: dict[tuple[str, str], list[tuple[Registered, SerialRange]]] = {}
        self._rolls: dict[str, Roll] = {}

    def take(self, item: Item, wanted: Wanted) -> tuple[Planned | None, list[str]]:
        """What leaves stock for one line, or what is wrong with it."""
        faults = list(quantity_faults(wanted.quantity_milli))
        if faults:
            return None, faults
        key = item.code, wanted.fund
        there = self._shelf(item, wanted.fund)
        faults += self._day_faults(there)
        picked, wrong = self._pick(item, wanted)
        faults += wrong
        if faults:
            return None, faults
        lots = wanted.lots
        if self.method is Method.SPECIFIC and item.is_voucher:
            lots = tuple((one.range_move, one.serials.count * 1000) for one in picked)
        try:
            takings = costing.take(
                there.layers, wanted.quantity_milli, self.method, lots
            )
        except TooLittle:
            return None, [self._too_little(item, there, wanted)]
        self._shelves[key] = dataclasses.replace(
            there, layers=_left(there.layers, takings)
        )
        self._cut(key, picked)
        planned = Planned(
            kind=MoveKind.VOID,
            item=item,
            fund=wanted.fund,
            quantity_milli=wanted.quantity_milli,
            cost_fen=sum(one.cost_fen for one in takings),
            method=self.method,
            takings=takings,
            picked=picked,
        )
        return planned, []

    def _shelf(self, item: Item, fund: str) -> Shelf:
        key = item.code, fund
        if key not in self._shelves:
            self._shelves[key] = stock.shelf(
                self.desk.connection,
                self.desk.unit.code,
                item,
                fund,
                self.desk.occasion.dated_on,
            )
        return self._shelves[key]

    def _day_faults(self, there: Shelf) -> Iterator[str]:
        if self.desk.occasion.dated_on < there.since:
            yield f"{there.since} 已有该资金该物品的发出，日期不能更早"
        if there.overtaken:
            told = "、".join(there.overtaken)
            yield f"入库凭证 {told} 已冲销，但其物品已经发出，先更正发出"

    def _too_little(self, item: Item, there: Shelf, wanted: Wanted) -> str:
        if self.method is Method.SPECIFIC and there.quantity_milli >= (
            wanted.quantity_milli
        ):
            left = "、".join(
                f"{layer.lot}（{quantity_text(layer.quantity_milli)}）"
                for layer in there.layers
                if layer.quantity_milli
            )
            return f"个别计价须写明批次和数量，且不超过批次结存：{left}"
        short = quantity_text(wanted.quantity_milli - there.quantity_milli)
        there_is = quantity_text(there.quantity_milli)
        waiting = [
            f"{label} {quantity_text(milli)}"
            for label, milli in (
                ("尚未入账的收入", there.waiting_in),
                ("已交单未入账的发出", there.waiting_out),
            )
            if milli
        ]
        more = f"（另有{'、'.join(waiting)}）" if waiting else ""
        measure = item.measure
        return f"可发 {there_is} {measure}，缺 {short} {measure}{more}"

    def _pick(self, item: Item, wanted: Wanted) -> tuple[tuple[Picked, ...], list[str]]:
        """The serials asked for, each out of its range."""
        if not item.is_voucher:
            wrong = "只有购物券有编号"
            return (), [wrong] if wanted.serials.strip() else []
        try:
            asked = serials.read(wanted.serials)
        except SerialError as error:
            return (), [str(error)]
        if (count := serials.count(asked)) * 1000 != wanted.quantity_milli:
            told = quantity_text(wanted.quantity_milli)
            return (), [f"编号共 {count} 张，数量却是 {told} 张"]
        picked = [
            Picked(one.move, one.part, span.common(free))
            for span in asked
            for one, free in self._free(item, wanted.fund)
            if span.meets(free)
        ]
        lacking = serials.without(asked, [one.serials for one in picked])
        if lacking:
            told = serials.write(lacking)
            return (), [f"编号 {told} 不在该资金的结存之内，或已发出"]
        return tuple(picked), []

    def _free(self, item: Item, fund: str) -> list[tuple[Registered, SerialRange]]:
        """What of an item's ranges is there to be given, the lines before left out."""
        key = item.code, fund
        if key not in self._left:
            if item.code not in self._rolls:
                self._rolls[item.code] = stock.roll(
                    self.desk.connection, self.desk.unit.code, item
                )
            self._left[key] = list(self._rolls[item.code].left(fund))
        return self._left[key]

    def _cut(self, key: tuple[str, str], picked: Sequence[Picked]) -> None:
        """Leave out what a line takes."""
        if picked:
            gone = [one.serials for one in picked]
            self._left[key] = [
                (one, left)
                for one, piece in self._left[key]
                for left in (
                    serials.without([piece], gone)
                    if any(piece.meets(span) for span in gone)
                    else (piece,)
                )
            ]


def _left(layers: Sequence[Layer], takings: Sequence[Taken]) -> tuple[Layer, ...]:
    gone = {one.lot: one for one in takings}
    nothing = Taken(0, 0, 0)
    return tuple(
        Layer(
            layer.lot,
            layer.quantity_milli - gone.get(layer.lot, nothing).quantity_milli,
            layer.cost_fen - gone.get(layer.lot, nothing).cost_fen,
        )
        for layer in layers
    )
