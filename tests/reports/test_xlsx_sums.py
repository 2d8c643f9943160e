"""Totals of a workbook: formulas that give our figure, or values."""

import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree import ElementTree as ET

import pytest
from python_calamine import CalamineWorkbook

from ledger.money import Money
from reports.render import xlsx
from reports.report import Block, Cell, Column, Document, Row, Style, Table
from tests.reports import sample_documents
from tests.reports.asking import rendered

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
NAMED = Column("name", "项目")
SUM = Column("sum", "金额", "money")


@dataclass(frozen=True)
class Formula:
    """A cell's formula with the figure that the file keeps for it."""

    text: str
    kept: float


def cells(data: bytes, sheet: int = 2) -> dict[str, float | Formula]:
    """Every number of a worksheet by its place, as the file has it."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        root = ET.fromstring(parts.read(f"xl/worksheets/sheet{sheet}.xml"))  # noqa: S314 - our own file
    found: dict[str, float | Formula] = {}
    for cell in root.iter(f"{MAIN}c"):
        value, formula = cell.find(f"{MAIN}v"), cell.find(f"{MAIN}f")
        if value is not None and value.text:
            number = float(value.text)
            told = None if formula is None else Formula(formula.text or "", number)
            found[cell.attrib["r"]] = number if told is None else told
    return found


def evaluated(found: dict[str, float | Formula], formula: str) -> float:
    """What a formula gives: `SUBTOTAL` adds cells up that are no subtotals."""
    if formula.startswith("SUM("):
        added = (found[place] for place in formula[4:-1].split(","))
        return sum(one.kept if isinstance(one, Formula) else one for one in added)
    match = re.fullmatch(r"SUBTOTAL\(9,([A-Z]+)(\d+):\1(\d+)\)", formula)
    assert match, formula
    places = (f"{match[1]}{n}" for n in range(int(match[2]), int(match[3]) + 1))
    values = (found.get(place, 0.0) for place in places)
    return sum(
        value.kept if isinstance(value, Formula) else value
        for value in values
        if not (isinstance(value, Formula) and "SUBTOTAL" in value.text)
    )


def formulas(data: bytes, sheet: int = 2) -> dict[str, str]:
    """The formulas of a worksheet, each held against the figure kept for it."""
    found = cells(data, sheet)
    told = {}
    for place, cell in found.items():
        if isinstance(cell, Formula):
            assert evaluated(found, cell.text) == pytest.approx(cell.kept, abs=1e-3)
            told[place] = cell.text
    return told


def written(*blocks: Block) -> bytes:
    provenance = sample_documents.PROVENANCE
    return rendered(Document("trial", "试", "", provenance, blocks), "xlsx")


def table(
    lines: Iterable[tuple[Style, *tuple[Cell, ...]]], *more: Column, caption: str = "表"
) -> Table:
    rows = tuple(Row(("行", *cells), style) for style, *cells in lines)
    return Table((NAMED, SUM, *more), rows, caption)


def test_subtotals_and_total_are_formulas_with_our_figures_kept() -> None:
    lines = (
        ("plain", Money(1001)),
        ("plain", Money(-202)),
        ("subtotal", Money(799)),
        ("plain", Money(5)),
        ("subtotal", Money(5)),
        ("total", Money(804)),
    )
    data = written(table(lines))
    assert formulas(data) == {
        "B4": "SUBTOTAL(9,B2:B3)",
        "B6": "SUBTOTAL(9,B5:B5)",
        "B7": "SUBTOTAL(9,B2:B6)",
    }
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    kept = [row[1] for row in book.get_sheet_by_name("表").to_python()]
    assert kept == ["金额", 10.01, -2.02, 7.99, 0.05, 0.05, 8.04]


def test_the_year_to_date_below_a_month_s_sum_runs_over_all_months() -> None:
    lines = (
        ("plain", Money(3)),
        ("subtotal", Money(3)),
        ("subtotal", Money(3)),
        ("plain", Money(4)),
        ("subtotal", Money(4)),
        ("subtotal", Money(7)),
    )
    found = formulas(written(table(lines)))
    assert found["B6"] == "SUBTOTAL(9,B5:B5)"
    assert found["B7"] == "SUBTOTAL(9,B2:B6)"


def test_a_subtotal_of_the_last_rows_begins_where_its_rows_do() -> None:
    lines = [("plain", Money(n)) for n in (100, 2, 3)]
    lines += [("subtotal", Money(5)), ("total", Money(105))]
    found = formulas(written(table(lines)))  # type: ignore[arg-type]
    assert found == {"B5": "SUBTOTAL(9,B3:B4)", "B6": "SUBTOTAL(9,B2:B5)"}


def test_a_total_leaves_out_the_row_below_the_rows_it_adds_up() -> None:
    lines = [("plain", Money(n)) for n in (1, 2, 50)] + [("total", Money(3))]
    found = formulas(written(table(lines)))  # type: ignore[arg-type]
    assert found == {"B5": "SUBTOTAL(9,B2:B3)"}


def test_a_sum_below_a_group_runs_over_the_group_with_its_subtotals() -> None:
    lines: list[tuple[Style, Money | None]] = [
        *[("group", None), ("plain", Money(9)), ("subtotal", Money(9))],
        *[("group", None), ("plain", Money(1)), ("subtotal", Money(1))],
        *[("plain", Money(2)), ("subtotal", Money(3))],
    ]
    found = formulas(written(table(lines)))
    assert found["B9"] == "SUBTOTAL(9,B6:B8)"


def test_a_total_of_subtotals_that_are_no_sums_adds_these_up() -> None:
    lines: list[tuple[Style, Money | None]] = [
        *[("plain", Money(7)), ("plain", Money(5)), ("subtotal", Money(7))],
        *[("plain", Money(8)), ("plain", Money(3)), ("subtotal", Money(8))],
        ("total", Money(15)),
    ]
    found = formulas(written(table(lines)))
    assert found == {"B8": "SUM(B4,B7)"}


def test_a_total_that_is_no_sum_of_its_rows_stays_a_value() -> None:
    lines = (("plain", Money(1)), ("plain", Money(2)), ("total", Money(4)))
    data = written(table(lines))
    assert formulas(data) == {}
    assert cells(data)["B4"] == 0.04


def test_a_total_that_is_one_fen_off_stays_a_value() -> None:
    lines = (("plain", Money(10**14)), ("plain", Money(1)), ("total", Money(10**14)))
    assert formulas(written(table(lines))) == {}


def test_counts_are_summed_and_rates_and_texts_are_not() -> None:
    columns = Column("n", "人次", "count"), Column("r", "率", "rate")
    lines = (
        ("plain", Money(1), 2, 5),
        ("plain", None, 3, 5),
        ("total", Money(1), 5, 10),
    )
    found = formulas(written(table(lines, *columns)))
    assert found == {"B4": "SUBTOTAL(9,B2:B3)", "C4": "SUBTOTAL(9,C2:C3)"}


def test_a_running_balance_is_never_summed_once_it_was_seen_to_be_none() -> None:
    lines = (
        ("plain", Money(7)),
        ("plain", Money(9)),
        ("subtotal", Money(9)),
        ("plain", Money(4)),
        ("subtotal", Money(4)),
    )
    assert formulas(written(table(lines))) == {}


def test_a_sum_that_stayed_a_value_is_not_left_out_of_later_sums() -> None:
    lines = (
        ("plain", Money(1)),
        ("plain", Money(1)),
        ("subtotal", Money(3)),
        ("plain", Money(2)),
        ("plain", Money(2)),
        ("total", Money(9)),
    )
    found = formulas(written(table(lines)))
    # A spreadsheet counts the value in row 4, and so do we.
    assert found == {"B7": "SUBTOTAL(9,B2:B6)"}


def test_an_amount_that_is_text_spoils_the_sums_over_it() -> None:
    lines = (("plain", Money(10**15)), ("plain", Money(1)), ("total", Money(1)))
    assert formulas(written(table(lines))) == {}


def test_fractions_that_add_up_to_something_else_are_no_formula() -> None:
    # At this height a fraction of a yuan has nine bits: a fen is added as 0.0098.
    lines = [("plain", Money(9 * 10**14))] + [("plain", Money(1))] * 1000
    total = Money(9 * 10**14 + 1000)
    data = written(table((*lines, ("total", total))))  # type: ignore[arg-type]
    assert formulas(data) == {}
    assert cells(data)["B1003"] == 9_000_000_000_010.0


def test_a_figure_that_only_fractions_come_to_is_no_formula() -> None:
    # 128 times 0.009765625 is 1.25, where 1.28 yuan were added.
    lines = [("plain", Money(9 * 10**14))] + [("plain", Money(1))] * 128
    data = written(table((*lines, ("total", Money(9 * 10**14 + 125)))))  # type: ignore[arg-type]
    assert formulas(data) == {}


def test_an_empty_table_s_total_is_a_value() -> None:
    assert formulas(written(table([("total", Money(0))]))) == {}


def test_tables_that_share_a_sheet_are_summed_each_by_itself() -> None:
    columns = (NAMED, SUM)
    rows = (
        Row(("甲", Money(1))),
        Row(("乙", Money(2))),
        Row(("合计", Money(3)), "total"),
    )
    tables = [Table(columns, rows, f"第 {n} 号", "注", "voucher") for n in (1, 2)]
    found = formulas(written(*tables))
    assert found == {"B5": "SUBTOTAL(9,B3:B4)", "B10": "SUBTOTAL(9,B8:B9)"}


def test_a_total_over_rows_on_another_sheet_is_a_value(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(xlsx, "ROWS_A_SHEET", 4)
    lines = [("plain", Money(0))] * 3 + [("plain", Money(5)), ("total", Money(5))]
    data = written(table(lines))  # type: ignore[arg-type]
    assert formulas(data, 2) == formulas(data, 3) == {}


def test_columns_beyond_the_alphabet_are_named_as_spreadsheets_do() -> None:
    columns = tuple(Column(f"c{n}", f"列{n}", "count") for n in range(703))
    row = Row((1,) * 703)
    whole = Table(columns, (row, row, Row((2,) * 703, "total")), "宽")
    found = formulas(written(whole))
    assert found["Z4"] == "SUBTOTAL(9,Z2:Z3)"
    assert found["AA4"] == "SUBTOTAL(9,AA2:AA3)"
    assert found["ZZ4"] == "SUBTOTAL(9,ZZ2:ZZ3)"
    assert found["AAA4"] == "SUBTOTAL(9,AAA2:AAA3)"


def test_no_text_becomes_a_formula_in_a_sum_row() -> None:
    lines = (("plain", "=1+1"), ("plain", Money(1)), ("total", "=SUM(B2:B3)"))
    data = written(table(lines))
    assert formulas(data) == {}
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    assert book.get_sheet_by_name("表").to_python()[3] == ["行", "=SUM(B2:B3)"]


def test_every_formula_of_a_report_agrees_with_the_rows_above() -> None:
    data = rendered(sample_documents.report(), "xlsx")
    found = formulas(data, 2)
    # 年末结余 of one fund is no sum, and the rate of none is.
    assert {"B5", "B8", "C5", "C8", "D5", "D8", "E5", "E8"} <= set(found)
    assert not {place for place in found if place.startswith("F")}


def test_a_long_table_can_be_filtered_up_to_its_last_line_but_not_its_total() -> None:
    lines = [("plain", Money(n)) for n in range(10)] + [("total", Money(45))]
    sheet = _sheet(written(table(lines)))  # type: ignore[arg-type]
    assert '<autoFilter ref="A1:B11"/>' in sheet


@pytest.mark.parametrize("style", ["group", "plain"])
def test_short_tables_and_those_of_groups_are_not_filtered(style: Style) -> None:
    count = 12 if style == "group" else 9
    rows = [Row(("甲", None), style) for _ in range(count)]
    assert "autoFilter" not in _sheet(written(Table((NAMED, SUM), tuple(rows), "表")))


def test_what_is_printed_is_the_table_with_its_note() -> None:
    rows = (Row(("甲", Money(1))),)
    data = written(Table((NAMED, SUM), rows, "表", note="注：甲"))
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        book = parts.read("xl/workbook.xml").decode()
    assert "_xlnm.Print_Area" in book
    assert "表!$A$1:$B$4" in book
    assert "表!$1:$1" in book


def _sheet(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        return parts.read("xl/worksheets/sheet2.xml").decode()
