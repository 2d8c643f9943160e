"""Files of a books folder: encodings, headers, workbooks, and what is no sheet."""

import datetime as dt
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from ledger.errors import FolderFaulty
from ledger.folder import FUNDS, UNITS, VOUCHERS
from ledger.intake import import_books
from ledger.sheets import SheetSpec
from tests.building import ACT, Books
from tests.ledger.folders import Folder, Row, receipt

HEADER = "unit,voucher,date,summary,preparer,reviewer,account,fund,debit,credit"
GOOD = f"""{HEADER}
U1,v,2025-01-15,捐赠,张三,李四,102,F1,5,
U1,v,2025-01-15,捐赠,张三,李四,408,F1,,5
"""


@pytest.fixture
def folder(sqlite_books: Books, tmp_path: Path) -> Folder:
    """An empty folder beside the books of U1."""
    return Folder(tmp_path / "账套", sqlite_books)


def summary(books: Books) -> str:
    """The summary of the one voucher."""
    found = books.one("SELECT summary FROM vouchers")
    assert isinstance(found, str)
    return found


# -- texts --------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_any_encoding_and_line_ending_is_read(
    folder: Folder, encoding: str, ending: str
) -> None:
    text = GOOD.replace("\n", ending)
    assert folder.text("vouchers.csv", text.encode(encoding)).bring().vouchers == 1
    assert summary(folder.books) == "捐赠"


def test_a_file_without_a_last_line_ending_is_read(folder: Folder) -> None:
    assert folder.text("vouchers.csv", GOOD.rstrip()).bring().postings == 2


def test_blank_rows_are_passed_over_and_rows_keep_their_number(folder: Folder) -> None:
    lines = GOOD.splitlines()
    lines[1:1] = ["", ",,,,,,,,,", " , ,,,,,,,,", ",,"]
    text = "\n".join(lines).replace("408", "99999")
    (told,) = folder.text("vouchers.csv", text).told()
    assert told.startswith("vouchers.csv:7: account: 科目表中没有这个科目")


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "vouchers.csv: 文件是空的"),
        (b"\xef\xbb\xbf", "vouchers.csv: 文件是空的"),
        (b"\n\n", "vouchers.csv: 文件是空的"),
        (b"\xff\xff\xff", "vouchers.csv: 文件编码既不是 UTF-8 也不是 GB18030"),
        (
            "\ufeffunit".encode("utf-16-le"),
            "vouchers.csv: 文件编码是 UTF-16；另存为 UTF-8",
        ),
        (b'unit,"voucher\n', "vouchers.csv: 第 1 行的引号或字符有误，无法读取"),
    ],
)
def test_what_is_no_sheet_is_told(folder: Folder, content: bytes, what: str) -> None:
    assert folder.text("vouchers.csv", content).told() == [what]


def test_a_header_alone_brings_nothing(folder: Folder) -> None:
    assert folder.text("vouchers.csv", f"{HEADER}\n").bring().vouchers == 0


def test_a_row_of_another_width_is_told(folder: Folder) -> None:
    told = folder.text("vouchers.csv", GOOD + "U1,v,2025-01-15\n").told()
    assert told == [
        "vouchers.csv:4: 列数与表头不符（发现：3 列，表头 10 列）；检查逗号与引号"
    ]


# -- headers ------------------------------------------------------------------------


@pytest.mark.parametrize("column", HEADER.split(","))
def test_a_missing_column_is_named_in_both_languages(
    folder: Folder, column: str
) -> None:
    label = next(c.label for c in VOUCHERS.columns if c.key == column)
    header = ",".join("memo" if c == column else c for c in HEADER.split(","))
    told = folder.text("vouchers.csv", GOOD.replace(HEADER, header)).told()
    assert told == [
        f"vouchers.csv:1: {column}: 缺少必需的列；加上 {column}（{label}）列"
    ]


def test_an_unknown_column_and_a_repeated_one_are_told(folder: Folder) -> None:
    text = GOOD.replace(HEADER, HEADER.replace("reviewer", "preparer") + ",颜色")
    told = folder.text("vouchers.csv", text).told()
    assert [one.split("；")[0] for one in told] == [
        "vouchers.csv:1: preparer: 同一列出现两次（发现：preparer）",
        "vouchers.csv:1: reviewer: 缺少必需的列",
        "vouchers.csv:1: 颜色: 不认识这一列（发现：颜色）",
    ]


def test_a_file_without_header_does_not_repeat_its_numbers(folder: Folder) -> None:
    row = GOOD.splitlines()[1].replace("捐赠", "110101199003074514")
    told = "\n".join(folder.text("vouchers.csv", row).told())
    assert "不认识这一列" in told
    assert "110101199003074514" not in told


def test_chinese_headers_and_file_names_are_read(folder: Folder) -> None:
    labels = {column.key: column.label for column in VOUCHERS.columns}
    header = ",".join(labels[key] for key in HEADER.split(","))
    folder.text("凭证.csv", GOOD.replace(HEADER, header).encode("gb18030"))
    assert folder.bring().vouchers == 1


def test_a_sheet_without_its_columns_is_told_alone(folder: Folder) -> None:
    folder.text("units.csv", "代码,name\nU9,某会\n").text("vouchers.csv", GOOD)
    folder.text("funds.csv", "unit,code,name\nU9,F1,捐赠\n")
    assert {fault.row for fault in folder.faults()} == {1}


# -- which files --------------------------------------------------------------------


def test_a_folder_without_sheets_is_told(folder: Folder) -> None:
    (told,) = folder.told()
    assert told.startswith("账套: 没有找到任何账套文件")


def test_a_file_of_another_name_is_told(folder: Folder) -> None:
    folder.text("vouchers.csv", GOOD).text("vochers.csv", GOOD)
    (told,) = folder.told()
    assert told.startswith("vochers.csv: 不认识这个文件或工作表（发现：vochers）")


def test_the_same_sheet_in_two_files_is_told(folder: Folder) -> None:
    folder.text("vouchers.csv", GOOD).text("凭证.csv", GOOD)
    (told,) = folder.told()
    assert "同一内容出现在两个文件中" in told


def test_what_no_sheet_is_named_by_may_lie_there(folder: Folder) -> None:
    folder.text("vouchers.CSV", GOOD).text("README.md", "说明")
    folder.text("~$账.xlsx", b"").text(".vouchers.csv", "")
    assert folder.bring().vouchers == 1


def test_a_folder_named_like_a_sheet_is_told(folder: Folder) -> None:
    (folder.path / "vouchers.csv").mkdir()
    assert folder.told() == ["vouchers.csv: 文件无法打开"]


# -- workbooks ----------------------------------------------------------------------

CELLS: list[list[object]] = [
    ["U1", "v", dt.date(2025, 1, 15), "捐赠", "张三", "李四", 102, "F1", 5.25, ""],
    ["U1", "v", "2025/1/15", "捐赠", "张三", "李四", "408", "F1", "", "5.25"],
]


def workbook(path: Path, sheets: dict[str, list[list[object]]]) -> Path:
    with xlsxwriter.Workbook(path) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for name, lines in sheets.items():
            sheet = book.add_worksheet(name)
            for row, line in enumerate(lines):
                for column, value in enumerate(line):
                    if isinstance(value, dt.date):
                        sheet.write_datetime(row, column, value, day)
                    elif isinstance(value, str):
                        sheet.write_string(row, column, value)
                    else:
                        sheet.write(row, column, value)
    return path


def table(spec: SheetSpec, rows: list[Row]) -> list[list[object]]:
    """A sheet's rows under its Chinese labels."""
    used = [c for c in spec.columns if any(c.key in row for row in rows)]
    header: list[object] = [column.label for column in used]
    lines: list[list[object]] = [[row.get(c.key, "") for c in used] for row in rows]
    return [header, *lines]


def test_typed_days_and_numbers_of_a_workbook_are_read(folder: Folder) -> None:
    sheet: list[list[object]] = [[*HEADER.split(",")], *CELLS]
    workbook(folder.path / "账.xlsx", {"vouchers": sheet, "Sheet2": []})
    assert folder.bring().postings == 2
    amounts = "SELECT SUM(debit_fen), SUM(credit_fen) FROM postings"
    assert folder.books.rows(amounts) == [(525, 525)]
    assert str(folder.books.one("SELECT dated_on FROM vouchers")) == "2025-01-15"


def dated(folder: Folder, moment: dt.datetime) -> Folder:
    """A workbook whose one voucher is dated by a cell with a time of day."""
    lines = [[*line] for line in CELLS]
    for line in lines:
        line[2] = moment
    workbook(folder.path / "账.xlsx", {"凭证": [[*HEADER.split(",")], *lines]})
    return folder


def test_a_day_that_a_formula_missed_by_a_hair_is_read(folder: Folder) -> None:
    hair = dt.datetime(2025, 1, 15, microsecond=100)  # noqa: DTZ001 - a cell has no zone
    dated(folder, hair).bring()
    assert str(folder.books.one("SELECT dated_on FROM vouchers")) == "2025-01-15"


def test_a_day_with_an_hour_is_no_day(folder: Folder) -> None:
    noon = dt.datetime(2025, 1, 15, 12)  # noqa: DTZ001 - a cell has no zone
    told = dated(folder, noon).told()
    assert told[0].startswith("账.xlsx[凭证]:2: date: 日期应写作")
    assert "发现：2025-01-15 12:00:00" in told[0]


def test_an_empty_sheet_that_has_a_name_of_ours_is_told(folder: Folder) -> None:
    workbook(folder.path / "账.xlsx", {"凭证": []})
    assert folder.told() == ["账.xlsx[凭证]: 文件是空的"]


def test_one_workbook_with_chinese_names_is_a_whole_folder(
    sqlite_books: Books, tmp_path: Path
) -> None:
    unit = {
        "code": "U9",
        "name": "某区总工会",
        "level": "县",
        "opened_on": "2025-01-01",
    }
    fund = {"unit": "U9", "code": "F1", "name": "捐赠", "source": "社会捐赠"}
    path = workbook(
        tmp_path / "账套.XLSX",
        {
            "单位": table(UNITS, [unit]),
            "资金": table(FUNDS, [fund]),
            "凭证": table(VOUCHERS, receipt("v", "5", unit="U9")),
        },
    )
    imported = import_books(sqlite_books.engine, path, ACT)
    assert (imported.units, imported.vouchers) == (1, 1)


def test_faults_of_a_workbook_name_its_sheet_and_row(folder: Folder) -> None:
    sheet: list[list[object]] = [[], [], [*HEADER.split(",")], *CELLS]
    sheet[4] = [*CELLS[1][:6], 99999, *CELLS[1][7:]]
    workbook(folder.path / "账.xlsx", {"凭证": sheet})
    (told,) = folder.told()
    assert told.startswith(
        "账.xlsx[凭证]:5: account: 科目表中没有这个科目（发现：99999）"
    )


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.1 + 0.2, "0.3"), (9007199254740993.0, "9007199254740992"), (1e-7, "1e-07")],
)
def test_a_number_of_a_workbook_is_what_the_spreadsheet_showed(
    folder: Folder, value: float, text: str
) -> None:
    lines = [[*line] for line in CELLS]
    lines[0][8] = value
    sheet: list[list[object]] = [[*HEADER.split(",")], *lines]
    workbook(folder.path / "账.xlsx", {"凭证": sheet})
    told = "\n".join(folder.told())
    shown = {"0.3": "借方减贷方 -4.95 元"}.get(text, f"发现：{text}")
    assert shown in told


def test_an_amount_that_a_spreadsheet_cannot_keep_is_refused(folder: Folder) -> None:
    lines = [[*line] for line in CELLS]
    lines[0][8] = 90071992547409.93
    sheet: list[list[object]] = [[*HEADER.split(",")], *lines]
    workbook(folder.path / "账.xlsx", {"凭证": sheet})
    (told,) = folder.told()
    assert "90071992547409.94（超过十五位）" in told


def test_a_zip_or_a_text_called_workbook_is_told(folder: Folder) -> None:
    with zipfile.ZipFile(folder.path / "a.xlsx", "w") as archive:
        archive.writestr("hello.txt", "hello")
    folder.text("b.xlsx", "no zip at all").text("c.xlsx", b"")
    assert folder.told() == [
        "a.xlsx: 不是有效的 XLSX 文件",
        *(
            f"{name}.xlsx: 不是有效的 XLSX 文件；另存为新的 XLSX 或 CSV"
            for name in ("b", "c")
        ),
    ]


def test_a_workbook_is_measured_before_it_is_read(folder: Folder) -> None:
    whole = workbook(folder.path / "账.xlsx", {"凭证": [[*HEADER.split(",")]]})
    with zipfile.ZipFile(whole) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    far = b'<c r="XFD1048576"/></sheetData>'
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content.replace(b"</sheetData>", far))
    (told,) = folder.told()
    assert "超过 40,000,000 格，不予读取" in told
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
        archive.writestr("xl/more.xml", b" " * (8 << 20))
    (told,) = folder.told()
    assert "解压后大于文件的 150 倍" in told


def test_a_workbook_with_a_broken_sheet_is_told(folder: Folder) -> None:
    whole = workbook(folder.path / "账.xlsx", {"凭证": [[*HEADER.split(",")], *CELLS]})
    with zipfile.ZipFile(whole) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(whole, "w") as archive:
        for name, content in parts.items():
            broken = name.startswith("xl/worksheets/sheet")
            archive.writestr(name, content[: len(content) // 2] if broken else content)
    (told,) = folder.told()
    assert told.startswith("账.xlsx")
    assert "已损坏" in told


# -- many ---------------------------------------------------------------------------


def test_a_hundred_faults_are_told_and_all_are_counted(folder: Folder) -> None:
    folder.vouchers(*(receipt(f"v{n}", "x") for n in range(10_500)))
    with pytest.raises(FolderFaulty) as refusal:
        folder.bring()
    assert refusal.value.count == 21_000
    told = str(refusal.value).splitlines()
    assert len(told) == FolderFaulty.SHOWN + 2
    assert told[0].startswith("vouchers.csv:2: debit: ")
    assert told[-2:] == [
        "……另有 20900 处错误未列出",
        "共 21000 处错误，账簿未作任何改动",
    ]
