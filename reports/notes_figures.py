"""What the notes to a year's statements tell out of the books.

1. Balances and turnover are read as the statements read them: what the year's end
   closed is no turnover, and what is not yet closed is part of net assets.
2. An account of the first level covers all accounts under it, over all funds.
3. Earlier years are adjusted by postings on accounts of that role (年初余额调整); what
   the year's end clears there is left out.

Basis: 工会会计制度（财会〔2021〕7号）会计报表附注.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from ledger import queries
from ledger.accounts import AccountClass, Role
from ledger.database import Connection
from ledger.money import ZERO, Money
from ledger.periods import Span
from ledger.queries import LedgerRow
from ledger.register import Lookups, UnitLookup, lookups
from ledger.statement_figures import Scope, closes_a_year, read_figures
from reports import parts
from reports.catalogue import Request
from treasury import goods_ledger
from treasury.goods_ledger import Entry
from treasury.stock import MoveKind

RESULTS = frozenset({AccountClass.INCOME, AccountClass.EXPENSE})

Item = tuple[str, str]
"""Number and name of an account of the first level."""


@dataclass(slots=True)
class Standing:
    """Opening and closing of an account, or last year's turnover and this year's.

    Both are on the side on which accounts of its class normally stand.
    """

    klass: AccountClass
    before: Money = ZERO
    now: Money = ZERO

    @property
    def change(self) -> Money:
        """What it grew by."""
        return self.now - self.before

    def __bool__(self) -> bool:
        return bool(self.before or self.now)


@dataclass(frozen=True, slots=True)
class Notes:
    """The figures of a year by account, in the order of the chart.

    `compared` says whether the books were kept in the year before.
    """

    balances: dict[Item, Standing]
    results: dict[Item, Standing]
    compared: bool

    def pair(self, klass: AccountClass) -> tuple[Money, Money]:
        """What all accounts of a class were before, and are now."""
        found = [
            one
            for one in (*self.balances.values(), *self.results.values())
            if one.klass is klass
        ]
        before = sum((one.before for one in found), ZERO)
        return before, sum((one.now for one in found), ZERO)


def notes(connection: Connection, request: Request) -> Notes:
    """Read the figures of the request's year, and of the year before.

    Raises:
        NotFound: there is no such unit.
    """
    books = lookups(connection)
    unit = books.unit(request.unit)
    year = request.span
    last = Span(year.since.replace(year=year.since.year - 1), year.since)
    found: dict[Item, Standing] = {}
    for span in (last, year):
        _take(connection, request, found, span)
    in_order = sorted(
        (item for item, one in found.items() if one),
        key=lambda item: (parts.CLASS_ORDER.index(found[item].klass), item),
    )
    assert unit.charts, "a period before the books was refused"
    kept = {item: found[item] for item in in_order}
    return Notes(
        {item: one for item, one in kept.items() if one.klass not in RESULTS},
        {item: one for item, one in kept.items() if one.klass in RESULTS},
        compared=bool(unit.chart_on(last.last_day.isoformat())),
    )


def _take(
    connection: Connection, request: Request, found: dict[Item, Standing], span: Span
) -> None:
    """Add the figures of a span: the last one gives openings and closings."""
    books = lookups(connection)
    unit = books.unit(request.unit)
    chart = unit.chart_on(span.last_day.isoformat())
    if not chart:
        return
    scope = Scope(((unit.code, chart),), request.known_at)
    this_year = span == request.span
    for place, sums in read_figures(connection, books, scope, span).sums.items():
        klass = AccountClass(books.account_classes[place.account])
        first = parts.path(books, place.account)[0]
        item = (books.account_codes[first], books.account_names[first])
        debit_side = klass in {AccountClass.ASSET, AccountClass.EXPENSE}
        one = found.setdefault(item, Standing(klass))
        if klass in RESULTS:
            moved = Money(sums.taken("turnover", debit_side=debit_side))
            one.now += moved if this_year else ZERO
            one.before += ZERO if this_year else moved
        elif this_year:
            one.before += Money(sums.taken("opening", debit_side=debit_side))
            one.now += Money(sums.taken("closing", debit_side=debit_side))


# -- what stands out ----------------------------------------------------------------


def adjustments(connection: Connection, request: Request) -> list[LedgerRow]:
    """Postings of the year that adjusted earlier years (rule 3)."""
    books = lookups(connection)
    unit = books.unit(request.unit)
    accounts = [
        id_ for id_, role in books.account_roles.items() if role is Role.PRIOR_YEAR
    ]
    lines = [
        line
        for line in queries.account_lines(
            connection, unit.id, accounts, request.span.since, request.span.until
        )
        if line.period % 100
        and (request.known_at is None or line.position <= request.known_at)
    ]
    beside: dict[int, set[int]] = {}
    positions = sorted({line.position for line in lines})
    for position, _, account, _ in queries.sides(connection, unit.id, positions):
        beside.setdefault(position, set()).add(account)
    return [line for line in lines if not closes_a_year(books, beside[line.position])]


def goods_lost(connection: Connection, request: Request) -> list[Entry]:
    """Goods written off or missing at a count in the year; nothing taken back."""
    kinds = {MoveKind.VOID, MoveKind.SHORT}
    return [
        entry
        for entry in _goods(connection, request, request.span.since)
        if entry.move.kind in kinds
    ]


def goods_at_nominal_value(connection: Connection, request: Request) -> list[Entry]:
    """Gifts at nominal value up to the year's end; nothing taken back."""
    found = _goods(connection, request, dt.date.min)
    return [entry for entry in found if entry.move.row.valuation == "nominal"]


def _goods(connection: Connection, request: Request, since: dt.date) -> Iterator[Entry]:
    entries = goods_ledger.entries(connection, request.unit, request.known_at)
    within = [entry for entry in entries if since <= entry.on < request.span.until]
    undone = {entry.move.number for entry in within if entry.undoes}
    return (entry for entry in within if entry.move.number not in undone)


def charts_begun(
    books: Lookups, unit: UnitLookup, span: Span
) -> list[tuple[dt.date, str]]:
    """Charts taken up within a year after another had been kept, with their names."""
    begun = [(dt.date.fromisoformat(day), chart) for day, chart in unit.charts[1:]]
    return [
        (day, books.chart_labels[chart])
        for day, chart in begun
        if span.since <= day < span.until
    ]
