"""Bases and yearly totals of the demonstration prefecture, 2005 to 2024.

The totals are reckoned backwards from the budget of 2025, each year by a little less
than income, so that every year meets what is required. What does not is planted: a
fall in 2023 without reason or note (鹿鸣县), a year that only holds, 2020 (青岚区).
松亭县 was set up in 2011 and has a base of 2012; 望津区 took in another district in
2016, and its base was restated when the papers were found.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace

from app.prefecture_body import accountant_of
from app.prefecture_plan import UnitPlan
from budgets import baseline
from budgets.baseline import Baseline
from budgets.growth import BaseKind
from budgets.yearly import Figure, FigureSeries, figures, record_figures
from ledger.database import Connection
from ledger.money import Money

FELL, FELL_IN = "130123", 2023
HELD, HELD_IN = "130102", 2020
OPENED_LATER, ITS_BASE_YEAR = "130125", 2012
MERGED, MERGED_IN = "130104", 2016
BOOKED = 2025
"""The year whose budget the totals lead to."""

_OWN_PART = 70
_HUNDRED_YUAN = 10_000

# Income of an ordinary county in yuan, 2004 to 2025; it fell once, in 2020.
_FIRST_INCOME = 2004
_INCOMES = (
    92_000, 101_000, 112_000, 125_000, 138_000, 146_000, 161_000, 179_000, 197_000,
    214_000, 231_000, 247_000, 262_000, 279_000, 296_000, 312_000, 306_000, 325_000,
    348_000, 372_000, 397_000, 420_000,
)  # fmt: skip


def record_growth(
    connection: Connection, unit: UnitPlan, resolution: str, day: dt.date
) -> None:
    """Put a unit's base, income, and own and government totals on record.

    The budget of 2025 must be approved; `resolution` is the one on the base.
    """
    first = ITS_BASE_YEAR if unit.code == OPENED_LATER else baseline.BASE_YEAR
    own_now = figures(connection, unit.code, FigureSeries.OWN_BUDGET)[BOOKED]
    its_own = dict(_own_totals(unit.code, first, own_now))
    public = figures(connection, unit.code, FigureSeries.GOVERNMENT_BUDGET)[BOOKED]
    of_budget = "年帮扶资金预算批复"
    parts: tuple[tuple[FigureSeries, Mapping[int, Money], str], ...] = (
        (FigureSeries.UNION_INCOME, _incomes(unit, first - 1), "年工会经费收支决算"),
        (FigureSeries.OWN_BUDGET, _after(its_own, first), of_budget),
        (FigureSeries.GOVERNMENT_BUDGET, dict(_grants(first, public)), of_budget),
    )
    given = [
        Figure(
            unit=unit.code,
            series=series,
            year=year,
            amount=amount,
            paper=f"{unit.name}{year}{paper}",
        )
        for series, amounts, paper in parts
        for year, amount in sorted(amounts.items())
    ]
    act = accountant_of(unit, day)
    record_figures(connection, given, act)
    base = _base(unit, first, its_own[first], resolution)
    baseline.set_base(connection, unit.code, base, act)


def restate_merged(
    connection: Connection, unit: UnitPlan, resolution: str, day: dt.date
) -> None:
    """The base with that of the district taken in, whose papers were found later."""
    (first,) = baseline.baselines(connection, unit.code)
    last = figures(connection, unit.code, FigureSeries.OWN_BUDGET)[MERGED_IN - 1]
    given = replace(
        first,
        number=0,
        since_year=MERGED_IN,
        warmth=Money(_cut(_whole(first.warmth).fen)),
        other=Money(_cut(_whole(first.other).fen)),
        prior=_whole(last),
        kind=BaseKind.MERGED,
        paper="望津区、原临江区（虚构）2005年决算表，合并移交清册",
        reason="2016年并入原临江区总工会，移交清册查得其2005年决算",
        resolution=resolution,
    )
    baseline.restate(connection, unit.code, given, accountant_of(unit, day))


def _base(unit: UnitPlan, year: int, amount: Money, resolution: str) -> Baseline:
    later = unit.code == OPENED_LATER
    warmth = Money(_cut(amount.fen * 45 // 100))
    return Baseline(
        base_year=year,
        since_year=year + 1,
        warmth=warmth,
        other=amount - warmth,
        kind=BaseKind.OPENED_LATER if later else BaseKind.SET,
        paper=f"{unit.name}{year}年送温暖资金决算表和帮扶资金决算表",
        reason="2011年成立，以第一个完整年度为基数"
        if later
        else "2005年已经成立，自2022年起在本系统建账",
        resolution=resolution,
    )


def _own_totals(code: str, first: int, now: Money) -> Iterator[tuple[int, Money]]:
    """Own totals of the years before 2025, backwards to the base year."""
    total = now.fen
    for year in range(BOOKED, first, -1):
        earlier, later = _INCOMES[year - 2 - _FIRST_INCOME :][:2]
        if (code, year) == (FELL, FELL_IN):
            total = _cut(total * 106 // 100)
        elif later <= earlier:
            total = _cut(total * 97 // 100)
        elif (code, year) != (HELD, HELD_IN):
            total = _cut(total * earlier // later)
        # Before it took in the other district a union had its own part alone.
        part = _OWN_PART if code == MERGED and year <= MERGED_IN else 100
        yield year - 1, Money(total * part // 100)


def _whole(part: Money) -> Money:
    """What a sum of the merged union was with that of the district taken in."""
    return Money(part.fen * 100 // _OWN_PART)


def _grants(first: int, now: Money) -> Iterator[tuple[int, Money]]:
    """Totals of the government's budget after the base year, backwards from 2025."""
    total = now.fen
    for year in range(BOOKED - 1, first, -1):
        total = _cut(total * 95 // 100)
        yield year, Money(total)


def _incomes(unit: UnitPlan, first: int) -> dict[int, Money]:
    return {
        year: Money(yuan * unit.size)
        for year, yuan in enumerate(_INCOMES, _FIRST_INCOME)
        if year >= first
    }


def _after(amounts: Mapping[int, Money], first: int) -> dict[int, Money]:
    return {year: amount for year, amount in amounts.items() if year > first}


def _cut(fen: int) -> int:
    """Whole hundreds of yuan."""
    return fen // _HUNDRED_YUAN * _HUNDRED_YUAN
