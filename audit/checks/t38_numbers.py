"""Are voucher numbers without gap and without double?

Within a unit, a month and a series numbers run from 1. A gap may hide a voucher that
was taken out; a double may hide one that was put in. Of an auditee's books numbers are
those that its references end in, where they are numbers at all.

Basis: 会计基础工作规范 第五十一条 (连续编号).
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import partial

from audit import examples
from audit.book_data import Data
from audit.books import Books
from audit.check import Check, Finding, Population, Severity, vouchers_of
from audit.evidence_numbers import Series
from ledger.vouchers import mark

_ONE, _TWO = examples.voucher(number=1), examples.voucher(number=2)
_RUN = Series("付", 3)
_THREE, _FIVE = (
    examples.voucher(number=n, called=_RUN.called(n), series=_RUN) for n in (3, 5)
)

CHECK = Check(
    key="T38",
    title="凭证断号、重号",
    basis="《会计基础工作规范》第五十一条第（二）项",
    severity=Severity.RECORD,
    needs=frozenset({Data.VOUCHERS}),
    procedure="按月份和凭证字逐号核对，从 1 号起应连续、不重复。",
    effect="凭证可能被抽走或补入，账簿完整性无法保证。",
    recommendation="查明断号、重号原因，补齐缺失凭证或作出书面说明。",
    limitation="外来账套没有凭证号列的，以凭证引用号末尾的数字为号；引用号不成序列的不查。",
    clean=(
        examples.books(_ONE, _TWO),
        examples.books(),
        examples.books(_THREE, first_numbers={_RUN: 3}),
        examples.books(examples.voucher(number=0, called="乙")),
    ),
    broken=(
        examples.books(_TWO),
        examples.books(_ONE, _TWO, _TWO),
        examples.books(_ONE, examples.voucher(number=5)),
        examples.books(_THREE, _FIVE, first_numbers={_RUN: 3}),
    ),
)


def population(books: Books) -> Population:
    """All vouchers."""
    return vouchers_of(books)


def run(books: Books) -> Iterator[Finding]:
    """Yield gaps and doubles of every series, month by month."""
    own: defaultdict[tuple[int, str], Counter[int]] = defaultdict(Counter)
    references: defaultdict[Series, Counter[int]] = defaultdict(Counter)
    for voucher in books.vouchers:
        if voucher.series is not None:
            references[voucher.series][voucher.number] += 1
        elif voucher.number:
            own[voucher.period, voucher.kind][voucher.number] += 1
    for (period, kind), numbers in sorted(own.items()):
        yield from _judged(numbers, 1, partial(mark, period, kind))
    for series, numbers in sorted(references.items()):
        first = books.first_numbers.get(series, 1)
        yield from _judged(numbers, first, series.called)


def _judged(
    numbers: Mapping[int, int], first: int, called: Callable[[int], str]
) -> Iterator[Finding]:
    for low, high in _gaps(numbers, first):
        yield _gap(called(low), called(high) if high > low else "", high - low + 1)
    for number, times in sorted(numbers.items()):
        if times > 1:
            yield Finding(
                key=CHECK.key,
                title="凭证重号",
                condition=f"{called(number)} 有 {times} 张",
                evidence=(called(number),),
            )


def _gaps(numbers: Mapping[int, int], first: int) -> Iterator[tuple[int, int]]:
    expected = first
    for number in sorted(numbers):
        if number > expected:
            yield expected, number - 1
        expected = number + 1


def _gap(name: str, until: str, missing: int) -> Finding:
    last = f" 至 {until.rsplit('-', 1)[-1]} 号" if until else ""
    return Finding(
        key=CHECK.key,
        title="凭证断号",
        condition=f"缺 {name}{last}，共 {missing} 张",
        evidence=(name,),
    )
