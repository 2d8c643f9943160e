"""Budgets out of files: read by key or label, judged as a whole, drafted or not."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import xlsxwriter

from budgets.budget import Budget, Kind
from budgets.budget_files import BudgetSheet, from_file
from budgets.errors import BudgetRefused
from ledger.database import writing
from ledger.errors import FolderFaulty
from ledger.money import Money
from tests import building
from tests.budgets.budgeting import LINES, MAKER, SOURCES, approve, draft, ready
from tests.building import Books
from tests.server import Shelf

HEADER = "unit,year,kind,fund,account,purpose,q1,q2,q3,q4,carried,receipts,memo"
WHOLE = f"""{HEADER}
U1,2025,source,F1,,,,,,,,10500,
U1,2025,来源,F3,,,,,,,,"20,500",
U1,2025,line,F1,50404,生活救助,4000,2000,2000,2000,,,
U1,2025,支出,F3,50404,送温暖,5000,5000,5000,5000,,,
"""


@pytest.fixture
def office(shelf: Shelf, dialect: str) -> Iterator[Books]:
    """The small world with the union's own fund F3, a body and three resolutions."""
    yield from building.copied(shelf, dialect, "budget_files-office", ready)


def bring(
    books: Books, path: Path, text: str = "", kind: Kind = Kind.ANNUAL
) -> tuple[Budget, ...]:
    if text:
        path.write_text(text, encoding="utf-8")
    with writing(books.engine) as connection:
        return from_file(connection, path, MAKER, kind=kind)


def faults(books: Books, path: Path, *rows: str) -> list[str]:
    """What is told of these rows; no version was written."""
    with pytest.raises(FolderFaulty) as caught:
        bring(books, path, "\n".join((HEADER, *rows)) + "\n")
    assert books.one("SELECT COUNT(*) FROM budget_versions") == 0
    return [str(fault) for fault in caught.value.faults]


def test_a_file_drafts_what_it_plans(office: Books, tmp_path: Path) -> None:
    (made,) = bring(office, tmp_path / "预算.csv", WHOLE)

    assert (made.sources, made.lines) == (SOURCES, LINES)
    assert (made.made_from, made.kind) == ("file", Kind.ANNUAL)
    assert approve(office, made).resolution == "2025-1"


def test_several_years_stand_in_one_file(office: Books, tmp_path: Path) -> None:
    later = WHOLE.replace(f"{HEADER}\n", "").replace("2025", "2026")
    path = tmp_path / "budgets.csv"
    found = bring(office, path, WHOLE + later)

    assert [one.year for one in found] == [2025, 2026]
    sheet = BudgetSheet(path)
    assert (sheet.units, sheet.years) == (("U1",), (2025, 2026))


def test_a_workbook_with_labels_is_read_alike(office: Books, tmp_path: Path) -> None:
    path = tmp_path / "年度.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("预算")
        titles = ("单位", "年度", "类别", "资金", "科目", "用途", "一季度", "上年结转")
        sheet.write_row(0, 0, (*titles, "本年收入"))
        sheet.write_row(1, 0, ("U1", 2025, "来源", "F1", "", "", "", 3, 100.25))
        sheet.write_row(2, 0, ("U1", 2025, "支出", "F1", 50404, "", 100.1, 2.5, ""))
    (made,) = bring(office, path)

    assert made.sources[0].total == Money(103_25)
    assert (made.lines[0].planned, made.lines[0].carried) == (Money(100_10), Money(250))


def test_a_file_can_revise(office: Books, tmp_path: Path) -> None:
    path = tmp_path / "budgets.csv"
    with pytest.raises(BudgetRefused, match="还没有批准的预算可以调整"):
        bring(office, path, WHOLE, Kind.REVISION)
    approve(office, draft(office))
    (made,) = bring(office, path, WHOLE, Kind.REVISION)
    assert (made.kind, made.version) == (Kind.REVISION, 2)


def test_every_fault_is_told_with_file_row_and_column(
    office: Books, tmp_path: Path
) -> None:
    told = faults(
        office,
        tmp_path / "b.csv",
        "U1,2025,source,F1,50404,,,,,,,10,",
        "U1,2025,line,F1,50404,生活救助,1e3,,,,,7,",
        "U1,25,line,F1,50404,,1,,,,,,",
        "U1,2025,other,F1,50404,,1,,,,,,",
        ",2025,line,F1,50404,,1,,,,,,",
        "U9,2025,line,F1,50404,,1,,,,,,",
        "U1,2025,line,F2,50404,送温暖,1,,,,,,",
        "U1,2025,line,F1,504,,,-5,,,,,13800138000",
        "U1,2025,source,F1,,,,,,,,1,",
    )
    expected = (
        "b.csv:2: account: 来源行不填这一列",
        "b.csv:3: q1: 不是金额",
        "b.csv:3: receipts: 支出行不填这一列",
        "b.csv:4: year: 年度应写作 2026",
        "b.csv:5: kind: 不认识这个值",
        "b.csv:6: unit: 不能为空",
        "b.csv:7: unit: 没有这个单位",
        "b.csv:8: purpose: 该资金不允许这一用途",
        "b.csv:9: account: 不是末级科目",
        "b.csv:9: q2: 金额不能为负",
        "b.csv:9: memo: 摘要等文字中不能有个人号码",
        "b.csv:10: fund: 同一资金列了两次来源",
    )
    assert len(told) == len(expected)
    for sentence, start in zip(told, expected, strict=True):
        assert sentence.startswith(start)
    assert "13800138000" not in "".join(told)


def test_a_plan_without_lines_and_a_year_too_early_are_told(
    office: Books, tmp_path: Path
) -> None:
    early = "U1,2024,line,F1,50404,生活救助,1,,,,,,"
    told = faults(office, tmp_path / "b.csv", early, "U1,2025,source,F1,,,,,,,,1,")
    assert "b.csv:2: year: 2024年在单位建账" in told[0]
    assert "b.csv:3: year: 没有支出项目" in told[1]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (f"{HEADER}\n", "文件中没有预算"),
        (f"{HEADER},else\nU1\n", "不认识这一列"),
        ("unit,year\nU1,2025\n", "缺少必需的列"),
        (f"{HEADER}\nU1,2025\n", "列数与表头不符"),
    ],
)
def test_a_file_that_is_no_budget_is_refused(
    office: Books, tmp_path: Path, text: str, why: str
) -> None:
    with pytest.raises(FolderFaulty, match=why):
        bring(office, tmp_path / "b.csv", text)


def test_a_workbook_without_the_sheet_is_refused(office: Books, tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("别的").write(0, 0, "单位")
    with pytest.raises(FolderFaulty, match="不认识这个文件或工作表"):
        bring(office, path)


def test_a_file_is_drafted_whole_or_not_at_all(office: Books, tmp_path: Path) -> None:
    approve(office, draft(office))
    later = WHOLE.replace("2025", "2026") + WHOLE.replace(f"{HEADER}\n", "")
    with pytest.raises(BudgetRefused, match="2025年已有批准的预算"):
        bring(office, tmp_path / "b.csv", later)
    assert office.one("SELECT COUNT(*) FROM budget_versions") == 1
