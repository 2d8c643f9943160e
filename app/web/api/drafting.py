"""The life of a draft, step by step."""

from collections.abc import Callable

from app.web import draft_steps
from app.web.api import asked, told
from app.web.api.calls import Call
from ledger import drafts
from ledger.database import Connection
from ledger.draft_vouchers import DraftPosting, DraftVoucher
from ledger.drafts import Draft
from ledger.people import Act

Step = Callable[[Connection, str, int, Act], Draft]


def save(call: Call) -> told.DraftState:
    """A new draft, complete or not."""
    return _save(call, 0)


def change(call: Call) -> told.DraftState:
    """A draft changed, by its preparer."""
    return _save(call, call.number("number", "草稿"))


def _save(call: Call, number: int) -> told.DraftState:
    body = call.body
    assert isinstance(body, asked.DraftGiven)
    lines = tuple(DraftPosting(**line.model_dump()) for line in body.postings)
    head = body.model_dump(exclude={"postings"})
    voucher = DraftVoucher(unit=call.unit, postings=lines, **head)
    with call.writing(str(number or "")) as connection:
        done = draft_steps.save(connection, voucher, call.act, number)
        return call.kept(connection, _state(done))


def submit(call: Call) -> told.DraftState:
    """Hand over for review; who submits is the preparer."""
    return _take(call, draft_steps.submit)


def review(call: Call) -> told.DraftState:
    """Agrees with its papers."""
    return _take(call, draft_steps.review)


def settle(call: Call) -> told.DraftState:
    """The money was received or paid."""
    return _take(call, draft_steps.settle)


def _take(call: Call, step: Step) -> told.DraftState:
    number = call.number("number", "草稿")
    with call.writing(str(number)) as connection:
        done = step(connection, call.unit, number, call.act)
        return call.kept(connection, _state(done))


def post(call: Call) -> told.Posted:
    """Enter in the books; it cannot be changed any more."""
    number = call.number("number", "草稿")
    with call.writing(str(number)) as connection:
        done = draft_steps.post(connection, call.unit, number, call.act)
        answer = told.Posted(
            ref=done.ref, kind=done.kind, number=done.number, position=done.position
        )
        return call.kept(connection, answer)


def give_back(call: Call) -> told.DraftState:
    """Back to the preparer, with the reason."""
    return _end(call, drafts.give_back)


def drop(call: Call) -> told.DraftState:
    """Given up, with the reason; its steps remain."""
    return _end(call, drafts.drop)


def _end(
    call: Call, step: Callable[[Connection, str, int, str, Act], Draft]
) -> told.DraftState:
    body, number = call.body, call.number("number", "草稿")
    assert isinstance(body, asked.ReasonGiven)
    with call.writing(str(number)) as connection:
        done = step(connection, call.unit, number, body.reason, call.act)
        return call.kept(connection, _state(done))


def _state(done: Draft) -> told.DraftState:
    return told.DraftState(number=done.number, state=done.state.value)
