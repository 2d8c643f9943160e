"""Are voucher numbers without gap and without double?

Within a unit, a month and a series numbers run from 1. A gap may hide a voucher that
was taken out; a double may hide one that was put in.

Basis: 会计基础工作规范 第五十一条 (连续编号).
"""

from collections import Counter, defaultdict
from collections.abc import Iterator

from audit import examples
from audit.books import Books, Data
from audit.check import Check, Finding, Population, Severity, vouchers_of
from ledger.vouchers import mark

_ONE, _TWO = examples.voucher(number=1), examples.voucher(number=2)

CHECK = Check(
    key="T38",
    title="凭证断号、重号",
    basis="《会计基础工作规范》第五十一条第（二）项",
    severity=Severity.RECORD,
    needs=frozenset({Data.VOUCHERS}),
    procedure="按月份和凭证字逐号核对，从 1 号起应连续、不重复。",
    effect="凭证可能被抽走或补入，账簿完整性无法保证。",
    recommendation="查明断号、重号原因，补齐缺失凭证或作出书面说明。",
    clean=(examples.books(_ONE, _TWO), examples.books()),
    broken=(
        examples.books(_TWO),
        examples.books(_ONE, _TWO, _TWO),
        examples.books(_ONE, examples.voucher(number=5)),
    ),
)


def population(books: Books) -> Population:
    """All vouchers."""
    return vouchers_of(books)


def run(books: Books) -> Iterator[Finding]:
    """Yield gaps and doubles of every series, month by month."""
    series: defaultdict[tuple[int, str], Counter[int]] = defaultdict(Counter)
    for voucher in books.vouchers:
        series[voucher.period, voucher.kind][voucher.number] += 1
    for (period, kind), numbers in sorted(series.items()):
        for first, last in _gaps(numbers):
            yield _gap(period, kind, first, last)
        for number, times in sorted(numbers.items()):
            if times > 1:
                yield Finding(
                    key=CHECK.key,
                    title="凭证重号",
                    condition=f"{mark(period, kind, number)} 有 {times} 张",
                    evidence=(mark(period, kind, number),),
                )


def _gaps(numbers: Counter[int]) -> Iterator[tuple[int, int]]:
    expected = 1
    for number in sorted(numbers):
        if number > expected:
            yield expected, number - 1
        expected = number + 1


def _gap(period: int, kind: str, first: int, last: int) -> Finding:
    name = mark(period, kind, first)
    until = f" 至 {last} 号" if last > first else ""
    return Finding(
        key=CHECK.key,
        title="凭证断号",
        condition=f"缺 {name}{until}，共 {last - first + 1} 张",
        evidence=(name,),
    )
