"""T31 on money between units, on SQLite and on PostgreSQL."""

import datetime as dt
from collections.abc import Iterator

import pytest

from ledger.money import Money
from tests import server
from tests.audit.flows import result, titles
from tests.treasury import filling_transfer
from tests.treasury.sending import Line

YUAN_80 = Money(80_00)


@pytest.fixture
def line(shelf: server.Shelf, dialect: str) -> Iterator[Line]:
    yield from filling_transfer.tree(shelf, dialect)


def test_without_a_transfer_nothing_is_performed(line: Line) -> None:
    assert not result("T31", line.books, unit="C").performed


def test_money_that_is_not_received_is_late_after_the_days(line: Line) -> None:
    """Sent on 1 February: 30 days are over on 4 March."""
    one = line.sent("P", "C", 100_00)
    assert titles("T31", line.books, "2025-02", "P") == []
    assert titles("T31", line.books, unit="P") == ["在途资金长期未入账"]
    line.booked(one)
    assert titles("T31", line.books, unit="P") == []


def test_money_that_is_not_passed_on_is_found_with_what_is_left(line: Line) -> None:
    """80.00 of 100.00 are to go on; 50.00 go in time, 10.00 late, 20.00 never."""
    arrival = line.moved("P", "C", 100_00, onward=YUAN_80).arrival
    assert arrival is not None
    fund = arrival.fund
    assert titles("T31", line.books, "2025-02", "C") == []
    line.sent("C", "A", 50_00, fund, dated_on=dt.date(2025, 2, 10))
    line.sent("C", "B", 10_00, fund, dated_on=dt.date(2025, 5, 10))
    found = result("T31", line.books, unit="C").findings
    told = {(one.title, one.amount.fen) for one in found}
    assert told >= {
        ("转拨超过时限", 10_00),
        ("应转拨资金至期末没有足额转拨", 20_00),
    }
    assert ("转拨超过时限", 50_00) not in told
