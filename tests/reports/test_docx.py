"""DOCX as word processors read it."""

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import pytest

from ledger.money import Money
from reports.errors import TemplateUnusable
from reports.render import formats
from reports.render.docx import ROWS_MOST
from reports.report import Column, Document, Heading, Paragraph, Row, Table
from tests.reports import sample_documents
from tests.reports.asking import rendered

HOSTILE = "#*<script>1</script>{{x}}=cmd|'/C'!A0 \x07 𠮷㼆 买买提·艾力 &amp;"


def opened(document: Document) -> docx.document.Document:
    return docx.Document(io.BytesIO(rendered(document, "docx")))


def test_the_same_document_is_the_same_bytes() -> None:
    first = rendered(sample_documents.report(), "docx")
    assert first == rendered(sample_documents.report(), "docx")
    with zipfile.ZipFile(io.BytesIO(first)) as parts:
        assert {entry.date_time for entry in parts.infolist()} == {
            (1980, 1, 1, 0, 0, 0)
        }
        assert parts.namelist()[0] == "[Content_Types].xml"


def test_every_table_has_its_cells_and_repeats_its_heading() -> None:
    document = sample_documents.report()
    found = opened(document)
    told = {tuple(c.text for c in table.rows[0].cells): table for table in found.tables}
    for _, table in document.tables():
        titles = tuple(column.title for column in table.columns)
        if titles in told:
            assert "w:tblHeader" in told[titles].rows[0]._tr.xml
    titles = tuple(column.title for column in sample_documents.BALANCE_COLUMNS)
    row = told[titles].rows[2]
    assert [cell.text for cell in row.cells][:3] == [
        "中央财政专项帮扶资金",
        "12,345,678.90",
        "5,000,000.00",
    ]
    assert 'w:val="right"' in row.cells[1]._tc.xml


def test_pages_carry_unit_mark_and_number() -> None:
    document = sample_documents.report()
    section = opened(document).sections[0]
    assert section.header.paragraphs[0].text.startswith(document.provenance.unit)
    footer = section.footer.paragraphs[0]
    assert document.provenance.mark in footer.text
    fields = re.findall(r"<w:instrText[^>]*> (\w+) <", footer._p.xml)
    assert fields == ["PAGE", "NUMPAGES"]


def test_what_a_user_wrote_is_text_and_nothing_else() -> None:
    table = Table((Column("a", HOSTILE),), (Row((HOSTILE,)),), caption=HOSTILE)
    document = replace(
        sample_documents.report(),
        title=HOSTILE,
        blocks=(Heading(HOSTILE), Paragraph(HOSTILE), table),
    )
    found = opened(document)
    shown = HOSTILE.replace("\x07", "〔U+0007〕")
    texts = [paragraph.text for paragraph in found.paragraphs]
    assert texts.count(shown) == 4
    assert found.tables[-1].rows[1].cells[0].text == shown


def test_a_long_table_goes_into_a_workbook_beside_it(tmp_path: Path) -> None:
    rows = (Row((f"第{n}行", Money(n))) for n in range(ROWS_MOST + 7))
    columns = Column("what", "摘要"), Column("sum", "金额", "money")
    short = Table(columns, (Row(("短", Money(1))),), name="short")
    long = Table(columns, rows, caption="明细", name="long")
    document = replace(sample_documents.report(), blocks=(short, long))
    path = tmp_path / "ledger.docx"
    formats.write(document, path)
    text = "\n".join(p.text for p in docx.Document(str(path)).paragraphs)
    assert "见附件“ledger-附表.xlsx”" in text
    with zipfile.ZipFile(tmp_path / "ledger-附表.xlsx") as parts:
        sheet = parts.read("xl/worksheets/sheet2.xml").decode()
    assert sheet.count("<row ") == ROWS_MOST + 8
    assert sorted(f.name for f in tmp_path.iterdir()) == [
        "ledger-附表.xlsx",
        "ledger.docx",
    ]


def test_an_office_s_own_paper_keeps_its_letterhead(tmp_path: Path) -> None:
    made = docx.Document()
    made.sections[0].header.paragraphs[0].text = "某县总工会文件"
    made.add_paragraph("模板里的说明")
    paper = tmp_path / "paper.docx"
    made.save(str(paper))
    path = tmp_path / "report.docx"
    formats.write(sample_documents.report(), path, paper=paper)
    found = docx.Document(str(path))
    header = found.sections[0].header.paragraphs
    assert [paragraph.text for paragraph in header] == ["某县总工会文件"]
    assert not any("模板里的说明" in p.text for p in found.paragraphs)


def test_paper_that_is_no_document_is_refused_and_nothing_is_left(
    tmp_path: Path,
) -> None:
    paper = tmp_path / "paper.docx"
    paper.write_text("logo", "utf-8")
    with pytest.raises(TemplateUnusable, match="办法"):
        formats.write(sample_documents.report(), tmp_path / "report.docx", paper=paper)
    assert [f.name for f in tmp_path.iterdir()] == ["paper.docx"]
