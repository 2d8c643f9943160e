"""Sheets of people, read so that no fault repeats what is personal.

1. A heading that is not known is counted, not repeated: where a file has no headings
   its first row is a person.
2. What was found in a cell is told only where it can be nobody's name or number:
   figures, few of them, with the signs of amounts and days.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from aid.recipient_kinds import read_day
from ledger.errors import Fault, Faults, Problem
from ledger.intake_cells import Cells
from ledger.one_sheet import rows_of
from ledger.sheets import SheetSpec

_FIGURES = re.compile(r"[0-9.,\-/:¥元万年月日 ]*")
_DIGITS_MOST = 10
"""One less than a telephone has."""
_TOTALS = frozenset({"合计", "总计", "共计"})
_SECRET = frozenset({"identity", "card", "holder"})
"""Columns of which not even a part is told."""


def private_rows(
    path: Path, spec: SheetSpec, faults: Faults, empty: Problem
) -> Iterator[Cells]:
    """Every row of a sheet of people; `empty` is told of one without rows."""
    found = Faults()
    yield from rows_of(path, spec, found, empty)
    pass_on(found, spec, faults)


def pass_on(found: Faults, spec: SheetSpec, faults: Faults) -> None:
    """Tell what was wrong with the sheet, without headings that are none (1)."""
    strange = 0
    for one in found:
        if one.problem.rule == "header" and one.column not in spec.keys:
            strange += 1
        else:
            faults.append(one)
    if strange:
        do = f"第一行写列名；可用的列：{'、'.join(spec.keys)}"
        what = Problem("header", f"有 {strange} 列的列名不认识", do=do)
        faults.append(Fault(next(iter(found)).file, 1, "", what))


def private_fault(cells: Cells, column: str, what: str, do: str = "") -> Fault:
    """A fault in a cell, with what stands there only where that is nobody's (2)."""
    seen = "" if column in _SECRET else harmless_text(cells[column])
    problem = Problem("cell", what, seen, do)
    return Fault(cells.file, cells.row, column, problem)


def harmless_text(text: str) -> str:
    """A text that is figures and few of them; empty otherwise."""
    plain = unicodedata.normalize("NFKC", text).strip()
    digits = sum(1 for c in plain if c.isdigit())
    return plain if _FIGURES.fullmatch(plain) and digits <= _DIGITS_MOST else ""


def demand_filled(cells: Cells, keys: Iterable[str], faults: Faults) -> None:
    """Tell every one of these cells that is blank."""
    for key in keys:
        if not cells[key]:
            faults.append(private_fault(cells, key, "不能为空", "填写内容"))


def day_told(
    cells: Cells, key: str, faults: Faults, today: dt.date, born: dt.date | None = None
) -> dt.date | None:
    """The day in a cell, from before any books too; None where it cannot be."""
    if not cells[key]:
        return None
    wrong = ""
    try:
        found = read_day(unicodedata.normalize("NFKC", cells[key]))
    except ValueError as error:
        wrong, found = str(error), today
    if found > today:
        wrong = "日期晚于今天"
    elif born is not None and found < born:
        wrong = "日期早于身份证号码中的出生日期"
    if wrong:
        faults.append(private_fault(cells, key, wrong))
        return None
    return found


def is_total(text: str) -> bool:
    """Whether a cell says that its row is the total."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    return plain.rstrip(":") in _TOTALS
