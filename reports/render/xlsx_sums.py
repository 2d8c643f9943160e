"""Sums of a worksheet as formulas, where the formula gives our very figure.

1. A sum row's cell is a formula only if cells above it come to its figure, to the fen:
   the rows since the last sum row, since the group began or since the table began;
   the first or the last of the rows since the last sum row; or all subtotals.
   What is no plain sum, such as a balance or a rate, stays a value; so does what a
   spreadsheet's fractions would blur.
2. `SUBTOTAL` leaves other cells with `SUBTOTAL` out of its sum: a total over
   subtotals counts nothing twice, and we count as it does.
3. Rows come one by one and none is kept: memory grows with the columns only.
"""

import math
from dataclasses import dataclass, field

from ledger.money import Money
from reports.report import Cell, Column, Row, Style

SUM_STYLES: frozenset[Style] = frozenset({"subtotal", "total"})
"""Rows whose cells may be sums of those above."""

EXACT = 10**15
"""Fen, or a count, from which a spreadsheet rounds: such cells are text."""

_BLUR = 0.001
"""How far, in yuan, adding fractions may stray before it could be seen."""

_STEPS = 256
"""Rows since a sum row among which a sum of some of them is looked for."""

_SUBTOTALS = 64
"""Subtotals that one total may add up."""

_Figure = tuple[int, float]
"""A cell in whole units, and as a spreadsheet has it, which may be no number."""


@dataclass(slots=True)
class _Run:
    """Cells of a column that follow one another, from one row on."""

    first: int
    units: int = 0
    """Their sum in fen, or in whole numbers for a count."""
    added: float = 0.0
    """The same as a spreadsheet adds it up, in yuan."""
    filled: int = 0
    """How many of them are not nothing."""

    def take(self, units: int, value: float) -> None:
        """Go on by one cell."""
        self.units += units
        self.added += value
        self.filled += units != 0

    def gives(self, figure: _Figure) -> bool:
        """Whether a spreadsheet that adds the cells up finds this figure."""
        return self.units == figure[0] and abs(self.added - figure[1]) < _BLUR


@dataclass(slots=True)
class _Column:
    """What a column's cells come to, from several rows on.

    `name` is that of the spreadsheet: A, B, …, Z, AA.
    """

    name: str
    part: _Run
    """Since the last sum row."""
    group: _Run
    whole: _Run
    steps: list[tuple[int, _Run]] = field(default_factory=list)
    """The last row and the sum of each beginning of the part."""
    subtotals: list[tuple[int, _Figure]] = field(default_factory=list)
    doubted: bool = False
    """Whether a sum row has shown that this column does not simply add up."""

    def take(self, units: int, value: float, number: int) -> None:
        """Go on by one cell that is a value."""
        filled = units != 0
        # Done for every cell of a sheet: the runs are not asked one by one.
        for run in (self.part, self.group, self.whole):
            run.units += units
            run.added += value
            run.filled += filled
        if len(self.steps) < _STEPS:
            part = self.part
            step = _Run(part.first, part.units, part.added, part.filled)
            self.steps.append((number, step))

    def formula(self, figure: _Figure, style: Style, number: int) -> str:
        """The formula that gives the figure in a row; empty where none does."""
        runs = (self.part, self.group, self.whole)
        for run in runs if style == "subtotal" else reversed(runs):
            # The sum of one figure is that figure, be it a balance or not.
            telling = run.filled > 1 or not self.doubted
            if run.first < number and telling and run.gives(figure):
                return self._subtotal(run.first, number - 1)
        return self._some_rows(figure, number) or self._all_subtotals(figure)

    def _subtotal(self, first: int, last: int) -> str:
        return f"=SUBTOTAL(9,{self.name}{first + 1}:{self.name}{last + 1})"

    def _some_rows(self, figure: _Figure, number: int) -> str:
        """The sum of the last rows of the part, or else of its first ones."""
        if self.doubted or self.part.filled > _STEPS:
            return ""
        part = self.part
        for row, step in self.steps:
            left = part.units - step.units, part.added - step.added
            tail = _Run(row + 1, *left, part.filled - step.filled)
            if tail.filled > 1 and tail.gives(figure):
                return self._subtotal(tail.first, number - 1)
        for row, step in reversed(self.steps):
            if step.filled > 1 and step.gives(figure):
                return self._subtotal(step.first, row)
        return ""

    def _all_subtotals(self, figure: _Figure) -> str:
        if not 1 < len(self.subtotals) <= _SUBTOTALS:
            return ""
        run = _Run(0)
        for _, one in self.subtotals:
            run.take(*one)
        places = ",".join(f"{self.name}{row + 1}" for row, _ in self.subtotals)
        return f"=SUM({places})" if run.filled > 1 and run.gives(figure) else ""


@dataclass(slots=True)
class Sums:
    """What the cells of a table come to, on its way down a worksheet.

    `first` is the row its rows begin in, counted from nothing. Without `whole` earlier
    rows of the table are on another sheet.
    """

    columns: tuple[Column, ...]
    first: int
    whole: bool = True
    _held: dict[int, _Column] = field(default_factory=dict)

    def __post_init__(self) -> None:
        # No sum comes to what is no number.
        before = 0.0 if self.whole else math.nan
        for index, column in enumerate(self.columns):
            if column.kind in {"money", "count"}:
                part, group, whole = (_Run(self.first, added=before) for _ in range(3))
                self._held[index] = _Column(_letters(index), part, group, whole)

    def take(self, row: Row, number: int) -> None:
        """Count a row that is no sum row, in `number`."""
        for index, column in self._held.items():
            if row.style == "group":
                column.group = _Run(number + 1)
            figure = _figure(row.cells[index])
            if figure is not None:
                column.take(*figure, number)

    def rule_off(self, row: Row, number: int) -> dict[int, str]:
        """Count a sum row in `number`; returns the formulas of its cells by column."""
        found: dict[int, str] = {}
        for index, column in self._held.items():
            figure = _figure(row.cells[index])
            if figure is not None:
                formula = column.formula(figure, row.style, number)
                if formula:
                    found[index] = formula
                column.doubted = column.doubted or not formula
                if not formula.startswith("=SUBTOTAL"):
                    column.group.take(*figure)
                    column.whole.take(*figure)
                if row.style == "subtotal" and len(column.subtotals) <= _SUBTOTALS:
                    column.subtotals.append((number, figure))
            column.part = _Run(number + 1)
            column.steps.clear()
        return found


def _figure(cell: Cell) -> _Figure | None:
    if isinstance(cell, Money):
        units, value = cell.fen, cell.fen / 100
    elif isinstance(cell, int):
        units = value = cell
    else:
        return None
    return units, value if -EXACT < units < EXACT else math.nan


def _letters(index: int) -> str:
    """The name of a column: A, B, …, Z, AA."""
    letters = ""
    while index >= 0:
        index, place = divmod(index, 26)
        letters = chr(ord("A") + place) + letters
        index -= 1
    return letters
