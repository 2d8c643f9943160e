"""Gifts: as they came, taken, confirmed by letter, and their bills."""

from app.clock import today
from app.keyring import open_vault
from app.web.access import TEXTS
from app.web.api import donation_said as said
from app.web.api import told
from app.web.api.calls import Call
from app.web.api.values import money, told_of
from app.web.giving import register_donor
from ledger.database import Connection
from treasury import bill_check, bills, confirmations, donations, donors
from treasury.donations import NewGift
from treasury.donor_names import Donor, DonorKind, Look, called
from treasury.donor_statement import statement
from treasury.donors import NewDonor
from treasury.vault import Vault

NAMES = "money.donors"
"""The act of looking at donors' names."""


def gifts(call: Call) -> said.Gifts:
    """The gifts of a year, the present one where none is said."""
    query = call.query
    assert isinstance(query, said.GiftsAsked)
    year = query.year or today().year
    with call.reading() as connection:
        vault = _vault(call, connection, names=query.names)
        register = {d.number: d for d in donors.donors(connection, call.unit)}
        found = [
            gift_told(one, register[one.donor], vault)
            for one in donations.gifts(connection, call.unit, year)
        ]
    if query.names:
        call.note("", NAMES)
    return said.Gifts(year=year, gifts=found)


def _vault(call: Call, connection: Connection, *, names: bool) -> Vault | None:
    """The keys, where names are asked for by who may see them.

    Raises:
        NotAllowed: they may not.
    """
    if not names:
        return None
    call.demand(connection, *TEXTS)
    return open_vault(call.settings)


def gift_told(
    one: donations.Gift, donor: Donor, vault: Vault | None = None
) -> said.Gift:
    """A gift; without the keys a person who gave is told by number."""
    return told_of(said.Gift, one, donor_name=called(donor, vault, Look.FULL))


def gift(call: Call) -> said.GiftWhole:
    """One gift, what confirms it, and what became of it."""
    query, key = call.query, call.places["gift"]
    assert isinstance(query, said.NamesAsked)
    with call.reading() as connection:
        vault = _vault(call, connection, names=query.names)
        one = donations.gift(connection, call.unit, key)
        donor = donors.donor(connection, call.unit, one.donor)
        used = statement(connection, call.unit, one.donor)
        use = next((each for each in used if each.gift.key == one.key), None)
        answer = told_of(
            said.GiftWhole,
            one,
            donor_name=called(donor, vault, Look.FULL),
            donor_kind=donor.kind.value,
            letters=[
                letter
                for letter in confirmations.confirmations(connection, call.unit)
                if letter.gift == one.key
            ],
            bills=[b for b in bills.bills(connection, call.unit) if b.gift == one.key],
            paid=use.paid if use else (),
            refunded=use.refunded if use else (),
            left=use.left if use else one.left,
        )
    if query.names and donor.kind is DonorKind.PERSON:
        call.note(key, NAMES)
    return answer


def take(call: Call) -> said.GiftTaken:
    """A gift, of a donor who is known or is registered with it."""
    body = call.body
    assert isinstance(body, said.GiftGiven)
    vault = open_vault(call.settings)
    with call.writing(str(body.donor or "")) as connection:
        number = body.donor or _registered(call, connection, vault)
        given = body.model_dump(exclude={"donor", "new_donor"}) | {
            "donor": number,
            "amount": money(body.amount),
            "received_on": body.received_on or today(),
        }
        made = donations.register(connection, call.unit, NewGift(**given), call.act)
        draft = made.handed.draft if made.handed else None
        return call.kept(connection, told_of(said.GiftTaken, made.gift, draft=draft))


def _registered(call: Call, connection: Connection, vault: Vault) -> int:
    """The number of a donor who is registered with the gift."""
    body = call.body
    assert isinstance(body, said.GiftGiven)
    assert body.new_donor is not None
    given = body.new_donor.model_dump(exclude={"consent"})
    new = NewDonor(**given, paper=body.new_donor.consent)
    return register_donor(connection, call.unit, new, vault, call.act)


def confirm(call: Call) -> said.Letter:
    """The letter that confirms a gift, once."""
    key = call.places["gift"]
    with call.writing(key) as connection:
        made = confirmations.confirm(connection, call.unit, key, call.act)
        return call.kept(connection, told_of(said.Letter, made))


def bill(call: Call) -> said.Bill:
    """The next bill of a range, or the one that is named, for a gift."""
    body, key = call.body, call.places["gift"]
    assert isinstance(body, said.BillGiven)
    with call.writing(key) as connection:
        made = bills.issue(
            connection,
            call.unit,
            key,
            body.code,
            body.number,
            issued_on=body.issued_on or today(),
            act=call.act,
        )
        return call.kept(connection, told_of(said.Bill, made))


def ranges(call: Call) -> said.BillRanges:
    """The ranges of bills that are held."""
    with call.reading() as connection:
        found = bill_check.held(connection, call.unit)
    return said.BillRanges(
        ranges=[told_of(said.BillRange, one, code=one.stock.code) for one in found]
    )


def book(call: Call) -> told.HandedIn:
    """The voucher of a gift handed in anew, where its draft was given up."""
    body, key = call.body, call.places["gift"]
    assert isinstance(body, said.BookingGiven)
    count = body.attachments
    with call.writing(key) as connection:
        done = donations.hand_again(connection, call.unit, key, count, call.act)
        answer = told.HandedIn(draft=done.draft, ref=done.ref, already=done.already)
        return call.kept(connection, answer)
