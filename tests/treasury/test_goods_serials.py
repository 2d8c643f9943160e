"""Shopping vouchers by serial: bought, given once, come back, given again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.money import Money
from tests.building import Books, red
from tests.treasury.goods_world import Store
from treasury import serials, stock
from treasury.costing import Method
from treasury.errors import GoodsRefused
from treasury.goods_items import item_of
from treasury.serials import SerialError, SerialRange


@pytest.fixture
def shop(books: Books) -> Store:
    """A001 to A010 of 100 yuan each, bought for 950."""
    shop = Store(books)
    shop.tickets("v1", "A001-A010", 10, 950)
    return shop


def left(shop: Store) -> str:
    """The serials that may be given."""
    item = shop.read(item_of, "U1", "V1")
    roll = shop.read(stock.roll, "U1", item)
    return serials.write(piece for _, piece in roll.left())


def give(shop: Store, ref: str, count: int, which: str) -> int:
    """Give some, in the books; the number of the movement."""
    return shop.issued(ref, count, item="V1", serials=which).moves[0]


def test_a_serial_is_given_once(shop: Store) -> None:
    waiting = shop.issue("i1", 3, item="V1", serials="A002-A004")
    assert left(shop) == "A001；A005-A010"
    with pytest.raises(GoodsRefused, match="编号 A004 不在该资金的结存之内，或已发出"):
        shop.issue("i2", 2, item="V1", serials="A004-A005")
    shop.drop(waiting)
    assert left(shop) == "A001-A010"
    give(shop, "i2", 2, "A004-A005")
    with pytest.raises(GoodsRefused, match="A004"):
        shop.issue("i3", 1, item="V1", serials="A004")


def test_face_and_cost_are_two_things(shop: Store) -> None:
    moved = shop.issued("i1", 1, item="V1", serials="A001")
    assert moved.cost == Money(95_00)
    assert shop.read(item_of, "U1", "V1").face == Money(100_00)


def test_what_comes_back_may_go_out_again(shop: Store) -> None:
    first = give(shop, "i1", 3, "A001-A003")
    back = shop.take_back("x1", first, 2, serials="A001;A003")
    assert left(shop) == "A004-A010"
    shop.post(back)
    assert left(shop) == "A001；A003-A010"
    with pytest.raises(GoodsRefused, match="A003 不属于该发放，或已退回"):
        shop.take_back("x2", first, 1, serials="A003")
    second = give(shop, "i2", 1, "A003")
    shop.post(shop.take_back("x2", second, 1, serials="A003"))
    give(shop, "i3", 3, "A001;A003-A004")
    assert left(shop) == "A005-A010"


def test_a_return_that_is_dropped_gives_nothing_back(shop: Store) -> None:
    first = give(shop, "i1", 1, "A001")
    shop.drop(shop.take_back("x1", first, 1, serials="A001"))
    assert left(shop) == "A002-A010"
    shop.post(shop.take_back("x1", first, 1, serials="A001"))
    assert left(shop) == "A001-A010"


def test_serials_of_two_lots_go_out_together(shop: Store) -> None:
    shop.tickets("v2", "A011-A012", 2, 200)
    give(shop, "i1", 3, "A010-A012")
    assert left(shop) == "A001-A009"


def test_a_range_overlaps_no_other(shop: Store) -> None:
    with pytest.raises(GoodsRefused, match="编号 A010 已在第 1 号批次登记"):
        shop.tickets("v2", "A010-A012", 3, 300)
    shop.tickets("v2", "A0010-A0012", 3, 300)
    cancelled = shop.tickets("v3", "B1-B2", 2, 200)
    shop.books.reverse("v3", red("z1"))
    again = shop.tickets("v4", "B1-B2", 2, 200)
    assert cancelled.moves != again.moves
    dropped = shop.buy("v5", 2, 200, item="V1", serials="C1-C2")
    with pytest.raises(GoodsRefused, match="C1"):
        shop.buy("v6", 1, 100, item="V1", serials="C1")
    shop.drop(dropped)
    shop.buy("v6", 1, 100, item="V1", serials="C1")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "没有写明编号"),
        ("A", "编号应以数字结尾"),
        ("A003-A001", "首号大于末号"),
        ("A001;A001", "编号段互相重叠"),
        ("A011-A012", "编号共 2 张，数量却是 1 张"),
        ("x" * 61, "编号过长"),
    ],
)
def test_serials_are_read_strictly(shop: Store, text: str, told: str) -> None:
    for verb in (shop.buy, shop.issue):
        more = {"yuan": 100} if verb == shop.buy else {}
        with pytest.raises(GoodsRefused, match=told):
            verb("v9", 1, item="V1", serials=text, **more)
    issue = give(shop, "i1", 1, "A001")
    with pytest.raises(GoodsRefused, match=told):
        shop.take_back("x1", issue, 1, serials=text)


def test_goods_have_no_serials(shop: Store) -> None:
    shop.bought("b1", 2, 100)
    with pytest.raises(GoodsRefused, match="只有购物券有编号"):
        shop.issue("i1", 1, serials="A001")
    issue = shop.issued("i1", 1).moves[0]
    with pytest.raises(GoodsRefused, match="只有购物券有编号"):
        shop.take_back("x1", issue, 1, serials="A001")


def test_by_piece_a_serial_takes_the_cost_of_its_lot(books: Books) -> None:
    shop = Store(books, Method.SPECIFIC)
    shop.tickets("v1", "A1-A2", 2, 200)
    shop.tickets("v2", "A3-A4", 2, 180)
    assert shop.issued("i1", 1, item="V1", serials="A3").cost == Money(90_00)
    shop.post(shop.write_off("w1", 1, item="V1", serials="A1"))
    assert shop.left(item="V1") == (2_000, 190_00)


@given(st.text("AB-", max_size=4), st.integers(0, 10**6), st.integers(0, 500))
def test_a_range_is_read_as_it_is_written(prefix: str, first: int, more: int) -> None:
    span = SerialRange(prefix, 7, first, first + more)
    (found,) = serials.read(str(span))
    assert (found.count, str(found)) == (span.count, str(span))


@given(st.lists(st.tuples(st.integers(0, 99), st.integers(0, 9)), max_size=9))
def test_what_is_cut_out_is_gone_and_nothing_else(cuts: list[tuple[int, int]]) -> None:
    whole = SerialRange("A", 3, 0, 99)
    gone = [SerialRange("A", 3, first, first + more) for first, more in cuts]
    left = serials.without([whole], gone)
    numbers = {n for one in left for n in range(one.first, one.last + 1)}
    cut = {n for one in gone for n in range(one.first, one.last + 1)}
    assert numbers == set(range(100)) - cut
    assert serials.count(left) == len(numbers)


def test_a_serial_has_at_most_eighteen_digits_that_count() -> None:
    (one,) = serials.read("9" * 20)
    assert (one.prefix, one.width, str(one)) == ("99", 18, "9" * 20)
    with pytest.raises(SerialError, match="前缀和位数须相同"):
        serials.read("A-B")
