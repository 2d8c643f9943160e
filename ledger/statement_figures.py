"""The figures behind statements: what stands and what moved, unit by unit.

1. Balances come from kept totals: a statement costs the same after ten years.
2. What year-end vouchers moved is no turnover: income of a closed year is what was
   received, not nil.
3. Income and expenditure that are not yet closed are part of the net asset into which
   each fund's year will close (`resting`), so that an interim balance sheet balances.
   A fund for which there is no such account is left as it stands, and named.
4. Openings of a year stand at its beginning, the first day of the span read.

Basis: 工会会计制度（2021）第321、322、331、332号科目; （2009）第331号科目.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from ledger import resting, spending
from ledger.accounts import CLOSING_ROLES, AccountClass, Role, Side
from ledger.balances import Balance, balances
from ledger.database import Connection
from ledger.form_parts import Part, Take
from ledger.funds import Channel, Origin, source_of
from ledger.periods import Span, period_of
from ledger.queries import SumRow
from ledger.register import Lookups, UnitLookup

_CLOSED_INTO = CLOSING_ROLES | {Role.YEAR_RESULT, Role.CARRYOVER_IN}
_STANDING = frozenset({AccountClass.ASSET, AccountClass.LIABILITY})
_DEBIT = frozenset({AccountClass.ASSET, AccountClass.EXPENSE})


@dataclass(slots=True)
class Sums:
    """Fen of one account of one fund: debit is positive in opening and closing."""

    opening: int = 0
    debits: int = 0
    credits: int = 0
    closing: int = 0

    def taken(self, take: Take, *, debit_side: bool) -> int:
        """What a line takes, on the account's own side."""
        match take:
            case "opening":
                fen = self.opening
            case "closing":
                fen = self.closing
            case "turnover":
                fen = self.debits - self.credits
            case "debits":
                return self.debits
            case "credits":
                return self.credits
        return fen if debit_side else -fen


class Place(NamedTuple):
    """Where sums stand: a unit, one of its funds, an account by its number."""

    unit: str
    fund: str
    account: int


@dataclass(frozen=True, slots=True)
class Figures:
    """What a span of days shows of units: sums by place, and what could not be done.

    `homeless` are funds, by unit and code, whose income and expenditure close into no
    account (rule 3); `foreign` are codes with figures that the chart does not have.
    """

    sums: dict[Place, Sums] = field(default_factory=dict)
    homeless: set[tuple[str, str]] = field(default_factory=set)
    foreign: set[str] = field(default_factory=set)


class Scope(NamedTuple):
    """The units of a statement with the chart of each, and the position known at."""

    charts: tuple[tuple[str, str], ...]
    known_at: int | None = None

    @property
    def units(self) -> tuple[str, ...]:
        """The codes of the units."""
        return tuple(unit for unit, _ in self.charts)


def read_figures(
    connection: Connection, books: Lookups, scope: Scope, span: Span
) -> Figures:
    """The figures of units over a span; it begins on the first day of a month."""
    found = Figures()
    charts = dict(scope.charts)
    by = ("unit", "account", "fund")
    rows = balances(connection, scope.units, span, by, known_at=scope.known_at)
    for row in rows:
        account = books.charts[charts[row.unit]].get(row.account)
        if account is None:
            found.foreign.add(row.account)
            continue
        found.sums[Place(row.unit, row.fund, account)] = _sums(row)
    for code, chart in scope.charts:
        unit = books.unit(code)
        legs = closing_moves(connection, books, unit, (span, scope.known_at))
        for leg in legs:
            place = Place(code, unit.fund_codes[leg.fund_id], leg.account_id)
            if place in found.sums:
                found.sums[place].debits -= leg.debit_fen
                found.sums[place].credits -= leg.credit_fen
        _fold(found, books, unit, chart, span)
    return found


def _sums(row: Balance) -> Sums:
    return Sums(row.opening.fen, row.debit.fen, row.credit.fen, row.closing.fen)


def closing_moves(
    connection: Connection,
    books: Lookups,
    unit: UnitLookup,
    known: tuple[Span, int | None],
) -> Sequence[SumRow]:
    """What year-end vouchers moved in a span (rule 2)."""
    span, known_at = known
    results: list[int] = []
    standing: list[int] = []
    for _, chart in unit.charts:
        for account in resting.leaves(books, chart):
            if books.account_roles[account] in _CLOSED_INTO:
                results.append(account)
            elif books.account_classes[account] in _STANDING:
                standing.append(account)
    return spending.closing_legs(
        connection,
        unit.id,
        results,
        standing,
        period_of(span.since),
        period_of(span.until),
        position=known_at,
    )


def closes_a_year(books: Lookups, accounts: Collection[int]) -> bool:
    """Whether a voucher that touches these accounts is of a year's end (rule 2)."""
    into = any(books.account_roles[account] in _CLOSED_INTO for account in accounts)
    standing = any(books.account_classes[account] in _STANDING for account in accounts)
    return into and not standing


# -- what will be closed ------------------------------------------------------------


def _fold(
    found: Figures, books: Lookups, unit: UnitLookup, chart: str, span: Span
) -> None:
    """Add what is not yet closed to the net assets of its funds (rule 3)."""
    nets: dict[str, list[int]] = {}
    standing: dict[str, set[int]] = {}
    for place, sums in found.sums.items():
        if place.unit != unit.code:
            continue
        if books.account_classes[place.account] in resting.RESULTS:
            net = nets.setdefault(place.fund, [0, 0])
            net[0] += sums.opening
            net[1] += sums.closing
        elif sums.opening or sums.closing:
            standing.setdefault(place.fund, set()).add(place.account)
    for fund, (opening, closing) in nets.items():
        at = standing.get(fund, set())
        for fen, on, is_opening in (
            (opening, span.since, True),
            (closing, span.last_day, False),
        ):
            if not fen:
                continue
            number = unit.funds[fund]
            into = resting.resting(books, unit, number, chart, on, standing=at)
            if into is None:
                found.homeless.add((unit.code, fund))
                continue
            place = Place(unit.code, fund, into.closing)
            sums = found.sums.setdefault(place, Sums())
            if is_opening:
                sums.opening += fen
            else:
                sums.closing += fen


# -- what a line sums ---------------------------------------------------------------


def taken(
    books: Lookups,
    sums: Iterable[tuple[int, Sums]],
    parts: Sequence[Part],
    take: Take,
) -> int:
    """What accounts with all under them show, in fen, each on its own side."""
    signs: dict[int, tuple[int, bool]] = {}
    fen = 0
    for account, at in sums:
        if account not in signs:
            signs[account] = _signed(books, account, parts)
        sign, debit_side = signs[account]
        if sign:
            fen += sign * at.taken(take, debit_side=debit_side)
    return fen


def _signed(books: Lookups, account: int, parts: Sequence[Part]) -> tuple[int, bool]:
    """How often an account counts, and on which side, by what stands above it."""
    sign, debit_side = 0, True
    step: int | None = account
    while step is not None:
        code = books.account_codes[step]
        for part in parts:
            if part.code == code:
                sign += part.sign
                debit_side = _debit_side(books, step)
        step = books.account_parents.get(step)
    return sign, debit_side


def _debit_side(books: Lookups, account: int) -> bool:
    side = books.account_sides[account]
    if side == Side.EITHER:
        return books.account_classes[account] in _DEBIT
    return side == Side.DEBIT


def split_funds(
    unit: UnitLookup, chart: str, split: str, on: dt.date
) -> frozenset[str]:
    """The funds of a unit whose expenditure is of that money (财政拨款、工会资金)."""
    return frozenset(
        code
        for code, number in unit.funds.items()
        if _split_of(unit.fund_origins[number], unit.fund_channels[number], chart, on)
        == split
    )


@cache
def _split_of(origin: str, channel: str, chart: str, on: dt.date) -> str:
    source = source_of(Origin(origin), Channel(channel), on)
    named = source.accounts_in(chart) if source else None
    return named.split.value if named and named.split else ""
