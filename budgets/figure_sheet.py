"""Yearly figures out of a file (历年数): CSV, or a sheet of an XLSX.

1. Columns are named by key or by label: unit, series, year, amount, paper, and reason
   where one is needed. A series is a key of `FigureSeries` or its label.
2. All faults are told at once, by row and column; nothing is put on record then.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from budgets.yearly import (
    Figure,
    FigureSeries,
    Recorded,
    figure_problems,
    record_figures,
)
from ledger.database import Connection
from ledger.errors import Fault, Faults, FolderFaulty, Problem
from ledger.intake_cells import Cells, fault, member, tell
from ledger.money import AmountError, Money
from ledger.people import Act
from ledger.sheets import XLSX, ColumnSpec, SheetSpec, Source, blocks, find_sheets
from ledger.texts import text_problems

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

_KEYS = tuple(column.key for column in FIGURES.columns)


class FigureSheet:
    """What a file of figures says: its rows, and the faults met in reading it."""

    __slots__ = ("_cells", "_faults", "figures")

    def __init__(self, path: Path) -> None:
        self._faults = Faults()
        read = [(row, _figure(row, self._faults)) for row in _rows(path, self._faults)]
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
        if faults:
            kept = sorted(faults, key=lambda one: (one.row, _place(one.column)))
            raise FolderFaulty(kept, len(faults) - len(kept))
        return record_figures(connection, self.figures, act)


def _place(column: str) -> int:
    return _KEYS.index(column) if column in _KEYS else -1


def _rows(path: Path, faults: Faults) -> Iterator[Cells]:
    source = _source(path, faults)
    if source is None:
        return
    before = len(faults)
    count = 0
    for block in blocks(source, FIGURES, faults):
        keys = tuple(block.columns)
        for row, *texts in zip(block.rows, *block.columns.values(), strict=True):
            count += 1
            yield Cells(source.name, row, dict(zip(keys, texts, strict=True)))
    if not count and len(faults) == before:
        what = Problem("file", "文件中没有历年数", do="每项写一行")
        faults.append(Fault(source.name, 0, "", what))


def _source(path: Path, faults: Faults) -> Source | None:
    if path.suffix.lower() != XLSX:
        return Source(path)
    found, unfit = find_sheets(path, (FIGURES,))
    for one in unfit:
        faults.append(one)
    return found.get(FIGURES.name)


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
