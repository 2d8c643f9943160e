"""The stock ledger and the bridge of goods in the fund statement, to the fen."""

import datetime as dt
from typing import Any

import pytest

from ledger.errors import NotFound
from reports.errors import NoSuchScope
from tests.building import Books, credit, debit, red, voucher
from tests.reports.asking import asked, rows
from tests.treasury.goods_world import Store, gift_line

FEBRUARY = dt.date(2025, 2, 10)


@pytest.fixture
def told(books: Books) -> Books:
    """Quilts bought, given, issued, lost, some cancelled; shopping vouchers too."""
    shop = Store(books)
    shop.bought("b1", 10, 1000)
    shop.post(shop.give("g1", gift_line(5, 500)))
    shop.issued("i1", 4)
    shop.issued("i2", 1.5, dated_on=FEBRUARY)
    shop.post(shop.write_off("w1", 1, dated_on=FEBRUARY))
    shop.tickets("v1", "A001-A010", 10, 950)
    shop.issued("i3", 2, item="V1", serials="A002;A005", dated_on=FEBRUARY)
    shop.issue("i4", 1, dated_on=FEBRUARY)
    books.reverse("i1", red("z1", dated_on=FEBRUARY))
    return books


def test_the_ledger_tells_every_movement_and_agrees(told: Books) -> None:
    report = asked(told.engine, "stock_ledger", "U1", "2025")
    lines = report["tables"]["ledger_1"]["rows"]
    assert [
        (r["in_quantity"], r["out_quantity"], r["left_quantity"]) for r in lines
    ] == [
        ("", "", "0"),
        ("10", "", "10"),
        ("5", "", "15"),
        ("", "4", "11"),
        ("", "-4", "15"),
        ("", "1.5", "13.5"),
        ("", "1", "12.5"),
        ("15", "2.5", "12.5"),
    ]
    assert lines[-1]["left_amount"] == "1250.00"
    assert lines[-1]["left_price"] == "100.00"
    (agreed,) = report["tables"]["agreement"]["rows"]
    assert (agreed["result"], agreed["ledger"], agreed["stock"]) == (
        "相符",
        "2010.00",
        "2010.00",
    )
    (serials,) = report["tables"]["serials"]["rows"]
    assert (serials["count"], serials["faces"]) == (8, "800.00")
    assert serials["serials"] == "A001；A003-A004；A006-A010"


def test_a_month_begins_with_what_was_brought_forward(told: Books) -> None:
    report = asked(told.engine, "stock_ledger", "U1", "2025-02", fund="F1")
    lines = report["tables"]["ledger_1"]["rows"]
    assert (lines[0]["left_quantity"], lines[0]["left_amount"]) == ("11", "1100.00")
    january = asked(told.engine, "stock_ledger", "U1", "2025-01")
    (serials,) = january["tables"]["serials"]["rows"]
    assert serials["serials"] == "A001-A010"


def test_the_bridge_is_part_of_the_fund_statement(told: Books) -> None:
    report = asked(told.engine, "fund_statement", "U1", "2025")
    amounts = rows(report, "goods_amounts", "item")
    assert amounts["棉被（条）"] == {
        "style": "plain",
        "fund": "捐赠",
        "item": "棉被（条）",
        "opening": None,
        "bought": "1000.00",
        "given": "500.00",
        "issued": "150.00",
        "lost": "100.00",
        "counted": None,
        "closing": "1250.00",
    }
    assert amounts[""]["closing"] == "2010.00"
    quantities = rows(report, "goods_quantities", "item")
    assert quantities["百货购物券（张）"]["closing"] == "8"
    whole = asked(told.engine, "fund_statement", "U1", "2025", with_subunits=True)
    assert "goods_amounts" in whole["tables"]


def test_what_no_register_tells_stands_apart(told: Books) -> None:
    lines = debit("141", 70_00), credit("30101", 70_00)
    told.post(voucher("s1", *lines, dated_on=FEBRUARY))
    report = asked(told.engine, "fund_statement", "U1", "2025")
    amounts = rows(report, "goods_amounts", "item")
    assert amounts["未登记品名的物资"]["bought"] == "70.00"
    assert amounts[""]["closing"] == "2080.00"
    ledger = asked(told.engine, "stock_ledger", "U1", "2025")
    (agreed,) = ledger["tables"]["agreement"]["rows"]
    assert (agreed["result"], agreed["differing"]) == ("不符", "s1")


def test_units_without_goods_have_no_bridge(books: Books) -> None:
    report = asked(books.engine, "fund_statement", "U1", "2025")
    assert "goods_amounts" not in report["tables"]
    empty = asked(books.engine, "stock_ledger", "U1", "2025")
    assert "agreement" not in empty["tables"]


def test_a_ledger_is_of_one_book_and_of_its_own_funds(books: Books) -> None:
    with pytest.raises(NoSuchScope, match="按单位逐本打印"):
        asked(books.engine, "stock_ledger", "U1", "2025", with_subunits=True)
    with pytest.raises(NotFound, match="F9"):
        asked(books.engine, "stock_ledger", "U1", "2025", fund="F9")


def test_the_past_is_told_as_it_was_known(told: Books) -> None:
    position: Any = told.one("SELECT position FROM vouchers WHERE ref = 'i1'")
    report = asked(told.engine, "stock_ledger", "U1", "2025", known_at=position)
    lines = report["tables"]["ledger_1"]["rows"]
    assert lines[-1]["left_quantity"] == "11"
    assert report["tables"]["agreement"]["rows"][0]["result"] == "相符"
