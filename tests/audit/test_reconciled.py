"""V16: a reconciliation that no longer says what was known then is found."""

from collections.abc import Iterator

import pytest

from audit.integrity import TESTS, verify
from ledger.database import reading
from tests import server
from tests.audit.sealed import unguard
from tests.building import Books, receipt
from tests.treasury.reconciling import JANUARY, copied, make, reopen


@pytest.fixture
def books(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    """January reconciled, March reopened and made again."""
    for books in copied(shelf, dialect):
        make(books, JANUARY)
        make(books)
        reopen(books, 2)
        books.post(receipt("late", 7_00, dated_on=JANUARY))
        make(books)
        yield books


def told(books: Books, *statements: str) -> set[str]:
    """What V16 says after statements of another program."""
    with books.raw(foreign_keys=False) as raw:
        unguard(raw, "reconciliations", "bank_rows", "unmatches")
        for statement in statements:
            raw.run(statement)
        raw.commit()
    with reading(books.engine) as connection:
        found = verify(connection).differences
    return {f"{one.place}：{one.what}" for one in found if one.test == "V16"}


def test_what_was_reconciled_stands(books: Books) -> None:
    with reading(books.engine) as connection:
        report = verify(connection)

    assert report.ok
    assert (TESTS["V16"], "全部", True) in report.lines


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (
            "bank_in_fen = bank_in_fen + 1, bank_out_fen = bank_out_fen + 1",
            "银行已收单位未收",
        ),
        ("book_out_fen = 0, book_in_fen = book_in_fen - 20000", "单位已付银行未付"),
        ("items = 1", "未达账项笔数"),
        ("items_hash = bank.h", "未达账项摘要"),
        ("last_match = 1", "未达账项摘要"),
        ("position = 1", "账面余额"),
        ("last_statement = 0", "银行余额"),
    ],
)
def test_a_changed_reconciliation_is_found(
    books: Books, change: str, what: str
) -> None:
    source = "(SELECT rows_hash AS h FROM bank_statements WHERE statement = 1) AS bank"

    found = told(
        books, f"UPDATE reconciliations SET {change} FROM {source} WHERE number = 2"
    )

    assert f"银行账户 1 第 2 次对账：{what}与推算不符" in found
    assert {one.partition("：")[0] for one in found} == {"银行账户 1 第 2 次对账"}


def test_a_changed_row_and_a_match_undone_behind_are_found(books: Books) -> None:
    """An undoing without a record does not count; one that stands in it does."""
    found = told(books, 'UPDATE bank_rows SET amount_fen = 1 WHERE "row" = 3')

    assert "银行账户 1 第 3 次对账：银行余额与推算不符" in found
    assert "银行账户 1 第 1 次对账：银行余额与推算不符" not in found
