"""总账: each account of the first level, month by month, and what proves it.

1. The first page opens the book (账簿启用表): whose it is, since when it is kept, how
   many sheets it has, who kept it, how it was handed over, and which account is where.
2. Each account has a sheet of its own: the balance brought forward, month by month
   本月合计 and 本年累计 with the balance and its side, and, of a year that is over and
   closed, 结转下年. A month without movement has no line.
3. The last page holds the months against the trial balance and against the sum of the
   account ledgers, each reckoned by itself, and says whether they agree.

Basis: 会计基础工作规范 第五十六条, 第五十九条, 第六十二条, 第六十三条.
"""

import datetime as dt
from collections.abc import Iterator, Sequence

from audit.handover_kinds import State
from audit.handover_lists import inventories
from ledger import keeping_store
from ledger.database import Connection
from ledger.money import ZERO, Money
from ledger.periods import label, last_day, period_of
from ledger.register import Lookups, lookups
from reports import parts
from reports.catalogue import Report, Request
from reports.errors import NoSuchScope
from reports.general_figures import General, Sums, general
from reports.report import (
    Block,
    Cell,
    Column,
    Document,
    Heading,
    KeyValues,
    Note,
    PageBreak,
    Paragraph,
    Row,
    Signatures,
    Table,
    spelled,
)
from reports.wording import sentence

REPORT = Report(
    name="general_ledger",
    title="总账",
    summary="一级科目（或指定科目）按月的发生额、累计和余额，附启用表、目录和账账核对",
)

_SIGNERS = ("会计主管", "记账", "稽核")
_BLANK_LINES = 3
"""Lines to write later handovers into."""

_SHEET = (
    Column("date", "日期", "date"),
    Column("summary", "摘要", width=3),
    parts.money("debit", "借方"),
    parts.money("credit", "贷方"),
    Column("side", "方向"),
    parts.money("balance", "余额"),
)


def build(connection: Connection, request: Request) -> Document:
    """Draw up the ledger.

    Raises:
        NoSuchScope: several units were asked for; a ledger is of one book.
        NotFound: the unit has no such account or fund.
    """
    if request.with_subunits:
        raise NoSuchScope("总账按单位逐本打印，不汇总下级单位")
    books = lookups(connection)
    found = general(connection, request)
    closed = parts.is_closed(connection, request)
    blocks: list[Block] = list(_opened(connection, request, found))
    for sheet, one in enumerate(found, start=1):
        blocks += (PageBreak(), Heading(_sheet_title(books, one, sheet), 2))
        rows = tuple(_rows(one, request, over=closed and parts.is_year(request)))
        blocks.append(
            Table(_SHEET, rows, name=f"account_{_key(books, one)}", alike=True)
        )
    if found:
        blocks += (PageBreak(), *_proof(books, request, found))
    else:
        blocks.append(Paragraph(request.words("general_ledger_none")))
    if note := parts.scope_note(connection, request):
        blocks.append(Note(note))
    return Document(
        name=REPORT.name,
        title=REPORT.title,
        subtitle=_subtitle(books, request) + ("" if closed else parts.DRAFT),
        provenance=parts.provenance(connection, request),
        blocks=(*blocks, Signatures(_SIGNERS)),
    )


def _subtitle(books: Lookups, request: Request) -> str:
    told = []
    if request.account:
        unit = books.unit(request.unit)
        account = parts.account_id(books, unit, request.account, request)
        told.append(f"科目：{parts.coded_name(books, account)}")
    if request.fund:
        unit = books.unit(request.unit)
        fund = parts.fund_id(unit, request.fund)
        told.append(f"资金：{unit.fund_names[fund]}")
    return "　".join(told)


def _key(books: Lookups, one: General) -> str:
    return "".join(filter(str.isalnum, books.account_codes[one.account])).lower()


def _sheet_title(books: Lookups, one: General, sheet: int) -> str:
    return f"第 {sheet} 账页　{parts.coded_name(books, one.account)}"


# -- the first page -----------------------------------------------------------------


def _opened(
    connection: Connection, request: Request, found: Sequence[General]
) -> Iterator[Block]:
    """Rule 1."""
    books = lookups(connection)
    unit = books.unit(request.unit)
    year = request.span.since.year
    since = max(dt.date(year, 1, 1), dt.date.fromisoformat(unit.opened_on))
    facts = (
        ("单位名称", unit.name),
        ("账簿名称", f"{year}年{REPORT.title}"),
        ("启用日期", spelled(since)),
        ("账页", f"共 {len(found)} 页"),
    )
    yield Heading("账簿启用表", 2)
    yield KeyValues(facts, name="opened")
    yield _keepers(connection, request)
    yield _handovers(connection, request)
    if found:
        yield _catalogue(books, found)


def _keepers(connection: Connection, request: Request) -> Table:
    """Who entered and who headed the vouchers up to the last day, and when."""
    books = lookups(connection)
    unit = books.unit(request.unit)
    year = request.span.since.year * 100
    periods = (year, period_of(request.span.last_day) + 1)
    rows = [
        Row((post, _name(books, row.person_id), row.first_on, row.last_on))
        for post, heads in (("会计主管", True), ("记账", False))
        for row in keeping_store.keepers(
            connection, unit.id, periods, request.known_at, heads=heads
        )
    ]
    if not any(row.cells[0] == "会计主管" for row in rows):
        rows.insert(0, Row(("会计主管", "", None, None)))
    columns = (
        Column("post", "职责"),
        Column("name", "姓名", width=2),
        Column("first", "经手首张凭证日期", "date"),
        Column("last", "经手末张凭证日期", "date"),
        Column("seal", "签章", width=2),
    )
    signed = tuple(Row((*row.cells, "")) for row in rows)
    return Table(columns, signed, "经管人员", name="keepers", roomy=True)


def _name(books: Lookups, person: int) -> str:
    return books.person_names[person] or books.person_codes[person]


def _handovers(connection: Connection, request: Request) -> Table:
    """Posts handed over within the year, with lines for those that are to come."""
    books = lookups(connection)
    year = request.span.since.year
    rows = []
    for one in inventories(connection, request.unit):
        given = one.given
        within = given.handed_on.year == year and given.handed_on < request.span.until
        if within and one.state is not State.WITHDRAWN:
            people = (given.leaver, given.receiver, given.supervisor)
            names = (parts.person_name(books, code) for code in people)
            rows.append(Row((given.handed_on, given.post, *names, "")))
    blank = Row((None, "", "", "", "", ""))
    columns = (
        Column("date", "交接日期", "date"),
        Column("post", "职务"),
        Column("leaver", "移交人"),
        Column("receiver", "接管人"),
        Column("supervisor", "监交人"),
        Column("seal", "三方签章", width=3),
    )
    told = (*rows, *(blank,) * max(_BLANK_LINES - len(rows), 0))
    return Table(columns, told, "交接记录", name="handovers", roomy=True)


def _catalogue(books: Lookups, found: Sequence[General]) -> Table:
    """Which account is on which sheet, two side by side."""
    listed = [
        (sheet, books.account_codes[one.account], books.account_name(one.account))
        for sheet, one in enumerate(found, start=1)
    ]
    half = (len(listed) + 1) // 2
    columns = tuple(
        column
        for side in ("left", "right")
        for column in (
            Column(f"{side}_code", "科目编号"),
            Column(f"{side}_name", "科目名称", width=3),
            Column(f"{side}_sheet", "账页", "count"),
        )
    )
    rows = []
    for place in range(half):
        cells: list[Cell] = []
        for side in (listed[:half], listed[half:]):
            sheet, code, name = side[place] if place < len(side) else (None, "", "")
            cells += (code, name, sheet)
        rows.append(Row(tuple(cells)))
    return Table(columns, tuple(rows), "科目目录", name="catalogue")


# -- a sheet ------------------------------------------------------------------------


def _rows(one: General, request: Request, *, over: bool) -> Iterator[Row]:
    """Rule 2."""
    span = request.span
    first, last = period_of(span.since), period_of(span.last_day)
    so_far = Sums(one.opening)
    for period, month in one.months.items():
        if period < first:
            so_far.debit += month.debit
            so_far.credit += month.credit
    brought = "上年结转" if first % 100 == 1 else "承前结转"
    yield _row(span.since, brought, Sums(), so_far.closing)
    for period, month in one.months.items():
        if first <= period <= last:
            so_far.debit += month.debit
            so_far.credit += month.credit
            day = last_day(period)
            balance = so_far.closing
            yield _row(day, f"{label(period)}　本月合计", month, balance)
            year = _row(day, "本年累计", so_far, balance)
            yield Row(year.cells, "subtotal")
    if over and so_far.closing:
        yield _row(span.last_day, "结转下年", Sums(), so_far.closing)


def _row(day: dt.date, text: str, moved: Sums, balance: Money) -> Row:
    turnover = (parts.amount(moved.debit), parts.amount(moved.credit))
    return Row((day, text, *turnover, *_sided(balance)))


def _sided(balance: Money) -> tuple[str, Money]:
    if not balance:
        return "平", ZERO
    return ("借", balance) if balance > ZERO else ("贷", -balance)


# -- the last page ------------------------------------------------------------------


def _proof(
    books: Lookups, request: Request, found: Sequence[General]
) -> Iterator[Block]:
    """Rule 3."""
    columns = (
        Column("account", "科目", width=3),
        parts.money("debit", "总账累计借方"),
        parts.money("credit", "总账累计贷方"),
        Column("side", "方向"),
        parts.money("balance", "总账余额"),
        parts.money("trial", "科目余额表余额"),
        parts.money("detailed", "明细账合计余额"),
        Column("agrees", "核对"),
    )
    yield Heading("账账核对", 2)
    yield Table(columns, tuple(_proofs(books, found)), name="proof")
    told = sentence(
        "general_ledger_proof",
        office_folder=request.templates,
        count=len(found),
        wrong="、".join(
            parts.coded_name(books, one.account) for one in found if not one.agrees
        ),
        whole=not request.account and not request.fund,
        sums=_whole(found),
    )
    yield from map(Note, filter(None, told.split("\n")))


def _proofs(books: Lookups, found: Sequence[General]) -> Iterator[Row]:
    for one in found:
        whole = one.whole
        side, balance = _sided(whole.closing)
        closings = (one.trial.closing, one.detailed.closing)
        others = (-closing if side == "贷" else closing for closing in closings)
        yield Row(
            (
                parts.coded_name(books, one.account),
                parts.amount(whole.debit),
                parts.amount(whole.credit),
                side,
                balance,
                *others,
                "相符" if one.agrees else "不符",
            )
        )
    sums = _whole(found)
    cells = ("合计", sums.debit, sums.credit, "", None, None, None, "")
    yield Row(cells, "total")


def _whole(found: Sequence[General]) -> Sums:
    whole = Sums()
    for one in found:
        whole.opening += one.whole.opening
        whole.debit += one.whole.debit
        whole.credit += one.whole.credit
    return whole
