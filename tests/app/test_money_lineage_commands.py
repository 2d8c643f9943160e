"""`bangfu money lineage`: asked at the command line, recorded with every posting."""

import pytest

from ledger.database import open_books
from tests.app.commands import Desk
from tests.building import Books, payment

pytestmark = pytest.mark.slow


def test_a_gift_and_a_payment_tell_of_each_other(desk: Desk) -> None:
    books = Books(open_books(desk.database), desk.database)
    books.post(payment("p1", 30_00))
    books.engine.dispose()
    unit = ("--unit", "U1")
    (source,) = desk.rows("money", "lineage", "sources", *unit)
    assert (source["given"], source["used"], source["left"]) == (
        "100.00", "30.00", "70.00"
    )  # fmt: skip
    (part,) = desk.rows("money", "lineage", "paid-by", "p1", *unit)
    assert (part["source"], part["amount"]) == ("r1", "30.00")
    assert "剩余 70.00 元" in desk.ok("money", "lineage", "used", "r1", *unit).out
    assert "2 张凭证" in desk.ok("money", "lineage", "record", *unit).out
    reverse = ("books", "voucher", "reverse", *unit, "--ref", "p1", "--new-ref", "红1")
    people = ("--preparer", "张三", "--reviewer", "李四", "--date", "2025-02-01")
    desk.ok(*reverse, *people, "--as", "王五")
    assert "0 张凭证" in desk.ok("money", "lineage", "record", *unit).out
    assert "没有凭证" in desk.refused("money", "lineage", "used", "无", *unit)
