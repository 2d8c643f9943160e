"""Lists from outside out of a file (外部名单): CSV or XLSX, a row a person or a thing.

1. Who is meant is told by the number of identity; somebody with two cars has two rows.
   A column 姓名 may stand there: it is not read.
2. A list of the staff tells the person's code, and by what they may be met: number of
   identity, telephone, bank card, address; at least the number.
3. All faults are told at once by row and column, none with anything personal. Where it
   is asked for, rows whose number is none are left out and counted instead: lists of
   other bodies have some, and nobody can be met by them.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from aid.errors import IdentityRefused
from aid.identity import IdentityNumber, read_identity
from aid.private_sheet import demand_filled, private_fault, private_rows
from aid.recipient_kinds import plain_name, plain_phone, read_day
from audit.list_kinds import ListKind
from ledger.errors import Fault, Faults, Problem
from ledger.intake_cells import Cells
from ledger.one_sheet import demand_none
from ledger.privacy import has_control, has_hidden, personal_number
from ledger.sheets import ColumnSpec, SheetSpec

_DAYS = (ColumnSpec("since", "起始日期"), ColumnSpec("until", "终止日期"))

LISTED = SheetSpec(
    "listed",
    "外部名单",
    (
        ColumnSpec("identity", "身份证号", required=True),
        ColumnSpec("name", "姓名"),
        ColumnSpec("what", "类别"),
        *_DAYS,
    ),
)
"""The sheet of all lists but that of the staff."""

STAFF = SheetSpec(
    "staff",
    "经办人员",
    (
        ColumnSpec("person", "人员代码", required=True),
        ColumnSpec("identity", "身份证号", required=True),
        ColumnSpec("name", "姓名"),
        ColumnSpec("phone", "联系电话"),
        ColumnSpec("card", "银行卡号"),
        ColumnSpec("address", "家庭住址"),
        *_DAYS,
    ),
)
"""The sheet of the staff."""

WHAT_LONGEST = 20
"""Characters of the words that tell the kind of vehicle or register."""

_EMPTY = Problem("file", "文件中没有人", do="每人写一行")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedPerson:
    """What a row says of somebody; `person` is the code of one of the staff."""

    row: int
    identity: IdentityNumber
    what: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    person: str = ""
    phone: str = field(default="", repr=False)
    card: str = field(default="", repr=False)
    address: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class ListSheet:
    """What a file says, and how many of its rows were left out (3)."""

    name: str
    kind: ListKind
    rows: tuple[ListedPerson, ...]
    skipped: int = 0


def sheet_of(kind: ListKind) -> SheetSpec:
    """The columns of a kind of list."""
    return STAFF if kind is ListKind.STAFF else LISTED


def read_list(path: Path, kind: ListKind, *, skip: bool = False) -> ListSheet:
    """The people whom a CSV or a workbook tells.

    Args:
        path: the file.
        kind: what the list tells.
        skip: leave rows out whose number of identity is none (3).

    Raises:
        FolderFaulty: the file has faults; every one is told.
    """
    spec = sheet_of(kind)
    faults, skipped = Faults(), 0
    found: list[ListedPerson] = []
    name = path.name
    for cells in private_rows(path, spec, faults, _EMPTY):
        name = cells.file
        if skip and _number_fault(cells):
            skipped += 1
        elif (row := _row(cells, kind, faults)) is not None:
            found.append(row)
    if not found and not len(faults):
        faults.append(_nobody(name))
    demand_none(faults, spec)
    return ListSheet(name, kind, tuple(found), skipped)


def _nobody(name: str) -> Fault:
    return Fault(name, 0, "identity", Problem("cell", "没有一行的身份证号可以辨认"))


def _number_fault(cells: Cells) -> str:
    try:
        read_identity(cells["identity"])
    except IdentityRefused as refusal:
        return str(refusal)
    return ""


def _row(cells: Cells, kind: ListKind, faults: Faults) -> ListedPerson | None:
    before = len(faults)
    if kind is ListKind.STAFF:
        demand_filled(cells, ("person",), faults)
    for column, what in _faults_of(cells):
        faults.append(private_fault(cells, column, what))
    days = {key: _day(cells, key, faults) for key in ("since", "until")}
    since, until = days["since"], days["until"]
    if since is not None and until is not None and until < since:
        faults.append(private_fault(cells, "until", "终止日期早于起始日期"))
    if len(faults) > before:
        return None
    staff = kind is ListKind.STAFF
    return ListedPerson(
        row=cells.row,
        identity=read_identity(cells["identity"]),
        what="" if staff else cells["what"],
        since=since,
        until=until,
        person=cells["person"] if staff else "",
        phone=plain_phone(cells["phone"]) if staff else "",
        card=plain_phone(cells["card"]) if staff else "",
        address=plain_name(cells["address"]) if staff else "",
    )


def _faults_of(cells: Cells) -> Iterator[tuple[str, str]]:
    if what := _number_fault(cells):
        yield "identity", what
    words = cells["what"]
    if has_control(words) or has_hidden(words) or len(words) > WHAT_LONGEST:
        yield "what", f"类别至多 {WHAT_LONGEST} 字，不能有看不见的字符"
    elif personal_number(words):
        yield "what", "类别中不能有个人号码（车牌、证号不必写）"
    for column, label in (("phone", "联系电话"), ("card", "银行卡号")):
        digits = plain_phone(cells[column])
        if digits and not digits.removeprefix("+").isdigit():
            yield column, f"{label}应为数字"


def _day(cells: Cells, key: str, faults: Faults) -> dt.date | None:
    """The day in a cell; a list may tell one before any books, or to come."""
    if not cells[key]:
        return None
    try:
        return read_day(cells[key])
    except ValueError as error:
        faults.append(private_fault(cells, key, str(error)))
        return None
