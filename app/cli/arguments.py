"""What many commands take: the database, the person, the unit, days and periods.

A day or a period that is none is wrong usage, told before anything is opened.
"""

import datetime as dt
import re
from typing import Annotated

import typer

from ledger.errors import PeriodError
from ledger.periods import FIRST_YEAR, LAST_YEAR, Span, parse_day, parse_span

Database = Annotated[
    str, typer.Option("--database", help="数据库地址（默认取 BANGFU_DATABASE）")
]
As = Annotated[str, typer.Option("--as", help="办理人的代码或登录名")]
Unit = Annotated[str, typer.Option("--unit", help="单位代码")]
From = Annotated[str, typer.Option("--from", help="起始日期（含当日）")]
Until = Annotated[str, typer.Option("--until", help="截止日期（含当日）")]
Year = Annotated[
    int, typer.Option("--year", help="年度", min=FIRST_YEAR, max=LAST_YEAR)
]
Period = Annotated[str, typer.Option("--period", help="期间：2025 或 2025-03")]
AnyPeriod = Annotated[
    str, typer.Option("--period", help="期间：2025、2025-Q1 或 2025-03")
]
WithSubunits = Annotated[bool, typer.Option("--with-subunits", help="包含下级单位")]


def day_of(text: str, option: str) -> dt.date:
    """A day as typed."""
    try:
        return parse_day(text)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint=option) from None


def day_or_none(text: str, option: str) -> dt.date | None:
    """A day as typed, or None where nothing was."""
    return day_of(text, option) if text else None


def place_of(text: str, option: str) -> tuple[int, int]:
    """Two numbers as they are typed: statement and row, or voucher and line."""
    if not re.fullmatch(r"[0-9]{1,9}/[0-9]{1,9}", text):
        raise typer.BadParameter("写成 3/12 的形式：编号/行号", param_hint=option)
    first, second = text.split("/")
    return int(first), int(second)


def span_of(text: str, *, quarters: bool = False) -> Span:
    """A period as typed; a quarter where quarters are read."""
    try:
        return parse_span(text, quarters=quarters)
    except PeriodError as error:
        raise typer.BadParameter(str(error), param_hint="--period") from None


def span_until(since: str, until: str) -> Span:
    """The days from `--from`, or 1 January, to `--until`."""
    last = day_of(until, "--until")
    first = day_of(since, "--from") if since else dt.date(last.year, 1, 1)
    try:
        return Span(first, last + dt.timedelta(days=1))
    except PeriodError as error:
        raise typer.BadParameter(str(error), param_hint="--from") from None
