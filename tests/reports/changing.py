"""A unit that changes its chart with the year, for its transfer sheet."""

import datetime as dt
from typing import Any

from ledger import (
    chart_registration,
    closing,
    fund_registration,
    journal,
    registration,
    year_end,
)
from ledger.database import writing
from ledger.funds import Channel, Fund, Origin
from ledger.people import Act
from ledger.units import Level, Unit
from ledger.vouchers import Voucher
from tests.building import ACT, FOUNDING, Books, credit, debit, voucher

ORDERS = Act("张三", dt.datetime(2026, 1, 2, tzinfo=dt.UTC))
REVIEWS = Act("李四", dt.datetime(2026, 1, 3, tzinfo=dt.UTC))
OLD = Unit(
    code="U3",
    name="老县总工会",
    level=Level.COUNTY,
    opened_on=dt.date(2021, 1, 1),
    chart="union-2009",
)


def of_2021(ref: str, *postings: Any, **more: Any) -> Voucher:
    """A voucher of the last year of the old chart."""
    given = {"unit": "U3", "dated_on": dt.date(2021, 3, 10)}
    return voucher(ref, *postings, **given | more)


def about_to_change(books: Books) -> Books:
    """A unit with two funds, stock, a claim and a loan, about to change its chart."""
    funds = [
        Fund("F1", "捐赠", Origin.DONATION, Channel.DIRECT),
        Fund("G", "其他", Origin.GENERAL, Channel.DIRECT),
    ]
    with writing(books.engine) as connection:
        assert not registration.register_units(connection, [OLD], FOUNDING)
        assert not fund_registration.register_funds(connection, "U3", funds, FOUNDING)
        vouchers = [
            of_2021("r1", debit("102", 1000_00), credit("408", 1000_00)),
            of_2021("s1", debit("141", 50_00), credit("102", 50_00)),
            of_2021("a1", debit("135", 40_00, party="某人"), credit("102", 40_00)),
            of_2021("r2", debit("102", 300_00, "G"), credit("408", 300_00, "G")),
            of_2021("l1", debit("121", 80_00, "G"), credit("102", 80_00, "G")),
        ]
        journal.post(connection, vouchers, ACT)
        day = dt.date(2022, 1, 1)
        chart_registration.change_chart(connection, "U3", "union-2021", day, FOUNDING)
        closing.close_through(connection, "U3", 202111, ACT)
    return books


def closed(books: Books) -> Books:
    """The last year of the old chart closed, its balances carried over."""
    with writing(books.engine) as connection:
        year_end.order(connection, "U3", 2021, (), ORDERS)
    with writing(books.engine) as connection:
        year_end.post(connection, "U3", 2021, REVIEWS)
    return books
