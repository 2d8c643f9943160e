"""Pledges (认捐): what donors promised, by when, and the gifts that kept it."""

from typing import Any

from app.web import donation_sheets, given, sheets
from app.web.desk import Desk, Go, Page, Sent, part
from app.web.numbers import number_of
from app.web.pages.campaigns import year_of
from ledger.database import Connection
from ledger.errors import NotFound, RecordRefused, Refused
from ledger.people import Right
from ledger.register import lookups
from treasury import pledges as verbs
from treasury.pledges import Pledge


def show(desk: Desk) -> Page | Sent:
    """The pledges of a unit; of the one that the address names, its gifts."""
    with desk.reading() as connection:
        told = _told(desk, connection)
        if desk.query.get("as"):
            made = told["sheets"].values()
            return sheets.sent(desk, connection, year_of(desk), made)
    return Page("pledges.html", told)


def _told(desk: Desk, connection: Connection) -> dict[str, Any]:
    found = donation_sheets.giving(desk, connection)
    every = verbs.pledges(connection, desk.unit)
    made = [donation_sheets.pledges_sheet(found, every[::-1], desk)]
    wanted = desk.query.get("of", "")
    if wanted:
        number = number_of(wanted, "认捐")
        if number not in {one.number for one in every}:
            raise NotFound("认捐", wanted)
        kept = [one for one in found.gifts if one.pledge == number]
        made.append(donation_sheets.gifts_sheet(found, kept))
    return {
        "unit": lookups(connection).unit(desk.unit),
        "sheets": {one.key: one for one in made},
        "address": sheets.address,
        "of": wanted,
        "names": found.names,
        "prepares": desk.may(connection, Right.PREPARE),
        "today": desk.today.isoformat(),
    }


def take(desk: Desk) -> Page | Go:
    """Put a pledge on record."""
    try:
        wanted = _new(desk)
        with desk.writing(str(wanted.donor)) as connection:
            made = verbs.promise(connection, desk.unit, wanted, desk.act)
            amount = made.amount.grouped()
            said = f"认捐 {made.number} 号：{amount} 元，{made.due_on} 前到账"
            where = f"/units/{part(desk.unit)}/donations/pledges"
            return desk.kept(connection, where, said)
    except Refused as refusal:
        with desk.reading() as connection:
            told = _told(desk, connection)
        return desk.refused(refusal, "pledges.html", told)


def _new(desk: Desk) -> Pledge:
    amount = given.amount(desk, "amount", "认捐金额")
    due = given.day(desk, "due", "到账期限")
    if amount is None or due is None:
        why = "没有写明金额或到账期限"
        raise RecordRefused("认捐没有登记", why=why, do="填写")
    return Pledge(
        donor=given.number(desk, "donor", "捐赠人序号"),
        amount=amount,
        promised_on=given.day(desk, "on", "认捐日") or desk.today,
        due_on=due,
        paper=given.text(desk, "paper"),
    )
