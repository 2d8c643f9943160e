"""What growth is judged by, as it stands in the books, and the judgement on it.

1. Of a year's figure the highest revision holds; of notes on a year the last one.
2. An approved annual budget goes before a figure that was typed in. It counts with its
   new money, the four quarters: what was carried over is no growth. Of the union's own
   are the funds of its own money; of the government's those of the local budget that
   come through the treasury of the same level, for the clause speaks of 当地财政部门.
3. What was approved first counts, and revisions during the year change nothing. The
   clause speaks of yearly budgets and not of revisions (grade D).
4. The union's own budget is held against the union's income, the government's against
   the economy of the place.
5. A unit that was given up is judged through the year of its last day.

Basis: 关于进一步做好困难职工帮扶工作的意见 第6条.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from budgets import tables as t
from budgets.growth import (
    Base,
    BaseKind,
    Note,
    Policy,
    Rule,
    Series,
    SideBySide,
    YearGrowth,
    affected_years,
    before_and_after,
    judge,
)
from ledger import store
from ledger.accounts import Labelled
from ledger.database import Connection
from ledger.errors import NotFound
from ledger.funds import Channel, Origin
from ledger.money import ZERO, Money
from ledger.register import UnitLookup, lookups

FEW_UNITS = 4
"""Units that are read one by one; of more, each table is read once as a whole."""


class FigureSeries(Labelled):
    """What is kept by the year: two budgets, and what each of them grows with."""

    OWN_BUDGET = "own_budget", "本级工会帮扶预算"
    GOVERNMENT_BUDGET = "government_budget", "财政帮扶预算"
    UNION_INCOME = "union_income", "工会经费收入"
    ECONOMY = "economy", "地区经济指标"


BUDGET_OF = (
    (Series.OWN, FigureSeries.OWN_BUDGET),
    (Series.GOVERNMENT, FigureSeries.GOVERNMENT_BUDGET),
)
GROWS_WITH = (
    (Series.OWN, FigureSeries.UNION_INCOME),
    (Series.GOVERNMENT, FigureSeries.ECONOMY),
)

YearSums = Mapping[int, Money]
Approved = Mapping[tuple[int, str], YearSums]
"""By number of the unit and figure series: what was budgeted by the year."""


@dataclass(frozen=True, slots=True)
class Grounds:
    """What the years of one series of one unit are judged by.

    `ended` is the first year that the unit no longer had a day in, None if it stands.
    """

    series: Series
    bases: tuple[Base, ...]
    figures: YearSums
    incomes: YearSums
    policies: tuple[Policy, ...]
    notes: tuple[Note, ...]
    ended: int | None = None

    def judged(
        self, until: int, known_number: int | None = None
    ) -> tuple[YearGrowth, ...]:
        """Every year up to but without `until`, by the bases up to a number."""
        return judge(
            self.series,
            self._known(known_number),
            self.figures,
            self.incomes,
            policies=self.policies,
            notes=self.notes,
            until=until if self.ended is None else min(until, self.ended),
        )

    def restated(self, number: int) -> tuple[SideBySide, ...]:
        """The years that a base affected when it came, judged without and with it.

        The first base restates nothing: there are none.
        """
        known = self._known(number)
        affected = set(affected_years(known, number, self.figures))
        if len(known) == 1 or not affected:
            return ()
        judged = before_and_after(
            self.series,
            known,
            self.figures,
            self.incomes,
            policies=self.policies,
            notes=self.notes,
            until=max(affected) + 1,
        )
        return tuple(row for row in judged if row.year in affected)

    def _known(self, number: int | None) -> tuple[Base, ...]:
        return tuple(b for b in self.bases if number is None or b.number <= number)


# -- judging ------------------------------------------------------------------------


def growth_of(
    connection: Connection,
    unit: str,
    series: Series,
    until: int,
    *,
    known_number: int | None = None,
) -> tuple[YearGrowth, ...]:
    """Judge the years of a unit up to but without `until`.

    `known_number` judges as it was done before later restatements.

    Raises:
        NotFound: there is no such unit, or no base of that number.
    """
    found = grounds(connection, (unit,), series)[unit]
    numbers = {base.number for base in found.bases}
    if known_number is not None and known_number not in numbers:
        raise no_base(known_number)
    return found.judged(until, known_number)


def growth_of_all(
    connection: Connection, units: Sequence[str], series: Series, until: int
) -> dict[str, tuple[YearGrowth, ...]]:
    """Judge the years of many units, in the order in which they are named.

    Cost: one statement a table, whatever the number of units.

    Raises:
        NotFound: there is no such unit.
    """
    read = grounds(connection, units, series)
    return {unit: found.judged(until) for unit, found in read.items()}


def no_base(number: int) -> NotFound:
    """The answer to who asks for a base that was never resolved."""
    return NotFound("基数", f"第{number}号", "用 bangfu budget baseline show 查看")


# -- reading ------------------------------------------------------------------------


def grounds(
    connection: Connection, units: Sequence[str], series: Series
) -> dict[str, Grounds]:
    """What a series of each unit is judged by, in the order in which they are named.

    Raises:
        NotFound: there is no such unit.
    """
    books = lookups(connection)
    chosen = {books.unit(code).id: books.unit(code) for code in units}
    ids = tuple(chosen)
    bases = by_unit(connection, t.baselines, ids)
    typed = by_unit(connection, t.yearly_figures, ids)
    policies = by_unit(connection, t.growth_policies, ids)
    notes = by_unit(connection, t.growth_notes, ids)
    approved = approved_sums(connection, tuple(chosen.values()))
    budget, grows_with = dict(BUDGET_OF)[series], dict(GROWS_WITH)[series]
    return {
        unit.code: Grounds(
            series=series,
            bases=tuple(base_of(row) for row in bases[id_]),
            figures=_sums(typed[id_], budget) | dict(approved.get((id_, budget), {})),
            incomes=_sums(typed[id_], grows_with),
            policies=tuple(policy_of(row) for row in policies[id_]),
            notes=tuple(note_of(row) for row in notes[id_]),
            ended=first_year_gone(unit),
        )
        for id_, unit in chosen.items()
    }


def figures(connection: Connection, unit: str, series: FigureSeries) -> YearSums:
    """What stands of a series, by the year; approved budgets go first (2).

    Raises:
        NotFound: there is no such unit.
    """
    found = lookups(connection).unit(unit)
    typed = store.all_rows(connection, t.yearly_figures, found.id)
    approved = approved_sums(connection, (found,)).get((found.id, series), {})
    return dict(sorted((_sums(typed, series) | dict(approved)).items()))


def policies(connection: Connection, unit: str) -> tuple[Policy, ...]:
    """What the body resolved on growth; of one year, the last one given holds.

    Raises:
        NotFound: there is no such unit.
    """
    unit_id = lookups(connection).unit(unit).id
    rows = store.all_rows(connection, t.growth_policies, unit_id)
    return tuple(policy_of(row) for row in rows)


def notes(connection: Connection, unit: str) -> tuple[Note, ...]:
    """The body's notes on years; of one year, the last one given holds.

    Raises:
        NotFound: there is no such unit.
    """
    unit_id = lookups(connection).unit(unit).id
    rows = store.all_rows(connection, t.growth_notes, unit_id)
    return tuple(note_of(row) for row in rows)


def by_unit(
    connection: Connection, table: Any, ids: Sequence[int]
) -> dict[int, list[Any]]:
    """The rows of a table by unit, in the order of its key."""
    found: dict[int, list[Any]] = {id_: [] for id_ in ids}
    for id_ in ids if len(ids) <= FEW_UNITS else (None,):
        for row in store.all_rows(connection, table, id_):
            if row.unit_id in found:
                found[row.unit_id].append(row)
    return found


def approved_sums(connection: Connection, units: Sequence[UnitLookup]) -> Approved:
    """What the approved annual budgets of units come to (2, 3).

    A year with an approved budget has a figure of each series, be it nil.
    """
    known = {unit.id: unit for unit in units}
    originals = _originals(connection, tuple(known))
    found: dict[tuple[int, str], dict[int, Money]] = {}
    for unit_id, year in originals:
        for _, series in BUDGET_OF:
            found.setdefault((unit_id, series), {})[year] = ZERO
    if not originals:
        return found
    for unit_id, rows in by_unit(connection, t.budget_lines, tuple(known)).items():
        funds = series_of_funds(known[unit_id])
        for row in rows:
            series_of = funds.get(row.fund_id)
            if series_of and originals.get((unit_id, row.year)) == row.version:
                new = row.q1_fen + row.q2_fen + row.q3_fen + row.q4_fen
                found[unit_id, series_of][row.year] += Money(new)
    return found


def _originals(
    connection: Connection, ids: Sequence[int]
) -> dict[tuple[int, int], int]:
    """The annual version of each unit and year that was approved first."""
    versions = by_unit(connection, t.budget_versions, ids)
    annual = {
        (unit_id, row.year, row.version)
        for unit_id, rows in versions.items()
        for row in rows
        if row.kind == "annual"
    }
    if not annual:
        return {}
    steps = by_unit(connection, t.budget_steps, ids)
    approved = {
        (unit_id, row.year, row.version)
        for unit_id, rows in steps.items()
        for row in rows
        if row.state == "approved"
    }
    in_turn = sorted(approved & annual, reverse=True)
    return {(unit_id, year): version for unit_id, year, version in in_turn}


def series_of_funds(unit: UnitLookup) -> dict[int, FigureSeries]:
    """To which budget each fund of a unit belongs; funds of neither are left out."""
    found = {}
    for id_, origin in unit.fund_origins.items():
        if origin == Origin.OWN_UNION:
            found[id_] = FigureSeries.OWN_BUDGET
        elif (
            origin == Origin.LOCAL_BUDGET
            and unit.fund_channels[id_] == Channel.SAME_LEVEL_TREASURY
        ):
            found[id_] = FigureSeries.GOVERNMENT_BUDGET
    return found


def first_year_gone(unit: UnitLookup) -> int | None:
    """The first year in which a unit that was given up had no day."""
    if not unit.closed_on:
        return None
    last_day = dt.date.fromisoformat(unit.closed_on) - dt.timedelta(days=1)
    return last_day.year + 1


# -- rows ---------------------------------------------------------------------------


def _sums(rows: Iterable[Any], series: FigureSeries) -> dict[int, Money]:
    # Revisions follow each other, so that the highest one stays.
    return {row.year: Money(row.amount_fen) for row in rows if row.series == series}


def base_of(row: Any) -> Base:
    """A row of `baselines` as growth takes it."""
    return Base(
        number=row.number,
        base_year=row.base_year,
        since_year=row.since_year,
        warmth=Money(row.warmth_fen),
        other=Money(row.other_fen),
        kind=BaseKind(row.kind),
        prior=None if row.prior_fen is None else Money(row.prior_fen),
        resolution=row.resolution,
    )


def policy_of(row: Any) -> Policy:
    """A row of `growth_policies` as growth takes it; it rests on its resolution."""
    return Policy(
        series=Series(row.series),
        rule=Rule(row.rule),
        rate_bp=row.rate_bp,
        since_year=row.since_year,
        resolution=row.resolution,
        words="",
    )


def note_of(row: Any) -> Note:
    """A row of `growth_notes` as growth takes it."""
    return Note(Series(row.series), row.year, row.reason, row.resolution)
