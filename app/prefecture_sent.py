"""What one county of the demonstration sends to its bank, and what the bank says.

A payment file in the form that comes with the program, and beside it the result that
the bank sends back: all paid, but for the line that is named.
"""

import csv
import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from aid import bank_file_keeping
from aid.bank_file_keeping import Returned
from aid.bank_files import PayLine, reference
from aid.bank_formats import built_in
from aid.batch_bank_files import due, released_lines, take_batch_results
from aid.batch_paying import Settled
from app.prefecture_cases import act_of
from app.prefecture_money import LIVE
from ledger.database import Connection
from treasury.vault import Vault

_ACCOUNTANT, _CASHIER = 2, 4
_STATES = {True: "交易成功", False: "交易失败"}
_WHY = "账号户名不符"


@dataclass(frozen=True, slots=True)
class Bank:
    """The bank's counter: where files lie, and the keys that they need."""

    folder: Path
    vault: Vault

    def pay(
        self,
        connection: Connection,
        key: str,
        days: tuple[dt.date, dt.date],
        failed: int = 0,
    ) -> Settled:
        """Write the payment file of a batch, and settle it by the bank's result.

        Args:
            connection: the books.
            key: the batch.
            days: when the file is written, and when the result comes.
            failed: the line that is not paid, if one is not.

        Raises:
            Refused: the books are not those of the demonstration.
        """
        (form,) = built_in()
        lines = released_lines(connection, LIVE, key, self.vault)
        lines = due(connection, LIVE, key, lines)
        cashier = act_of(LIVE, _CASHIER, days[0])
        sent = bank_file_keeping.write(
            connection, LIVE, key, lines, form, self.vault, cashier
        )
        name = f"payment-{LIVE}-{key}-{sent.number}"
        (self.folder / f"{name}.csv").write_bytes(sent.file.content)
        result = self.folder / f"{name}-result.csv"
        result.write_bytes(_result(key, sent.number, lines, failed))
        given = Returned(
            batch=key, name=result.name, content=result.read_bytes(), forms=(form,)
        )
        act = act_of(LIVE, _ACCOUNTANT, days[1])
        taken = take_batch_results(
            connection, LIVE, given, self.vault, act, dated_on=days[1]
        )
        assert taken.batch is not None
        return taken.batch


def _result(key: str, number: int, lines: Sequence[PayLine], failed: int) -> bytes:
    """What the bank says of a payment file."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(["序号", "收款账号", "金额", "处理状态", "失败原因"])
    for one in lines:
        paid = one.line != failed
        known = reference(key, number, one.line), one.card.number, str(one.amount)
        writer.writerow([*known, _STATES[paid], "" if paid else _WHY])
    return text.getvalue().encode("utf-8-sig")
