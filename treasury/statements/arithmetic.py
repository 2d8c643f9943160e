"""Statements that add up: parts are put together, and opening + movements = closing.

1. Parts of one account follow each other: each opens with what the last one closed.
2. Rows stand in the order of their days if the running balances allow it; otherwise
   as in the file. Running balances, where told, must continue.
3. What a file does not say of opening and closing comes from running balances or from
   whoever imports it; what both say must agree.
4. A row that moves nothing is left out, and counted.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import attrgetter

from ledger.money import ZERO, Money
from treasury.statements.parts import ROWS_MAX, Movement, Part, Statement, Told

_DAY = attrgetter("booked_on")


def composed(
    parts: Sequence[Part],
    told: Told,
    opening: Money | None = None,
    closing: Money | None = None,
) -> Statement:
    """One statement of the parts of one account.

    Args:
        parts: as the file has them; at least one.
        told: where faults go.
        opening: what whoever imports it says; checked where the file says it too.
        closing: the same.

    Raises:
        StatementFaulty: it does not add up; every fault is told.
    """
    settled = [_settled(part, told) for part in parts]
    whole = settled[0] if len(settled) == 1 else _strung(settled, told)
    told.stop()
    _take_given(whole, opening, closing, told)
    told.stop()
    _fill_ends(whole, told)
    told.stop()
    assert whole.opening is not None
    assert whole.closing is not None
    _prove(whole, told)
    days = [row.booked_on for row in whole.rows]
    days += [day for day in (whole.since, whole.until) if day is not None]
    if not days:
        told.fault(whole.place, "", "没有流水，也没有日期", do="换一份有日期的对账单")
    told.stop()
    return Statement(
        form=whole.form,
        account=whole.account,
        currency=whole.currency,
        since=min(days),
        until=max(days),
        opening=whole.opening,
        closing=whole.closing,
        rows=tuple(whole.rows),
        notes=tuple(dict.fromkeys(whole.notes)),
    )


def _settled(part: Part, told: Told) -> Part:
    """The part without rows that move nothing, the others in order (2, 4)."""
    moved = [row for row in part.rows if row.amount.fen]
    if len(moved) < len(part.rows):
        part.notes.append(f"另有 {len(part.rows) - len(moved)} 行金额为零，没有导入")
    if len(moved) > ROWS_MAX:
        told.refuse(0, "", f"流水超过 {ROWS_MAX:,} 笔", do="按月分开导出")
    part.rows = _ordered(moved, part.opening)
    return part


# -- order --------------------------------------------------------------------------


def _ordered(rows: list[Movement], opening: Money | None) -> list[Movement]:
    """The order of the days that the balances allow, or the file's."""
    if all(row.balance is None for row in rows):
        falling = all(one.booked_on >= two.booked_on for one, two in pairwise(rows))
        return sorted(reversed(rows) if falling and _days(rows) > 1 else rows, key=_DAY)
    reverse = rows[::-1]
    orders = (sorted(rows, key=_DAY), sorted(reverse, key=_DAY), rows, reverse)
    return next(
        (order for order in orders if next(_breaks(order, opening), None) is None),
        rows,
    )


def _days(rows: Sequence[Movement]) -> int:
    return len({row.booked_on for row in rows})


def _breaks(
    rows: Sequence[Movement], opening: Money | None
) -> Iterator[tuple[Movement, int]]:
    """Rows whose balance does not continue the one before, and what it should be."""
    running = None if opening is None else opening.fen
    for row in rows:
        if running is not None:
            running += row.amount.fen
        if row.balance is not None:
            if running is not None and running != row.balance.fen:
                yield row, running
            running = row.balance.fen


# -- parts --------------------------------------------------------------------------


def _strung(parts: list[Part], told: Told) -> Part:
    """Parts of one account as one (1), in the order of the file or of their days."""
    if any(part.opening is None or part.closing is None for part in parts):
        told.refuse(0, "", "文件中有几份对账单，其中有的没有余额", do="分开导入")
    if not _follow(parts):
        dated = sorted(parts, key=_last)
        if _follow(dated):
            parts = dated
    for before, part in pairwise(parts):
        if before.closing != part.opening:
            assert before.closing is not None
            assert part.opening is not None
            _differ(told, part.place, "前一份的期末余额", before.closing, part.opening)
    first, last = parts[0], parts[-1]
    days = [day for part in parts for day in (part.since, part.until) if day]
    return Part(
        form=first.form,
        account=first.account,
        currency=first.currency,
        since=min(days, default=None),
        until=max(days, default=None),
        opening=first.opening,
        closing=last.closing,
        rows=[row for part in parts for row in part.rows],
        notes=[note for part in parts for note in part.notes],
        place=first.place,
    )


def _follow(parts: Sequence[Part]) -> bool:
    return all(one.closing == two.opening for one, two in pairwise(parts))


def _last(part: Part) -> dt.date:
    days = [row.booked_on for row in part.rows]
    return max([*days, part.until or dt.date.min])


def _differ(told: Told, place: int, label: str, expected: Money, found: Money) -> None:
    told.fault(
        place,
        "opening",
        f"期初余额 {found.grouped()} 元，{label} {expected.grouped()} 元，"
        f"相差 {(found - expected).grouped()} 元",
        do="核对是否缺页，或重新导出",
    )


# -- ends ---------------------------------------------------------------------------


def _take_given(
    part: Part, opening: Money | None, closing: Money | None, told: Told
) -> None:
    """What whoever imports it says of the ends (3)."""
    for label, column, given in (
        ("期初余额", "opening", opening),
        ("期末余额", "closing", closing),
    ):
        said = getattr(part, column)
        if given is None:
            continue
        if said is not None and said != given:
            told.fault(
                part.place,
                column,
                f"文件的{label}为 {said.grouped()} 元，"
                f"另给的{label}为 {given.grouped()} 元，"
                f"相差 {(given - said).grouped()} 元",
                do=f"以银行的为准；文件有{label}时不必另给",
            )
        setattr(part, column, given)


def _fill_ends(part: Part, told: Told) -> None:
    """What is not said of the ends: from running balances, or from the other end."""
    moved = Money(sum(row.amount.fen for row in part.rows))
    if part.opening is None and part.rows and part.rows[0].balance is not None:
        part.opening = part.rows[0].balance - part.rows[0].amount
    if part.closing is None and part.rows and part.rows[-1].balance is not None:
        part.closing = part.rows[-1].balance
    if part.opening is None and part.closing is None:
        told.fault(
            part.place,
            "",
            "没有期初余额，也没有期末余额",
            do="用 --opening、--closing 写明，或在列对应中指定余额列",
        )
    elif part.opening is None:
        assert part.closing is not None
        part.opening = part.closing - moved
        part.notes.append("文件没有期初余额，由期末余额减流水得出")
    elif part.closing is None:
        part.closing = part.opening + moved
        part.notes.append("文件没有期末余额，由期初余额加流水得出")


def _prove(part: Part, told: Told) -> None:
    """Opening + movements = closing, and running balances continue."""
    for row, expected in _breaks(part.rows, part.opening):
        assert row.balance is not None
        told.fault(
            row.place,
            "balance",
            f"余额不连续：应为 {Money(expected).grouped()} 元，"
            f"文件为 {row.balance.grouped()} 元，"
            f"相差 {Money(row.balance.fen - expected).grouped()} 元",
            do="核对这一行的金额和收付方向，或向银行重新索取",
        )
    assert part.opening is not None
    assert part.closing is not None
    sums = part.opening + sum((row.amount for row in part.rows), ZERO)
    if sums != part.closing:
        told.fault(
            part.place,
            "closing",
            f"期初余额 {part.opening.grouped()} 元加流水得 {sums.grouped()} 元，"
            f"期末余额为 {part.closing.grouped()} 元，"
            f"相差 {(part.closing - sums).grouped()} 元",
            do="核对是否缺行或多行，或向银行重新索取",
        )
