"""What closing a year would post, read from the books as they stand now.

The cost goes with the accounts, funds and purposes in use, and with the postings on
claims and stock where the chart changes.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from ledger import transition, year_end_store
from ledger.accounts import Role
from ledger.balances import EVER, balances
from ledger.codes import posting_of
from ledger.database import Connection
from ledger.money import Money
from ledger.periods import DECEMBER, Span
from ledger.register import Lookups, UnitLookup, lookups
from ledger.resting import RESULTS, resting
from ledger.seal_times import YEAR_END_REF
from ledger.vouchers import Entered, Kind, Voucher
from ledger.year_end_accounts import Decision
from ledger.year_end_plan import Place, Plan, Step, plan

DETAILED = frozenset(
    {
        Role.ADVANCE,
        Role.UPPER_RECEIVABLE,
        Role.LOWER_RECEIVABLE,
        Role.UPPER_PAYABLE,
        Role.LOWER_PAYABLE,
        Role.PAYABLE,
        Role.STOCK,
    }
)
"""Accounts whose balances keep party or item when the chart changes."""


@dataclass(frozen=True, slots=True)
class Compared:
    """What January opened with on an account of a fund, and what it should have."""

    account: str
    fund: str
    provisional: Money
    final: Money


def december(year: int) -> int:
    """The last month of a year."""
    return year * 100 + DECEMBER


def drawn(
    connection: Connection,
    books: Lookups,
    unit: UnitLookup,
    year: int,
    decisions: Sequence[Decision],
) -> tuple[Plan, tuple[transition.SheetRow, ...]]:
    """The steps of a year's end, those of a change of chart, and its sheet."""
    sums = sums_at_end(connection, books, unit, year)
    worked = plan(books, unit, year, sums, decisions)
    charts = unit.chart_on(f"{year}-12-31"), unit.chart_on(f"{year + 1}-01-01")
    if worked.problems or charts[0] == charts[1]:
        return worked, ()
    left: dict[tuple[int, int], int] = {}
    after = dict(sums)
    for step in worked.steps:
        if step.chart == charts[0]:
            _apply(after, step)
    for (account, fund, _), fen in after.items():
        left[account, fund] = left.get((account, fund), 0) + fen
    moved = transition.transfer(
        books,
        unit,
        dt.date(year + 1, 1, 1),
        charts,
        left,
        _details(connection, books, unit, year),
    )
    steps = [step for step in worked.steps if step.chart == charts[0]]
    steps += _transfer_steps(moved, charts, year)
    steps += [step for step in worked.steps if step.chart != charts[0]]
    return Plan(tuple(steps), moved.problems, worked.deficits), moved.sheet


def _apply(sums: dict[Place, int], step: Step) -> None:
    for line in step.lines:
        place = (line.account_id, line.fund_id, line.purpose or "")
        sums[place] = sums.get(place, 0) + line.debit_fen - line.credit_fen


def _transfer_steps(
    moved: transition.Transfer, charts: tuple[str, str], year: int
) -> list[Step]:
    rules = transition.mapping(*charts)
    basis = rules.basis if rules else ""
    told = (
        (charts[0], "旧科目余额转出（新旧科目衔接）", moved.out),
        (charts[1], "新科目期初余额（新旧科目衔接）", moved.onto),
    )
    return [
        Step("chart", f"{year + 1}-01-01", chart, what, basis, lines, Kind.OPENING)
        for chart, what, lines in told
        if lines
    ]


def sums_at_end(
    connection: Connection,
    books: Lookups,
    unit: UnitLookup,
    year: int,
    known_at: int | None = None,
) -> dict[Place, int]:
    """What stands at the end of a year by account, fund and purpose, debit positive."""
    codes = books.charts[unit.chart_on(f"{year}-12-31")]
    span = Span(EVER, dt.date(year + 1, 1, 1))
    rows = balances(
        connection,
        [unit.code],
        span,
        ("account", "fund", "purpose"),
        known_at=known_at,
    )
    return {
        (codes[row.account], unit.funds[row.fund], row.purpose): row.closing.fen
        for row in rows
        if row.closing
    }


def _openings(
    connection: Connection,
    books: Lookups,
    unit: UnitLookup,
    year: int,
    known_at: int | None,
) -> dict[tuple[int, int], int]:
    """What January opens with: balances, income and expense put where they rest."""
    found: dict[tuple[int, int], int] = {}
    chart, day = unit.chart_on(f"{year}-12-31"), dt.date(year, 12, 31)
    for (account, fund, _), fen in sums_at_end(
        connection, books, unit, year, known_at
    ).items():
        result = books.account_classes[account] in RESULTS
        at = resting(books, unit, fund, chart, day) if result else None
        into = at.closing if at else account
        found[into, fund] = found.get((into, fund), 0) + fen
    return found


def _details(
    connection: Connection, books: Lookups, unit: UnitLookup, year: int
) -> list[transition.Detail]:
    codes = books.charts[unit.chart_on(f"{year}-12-31")].values()
    accounts = [id_ for id_ in codes if books.account_roles[id_] in DETAILED]
    until = (year + 1) * 100
    rows = year_end_store.movements(connection, unit.id, accounts, until)
    return list(transition.still_open(rows))


def vouchers_of(
    worked: Plan, books: Lookups, unit: UnitLookup, year: int
) -> list[Voucher]:
    """The vouchers of a plan, unsigned."""
    return [
        Voucher(
            unit=unit.code,
            ref=f"{YEAR_END_REF}{year}-{number:02d}",
            dated_on=dt.date.fromisoformat(step.day),
            summary=step.summary,
            postings=tuple(posting_of(line, unit, books) for line in step.lines),
            preparer="",
            reviewer="",
            kind=step.kind,
            basis=step.basis,
            chart=step.chart,
            entered=Entered.YEAR_END,
        )
        for number, step in enumerate(worked.steps, 1)
    ]


def openings_compared(
    connection: Connection, unit: str, year: int, *, known_at: int | None = None
) -> tuple[Compared, ...]:
    """What January opened with while December was open, against what it should have.

    Income less expense counts where it will rest, so that both are openings of
    January. Accounts that agree are left out. Of a closed year it is asked for as
    known at the place in the chain before the year-end vouchers, which move balances
    by themselves.

    Raises:
        NotFound: there is no such unit.
    """
    books = lookups(connection)
    found = books.unit(unit)
    position = year_end_store.last_before(connection, found.id, december(year))
    begun = [
        row.position
        for row in year_end_store.adjusting(connection, found.id)
        if row.period == december(year)
    ]
    known = min(filter(None, (position, *begun)), default=0)
    if not known or (known_at is not None and known_at <= known):
        return ()
    before = _openings(connection, books, found, year, known)
    after = _openings(connection, books, found, year, known_at)
    return tuple(
        Compared(
            books.account_codes[account],
            found.fund_codes[fund],
            Money(before.get((account, fund), 0)),
            Money(after.get((account, fund), 0)),
        )
        for account, fund in sorted(before.keys() | after.keys())
        if before.get((account, fund), 0) != after.get((account, fund), 0)
    )
