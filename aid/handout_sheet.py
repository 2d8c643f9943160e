"""People and what each gets, out of a file (发放名单, `handout.csv`): CSV or XLSX.

1. Columns by key or label: file, item, quantity, serials, member, case, lots. A row is
   one item for one person. An item that all get may be told beside the file.
2. A quantity may be left out where serials are told: then it is as many as there are.
3. All faults are told at once, by row and column; nothing is planned then. The same
   file planned again under its reference is one hand-out.
"""

import dataclasses
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from aid.handout_judging import HandoutLine
from aid.handouts import NOTHING_BESIDE, By, Done, Plan, plan
from aid.household import WORKER
from ledger.database import Connection
from ledger.errors import Fault, Faults, Problem
from ledger.intake_cells import Cells, fault
from ledger.one_sheet import demand_none, rows_of
from ledger.people import Act
from ledger.sheets import ColumnSpec, SheetSpec, parse_quantity
from treasury import serials

HANDOUT = SheetSpec(
    "handout",
    "发放名单",
    (
        ColumnSpec("file", "档案号", required=True),
        ColumnSpec("item", "物品代码"),
        ColumnSpec("quantity", "数量"),
        ColumnSpec("serials", "编号"),
        ColumnSpec("member", "家庭成员"),
        ColumnSpec("case", "个案"),
        ColumnSpec("lots", "批次"),
    ),
)
"""The sheet."""

_EMPTY = Problem("file", "文件中没有领取人", do="每人一种物品写一行")
_LOT = re.compile(r"([0-9]+)[:：]([0-9.]+)")


@dataclass(frozen=True, slots=True)
class HandoutSheet:
    """What a file says: the lines, and the row that each stands in."""

    name: str
    lines: tuple[HandoutLine, ...]
    rows: tuple[int, ...]


def read_handout(path: Path, item: str = "") -> HandoutSheet:
    """The lines that a CSV or a workbook tells.

    Args:
        path: the file.
        item: the item of rows that name none.

    Raises:
        FolderFaulty: the file has faults; every one is told.
    """
    faults = Faults()
    found: list[HandoutLine] = []
    rows: list[int] = []
    name = path.name
    for cells in rows_of(path, HANDOUT, faults, _EMPTY):
        name = cells.file
        line = _line(cells, item, faults)
        if line is not None:
            found.append(line)
            rows.append(cells.row)
    demand_none(faults, HANDOUT)
    return HandoutSheet(name, tuple(found), tuple(rows))


def plan_sheet(
    connection: Connection,
    head: Plan,
    sheet: HandoutSheet,
    act: Act,
    by: By = NOTHING_BESIDE,
) -> Done:
    """Plan a hand-out of the lines of a file; `head` has none of its own.

    Raises:
        FolderFaulty: a line cannot be so; every fault is told by row and column.
        HandoutRefused: another is planned under the reference, or the head is wrong.
        NotFound: there is no such unit or fund.
        GoodsRefused: no method of costing was chosen for the day.
    """
    faults = Faults()

    def tell(place: int, key: str, what: str) -> None:
        row = sheet.rows[place - 1] if place else 0
        faults.append(Fault(sheet.name, row, key, Problem("cell", what)))

    whole = dataclasses.replace(head, lines=sheet.lines)
    done = plan(connection, whole, act, by, tell)
    demand_none(faults, HANDOUT)
    return done


def _line(cells: Cells, item: str, faults: Faults) -> HandoutLine | None:
    before = len(faults)
    if not cells["file"]:
        faults.append(fault(cells, "file", "不能为空", do="写档案号，不写姓名"))
    if not (cells["item"] or item):
        faults.append(fault(cells, "item", "没有写明物品", do="填写物品代码"))
    quantity = _quantity(cells, faults)
    member = cells["member"] or str(WORKER)
    if not re.fullmatch(r"[1-9][0-9]?", member):
        told = fault(cells, "member", "应为家庭成员的编号，本人为 1", member)
        faults.append(told)
    lots = tuple(_lots(cells, faults))
    if len(faults) > before:
        return None
    return HandoutLine(
        recipient=cells["file"],
        item=cells["item"] or item,
        quantity_milli=quantity,
        member=int(member),
        serials=cells["serials"],
        lots=lots,
        case=cells["case"],
    )


def _quantity(cells: Cells, faults: Faults) -> int:
    text, numbered = cells["quantity"], cells["serials"]
    try:
        if not text and numbered:
            return serials.count(serials.read(numbered)) * 1000
        quantity = parse_quantity(text)
    except serials.SerialError as error:
        faults.append(fault(cells, "serials", str(error), numbered))
        return 0
    except ValueError as error:
        faults.append(fault(cells, "quantity", str(error), text))
        return 0
    if quantity <= 0:
        faults.append(fault(cells, "quantity", "应大于零", text, "写明数量"))
    return quantity


def _lots(cells: Cells, faults: Faults) -> Iterator[tuple[int, int]]:
    for part in filter(None, re.split(r"[,，;；\s]+", cells["lots"])):
        match = _LOT.fullmatch(part)
        try:
            if match is None:
                raise ValueError("写作 批次:数量，如 3:2.5")  # noqa: TRY301 - one telling
            yield int(match[1]), parse_quantity(match[2])
        except ValueError as error:
            faults.append(fault(cells, "lots", str(error), part))
