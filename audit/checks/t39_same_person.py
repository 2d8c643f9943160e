"""Did somebody check their own work?

Every voucher needs a reviewer who is not its preparer; the one who enters it into the
books must not have prepared it, and the cashier may do neither.

Basis: 会计法 第二十五条、第三十五条; 会计基础工作规范 第五十三条.
"""

from collections.abc import Iterator

from audit import examples
from audit.books import Books, Data, Voucher
from audit.check import Check, Finding, Population, Severity, vouchers_of
from ledger.money import Money

_PAID = examples.aid(500)

CHECK = Check(
    key="T39",
    title="未经审核或岗位不分离",
    basis="《会计法》第二十五条、第三十五条；《会计基础工作规范》第五十三条",
    severity=Severity.COMPLIANCE,
    needs=frozenset({Data.VOUCHERS}),
    procedure="逐张核对制单、审核、记账、出纳人员，按人比对，不按登录名。",
    effect="内部牵制失效，错误和舞弊难以发现。",
    recommendation="补办审核，调整岗位分工，不相容岗位由不同人员担任。",
    clean=(examples.books(examples.voucher(*_PAID, cashier="")),),
    broken=(
        examples.books(examples.voucher(*_PAID, reviewer="")),
        examples.books(examples.voucher(*_PAID, reviewer="制单员")),
        examples.books(examples.voucher(*_PAID, poster="制单员")),
        examples.books(examples.voucher(*_PAID, cashier="制单员")),
        examples.books(examples.voucher(*_PAID, cashier="审核员")),
        examples.books(examples.voucher(*_PAID, preparer="")),
    ),
)


def population(books: Books) -> Population:
    """All vouchers."""
    return vouchers_of(books)


def run(books: Books) -> Iterator[Finding]:
    """Yield vouchers whose duties were not kept apart."""
    for voucher in books.vouchers:
        for title in _breaches(voucher):
            amount = abs(Money(voucher.amount_fen))
            yield Finding(
                key=CHECK.key,
                title=title,
                condition=f"凭证 {voucher.mark}（{amount.grouped()} 元）{title}",
                evidence=(voucher.mark,),
                amount=amount,
            )


def _breaches(voucher: Voucher) -> Iterator[str]:
    preparer, reviewer = voucher.preparer, voucher.reviewer
    if not preparer:
        yield "无制单人"
    if not reviewer:
        yield "未经审核"
    elif reviewer == preparer:
        yield "制单与审核为同一人"
    if preparer and voucher.poster == preparer:
        yield "制单与记账为同一人"
    if voucher.cashier and voucher.cashier == preparer:
        yield "出纳兼制单"
    if voucher.cashier and voucher.cashier == reviewer:
        yield "出纳兼审核"
