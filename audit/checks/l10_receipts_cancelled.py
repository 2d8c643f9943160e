"""Was money received that the books later took away again?

No request is asked for a correction (L12): whoever cancels a receipt in red, or lowers
it, takes money out of the books without an approval. Mistakes are put right so too;
each is looked into with the bank's statement at hand. What was entered right at once,
with no less money, is left out.

Basis: 会计基础工作规范 第五十一条 (correction of errors).
"""

from collections.abc import Container, Iterator
from dataclasses import dataclass

from audit import examples
from audit.book_data import Data
from audit.books import Books, Voucher
from audit.check import Check, Finding, Population, Severity
from ledger.money import Money
from ledger.vouchers import Correction

_RECEIVED = examples.voucher(*examples.moved("102", "408", 5_000, "D1"), kind="收")
_MARK = _RECEIVED.mark


def _later(yuan: int, how: str, number: int) -> Voucher:
    lines = examples.moved("102", "408", yuan, "D1")
    linked = {"corrects": _MARK, "corrects_period": 202503, "correction": how}
    return examples.voucher(*lines, kind="收", number=number, **linked)


CHECK = Check(
    key="L10",
    title="收款入账后冲销或调减",
    basis="《会计基础工作规范》第五十一条第（五）项",
    severity=Severity.FRAUD,
    needs=frozenset({Data.VOUCHERS}),
    procedure="找出已入账的收款凭证，列出其后被红字冲销或调减、货币资金净减少的，"
    "与银行对账单、收据存根核对。",
    effect="收到的款项可能被转走，以更正凭证掩盖；更正凭证不经付款审批。",
    recommendation="核对银行对账单：款项确未收到或记错的，补附原始凭证；"
    "确已收到的，追查去向。",
    limitation="只看账簿，不能判断款项是否确已收到；结果只是线索。",
    clean=(
        examples.books(_RECEIVED),
        examples.books(
            _RECEIVED,
            _later(-5_000, "full", 2),
            _later(5_000, "replacement", 3),
        ),
        examples.books(
            examples.voucher(*examples.aid(500)),
            examples.voucher(
                *examples.aid(-500),
                number=2,
                corrects="2025-03 付-1",
                corrects_period=202503,
                correction="full",
            ),
        ),
    ),
    broken=(
        examples.books(_RECEIVED, _later(-5_000, "full", 2)),
        examples.books(_RECEIVED, _later(-1_000, "difference", 2)),
        examples.books(
            _RECEIVED,
            _later(-5_000, "full", 2),
            _later(4_000, "replacement", 3),
        ),
    ),
)


@dataclass(slots=True)
class _Corrected:
    """What later vouchers did to the money of one receipt."""

    changed_fen: int = 0
    came_fen: int = 0
    """What had come, as a cancellation mirrors it."""
    marks: tuple[str, ...] = ()


def population(books: Books) -> Population:
    """Vouchers that corrected the money of another."""
    found = list(_corrected(books).values())
    total = sum(abs(one.changed_fen) for one in found)
    count = sum(len(one.marks) for one in found)
    return Population("更正货币资金的凭证（张）", count, Money(total))


def run(books: Books) -> Iterator[Finding]:
    """Yield receipts of which less money is left than came."""
    corrected = _corrected(books)
    money = books.money
    # A mark is spelled out for those alone whose number is among them.
    numbers = {int(mark.rpartition("-")[2]) for mark in corrected}
    received = {
        one.mark: _money(money, one)
        for one in books.vouchers
        if one.number in numbers and one.mark in corrected
    }
    for mark, one in corrected.items():
        # What was corrected may lie before the span: then its red mirror tells.
        if received.get(mark, one.came_fen) > 0 > one.changed_fen:
            amount = Money(-one.changed_fen)
            told = "、".join(one.marks)
            yield Finding(
                key=CHECK.key,
                title="收款入账后冲销或调减",
                condition=f"收款凭证 {mark} 经 {told} 减少 {amount.grouped()} 元",
                evidence=(mark, *one.marks),
                amount=amount,
                lead=True,
            )


def _corrected(books: Books) -> dict[str, _Corrected]:
    """By the voucher that was corrected: how its money changed, and by which."""
    found: dict[str, _Corrected] = {}
    money = books.money
    for voucher in books.vouchers:
        if voucher.corrects and (change := _money(money, voucher)):
            one = found.setdefault(voucher.corrects, _Corrected())
            one.changed_fen += change
            if voucher.correction == Correction.FULL:
                one.came_fen = -change
            one.marks = (*one.marks, voucher.mark)
    return found


def _money(money: Container[str], voucher: Voucher) -> int:
    """What a voucher brings into cash, bank and quota."""
    return sum(line.net_fen for line in voucher.lines if line.account in money)
