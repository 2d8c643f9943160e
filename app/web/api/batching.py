"""Payment batches: made, checked, asked for, approved, released, settled."""

from aid import bank_file_keeping as keeping
from aid import batch_paying, batch_views, batches
from aid.batch_lists import Usual
from aid.batch_paying import Outcome, Release
from aid.batches import Asking
from app.clock import today
from app.keyring import open_vault
from app.web.api import asked, told
from app.web.api import batch_said as said
from app.web.api.calls import Call
from app.web.api.values import some_money, told_of
from app.web.batch_making import Wanted, basis_of, make, read_list
from ledger.database import Connection
from treasury.request_desk import Requested


def batches_of(call: Call) -> said.Batches:
    """The batches of a unit, the latest first."""
    with call.reading() as connection:
        found = batch_views.listed(connection, call.unit)
    return said.Batches(batches=[told_of(said.BatchHead, one) for one in found])


def batch(call: Call) -> said.Batch:
    """A batch with its lines by file number."""
    unit, key = call.unit, call.places["batch"]
    with call.reading() as connection:
        return told_of(
            said.Batch,
            batch_views.shown(connection, unit, key),
            lines=batch_views.lines(connection, unit, key),
            steps=batch_views.steps(connection, unit, key),
            files=keeping.files_of(connection, unit, key),
        )


def draft(call: Call) -> said.BatchSaved:
    """A batch out of a list, or of cases."""
    body = call.body
    assert isinstance(body, said.BatchGiven)
    vault = open_vault(call.settings)
    listed = None
    if body.list is not None:
        total = some_money(body.total)
        listed = read_list(body.list.name, body.list.data, total)
    wanted = Wanted(
        unit=call.unit,
        ref=body.ref,
        title=body.title,
        usual=Usual(fund=body.fund, account=body.account, purpose=body.purpose),
        cases=body.cases,
    )
    with call.writing(body.ref) as connection:
        done = make(connection, wanted, listed, vault, call.act)
        return call.kept(connection, told_of(said.BatchSaved, done))


def check(call: Call) -> said.BatchChecked:
    """What is to be told of every line on a day of payment; files are opened for it."""
    body, key = call.body, call.places["batch"]
    assert isinstance(body, said.CheckGiven)
    vault = open_vault(call.settings)
    with call.writing(key) as connection:
        basis = basis_of(connection, call.unit, vault)
        found = batches.checked(connection, call.unit, key, basis, call.act, body.on)
        answer = said.BatchChecked.model_validate({"key": key, "told": found})
        return call.kept(connection, answer)


def submit(call: Call) -> said.BatchAsked:
    """Ask for what a batch pays; money and budget are held from now on."""
    body, key = call.body, call.places["batch"]
    assert isinstance(body, said.SubmitGiven)
    vault = open_vault(call.settings)
    with call.writing(key) as connection:
        basis = basis_of(connection, call.unit, vault)
        asking = Asking(**body.model_dump())
        done = batches.submit(connection, call.unit, key, basis, asking, call.act)
        return call.kept(connection, _asked(key, done))


def _asked(key: str, done: Requested) -> said.BatchAsked:
    return told_of(said.BatchAsked, done, batch=key)


def approve(call: Call) -> said.BatchAsked:
    """Approved by one more; who made the batch or files in it does not approve."""
    body, key = call.body, call.places["batch"]
    assert isinstance(body, asked.OpinionGiven)
    with call.writing(key) as connection:
        done = batches.approve(
            connection, call.unit, key, call.act, opinion=body.opinion
        )
        return call.kept(connection, _asked(key, done))


def refuse(call: Call) -> said.BatchAsked:
    """Refused, with the reason; money and budget go back."""
    body, key = call.body, call.places["batch"]
    assert isinstance(body, asked.ReasonGiven)
    with call.writing(key) as connection:
        done = batches.refuse(connection, call.unit, key, body.reason, call.act)
        return call.kept(connection, _asked(key, done))


def drop(call: Call) -> said.BatchState:
    """Given up with its unpaid request, with the reason."""
    body, key = call.body, call.places["batch"]
    assert isinstance(body, asked.ReasonGiven)
    with call.writing(key) as connection:
        batches.drop(connection, call.unit, key, body.reason, call.act)
        found = batch_views.shown(connection, call.unit, key)
        return call.kept(connection, told_of(said.BatchState, found))


def release(call: Call) -> told.HandedIn:
    """The voucher that pays a batch, a line for each person, as a submitted draft."""
    body, key = call.body, call.places["batch"]
    assert isinstance(body, said.ReleaseGiven)
    vault = open_vault(call.settings)
    given = Release(
        dated_on=body.dated_on or today(),
        money_account=body.account,
        attachments=body.attachments,
        reason=body.reason,
    )
    with call.writing(key) as connection:
        basis = basis_of(connection, call.unit, vault)
        done = batch_paying.release(connection, call.unit, key, basis, given, call.act)
        return call.kept(connection, told_of(told.HandedIn, done))


def settle(call: Call) -> said.BatchSettled:
    """What the bank did, line by line; what came back returns by a draft."""
    body, key = call.body, call.places["batch"]
    assert isinstance(body, said.SettleGiven)
    with call.writing(key) as connection:
        done = batch_paying.settle(
            connection,
            call.unit,
            key,
            _outcomes(connection, call, body),
            call.act,
            on=body.on,
            account=body.account,
        )
        returns = done.returns.draft if done.returns else None
        answer = told_of(said.BatchSettled, done, returns=returns)
        return call.kept(connection, answer)


def _outcomes(
    connection: Connection, call: Call, body: said.SettleGiven
) -> dict[int, Outcome]:
    """What is said of each line; with `rest` all others of which nothing is known."""
    lines = batch_views.lines(connection, call.unit, call.places["batch"])
    rest = [row.line for row in lines if body.rest and not row.outcome]
    found = {line: Outcome(is_paid=True) for line in rest}
    return found | {
        one.line: Outcome(is_paid=one.paid, reason="" if one.paid else one.reason)
        for one in body.outcomes
    }
