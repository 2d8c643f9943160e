"""Gifts in kind (实物捐赠): what they are worth, and who pays the freight.

1. A gift in kind is no income: it stands in stock and against it (141 / 30101).
2. Its value is that of the giver's papers, else an appraisal, else the price of
   something alike, else one yuan in name.
3. Freight is paid of the union's own or general money. It belongs to the value, but
   not to a value in name, and is shared by value.

Basis: 工会会计制度（2021）第二十七条.
"""

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass

from budgets.records import text_faults
from ledger.accounts import Labelled
from ledger.database import Connection
from ledger.draft_vouchers import DraftPosting
from ledger.funds import Origin
from ledger.money import ZERO, Money
from ledger.people import Act
from treasury.goods_desk import (
    Desk,
    Moved,
    Occasion,
    entered,
    open_desk,
    refused,
    sides,
)
from treasury.goods_lots import LotLine, known_fund, lots, stocked
from treasury.goods_paying import Paid, enter_paid, reference
from treasury.stock import MoveKind

NOMINAL = Money(1_00)
"""One yuan in name. Basis: 工会会计制度（2021）第二十七条."""


class Valuation(Labelled):
    """On what the value of a gift in kind rests, in the order of the rule."""

    VOUCHER = "voucher", "有关凭据"
    APPRAISAL = "appraisal", "资产评估"
    SIMILAR = "similar", "同类市场价格"
    NOMINAL = "nominal", "名义金额"


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One line of a gift; a value in name needs no amount, the others need a paper."""

    item: str
    fund: str
    quantity_milli: int
    valuation: Valuation
    amount: Money = ZERO
    paper: str = ""
    serials: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Freight:
    """What it cost to bring a gift here, and of which money that is paid."""

    amount: Money
    fund: str
    account: str = "510"
    purpose: str = ""
    appropriation: str = ""
    money_account: str = "102"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gift(Occasion):
    """Goods given by an organisation, or by a donor under a number.

    `account` is the income that they are on charts where stock has no counterpart.
    """

    lines: tuple[Given, ...]
    giver: str
    freight: Freight | None = None
    account: str = ""
    request: str = ""


def give(connection: Connection, gift: Gift, act: Act) -> Moved:
    """Enter goods given; they are no income, and there when the voucher stands.

    Raises:
        GoodsRefused: the gift may not be entered so; all that is wrong is told.
        DeskRefused: another draft or voucher stands under the reference.
        VoucherRefused: the voucher breaks rules.
        NotFound: there is no such unit, item or fund.
    """
    ref = reference(connection, gift.unit, gift.request, gift.ref)
    gift = dataclasses.replace(gift, ref=ref)
    desk = open_desk(connection, gift, act)
    if (before := entered(desk)) is not None:
        return before
    faults = list(text_faults(("捐赠方", gift.giver, True)))
    faults += _value_faults(gift)
    faults += _freight_faults(desk, gift)
    if faults:
        raise refused(*faults)
    planned, wrong = lots(desk, MoveKind.GIFT, _valued(gift), "voucher", gift.giver)
    faults += wrong
    if planned and not sides(desk, planned[0].item).counterpart and not gift.account:
        faults.append("该科目表的库存物品没有对应净资产，须写明贷方收入科目")
    if faults:
        raise refused(*faults)
    planned = [
        dataclasses.replace(one, valuation=line.valuation.value, approval=line.paper)
        for one, line in zip(planned, gift.lines, strict=True)
    ]
    came = [x for one in planned for x in stocked(desk, one, gift.account)]
    summary = f"{gift.giver}捐赠{'、'.join(one.told for one in planned)}"
    return enter_paid(desk, planned, came, _freight(gift), ("goods_gift", summary))


def _value_faults(gift: Gift) -> Iterator[str]:
    for place, line in enumerate(gift.lines, 1):
        nominal = line.valuation is Valuation.NOMINAL
        if nominal and line.amount not in {ZERO, NOMINAL}:
            yield f"第 {place} 行：名义金额一律为 1 元，不写其他金额"
        if not nominal and line.amount.fen <= 0:
            yield f"第 {place} 行：{line.valuation.label}计价须写明金额"
        for fault in text_faults(("计价依据", line.paper, not nominal)):
            yield f"第 {place} 行：{fault}"


def _valued(gift: Gift) -> list[LotLine]:
    """The lines at the value of the rule, freight shared by value (2)."""
    real = [line for line in gift.lines if line.valuation is not Valuation.NOMINAL]
    freight = gift.freight.amount if gift.freight else ZERO
    shares = freight.split([line.amount.fen for line in real]) if real else ()
    share = iter(shares)
    lines = []
    for line in gift.lines:
        nominal = line.valuation is Valuation.NOMINAL
        lines.append(
            LotLine(
                item=line.item,
                fund=line.fund,
                quantity_milli=line.quantity_milli,
                cost=NOMINAL if nominal else line.amount + next(share),
                serials=line.serials,
            )
        )
    return lines


def _freight_faults(desk: Desk, gift: Gift) -> Iterator[str]:
    if gift.freight is None:
        if gift.request:
            yield "没有运杂费，不需要付款申请"
        return
    if gift.freight.amount.fen <= 0:
        yield "运杂费应大于零"
    known_fund(desk, gift.freight.fund)
    origin = desk.unit.fund_origins[desk.unit.funds[gift.freight.fund]]
    if origin not in {Origin.OWN_UNION, Origin.GENERAL}:
        yield "受赠物资的运杂费由本级工会自有资金或其他资金承担，不得动用专项资金"


def _freight(gift: Gift) -> Paid:
    if gift.freight is None:
        return Paid()
    freight, amount = gift.freight, str(gift.freight.amount)
    spent = DraftPosting(
        account=freight.account,
        fund=freight.fund,
        debit=amount,
        purpose=freight.purpose,
        appropriation=freight.appropriation,
        memo="受赠物资运杂费",
    )
    money = DraftPosting(
        account=freight.money_account, fund=freight.fund, credit=amount
    )
    return Paid((spent,), (money,), gift.request, freight.money_account)
