"""Bills: held in ranges, used in order, and no number missing."""

from dataclasses import replace
from typing import Any

import pytest

from ledger.database import reading, writing
from ledger.errors import NotFound
from ledger.money import Money
from tests.building import Books
from tests.treasury.giving import CLERK, MARCH, give, known, later, received
from treasury import bill_check, bills, donations, refunds
from treasury.bills import Bill, Stock
from treasury.errors import DonationRefused
from treasury.refunds import NewRefund

CODE = "13010220"


def stock(
    books: Books,
    first: str = "00101",
    last: str = "00105",
    code: str = CODE,
    **more: Any,
) -> Stock:
    given = {"acquired_on": MARCH, "paper": "领购证1号", "act": CLERK} | more
    with writing(books.engine) as connection:
        return bills.acquire(connection, "U1", code, (first, last), **given)


def issue(books: Books, key: str, number: str = "", **more: Any) -> Bill:
    given = {"issued_on": MARCH, "act": CLERK, "code": CODE} | more
    with writing(books.engine) as connection:
        return bills.issue(connection, "U1", key, number=number, **given)


def void(books: Books, number: str, **more: Any) -> Bill:
    given = {"reason": "写错", "returned": True, "act": CLERK} | more
    with writing(books.engine) as connection:
        return bills.void(connection, "U1", CODE, number, **given)


def checked(books: Books) -> list[str]:
    with reading(books.engine) as connection:
        return [one.what for one in bill_check.check(connection, "U1")]


def test_bills_are_used_in_order(books: Books) -> None:
    stock(books)
    one = received(books)
    first = issue(books, one.key)
    assert (first.number, first.gift, first.stands) == (101, one.key, True)
    other = received(books, one.donor, 5)
    with pytest.raises(DonationRefused, match="前面还有空白票据，下一号是 00102"):
        issue(books, other.key, "00103")
    assert not void(books, "00102").stands
    assert issue(books, other.key, "00103").amount == Money(5)
    with reading(books.engine) as connection:
        (held,) = bill_check.held(connection, "U1")
    assert (held.issued, held.void, held.blank, held.following) == (2, 1, 2, "00104")
    assert checked(books) == []


def test_a_gift_has_one_bill_that_stands(books: Books) -> None:
    stock(books)
    one = received(books)
    issue(books, one.key)
    with pytest.raises(DonationRefused, match="已开具 13010220 第 101 号"):
        issue(books, one.key)
    void(books, "00101")
    assert issue(books, one.key).number == 102
    with pytest.raises(DonationRefused, match="已于 2025-03-10 作废"):
        void(books, "00101")


def test_a_bill_comes_back_before_the_money_does(books: Books) -> None:
    stock(books)
    one = received(books)
    issue(books, one.key)
    given = NewRefund(gift=one.key, amount=Money(1_00), reason="误", paper="函")
    with (
        writing(books.engine) as connection,
        pytest.raises(DonationRefused, match="第 101 号尚未收回"),
    ):
        refunds.refund(connection, "U1", given, CLERK)
    void(books, "00101", returned=False, paper="遗失声明")
    with writing(books.engine) as connection:
        refunds.refund(connection, "U1", given, CLERK)
    assert issue(books, one.key).amount == Money(999_00)
    assert checked(books) == [f"票据 {CODE} 第 101 号作废，有联次没有收回"]


@pytest.mark.parametrize(
    ("numbers", "more", "match"),
    [
        (("1", "20"), {}, "位数相同"),
        (("a1", "a2"), {}, "由数字组成"),
        (("00", "05"), {}, "起号应大于零"),
        (("20", "10"), {}, "不大于止号"),
        (("000001", "999999"), {}, "一批至多 100,000 份"),
        (("01", "05"), {"code": "票据"}, "由字母和数字组成"),
        (("01", "05"), {"code": " "}, "由字母和数字组成"),
        (("01", "05"), {"paper": ""}, "没有写明领购依据"),
        (
            ("01", "05"),
            {"acquired_on": later(CLERK, days=1).at.date()},
            "在今天之后",
        ),
    ],
)
def test_a_range_that_cannot_be(
    books: Books, numbers: tuple[str, str], more: dict[str, Any], match: str
) -> None:
    with pytest.raises(DonationRefused, match=match):
        stock(books, *numbers, **more)


def test_ranges_do_not_meet(books: Books) -> None:
    stock(books)
    for first, last in (("00105", "00110"), ("00001", "00101"), ("00102", "00103")):
        with pytest.raises(DonationRefused, match="与第 1 批 00101—00105 重叠"):
            stock(books, first, last)
    assert stock(books, "00106", "00110").number == 2
    assert stock(books, code="B2").number == 3


def test_what_no_bill_can_be_issued_for(books: Books) -> None:
    one = give(books)
    with pytest.raises(NotFound, match="用 bangfu money bill stock 入库"):
        issue(books, one.key)
    stock(books, "1", "1")
    with pytest.raises(NotFound, match=f"{CODE} 7"):
        issue(books, one.key, "7")
    with pytest.raises(DonationRefused, match="应在收到日"):
        issue(books, one.key, issued_on=MARCH.replace(day=9))
    issue(books, one.key)
    other = give(books, one.donor, 5)
    with pytest.raises(DonationRefused, match="已经用完"):
        issue(books, other.key)
    with pytest.raises(DonationRefused, match="该号已经使用"):
        issue(books, other.key, "1")
    with writing(books.engine) as connection:
        given = NewRefund(gift=other.key, amount=Money(5), reason="误", paper="函")
        refunds.refund(connection, "U1", given, CLERK)
    with pytest.raises(DonationRefused, match="已撤销"):
        issue(books, other.key)


@pytest.mark.parametrize(
    ("more", "match"),
    [({"reason": ""}, "没有写明作废原因"), ({"returned": False}, "没有遗失声明")],
)
def test_a_bill_is_not_void_without_its_copies(
    books: Books, more: dict[str, Any], match: str
) -> None:
    stock(books)
    with pytest.raises(DonationRefused, match=match):
        void(books, "00101", **more)
    with pytest.raises(NotFound):
        void(books, "x")


def test_a_gift_without_a_bill_is_told(books: Books) -> None:
    known(books)
    stock(books)
    one = received(books)
    assert checked(books) == [f"捐赠 {one.key} 已收到，没有开具票据"]


def test_the_gap_test_finds_what_rows_say(books: Books) -> None:
    held = stock(books)
    one = received(books)
    issue(books, one.key)
    with reading(books.engine) as connection:
        used = bills.bills(connection, "U1")
        given = donations.gifts(connection, "U1")
    (bill,) = used
    second = replace(bill, number=104)
    strange = replace(bill, number=900, gift="2025-9")
    found = bill_check.matters(
        (held, replace(held, number=2)), (bill, second, strange), given
    )
    told = [matter.what for matter in found]
    assert told == [
        f"票据 {CODE} 缺号：00102",
        f"票据 {CODE} 缺号：00103",
        f"票据 {CODE} 缺号：00102",
        f"票据 {CODE} 缺号：00103",
        f"票据 {CODE} 第 1 批与第 2 批重叠",
        f"票据 {CODE} 第 900 号不在库存号段内",
        f"捐赠 {one.key} 有两份有效票据",
        f"票据 {CODE} 第 900 号与捐赠 2025-9 的金额不符",
    ]
