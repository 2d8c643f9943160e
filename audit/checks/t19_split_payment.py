"""Was a payment cut up to stay below the approval limit?

Several payments to the same payee or household on the same day, each below the limit
that asks for a higher approval, together above it. Without a limit set by the fund's
management body there is nothing to be split under, and the check is not performed.

Basis: 帮扶工作意见 第7条 (strict approval of spending).
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from audit import examples
from audit.book_data import Data
from audit.books import Books, Line, Voucher, aid_payments
from audit.check import Check, Finding, Population, Severity, payments_of
from ledger.money import Money

_LIMITED = replace(examples.books().limits, approval_limit=examples.yuan(1000))

CHECK = Check(
    key="T19",
    title="化整为零规避审批",
    basis="《关于进一步做好困难职工帮扶工作的意见》第7条（严格支出审批程序）；"
    "管理机构设定的审批限额",
    severity=Severity.COMPLIANCE,
    needs=frozenset({Data.VOUCHERS, Data.APPROVAL_LIMIT}),
    procedure="找出同日付给同一收款方或档案号、单笔低于审批限额而合计超过限额的支付。",
    effect="应由上一级审批的支出可能未经其审批。",
    recommendation="调取审批记录，属于拆分的补办审批并明确责任。",
    clean=(
        examples.books(
            examples.voucher(*examples.aid(900, party="某学校"), number=1),
            examples.voucher(*examples.aid(900, party="另一学校"), number=2),
            examples.voucher(*examples.aid(2000, party="某学校"), number=3),
            limits=_LIMITED,
        ),
    ),
    broken=(
        examples.books(
            examples.voucher(*examples.aid(900, party="某学校"), number=1),
            examples.voucher(*examples.aid(900, party="某学校"), number=2),
            limits=_LIMITED,
        ),
    ),
)


def population(books: Books) -> Population:
    """Payments below the limit."""
    return payments_of(_below(books), "低于限额的帮扶支出（笔）")


def _below(books: Books) -> Iterator[tuple[Voucher, Line]]:
    limit = books.limits.approval_limit
    assert limit is not None
    for voucher, line in aid_payments(books):
        if line.debit_fen < limit.fen and (line.party or line.recipient):
            yield voucher, line


def run(books: Books) -> Iterator[Finding]:
    """Yield each payee whose payments of one day together pass the limit."""
    limit = books.limits.approval_limit
    assert limit is not None
    met: defaultdict[tuple[object, ...], list[tuple[Voucher, Line]]]
    met = defaultdict(list)
    for voucher, line in _below(books):
        met[voucher.dated_on, line.recipient, line.party].append((voucher, line))
    for (day, recipient, party), payments in met.items():
        total = sum(line.debit_fen for _, line in payments)
        if len(payments) > 1 and total >= limit.fen:
            whom = f"档案号 {recipient}" if recipient else party
            yield Finding(
                key=CHECK.key,
                title="同日多笔支付合计超过审批限额",
                condition=f"{day} 付给{whom} {len(payments)} 笔，每笔低于限额"
                f" {limit.grouped()} 元，合计 {Money(total).grouped()} 元",
                evidence=tuple(voucher.mark for voucher, _ in payments),
                recipients=tuple({line.recipient for _, line in payments} - {""}),
                amount=Money(total),
                lead=True,
            )
