"""Do the bank's balances agree with the books, month by month?

Each bank account has a reconciliation in every month since its first statement. On the
last day of its statements bank and books must agree when all that either side does not
know yet is counted, but for other money that a reconciliation tells. What one side
still does not know after the limit is named; vouchers that came for days that were
reconciled are a lead.

Basis: 会计基础工作规范 第六十二条 (the bank journal is held against the statements).
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence

from audit import examples
from audit.banked import BankAccount, Banked, Outstanding, Reconciled
from audit.book_data import Data
from audit.books import Books, months_between
from audit.check import Check, Finding, Population, Severity
from ledger.money import Money
from ledger.periods import label, period_of

_FIRST_TOLD = 3
_FIRST = dt.date(2025, 11, 1)
_LAST = examples.YEAR.last_day
_ACCOUNT = BankAccount(
    1, "1 号账户（某银行，尾号 1234）", examples.OPENED, _FIRST, _LAST, 90_000, 90_000
)
_MADE = (
    Reconciled(1, 1, dt.date(2025, 11, 30)),
    Reconciled(1, 2, _LAST),
)
_CHEQUE = Outstanding(
    account=1,
    banked=False,
    on=dt.date(2025, 12, 20),
    fen=-10_000,
    told="2025-12 付-3",
)

CHECK = Check(
    key="T44",
    title="银行存款与对账单不符",
    basis="《会计基础工作规范》第六十二条（银行存款日记账与对账单核对）",
    severity=Severity.COMPLIANCE,
    needs=frozenset({Data.BANK}),
    procedure="逐个账户核对各月是否编制银行存款余额调节表，期末双方余额经未达账项调节后"
    "是否相等；列出长期未达账项和对账后补记的凭证。",
    effect="银行存款账实不符，可能存在挪用、漏记或虚记。",
    recommendation="逐笔查明差额和未达账项，补记或更正凭证，按月编制调节表。",
    limitation="第一份对账单之前的月份须核对纸质调节表；未登记的银行账户须向银行函证。",
    clean=(
        examples.books(
            banked=Banked(
                accounts=(_ACCOUNT,), reconciled=_MADE, outstanding=(_CHEQUE,)
            )
        ),
        examples.books(
            banked=Banked(
                accounts=(_ACCOUNT._replace(other_fen=5_000, told_fen=5_000),),
                reconciled=_MADE,
            )
        ),
    ),
    broken=(
        examples.books(banked=Banked(accounts=(_ACCOUNT,), reconciled=_MADE[1:])),
        examples.books(
            banked=Banked(
                accounts=(BankAccount(1, "1 号账户（某银行，尾号 1234）", _FIRST),)
            )
        ),
        examples.books(
            banked=Banked(
                accounts=(_ACCOUNT._replace(bank_fen=80_000, other_fen=-10_000),),
                reconciled=_MADE,
            )
        ),
        examples.books(
            banked=Banked(
                accounts=(_ACCOUNT,),
                reconciled=_MADE,
                outstanding=(_CHEQUE._replace(on=dt.date(2025, 3, 1)),),
            )
        ),
        examples.books(
            banked=Banked(
                accounts=(_ACCOUNT,),
                reconciled=(_MADE[0], _MADE[1]._replace(late=1, late_fen=3_000)),
            )
        ),
    ),
)


def population(books: Books) -> Population:
    """Bank accounts, and what they hold on the last day of their statements."""
    accounts = books.banked.accounts if books.banked else ()
    total = Money(abs(sum(one.bank_fen for one in accounts)))
    return Population("银行账户（个）", len(accounts), total)


def run(books: Books) -> Iterator[Finding]:
    """Yield what each account lacks, in the order of the accounts."""
    if books.banked is None:
        return
    for account in books.banked.accounts:
        made = [one for one in books.banked.reconciled if one.account == account.number]
        yield from _missing(books, account, made)
        yield from _differing(account)
        yield from _old(books, account)
        for one in made:
            if one.late and books.span.since <= one.until:
                yield _late(account, one)


def _missing(
    books: Books, account: BankAccount, made: Sequence[Reconciled]
) -> Iterator[Finding]:
    """Months since the first statement without a reconciliation."""
    begun = account.begun_on or account.since
    last = _last(books, account)
    done = {period_of(one.until) for one in made}
    lacking = [
        month
        for month in _months(max(begun, books.span.since), last)
        if month not in done
    ]
    if lacking:
        why = "" if account.begun_on else "，没有登记对账单"
        told = "、".join(label(month) for month in lacking)
        yield Finding(
            key=CHECK.key,
            title="没有编制银行存款余额调节表",
            condition=f"{account.told}有 {len(lacking)} 个月没有编制：{told}{why}",
            evidence=(f"{account.number} 号账户",),
        )


def _last(books: Books, account: BankAccount) -> dt.date:
    """The last day that vouchers or statements reach: a year may still be running."""
    days = {voucher.dated_on for voucher in books.vouchers}
    if account.reached_on is not None:
        days.add(account.reached_on)
    return max(days, default=books.span.last_day)


def _months(since: dt.date, last: dt.date) -> Iterator[int]:
    month, end = period_of(since), period_of(last)
    while month <= end:
        yield month
        month += 1 if month % 100 < 12 else 89  # noqa: PLR2004 - December


def _differing(account: BankAccount) -> Iterator[Finding]:
    off = account.other_fen - account.told_fen
    if account.reached_on is not None and off:
        bank, book = Money(account.bank_fen), Money(account.book_fen)
        amount = abs(Money(off))
        yield Finding(
            key=CHECK.key,
            title="银行存款余额与对账单调节后不符",
            condition=f"{account.told}于 {account.reached_on} 对账单余额"
            f" {bank.grouped()} 元，账面 {book.grouped()} 元，经未达账项调节后"
            f"仍相差 {amount.grouped()} 元",
            evidence=(f"{account.number} 号账户",),
            amount=amount,
        )


def _old(books: Books, account: BankAccount) -> Iterator[Finding]:
    """What one side has not entered for longer than the limit, by side."""
    assert books.banked is not None
    limit, sides = books.limits.outstanding_months, defaultdict[bool, list[Outstanding]]
    old = sides(list)
    for one in books.banked.outstanding:
        if one.account == account.number and account.reached_on is not None:
            months = months_between(period_of(one.on), period_of(account.reached_on))
            if months > limit:
                old[one.banked].append(one)
    for banked, items in sorted(old.items()):
        amount = Money(sum(abs(one.fen) for one in items))
        first = "、".join(
            f"{one.on} {one.told} {Money(one.fen).grouped()} 元"
            for one in items[:_FIRST_TOLD]
        )
        more = "等" if len(items) > _FIRST_TOLD else ""
        side = "银行已记而单位未记" if banked else "单位已记而银行未记"
        yield Finding(
            key=CHECK.key,
            title="未达账项长期未清",
            condition=f"{account.told}{side}、超过 {limit} 个月的有 {len(items)} 笔，"
            f"共 {amount.grouped()} 元：{first}{more}",
            evidence=tuple(dict.fromkeys(one.told for one in items)),
            amount=amount,
        )


def _late(account: BankAccount, one: Reconciled) -> Finding:
    amount = Money(one.late_fen)
    return Finding(
        key=CHECK.key,
        title="对账后补记凭证",
        condition=f"{account.told}对账到 {one.until} 以后，又补记该日以前的分录"
        f" {one.late} 笔，共 {amount.grouped()} 元",
        evidence=(f"{account.number} 号账户第 {one.number} 号调节表",),
        amount=amount,
        lead=True,
    )
