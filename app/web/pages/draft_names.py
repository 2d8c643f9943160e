"""What the voucher editor finds names by: accounts, funds, purposes, and what is left.

A small JSON address of our own. Everything is found by code, by name and by the
initials of its pinyin; for each fund its money is told, for each line of the budget
what is left of it.
"""

import datetime as dt
import json
from typing import Any

from app.web.desk import Desk, Sent
from app.web.initials import initials
from budgets import queries as budget_queries
from ledger.balances import balances
from ledger.database import Connection
from ledger.funds import standard_purposes
from ledger.periods import parse_day, parse_span
from ledger.register import Lookups, UnitLookup, lookups


def show(desk: Desk) -> Sent:
    """The names of a day: those of the chart in force on it."""
    try:
        day = parse_day(desk.query.get("on", ""))
    except ValueError:
        day = desk.today
    with desk.reading() as connection:
        told = names(connection, desk.unit, day)
    # A page that was open while its session ended goes on under the next one.
    told["token"] = desk.me.form_token
    content = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return Sent(content.encode(), "application/json")


def names(connection: Connection, unit: str, day: dt.date) -> dict[str, Any]:
    """Accounts, funds, purposes and the budget of a unit on a day."""
    books = lookups(connection)
    at = books.unit(unit)
    return {
        "accounts": accounts(books, at, day),
        "funds": _funds(connection, books, at, day),
        "purposes": [[p.name, initials(p.name)] for p in standard_purposes()],
        "budget": _budget(connection, books, at, day.year),
    }


def accounts(books: Lookups, unit: UnitLookup, day: dt.date) -> list[Any]:
    """Accounts to post to: code, whole name, initials, whether it is money."""
    chart = books.charts.get(unit.chart_on(day.isoformat()), {})
    return [
        [code, name, initials(name), id_ in books.money]
        for code, id_ in sorted(chart.items())
        if id_ not in books.above and (name := books.account_name(id_))
    ]


def _funds(
    connection: Connection, books: Lookups, unit: UnitLookup, day: dt.date
) -> list[Any]:
    held = money_held(connection, books, unit, day)
    return [
        [code, name, initials(name), held[code], sorted(unit.purposes[id_])]
        for code, id_ in sorted(unit.funds.items())
        if (name := unit.fund_names[id_])
    ]


def money_held(
    connection: Connection, books: Lookups, unit: UnitLookup, day: dt.date
) -> dict[str, int]:
    """The money of each fund in fen, at the end of a day's year as far as posted."""
    held = dict.fromkeys(unit.funds, 0)
    money = {books.account_codes[id_] for id_ in books.money}
    for one in balances(connection, (unit.code,), parse_span(str(day.year))):
        if one.account in money:
            held[one.fund] += one.closing.fen
    return held


def _budget(
    connection: Connection, books: Lookups, unit: UnitLookup, year: int
) -> list[Any]:
    """Fund, account, purpose, and the fen that are left of it."""
    return [
        [
            unit.fund_codes[row.fund_id],
            books.account_codes[row.account_id],
            row.purpose,
            row.open - row.reserved - row.spent,
        ]
        for row in budget_queries.lines(connection, year, (unit.id,))
    ]
