"""Journals of money (日记账): every receipt and payment by day, with daily balances.

1. A journal is of one account; a unit with several has one after the other, each on a
   page of its own. Those without balance and movement are left out, unless all are.
2. It begins with the balance brought forward, openings of the year included. A day
   with entries ends with its total and balance (本日合计), a month with entries with
   its own and that of the year to date (本月合计、本年累计), both of its last day.
3. The counter-accounts (对方科目) of a line are those on the other side of its voucher
   in the same fund.
4. What goes over to the next page are the sums of the year to date and the balance.
5. Rows are read as they are written: what a page holds does not grow with the year.
   The cost goes with the postings of the vouchers shown.

Basis: 会计基础工作规范 第五十七条, 第六十条 (daily balances, 承前页).
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, islice

from ledger import queries
from ledger.accounts import Role
from ledger.balances import Balance, balances
from ledger.database import Connection
from ledger.money import ZERO, Money
from ledger.periods import Span, label, last_day
from ledger.queries import LedgerRow
from ledger.register import Lookups, UnitLookup, lookups
from reports import parts
from reports.catalogue import Report, Request
from reports.errors import NoSuchScope
from reports.report import (
    Block,
    Carried,
    Cell,
    Column,
    Document,
    Note,
    PageBreak,
    Paragraph,
    Row,
    Signatures,
    Table,
)

NAMED = 3
"""Counter-accounts that a line names at most; the rest are counted."""

_SIGNERS = ("出纳", "稽核", "会计主管")


Sides = dict[tuple[int, int, bool], list[int]]
"""Accounts by position, fund, and whether they are debited."""


@dataclass(frozen=True, slots=True)
class _Book:
    """Whose journal it is, of which account, and of which fund, if of one alone."""

    unit: UnitLookup
    books: Lookups
    account: int
    fund: int | None


@dataclass(slots=True)
class _Running:
    """The balance as the journal goes on, and the turnover of the year to date."""

    balance: Money
    receipts: Money
    payments: Money


def journal(
    connection: Connection, request: Request, report: Report, role: Role
) -> Document:
    """Draw up the journals of a unit's accounts of a role.

    Raises:
        NoSuchScope: several units were asked for, or an account of another kind.
        NotFound: the unit has no such account or fund.
    """
    if request.with_subunits:
        told = f"{report.title}按单位逐本打印，不汇总下级单位"
        raise NoSuchScope(told)
    found = _books(connection, request, report, role)
    blocks: list[Block] = []
    for book in found:
        if blocks:
            blocks.append(PageBreak())
        blocks.append(_table(connection, request, book, several=len(found) > 1))
    if not found:
        blocks.append(Paragraph(request.words("journal_none", role=role.label)))
    held = request.words("journal_held", cash=role is Role.CASH)
    blocks.append(Note(held + parts.scope_note(connection, request)))
    return Document(
        name=report.name,
        title=report.title,
        subtitle=_subtitle(found, request),
        provenance=parts.provenance(connection, request),
        blocks=(*blocks, Signatures(_SIGNERS)),
        landscape=True,
    )


def _books(
    connection: Connection, request: Request, report: Report, role: Role
) -> list[_Book]:
    """Rule 1: the accounts asked for, as far as there is anything on them."""
    books = lookups(connection)
    unit = books.unit(request.unit)
    fund = parts.fund_id(unit, request.fund) if request.fund else None
    chart = books.charts.get(unit.chart_on(request.span.last_day.isoformat()), {})
    kept = [id_ for id_ in chart.values() if books.account_roles[id_] is role]
    if request.account:
        wanted = parts.account_id(books, unit, request.account, request)
        kept = [id_ for id_ in kept if wanted in parts.path(books, id_)]
        if not kept:
            told = f"科目 {request.account} 不是{role.label}科目，没有{report.title}"
            raise NoSuchScope(told)
    alive = {one.account for one in _read(connection, request, unit, _year(request))}
    found = {
        code: _Book(unit, books, id_, fund)
        for code, id_ in sorted(chart.items())
        if id_ in kept and id_ not in books.above
    }
    moved = [book for code, book in found.items() if code in alive]
    return moved or list(found.values())


def _subtitle(found: list[_Book], request: Request) -> str:
    told = []
    if len(found) == 1:
        told.append(f"科目：{parts.coded_name(found[0].books, found[0].account)}")
    if found and found[0].fund is not None:
        told.append(f"资金：{request.fund} {found[0].unit.fund_names[found[0].fund]}")
    return "　".join(told)


def _table(
    connection: Connection, request: Request, book: _Book, *, several: bool
) -> Table:
    fund = (Column("fund", "资金", width=3),) if book.fund is None else ()
    columns = (
        Column("date", "日期", "date"),
        Column("voucher", "凭证字号"),
        Column("summary", "摘要", width=5),
        Column("counterpart", "对方科目", width=4),
        *fund,
        parts.money("receipts", "收入"),
        parts.money("payments", "支出"),
        parts.money("balance", "结余"),
    )
    caption = parts.coded_name(book.books, book.account) if several else ""
    running = _brought_forward(connection, request, book)
    carried = Carried(
        {"receipts": running.receipts, "payments": running.payments}, ("balance",)
    )
    rows = _rows(connection, request, book, running)
    return Table(columns, rows, caption, name="lines", carried=carried)


# -- brought forward ----------------------------------------------------------------


def _year(request: Request) -> Span:
    return Span(dt.date(request.span.since.year, 1, 1), request.span.until)


def _read(
    connection: Connection, request: Request, unit: UnitLookup, span: Span
) -> list[Balance]:
    """Balances of the unit over a span, of the fund if one is asked for."""
    found = balances(connection, (unit.code,), span, known_at=request.known_at)
    return [one for one in found if request.fund in {"", one.fund}]


def _brought_forward(connection: Connection, request: Request, book: _Book) -> _Running:
    """The balance before the first day, and what the year had moved by then."""
    code = book.books.account_codes[book.account]
    january = _year(request).since
    whole = january == request.span.since
    before = request.span if whole else Span(january, request.span.since)
    running = _Running(ZERO, ZERO, ZERO)
    for one in _read(connection, request, book.unit, before):
        if one.account == code:
            running.balance += one.opening if whole else one.closing
            running.receipts += ZERO if whole else one.debit
            running.payments += ZERO if whole else one.credit
    return running


# -- rows ---------------------------------------------------------------------------


def _rows(
    connection: Connection, request: Request, book: _Book, running: _Running
) -> Iterator[Row]:
    since = request.span.since
    opening = "上年结转" if since.month == 1 else "承前结转"
    none = (ZERO, ZERO)
    yield Row(_sum_cells(book, since, opening, none, running.balance))
    lines = _with_sides(connection, book, _lines(connection, request, book))
    any_line = False
    for period, month in groupby(lines, key=lambda pair: pair[0].period):
        any_line = True
        before = running.receipts, running.payments
        last = last_day(period)
        for day, entries in groupby(month, key=lambda pair: pair[0].dated_on):
            yield from _day_rows(book, day, entries, running)
        moved = running.receipts - before[0], running.payments - before[1]
        year = running.receipts, running.payments
        for text, sums in ((f"{label(period)}　本月合计", moved), ("本年累计", year)):
            cells = _sum_cells(book, last, text, sums, running.balance)
            yield Row(cells, "subtotal")
    if not any_line:
        text = "本期没有收付"
        yield Row(_sum_cells(book, request.span.last_day, text, none, running.balance))


def _day_rows(
    book: _Book,
    day: dt.date,
    entries: Iterable[tuple[LedgerRow, Sides]],
    running: _Running,
) -> Iterator[Row]:
    before = running.receipts, running.payments
    for line, sides in entries:
        received, paid = Money(line.debit_fen), Money(line.credit_fen)
        running.receipts += received
        running.payments += paid
        running.balance += received - paid
        yield _line_row(book, line, sides, running.balance)
    moved = running.receipts - before[0], running.payments - before[1]
    yield Row(_sum_cells(book, day, "本日合计", moved, running.balance), "subtotal")


def _lines(
    connection: Connection, request: Request, book: _Book
) -> Iterator[LedgerRow]:
    """The postings of the span, without openings: these are brought forward."""
    span = request.span
    lines = queries.account_lines(
        connection,
        book.unit.id,
        (book.account,),
        span.since,
        span.until,
        fund_id=book.fund,
    )
    for line in lines:
        known = request.known_at is None or line.position <= request.known_at
        if known and line.period % 100:
            yield line


def _with_sides(
    connection: Connection, book: _Book, lines: Iterator[LedgerRow]
) -> Iterator[tuple[LedgerRow, Sides]]:
    """Each line, and the accounts of the vouchers around it: one query for many."""
    while chunk := list(islice(lines, queries.STREAMED)):
        positions = sorted({line.position for line in chunk})
        sides: Sides = {}
        for position, fund, account, debited in queries.sides(
            connection, book.unit.id, positions
        ):
            sides.setdefault((position, fund, debited), []).append(account)
        for line in chunk:
            yield line, sides


def _line_row(book: _Book, line: LedgerRow, sides: Sides, balance: Money) -> Row:
    summary = f"{line.summary}（{line.memo}）" if line.memo else line.summary
    fund = [book.unit.fund_names[line.fund_id]] if book.fund is None else []
    return Row(
        (
            line.dated_on,
            parts.voucher_number(line.kind, line.number),
            summary,
            _counterpart(book, line, sides),
            *fund,
            parts.amount(Money(line.debit_fen)),
            parts.amount(Money(line.credit_fen)),
            balance,
        )
    )


def _counterpart(book: _Book, line: LedgerRow, sides: Sides) -> str:
    """Rule 3."""
    beside = sides.get((line.position, line.fund_id, not line.debit_fen), [])
    others = [account for account in beside if account != line.account_id]
    named = [parts.coded_leaf(book.books, account) for account in others[:NAMED]]
    rest = f"等{len(others)}个科目" if len(others) > NAMED else ""
    return "、".join(named) + rest


def _sum_cells(
    book: _Book,
    day: dt.date,
    text: str,
    turnover: tuple[Money, Money],
    balance: Money,
) -> tuple[Cell, ...]:
    fund = [""] * (book.fund is None)
    return (day, "", text, "", *fund, *map(parts.amount, turnover), balance)
