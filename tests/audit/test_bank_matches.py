"""V14: a match that was changed, added or taken away is found."""

from collections.abc import Iterator

import pytest

from audit.integrity import verify
from ledger.database import open_books, reading
from tests import server
from tests.building import Books
from tests.treasury.filling_matching import fill_matched


@pytest.fixture
def books(shelf: server.Shelf) -> Iterator[Books]:
    """Four matches, one of them undone; their guards are gone."""
    shelf.fillings.setdefault("matched", fill_matched)
    with shelf.copied("sqlite", "matched") as url:
        books = Books(open_books(url), url)
        with books.raw(foreign_keys=False) as raw:
            for (name,) in raw.run(
                "SELECT name FROM sqlite_master WHERE type = 'trigger'"
                " AND tbl_name LIKE '%match%'"
            ):
                raw.run(f"DROP TRIGGER {name}")
            raw.commit()
        yield books
        books.engine.dispose()


def told(books: Books, *statements: str) -> set[str]:
    """What V14 says after statements of another program."""
    with books.raw(foreign_keys=False) as raw:
        for statement in statements:
            raw.run(statement)
        raw.commit()
    with reading(books.engine) as connection:
        found = verify(connection).differences
    return {f"{d.place}：{d.what}" for d in found if d.test == "V14"}


def test_what_was_matched_stands(books: Books) -> None:
    assert told(books) == set()


def test_a_changed_amount_is_found(books: Books) -> None:
    change = 'UPDATE matched_rows SET amount_fen = 1 WHERE "match" = 2'

    assert told(books, change) == {
        "银行核对第 1 次：内容与核对时的摘要不符",
        "银行核对 2：流水合计与分录合计不等",
        "银行核对 2：流水 1/1 与对账单不符",
    }


@pytest.mark.parametrize("column", ["position", "line", "amount_fen"])
def test_a_changed_posting_is_found(books: Books, column: str) -> None:
    change = f'UPDATE matched_postings SET {column} = 99 WHERE "match" = 2'
    found = told(books, change)

    assert "银行核对第 1 次：内容与核对时的摘要不符" in found
    assert any(what.endswith("与账簿不符") for what in found)


@pytest.mark.parametrize("table", ["matched_rows", "matched_postings"])
def test_a_changed_attempt_is_found(books: Books, table: str) -> None:
    found = told(books, f'UPDATE {table} SET attempt = 7 WHERE "match" = 2')

    assert "银行核对第 1 次：内容与核对时的摘要不符" in found
    assert any(what.endswith("在未撤销时又被核对") for what in found)


def test_lines_that_are_gone_or_moved_are_found(books: Books) -> None:
    gone = 'DELETE FROM matched_rows WHERE "match" = 2'
    moved = 'UPDATE matched_postings SET "match" = 9 WHERE "match" = 4'

    found = told(books, gone, moved)

    assert "银行核对第 1 次：应有 6 行，实有 5 行" in found
    assert "银行核对第 2 次：应有 2 行，实有 1 行" in found
    assert "银行核对：有 1 行不属于任何一次核对" in found


def test_runs_are_counted_and_what_is_undone_stands(books: Books) -> None:
    found = told(
        books,
        "UPDATE match_runs SET run = 3 WHERE run = 2",
        'UPDATE unmatches SET "match" = 8',
    )

    assert "银行核对第 3 次：编号不连续" in found
    assert "银行核对 8：撤销的核对不存在" in found
    assert any(what.endswith("在未撤销时又被核对") for what in found)
