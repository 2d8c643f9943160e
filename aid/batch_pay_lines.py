"""Which lines of a batch go to the bank: where batches and their files meet.

A source tells the lines of a released batch with holder and card as approved
(`PayLines`); `due` chooses those of them that a file is made of.
"""

from collections.abc import Sequence
from typing import Protocol

from aid import bank_file_store
from aid.bank_file_keeping import LineState, lines_of
from aid.bank_files import PayLine
from aid.errors import BankFileRefused
from ledger.database import Connection
from ledger.register import lookups
from treasury.vault import Vault


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
    bank or came back unpaid; where there are none of them, those of the last file.

    Raises:
        NotFound: there is no such unit.
        BankFileRefused: the batch has no such file.
    """
    if not number:
        kept = lines_of(connection, unit, batch)
        open_ = tuple(
            one
            for one in lines
            if one.line not in kept or kept[one.line].state is LineState.FAILED
        )
        if open_:
            return open_
    unit_id = lookups(connection).unit(unit).id
    sent = bank_file_store.lines(connection, unit_id, batch)
    last = number or max((row.number for row in sent), default=0)
    asked = {row.line for row in sent if row.number == last}
    if not asked:
        why = f"没有第 {number} 号付款文件" if number else "没有要付的行"
        do = "用 bangfu aid bank-file list 查看"
        what = f"批次 {batch} 的付款文件没有生成"
        raise BankFileRefused(what, why, do)
    return tuple(one for one in lines if one.line in asked)
