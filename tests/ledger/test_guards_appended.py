"""What stands is never changed, removed or replaced (L3), by any kind of statement."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Table

from ledger import ground_tables, request_tables, tables
from ledger.database import writing
from tests.budgets.filling import fill
from tests.budgets.planning import plan, reserve
from tests.building import FOUNDING, Books, DriverError, Raw, receipt
from tests.ledger.plain import Row, digest, plain_payment

# Tables that the small world leaves empty get one row each: triggers see rows only.
FILLING: dict[str, Row] = {
    "rights": {
        "person_id": 2,
        "right": "prepare",
        "scope_id": 1,
        "since": "2025-01-01",
        "revision": 1,
        "until": None,
    },
    "unit_endings": {"unit_id": 2, "closed_on": "2026-01-01"},
    "tenures": {
        "unit_id": 1,
        "person_id": 2,
        "post": "会计",
        "since": "2025-01-01",
        "revision": 1,
        "until": None,
        "acting": 0,
    },
    "closes": {
        "unit_id": 2,
        "period": 202501,
        "position": 0,
        "hash": bytes(32),
        "totals_hash": digest("totals"),
        "closed_by_id": 3,
        "closed_at": FOUNDING.stamp,
    },
    "adjusting": {
        "unit_id": 2,
        "period": 202512,
        "position": 0,
        "hash": bytes(32),
        "begun_by_id": 3,
        "begun_at": FOUNDING.stamp,
    },
    "year_ends": {
        "unit_id": 2,
        "year": 2025,
        "number": 1,
        "decisions": "[]",
        "digest": digest("order"),
        "position": 0,
        "ordered_by_id": 2,
        "ordered_at": FOUNDING.stamp,
    },
    "money_proofs": {
        "unit_id": 2,
        "period": 202501,
        "account_id": 1,
        "number": 1,
        "amount_fen": 0,
        "other_fen": 0,
        "explained_fen": 0,
        "explanation": "",
        "evidence": "证明",
        "made_by_id": 3,
        "made_at": FOUNDING.stamp,
    },
    "checkpoints": {
        "unit_id": 2,
        "period": 202501,
        "account_id": 1,
        "fund_id": 1,
        "purpose": "",
        "debit_fen": 0,
        "credit_fen": 0,
        "persons": 0,
    },
    "draft_steps": {
        "unit_id": 1,
        "draft": 1,
        "step": 1,
        "state": "draft",
        "content": "{}",
        "period": 202501,
        "person_id": 2,
        "taken_at": FOUNDING.stamp,
    },
}


@pytest.fixture
def filled(books: Books) -> Books:
    """Books with one row or more in every table that only grows."""
    plan(books)
    with writing(books.engine) as connection:
        fill(connection)
    reserve(books, 100_00)
    books.post(receipt("r1", 1000_00))
    with books.raw() as raw:
        for table, row in FILLING.items():
            raw.insert(table, row)
        raw.commit()
    return books


@pytest.fixture
def raw(filled: Books) -> Iterator[Raw]:
    """Another program's connection to them, with foreign keys and recursion off."""
    with filled.raw(foreign_keys=False) as raw:
        yield raw


def names_of(table: Table) -> str:
    return ", ".join(f'"{column.name}"' for column in table.columns)


def refused(raw: Raw, statement: str) -> None:
    """The statement is refused by rule L3, and by nothing else."""
    with pytest.raises(DriverError, match="bangfu:L3"):
        raw.run(statement)


# Payment requests are filled and tried in `tests/treasury/test_request_guards.py`, the
# grounds of aid in `tests/aid/test_batch_guards.py`.
ELSEWHERE = (*request_tables.APPENDED, *ground_tables.APPENDED)
TABLES = [one for one in tables.APPENDED if one not in ELSEWHERE]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_no_statement_changes_what_stands(raw: Raw, table: Table) -> None:
    assert raw.run(f"SELECT COUNT(*) FROM {table.name}")[0][0] > 0
    stands_as_it_is(raw, table)


def stands_as_it_is(raw: Raw, table: Table) -> None:
    """No kind of statement changes, removes or replaces a row of a table."""
    name, names = table.name, names_of(table)
    column = list(table.columns)[-1].name
    key = ", ".join(f'"{part.name}"' for part in table.primary_key.columns)
    again = f"INTO {name} ({names}) SELECT {names} FROM {name} WHERE true"
    upsert = f'ON CONFLICT ({key}) DO UPDATE SET "{column}" = excluded."{column}"'
    refused_here = [
        f'UPDATE {name} SET "{column}" = "{column}"',
        f"DELETE FROM {name}",
        f"INSERT {again} {upsert}",
    ]
    if raw.dialect == "sqlite":
        refused_here += [
            f"REPLACE {again}",
            f"INSERT OR IGNORE {again}",
            f'UPDATE OR REPLACE {name} SET "{column}" = "{column}"',
            f'UPDATE OR IGNORE {name} SET "{column}" = "{column}"',
        ]
    for statement in refused_here:
        if raw.dialect == "postgresql":
            raw.connection.rollback()
        refused(raw, statement)


@pytest.mark.parametrize(
    "free", [{"number": 9}, {"ref": "other"}], ids=["by reference", "by number"]
)
def test_no_voucher_replaces_another_by_a_second_key(
    sqlite_books: Books, free: Row
) -> None:
    sqlite_books.post(receipt("r1", 1000_00))
    plain = plain_payment(sqlite_books)
    plain.head |= {"kind": "收", "number": 1, "ref": "r1"} | free
    with (
        sqlite_books.raw(foreign_keys=False) as raw,
        pytest.raises(DriverError, match="bangfu:L3"),
    ):
        plain.insert(raw, "INSERT OR REPLACE")


@pytest.mark.parametrize("verb", ["INSERT OR IGNORE", "INSERT OR REPLACE"])
def test_conflict_clauses_of_sqlite_switch_no_rule_off(
    sqlite_books: Books, verb: str
) -> None:
    sqlite_books.post(receipt("r1", 1000_00))
    plain = plain_payment(sqlite_books)
    plain.postings[0]["debit_fen"] += 1
    with (
        sqlite_books.raw(foreign_keys=False) as raw,
        pytest.raises(DriverError, match="bangfu:L1"),
    ):
        plain.insert(raw, verb)


def test_a_check_that_is_ignored_leaves_its_row_out(sqlite_books: Books) -> None:
    sqlite_books.post(receipt("r1", 1000_00))
    plain = plain_payment(sqlite_books)
    plain.head["reviewer_id"] = plain.head["preparer_id"]
    with sqlite_books.raw(foreign_keys=False) as raw:
        plain.insert(raw, "INSERT OR IGNORE")
        raw.run("COMMIT")
    assert sqlite_books.one("SELECT COUNT(*) FROM vouchers") == 1


def test_columns_of_sqlite_hold_their_types(sqlite_books: Books) -> None:
    sqlite_books.post(receipt("r1", 1000_00))
    row = plain_payment(sqlite_books).postings[0]
    for column, value in (("debit_fen", "abc"), ("debit_fen", 0.5), ("line", b"1")):
        with (
            sqlite_books.raw() as raw,
            pytest.raises(DriverError, match="cannot store"),
        ):
            raw.insert("postings", row | {column: value})


def test_triggers_stand_for_replicas_too(postgresql_books: Books) -> None:
    postgresql_books.post(receipt("r1", 1000_00))
    with postgresql_books.raw() as raw:
        raw.run("SET session_replication_role = replica")
        refused(raw, "DELETE FROM postings")
