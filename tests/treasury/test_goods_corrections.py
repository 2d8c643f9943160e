"""Vouchers of goods that are not cancelled or corrected, and why."""

import datetime as dt

import pytest

from ledger import journal
from ledger.database import writing
from ledger.draft_vouchers import DraftPosting, DraftVoucher
from ledger.errors import GuardBit
from ledger.vouchers import Correction
from tests.building import ACT, Books, credit, debit, red, voucher
from tests.treasury.goods_world import DAY, Store, gift_line
from treasury import corrections, goods_ledger
from treasury.errors import GoodsRefused

LATER, LAST = dt.date(2025, 1, 20), dt.date(2025, 12, 31)


@pytest.fixture
def shop(books: Books) -> Store:
    return Store(books)


def reverse(shop: Store, ref: str, day: dt.date = LATER) -> None:
    """Cancelled as the command line does it: asked first."""
    given = red(f"z-{ref}-{day}", dated_on=day)
    with writing(shop.books.engine) as connection:
        corrections.demand(connection, corrections.cancelling(given, ref))
        journal.reverse(connection, "U1", ref, given, ACT)


def held(shop: Store, ref: str, said: str, day: dt.date = LATER) -> None:
    """Refused in words, and by the database of whoever does not ask."""
    with pytest.raises(GoodsRefused, match=said):
        reverse(shop, ref, day)
    with pytest.raises(GuardBit, match="stock"):
        shop.books.reverse(ref, red("round", dated_on=day))


def test_a_purchase_is_not_cancelled_while_something_of_it_is_out(shop: Store) -> None:
    shop.tickets("v1", "A001-A010", 10, 950)
    out = shop.issue("i1", 2, item="V1", serials="A001-A002")
    held(shop, "v1", r"第 1 号批次的物品已由 i1 发出.*先冲销 i1（未记账的先作废草稿）")
    shop.post(out)
    held(shop, "v1", "已由 i1 发出，冲销后库存为负")
    reverse(shop, "i1")
    held(shop, "v1", "到 2025-01-20 才冲销", dt.date(2025, 1, 19))
    reverse(shop, "v1")
    (agreed,) = shop.read(goods_ledger.agreement, "U1", LAST)
    assert agreed.agrees
    assert shop.left(item="V1") == (0, 0)


def test_a_draft_that_was_given_up_holds_nothing(shop: Store) -> None:
    shop.bought("b1", 3, 300)
    shop.drop(shop.issue("i1", 3))
    reverse(shop, "b1")
    assert shop.left() == (0, 0)


def test_a_gift_of_goods_is_not_cancelled_while_something_of_it_is_out(
    shop: Store,
) -> None:
    shop.post(shop.give("g1", gift_line(5, 500)))
    shop.post(shop.write_off("w1", 1))
    held(shop, "g1", "已由 w1 发出")


def test_an_issue_is_not_cancelled_of_which_something_came_back(shop: Store) -> None:
    shop.bought("b1", 3, 300)
    issue = shop.issued("i1", 2)
    back = shop.take_back("t1", issue.moves[0], 1)
    held(shop, "i1", "发出的物品已由 t1 退回.*先冲销 t1")
    shop.post(back)
    held(shop, "i1", "先冲销 t1")
    shop.issued("i2", 2)
    held(shop, "t1", "第 3 号批次的物品已由 i2 发出")
    reverse(shop, "i2")
    reverse(shop, "t1")
    reverse(shop, "i1")
    assert shop.left() == (3_000, 300_00)


def test_the_cost_of_what_is_out_is_not_corrected(shop: Store) -> None:
    shop.bought("b1", 3, 300)
    shop.issued("i1", 1)
    how = Correction.DIFFERENCE
    lines = debit("141", 30_00), credit("30101", 30_00)
    given = voucher("d1", *lines, dated_on=LATER, corrects="b1", correction=how)
    with pytest.raises(GuardBit, match="stock"):
        shop.books.post(given)
    told = DraftVoucher(
        unit="U1",
        ref="d1",
        dated_on=LATER.isoformat(),
        corrects="b1",
        correction=how,
        postings=(DraftPosting(account="141", fund="F1", debit="30"),),
    )
    with (
        pytest.raises(GoodsRefused, match="凭证 b1 不能更正"),
        writing(shop.books.engine) as connection,
    ):
        corrections.demand(connection, told)
    reverse(shop, "i1")
    shop.books.post(given)
    (agreed,) = shop.read(goods_ledger.agreement, "U1", LAST)
    assert agreed.differing == ("d1",)


def test_nothing_goes_out_before_its_lot_came_in(shop: Store) -> None:
    """A draft that was dated earlier after all does not get into the books."""
    shop.bought("b1", 3, 300)
    shop.issue("i1", 1)
    lines = debit("30101", 100_00), credit("141", 100_00)
    early = voucher("i1", *lines, dated_on=DAY - dt.timedelta(days=1))
    with pytest.raises(GuardBit, match="stock"):
        shop.books.post(early)
    assert shop.books.one("SELECT COUNT(*) FROM vouchers WHERE ref = 'i1'") == 0
