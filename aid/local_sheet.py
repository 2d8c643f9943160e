"""Local figures out of a file (当地标准表, `minimum_living.csv`): CSV or XLSX.

1. Columns by key or label: place, year, since, minimum_living, average_supplement,
   urban_recipients, decided_by, paper. Amounts are yuan of one person and month.
2. `since` may be empty: then the figure holds from 1 January of its year.
3. All faults are told at once, by row and column; nothing is taken then.
"""

import datetime as dt
import re
from pathlib import Path

from aid.local_standards import PLACE, LocalStandard, LocalStandards
from ledger.errors import Faults, Problem
from ledger.intake_cells import Cells, day_of, fault, tell
from ledger.money import ZERO, AmountError, Money
from ledger.one_sheet import demand_none, rows_of
from ledger.periods import FIRST_YEAR, LAST_YEAR
from ledger.sheets import ColumnSpec, SheetSpec
from ledger.texts import text_problems

LOCAL = SheetSpec(
    "minimum_living",
    "当地标准",
    (
        ColumnSpec("place", "地区代码", required=True),
        ColumnSpec("year", "年度", required=True),
        ColumnSpec("since", "起始日期"),
        ColumnSpec("minimum_living", "低保标准", required=True),
        ColumnSpec("average_supplement", "平均补差"),
        ColumnSpec("urban_recipients", "低保人数"),
        ColumnSpec("decided_by", "制定机关", required=True),
        ColumnSpec("paper", "文号", required=True),
    ),
)
"""The sheet; amounts are in yuan."""

_EMPTY = Problem("file", "文件中没有当地标准", do="每个地区每年写一行")

_PEOPLE_DIGITS = 9


def read_local(path: Path) -> LocalStandards:
    """The local figures that a file names.

    Raises:
        FolderFaulty: the file has faults; every one is told.
    """
    return LocalStandards(read_rows(path))


def read_rows(path: Path) -> tuple[LocalStandard, ...]:
    """The rows of a file of local figures.

    Raises:
        FolderFaulty: the file has faults; every one is told.
    """
    faults = Faults()
    found: list[LocalStandard] = []
    met: dict[tuple[str, dt.date], int] = {}
    for cells in rows_of(path, LOCAL, faults, _EMPTY):
        row = _local(cells, faults)
        if row is None:
            continue
        if (first := met.setdefault((row.place, row.since), cells.row)) != cells.row:
            do = f"与第 {first} 行只留一行"
            told = fault(cells, "since", "同一地区同一天的标准重复", do=do)
            faults.append(told)
        found.append(row)
    demand_none(faults, LOCAL)
    return tuple(found)


def _local(cells: Cells, faults: Faults) -> LocalStandard | None:
    """The figures that a row tells; None where it cannot be read."""
    before = len(faults)
    for column in LOCAL.columns:
        if column.required and not cells[column.key]:
            faults.append(fault(cells, column.key, "不能为空", do="填写内容"))
    if cells["place"] and PLACE.fullmatch(cells["place"]) is None:
        what = "地区代码应为六位行政区划代码"
        faults.append(fault(cells, "place", what, cells["place"], "如 130102"))
    since = _since(cells, faults)
    living = _amount(cells, "minimum_living", faults)
    supplement = _amount(cells, "average_supplement", faults)
    recipients = _count(cells, faults)
    texts = [(key, cells[key], 0) for key in ("decided_by", "paper")]
    tell([(0, problem) for problem in text_problems(texts)], [cells], faults)
    if len(faults) > before or since is None or living is None:
        return None
    return LocalStandard(
        place=cells["place"],
        since=since,
        minimum_living=living,
        average_supplement=supplement,
        urban_recipients=recipients,
        decided_by=cells["decided_by"],
        paper=cells["paper"],
    )


def _since(cells: Cells, faults: Faults) -> dt.date | None:
    match = re.fullmatch(r"([0-9]{4})年?", cells["year"])
    year = int(match[1]) if match else 0
    if cells["year"] and not FIRST_YEAR <= year <= LAST_YEAR:
        faults.append(fault(cells, "year", "年度应写作 2025", cells["year"]))
        return None
    if not cells["since"]:
        return dt.date(year, 1, 1) if year else None
    since = day_of(cells, "since", faults)
    if since is not None and year and since.year != year:
        what = "起始日期不在所写年度"
        faults.append(fault(cells, "since", what, cells["since"], "每个年度写一行"))
        return None
    return since


def _amount(cells: Cells, key: str, faults: Faults) -> Money | None:
    text = cells[key]
    if not text:
        return None
    try:
        amount = Money.parse(text)
    except AmountError as error:
        faults.append(fault(cells, key, str(error), text))
        return None
    if amount <= ZERO:
        faults.append(fault(cells, key, "应大于零", text, "写明每人每月的元数"))
        return None
    return amount


def _count(cells: Cells, faults: Faults) -> int | None:
    text = cells["urban_recipients"]
    if not text:
        return None
    plain = text.replace(",", "").removesuffix("人")
    if re.fullmatch(rf"[0-9]{{1,{_PEOPLE_DIGITS}}}", plain) is None:
        told = fault(cells, "urban_recipients", "应为整数人数", text)
        faults.append(told)
        return None
    return int(plain)
