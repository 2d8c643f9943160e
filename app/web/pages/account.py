"""An account ledger (明细账): the postings of an account, each with its voucher."""

from app.web import spans
from app.web.desk import Desk, Page
from ledger import queries
from ledger.balances import balances
from ledger.errors import NotFound
from ledger.money import ZERO, Money
from ledger.register import lookups

SHOWN = 2_000
"""Postings on a page; the whole ledger is a report."""


def show(desk: Desk) -> Page:
    """The postings of an account in a period, with the balance after each."""
    asked, account = spans.asked(desk), desk.places["account"]
    fund = desk.query.get("fund", "")
    with desk.reading() as connection:
        books = lookups(connection)
        unit = books.unit(desk.unit)
        chart = books.charts[unit.chart_on(asked.span.since.isoformat())]
        if account not in chart:
            raise NotFound("科目", account)
        if fund and fund not in unit.funds:
            raise NotFound("资金", fund)
        held = ZERO
        for one in balances(connection, (unit.code,), asked.span):
            if one.account == account and fund in {"", one.fund}:
                held += one.opening
        opening, lines = held, []
        found = queries.account_lines(
            connection,
            unit.id,
            (chart[account],),
            asked.span.since,
            asked.span.until,
            fund_id=unit.funds[fund] if fund else None,
        )
        for row in found:
            held += Money(row.debit_fen) - Money(row.credit_fen)
            mark = f"{row.kind}-{row.number}"
            lines.append((row, mark, held, unit.fund_codes[row.fund_id]))
            if len(lines) == SHOWN:
                break
        name = books.account_names[chart[account]]
    told = {"unit": unit, "account": account, "name": name, "lines": lines}
    return Page(
        "account.html", told | {"asked": asked, "opening": opening, "fund": fund}
    )
