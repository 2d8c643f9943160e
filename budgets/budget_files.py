"""Budgets out of a file (预算表): CSV, or a sheet of an XLSX; units and years in one.

1. Columns are named by key or by label. A row is a source (来源) with `carried` and
   `receipts`, or a line (支出) with account, purpose, q1 to q4 and `carried`; blank
   amounts are nil, and a row gives no amount of the other kind.
2. All faults of all units and years are told at once, by row and column; with a fault
   nothing is drafted.
3. What one unit plans for one year is one version, in the order of the rows.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from budgets import annual
from budgets.annual import Head
from budgets.budget import Budget, BudgetLine, Kind, Source
from budgets.plan_rules import Plan, plan_faults
from ledger.accounts import Labelled
from ledger.database import Connection
from ledger.errors import Fault, Faults, FolderFaulty, Problem
from ledger.intake_cells import Cells, fault, member
from ledger.money import ZERO, AmountError, Money
from ledger.one_sheet import rows_of
from ledger.people import Act
from ledger.register import Lookups, lookups
from ledger.sheets import ColumnSpec, SheetSpec

if TYPE_CHECKING:
    from collections.abc import Sequence

BUDGETS = SheetSpec(
    "budgets",
    "预算",
    (
        ColumnSpec("unit", "单位", required=True),
        ColumnSpec("year", "年度", required=True),
        ColumnSpec("kind", "类别", required=True),
        ColumnSpec("fund", "资金", required=True),
        ColumnSpec("account", "科目"),
        ColumnSpec("purpose", "用途"),
        ColumnSpec("q1", "一季度"),
        ColumnSpec("q2", "二季度"),
        ColumnSpec("q3", "三季度"),
        ColumnSpec("q4", "四季度"),
        ColumnSpec("carried", "上年结转"),
        ColumnSpec("receipts", "本年收入"),
        ColumnSpec("memo", "备注"),
    ),
)
"""The sheet; amounts are in yuan."""

_EMPTY = Problem("file", "文件中没有预算", do="每项来源、每项支出写一行")

_KEYS = BUDGETS.keys


class RowKind(Labelled):
    """What a row of the sheet is."""

    SOURCE = "source", "来源"
    LINE = "line", "支出"


_NOT_OF = {
    RowKind.SOURCE: ("account", "purpose", "q1", "q2", "q3", "q4"),
    RowKind.LINE: ("receipts",),
}
"""Columns that a row of a kind leaves blank."""


@dataclass(slots=True)
class _Sheet:
    """What the rows of one unit and year say, and where each of them stands."""

    sources: list[Source] = field(default_factory=list)
    lines: list[BudgetLine] = field(default_factory=list)
    source_rows: list[Cells] = field(default_factory=list)
    line_rows: list[Cells] = field(default_factory=list)


class BudgetSheet:
    """A file of budgets: its rows, and the faults met in reading it."""

    __slots__ = ("_faults", "_sheets")

    def __init__(self, path: Path) -> None:
        self._faults = Faults()
        self._sheets: dict[tuple[str, int], _Sheet] = {}
        for cells in rows_of(path, BUDGETS, self._faults, _EMPTY):
            _take(cells, self._sheets, self._faults)

    @property
    def units(self) -> tuple[str, ...]:
        """The units that the rows name, each once."""
        return tuple(sorted({unit for unit, _ in self._sheets}))

    @property
    def years(self) -> tuple[int, ...]:
        """The years that the rows name, each once."""
        return tuple(sorted({year for _, year in self._sheets}))

    def plans(self, books: Lookups) -> tuple[Plan, ...]:
        """What the file plans, by unit and year.

        Raises:
            FolderFaulty: there are faults; every one is told.
        """
        faults = Faults()
        for one in self._faults:
            faults.append(one)
        found = []
        for (unit, year), sheet in sorted(self._sheets.items()):
            plan = Plan(unit, year, tuple(sheet.sources), tuple(sheet.lines))
            _judge(plan, sheet, books, faults)
            found.append(plan)
        if faults:
            kept = sorted(faults, key=lambda one: (one.row, _place(one.column)))
            untold = len(self._faults) - len(list(self._faults))
            raise FolderFaulty(kept, untold + len(faults) - len(kept))
        return tuple(found)

    def draft(
        self, connection: Connection, act: Act, *, kind: Kind = Kind.ANNUAL
    ) -> tuple[Budget, ...]:
        """Draft a version for every unit and year, or none.

        Raises:
            FolderFaulty: there are faults; every one is told.
            BudgetRefused: a year has an approved budget, or none to revise.
        """
        assert kind is not Kind.PROVISIONAL
        plans = self.plans(lookups(connection, fresh=True))
        head = Head(kind=kind, made_from="file")
        return tuple(annual.make(connection, plan, head, act) for plan in plans)


def from_file(
    connection: Connection, path: Path, act: Act, *, kind: Kind = Kind.ANNUAL
) -> tuple[Budget, ...]:
    """Draft what a file plans, a version for every unit and year of it.

    Raises:
        FolderFaulty: the file has faults; every one is told, nothing is drafted.
        BudgetRefused: a year has an approved budget, or none to revise.
    """
    return BudgetSheet(path).draft(connection, act, kind=kind)


# -- rows ---------------------------------------------------------------------------


def _place(column: str) -> int:
    return _KEYS.index(column) if column in _KEYS else -1


def _take(cells: Cells, sheets: dict[tuple[str, int], _Sheet], faults: Faults) -> None:
    """Add a row to its unit and year; what cannot be read of it is told.

    A row with an amount that is none stays with nil, so that the rest is judged too.
    """
    for key in ("unit", "kind"):
        if not cells[key]:
            faults.append(fault(cells, key, "不能为空", do="填写内容"))
    year = _year(cells, faults)
    kind = member(RowKind, cells, "kind", None, faults)
    amounts = {
        key: _amount(cells, key, faults)
        for key in ("q1", "q2", "q3", "q4", "carried", "receipts")
    }
    if kind is not None:
        for key in _NOT_OF[kind]:
            if cells[key]:
                what, do = f"{kind.label}行不填这一列", "留空，或改正类别"
                faults.append(fault(cells, key, what, cells[key], do))
    if kind is None or year is None or not cells["unit"]:
        return
    sheet = sheets.setdefault((cells["unit"], year), _Sheet())
    if kind is RowKind.SOURCE:
        sheet.sources.append(
            Source(
                cells["fund"], amounts["carried"], amounts["receipts"], cells["memo"]
            )
        )
        sheet.source_rows.append(cells)
        return
    quarters = amounts["q1"], amounts["q2"], amounts["q3"], amounts["q4"]
    given = cells["fund"], cells["account"], cells["purpose"]
    line = BudgetLine(*given, quarters, amounts["carried"], cells["memo"])
    sheet.lines.append(line)
    sheet.line_rows.append(cells)


def _year(cells: Cells, faults: Faults) -> int | None:
    if re.fullmatch(r"[0-9]{4}", cells["year"]):
        return int(cells["year"])
    faults.append(fault(cells, "year", "年度应写作 2026", cells["year"]))
    return None


def _amount(cells: Cells, key: str, faults: Faults) -> Money:
    if not cells[key]:
        return ZERO
    try:
        return Money.parse(cells[key])
    except AmountError as error:
        faults.append(fault(cells, key, str(error), cells[key]))
        return ZERO


# -- judging ------------------------------------------------------------------------


def _judge(plan: Plan, sheet: _Sheet, books: Lookups, faults: Faults) -> None:
    """Tell what a plan may not hold where it stands in the file."""
    first = (sheet.source_rows + sheet.line_rows)[0]
    unit = books.units.get(plan.unit)
    if unit is None:
        do = "用 bangfu books units 查看，或先登记"
        faults.append(fault(first, "unit", "没有这个单位", plan.unit, do))
        return
    for one in plan_faults(plan, unit, books):
        rows: Sequence[Cells] = sheet.line_rows if one.is_line else sheet.source_rows
        place = rows[one.place] if one.place >= 0 else first
        column = one.problem.column or "year"
        faults.append(Fault(place.file, place.row, column, one.problem))
