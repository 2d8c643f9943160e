"""The donation desk: pledges, campaigns, refunds, consents, bills and letters."""

from app.clock import today
from app.keyring import open_vault
from app.web.api import asked
from app.web.api import donation_said as gifts_said
from app.web.api import gift_desk_said as said
from app.web.api.calls import Call
from app.web.api.donating import gift_told
from app.web.api.values import money, told_of
from app.web.desk import Upload
from app.web.giving import take_campaign
from ledger.errors import NotFound
from treasury import (
    bills,
    confirmations,
    donations,
    donors,
    refunds,
)
from treasury import campaigns as campaign_verbs
from treasury import consents as consent_verbs
from treasury import pledges as pledge_verbs
from treasury.campaigns import NewCampaign
from treasury.refunds import NewRefund, Refunded

# -- pledges and campaigns ----------------------------------------------------------


def pledges(call: Call) -> said.Pledges:
    """What donors promised, and what came of it."""
    with call.reading() as connection:
        found = pledge_verbs.pledges(connection, call.unit)
    return said.Pledges(pledges=[told_of(said.Pledge, one) for one in found])


def promise(call: Call) -> said.Pledge:
    """Put on record what a donor promised."""
    body = call.body
    assert isinstance(body, said.PledgeGiven)
    wanted = pledge_verbs.Pledge(
        donor=body.donor,
        amount=money(body.amount),
        promised_on=body.promised_on or today(),
        due_on=body.due_on,
        paper=body.paper,
    )
    with call.writing(str(body.donor)) as connection:
        made = pledge_verbs.promise(connection, call.unit, wanted, call.act)
        return call.kept(connection, told_of(said.Pledge, made))


def campaigns(call: Call) -> said.Campaigns:
    """The lists of givers that were taken in."""
    with call.reading() as connection:
        found = campaign_verbs.campaigns(connection, call.unit)
    return said.Campaigns(campaigns=[told_of(said.Campaign, one) for one in found])


def campaign(call: Call) -> said.CampaignWhole:
    """One list of givers with the gifts that it made."""
    number = call.number("campaign", "一日捐")
    with call.reading() as connection:
        every = campaign_verbs.campaigns(connection, call.unit)
        one = next((each for each in every if each.number == number), None)
        if one is None:
            raise NotFound("一日捐", str(number))
        register = {d.number: d for d in donors.donors(connection, call.unit)}
        found = [
            gift_told(gift, register[gift.donor])
            for gift in donations.gifts(connection, call.unit)
            if gift.campaign == number
        ]
    return told_of(said.CampaignWhole, one, gifts=found)


def take_in(call: Call) -> said.Campaign:
    """Take a list of givers in whole; the same again changes nothing."""
    body = call.body
    assert isinstance(body, said.CampaignGiven)
    vault = open_vault(call.settings)
    wanted = NewCampaign(
        **body.model_dump(exclude={"list", "total", "received_on"}),
        total=money(body.total),
        received_on=body.received_on or today(),
    )
    sent = Upload(body.list.name, body.list.data)
    with call.writing(body.title) as connection:
        made = take_campaign(
            connection, call.unit, sent, wanted, vault=vault, act=call.act
        )
        return call.kept(connection, told_of(said.Campaign, made))


# -- refunds and consents -----------------------------------------------------------


def refunded(call: Call) -> said.Refunds:
    """The gifts that were given back, and how far their money is."""
    with call.reading() as connection:
        states = refunds.states(connection, call.unit)
        found = [
            told_of(said.RefundState, one, state=states.get(one.ref, ""))
            for one in refunds.refunds(connection, call.unit)
        ]
    return said.Refunds(refunds=found)


def refund(call: Call) -> said.RefundAsked:
    """Give a gift back: a request for its money, or a draft before requests."""
    body, key = call.body, call.places["gift"]
    assert isinstance(body, said.RefundGiven)
    wanted = NewRefund(
        **body.model_dump(exclude={"amount"}), gift=key, amount=money(body.amount)
    )
    with call.writing(key) as connection:
        done = refunds.refund(connection, call.unit, wanted, call.act)
        return call.kept(connection, _refunded(done))


def refund_again(call: Call) -> said.RefundAsked:
    """Ask anew for the money of a refund whose request ended unpaid."""
    body, key = call.body, call.places["gift"]
    assert isinstance(body, said.RefundAgainGiven)
    with call.writing(key) as connection:
        done = refunds.ask_again(connection, call.unit, key, body.refund, call.act)
        return call.kept(connection, _refunded(done))


def _refunded(done: Refunded) -> said.RefundAsked:
    return told_of(
        said.RefundAsked,
        done.refund,
        request=done.requested.key if done.requested else None,
        draft=done.handed.draft if done.handed else None,
    )


def consents(call: Call) -> said.Consents:
    """The letters by which a donor agreed to another purpose, or a later day."""
    key = call.places["gift"]
    with call.reading() as connection:
        donations.gift(connection, call.unit, key)
        found = [
            told_of(said.Consent, one)
            for one in consent_verbs.consents(connection, call.unit)
            if one.gift == key
        ]
    return said.Consents(consents=found)


def consent(call: Call) -> said.Consented:
    """Put a consent on record; the fund opens where all of its donors agreed."""
    body, key = call.body, call.places["gift"]
    assert isinstance(body, said.ConsentGiven)
    wanted = consent_verbs.Consent(**body.model_dump(), gift=key)
    with call.writing(key) as connection:
        done = consent_verbs.consent(connection, call.unit, wanted, call.act)
        return call.kept(connection, told_of(said.Consented, done))


def dissent(call: Call) -> said.Consent:
    """Put on record that a donor took a consent back; what was spent by it stays."""
    body = call.body
    assert isinstance(body, said.DissentGiven)
    with call.writing(str(body.consent)) as connection:
        done = consent_verbs.withdraw(
            connection,
            call.unit,
            body.consent,
            on=body.on or today(),
            reason=body.reason,
            paper=body.paper,
            act=call.act,
        )
        return call.kept(connection, told_of(said.Consent, done))


# -- bills and letters --------------------------------------------------------------


def stock_bills(call: Call) -> said.BillStock:
    """Take a range of blank bills into stock."""
    body = call.body
    assert isinstance(body, said.BillsGiven)
    with call.writing(body.code[:40]) as connection:
        made = bills.acquire(
            connection,
            call.unit,
            body.code,
            (body.first, body.last),
            acquired_on=body.acquired_on or today(),
            paper=body.paper,
            act=call.act,
        )
        return call.kept(connection, told_of(said.BillStock, made))


def void_bill(call: Call) -> gifts_said.Bill:
    """Make a bill void: one that was issued, or the next blank one."""
    body = call.body
    assert isinstance(body, said.BillVoidGiven)
    with call.writing(body.code[:40]) as connection:
        made = bills.void(connection, call.unit, **body.model_dump(), act=call.act)
        return call.kept(connection, told_of(gifts_said.Bill, made))


def void_letter(call: Call) -> gifts_said.Letter:
    """Withdraw a letter that confirms a gift; its number is not used again."""
    body, letter = call.body, call.places["letter"]
    assert isinstance(body, asked.ReasonGiven)
    with call.writing(letter[:40]) as connection:
        made = confirmations.void(connection, call.unit, letter, body.reason, call.act)
        return call.kept(connection, told_of(gifts_said.Letter, made))
