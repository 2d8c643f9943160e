"""The trial balance (科目余额表): every figure leads to what it is made of."""

from app.web import spans
from app.web.access import BOOKS
from app.web.desk import Desk, Page
from ledger.balances import balances
from ledger.register import lookups


def show(desk: Desk) -> Page:
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
    told = {"unit": unit, "rows": rows, "names": names, "asked": asked}
    return Page("balance.html", told | {"linked": linked})
