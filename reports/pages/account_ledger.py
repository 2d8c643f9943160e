"""明细账: every posting on an account with the balance it leaves, month by month.

1. The ledger begins with the balance brought forward, openings of the year included.
2. A month with entries ends with its total (本月合计) and that of the year to date
   (本年累计), both of the last day of the month.
3. An account with others under it covers them all; a line then names its own account.
4. What goes over to the next page are the sums of the year to date and the balance.
5. Rows are read as they are written: a million lines need no more room than a page.

Basis: 会计基础工作规范 第六十条.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from ledger import queries
from ledger.balances import balances
from ledger.database import Connection
from ledger.money import ZERO, Money
from ledger.periods import Span, label, last_day
from ledger.queries import LedgerRow
from ledger.register import Lookups, UnitLookup, lookups
from reports import parts
from reports.catalogue import Report, Request
from reports.errors import NoSuchScope
from reports.report import Block, Carried, Cell, Column, Document, Note, Row, Table

REPORT = Report(
    name="account_ledger",
    title="明细账",
    summary="一个科目（含其下级科目）的逐笔发生额和余额，附本月合计、本年累计",
    needs=("period", "account"),
)


@dataclass(frozen=True, slots=True)
class _Scope:
    """Which lines a ledger covers, and what a line must name."""

    unit: UnitLookup
    books: Lookups
    account: int
    accounts: tuple[int, ...]
    fund: int | None

    @property
    def is_parent(self) -> bool:
        """Whether a line must say on which account it stands."""
        return self.accounts != (self.account,)


@dataclass(slots=True)
class _Running:
    """The balance as the ledger goes on, and the turnover of the year to date."""

    balance: Money
    debit: Money
    credit: Money

    def take(self, debit: Money, credit: Money) -> None:
        """Go on by one posting."""
        self.debit += debit
        self.credit += credit
        self.balance += debit - credit


def build(connection: Connection, request: Request) -> Document:
    """Draw up the ledger; its rows are read while the document is written.

    Raises:
        NoSuchScope: several units were asked for; a ledger is of one book.
        NotFound: the unit has no such account or fund.
    """
    if request.with_subunits:
        raise NoSuchScope("明细账按单位逐本打印，不汇总下级单位")
    scope = _scope(connection, request)
    running = _brought_forward(connection, request, scope)
    columns = _columns(scope)
    carried = Carried(
        {"debit": running.debit, "credit": running.credit}, ("side", "balance")
    )
    rows = _rows(connection, request, scope, running)
    blocks: list[Block] = [Table(columns, rows, name="lines", carried=carried)]
    if note := parts.scope_note(connection, request):
        blocks.append(Note(note))
    return Document(
        name=REPORT.name,
        title=REPORT.title,
        subtitle=_subtitle(scope),
        provenance=parts.provenance(connection, request),
        blocks=tuple(blocks),
        landscape=scope.is_parent or scope.fund is None,
    )


def _scope(connection: Connection, request: Request) -> _Scope:
    books = lookups(connection)
    unit = books.unit(request.unit)
    account = parts.account_id(books, unit, request.account, request)
    under = [a for a in books.account_codes if account in parts.path(books, a)]
    return _Scope(
        unit=unit,
        books=books,
        account=account,
        accounts=tuple(sorted(under)),
        fund=parts.fund_id(unit, request.fund) if request.fund else None,
    )


def _subtitle(scope: _Scope) -> str:
    account = f"科目：{parts.coded_name(scope.books, scope.account)}"
    if scope.fund is None:
        return account
    return f"{account}　资金：{scope.unit.fund_names[scope.fund]}"


def _columns(scope: _Scope) -> tuple[Column, ...]:
    account = (Column("account", "明细科目", width=3),) if scope.is_parent else ()
    fund = (Column("fund", "资金", width=3),) if scope.fund is None else ()
    return (
        Column("date", "日期", "date"),
        Column("voucher", "凭证字号"),
        Column("summary", "摘要", width=4),
        *account,
        *fund,
        parts.money("debit", "借方"),
        parts.money("credit", "贷方"),
        Column("side", "方向"),
        parts.money("balance", "余额"),
    )


def _brought_forward(
    connection: Connection, request: Request, scope: _Scope
) -> _Running:
    """The balance before the first day, and what the year had moved by then."""
    january = dt.date(request.span.since.year, 1, 1)
    whole = Span(january, request.span.until)
    year = _sums(connection, request, scope, whole)
    if parts.is_year(request) or request.span.since == january:
        return _Running(year.balance, ZERO, ZERO)
    return _sums(
        connection, request, scope, Span(january, request.span.since), closing=True
    )


def _sums(
    connection: Connection,
    request: Request,
    scope: _Scope,
    span: Span,
    *,
    closing: bool = False,
) -> _Running:
    codes = {scope.books.account_codes[account] for account in scope.accounts}
    sums = _Running(ZERO, ZERO, ZERO)
    units = (scope.unit.code,)
    for one in balances(connection, units, span, known_at=request.known_at):
        if one.account in codes and request.fund in {"", one.fund}:
            sums.balance += one.closing if closing else one.opening
            sums.debit += one.debit
            sums.credit += one.credit
    return sums


# -- rows ---------------------------------------------------------------------------


def _rows(
    connection: Connection, request: Request, scope: _Scope, running: _Running
) -> Iterator[Row]:
    named = "上年结转" if _from_january(request) else "承前结转"
    brought = _sum_cells(scope, request.span.since, named, (ZERO, ZERO), running)
    yield Row(brought)
    lines = _lines(connection, request, scope)
    for period, month in groupby(lines, key=lambda line: line.period):
        debit, credit, last = ZERO, ZERO, last_day(period)
        for line in month:
            debited, credited = Money(line.debit_fen), Money(line.credit_fen)
            running.take(debited, credited)
            debit += debited
            credit += credited
            yield _line_row(scope, line, running)
        turnover = (debit, credit)
        month_title = f"{label(period)}　本月合计"
        to_date = (running.debit, running.credit)
        cells = _sum_cells(scope, last, month_title, turnover, running)
        yield Row(cells, "subtotal")
        cells = _sum_cells(scope, last, "本年累计", to_date, running)
        yield Row(cells, "subtotal")


def _from_january(request: Request) -> bool:
    """Whether the ledger begins with the year."""
    return request.span.since.month == 1


def _lines(
    connection: Connection, request: Request, scope: _Scope
) -> Iterator[LedgerRow]:
    """The postings of the span, without openings: these are brought forward."""
    span = request.span
    lines = queries.account_lines(
        connection,
        scope.unit.id,
        scope.accounts,
        span.since,
        span.until,
        fund_id=scope.fund,
    )
    for line in lines:
        known = request.known_at is None or line.position <= request.known_at
        if known and line.period % 100:
            yield line


def _line_row(scope: _Scope, line: LedgerRow, running: _Running) -> Row:
    named: list[str] = []
    if scope.is_parent:
        named.append(parts.coded_leaf(scope.books, line.account_id))
    if scope.fund is None:
        named.append(scope.unit.fund_names[line.fund_id])
    summary = f"{line.summary}（{line.memo}）" if line.memo else line.summary
    return Row(
        (
            line.dated_on,
            parts.voucher_number(line.kind, line.number),
            summary,
            *named,
            parts.amount(Money(line.debit_fen)),
            parts.amount(Money(line.credit_fen)),
            *_sided(running.balance),
        )
    )


def _sum_cells(
    scope: _Scope,
    day: dt.date,
    text: str,
    turnover: tuple[Money, Money],
    running: _Running,
) -> tuple[Cell, ...]:
    empty = [""] * (scope.is_parent + (scope.fund is None))
    told = map(parts.amount, turnover)
    return (day, "", text, *empty, *told, *_sided(running.balance))


def _sided(balance: Money) -> tuple[str, Money]:
    """On which side the balance stands, and how much it is."""
    if not balance:
        return "平", ZERO
    return ("借", balance) if balance > ZERO else ("贷", -balance)
