"""Goods come in, are handed out, come back and are lost; the books follow."""

import dataclasses
import datetime as dt

import pytest

from ledger.errors import NotFound
from ledger.money import Money
from ledger.vouchers import Entered
from tests.building import Books, red
from tests.treasury.goods_world import (
    DAY,
    LIVING,
    QUILT,
    ZHANG,
    Store,
    freight,
    gift_line,
    handed,
)
from treasury import goods_gifts, goods_issues, goods_items, goods_ledger, stock
from treasury.costing import Method
from treasury.errors import GoodsRefused
from treasury.goods_gifts import Valuation
from treasury.goods_issues import Issue
from treasury.goods_purchases import Bought, Purchase, buy


@pytest.fixture
def shop(books: Books) -> Store:
    """Nothing in stock yet; first in first out."""
    return Store(books)


def test_a_purchase_is_two_entries_of_one_voucher(shop: Store) -> None:
    """Dr 141 / Cr 30101 and Dr 50404 / Cr 102, 300 yuan each."""
    moved = shop.bought("b1", 3, 300)

    assert moved.cost == Money(300_00)
    assert shop.lines("b1") == [
        ("141", "F1", 300_00, 0, "Q1", 3_000),
        ("30101", "F1", 0, 300_00, "", 0),
        ("50404", "F1", 300_00, 0, "", 0),
        ("102", "F1", 0, 300_00, "", 0),
    ]
    assert shop.left() == (3_000, 300_00)


def test_what_was_bought_is_there_when_its_voucher_stands(shop: Store) -> None:
    moved = shop.buy("b1", 3, 300)
    assert shop.left() == (0, 0)
    with pytest.raises(
        GoodsRefused, match="可发 0 条，缺 1 条（另有尚未入账的收入 3）"
    ):
        shop.issue("i1", 1)
    shop.post(moved)
    assert shop.left() == (3_000, 300_00)


def test_an_issue_takes_the_goods_when_it_is_handed_in(shop: Store) -> None:
    """Two drafts cannot have the same quilts; a dropped one gives them back."""
    shop.bought("b1", 3, 300)
    first = shop.issue("i1", 2)
    assert shop.left() == (1_000, 100_00)
    with pytest.raises(GoodsRefused, match="缺 1 条（另有已交单未入账的发出 2）"):
        shop.issue("i2", 2)
    shop.drop(first)
    assert shop.left() == (3_000, 300_00)
    assert shop.issued("i2", 3).cost == Money(300_00)
    assert shop.left() == (0, 0)


def test_an_issue_is_for_a_person_and_takes_stock_and_its_counterpart(
    shop: Store,
) -> None:
    shop.bought("b1", 3, 301)
    shop.issued("i1", 1)

    assert shop.lines("i1") == [
        ("30101", "F1", 100_33, 0, "", 0),
        ("141", "F1", 0, 100_33, "Q1", 1_000),
    ]
    found = shop.books.rows(
        "SELECT purpose, recipient, persons FROM postings WHERE debit_fen = 10033"
    )
    assert found == [(LIVING, "D-1", 1)]


def test_the_last_piece_takes_what_is_left(shop: Store) -> None:
    shop.bought("b1", 3, 100)
    costs = [shop.issued(f"i{n}", 1).cost.fen for n in range(3)]
    assert costs == [33_33, 33_34, 33_33]
    assert shop.left() == (0, 0)


def test_the_oldest_goes_first(shop: Store) -> None:
    shop.bought("b1", 2, 100)
    shop.bought("b2", 2, 200, dated_on=dt.date(2025, 1, 10))
    assert shop.issued("i1", 3).cost == Money(250_00)
    assert shop.left() == (1_000, 50_00)


def test_an_average_is_that_of_all_there_is(books: Books) -> None:
    shop = Store(books, Method.AVERAGE)
    shop.bought("b1", 2, 100)
    shop.bought("b2", 2, 200)
    assert shop.issued("i1", 3).cost == Money(225_00)
    assert shop.left() == (1_000, 75_00)
    shop.bought("b3", 1, 100)
    assert shop.issued("i2", 1).cost == Money(87_50)
    assert shop.issued("i3", 1).cost == Money(87_50)
    assert shop.left() == (0, 0)


def test_by_piece_the_lots_are_named(books: Books) -> None:
    shop = Store(books, Method.SPECIFIC)
    shop.bought("b1", 2, 100)
    shop.bought("b2", 2, 200)
    with pytest.raises(GoodsRefused, match=r"个别计价须写明批次和数量.*1（2）、2（2）"):
        shop.issue("i1", 1)
    with pytest.raises(GoodsRefused, match="个别计价"):
        shop.issue("i1", 3, lots=((2, 3_000),))
    assert shop.issued("i1", 1, lots=((2, 1_000),)).cost == Money(100_00)
    assert shop.left() == (3_000, 200_00)


def test_thousandths_are_kept(shop: Store) -> None:
    """2.5 of something for 10 yuan; 0.001 of it costs nothing that can be paid."""
    shop.bought("b1", 2.5, 10)
    assert shop.issued("i1", 1.25).cost == Money(5_00)
    assert shop.issued("i2", 1.249).cost == Money(5_00)
    assert shop.left() == (1, 0)
    last = shop.issue("i3", 0.001)
    assert (last.cost, last.draft) == (Money(0), None)
    assert shop.left() == (0, 0)


def test_more_than_there_is_is_not_given(shop: Store) -> None:
    shop.bought("b1", 3, 300)
    with pytest.raises(GoodsRefused, match=r"可发 3 条，缺 0\.001 条"):
        shop.issue("i1", 3.001)
    with pytest.raises(GoodsRefused, match="数量应大于零"):
        shop.issue("i1", -1)
    with pytest.raises(GoodsRefused, match="可发 0 条，缺 1 条"):
        shop.issue("i1", 1, fund="F2")
    assert shop.books.one("SELECT COUNT(*) FROM draft_steps WHERE draft > 1") == 0


def test_a_fund_is_given_for_what_it_allows(shop: Store) -> None:
    """L8: 办公 is none of the purposes of F2, nor met on F1."""
    shop.bought("b1", 3, 300)
    for fund in ("F1", "F2"):
        with pytest.raises(GoodsRefused, match="不允许“办公”（专款专用 L8）"):
            shop.issue("i1", 1, purpose="办公", fund=fund)
    with pytest.raises(GoodsRefused, match="没有写明用途"):
        shop.issue("i1", 1, purpose="")


def test_who_receives_is_a_file_number(shop: Store) -> None:
    shop.bought("b1", 3, 300)
    with pytest.raises(GoodsRefused, match="写档案号，不写姓名"):
        shop.issue("i1", 1, recipient="张某某")
    with pytest.raises(GoodsRefused, match="没有写明领取人档案号"):
        shop.issue("i1", 1, recipient=" ")


def test_days_go_forward(shop: Store) -> None:
    shop.bought("b1", 3, 300)
    with pytest.raises(GoodsRefused, match="可发 0 条"):
        shop.issue("i1", 1, dated_on=DAY - dt.timedelta(days=1))
    shop.issue("i1", 1, dated_on=dt.date(2025, 1, 20))
    with pytest.raises(GoodsRefused, match="2025-01-20 已有该资金该物品的发出"):
        shop.issue("i2", 1, dated_on=dt.date(2025, 1, 19))


def test_the_same_said_twice_is_one(shop: Store) -> None:
    first, again = shop.buy("b1", 3, 300), shop.buy("b1", 3, 300)
    assert (again.moves, again.draft, again.already) == (first.moves, first.draft, True)
    with pytest.raises(GoodsRefused, match="b1 已经登记过，但内容不同"):
        shop.buy("b1", 3, 301)
    shop.drop(first)
    shop.bought("b1", 3, 301)
    assert shop.left() == (3_000, 301_00)


def test_several_people_are_given_at_once(shop: Store) -> None:
    shop.bought("b1", 3, 100)
    lines = tuple(handed(1, recipient=f"D-{n}") for n in range(3))
    whole = Issue(unit="U1", ref="i1", dated_on=DAY, lines=lines)
    moved = shop.post(shop.act(goods_issues.issue, whole))
    assert (moved.moves, moved.cost) == ((2, 3, 4), Money(100_00))
    stock_lines = [line for line in shop.lines("i1") if line[0] == "141"]
    assert [line[3] for line in stock_lines] == [33_33, 33_34, 33_33]


def test_a_gift_is_no_income_and_its_freight_is_others_money(shop: Store) -> None:
    """500 by invoice and 20 of freight: 520 in stock, 20 spent of the general money."""
    shop.post(shop.give("g1", gift_line(5, 500), freight=freight(20)))
    assert shop.lines("g1") == [
        ("141", "F1", 520_00, 0, "Q1", 5_000),
        ("30101", "F1", 0, 520_00, "", 0),
        ("510", "G", 20_00, 0, "", 0),
        ("102", "G", 0, 20_00, "", 0),
    ]
    assert shop.left() == (5_000, 520_00)


def test_freight_is_not_paid_of_restricted_money(shop: Store) -> None:
    with pytest.raises(GoodsRefused, match="不得动用专项资金"):
        shop.give("g1", gift_line(5, 500), freight=freight(20, "F1"))
    with pytest.raises(GoodsRefused, match="运杂费应大于零"):
        shop.give("g1", gift_line(5, 500), freight=freight(0))


def test_freight_is_shared_by_value_and_none_goes_to_a_value_in_name(
    shop: Store,
) -> None:
    lines = (
        gift_line(1, 100),
        gift_line(1, 200, valuation=Valuation.SIMILAR),
        gift_line(9, 0, valuation=Valuation.NOMINAL, paper=""),
    )
    shop.post(shop.give("g1", *lines, freight=freight(10)))
    costs = [line[2] for line in shop.lines("g1") if line[0] == "141"]
    assert costs == [103_33, 206_67, 1_00]


def test_what_has_a_value_in_name_is_given_to_the_last_piece(shop: Store) -> None:
    """300 pieces for one yuan: 0.33 fen each, so most of them cost nothing."""
    line = gift_line(300, 0, valuation=Valuation.NOMINAL, paper="")
    shop.post(shop.give("g1", line))
    assert shop.left() == (300_000, 1_00)
    single = shop.issue("i1", 1)
    assert (single.cost, single.draft) == (Money(0), None)
    people = tuple(handed(1, recipient=f"D-{n}") for n in range(299))
    whole = Issue(unit="U1", ref="i2", dated_on=DAY, lines=people)
    moved = shop.post(shop.act(goods_issues.issue, whole))
    assert moved.cost == Money(1_00)
    assert shop.left() == (0, 0)
    # Who had something for nothing goes with the others in one posting.
    assert shop.lines("i2") == [
        ("30101", "F1", 1_00, 0, "", 0),
        ("141", "F1", 0, 1_00, "Q1", 299_000),
    ]


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"valuation": Valuation.NOMINAL, "amount": Money(5)}, "名义金额一律为 1 元"),
        ({"amount": Money(0)}, "有关凭据计价须写明金额"),
        ({"paper": ""}, "没有写明计价依据"),
        ({"serials": "A1"}, "只有购物券有编号"),
        ({"quantity_milli": 0}, "数量应大于零"),
    ],
)
def test_a_gift_says_what_it_is_worth(
    shop: Store, more: dict[str, object], told: str
) -> None:
    with pytest.raises(GoodsRefused, match=told):
        shop.give("g1", gift_line(5, 500, **more))


def test_what_comes_back_has_the_cost_with_which_it_went(shop: Store) -> None:
    shop.bought("b1", 3, 100)
    issue = shop.issued("i1", 3).moves[0]
    assert shop.post(shop.take_back("x1", issue, 1)).cost == Money(33_33)
    assert shop.lines("x1") == [
        ("141", "F1", 33_33, 0, "Q1", 1_000),
        ("30101", "F1", 0, 33_33, "", 0),
    ]
    assert shop.left() == (1_000, 33_33)
    with pytest.raises(GoodsRefused, match="至多还可退回 2 条"):
        shop.take_back("x2", issue, 2.5)
    shop.post(shop.take_back("x2", issue, 2))
    assert shop.left() == (3_000, 100_00)


def test_only_an_issue_that_stands_comes_back(shop: Store) -> None:
    bought = shop.bought("b1", 3, 100).moves[0]
    waiting = shop.issue("i1", 3).moves[0]
    with pytest.raises(GoodsRefused, match="该发放待入账，已入账的才能退回"):
        shop.take_back("x1", waiting, 1)
    for number in (bought, 99):
        with pytest.raises(NotFound, match=f"账中没有发放“{number}”"):
            shop.take_back("x1", number, 1)


def test_a_return_is_not_before_its_issue(shop: Store) -> None:
    shop.bought("b1", 3, 100)
    issue = shop.issued("i1", 3, dated_on=dt.date(2025, 1, 20)).moves[0]
    with pytest.raises(GoodsRefused, match="退回日期早于发放日期 2025-01-20"):
        shop.take_back("x1", issue, 1)


def test_loss_is_approved(shop: Store) -> None:
    shop.bought("b1", 3, 100)
    with pytest.raises(GoodsRefused, match="没有写明报损批准文件"):
        shop.write_off("w1", 1, approval="")
    shop.post(shop.write_off("w1", 1))
    assert shop.lines("w1") == [
        ("30101", "F1", 33_33, 0, "", 0),
        ("141", "F1", 0, 33_33, "Q1", 1_000),
    ]
    with pytest.raises(GoodsRefused, match="不写支出科目"):
        shop.write_off("w2", 1, account="50404")
    with pytest.raises(GoodsRefused, match="可发 2 条"):
        shop.write_off("w2", 3)


def test_a_cancelled_issue_is_there_again_and_a_cancelled_purchase_is_not(
    shop: Store,
) -> None:
    shop.bought("b1", 3, 300)
    shop.issued("i1", 2)
    shop.books.reverse("i1", red("z1", dated_on=dt.date(2025, 1, 20)))
    assert shop.left() == (3_000, 300_00)
    with pytest.raises(GoodsRefused, match="2025-01-20 已有该资金该物品的发出"):
        shop.issue("i2", 1)
    shop.issued("i2", 1, dated_on=dt.date(2025, 1, 20))
    # The history of another program, which the database lets pass.
    history = red("z2", dated_on=dt.date(2025, 1, 21), entered=Entered.IMPORTED)
    shop.books.reverse("b1", history)
    (agreed,) = shop.read(goods_ledger.agreement, "U1", dt.date(2025, 12, 31))
    assert agreed.short == (("Q1", dt.date(2025, 1, 21), -1_000),)
    assert not agreed.agrees
    with pytest.raises(GoodsRefused, match="入库凭证 b1 已冲销，但其物品已经发出"):
        shop.issue("i3", 1, dated_on=dt.date(2025, 1, 22))
    kinds = [m.status.label for m in shop.read(stock.moves, "U1")]
    assert kinds == ["已冲销", "已冲销", "已入账"]


def test_a_purchase_says_what_is_spent(shop: Store) -> None:
    with pytest.raises(GoodsRefused, match="须写明购入列支的支出科目"):
        shop.buy("b1", 3, 300, account="102")
    with pytest.raises(GoodsRefused, match="不允许“办公”"):
        shop.buy("b1", 3, 300, purpose="办公")
    with pytest.raises(GoodsRefused, match="F2 限定用途，须写明用途"):
        shop.buy("b1", 3, 300, fund="F2", purpose="")
    with pytest.raises(GoodsRefused, match="金额应大于零"):
        shop.buy("b1", 3, 0)
    with pytest.raises(GoodsRefused, match="没有写明供货单位"):
        shop.buy("b1", 3, 300, supplier="")
    with pytest.raises(GoodsRefused, match="数量超过上限"):
        shop.buy("b1", 10**13, 300)
    for more, told in (({"fund": "F9"}, "资金“F9”"), ({"item": "Q9"}, "物品“Q9”")):
        with pytest.raises(NotFound, match=told):
            shop.buy("b1", 3, 300, **more)


def test_two_equal_lines_of_a_purchase_are_two_lots(shop: Store) -> None:
    line = Bought(
        item="Q1",
        fund="F1",
        quantity_milli=1_000,
        cost=Money(50_00),
        account="50404",
        purpose=LIVING,
    )
    whole = Purchase(
        unit="U1", ref="b1", dated_on=DAY, lines=(line, line), supplier="某公司"
    )
    assert shop.post(shop.act(buy, whole)).moves == (1, 2)
    assert shop.left() == (2_000, 100_00)
    assert len(shop.lines("b1")) == 6


def test_nothing_is_said_before_the_unit_or_with_a_telephone(shop: Store) -> None:
    with pytest.raises(GoodsRefused, match="单位设立（2025-01-01）之前"):
        shop.buy("b1", 3, 300, dated_on=dt.date(2024, 12, 31))
    with pytest.raises(GoodsRefused, match="手机号码"):
        shop.buy("b1", 3, 300, summary="找 13800138000 提货")
    for verb, whole in (
        (goods_issues.issue, Issue(unit="U1", ref="i1", dated_on=DAY, lines=())),
        (
            goods_gifts.give,
            goods_gifts.Gift(unit="U1", ref="g1", dated_on=DAY, lines=(), giver="甲"),
        ),
    ):
        with pytest.raises(GoodsRefused, match="没有写明"):
            shop.act(verb, whole)


def test_an_item_is_renamed_with_all_that_it_moved(shop: Store) -> None:
    shop.bought("b1", 3, 300)
    new = goods_items.Renaming("Q1", "加厚棉被", "规格改变")
    assert shop.act(goods_items.rename, "U1", new).name == "加厚棉被"
    assert shop.issued("i1", 3).cost == Money(300_00)
    assert shop.left() == (0, 0)
    assert [line[4] for line in shop.lines("i1")] == ["", "Q1"]
    assert [one.name for one in shop.read(goods_items.items, "U1")] == [
        "加厚棉被",
        "百货购物券",
    ]
    with pytest.raises(GoodsRefused, match="新名称与现名称相同"):
        shop.act(goods_items.rename, "U1", new)


def test_an_item_keeps_all_but_its_name(shop: Store) -> None:
    again = shop.act(goods_items.register_item, "U1", QUILT)
    assert again.number == 1
    for change, told in (
        ({"name": "毛毯"}, "已登记为“棉被”"),
        ({"measure": "床"}, "计量单位、类别、面值和科目登记后不能改变"),
        ({"code": "Q2", "face": Money(1)}, "只有购物券有面值"),
        ({"code": "Q2", "kind": goods_items.ItemKind.VOUCHER}, "每张面值"),
        ({"code": "Q2", "account": "102"}, "102 不是库存物品科目"),
        ({"code": " "}, "没有写明物品代码"),
    ):
        with pytest.raises(GoodsRefused, match=told):
            shop.act(
                goods_items.register_item, "U1", dataclasses.replace(QUILT, **change)
            )


def test_a_method_changes_only_after_what_went_out_by_it(shop: Store) -> None:
    shop.bought("b1", 3, 300)
    shop.issued("i1", 1)
    choose = goods_items.choose_method

    def choice(day: dt.date, method: Method = Method.AVERAGE) -> goods_items.Choice:
        return goods_items.Choice(method, day, "品种增多，领导批准")

    with pytest.raises(GoodsRefused, match="2025-01-15 已有按原方法计价的发出"):
        shop.act(choose, "U1", choice(DAY))
    with pytest.raises(GoodsRefused, match="现行方法就是先进先出法"):
        shop.act(choose, "U1", choice(dt.date(2025, 2, 1), Method.FIFO))
    with pytest.raises(GoodsRefused, match="没有写明选定或变更计价方法的理由"):
        shop.act(
            choose,
            "U1",
            goods_items.Choice(Method.AVERAGE, dt.date(2025, 2, 1), ""),
        )
    with pytest.raises(GoodsRefused, match="自 2025-01-01 起已选定"):
        shop.act(choose, "U1", choice(dt.date(2025, 1, 1)))
    assert shop.act(choose, "U1", choice(dt.date(2025, 2, 1))) == 2
    shop.bought("b2", 2, 500, dated_on=dt.date(2025, 2, 1))
    assert shop.issued("i2", 1, dated_on=dt.date(2025, 2, 2)).cost == Money(175_00)


def test_without_a_method_nothing_goes_out(shop: Store) -> None:
    with pytest.raises(GoodsRefused, match="2024-12-31 没有选定发出物资的计价方法"):
        shop.read(goods_items.method_on, "U1", dt.date(2024, 12, 31))
    choice = goods_items.Choice(Method.FIFO, dt.date(2024, 1, 1), "理由")
    with pytest.raises(GoodsRefused, match="单位设立"):
        shop.act(goods_items.choose_method, "U1", choice, by=ZHANG)


def test_whatever_is_said_twice_is_one(shop: Store) -> None:
    shop.bought("b1", 9, 900)
    gift = gift_line(1, 10)
    assert not shop.give("g1", gift).already
    assert shop.give("g1", gift).already
    assert not shop.issue("i1", 1).already
    assert shop.issue("i1", 1).already
    issue = shop.issued("i2", 1).moves[0]
    assert not shop.take_back("x1", issue, 1).already
    assert shop.take_back("x1", issue, 1).already
    assert not shop.write_off("w1", 1).already
    assert shop.write_off("w1", 1).already
    assert shop.books.one("SELECT COUNT(*) FROM goods_moves") == 6
    with pytest.raises(GoodsRefused, match="i1 已经登记过，但内容不同"):
        shop.write_off("i1", 1)
