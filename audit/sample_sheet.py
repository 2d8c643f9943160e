"""Results of a sample out of a file (抽样检查结果表): CSV, or a sheet of an XLSX.

1. Columns are named by key or by label: item, outcome, right, words, paper, reason. An
   outcome is a key of `Outcome` or its label; `right` is the right amount in yuan.
2. All faults are told at once, by row and column; nothing is recorded then. What does
   not fit the sample is told by item when it is recorded.
"""

from pathlib import Path

from audit.sampling_results import Found, Outcome
from ledger.errors import Faults, Problem
from ledger.intake_cells import Cells, fault, member
from ledger.money import AmountError, parse_fen
from ledger.one_sheet import demand_none, rows_of
from ledger.sheets import ColumnSpec, SheetSpec

RESULTS = SheetSpec(
    "sample_results",
    "抽样检查结果",
    (
        ColumnSpec("item", "项目", required=True),
        ColumnSpec("outcome", "结果", required=True),
        ColumnSpec("right", "正确金额"),
        ColumnSpec("words", "发现的情况"),
        ColumnSpec("paper", "底稿"),
        ColumnSpec("reason", "更正理由"),
    ),
)
"""The sheet; a row is an item."""

_EMPTY = Problem("file", "文件中没有结果", do="每个项目写一行")


def read_results(path: Path) -> tuple[Found, ...]:
    """The results that a file names.

    Raises:
        FolderFaulty: the file has faults; every one is told.
    """
    faults = Faults()
    found = [_found(cells, faults) for cells in rows_of(path, RESULTS, faults, _EMPTY)]
    demand_none(faults, RESULTS)
    return tuple(one for one in found if one is not None)


def _found(cells: Cells, faults: Faults) -> Found | None:
    before = len(faults)
    outcome = member(Outcome, cells, "outcome", None, faults)
    for key, told in (("item", "项目编号"), ("outcome", "检查结果")):
        if not cells[key]:
            faults.append(fault(cells, key, "不能为空", do=f"填写{told}"))
    right = None
    if cells["right"]:
        try:
            right = parse_fen(cells["right"])
        except AmountError as error:
            faults.append(fault(cells, "right", str(error), do="改正金额"))
    if outcome is None or len(faults) > before:
        return None
    return Found(
        item=cells["item"],
        outcome=outcome,
        right_fen=right,
        words=cells["words"],
        paper=cells["paper"],
        reason=cells["reason"],
    )
