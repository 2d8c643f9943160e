"""Page 1 of the board pack: what came in, by source, against last year and the budget.

What came in is what `fund_flows.py` says was received, which is the income of the fund
statement, and what the union made over from its own money: a source as the others are,
and with a budget, but no income. So that both papers can be held side by side, each of
the two stands in a line and a column of its own.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ledger.funds import Origin
from ledger.money import ZERO, Money
from reports import budget_parts, parts
from reports.board_parts import SOURCES, Board, came, change
from reports.fund_flows import Flow, Flows
from reports.report import (
    Block,
    Cell,
    Chart,
    Column,
    Heading,
    Paragraph,
    Row,
    Series,
    Style,
    Table,
)

Sums = Mapping[Origin, Money]


@dataclass(frozen=True, slots=True)
class Came:
    """What came in by origin: of the period, the year, last year, and as budgeted."""

    period: Sums
    year: Sums
    last: Sums | None
    budget: Sums | None
    moved: tuple[Money, Money, Money | None]
    """What of it was made over from other money: of the period, the year, last year."""

    def of(self, origins: Sequence[Origin]) -> tuple[Money | None, ...]:
        """The four figures of some origins; None where there is nothing to compare."""
        told = (self.period, self.year, self.last, self.budget)
        return tuple(None if one is None else _sum(one, origins) for one in told)


def read(board: Board) -> Came:
    """What came in."""
    return Came(
        period=_by_origin(board, board.flows),
        year=_by_origin(board, board.year_flows),
        last=None if board.last_flows is None else _by_origin(board, board.last_flows),
        budget=_budgeted(board),
        moved=(
            _moved(board, board.flows),
            _moved(board, board.year_flows),
            None if board.last_flows is None else _moved(board, board.last_flows),
        ),
    )


def _moved(board: Board, flows: Flows) -> Money:
    return sum((flow.moved for flow in board.told(flows)), ZERO)


def _by_origin(board: Board, flows: Flows) -> Sums:
    sums: dict[Origin, Money] = {}
    for flow in board.told(flows):
        sums[flow.origin] = sums.get(flow.origin, ZERO) + came(flow)
    return sums


def _budgeted(board: Board) -> Sums | None:
    """The receipts that budgets in force count on; None where there is none."""
    if not board.planned:
        return None
    sums: dict[Origin, Money] = {}
    for code, one in board.planned.items():
        unit = board.books.unit(code)
        for fund, amount in one.receipts.items():
            if board.fund not in {"", fund}:
                continue
            origin = Origin(unit.fund_origins[unit.funds[fund]])
            sums[origin] = sums.get(origin, ZERO) + amount
    return sums


def _sum(sums: Sums, origins: Sequence[Origin]) -> Money:
    return sum((sums.get(origin, ZERO) for origin in origins), ZERO)


def blocks(board: Board) -> Iterator[Block]:
    """The page."""
    found, whole = read(board), board.whole
    _, year, last, budget = found.of(tuple(Origin))
    assert year is not None
    yield Heading("一、钱从哪里来")
    yield Paragraph(
        board.words(
            "came",
            period=parts.period_title(board.request),
            is_year=board.is_year,
            year=board.year,
            month=board.on.month,
            came=year,
            change=change(year, last),
            budget=budget,
            rate=budget_parts.percent(
                None if budget is None else budget_parts.share_bp(year, budget)
            ),
            greatest=_greatest(found),
            units=len(board.units),
        )
    )
    yield _overview(whole)
    yield from chart(found)
    yield _table(board, found)


def _overview(whole: Flow) -> Table:
    """From what there was to what there is, in one line."""
    columns = (
        parts.money("opening", "年初有"),
        parts.money("came", "加：收入"),
        parts.money("moved", "加：从其他资金调入"),
        parts.money("spent", "减：用掉"),
        parts.money("direct", "其他变动"),
        parts.money("closing", "现在还有"),
    )
    moves = (whole.received, whole.moved, whole.spent, whole.direct)
    cells = (whole.opening, *moves, whole.closing)
    kept, told = budget_parts.filled(columns, (Row(cells),), {"moved", "direct"})
    return Table(kept, told, name="overview")


def _greatest(found: Came) -> str:
    """The source that gave the most; empty where nothing came."""
    sums = {name: _sum(found.year, origins) for _, name, origins in SOURCES}
    name = max(sums, key=lambda one: sums[one])
    return name if sums[name] > ZERO else ""


def chart(found: Came) -> Iterator[Chart]:
    """Every source: this year, last year, the budget; nothing where all is nil."""
    figures = [found.of(origins)[1:] for _, _, origins in SOURCES]
    if not any(figure for row in figures for figure in row):
        return
    titled = (("year", "本年收到"), ("last", "上年同期"), ("budget", "全年预算"))
    series = [
        Series(key, title, tuple(row[place] for row in figures))
        for place, (key, title) in enumerate(titled)
        if figures[0][place] is not None
    ]
    yield Chart(
        name="sources_chart",
        caption="各个来源收到的钱",
        axis="来源",
        places=tuple(name for _, name, _ in SOURCES),
        series=tuple(series),
        low=True,
    )


def _table(board: Board, found: Came) -> Table:
    columns = (
        Column("source", "来源", width=3),
        parts.money("period", f"{board.on.month}月收到"),
        parts.money("year", "本年收到"),
        parts.money("last", "上年同期"),
        Column("change", "比上年", "rate"),
        parts.money("budget", "全年预算"),
        Column("rate", "已到预算的", "rate"),
    )
    rows: list[Row] = []
    for _, name, origins in SOURCES:
        rows.append(_row(found, name, origins, "plain"))
        within = [one for one in origins if any(found.of((one,)))]
        if len(within) > 1 and name in _TOLD_APART:
            rows += [_row(found, f"　{o.label}", (o,), "plain") for o in within]
    rows.append(_row(found, "合计", tuple(Origin), "total"))
    rows += _apart(found)
    optional = {"last", "change", "budget", "rate"}
    if board.is_year:
        # The column of the month is that of the year.
        rows = [Row((row.cells[0], None, *row.cells[2:]), row.style) for row in rows]
        optional.add("period")
    kept, told = budget_parts.filled(columns, rows, optional)
    caption = "按来源收到的钱（意见规定的四个来源和其他）"
    note = board.words(
        "came_notes", several=len(board.units) > 1, moved=any(found.moved)
    )
    return Table(kept, told, caption, note, name="sources", dense=True)


def _apart(found: Came) -> Iterator[Row]:
    """The whole as income and as what was made over; nothing where all is income."""
    if not any(found.moved):
        return
    came = found.of(tuple(Origin))[:3]
    income = [
        None if one is None or moved is None else one - moved
        for one, moved in zip(came, found.moved, strict=True)
    ]
    for name, (period, year, last) in (
        ("其中：收入（同收支表）", income),
        ("　　　从其他资金调入", found.moved),
    ):
        assert year is not None
        rate = budget_parts.change_bp(year, last)
        yield Row((name, period, year, last, rate, None, None))


_TOLD_APART = frozenset(name for key, name, _ in SOURCES if key != "other")
"""Sources whose origins have lines of their own."""


def _row(found: Came, name: str, origins: Sequence[Origin], style: Style) -> Row:
    period, year, last, budget = found.of(origins)
    assert year is not None
    cells: tuple[Cell, ...] = (
        *(name, period, year, last, budget_parts.change_bp(year, last)),
        *(budget, None if budget is None else budget_parts.share_bp(year, budget)),
    )
    return Row(cells, style)
