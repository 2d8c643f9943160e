"""Did two funds, or two unions, pay for the same need?

1. A file number that draws on more than one fund for the same purpose in the same month
   may have the same bill met twice. That may be meant so: it is a lead.
2. Where batches and hand-outs are on record, each line is held against what the same
   household had of other units, or before, for the same project: the same person's for
   the same period is a finding; a period that holds it, or another of the household, is
   a lead.

Basis: 帮扶工作意见 第10条 (self-paid cost counts what other aid has met).
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from audit import aid_examples as given
from audit import examples
from audit.aided import Aided, Elsewhere, Received
from audit.book_data import Data
from audit.books import Books, Line, Voucher, listed_payments
from audit.check import Check, Finding, Population, Severity, payments_of
from ledger.funds import standard_name
from ledger.money import Money

if TYPE_CHECKING:
    from aid.claims import Project

CHECK = Check(
    key="T17",
    title="同一事项由两项资金或两个单位支付",
    basis="《关于进一步做好困难职工帮扶工作的意见》第10条（自付金额应扣除其他救助）",
    severity=Severity.LOSS,
    needs=frozenset({Data.VOUCHERS}),
    procedure="按档案号、用途、月份比对不同资金的帮扶支出；"
    "发放批次、发放单逐行与其他单位登记的发放按人、项目、期间比对。",
    effect="同一自付费用可能被两项资金重复救助。",
    recommendation="核对申请材料和费用单据，确认是否就同一费用重复救助。",
    limitation="其他单位只比对同一数据库内登记的发放和已登记的既往救助；"
    "民政等部门的救助须先登记。",
    clean=(
        examples.books(
            examples.voucher(*examples.aid(500, "OU", recipient="D1"), number=1),
            examples.voucher(*examples.aid(500, "CB", recipient="D2"), number=2),
        ),
        given.books(elsewhere=(given.elsewhere(period="2024", year=2024),)),
        given.books(elsewhere=(given.elsewhere(code="K9"),)),
    ),
    broken=(
        examples.books(
            examples.voucher(*examples.aid(500, "OU", recipient="D1"), number=1),
            examples.voucher(*examples.aid(300, "CB", recipient="D1"), number=2),
        ),
        given.books(elsewhere=(given.elsewhere(),)),
        given.books(elsewhere=(given.elsewhere(member=2),)),
    ),
)


def population(books: Books) -> Population:
    """Aid paid to file numbers."""
    return payments_of(_listed(books), "记有档案号的帮扶支出（笔）")


def _listed(books: Books) -> Sequence[tuple[Voucher, Line]]:
    return listed_payments(books)


def run(books: Books) -> Iterator[Finding]:
    """Yield each household that drew on two funds, then on two units."""
    yield from _two_funds(books)
    if books.aided is not None:
        yield from _two_units(books.aided)


def _two_funds(books: Books) -> Iterator[Finding]:
    standard = {name: standard_name(name) for name in _purposes(books)}
    keys = [(n.recipient, standard[n.purpose], v.period) for v, n in _listed(books)]
    counts = Counter(keys)
    met: defaultdict[tuple[str, str, int], list[tuple[Voucher, Line]]]
    met = defaultdict(list)
    for key, payment in zip(keys, _listed(books), strict=True):
        if counts[key] > 1:
            met[key].append(payment)
    for (recipient, purpose, period), payments in sorted(met.items()):
        funds = sorted({line.fund for _, line in payments})
        if len(funds) < 2:  # noqa: PLR2004 - two funds
            continue
        total = Money(sum(line.debit_fen for _, line in payments))
        names = "、".join(books.funds[fund].name for fund in funds)
        yield Finding(
            key=CHECK.key,
            title="同一困难职工同月同一用途由两项资金救助",
            condition=f"档案号 {recipient} 于 {period // 100} 年 {period % 100} 月就"
            f"“{purpose}”从{names}共领取 {total.grouped()} 元",
            evidence=tuple(voucher.mark for voucher, _ in payments),
            recipients=(recipient,),
            amount=total,
            persons=1,
            lead=True,
        )


def _purposes(books: Books) -> set[str]:
    return {line.purpose for _, line in _listed(books)}


def _two_units(aided: Aided) -> Iterator[Finding]:
    """Rule 2; the cost goes with the lines here and those elsewhere."""
    others: defaultdict[tuple[str, Project, int], list[Elsewhere]] = defaultdict(list)
    for one in aided.elsewhere:
        others[aided.household(one.code), one.project, one.year].append(one)
    for line in aided.paid:
        key = aided.household(line.code), line.project, line.year
        for other in others.get(key, ()):
            if _meet(line.period, other.period):
                yield _twice(line, other)


def _meet(one: str, two: str) -> bool:
    """Whether periods are equal, or one lies in the other: 2026-03 in 2026."""
    return one.startswith(two) or two.startswith(one)


def _twice(line: Received, other: Elsewhere) -> Finding:
    same_person = (line.code, line.member) == (other.code, other.member)
    same = same_person and line.period == other.period
    title = "其他单位已就同一事项发放"
    if not same:
        title = "其他单位就同一年度的同一项目已有救助"
    if not same_person:
        title = "同户成员在其他单位领取同一项目救助"
    return Finding(
        key=CHECK.key,
        title=title,
        condition=f"档案号 {line.code} 的“{line.project.label}”（{line.period}）"
        f"由 {line.place} 发放 {Money(line.fen).grouped()} 元，"
        f"{other.where} 于 {other.on} 已发放 {Money(other.fen).grouped()} 元",
        evidence=(line.proof,),
        recipients=(line.code,),
        amount=Money(min(line.fen, other.fen)),
        persons=1,
        lead=not same,
    )
