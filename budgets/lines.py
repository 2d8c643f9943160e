"""Lines of a year's budget (预算指标): how people name them, and how they stand."""

import datetime as dt
from dataclasses import dataclass

from budgets.errors import ControlRefused
from ledger import appropriation_store
from ledger.appropriations import Made, Standing
from ledger.database import Connection
from ledger.errors import NotFound
from ledger.people import Act
from ledger.periods import china_day
from ledger.register import Lookups, UnitLookup


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a year's budget; `purpose` is empty where none is named."""

    unit: str
    year: int
    fund: str
    account: str
    purpose: str = ""


def key_of(unit: UnitLookup, line: Line, books: Lookups) -> tuple[int, int, int, str]:
    """Year, fund and account by number, purpose.

    Raises:
        NotFound: the unit has no such fund, or its chart that year no such account.
    """
    if line.fund not in unit.funds:
        raise NotFound("资金", line.fund, "用 bangfu books funds 查看")
    day = max(f"{line.year}-01-01", unit.opened_on)
    accounts = books.charts.get(unit.chart_on(day), {})
    if line.account not in accounts:
        raise NotFound("科目", line.account, "用 bangfu books accounts 查看")
    return line.year, unit.funds[line.fund], accounts[line.account], line.purpose


def standing(
    connection: Connection, unit: UnitLookup, line: Line, books: Lookups
) -> Standing:
    """How a line stands.

    Raises:
        ControlRefused: no budget has opened it.
        NotFound: there is no such fund or account.
    """
    key = key_of(unit, line, books)
    found = appropriation_store.find(connection, unit.id, key)
    if found is None:
        raise no_line(line)
    return found


def no_line(line: Line) -> ControlRefused:
    """What is told where no budget has opened a line."""
    what = f"{line.year}年没有 {line.fund} {line.account} {line.purpose}的预算指标"
    return ControlRefused(
        what, why="预算未批准，或没有这一项", do="先批准预算、年初预拨，或调整预算"
    )


def made_by(books: Lookups, act: Act, year: int, basis: str) -> Made:
    """Who and when; the day lies in the year of the line it is about."""
    day = china_day(act.at)
    inside = min(max(day, dt.date(year, 1, 1)), dt.date(year, 12, 31))
    return Made(inside.isoformat(), books.person(act.person), act.stamp, basis)
