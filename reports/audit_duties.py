"""What an audit report says of duties beside the books: budget, base, bank accounts.

1. Growth is judged as `budgets/growth.py` states it; the report repeats, it does not
   judge anew. A year without a budget on record says so.
2. A bank account stands with its last reconciliation up to the last day, as known when
   the books stood where the report was drawn up, or with none.
"""

from collections.abc import Iterator

from audit.annual import AnnualAudit
from audit.figures import FundYear
from budgets.growth import Series, YearGrowth
from ledger.database import Connection
from ledger.money import ZERO, Money
from ledger.periods import period_of
from ledger.register import UnitLookup, lookups
from reports import money_tables, parts
from reports.catalogue import Request
from reports.report import Block, Cell, Chart, Column, Paragraph, Row, Table
from reports.report import Series as Drawn


def duty(audit: AnnualAudit, request: Request) -> Iterator[Block]:
    """Budget and base (预算和基数职责): the year's budgets, their growth, approval."""
    planned = audit.books.planned
    approved = None if planned is None else next(planned.annual(audit.year), None)
    told = request.words(
        "audit/duty",
        registered=planned is not None,
        year=audit.year,
        approved_on=str(approved.approved_on) if approved else "",
        resolution=approved.resolution if approved else "",
    )
    yield Paragraph(told)
    if planned is None:
        return
    rows = [
        _growth_row(series, row)
        for series, years in (
            (Series.OWN, planned.own),
            (Series.GOVERNMENT, planned.government),
        )
        for row in years
        if row.year == audit.year and (row.figure is not None or row.base)
    ]
    if rows:
        yield Table(_COLUMNS, tuple(rows), name="growth")
    if not planned.has_base:
        yield Paragraph(request.words("audit/duty_no_base"))


_COLUMNS = (
    Column("series", "来源", width=2),
    parts.money("base", "2005年度基数"),
    parts.money("last", "上年预算"),
    parts.money("figure", "本年预算"),
    parts.money("change", "增减额"),
    Column("rate", "增减率", "rate"),
    parts.money("required", "应达数"),
    Column("verdict", "结论"),
)


def _growth_row(series: Series, row: YearGrowth) -> Row:
    base = row.base.total if row.base else None
    cells: tuple[Cell, ...] = (
        *(series.label, base, row.last, row.figure, row.change, row.rate_bp),
        *(row.required, row.verdict.label),
    )
    return Row(cells)


def bank_accounts(
    connection: Connection, unit: UnitLookup, request: Request
) -> Iterator[Block]:
    """How far each bank account was reconciled by the last day (rule 2)."""
    period = period_of(request.span.last_day)
    known_by = ""
    if request.known_at is not None:
        known_by = parts.known_on(connection, request).isoformat()
    books = lookups(connection)
    found = tuple(money_tables.reconciled(connection, books, unit, period, known_by))
    yield from found or (Paragraph(request.words("audit/bank_none")),)


# -- for the board ------------------------------------------------------------------


def came_and_went(audit: AnnualAudit) -> Chart:
    """What each fund began with, received, spent and has left, in one picture."""
    funds = [fund for fund in audit.funds if _moved(fund)][:_CHARTED]
    names = audit.books.funds
    figures = {
        "received": ("本年收入", tuple(fund.received for fund in funds)),
        "paid": ("本年支出", tuple(fund.paid for fund in funds)),
        "closing": ("年末结存", tuple(fund.closing for fund in funds)),
    }
    return Chart(
        name="funds",
        caption="各项资金：收入、支出和结存",
        axis="资金",
        places=tuple(names[fund.fund].name for fund in funds) or ("无",),
        series=tuple(
            Drawn(key, title, amounts or (ZERO,))
            for key, (title, amounts) in figures.items()
        ),
    )


_CHARTED = 8
"""Funds that find room in a picture."""


def _moved(fund: FundYear) -> bool:
    return any((fund.opening, fund.received, fund.paid, fund.closing))


def spent_on(audit: AnnualAudit) -> Chart:
    """What the money was spent on, the greatest first."""
    sums: dict[str, Money] = {}
    for paid in audit.figures.paid:
        name = paid.purpose or paid.head
        sums[name] = sums.get(name, ZERO) + paid.amount
    ordered = sorted(sums.items(), key=lambda item: -item[1].fen)[:_CHARTED]
    return Chart(
        name="purposes",
        caption="钱用在哪里",
        axis="用途",
        places=tuple(head for head, _ in ordered) or ("无",),
        series=(
            Drawn("paid", "支出", tuple(amount for _, amount in ordered) or (ZERO,)),
        ),
    )
