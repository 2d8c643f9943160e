"""A planned chart, declared in Altair: every mark, axis and legend of it.

Only `charts.svg` imports this module, so that nothing else pays for the library.
"""

from collections.abc import Iterator
from typing import Any

import altair as alt

from reports.render.chart_plan import (
    AXIS_WIDTH,
    FIGURE_GAP,
    LINE_HEIGHT,
    SIZE,
    SIZE_FIGURE,
    Plan,
    extent,
    plot_height,
    points,
)

# Altair writes v6.4.1, the converter asks for 6.4.
VEGA_LITE = alt.SCHEMA_VERSION.lstrip("v").rpartition(".")[0]

_FAMILIES = "Noto Sans SC, Noto Sans CJK SC, Source Han Sans SC, SimHei, sans-serif"
# Dark, light, middling and white: they differ in black and white as well.
_FILLS = ("#1f4e79", "#f4d19b", "#8fb0a9", "#ffffff")
# Under a line the figures of bars stand in the bars, none of which is dark.
_FILLS_UNDER_LINE = _FILLS[1:]
_STROKES = ("#000000", "#1f4e79", "#9c4a1a", "#4a6b3a")
_DASHES = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3])
# On a rim of white a figure can be read anywhere; `charts.svg` lays it behind.
_RIM = {"stroke": "white", "strokeWidth": 2}
_MARKERS = ("circle", "square", "triangle-up", "diamond")


def declared(plan: Plan) -> Any:
    """The chart in Altair."""
    # Points are never hidden by figures, nor bars by their line.
    layers = [
        *_bars(plan),
        _ground(),
        *_bar_figures(plan),
        *_lines(plan),
        *_point_figures(plan),
        *_markers(plan),
    ]
    names_high = max(place.count("\n") + 1 for place in plan.places) * LINE_HEIGHT
    height = plot_height(plan.chart) + names_high + 60
    return (
        alt.layer(*layers)
        .properties(
            width=plan.width,
            height=height,
            padding=2,
            background="white",
            autosize=alt.AutoSizeParams(type="fit", contains="padding"),
        )
        .configure(
            font=_FAMILIES,
            aria=False,
            view=alt.ViewConfig(stroke=None),
            axis=alt.AxisConfig(
                labelFontSize=SIZE,
                titleFontSize=SIZE,
                titleFontWeight="normal",
                labelColor="black",
                titleColor="black",
                domainColor="black",
                tickColor="black",
                gridColor="#d0d0d0",
            ),
            legend=alt.LegendConfig(
                orient="top",
                direction="horizontal",
                title=None,
                columns=_columns(plan),
                labelFontSize=SIZE + 1,
                labelLimit=plan.width - 60,
                symbolSize=90,
                symbolStrokeWidth=1.2,
            ),
        )
    )


def _columns(plan: Plan) -> int:
    """How many names of series stand side by side."""
    widest = max(extent(title, SIZE + 1) for title in plan.titles) + 36
    return max(1, min(len(plan.titles), plan.width // widest))


def _rows(plan: Plan, which: range) -> Any:
    return alt.Chart(alt.InlineData(values=points(plan, which)))


def _axes(plan: Plan) -> tuple[Any, Any]:
    across = alt.X(
        "place:O",
        sort=None,
        scale=alt.Scale(domain=list(plan.places)),
        axis=alt.Axis(
            title=plan.chart.axis,
            titleAnchor="end",
            labelAngle=0,
            labelExpr="split(slice(datum.label, 5), '\\n')",
            labelOverlap=False,
            labelLimit=plan.width,
            ticks=False,
            domain=False,
            labelPadding=4,
        ),
    )
    # The library writes a minus that no table has.
    label = f"replace(format(datum.value / {plan.unit.size}, ','), '\u2212', '-')"
    up = alt.Y(
        "amount:Q",
        scale=alt.Scale(domain=[plan.low, plan.high], nice=False, zero=False),
        axis=alt.Axis(
            title=f"单位：{plan.unit.name}",
            titleAngle=0,
            titleAlign="left",
            titleAnchor="end",
            titleBaseline="bottom",
            titleX=-AXIS_WIDTH + 12,
            titleY=-5,
            labelExpr=label,
            tickCount=5,
        ),
    )
    return across, up


def _offset(plan: Plan) -> Any:
    titles = list(plan.titles[: plan.bars])
    return alt.XOffset("series:N", sort=None, scale=alt.Scale(domain=titles))


def _bars(plan: Plan) -> Iterator[Any]:
    if not plan.bars:
        return
    across, up = _axes(plan)
    titles = list(plan.titles[: plan.bars])
    palette = _FILLS_UNDER_LINE if plan.lines else _FILLS
    fills = alt.Scale(domain=titles, range=list(palette[: plan.bars]))
    yield (
        _rows(plan, range(plan.bars))
        .mark_bar(stroke="black", strokeWidth=0.6)
        .encode(
            x=across,
            xOffset=_offset(plan),
            y=up,
            fill=alt.Fill(
                "series:N",
                scale=fills,
                legend=alt.Legend(symbolType="square", symbolStrokeColor="black"),
            ),
        )
    )


def _ground() -> Any:
    """The line of nothing, from which bars rise and fall."""
    nothing = alt.InlineData(values=[{"amount": 0}])
    return alt.Chart(nothing).mark_rule(strokeWidth=0.8).encode(y="amount:Q")


def _lines(plan: Plan) -> Iterator[Any]:
    for number, index in enumerate(plan.lines):
        across, up = _axes(plan)
        yield (
            _rows(plan, range(index, index + 1))
            .mark_line(
                strokeWidth=1.4, stroke=_STROKES[number], strokeDash=_DASHES[number]
            )
            .encode(x=across, y=up)
        )


def _markers(plan: Plan) -> Iterator[Any]:
    count = len(plan.lines)
    if not count:
        return
    across, up = _axes(plan)
    titles = [plan.titles[index] for index in plan.lines]
    strokes = alt.Scale(domain=titles, range=list(_STROKES[:count]))
    shapes = alt.Scale(domain=titles, range=list(_MARKERS[:count]))
    yield (
        _rows(plan, plan.lines)
        .mark_point(fill="white", opacity=1, size=22, strokeWidth=1.2)
        .encode(
            x=across,
            y=up,
            stroke=alt.Stroke("series:N", scale=strokes),
            shape=alt.Shape("series:N", scale=shapes),
        )
    )


def _bar_figures(plan: Plan) -> Iterator[Any]:
    """The figures of bars: over them, or under a line within them at their foot."""
    if not plan.bars:
        return
    across, up = _axes(plan)
    rows = _rows(plan, range(plan.bars)).encode(
        x=across,
        xOffset=_offset(plan),
        y=alt.YDatum(0) if plan.lines else up,
    )
    look = _upright() if plan.upright else _level()
    yield _figures(rows, look if plan.lines else look | _RIM)


def _point_figures(plan: Plan) -> Iterator[Any]:
    if plan.lines:
        across, up = _axes(plan)
        rows = _rows(plan, plan.lines).encode(x=across, y=up)
        yield _figures(rows, _level() | _RIM)


def _figures(rows: Any, look: dict[str, Any]) -> Any:
    shown = rows.transform_filter("datum.side != 0").encode(text="figure:N")
    return shown.mark_text(fontSize=SIZE_FIGURE, **look)


def _level() -> dict[str, Any]:
    return {
        "align": "center",
        "baseline": alt.ExprRef("datum.side < 0 ? 'top' : 'bottom'"),
        "dy": alt.ExprRef(f"-{FIGURE_GAP} * datum.side"),
    }


def _upright() -> dict[str, Any]:
    return {
        "angle": 270,
        "baseline": "middle",
        "align": alt.ExprRef("datum.side < 0 ? 'right' : 'left'"),
        "dx": alt.ExprRef(f"{FIGURE_GAP} * datum.side"),
    }
