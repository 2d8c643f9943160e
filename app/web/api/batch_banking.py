"""A batch at the bank: its payment file, what the bank returned, paying again.

The payment file holds names and card numbers. It is handed out and not kept, under no
key either: the same lines are the same file however often it is written, and every
time is logged.
"""

from aid import bank_file_keeping as keeping
from aid import batch_bank_files as files
from aid import batch_paying
from aid.bank_file_keeping import Returned
from aid.bank_format_keeping import formats_of
from aid.bank_results import Expected
from aid.batch_paying import Again
from app.clock import today
from app.keyring import open_vault
from app.web.api import batch_said as said
from app.web.api import told
from app.web.api.calls import Call
from app.web.api.values import some_money, told_of
from app.web.desk import Sent


def write(call: Call) -> Sent:
    """The payment file of the lines that are due, with names and card numbers."""
    body, unit, key = call.body, call.unit, call.places["batch"]
    assert isinstance(body, said.BankFileGiven)
    vault = open_vault(call.settings)
    with call.writing(key) as connection:
        lines = files.released_lines(connection, unit, key, vault)
        chosen = files.due(connection, unit, key, lines, body.file)
        form = formats_of(connection, unit, body.bank)[0]
        done = keeping.write(connection, unit, key, chosen, form, vault, call.act)
    return Sent(done.file.content, "text/csv", f"{unit}-{key}-{done.number}.csv")


def result(call: Call) -> said.ResultTaken:
    """What the bank returned, held against the payment file line by line."""
    body, unit, key = call.body, call.unit, call.places["batch"]
    assert isinstance(body, said.ResultGiven)
    vault = open_vault(call.settings)
    with call.writing(key) as connection:
        given = Returned(
            batch=key,
            number=body.file,
            name=body.result.name,
            content=body.result.data,
            forms=formats_of(connection, unit, body.bank),
            expected=Expected(count=body.count, total=some_money(body.total)),
        )
        done = files.take_batch_results(
            connection,
            unit,
            given,
            vault,
            call.act,
            dated_on=body.on,
            money_account=body.account,
        )
        back = done.batch.returns if done.batch else None
        returns = back.draft if back else None
        return call.kept(
            connection, told_of(said.ResultTaken, done.file, returns=returns)
        )


def repay(call: Call) -> told.HandedIn:
    """The draft that pays a line again that came back."""
    body, key = call.body, call.places["batch"]
    assert isinstance(body, said.RepayGiven)
    given = Again(
        dated_on=body.dated_on or today(),
        money_account=body.account,
        attachments=body.attachments,
        reason=body.reason,
    )
    with call.writing(key) as connection:
        done = batch_paying.repay(
            connection, call.unit, key, body.line, given, call.act
        )
        return call.kept(connection, told_of(told.HandedIn, done))
