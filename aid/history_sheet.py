"""Earlier payments out of a file (发放记录, `payments.csv`): CSV or XLSX.

1. The columns are those of a list of payees (`payment_sheet.py`), and the day, the
   organisation that paid, whether it paid on its own account (其他救助: 是 or 否), and
   the paper. Nothing here is paid: the money left elsewhere.
2. A row 合计 may end it, and equals the sum of the rows to the fen.
3. All faults are told at once by row and column, none with anything personal.
"""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from aid.payment_sheet import (
    PAYMENT,
    TEXTS,
    PaymentRow,
    compare_totals,
    parted,
    payment_of,
)
from aid.private_sheet import day_told, demand_filled, private_fault, private_rows
from ledger.errors import Faults, Problem
from ledger.intake_cells import Cells
from ledger.money import ZERO, Money
from ledger.one_sheet import demand_none
from ledger.people import Act
from ledger.periods import china_day
from ledger.sheets import ColumnSpec, SheetSpec

HISTORY = SheetSpec(
    "payments",
    "发放记录",
    (
        *PAYMENT,
        ColumnSpec("paid_on", "发放日期", required=True),
        ColumnSpec("paid_by", "发放单位", required=True),
        ColumnSpec("other", "其他救助", required=True),
        ColumnSpec("paper", "凭据"),
    ),
)
"""The sheet."""

_EMPTY = Problem("file", "文件中没有发放记录", do="每笔发放写一行")
_YES_OR_NO = {"是": True, "yes": True, "1": True, "否": False, "no": False, "0": False}


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """A payment that was made elsewhere or earlier."""

    payment: PaymentRow
    paid_on: dt.date
    paid_by: str
    is_other: bool
    paper: str


@dataclass(frozen=True, slots=True)
class HistorySheet:
    """What a file says."""

    name: str
    rows: tuple[HistoryRow, ...]


def read_history(path: Path, act: Act, total: Money | None = None) -> HistorySheet:
    """The payments that a file tells, as read on the day of the act.

    Raises:
        FolderFaulty: the file has faults; every one is told.
    """
    faults = Faults()
    today = china_day(act.at)
    lines = [*private_rows(path, HISTORY, faults, _EMPTY)]
    name = lines[0].file if lines else path.name
    lines, ending = parted(lines, faults)
    rows = [row for cells in lines if (row := _row(cells, today, faults)) is not None]
    if len(rows) == len(lines):
        found = sum((row.payment.amount for row in rows), ZERO)
        compare_totals(name, found, ending, total, faults)
    demand_none(faults, HISTORY)
    return HistorySheet(name, tuple(rows))


def _row(cells: Cells, today: dt.date, faults: Faults) -> HistoryRow | None:
    before = len(faults)
    demand_filled(cells, ("paid_on", "paid_by", "other"), faults)
    payment = payment_of(cells, faults, (*TEXTS, "paid_by", "paper"))
    paid_on = day_told(cells, "paid_on", faults, today)
    is_other = _YES_OR_NO.get(cells["other"].casefold())
    if cells["other"] and is_other is None:
        do = "其他单位自行救助的写“是”，其余写“否”"
        faults.append(private_fault(cells, "other", "应为“是”或“否”", do))
    if len(faults) > before or payment is None or paid_on is None or is_other is None:
        return None
    return HistoryRow(payment, paid_on, cells["paid_by"], is_other, cells["paper"])
