"""Was a gift spent after the last day that its donor set?

What each gift with a last day paid is followed to the fen (first in, first out within
its fund), and held against the day that the donor set or agreed to later. What is left
of it after the day, neither spent nor given back, is a lead.

Basis: 公益事业捐赠法 第十八条 (a gift is used as was agreed with its donor).
"""

import datetime as dt
from collections.abc import Iterator

from audit import examples
from audit.book_data import Data
from audit.books import Books, GiftPaid, TimedGift
from audit.check import Check, Finding, Population, Severity
from ledger.money import Money

_ENDS = dt.date(2025, 3, 31)
_MARCH = GiftPaid("2025-03 付-1", dt.date(2025, 3, 31), 300_00)
_APRIL = GiftPaid("2025-04 付-1", dt.date(2025, 4, 1), 300_00)
_GIFT = TimedGift("2025-1", "D1", _ENDS, 0, (_MARCH,))

CHECK = Check(
    key="L08",
    title="捐赠过期使用",
    basis="《公益事业捐赠法》第十八条（按照与捐赠人约定的用途和期限使用）",
    severity=Severity.COMPLIANCE,
    needs=frozenset({Data.VOUCHERS, Data.FUNDS, Data.GIFTS}),
    procedure="逐笔溯源有限定截止日的捐赠付了哪些款，列出截止日（含捐赠人同意延长的）"
    "之后的支出，以及过期未用完、未退回的余额。",
    effect="超过捐赠人约定的期限使用，违背捐赠人意愿。",
    recommendation="取得捐赠人延长期限的书面同意，或将剩余捐赠退回捐赠人。",
    limitation="使用按资金内先进先出推算；未登记截止日的捐赠不在此列。",
    clean=(examples.books(timed_gifts=(_GIFT,)),),
    broken=(
        examples.books(timed_gifts=(_GIFT._replace(paid=(_MARCH, _APRIL)),)),
        examples.books(timed_gifts=(_GIFT._replace(left_fen=1_00),)),
    ),
)


def population(books: Books) -> Population:
    """Gifts with a last day, and what they paid in the span."""
    paid = [one for gift in books.timed_gifts for one in _of_span(books, gift)]
    total = Money(sum(one.amount_fen for one in paid))
    return Population("有限定截止日的捐赠的支出（笔）", len(paid), total)


def run(books: Books) -> Iterator[Finding]:
    """Yield what was paid after the last day, then what is left after it."""
    for gift in books.timed_gifts:
        for one in _of_span(books, gift):
            if one.dated_on > gift.ends:
                amount = Money(one.amount_fen)
                yield Finding(
                    key=CHECK.key,
                    title="捐赠在限定截止日之后支出",
                    condition=f"凭证 {one.mark} 于 {one.dated_on} 使用捐赠 {gift.gift}"
                    f" {amount.grouped()} 元，限定截止日为 {gift.ends}",
                    evidence=(one.mark,),
                    amount=amount,
                )
        if gift.left_fen and gift.ends <= books.span.last_day:
            left = Money(gift.left_fen)
            yield Finding(
                key=CHECK.key,
                title="捐赠过期未用完",
                condition=f"捐赠 {gift.gift} 已于 {gift.ends} 到期，"
                f"{books.funds[gift.fund].name}中尚余 {left.grouped()} 元",
                evidence=(f"捐赠 {gift.gift}",),
                amount=left,
                lead=True,
            )


def _of_span(books: Books, gift: TimedGift) -> Iterator[GiftPaid]:
    for one in gift.paid:
        if books.span.since <= one.dated_on < books.span.until:
            yield one
