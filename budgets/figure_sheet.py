"""Yearly figures out of a file (历年数): CSV, or a sheet of an XLSX.

1. Columns are named by key or by label: unit, series, year, amount, paper, and reason
   where one is needed. A series is a key of `FigureSeries` or its label.
2. All faults are told at once, by row and column; nothing is put on record then.
"""

import re
from pathlib import Path
from typing import TYPE_CHECKING

from budgets.yearly import (
    Figure,
    FigureSeries,
    Recorded,
    figure_problems,
    record_figures,
)
from ledger.database import Connection
from ledger.errors import Faults, Problem
from ledger.intake_cells import Cells, fault, member, tell
from ledger.money import AmountError, Money
from ledger.one_sheet import demand_none, rows_of
from ledger.people import Act
from ledger.sheets import ColumnSpec, SheetSpec
from ledger.texts import text_problems

if TYPE_CHECKING:
    from collections.abc import Sequence

FIGURES = SheetSpec(
    "yearly_figures",
    "历年数",
    (
        ColumnSpec("unit", "单位", required=True),
        ColumnSpec("series", "系列", required=True),
        ColumnSpec("year", "年度", required=True),
        ColumnSpec("amount", "金额", required=True),
        ColumnSpec("paper", "依据文件", required=True),
        ColumnSpec("reason", "理由"),
    ),
)
"""The sheet; amounts are in yuan."""

_EMPTY = Problem("file", "文件中没有历年数", do="每项写一行")


class FigureSheet:
    """What a file of figures says: its rows, and the faults met in reading it."""

    __slots__ = ("_cells", "_faults", "figures")

    def __init__(self, path: Path) -> None:
        self._faults = Faults()
        read = [
            (row, _figure(row, self._faults))
            for row in rows_of(path, FIGURES, self._faults, _EMPTY)
        ]
        self._cells = [cells for cells, one in read if one is not None]
        self.figures: Sequence[Figure] = [one for _, one in read if one is not None]

    @property
    def units(self) -> tuple[str, ...]:
        """The units that the rows name, each once."""
        return tuple(sorted({one.unit for one in self.figures}))

    def record(self, connection: Connection, act: Act) -> Recorded:
        """Put all figures of the file on record, or none.

        Raises:
            FolderFaulty: the file has faults; every one is told.
        """
        faults = self._faults
        tell(figure_problems(connection, self.figures, act), self._cells, faults)
        demand_none(faults, FIGURES)
        return record_figures(connection, self.figures, act)


def _figure(cells: Cells, faults: Faults) -> Figure | None:
    """The figure that a row tells; None where it cannot be read as one."""
    before = len(faults)
    for column in FIGURES.columns:
        if column.required and not cells[column.key]:
            faults.append(fault(cells, column.key, "不能为空", do="填写内容"))
    series = member(FigureSeries, cells, "series", None, faults)
    year = _year(cells, faults)
    amount = _amount(cells, faults)
    if (
        len(faults) == before
        and series is not None
        and year is not None
        and amount is not None
    ):
        return Figure(
            unit=cells["unit"],
            series=series,
            year=year,
            amount=amount,
            paper=cells["paper"],
            reason=cells["reason"],
        )
    # The register does not see this row, so what is wrong with its texts is told here.
    texts = [(key, cells[key], 0) for key in ("paper", "reason")]
    tell([(0, problem) for problem in text_problems(texts)], [cells], faults)
    return None


def _year(cells: Cells, faults: Faults) -> int | None:
    text = cells["year"]
    if re.fullmatch(r"[0-9]{4}年?", text):
        return int(text.removesuffix("年"))
    if text:
        faults.append(fault(cells, "year", "年度应写作 2008", text))
    return None


def _amount(cells: Cells, faults: Faults) -> Money | None:
    text = cells["amount"]
    try:
        return Money.parse(text) if text else None
    except AmountError as error:
        faults.append(fault(cells, "amount", str(error), text))
        return None
