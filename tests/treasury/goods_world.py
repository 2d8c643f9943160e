"""Goods of unit U1 for tests: quilts and shopping vouchers, bought, given, handed out.

The fund F1 (生活救助 met) has 10,000 yuan, F2 may be spent on its six purposes, G is
the union's other money. 张三 prepares, 李四 reviews, 赵六 settles, 王五 posts.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

from ledger import drafts, store
from ledger.database import reading, writing
from ledger.drafts import State
from ledger.money import Money
from ledger.people import Act
from ledger.register import lookups
from tests.building import Books, receipt
from treasury import (
    goods_gifts,
    goods_issues,
    goods_items,
    goods_losses,
    goods_purchases,
    goods_returns,
    stock,
)
from treasury.costing import Method
from treasury.goods_desk import Moved
from treasury.goods_gifts import Freight, Gift, Given, Valuation
from treasury.goods_issues import Handed, Issue
from treasury.goods_items import Choice, Item, ItemKind
from treasury.goods_losses import Loss
from treasury.goods_purchases import Bought, Purchase
from treasury.goods_returns import Return

AT = dt.datetime(2026, 1, 2, 8, tzinfo=dt.UTC)
ZHANG, LI, WANG, ZHAO = (Act(code, AT) for code in ("张三", "李四", "王五", "赵六"))
DAY = dt.date(2025, 1, 15)
BEFORE = dt.date(2025, 1, 5)
LIVING = "生活救助"
QUILT = Item(code="Q1", name="棉被", measure="条")
TICKET = Item(
    code="V1",
    name="百货购物券",
    measure="张",
    kind=ItemKind.VOUCHER,
    face=Money(100_00),
)


class Store:
    """The goods of unit U1, each act in a transaction of its own."""

    def __init__(self, books: Books, method: Method = Method.FIFO) -> None:
        self.books = books
        books.post(
            receipt("r1", 10_000_00, dated_on=BEFORE),
            receipt("r2", 10_000_00, "G", dated_on=BEFORE),
        )
        for item in (QUILT, TICKET):
            self.act(goods_items.register_item, "U1", item)
        choice = Choice(method, dt.date(2025, 1, 1), "管理需要")
        self.act(goods_items.choose_method, "U1", choice)

    @classmethod
    def standing(cls, books: Books) -> "Store":
        """The same of books in which it has been opened before."""
        store = cls.__new__(cls)
        store.books = books
        return store

    def act(self, verb: Callable[..., Any], *given: Any, by: Act = ZHANG) -> Any:
        """Do something as a person."""
        with writing(self.books.engine) as connection:
            return verb(connection, *given, by)

    def read(self, verb: Callable[..., Any], *given: Any, **more: Any) -> Any:
        """Look at something."""
        with reading(self.books.engine) as connection:
            return verb(connection, *given, **more)

    # -- drafts ---------------------------------------------------------------------

    def post(self, moved: Moved) -> Moved:
        """Bring the draft into the books."""
        draft = moved.draft
        assert draft is not None
        self.act(drafts.review, "U1", draft, by=LI)
        history = self.read(drafts.history, "U1", draft)
        money = any(line.account == "102" for line in history[-1].voucher.postings)
        if money:
            self.act(drafts.settle, "U1", draft, by=ZHAO)
        self.act(drafts.post, "U1", draft, by=WANG)
        return moved

    def drop(self, moved: Moved) -> None:
        """Give the draft up."""
        with writing(self.books.engine) as connection:
            drafts.drop(connection, "U1", moved.draft or 0, "填错", ZHANG)

    def state(self, moved: Moved) -> State:
        """Where the draft stands."""
        found: State = self.read(drafts.history, "U1", moved.draft)[-1].state
        return found

    # -- goods ----------------------------------------------------------------------

    def buy(self, ref: str, pieces: float, yuan: int, **more: Any) -> Moved:
        """Quilts bought for so many yuan, waiting for their voucher."""
        line = {
            "item": "Q1",
            "fund": "F1",
            "quantity_milli": int(pieces * 1000),
            "cost": Money(yuan * 100),
            "account": "50404",
            "purpose": LIVING,
        }
        head = {"dated_on": DAY} | {
            name: more.pop(name)
            for name in ("dated_on", "request", "summary", "supplier")
            if name in more
        }
        head.setdefault("supplier", "某百货公司")
        whole = Purchase(unit="U1", ref=ref, lines=(Bought(**line | more),), **head)
        return self.act(goods_purchases.buy, whole)  # type: ignore[no-any-return] # as it says

    def bought(self, ref: str, pieces: float, yuan: int, **more: Any) -> Moved:
        """The same, in the books."""
        return self.post(self.buy(ref, pieces, yuan, **more))

    def tickets(self, ref: str, serials: str, count: int, yuan: int) -> Moved:
        """Shopping vouchers bought, in the books."""
        return self.bought(ref, count, yuan, item="V1", serials=serials)

    def issue(self, ref: str, pieces: float, **more: Any) -> Moved:
        """Quilts given to the household D-1, waiting for their voucher."""
        day = more.pop("dated_on", DAY)
        one = handed(pieces, **more)
        whole = Issue(unit="U1", ref=ref, dated_on=day, lines=(one,))
        return self.act(goods_issues.issue, whole)  # type: ignore[no-any-return] # as it says

    def issued(self, ref: str, pieces: float, **more: Any) -> Moved:
        """The same, in the books."""
        return self.post(self.issue(ref, pieces, **more))

    def take_back(self, ref: str, issue: int, pieces: float, **more: Any) -> Moved:
        """Pieces of an issue that come back."""
        whole = Return(
            unit="U1",
            ref=ref,
            dated_on=more.pop("dated_on", DAY),
            issue=issue,
            quantity_milli=int(pieces * 1000),
            reason="领取人未到",
            **more,
        )
        return self.act(goods_returns.take_back, whole)  # type: ignore[no-any-return] # as it says

    def write_off(self, ref: str, pieces: float, **more: Any) -> Moved:
        """Quilts spoilt."""
        given = {"item": "Q1", "fund": "F1", "approval": "工发〔2025〕3号"} | more
        whole = Loss(
            unit="U1",
            ref=ref,
            dated_on=given.pop("dated_on", DAY),
            quantity_milli=int(pieces * 1000),
            **given,
        )
        return self.act(goods_losses.write_off, whole)  # type: ignore[no-any-return] # as it says

    def give(self, ref: str, *lines: Given, **more: Any) -> Moved:
        """A gift in kind of a company."""
        head = {"giver": "某服装公司", "dated_on": DAY} | more
        whole = Gift(unit="U1", ref=ref, lines=lines, **head)
        return self.act(goods_gifts.give, whole)  # type: ignore[no-any-return] # as it says

    def left(self, fund: str = "F1", item: str = "Q1") -> tuple[int, int]:
        """Thousandths and fen that may be given on the last day of the year."""
        with reading(self.books.engine) as connection:
            one = goods_items.item_of(connection, "U1", item)
            there = stock.shelf(connection, "U1", one, fund, dt.date(2025, 12, 31))
        return there.quantity_milli, there.cost.fen

    def lines(self, ref: str) -> list[tuple[object, ...]]:
        """Account, fund, debit, credit, item, quantity of a voucher's postings."""
        with reading(self.books.engine) as connection:
            books = lookups(connection)
            unit = books.unit("U1")
            row = store.voucher_by_ref(connection, unit.id, ref)
            assert row is not None
            return [
                (
                    books.account_codes[line.account_id],
                    unit.fund_codes[line.fund_id],
                    line.debit_fen,
                    line.credit_fen,
                    line.item,
                    line.quantity_milli,
                )
                for line in store.lines_of(connection, unit.id, row.position)
            ]


def handed(pieces: float, **more: Any) -> Handed:
    """So many quilts for the household D-1."""
    given = {
        "item": "Q1",
        "fund": "F1",
        "recipient": "D-1",
        "purpose": LIVING,
        "quantity_milli": int(pieces * 1000),
    }
    return Handed(**given | more)


def gift_line(pieces: float, yuan: int, **more: Any) -> Given:
    """Quilts given, by the giver's invoice."""
    given = {
        "item": "Q1",
        "fund": "F1",
        "quantity_milli": int(pieces * 1000),
        "valuation": Valuation.VOUCHER,
        "amount": Money(yuan * 100),
        "paper": "发票复印件",
    }
    return Given(**given | more)


def freight(yuan: int, fund: str = "G") -> Freight:
    """Freight paid of the union's other money."""
    return Freight(amount=Money(yuan * 100), fund=fund)
