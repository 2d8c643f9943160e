"""V14: a row of a bank statement that was changed, added or taken away is found."""

import pytest

from audit.integrity import verify
from ledger.database import reading
from tests.building import Books
from tests.treasury.filling_bank import fill_bank


@pytest.fixture
def books(sqlite_books: Books) -> Books:
    """Books whose guards are gone: what a stranger to them may do."""
    fill_bank(sqlite_books)
    with sqlite_books.raw(foreign_keys=False) as raw:
        for (name,) in raw.run(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            " AND tbl_name LIKE 'bank_%'"
        ):
            raw.run(f"DROP TRIGGER {name}")
        raw.commit()
    return sqlite_books


def told(books: Books, *statements: str) -> set[str]:
    """What V14 says after statements of another program."""
    with books.raw(foreign_keys=False) as raw:
        for statement in statements:
            raw.run(statement)
        raw.commit()
    with reading(books.engine) as connection:
        found = verify(connection).differences
    return {f"{d.place}：{d.what}" for d in found if d.test == "V14"}


def test_what_was_imported_stands(books: Books) -> None:
    assert told(books) == set()


@pytest.mark.parametrize(
    "change",
    [
        "reference = 'x'",
        "locked = x'00'",
        "kind = 'fee'",
        "balance_fen = 1",
        "booked_on = '2026-01-06'",
        "occurrence = 2",
    ],
)
def test_a_changed_row_is_found(books: Books, change: str) -> None:
    found = told(books, f'UPDATE bank_rows SET {change} WHERE "row" = 2')

    assert found == {"银行对账单 1：流水内容与导入时的摘要不符"}


def test_amounts_and_accounts_are_held_against_the_statement(books: Books) -> None:
    found = told(
        books,
        'UPDATE bank_rows SET amount_fen = 1, account = 2 WHERE "row" = 2',
    )

    assert found == {
        "银行对账单 1：流水内容与导入时的摘要不符",
        "银行对账单 1：有其他账户的行",
        "银行对账单 1：期初余额加流水不等于期末余额",
    }


def test_rows_that_are_gone_or_added_are_found(books: Books) -> None:
    columns = "account, booked_on, amount_fen, balance_fen, reference, kind, locked,"
    added = (
        f'INSERT INTO bank_rows SELECT unit_id, 7, "row", {columns}'
        " zeroblob(32), occurrence FROM bank_rows LIMIT 1"
    )

    found = told(books, added, "DELETE FROM bank_rows WHERE statement = 1")

    assert found == {
        "银行对账单 1：应有 2 行，实有 0 行",
        "银行对账单 1：流水内容与导入时的摘要不符",
        "银行对账单 1：期初余额加流水不等于期末余额",
        "银行对账单 7：有流水而没有对账单",
    }
