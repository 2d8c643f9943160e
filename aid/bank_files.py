"""Files of payments for the bank (代发文件), made of lines without any database.

1. A line is known to the bank by our reference: batch, file, line. Lines keep their
   order; amounts have two decimals.
2. The same lines in the same form are the same bytes, whenever they are written.
3. No cell is run by a spreadsheet (`ledger/formulas.py`).
4. Holder and card stand in clear in this file alone; it is never kept in the books.
"""

import csv
import hashlib
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from aid.bank_cards import BankCard
from aid.bank_formats import BankFormat
from aid.errors import BankFileRefused
from ledger.formulas import harmless
from ledger.money import ZERO, Money
from ledger.privacy import has_control, has_hidden

LINES_MAX = 100_000
_REFERENCE = re.compile(r"(.+)-([0-9]{1,9})-([0-9]{1,9})")
_TOLD_MOST = 20
"""Lines that a refusal names before it counts the rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PayLine:
    """A line of a batch as the bank is told it; holder and card are never shown."""

    line: int
    code: str
    holder: str = field(repr=False)
    card: BankCard
    bank: str
    amount: Money
    memo: str = ""


@dataclass(frozen=True, slots=True)
class PaymentFile:
    """The bytes for the bank, and what they are controlled by."""

    content: bytes = field(repr=False)
    lines: int
    total: Money
    sha256: str


def reference(batch: str, number: int, line: int) -> str:
    """How the bank is told a line, and tells it back (1)."""
    return f"{batch}-{number}-{line}"


def line_of(text: str, batch: str, number: int) -> int | None:
    """The line that a reference of this file means; None where it is another's."""
    match = _REFERENCE.fullmatch(text)
    if match is None or (match[1], int(match[2])) != (batch, number):
        return None
    return int(match[3])


def rendered(
    batch: str, number: int, lines: Sequence[PayLine], form: BankFormat
) -> PaymentFile:
    """The file of a batch's lines in the form of a bank.

    Raises:
        BankFileRefused: a line cannot be paid so; all of them are told.
    """
    if wrong := [*_wrong(batch, lines)]:
        more = f"；另有 {len(wrong) - _TOLD_MOST} 处" if wrong[_TOLD_MOST:] else ""
        why = "；".join(wrong[:_TOLD_MOST]) + more
        raise BankFileRefused("付款文件没有生成", why, "改正批次或档案后再生成")
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(heading for _, heading in form.columns)
    for one in lines:
        said = _said(batch, number, one)
        writer.writerow(harmless(said[key]) for key, _ in form.columns)
    content = form.encoding.mark + text.getvalue().encode(form.encoding.value)
    total = sum((one.amount for one in lines), ZERO)
    digest = hashlib.sha256(content).hexdigest()
    return PaymentFile(content, len(lines), total, digest)


def _said(batch: str, number: int, line: PayLine) -> dict[str, str]:
    return {
        "line": reference(batch, number, line.line),
        "code": line.code,
        "holder": line.holder,
        "card": line.card.number,
        "branch": line.bank,
        "amount": str(line.amount),
        "memo": line.memo,
    }


def _wrong(batch: str, lines: Sequence[PayLine]) -> Iterator[str]:
    if not batch or has_control(batch):
        yield "没有写明批次"
    if not lines:
        yield "没有要付的行"
    if len(lines) > LINES_MAX:
        yield f"超过 {LINES_MAX:,} 行，分成几个批次"
    counted = Counter(one.line for one in lines)
    for number in sorted(number for number, times in counted.items() if times > 1):
        yield f"第 {number} 行出现两次"
    for one in lines:
        if one.line < 1:
            yield f"行号 {one.line} 应从 1 起"
        if one.amount <= ZERO:
            yield f"第 {one.line} 行的金额应大于零"
        if not one.holder.strip():
            yield f"第 {one.line} 行没有户名"
        texts = one.holder, one.bank, one.memo, one.code
        if any(has_control(text) or has_hidden(text) for text in texts):
            yield f"第 {one.line} 行的文字中有控制字符或看不见的字符"
