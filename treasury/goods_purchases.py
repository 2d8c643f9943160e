"""Goods bought, and what was there when the register was begun.

1. A purchase is two entries in one voucher where stock has a counterpart: what was
   bought (141 / 30101) and what was paid (50404 or 50405 / 102). Where it has none the
   goods stand against the money and are spent when they are given.
2. Money leaves under a payment request, from the day on which the unit needs one.
3. What stood already is registered against the voucher that brought it in.

Basis: 工会会计制度（2021）, the account 库存物品.
"""

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from budgets.records import text_faults
from ledger import store
from ledger.accounts import AccountClass, Role
from ledger.database import Connection
from ledger.draft_vouchers import DraftPosting
from ledger.errors import NotFound
from ledger.money import Money, yuan
from ledger.people import Act
from treasury import goods_desk, goods_store
from treasury.goods_desk import (
    Desk,
    Moved,
    Occasion,
    Planned,
    entered,
    open_desk,
    refused,
    sides,
)
from treasury.goods_lots import LotLine, lots, purpose_faults, stocked
from treasury.goods_paying import Paid, enter_paid, reference
from treasury.stock import MoveKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Bought(LotLine):
    """One line of a purchase, with what its money is spent on."""

    account: str = ""
    purpose: str = ""
    appropriation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchase(Occasion):
    """Goods bought of a supplier; `request` is the approved payment request's key."""

    lines: tuple[Bought, ...]
    supplier: str
    money_account: str = "102"
    request: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening(Occasion):
    """What stood already: `ref` is that of the voucher which brought it in."""

    lines: tuple[LotLine, ...]


def buy(connection: Connection, purchase: Purchase, act: Act) -> Moved:
    """Enter goods bought; they are there when the voucher stands.

    Raises:
        GoodsRefused: the purchase may not be; all that is wrong is told.
        DeskRefused: another draft or voucher stands under the reference.
        VoucherRefused: the voucher breaks rules.
        NotFound: there is no such unit, item or fund.
    """
    ref = reference(connection, purchase.unit, purchase.request, purchase.ref)
    purchase = dataclasses.replace(purchase, ref=ref)
    desk = open_desk(connection, purchase, act)
    if (before := entered(desk)) is not None:
        return before
    faults = list(text_faults(("供货单位", purchase.supplier, True)))
    supplier = purchase.supplier
    planned, wrong = lots(desk, MoveKind.PURCHASE, purchase.lines, "paid", supplier)
    faults += wrong
    # Two lines may say the same, so they are pairs.
    whole = list(zip(planned, purchase.lines, strict=True))
    for one, line in whole:
        faults += _spending_faults(desk, one, line)
    if faults:
        raise refused(*faults)
    came = [line for one in planned for line in stocked(desk, one)]
    paid = _paid(desk, purchase, whole)
    summary = f"向{supplier}购入{'、'.join(one.told for one in planned)}"
    return enter_paid(desk, planned, came, paid, ("goods_purchase", summary))


def register_opening(connection: Connection, opening: Opening, act: Act) -> Moved:
    """Register lots that a voucher brought in before the register was begun.

    Raises:
        GoodsRefused: more is registered than the voucher holds, or it was cancelled.
        NotFound: there is no such unit, item, fund or voucher.
    """
    desk = open_desk(connection, opening, act)
    if (before := entered(desk)) is not None:
        return before
    row = store.voucher_by_ref(connection, desk.unit.id, opening.ref)
    if row is None:
        raise NotFound("凭证", opening.ref, "用 bangfu books voucher list 查看引用号")
    planned, faults = lots(desk, MoveKind.OPENING, opening.lines, "book", "")
    if row.dated_on != opening.dated_on:
        faults.append(f"日期应与凭证一致（{row.dated_on}）")
    faults += _opening_faults(desk, planned, row.position)
    if faults:
        raise refused(*faults)
    return goods_desk.append_moves(desk, planned, None)


# -- purchases ----------------------------------------------------------------------


def _spending_faults(desk: Desk, one: Planned, line: Bought) -> Iterator[str]:
    """Whether a purchase says on what it is spent, as far as its chart asks."""
    if not sides(desk, one.item).counterpart:
        if line.account or line.purpose:
            yield f"{one.item.name}：该科目表在发放时列支，购入时不写支出科目和用途"
        return
    chart = desk.unit.chart_on(desk.occasion.dated_on.isoformat())
    account = desk.books.charts[chart].get(line.account)
    if account is None or desk.books.account_classes[account] != AccountClass.EXPENSE:
        yield f"{one.item.name}：须写明购入列支的支出科目（50404 或 50405）"
    yield from purpose_faults(desk, line.fund, line.purpose)


def _paid(
    desk: Desk, purchase: Purchase, whole: Sequence[tuple[Planned, Bought]]
) -> Paid:
    """What is spent and the money that leaves, summed by what it is spent on."""
    spent: dict[tuple[str, str, str, str], int] = {}
    money: dict[str, int] = {}
    for one, line in whole:
        money[line.fund] = money.get(line.fund, 0) + one.cost_fen
        if sides(desk, one.item).counterpart:
            key = line.fund, line.account, line.purpose, line.appropriation
            spent[key] = spent.get(key, 0) + one.cost_fen
    expenses = tuple(
        DraftPosting(
            account=account,
            fund=fund,
            debit=yuan(fen),
            purpose=purpose,
            appropriation=appropriation,
        )
        for (fund, account, purpose, appropriation), fen in spent.items()
    )
    out = tuple(
        DraftPosting(
            account=purchase.money_account,
            fund=fund,
            credit=yuan(fen),
            party=purchase.supplier,
        )
        for fund, fen in money.items()
    )
    return Paid(expenses, out, purchase.request, purchase.money_account)


# -- what stood already -------------------------------------------------------------


def _opening_faults(
    desk: Desk, planned: Sequence[Planned], position: int
) -> Iterator[str]:
    """Whether a voucher holds what is registered against it, by fund."""
    roles = desk.books.account_roles
    held: dict[int, int] = {}
    for line in store.lines_of(desk.connection, desk.unit.id, position):
        account, fund_id, debit, credit = line[:4]
        if roles[account] is Role.STOCK:
            held[fund_id] = held.get(fund_id, 0) + debit - credit
    asked: dict[str, int] = {}
    for one in planned:
        asked[one.fund] = asked.get(one.fund, 0) + one.cost_fen
    for fund, fen in asked.items():
        there = held.get(desk.unit.funds[fund], 0)
        if fen > there:
            told = f"登记 {Money(fen)} 元，凭证只有 {Money(there)} 元库存物品"
            yield f"资金 {fund}：{told}"
    if goods_store.cancelled(desk.connection, desk.unit.id, position):
        yield "该凭证已经冲销"
