"""Rows and postings that were matched, undone and matched again, all made up.

U1's bank account has the statement of `filling_bank.py` and one more; two vouchers
stand for two of its rows, and one was cancelled in red.
"""

import datetime as dt
from typing import Any

from ledger import registration
from ledger.database import Engine, reading, writing
from ledger.people import Act, Grant, Right
from tests import building
from tests.building import Books, payment, receipt, red
from tests.treasury.banking import FEBRUARY, VAULT
from tests.treasury.filling_bank import fill_bank
from treasury import matches, matching_tables
from treasury.matches import Matched, Open

JANUARY = dt.date(2026, 1, 5)
LATER = dt.date(2026, 1, 8)


def fill_books(books: Books) -> None:
    """A statement of two rows, and four vouchers of which three are matched."""
    fill_bank(books)
    books.post(
        receipt("m1", 1_000_00, dated_on=JANUARY),
        payment("m2", 300_00, dated_on=LATER),
        payment("m3", 20_00, dated_on=LATER),
    )
    books.reverse("m3", red("m4", dated_on=LATER))


def fill_unmatched(engine: Engine) -> None:
    """The small world with all that, on the shelf."""
    building.found_with_unit(engine)
    fill_books(Books(engine, ""))


def fill_matched(engine: Engine) -> None:
    """The same, matched."""
    building.found_with_unit(engine)
    fill_matching(Books(engine, ""))


def fill_matching(books: Books) -> None:
    """A run of three matches; the third was undone and is matched by hand."""
    fill_books(books)
    assert match(books).last == 3
    undo(books, 3)
    by_hand(books, [(1, 2)], [place(books, "m2")])
    names = {table.name for table in matching_tables.APPENDED}
    assert names == {"match_runs", "matched_rows", "matched_postings", "unmatches"}


def match(books: Books, until: dt.date | None = None, account: int = 1) -> Matched:
    """Match what is certain, in a transaction of its own."""
    with writing(books.engine) as connection:
        return matches.match_account(
            connection, "U1", account, VAULT, FEBRUARY, until=until
        )


def by_hand(  # noqa: PLR0913, PLR0917 - both sides, why and by whom
    books: Books,
    rows: Any,
    postings: Any,
    account: int = 1,
    reason: str = "",
    act: Act = FEBRUARY,
) -> int:
    """Match by hand, in a transaction of its own."""
    with writing(books.engine) as connection:
        return matches.match_by_hand(
            connection, "U1", account, rows, postings, act, reason
        )


def grant(books: Books, person: str, right: Right) -> None:
    """Give a right in U1, from before all that is told here."""
    given = Grant(person=person, right=right, unit="U1", since=building.OPENED)
    with writing(books.engine) as connection:
        registration.register_rights(connection, [given], building.ACT)


def undo(books: Books, number: int, reason: str = "记错了") -> None:
    """Undo a match, in a transaction of its own."""
    with writing(books.engine) as connection:
        matches.undo(connection, "U1", number, reason, FEBRUARY)


def left(books: Books, account: int = 1, until: dt.date | None = None) -> Open:
    """What is in no match."""
    with reading(books.engine) as connection:
        return matches.open_items(connection, "U1", account, until)


def place(books: Books, ref: str) -> tuple[int, int]:
    """Where the posting on the bank's account of a voucher stands."""
    with reading(books.engine) as connection:
        found = connection.exec_driver_sql(
            "SELECT p.position, p.line FROM postings p JOIN vouchers v"
            " ON v.unit_id = p.unit_id AND v.position = p.position"
            " JOIN bank_accounts a ON a.account_id = p.account_id AND a.number = 1"
            f" WHERE v.ref = '{ref}'"
        ).one()
    return found[0], found[1]
