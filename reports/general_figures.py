"""The general ledger (总账) in figures, and what proves it.

1. Each account of the first level, or the one asked for, covers all accounts under it.
2. It is reckoned month by month from the opening of the year. Beside it stand the trial
   balance, read over the whole span at once, and the sum of every single posting as the
   account ledgers list them: three readings, each by itself.
3. Openings of a year are no turnover (see `ledger/balances.py`).

Basis: 会计基础工作规范 第六十二条（账账核对）.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from ledger import queries
from ledger.balances import balances
from ledger.database import Connection
from ledger.money import ZERO, Money
from ledger.periods import Span, first_day, next_period, period_of
from ledger.register import Lookups, UnitLookup, lookups
from reports import parts
from reports.catalogue import Request


@dataclass(slots=True)
class Sums:
    """Opening, debits and credits of a span; debit is positive."""

    opening: Money = ZERO
    debit: Money = ZERO
    credit: Money = ZERO

    @property
    def closing(self) -> Money:
        """Opening and debits less credits."""
        return self.opening + self.debit - self.credit

    def __bool__(self) -> bool:
        return bool(self.opening or self.debit or self.credit)


@dataclass(slots=True)
class General:
    """One account of the general ledger over a year's first months.

    `months` are the periods with what each debited and credited, those without any
    left out. `trial` is the trial balance's reading of it, `detailed` the postings'.
    """

    account: int
    opening: Money = ZERO
    months: dict[int, Sums] = field(default_factory=dict)
    trial: Sums = field(default_factory=Sums)
    detailed: Sums = field(default_factory=Sums)

    @property
    def whole(self) -> Sums:
        """What the months add up to."""
        debit = sum((month.debit for month in self.months.values()), ZERO)
        credit = sum((month.credit for month in self.months.values()), ZERO)
        return Sums(self.opening, debit, credit)

    @property
    def agrees(self) -> bool:
        """Whether the three readings are the same, figure by figure."""
        return self.whole == self.trial == self.detailed

    def __bool__(self) -> bool:
        return bool(self.opening or self.months or self.trial or self.detailed)


def general(connection: Connection, request: Request) -> tuple[General, ...]:
    """Accounts of the unit's books with any figure, in the order of charts.

    They are read from January through the last day of the request's span.

    Raises:
        NotFound: the unit has no such account or fund.
    """
    asked = _Asked(connection, request)
    for period in asked.periods():
        for account, sums in asked.read(_month(period)):
            one = asked.of(account)
            if period % 100 == 1:
                one.opening += sums.opening
            if sums.debit or sums.credit:
                month = one.months.setdefault(period, Sums())
                month.debit += sums.debit
                month.credit += sums.credit
    for account, sums in asked.read(asked.year):
        _add(asked.of(account).trial, sums)
    for account, sums in asked.postings():
        _add(asked.of(account).detailed, sums)
    return tuple(one for one in asked.in_order() if one)


def _add(one: Sums, other: Sums) -> None:
    one.opening += other.opening
    one.debit += other.debit
    one.credit += other.credit


def _month(period: int) -> Span:
    return Span(first_day(period), first_day(next_period(period)))


class _Asked:
    """Whose ledger it is, of which accounts and fund, and what was found of each."""

    def __init__(self, connection: Connection, request: Request) -> None:
        self.connection = connection
        self.request = request
        self.books: Lookups = lookups(connection)
        self.unit: UnitLookup = self.books.unit(request.unit)
        self.account = (
            parts.account_id(self.books, self.unit, request.account, request)
            if request.account
            else None
        )
        self.fund = parts.fund_id(self.unit, request.fund) if request.fund else None
        self.year = Span(dt.date(request.span.since.year, 1, 1), request.span.until)
        self.found: dict[int, General] = {}

    def periods(self) -> Iterable[int]:
        """The months from January through that of the last day."""
        january = period_of(self.year.since)
        return range(january, period_of(self.year.last_day) + 1)

    def of(self, account: int) -> General:
        """The place in the ledger of an account (rule 1)."""
        under = account if self.account is None else self.account
        first = parts.path(self.books, under)[0] if self.account is None else under
        return self.found.setdefault(first, General(first))

    def _kept(self, code: str) -> int:
        """An account by its code, in the chart of the last day where that has it."""
        return parts.account_id(self.books, self.unit, code, self.request)

    def _covers(self, account: int) -> bool:
        return self.account in {None, *parts.path(self.books, account)}

    def read(self, span: Span) -> Iterable[tuple[int, Sums]]:
        """Balances of a span by account."""
        by = ("account", "fund") if self.request.fund else ("account",)
        units, known_at = (self.unit.code,), self.request.known_at
        for one in balances(self.connection, units, span, by, known_at=known_at):
            account = self._kept(one.account)
            if one.fund == self.request.fund and self._covers(account):
                yield account, Sums(one.opening, one.debit, one.credit)

    def postings(self) -> Iterable[tuple[int, Sums]]:
        """Sums of every posting, those of earlier years and openings apart."""
        january = period_of(self.year.since)
        after = next_period(period_of(self.year.last_day))
        for (since, until), openings in (
            ((0, january), None),
            ((january, after), False),
        ):
            for row in queries.postings_between(
                self.connection,
                self.unit.id,
                since,
                until,
                position=self.request.known_at,
                openings=openings,
            ):
                account = self._kept(self.books.account_codes[row.account_id])
                if self.fund in {None, row.fund_id} and self._covers(account):
                    debit, credit = Money(row.debit_fen), Money(row.credit_fen)
                    before = openings is None
                    sums = Sums(debit - credit) if before else Sums(ZERO, debit, credit)
                    yield account, sums

    def in_order(self) -> list[General]:
        """What was found by class and code."""
        books = self.books
        return sorted(
            self.found.values(),
            key=lambda one: (
                parts.CLASS_ORDER.index(books.account_classes[one.account]),
                books.account_codes[one.account],
            ),
        )
