"""Charts of the pages: a `Chart` of the reports as SVG that tells its figures.

1. What is drawn is told apart without colour, by lightness and by a line's points; each
   mark says its exact figure where the pointer rests on it (`board.js`, and `<title>`).
   The same figures stand in a table under every chart.
2. Names of any length stand to the left of bars that lie; short ones, such as years,
   under bars that stand.
3. No style or script stands in it: the sheet of the pages dresses its classes.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from ledger.money import Money
from reports.report import Chart

Say = Callable[[str], str]

WIDTH = 720
STANDING_HEIGHT = 210
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 10, 20, 22
_NAME_ROOM = 168
_FIGURE_ROOM = 92
_BAR = 14
_GAP = 9
_STEPS = (1, 2, 5)
_TICKS = 4
_WAN_FEN = 1_000_000
_WAN_FROM = 10_000_000
_YUAN_FEN = 100
_LETTER, _CHARACTER = 6, 11
"""How wide type is under a bar, at most."""


def drawn(chart: Chart, say: Say) -> Markup:
    """The chart as HTML: a legend, and the picture."""
    room = (WIDTH - _LEFT - _RIGHT) // len(chart.places)
    short = all(_extent(say(place)) <= room for place in chart.places)
    picture = _standing(chart, say) if short else _lying(chart, say)
    legend = Markup("").join(
        Markup('<li class="s{}">{}</li>').format(number, say(series.title))
        for number, series in enumerate(chart.series, 1)
    )
    label = f"{say('图')}：{say(chart.caption)}"
    keys = Markup('<ul class="legend">{}</ul>').format(legend)
    return Markup(
        '{}<div class="scroll" tabindex="0" role="region" aria-label="{}">{}</div>'
    ).format(keys if len(chart.series) > 1 else "", label, picture)


def _extent(name: str) -> int:
    return sum(_LETTER if one.isascii() else _CHARACTER for one in name)


@dataclass(frozen=True, slots=True)
class _Axis:
    """Whole fen along a length: where nothing is, and how far a figure reaches."""

    low: int
    high: int
    step: int
    length: int

    def at(self, fen: int) -> int:
        """How far from the low end a figure lies."""
        return (fen - self.low) * self.length // max(self.high - self.low, 1)

    def ticks(self) -> Iterator[int]:
        """The figures that are written along it."""
        yield from range(self.low, self.high + 1, self.step)


def _axis(figures: Sequence[int], length: int) -> _Axis:
    least, most = min(0, *figures), max(0, *figures)
    step = _step(max(most - least, _YUAN_FEN))
    low = -((step - 1 - least) // step) * step
    return _Axis(low, max(-(-most // step) * step, step), step, length)


def _step(span: int) -> int:
    """A round step that cuts a span into a few."""
    size = 1
    while True:
        for one in _STEPS:
            if one * size * _TICKS >= span:
                return one * size
        size *= 10


def _fen(chart: Chart) -> list[int]:
    return [_whole(one) for one in chart.figures()]


def _whole(figure: Money | int) -> int:
    return figure.fen if isinstance(figure, Money) else figure


def _label(fen: int, most: int) -> str:
    """A figure along the axis, in 万元 where they are large."""
    unit = _WAN_FEN if most >= _WAN_FROM else _YUAN_FEN
    whole, rest = divmod(abs(fen), unit)
    tail = f".{rest * 10 // unit}" if rest else ""
    return f"{'-' if fen < 0 else ''}{whole:,}{tail}"


def _named(chart: Chart, say: Say) -> Markup:
    titles = "、".join(say(one.title) for one in chart.series)
    return escape(f"{say(chart.caption)}：{titles}")


def _unit(most: int, say: Say) -> str:
    return say("万元") if most >= _WAN_FROM else say("元")


_MARK = Markup(
    '<rect class="mark s{}" x="{}" y="{}" width="{}" height="{}">'
    "<title>{}</title></rect>"
)
_POINT = Markup(
    '<circle class="mark s{}" cx="{}" cy="{}" r="4"><title>{}</title></circle>'
)
_TEXT = Markup('<text x="{}" y="{}" class="{}">{}</text>')
_LINE = Markup('<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}"/>')


def _svg(height: int, label: Markup, parts: Sequence[Markup]) -> Markup:
    return Markup(
        '<svg class="chart" role="img" aria-label="{}" viewBox="0 0 {} {}">{}</svg>'
    ).format(label, WIDTH, height, Markup("").join(parts))


def _told(chart: Chart, place: int, series: int, say: Say) -> str:
    figure = chart.series[series].figures[place]
    assert isinstance(figure, Money)
    name, title = say(chart.places[place]), say(chart.series[series].title)
    return f"{name} {title}：{figure.grouped()}"


# -- bars that stand ----------------------------------------------------------------


def _standing(chart: Chart, say: Say) -> Markup:
    axis = _axis(_fen(chart), STANDING_HEIGHT - _TOP - _BOTTOM)
    base = STANDING_HEIGHT - _BOTTOM
    room = (WIDTH - _LEFT - _RIGHT) // len(chart.places)
    most = max(map(abs, _fen(chart)))
    parts: list[Markup] = []
    for tick in axis.ticks():
        y = base - axis.at(tick)
        kind = "axis" if tick == 0 else "grid"
        parts += [
            _LINE.format(kind, _LEFT, y, WIDTH - _RIGHT, y),
            _TEXT.format(_LEFT - 6, y + 4, "end", _label(tick, most)),
        ]
    parts.append(_TEXT.format(2, 10, "small", _unit(most, say)))
    for place, name in enumerate(chart.places):
        middle = _LEFT + room * place + room // 2
        parts.append(_TEXT.format(middle, STANDING_HEIGHT - 6, "middle", say(name)))
    lines = _lines_of(chart)
    bars = [one for one in range(len(chart.series)) if one not in lines]
    parts += _bars(chart, bars, (axis, room, base), say)
    for one in lines:
        parts += _run(chart, one, (axis, room, base), say)
    return _svg(STANDING_HEIGHT, _named(chart, say), parts)


def _lines_of(chart: Chart) -> range:
    count = len(chart.series)
    first = {"bars": count, "lines": 0, "bars_and_line": count - 1}[chart.drawing]
    return range(first, count)


_Place = tuple[_Axis, int, int]
"""The axis of figures, the room of a place, and where the axis begins."""


def _bars(chart: Chart, which: Sequence[int], at: _Place, say: Say) -> Iterator[Markup]:
    axis, room, base = at
    wide = min(max(room * 4 // 5 // max(len(which), 1), 3), 34)
    for order, series in enumerate(which):
        for place, figure in enumerate(chart.series[series].figures):
            if figure is None:
                continue
            left = _LEFT + room * place + (room - wide * len(which)) // 2
            ends = sorted((axis.at(0), axis.at(_whole(figure))))
            height = max(ends[1] - ends[0], 1)
            told = _told(chart, place, series, say)
            yield _MARK.format(
                series + 1, left + wide * order, base - ends[1], wide - 1, height, told
            )


def _run(chart: Chart, series: int, at: _Place, say: Say) -> Iterator[Markup]:
    """A series as a line with points; it breaks where nothing is known."""
    axis, room, base = at
    before: tuple[int, int] | None = None
    points: list[Markup] = []
    for place, figure in enumerate(chart.series[series].figures):
        if figure is None:
            before = None
            continue
        x, y = _LEFT + room * place + room // 2, base - axis.at(_whole(figure))
        if before is not None:
            yield _LINE.format(f"run s{series + 1}", *before, x, y)
        before = x, y
        told = _told(chart, place, series, say)
        points.append(_POINT.format(series + 1, x, y, told))
    yield from points


# -- bars that lie ------------------------------------------------------------------


def _lying(chart: Chart, say: Say) -> Markup:
    shown = len(chart.series)
    most = max(map(abs, _fen(chart)))
    room = WIDTH - _NAME_ROOM - _FIGURE_ROOM - _RIGHT
    axis = _axis(_fen(chart), room)
    each = _BAR * shown + _GAP
    zero = _NAME_ROOM + axis.at(0)
    height = each * len(chart.places) + _GAP
    parts = [_LINE.format("axis", zero, 0, zero, height)]
    for place, name in enumerate(chart.places):
        top = _GAP + each * place
        middle = top + (_BAR * shown) // 2 + 4
        parts.append(_TEXT.format(_NAME_ROOM - 8, middle, "end", _cut(say(name))))
        for series in range(shown):
            figure = chart.series[series].figures[place]
            if figure is None:
                continue
            y = top + _BAR * series
            ends = sorted((axis.at(0), axis.at(_whole(figure))))
            wide = max(ends[1] - ends[0], 1)
            told = _told(chart, place, series, say)
            written = f"{_label(_whole(figure), most)} {_unit(most, say)}"
            parts += [
                _MARK.format(series + 1, _NAME_ROOM + ends[0], y, wide, _BAR - 2, told),
                _TEXT.format(_NAME_ROOM + ends[1] + 5, y + _BAR - 3, "small", written),
            ]
    return _svg(height, _named(chart, say), parts)


def _cut(name: str) -> str:
    """A name that fits beside its bar: a letter is half as wide as a character."""
    room, kept = 26, ""
    for letter in name:
        room -= 1 if letter.isascii() else 2
        if room < 0:
            return f"{kept}…"
        kept += letter
    return kept
