"""What the database refuses of cash counts, whoever writes: plain SQL."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Table

from audit import integrity
from ledger.database import reading
from tests import server
from tests.building import Books, DriverError, Raw
from tests.ledger.test_guards_appended import stands_as_it_is
from tests.treasury.tilling import copied
from treasury import cash_tables

Row = dict[str, Any]


@pytest.fixture
def filled(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    """Three counts of 101; the books say 379.50 on 28 February."""
    yield from copied(shelf, dialect)


def people(books: Books) -> dict[str, int]:
    return dict(books.rows("SELECT code, id FROM people"))


def head(books: Books, **fields: object) -> Row:
    """A fourth count that the database accepts, of 380.00 yuan."""
    who = people(books)
    account = books.one("SELECT account_id FROM cash_counts WHERE number = 1")
    return {
        "unit_id": 1,
        "number": 4,
        "account_id": account,
        "counted_on": "2025-02-28",
        "position": 4,
        "counted_fen": 380_00,
        "book_fen": 379_50,
        "difference_fen": 50,
        "explanation": "待查",
        "cashier_id": who["赵六"],
        "supervisor_id": who["李四"],
        "made_at": "2025-03-03T08:00:00Z",
    } | fields


def piece(**fields: object) -> Row:
    """Pieces of the fourth count."""
    return {"unit_id": 1, "counting": 4, "face_fen": 20_00, "pieces": 19} | fields


def write(raw: Raw, count: Row, *lines: Row) -> None:
    """Pieces and then their count, to the end of the transaction."""
    for line in lines:
        raw.insert("cash_count_pieces", line)
    raw.insert("cash_counts", count)
    raw.commit()


def test_what_is_in_order_is_accepted(filled: Books) -> None:
    with filled.raw() as raw:
        write(raw, head(filled), piece())
    assert filled.one("SELECT COUNT(*) FROM cash_counts") == 4


@pytest.mark.parametrize("table", cash_tables.APPENDED, ids=lambda table: table.name)
def test_no_statement_changes_what_stands(filled: Books, table: Table) -> None:
    assert filled.one(f"SELECT COUNT(*) FROM {table.name}") > 0
    with filled.raw(foreign_keys=False) as raw:
        stands_as_it_is(raw, table)


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"number": 6}, "bangfu:order"),
        ({"number": 3}, "bangfu:L3|duplicate"),
        ({"counted_fen": 379_50, "difference_fen": 0}, "bangfu:cash"),
        ({"book_fen": 380_00, "difference_fen": 0}, "bangfu:cash"),
        ({"position": 3}, "bangfu:cash"),
        ({"position": 5}, "bangfu:cash"),
        ({"counted_on": "2025-01-19"}, "bangfu:cash"),
        ({"difference_fen": 49}, "difference_is_what_differs"),
        ({"explanation": ""}, "difference_explained"),
        ({"supervisor_id": "cashier"}, "supervised_by_another"),
        ({"account_id": "bank"}, "bangfu:account"),
        ({"counted_fen": -1, "difference_fen": -379_51}, "counted_not_negative"),
    ],
    ids=str,
)
def test_a_count_says_what_the_pieces_and_the_books_say(
    filled: Books, fields: Row, rule: str
) -> None:
    told = dict(fields)
    if "supervisor_id" in told:
        told["supervisor_id"] = people(filled)["赵六"]
    if "account_id" in told:
        asked = "SELECT id FROM accounts WHERE chart = 'union-2021' AND code = '102'"
        told["account_id"] = filled.one(asked)
    with filled.raw() as raw, pytest.raises(DriverError, match=rule):
        write(raw, head(filled, **told), piece())


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"counting": 3, "face_fen": 5}, "bangfu:L3"),
        ({"counting": 5}, "bangfu:L3"),
        ({"face_fen": 30_00}, "face_known"),
        ({"pieces": 0}, "pieces_counted"),
        ({"pieces": -1}, "pieces_counted"),
    ],
    ids=str,
)
def test_pieces_come_before_the_next_count(
    filled: Books, fields: Row, rule: str
) -> None:
    with filled.raw() as raw, pytest.raises(DriverError, match=rule):
        raw.insert("cash_count_pieces", piece(**fields))


def test_pieces_without_their_count_do_not_stand(filled: Books) -> None:
    with filled.raw() as raw:
        raw.insert("cash_count_pieces", piece())
        with pytest.raises(DriverError):
            raw.commit()


def test_every_count_and_its_pieces_stand_in_the_chain(filled: Books) -> None:
    found = filled.rows(
        "SELECT kind, COUNT(*) FROM records WHERE kind LIKE 'cash%'"
        " GROUP BY kind ORDER BY kind"
    )
    assert found == [("cash_count_pieces", 13), ("cash_counts", 3)]


def test_a_count_that_no_chain_holds_is_found(filled: Books) -> None:
    with filled.raw() as raw:
        write(raw, head(filled), piece())
    with reading(filled.engine) as connection:
        told = integrity.verify(connection, ()).differences
    assert {one.test for one in told} == {"V7"}
