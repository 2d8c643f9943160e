"""Charts (图): a `Chart` declared once in Altair, as SVG for paper and PNG for sheets.

1. Figures are drawn as whole fen and whole basis points; only the printed labels are
   in 元, 万元 or %, rounded half away from zero. The exact ones are in the table.
2. What is drawn is told apart without colour: bars by lightness, lines by dashes and
   markers, and figures stand at bars and points wherever there is room for them.
3. The fonts that come with the program are registered first and win over those of
   the system; a character that none of them has is drawn by its number, 〔U+20BB7〕.
4. The same chart is the same bytes: nothing in it is random, dated or numbered.
"""

import html
import re
from functools import lru_cache

from reports.render import chart_plan, glyphs
from reports.report import Chart

PPI = 300
_RIMMED = re.compile(r'(<text [^>]*stroke="white")')
_KINDS = {"bars": "柱状图", "lines": "折线图", "bars_and_line": "柱线图"}
_KINDS_IN_ENGLISH = {
    "bars": "Bar chart",
    "lines": "Line chart",
    "bars_and_line": "Bar and line chart",
}


def svg(chart: Chart, *, wide: bool = False, room: int = 0) -> str:
    """The chart as one SVG element, that names itself to who cannot see it.

    `wide` is for a page on its side, `room` the points between its margins if there
    are fewer than usual.
    """
    # Only what draws a chart pays for the libraries.
    import vl_convert  # noqa: PLC0415

    from reports.render import chart_marks  # noqa: PLC0415

    _register_fonts()
    plan = chart_plan.planned(chart, wide=wide, room=room)
    drawn: str = vl_convert.vegalite_to_svg(
        chart_marks.declared(plan).to_dict(),
        vl_version=chart_marks.VEGA_LITE,
    )
    drawn = drawn.replace(' xmlns:xlink="http://www.w3.org/1999/xlink"', "", 1)
    # Vega knows no order of painting and would lay the rim over the figure.
    drawn = _RIMMED.sub(r'\1 paint-order="stroke"', drawn)
    label = html.escape(described(plan.chart))
    return drawn.replace("<svg ", f'<svg role="img" aria-label="{label}" ', 1)


def png(chart: Chart, *, wide: bool = False, room: int = 0) -> bytes:
    """The chart as PNG, at 300 points an inch; asked as `svg` is."""
    import vl_convert  # noqa: PLC0415 - see svg

    drawn = svg(chart, wide=wide, room=room)
    found: bytes = vl_convert.svg_to_png(drawn, ppi=PPI)
    return found


def described(chart: Chart) -> str:
    """What the chart shows, for who cannot see it."""
    if chart.language == "en":
        ends = " to ".join(dict.fromkeys((chart.places[0], chart.places[-1])))
        names = ", ".join(series.title for series in chart.series)
        kind = _KINDS_IN_ENGLISH[chart.drawing]
        return f"{kind}: {chart.caption}. {chart.axis} {ends}; {names}."
    places = "至".join(dict.fromkeys((chart.places[0], chart.places[-1])))
    titles = "、".join(series.title for series in chart.series)
    return f"{_KINDS[chart.drawing]}：{chart.caption}。{chart.axis}{places}；{titles}。"


@lru_cache(maxsize=1)
def _register_fonts() -> None:
    import vl_convert  # noqa: PLC0415 - see svg

    for folder in glyphs.own_folders():
        vl_convert.register_font_directory(str(folder))
