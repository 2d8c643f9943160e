"""Members of the body out of a file (管理机构成员表): CSV, or a sheet of an XLSX.

1. Columns are named by key or by label: category, name, represents, person, since,
   until. A category is a key of `Category` or its label.
2. All faults are told at once, by row and column; nobody is registered then.
"""

from pathlib import Path

from budgets.members import Category, Member, member_problems, register_members
from ledger.database import Connection
from ledger.errors import Faults, Problem
from ledger.intake_cells import Cells, day_of, fault, member, tell
from ledger.one_sheet import demand_none, rows_of
from ledger.people import Act
from ledger.sheets import (
    ColumnSpec,
    SheetSpec,
)
from ledger.texts import text_problems

MEMBERS = SheetSpec(
    "body_members",
    "管理机构成员",
    (
        ColumnSpec("category", "类别", required=True),
        ColumnSpec("name", "姓名或称谓", required=True),
        ColumnSpec("represents", "代表"),
        ColumnSpec("person", "人员"),
        ColumnSpec("since", "任期起", required=True),
        ColumnSpec("until", "任期止"),
    ),
)
"""The sheet; `until` is the first day out of the body."""

_EMPTY = Problem("file", "文件中没有成员", do="每名成员写一行")


def import_members(
    connection: Connection, unit: str, path: Path, act: Act
) -> tuple[Member, ...]:
    """Register the members that a file names, all or none.

    Raises:
        NotFound: there is no such unit.
        FolderFaulty: the file has faults; every one is told.
    """
    faults = Faults()
    rows = [
        (cells, _member(cells, faults))
        for cells in rows_of(path, MEMBERS, faults, _EMPTY)
    ]
    read = [(cells, one) for cells, one in rows if one is not None]
    given = [one for _, one in read]
    found = member_problems(connection, unit, given)
    tell(found, [cells for cells, _ in read], faults)
    demand_none(faults, MEMBERS)
    return register_members(connection, unit, given, act)


def _member(cells: Cells, faults: Faults) -> Member | None:
    """The member that a row names; None where it cannot be read as one."""
    before = len(faults)
    if not cells["since"]:
        faults.append(fault(cells, "since", "不能为空", do="填写任期起始日期"))
    since, until = (day_of(cells, key, faults) for key in ("since", "until"))
    category = member(Category, cells, "category", None, faults)
    if not cells["category"]:
        faults.append(fault(cells, "category", "不能为空", do="填写类别"))
    if len(faults) == before and since is not None and category is not None:
        return Member(
            category=category,
            name=cells["name"],
            represents=cells["represents"],
            person=cells["person"],
            since=since,
            until=until,
        )
    # The register does not see this row, so what is wrong with its texts is told here.
    texts = [(key, cells[key], 0) for key in ("name", "represents")]
    tell([(0, problem) for problem in text_problems(texts)], [cells], faults)
    return None
