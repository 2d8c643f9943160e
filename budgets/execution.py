"""Execution (预算执行): what was budgeted, revised, spent, is held and is left.

1. `budget` is the first approved annual budget, `revised` the one in force now; both
   with the money carried over. A provisional share is shown as revised only.
2. `spent` is the net of the books on expense accounts of aid funds through the month
   asked for; what the year's end closes is left out. `reserved` and `available` are
   as they stand now; available is what the database lets be reserved.
3. Spending on a line that no budget has is shown, with a budget of nil.
4. The forecast goes by last year's pace: spent so far × last year's whole ÷ last
   year's through the same month; without a last year, by twelve months. It is never
   less than what is spent and reserved.
5. Units are added up without what one of them passes down to another: the line is
   counted where the money is spent (eliminated, and shown by itself).

Cost: three statements for a year, whatever the number of units; the sums are added up
once for each line.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from budgets import queries
from ledger import queries as ledger_queries
from ledger.accounts import Role
from ledger.database import Connection
from ledger.money import Money
from ledger.periods import DECEMBER, Span, day_after, first_day
from ledger.rates import share_bp
from ledger.register import Lookups, UnitLookup, lookups
from ledger.statement_figures import closing_moves
from ledger.uncollected import uncollected

WHOLE_BP = 10_000
"""Basis points of a whole."""

DIMENSIONS = ("unit", "fund", "account", "purpose")


class Fen(NamedTuple):
    """The figures of a line, in fen; lines are added up figure by figure."""

    budget: int = 0
    revised: int = 0
    carried: int = 0
    spent: int = 0
    reserved: int = 0
    spent_now: int = 0
    last_through: int = 0
    last_whole: int = 0

    def plus(self, other: "Fen") -> "Fen":
        """Both together."""
        return Fen(*(one + more for one, more in zip(self, other, strict=True)))


@dataclass(frozen=True, slots=True)
class Executed:
    """How a budget line, or the sum of some, was carried out.

    `key` gives unit, fund, account and purpose, empty where lines were added up over
    them. `month` is the last month counted; the year is over with December.
    """

    key: tuple[str, str, str, str]
    fen: Fen
    month: int

    @property
    def budget(self) -> Money:
        """What was first approved for the year."""
        return Money(self.fen.budget)

    @property
    def revised(self) -> Money:
        """What is open now."""
        return Money(self.fen.revised)

    @property
    def carried(self) -> Money:
        """What of it comes from earlier years."""
        return Money(self.fen.carried)

    @property
    def spent(self) -> Money:
        """What was spent through the month."""
        return Money(self.fen.spent)

    @property
    def reserved(self) -> Money:
        """What is held for requests now."""
        return Money(self.fen.reserved)

    @property
    def available(self) -> Money:
        """What can still be reserved now; below zero where it was overspent."""
        return Money(self.fen.revised - self.fen.reserved - self.fen.spent_now)

    @property
    def last_year(self) -> Money:
        """What was spent last year through the same month."""
        return Money(self.fen.last_through)

    @property
    def rate_bp(self) -> int | None:
        """Spent of revised in basis points; None without a budget."""
        return share_bp(self.fen.spent, self.fen.revised)

    @property
    def elapsed_bp(self) -> int | None:
        """How much of the year is over, in basis points."""
        return share_bp(self.month, 12)

    @property
    def forecast(self) -> Money:
        """What will have been spent at the year's end (4), rounded to the fen."""
        spent, whole, through = self.fen.spent, 12, self.month
        if self.fen.last_through > 0 and self.fen.last_whole > 0:
            whole, through = self.fen.last_whole, self.fen.last_through
        reckoned = (2 * spent * whole + through) // (2 * through)
        return Money(max(reckoned, self.fen.spent_now + self.fen.reserved))


@dataclass(frozen=True, slots=True)
class Execution:
    """How the budgets of units were carried out: rows in order, and their sum.

    `eliminated` is what they passed down among themselves; it is in no row (5).
    """

    year: int
    month: int
    rows: tuple[Executed, ...]
    total: Executed
    eliminated: Executed


def execution(
    connection: Connection,
    units: Sequence[str],
    year: int,
    month: int = DECEMBER,
    by: Sequence[str] = DIMENSIONS,
) -> Execution:
    """How a year's budgets were carried out through a month.

    Args:
        connection: a transaction.
        units: codes; with several, what one passes down to another is left out.
        year: the budget's year.
        month: the last month of spending that is counted, 1 to 12.
        by: what to tell apart, of `DIMENSIONS`.

    Raises:
        NotFound: there is no such unit.
    """
    assert set(by) <= set(DIMENSIONS)
    assert 1 <= month <= DECEMBER
    with uncollected():
        return _execution(connection, units, year, month, by)


FundSums = Mapping[tuple[str, str], Money]
"""By unit and fund."""


def spent_by_fund(
    connection: Connection, units: Sequence[str], year: int, month: int = DECEMBER
) -> FundSums:
    """What aid funds spent in a year through a month, as `execution` tells it (2, 5).

    Cost: a statement, and one a unit for a whole year.

    Raises:
        NotFound: there is no such unit.
    """
    books = lookups(connection)
    asked = [books.unit(code) for code in units]
    above = {books.units[code].parent for code in units} & set(units)
    passing = {a for a, role in books.account_roles.items() if role is _PASSING}
    found = _spent(connection, books, asked, (year, month))
    return _by_fund(
        books,
        (
            (place, fen)
            for place, fen in found.items()
            if place[2] not in passing or books.unit_codes[place[0]] not in above
        ),
    )


def revised_by_fund(
    connection: Connection, units: Sequence[str], year: int
) -> FundSums:
    """What the budgets in force of a year let every fund spend, carried money with it.

    Raises:
        NotFound: there is no such unit.
    """
    books = lookups(connection)
    ids = [books.unit(code).id for code in units]
    _, latest = _plans(queries.plans(connection, year, ids))
    return _by_fund(books, ((place, sum(fen)) for place, fen in latest.items()))


def _by_fund(books: Lookups, found: "Iterable[tuple[Place, int]]") -> FundSums:
    sums: dict[tuple[str, str], Money] = {}
    for place, fen in found:
        code = books.unit_codes[place[0]]
        key = code, books.units[code].fund_codes[place[1]]
        sums[key] = sums.get(key, Money(0)) + Money(fen)
    return sums


def _execution(
    connection: Connection,
    units: Sequence[str],
    year: int,
    month: int,
    by: Sequence[str],
) -> Execution:
    books = lookups(connection, fresh=True)
    asked = [books.unit(code) for code in units]
    above = {books.units[code].parent for code in units} & set(units)
    passing = {a for a, role in books.account_roles.items() if role is _PASSING}
    naming = _Naming(books, [dimension in by for dimension in DIMENSIONS])
    sums: dict[Key, Fen] = {}
    eliminated = Fen()
    for place, fen in _figures(connection, books, asked, year, month):
        if place[2] in passing and books.unit_codes[place[0]] in above:
            eliminated = eliminated.plus(fen)
            continue
        key = naming.key(place)
        sums[key] = sums[key].plus(fen) if key in sums else fen
    total = Fen(*map(sum, zip(*sums.values(), strict=True))) if sums else Fen()
    nowhere = ("", "", "", "")
    return Execution(
        year,
        month,
        tuple(Executed(key, fen, month) for key, fen in sorted(sums.items())),
        Executed(nowhere, total, month),
        Executed(nowhere, eliminated, month),
    )


Place = tuple[int, int, int, str]
"""Unit, fund and account by number, and purpose."""

Key = tuple[str, str, str, str]
"""Unit, fund, account and purpose by code, empty where lines are added up over them."""

_PASSING = Role.PASSING_DOWN


@dataclass(frozen=True, slots=True)
class _Naming:
    """Codes in the place of numbers, for the dimensions that are told apart."""

    books: Lookups
    kept: Sequence[bool]

    def key(self, place: Place) -> Key:
        """The key that a place is added up under."""
        unit, fund, account, purpose = self.kept
        code = self.books.unit_codes[place[0]]
        return (
            code if unit else "",
            self.books.units[code].fund_codes[place[1]] if fund else "",
            self.books.account_codes[place[2]] if account else "",
            place[3] if purpose else "",
        )


def _figures(
    connection: Connection,
    books: Lookups,
    units: Sequence[UnitLookup],
    year: int,
    month: int,
) -> Iterator[tuple[Place, Fen]]:
    ids = [unit.id for unit in units]
    first, latest = _plans(queries.plans(connection, year, ids))
    through = _spent(connection, books, units, (year, month))
    last_through = _spent(connection, books, units, (year - 1, month))
    last_whole = (
        last_through
        if month == DECEMBER
        else _spent(connection, books, units, (year - 1, DECEMBER))
    )
    lines = {row[:4]: row for row in queries.lines(connection, year, ids)}
    opened = {place[0] for place in lines}
    nothing = (0, 0)
    for place in lines.keys() | latest.keys() | first.keys() | through.keys():
        new, carried = latest.get(place, nothing)
        spent = through.get(place, 0)
        if place in lines:
            _, _, _, _, revised, reserved, now, _ = lines[place]
        else:
            # A unit whose lines are opened has none here; else the plan speaks.
            revised = 0 if place[0] in opened else new + carried
            reserved, now = 0, spent
        original = first.get(place, nothing)
        fen = Fen(
            original[0] + original[1],
            revised,
            carried,
            spent,
            reserved,
            now,
            last_through.get(place, 0) if last_through else 0,
            last_whole.get(place, 0) if last_whole else 0,
        )
        yield place, fen


Plan = dict[Place, tuple[int, int]]


def _plans(rows: Sequence[queries.PlanRow]) -> tuple[Plan, Plan]:
    """New and carried money of the first annual budget and of the one in force."""
    versions: dict[int, dict[int, str]] = {}
    for unit, version, kind, *_ in rows:
        versions.setdefault(unit, {})[version] = kind
    first = {
        unit: min((v for v, kind in of.items() if kind == "annual"), default=0)
        for unit, of in versions.items()
    }
    latest = {unit: in_force(of) for unit, of in versions.items()}
    plan: Plan = {}
    plans = (plan, plan if first == latest else {})
    for unit, version, _, fund, account, purpose, new, carried in rows:
        place = (unit, fund, account, purpose)
        if version == first[unit]:
            plans[0][place] = (new, carried)
        if version == latest[unit]:
            plans[1][place] = (new, carried)
    return plans


def in_force(versions: Mapping[int, str]) -> int:
    """Of versions with their kinds the latest; a provisional share last of all."""
    return max(versions, key=lambda v: (versions[v] != "provisional", v))


def _spent(
    connection: Connection,
    books: Lookups,
    units: Sequence[UnitLookup],
    when: tuple[int, int],
) -> dict[Place, int]:
    """Net spending of aid funds through a month, the year's closing left out."""
    year, month = when
    until = year * 100 + month
    ids = [unit.id for unit in units]
    expenses = books.expenses
    found: dict[Place, int] = {
        (unit, fund, account, purpose): int(fen)
        for unit, fund, account, purpose, fen in queries.spent(
            connection, (year * 100 + 1, until), ids
        )
        if account in expenses
    }
    if month == DECEMBER:
        span = Span(first_day(until), day_after(until))
        for unit in units:
            if ledger_queries.closed_through(connection, unit.id) < until:
                continue
            for leg in closing_moves(connection, books, unit, (span, None)):
                if leg.account_id in books.expenses:
                    place = (unit.id, leg.fund_id, leg.account_id, leg.purpose)
                    moved = leg.debit_fen - leg.credit_fen
                    found[place] = found.get(place, 0) - moved
    general = {(unit.id, fund) for unit in units for fund in unit.general}
    if not general and all(found.values()):
        return found
    return {at: fen for at, fen in found.items() if fen and at[:2] not in general}
