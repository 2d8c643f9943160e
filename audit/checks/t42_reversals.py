"""Does every red entry name what it corrects, within the year?

A voucher with negative amounts that refers to none may hide money taken out of the
books. One that corrects a voucher of another year bypasses the adjustment of opening
balances.

Basis: 会计基础工作规范 第五十一条 (correction of errors).
"""

from collections.abc import Iterator
from typing import Any

from audit import examples
from audit.book_data import Data
from audit.books import Books, Voucher
from audit.check import Check, Finding, Population, Severity
from ledger.money import Money

_RED = tuple(
    line._replace(debit_fen=-line.debit_fen, credit_fen=-line.credit_fen)
    for line in examples.aid(500)
)
_LINKED: dict[str, Any] = {"corrects": "2025-02 付-3", "correction": "full"}

CHECK = Check(
    key="T42",
    title="红字更正",
    basis="《会计基础工作规范》第五十一条第（五）项",
    severity=Severity.RECORD,
    needs=frozenset({Data.VOUCHERS}),
    procedure="找出含负数金额的凭证，核对是否注明被更正凭证、该凭证是否存在、"
    "是否属于同一会计年度。",
    effect="冲销无据，可能掩盖款项转出或调节收支。",
    recommendation="补注被更正凭证的日期和编号；跨年更正改为通过年初余额调整处理。",
    clean=(
        examples.books(
            examples.voucher(*examples.aid(500)),
            examples.voucher(*_RED, number=2, corrects_period=202502, **_LINKED),
        ),
    ),
    broken=(
        examples.books(examples.voucher(*_RED)),
        examples.books(examples.voucher(*_RED, **_LINKED)),
        examples.books(examples.voucher(*_RED, corrects_period=202412, **_LINKED)),
    ),
)


def population(books: Books) -> Population:
    """Vouchers that are red or correct another."""
    found = [v for v in books.vouchers if _is_red(v) or v.corrects]
    total = sum(abs(voucher.amount_fen) for voucher in found)
    return Population("红字及更正凭证（张）", len(found), Money(total))


def _is_red(voucher: Voucher) -> bool:
    return any(line.debit_fen < 0 or line.credit_fen < 0 for line in voucher.lines)


def run(books: Books) -> Iterator[Finding]:
    """Yield red vouchers without a reference, or with one that does not hold."""
    for voucher in books.vouchers:
        if voucher.corrects:
            if not voucher.corrects_period:
                title = "被更正的凭证不在账内"
            elif voucher.corrects_period // 100 != voucher.period // 100:
                title = "更正其他年度的凭证"
            else:
                continue
        elif _is_red(voucher):
            title = "红字凭证未注明更正对象"
        else:
            continue
        named = f"，注明更正 {voucher.corrects}" if voucher.corrects else ""
        amount = abs(Money(voucher.amount_fen))
        yield Finding(
            key=CHECK.key,
            title=title,
            condition=f"凭证 {voucher.mark}“{voucher.summary}”（{amount.grouped()} 元）"
            f"{named}",
            evidence=(voucher.mark,),
            amount=amount,
        )
