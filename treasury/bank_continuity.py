"""How a statement joins those that are known of its account: no gap, nothing twice.

1. A row that is known, by what it says and its place among equal ones, is not new.
2. On every day that a known statement and this one cover, both tell the same rows; no
   row that stands is left out or changed. On the first and last day of either, one may
   have seen only a part: this one tells the rows that stand and then more of them (or
   what came before), or begins or ends, by the balances, where they end or begin.
3. A statement opens with the balance known at its beginning, and what follows it opens
   with its closing. Earlier statements may be brought in later.
4. A statement that goes on where the last one ended on the same day has only new rows,
   though some may equal those of the morning.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ledger.money import Money, grouped_yuan
from treasury.errors import StatementRefused
from treasury.statements.parts import Movement, Statement

DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class KnownRow:
    """A row that stands already."""

    booked_on: dt.date
    fen: int
    key: bytes
    occurrence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What stands of an account: its statements, and rows on the days that are asked.

    `opening_fen` is the balance before the first row that is known, `before_fen` the
    sum of the rows before those days, `balance_fen` what all rows lead to.
    """

    spans: Sequence[tuple[dt.date, dt.date]]
    opening_fen: int
    before_fen: int
    balance_fen: int
    rows: Sequence[KnownRow]

    @property
    def since(self) -> dt.date:
        """The first day that is known."""
        return min(since for since, _ in self.spans)

    @property
    def until(self) -> dt.date:
        """The last day that is known."""
        return max(until for _, until in self.spans)


@dataclass(frozen=True, slots=True)
class Joined:
    """Which rows are new, by their place from 0, with their occurrence."""

    new: tuple[tuple[int, int], ...]
    known_fen: int = 0


def join(statement: Statement, keys: Sequence[bytes], known: Known | None) -> Joined:
    """Tell which rows of a statement are new.

    Raises:
        StatementRefused: it does not follow what is known; it says by how much.
    """
    occurrences = _occurrences(keys)
    if known is None:
        return Joined(tuple(enumerate(occurrences)))
    standing = {(row.key, row.occurrence): row for row in known.rows}
    new: list[int] = []
    for place, (key, occurrence) in enumerate(zip(keys, occurrences, strict=True)):
        if standing.pop((key, occurrence), None) is None:
            new.append(place)
    wrong = _disagreement(statement, new, list(standing.values()), known)
    if wrong is None:
        fresh = set(new)
        known_fen = sum(
            row.amount.fen
            for place, row in enumerate(statement.rows)
            if place not in fresh
        )
        return Joined(tuple((place, occurrences[place]) for place in new), known_fen)
    if _goes_on(statement, known):
        before = Counter(row.key for row in known.rows)
        return Joined(
            tuple(
                (place, occurrence + before[key])
                for place, (key, occurrence) in enumerate(
                    zip(keys, occurrences, strict=True)
                )
            )
        )
    raise wrong


def gaps(statement: Statement, known: Known) -> Iterator[tuple[dt.date, dt.date]]:
    """The days between a statement and those next to it that none covers."""
    before = [until for since, until in known.spans if since <= statement.since]
    after = [since for since, _ in known.spans if since > statement.since]
    if before and max(before) + DAY < statement.since:
        yield max(before) + DAY, statement.since - DAY
    if after and statement.until + DAY < min(after):
        yield statement.until + DAY, min(after) - DAY


def _occurrences(keys: Sequence[bytes]) -> list[int]:
    met: Counter[bytes] = Counter()
    found = []
    for key in keys:
        met[key] += 1
        found.append(met[key])
    return found


def _goes_on(statement: Statement, known: Known) -> bool:
    """Whether it touches what is known on one day and continues it (4)."""
    after = (
        statement.since == known.until and statement.opening.fen == known.balance_fen
    )
    before = (
        statement.until == known.since and statement.closing.fen == known.opening_fen
    )
    return after or before


def _disagreement(
    statement: Statement, new: Sequence[int], missing: Sequence[KnownRow], known: Known
) -> StatementRefused | None:
    """Why it does not follow what is known, or None."""
    rows = statement.rows
    odd = {rows[place].booked_on for place in new if _inside(rows[place], known)}
    odd |= {
        row.booked_on
        for row in missing
        if statement.since < row.booked_on < statement.until
    }
    odd |= _edges_that_differ(statement, new, missing, known)
    if odd:
        return _rows_differ(sorted(odd))
    if statement.since < known.since:
        return _wrong_end(statement, new, known)
    before = known.opening_fen + known.before_fen
    expected = before + sum(
        row.fen for row in missing if row.booked_on == statement.since
    )
    one_day = statement.since == statement.until
    if statement.opening.fen not in {expected, before if one_day else expected}:
        return _opening_differs(statement, expected, known)
    # What is brought in between two statements must lead from one to the other.
    between = sum(
        rows[place].amount.fen for place in new if rows[place].booked_on < known.until
    )
    if between:
        return _closing_differs(statement, statement.closing.fen - between)
    return None


def _edges_that_differ(
    statement: Statement, new: Sequence[int], missing: Sequence[KnownRow], known: Known
) -> set[dt.date]:
    """The first and last days, of either, of which both tell otherwise (2)."""
    fresh, lost = set(new), {row.booked_on for row in missing}
    days = lost & {statement.since, statement.until}
    days |= {statement.rows[place].booked_on for place in new}
    told: dict[dt.date, list[bool]] = {day: [] for day in days}
    for place, row in enumerate(statement.rows):
        if row.booked_on in told:
            told[row.booked_on].append(place not in fresh)
    return {
        day
        for day, stands in told.items()
        if not (
            _is_joined(statement, known, day)
            if day in lost and not any(stands)
            else _holds(statement, known, day, stands, is_part=day in lost)
        )
    }


def _is_joined(statement: Statement, known: Known, day: dt.date) -> bool:
    """Whether none of a day's rows that stand is told, as the statements only meet."""
    begins = known.opening_fen + known.before_fen
    begins += sum(row.fen for row in known.rows if row.booked_on < day)
    ends = begins + sum(row.fen for row in known.rows if row.booked_on == day)
    follows = day == statement.since and statement.opening.fen == ends
    leads = day == statement.until and statement.closing.fen == begins
    return (follows and any(day == until for _, until in known.spans)) or (
        leads and any(day == since for since, _ in known.spans)
    )


def _holds(
    statement: Statement,
    known: Known,
    day: dt.date,
    stands: Sequence[bool],
    *,
    is_part: bool,
) -> bool:
    """Whether a day's rows that stand are told together, with more only at an open end.

    A part of them is told only where the statement begins in the middle of the day: by
    its opening balance, which is looked at apart.
    """
    if is_part and day != statement.since:
        return False
    if not any(stands):
        return True
    first, last = stands.index(True), len(stands) - stands[::-1].index(True)
    if not all(stands[first:last]):
        return False
    more_before, more_after = first > 0, last < len(stands)
    begun = not is_part and any(day == since for since, _ in known.spans)
    ended = any(day == until for _, until in known.spans)
    return (begun or not more_before) and (ended or not more_after)


def _inside(row: Movement, known: Known) -> bool:
    return any(since < row.booked_on < until for since, until in known.spans)


def _wrong_end(
    statement: Statement, new: Sequence[int], known: Known
) -> StatementRefused | None:
    """What is brought in before all that is known must lead to its beginning (3)."""
    rows = statement.rows
    earlier = [rows[place] for place in new if rows[place].booked_on < known.since]
    same_day = [rows[place] for place in new if rows[place].booked_on == known.since]
    short = statement.opening.fen + sum(row.amount.fen for row in earlier)
    full = short + sum(row.amount.fen for row in same_day)
    one_day = known.since == known.until
    if known.opening_fen not in {full, short if one_day else full}:
        return _closing_differs(
            statement, statement.closing.fen + known.opening_fen - full
        )
    return None


# -- refusals -----------------------------------------------------------------------


def _rows_differ(days: Sequence[dt.date]) -> StatementRefused:
    told = "、".join(map(str, days[:5])) + (" 等" if len(days) > 5 else "")  # noqa: PLR2004 - enough to look at
    return StatementRefused(
        "对账单没有导入",
        why=f"{told} {len(days)} 天的流水与已导入的对账单不一致",
        do="同一天请用同一种格式导出；只导出尚未导入的日期，或向银行核实",
    )


def _opening_differs(
    statement: Statement, expected: int, known: Known
) -> StatementRefused:
    found = statement.opening.fen
    ended = max(
        (until for _, until in known.spans if until < statement.since), default=None
    )
    days = (statement.since - ended).days - 1 if ended is not None else 0
    gap = (
        f"；{ended + DAY} 至 {statement.since - DAY} 的 {days} 天没有对账单"
        if ended is not None and days
        else ""
    )
    if ended is None or statement.since <= known.until:
        gap = "；日期与已导入的对账单重叠"
    return StatementRefused(
        "对账单没有导入",
        why=f"期初余额 {statement.opening.grouped()} 元，按已导入的对账单应为"
        f" {grouped_yuan(expected)} 元，相差 {grouped_yuan(found - expected)} 元{gap}",
        do="先导入缺少的对账单；没有缺少的，核对文件或向银行核实",
    )


def _closing_differs(statement: Statement, expected: int) -> StatementRefused:
    differs = Money(statement.closing.fen - expected)
    return StatementRefused(
        "对账单没有导入",
        why=f"期末余额 {statement.closing.grouped()} 元，按已导入的后一份对账单应为"
        f" {grouped_yuan(expected)} 元，相差 {differs.grouped()} 元",
        do="先导入两份之间缺少的对账单，或向银行核实",
    )
