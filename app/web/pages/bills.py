"""Donation bills (捐赠票据) and letters: ranges held, what was used, what is missing.

One is issued on the page of its gift; here ranges come in, and what was issued is made
void.
"""

from collections.abc import Callable
from typing import Any

from app.web import donation_sheets, given, sheets
from app.web.desk import Desk, Go, Page, Sent, part
from app.web.pages.campaigns import year_of
from ledger.database import Connection
from ledger.errors import Refused
from ledger.people import Right
from ledger.register import lookups
from treasury import bills, confirmations


def show(desk: Desk) -> Page | Sent:
    """Ranges, bills, letters, and what has to be looked into."""
    with desk.reading() as connection:
        told = _told(desk, connection)
        if desk.query.get("as"):
            made = told["sheets"].values()
            return sheets.sent(desk, connection, year_of(desk), made)
    return Page("bills.html", told)


def _told(desk: Desk, connection: Connection) -> dict[str, Any]:
    found = donation_sheets.giving(desk, connection)
    made = (
        donation_sheets.stocks_sheet(desk, connection),
        donation_sheets.bills_sheet(found, desk, connection),
        donation_sheets.letters_sheet(found, desk, connection),
        donation_sheets.matters_sheet(desk, connection),
    )
    letters = confirmations.confirmations(connection, desk.unit)
    codes = {one.code for one in bills.stocks(connection, desk.unit)}
    return {
        "unit": lookups(connection).unit(desk.unit),
        "sheets": {one.key: one for one in made},
        "address": sheets.address,
        "codes": sorted(codes),
        "letters": [one for one in letters if one.stands],
        "prepares": desk.may(connection, Right.PREPARE),
        "today": desk.today.isoformat(),
    }


def stock(desk: Desk) -> Page | Go:
    """Take a range of blank bills into stock."""
    return _acted(desk, given.text(desk, "code"), _stocked)


def void(desk: Desk) -> Page | Go:
    """Make a bill void: one that was issued, or the next blank one."""
    return _acted(desk, given.text(desk, "code"), _voided)


def void_letter(desk: Desk) -> Page | Go:
    """Withdraw a letter that confirms a gift; its number is not used again."""
    return _acted(desk, given.text(desk, "letter"), _withdrawn)


def _acted(
    desk: Desk, subject: str, act: Callable[[Desk, Connection], str]
) -> Page | Go:
    try:
        with desk.writing(subject[:40]) as connection:
            where = f"/units/{part(desk.unit)}/donations/bills"
            return desk.kept(connection, where, act(desk, connection))
    except Refused as refusal:
        with desk.reading() as connection:
            told = _told(desk, connection)
        return desk.refused(refusal, "bills.html", told)


def _stocked(desk: Desk, connection: Connection) -> str:
    made = bills.acquire(
        connection,
        desk.unit,
        given.text(desk, "code"),
        (given.text(desk, "first"), given.text(desk, "last")),
        acquired_on=given.day(desk, "on", "领购日") or desk.today,
        paper=given.text(desk, "paper"),
        act=desk.act,
    )
    count = made.last - made.first + 1
    return f"票据第 {made.number} 批：{made.code}，{count} 份"


def _voided(desk: Desk, connection: Connection) -> str:
    made = bills.void(
        connection,
        desk.unit,
        given.text(desk, "code"),
        given.text(desk, "number"),
        reason=given.text(desk, "reason"),
        returned=bool(desk.form.get("returned")),
        paper=given.text(desk, "paper"),
        act=desk.act,
    )
    return f"票据 {made.code} 第 {made.number} 号已作废"


def _withdrawn(desk: Desk, connection: Connection) -> str:
    letter, reason = given.text(desk, "letter"), given.text(desk, "reason")
    made = confirmations.void(connection, desk.unit, letter, reason, desk.act)
    return f"{made.printed} 已作废；捐赠 {made.gift}"
