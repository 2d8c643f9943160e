"""What vouchers spend of a budget (L9). Pure.

Aid money spent by a voucher entered here names a reservation of its very line once the
unit is under control; history, the bank's fees, adjustments and the year's end need
none. What is spent on a line counts, whether it names a reservation or not.

Cost: a dictionary look-up for each posting.
"""

from collections.abc import Iterator
from typing import NamedTuple

from ledger.appropriations import Appropriations, Made, Row, Standing, Taken, moved
from ledger.entries import Entry
from ledger.errors import Problem
from ledger.money import grouped_yuan
from ledger.vouchers import Entered, Kind


class Spent(NamedTuple):
    """What a voucher spends of one appropriation under one key, in fen."""

    line: Standing
    key: str
    amount: int


def problems(
    entry: Entry, budget: Appropriations, asked: set[int], general: set[int]
) -> Iterator[Problem]:
    """L9: aid money spent names a reservation of its line, with enough left.

    Args:
        entry: the voucher.
        budget: the unit's appropriations as they stand before it.
        asked: accounts on which such a voucher needs a reservation.
        general: funds that are the union's other money.
    """
    if entry.entered == Entered.YEAR_END or entry.kind == Kind.OPENING:
        return
    asks = bool(budget.since) and budget.since <= entry.dated_on
    if asks:
        for number, posted in enumerate(entry.lines, 1):
            if posted[2] > 0 and posted[0] in asked and posted[1] not in general:
                line = _line(entry, posted, budget)
                problem = _key_problem(str(posted[KEY]), line, budget)
                if problem is not None:
                    what, do = problem
                    yield Problem(
                        "L9", what, do=do, line=number, column="appropriation"
                    )
    for _, key, amount in spends(entry, budget):
        if key and amount > 0:
            yield from _held_problems(key, amount, entry.dated_on, budget)


KEY = 14
"""Where a line of a voucher carries its appropriation key."""


def _line(
    entry: Entry, posted: tuple[object, ...], budget: Appropriations
) -> Standing | None:
    key = (entry.period // 100, posted[1], posted[0], posted[4] or "")
    return budget.lines.get(key)  # type: ignore[arg-type] # columns of a line


def _key_problem(
    key: str, line: Standing | None, budget: Appropriations
) -> tuple[str, str] | None:
    if line is None:
        return (
            "这笔支出没有预算指标",
            "核对资金、科目和用途；确需支出的，先经决议调整预算",
        )
    if not key:
        return (
            f"支出须注明预算指标号；该指标可用 {grouped_yuan(line.available)} 元",
            "先用 bangfu budget reserve 预留，再填预留号",
        )
    held = budget.held.get(key)
    if held is None:
        return ("没有这个预留号", "用 bangfu budget reservations 查看，或先预留")
    if held.appropriation_id != line.id:
        return (
            "预留号属于另一项预算指标",
            "预留号与资金、科目、用途、年度须一致",
        )
    return None


def _held_problems(
    key: str, amount: int, day: str, budget: Appropriations
) -> Iterator[Problem]:
    held = budget.held[key]
    if held.released:
        yield Problem("L9", "预留已经释放", key, "重新预留", column="appropriation")
    elif held.left < amount:
        yield Problem(
            "L9",
            "支出超过预留金额",
            f"预留剩余 {grouped_yuan(held.left)} 元，本凭证支出"
            f" {grouped_yuan(amount)} 元，超出 {grouped_yuan(amount - held.left)} 元",
            "减少支出，或另行预留差额",
            column="appropriation",
        )
    if held.expires_on < day:
        yield Problem(
            "L9",
            "预留已经过期",
            f"有效期至 {held.expires_on}",
            "先释放，再重新预留",
            column="appropriation",
        )


def spends(entry: Entry, budget: Appropriations) -> list[Spent]:
    """The voucher's net spending by appropriation and key, nothing where it is none.

    A key that is no reservation of its very line counts as none.
    """
    if entry.entered == Entered.YEAR_END or entry.kind == Kind.OPENING:
        return []
    sums: dict[tuple[int, str], Spent] = {}
    for posted in entry.lines:
        line = _line(entry, posted, budget)
        if line is None:
            continue
        key = str(posted[KEY])
        held = budget.held.get(key)
        if held is None or held.appropriation_id != line.id:
            key = ""
        found = sums.get((line.id, key), Spent(line, key, 0))
        net = posted[2] - posted[3]
        sums[line.id, key] = found._replace(amount=found.amount + net)
    return [one for one in sums.values() if one.amount]


def use(
    unit_id: int, entry: Entry, position: int, budget: Appropriations, made: Made
) -> list[Row]:
    """The moves of a voucher, in the columns of their table."""
    return [
        moved(
            unit_id,
            line,
            Taken("use", amount, reservation=key or None, position=position),
            budget.held.get(key),
            made,
        )
        for line, key, amount in spends(entry, budget)
    ]
