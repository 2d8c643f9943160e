"""A unit's own page: its funds with what they hold, and the ways from here."""

from app.web.access import AUDITEE, BOOKS
from app.web.desk import Desk, Page
from ledger.balances import balances
from ledger.money import ZERO
from ledger.people import Right
from ledger.periods import parse_span
from ledger.register import lookups


def show(desk: Desk) -> Page:
    """What each fund of the unit has today in money, and what was spent this year."""
    with desk.reading() as connection:
        books = lookups(connection)
        unit = books.unit(desk.unit)
        year = parse_span(str(desk.today.year))
        money = {
            (books.account_codes[id_])
            for id_ in books.account_codes
            if id_ in books.money
        }
        held = dict.fromkeys(unit.funds, ZERO)
        for one in balances(connection, (unit.code,), year):
            if one.account in money:
                held[one.fund] += one.closing
        funds = [
            (code, unit.fund_names[id_], held[code]) for code, id_ in unit.funds.items()
        ]
        may = {
            "sees_books": desk.may(connection, *BOOKS),
            "audits": desk.may(connection, Right.AUDIT),
            "engaged": desk.may(connection, Right.AUDIT, *AUDITEE),
            "proves": desk.may(connection, Right.AUDIT, Right.VIEW),
        }
    return Page("unit.html", {"unit": unit, "funds": funds, **may})
