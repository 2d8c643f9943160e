"""The gap test over the bills that are held (票据缺号检查), from the rows alone.

1. Within a range every number is issued, void or still blank, and blanks stand only at
   the end; two ranges never meet.
2. Every bill is of a range that is held; one that stands is of what is left of a gift
   whose voucher was not cancelled.
3. Told as well: void bills of which a copy is missing, and gifts that came and have no
   bill.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ledger.database import Connection
from treasury.bills import Bill, Stock, bills, stocks
from treasury.donations import Gift, gifts


@dataclass(frozen=True, slots=True)
class Held:
    """A range, and how its bills stand; `following` is the next blank number."""

    stock: Stock
    issued: int
    void: int
    blank: int
    following: str


@dataclass(frozen=True, slots=True)
class Matter:
    """Something about the bills that has to be looked into."""

    what: str
    do: str
    grave: bool = True


def held(connection: Connection, unit: str) -> tuple[Held, ...]:
    """Every range with how many of its bills are issued, void and blank.

    Raises:
        NotFound: there is no such unit.
    """
    used = bills(connection, unit)
    return tuple(_held(stock, used) for stock in stocks(connection, unit))


def check(connection: Connection, unit: str) -> tuple[Matter, ...]:
    """Everything about the bills of a unit that has to be looked into.

    Raises:
        NotFound: there is no such unit.
    """
    ranges, used = stocks(connection, unit), bills(connection, unit)
    return tuple(matters(ranges, used, gifts(connection, unit)))


def matters(
    ranges: Sequence[Stock], used: Sequence[Bill], given: Sequence[Gift]
) -> Iterator[Matter]:
    """What is wrong with bills, ranges and gifts as they are told."""
    for place, stock in enumerate(ranges):
        yield from _gaps(stock, used)
        for other in ranges[:place]:
            if other.code == stock.code and _meet(other, stock):
                told = (
                    f"票据 {stock.code} 第 {other.number} 批与第 {stock.number} 批重叠"
                )
                yield Matter(told, "核对领购记录")
    for one in used:
        if not any(stock.holds(one.code, one.number) for stock in ranges):
            told = f"票据 {one.code} 第 {one.number} 号不在库存号段内"
            yield Matter(told, "查明来源，补记领购")
        if one.voided_on is not None and not one.returned:
            told = f"票据 {one.code} 第 {one.number} 号作废，有联次没有收回"
            yield Matter(told, f"保存声明：{one.paper}", grave=False)
    yield from _against_gifts(used, given)


def _gaps(stock: Stock, used: Sequence[Bill]) -> Iterator[Matter]:
    numbers = {one.number for one in used if stock.holds(one.code, one.number)}
    if not numbers:
        return
    for number in range(stock.first, max(numbers)):
        if number not in numbers:
            told = f"票据 {stock.code} 缺号：{stock.told(number)}"
            yield Matter(told, "找到该号票据，作废或补记开具")


def _against_gifts(used: Sequence[Bill], given: Sequence[Gift]) -> Iterator[Matter]:
    by_key = {one.key: one for one in given}
    billed: dict[str, Bill] = {}
    for one in used:
        if not one.stands:
            continue
        if one.gift in billed:
            told = f"捐赠 {one.gift} 有两份有效票据"
            yield Matter(told, "收回一份并作废")
        billed[one.gift] = one
        gift = by_key.get(one.gift)
        if gift is not None and gift.cancelled:
            told = f"票据 {one.code} 第 {one.number} 号的捐赠 {one.gift} 已冲销"
            yield Matter(told, "收回各联并作废")
        elif gift is None or gift.left != one.amount:
            told = f"票据 {one.code} 第 {one.number} 号与捐赠 {one.gift} 的金额不符"
            yield Matter(told, "收回作废，按实收金额重新开具")
    for gift in given:
        if gift.received and gift.left and gift.key not in billed:
            told = f"捐赠 {gift.key} 已收到，没有开具票据"
            yield Matter(told, "开具票据；捐赠人不要票据的，记明", grave=False)


def _held(stock: Stock, used: Sequence[Bill]) -> Held:
    mine = [one for one in used if stock.holds(one.code, one.number)]
    out = sum(one.stands for one in mine)
    blank = stock.last - stock.first + 1 - len(mine)
    following = stock.told(stock.last - blank + 1) if blank else ""
    return Held(stock, out, len(mine) - out, blank, following)


def _meet(one: Stock, other: Stock) -> bool:
    return one.first <= other.last and other.first <= one.last
