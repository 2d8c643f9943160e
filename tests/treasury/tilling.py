"""A unit with cash in its safe, and counts of it.

U1 takes 500.00 yuan in cash on 15 January 2025 (F1), pays 120.50 of it as aid on the
20th, and takes 1,000.00 of F2 to the bank in February. 赵六 is cashier, 李四 watches.
"""

import datetime as dt
from collections.abc import Iterator

from ledger.database import Engine, open_books, reading, writing
from ledger.money import Money
from ledger.people import Act
from tests import building, server
from tests.building import Books, credit, debit, payment, receipt, voucher
from treasury import cash_counts, cash_tables
from treasury.cash_counts import CashCount, Counted, Pieces

AT = dt.datetime(2025, 3, 3, 8, tzinfo=dt.UTC)
CASHIER = Act("赵六", AT)
TWENTIETH = dt.date(2025, 1, 20)
FEBRUARY = dt.date(2025, 2, 28)


def pieces(**many: int) -> Pieces:
    """Pieces by face in fen: `pieces(f10000=3)`."""
    return tuple((Money(int(face[1:])), number) for face, number in many.items())


BOOKED = pieces(f10000=3, f5000=1, f2000=1, f500=1, f100=4, f50=1)
"""What the books say on 20 January: 379.50 yuan."""


def asked(on: dt.date = TWENTIETH, **more: object) -> CashCount:
    """A count that agrees with the books."""
    given: dict[str, object] = {
        "unit": "U1",
        "counted_on": on,
        "pieces": BOOKED,
        "supervisor": "李四",
    }
    return CashCount(**given | more)  # type: ignore[arg-type] # fields by name


def count(books: Books, one: CashCount | None = None, act: Act = CASHIER) -> Counted:
    """Put a count on record in a transaction of its own."""
    with writing(books.engine) as connection:
        return cash_counts.count(connection, one or asked(), act)


def counted(books: Books) -> tuple[Counted, ...]:
    """The counts of U1."""
    with reading(books.engine) as connection:
        return cash_counts.counts(connection, "U1")


def take_cash(books: Books) -> None:
    """What moved in January and February."""
    aid = debit("50404", 120_50, purpose="生活救助"), credit("101", 120_50)
    books.post(
        voucher("现收", debit("101", 500_00), credit("408", 500_00)),
        voucher("现付", *aid, dated_on=TWENTIETH),
        receipt("行收", 1_000_00, "F2", dated_on=dt.date(2025, 2, 10)),
        payment("行付", 300_00, "F2", dated_on=dt.date(2025, 2, 10)),
    )


def fill_cash(books: Books) -> None:
    """A count that agrees, one with too much and one with too little."""
    take_cash(books)
    count(books)
    more = pieces(f10000=3, f5000=1, f2000=1, f1000=1)
    count(books, asked(FEBRUARY, pieces=more, explanation="找零有误，待查"))
    count(books, asked(FEBRUARY, pieces=more[:3], explanation="重新清点，短少待查"))
    names = {table.name for table in cash_tables.APPENDED}
    assert names == {"cash_counts", "cash_count_pieces"}


def _taken(engine: Engine) -> None:
    building.found_with_unit(engine)
    take_cash(Books(engine, ""))


def _filled(engine: Engine) -> None:
    building.found_with_unit(engine)
    fill_cash(Books(engine, ""))


def safe(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    """Books with cash that nobody has counted."""
    shelf.fillings.setdefault("cash", _taken)
    yield from _copied(shelf, dialect, "cash")


def copied(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    """Books with three counts."""
    shelf.fillings.setdefault("counted", _filled)
    yield from _copied(shelf, dialect, "counted")


def _copied(shelf: server.Shelf, dialect: str, name: str) -> Iterator[Books]:
    with shelf.copied(dialect, name) as url:
        books = Books(open_books(url), url)
        yield books
        books.engine.dispose()
