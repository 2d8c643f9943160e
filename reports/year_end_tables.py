"""How a year was closed, for the minutes of its December (年终结账).

1. The vouchers that closed it, and the decisions that they carried out.
2. Audit adjustments, each with the finding that it cites.
3. What January opened with while December was open, against what the year ended with.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ledger import queries, year_end
from ledger.accounts import CLOSING_ROLES
from ledger.database import Connection
from ledger.money import ZERO, Money
from ledger.periods import next_period
from ledger.queries import VoucherRow
from ledger.register import Lookups, UnitLookup
from ledger.vouchers import Entered, Kind
from ledger.year_end_accounts import Decision, What
from ledger.year_end_drawing import december, openings_compared, sums_at_end
from reports import parts
from reports.catalogue import Request
from reports.report import Block, Column, Note, Row, Table

_CARRIED_OUT = (What.UNDELIVERED, What.RETURNED, What.FINISHED)
"""The order in which closing carries decisions out."""


@dataclass(frozen=True, slots=True)
class YearEndAt:
    """A year of a unit, as known at the place where its December closed.

    `position` is None while December is open.
    """

    books: Lookups
    unit: UnitLookup
    year: int
    position: int | None


def year_end_vouchers(connection: Connection, at: YearEndAt) -> list[VoucherRow]:
    """The vouchers that closed the year, in the order of posting; none while open."""
    if at.position is None:
        return []
    first = december(at.year)
    until = next_period(next_period(first))
    days = {dt.date(at.year, 12, 31), dt.date(at.year + 1, 1, 1)}
    heads = queries.vouchers(connection, at.unit.id, first, until, position=at.position)
    return [
        head
        for head in heads
        if head.entered == Entered.YEAR_END and head.dated_on in days
    ]


def deficits(connection: Connection, at: YearEndAt) -> Iterator[tuple[str, Money]]:
    """Funds that a closed year left with less than nothing, and by how much."""
    found: dict[tuple[int, int], int] = {}
    sums = sums_at_end(connection, at.books, at.unit, at.year, at.position)
    for (account, fund, _), fen in sums.items():
        if at.books.account_roles[account] in CLOSING_ROLES:
            found[fund, account] = found.get((fund, account), 0) + fen
    for (fund, _), fen in sorted(found.items()):
        if fen > 0:
            yield at.unit.fund_codes[fund], Money(fen)


def tables(connection: Connection, at: YearEndAt, request: Request) -> Iterator[Block]:
    """The tables of a year's end, as far as there is anything to tell."""
    heads = year_end_vouchers(connection, at)
    if heads:
        yield _vouchers(connection, at, heads)
    yield from _decisions(connection, at, heads)
    yield from _adjustments(connection, at)
    yield from _openings(connection, at, heads, request)


# -- vouchers and decisions ---------------------------------------------------------

_COLUMNS = (
    Column("voucher", "凭证字号"),
    Column("date", "日期", "date"),
    Column("summary", "摘要", width=4),
    Column("basis", "依据", width=3),
    parts.money("amount", "金额"),
)


def _vouchers(
    connection: Connection, at: YearEndAt, heads: Sequence[VoucherRow]
) -> Table:
    rows = _rows(connection, at, heads)
    return Table(_COLUMNS, tuple(rows), caption="年终结账凭证", name="year_end")


def _rows(
    connection: Connection, at: YearEndAt, heads: Iterable[VoucherRow]
) -> Iterator[Row]:
    for head in heads:
        number = parts.voucher_number(head.kind, head.number)
        amount = _amount(connection, at, head)
        yield Row((number, head.dated_on, head.summary, head.basis, amount))


def _amount(connection: Connection, at: YearEndAt, head: VoucherRow) -> Money:
    lines = queries.postings_of(connection, at.unit.id, head.position)
    return sum((Money(line.debit_fen) for line in lines), ZERO)


def _decisions(
    connection: Connection, at: YearEndAt, heads: Sequence[VoucherRow]
) -> Iterator[Block]:
    """What was decided on the year's end, each with the voucher that did it."""
    ordered = year_end_order(connection, at)
    if ordered is None or not ordered.decisions:
        return
    decided = [d for what in _CARRIED_OUT for d in ordered.decisions if d.what is what]
    # Vouchers that rest on a decision name it; those of a change of chart, the rules.
    done = [head for head in heads if head.basis and head.kind != Kind.OPENING]
    rows = []
    for place, one in enumerate(decided):
        head = done[place] if place < len(done) else None
        rows.append(_decision_row(connection, at, one, head))
    columns = (
        Column("what", "决定事项", width=3),
        Column("fund", "资金", width=3),
        Column("account", "科目"),
        parts.money("amount", "金额"),
        Column("basis", "文号", width=3),
        Column("voucher", "凭证字号"),
    )
    caption = "已办理的年终决定" if heads else "已下达、尚未复核记账的年终决定"
    yield Table(columns, tuple(rows), caption=caption, name="decisions")


def year_end_order(connection: Connection, at: YearEndAt) -> year_end.Order | None:
    """The order by which the year was closed, or that holds while it is open."""
    return year_end.standing_order(connection, at.unit.code, at.year)


def _decision_row(
    connection: Connection, at: YearEndAt, one: Decision, head: VoucherRow | None
) -> Row:
    fund = at.unit.fund_names[at.unit.funds[one.fund]]
    amount = _amount(connection, at, head) if head else parts.amount(one.amount)
    number = parts.voucher_number(head.kind, head.number) if head else ""
    return Row((one.what.label, fund, one.account, amount, one.basis, number))


# -- audit adjustments --------------------------------------------------------------


def _adjustments(connection: Connection, at: YearEndAt) -> Iterator[Block]:
    period = december(at.year)
    heads = queries.vouchers(
        connection, at.unit.id, period, period + 1, position=at.position
    )
    found = [head for head in heads if head.entered == Entered.ADJUSTMENT]
    if not found:
        return
    columns = tuple(
        Column("basis", "审计发现", width=3) if one.key == "basis" else one
        for one in _COLUMNS
    )
    rows = tuple(_rows(connection, at, found))
    yield Table(columns, rows, caption="审计调整凭证", name="adjustments")


# -- January ------------------------------------------------------------------------


def _openings(
    connection: Connection, at: YearEndAt, heads: Sequence[VoucherRow], request: Request
) -> Iterator[Block]:
    """Whether January opened with what the year ended with (rule 3)."""
    if at.position is not None and not heads:
        # A year in which nothing was to be closed, up to the close itself.
        known: int | None = at.position
    else:
        known = heads[0].position - 1 if heads else None
    compared = openings_compared(connection, at.unit.code, at.year, known_at=known)
    if not compared:
        if at.position is not None:
            yield Note(request.words("close_minutes_openings_agree"))
        return
    columns = (
        Column("account", "科目", width=3),
        Column("fund", "资金", width=3),
        parts.money("provisional", "暂定期初"),
        parts.money("final", "确定期初"),
        parts.money("difference", "差额"),
    )
    rows = tuple(
        Row(
            (
                _account(at, one.account),
                at.unit.fund_names[at.unit.funds[one.fund]],
                one.provisional,
                one.final,
                one.final - one.provisional,
            )
        )
        for one in compared
    )
    yield Table(
        columns,
        rows,
        caption="一月期初余额核对（借方为正）",
        note=request.words("close_minutes_openings"),
        name="openings",
    )


def _account(at: YearEndAt, code: str) -> str:
    chart = at.unit.chart_on(f"{at.year}-12-31")
    return parts.coded_name(at.books, at.books.charts[chart][code])
