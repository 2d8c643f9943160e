"""What the database refuses of bank statements, whoever writes: plain SQL."""

from typing import Any

import pytest

from tests.building import Books, DriverError, Raw
from tests.treasury.filling_bank import fill_bank

Row = dict[str, Any]
U1 = {"unit_id": 1}


@pytest.fixture
def filled(books: Books) -> Books:
    """One account and one statement, 100 to 800 yuan, 5 to 7 January 2026."""
    fill_bank(books)
    return books


def account(**fields: object) -> Row:
    """A second account that the database accepts."""
    own = {"number": 2, "bank": "某行", "tail": "0000", "since": "2025-01-01"}
    return {**U1, **own, "account_id": _BANK, "locked": b"x", "blind": b"b" * 32} | (
        fields
    )


def statement(**fields: object) -> Row:
    """A second statement that the database accepts, with one new row."""
    return {
        **U1,
        "statement": 2,
        "account": 1,
        "form": "csv",
        "file_hash": b"f" * 32,
        "since": "2026-01-08",
        "until": "2026-01-09",
        "opening_fen": 800_00,
        "closing_fen": 801_00,
        "rows": 1,
        "new_rows": 1,
        "known_fen": 0,
        "rows_hash": b"h" * 32,
        "person_id": 1,
        "imported_at": "2026-02-02T08:00:00Z",
    } | fields


def row(**fields: object) -> Row:
    """A row of the second statement that the database accepts."""
    return {
        **U1,
        "statement": 2,
        "row": 1,
        "account": 1,
        "booked_on": "2026-01-09",
        "amount_fen": 1_00,
        "balance_fen": None,
        "reference": "",
        "kind": "",
        "locked": b"x",
        "row_key": b"r" * 32,
        "occurrence": 1,
    } | fields


_BANK = 0


@pytest.fixture(autouse=True)
def _bank_account(filled: Books) -> None:
    """Account 102 has the number that the standing account stands for."""
    global _BANK  # noqa: PLW0603 - one number for the rows above
    _BANK = filled.one("SELECT account_id FROM bank_accounts")


def brought(raw: Raw, one: Row, head: Row) -> None:
    """A row and then its statement, to the end of the transaction."""
    raw.insert("bank_rows", one)
    raw.insert("bank_statements", head)
    raw.commit()


def test_what_is_in_order_is_accepted(filled: Books) -> None:
    with filled.raw() as raw:
        raw.insert("bank_accounts", account())
        brought(raw, row(), statement())


@pytest.mark.parametrize("fields", [{"statement": 1, "row": 9}, {"statement": 3}])
def test_rows_come_before_the_next_statement(filled: Books, fields: Row) -> None:
    with filled.raw() as raw, pytest.raises(DriverError, match="bangfu:L3"):
        raw.insert("bank_rows", row(**fields))


def test_no_row_stands_without_a_statement(filled: Books) -> None:
    with filled.raw() as raw:
        raw.insert("bank_rows", row())
        with pytest.raises(DriverError):
            raw.commit()


@pytest.mark.parametrize(
    ("one", "head", "rule"),
    [
        ({}, {"statement": 3}, "order"),
        ({}, {"new_rows": 0}, "bank"),
        ({}, {"new_rows": 2, "rows": 2}, "bank"),
        ({}, {"closing_fen": 801_01}, "bank"),
        ({"row": 2}, {}, "bank"),
        ({"booked_on": "2026-01-07"}, {}, "bank"),
        ({"booked_on": "2026-01-10"}, {}, "bank"),
        ({}, {"opening_fen": 799_00, "closing_fen": 800_00}, "bank"),
        ({}, {"rows": 2, "known_fen": 0}, "bank"),
    ],
)
def test_a_statement_holds_what_it_says(
    filled: Books, one: Row, head: Row, rule: str
) -> None:
    with filled.raw() as raw, pytest.raises(DriverError, match=f"bangfu:{rule}"):
        brought(raw, row(**one), statement(**head))


def test_rows_of_another_account_are_none_of_it(filled: Books) -> None:
    with filled.raw() as raw:
        raw.insert("bank_accounts", account())
        raw.commit()
    with filled.raw() as raw, pytest.raises(DriverError, match="bangfu:bank"):
        brought(raw, row(account=2), statement())


def test_a_statement_is_not_older_than_its_account(filled: Books) -> None:
    with filled.raw() as raw:
        raw.insert("bank_accounts", account(since="2026-01-09"))
        raw.commit()
    late = statement(account=2, opening_fen=0, closing_fen=1_00)
    with filled.raw() as raw, pytest.raises(DriverError, match="bangfu:bank"):
        brought(raw, row(account=2), late)


@pytest.mark.parametrize(
    ("fields", "rule"), [({"number": 3}, "bangfu:order"), ({}, "bangfu:account")]
)
def test_an_account_is_counted_and_no_cash(
    filled: Books, fields: Row, rule: str
) -> None:
    cash = filled.lookups().charts["union-2021"]["101"]
    wrong = account(**fields) if fields else account(account_id=cash)
    with filled.raw() as raw, pytest.raises(DriverError, match=rule):
        raw.insert("bank_accounts", wrong)


def test_mappings_are_counted(filled: Books) -> None:
    columns = filled.rows("SELECT bank FROM bank_mappings")
    copied = (
        "INSERT INTO bank_mappings SELECT unit_id, bank, {}, since, header_row, date,"
        " amount, side, money_in, money_out, balance, reference, counterparty,"
        " counterparty_account, text, code, currency, account FROM bank_mappings"
    )
    assert len(columns) == 1
    with filled.raw() as raw, pytest.raises(DriverError, match="bangfu:order"):
        raw.run(copied.format(3))
    with filled.raw() as raw:
        raw.run(copied.format(2))


@pytest.mark.parametrize(
    ("table", "wrong"),
    [
        ("bank_rows", {"amount_fen": 0}),
        ("bank_rows", {"kind": "other"}),
        ("bank_rows", {"row_key": b"short"}),
        ("bank_rows", {"occurrence": 0}),
        ("bank_statements", {"form": "pdf"}),
        ("bank_statements", {"since": "2026-01-10"}),
        ("bank_statements", {"known_fen": 5}),
        ("bank_statements", {"file_hash": b"short"}),
        ("bank_accounts", {"bank": ""}),
        ("bank_accounts", {"blind": b"short"}),
    ],
)
def test_what_no_column_holds(filled: Books, table: str, wrong: Row) -> None:
    good = {"bank_rows": row, "bank_statements": statement, "bank_accounts": account}
    with filled.raw() as raw, pytest.raises(DriverError):
        raw.insert(table, good[table](**wrong))
