"""A unit's own page: its funds with what they hold, and the ways from here."""

from app.web import draft_steps, tables
from app.web.access import APPROVING, AUDITEE, BATCHES, BOOKS, READING
from app.web.desk import Desk, Page, Sent
from app.web.pages import handovers, today
from app.web.spans import Asked
from ledger.balances import balances
from ledger.money import ZERO
from ledger.people import Right
from ledger.periods import parse_span
from ledger.register import lookups
from reports import parts
from reports.report import Column

_COLUMNS = (
    Column("fund", "资金"),
    Column("name", "名称", width=2),
    parts.money("amount", "金额"),
)


def show(desk: Desk) -> Page | Sent:
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
        if tables.is_asked(desk):
            asked = Asked(str(desk.today.year), year)
            title = "各项资金的货币资金"
            return tables.send(desk, connection, title, asked, (_COLUMNS, funds))
        may = {
            "sees_books": desk.may(connection, *BOOKS),
            "audits": desk.may(connection, Right.AUDIT),
            "engaged": desk.may(connection, Right.AUDIT, *AUDITEE),
            "proves": desk.may(connection, Right.AUDIT, Right.VIEW),
            "prepares": desk.may(connection, Right.PREPARE),
            "registers": desk.may(connection, Right.ADMIN),
            "sees_queue": desk.may(connection, *draft_steps.ALL),
            "sees_batches": desk.may(connection, *BATCHES),
            "sees_waiting": desk.may(connection, *APPROVING),
            "hands_over": handovers.is_shown(desk, connection),
            "sees_people": desk.may(connection, *READING),
            "sees_requests": desk.may(connection, *BOOKS, Right.APPROVE),
        }
        duties = today.duties(desk, connection) if may["sees_books"] else []
    told = {"unit": unit, "funds": funds, "duties": duties}
    return Page("unit.html", told | may)
