"""Was anybody paid twice for the same thing?

Looks for aid of the same fund to the same file number, for the same purpose, in the
same month and of the same amount. What comes near it (another amount within the month,
or the same amount a few days later) is a lead, and so are two payments without file
numbers that agree in day, words, payee and amount. Cancelled vouchers are left out.

Basis: 中央财政专项帮扶资金使用管理办法 第三条 (aid by file and real name).
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from audit import examples
from audit.book_data import Data
from audit.books import Books, Line, Voucher, aid_payments, listed_payments
from audit.check import Check, Finding, Population, Severity, payments_of
from ledger.money import Money

Payment = tuple[Voucher, Line]

CHECK = Check(
    key="T16",
    title="重复发放",
    basis="《中央财政专项帮扶资金使用管理办法》（总工发〔2015〕20号）第三条",
    severity=Severity.FRAUD,
    needs=frozenset({Data.VOUCHERS}),
    procedure="按资金、档案号、用途、月份、金额逐笔比对帮扶支出，另找相近的支付作为线索；"
    "已冲销的凭证不计。",
    effect="同一困难职工就同一事项重复领取，帮扶资金可能多付。",
    recommendation="核对发放名册与签收记录，属于重复发放的予以追回，并查明审核环节的责任。",
    limitation="无档案号的成批发放只能按日期、摘要、收款方和金额比对。",
    clean=(
        examples.books(
            examples.voucher(*examples.aid(500, recipient="D1"), number=1),
            examples.voucher(*examples.aid(500, recipient="D2"), number=2),
            examples.voucher(*examples.aid(700), number=3),
        ),
        examples.books(
            examples.voucher(*examples.aid(500, recipient="D1"), cancelled=True),
            examples.voucher(*examples.aid(500, recipient="D1"), number=2),
        ),
    ),
    broken=(
        examples.books(
            examples.voucher(*examples.aid(500, recipient="D1"), number=1),
            examples.voucher(*examples.aid(500, recipient="D1"), number=2),
        ),
        examples.books(
            examples.voucher(*examples.aid(500, recipient="D1"), number=1),
            examples.voucher(*examples.aid(600, recipient="D1"), number=2),
        ),
        examples.books(
            examples.voucher(*examples.aid(800, party="某学校"), number=1),
            examples.voucher(*examples.aid(800, party="某学校"), number=2),
        ),
    ),
)


def population(books: Books) -> Population:
    """Every outflow of aid money."""
    return payments_of(aid_payments(books), "帮扶支出（笔）")


def run(books: Books) -> Iterator[Finding]:
    """Yield each household paid twice, then what comes near it."""
    listed = listed_payments(books)
    others = [one for one in aid_payments(books) if not one[1].recipient]
    for some in sorted(
        _alike(listed, _household), key=lambda some: _household(some[0])
    ):
        yield from _of_household(books, some)
    for some in _alike(others, _seen):
        yield _bulk(some)


def _household(payment: Payment) -> tuple[str, ...]:
    line = payment[1]
    return line.recipient, line.fund, line.purpose


def _seen(payment: Payment) -> tuple[object, ...]:
    voucher, line = payment
    return voucher.dated_on, voucher.summary, *line[:6], line.item


def _alike(
    payments: Sequence[Payment], key: Callable[[Payment], tuple[object, ...]]
) -> list[list[Payment]]:
    """Payments of one key together, where there are several."""
    # Few are: counting first keeps no list for each of the others.
    keys = [key(payment) for payment in payments]
    counts = Counter(keys)
    found: defaultdict[tuple[object, ...], list[Payment]] = defaultdict(list)
    for one, payment in zip(keys, payments, strict=True):
        if counts[one] > 1:
            found[one].append(payment)
    return list(found.values())


def _of_household(books: Books, payments: list[Payment]) -> Iterator[Finding]:
    same: defaultdict[tuple[int, int], list[Payment]] = defaultdict(list)
    for voucher, line in payments:
        same[voucher.period, line.debit_fen].append((voucher, line))
    for twice in same.values():
        if len(twice) > 1:
            yield _twice(twice)
    ordered = sorted(payments, key=lambda payment: payment[0].dated_on)
    for earlier, later in pairwise(ordered):
        if _near(books, earlier, later):
            yield _nearly(earlier, later)


def _near(books: Books, earlier: Payment, later: Payment) -> bool:
    same_month = earlier[0].period == later[0].period
    same_amount = earlier[1].debit_fen == later[1].debit_fen
    days = (later[0].dated_on - earlier[0].dated_on).days
    if same_month:
        return not same_amount
    return same_amount and days <= books.limits.near_days


def _twice(payments: list[Payment]) -> Finding:
    voucher, line = payments[0]
    extra = Money(line.debit_fen * (len(payments) - 1))
    return Finding(
        key=CHECK.key,
        title="同一困难职工同月同一用途重复发放同额救助",
        condition=f"档案号 {line.recipient} 于 {voucher.period // 100} 年"
        f" {voucher.period % 100} 月就“{line.purpose}”领取 {len(payments)} 次，"
        f"每次 {Money(line.debit_fen).grouped()} 元，可能多付 {extra.grouped()} 元",
        evidence=tuple(paid.mark for paid, _ in payments),
        recipients=(line.recipient,),
        amount=extra,
        persons=1,
    )


def _nearly(earlier: Payment, later: Payment) -> Finding:
    line = later[1]
    first, second = Money(earlier[1].debit_fen), Money(line.debit_fen)
    return Finding(
        key=CHECK.key,
        title="同一困难职工短期内就同一用途再次领取救助",
        condition=f"档案号 {line.recipient} 就“{line.purpose}”于"
        f" {earlier[0].dated_on} 领取 {first.grouped()} 元，又于"
        f" {later[0].dated_on} 领取 {second.grouped()} 元",
        evidence=(earlier[0].mark, later[0].mark),
        recipients=(line.recipient,),
        amount=second,
        persons=1,
        lead=True,
    )


def _bulk(payments: list[Payment]) -> Finding:
    voucher, line = payments[0]
    extra = Money(line.debit_fen * (len(payments) - 1))
    return Finding(
        key=CHECK.key,
        title="同日同摘要同额的支付，疑似重复入账",
        condition=f"{voucher.dated_on}“{voucher.summary}”有 {len(payments)} 笔，"
        f"每笔 {Money(line.debit_fen).grouped()} 元",
        evidence=tuple(paid.mark for paid, _ in payments),
        amount=extra,
        lead=True,
    )
