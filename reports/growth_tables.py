"""The tables and pictures of growth: years to be explained, every year, every unit.

The figures come from `budgets/growth.py`, which states the rules.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from budgets.growth import Policy, RemarkKey, Verdict, YearGrowth
from budgets.growth import Series as Whose
from budgets.yearly import FigureSeries
from ledger.database import Connection
from ledger.money import ZERO, Money
from reports import budget_parts, parts
from reports.budget_parts import DOWN
from reports.catalogue import Request
from reports.report import Cell, Chart, Column, Row, Series, Table

INCOME = {
    Whose.OWN: ("经费收入", FigureSeries.UNION_INCOME),
    Whose.GOVERNMENT: ("地区经济指标", FigureSeries.ECONOMY),
}
_BAD = frozenset({Verdict.FELL, Verdict.NO_BUDGET})
_GRAVE = frozenset(
    {
        RemarkKey.FELL_WITHOUT_NOTE,
        RemarkKey.FELL_WITH_NOTE,
        RemarkKey.YEAR_SKIPPED,
        RemarkKey.HELD,
        RemarkKey.SHORT_OF_REQUIRED,
    }
)

YEARS_CHARTED = 25
"""Years that find room in a chart; the latest ones are drawn."""


@dataclass(frozen=True, slots=True)
class Case:
    """One series of one unit, judged year by year."""

    series: Whose
    rows: tuple[YearGrowth, ...]
    incomes: Mapping[int, Money]
    policies: tuple[Policy, ...]
    printed: Mapping[str, str]

    @property
    def income(self) -> str:
        """What the series grows with."""
        return INCOME[self.series][0]

    @property
    def has_figures(self) -> bool:
        """Whether there is anything to be judged."""
        return any(row.figure for row in self.rows) or any(r.base for r in self.rows)


def exceptions(case: Case) -> Iterator[Table]:
    """Every year that has to be explained, with what was said of it."""
    columns = (
        Column("year", "年度"),
        Column("key", "情况", width=3),
        parts.money("figure", "预算"),
        parts.money("change", "增减额"),
        Column("rate", "增减率", "rate"),
        parts.money("shortfall", "低于应达数"),
        Column("text", "说明", width=8),
    )
    rows = tuple(
        Row(
            (
                f"{remark.year}",
                _marked(remark.key),
                row.figure if remark.year == row.year else None,
                row.change if remark.key in _GRAVE else None,
                row.rate_bp if remark.key in _GRAVE else None,
                parts.amount(row.shortfall) if remark.key in _GRAVE else None,
                _cited(remark.text, case.printed),
            )
        )
        for row in case.rows
        for remark in row.remarks
    )
    if rows:
        optional = {"figure", "change", "rate", "shortfall"}
        kept, cells = budget_parts.filled(columns, rows, optional)
        caption = f"需要说明的年度（{len({row.cells[0] for row in rows})}个）"
        name = f"{case.series}_exceptions"
        yield Table(kept, cells, caption=caption, name=name)


def _marked(key: RemarkKey) -> str:
    if key in {RemarkKey.FELL_WITHOUT_NOTE, RemarkKey.FELL_WITH_NOTE}:
        return f"{DOWN} {Verdict.FELL.label}"
    return f"{DOWN} {key.label}" if key is RemarkKey.YEAR_SKIPPED else key.label


def _cited(text: str, printed: Mapping[str, str]) -> str:
    """A remark with its resolutions named as papers carry them."""
    for key in sorted(printed, key=len, reverse=True):
        for before, after in (("（", "）"), ("，", "）")):
            text = text.replace(
                f"{before}{key}{after}", f"{before}{printed[key]}{after}"
            )
    return text


# -- pictures -----------------------------------------------------------------------


def chart(case: Case, request: Request) -> Iterator[Chart]:
    """Every year beside its base; nothing of a single year."""
    rows = case.rows[-YEARS_CHARTED:]
    places = tuple(_place(row) for row in rows)
    bases = tuple(row.base.total if row.base else None for row in rows)
    budget = Series("budget", "年度预算", tuple(row.figure for row in rows))
    series: tuple[Series, ...] = (budget,)
    if any(bases):
        series = (budget, Series("base", "2005年度基数", bases))
    if len(rows) > 1 and any(row.figure for row in rows):
        fell = any(row.verdict in _BAD for row in rows)
        yield Chart(
            name=f"{case.series}_chart",
            caption=f"{case.series.label}历年数",
            axis="年度",
            places=places,
            series=series,
            drawing="bars_and_line" if len(series) > 1 else "bars",
            note=request.words("budget_growth_chart", mark=DOWN) if fell else "",
        )


def _place(row: YearGrowth) -> str:
    return f"{DOWN}{row.year}" if row.verdict in _BAD else str(row.year)


def index_chart(case: Case) -> Iterator[Chart]:
    """Budget and income as percentages of the first year in which both are known."""
    rows = case.rows[-YEARS_CHARTED:]
    both = [row for row in rows if row.figure and case.incomes.get(row.year)]
    if len(both) < 2:  # noqa: PLR2004 - a line needs two points
        return
    first = both[0]
    assert first.figure
    budgets = tuple(
        None if row.figure is None else budget_parts.share_bp(row.figure, first.figure)
        for row in rows
    )
    incomes = tuple(
        budget_parts.share_bp(case.incomes[row.year], case.incomes[first.year])
        if row.year in case.incomes
        else None
        for row in rows
    )
    yield Chart(
        name=f"{case.series}_index_chart",
        caption=f"预算与{case.income}的增长（以{first.year}年为100%）",
        axis="年度",
        places=tuple(_place(row) for row in rows),
        series=(
            Series("budget", "年度预算", budgets),
            Series("income", case.income, incomes),
        ),
        drawing="lines",
    )


# -- every year ---------------------------------------------------------------------


def years(case: Case) -> Table:
    """Every year beside the year before, its base, income and what it had to reach."""
    columns = (
        Column("year", "年度"),
        parts.money("figure", "预算"),
        parts.money("last", "上年可比数"),
        parts.money("change", "增减额"),
        Column("rate", "增减率", "rate"),
        Column("base_rate", "比基数", "rate"),
        parts.money("income", case.income),
        Column("income_rate", "收入增长率", "rate"),
        parts.money("required", "应达数"),
        parts.money("shortfall", "低于应达数"),
        Column("verdict", "结论"),
        Column("note", "说明", width=3),
    )
    rows = tuple(
        Row(
            (
                str(row.year),
                row.figure,
                row.last,
                row.change,
                row.rate_bp,
                row.base_rate_bp,
                row.income,
                row.income_rate_bp,
                row.required,
                parts.amount(row.shortfall),
                _verdict(row),
                _note(row),
            )
        )
        for row in case.rows
    )
    optional = {"base_rate", "income", "income_rate", "shortfall", "note"}
    kept, cells = budget_parts.filled(columns, rows, optional)
    caption = f"{case.series.label}历年增长情况"
    name = f"{case.series}_years"
    return Table(kept, cells, caption=caption, name=name, dense=True)


def _verdict(row: YearGrowth) -> str:
    mark = f"{DOWN} " if row.verdict in _BAD else ""
    return mark + row.verdict.label


def _note(row: YearGrowth) -> str:
    """In few words; the whole of it stands with the years to be explained."""
    told = []
    if row.compared_year is not None and row.compared_year != row.year - 1:
        told.append(f"与{row.compared_year}年相比")
    elif row.base is not None and row.compared_year == row.base.base_year:
        told.append("与基数相比")
    told += [
        remark.key.label
        for remark in row.remarks
        if remark.key not in {RemarkKey.HELD, RemarkKey.YEAR_SKIPPED}
    ]
    return "；".join(dict.fromkeys(told))


# -- a province ---------------------------------------------------------------------


def latest(
    series: Whose,
    known: Mapping[str, tuple[YearGrowth, ...]],
    names: Mapping[str, str],
) -> Table:
    """The latest year of every unit, and their sum."""
    columns = (
        Column("unit", "单位编号"),
        Column("name", "单位", width=3),
        parts.money("base", "基数"),
        parts.money("last", "上年可比数"),
        parts.money("figure", "本年预算"),
        parts.money("change", "增减额"),
        Column("rate", "增减率", "rate"),
        Column("base_rate", "比基数", "rate"),
        parts.money("required", "应达数"),
        parts.money("shortfall", "低于应达数"),
        Column("verdict", "结论"),
        Column("fell", "曾减少的年度", width=2),
    )
    rows = [_latest_row(unit, names[unit], judged) for unit, judged in known.items()]
    whole = Row(("合计", "", *_whole([r[-1] for r in known.values()])), "total")
    optional = {"base", "base_rate", "shortfall", "fell"}
    kept, cells = budget_parts.filled(columns, (*rows, whole), optional)
    caption = f"各单位{series.label}（本年）"
    return Table(kept, cells, caption=caption, name=f"{series}_units")


def _latest_row(unit: str, name: str, judged: tuple[YearGrowth, ...]) -> Row:
    row = judged[-1]
    fell = "、".join(str(one.year) for one in judged[:-1] if one.verdict in _BAD)
    return Row(
        (
            unit,
            name,
            row.base.total if row.base else None,
            row.last,
            row.figure,
            row.change,
            row.rate_bp,
            row.base_rate_bp,
            row.required,
            parts.amount(row.shortfall),
            _verdict(row),
            fell,
        )
    )


def _whole(latest: Sequence[YearGrowth]) -> tuple[Cell, ...]:
    """Sums over the units; the comparisons are of the sums."""
    base = sum((row.base.total for row in latest if row.base), ZERO)
    last = sum((row.last for row in latest if row.last), ZERO)
    figure = sum((row.figure for row in latest if row.figure), ZERO)
    required = sum((row.required for row in latest if row.required), ZERO)
    short = sum((row.shortfall for row in latest), ZERO)
    # A unit without a base is no growth over the bases of the others.
    of_bases = sum((row.figure for row in latest if row.base and row.figure), ZERO)
    above_base = budget_parts.change_bp(of_bases, base)
    rates = (budget_parts.change_bp(figure, last), above_base)
    sums = (parts.amount(base), last, figure, figure - last)
    return (*sums, *rates, required, parts.amount(short), "", "")


def explained(
    connection: Connection,
    series: Whose,
    known: Mapping[str, tuple[YearGrowth, ...]],
    names: Mapping[str, str],
) -> Iterator[Table]:
    """Every year of every unit that has to be explained."""
    columns = (
        Column("name", "单位", width=3),
        Column("year", "年度"),
        Column("key", "情况", width=5),
        Column("text", "说明", width=8),
    )
    rows = []
    for unit, judged in known.items():
        told = [remark for row in judged for remark in row.remarks]
        printed = budget_parts.printed_keys(connection, unit) if told else {}
        rows += [
            Row((names[unit], str(r.year), _marked(r.key), _cited(r.text, printed)))
            for r in told
        ]
    if rows:
        caption = "各单位需要说明的年度"
        yield Table(columns, tuple(rows), caption=caption, name=f"{series}_exceptions")
