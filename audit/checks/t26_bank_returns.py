"""Was money that the bank sent back booked, and what became of it?

A row of the bank that is a returned payment must have a voucher; what came back is owed
to somebody until it is paid again or given up, and not for longer than the limit.

Basis: 工会会计制度 第215号科目 (money owed); 会计基础工作规范 第六十条 (books agree).
"""

import datetime as dt
from collections.abc import Iterator

from audit import examples
from audit.banked import BankAccount, Banked, Owed, ToldRow
from audit.book_data import Data
from audit.books import Books
from audit.check import Check, Finding, Population, Severity
from ledger.money import Money

_ACCOUNT = BankAccount(1, "1 号账户（某银行，尾号 1234）", examples.OPENED)
_CAME = dt.date(2025, 3, 12)
_UNBOOKED = ToldRow(1, "1/3", _CAME, "return", 50_000)
_BOOKED = _UNBOOKED._replace(answered=True, mark="2025-03 记-1", fund="OU")
_OWED = Owed("P2025-1", "OU", "", "K1", 50_000, _CAME, dt.date(2026, 3, 1))

CHECK = Check(
    key="T26",
    title="银行退回款项未处理、未入账",
    basis="《会计基础工作规范》第六十条；工会账簿并依《工会会计制度》第215号科目",
    severity=Severity.COMPLIANCE,
    needs=frozenset({Data.BANK}),
    procedure="逐笔核对银行流水中的退回款项是否有凭证；列出期末仍应付给受助人、"
    "超过待付期限没有再付也没有注销的退回款项。",
    effect="救助没有到达受助人，退回的资金可能被挪作他用。",
    recommendation="按流水补记凭证；联系受助人更正账户后再付，或按规定注销并交回原资金。",
    limitation="银行没有标明、经办人也没有指认的退回，在未达账项中核对（T44）。",
    clean=(
        examples.books(
            banked=Banked(accounts=(_ACCOUNT,), rows=(_BOOKED,), owed=(_OWED,))
        ),
    ),
    broken=(
        examples.books(
            banked=Banked(
                accounts=(_ACCOUNT,),
                rows=(_UNBOOKED,),
            )
        ),
        examples.books(
            banked=Banked(
                accounts=(_ACCOUNT,),
                rows=(_BOOKED,),
                owed=(_OWED._replace(limit_on=dt.date(2025, 9, 8)),),
            )
        ),
    ),
)


def population(books: Books) -> Population:
    """Rows of returned payments."""
    rows = list(books.banked.of_kind("return")) if books.banked else []
    total = Money(sum(row.fen for row in rows))
    return Population("银行退回款项（笔）", len(rows), total)


def run(books: Books) -> Iterator[Finding]:
    """Yield each return without a voucher, then what has been owed for too long."""
    if books.banked is None:
        return
    for row in books.banked.of_kind("return"):
        if not row.answered:
            amount = Money(row.fen)
            yield Finding(
                key=CHECK.key,
                title="银行退回款项未入账",
                condition=f"{row.account} 号账户对账单 {row.place} 于 {row.on} 退回"
                f" {amount.grouped()} 元，至期末没有凭证",
                evidence=(f"对账单 {row.place}",),
                amount=amount,
            )
    last = books.span.last_day
    for one in sorted(books.banked.owed, key=lambda owed: (owed.since, owed.request)):
        if one.limit_on <= last:
            yield _overdue(books, one, (last - one.since).days)


def _overdue(books: Books, one: Owed, days: int) -> Finding:
    amount = Money(one.fen)
    payee = f"档案号 {one.recipient}" if one.recipient else one.payee
    return Finding(
        key=CHECK.key,
        title="退回款项逾期没有再付或注销",
        condition=f"付款申请 {one.request} 付给{payee}的款项于 {one.since} 退回，"
        f"{books.funds[one.fund].name}中尚有 {amount.grouped()} 元应付，已 {days} 天，"
        f"待付期限为 {one.limit_on}",
        evidence=(f"付款申请 {one.request}",),
        recipients=(one.recipient,) if one.recipient else (),
        amount=amount,
        persons=1 if one.recipient else 0,
    )
