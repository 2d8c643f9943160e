"""Money received by event, and payment requests: made, approved, refused, paid."""

from app.web import deciding
from app.web.api import asked, told
from app.web.api.calls import Call
from app.web.api.values import money
from treasury import approving, paying, receipts, requests
from treasury.paying import Payment
from treasury.received import Received
from treasury.request_desk import Requested, RequestLine
from treasury.requests import PaymentRequest


def receive(call: Call) -> told.HandedIn:
    """Money that came in, as a submitted draft."""
    body = call.body
    assert isinstance(body, asked.ReceiptGiven)
    given = body.model_dump() | {
        "unit": call.unit,
        "amount": money(body.amount),
        "use": tuple(body.use),
    }
    with call.writing(body.ref) as connection:
        receipts.demand_giver(body.event)
        done = receipts.receive(connection, Received(**given), call.act)
        answer = told.HandedIn(draft=done.draft, ref=body.ref, already=done.already)
        return call.kept(connection, answer)


def request(call: Call) -> told.RequestState:
    """A payment request; money and budget are held from now on."""
    body = call.body
    assert isinstance(body, asked.RequestGiven)
    lines = tuple(
        RequestLine(line.fund, line.account, line.purpose, money(line.amount))
        for line in body.lines
    )
    given = body.model_dump() | {"unit": call.unit, "lines": lines}
    with call.writing(body.ref) as connection:
        done = requests.save(connection, PaymentRequest(**given), call.act)
        return call.kept(connection, _state(done))


def approve(call: Call) -> told.RequestState:
    """Approved by one more; nobody approves what they asked for."""
    body, key = call.body, call.places["key"]
    assert isinstance(body, asked.ApprovalGiven)
    with call.writing(key) as connection:
        opinion = deciding.opinion_by(
            connection, call.unit, body.opinion, body.resolution
        )
        done = deciding.approve(connection, call.unit, key, call.act, opinion=opinion)
        return call.kept(connection, _state(done))


def refuse(call: Call) -> told.RequestState:
    """Refused, with the reason; what was held is free again."""
    body, key = call.body, call.places["key"]
    assert isinstance(body, asked.ReasonGiven)
    with call.writing(key) as connection:
        done = deciding.refuse(connection, call.unit, key, body.reason, call.act)
        return call.kept(connection, _state(done))


def cancel(call: Call) -> told.RequestState:
    """Cancelled, with the reason; what was held is free again."""
    body, key = call.body, call.places["key"]
    assert isinstance(body, asked.ReasonGiven)
    with call.writing(key) as connection:
        done = approving.cancel(connection, call.unit, key, body.reason, call.act)
        return call.kept(connection, _state(done))


def pay(call: Call) -> told.HandedIn:
    """The draft that pays an approved request."""
    body, key = call.body, call.places["key"]
    assert isinstance(body, asked.PaymentGiven)
    payment = Payment(
        dated_on=body.dated_on,
        money_account=body.account,
        attachments=body.attachments,
        amount=money(body.amount) if body.amount else None,
        persons=body.persons,
        summary=body.summary,
        to_fund=body.to_fund,
        to_account=body.to_account,
    )
    with call.writing(key) as connection:
        done = paying.pay(connection, call.unit, key, payment, call.act)
        answer = told.HandedIn(draft=done.draft, ref=done.ref, already=done.already)
        return call.kept(connection, answer)


def _state(done: Requested) -> told.RequestState:
    return told.RequestState(
        key=done.key,
        state=done.state.value,
        amount=str(done.amount),
        approved=done.approved,
        approvals=done.approvals,
        expires_on=done.expires_on,
        warnings=list(done.warnings),
    )
