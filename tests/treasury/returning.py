"""What the bank says happened to U1, on top of `asking.py`: a statement of 2025.

The rows: 1 a fee of 15.00, 2 interest of 20.00, 3 and 5 the return of 1,000.00, 6 the
same sum that no code tells, 7 a return of 400.00, 8 another fee. P2025-1 paid 1,000.00
of F1 to 县人民医院 on 15 January. Fund I takes interest.
"""

import datetime as dt
from collections.abc import Iterator

from ledger import drafts, fund_registration
from ledger.database import Engine, open_books, reading, writing
from ledger.entries import Outcome
from ledger.funds import Channel, Fund, Origin
from ledger.people import Act
from tests import building, server
from tests.building import FOUNDING, Books
from tests.treasury.asking import APPROVER, POSTER, approved, live, pay
from tests.treasury.banking import Told, open_account, table, take
from treasury import bank_entry_tables, open_returns, returned
from treasury.bank_entries import Entered
from treasury.drafting import HandedIn
from treasury.open_returns import GivingUp, OpenReturn, PayingAgain
from treasury.returned import Return

KEY = "P2025-1"
HOSPITAL = "县人民医院"
MARCH = Act("张三", dt.datetime(2025, 3, 3, 8, tzinfo=dt.UTC))
NEXT_YEAR = Act("张三", dt.datetime(2026, 2, 2, 8, tzinfo=dt.UTC))
LIMIT = dt.date(2025, 7, 19)
"""180 days after row 3."""

ROWS = (
    ("2025-01-12", -15_00, "手续费"),
    ("2025-01-16", 20_00, "结息"),
    ("2025-01-20", 1_000_00, "退汇"),
    ("2025-01-25", -1_000_00, "转账"),
    ("2025-01-28", 1_000_00, "退汇"),
    ("2025-01-29", 1_000_00, "划转"),
    ("2025-01-30", 400_00, "退汇"),
    ("2025-01-31", -8_00, "工本费"),
)


def statement() -> bytes:
    """The bank's table, each movement with its text in the column of codes too."""
    return coded(17_000_00, *ROWS)


def coded(opening: int, *rows: Told, start: int = 1) -> bytes:
    """A table of the bank whose codes are the texts of its movements."""
    heading, *lines = table(opening, *rows, start=start).decode().split()
    told = [line + row[2] for line, row in zip(lines, rows, strict=True)]
    return "\n".join([heading, *told, ""]).encode()


def found_bank(books: Books) -> None:
    """An account with the statement, and a fund that takes interest."""
    open_account(books)
    take(books, statement())
    interest = Fund("I", "利息", Origin.INTEREST, Channel.DIRECT)
    with writing(books.engine) as connection:
        assert not fund_registration.register_funds(
            connection, "U1", [interest], FOUNDING
        )


def fill(engine: Engine) -> None:
    building.found_with_unit(engine)
    books = Books(engine, "")
    live(books)
    found_bank(books)
    assert approved(books) == KEY
    pay(books, KEY)


def copied(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    """U1 live and the request paid; made once a worker."""
    shelf.fillings.setdefault("returned", fill)
    with shelf.copied(dialect, "returned") as url:
        books = Books(open_books(url), url)
        yield books
        books.engine.dispose()


def come_back(
    books: Books, row: int = 3, act: Act = MARCH, unit: str = "U1", **more: str
) -> Entered:
    """Enter a row as a returned payment of the request."""
    given = Return(place=(1, row), **{"request": KEY} | more)
    with writing(books.engine) as connection:
        return returned.returned(connection, unit, given, act)


def post(books: Books, draft: int, *, money: bool = True) -> Outcome:
    """Take a submitted draft to the books."""
    with writing(books.engine) as connection:
        drafts.review(connection, "U1", draft, APPROVER)
        if money:
            drafts.settle(connection, "U1", draft, Act("赵六", APPROVER.at))
        return drafts.post(connection, "U1", draft, POSTER)


def came_back(books: Books, row: int = 3, **more: str) -> Outcome:
    """The same, all the way to the books."""
    return post(books, come_back(books, row, **more).handed.draft)


def pay_again(books: Books, row: int = 3, day: int = 25) -> HandedIn:
    given = PayingAgain(place=(1, row), on=dt.date(2025, 1, day))
    with writing(books.engine) as connection:
        return open_returns.pay_again(connection, "U1", given, MARCH)


def give_up(
    books: Books, row: int = 3, act: Act = NEXT_YEAR, **more: object
) -> HandedIn:
    given = GivingUp(place=(1, row), reason="多次退回，对方账户已注销", **more)
    with writing(books.engine) as connection:
        return open_returns.give_up(connection, "U1", given, act)


def still_open(books: Books, on: dt.date | None = None) -> tuple[OpenReturn, ...]:
    with reading(books.engine) as connection:
        return open_returns.open_returns(connection, "U1", on)


def fill_entries(books: Books) -> None:
    """A row in every table of this duty, on top of `fill`."""
    came_back(books)
    post(books, give_up(books).draft, money=False)
    names = {table.name for table in bank_entry_tables.APPENDED}
    assert names == {"bank_entries", "return_endings", "return_limits"}
