"""Stock counted by another than its keeper; differences settled as approved."""

import dataclasses
import datetime as dt
from typing import Any

import pytest

from ledger.errors import NotFound
from ledger.money import Money
from tests.building import Books
from tests.treasury.goods_world import DAY, Store
from treasury.errors import GoodsRefused
from treasury.goods_counts import Count, Counted, CountMade, count


@pytest.fixture
def shop(books: Books) -> Store:
    """Ten quilts for 1,000 yuan, A001 to A010 for 950."""
    shop = Store(books)
    shop.bought("b1", 10, 1000)
    shop.tickets("v1", "A001-A010", 10, 950)
    return shop


def counted(*lines: Counted, **more: Any) -> Count:
    """A count by 李四 of what 赵六 keeps."""
    given = {
        "unit": "U1",
        "ref": "c1",
        "dated_on": DAY,
        "keeper": "赵六",
        "counter": "李四",
        "approval": "批复1号",
    }
    return Count(lines=lines, **given | more)


def quilts(pieces: int, **more: Any) -> Counted:
    return Counted(item="Q1", fund="F1", quantity_milli=pieces * 1000, **more)


def make(shop: Store, *lines: Counted, **more: Any) -> CountMade:
    found: CountMade = shop.act(count, counted(*lines, **more))
    return found


def test_a_count_without_difference_is_on_record(shop: Store) -> None:
    made = make(shop, quilts(10), approval="")
    assert made == CountMade(1, 0, None)
    assert make(shop, quilts(10), approval="") == made
    with pytest.raises(GoodsRefused, match="盘点 c1 已经登记过，但内容不同"):
        make(shop, quilts(10), approval="", sheet="0" * 64)


def test_what_is_missing_goes_out_at_its_cost(shop: Store) -> None:
    made = make(shop, quilts(8))
    assert made.moved is not None
    assert make(shop, quilts(8)).moved == dataclasses.replace(made.moved, already=True)
    shop.post(made.moved)
    assert shop.lines("c1") == [
        ("30101", "F1", 200_00, 0, "", 0),
        ("141", "F1", 0, 200_00, "Q1", 2_000),
    ]
    assert shop.left() == (8_000, 800_00)


def test_what_is_too_much_comes_in_at_a_value(shop: Store) -> None:
    with pytest.raises(GoodsRefused, match="盘盈 2 条，须写明价值"):
        make(shop, quilts(12))
    made = make(shop, quilts(12, value=Money(150_00)))
    assert made.moved is not None
    shop.post(made.moved)
    assert shop.left() == (12_000, 1_150_00)


def test_a_count_given_up_may_be_made_again(shop: Store) -> None:
    first = make(shop, quilts(8))
    assert first.moved is not None
    shop.drop(first.moved)
    again = make(shop, quilts(9))
    assert (again.number, again.differences) == (2, 1)


def test_missing_vouchers_are_named(shop: Store) -> None:
    line = Counted(item="V1", fund="F1", quantity_milli=8_000)
    with pytest.raises(GoodsRefused, match="没有写明编号"):
        make(shop, line)
    made = make(shop, dataclasses.replace(line, serials="A003;A009"))
    assert made.moved is not None
    assert made.moved.cost == Money(190_00)


@pytest.mark.parametrize(
    ("lines", "more", "told"),
    [
        ((quilts(8),), {"keeper": "李四"}, "盘点人不能是保管人"),
        ((quilts(8),), {"approval": ""}, "须写明批准文件"),
        ((quilts(-1),), {}, "实盘数量不能为负"),
        ((), {}, "没有写明盘点了什么"),
        ((quilts(8), quilts(9)), {}, "应合为一行"),
        ((quilts(8),), {"sheet": "abc"}, "SHA-256"),
        ((quilts(8, value=Money(1)),), {}, "盘亏按账面成本，不写价值"),
        ((quilts(10, value=Money(1)),), {}, "账实相符，不写编号、金额"),
        ((quilts(8),), {"account": "50404"}, "不写支出科目"),
    ],
)
def test_a_count_is_judged(
    shop: Store, lines: tuple[Counted, ...], more: dict[str, Any], told: str
) -> None:
    with pytest.raises(GoodsRefused, match=told):
        make(shop, *lines, **more)
    assert shop.books.one("SELECT COUNT(*) FROM goods_counts") == 0


def test_nothing_may_be_under_way(shop: Store) -> None:
    shop.issue("i1", 1, dated_on=dt.date(2025, 1, 20))
    with pytest.raises(GoodsRefused, match="有未入账的收发，先办完再盘点"):
        make(shop, quilts(9))


def test_a_count_is_not_before_what_went_out(shop: Store) -> None:
    shop.issued("i1", 1, dated_on=dt.date(2025, 1, 20))
    with pytest.raises(GoodsRefused, match="2025-01-20 已有发出，盘点日期不能更早"):
        make(shop, quilts(9))


def test_who_counts_is_known(shop: Store) -> None:
    with pytest.raises(NotFound, match="人员"):
        make(shop, quilts(9), counter="孙七")
