"""Sums of a worksheet as formulas, where the formula gives our very figure.

1. A sum row's cell is a formula only if the cells above it come to its figure: those
   since the last sum row, or all of the table. What is no plain sum, such as a
   balance, stays a value; so does what a spreadsheet's fractions would blur.
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


@dataclass(slots=True)
class _Run:
    """The cells of a column from one row on."""

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


@dataclass(slots=True)
class _Column:
    """A column's cells since the last sum row, and since the table began."""

    part: _Run
    whole: _Run
    doubted: bool = False
    """Whether a sum row has shown that this column does not simply add up."""

    def take(self, units: int, value: float) -> None:
        """Go on by one cell that is a value."""
        self.part.take(units, value)
        self.whole.take(units, value)

    def fitting(self, units: int, value: float, style: Style, row: int) -> int | None:
        """The first row of a range above `row` that comes to this figure."""
        runs = (self.part, self.whole)
        for run in runs if style == "subtotal" else reversed(runs):
            # The sum of one figure is that figure, be it a balance or not.
            telling = run.filled > 1 or not self.doubted
            exact = run.units == units and abs(run.added - value) < _BLUR
            if run.first < row and telling and exact:
                return run.first
        return None


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
        for index, column in enumerate(self.columns):
            if column.kind in {"money", "count"}:
                # No sum comes to what is no number.
                before = 0.0 if self.whole else math.nan
                part, whole = _Run(self.first), _Run(self.first)
                part.added = whole.added = before
                self._held[index] = _Column(part, whole)

    def take(self, row: Row) -> None:
        """Count a row that is no sum row."""
        for index, column in self._held.items():
            figure = _figure(row.cells[index])
            if figure is not None:
                column.take(*figure)

    def rule_off(self, row: Row, number: int) -> dict[int, str]:
        """Count a sum row in `number`; returns the formulas of its cells by column."""
        found: dict[int, str] = {}
        for index, column in self._held.items():
            figure = _figure(row.cells[index])
            if figure is None:
                continue
            first = column.fitting(*figure, row.style, number)
            if first is None:
                column.doubted = True
                column.whole.take(*figure)
            else:
                letters = _letters(index)
                found[index] = f"=SUBTOTAL(9,{letters}{first + 1}:{letters}{number})"
        for column in self._held.values():
            column.part = _Run(number + 1)
        return found


def _figure(cell: Cell) -> tuple[int, float] | None:
    """A cell in whole units and as a spreadsheet has it, which may be no number."""
    if isinstance(cell, Money):
        units, value = cell.fen, cell.fen / 100
    elif isinstance(cell, int):
        units, value = cell, float(cell)
    else:
        return None
    return units, value if abs(units) < EXACT else math.nan


def _letters(index: int) -> str:
    """The name of a column: A, B, …, Z, AA."""
    letters = ""
    while index >= 0:
        index, place = divmod(index, 26)
        letters = chr(ord("A") + place) + letters
        index -= 1
    return letters
