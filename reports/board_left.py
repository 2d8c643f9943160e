"""Page 3 of the board pack: what is left, where it lies, and what of it is free.

1. What is left is the balance of 帮扶资金收支表; each fund of each unit is aged as if
   what came first had been spent first.
2. What is promised, lent, tied to a day or under way is told as of the last day.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from aid.committed import Committed, committed
from audit.store import read_history
from ledger.funds import Origin
from ledger.money import ZERO, Money
from ledger.periods import last_day, next_period, period_of
from reports import fund_flows, parts
from reports.board_parts import SOURCES, Board, summed
from reports.budget_parts import filled
from reports.fund_flows import Flow
from reports.fund_parts import Part
from reports.report import (
    Block,
    Cell,
    Chart,
    Column,
    Heading,
    Paragraph,
    Row,
    Series,
    Table,
)
from treasury import transfers
from treasury.advances import Advance, advances
from treasury.gift_limits import TimedGift, timed_gifts
from treasury.transfer_ages import Wait, Waiting

ENDING_MONTHS = 6
"""A gift that ends within so many months is about to end."""

YEARS_TOLD = 3
"""Years in which money came that are told one by one, the year itself among them."""


# -- how old money is ---------------------------------------------------------------

Ages = tuple[Money, ...]
"""What is left of each year told, the latest first; of before; what is overdrawn."""


def ages(board: Board) -> Mapping[Origin, Ages]:
    """The balance of every aid fund by the year in which it came, by origin (1)."""
    found: dict[Origin, list[Money]] = {}
    by_unit: dict[str, dict[str, Counter[int]]] = {}
    for code in board.units:
        years = by_unit.setdefault(code, {})
        for month in read_history(board.connection, code, board.so_far.until):
            # When that came which the books opened with, they do not tell.
            year = month.period // 100 if month.period % 100 else 0
            years.setdefault(month.fund, Counter())[year] += month.received_fen
    for code, flow in _funds(board):
        came = by_unit[code].get(flow.key, Counter())
        sums = found.setdefault(flow.origin, [ZERO] * (YEARS_TOLD + 2))
        for place, amount in enumerate(_aged(flow.closing, came, board.year)):
            sums[place] += amount
    return {origin: tuple(sums) for origin, sums in found.items()}


def _funds(board: Board) -> Iterator[tuple[str, Flow]]:
    """Every aid fund with the unit that keeps it."""
    for code, flows in board.unit_flows.items():
        for flow in board.told(flows):
            yield code, flow


def _aged(held: Money, came: Mapping[int, int], year: int) -> Iterator[Money]:
    """A balance by years, the latest first, then what is older, what is lacking."""
    left = max(held, ZERO)
    for one in range(year, year - YEARS_TOLD, -1):
        part = min(left, max(Money(came.get(one, 0)), ZERO))
        left -= part
        yield part
    yield left
    yield min(held, ZERO)


def age_titles(year: int) -> tuple[str, ...]:
    """The years told, the latest first, and what is older."""
    named = (f"{one}年收到" for one in range(year, year - YEARS_TOLD, -1))
    return (*named, "更早或建账时已有")


def ages_chart(board: Board, found: Mapping[Origin, Ages]) -> Iterator[Chart]:
    """What is left by the year in which it came; nothing where all is used."""
    sums = [summed([one[place] for one in found.values()]) for place in _PLACES]
    if not any(sums):
        return
    yield Chart(
        name="ages_chart",
        caption="还没有用的钱是哪一年收到的（各来源见下表）",
        axis="收到的年份",
        places=age_titles(board.year),
        series=(Series("left", "还没有用的钱", tuple(sums)),),
        low=True,
    )


_PLACES = range(YEARS_TOLD + 1)


def _ages_table(board: Board, found: Mapping[Origin, Ages]) -> Table:
    keys = ("year", "year_before", "two_before", "older")
    columns = (
        Column("source", "来源", width=2),
        *map(parts.money, keys, age_titles(board.year)),
        parts.money("overdrawn", "减：透支"),
        parts.money("closing", "合计"),
    )
    rows = []
    for _, name, origins in SOURCES:
        of = [found[one] for one in origins if one in found]
        rows.append(Row(_age_cells(name, of)))
    rows.append(Row(_age_cells("合计", tuple(found.values())), "total"))
    kept, told = filled(columns, rows, {"overdrawn"})
    return Table(kept, told, name="ages", dense=True)


def _age_cells(name: str, of: Sequence[Ages]) -> tuple[Cell, ...]:
    sums = [summed([one[place] for one in of]) for place in range(YEARS_TOLD + 2)]
    return (name, *map(parts.amount, sums), summed(sums))


# -- where it lies ------------------------------------------------------------------

FORMS_TOLD = (
    (Part.BANK, "银行存款"),
    (Part.CASH, "现金"),
    (Part.QUOTA, "财政额度"),
    (Part.ADVANCE, "垫付借出"),
    (Part.RECEIVABLE, "别人欠的"),
    (Part.GOODS, "物资"),
    (Part.PAYABLE, "减：欠别人的"),
)
ALWAYS_TOLD = (Part.BANK, Part.CASH)


def _forms(board: Board, goods: Money) -> Table:
    """The balance by form; goods that are written down twice beside it."""
    columns = (
        Column("form", "放在哪里", width=2),
        parts.money("amount", "金额"),
        Column("told", "说明", width=5),
    )
    whole = board.whole

    def row(key: str, name: str, amount: Money, style: str = "plain") -> Row:
        told = board.words("form", form=key, entrusted=whole.entrusted, goods=goods)
        return Row((name, amount, told), "total" if style == "total" else "plain")

    rows = [
        row(part.value, name, whole.forms[part])
        for part, name in FORMS_TOLD
        if part in ALWAYS_TOLD or whole.forms[part]
    ]
    rows.append(row("closing", "合计（结存）", whole.closing, "total"))
    beside = goods - whole.forms[Part.GOODS]
    if beside:
        rows.append(row("beside", "另有库存物资", beside))
    caption = "还剩的钱放在哪里"
    return Table(columns, tuple(rows), caption=caption, name="forms", dense=True)


def goods_left(board: Board) -> Money:
    """What all goods of aid funds in stock cost."""
    found = fund_flows.goods(board.year_flows, board.books)
    return summed([one.closing for one in found])


# -- what of it is not free ---------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Tied:
    """What of the balance is promised, lent, tied to a day, or under way."""

    committed: Committed
    lent: tuple[Advance, ...]
    lent_by_union: tuple[Advance, ...]
    ending: tuple[TimedGift, ...]
    ended: tuple[TimedGift, ...]
    moving: tuple[Waiting, ...]
    kept: tuple[Waiting, ...]


def tied(board: Board) -> Tied:
    """How it stood at the end of the last day."""
    connection, on = board.connection, board.on
    lent: list[Advance] = []
    by_union: list[Advance] = []
    gifts: list[TimedGift] = []
    for code in board.units:
        unit = board.books.unit(code)
        for one in advances(connection, code, on):
            if board.fund not in {"", one.fund}:
                continue
            outside = unit.funds[one.fund] in unit.general
            (by_union if outside else lent).append(one)
        gifts += [
            one
            for one in timed_gifts(connection, code, on)
            if one.left > ZERO and board.fund in {"", one.fund}
        ]
    horizon = _horizon(on)
    found = transfers.waiting(connection, board.units, on)
    waiting = [one for one in found if one.until is None and _is_of(board, one)]
    return Tied(
        committed=committed(connection, board.units, on, board.fund),
        lent=tuple(lent),
        lent_by_union=tuple(by_union),
        ending=tuple(one for one in gifts if on <= one.until <= horizon),
        ended=tuple(one for one in gifts if one.until < on),
        moving=tuple(one for one in waiting if one.wait is Wait.ARRIVAL),
        kept=tuple(one for one in waiting if one.wait is Wait.ONWARD),
    )


def _is_of(board: Board, one: Waiting) -> bool:
    """Whether what is under way went out of, or into, the fund that is told."""
    if not board.fund:
        return True
    transfer = one.transfer
    answered = transfer.answer.leg if transfer.answer else None
    legs = [transfer.out, *([answered] if answered else [])]
    return any((leg.unit, leg.fund) == (board.units[0], board.fund) for leg in legs)


def _horizon(on: dt.date) -> dt.date:
    """The last day of the month so many months on."""
    period = period_of(on)
    for _ in range(ENDING_MONTHS):
        period = next_period(period)
    return last_day(period)


def open_of(found: Sequence[Advance]) -> Money:
    """What of advances is still to come back."""
    return summed([one.open for one in found])


def left_of(found: Sequence[TimedGift]) -> Money:
    """What is left of gifts."""
    return summed([one.left for one in found])


def amount_of(found: Sequence[Waiting]) -> Money:
    """What is under way."""
    return summed([one.amount for one in found])


def _tied_table(board: Board, found: Tied) -> Table:
    columns = (
        Column("item", "事项", width=3),
        Column("count", "笔数", "count"),
        parts.money("amount", "金额"),
        Column("told", "说明", width=5),
    )
    due = found.committed

    def row(key: str, name: str, count: int | None, amount: Money) -> Row:
        told = board.words("tied", item=key, **_tied_facts(found))
        return Row((name, count, amount, told))

    rows = [
        row("asked", "已申请、还没付的", due.requests, due.asked),
        row("reserved", "预算中另外留好的", None, due.reserved),
        row("lent", "垫付借出、还没还的", len(found.lent), open_of(found.lent)),
        row("ending", "半年内到期的捐赠", len(found.ending), left_of(found.ending)),
    ]
    if found.ended:
        sum_ = left_of(found.ended)
        rows.append(row("ended", "已到期的捐赠", len(found.ended), sum_))
    if found.lent_by_union:
        count, sum_ = len(found.lent_by_union), open_of(found.lent_by_union)
        rows.append(row("union", "本级工会垫付借出的", count, sum_))
    if moving := found.moving + found.kept:
        rows.append(row("moving", "上下级之间在途的", len(moving), amount_of(moving)))
    caption = "其中已经有去处、借出或限期使用的"
    return Table(columns, tuple(rows), caption=caption, name="tied", dense=True)


def _tied_facts(found: Tied) -> dict[str, object]:
    return {
        "requests": found.committed.requests,
        "batches": found.committed.batches,
        "of_batches": found.committed.of_batches,
        "reserved": found.committed.reserved,
        "lent_since": min((one.since for one in found.lent), default=None),
        "ending_on": min((one.until for one in found.ending), default=None),
        "moving": len(found.moving),
        "kept": len(found.kept),
    }


def free(board: Board, found: Tied) -> Money:
    """Money at hand less debts, and less what is promised."""
    return board.whole.available - found.committed.whole


def blocks(board: Board, found: Tied) -> Iterator[Block]:
    """The page."""
    aged, goods = ages(board), goods_left(board)
    older = summed([one for some in aged.values() for one in some[1 : YEARS_TOLD + 1]])
    yield Heading("三、还剩多少、放在哪里")
    yield Paragraph(
        board.words(
            "left",
            on=board.on,
            whole=board.whole,
            committed=found.committed.whole,
            free=free(board, found),
            older=older,
            year=board.year,
        )
    )
    yield _forms(board, goods)
    yield from ages_chart(board, aged)
    yield _ages_table(board, aged)
    yield _tied_table(board, found)
