"""资金来源使用对照表: given is used and left, and every payment has its sources."""

import datetime as dt

import pytest

from ledger.database import reading
from ledger.money import Money
from ledger.periods import parse_span
from reports import catalogue
from reports.catalogue import Request
from reports.errors import NoSuchScope
from reports.report import Document, Table
from tests.building import Books, payment, receipt

JULY = dt.date(2025, 7, 1)


def drawn(books: Books, period: str = "2025", **more: object) -> Document:
    request = Request(
        unit="U1",
        span=parse_span(period),
        period=period,
        at=dt.datetime(2026, 1, 2, tzinfo=dt.UTC),
        **more,
    )
    with reading(books.engine) as connection:
        return catalogue.build("gift_use", connection, request)


def tables(document: Document) -> dict[str, Table]:
    return dict(document.tables())


@pytest.fixture
def gifts(books: Books) -> Books:
    """Two gifts to F1; 30 of the first paid in January, 90 of both in July."""
    books.post(
        receipt("g1", 100_00),
        receipt("g2", 50_00),
        payment("p1", 30_00),
        payment("p2", 90_00, dated_on=JULY),
    )
    return books


def test_each_gift_stands_with_what_it_paid_and_has_left(gifts: Books) -> None:
    table = tables(drawn(gifts))["sources"]
    rows = [row.cells[2:] for row in table.rows]
    assert [row[0] for row in rows][1:3] == ["　凭证摘要", "　凭证摘要"]
    assert rows[-1][1:] == (Money(150_00), Money(120_00), Money(30_00))
    assert [row[2] for row in rows if row[2] and row[1] is None] == [
        Money(30_00), Money(70_00), Money(20_00)
    ]  # fmt: skip


def test_what_was_used_before_the_period_stands_in_one_line(gifts: Books) -> None:
    rows = [row.cells for row in tables(drawn(gifts, "2025-07"))["sources"].rows]
    assert rows[1][2] == "　以前期间使用"
    assert rows[1][4] == Money(30_00)


def test_a_gift_used_up_before_is_left_out(books: Books) -> None:
    books.post(receipt("g1", 10_00), payment("p1", 10_00))
    document = drawn(books, "2025-07")
    assert "没有资金来源" in str(document.blocks[0])
    assert tables(document) == {}


def test_a_gift_of_a_later_month_is_not_told(gifts: Books) -> None:
    gifts.post(receipt("g3", 1_00, dated_on=dt.date(2025, 9, 1)))
    rows = [row.cells for row in tables(drawn(gifts, "2025-07"))["sources"].rows]
    assert rows[-1][3] == Money(150_00)


def test_a_payment_without_a_source_is_told(books: Books) -> None:
    books.post(receipt("g1", 10_00), payment("p1", 15_00, entered="bank"))
    table = tables(drawn(books, fund="F1"))["uncovered"]
    assert [row.cells[-1] for row in table.rows] == [Money(5_00)]


def test_units_below_are_not_added_up(gifts: Books) -> None:
    with pytest.raises(NoSuchScope):
        drawn(gifts, with_subunits=True)
