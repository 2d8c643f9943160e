"""Budget and spending by the year since 2005 (历年预算与实际), as a board looks at it.

1. The budgets are the two that must grow: the union's own and the government's of the
   same level, by the year as `budgets.yearly` has them; 2005 is the base.
2. What was spent is that of the same funds, by the books, closing left out; years
   before the books began have none and are left open. All aid funds stand beside it.
3. Of one fund, the budgets are those of its series where it is the only fund of it;
   else those that were approved for the fund itself.
4. Several units are added up; what one passes down to another counts where it is spent.

Cost: some statements for each year of the books, whatever the number of units.

Basis: 关于进一步做好困难职工帮扶工作的意见 第6条.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from budgets.baseline import BASE_YEAR
from budgets.execution import FundSums, revised_by_fund, spent_by_fund
from budgets.growth import Series as Whose
from budgets.growth_reading import FigureSeries, grounds, series_of_funds
from ledger.money import ZERO, Money
from ledger.periods import DECEMBER
from reports.board_parts import Board

Sums = Mapping[int, Money]
_SERIES = (
    (FigureSeries.OWN_BUDGET, Whose.OWN),
    (FigureSeries.GOVERNMENT_BUDGET, Whose.GOVERNMENT),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """One year: budgets and what was spent of them; None where nothing is on record."""

    year: int
    own: Money | None
    own_spent: Money | None
    government: Money | None
    government_spent: Money | None
    spent: Money | None
    """Of all aid funds, or of the one fund that is told."""

    @property
    def budget(self) -> Money | None:
        """Both budgets."""
        return _together(self.own, self.government)

    @property
    def compared(self) -> Money | None:
        """What was spent of the funds that the budgets are of."""
        return _together(self.own_spent, self.government_spent)

    @property
    def is_base(self) -> bool:
        """Whether the figure is the base that budgets grow from."""
        return self.year == BASE_YEAR


def _together(one: Money | None, other: Money | None) -> Money | None:
    if one is None and other is None:
        return None
    return (one or ZERO) + (other or ZERO)


def years(board: Board) -> tuple[Year, ...]:
    """Every year from 2005 to the one that is told (1, 2)."""
    own, government = (_budgets(board, whose) for _, whose in _SERIES)
    spent = _spent(board)
    return tuple(
        Year(
            year=year,
            own=own.get(year),
            own_spent=_of(spent, year, FigureSeries.OWN_BUDGET),
            government=government.get(year),
            government_spent=_of(spent, year, FigureSeries.GOVERNMENT_BUDGET),
            spent=_of(spent, year, None),
        )
        for year in range(BASE_YEAR, board.year + 1)
    )


def years_of_fund(board: Board) -> tuple[Year, ...]:
    """The same of one fund: its budget stands as `own`, whosever it is (3)."""
    unit = board.books.unit(board.request.unit)
    series = series_of_funds(unit)
    own_series = series.get(unit.funds[board.fund])
    single = list(series.values()).count(own_series) == 1 if own_series else False
    budgets: dict[int, Money] = {}
    if own_series and single:
        budgets |= _budgets(board, dict(_SERIES)[own_series])
    spent: dict[int, Money] = {}
    key = unit.code, board.fund
    for year in _years_of_books(board):
        spent[year] = _spent_in(board, year).get(key, ZERO)
        revised = revised_by_fund(board.connection, board.units, year).get(key)
        if revised:
            budgets.setdefault(year, revised)
    first = min((*budgets, *spent), default=board.year)
    return tuple(
        Year(
            year=year,
            own=budgets.get(year),
            own_spent=spent.get(year),
            government=None,
            government_spent=None,
            spent=spent.get(year),
        )
        for year in range(first, board.year + 1)
    )


def _budgets(board: Board, whose: Whose) -> dict[int, Money]:
    """What was budgeted by the year, the base of 2005 first, of all units."""
    sums: dict[int, Money] = {}
    for found in grounds(board.connection, board.units, whose).values():
        figures = dict(found.figures)
        if whose is Whose.OWN:
            bases = [one for one in found.bases if one.base_year == BASE_YEAR]
            if bases:
                figures[BASE_YEAR] = bases[-1].total
        for year, amount in figures.items():
            sums[year] = sums.get(year, ZERO) + amount
    return sums


_Spent = Mapping[int, Mapping[FigureSeries | None, Money]]
"""By year and series; under None that of all aid funds."""


def _of(spent: _Spent, year: int, series: FigureSeries | None) -> Money | None:
    return spent[year].get(series, ZERO) if year in spent else None


def _spent(board: Board) -> _Spent:
    found: dict[int, dict[FigureSeries | None, Money]] = {}
    units = {code: board.books.unit(code) for code in board.units}
    series = {code: series_of_funds(unit) for code, unit in units.items()}
    for year in _years_of_books(board):
        sums: dict[FigureSeries | None, Money] = {None: ZERO}
        for (code, fund), amount in _spent_in(board, year).items():
            sums[None] += amount
            of = series[code].get(units[code].funds[fund])
            if of is not None:
                sums[of] = sums.get(of, ZERO) + amount
        found[year] = sums
    return found


def _years_of_books(board: Board) -> Iterator[int]:
    opened = min(board.books.unit(code).opened_on for code in board.units)
    yield from range(max(int(opened[:4]), BASE_YEAR), board.year + 1)


def _spent_in(board: Board, year: int) -> FundSums:
    month = board.request.span.last_day.month if year == board.year else DECEMBER
    return spent_by_fund(board.connection, board.units, year, month)
