"""Vouchers (记账凭证): the list of a period, and one with its postings."""

from urllib.parse import quote

from app.web import spans
from app.web.desk import Desk, Go, Page
from app.web.numbers import number_of
from ledger import queries
from ledger.errors import NotFound
from ledger.money import Money
from ledger.periods import period_of
from ledger.register import lookups

SHOWN = 1_000
"""Vouchers on a page."""


def show(desk: Desk) -> Page:
    """The vouchers of a period, the latest first."""
    asked = spans.asked(desk, monthly=True)
    with desk.reading() as connection:
        books = lookups(connection)
        unit = books.unit(desk.unit)
        since, last = period_of(asked.span.since), period_of(asked.span.last_day)
        if since % 100 == 1:
            since -= 1
        found = queries.vouchers(connection, unit.id, since, last + 1)
        rows = [(row, books.person_codes[row.preparer_id]) for row in found[::-1]]
    told = {"unit": unit, "asked": asked, "rows": rows[:SHOWN], "count": len(rows)}
    return Page("vouchers.html", told)


def at(desk: Desk) -> Go:
    """The voucher at a chain position, under its own address."""
    position = desk.places["position"]
    with desk.reading() as connection:
        unit = lookups(connection).unit(desk.unit)
        head = queries.voucher_at(connection, unit.id, number_of(position, "凭证"))
    if head is None:
        raise NotFound("凭证", position)
    return Go(f"/units/{quote(unit.code, safe='')}/vouchers/{quote(head.ref, safe='')}")


def one(desk: Desk) -> Page:
    """One voucher as it is sealed, with what corrects it and its papers."""
    ref = desk.places["ref"]
    with desk.reading() as connection:
        books = lookups(connection)
        unit = books.unit(desk.unit)
        head = queries.voucher(connection, unit.id, ref)
        if head is None:
            raise NotFound("凭证", ref)
        lines = [
            (row, books.account_codes[row.account_id], unit.fund_codes[row.fund_id])
            for row in queries.postings_of(connection, unit.id, head.position)
        ]
        corrected = head.corrects and queries.voucher_at(
            connection, unit.id, head.corrects
        )
        later = [
            row
            for row in queries.corrections(
                connection, unit.id, head.period, head.period + 1
            )
            if row.corrects == head.position
        ]
        names = books.account_names
        people = books.person_codes
    total = sum((row.debit_fen for row, *_ in lines), 0)
    return Page(
        "voucher.html",
        {
            "unit": unit,
            "head": head,
            "lines": lines,
            "names": names,
            "people": people,
            "corrected": corrected,
            "later": later,
            "total": Money(total),
            "money_of": Money,
        },
    )
