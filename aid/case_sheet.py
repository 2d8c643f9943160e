"""Applications out of a file (申请表, `cases.csv`): CSV or XLSX, a row an application.

1. Columns go by key or label. Amounts are yuan; yes is 是, no is 否 or nothing.
2. All faults are told at once by row and column, none with anything personal.
3. All are taken or none. What stands already under its reference changes nothing; what
   says something else under it is refused.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from aid.case_kinds import Starter
from aid.cases import Application, Saved, save
from aid.claims import Project
from aid.eligibility import Limb
from aid.household import WORKER
from budgets.records import locked
from ledger.database import Connection
from ledger.errors import Fault, Faults, Problem
from ledger.intake_cells import Cells, day_of, fault, member
from ledger.money import AmountError, Money
from ledger.one_sheet import demand_none, rows_of
from ledger.people import Act
from ledger.sheets import ColumnSpec, SheetSpec
from treasury.vault import Vault

CASES = SheetSpec(
    "cases",
    "申请",
    (
        ColumnSpec("ref", "申请号", required=True),
        ColumnSpec("code", "档案号", required=True),
        ColumnSpec("project", "项目", required=True),
        ColumnSpec("year", "年度", required=True),
        ColumnSpec("member", "成员序号"),
        ColumnSpec("limb", "困难情形"),
        ColumnSpec("asked", "申请金额"),
        ColumnSpec("own", "自行帮扶"),
        ColumnSpec("emergency", "突遇特殊困难"),
        ColumnSpec("urgent", "当日审核"),
        ColumnSpec("started_by", "申请方式"),
        ColumnSpec("on", "申请日期"),
        ColumnSpec("words", "说明"),
    ),
)
"""The sheet."""

_EMPTY = Problem("file", "文件中没有申请", do="每项申请写一行")
_FLAGS = {"是": True, "1": True, "yes": True, "否": False, "0": False, "no": False}

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class CaseSheet:
    """What a file says: the applications, each with its row there."""

    name: str
    given: tuple[Application, ...]
    rows: tuple[int, ...]


def import_cases(
    connection: Connection, unit: str, sheet: CaseSheet, vault: Vault, act: Act
) -> Saved:
    """Begin the cases of a sheet, all of them or none (3).

    Raises:
        NotFound: there is no such unit or person.
        FolderFaulty: any of them cannot stand; all faults are told.
    """
    faults = Faults()

    def tell(place: int, key: str, what: str) -> None:
        problem = Problem("cell", what)
        faults.append(Fault(sheet.name, sheet.rows[place], key, problem))

    at = locked(connection, unit)
    saved = save(connection, at, sheet.given, vault, act, tell)
    demand_none(faults, CASES)
    return saved


def read_cases(path: Path) -> CaseSheet:
    """The applications that a CSV or a workbook tells.

    Raises:
        FolderFaulty: the file has faults; every one is told.
    """
    faults = Faults()
    given: list[Application] = []
    rows: list[int] = []
    name = path.name
    for cells in rows_of(path, CASES, faults, _EMPTY):
        name = cells.file
        one = _application(cells, faults)
        if one is not None:
            given.append(one)
            rows.append(cells.row)
    demand_none(faults, CASES)
    return CaseSheet(name, tuple(given), tuple(rows))


def _application(cells: Cells, faults: Faults) -> Application | None:
    before = len(faults)
    for column in CASES.columns:
        if column.required and not cells[column.key]:
            faults.append(fault(cells, column.key, "不能为空", do="填写内容"))
    project = member(Project, cells, "project", None, faults)
    year = _whole(cells, "year", faults)
    limb = member(Limb, cells, "limb", None, faults)
    number = _whole(cells, "member", faults)
    asked = _read(cells, "asked", _amount, faults)
    own, emergency, urgent = (
        _flag(cells, key, faults) for key in ("own", "emergency", "urgent")
    )
    starter = member(Starter, cells, "started_by", Starter.PERSON, faults)
    on = day_of(cells, "on", faults)
    if len(faults) > before or project is None or year is None or starter is None:
        return None
    return Application(
        ref=cells["ref"],
        code=cells["code"],
        project=project,
        year=year,
        limb=limb,
        member=number or WORKER,
        asked=asked,
        started_by=starter,
        on=on,
        words=cells["words"],
        own=own,
        emergency=emergency,
        urgent=urgent,
    )


def _read(
    cells: Cells, key: str, read: Callable[[str], _Value], faults: Faults
) -> _Value | None:
    """What a cell says; None where it is blank or cannot be read, which is told."""
    if not cells[key]:
        return None
    try:
        return read(cells[key])
    except ValueError as error:
        faults.append(fault(cells, key, str(error)))
        return None


def _amount(text: str) -> Money:
    try:
        return Money.parse(text)
    except AmountError as error:
        raise ValueError(str(error)) from None


def _whole(cells: Cells, key: str, faults: Faults) -> int | None:
    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit() and len(text) <= len("2026")):
            raise ValueError("应为整数")
        return int(text)

    return _read(cells, key, read, faults)


def _flag(cells: Cells, key: str, faults: Faults) -> bool:
    def read(text: str) -> bool:
        if text.casefold() not in _FLAGS:
            raise ValueError("应为“是”或“否”")
        return _FLAGS[text.casefold()]

    return bool(_read(cells, key, read, faults))
