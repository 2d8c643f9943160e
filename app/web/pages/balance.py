"""The trial balance (科目余额表): every figure leads to what it is made of."""

from app.web import spans, tables
from app.web.access import BOOKS
from app.web.desk import Desk, Page, Sent
from ledger.balances import balances
from ledger.register import lookups
from reports import parts
from reports.report import Column

_COLUMNS = (
    Column("account", "科目"),
    Column("name", "名称", width=2),
    Column("fund", "资金"),
    parts.money("opening", "期初"),
    parts.money("debit", "借方"),
    parts.money("credit", "贷方"),
    parts.money("closing", "期末"),
)


def show(desk: Desk) -> Page | Sent:
    """Opening, turnover and closing of each account and fund over a period."""
    asked = spans.asked(desk)
    with desk.reading() as connection:
        books = lookups(connection)
        unit = books.unit(desk.unit)
        rows = balances(connection, (unit.code,), asked.span)
        names = {
            books.account_codes[id_]: name for id_, name in books.account_names.items()
        }
        linked = desk.may(connection, *BOOKS)
        rows.sort(key=lambda row: (row.account, row.fund))
        if tables.is_asked(desk):
            cells = [
                (
                    *(row.account, names[row.account], row.fund),
                    *(row.opening, row.debit, row.credit, row.closing),
                )
                for row in rows
            ]
            return tables.send(desk, connection, "科目余额表", asked, (_COLUMNS, cells))
    told = {"unit": unit, "rows": rows, "names": names, "asked": asked}
    return Page("balance.html", told | {"linked": linked})
