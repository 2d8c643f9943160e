"""A row in every table of the desk, for the tests of guards."""

import datetime as dt

from ledger.database import Connection
from ledger.money import Money
from ledger.people import Act
from tests.building import DAY, Books, payment, receipt
from treasury.receipts import receive
from treasury.received import Received

ZHANG = Act("张三", dt.datetime(2026, 1, 2, 8, tzinfo=dt.UTC))


def post_for_receive(books: Books) -> None:
    """F1 of U1 was given 500 yuan and paid 100 of it, under `paid-1`."""
    books.post(receipt("given-1", 500_00), payment("paid-1", 100_00))


def fill_receive(connection: Connection) -> None:
    """Ten yuan of what was paid under `paid-1` come back."""
    back = Received(
        unit="U1",
        event="refund",
        fund="F1",
        amount=Money(10_00),
        dated_on=DAY,
        ref="back-1",
        purpose="生活救助",
        refund_of="paid-1",
        attachments=1,
    )
    receive(connection, back, ZHANG)
