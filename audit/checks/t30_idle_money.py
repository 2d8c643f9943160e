"""Is aid money lying idle?

A fund that still holds money although nothing was paid from it for longer than the
limit. The balance is aged as if what came first had been paid first.

Basis: 帮扶工作意见 第7条 (确保帮扶资金用足用好; no withholding).
"""

from collections.abc import Iterator, Sequence

from audit import examples, figures
from audit.book_data import Data
from audit.books import Books, Month, Standing, months_between
from audit.check import Check, Finding, Population, Severity
from ledger.money import Money
from ledger.periods import period_of

CHECK = Check(
    key="T30",
    title="资金闲置",
    basis="《关于进一步做好困难职工帮扶工作的意见》第7条（不得截留，确保帮扶资金用足用好）",
    severity=Severity.COMPLIANCE,
    needs=frozenset({Data.BALANCES, Data.HISTORY, Data.FUNDS}),
    procedure="逐项资金取期末结存与末次支出月份，找出有结存而超过期限无支出的资金，"
    "按先进先出划分账龄。",
    effect="帮扶资金长期滞留，未及时用于困难职工。",
    recommendation="查明滞留原因，商资金来源方后安排使用；确无需要的按规定调整用途或退回。",
    limitation="期限为本程序默认值，来源方另有约定的从其约定。",
    clean=(
        examples.books(
            history=(
                examples.month("OU", 202412, received=100_000),
                examples.month("OU", 202511, paid=1),
                examples.month("CB", 202503, received=100_000),
                examples.month("D1", 202506, received=100_000),
            ),
        ),
        examples.books(openings=(Standing("102", "OU", 1), Standing("408", "OU", -1))),
    ),
    broken=(
        examples.books(
            history=(
                examples.month("OU", 202301, received=60_000, paid=10),
                examples.month("OU", 202506, received=40_000),
            ),
        ),
        examples.books(history=(examples.month("D1", 202200, received=100_000),)),
    ),
)


def population(books: Books) -> Population:
    """Aid funds that hold money at the end."""
    held = _held(books)
    return Population("有结存的帮扶资金（项）", len(held), Money(sum(held.values())))


def _held(books: Books) -> dict[str, int]:
    closings = figures.worth(books, books.closings)
    return {
        fund: fen
        for fund, fen in sorted(closings.items())
        if fen > 0 and books.funds[fund].is_aid
    }


def run(books: Books) -> Iterator[Finding]:
    """Yield each fund that holds money and has paid nothing for too long."""
    last = period_of(books.span.last_day)
    limit = books.limits.idle_months
    for fund, held in _held(books).items():
        months = [month for month in books.history if month.fund == fund]
        since, paid_ever = _still_since(months)
        idle = months_between(since, last) if since else 0
        # What stood when the books began had come before: its first month counts whole.
        idle += since > 0 and since % 100 == 0
        if idle < limit or (idle == limit and since % 100):
            continue
        old = _older_than(months, held, last, limit)
        when = f"{since // 100} 年 {max(since % 100, 1)} 月"
        why = f"末次支出在 {when}" if paid_ever else f"自 {when}到账后从未支出"
        yield Finding(
            key=CHECK.key,
            title="有结存而长期无支出的资金",
            condition=f"{books.funds[fund].name}期末结存 {Money(held).grouped()} 元，"
            f"{why}，已 {idle} 个月；其中账龄超过 {limit} 个月的"
            f" {Money(old).grouped()} 元",
            evidence=(f"资金 {fund}",),
            amount=Money(held),
        )


def _still_since(months: Sequence[Month]) -> tuple[int, bool]:
    """The month of the last payment, else of the first receipt; 0 where neither is."""
    paid = [month.period for month in months if month.paid_fen > 0]
    if paid:
        return max(paid), True
    received = [month.period for month in months if month.received_fen > 0]
    return min(received, default=0), False


def _older_than(months: Sequence[Month], held: int, last: int, limit: int) -> int:
    """What of a balance came more than so many months ago, first in first out."""
    recent = sum(
        month.received_fen
        for month in months
        if months_between(month.period, last) <= limit
    )
    return max(held - recent, 0)
