"""Rules of the seal on when: days, periods, charts, openings, adjusting. Pure.

1. L5: the day lies after the unit opened and before it ended, in an open period.
2. A voucher uses the chart in force on its day; openings are the first voucher of the
   books, and after that made by closing a year alone, once in each new chart.
3. An adjusting December takes audit adjustments alone, each citing a finding.
"""

from collections.abc import Iterator

from ledger.entries import Entry, UnitState
from ledger.errors import Problem
from ledger.vouchers import Entered, Kind

YEAR_END_REF = "年终结账-"
"""With what references of year-end vouchers begin."""


def time_problems(entry: Entry, state: UnitState) -> Iterator[Problem]:
    """The breaches of one entry as to when it stands."""
    unit, day = state.unit, entry.dated_on
    if day < unit.opened_on:
        yield before_opening(day, unit.opened_on)
    if unit.closed_on and day >= unit.closed_on:
        yield Problem(
            "L5", "单位已撤销", day, f"撤销日为 {unit.closed_on}", column="date"
        )
    yield from _chart_problems(entry, state)
    yield from _adjusting_problems(entry, state)
    yield from _reserved_problems(entry)
    if entry.period <= state.closed_through:
        yield Problem(
            "L5",
            "会计期间已结账",
            day,
            "记入尚未结账的期间；上年差错经年初余额调整更正",
            column="date",
        )


def _chart_problems(entry: Entry, state: UnitState) -> Iterator[Problem]:
    """Whether the chart is in force, and openings stand first and once in each."""
    charts, day = state.unit.charts, entry.dated_on
    opening = entry.kind == Kind.OPENING
    if not opening and len(charts) == 1:
        return
    current = state.unit.chart_on(day)
    since = next((begin for begin, chart in charts if chart == entry.chart), "")
    # Whether anything was kept under a chart before the one of this voucher.
    earlier = 0 < state.first_period < int((since or day)[:4]) * 100
    stands = (entry.period, entry.chart) in state.openings
    if opening and state.position and entry.entered != Entered.YEAR_END:
        yield _opening_refused(state)
    elif opening and entry.chart != current:
        ends = any(begin == day and chart == current for begin, chart in charts)
        if stands or not ends or since > day:
            yield _opening_refused(state)
    elif opening and state.position and (stands or not earlier or since != day):
        yield _opening_refused(state)
    elif not opening and entry.chart != current:
        yield Problem("chart", "当日不用这个科目表", entry.chart, column="date")
    elif (
        not opening
        and earlier
        and (int(since[:4]) * 100, entry.chart) not in (state.openings)
    ):
        yield Problem(
            "transfer",
            "科目表已更换，新账还没有期初余额",
            day,
            "先办理上年年终结账，由它把旧科目余额转入新科目；此前先存草稿",
            column="date",
        )


def _opening_refused(state: UnitState) -> Problem:
    return Problem(
        "opening",
        "期初余额只能是账簿的第一张凭证",
        f"账中已有 {state.position} 张凭证",
        "各项期初合在同一天的一张凭证里，并先于其他凭证；漏记的用凭证调整",
        column="date",
    )


def _reserved_problems(entry: Entry) -> Iterator[Problem]:
    """A reference of the year's end taken by another would keep the year open."""
    if entry.ref.startswith(YEAR_END_REF) and entry.entered != Entered.YEAR_END:
        yield Problem(
            "L11",
            f"以“{YEAR_END_REF}”开头的引用号留给年终结账",
            do="换一个引用号",
            column="ref",
        )


def _adjusting_problems(entry: Entry, state: UnitState) -> Iterator[Problem]:
    if entry.entered == Entered.ADJUSTMENT:
        if entry.period != state.adjusting:
            yield Problem(
                "L5",
                "审计调整只能记入处于审计调整期的十二月",
                entry.dated_on,
                "先办理 bangfu books year-end adjust；已结账的年度经年初余额调整更正",
                column="date",
            )
        if not entry.basis:
            yield Problem(
                "L5",
                "审计调整没有注明审计发现",
                do="填写审计发现的编号",
                column="basis",
            )
    elif entry.period == state.adjusting and entry.entered != Entered.YEAR_END:
        yield Problem(
            "L5",
            "十二月处于审计调整期，只收审计调整凭证",
            entry.dated_on,
            "记入下年一月；属于审计调整的，注明审计发现的编号",
            column="date",
        )


def before_opening(day: str, opened_on: str) -> Problem:
    """The problem of a day on which the unit kept no books yet."""
    return Problem(
        "L5", "日期早于单位建账日", day, f"建账日为 {opened_on}", column="date"
    )
