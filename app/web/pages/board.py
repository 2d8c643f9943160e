"""A board's pages (管理机构): a unit's money on one page, and each fund's on one.

Plain words and aggregates; the figures are those of the board pack. Who keeps or audits
the books goes on from here to accounts, vouchers and papers.
"""

import re
from collections.abc import Mapping
from typing import Any

from app.web import board_asked, board_matters, board_sheets, fund_sheets, sheets
from app.web.board_asked import Told
from app.web.charts import drawn
from app.web.desk import Desk, Page, Sent
from app.web.languages import said
from app.web.sheets import Sheet
from ledger.money import ZERO, Money
from reports import board_came, board_did, board_left, board_years
from reports.board_parts import Board, came
from reports.board_years import Year
from reports.report import Chart, Series


def show(desk: Desk) -> Page | Sent:
    """A unit's aid money: whence, what for, what is left and where, what is wrong."""
    with desk.reading() as connection:
        told = board_asked.told_of(desk, connection)
        drawn_up, charts = _unit(told)
        if desk.query.get("as"):
            return sheets.sent(desk, connection, told.asked, drawn_up.values())
        below = any(one.parent == desk.unit for one in told.board.books.units.values())
        shown = _shown(told, drawn_up, charts)
    return Page("board.html", shown | {"has_below": below})


def fund(desk: Desk) -> Page | Sent:
    """A fund's money: the same, account by account."""
    with desk.reading() as connection:
        code = desk.places["fund"]
        told = board_asked.told_of(desk, connection, fund=code)
        drawn_up, charts = _fund(told)
        if desk.query.get("as"):
            return sheets.sent(desk, connection, told.asked, drawn_up.values())
        shown = _shown(told, drawn_up, charts)
        name = told.unit.fund_names[told.unit.funds[code]]
    return Page("fund.html", shown | {"code": code, "name": name})


_OF_A_YEAR = re.compile(r"(\d{4})年收到")
"""How the charts of the pack call a year in which money came."""

Drawn = tuple[dict[str, Sheet], dict[str, Chart]]
"""The tables and the charts of a page, each by its key."""


def _unit(told: Told) -> Drawn:
    board = told.board
    now, last = _uses(board)
    found, aged = board_came.read(board), board_left.ages(board)
    tied, years = board_left.tied(board), board_years.years(board)
    made = [
        board_sheets.sources(told, found),
        *([board_sheets.uses(told, now, last)] if now else []),
        board_sheets.forms(told),
        board_sheets.tied(told, tied),
        board_sheets.ages(told, aged),
        board_sheets.years(years, of_fund=False),
        # Each unit numbers its funds in its own way: of several, the units are told.
        board_sheets.units(told) if len(board.units) > 1 else board_sheets.funds(told),
        board_matters.matters(told, tied),
        board_matters.findings(told),
    ]
    charts = (
        *board_came.chart(found),
        *board_did.chart(now, last),
        *board_left.ages_chart(board, aged),
        *_years_chart(years, of_fund=False),
    )
    return {one.key: one for one in made}, {one.name: one for one in charts}


def _fund(told: Told) -> Drawn:
    board = told.board
    now, last = _uses(board)
    aged, tied = board_left.ages(board), board_left.tied(board)
    years = board_years.years_of_fund(board)
    made = [
        *fund_sheets.all_sheets(told),
        board_sheets.forms(told),
        board_sheets.tied(told, tied),
        board_sheets.ages(told, aged),
        board_sheets.years(years, of_fund=True),
        board_matters.findings(told),
    ]
    charts = (
        *board_did.chart(now, last),
        *board_left.ages_chart(board, aged),
        *_years_chart(years, of_fund=True),
    )
    return {one.key: one for one in made}, {one.name: one for one in charts}


def _uses(board: Board) -> tuple[Mapping[str, Money], Mapping[str, Money] | None]:
    now = board_did.kinds(board, board.year_flows)
    if board.last_flows is None:
        return now, None
    return now, board_did.kinds(board, board.last_flows)


def _shown(
    told: Told, made: Mapping[str, Sheet], charts: Mapping[str, Chart]
) -> dict[str, Any]:
    board, language = told.board, told.desk.language

    def say(text: str) -> str:
        year = _OF_A_YEAR.fullmatch(text)
        return year[1] if year and language != "zh" else said(text, language)

    whole = board.whole
    return {
        "told": told,
        "unit": told.unit,
        "asked": told.asked,
        "board": board,
        "whole": whole,
        "came": came(whole),
        "sheets": made,
        "charts": {key: drawn(chart, say) for key, chart in charts.items()},
        "address": sheets.address,
        "past": [*range(board.year, _first_year(board) - 1, -1)][:12],
    }


def _first_year(board: Board) -> int:
    opened = min(board.books.unit(code).opened_on for code in board.units)
    return int(opened[:4])


def _years_chart(years: tuple[Year, ...], *, of_fund: bool) -> tuple[Chart, ...]:
    """Budget beside what was spent of it, by the year; nothing where neither is."""
    budget = tuple(one.own if of_fund else one.budget for one in years)
    spent = tuple(one.own_spent if of_fund else one.compared for one in years)
    series = (Series("budget", "预算", budget), Series("spent", "实际", spent))
    if not any(one for each in series for one in each.figures if one != ZERO):
        return ()
    kept = tuple(
        one for one in series if any(figure is not None for figure in one.figures)
    )
    places = tuple(str(one.year) for one in years)
    caption = "历年预算与实际"
    return (Chart("years_chart", caption, "年度", places, kept),)
