"""多栏式明细账: an account of income or expenditure, a column for each kind under it.

1. The columns are the accounts under the one asked for; where it has none, the
   purposes of its postings. Those without balance and movement have no column.
2. Each voucher is a line. What moves to the other side, such as a red-letter
   correction, is negative: of expenditure debits count, of income credits.
3. Where there are more columns than a page is wide, they go on over further sheets;
   each sheet says date, voucher and summary again, the first one sum and balance too.
4. A month ends with its total and that of the year to date, both of its last day. What
   the year's end closes stands below, so that they tell what was spent or received.
5. What goes over to the next page are the sums of the year to date, those that the
   year's end closes among them, and the balance.
6. Rows are read as they are written, once for each sheet.

Basis: 会计基础工作规范 第五十六条、第六十条.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, islice

from ledger import queries
from ledger.accounts import AccountClass
from ledger.balances import Balance, balances
from ledger.database import Connection
from ledger.money import ZERO, Money
from ledger.periods import Span, label, last_day
from ledger.queries import LedgerRow
from ledger.register import Lookups, UnitLookup, lookups
from ledger.statement_figures import closes_a_year
from reports import parts
from reports.catalogue import Report, Request
from reports.errors import NoSuchScope
from reports.report import (
    Block,
    Carried,
    Cell,
    Column,
    Document,
    Heading,
    Note,
    PageBreak,
    Paragraph,
    Row,
    Signatures,
    Style,
    Table,
)

REPORT = Report(
    name="multi_column_ledger",
    title="多栏式明细账",
    summary="一个收入、支出科目按下级科目（或用途）分栏的逐笔发生额，栏多时续页",
    needs=("period", "account"),
)

FIRST_SHEET = 6
"""Columns beside sum and balance on the first sheet."""

LATER_SHEET = 8
"""Columns of each further sheet."""

_SIGNERS = ("会计主管", "记账", "稽核")
_UNNAMED = "未注明用途"
_SIDES = {AccountClass.INCOME: "贷", AccountClass.EXPENSE: "借"}

Key = int | str
"""What a column is of: an account by its number, or a purpose."""


@dataclass(frozen=True, slots=True)
class _Book:
    """Whose ledger it is, of which account and fund, and its columns."""

    unit: UnitLookup
    books: Lookups
    account: int
    fund: int | None
    keys: tuple[Key, ...]

    @property
    def side(self) -> str:
        """The side that counts as positive (rule 2)."""
        return _SIDES[AccountClass(self.books.account_classes[self.account])]

    def key(self, account: int, purpose: str | None) -> Key:
        """The column of a posting (rule 1)."""
        steps = parts.path(self.books, account)
        if self.account in self.books.above:
            return steps[steps.index(self.account) + 1]
        return purpose or ""

    def is_first(self, keys: Sequence[Key]) -> bool:
        """Whether these are the columns of the first sheet, with sum and balance."""
        return keys[0] == self.keys[0]

    def net(self, debit: Money, credit: Money) -> Money:
        """What a movement counts."""
        return debit - credit if self.side == "借" else credit - debit

    def title(self, key: Key) -> str:
        """What a column is called."""
        if isinstance(key, int):
            return self.books.account_names[key]
        return key or _UNNAMED


@dataclass(slots=True)
class _Entry:
    """A voucher's line: when, which, what for, and what each column gets."""

    day: dt.date
    number: str
    summary: str
    sums: dict[Key, Money] = field(default_factory=dict)


@dataclass(slots=True)
class _Running:
    """What stands in each column, and what the year moved in it so far."""

    balance: dict[Key, Money] = field(default_factory=dict)
    year: dict[Key, Money] = field(default_factory=dict)

    @property
    def whole(self) -> Money:
        """The balance of all columns."""
        return sum(self.balance.values(), ZERO)


def build(connection: Connection, request: Request) -> Document:
    """Draw up the ledger; its rows are read while the document is written.

    Raises:
        NoSuchScope: several units were asked for, or an account that is neither of
            income nor of expenditure.
        NotFound: the unit has no such account or fund.
    """
    if request.with_subunits:
        raise NoSuchScope("多栏式明细账按单位逐本打印，不汇总下级单位")
    book = _book(connection, request)
    blocks: list[Block] = []
    sheets = list(_sheets(book.keys))
    for number, keys in enumerate(sheets):
        first = book.keys.index(keys[0]) + 1
        place = f"第 {first} 至 {first + len(keys) - 1} 栏，共 {len(book.keys)} 栏"
        if number:
            blocks += (PageBreak(), Heading(f"续表{number}　{place}", 3))
        elif len(sheets) > 1:
            blocks.append(Heading(f"{place}，其余各栏见续表", 3))
        blocks.append(_table(connection, request, book, keys))
    if not sheets:
        blocks.append(Paragraph(request.words("multi_column_ledger_none")))
    if note := parts.scope_note(connection, request):
        blocks.append(Note(note))
    return Document(
        name=REPORT.name,
        title=REPORT.title,
        subtitle=_subtitle(book),
        provenance=parts.provenance(connection, request),
        blocks=(*blocks, Signatures(_SIGNERS)),
        landscape=True,
    )


def _book(connection: Connection, request: Request) -> _Book:
    books = lookups(connection)
    unit = books.unit(request.unit)
    account = parts.account_id(books, unit, request.account, request)
    if books.account_classes[account] not in _SIDES:
        named = parts.coded_name(books, account)
        what = f"科目 {named} 不是收入、支出科目，不设多栏式明细账"
        raise NoSuchScope(what + "；请用 account_ledger 打印明细账")
    fund = parts.fund_id(unit, request.fund) if request.fund else None
    bare = _Book(unit, books, account, fund, ())
    moved = _sums(connection, request, bare, _year(request))
    found = {key for key, one in moved if one.opening or one.debit or one.credit}
    keys = sorted(found, key=lambda key: (_order(books, key), str(key)))
    return _Book(unit, books, account, fund, tuple(keys))


def _order(books: Lookups, key: Key) -> str:
    return books.account_codes[key] if isinstance(key, int) else key


def _sheets(keys: Sequence[Key]) -> Iterator[Sequence[Key]]:
    """Rule 3."""
    if keys:
        yield keys[:FIRST_SHEET]
    for start in range(FIRST_SHEET, len(keys), LATER_SHEET):
        yield keys[start : start + LATER_SHEET]


def _subtitle(book: _Book) -> str:
    account = f"科目：{parts.coded_name(book.books, book.account)}"
    fund = f"　资金：{book.unit.fund_names[book.fund]}" if book.fund else ""
    return account + fund


def _table(
    connection: Connection, request: Request, book: _Book, keys: Sequence[Key]
) -> Table:
    """One sheet; the first says sum and balance too (rule 3)."""
    running = _brought_forward(connection, request, book)
    sums = {_column(book, key): running.year.get(key, ZERO) for key in keys}
    if book.is_first(keys):
        sums["sum"] = sum(running.year.values(), ZERO)
    carried = Carried(sums, ("balance",) if book.is_first(keys) else ())
    rows = _rows(connection, request, book, keys, running)
    return Table(_columns(book, keys), rows, name="lines", carried=carried)


def _column(book: _Book, key: Key) -> str:
    return f"column_{book.keys.index(key) + 1}"


def _columns(book: _Book, keys: Sequence[Key]) -> tuple[Column, ...]:
    sums = (
        (
            parts.money("sum", f"{book.side}方合计"),
            parts.money("balance", f"{book.side}方余额"),
        )
        if book.is_first(keys)
        else ()
    )
    return (
        Column("date", "日期", "date"),
        Column("voucher", "凭证字号"),
        Column("summary", "摘要", width=4),
        *sums,
        *(parts.money(_column(book, key), book.title(key)) for key in keys),
    )


# -- brought forward ----------------------------------------------------------------


def _year(request: Request) -> Span:
    return Span(dt.date(request.span.since.year, 1, 1), request.span.until)


def _sums(
    connection: Connection, request: Request, book: _Book, span: Span
) -> Iterator[tuple[Key, Balance]]:
    """Balances of a span on the account, each with its column."""
    by = ("account", "fund", "purpose")
    units = (book.unit.code,)
    for one in balances(connection, units, span, by, known_at=request.known_at):
        account = parts.account_id(book.books, book.unit, one.account, request)
        if request.fund in {"", one.fund} and book.account in parts.path(
            book.books, account
        ):
            yield book.key(account, one.purpose), one


def _brought_forward(connection: Connection, request: Request, book: _Book) -> _Running:
    january = _year(request).since
    whole = january == request.span.since
    before = request.span if whole else Span(january, request.span.since)
    running = _Running()
    for key, one in _sums(connection, request, book, before):
        closing = one.opening if whole else one.closing
        _add(running.balance, {key: book.net(closing, ZERO)})
        if not whole:
            _add(running.year, {key: book.net(one.debit, one.credit)})
    return running


def _add(sums: dict[Key, Money], more: dict[Key, Money]) -> None:
    for key, amount in more.items():
        sums[key] = sums.get(key, ZERO) + amount


# -- rows ---------------------------------------------------------------------------


def _rows(
    connection: Connection,
    request: Request,
    book: _Book,
    keys: Sequence[Key],
    running: _Running,
) -> Iterator[Row]:
    is_first = book.is_first(keys)

    def row(entry: _Entry, style: Style = "plain") -> Row:
        told = tuple(parts.amount(entry.sums.get(key, ZERO)) for key in keys)
        whole: tuple[Cell, ...] = ()
        if is_first:
            whole = (parts.amount(sum(entry.sums.values(), ZERO)), running.whole)
        return Row((entry.day, entry.number, entry.summary, *whole, *told), style)

    named = "上年结转" if request.span.since.month == 1 else "承前累计"
    yield row(_Entry(request.span.since, "", named, running.balance))
    found = _entries(connection, request, book)
    for period, month in groupby(found, key=lambda found: found[0]):
        moved: dict[Key, Money] = {}
        closing: list[_Entry] = []
        for _, entry, closes in month:
            if closes:
                closing.append(entry)
                continue
            _add(moved, entry.sums)
            _add(running.balance, entry.sums)
            yield row(entry)
        _add(running.year, moved)
        last = last_day(period)
        yield row(_Entry(last, "", f"{label(period)}　本月合计", moved), "subtotal")
        yield row(_Entry(last, "", "本年累计", running.year), "subtotal")
        # Rule 4.
        for entry in closing:
            _add(running.balance, entry.sums)
            yield row(entry)


def _entries(
    connection: Connection, request: Request, book: _Book
) -> Iterator[tuple[int, _Entry, bool]]:
    """Period and line of each voucher in order, and whether it closes the year."""
    lines = _lines(connection, request, book)
    by_voucher = groupby(lines, key=lambda line: line.position)
    whole = ((position, list(found)) for position, found in by_voucher)
    while chunk := list(islice(whole, queries.STREAMED)):
        positions = sorted(position for position, _ in chunk)
        beside: dict[int, set[int]] = {}
        for position, _, account, _ in queries.sides(
            connection, book.unit.id, positions
        ):
            beside.setdefault(position, set()).add(account)
        for position, found in chunk:
            closes = closes_a_year(book.books, beside[position])
            yield found[0].period, _entry(book, found), closes


def _lines(
    connection: Connection, request: Request, book: _Book
) -> Iterator[LedgerRow]:
    """The postings of the span, without openings: these are brought forward."""
    under = [a for a in book.books.account_codes if book.account in _path(book, a)]
    lines = queries.account_lines(
        connection,
        book.unit.id,
        sorted(under),
        request.span.since,
        request.span.until,
        fund_id=book.fund,
    )
    for line in lines:
        known = request.known_at is None or line.position <= request.known_at
        if known and line.period % 100:
            yield line


def _path(book: _Book, account: int) -> tuple[int, ...]:
    return parts.path(book.books, account)


def _entry(book: _Book, lines: Sequence[LedgerRow]) -> _Entry:
    first = lines[0]
    memo = f"（{first.memo}）" if len(lines) == 1 and first.memo else ""
    number = parts.voucher_number(first.kind, first.number)
    entry = _Entry(first.dated_on, number, first.summary + memo)
    for line in lines:
        debit, credit = Money(line.debit_fen), Money(line.credit_fen)
        key = book.key(line.account_id, line.purpose)
        _add(entry.sums, {key: book.net(debit, credit)})
    return entry
