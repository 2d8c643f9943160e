"""Goods paid under a request, on other charts, opened from vouchers, signed for."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from aid import beginnings
from ledger import drafts, fund_registration, registration
from ledger.accounts import Role
from ledger.database import writing
from ledger.errors import GuardBit, NotFound, VoucherRefused
from ledger.funds import Channel, Fund, Origin
from ledger.money import Money
from ledger.payment_requests import RequestKind
from ledger.units import Level, Unit
from tests.building import FOUNDING, Books, credit, debit, red, voucher
from tests.treasury import asking
from tests.treasury.filling_goods import SHEET
from tests.treasury.goods_world import (
    DAY,
    LI,
    LIVING,
    QUILT,
    WANG,
    ZHANG,
    ZHAO,
    Store,
    freight,
    gift_line,
    handed,
)
from treasury import (
    goods_counts,
    goods_desk,
    goods_items,
    goods_ledger,
    goods_signatures,
)
from treasury.costing import Method
from treasury.errors import GoodsRefused, RequestRefused
from treasury.goods_counts import Count, Counted
from treasury.goods_gifts import Gift, give
from treasury.goods_issues import Issue, issue
from treasury.goods_losses import Loss, write_off
from treasury.goods_lots import LotLine
from treasury.goods_purchases import Bought, Opening, Purchase, buy, register_opening
from treasury.goods_returns import Return, take_back
from treasury.goods_signatures import Signature


@pytest.fixture
def shop(books: Books) -> Store:
    """Nothing in stock yet."""
    return Store(books)


# -- requests -----------------------------------------------------------------------


def approved(shop: Store, fen: int = 300_00, **more: Any) -> str:
    """An approved request to buy quilts; its key."""
    asking.go_live(shop.books)
    asked = asking.request(
        "申1",
        asking.line(fen, **more),
        kind=RequestKind.PAYMENT,
        payee="某百货公司",
        summary="购入棉被",
    )
    return asking.approved(shop.books, asked)


def test_money_for_goods_leaves_under_a_request(shop: Store) -> None:
    key = approved(shop)
    with pytest.raises(VoucherRefused, match="L12"):
        shop.buy("b1", 3, 300)
    moved = shop.post(shop.buy("b1", 3, 300, request=key))
    assert moved.ref == f"付款-{key}"
    assert sorted(shop.lines(moved.ref)) == [
        ("102", "F1", 0, 300_00, "", 0),
        ("141", "F1", 300_00, 0, "Q1", 3_000),
        ("30101", "F1", 0, 300_00, "", 0),
        ("50404", "F1", 300_00, 0, "", 0),
    ]
    assert shop.left() == (3_000, 300_00)
    assert shop.buy("b1", 3, 300, request=key).already


def test_a_request_pays_what_was_asked(shop: Store) -> None:
    key = approved(shop)
    with pytest.raises(VoucherRefused):
        shop.buy("b1", 3, 301, request=key)
    with pytest.raises(NotFound):
        shop.buy("b1", 3, 300, request="P2025-9")


def test_freight_leaves_under_a_request(shop: Store) -> None:
    key = approved(shop, 20_00, fund="G", account="510", purpose="")
    given = {"freight": freight(20), "request": key}
    moved = shop.post(shop.give("g1", gift_line(5, 500), **given))
    assert shop.left() == (5_000, 520_00)
    assert moved.ref == f"付款-{key}"
    with pytest.raises(GoodsRefused, match="没有运杂费，不需要付款申请"):
        shop.give("g2", gift_line(5, 500), request="P2025-2")


# -- charts without a counterpart ---------------------------------------------------


@pytest.fixture
def old(books: Books) -> Store:
    """A unit with books of 2010, where goods are spent when they are given."""
    shop = Store(books)
    unit = Unit(
        code="O", name="旧制单位", level=Level.COUNTY, opened_on=dt.date(2010, 1, 1)
    )
    fund = Fund("F1", "捐赠", Origin.DONATION, Channel.DIRECT)
    with writing(books.engine) as connection:
        faults = registration.register_units(connection, [unit], FOUNDING)
        faults += fund_registration.register_funds(connection, "O", [fund], FOUNDING)
        assert not faults
        fund_registration.meet_purposes(connection, "O", [("F1", LIVING)], FOUNDING)
    money = debit("102", 1_000_00), credit("408", 1_000_00)
    books.post(voucher("r1", *money, unit="O", dated_on=dt.date(2010, 1, 5)))
    shop.act(goods_items.register_item, "O", QUILT)
    choice = goods_items.Choice(Method.AVERAGE, dt.date(2010, 1, 1), "管理需要")
    shop.act(goods_items.choose_method, "O", choice)
    return shop


HEAD: dict[str, Any] = {"unit": "O", "dated_on": dt.date(2010, 2, 1)}


def finish(shop: Store, draft: int | None) -> None:
    shop.act(drafts.review, "O", draft, by=LI)
    lines = shop.read(drafts.history, "O", draft)[-1].voucher.postings
    if any(line.account == "102" for line in lines):
        shop.act(drafts.settle, "O", draft, by=ZHAO)
    shop.act(drafts.post, "O", draft, by=WANG)


def posted(shop: Store, ref: str) -> list[tuple[Any, ...]]:
    return shop.books.rows(
        "SELECT a.code, p.debit_fen, p.credit_fen FROM postings p"
        " JOIN accounts a ON a.id = p.account_id JOIN vouchers v"
        " ON v.unit_id = p.unit_id AND v.position = p.position"
        f" WHERE v.ref = '{ref}' ORDER BY p.line"
    )


def test_before_2022_goods_are_spent_when_they_are_given(old: Store) -> None:
    """Dr 141 / Cr 102; Dr 50204 / Cr 141; back again; spoilt; counted."""
    line = Bought(item="Q1", fund="F1", quantity_milli=4_000, cost=Money(400_00))
    bought = old.act(buy, Purchase(ref="b1", lines=(line,), supplier="甲店", **HEAD))
    finish(old, bought.draft)
    assert posted(old, "b1") == [("141", 400_00, 0), ("102", 0, 400_00)]
    whole = Issue(ref="i1", lines=(handed(2),), **HEAD)
    with pytest.raises(GoodsRefused, match="须写明支出科目"):
        old.act(issue, whole)
    issued = old.act(
        issue, Issue(ref="i1", lines=(handed(2),), account="50204", **HEAD)
    )
    finish(old, issued.draft)
    assert posted(old, "i1") == [("50204", 200_00, 0), ("141", 0, 200_00)]
    back = Return(
        ref="x1", issue=issued.moves[0], quantity_milli=1_000, reason="未领", **HEAD
    )
    finish(old, old.act(take_back, back).draft)
    assert posted(old, "x1") == [("141", 100_00, 0), ("50204", 0, 100_00)]
    loss: dict[str, Any] = {
        "item": "Q1",
        "fund": "F1",
        "quantity_milli": 1_000,
        "approval": "批1",
    }
    with pytest.raises(GoodsRefused, match="须写明列支的支出科目"):
        old.act(write_off, Loss(ref="w1", **loss, **HEAD))
    spent = {"account": "50204", "purpose": LIVING}
    finish(old, old.act(write_off, Loss(ref="w1", **loss, **spent, **HEAD)).draft)
    (agreed,) = old.read(goods_ledger.agreement, "O", dt.date(2010, 12, 31))
    assert agreed.agrees
    assert (agreed.ledger, agreed.counterpart) == (Money(200_00), None)


def test_before_2022_gifts_and_surplus_name_their_income(old: Store) -> None:
    gift: dict[str, Any] = {"ref": "g1", "lines": (gift_line(1, 50),), "giver": "甲"}
    with pytest.raises(GoodsRefused, match="须写明贷方收入科目"):
        old.act(give, Gift(**gift, **HEAD))
    finish(old, old.act(give, Gift(**gift, account="408", **HEAD)).draft)
    assert posted(old, "g1") == [("141", 50_00, 0), ("408", 0, 50_00)]
    line = Counted(item="Q1", fund="F1", quantity_milli=2_000, value=Money(40_00))
    made: dict[str, Any] = {
        "ref": "c1",
        "keeper": "赵六",
        "counter": "李四",
        "approval": "批",
        "lines": (line,),
    }
    with pytest.raises(GoodsRefused, match="须写明盘盈的收入科目"):
        old.act(goods_counts.count, Count(**made, **HEAD))
    found = old.act(goods_counts.count, Count(**made, account="408", **HEAD))
    finish(old, found.moved.draft)
    assert posted(old, "c1") == [("141", 40_00, 0), ("408", 0, 40_00)]


def test_before_2022_a_purchase_is_not_spent(old: Store) -> None:
    line = Bought(
        item="Q1",
        fund="F1",
        quantity_milli=1_000,
        cost=Money(1_00),
        account="50204",
    )
    with pytest.raises(GoodsRefused, match="该科目表在发放时列支"):
        old.act(buy, Purchase(ref="b1", lines=(line,), supplier="甲店", **HEAD))


# -- what stood already -------------------------------------------------------------


def opening(*lines: tuple[float, int], ref: str = "o1", **more: Any) -> Opening:
    return Opening(
        **{"unit": "U1", "ref": ref, "dated_on": DAY} | more,
        lines=tuple(
            LotLine(
                item="Q1",
                fund="F1",
                quantity_milli=int(pieces * 1000),
                cost=Money(yuan * 100),
            )
            for pieces, yuan in lines
        ),
    )


def test_what_stood_is_registered_against_its_voucher(shop: Store) -> None:
    shop.books.post(voucher("o1", debit("141", 500_00), credit("30101", 500_00)))
    with pytest.raises(GoodsRefused, match=r"登记 501\.00 元，凭证只有 500\.00 元"):
        shop.act(register_opening, opening((5, 501)))
    with pytest.raises(GoodsRefused, match="日期应与凭证一致"):
        shop.act(register_opening, opening((5, 500), dated_on=dt.date(2025, 1, 16)))
    moved = shop.act(register_opening, opening((3, 200), (2, 300)))
    assert (moved.draft, moved.moves) == (None, (1, 2))
    assert shop.act(register_opening, opening((3, 200), (2, 300))).already
    assert shop.left() == (5_000, 500_00)
    assert shop.issued("i1", 4).cost == Money(350_00)
    (agreed,) = shop.read(goods_ledger.agreement, "U1", dt.date(2025, 12, 31))
    assert agreed.agrees


def test_only_a_voucher_that_stands_is_opened_from(shop: Store) -> None:
    with pytest.raises(NotFound, match="凭证“o1”"):
        shop.act(register_opening, opening((5, 500)))
    shop.books.post(voucher("o1", debit("141", 500_00), credit("30101", 500_00)))
    shop.books.reverse("o1", red("z1"))
    with pytest.raises(GoodsRefused, match="该凭证已经冲销"):
        shop.act(register_opening, opening((5, 500)))


# -- accounts with leaves -----------------------------------------------------------


def test_a_chart_with_several_leaves_asks_for_one(shop: Store) -> None:
    """A unit whose chart parts stock: an item names its leaf."""
    books = shop.books.lookups()
    assert goods_desk.leaves(books, "union-2021", Role.STOCK) == ["141"]
    assert goods_desk.leaves(books, "nowhere", Role.STOCK) == []
    named = goods_items.Item(code="Q3", name="油", measure="桶", account="141")
    assert shop.act(goods_items.register_item, "U1", named).account == "141"
    shop.bought("b3", 1, 100, item="Q3")
    assert shop.left(item="Q3") == (1_000, 100_00)
    elsewhere = goods_items.Item(code="Q4", name="盐", measure="袋", account="1302")
    shop.act(goods_items.register_item, "U1", elsewhere)
    with pytest.raises(GoodsRefused, match=r"Q4 不知记入哪个科目.*141"):
        shop.buy("b4", 1, 100, item="Q4")


# -- signatures ---------------------------------------------------------------------


def sign(shop: Store, move: int, **more: Any) -> None:
    given: dict[str, Any] = {"signer": "D-1", "signed_on": DAY, "sheet": SHEET}
    shop.act(goods_signatures.sign, "U1", move, Signature(**given | more), by=ZHANG)


def test_an_issue_is_signed_for_once(shop: Store) -> None:
    shop.bought("b1", 3, 300)
    issue = shop.issued("i1", 1).moves[0]
    unsigned = shop.read(goods_signatures.unsigned, "U1")
    assert [move.number for move in unsigned] == [issue]
    sign(shop, issue)
    assert shop.read(goods_signatures.unsigned, "U1") == ()
    with pytest.raises(GoodsRefused, match="该发放已经签收"):
        sign(shop, issue)


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"signer": "D-2"}, "须写明代领授权"),
        ({"signer": "李某"}, "写档案号，不写姓名"),
        ({"signed_on": dt.date(2025, 1, 14)}, "签收日期早于发放日期"),
        ({"sheet": "abc"}, "SHA-256"),
    ],
)
def test_a_signature_is_judged(shop: Store, more: dict[str, Any], told: str) -> None:
    shop.bought("b1", 3, 300)
    issue = shop.issued("i1", 1).moves[0]
    with pytest.raises(GoodsRefused, match=told):
        sign(shop, issue, **more)
    sign(shop, issue, signer="D-2", authorised="委托书1")


def test_what_all_came_back_needs_no_signature(shop: Store) -> None:
    bought = shop.bought("b1", 3, 300).moves[0]
    issue = shop.issued("i1", 1).moves[0]
    shop.post(shop.take_back("x1", issue, 1))
    assert shop.read(goods_signatures.unsigned, "U1") == ()
    with pytest.raises(NotFound, match="发放"):
        sign(shop, bought)
    dropped = shop.issue("i2", 1)
    shop.drop(dropped)
    with pytest.raises(GoodsRefused, match="该发放已作废"):
        sign(shop, dropped.moves[0])


def test_goods_are_bought_without_a_batch_and_nothing_else_is(shop: Store) -> None:
    """L13: a request for goods is paid into stock alone."""
    asking.go_live(shop.books)
    with writing(shop.books.engine) as connection:
        beginnings.begin(connection, "U1", asking.LIVE, "会议纪要2号", asking.APPROVER)
    asked = asking.request(
        "申1", asking.line(300_00), payee="某百货公司", summary="购入棉被"
    )
    with pytest.raises(RequestRefused, match="购入物品的写明 --goods"):
        asking.save(shop.books, asked)
    key = asking.approved(shop.books, replace(asked, for_goods=True))
    with pytest.raises(VoucherRefused, match="须凭发放批次或实物发放清单"):
        asking.hand_in(shop.books, key)
    typed = voucher(
        "手1",
        debit("50404", 300_00, purpose="生活救助", request=key),
        credit("102", 300_00, request=key),
        debit("141", 300_00),
        credit("30101", 300_00),
        attachments=1,
    )
    with pytest.raises(GuardBit, match="L13"):
        asking.post(shop.books, typed)
    moved = shop.post(shop.buy("b1", 3, 300, request=key))
    assert moved.ref == f"付款-{key}"
