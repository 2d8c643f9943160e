"""A row or more in every table of goods, through the verbs themselves."""

from tests.building import Books
from tests.treasury.goods_world import DAY, LIVING, ZHANG, Store
from treasury import goods_counts, goods_tables
from treasury.goods_counts import Count, Counted
from treasury.goods_issues import Handed, Issue, issue
from treasury.goods_signatures import Signature

SHEET = "ab" * 32


def fill_goods(books: Books) -> Store:
    """Quilts and shopping vouchers bought, given, signed for, counted."""
    shop = Store(books)
    shop.bought("b1", 10, 1000)
    shop.tickets("v1", "A001-A010", 10, 950)
    line = Handed(
        item="V1",
        fund="F1",
        quantity_milli=2_000,
        recipient="D-7",
        purpose=LIVING,
        serials="A001-A002",
        signature=Signature("D-7", DAY, SHEET),
    )
    whole = Issue(unit="U1", ref="i1", dated_on=DAY, lines=(line,))
    shop.post(shop.act(issue, whole))
    counted = Count(
        unit="U1",
        ref="c1",
        dated_on=DAY,
        keeper="赵六",
        counter="李四",
        lines=(Counted(item="Q1", fund="F1", quantity_milli=9_000),),
        approval="盘点批复1号",
        sheet=SHEET,
    )
    shop.act(goods_counts.count, counted, by=ZHANG)
    assert len(goods_tables.APPENDED) == 9
    return shop
