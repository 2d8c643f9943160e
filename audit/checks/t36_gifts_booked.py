"""Did every gift come into the books, at its value?

The register of gifts is held against the books: a gift of money against what its
vouchers brought, corrections counted; a gift in kind against the goods that came into
stock from the same donor or at the same value. What came into funds of donations and
is in no register is a lead.

Basis: 公益事业捐赠法 第十六条、第二十条 (gifts are registered and booked); 工会会计制度
第二十七条 (value of gifts in kind).
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence

from audit import examples
from audit.book_data import Data
from audit.books import Books
from audit.check import Check, Finding, Population, Severity
from audit.donated import Donated, GiftRecord, StockedGift, Unregistered
from ledger.money import Money

_NEAR_DAYS = 31
_FIRST_TOLD = 20
_MARK = "2025-03 收-1"
_GIVEN = GiftRecord(
    "2025-1", examples.DAY, "D1", 100_000, donor="1", booked_fen=100_000, mark=_MARK
)
_QUILTS = GiftRecord("2025-2", examples.DAY, "D1", 50_000, goods=True, donor="2")
_STOCKED = StockedGift("2025-03 转-4", dt.date(2025, 3, 14), "2", 50_000)

CHECK = Check(
    key="T36",
    title="捐赠未入账或计价不当",
    basis="《公益事业捐赠法》第十六条、第二十条；"
    "工会账簿并依《工会会计制度》第二十七条",
    severity=Severity.LOSS,
    needs=frozenset({Data.GIFT_REGISTER}),
    procedure="逐笔核对捐赠登记簿与入账凭证的金额（含其后更正），"
    "核对实物捐赠与入库记录的捐赠人和价值；列出捐赠资金中没有登记的收入。",
    effect="捐赠款物可能未入账、少入账，损害捐赠人权益。",
    recommendation="按捐赠协议、票据补记入账或更正价值；补登捐赠登记簿。",
    limitation="实物捐赠与入库按捐赠人或同额且相隔不超过一个月对应；"
    "没有登记也没有入账的捐赠须向捐赠人函证、核对捐赠票据存根。",
    clean=(
        examples.books(donated=Donated(gifts=(_GIVEN, _QUILTS), stocked=(_STOCKED,))),
        examples.books(
            donated=Donated(
                gifts=(_GIVEN._replace(back_fen=100_000, booked_fen=None, mark=""),)
            )
        ),
    ),
    broken=(
        examples.books(
            donated=Donated(gifts=(_GIVEN._replace(booked_fen=None, mark=""),))
        ),
        examples.books(donated=Donated(gifts=(_GIVEN._replace(booked_fen=10_000),))),
        examples.books(donated=Donated(gifts=(_QUILTS,))),
        examples.books(
            donated=Donated(
                gifts=(_QUILTS,), stocked=(_STOCKED._replace(fen=5_000_000),)
            )
        ),
        examples.books(
            donated=Donated(
                gifts=(_GIVEN,),
                unregistered=(Unregistered("D1", "2025-04 收-2", 30_000),),
            )
        ),
    ),
)


def population(books: Books) -> Population:
    """Gifts of the register."""
    gifts = books.donated.gifts if books.donated else ()
    total = Money(sum(gift.fen for gift in gifts))
    return Population("捐赠登记（笔）", len(gifts), total)


def run(books: Books) -> Iterator[Finding]:
    """Yield gifts of money, then gifts in kind, then income that nobody registered."""
    if books.donated is None:
        return
    for gift in books.donated.gifts:
        if not gift.goods and gift.back_fen < gift.fen:
            yield from _money(gift)
    yield from _goods(books.donated)
    yield from _unregistered(books, books.donated.unregistered)


def _money(gift: GiftRecord) -> Iterator[Finding]:
    amount = Money(gift.fen)
    told = f"捐赠 {gift.key}（{gift.on}）登记 {amount.grouped()} 元"
    if gift.booked_fen is None:
        yield _found("捐赠没有入账", f"{told}，没有入账凭证", gift, amount)
    elif gift.booked_fen not in {gift.fen, gift.fen - gift.back_fen}:
        came = Money(gift.booked_fen)
        what = f"{told}，凭证 {gift.mark} 及其更正入账 {came.grouped()} 元"
        yield _found("捐赠入账金额与登记不符", what, gift, abs(amount - came))


def _goods(donated: Donated) -> Iterator[Finding]:
    """Gifts in kind, each with the goods nearest to it that no other has taken."""
    free = list(donated.stocked)
    waiting = [
        gift for gift in donated.gifts if gift.goods and gift.back_fen < gift.fen
    ]
    for same in (True, False):
        for gift in tuple(waiting):
            near = [one for one in free if _fits(gift, one, same=same)]
            if not near:
                continue
            one = min(near, key=lambda found: abs((found.on - gift.on).days))
            free.remove(one)
            waiting.remove(gift)
            if one.fen != gift.fen:
                yield _valued(gift, one)
    for gift in waiting:
        amount = Money(gift.fen)
        what = f"捐赠 {gift.key}（{gift.on}）登记实物价值 {amount.grouped()} 元，"
        yield _found("实物捐赠没有入库", f"{what}没有对应的入库记录", gift, amount)


def _fits(gift: GiftRecord, one: StockedGift, *, same: bool) -> bool:
    """Whether goods may be a gift: at the same value, else of the same donor."""
    if abs((one.on - gift.on).days) > _NEAR_DAYS:
        return False
    return one.fen == gift.fen if same else one.donor == gift.donor


def _valued(gift: GiftRecord, one: StockedGift) -> Finding:
    registered, stocked = Money(gift.fen), Money(one.fen)
    return Finding(
        key=CHECK.key,
        title="实物捐赠入库价值与登记不符",
        condition=f"捐赠 {gift.key} 登记 {registered.grouped()} 元，"
        f"凭证 {one.mark} 入库 {stocked.grouped()} 元（含运费、分摊的除外）",
        evidence=(f"捐赠 {gift.key}", one.mark),
        amount=abs(registered - stocked),
        lead=True,
    )


def _unregistered(books: Books, found: Sequence[Unregistered]) -> Iterator[Finding]:
    by_fund: defaultdict[str, list[Unregistered]] = defaultdict(list)
    for one in found:
        by_fund[one.fund].append(one)
    for fund, some in sorted(by_fund.items()):
        total = Money(sum(one.fen for one in some))
        marks = tuple(one.mark for one in some)
        more = "等" if len(marks) > _FIRST_TOLD else ""
        yield Finding(
            key=CHECK.key,
            title="捐赠资金的收入没有登记",
            condition=f"{books.funds[fund].name}有 {len(some)} 笔收入"
            f"共 {total.grouped()} 元不在捐赠登记簿中："
            f"{'、'.join(marks[:_FIRST_TOLD])}{more}",
            evidence=marks,
            amount=total,
            lead=True,
        )


def _found(title: str, what: str, gift: GiftRecord, amount: Money) -> Finding:
    marks = (gift.mark,) if gift.mark else ()
    return Finding(
        key=CHECK.key,
        title=title,
        condition=what,
        evidence=(f"捐赠 {gift.key}", *marks),
        amount=amount,
    )
