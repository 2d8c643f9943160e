"""A year of one fund in which everything happens that a statement has to tell."""

import datetime as dt
from typing import Any

from ledger.vouchers import Kind
from tests.building import Books, receipt, voucher
from tests.building import credit as cr
from tests.building import debit as dr

ISO = dt.date.fromisoformat


def story(books: Books) -> None:
    """A year of fund F1 (a donation) and of the union's other money G.

    F1 opens with 1,000, receives 500, holds 300 for others and pays 80 of them on,
    gets 200 out of G's surplus and 7 for an earlier year. It gives 40 and 60 to
    household A1 and 30 to B2 in living aid, buys goods for 90 and hands out 50 worth,
    lends 25 and owes 15. In December income and expenditure are closed.
    """
    living: dict[str, Any] = {"purpose": "生活救助"}
    winter: dict[str, Any] = {"purpose": "生活救助", "persons": 9, "item": "棉被"}
    december = {"dated_on": ISO("2025-12-31")}
    books.post(
        voucher(
            "opening",
            dr("102", 1000_00),
            cr("32104", 1000_00),
            dr("102", 800_00, "G"),
            cr("32205", 800_00, "G"),
            dated_on=ISO("2025-01-01"),
            kind=Kind.OPENING,
        ),
        receipt("r1", 500_00),
        voucher("held", dr("102", 300_00), cr("221", 300_00)),
        voucher("paid-on", dr("221", 80_00, **living, persons=4), cr("102", 80_00)),
        voucher(
            "surplus",
            dr("32202", 200_00, "G"),
            cr("102", 200_00, "G"),
            dr("102", 200_00),
            cr("32102", 200_00),
        ),
        voucher("earlier", dr("102", 7_00), cr("32101", 7_00)),
        voucher(
            "aid",
            dr("50404", 40_00, **living, recipient="A1", persons=3),
            dr("50404", 60_00, **living, recipient="A1", persons=2),
            dr("50404", 30_00, **living, recipient="B2", persons=1),
            cr("102", 130_00),
        ),
        voucher(
            "goods",
            dr("141", 90_00, item="棉被"),
            cr("30101", 90_00),
            dr("50404", 90_00, **living),
            cr("102", 90_00),
        ),
        voucher("handed-out", dr("30101", 50_00, **winter), cr("141", 50_00)),
        voucher("lent", dr("135", 25_00), cr("102", 25_00)),
        voucher("owed", dr("102", 15_00), cr("215", 15_00)),
        voucher("close-1", dr("408", 500_00), cr("32103", 500_00), **december),
        voucher(
            "close-2", dr("32103", 220_00), cr("50404", 220_00, **living), **december
        ),
        voucher("clear", dr("32102", 200_00), cr("32104", 200_00), **december),
    )
