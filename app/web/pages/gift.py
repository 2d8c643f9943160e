"""One gift (捐赠): what it paid, its letter and bill, and printing the letter."""

from urllib.parse import quote

from app.keyring import open_vault
from app.web import donation_sheets, given, sheets
from app.web.access import TEXTS
from app.web.desk import Desk, Go, Page
from ledger.database import Connection
from ledger.errors import NotFound, Refused
from ledger.people import Right
from ledger.register import lookups
from treasury import bill_check, bills, confirmations, donations, donors, drafting
from treasury.donor_names import Look, called
from treasury.donor_statement import statement


def show(desk: Desk) -> Page:
    """A gift with its donor, and what became of it."""
    told = _told(desk)
    if told["opened"]:
        desk.note(desk.places["gift"], "money.donors")
    return Page("gift.html", told)


def _told(desk: Desk) -> dict[str, object]:
    key = desk.places["gift"]
    vault = open_vault(desk.settings) if desk.query.get("open") else None
    with desk.reading() as connection:
        one = donations.gift(connection, desk.unit, key)
        opens = desk.may(connection, *TEXTS)
        opened = opens and vault is not None
        donor = donors.donor(connection, desk.unit, one.donor)
        letters = confirmations.confirmations(connection, desk.unit)
        found = donation_sheets.giving(desk, connection)
        used = statement(connection, desk.unit, one.donor)
        unit = lookups(connection).unit(desk.unit)
        draft = drafting.under_way(connection, unit.id, one.ref)
        prepares = desk.may(connection, Right.PREPARE)
        return {
            "unit": unit,
            "draft": draft,
            "may_book": prepares and not draft and one.state == donations.UNBOOKED,
            "gift": one,
            "donor": donor,
            "name": called(donor, vault if opened else None, Look.FULL),
            "use": next((use for use in used if use.gift.key == one.key), None),
            "letters": [letter for letter in letters if letter.gift == one.key],
            "bills": [
                bill
                for bill in bills.bills(connection, desk.unit)
                if bill.gift == one.key
            ],
            "stocks": [
                held for held in bill_check.held(connection, desk.unit) if held.blank
            ],
            "refunded": donation_sheets.refunds_sheet(found, desk, connection, one.key),
            "agreed": donation_sheets.consents_sheet(desk, connection, one.key),
            "unpaid": donation_sheets.unpaid(desk, connection, one.key),
            "address": sheets.address,
            "prepares": prepares,
            "opens": opens,
            "opened": opened,
        }


def refused(desk: Desk, refusal: Refused) -> Page:
    """The gift again with the sentence of a refusal and what was typed."""
    return desk.refused(refusal, "gift.html", _told(desk))


def confirm(desk: Desk) -> Page | Go:
    """Issue the letter that confirms the gift, once."""
    try:
        with desk.writing(desk.places["gift"]) as connection:
            key = desk.places["gift"]
            made = confirmations.confirm(connection, desk.unit, key, desk.act)
            said = f"{made.printed}，{made.amount.grouped()} 元；本函不作为税前扣除凭证"
            return desk.kept(connection, _path(desk), said)
    except NotFound:
        raise
    except Refused as refusal:
        return desk.refused(refusal, "gift.html", _told(desk))


def book(desk: Desk) -> Page | Go:
    """Hand in the voucher of the gift anew, where its draft was given up."""
    try:
        with desk.writing(desk.places["gift"]) as connection:
            key, count = (
                desk.places["gift"],
                given.number(desk, "papers", "附件张数", 1),
            )
            done = donations.hand_again(connection, desk.unit, key, count, desk.act)
            said = f"捐赠 {key}：凭证草稿 {done.draft} 已提交，待审核"
            return desk.kept(connection, _path(desk), said)
    except NotFound:
        raise
    except Refused as refusal:
        return desk.refused(refusal, "gift.html", _told(desk))


def issue(desk: Desk) -> Page | Go:
    """Issue the next bill of a range for the gift."""
    try:
        with desk.writing(desk.places["gift"]) as connection:
            return desk.kept(connection, _path(desk), _issued(desk, connection))
    except Refused as refusal:
        # A range that is not there is told on the gift's own page.
        return desk.refused(refusal, "gift.html", _told(desk))


def _issued(desk: Desk, connection: Connection) -> str:
    made = bills.issue(
        connection,
        desk.unit,
        desk.places["gift"],
        given.text(desk, "code"),
        given.text(desk, "number"),
        issued_on=given.day(desk, "on", "开具日") or desk.today,
        act=desk.act,
    )
    return f"票据 {made.code} 第 {made.number} 号已开具"


def _path(desk: Desk) -> str:
    key = quote(desk.places["gift"], safe="")
    return f"/units/{quote(desk.unit, safe='')}/donations/{key}"
