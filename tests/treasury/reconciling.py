"""A bank account of U1 from January to April 2025, and reconciliations of it.

| day | bank | books |
|---|---|---|
| opening | 1,050.00 | 1,050.00, and 50.00 paid by a cheque under way |
| 01-05, 01-06 | +500.00 on the 6th | +500.00 on the 5th |
| 01-20 | -50.00, the cheque | |
| 03-28 | +12.34 interest | not booked |
| 03-30, 04-02 | -200.00 on 2 April | -200.00 on 30 March, 赵六 was cashier |
| 03-31 | -5.00 fee | not booked |
| 03-31, 04-03 | +300.00 on 3 April | +300.00 on 31 March |
| 04-30 | -0.02 | not booked |

On 31 March the bank has 1,507.34, the books 1,600.00, and both come to 1,607.34.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from ledger.database import Engine, open_books, reading, writing
from ledger.money import Money
from ledger.people import Act
from ledger.register import lookups
from tests import building, server
from tests.building import Books, credit, debit, payment, receipt, voucher
from tests.treasury.banking import FEBRUARY, VAULT, Told, open_account, table, take
from treasury import matches, reconciliation, reconciliation_store
from treasury.reconciliation import Asked, Made, Preview

MARCH = dt.date(2025, 3, 31)
JANUARY = dt.date(2025, 1, 31)
MAKER = Act("李四", dt.datetime(2026, 2, 3, 8, tzinfo=dt.UTC))
ANOTHER = Act("王五", dt.datetime(2026, 2, 4, 8, tzinfo=dt.UTC))

ROWS: tuple[Told, ...] = (
    ("2025-01-06", 500_00, "捐赠"),
    ("2025-01-20", -50_00, "支票"),
    ("2025-03-28", 12_34, "结息"),
    ("2025-03-31", -5_00, "手续费"),
    ("2025-04-02", -200_00, "慰问"),
    ("2025-04-03", 300_00, "捐赠"),
    ("2025-04-30", -2, "手续费"),
)


def fill(engine: Engine) -> None:
    """The account told on top; what is certain is matched, the cheque by hand."""
    building.found_with_unit(engine)
    fill_books(Books(engine, ""))


def fill_books(books: Books) -> None:
    """The same in books that stand."""
    opening = (debit("102", 1_050_00), credit("102", 50_00), credit("32104", 1_000_00))
    books.post(
        voucher("o", *opening, kind="期初", dated_on=building.OPENED),
        receipt("r1", 500_00, dated_on=dt.date(2025, 1, 5)),
        payment("p1", 200_00, dated_on=dt.date(2025, 3, 30), cashier="赵六"),
        receipt("r2", 300_00, dated_on=MARCH),
    )
    open_account(books)
    take(books, table(1_050_00, *ROWS))
    with writing(books.engine) as connection:
        matches.match_account(connection, "U1", 1, VAULT, FEBRUARY)
        matches.match_by_hand(connection, "U1", 1, [(1, 2)], [(1, 2)], FEBRUARY)


def copied(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    """These books, on one kind of database."""
    shelf.fillings.setdefault("reconciling", fill)
    with shelf.copied(dialect, "reconciling") as url:
        books = Books(open_books(url), url)
        yield books
        books.engine.dispose()


def asked(until: dt.date = MARCH, **more: Any) -> Asked:
    """What is to be reconciled of the account."""
    return Asked(**{"unit": "U1", "account": 1, "until": until} | more)


def seen(books: Books, until: dt.date = MARCH, **more: Any) -> Preview:
    """What a reconciliation would say."""
    with reading(books.engine) as connection:
        return reconciliation.preview(connection, asked(until, **more))


def make(books: Books, until: dt.date = MARCH, act: Act = MAKER, **more: Any) -> Made:
    """Reconcile the account up to a day."""
    with writing(books.engine) as connection:
        return reconciliation.reconcile(connection, asked(until, **more), act)


MAY = dt.date(2025, 5, 4)


def go_and_come(books: Books) -> int:
    """9.00 leaves the bank on 3 May and is back on the 4th; matched with each other."""
    rows = ("2025-05-03", -9_00, "转账"), ("2025-05-04", 9_00, "转账")
    take(books, table(1_607_32, *rows, start=8), "五月.csv")
    with writing(books.engine) as connection:
        return matches.match_by_hand(
            connection, "U1", 1, [(2, 1), (2, 2)], [], FEBRUARY, "误付退回"
        )


def reopen(
    books: Books, number: int = 1, act: Act = ANOTHER, reason: str = "漏了一笔"
) -> Made:
    """Reopen a reconciliation of the account."""
    with writing(books.engine) as connection:
        return reconciliation.reopen(connection, "U1", 1, number, reason, act)


def listed(books: Books) -> tuple[Made, ...]:
    """The reconciliations on record."""
    with reading(books.engine) as connection:
        return reconciliation.reconciliations(connection, "U1")


def faults(books: Books, code: str = "U1") -> list[tuple[str, ...]]:
    """What differs of each reconciliation, drawn again."""
    with reading(books.engine) as connection:
        unit = lookups(connection).unit(code).id
        made = reconciliation_store.made(connection, unit)
        return [reconciliation.redraw(connection, one).faults for one in made]


def yuan(text: str) -> Money:
    """An amount as written."""
    return Money.parse(text)
