"""Did somebody check their own work?

Every voucher needs a reviewer who is not its preparer; the one who enters it into the
books must not have prepared it, and the cashier may do neither. Where the books come
with a list of people, whoever signs stands on it; nobody keeps the money and the books
at a time.

Basis: 会计法 第二十五条、第三十五条; 会计基础工作规范 第五十三条.
"""

from collections.abc import Iterator
from itertools import combinations

from audit import examples
from audit.book_data import Data
from audit.books import Books, Tenure, Voucher
from audit.check import Check, Finding, Population, Severity, vouchers_of
from ledger.money import Money

_PAID = examples.aid(500)
_LISTED = frozenset({"制单员", "审核员", "记账员", "出纳员"})
_HELD = Tenure("甲", "出纳", examples.OPENED, None)
_KEPT = _HELD._replace(post="会计")
_MONEY = ("出纳",)
_BOOKS = ("会计", "审核", "制单", "记账", "稽核", "财务负责")

CHECK = Check(
    key="T39",
    title="未经审核或岗位不分离",
    basis="《会计法》第二十五条、第三十五条；《会计基础工作规范》第五十三条",
    severity=Severity.COMPLIANCE,
    needs=frozenset({Data.VOUCHERS}),
    procedure="逐张核对制单、审核、记账、出纳人员，按人比对，不按登录名。",
    effect="内部牵制失效，错误和舞弊难以发现。",
    limitation="来源账没有人员名册、任职表的，不核对签字人员和兼任。",
    recommendation="补办审核，调整岗位分工，不相容岗位由不同人员担任。",
    clean=(
        examples.books(examples.voucher(*_PAID, cashier=""), people=_LISTED),
        examples.books(
            tenures=(
                _HELD._replace(until=examples.DAY),
                _KEPT._replace(since=examples.DAY),
            )
        ),
    ),
    broken=(
        examples.books(examples.voucher(*_PAID, reviewer="")),
        examples.books(examples.voucher(*_PAID, reviewer="制单员")),
        examples.books(examples.voucher(*_PAID, poster="制单员")),
        examples.books(examples.voucher(*_PAID, cashier="制单员")),
        examples.books(examples.voucher(*_PAID, cashier="审核员")),
        examples.books(examples.voucher(*_PAID, preparer="")),
        examples.books(examples.voucher(*_PAID), people=_LISTED - {"审核员"}),
        examples.books(tenures=(_HELD, _KEPT)),
    ),
)


def population(books: Books) -> Population:
    """All vouchers."""
    return vouchers_of(books)


def run(books: Books) -> Iterator[Finding]:
    """Yield vouchers whose duties were not kept apart."""
    for voucher in books.vouchers:
        for title in _breaches(voucher, books.people):
            amount = abs(Money(voucher.amount_fen))
            yield Finding(
                key=CHECK.key,
                title=title,
                condition=f"凭证 {voucher.mark}（{amount.grouped()} 元）{title}",
                evidence=(voucher.mark,),
                amount=amount,
            )
    for one, other in combinations(books.tenures, 2):
        if one.person == other.person and _both(one, other):
            yield _held_together(one, other)


def _both(one: Tenure, other: Tenure) -> bool:
    """Whether one keeps the money and one the books, on some day together."""
    together = (one.until is None or other.since < one.until) and (
        other.until is None or one.since < other.until
    )
    return together and any(
        any(word in money.post for word in _MONEY)
        and any(word in books.post for word in _BOOKS)
        for money, books in ((one, other), (other, one))
    )


def _held_together(one: Tenure, other: Tenure) -> Finding:
    title = "出纳与会计岗位由同一人兼任"
    since = max(one.since, other.since)
    return Finding(
        key=CHECK.key,
        title=title,
        condition=f"{one.person} 自 {since} 起兼任{one.post}、{other.post}",
        evidence=("任职登记",),
    )


def _breaches(voucher: Voucher, people: frozenset[str] | None) -> Iterator[str]:
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
    signed = {preparer, reviewer, voucher.cashier, voucher.poster} - {""}
    if people is not None and not signed <= people:
        yield "签字人员不在人员名册"
