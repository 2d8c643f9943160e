"""Where batches (发放批次) meet the bank: which lines go out, what came of them.

1. A source tells the lines of a batch that are paid, with holder and card (`PayLines`);
   `released_lines` is that of batches. `due` chooses those that a file is made of.
2. A line is paid to the card that the file had when the batch was saved; one that is
   paid again, to the card that it has now.
3. A result is taken in once, and settles the batch in the same transaction: what was
   not paid comes back by a draft. The batch is told no word of the bank's: it may name
   somebody, and stands encrypted with the result.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from aid import bank_file_store, batch_store, recipient_store
from aid.bank_file_keeping import (
    LineState,
    Returned,
    TakenIn,
    lines_of,
    take_results,
)
from aid.bank_files import PayLine
from aid.batch_paying import Outcome, Settled, repaid_lines, results_of, settle
from aid.batch_tables import FAILED, PAID
from aid.errors import BankFileRefused
from aid.recipients import PayAccount, accounts_at
from ledger import ground_store
from ledger.database import Connection
from ledger.errors import NotFound
from ledger.money import Money
from ledger.people import Act
from ledger.privacy import shown
from ledger.register import lookups
from treasury.request_desk import standing_of
from treasury.vault import Vault

UNPAID = "银行未付，原因见回盘"
"""What a batch is told of a line that came back (3)."""

_TOLD_MOST = 20


class PayLines(Protocol):
    """Tells the lines of a batch that are released for payment, all of them."""

    def __call__(
        self, connection: Connection, unit: str, batch: str, vault: Vault
    ) -> Sequence[PayLine]:
        """The lines by their numbers in the batch, with holder and card in clear.

        They are told as they were approved, so that a file written again is the same.

        Raises:
            NotFound: there is no such unit or batch.
            Refused: the batch is not released.
        """
        ...


def due(
    connection: Connection,
    unit: str,
    batch: str,
    lines: Sequence[PayLine],
    number: int = 0,
) -> tuple[PayLine, ...]:
    """The lines that a payment file is made of.

    Those of file `number`, to write it down again; else those that never went to the
    bank or came back unpaid, and were not paid otherwise; where there are none of them,
    those of the last file.

    Raises:
        NotFound: there is no such unit.
        BankFileRefused: the batch has no such file.
    """
    unit_id = lookups(connection).unit(unit).id
    if not number:
        kept = lines_of(connection, unit, batch)
        results = results_of(connection, unit_id, batch)
        paid = {line for line, some in results.items() if some[-1].outcome == PAID}
        open_ = tuple(
            one
            for one in lines
            if one.line not in paid
            and (one.line not in kept or kept[one.line].state is LineState.FAILED)
        )
        if open_:
            return open_
    sent = bank_file_store.lines(connection, unit_id, batch)
    last = number or max((row.number for row in sent), default=0)
    asked = {row.line for row in sent if row.number == last}
    if not asked:
        why = f"没有第 {number} 号付款文件" if number else "没有要付的行"
        do = "用 bangfu aid bank-file list 查看"
        what = f"批次 {batch} 的付款文件没有生成"
        raise BankFileRefused(what, why, do)
    return tuple(one for one in lines if one.line in asked)


def released_lines(
    connection: Connection, unit: str, batch: str, vault: Vault
) -> tuple[PayLine, ...]:
    """The lines of a batch whose voucher is in the books; a `PayLines`.

    A line that came back and is not paid again by a voucher is left out. Costs a query
    for 2,000 lines, and opens a revision for each.

    Raises:
        NotFound: there is no such unit or batch.
        BatchRefused: it is not submitted.
        BankFileRefused: it is not paid, or a file has no bank card.
        VaultRefused: a key is not at hand, or a row was changed.
    """
    books = lookups(connection)
    at = books.unit(unit)
    if batch_store.batch(connection, at.id, batch) is None:
        raise NotFound("发放批次", shown(batch), "用 bangfu aid batch list 查看")
    ground = ground_store.ground_of_key(connection, at.id, batch)
    request = str(ground.request) if ground is not None else ""
    what = f"批次 {batch} 的付款文件没有生成"
    if not request or not standing_of(connection, at, request).paid:
        why = "批次还没有付款（凭证没有入账）"
        raise BankFileRefused(what, why, "批准、发放、记账后再生成")
    again = repaid_lines(connection, at.id, request)
    results = results_of(connection, at.id, batch)
    rows = [
        row
        for row in batch_store.lines(connection, at.id, batch)
        if _goes(results.get(row.line, ()), again.get(row.line, 0))
    ]
    retried = {row.file for row in rows if row.line in again}
    latest = {
        row.file: row.revision
        for row in recipient_store.plain_of(connection, "file", retried)
    }
    places = {
        row.line: (row.file, latest[row.file] if row.line in again else row.revision)
        for row in rows
    }
    accounts = accounts_at(connection, places.values(), vault)
    lacking = [row for row in rows if accounts[places[row.line]].card is None]
    if lacking:
        codes = "、".join(row.code for row in lacking[:_TOLD_MOST])
        why = f"{len(lacking)} 份档案没有银行卡号：{codes}"
        raise BankFileRefused(what, why, "在档案中补上银行卡号")
    return tuple(_pay_line(row, accounts[places[row.line]]) for row in rows)


def _goes(results: Sequence[Any], again: int) -> bool:
    """Whether a line went, or goes, to the bank: it does not wait to be paid again."""
    failed = sum(one.outcome == FAILED for one in results)
    return not results or results[-1].outcome != FAILED or again >= failed


def _pay_line(row: Any, account: PayAccount) -> PayLine:
    assert account.card is not None
    return PayLine(
        line=row.line,
        code=row.code,
        holder=account.holder,
        card=account.card,
        bank=account.bank,
        amount=Money(row.amount_fen),
        memo=row.purpose,
    )


@dataclass(frozen=True, slots=True)
class TakenResult:
    """A result that was taken in, and what became of the batch; None: taken before."""

    file: TakenIn
    batch: Settled | None


def take_batch_results(  # noqa: PLR0913 - as every verb, and when it came back
    connection: Connection,
    unit: str,
    given: Returned,
    vault: Vault,
    act: Act,
    *,
    dated_on: dt.date | None = None,
    money_account: str = "102",
) -> TakenResult:
    """Take in a result of a batch's payment file and settle the batch by it (3).

    Raises:
        BatchRefused: the batch contradicts the result.
        VoucherRefused: the draft of what came back breaks rules.
        NotFound, BankFileRefused, FolderFaulty: as `take_results`.
    """
    taken = take_results(connection, unit, given, vault, act)
    if not taken.outcomes:
        return TakenResult(taken, None)
    outcomes = {
        one.line: Outcome(one.is_paid, "" if one.is_paid else UNPAID)
        for one in taken.outcomes
    }
    settled = settle(
        connection,
        unit,
        given.batch,
        outcomes,
        act,
        on=dated_on,
        account=money_account,
    )
    return TakenResult(taken, settled)
