"""Goods lost or spoilt (报损、毁损): written off as approved.

Where stock has a counterpart both go down; where it has none the loss is spent on the
account and for the purpose named.
"""

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass

from budgets.records import text_faults
from ledger.database import Connection
from ledger.draft_vouchers import DraftPosting
from ledger.money import yuan
from ledger.people import Act
from treasury.goods_counter import Counter, Wanted
from treasury.goods_desk import (
    Desk,
    Moved,
    Occasion,
    Planned,
    enter,
    entered,
    open_desk,
    refused,
    sides,
    stock_posting,
)
from treasury.goods_items import Item, item_of, method_on
from treasury.goods_lots import known_fund, purpose_faults


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss(Occasion):
    """Goods lost or spoilt, with the paper that approved it."""

    item: str
    fund: str
    quantity_milli: int
    approval: str
    serials: str = ""
    lots: tuple[tuple[int, int], ...] = ()
    account: str = ""
    purpose: str = ""
    appropriation: str = ""


def write_off(connection: Connection, loss: Loss, act: Act) -> Moved:
    """Write off goods lost or spoilt, as approved.

    Raises:
        GoodsRefused: there is not so much, or nothing approves it.
        NotFound: there is no such unit, item or fund.
    """
    desk = open_desk(connection, loss, act)
    if (before := entered(desk)) is not None:
        return before
    item = item_of(connection, loss.unit, loss.item)
    known_fund(desk, loss.fund)
    faults = list(text_faults(("报损批准文件", loss.approval, True)))
    counter = Counter(desk, method_on(connection, loss.unit, loss.dated_on))
    one, wrong = counter.take(item, _wanted(loss))
    faults += wrong
    spent = (loss.account, loss.purpose, loss.appropriation)
    faults += loss_faults(desk, item, loss.fund, spent)
    if faults or one is None:
        raise refused(*faults)
    one = dataclasses.replace(one, approval=loss.approval)
    postings = list(loss_postings(desk, one, spent)) if one.cost_fen else []
    return enter(desk, [one], postings, "goods_void", f"报损{one.told}")


Spent = tuple[str, str, str]
"""Account, purpose and appropriation of a loss, where it has to be spent."""


def loss_faults(desk: Desk, item: Item, fund: str, spent: Spent) -> Iterator[str]:
    """Whether a loss says on what it is spent, as far as the chart asks."""
    account, purpose, _ = spent
    if sides(desk, item).counterpart:
        if account:
            yield "该科目表冲减资产基金，不写支出科目"
        return
    if not account:
        yield "该科目表须写明列支的支出科目"
    yield from purpose_faults(desk, fund, purpose)


def loss_postings(desk: Desk, one: Planned, spent: Spent) -> Iterator[DraftPosting]:
    """What leaves stock without being given."""
    account, purpose, appropriation = spent
    accounts = sides(desk, one.item)
    yield DraftPosting(
        account=accounts.counterpart or account,
        fund=one.fund,
        debit=yuan(one.cost_fen),
        purpose=purpose,
        appropriation=appropriation,
        memo=one.approval,
    )
    yield stock_posting(accounts.stock, one, debit=False)


def _wanted(loss: Loss) -> Wanted:
    return Wanted(loss.fund, loss.quantity_milli, loss.serials, loss.lots)
