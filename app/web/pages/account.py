"""An account ledger (明细账): the postings of an account, each with its voucher.

1. What the books opened with is brought forward, never a posting of the period; its
   vouchers are named beside it. What was brought forward leads to the year before.
2. The page shows the first postings, its file all of them.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode

from app.web import spans, tables
from app.web.desk import Desk, Page, Sent
from app.web.spans import Asked
from ledger import queries
from ledger.balances import balances
from ledger.database import Connection
from ledger.errors import NotFound
from ledger.money import ZERO, Money
from ledger.queries import LedgerRow
from ledger.register import UnitLookup, lookups
from reports import parts
from reports.report import Cell, Column

SHOWN = 2_000
"""Postings on a page (2)."""

_COLUMNS = (
    Column("date", "日期", "date"),
    Column("voucher", "凭证"),
    Column("summary", "摘要", width=3),
    Column("fund", "资金"),
    parts.money("debit", "借方"),
    parts.money("credit", "贷方"),
    parts.money("balance", "余额"),
)


@dataclass(frozen=True, slots=True)
class Posted:
    """A posting with the balance after it; debit is positive."""

    row: LedgerRow
    fund: str
    held: Money

    @property
    def mark(self) -> str:
        """How people call its voucher."""
        return f"{self.row.kind}-{self.row.number}"


@dataclass(slots=True)
class Ledger:
    """An account over a period: what was brought forward, and the postings."""

    account: int
    asked: Asked
    fund: str
    purpose: str
    opening: Money = ZERO
    opened_by: list[LedgerRow] = field(default_factory=list)
    """Postings that the books opened with, at the beginning of the period (1)."""
    lines: list[Posted] = field(default_factory=list)

    @property
    def debit(self) -> Money:
        """All debits."""
        return sum((Money(one.row.debit_fen) for one in self.lines), ZERO)

    @property
    def credit(self) -> Money:
        """All credits."""
        return sum((Money(one.row.credit_fen) for one in self.lines), ZERO)

    @property
    def closing(self) -> Money:
        """The balance at the end."""
        return self.opening + self.debit - self.credit


def show(desk: Desk) -> Page | Sent:
    """The postings of an account in a period, with the balance after each."""
    code = desk.places["account"]
    with desk.reading() as connection:
        books = lookups(connection)
        unit = books.unit(desk.unit)
        ledger = _ledger(desk, connection, unit)
        name = books.account_names[ledger.account]
        if tables.is_asked(desk):
            table = (_COLUMNS, [*_cells(ledger)])
            title = f"明细账 {code} {name}"
            return tables.send(desk, connection, title, ledger.asked, table)
    told = {
        "unit": unit,
        "account": code,
        "name": name,
        "ledger": ledger,
        "lines": ledger.lines[:SHOWN],
        "asked": ledger.asked,
        "earlier": _earlier(desk, unit, ledger),
    }
    return Page("account.html", told)


def _ledger(desk: Desk, connection: Connection, unit: UnitLookup) -> Ledger:
    asked, code = spans.asked(desk), desk.places["account"]
    fund, purpose = desk.query.get("fund", ""), desk.query.get("purpose", "")
    books = lookups(connection)
    chart = books.charts[unit.chart_on(asked.span.since.isoformat())]
    if code not in chart:
        raise NotFound("科目", code)
    if fund and fund not in unit.funds:
        raise NotFound("资金", fund)
    ledger = Ledger(chart[code], asked, fund, purpose)
    by = ("account", "fund", *(("purpose",) if purpose else ()))
    for one in balances(connection, (unit.code,), asked.span, by):
        wanted = one.account == code and fund in {"", one.fund}
        if wanted and purpose == one.purpose:
            ledger.opening += one.opening
    found = queries.account_lines(
        connection,
        unit.id,
        (ledger.account,),
        asked.span.since,
        asked.span.until,
        fund_id=unit.funds[fund] if fund else None,
        purpose=purpose,
    )
    _take(ledger, unit, found)
    return ledger


def _take(ledger: Ledger, unit: UnitLookup, found: Iterator[LedgerRow]) -> None:
    """The postings in order; openings are in what was brought forward (1)."""
    held = ledger.opening
    for row in found:
        if not row.period % 100:
            ledger.opened_by.append(row)
            continue
        held += Money(row.debit_fen) - Money(row.credit_fen)
        ledger.lines.append(Posted(row, unit.fund_codes[row.fund_id], held))


def _cells(ledger: Ledger) -> Iterator[tuple[Cell, ...]]:
    yield None, "", "期初", ledger.fund, None, None, ledger.opening
    for one in ledger.lines:
        row = one.row
        debit, credit = Money(row.debit_fen) or None, Money(row.credit_fen) or None
        yield row.dated_on, one.mark, row.summary, one.fund, debit, credit, one.held
    whole = ledger.debit, ledger.credit, ledger.closing
    yield None, "", "合计", ledger.fund, *whole


def _earlier(desk: Desk, unit: UnitLookup, ledger: Ledger) -> str:
    """Where what was brought forward comes from; empty at the first of the books."""
    since = ledger.asked.span.since
    year = since.year if since.month > 1 else since.year - 1
    if unit.opened_on >= dt.date(year + 1, 1, 1).isoformat():
        return ""
    return f"{desk.path}?{urlencode({**desk.query, 'period': year})}"
