"""Where things stand on paper: read off the PDF as a ruler would read off a page."""

import dataclasses
import io
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from pypdf import PageObject, PdfReader

from ledger.money import Money
from reports.look import Look
from reports.render import pdf_tables
from reports.render.pdf_tables import Page
from reports.report import (
    Block,
    Column,
    Document,
    Heading,
    KeyValues,
    Note,
    Paragraph,
    Row,
    Signatures,
    Table,
)
from tests.reports import sample_documents
from tests.reports.asking import rendered

pytestmark = pytest.mark.slow

Point = tuple[float, float]

MONEY = (Column("a", "甲"), Column("sum", "金额", "money"))


def printed(document: Document, **look: Any) -> PdfReader:
    return PdfReader(io.BytesIO(rendered(document, "pdf", look=Look(**look))))


def document(*blocks: Block) -> Document:
    return Document("trial", "试", "", sample_documents.PROVENANCE, blocks)


def words(page: PageObject) -> str:
    # The setting puts thin spaces between Chinese and figures, and breaks lines.
    return "".join(page.extract_text().split())


def placed(page: PageObject) -> Iterator[tuple[str, float, float, float]]:
    """Every piece of text with its place from the left and below, and its size."""
    found: list[tuple[str, float, float, float]] = []

    def note(text: str, cm: list[float], tm: list[float], _: Any, size: float) -> None:
        if text.strip():
            x = cm[0] * tm[4] + cm[4]
            y = cm[3] * tm[5] + cm[5]
            found.append(("".join(text.split()), x, y, abs(size * tm[3] * cm[3])))

    page.extract_text(visitor_text=note)
    yield from found


def place(page: PageObject, text: str) -> tuple[float, float, float]:
    found = [one[1:] for one in placed(page) if one[0].startswith(text)]
    assert len(found) == 1, (text, [one[0] for one in placed(page)])
    return found[0]


def strokes(page: PageObject) -> list[tuple[Point, Point]]:
    """Every straight line that is drawn, as its two ends."""
    contents = page.get_contents()
    assert contents is not None
    found: list[tuple[Point, Point]] = []
    # Lines are drawn each from a place of its own; nothing is turned.
    kept: list[list[float]] = []
    now, start = [1.0, 1.0, 0.0, 0.0], (0.0, 0.0)
    for operands, operator in contents.operations:
        if operator == b"q":
            kept.append(now)
        elif operator == b"Q":
            now = kept.pop()
        elif operator == b"cm":
            a, _, _, d, e, f = map(float, operands)
            x, y, dx, dy = now
            now = [x * a, y * d, dx + x * e, dy + y * f]
        elif operator in {b"m", b"l"}:
            x, y = map(float, operands)
            end = (now[0] * x + now[2], now[1] * y + now[3])
            if operator == b"l":
                found.append((start, end))
            start = end
    return found


def slanting(page: PageObject) -> int:
    return sum(abs(a[0] - b[0]) > 1 and abs(a[1] - b[1]) > 1 for a, b in strokes(page))


# -- type ---------------------------------------------------------------------------


def test_the_title_is_twenty_two_points_and_the_text_twelve() -> None:
    one = dataclasses.replace(document(Paragraph("正文")), title="大标题")
    page = printed(one).pages[0]
    sizes = [size for text, _, _, size in placed(page) if text.startswith("大标题")]
    assert sorted(map(round, sizes)) == [9, 22]
    assert round(place(page, "正文")[2]) == 12


# -- what belongs together ------------------------------------------------------------


@pytest.mark.parametrize("count", range(28, 40, 2))
def test_a_heading_never_ends_a_page(count: int) -> None:
    lines = Paragraph("\n".join(f"第 {number} 段。" for number in range(count)))
    table = Table(MONEY, (Row(("一", Money(1))), Row(("二", Money(2)))))
    pages = printed(document(lines, Heading("标题"), table)).pages
    assert [("标题" in words(one)) == ("二" in words(one)) for one in pages] == [
        True
    ] * len(pages)


@pytest.mark.parametrize("count", [22, 26, 30, 34])
def test_a_short_table_is_not_torn_and_takes_its_caption_and_note_along(
    count: int,
) -> None:
    lines = Paragraph("\n".join(f"第 {number} 段。" for number in range(count)))
    rows = tuple(Row((f"行{number}", Money(number))) for number in range(10))
    table = Table(MONEY, rows, caption="表题", note="表注")
    pages = [words(one) for one in printed(document(lines, table)).pages]
    parts = ("表题", *(f"行{number}" for number in range(10)), "表注")
    held = [sum(part in one for part in parts) for one in pages]
    assert max(held) == len(parts)
    assert sum(held) == len(parts)


def test_a_note_stays_with_the_last_rows_of_a_long_table() -> None:
    for count in range(33, 39):
        rows = tuple(Row((f"行{number}", Money(number))) for number in range(count))
        pages = printed(document(Table(MONEY, rows, note="表注"))).pages
        assert "表注" in words(pages[-1])
        assert f"行{count - 1}" in words(pages[-1])


def test_signatures_have_room_above_them_and_lines_equally_long() -> None:
    rows = (
        *(Row((f"行{number}", Money(number))) for number in range(20)),
        Row(("末", None)),
    )
    signers = Signatures(("单位负责人", "财务负责人", "复核", "制表"))
    page = printed(document(Table(MONEY, rows), signers)).pages[0]
    last, below = place(page, "末")[1], place(page, "单位负责人")[1]
    assert last - below > 36
    level = [
        (a, b)
        for a, b in strokes(page)
        if a[1] == b[1] and 10 < abs(a[0] - b[0]) < 90 and a[1] < below
    ]
    lengths = {round(abs(a[0] - b[0])) for a, b in level}
    assert len(lengths) == 1
    assert len(level) == 4


def test_the_last_of_an_odd_number_of_facts_leaves_no_cell_empty() -> None:
    """No line stands between the last value and the margin."""
    facts = KeyValues((("甲", "一"), ("乙", "二"), ("丙", "三")))
    page = printed(document(facts)).pages[0]
    x, y, _ = place(page, "三")
    upright = [one for one in strokes(page) if abs(one[0][0] - one[1][0]) < 1]
    beside = [
        round(a[0])
        for a, b in upright
        if a[0] > x and min(a[1], b[1]) < y < max(a[1], b[1])
    ]
    assert beside == [round(max(a[0] for a, _ in upright))]


def test_a_number_of_a_card_is_not_broken() -> None:
    number = "6299966655150248859"
    facts = tuple((f"家庭 2025 年总收入（元）{n}", number) for n in range(4))
    page = printed(document(KeyValues(facts))).pages[0]
    assert page.extract_text().count(number) == 4


# -- what is left empty ------------------------------------------------------------


def test_lines_of_a_form_that_are_left_empty_are_ruled_off_above_the_sum() -> None:
    rows = (Row(("首行", Money(1))), Row(("合计", Money(1)), "total"))
    pages = [
        printed(document(Table(MONEY, rows, least=least))).pages[0]
        for least in (0, 2, 6)
    ]
    assert [slanting(page) for page in pages] == [0, 0, 1]
    plain, form = (
        [place(page, one)[1] for one in ("首行", "合计")] for page in pages[1:]
    )
    assert plain[0] - plain[1] + 50 < form[0] - form[1]


def test_a_table_without_any_entry_is_ruled_off() -> None:
    page = printed(document(Table(MONEY, ()))).pages[0]
    assert slanting(page) == 1
    assert "金额" in words(page)


def test_a_page_for_the_screen_rules_off_as_paper_does() -> None:
    rows = (Row(("首行", Money(1))), Row(("合计", Money(1)), "total"))
    page = rendered(document(Table(MONEY, rows, least=4)), "html").decode()
    assert page.count('<tr class="void">') == 1
    assert page.index("首行") < page.index('<tr class="void">') < page.index("合计")
    empty = rendered(document(Table(MONEY, iter(()))), "html").decode()
    assert empty.count('<tr class="void">') == 1


# -- amounts ----------------------------------------------------------------------


def test_amounts_name_their_unit_on_every_page_and_words_need_none() -> None:
    for page in printed(sample_documents.ledger(90)).pages:
        assert "金额单位：元" in words(page)
    letter = document(Paragraph("收到。"))
    assert "金额单位" not in words(printed(letter).pages[0])
    assert "金额单位" not in rendered(letter, "html").decode()
    assert "金额单位：元" in rendered(sample_documents.ledger(1), "html").decode()


def test_decimal_points_stand_one_below_another() -> None:
    figures = (Money(111_111), Money(777_777), Money(888_888))
    rows = tuple(Row(("行", one)) for one in figures)
    page = printed(document(Table(MONEY, rows))).pages[0]
    starts = {round(place(page, one.grouped())[0], 1) for one in figures}
    assert len(starts) == 1


def test_the_last_parenthesis_hangs_over_so_that_points_stay_aligned() -> None:
    rows = (Row(("行", Money(-120_050))), Row(("行", Money(120_050))))
    page = printed(document(Table(MONEY, rows)), negatives="parentheses").pages[0]
    (open_, _, size), (plain, _, _) = place(page, "(1,200.50"), place(page, "1,200.50")
    # Only the first parenthesis stands before the figures, a third of an em wide.
    assert 0.2 * size < plain - open_ < 0.5 * size


def test_a_red_amount_is_printed_red_and_only_that() -> None:
    rows = (Row(("行", Money(-5))), Row(("行", Money(5))))
    fills = {
        negatives: [
            tuple(map(float, operands))
            for operands, operator in _operations(
                printed(document(Table(MONEY, rows)), negatives=negatives)
            )
            if operator in {b"scn", b"rg"}
        ]
        for negatives in ("minus", "red")
    }
    reds = [one for one in fills["red"] if len(one) == 3 and one[0] > 0.6 > one[1]]
    assert len(reds) == 1
    assert reds[0] not in fills["minus"]


def _operations(reader: PdfReader) -> list[Any]:
    contents = reader.pages[0].get_contents()
    assert contents is not None
    return list(contents.operations)


# -- hard cases ---------------------------------------------------------------------


def test_a_name_of_sixty_characters_stays_on_the_page_wherever_it_stands() -> None:
    name = sample_documents.LONG_NAME
    assert len(name) == 60
    for landscape in (False, True):
        one = dataclasses.replace(sample_documents.named(name), landscape=landscape)
        reader = printed(one, negatives="parentheses")
        wide = float(reader.pages[0].mediabox.width)
        for page in reader.pages:
            for text, x, y, size in placed(page):
                assert 40 < x < wide - 40, text
                assert y > 30, text
                room = wide - x - 40
                assert len(text) * size * 0.5 < room + size, text
        text = "".join(map(words, reader.pages))
        # Title, subtitle, heading, facts, table, signatures; in the head of each page.
        assert text.count(name[:20]) >= 18


@pytest.mark.parametrize(
    "name", [sample_documents.RARE_NAME, sample_documents.MINORITY_NAME]
)
def test_rare_characters_and_names_of_minorities_are_printed(name: str) -> None:
    reader = printed(sample_documents.named(name))
    text = "".join(map(words, reader.pages))
    assert "〔U+" not in text
    assert text.count(name) >= 15


def test_a_document_without_anything_is_a_page_with_its_title() -> None:
    reader = printed(document())
    assert len(reader.pages) == 1
    assert "第1页共1页" in words(reader.pages[0])


@pytest.mark.parametrize(
    "text", [sample_documents.HOSTILE_LINE, sample_documents.FORMULA]
)
def test_hostile_text_is_only_text_in_every_field_of_every_block(text: str) -> None:
    one = sample_documents.hostile(text)
    reader = printed(one)
    found = "".join(map(words, reader.pages))
    # Each of the eleven kinds twice, most with several fields; the picture's as well.
    assert found.count("".join(text.split())) >= 50
    page = rendered(one, "html").decode()
    assert "<script" not in page
    assert reader.metadata is not None
    assert reader.metadata.title == text


def test_the_same_document_is_the_same_bytes_however_it_looks() -> None:
    one = sample_documents.named(sample_documents.MINORITY_NAME)
    for look in (Look(), Look("red"), Look("parentheses", tagged=True)):
        first, second = (rendered(one, "pdf", look=look) for _ in range(2))
        assert first == second


def test_short_notes_stay_below_their_table() -> None:
    table = Table(MONEY, (Row(("一", Money(1))),), note="表注")
    page = printed(document(table, Note("说明"), Signatures(("制表",)))).pages[0]
    heights = [place(page, one)[1] for one in ("表注", "说明", "制表")]
    assert heights == sorted(heights, reverse=True)


def test_whom_a_letter_goes_to_stands_at_the_margin() -> None:
    letter = Paragraph("某县总工会：\n现通知如下。", addressed=True)
    page = printed(document(letter)).pages[0]
    to, text = place(page, "某县总工会"), place(page, "现通知")
    assert round(text[0] - to[0]) == 2 * text[2]
    html = rendered(document(letter), "html").decode()
    assert '<p class="recipient">某县总工会：</p>\n<p>现通知如下。</p>' in html
    word = zipfile.ZipFile(io.BytesIO(rendered(document(letter), "docx")))
    found = word.read("word/document.xml").decode()
    assert found.count("w:firstLineChars") == 1


def test_a_short_pair_of_label_and_value_is_not_broken_over_lines() -> None:
    told = "救助\n用途：医疗救助　人数：16　档案号：D13010020210034"
    page = Page(landscape=False, language="zh", look=Look(), widest={})
    data = pdf_tables.table_data(Table(MONEY, (Row((told, Money(1))),)), page)
    ((cell, *_),) = (run["cells"] for run in data["runs"])
    joined, broken = "\u2060", "\u200b"
    assert joined.join("人数：") + joined + "16" in cell
    # A long value goes to the next line, below its label.
    assert f"：{joined}D1301" not in cell
    assert cell.replace(joined, "").replace(broken, "") == told
