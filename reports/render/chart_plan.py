"""Where everything in a chart stands, and what its labels say.

1. Figures are whole fen and whole basis points; only labels are in 元, 万元 or %,
   rounded half away from zero. The exact ones are in the chart's table.
2. A label that has no room is left out or set upright, and a long name is broken
   over lines: labels do not meet.
3. No text is smaller than eight points as printed: a chart is laid out for the room
   that it gets, and never shrunk.
"""

import re
from dataclasses import dataclass

from ledger.money import Money
from reports.render import glyphs, widths
from reports.report import Chart, Figure, Language, Series

# Points: what fits between the margins of A4, upright and on its side.
WIDTH_UPRIGHT = 460
WIDTH_WIDE = 700
PLOT_HEIGHT = 150
PLOT_LOW = 72
LINE_HEIGHT = 11
# What the axis of amounts takes of the width.
AXIS_WIDTH = 52
# Type of the axes and of the figures in the picture, in points.
SIZE = 8
SIZE_FIGURE = 8
# A figure set upright needs so much beside it, and so much between it and its bar.
_FIGURE_ROOM = 8
FIGURE_GAP = 4
_LABEL_LINES_MAX = 4
# Names beside each other are at least so far apart.
_NAME_GAP = 5
# From here on in fen, 100,000 元, amounts are in 万元.
_WAN_FROM = 10_000_000
_FEN_A_WAN = 1_000_000
_FEN_A_YUAN = 100
# What is not broken over lines: a number with its 年 or 月, a mark and what it ends.
_UNBROKEN = re.compile(r"[!-~]{1,12}[年月日]?|.[，。、；：）》”]*")
# XML cannot hold these; a line break would break more than the line.
_NEVER_DRAWN = frozenset(map(chr, (*range(32), *range(127, 160), 0xFFFE, 0xFFFF)))


@dataclass(frozen=True, slots=True)
class Unit:
    """What labels are written in: its name, its size in whole figures, decimals."""

    name: str
    size: int
    decimals: int

    def told(self, language: Language) -> str:
        """The title of the axis that is marked in it."""
        return f"单位：{self.name}" if language == "zh" else f"Unit: {self.name}"

    def shown(self, figure: Figure) -> str:
        """A figure as its label: 123456789 fen in 万元 are `123.46`."""
        if figure is None:
            return ""
        scale = 10**self.decimals
        whole = _whole(figure)
        steps = (abs(whole) * scale * 2 + self.size) // (self.size * 2)
        sign = "-" if whole < 0 and steps else ""
        units, rest = divmod(steps, scale)
        return f"{sign}{units:,}" + (f".{rest:0{self.decimals}d}" if rest else "")


def _whole(figure: Money | int) -> int:
    return figure.fen if isinstance(figure, Money) else figure


def _unit(chart: Chart) -> Unit:
    largest = max(abs(_whole(figure)) for figure in chart.figures())
    if chart.measure == "rate":
        return Unit("%", 100, 2)
    if largest < _WAN_FROM:
        return Unit("CNY" if chart.language == "en" else "元", _FEN_A_YUAN, 2)
    if chart.language == "en":
        return Unit("CNY '000", _FEN_A_WAN // 10, 1)
    # Of a large amount the last figures would only crowd the picture.
    decimals = 2 if largest < 10 * _WAN_FROM else 1 if largest < 1000 * _WAN_FROM else 0
    return Unit("万元", _FEN_A_WAN, decimals)


def plot_height(chart: Chart) -> int:
    """How high the bars of a chart may be, in points."""
    return PLOT_LOW if chart.low else PLOT_HEIGHT


def extent(text: str, size: int) -> int:
    """The width of a line of type of this size, in points, rounded up."""
    return -(-widths.natural(text) * size // 100) if text else 0


def _wrapped(text: str, room: int) -> str:
    """Text broken over at most four lines; what is longer ends in an ellipsis."""
    lines = [""]
    for part in _UNBROKEN.findall(text):
        if lines[-1] and extent(lines[-1] + part, SIZE) > room:
            lines.append("")
        lines[-1] += part
    if len(lines) > _LABEL_LINES_MAX:
        lines[_LABEL_LINES_MAX - 1 :] = [lines[_LABEL_LINES_MAX - 1][:-1] + "…"]
    return "\n".join(lines)


def _printable(chart: Chart) -> Chart:
    """The chart with every character that cannot be drawn named by its number."""
    words = [chart.caption, chart.axis, *chart.places]
    words += [series.title for series in chart.series]
    met = frozenset("".join(words))
    bad = met & _NEVER_DRAWN
    bad |= glyphs.missing(met - bad, glyphs.font_files(glyphs.own_folders()))
    names = {ord(one): f"〔U+{ord(one):04X}〕" for one in bad}
    return Chart(
        chart.name,
        chart.caption.translate(names),
        chart.axis.translate(names),
        tuple(place.translate(names) for place in chart.places),
        tuple(
            Series(one.key, one.title.translate(names), one.figures)
            for one in chart.series
        ),
        chart.drawing,
        low=chart.low,
        language=chart.language,
    )


@dataclass(frozen=True, slots=True)
class Plan:
    """Where everything has room: all lengths are in points.

    `places` are the names on the axis, each led by its number in five figures, which
    is not printed: shortened names may be alike.
    """

    chart: Chart
    width: int
    unit: Unit
    places: tuple[str, ...]
    titles: tuple[str, ...]
    bars: int
    low: int
    high: int
    upright: bool
    each_bar: int
    each_point: int

    @property
    def lines(self) -> range:
        """Which series are lines."""
        return range(self.bars, len(self.titles))


def planned(chart: Chart, *, wide: bool, room: int = 0) -> Plan:
    """Give everything in the chart its room; `wide` is for a page on its side.

    `room` is the width that there is, in points, where margins leave less (rule 3).
    """
    chart, width = _printable(chart), WIDTH_WIDE if wide else WIDTH_UPRIGHT
    width = min(width, room) if room else width
    count = len(chart.series)
    bars = {"bars": count, "lines": 0, "bars_and_line": count - 1}[chart.drawing]
    unit = _unit(chart)
    # A fifth of a place is left free at the ends of the axis.
    each = (width - AXIS_WIDTH) * 5 // (5 * len(chart.places) + 1)
    widest = max(extent(unit.shown(one), SIZE_FIGURE) for one in chart.figures()) + 2
    beside = each * 4 // 5 // bars if bars else each
    upright = bars > 0 and widest > beside
    over = upright and chart.drawing == "bars"
    low, high = _domain(chart, widest if over else SIZE_FIGURE)
    return Plan(
        chart=chart,
        width=width,
        unit=unit,
        places=_places(chart, each),
        titles=tuple(one.title for one in chart.series),
        bars=bars,
        low=low,
        high=high,
        upright=upright,
        # Where not every figure has room, every second one or fewer are printed.
        each_bar=-(-(_FIGURE_ROOM if upright else widest) // max(beside, 1)),
        each_point=-(-widest // max(each, 1)),
    )


def _places(chart: Chart, room: int) -> tuple[str, ...]:
    widest = max(extent(place, SIZE) for place in chart.places)
    parts = [part for place in chart.places for part in _UNBROKEN.findall(place)]
    least = max(2 * SIZE + 2, *(extent(part, SIZE) for part in parts))
    # What is not broken has room, or names are left out between others.
    step = -(-min(widest, least) // max(room, 1))
    last = len(chart.places) - 1
    return tuple(
        f"{index:05d}"
        + ("" if (last - index) % step else _wrapped(place, room * step - _NAME_GAP))
        for index, place in enumerate(chart.places)
    )


def _domain(chart: Chart, figure_height: int) -> tuple[int, int]:
    """The least and the most that the axis shows: nothing, every figure, its label."""
    figures = [_whole(figure) for figure in chart.figures()]
    low, high = min(0, *figures), max(0, *figures)
    if low == high:
        return 0, 100
    room = figure_height + FIGURE_GAP
    below = room if low < 0 else 0
    above = room if high > 0 else 0
    left = plot_height(chart) - above - below
    span = high - low
    # Rounded up: figures of a few fen have room as well.
    return low + -span * below // left, high - -span * above // left


def points(plan: Plan, which: range) -> list[dict[str, str | int | None]]:
    """The rows that Altair draws, series after series."""
    last = len(plan.places) - 1
    found: list[dict[str, str | int | None]] = []
    for index in which:
        each = plan.each_bar if index < plan.bars else plan.each_point
        figures = plan.chart.series[index].figures
        for number, (place, figure) in enumerate(
            zip(plan.places, figures, strict=True)
        ):
            side = _side(plan, number, index)
            found.append(
                {
                    "place": place,
                    "series": plan.titles[index],
                    "amount": None if figure is None else _whole(figure),
                    "figure": plan.unit.shown(figure),
                    "side": 0 if (last - number) % each else side,
                }
            )
    return found


def _side(plan: Plan, place: int, index: int) -> int:
    """Whether a figure stands above (1), below (-1), or is left out (0).

    Negative ones stand below their bars; of several points in one place the highest
    and the lowest have their figures, for those between would meet. A line that runs
    level says its figure once, where the run ends.
    """
    figures = plan.chart.series[index].figures
    figure = figures[place]
    if figure is None or (index >= plan.bars and figure in figures[place + 1 :][:1]):
        return 0
    if index < plan.bars or len(plan.lines) == 1:
        return -1 if _whole(figure) < 0 else 1
    points = [
        (_whole(one), -line)
        for line in plan.lines
        if (one := plan.chart.series[line].figures[place]) is not None
    ]
    own = (_whole(figure), -index)
    if own == max(points):
        return 1
    return -1 if own == min(points) and own[0] < max(points)[0] else 0
