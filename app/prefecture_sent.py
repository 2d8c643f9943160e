"""What one county of the demonstration sends to its bank, and what the bank says.

A payment file in the form that comes with the program, and beside it the result that
the bank sends back: all paid, but for the lines that are named.
"""

import csv
import datetime as dt
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from aid import bank_file_keeping
from aid.bank_file_keeping import Returned
from aid.bank_files import PayLine, reference
from aid.bank_formats import built_in
from aid.batch_paying import Outcome
from aid.payout_lines import PayoutLine
from aid.recipients import opened, row_of
from app.prefecture_cases import act_of
from app.prefecture_money import LIVE
from ledger.database import Connection
from treasury.vault import Vault

_ACCOUNTANT, _CASHIER = 2, 4
_STATES = {True: "交易成功", False: "交易失败"}


def paid_by_bank(  # noqa: PLR0913 - what goes to the bank, and what becomes of it
    connection: Connection,
    key: str,
    lines: Sequence[PayoutLine],
    *,
    failed: Mapping[int, str],
    folder: Path,
    vault: Vault,
    days: tuple[dt.date, dt.date],
) -> dict[int, Outcome]:
    """Write the payment file and the bank's result, and take that in.

    Args:
        connection: the books.
        key: the batch.
        lines: those of its lines that go to the bank.
        failed: why lines are not paid, by their number.
        folder: where the files go.
        vault: the keys.
        days: when the file is written, and when the result comes.
    """
    (form,) = built_in()
    told = [_told(connection, line, vault) for line in lines]
    act = act_of(LIVE, _CASHIER, days[0])
    sent = bank_file_keeping.write(connection, LIVE, key, told, form, vault, act)
    name = f"payment-{LIVE}-{key}-{sent.number}"
    (folder / f"{name}.csv").write_bytes(sent.file.content)
    content = _result(key, sent.number, told, failed)
    (folder / f"{name}-result.csv").write_bytes(content)
    given = Returned(
        batch=key,
        number=sent.number,
        name=f"{name}-result.csv",
        content=content,
        forms=(form,),
    )
    act = act_of(LIVE, _ACCOUNTANT, days[1])
    taken = bank_file_keeping.take_results(connection, LIVE, given, vault, act)
    return {one.line: Outcome(one.is_paid, one.reason) for one in taken.outcomes}


def _told(connection: Connection, line: PayoutLine, vault: Vault) -> PayLine:
    content = opened(connection, row_of(connection, line.code), vault)
    assert content.card is not None
    return PayLine(
        line=line.place,
        code=line.code,
        holder=content.worker.name,
        card=content.card,
        bank=content.bank or "",
        amount=line.amount,
        memo=line.purpose,
    )


def _result(
    key: str, number: int, lines: Sequence[PayLine], failed: Mapping[int, str]
) -> bytes:
    """What the bank says of a payment file."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(["序号", "收款账号", "金额", "处理状态", "失败原因"])
    for one in lines:
        why = failed.get(one.line, "")
        known = reference(key, number, one.line), one.card.number, str(one.amount)
        writer.writerow([*known, _STATES[not why], why])
    return text.getvalue().encode("utf-8-sig")
