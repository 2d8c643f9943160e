"""Was money for the units below passed on in time and in full?

What a unit received to pass on waits from its receipt; what it sent waits until the
other side has booked it. Either is late after the days in force when it began to wait,
whether it went on in the end or waits still.

Basis: 关于进一步做好困难职工帮扶工作的意见 第7条 (money is not kept back).
"""

import datetime as dt
from collections.abc import Iterator

from audit import examples
from audit.book_data import Data
from audit.books import Books
from audit.check import Check, Finding, Population, Severity
from audit.passed_on import ARRIVAL, GROUNDLESS, ONWARD, Waited
from ledger.money import Money

_ONWARD = Waited(
    key="P-1",
    wait=ONWARD,
    other="某省总工会",
    fen=8_000_000,
    since=dt.date(2025, 3, 12),
    until=dt.date(2025, 4, 1),
    days=20,
    limit_days=30,
    clause="三十日内转拨",
)

CHECK = Check(
    key="T31",
    title="转拨不及时或少转",
    basis="《关于进一步做好困难职工帮扶工作的意见》第7条（不得截留，及时足额拨付）",
    severity=Severity.COMPLIANCE,
    needs=frozenset({Data.TRANSFERS}),
    procedure="逐笔计算应转拨下级的资金从收到到拨出的天数、拨出资金到对方入账的天数，"
    "找出超过时限的、至期末仍未足额转拨的，以及拨出方已冲销而未退回的。",
    effect="资金滞留在中间环节，下级单位不能及时救助困难职工。",
    recommendation="查明滞留环节和原因，足额转拨；在途资金与对方核对入账。",
    limitation="时限为登记在案的转拨时限，当年另有文件规定的从其规定；"
    "没有登记转拨金额的收款不在此列。",
    clean=(
        examples.books(
            passed_on=(
                _ONWARD,
                _ONWARD._replace(
                    wait=ARRIVAL, since=dt.date(2025, 12, 20), until=None, days=11
                ),
            )
        ),
    ),
    broken=(
        examples.books(
            passed_on=(_ONWARD._replace(until=dt.date(2025, 6, 12), days=92),)
        ),
        examples.books(passed_on=(_ONWARD._replace(until=None, days=294),)),
        examples.books(passed_on=(_ONWARD._replace(wait=ARRIVAL, days=31),)),
        examples.books(passed_on=(_ONWARD._replace(wait=GROUNDLESS, until=None),)),
    ),
)

_DO = {
    ONWARD: "按拨款文件足额转拨下级，说明滞留原因。",
    ARRIVAL: "与对方核对，督促入账或查明去向。",
    GROUNDLESS: "退回拨出方，更正收款凭证。",
}


def population(books: Books) -> Population:
    """Money that was on its way in the span."""
    total = Money(sum(one.fen for one in books.passed_on))
    return Population("上下级往来资金（笔）", len(books.passed_on), total)


def run(books: Books) -> Iterator[Finding]:
    """Yield what waited too long, the oldest first."""
    for one in books.passed_on:
        if one.is_late:
            amount = Money(one.fen)
            told = f"拨款 {one.key}（{one.other}）{amount.grouped()} 元"
            yield Finding(
                key=CHECK.key,
                title=_title(one),
                condition=f"{told}{_told(one)}",
                evidence=(f"拨款 {one.key}",),
                amount=amount,
                recommendation=_DO[one.wait],
            )


def _title(one: Waited) -> str:
    if one.wait == GROUNDLESS:
        return "拨出方已冲销而没有退回"
    if one.wait == ARRIVAL:
        return "在途资金长期未入账" if one.until is None else "在途时间超过时限"
    return "应转拨资金至期末没有足额转拨" if one.until is None else "转拨超过时限"


def _told(one: Waited) -> str:
    if one.wait == GROUNDLESS:
        return f"于 {one.since} 入账，拨出方已冲销"
    begun = "收到" if one.wait == ONWARD else "拨出"
    done = "转拨" if one.wait == ONWARD else "入账"
    ended = "至期末没有" if one.until is None else f"{one.until} 才"
    return (
        f"于 {one.since} {begun}，{ended}{done}，共 {one.days} 天，"
        f"时限 {one.limit_days} 天"
    )
