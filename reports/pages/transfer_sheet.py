"""转账工作底稿: how the balances of an old chart passed to the accounts of a new one.

1. A row for each account of a fund in the old books and each account in the new ones
   to which it went. The old balance stands in its first row alone.
2. An amount stands on the side of its balance. What one account leaves to others and
   takes from net assets stands there in red, so that both books add up alike.
3. Assets, debts and net assets of each fund are the same in the old and the new books.
4. The rows are worked out anew from the old balances and held against the vouchers
   that were posted, account by account; a difference is printed.
5. While the year before is open the sheet is a draft of what closing it would post.

Basis: 财会〔2021〕16号.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from ledger import queries, transition, year_end
from ledger.accounts import AccountClass
from ledger.database import Connection
from ledger.money import ZERO, Money
from ledger.periods import opening_period
from ledger.queries import VoucherRow
from ledger.register import Lookups, UnitLookup, lookups
from ledger.transition import SheetRow
from ledger.vouchers import Entered, Kind
from ledger.year_end_drawing import drawn, sums_at_end
from reports import parts
from reports.catalogue import Report, Request
from reports.errors import NoSuchPeriod, NoSuchScope
from reports.report import (
    Block,
    Cell,
    Column,
    Document,
    KeyValues,
    Note,
    Row,
    Signatures,
    Style,
    Table,
)

REPORT = Report(
    name="transfer_sheet",
    title="转账工作底稿",
    summary="更换科目表的年度，旧科目余额转入新科目的对照、依据、未尽事项与核对",
)

_SIGNERS = ("会计主管", "复核", "制表", "单位负责人")
_OWED = (AccountClass.LIABILITY, AccountClass.NET_ASSET)

Sums = dict[tuple[int, int], int]
"""What stands on an account of a fund in fen, debit positive."""


@dataclass(frozen=True, slots=True)
class _Change:
    """A change of chart, and what is known of it."""

    books: Lookups
    unit: UnitLookup
    year: int
    charts: tuple[str, str]
    vouchers: tuple[VoucherRow, ...]
    rows: tuple[SheetRow, ...]
    problems: tuple[str, ...]

    @property
    def is_posted(self) -> bool:
        """Whether the year before is closed, and with it the change made."""
        return bool(self.vouchers)


def build(connection: Connection, request: Request) -> Document:
    """Draw up the sheet of the year that began with a new chart.

    Raises:
        NoSuchPeriod: the unit's chart did not change with that year, or a month was
            asked for.
        NoSuchScope: several units, one fund, or a place in the chain before it.
    """
    books = lookups(connection)
    unit = books.unit(request.unit)
    charts = _charts(unit, request)
    change = _change(connection, request, books, charts)
    known = change.vouchers[-1].position if change.is_posted else None
    blocks: list[Block] = [
        KeyValues(tuple(_facts(change, request)), name="change"),
        _sheet(change, request),
        *_left_open(change, request),
        _proof(change),
        *_compared(connection, change, request),
    ]
    return Document(
        name=REPORT.name,
        title=REPORT.title,
        subtitle="（新旧会计科目衔接）" if change.is_posted else parts.DRAFT,
        provenance=parts.provenance(connection, replace(request, known_at=known)),
        blocks=(*blocks, Signatures(_SIGNERS)),
        landscape=True,
    )


def _charts(unit: UnitLookup, request: Request) -> tuple[str, str]:
    """The old chart and the new one."""
    title = parts.period_title(request)
    if request.with_subunits:
        raise NoSuchScope("转账工作底稿按单位编制，不汇总下级单位")
    if request.fund or request.account:
        raise NoSuchScope("转账工作底稿列示全部余额，不能只取一项资金或一个科目")
    if not parts.is_year(request):
        reason = f"转账工作底稿按年编制，期间写作 {request.span.since.year}"
        raise NoSuchPeriod(REPORT.title, title, reason)
    year = request.span.since.year
    old, new = unit.chart_on(f"{year - 1}-12-31"), unit.chart_on(f"{year}-01-01")
    if not old or old == new or unit.opened_on >= f"{year}-01-01":
        changed = [since[:4] for since, _ in unit.charts if since > unit.opened_on]
        reason = f"{unit.code} 的科目表在 {year} 年 1 月 1 日没有更换"
        if changed:
            reason += f"，更换科目表的年度是：{'、'.join(changed)}"
        raise NoSuchPeriod(REPORT.title, title, reason)
    return old, new


def _change(
    connection: Connection, request: Request, books: Lookups, charts: tuple[str, str]
) -> _Change:
    """The rows as posted, worked out anew, or as they would be (rules 4 and 5)."""
    unit, year = books.unit(request.unit), request.span.since.year
    period = opening_period(year)
    heads = queries.vouchers(
        connection, unit.id, period, period + 1, position=request.known_at
    )
    made = tuple(
        head
        for head in heads
        if head.entered == Entered.YEAR_END and head.kind == Kind.OPENING
    )
    if made:
        moved = transition.transfer(
            books,
            unit,
            dt.date(year, 1, 1),
            charts,
            _old_balances(connection, books, unit, (year - 1, made[0].position - 1)),
            (),
        )
        told = tuple(map(str, moved.problems))
        return _Change(books, unit, year, charts, made, moved.sheet, told)
    if request.known_at is not None:
        what = f"{year - 1}年在链位 {request.known_at} 尚未年终结账"
        raise NoSuchScope(f"{what}，余额尚未转入新科目；请不写链位")  # noqa: EM102 - the year is told
    ordered = year_end.standing_order(connection, unit.code, year - 1)
    decided = ordered.decisions if ordered else ()
    plan, sheet = drawn(connection, books, unit, year - 1, decided)
    told = tuple(map(str, plan.problems))
    return _Change(books, unit, year, charts, (), sheet, told)


def _old_balances(
    connection: Connection, books: Lookups, unit: UnitLookup, known: tuple[int, int]
) -> Sums:
    """What stood at the end of a year, as known at a place in the chain."""
    found: Sums = {}
    sums = sums_at_end(connection, books, unit, *known)
    for (account, fund, _), fen in sums.items():
        found[account, fund] = found.get((account, fund), 0) + fen
    return found


# -- what it rests on ---------------------------------------------------------------


def _facts(change: _Change, request: Request) -> Iterator[tuple[str, Cell]]:
    labels = change.books.chart_labels
    old, new = change.charts
    rules = transition.mapping(old, new)
    yield "旧科目表", labels.get(old, old)
    yield "新科目表", labels.get(new, new)
    yield "转账日", dt.date(change.year, 1, 1)
    yield "依据", rules.basis if rules else "没有衔接表，先在旧账中转平"
    if change.is_posted:
        numbers = [parts.voucher_number(v.kind, v.number) for v in change.vouchers]
        yield "转账凭证", f"{'、'.join(numbers)}（链位 {_positions(change.vouchers)}）"
    else:
        yield "状态", request.words("transfer_sheet_draft", year=change.year - 1)


def _positions(vouchers: Sequence[VoucherRow]) -> str:
    return "、".join(str(one.position) for one in vouchers)


# -- the sheet ----------------------------------------------------------------------

_COLUMNS = (
    Column("fund", "资金", width=2),
    Column("old_code", "旧科目编号"),
    Column("old_name", "旧科目名称", width=3),
    parts.money("old_debit", "旧账借方余额"),
    parts.money("old_credit", "旧账贷方余额"),
    Column("new_code", "新科目编号"),
    Column("new_name", "新科目名称", width=4),
    parts.money("new_debit", "新账借方余额"),
    parts.money("new_credit", "新账贷方余额"),
    Column("note", "备注", width=3),
)


def _sheet(change: _Change, request: Request) -> Table:
    rows: list[Row] = []
    whole = [ZERO] * 4
    for fund, found in groupby(change.rows, key=lambda row: row.fund):
        name = change.unit.fund_names[fund]
        own = [ZERO] * 4
        for row, amounts in _placed(change, list(found)):
            rows.append(_row(change, name, row, amounts))
            own = [one + (more or ZERO) for one, more in zip(own, amounts, strict=True)]
        rows.append(_sum_row(name, "小计", own, "subtotal"))
        whole = [one + more for one, more in zip(whole, own, strict=True)]
    rows.append(_sum_row("", "合计", whole, "total"))
    note = "" if change.rows else request.words("transfer_sheet_none")
    return Table(_COLUMNS, tuple(rows), name="sheet", note=note)


def _placed(
    change: _Change, found: Sequence[SheetRow]
) -> Iterator[tuple[SheetRow, tuple[Money | None, ...]]]:
    """Each row with its four amounts; the old balance stands in the first (rule 1)."""
    before = None
    for row in found:
        old: tuple[Money | None, ...] = (None, None)
        if row.old != before:
            old = _sided(Money(_old_fen(found, row.old)))
        before = row.old
        yield row, (*old, *_new_side(change.books, row))


def _old_fen(found: Iterable[SheetRow], account: int) -> int:
    return sum(row.fen for row in found if row.old == account)


def _new_side(books: Lookups, row: SheetRow) -> tuple[Money | None, Money | None]:
    """On which side a new amount stands, red where it takes from others (rule 2)."""
    classes = books.account_classes
    taken = classes[row.old] not in _OWED and classes[row.new] in _OWED
    return (None, Money(-row.fen)) if taken else _sided(Money(row.fen))


def _sided(balance: Money) -> tuple[Money | None, Money | None]:
    return (balance, None) if balance > ZERO else (None, -balance)


def _row(
    change: _Change, fund: str, row: SheetRow, amounts: tuple[Money | None, ...]
) -> Row:
    codes, name = change.books.account_codes, change.books.account_name
    told = amounts[0] is not None or amounts[1] is not None
    old = (codes[row.old], name(row.old)) if told else ("", "")
    new = (codes[row.new], name(row.new))
    return Row((fund, *old, *amounts[:2], *new, *amounts[2:], row.note))


def _sum_row(fund: str, label: str, sums: Sequence[Money], style: Style) -> Row:
    return Row((fund, "", label, *sums[:2], "", label, *sums[2:], ""), style)


def _left_open(change: _Change, request: Request) -> Iterator[Block]:
    """What the rules leave open of the accounts that had a balance, and what failed."""
    rules = transition.mapping(*change.charts)
    named = rules.open if rules else {}
    met = {_top(change, row.old, named) for row in change.rows}
    open_ = tuple((code, named[code]) for code in sorted(filter(None, met)))
    yield Note(request.words("transfer_sheet_open", matters=open_))
    for problem in change.problems:
        yield Note(request.words("transfer_sheet_problem", problem=str(problem)))


def _top(change: _Change, account: int, named: Mapping[str, str]) -> str:
    """The code under which the rules speak of an account, if they leave it open."""
    codes = [
        change.books.account_codes[one] for one in parts.path(change.books, account)
    ]
    return next((code for code in reversed(codes) if code in named), "")


# -- proof --------------------------------------------------------------------------

_SHOWN = (
    (AccountClass.ASSET, "assets", "资产"),
    (AccountClass.LIABILITY, "liabilities", "负债"),
    (AccountClass.NET_ASSET, "net_assets", "净资产"),
)


def _proof(change: _Change) -> Table:
    """Assets, debts and net assets of each fund in both books (rule 3)."""
    columns = [Column("fund", "资金", width=3)]
    for _, key, title in _SHOWN:
        columns += [
            parts.money(f"old_{key}", f"旧账{title}"),
            parts.money(f"new_{key}", f"新账{title}"),
        ]
    columns.append(Column("result", "结果"))
    rows = [
        _proof_row(change, change.unit.fund_names[fund], list(found))
        for fund, found in groupby(change.rows, key=lambda row: row.fund)
    ]
    rows.append(_proof_row(change, "合计", change.rows, "total"))
    caption = "新旧账核对（按资金）"
    return Table(tuple(columns), tuple(rows), caption=caption, name="proof")


def _proof_row(
    change: _Change, name: str, found: Sequence[SheetRow], style: Style = "plain"
) -> Row:
    classes = change.books.account_classes
    cells: list[Money] = []
    for klass, _, _ in _SHOWN:
        old = sum(row.fen for row in found if classes[row.old] == klass)
        new = sum(row.fen for row in found if classes[row.new] == klass)
        sign = -1 if klass in _OWED else 1
        cells += (Money(sign * old), Money(sign * new))
    agrees = cells[::2] == cells[1::2]
    return Row((name, *cells, "相符" if agrees else "不符"), style)


# -- what was posted ----------------------------------------------------------------


def _compared(
    connection: Connection, change: _Change, request: Request
) -> Iterator[Block]:
    """The rows against the vouchers, account by account (rule 4)."""
    if not change.is_posted:
        return
    posted = _posted(connection, change)
    wanted = _wanted(change.rows)
    places = sorted(
        place
        for place in posted.keys() | wanted.keys()
        if posted.get(place, 0) != wanted.get(place, 0)
    )
    numbers = "、".join(parts.voucher_number(v.kind, v.number) for v in change.vouchers)
    if not places:
        yield Note(request.words("transfer_sheet_agrees", numbers=numbers))
        return
    columns = (
        Column("account", "科目", width=3),
        Column("fund", "资金", width=3),
        parts.money("posted", "转账凭证"),
        parts.money("recomputed", "重新计算"),
        parts.money("difference", "差额"),
    )
    rows = [_difference(change, place, posted, wanted) for place in places]
    caption = f"转账凭证 {numbers} 与重新计算不符之处（借方为正）"
    yield Table(columns, tuple(rows), caption=caption, name="differences")


def _posted(connection: Connection, change: _Change) -> Sums:
    found: Sums = {}
    for head in change.vouchers:
        for line in queries.postings_of(connection, change.unit.id, head.position):
            place = line.account_id, line.fund_id
            found[place] = found.get(place, 0) + line.debit_fen - line.credit_fen
    return found


def _wanted(rows: Iterable[SheetRow]) -> Sums:
    """What the two vouchers should hold: the old balances off, the new ones on."""
    found: Sums = {}
    for row in rows:
        for account, fen in ((row.old, -row.fen), (row.new, row.fen)):
            found[account, row.fund] = found.get((account, row.fund), 0) + fen
    return found


def _difference(
    change: _Change, place: tuple[int, int], posted: Sums, wanted: Sums
) -> Row:
    account, fund = place
    there, here = Money(posted.get(place, 0)), Money(wanted.get(place, 0))
    name = parts.coded_name(change.books, account)
    return Row((name, change.unit.fund_names[fund], there, here, there - here))
