"""Rows of the master sheets as cells, and what may not stand in any of them.

Values are taken by English key or Chinese label; a list in a cell is parted by `;` or
`；`. What cannot be read is a fault at the place where it stands.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from ledger.accounts import ChartError, Labelled
from ledger.errors import Fault, Faults, Problem, Refused
from ledger.folder import ACCOUNTS, FUNDS, OFFICERS, PEOPLE, UNITS
from ledger.funds import FundError
from ledger.periods import FIRST_YEAR, parse_day
from ledger.privacy import has_control, has_hidden, personal_number, shown
from ledger.sheets import SheetSpec, Source, blocks

Value = TypeVar("Value")
Member = TypeVar("Member", bound=Labelled)

ALWAYS = dt.date(FIRST_YEAR, 1, 1)
"""The day from which a right or post holds whose file names no day."""


@dataclass(frozen=True, slots=True)
class Cells:
    """One row of a master sheet, with where it stands."""

    file: str
    row: int
    values: Mapping[str, str]

    def __getitem__(self, key: str) -> str:
        return self.values.get(key, "").strip()


@dataclass(slots=True)
class MasterSheets:
    """The rows of the master sheets that are there."""

    rows: dict[str, list[Cells]] = field(default_factory=dict)
    whole: bool = True
    """Whether every sheet that is there could be read by its columns."""

    @property
    def people_closed(self) -> bool:
        """Whether a file names everybody who may act."""
        return PEOPLE.name in self.rows

    def of(self, spec: SheetSpec) -> list[Cells]:
        """The rows of one sheet."""
        return self.rows.get(spec.name, [])

    def named(self, spec: SheetSpec, *keys: str) -> set[tuple[str, ...]]:
        """What the rows of a sheet speak of, right or wrong.

        A row that is wrong is told once; what rests on it is not told again.
        """
        return {tuple(cells[key] for key in keys) for cells in self.of(spec)}


def read_masters(sources: Mapping[str, Source], faults: Faults) -> MasterSheets:
    """Read every master sheet that is there; refuse what may not stand in one."""
    sheets = MasterSheets()
    for spec in (UNITS, ACCOUNTS, FUNDS, PEOPLE, OFFICERS):
        if spec.name in sources:
            found = _read(sources[spec.name], spec, faults)
            sheets.rows[spec.name] = found or []
            sheets.whole = sheets.whole and found is not None
    return sheets


def _read(source: Source, spec: SheetSpec, faults: Faults) -> list[Cells] | None:
    """The rows; None where the sheet as a whole could not be read."""
    required = [column.key for column in spec.columns if column.required]
    found: list[Cells] = []
    before = len(faults)
    for block in blocks(source, spec, faults):
        keys = tuple(block.columns)
        for row, *texts in zip(block.rows, *block.columns.values(), strict=True):
            line = Cells(source.name, row, dict(zip(keys, texts, strict=True)))
            found.append(_checked(line, required, faults))
    return None if not found and len(faults) > before else found


def _checked(line: Cells, required: Sequence[str], faults: Faults) -> Cells:
    """The row without what may not stand in it, each told as a fault."""
    for key in required:
        if not line[key]:
            faults.append(fault(line, key, "不能为空", do="填写内容"))
    clean = dict(line.values)
    for key in line.values:
        if has_control(line[key]):
            faults.append(fault(line, key, "文字中有控制字符", do="删去换行等控制字符"))
            clean[key] = "".join(c for c in line[key] if not has_control(c))
        if has_hidden(clean[key]):
            what = "文字中有看不见的字符（零宽字符或书写方向符）"
            faults.append(fault(line, key, what, do="重新键入这段文字"))
            clean[key] = "".join(c for c in clean[key] if not has_hidden(c))
        if masked := personal_number(clean[key]):
            faults.append(fault(line, key, "不能有个人号码", masked, "改写代码"))
            clean[key] = masked
    return Cells(line.file, line.row, clean)


def fault(cells: Cells, column: str, what: str, found: str = "", do: str = "") -> Fault:
    """A fault in one cell of the row."""
    problem = Problem("cell", what, shown(found), do)
    return Fault(cells.file, cells.row, column, problem)


def tell(
    found: Iterable[tuple[int, Problem]], rows: Sequence[Cells], faults: Faults
) -> None:
    """Turn what a register refused into faults of the rows it came from."""
    for place, problem in found:
        cells = rows[place]
        faults.append(Fault(cells.file, cells.row, problem.column, problem))


def member(
    kinds: type[Member], cells: Cells, key: str, default: Member | None, faults: Faults
) -> Member | None:
    """One of the known values, by key or label; the default where the cell is blank."""
    text = cells[key]
    if not text:
        return default
    for one in kinds:
        if text in {one.value, one.label}:
            return one
    names = "、".join(f"{m.value}（{m.label}）" for m in kinds if m.value)
    faults.append(fault(cells, key, "不认识这个值", text, f"可用：{names}"))
    return default


def day_of(cells: Cells, key: str, faults: Faults) -> dt.date | None:
    """The day in a cell; None where it is blank or no day."""
    if not cells[key]:
        return None
    try:
        return parse_day(cells[key])
    except ValueError as error:
        faults.append(fault(cells, key, str(error), cells[key]))
        return None


def listed(text: str) -> tuple[str, ...]:
    """The parts of a cell that holds a list."""
    return tuple(part.strip() for part in re.split(r"[;；]", text) if part.strip())


def built(
    make: Callable[[], Value], cells: Cells, key: str, faults: Faults
) -> Value | None:
    """A value of the trade, or a fault with the sentence of its refusal."""
    try:
        return make()
    except (Refused, ChartError, FundError) as error:
        faults.append(fault(cells, key, str(error)))
        return None
