"""XLSX as a spreadsheet reads it."""

import datetime as dt
import io
import re
import zipfile
from decimal import Decimal
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from ledger.money import Money
from reports.render import xlsx
from reports.report import (
    Block,
    Column,
    Document,
    Heading,
    KeyValues,
    Row,
    Signatures,
    Table,
)
from tests.reports import sample_documents


def written(*blocks: Block) -> bytes:
    stream = io.BytesIO()
    provenance = sample_documents.PROVENANCE
    xlsx.render(Document("trial", "试算平衡表", "", provenance, blocks), stream)
    return stream.getvalue()


def sheets(data: bytes) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def part(data: bytes, name: str) -> str:
    return zipfile.ZipFile(io.BytesIO(data)).read(name).decode()


def test_the_first_sheet_holds_the_words_and_says_where_the_tables_are() -> None:
    stream = io.BytesIO()
    xlsx.render(sample_documents.report(), stream)
    lines = sheets(stream.getvalue())["说明"]
    assert lines[0][0] == "2025年度困难职工帮扶资金内部审计报告"
    assert ["链位", "1284"] in lines
    assert ["资金结存", 13056661.41] in lines
    assert ["报告日期", dt.date(2026, 1, 20)] in lines
    assert ["表", "见工作表“表一　帮扶资金收支结存”"] in lines
    assert ["审计组长", "（签字）"] in lines


def test_a_table_without_a_caption_is_on_a_sheet_called_after_its_heading() -> None:
    table = Table((Column("a", "甲"),), (Row(("一",)),))
    data = written(table, Heading("（一）筹集情况", 2), table, Heading("二"), table)
    assert list(sheets(data)) == ["说明", "试算平衡表", "（一）筹集情况", "二"]


def test_a_wide_table_lies_across_and_a_narrow_one_stands() -> None:
    text = "很长的一段说明，要占整列的宽度"
    wide = Table(
        tuple(Column(f"c{n}", "说明") for n in range(4)), (Row((text,) * 4),), "宽"
    )
    narrow = Table((Column("a", "甲"),), (Row(("一",)),), "窄")
    data = written(wide, narrow)
    assert 'orientation="landscape"' in part(data, "xl/worksheets/sheet2.xml")
    assert 'orientation="landscape"' not in part(data, "xl/worksheets/sheet3.xml")


def test_a_row_is_as_high_as_its_text_and_a_group_as_wide_as_its_name() -> None:
    columns = Column("a", "甲"), Column("b", "乙")
    name = "发现一　同一困难职工同月同一用途重复发放"
    rows = (
        Row((name, ""), "group"),
        Row(("短", "文" * 60)),
        Row(("短", "一行\n两行\n三行")),
        Row(("短", "文")),
    )
    sheet = part(written(Table(columns, rows)), "xl/worksheets/sheet2.xml")
    assert re.findall(r'<row r="(\d)"[^>]* ht="(\d+)"', sheet) == [
        ("3", "48"),
        ("4", "48"),
    ]
    few = part(written(Table(columns, rows[:1])), "xl/worksheets/sheet2.xml")
    wide = sum(Decimal(one) for one in re.findall(r' width="([\d.]+)"', few))
    assert wide > len(name) * 2


def high(data: bytes, sheet: int) -> dict[str, Decimal]:
    """The points of each row of a sheet that is told how high it is."""
    told = part(data, f"xl/worksheets/sheet{sheet}.xml")
    found = re.findall(r'<row r="(\d+)"[^>]* ht="([\d.]+)"', told)
    return {row: Decimal(points) for row, points in found}


def test_a_long_fact_is_whole_and_who_signs_has_room() -> None:
    """Else a fact is cut off at the edge of the page: a finding lost its amount."""
    facts = KeyValues((("事实", "文" * 90), ("原因", "待核实")))
    data = written(
        facts, Signatures(("单位负责人",)), Signatures(("制单",), dated=False)
    )
    # Title, unit, period, position, digest; then ours.
    found = high(data, 1)
    assert (found["6"], found["7"]) == (48, Decimal("15.75"))
    assert found["8"] >= 30
    assert found["9"] == Decimal("15.75")


def test_a_note_is_broken_within_the_width_of_its_table() -> None:
    columns = Column("a", "甲"), Column("b", "乙")
    table = Table(columns, (Row(("一", "二")),), note="注" * 60)
    data = written(table)
    assert '<mergeCell ref="A4:B4"/>' in part(data, "xl/worksheets/sheet2.xml")
    assert high(data, 2)["4"] >= 60


def test_no_key_of_the_program_is_printed_where_a_table_has_no_caption() -> None:
    tables = [
        Table((Column("a", "甲"),), (Row((cell,)),), name="lines") for cell in "一二"
    ]
    assert list(sheets(written(*tables)).values())[1] == [["甲"], ["一"], ["二"]]


def test_amounts_counts_rates_and_dates_are_numbers() -> None:
    columns = (
        Column("a", "金额", "money"),
        Column("n", "人次", "count"),
        Column("r", "率", "rate"),
        Column("d", "日期", "date"),
    )
    row = Row((Money(-123450), 6655, 9876, dt.date(2025, 3, 9)))
    data = written(Table(columns, (row,), caption="表一"))
    assert sheets(data)["表一"][1] == [-1234.5, 6655.0, 0.9876, dt.date(2025, 3, 9)]
    assert "#,##0.00" in part(data, "xl/styles.xml")


@pytest.mark.parametrize(
    ("fen", "expected"),
    [
        (999_999_999_999_999, 9999999999999.99),
        (1_000_000_000_000_000, "10,000,000,000,000.00"),
        (-8_999_999_999_999_999, "-89,999,999,999,999.99"),
    ],
)
def test_an_amount_that_a_spreadsheet_would_round_is_text(
    fen: int, expected: object
) -> None:
    table = Table((Column("a", "金额", "money"),), (Row((Money(fen),)),), caption="表")
    assert sheets(written(table))["表"][1] == [expected]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "http://a.cn"])
def test_text_is_never_a_formula_nor_a_link(text: str) -> None:
    data = written(Table((Column("a", "甲"),), (Row((text,)),), caption="表"))
    assert sheets(data)["表"][1] == [text]
    assert "<f>" not in part(data, "xl/worksheets/sheet2.xml")
    assert "hyperlink" not in part(data, "xl/worksheets/sheet2.xml")


def test_a_sheet_prints_on_a4_with_its_header_repeated_and_its_provenance() -> None:
    sheet = part(written(sample_documents.balances()), "xl/worksheets/sheet2.xml")
    assert 'paperSize="9"' in sheet
    assert 'fitToHeight="0"' in sheet
    assert 'state="frozen"' in sheet
    assert "链位 1284 · 摘要 0123456789ab" in sheet
    assert "岱山县总工会困难职工帮扶中心" in sheet


def test_an_ampersand_in_the_title_is_no_command_of_the_header() -> None:
    stream = io.BytesIO()
    provenance = sample_documents.PROVENANCE
    table = Table((Column("a", "甲"),), ())
    xlsx.render(Document("trial", "甲&P乙" * 60, "", provenance, (table,)), stream)
    assert "甲&amp;&amp;P乙" in part(stream.getvalue(), "xl/worksheets/sheet2.xml")


def test_names_of_sheets_are_such_as_spreadsheets_take() -> None:
    columns = (Column("a", "甲"),)
    captions = ("收/支[*]:?", "收/支[*]:?", "说明", "很长" * 30, "很长" * 30, "'")
    names = list(sheets(written(*(Table(columns, (), caption=c) for c in captions))))
    assert names[:4] == ["说明", "收 支", "收 支 (2)", "说明 (2)"]
    assert all(len(name) <= 31 for name in names)
    assert len(set(names)) == 7


def test_tables_of_one_name_share_a_sheet_under_their_captions() -> None:
    columns = (Column("a", "甲"),)
    tables = [
        Table(columns, (Row((text,)),), f"付字第 {text} 号", note, "voucher")
        for text, note in (("1", "注：甲"), ("2", ""))
    ]
    found = sheets(written(*tables))
    assert list(found) == ["说明", "试算平衡表"]
    lines = [line[0] for line in found["试算平衡表"]]
    assert lines == ["甲", "付字第 1 号", "1", "注：甲", "付字第 2 号", "2"]


def test_a_table_longer_than_a_sheet_goes_on_in_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(xlsx, "ROWS_A_SHEET", 4)
    rows = (Row((text,)) for text in "一二三四五六")
    found = sheets(written(Table((Column("a", "甲"),), rows, caption="表")))
    assert found["表"] == [["甲"], ["一"], ["二"], ["三"]]
    assert found["表 (2)"] == [["甲"], ["四"], ["五"], ["六"]]


def test_the_workbook_is_dated_as_the_books_were_known() -> None:
    assert "2026-01-20T09:30:15Z" in part(written(), "docProps/core.xml")
