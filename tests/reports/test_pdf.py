"""PDF as it is printed; read back with a library that did not write it."""

import dataclasses
import datetime as dt
import io
import struct
from pathlib import Path
from typing import Literal

import pytest
from pypdf import PdfReader
from pypdf.generic import StreamObject

from ledger.money import Money
from reports.look import Look
from reports.render import glyphs, pdf, widths
from reports.report import (
    Block,
    Column,
    Document,
    Heading,
    Note,
    PageBreak,
    Paragraph,
    Row,
    Signatures,
    Table,
    Together,
)
from tests.reports import sample_documents
from tests.reports.asking import rendered

pytestmark = pytest.mark.slow


def printed(document: Document) -> PdfReader:
    stream = io.BytesIO()
    pdf.render(document, stream)
    return PdfReader(stream)


def document(*blocks: Block) -> Document:
    return Document("trial", "试", "", sample_documents.PROVENANCE, blocks)


def words(reader: PdfReader) -> str:
    text = "\n".join(page.extract_text() for page in reader.pages)
    # The setting puts thin spaces between Chinese and figures.
    return text.replace(" ", "")


def test_a_report_reads_as_it_was_written() -> None:
    text = words(printed(sample_documents.report())).replace("\n", "")
    for expected in (
        "2025年度困难职工帮扶资金内部审计报告",
        "岱山县总工会经费审查委员会：",
        "一、基本情况",
        "13,056,661.41",
        "-1,200.50",
        "本级工会自筹帮扶资金",
        "审计组长：",
        "会计主管：赵一",
    ):
        assert expected in text


def test_every_page_carries_unit_period_mark_and_page_number() -> None:
    reader = printed(sample_documents.ledger(120))
    total = len(reader.pages)
    assert total > 2
    for number, page in enumerate(reader.pages, start=1):
        text = page.extract_text().replace(" ", "")
        assert "岱山县总工会困难职工帮扶中心" in text
        assert "2025年度" in text
        assert "链位1284·摘要0123456789ab" in text
        assert f"第{number}页\u3000共{total}页" in text


def test_a_long_table_repeats_its_header_on_every_page_and_loses_no_line() -> None:
    reader = printed(sample_documents.ledger(120))
    for page in reader.pages:
        assert "凭证号" in page.extract_text()
    text = words(reader)
    for number in range(120):
        assert f"付-{number + 1:04d}" in text


def test_vouchers_are_several_to_a_page_and_none_is_torn() -> None:
    reader = printed(sample_documents.report())
    pages = [page.extract_text() for page in reader.pages]
    assert any(text.count("记账凭证") > 1 for text in pages)
    for text in pages:
        assert text.count("记账凭证") == text.count("制单")


def test_what_is_longer_than_a_page_is_broken_rather_than_cut_off() -> None:
    columns = (Column("a", "甲"),)
    rows = tuple(Row((f"第 {number} 行",)) for number in range(200))
    reader = printed(document(Together((Table(columns, rows),))))
    assert len(reader.pages) > 2
    assert "第199行" in words(reader)


@pytest.mark.parametrize("total", ["plain", "total"])
@pytest.mark.parametrize("count", [33, 35, 37])
def test_what_is_signed_stands_on_the_page_of_the_signatures(
    count: int, total: Literal["plain", "total"]
) -> None:
    """Wherever the page ends, the last two rows go with the notes and signatures."""
    columns = (Column("a", "甲"), Column("b", "乙"))
    rows = [Row((f"第 {number} 行", "")) for number in range(count - 1)]
    rows.append(Row(("合计", ""), total))
    signed = Note("此处为说明。"), Signatures(("制表人",))
    table = Table(columns, tuple(rows), note="注：表注。")
    reader = printed(document(table, *signed))
    last = reader.pages[-1].extract_text().replace(" ", "")
    for found in (f"第{count - 2}行", "合计", "注：表注。", "此处为说明。", "制表人："):
        assert found in last


@pytest.mark.parametrize("count", range(26, 38))
@pytest.mark.parametrize("tabled", [True, False])
def test_a_note_below_signatures_is_no_page_of_its_own(
    count: int, *, tabled: bool
) -> None:
    columns = (Column("a", "甲"), Column("b", "乙"))
    rows = tuple(Row((f"第 {number} 行", "")) for number in range(count))
    told = Paragraph("\n".join(f"第 {number} 段。" for number in range(count)))
    signed = Signatures(("制表人",)), Note("链位说明。"), Note("其他说明。")
    reader = printed(document(Table(columns, rows) if tabled else told, *signed))
    last = reader.pages[-1].extract_text().replace(" ", "")
    for found in ("制表人：", "链位说明。", "其他说明。"):
        assert found in last


def test_letters_that_are_sent_one_by_one_are_titled_each() -> None:
    letters = [Paragraph("第一封"), PageBreak(titled=True), Paragraph("第二封")]
    one = dataclasses.replace(document(*letters), title="感谢信")
    pages = [page.extract_text() for page in printed(one).pages]
    # The running head names it as well.
    assert [page.count("感谢信") for page in pages] == [2, 2]
    assert "第二封" in pages[1]


def test_a_voucher_names_its_five_in_one_line_where_one_name_is_long() -> None:
    posts = ("会计主管", "记账", "审核", "出纳", "制单")
    names = ("王小明",) * 4 + ("艾尔肯·阿不来提",)
    signed = Signatures(posts, names, dated=False)
    text = printed(document(signed)).pages[0].extract_text()
    for post, name in zip(posts, names, strict=True):
        assert f"{post}：{name}" in text


def test_among_letters_a_name_in_characters_is_not_broken() -> None:
    for length in range(1, 12):
        title = f"Handover Audit Report {'o' * length}n Aid Funds: 罗长平"
        one = dataclasses.replace(document(), title=title, language="en")
        assert "罗长平" in printed(one).pages[0].extract_text().partition("Funds:")[2]
        text = printed(one).pages[0].extract_text()
        assert text.count("罗长平") == 2


def test_signatures_under_words_stay_with_the_last_of_these() -> None:
    words_ = Paragraph("\n".join(f"第 {number} 段。" for number in range(33)))
    reader = printed(document(words_, Signatures(("组长",))))
    last = reader.pages[-1].extract_text().replace(" ", "")
    assert len(reader.pages) > 1
    assert "第32段。" in last
    assert "组长：" in last


def test_a_table_that_ends_in_a_group_is_printed_all_the_same() -> None:
    columns = (Column("a", "甲"), Column("b", "乙"))
    table = Table(columns, (Row(("一", "")), Row(("二组", ""), "group")))
    assert "二组" in words(printed(document(table, Signatures(("制表人",)))))


def test_two_totals_end_a_table() -> None:
    columns = (Column("a", "甲"), Column("b", "乙"))
    totals = Row(("合计", "1"), "total"), Row(("总计", "2"), "total")
    text = words(printed(document(Table(columns, totals))))
    assert "合计" in text
    assert "总计" in text


def test_tables_that_are_alike_are_equally_wide() -> None:
    """A long text in one of them widens the column in all."""
    columns = (Column("a", "甲"), Column("b", "乙"))

    def table(text: str, *, alike: bool) -> Table:
        return Table(columns, (Row((text, "丙")),), alike=alike)

    def places(*, alike: bool) -> set[int]:
        """Where the column 乙 stands in either table."""
        found = set()

        def note(text: str, cm: list[float], tm: list[float], *_: object) -> None:
            if "丙" in text:
                found.add(round(cm[4] + tm[4]))

        blocks = (table("甲", alike=alike), table("甲" * 30, alike=alike))
        printed(document(*blocks)).pages[0].extract_text(visitor_text=note)
        return found

    assert len(places(alike=True)) == 1
    assert len(places(alike=False)) == 2


def test_a_landscape_document_lies_on_its_side() -> None:
    lying = dataclasses.replace(sample_documents.ledger(3), landscape=True)
    box = printed(lying).pages[0].mediabox
    assert (round(box.width), round(box.height)) == (842, 595)


def test_every_heading_is_a_bookmark_under_those_above_it() -> None:
    blocks = Heading("一"), Heading("（一）", 2), Heading("二"), Paragraph("文")
    outline = printed(document(*blocks)).outline
    first, below, second = outline
    assert isinstance(below, list)
    assert [one["/Title"] for one in (first, *below, second)] == ["一", "（一）", "二"]


def test_the_pdf_names_its_title_author_subject_keywords_and_language() -> None:
    reader = printed(sample_documents.report())
    told = reader.metadata
    assert told is not None
    assert told.title == "2025年度困难职工帮扶资金内部审计报告"
    assert told.author == "岱山县总工会困难职工帮扶中心"
    assert told.subject == f"{told.title}　{told.author}　2025年度"
    for word in (told.author, "2025年度", sample_documents.PROVENANCE.mark):
        assert word in str(told.keywords)
    assert reader.root_object["/Lang"] == "zh-CN"


def test_a_pdf_has_tags_only_if_asked_and_is_archival_all_the_same() -> None:
    plain, tagged = (
        rendered(sample_documents.report(), "pdf", look=Look(tagged=asked))
        for asked in (False, True)
    )
    assert len(tagged) > len(plain)
    reader = PdfReader(io.BytesIO(tagged))
    assert "/StructTreeRoot" in reader.root_object
    assert reader.root_object["/MarkInfo"]["/Marked"] == True  # noqa: E712 - a PDF's own
    metadata = reader.root_object["/Metadata"].get_object()
    assert isinstance(metadata, StreamObject)
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in metadata.get_data()


def test_the_pdf_is_archival_untagged_and_dated_as_the_books_were_known() -> None:
    known_on = dt.datetime(2026, 1, 20, 9, tzinfo=dt.timezone(dt.timedelta(hours=8)))
    provenance = dataclasses.replace(sample_documents.PROVENANCE, known_on=known_on)
    reader = printed(Document("trial", "试算平衡表", "", provenance, ()))
    assert reader.metadata is not None
    assert reader.metadata.title == "试算平衡表"
    assert reader.metadata.creation_date == known_on
    root = reader.root_object
    assert "/StructTreeRoot" not in root
    metadata = root["/Metadata"].get_object()
    assert isinstance(metadata, StreamObject)
    xmp = metadata.get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in xmp
    assert "<pdfaid:conformance>B</pdfaid:conformance>" in xmp


@pytest.mark.parametrize(
    "text",
    [
        '#panic("run")',
        '"]) #panic() //',
        "$ \\ @ref <label> *a* _b_ `c`",
        "\\u{41} \\n",
        "= 标题",
    ],
)
def test_what_a_user_wrote_is_never_the_language_of_the_setting(text: str) -> None:
    table = Table((Column("a", text),), (Row((text,)), Row((text,), "total")))
    read = words(printed(document(Paragraph(text), table)))
    assert read.count(text.replace(" ", "")) == 4


def test_a_character_that_no_font_has_is_printed_by_its_number_and_reported() -> None:
    stream = io.BytesIO()
    text = "张\U0001f600三\x07 \\b 𠮷"
    assert pdf.render(document(Paragraph(text)), stream) == {"\U0001f600", "\x07"}
    assert "张〔U+1F600〕三〔U+0007〕\\b𠮷" in words(PdfReader(stream))


def test_a_long_run_without_spaces_stays_within_its_column() -> None:
    columns = (Column("a", "摘要"), Column("b", "金额", "money"))
    digest = sample_documents.PROVENANCE.digest
    reader = printed(document(Table(columns, (Row((digest * 3, Money(1))),))))
    assert words(reader).replace("\n", "").count("0123456789abcdef") >= 10


def test_an_amount_never_wraps_the_type_shrinks_instead() -> None:
    columns = tuple(Column(f"c{n}", f"金额{n}", "money") for n in range(5))
    table = Table(columns, (Row((Money(-8_999_999_999_999_999),) * 5),))
    text = words(printed(document(table)))
    assert text.count("-89,999,999,999,999.99") == 5


def test_a_table_fills_the_page_and_its_amounts_have_the_room_they_need() -> None:
    columns = (Column("a", "摘要"), Column("b", "金额", "money"))
    plan = widths.plan(columns, (9000, 1000), 46771)
    assert plan.size == 105
    assert plan.widths[1] >= 1000 + widths.PADDING
    assert 4400 < sum(plan.widths) <= 4455


def test_a_table_too_wide_for_any_type_still_stays_on_the_page() -> None:
    columns = tuple(Column(f"c{n}", "金额", "money") for n in range(30))
    plan = widths.plan(columns, (1500,) * 30, 46771)
    assert plan.size == widths.SIZES[-1]
    assert sum(plan.widths) * plan.size <= 46771 * 10


def test_titles_are_broken_before_type_is_too_small_to_read() -> None:
    titles = ("生活救助户数", "医疗救助人次", "送温暖户数", "临时救助人次") * 3
    counted = tuple(Column(f"c{n}", title, "count") for n, title in enumerate(titles))
    columns = (Column("unit", "单位"), *counted)
    plan = widths.plan(columns, (700, *[171] * len(counted)), 46771)
    assert plan.size >= 80
    assert min(plan.widths[1:]) >= 300 + widths.PADDING


def test_the_relative_width_of_a_column_decides_who_gets_what_is_left() -> None:
    columns = (Column("a", "摘要", width=3), Column("b", "说明", width=1))
    first, second = widths.plan(columns, (4000, 4000), 46771).widths
    assert first > second


def test_fonts_of_an_office_are_read_for_characters_that_ours_lack(
    tmp_path: Path,
) -> None:
    font = tmp_path / "own.ttf"
    font.write_bytes(font_with(0xE000, 0xE002))
    files = glyphs.font_files([tmp_path])
    assert glyphs.missing("\ue000\ue001\ue002\ue003", files) == {"\ue002", "\ue003"}


def font_with(first: int, last: int) -> bytes:
    """A font of one table, whose last character leads to the empty box (format 4)."""
    glyph_ids = struct.pack(f">{last - first + 1}H", *range(1, last - first + 1), 0)
    # The glyphs follow the two entries of the ranges, four bytes further on.
    segments = struct.pack(">2H", last, 0xFFFF) + struct.pack(">H", 0)
    segments += struct.pack(">2H", first, 0xFFFF) + struct.pack(">2H", 0, 1)
    segments += struct.pack(">2H", 4, 0) + glyph_ids
    head = struct.pack(">7H", 4, 14 + len(segments), 0, 4, 4, 1, 0)
    cmap = struct.pack(">2H", 0, 1) + struct.pack(">2HI", 3, 1, 12) + head + segments
    directory = struct.pack(">4sIII", b"cmap", 0, 28, len(cmap))
    return struct.pack(">I4H", 0x00010000, 1, 16, 0, 0) + directory + cmap
