"""Do the amounts and days of aid look like those of many real needs?

Per purpose, of lines that name a household: leading digits where amounts vary freely
and over two orders of magnitude, the last digit of whole yuan where few are round, what
lies far above all others; and how much was dated on days off. All of it is a lead: it
says where to look first and proves nothing. Amounts at fixed rates are not held against
any law of digits.

Basis: 第2109号内部审计具体准则——分析程序 (they point to what is to be examined).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from audit import examples
from audit.book_data import Data
from audit.books import Books, Line, Voucher, listed_payments
from audit.check import Check, Finding, Population, Severity, payments_of
from audit.distributions import (
    BENFORD,
    NONCONFORMING,
    chi_square,
    deviation,
    survival,
)
from ledger.funds import standard_name
from ledger.money import Money

Payment = tuple[Voucher, Line]

_LEAST = 300
"""Payments from which digits tell anything."""
_FEW = 30
"""Payments from which one can lie far above the others."""
_COMMON = 0.1
"""The share of one amount from which amounts are at rates."""
_SPREAD = 100
"""How many times the least the highest amount must be for leading digits to tell."""
_CHANCE = 0.001
_ROUND_FEN = 10_00
_TENTHS = (0.1,) * 10
_SATURDAY = 5
_OFF_SHARE = 0.1
_FENCES = 3
_FIRST_TOLD = 5


def _many(amounts: Iterable[int], **more: Any) -> Books:
    lines = []
    for number, fen in enumerate(amounts):
        paid, bank = examples.aid(1, purpose="医疗救助", recipient=f"K{number}")
        lines += [paid._replace(debit_fen=fen), bank._replace(credit_fen=fen)]
    return examples.books(examples.voucher(*lines, **more))


_GROWING = tuple(int(10_000 * 1.0187**step) for step in range(500))
"""From 100 yuan on, each larger by a part of the one before."""
_AT_RATES = (100_000,) * 400
_INVENTED = tuple(
    (4_000_00 if number % 3 else 40_00) + number * 1_37 % 19_99 for number in range(400)
)
_SEVENS = tuple(fen - fen % 10_00 + 7_00 for fen in _GROWING)

CHECK = Check(
    key="T47",
    title="数字分布分析",
    basis="《第2109号内部审计具体准则——分析程序》",
    severity=Severity.RECORD,
    needs=frozenset({Data.VOUCHERS}),
    procedure="按用途对记有档案号的救助金额作首位数字（本福特定律）、末位数字分布检验"
    "和离群值分析，统计休息日付款的比重；结果只作线索。",
    effect="金额分布异常可能表明金额系编造或人为确定。",
    recommendation="对异常的用途、金额和日期优先抽样，核对申请材料和发放记录。",
    limitation="固定标准的救助不作首位数字检验；笔数不足、金额跨度不足百倍的也不作；"
    "分布异常不证明有错误，分布正常也不证明没有。",
    clean=(_many(_GROWING), _many(_AT_RATES)),
    broken=(
        _many(_INVENTED),
        _many(_SEVENS),
        _many((*_AT_RATES, 90_000_00)),
        _many(_GROWING, dated_on=examples.DAY.replace(day=15)),
    ),
)


def population(books: Books) -> Population:
    """Aid paid to file numbers."""
    return payments_of(listed_payments(books), "记有档案号的帮扶支出（笔）")


def run(books: Books) -> Iterator[Finding]:
    """Yield what each purpose shows, then the share of days off."""
    listed = listed_payments(books)
    names = {name: standard_name(name) for name in {n.purpose for _, n in listed}}
    by_purpose: defaultdict[str, list[Payment]] = defaultdict(list)
    for payment in listed:
        by_purpose[names[payment[1].purpose]].append(payment)
    for purpose, payments in sorted(by_purpose.items()):
        amounts = sorted(line.debit_fen for _, line in payments)
        if len(amounts) >= _LEAST and not _at_rates(amounts):
            yield from _leading(purpose, amounts)
            yield from _last(purpose, amounts)
        if len(amounts) >= _FEW:
            yield from _far_above(purpose, amounts, payments)
    if len(listed) >= _LEAST:
        yield from _days_off(books, listed)


def _at_rates(amounts: Sequence[int]) -> bool:
    (_, times), *_ = Counter(amounts).most_common(1)
    return times > len(amounts) * _COMMON


def _leading(purpose: str, amounts: Sequence[int]) -> Iterator[Finding]:
    """Leading digits against Benford: both unlikely by chance, and by enough."""
    if amounts[-1] < amounts[0] * _SPREAD:
        return
    met = Counter(str(fen)[0] for fen in amounts)
    counts = [met[str(digit)] for digit in range(1, 10)]
    off = deviation(counts, BENFORD)
    likely = survival(chi_square(counts, BENFORD), len(counts) - 1)
    if likely < _CHANCE and off > NONCONFORMING:
        most = max(range(9), key=lambda digit: counts[digit] - _expected(counts, digit))
        yield _lead(
            purpose,
            "首位数字分布异常",
            f"{len(amounts)} 笔金额的首位数字与本福特定律的平均偏差为 {off:.3f}"
            f"（超过 {NONCONFORMING}），首位为 {most + 1} 的有 {counts[most]} 笔，"
            f"预期约 {_expected(counts, most):.0f} 笔",
            sum(amounts),
        )


def _expected(counts: Sequence[int], digit: int) -> float:
    return sum(counts) * BENFORD[digit]


def _last(purpose: str, amounts: Sequence[int]) -> Iterator[Finding]:
    """The last digit of whole yuan, where fewer than half of the amounts are round."""
    if sum(fen % _ROUND_FEN == 0 for fen in amounts) * 2 > len(amounts):
        return
    met = Counter(fen // 100 % 10 for fen in amounts)
    counts = [met[digit] for digit in range(10)]
    likely = survival(chi_square(counts, _TENTHS), len(counts) - 1)
    if likely < _CHANCE and deviation(counts, _TENTHS) > NONCONFORMING:
        digit, times = met.most_common(1)[0]
        yield _lead(
            purpose,
            "末位数字分布异常",
            f"{len(amounts)} 笔金额中元位为 {digit} 的有 {times} 笔，"
            f"预期约 {len(amounts) / 10:.0f} 笔",
            sum(amounts),
        )


def _far_above(
    purpose: str, amounts: Sequence[int], payments: Sequence[Payment]
) -> Iterator[Finding]:
    """What lies beyond three times the spread of the middle half, as a ratio."""
    low, middle, high = (amounts[len(amounts) * part // 4] for part in (1, 2, 3))
    fence = max(high * (high / low) ** _FENCES, middle * _FENCES)
    if amounts[-1] <= fence:
        return
    far = [one for one in payments if one[1].debit_fen > fence]
    far.sort(key=lambda one: (-one[1].debit_fen, one[0].position))
    first = "、".join(
        f"{voucher.mark} 档案号 {line.recipient} {Money(line.debit_fen).grouped()} 元"
        for voucher, line in far[:_FIRST_TOLD]
    )
    more = "等" if len(far) > _FIRST_TOLD else ""
    yield Finding(
        key=CHECK.key,
        title="金额远高于同类救助",
        condition=f"“{purpose}”中位数为 {Money(middle).grouped()} 元，"
        f"有 {len(far)} 笔远高于此：{first}{more}",
        evidence=tuple(dict.fromkeys(voucher.mark for voucher, _ in far)),
        recipients=tuple(dict.fromkeys(line.recipient for _, line in far)),
        amount=Money(sum(line.debit_fen for _, line in far)),
        lead=True,
    )


def _days_off(books: Books, listed: Sequence[Payment]) -> Iterator[Finding]:
    days = {voucher.dated_on for voucher, _ in listed}
    off = {
        day
        for day in days
        if day.weekday() >= _SATURDAY or books.limits.is_holiday(day)
    }
    found = [one for one in listed if one[0].dated_on in off]
    if len(found) > len(listed) * _OFF_SHARE:
        total = Money(sum(line.debit_fen for _, line in found))
        yield Finding(
            key=CHECK.key,
            title="休息日发放的比重偏高",
            condition=f"{len(listed)} 笔救助中有 {len(found)} 笔在周末或法定节日，"
            f"共 {total.grouped()} 元",
            evidence=tuple(dict.fromkeys(voucher.mark for voucher, _ in found)),
            amount=total,
            lead=True,
        )


def _lead(purpose: str, title: str, what: str, fen: int) -> Finding:
    return Finding(
        key=CHECK.key,
        title=title,
        condition=f"“{purpose}”{what}",
        evidence=(f"用途“{purpose}”",),
        amount=Money(fen),
        lead=True,
    )
