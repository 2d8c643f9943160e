"""Did somebody check their own work?

Every voucher needs a reviewer who is not its preparer; the one who enters it into the
books must not have prepared it, and the cashier may do neither. Where the books come
with a list of people, whoever signs stands on it; nobody keeps the money and the books
at a time.

Who signed what is imported is told by whoever imports it. Where the unit registers
such posts, people who held none on the day of such a voucher are leads, told by person.
That somebody really signed cannot be known from the books.

Basis: 会计法 第二十五条、第三十五条; 会计基础工作规范 第五十三条.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from audit import examples
from audit.book_data import Data
from audit.books import Books, Tenure, Voucher
from audit.check import Check, Finding, Population, Severity, vouchers_of
from ledger.money import Money
from ledger.vouchers import Entered

_PAID = examples.aid(500)
_LISTED = frozenset({"制单员", "审核员", "记账员", "出纳员"})
_HELD = Tenure("甲", "出纳", examples.OPENED, None)
_KEPT = _HELD._replace(post="会计")
_SIGNER = Tenure("制单员", "会计", examples.OPENED, None, code="制单员")
_SIGNERS = (
    _SIGNER,
    _SIGNER._replace(post="审核", code="审核员"),
    _SIGNER._replace(person="出纳员", post="出纳", code="出纳员"),
)
_IMPORTED = examples.voucher(*_PAID, entered="imported")
_MONEY = ("出纳",)
_BOOKS = ("会计", "审核", "制单", "记账", "稽核", "财务负责")

CHECK = Check(
    key="T39",
    title="未经审核或岗位不分离",
    basis="《会计法》第二十五条、第三十五条；《会计基础工作规范》第五十三条",
    severity=Severity.COMPLIANCE,
    needs=frozenset({Data.VOUCHERS}),
    procedure="逐张核对制单、审核、记账、出纳人员，按人比对，不按登录名；"
    "导入的凭证另核对签字人员当日的任职登记。",
    effect="内部牵制失效，错误和舞弊难以发现。",
    limitation="来源账没有人员名册、任职表的，不核对签字人员和兼任。"
    "导入的凭证，签字人员由导入人填写，只核对当日有无任职登记，不能证明本人签过字；"
    "绕过程序写入数据库的签字与真的无从区别，写入的痕迹见 T48，签字须与纸质凭证核对。",
    recommendation="补办审核，调整岗位分工，不相容岗位由不同人员担任。",
    clean=(
        examples.books(examples.voucher(*_PAID, cashier=""), people=_LISTED),
        examples.books(
            tenures=(
                _HELD._replace(until=examples.DAY),
                _KEPT._replace(since=examples.DAY),
            )
        ),
        examples.books(_IMPORTED, tenures=_SIGNERS),
        examples.books(examples.voucher(*_PAID), tenures=_SIGNERS[1:]),
        examples.books(_IMPORTED, tenures=(_HELD, _SIGNER._replace(post="主席"))),
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
        examples.books(_IMPORTED, tenures=_SIGNERS[1:]),
        examples.books(
            _IMPORTED,
            tenures=(_SIGNER._replace(since=dt.date(2025, 3, 13)), *_SIGNERS[1:]),
        ),
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
    for person, signed in sorted(_without_post(books).items()):
        yield _invented(person, signed)


def _without_post(books: Books) -> dict[str, list[Voucher]]:
    """Imported vouchers by who signed them and held no post on their days."""
    held = defaultdict[str, list[Tenure]](list)
    for tenure in books.tenures:
        held[tenure.code].append(tenure)
    found: dict[str, list[Voucher]] = {}
    kept = (t for t in books.tenures if t.code)
    if not any(word in tenure.post for tenure in kept for word in _MONEY + _BOOKS):
        return found
    for voucher in books.vouchers:
        if voucher.entered != Entered.IMPORTED:
            continue
        day = voucher.dated_on
        # Who took it in is the poster: the program knows that one.
        for person in {voucher.preparer, voucher.reviewer, voucher.cashier} - {""}:
            if not any(_holds(tenure, day) for tenure in held[person]):
                found.setdefault(person, []).append(voucher)
    return found


def _holds(tenure: Tenure, day: dt.date) -> bool:
    return tenure.since <= day and (tenure.until is None or day < tenure.until)


def _invented(person: str, signed: list[Voucher]) -> Finding:
    return Finding(
        key=CHECK.key,
        title="导入凭证的签字人员当日没有任职登记",
        condition=f"{person} 签字的导入凭证 {len(signed)} 张，凭证日期没有其任职登记",
        evidence=tuple(voucher.mark for voucher in signed),
        amount=Money(sum(abs(voucher.amount_fen) for voucher in signed)),
        recommendation="与纸质凭证核对签字，向本人核实；任职登记不全的补登记。",
        lead=True,
    )


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
