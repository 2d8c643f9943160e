"""What every format does alike: totals, hostile text, empty tables, many rows."""

import io
import json
import re
import tracemalloc
import zipfile
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import docx
import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from ledger.formulas import harmless
from ledger.money import Money
from reports.render import formats
from reports.report import Column, Document, Note, Row, Table
from tests.reports import sample_documents
from tests.reports.asking import lines_of_csv, rendered
from tests.reports.sample_documents import HOSTILE, saying

Line = list[str]


class _Page(HTMLParser):
    """The words of a page as a reader sees them, and the tags that it is made of."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 - told
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def html_words(document: Document) -> tuple[list[str], set[str]]:
    page = _Page()
    page.feed(rendered(document, "html").decode())
    return page.words, page.tags


def docx_words(document: Document) -> list[str]:
    made = docx.Document(io.BytesIO(rendered(document, "docx")))
    cells = (c for t in made.tables for r in t.rows for c in r.cells)
    margins = (made.sections[0].header, made.sections[0].footer)
    parts = (made, *cells, *margins)
    return [p.text for part in parts for p in part.paragraphs]


def xlsx_words(document: Document) -> list[str]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(rendered(document, "xlsx")))
    sheets = (book.get_sheet_by_name(name) for name in book.sheet_names)
    rows = (row for sheet in sheets for row in sheet.to_python())
    return [cell for row in rows for cell in row if isinstance(cell, str)]


# -- totals -------------------------------------------------------------------------


def html_total(document: Document) -> Line:
    page = rendered(document, "html").decode()
    row = page.split('<tr class="total">')[1].split("</tr>")[0]
    return re.findall(r"<td[^>]*>([^<]*)</td>", row)


def docx_total(document: Document) -> Line:
    made = docx.Document(io.BytesIO(rendered(document, "docx")))
    return [cell.text for cell in made.tables[-1].rows[-1].cells]


def xlsx_total(document: Document) -> Line:
    book = CalamineWorkbook.from_filelike(io.BytesIO(rendered(document, "xlsx")))
    name, amount, count, rate, day = book.get_sheet_by_name("表一").to_python()[-1]
    assert isinstance(amount, float)
    assert isinstance(rate, float)
    return [
        str(name),
        f"{amount:,.2f}",
        f"{count:,.0f}",
        f"{rate * 100:.2f}%",
        str(day),
    ]


def csv_total(document: Document) -> Line:
    name, amount, count, rate, day = lines_of_csv(rendered(document, "csv"))[-1]
    return [name, Money.parse(amount).grouped(), f"{int(count):,}", rate, day]


def json_total(document: Document) -> Line:
    row = json.loads(rendered(document, "json"))["tables"]["kinds"]["rows"][-1]
    amount, count = Money.parse(row["sum"]).grouped(), f"{row['n']:,}"
    return [row["name"], amount, count, row["rate"], row["on"]]


def pdf_total(document: Document) -> Line:
    reader = PdfReader(io.BytesIO(rendered(document, "pdf")))
    text = "".join(page.extract_text() for page in reader.pages)
    squeezed = re.sub(r"[\s\u2000-\u200b]", "", text)
    wanted = sample_documents.of_all_kinds_total()
    assert "".join(wanted) in squeezed, squeezed
    return wanted


@pytest.mark.parametrize(
    "read",
    [
        html_total,
        docx_total,
        xlsx_total,
        csv_total,
        json_total,
        pytest.param(pdf_total, marks=pytest.mark.slow),
    ],
)
def test_a_total_of_every_kind_is_the_same_in_every_format(
    read: Callable[[Document], Line],
) -> None:
    document = sample_documents.of_all_kinds()
    assert read(document) == sample_documents.of_all_kinds_total()


# -- hostile text -------------------------------------------------------------------


@pytest.mark.parametrize("text", HOSTILE)
def test_a_page_holds_hostile_text_as_text(text: str) -> None:
    words, tags = html_words(saying(text))
    assert sum(text in word for word in words) >= 15
    assert not tags & {"script", "a", "b"}


@pytest.mark.parametrize("text", HOSTILE)
def test_a_word_processor_file_holds_hostile_text_as_text(text: str) -> None:
    words = docx_words(saying(text))
    assert sum(text.strip() in word for word in words) >= 12


@pytest.mark.parametrize("text", HOSTILE)
def test_a_workbook_holds_hostile_text_as_text(text: str) -> None:
    words = xlsx_words(saying(text))
    assert sum(text.strip() in word for word in words) >= 12
    with zipfile.ZipFile(io.BytesIO(rendered(saying(text), "xlsx"))) as parts:
        names = [name for name in parts.namelist() if "worksheets/sheet" in name]
        for name in names:
            sheet = parts.read(name)
            # The only formulas of a document without figures in its sums.
            assert b"<f>" not in sheet
            assert b"hyperlink" not in sheet


@pytest.mark.parametrize("text", HOSTILE)
def test_a_csv_holds_hostile_text_as_text_and_no_formula(text: str) -> None:
    cells = [c for line in lines_of_csv(rendered(saying(text), "csv")) for c in line]
    assert sum(cell == harmless(text) for cell in cells) >= 4
    assert not [c for c in cells if c.startswith(("=", "+", "@", "\t"))]
    assert not [c for c in cells if re.match(r"-\D|-\d+\D", c)]


@pytest.mark.parametrize("text", HOSTILE)
def test_json_holds_hostile_text_as_it_was_written(text: str) -> None:
    told = json.loads(rendered(saying(text), "json"))
    assert told["title"] == told["unit"] == told["values"][text] == text
    assert told["tables"]["said"]["rows"][1]["a"] == text
    assert {"note": text} in told["text"]


def test_a_drawn_chart_holds_hostile_text_as_text() -> None:
    text = "".join(one.strip() for one in HOSTILE)
    words, tags = html_words(saying(text, drawn=True))
    assert "svg" in tags
    assert "script" not in tags
    assert sum(text in word for word in words) > 15


@pytest.mark.slow
def test_paper_holds_hostile_text_as_text() -> None:
    text = "".join(one.strip() for one in HOSTILE if not one.startswith("\t"))
    reader = PdfReader(io.BytesIO(rendered(saying(text, drawn=True), "pdf")))
    found = "".join(page.extract_text() for page in reader.pages)
    squeezed = re.sub(r"[\s\u2000-\u200b]", "", found)
    assert squeezed.count(re.sub(r"\s", "", text)) >= 10


# -- nothing, and much --------------------------------------------------------------


@pytest.mark.parametrize("suffix", [one[1:] for one in formats.FORMATS])
def test_a_table_without_rows_is_printed_with_its_headings(suffix: str) -> None:
    table = Table((Column("a", "甲", "money"), Column("b", "乙")), (), "空表")
    blocks = (table, Note("没有"))
    empty = Document("trial", "试", "", sample_documents.PROVENANCE, blocks)
    assert rendered(empty, suffix) == rendered(empty, suffix)


@pytest.mark.parametrize("suffix", ["html", "xlsx", "csv", "json"])
def test_memory_does_not_grow_with_the_rows(suffix: str, tmp_path: Path) -> None:
    def peak(rows: int) -> int:
        tracemalloc.reset_peak()
        path = tmp_path / f"ledger.{suffix}"
        formats.write(sample_documents.ledger(rows), path)
        return tracemalloc.get_traced_memory()[1]

    tracemalloc.start()
    try:
        peak(100)
        few, many = peak(1_100), peak(2_600)
    finally:
        tracemalloc.stop()
    # The rows themselves would take some 900,000 bytes more.
    assert many - few < 300_000


def test_a_sum_over_a_hundred_thousand_rows_is_one_formula() -> None:
    from reports.render.xlsx_sums import Sums  # noqa: PLC0415 - of this test only

    sums = Sums((Column("sum", "金额", "money"),), 1)
    total = 0
    for number in range(1, 100_001):
        total += number * 137
        sums.take(Row((Money(number * 137),)), number)
    found = sums.rule_off(Row((Money(total),), "total"), 100_001)
    assert found == {0: "=SUBTOTAL(9,A2:A100001)"}
