"""现金盘点表: what a cashier signs."""

from collections.abc import Iterator
from typing import Any

import pytest

from ledger.database import reading
from reports.errors import NoSuchScope
from tests import server
from tests.building import Books, credit, debit, voucher
from tests.reports.asking import asked, document, rendered, request
from tests.treasury.tilling import FEBRUARY, copied


@pytest.fixture
def counted(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    """A count that agrees in January; 0.50 too much, then 9.50 missing in February."""
    yield from copied(shelf, dialect)


@pytest.fixture
def lite(shelf: server.Shelf) -> Iterator[Books]:
    yield from copied(shelf, "sqlite")


def told(books: Books, period: str = "2025", **more: Any) -> Any:
    return asked(books.engine, "cash_count", "U1", period, **more)


def test_each_count_has_its_pieces_and_its_difference(counted: Books) -> None:
    report = told(counted)
    tables = report["tables"]
    assert list(tables) == [
        f"{name}{place}"
        for place in ("", "_2", "_3")
        for name in ("pieces", "compared")
    ]
    pieces = [(row["face"], row["pieces"]) for row in tables["pieces"]["rows"]]
    assert pieces == [
        *(("100元", 3), ("50元", 1), ("20元", 1), ("10元", None), ("5元", 1)),
        *(("1元", 4), ("5角", 1), ("1角", None), ("合计", None)),
    ]
    outcomes = [
        (row["counted"], row["book"], row["difference"], row["outcome"])
        for name in ("compared", "compared_2", "compared_3")
        for row in tables[name]["rows"]
    ]
    assert outcomes == [
        ("379.50", "379.50", "0.00", "账实相符"),
        ("380.00", "379.50", "0.50", "盘盈"),
        ("370.00", "379.50", "-9.50", "盘亏"),
    ]
    for text in ("叁佰柒拾元整", "记入其他应付款", "记入其他应收款", "找零有误"):
        assert text in str(report)
    assert "监盘人" in str(report)
    assert str(report).count("已重新盘点（第3号），本页不作依据") == 1
    assert "2025-03-03 才登记，迟 42 天" in str(report)


def test_one_count_or_none_is_drawn(counted: Books) -> None:
    assert len(told(counted, "2025-02")["tables"]) == 4
    assert len(told(counted, subject="3")["tables"]) == 2
    empty = told(counted, "2025-03")
    assert "2025年3月没有现金盘点" in str(empty)
    with pytest.raises(NoSuchScope, match="不汇总下级单位"):
        told(counted, with_subunits=True)


def test_a_voucher_entered_later_is_told(lite: Books) -> None:
    lines = debit("101", 50), credit("408", 50)
    lite.post(voucher("补", *lines, dated_on=FEBRUARY))
    assert "补记了当日的凭证，账面现为 380.00 元" in str(told(lite, subject="2"))
    assert "补记" not in str(told(lite, subject="1"))


@pytest.mark.parametrize("suffix", ["html", "pdf", "xlsx", "csv"])
def test_it_is_written_in_every_format(lite: Books, suffix: str) -> None:
    with reading(lite.engine) as connection:
        report = document(connection, "cash_count", request("U1", "2025"))
        assert rendered(report, suffix)
