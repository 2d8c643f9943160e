"""What the database refuses of reconciliations, whoever writes: plain SQL."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Table

from tests import server
from tests.building import Books, DriverError, Raw
from tests.ledger.test_guards_appended import stands_as_it_is
from tests.treasury.reconciling import JANUARY, copied, make, reopen
from treasury import reconciliation_tables

Row = dict[str, Any]


@pytest.fixture
def account(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    """The account of `reconciling.py`, nothing reconciled yet."""
    yield from copied(shelf, dialect)


MAY_DAY: Row = {
    "until": "2025-05-01",
    "bank_fen": 1_607_32,
    "bank_out_fen": 5_02,
    "book_in_fen": 0,
    "book_out_fen": 0,
}
"""All is banked and booked, but no statement reaches so far."""


def plain(books: Books, **fields: object) -> Row:
    """The reconciliation of 31 March that the database accepts."""
    person = books.one("SELECT id FROM people WHERE code = '李四'")
    return {
        "unit_id": 1,
        "account": 1,
        "number": 1,
        "until": "2025-03-31",
        "bank_fen": 1_507_34,
        "book_fen": 1_600_00,
        "bank_in_fen": 12_34,
        "bank_out_fen": 5_00,
        "book_in_fen": 300_00,
        "book_out_fen": 200_00,
        "other_fen": 0,
        "other_basis": "",
        "shared": 0,
        "ours": "",
        "last_statement": 1,
        "last_match": books.one("SELECT MAX(last_match) FROM match_runs"),
        "position": 4,
        "items": 4,
        "items_hash": b"i" * 32,
        "person_id": person,
        "made_at": "2026-02-03T08:00:00Z",
    } | fields


def opening(books: Books, number: int, **fields: object) -> Row:
    """A reopening that the database accepts."""
    person = books.one("SELECT id FROM people WHERE code = '王五'")
    row = {"unit_id": 1, "account": 1, "number": number, "reason": "漏了"}
    return row | {"person_id": person, "reopened_at": "2026-02-04T08:00:00Z"} | fields


def refused(books: Books, rule: str, table: str, row: Row) -> None:
    """A row is refused with the name of the rule or constraint."""
    with (
        books.raw() as raw,
        pytest.raises(DriverError, match=rule),
    ):
        raw.insert(table, row)


def test_what_is_in_order_is_accepted(account: Books) -> None:
    with account.raw() as raw:
        raw.insert("reconciliations", plain(account))
        raw.insert("reconciliation_reopenings", opening(account, 1))
        raw.insert("reconciliations", plain(account, number=2))
        raw.commit()


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"number": 2}, "bangfu:order"),
        (MAY_DAY, "bangfu:bank"),
        ({"until": "2025-01-05"}, "bangfu:bank"),
        ({"bank_fen": 1_507_35, "other_fen": 1, "other_basis": "x"}, "bangfu:bank"),
        ({"book_fen": 1_600_01, "other_fen": -1, "other_basis": "x"}, "bangfu:bank"),
        ({"position": 3}, "bangfu:known"),
        ({"last_match": 1}, "bangfu:known"),
        ({"last_statement": 0}, "bangfu:known"),
        ({"bank_fen": 1_507_35}, "balances_agree"),
        (
            {"bank_in_fen": -12_34, "other_fen": 24_68, "other_basis": "x"},
            "open_items_unsigned",
        ),
        ({"other_fen": 1, "bank_in_fen": 12_33}, "other_told"),
        ({"shared": 1}, "shared_told"),
        ({"ours": "1/3"}, "shared_told"),
        ({"items_hash": b"i"}, "items_hash_whole"),
        ({"account": 2}, "bangfu:bank|foreign key"),
    ],
)
def test_it_says_what_stands_and_what_was_known(
    account: Books, fields: Row, rule: str
) -> None:
    refused(account, rule, "reconciliations", plain(account, **fields))


def test_the_cashier_of_the_account_does_not_make_it(account: Books) -> None:
    cashier = account.one("SELECT id FROM people WHERE code = '赵六'")

    row = plain(account, person_id=cashier)
    refused(account, "bangfu:cashier", "reconciliations", row)


def test_days_follow_the_last_that_stands(account: Books) -> None:
    make(account)

    refused(account, "bangfu:order", "reconciliations", plain(account, number=2))


def test_one_bank_account_stands_for_its_account_of_the_books(account: Books) -> None:
    own = account.one("SELECT account_id FROM bank_accounts")
    row: Row = {"unit_id": 1, "number": 2, "bank": "某行", "tail": "0000"}
    row |= {"since": "2025-01-01", "account_id": own}
    with account.raw() as raw:
        raw.insert("bank_accounts", row | {"locked": b"x", "blind": b"b" * 32})
        raw.commit()

    refused(account, "bangfu:account", "reconciliations", plain(account))


def test_the_newest_is_reopened_once_and_by_another(account: Books) -> None:
    make(account)
    maker = account.one("SELECT person_id FROM reconciliations")
    name = "reconciliation_reopenings"

    refused(account, "bangfu:person", name, opening(account, 1, person_id=maker))
    refused(account, "reason_given", name, opening(account, 1, reason=""))
    refused(account, "(?i)foreign key", name, opening(account, 2))
    reopen(account)
    refused(account, "bangfu:L3|duplicate key", name, opening(account, 1))
    make(account, JANUARY)
    make(account)
    refused(account, "bangfu:order", name, opening(account, 2))


def row_of_bank(**fields: object) -> Row:
    """A row of a second statement."""
    row: Row = {"unit_id": 1, "statement": 2, "row": 1, "account": 1}
    row |= {"amount_fen": 1_00, "balance_fen": None, "reference": "", "kind": ""}
    return row | {"locked": b"x", "row_key": b"r" * 32, "occurrence": 1} | fields


def statement(**fields: object) -> Row:
    """A second statement, with the one new row."""
    row: Row = {"unit_id": 1, "statement": 2, "account": 1, "form": "csv"}
    row |= {"file_hash": b"f" * 32, "rows": 1, "new_rows": 1, "known_fen": 0}
    row |= {"rows_hash": b"h" * 32, "person_id": 1}
    return row | {"imported_at": "2026-02-02T08:00:00Z"} | fields


def bring(raw: Raw, day: str) -> None:
    """Another program brings a row of a day and its statement."""
    ends = {"opening_fen": 1_607_32, "closing_fen": 1_608_32}
    raw.insert("bank_rows", row_of_bank(booked_on=day))
    raw.insert("bank_statements", statement(since=day, until=day, **ends))


def test_no_row_comes_on_a_day_that_is_reconciled(account: Books) -> None:
    make(account)

    with account.raw() as raw, pytest.raises(DriverError, match="bangfu:locked"):
        bring(raw, "2025-03-31")
    with account.raw() as raw:
        bring(raw, "2025-04-30")
        raw.commit()
    reopen(account)
    with account.raw() as raw:
        row = row_of_bank(statement=3, booked_on="2025-03-31", row_key=b"s" * 32)
        ends = {"opening_fen": 1_608_32, "closing_fen": 1_609_32, "statement": 3}
        raw.insert("bank_rows", row)
        head = statement(since="2025-03-31", until="2025-03-31", **ends)
        raw.insert("bank_statements", head | {"file_hash": b"g" * 32})
        raw.commit()


def test_a_match_that_it_rests_on_is_not_undone(account: Books) -> None:
    """The cheque's of January is; one of the two under way too, through its posting."""
    make(account)
    undone = {"unit_id": 1, "reason": "错了", "person_id": 1}
    undone |= {"undone_at": "2026-02-05T08:00:00Z"}
    numbers = [row[0] for row in account.rows('SELECT "match" FROM matched_rows')]
    assert len(numbers) == 4

    for number in numbers:
        refused(account, "bangfu:locked", "unmatches", undone | {"match": number})
    reopen(account)
    with account.raw() as raw:
        for number in numbers:
            raw.insert("unmatches", undone | {"match": number})
        raw.commit()


@pytest.mark.parametrize(
    "table", reconciliation_tables.APPENDED, ids=lambda table: table.name
)
def test_no_statement_changes_what_stands(account: Books, table: Table) -> None:
    make(account)
    reopen(account)
    with account.raw(foreign_keys=False) as raw:
        assert raw.run(f"SELECT COUNT(*) FROM {table.name}")[0][0] > 0
        stands_as_it_is(raw, table)
