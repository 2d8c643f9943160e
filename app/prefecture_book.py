"""A unit's demonstration book while it is being written: vouchers, money and dates.

1. Within a day receipts come before payments, as the import posts them.
2. Every voucher balances in each of its funds, and no fund's position in a money
   account falls below zero; the book asserts both.
3. A payment leaves a floor in its fund's bank money, more in larger unions, so that
   what nobody planned (`app.prefecture_mishaps`) never overdraws a fund.
"""

import heapq
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING, TypeAlias

from app.prefecture_plan import FIRST_YEAR, OPENED_ON, SEASON, UnitPlan, holidays
from ledger.money import ZERO, Money

if TYPE_CHECKING:
    from collections.abc import Callable

MONEY_ACCOUNTS = ("101", "102", "111")
_FLOOR_YUAN_A_HUNDRED = 15_000

# Within a day: what brings money, then the rest, then what empties the quota.
RECEIPT, PAYMENT, LAST = range(3)

_FILES_A_YEAR = 60
_HOLIDAYS = holidays()

Act: TypeAlias = "Callable[[Book, date], None]"


@dataclass(frozen=True, slots=True)
class Line:
    """One posting as a row of `vouchers.csv` tells it."""

    account: str
    fund: str
    debit: Money = ZERO
    credit: Money = ZERO
    purpose: str = ""
    party: str = ""
    recipient: str = ""
    persons: int = 0
    item: str = ""
    quantity: int = 0

    def red(self) -> "Line":
        """The same line in red letters: same account and side, negative amount."""
        return replace(self, debit=-self.debit, credit=-self.credit)


@dataclass(frozen=True, slots=True)
class Voucher:
    """A voucher with its lines; `corrects` names the voucher that it corrects."""

    ref: str
    on: date
    summary: str
    lines: tuple[Line, ...]
    attachments: int
    corrects: str = ""
    correction: str = ""

    @property
    def moves_money(self) -> bool:
        """Whether a cashier had a hand in it."""
        return any(line.account in MONEY_ACCOUNTS for line in self.lines)


@dataclass(frozen=True, slots=True)
class PassedDown:
    """Money that arrives in a lower union's book."""

    unit: str
    fund: str
    amount: Money
    on: date
    summary: str


class Book:
    """What each fund of one unit holds and what is still due, day after day."""

    def __init__(
        self, unit: UnitPlan, children: tuple[UnitPlan, ...], seed: int
    ) -> None:
        self.unit = unit
        self.children = children
        # Made-up figures that repeat for ever, nothing secret.
        self.chance = Random(f"{seed}:{unit.code}")  # noqa: S311
        self.vouchers: list[Voucher] = []
        self.passed: list[PassedDown] = []
        self._held: Counter[tuple[str, str]] = Counter()
        self._due: list[tuple[date, int, int, Act]] = []
        self._scheduled = 0
        self._numbers: Counter[int] = Counter()
        self._helped: defaultdict[tuple[str, int], set[str]] = defaultdict(set)

    def schedule(self, on: date, stage: int, act: Act) -> None:
        """Have something done on a day, at its place within the day."""
        self._scheduled += 1
        heapq.heappush(self._due, (on, stage, self._scheduled, act))

    def run(self) -> None:
        """Do what is due in order of date; what is done may make more fall due."""
        while self._due:
            on, _, _, act = heapq.heappop(self._due)
            act(self, on)

    def open(self, account: str, fund: str, amount: Money) -> None:
        """Count what a fund held in a money account before the first voucher."""
        self._held[fund, account] += amount.fen

    def held(self, account: str, fund: str) -> Money:
        """What a fund has in a money account now."""
        return Money(self._held[fund, account])

    def free(self, account: str, fund: str) -> Money:
        """What a fund may pay out of a money account now, as planned."""
        floor = _FLOOR_YUAN_A_HUNDRED * self.unit.size if account == "102" else 0
        return max(self.held(account, fund) - Money(floor), ZERO)

    def post(self, on: date, summary: str, lines: list[Line]) -> Voucher:
        """Write a voucher that corrects nothing."""
        return self.post_correction(on, summary, lines, ("", ""))

    def post_correction(
        self, on: date, summary: str, lines: list[Line], link: tuple[str, str]
    ) -> Voucher:
        """Write a voucher; `link` is the reference it corrects, and how."""
        month = on.year * 100 + on.month
        self._numbers[month] += 1
        self._move(lines)
        voucher = Voucher(
            f"{month}-{self._numbers[month]:03d}",
            on,
            summary,
            tuple(lines),
            self.chance.randrange(1, 7),
            *link,
        )
        self.vouchers.append(voucher)
        return voucher

    def _move(self, lines: list[Line]) -> None:
        balance: Counter[str] = Counter()
        for line in lines:
            change = (line.debit - line.credit).fen
            balance[line.fund] += change
            if line.account in MONEY_ACCOUNTS:
                self._held[line.fund, line.account] += change
                assert self._held[line.fund, line.account] >= 0, line
        assert not any(balance.values()), lines

    def sized(self, yuan: int, on: date, *, step_yuan: int = 100) -> Money:
        """An amount fit for the unit's size and the year, give or take a tenth."""
        percent = (100 + 7 * (on.year - FIRST_YEAR)) * self.chance.randrange(90, 111)
        whole = yuan * self.unit.size * percent // 1_000_000
        return Money(whole // step_yuan * step_yuan * 100)

    def heads(self, count: int, on: date) -> int:
        """How many are helped: by size, season and year, at least one."""
        percent = self.unit.size * SEASON[on.month - 1]
        percent = percent * self.chance.randrange(80, 121) // 100
        return max(1, count * percent // 10_000)

    def recipients(self, count: int, purpose: str, on: date) -> list[str]:
        """File numbers of households not yet helped this month for this purpose."""
        years = range(OPENED_ON.year - 1, on.year + 1)
        files = [
            f"D{self.unit.code}{year}{number:04d}"
            for year in years
            for number in range(1, _FILES_A_YEAR + 1)
        ]
        helped = self._helped[purpose, on.year * 100 + on.month]
        chosen = self.chance.sample(
            [name for name in files if name not in helped], count
        )
        helped.update(chosen)
        return chosen


def workday(on: date) -> date:
    """The day itself or the next working day, kept within the month."""
    for step in (1, -1):
        day = on
        while day.weekday() > 4 or day in _HOLIDAYS:  # noqa: PLR2004 - Friday
            day += timedelta(step)
        if day.month == on.month:
            return day
    raise AssertionError("a month has working days")


def later(on: date, days: int) -> date:
    """A working day some days later, whatever the month."""
    day = on + timedelta(days)
    while day.weekday() > 4 or day in _HOLIDAYS:  # noqa: PLR2004 - Friday
        day += timedelta(1)
    return day
