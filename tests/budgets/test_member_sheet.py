"""Members of the body out of a file: all of them, or every fault."""

import datetime as dt
from pathlib import Path

import pytest
import xlsxwriter

from budgets.body import Member
from budgets.member_sheet import import_members
from ledger.database import writing
from ledger.errors import FolderFaulty
from tests.budgets.sitting import SECRETARY
from tests.building import Books

HEADER = "类别,姓名或称谓,代表,人员,任期起,任期止\n"


def bring_in(
    books: Books, folder: Path, rows: str, encoding: str = "utf-8"
) -> tuple[Member, ...]:
    file = folder / "成员.csv"
    file.write_text(HEADER + rows, encoding)
    with writing(books.engine) as connection:
        return import_members(connection, "U1", file, SECRETARY)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_file_brings_members_in(books: Books, tmp_path: Path, encoding: str) -> None:
    rows = (
        "工会,某主席,,张三,2025-01-01,\nhardship_worker,档案号 7,,,2025/1/1,2028.1.1\n"
    )
    first, second = bring_in(books, tmp_path, rows, encoding)
    assert (first.category, first.person, first.until) == ("union", "张三", None)
    assert (second.number, second.until) == (2, dt.date(2028, 1, 1))


def test_all_faults_of_a_file_are_told_at_once(books: Books, tmp_path: Path) -> None:
    rows = (
        "工会,甲,,,2025-01-01,\n"
        "团委,乙,,,2025-01-01,\n"
        "工会,13812345678,,,2025-13-01,\n"
        "工会,丙,,无名,,\n"
        "工会,甲,,,2025-06-01,\n"
    )
    with pytest.raises(FolderFaulty) as refused:
        bring_in(books, tmp_path, rows)
    told = [(one.row, one.column) for one in refused.value.faults]
    assert told == [
        (3, "category"),
        (4, "name"),
        (4, "since"),
        (5, "since"),
        (6, "name"),
    ]
    assert "13812345678" not in str(refused.value)
    assert books.one("SELECT COUNT(*) FROM body_members") == 0


def test_a_file_that_names_nobody_is_refused(books: Books, tmp_path: Path) -> None:
    with pytest.raises(FolderFaulty, match="文件中没有成员"):
        bring_in(books, tmp_path, "")


def test_a_workbook_holds_members_on_a_sheet_of_that_name(
    books: Books, tmp_path: Path
) -> None:
    file = tmp_path / "成员.xlsx"
    with xlsxwriter.Workbook(file) as workbook:
        sheet = workbook.add_worksheet("管理机构成员")
        sheet.write_row(0, 0, ("类别", "姓名或称谓", "任期起"))
        sheet.write_row(1, 0, ("工会", "某主席", "2025-01-01"))
    with writing(books.engine) as connection:
        (one,) = import_members(connection, "U1", file, SECRETARY)
    assert (one.category, one.name) == ("union", "某主席")
