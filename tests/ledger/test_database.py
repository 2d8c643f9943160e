"""Opening books: what is set, what is refused, and that no driver's word gets out."""

import contextlib
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text

from ledger import database, journal
from ledger.database import open_books, reading, rule_behind, writing
from ledger.errors import DatabaseBusy, DatabaseUnfit, GuardBit, Refused
from tests import server
from tests.building import ACT, Books, receipt
from tests.ledger.plain import plain_payment


def test_sqlite_is_opened_durable_and_strict(sqlite_books: Books) -> None:
    pragmas = {"foreign_keys": 1, "recursive_triggers": 1, "synchronous": 2}
    with reading(sqlite_books.engine) as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in (*pragmas, "journal_mode")
        }
    assert found == pragmas | {"journal_mode": "wal"}


def test_reading_writes_nothing(books: Books) -> None:
    with pytest.raises(Refused), reading(books.engine) as connection:
        connection.execute(text("UPDATE totals SET persons = 0"))
    with pytest.raises(Refused), reading(books.engine) as connection:
        journal.post(connection, [receipt("r", 5)], ACT)
    books.post(receipt("r", 5))
    assert books.one("SELECT COUNT(*) FROM vouchers") == 1


def test_reading_sees_one_state_of_the_books(books: Books) -> None:
    count = text("SELECT COUNT(*) FROM vouchers")
    with reading(books.engine) as connection:
        before = connection.scalar(count)
        books.post(receipt("r", 5))
        assert connection.scalar(count) == before
    with reading(books.engine) as connection:
        assert connection.scalar(count) == 1


def test_what_the_database_refuses_is_told_by_rule_alone(books: Books) -> None:
    books.post(receipt("r1", 1000_00))
    row = plain_payment(books).head | {"summary": "张三的秘密", "reviewer_id": 2}
    names, marks = ", ".join(row), ", ".join(f":{name}" for name in row)
    statement = text(f"INSERT INTO vouchers ({names}) VALUES ({marks})")
    with pytest.raises(GuardBit) as bitten, writing(books.engine) as connection:
        connection.execute(statement, row)
    assert bitten.value.rule in {"L1", "L6"}
    assert "秘密" not in str(bitten.value)
    assert bitten.value.__cause__ is None
    assert bitten.value.__suppress_context__


def test_a_refused_transaction_leaves_nothing(books: Books) -> None:
    with contextlib.suppress(ZeroDivisionError), writing(books.engine) as connection:
        journal.post(connection, [receipt("r", 5)], ACT)
        raise ZeroDivisionError
    assert books.one("SELECT COUNT(*) FROM postings") == 0


@pytest.mark.parametrize("url", ["mysql://x/y", "oracle://x/y"])
def test_other_databases_are_refused(url: str) -> None:
    with pytest.raises(DatabaseUnfit, match="不支持"):
        open_books(url)


def test_an_old_sqlite_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "SQLITE_OLDEST", (99, 0, 0))
    with pytest.raises(DatabaseUnfit, match="版本过低"):
        open_books("sqlite://")


def test_books_that_were_not_made_are_told(shelf: server.Shelf, dialect: str) -> None:
    shelf.fillings.setdefault("empty", lambda engine: engine.connect().close())
    with shelf.copied(dialect, "empty") as url:
        engine = open_books(url)
        with (
            pytest.raises(DatabaseUnfit, match="bangfu init"),
            writing(engine) as connection,
        ):
            journal.post(connection, [receipt("r", 5)], ACT)
        engine.dispose()


def test_a_place_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    engine = open_books(f"sqlite:///{tmp_path}/no/such/folder/books.db")
    with pytest.raises(DatabaseUnfit), reading(engine):
        pass
    engine.dispose()


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    path = tmp_path / "books.db"
    path.write_bytes(b"not a database, but long enough to be looked at " * 50)
    engine = open_books(f"sqlite:///{path}")
    with pytest.raises(Refused), reading(engine):
        pass
    engine.dispose()


def test_who_left_no_note_is_not_named(sqlite_books: Books) -> None:
    impatient = open_books(sqlite_books.url, busy_seconds=0.05)
    with sqlite_books.raw() as raw:
        raw.run("DELETE FROM totals")
        with pytest.raises(DatabaseBusy, match="未留下说明"), writing(impatient):
            pass
    impatient.dispose()


@pytest.mark.parametrize("note", ["", "{", "null?"])
def test_a_note_that_cannot_be_read_is_no_accident(
    sqlite_books: Books, note: str
) -> None:
    impatient = open_books(sqlite_books.url, busy_seconds=0.05)
    assert impatient.url.database
    path = Path(f"{impatient.url.database}-holder")
    path.write_text(note, "utf-8")
    with sqlite_books.raw() as raw:
        raw.run("DELETE FROM totals")
        with pytest.raises(DatabaseBusy, match="未留下说明"), writing(impatient):
            pass
    impatient.dispose()


@pytest.mark.parametrize(
    ("message", "rule"),
    [
        ("bangfu:L7", "L7"),
        ("bangfu:L3\nCONTEXT:  PL/pgSQL function", "L3"),
        ("CHECK constraint failed: ck_postings_l2_one_side", "L2"),
        ('violates unique constraint "uq_vouchers_unit_id_ref"', "L11"),
        ('violates unique constraint "uq_vouchers_unit_id_period_kind_number"', "L4"),
        ('violates unique constraint "uq_vouchers_cancelled_once"', "correction"),
        ("something else entirely", "schema"),
    ],
)
def test_the_rule_behind_a_message_is_known(message: str, rule: str) -> None:
    assert rule_behind(message) == rule


def test_two_who_wait_for_each_other_are_told_to_try_again(
    postgresql_books: Books,
) -> None:
    error = "deadlock detected"
    refusal = database._operational(postgresql_books.engine, error)
    assert isinstance(refusal, DatabaseBusy)
    assert sqlite3.sqlite_version_info >= database.SQLITE_OLDEST


def test_postings_that_another_program_left_unsealed_are_not_taken_along(
    sqlite_books: Books,
) -> None:
    sqlite_books.post(receipt("r1", 1000_00))
    stray = plain_payment(sqlite_books).postings
    with sqlite_books.raw(foreign_keys=False) as raw:
        for row in stray:
            raw.insert("postings", row | {"line": row["line"] + 2})
        raw.commit()
    with pytest.raises(GuardBit) as bitten:
        sqlite_books.post(receipt("r2", 5))
    assert bitten.value.rule == "unsealed"
    assert sqlite_books.one("SELECT COUNT(*) FROM vouchers") == 1
