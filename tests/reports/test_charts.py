"""Charts: their figures survive in every format, and their words can be read."""

import csv as csv_module
import dataclasses
import html as html_module
import io
import json as json_module
import os
import re
import struct
import subprocess
import sys
import zipfile
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from ledger.money import Money
from reports.render import chart_plan, charts, csv, html, json, pdf, xlsx
from reports.report import Chart, Document, Drawing, Figure, Row, Series, Together
from tests.reports import sample_documents

ROOT = Path(__file__).parents[2]
YEARS = tuple(str(year) for year in range(2005, 2026))


def chart(
    *runs: tuple[Figure, ...],
    places: tuple[str, ...] = ("2024", "2025"),
    titles: tuple[str, ...] = ("预算", "支出", "预留", "上年"),
    drawing: Drawing = "bars",
) -> Chart:
    series = tuple(
        Series(f"s{number}", titles[number], run) for number, run in enumerate(runs)
    )
    return Chart("trial", "预算执行", "年度", places, series, drawing)


def amounts(*fen: int) -> tuple[Figure, ...]:
    return tuple(map(Money, fen))


def document(*blocks: Chart | Together) -> Document:
    return Document("trial", "试", "", sample_documents.PROVENANCE, blocks)


def printed(renderer: Any, *blocks: Chart | Together) -> bytes:
    stream = io.BytesIO()
    renderer.render(document(*blocks), stream)
    return stream.getvalue()


class _Words(HTMLParser):
    """The texts of a picture in order, and the attributes it uses."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.attributes: set[str] = set()
        self._in_text = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes |= {name for name, _ in attrs}
        self._in_text = tag in {"text", "tspan"}

    def handle_data(self, data: str) -> None:
        if self._in_text and data.strip():
            self.found.append(data)


def words(drawn: str) -> list[str]:
    reader = _Words()
    reader.feed(drawn)
    return reader.found


# -- what a chart is ------------------------------------------------------------------


def test_a_chart_is_its_figures_in_a_table() -> None:
    table = sample_documents.chart().table()
    rows = list(table.checked_rows())
    assert [column.title for column in table.columns] == ["年度", "年度预算", "应达到"]
    assert [column.kind for column in table.columns] == ["text", "money", "money"]
    assert rows[0] == Row(("2005", Money(123_456_700), Money(123_456_700)))
    assert len(rows) == 21


@pytest.mark.parametrize(
    ("places", "runs"),
    [
        ((), ((),)),
        (("2024", "2025"), ()),
        (("2024", "2025"), (amounts(1),)),
        (("2024", "2024"), (amounts(1, 2),)),
        (("2024", "2025"), ((None, None),)),
        (("2024", "2025"), ((Money(1), 100),)),
        (("2024", "2025"), (amounts(1, 2), (1, 2))),
        (("2024", "2025"), (amounts(1, 2),) * 5),
    ],
)
def test_a_chart_that_would_show_nothing_or_two_things_cannot_be_built(
    places: tuple[str, ...], runs: tuple[tuple[Figure, ...], ...]
) -> None:
    titles = ("甲", "乙", "丙", "丁", "戊")
    with pytest.raises(AssertionError):
        chart(*runs, places=places, titles=titles)


def test_two_series_of_one_name_and_a_line_without_bars_are_refused() -> None:
    with pytest.raises(AssertionError):
        chart(amounts(1, 2), amounts(1, 2), titles=("预算", "预算"))
    with pytest.raises(AssertionError):
        chart(amounts(1, 2), drawing="bars_and_line")


@pytest.mark.parametrize("key", ["", "Spent", "支出", "place", "style"])
def test_a_series_whose_key_json_could_not_carry_is_refused(key: str) -> None:
    with pytest.raises(AssertionError):
        Series(key, "支出", (1,))


# -- what is drawn --------------------------------------------------------------------


def test_amounts_are_in_yuan_until_a_hundred_thousand_and_then_in_wan() -> None:
    small = words(charts.svg(chart(amounts(999_999_950, 0)[1:] + amounts(9_999_999))))
    assert "单位：元" in small
    assert "99,999.99" in small
    large = words(charts.svg(chart(amounts(10_000_000, 123_450))))
    assert "单位：万元" in large
    assert "10" in large
    assert "0.12" in large


def test_rates_are_in_per_cent() -> None:
    found = words(charts.svg(chart((9876, 5000), drawing="lines")))
    assert "单位：%" in found
    assert "98.76" in found
    assert "50" in found


@pytest.mark.parametrize("drawing", ["bars", "lines"])
def test_negative_figures_stand_below_nothing(drawing: Drawing) -> None:
    found = words(charts.svg(chart(amounts(-123_450, 500), drawing=drawing)))
    assert "-1,234.50" in found
    assert any(re.fullmatch(r"-[0-9,]+", word) for word in found)
    assert not any("\u2212" in word for word in found)


def test_a_half_is_rounded_away_from_nothing() -> None:
    found = words(charts.svg(chart(amounts(10_005_000, -10_005_000))))
    assert "10.01" in found
    assert "-10.01" in found


@pytest.mark.parametrize("drawing", ["bars", "lines"])
def test_one_point_and_nothing_at_all_are_drawn(drawing: Drawing) -> None:
    one = words(charts.svg(chart((8642,), places=("2025",), drawing=drawing)))
    assert {"2025", "86.42"} <= set(one)
    assert words(charts.svg(chart(amounts(0, 0), drawing=drawing))).count("0") >= 2


def test_a_place_without_a_figure_is_left_open() -> None:
    found = words(charts.svg(chart((None, Money(700)), amounts(300, 500))))
    assert {"7", "3", "5"} <= set(found)
    assert "null" not in found
    assert "NaN" not in charts.svg(chart((None, 7), (3, 5), drawing="lines"))


def test_twenty_one_years_have_every_year_and_every_figure() -> None:
    found = words(charts.svg(sample_documents.chart()))
    assert [word for word in found if word in YEARS] == list(YEARS)
    assert {"123.5", "470.4", "450.4", "年度预算", "应达到"} <= set(found)


def test_a_line_that_runs_level_says_its_figure_once() -> None:
    """A baseline of twenty years, printed at every year, hid the bars."""
    bars, line = amounts(300, 400, 500, 600), amounts(1330, 1330, 1330, 1470)
    places = ("2022", "2023", "2024", "2025")
    found = words(charts.svg(chart(bars, line, places=places, drawing="bars_and_line")))
    assert (found.count("13.30"), found.count("14.70")) == (1, 1)
    assert {"3", "4", "5", "6"} <= set(found)


@pytest.mark.parametrize("drawing", ["bars", "lines"])
@pytest.mark.parametrize("room", [0, 350])
def test_no_text_is_smaller_than_eight_points(drawing: Drawing, room: int) -> None:
    """At any width: a chart is laid out for its room, not shrunk."""
    figures = amounts(123_450, -500, 1_000_000)
    one = chart(figures, places=("一月", "二月", "三月"), drawing=drawing)
    for wide in (False, True):
        drawn = charts.svg(one, wide=wide, room=room)
        sizes = [float(size) for size in re.findall(r'font-size="([0-9.]+)', drawn)]
        assert len(sizes) > 8
        assert min(sizes) >= 8
        assert f'width="{room or (700 if wide else 460)}"' in drawn


def test_so_many_places_that_not_all_have_room_keep_the_last() -> None:
    places = tuple(f"{year}年{month}月" for year in YEARS for month in range(1, 13))
    found = words(charts.svg(chart(tuple(range(len(places))), places=places)))
    assert found.count("12月") < 21
    assert found[found.index("2025年") + 1] == "12月"


def test_a_long_name_is_broken_over_lines_and_then_shortened() -> None:
    long = "本级工会自筹帮扶资金（含经费结余划转）用于困难职工子女金秋助学" * 4
    places = (long, *(f"项目{number}" for number in range(8)))
    found = words(charts.svg(chart(tuple(range(9)), places=places)))
    assert found[0] == long[: len(found[0])]
    assert len([word for word in found if word and word in long]) == 3
    assert any(word.endswith("…") for word in found)
    assert "项目7" in found


def test_names_shortened_alike_are_still_two_places() -> None:
    long = "困难职工帮扶资金" * 30
    drawn = charts.svg(chart((1, 2), places=(f"{long}甲", f"{long}乙")))
    assert drawn.count("…") == 2


def test_the_largest_amounts_there_are_can_be_drawn() -> None:
    most = Money(8_999_999_999_999_999)
    found = words(charts.svg(chart((most, -most))))
    assert {"9,000,000,000", "-9,000,000,000"} <= set(found)


def test_series_differ_in_black_and_white() -> None:
    """Fills by their lightness, lines by dashes and markers."""
    runs = tuple((1 + n, 2 + n) for n in range(4))
    fills = set(re.findall(r'fill="#([0-9a-f]{6})"', charts.svg(chart(*runs))))
    grey = sorted(
        (299 * red + 587 * green + 114 * blue) // 1000
        for red, green, blue in (bytes.fromhex(fill) for fill in fills)
    )
    assert len(grey) == 4
    assert all(above - below > 25 for below, above in pairwise(grey))
    lines = charts.svg(chart(*runs, drawing="lines"))
    assert len(set(re.findall(r'stroke-dasharray="([^"]*)"', lines))) >= 3


def test_what_a_user_wrote_is_never_markup() -> None:
    harmful = '</text></svg><script>alert(1)</script>" onload="x" stroke="white"'
    one = chart((1, 2), places=(harmful, "b"), titles=(harmful,))
    drawn = charts.svg(dataclasses.replace(one, caption=harmful, axis=harmful))
    assert "<script" not in drawn
    assert drawn.count("</svg>") == 1
    reader = _Words()
    reader.feed(drawn)
    assert "onload" not in reader.attributes
    assert harmful in html_module.unescape(drawn)
    assert charts.png(one)


def test_a_character_that_cannot_be_drawn_is_drawn_by_its_number() -> None:
    one = chart((1, 2), places=("甲\x07", "乙\U0001f600"), titles=("丙\n\uffff",))
    found = "".join(words(charts.svg(one)))
    assert "甲〔U+0007〕" in found
    assert "乙〔U+1F600〕" in found
    assert "丙〔U+000A〕〔U+FFFF〕" in found
    assert charts.png(one).startswith(b"\x89PNG")
    stream = io.BytesIO()
    assert pdf.render(document(one), stream) >= {"\x07", "\U0001f600"}


def test_a_picture_names_itself_to_who_cannot_see_it() -> None:
    told = "柱状图：预算执行。年度2024至2025；预算、支出。"
    assert charts.described(chart((1, 2), (3, 4))) == told
    drawn = charts.svg(chart((1, 2), (3, 4)))
    assert drawn.startswith(f'<svg role="img" aria-label="{told}" ')
    assert drawn.count('role="img"') == 1


def test_a_picture_for_a_page_on_its_side_is_wider() -> None:
    upright, lying = (charts.svg(chart((1, 2)), wide=wide) for wide in (False, True))
    assert 'width="460"' in upright
    assert 'width="700"' in lying


def test_a_png_has_three_hundred_points_an_inch() -> None:
    data = charts.png(chart((1, 2)))
    width = struct.unpack(">I", data[16:20])[0]
    assert abs(width - 460 * 300 // 72) <= 1
    place = data.index(b"pHYs") + 4
    # 300 an inch are 11811 a metre.
    assert struct.unpack(">IIB", data[place : place + 9]) == (11811, 11811, 1)


@pytest.mark.slow
def test_a_picture_is_the_same_bytes_whatever_fonts_the_system_has(
    tmp_path: Path,
) -> None:
    probe = (
        "import sys; from reports.render import charts;"
        "from tests.reports import sample_documents as s;"
        "sys.stdout.buffer.write(charts.png(s.chart()))"
    )
    found = [
        subprocess.run(
            [sys.executable, "-c", probe],
            cwd=ROOT,
            env={**os.environ, "HOME": str(home), "PYTHONHASHSEED": seed}
            | {"FONTCONFIG_FILE": str(fonts), "TZ": f"UTC{seed}"},
            capture_output=True,
            check=True,
        ).stdout
        for seed, home, fonts in (
            ("1", Path.home(), "/etc/fonts/fonts.conf"),
            ("2", tmp_path, _no_fonts(tmp_path)),
        )
    ]
    assert found[0].startswith(b"\x89PNG")
    assert found[0] == found[1]


def _no_fonts(folder: Path) -> Path:
    settings = folder / "fonts.conf"
    settings.write_text(f"<fontconfig><dir>{folder}</dir></fontconfig>", "utf-8")
    return settings


# -- in every format ------------------------------------------------------------------


def test_csv_has_the_figures() -> None:
    text = printed(csv, sample_documents.chart()).decode("utf-8-sig")
    rows = list(csv_module.reader(io.StringIO(text)))
    assert rows[0] == ["年度", "年度预算", "应达到"]
    assert rows[-1] == ["2025", "4703687.00", "4503687.00"]


def test_json_has_the_figures_and_says_how_they_are_drawn() -> None:
    table = json_module.loads(printed(json, sample_documents.chart()))
    growth = table["tables"]["growth"]
    assert growth["chart"] == "bars_and_line"
    assert growth["rows"][-1] == {
        "style": "plain",
        "place": "2025",
        "budget": "4703687.00",
        "wanted": "4503687.00",
    }


def test_html_has_the_picture_inline_and_the_figures_to_be_opened() -> None:
    page = printed(html, sample_documents.chart()).decode()
    assert page.count('<svg role="img" aria-label="柱线图：') == 1
    assert "<figcaption>图一　2005年以来年度预算</figcaption>" in page
    assert '<td class="money">4,703,687.00</td>' in page
    assert "<caption>" not in page
    assert "注：应达到数按基数和增长率计算。" in page
    assert not re.search(r"<script|<link|<img|url\(|@import|src=|href=", page)


def test_a_sheet_has_the_figures_as_numbers_and_the_picture_below() -> None:
    data = printed(xlsx, sample_documents.chart())
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    rows = book.get_sheet_by_name("图一　2005年以来年度预算").to_python()
    assert rows[21] == ["2025", 4703687.0, 4503687.0]
    words_ = book.get_sheet_by_name("说明").to_python()
    assert ["图", "见工作表“图一　2005年以来年度预算”"] in words_
    parts = zipfile.ZipFile(io.BytesIO(data))
    picture = parts.read("xl/media/image1.png")
    assert picture == charts.png(sample_documents.chart())
    drawing = parts.read("xl/drawings/drawing1.xml").decode()
    assert 'descr="柱线图：' in drawing
    # The figures end in row 22, the note stands in row 24.
    assert "<xdr:row>25</xdr:row>" in drawing


def test_two_charts_of_one_name_have_a_sheet_each() -> None:
    data = printed(xlsx, chart((1, 2)), chart((3, 4)))
    names = CalamineWorkbook.from_filelike(io.BytesIO(data)).sheet_names
    assert names == ["说明", "预算执行", "预算执行 (2)"]


def _fonts(reader: PdfReader) -> set[str]:
    """The fonts of a PDF, those of pictures within it too."""
    return {
        str(found["/BaseFont"])
        for number in range(1, len(reader.xref[0]) + len(reader.xref_objStm) + 2)
        if isinstance(found := reader.get_object(number), dict) and "/BaseFont" in found
    }


@pytest.mark.slow
def test_a_pdf_has_the_words_of_the_picture_as_text_in_our_own_font() -> None:
    reader = PdfReader(io.BytesIO(printed(pdf, sample_documents.chart())))
    text = reader.pages[0].extract_text()
    for expected in ("单位：万元", "年度预算", "应达到", "470.4", "图一", "注：应达到"):
        assert expected in text
    assert text.count("470.4") == 1
    names = {name.partition("+")[2].partition("-")[0] for name in _fonts(reader)}
    assert names == {"NotoSansSC", "NotoSerifSC"}


@pytest.mark.slow
def test_a_picture_stays_whole_within_what_is_kept_together() -> None:
    together = Together((chart((1, 2)), chart((3, 4))))
    reader = PdfReader(io.BytesIO(printed(pdf, chart((1, 2)), together)))
    pages = [page.extract_text().count("预算执行") for page in reader.pages]
    assert pages == [1, 2]


@pytest.mark.parametrize("renderer", [html, pdf, xlsx, csv, json])
def test_the_same_chart_is_the_same_bytes(renderer: Any) -> None:
    one = sample_documents.chart()
    other = chart((1, 2), drawing="lines")
    assert printed(renderer, one, other) == printed(renderer, one, other)
    # What was drawn before leaves no trace.
    assert charts.svg(one) == charts.svg(sample_documents.chart())


# -- what is loaded -------------------------------------------------------------------

PRINT = """
import io, sys
from tests.reports import sample_documents as s
from reports.report import Document
from reports.render import csv, html, json, pdf, xlsx
def printed(renderer, *blocks):
    document = Document("trial", "试", "", s.PROVENANCE, blocks)
    renderer.render(document, io.BytesIO())
for renderer in (csv, html, json, pdf, xlsx):
    printed(renderer, s.balances())
printed(csv, s.chart())
printed(json, s.chart())
print(*sys.modules)
printed(html, s.chart())
print(*sys.modules)
"""


@pytest.mark.slow
def test_only_who_draws_a_chart_loads_the_libraries_for_it() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PRINT],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    before, after = (set(line.split()) for line in done.stdout.splitlines())
    assert before.isdisjoint({"altair", "vl_convert", "pandas"})
    assert {"altair", "vl_convert"} <= after
    assert "pandas" not in after


@pytest.mark.parametrize("wide", [False, True])
@pytest.mark.parametrize("count", [2, 3, 8])
def test_long_names_beside_each_other_do_not_meet(count: int, *, wide: bool) -> None:
    name = sample_documents.LONG_NAME
    one = chart(tuple(range(count)), places=tuple(f"{name}{n}" for n in range(count)))
    drawn = charts.svg(one, wide=wide)
    found = re.findall(r'translate\(([0-9.]+),[0-9.]+\)"[^>]*><tspan>', drawn) or (
        re.findall(r"<text[^>]*translate\(([0-9.]+),[0-9.]+\)[^>]*><tspan", drawn)
    )
    apart = {int(float(right) - float(left)) for left, right in pairwise(found)}
    lines = (word for word in words(drawn) if word in f"{name}…" or word[:-1] in name)
    widest = max(chart_plan.extent(line, chart_plan.SIZE) for line in lines)
    assert len(found) == count
    assert min(apart) > widest
