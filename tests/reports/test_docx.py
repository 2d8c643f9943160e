"""DOCX as word processors read it."""

import io
import re
import zipfile
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import docx
import pytest
from docx.image.image import Image
from docx.oxml.ns import qn
from docx.shared import Mm

from ledger.money import Money
from reports.errors import TemplateUnusable
from reports.render import codes, formats
from reports.render.docx import ROWS_MOST
from reports.report import (
    Column,
    Document,
    Heading,
    KeyValues,
    Note,
    PageBreak,
    Paragraph,
    Row,
    Signatures,
    Table,
)
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


def saved(made: docx.document.Document, tmp_path: Path, **parts: bytes) -> Path:
    """An office's paper as a file; `parts` take the place of pictures by their name."""
    paper = tmp_path / "paper.docx"
    whole = io.BytesIO()
    made.save(whole)
    with zipfile.ZipFile(whole) as read, zipfile.ZipFile(paper, "w") as target:
        for name in read.namelist():
            stem = name.rsplit("/", 1)[-1].partition(".")[0]
            target.writestr(name, parts.get(stem, read.read(name)))
    return paper


def with_logo() -> docx.document.Document:
    """A paper with a picture in its header."""
    made = docx.Document()
    run = made.sections[0].header.paragraphs[0].add_run("某县总工会")
    run.add_picture(io.BytesIO(codes.png(sample_documents.CODE)))
    return made


@pytest.mark.parametrize("content", [b"no picture", b"", b"\x89PNG\r\n\x1a\n\0\0"])
def test_a_logo_that_is_no_picture_is_refused_by_its_name(
    content: bytes, tmp_path: Path
) -> None:
    paper = saved(with_logo(), tmp_path, image1=content)
    with pytest.raises(TemplateUnusable, match=r"image1\.png 不是图片") as refused:
        formats.write(sample_documents.report(), tmp_path / "report.docx", paper=paper)
    assert "办法" in str(refused.value)
    assert [f.name for f in tmp_path.iterdir()] == ["paper.docx"]


def test_a_logo_that_breaks_off_is_refused(tmp_path: Path) -> None:
    whole = codes.png(sample_documents.CODE)
    paper = saved(with_logo(), tmp_path, image1=whole[: len(whole) // 2])
    with pytest.raises(TemplateUnusable, match="已损坏"):
        formats.write(sample_documents.report(), tmp_path / "report.docx", paper=paper)


def test_a_logo_stays_in_the_letterhead(tmp_path: Path) -> None:
    paper, path = saved(with_logo(), tmp_path), tmp_path / "report.docx"
    formats.write(sample_documents.report(), path, paper=paper)
    header = docx.Document(str(path)).sections[0].header
    assert header.paragraphs[0].text == "某县总工会"
    assert len(list(header._element.iter(qn("w:drawing")))) == 1


@pytest.mark.parametrize("part", ["document", "styles", "[Content_Types]"])
def test_paper_with_a_damaged_part_is_refused(part: str, tmp_path: Path) -> None:
    paper = saved(docx.Document(), tmp_path, **{part: b"<w:document"})
    with pytest.raises(TemplateUnusable, match="已损坏"):
        formats.write(sample_documents.report(), tmp_path / "report.docx", paper=paper)


def test_a_workbook_is_no_paper(tmp_path: Path) -> None:
    paper = tmp_path / "paper.docx"
    paper.write_bytes(rendered(sample_documents.report(), "xlsx"))
    with pytest.raises(TemplateUnusable, match="不是 Word 文档"):
        formats.write(sample_documents.report(), tmp_path / "report.docx", paper=paper)


def test_styles_of_a_chinese_word_processor_are_found_by_their_names(
    tmp_path: Path,
) -> None:
    made = docx.Document()
    made.styles["Heading 1"].element.set(qn("w:styleId"), "1")
    made.styles["Caption"].element.getparent().remove(made.styles["Caption"].element)
    path = tmp_path / "report.docx"
    formats.write(sample_documents.report(), path, paper=saved(made, tmp_path))
    found = docx.Document(str(path))
    named = {p.text: p.style.name for p in found.paragraphs if p.style}
    assert named["一、基本情况"] == "Heading 1"
    assert named["表一　帮扶资金收支结存"].lower() == "caption"


def test_tables_are_as_wide_as_the_office_s_own_margins_leave(tmp_path: Path) -> None:
    made = docx.Document()
    made.sections[0].left_margin = made.sections[0].right_margin = Mm(50)
    path = tmp_path / "report.docx"
    formats.write(sample_documents.report(), path, paper=saved(made, tmp_path))
    widths = {
        int(wide.get(qn("w:w"), 0))
        for wide in docx.Document(str(path)).element.body.iter(qn("w:tblW"))
    }
    assert max(widths) <= Mm(110) / 635


def test_the_line_above_does_not_join_the_table_below_it() -> None:
    found = opened(sample_documents.ledger(3))
    assert [len(table.rows) for table in found.tables] == [1, 4]
    assert "w:tblHeader" in found.tables[1].rows[0]._tr.xml
    children = [child.tag for child in found.element.body]
    assert (qn("w:tbl"), qn("w:tbl")) not in set(pairwise(children))


def test_what_is_signed_stays_with_its_signatures() -> None:
    rows = tuple(Row((str(n),)) for n in range(15))
    table = Table((Column("a", "甲"),), rows, note="注：乙")
    blocks = Paragraph("前"), table, Note("丙"), Signatures(("会计",)), Paragraph("后")
    found = opened(replace(sample_documents.report(), blocks=blocks))
    kept = {
        one.text: one.paragraph_format.keep_with_next
        for part in (found, *(c for t in found.tables for c in t._cells))
        for one in part.paragraphs
        if one.text
    }
    assert kept["前"] is None
    assert [kept[str(n)] for n in range(15)] == [None] * 13 + [True, True]
    assert kept["注：乙"]
    assert kept["丙"]
    assert kept["会计："]
    assert kept["年　　月　　日"] is None


def test_the_date_is_a_row_below_lines_that_stand_apart() -> None:
    signed = Signatures(("甲", "乙", "丙", "丁"))
    found = opened(replace(sample_documents.report(), blocks=(signed,)))
    *lines, day = found.tables[-1].rows
    assert day.cells[0].text == "年　　月　　日"
    ruled = [
        ["w:tcBorders" in cell.xml for cell in row._tr.tc_lst] for row in (*lines, day)
    ]
    assert ruled == [
        [True, False, True],
        [True, False, True],
        [False],
    ]


def test_a_short_table_goes_over_to_the_next_page_as_a_whole() -> None:
    rows = tuple(Row((str(n),)) for n in range(5))
    table = Table((Column("a", "甲"),), rows)
    found = opened(replace(sample_documents.report(), blocks=(table,))).tables[-1]
    kept = [row.cells[0].paragraphs[0].paragraph_format for row in found.rows]
    told = [one.keep_with_next for one in kept]
    assert told == [True, True, True, True, True, None]


def test_lines_of_a_form_that_are_left_empty_are_ruled_off_above_the_sum() -> None:
    rows = Row(("一", "1")), Row(("合计", "1"), "total")
    columns = Column("a", "甲"), Column("b", "乙")
    form = Table(columns, rows, least=5)
    nothing = Table(columns, ())
    made = opened(replace(sample_documents.report(), blocks=(form, nothing)))
    of_form, of_nothing = made.tables[-2:]
    texts = [[cell.text for cell in row._tr.tc_lst] for row in of_form.rows]
    struck = ["w:tr2bl" in row._tr.xml for row in of_form.rows]
    assert [len(cells) for cells in texts] == [2, 2, 1, 2]
    assert struck == [False, False, True, False]
    assert 'w:val="1200"' in of_form.rows[2]._tr.xml
    assert ["w:tr2bl" in row._tr.xml for row in of_nothing.rows] == [False, True]


def test_a_close_line_is_as_high_whatever_face_a_program_puts_in() -> None:
    """A statutory form of one page ran over where the faces had been exchanged."""
    table = Table((Column("a", "甲"),), (Row(("一",)),), dense=True)
    found = opened(replace(sample_documents.report(), blocks=(table,))).tables[-1]
    assert 'w:line="252" w:lineRule="exact"' in found.rows[1]._tr.xml
    assert "exact" not in found.rows[0]._tr.xml


def test_amounts_name_their_unit_on_every_page_and_words_need_none() -> None:
    document = sample_documents.report()
    header = opened(document).sections[0].header.paragraphs[0]
    assert header.text.endswith("金额单位：元")
    words = replace(document, recipient="", blocks=(Paragraph("只有文字"),))
    assert "金额单位" not in opened(words).element.xml
    assert "金额单位" not in opened(words).sections[0].header.paragraphs[0].text


def test_letters_that_are_sent_one_by_one_are_titled_each() -> None:
    blocks = Paragraph("一"), PageBreak(titled=True), Paragraph("二"), PageBreak()
    found = opened(replace(sample_documents.report(), blocks=blocks))
    titles = [one for one in found.paragraphs if one.style.name == "Title"]
    assert len(titles) == 2
    assert len({one.text for one in titles}) == 1


def test_a_number_is_not_broken_for_a_long_label() -> None:
    facts = KeyValues((("家庭2025年总收入（元）", "1.00"), ("银行卡号", "6" * 19)))
    found = opened(replace(sample_documents.report(), blocks=(facts,)))
    _, _, label, value = (cell.width for cell in found.tables[-1].rows[0].cells)
    assert label is not None
    assert value is not None
    assert value / 635 / 20 > 19 * 0.57 * 10.5
    assert label / 635 >= 1200


def test_a_picture_stays_with_its_words_and_with_what_is_signed() -> None:
    blocks = sample_documents.chart(), Signatures(("会计",))
    found = opened(replace(sample_documents.report(), blocks=blocks))
    drawn = next(p for p in found.paragraphs if "w:drawing" in p._p.xml)
    assert drawn.paragraph_format.keep_with_next
    captions = [p for p in found.paragraphs if p.style and p.style.name == "Caption"]
    assert captions
    assert all(p.paragraph_format.keep_with_next for p in captions)


def test_a_voucher_is_kept_on_one_page_whole() -> None:
    voucher = sample_documents.voucher(1)
    found = opened(replace(sample_documents.report(), blocks=(voucher,)))
    body = found.element.body
    paragraphs = [p for p in body.iter(qn("w:p")) if p.getparent().tag != qn("w:body")]
    free = [p for p in paragraphs if p.find(f".//{qn('w:keepNext')}") is None]
    # Only the last signatures let go, and what is between them.
    assert len(free) == 5


def test_sums_are_ruled_off_and_the_last_fact_has_its_row() -> None:
    found = opened(sample_documents.report())
    table = next(t for t in found.tables if len(t.columns) == 7)
    assert "w:tcBorders" not in table.rows[2]._tr.xml
    assert 'w:bottom w:val="single"' in table.rows[4]._tr.xml
    assert 'w:bottom w:val="double"' in table.rows[7]._tr.xml
    facts = KeyValues((("一", "1"), ("二", "2"), ("三", "3")))
    found = opened(replace(sample_documents.report(), blocks=(facts,)))
    assert 'w:gridSpan w:val="3"' in found.tables[-1].rows[1]._tr.xml


def test_a_chart_is_a_picture_of_300_dots_an_inch() -> None:
    found = opened(
        replace(sample_documents.report(), blocks=(sample_documents.chart(),))
    )
    shape = found.inline_shapes[0]
    (picture,) = (
        part
        for part in found.part.package.iter_parts()
        if part.content_type == "image/png"
    )
    dots = Image.from_blob(picture.blob).px_width / (shape.width / 914_400)
    assert dots == pytest.approx(300, abs=1)


def test_on_paper_with_wide_margins_a_chart_is_laid_out_anew_not_shrunk(
    tmp_path: Path,
) -> None:
    """So its figures stay as large as they are told to be."""
    made = docx.Document()
    made.sections[0].left_margin = made.sections[0].right_margin = Mm(40)
    blocks = (sample_documents.chart(),)
    document = replace(sample_documents.report(), blocks=blocks)
    paper, report = saved(made, tmp_path), tmp_path / "report.docx"
    formats.write(document, report, paper=paper)
    found = docx.Document(str(report))
    shape = found.inline_shapes[0]
    (picture,) = (
        part
        for part in found.part.package.iter_parts()
        if part.content_type == "image/png"
    )
    assert shape.width <= Mm(210 - 80)
    dots = Image.from_blob(picture.blob).px_width / (shape.width / 914_400)
    assert dots == pytest.approx(300, abs=1)
