"""Payment files and results as they are kept: a line is paid once, whoever writes."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Table

from aid import bank_file_tables
from aid.bank_file_keeping import LineState, files_of, lines_of
from aid.bank_format_keeping import formats, formats_of, save_format
from aid.bank_formats import Encoding
from aid.errors import BankFileRefused
from audit.integrity import verify
from ledger.database import reading, writing
from ledger.errors import FolderFaulty, NotFound
from ledger.money import Money
from tests import server
from tests.aid import paying_files
from tests.aid.filing import FILED, VAULT
from tests.aid.paying_files import BATCH, FORM, REASON, card, line, put, take, told
from tests.building import Books, DriverError, Raw
from tests.ledger.test_guards_appended import stands_as_it_is

TAKEN = "bangfu:|duplicate key"
GB = replace(FORM, encoding=Encoding.GB18030)


def states(books: Books) -> dict[int, tuple[int, LineState]]:
    with reading(books.engine) as connection:
        found = lines_of(connection, "U1", BATCH, VAULT)
    return {number: (one.number, one.state) for number, one in found.items()}


def test_the_same_lines_are_one_file_in_whatever_form(books: Books) -> None:
    """Written again it is the same bytes, in whatever order the lines come."""
    lines = [line(1), line(2)]
    first = put(books, lines)
    again = put(books, lines[::-1])
    other = put(books, lines, GB)

    assert (first.number, first.again) == (1, False)
    assert (again.number, again.again, again.file) == (1, True, first.file)
    assert (other.number, other.again) == (1, False)
    assert other.file.content != first.file.content
    assert put(books, lines, GB).again
    assert books.one("SELECT COUNT(*) FROM aid_payment_files") == 1
    assert books.one("SELECT COUNT(*) FROM aid_payment_writings") == 2
    assert first.file.total == Money(200_03)


def test_a_line_goes_again_only_after_it_came_back_unpaid(books: Books) -> None:
    put(books, [line(1), line(2), line(3)])
    with pytest.raises(BankFileRefused, match="第 2 行在第 1 号付款文件中，等待回盘"):
        put(books, [line(2)])
    assert take(books, [told(1), told(2, "失败")]).failed_amount == Money(100_02)
    with pytest.raises(BankFileRefused, match="第 1 行在第 1 号付款文件中，已付"):
        put(books, [line(1), line(2)])
    assert states(books) == {
        1: (1, LineState.PAID),
        2: (1, LineState.FAILED),
        3: (1, LineState.WAITING),
    }

    second = put(books, [line(2, 20)])
    assert second.number == 2
    with pytest.raises(FolderFaulty, match="卡号与付款文件不符"):
        take(books, [told(2, number=2)])
    paid = told(2, number=2).replace(card(2), card(20))
    assert (take(books, [paid]).number, take(books, [told(3)], 1).result) == (2, 2)
    assert {state for _, state in states(books).values()} == {LineState.PAID}
    with reading(books.engine) as connection:
        first, second_kept = files_of(connection, "U1")
        assert verify(connection).differences == ()
    assert (first.paid, first.failed, first.waiting) == (2, 1, 0)
    assert (first.paid_amount, second_kept.paid_amount) == (
        Money(200_04),
        Money(100_02),
    )


def test_one_line_that_failed_with_the_same_card_is_the_next_file(books: Books) -> None:
    put(books, [line(1)])
    take(books, [told(1, "失败")])

    assert put(books, [line(1)]).number == 2
    assert take(books, [told(1, number=2)]).paid == 1
    assert put(books, [line(1)]).again


def test_a_result_is_taken_in_once(books: Books) -> None:
    put(books, [line(1), line(2)])
    put(books, [line(1), line(2)], batch="B2026-2")
    first = take(books, [told(1), told(2, "失败")])
    records = books.one("SELECT COUNT(*) FROM records")
    again = take(books, [told(1), told(2, "失败")])

    assert (first.already, again.already) == (False, True)
    assert (again.paid, again.failed_amount) == (1, Money(100_02))
    assert books.one("SELECT COUNT(*) FROM records") == records
    with pytest.raises(BankFileRefused, match="已作为批次 B2026-1 第 1 号文件的回盘"):
        take(books, [told(1), told(2, "失败")], batch="B2026-2")
    with pytest.raises(FolderFaulty, match="这不是批次 B2026-2 第 1 号付款文件的回盘"):
        take(books, [told(1)], batch="B2026-2")
    with pytest.raises(NotFound):
        take(books, [told(1)], batch="B2026-3")
    with pytest.raises(NotFound):
        take(books, [told(1)], 2)
    with reading(books.engine) as connection:
        reasons = lines_of(connection, "U1", BATCH, VAULT)
        hidden = lines_of(connection, "U1", BATCH)
    assert (reasons[2].reason, hidden[2].reason) == (REASON, "")


def test_ten_thousand_lines_go_out_and_come_back(books: Books) -> None:
    lines = [line(place) for place in range(1, 10_001)]
    written = put(books, lines)
    told_back = take(books, [told(place) for place in range(1, 10_001)])

    assert (written.file.lines, told_back.paid) == (10_000, 10_000)
    assert told_back.paid_amount == written.file.total


def test_two_who_write_at_once_make_one_file(books: Books) -> None:
    """And of two who take the same result in, one changes nothing."""
    with ThreadPoolExecutor(2) as pool:
        jobs = [pool.submit(put, books, [line(1), line(2)]) for _ in range(2)]
        written = [job.result() for job in jobs]
    assert sorted(one.again for one in written) == [False, True]
    assert {one.number for one in written} == {1}
    with ThreadPoolExecutor(2) as pool:
        rows = [told(1), told(2, "失败")]
        taken = [pool.submit(take, books, rows) for _ in range(2)]
        assert sorted(job.result().already for job in taken) == [False, True]


def test_forms_of_a_bank_are_revised(books: Books) -> None:
    given = replace(FORM, bank="某银行")
    with writing(books.engine) as connection:
        assert save_format(connection, "U1", given, FILED).revision == 1
        assert save_format(connection, "U1", given, FILED).revision == 1
        newer = replace(given, encoding=Encoding.GB18030)
        assert save_format(connection, "U1", newer, FILED).revision == 2
        with pytest.raises(BankFileRefused, match="没有写明银行"):
            save_format(connection, "U1", FORM, FILED)
    with reading(books.engine) as connection:
        fitting = formats_of(connection, "U1", "某银行某支行")
        assert [one.revision for one in fitting] == [2, 1, 0]
        assert formats_of(connection, "U1", "别的银行") == (FORM,)
        assert len(formats(connection, "U1")) == 2
        assert formats(connection, "U2") == ()


# -- what the database holds --------------------------------------------------------

AT = "2026-06-01T08:00:00Z"
KEY = {"unit_id": 1, "batch": BATCH}
HASH = b"h" * 32


def pay_line(**fields: object) -> dict[str, Any]:
    own = KEY | {"number": 2, "line": 2, "amount_fen": 5, "card_blind": HASH}
    return own | fields


def pay_file(**fields: object) -> dict[str, Any]:
    own = KEY | {"number": 2, "lines": 1, "sum_fen": 5, "lines_hash": HASH}
    return own | {"person_id": 2, "made_at": AT} | fields


def wrote(**fields: object) -> dict[str, Any]:
    own = KEY | {"number": 1, "writing": 2, "bank": "", "revision": 0}
    rest = {"encoding": "utf-8", "file_blind": HASH, "person_id": 2, "written_at": AT}
    return own | rest | fields


def result_line(**fields: object) -> dict[str, Any]:
    own = KEY | {"number": 1, "line": 3, "result": 2, "is_paid": 1}
    return own | {"amount_fen": 100_03, "locked": None} | fields


def result_file(**fields: object) -> dict[str, Any]:
    own = KEY | {"number": 1, "result": 2, "file_blind": HASH}
    counted = {"paid": 1, "paid_fen": 100_03, "failed": 0, "failed_fen": 0}
    rest = {"lines_hash": HASH, "person_id": 2, "imported_at": AT}
    return own | counted | rest | fields


@pytest.fixture
def raw(shelf: server.Shelf, dialect: str) -> Iterator[Raw]:
    """File 1 of lines 1 to 3: 1 paid, 2 failed, 3 waiting."""
    for books in paying_files.filled(shelf, dialect):
        with books.raw() as raw:
            yield raw


def test_what_is_in_order_is_accepted(raw: Raw) -> None:
    raw.insert("aid_payment_lines", pay_line())
    raw.insert("aid_payment_files", pay_file())
    raw.insert("aid_payment_writings", wrote())
    raw.insert("aid_result_lines", result_line())
    raw.insert("aid_result_files", result_file())
    raw.commit()
    assert raw.run("SELECT COUNT(*) FROM aid_payment_files") == [(2,)]


@pytest.mark.parametrize(
    ("of_line", "fields", "told"),
    [
        ({"number": 1, "line": 4}, {}, "bangfu:L3"),
        ({"amount_fen": 0}, {}, "amount_fen_counted"),
        ({"card_blind": b"short"}, {}, "card_blind_whole"),
        ({"line": 0}, {}, "line_from_one"),
        ({"line": 1}, {}, "bangfu:payment"),
        ({"line": 3}, {}, "bangfu:payment"),
        ({}, {"lines": 2}, "bangfu:payment"),
        ({}, {"sum_fen": 6}, "bangfu:payment"),
        ({"number": 3}, {"number": 3}, "bangfu:order"),
        ({}, {"lines_hash": b"short"}, "lines_hash_whole"),
        ({"batch": ""}, {"batch": ""}, "batch_named|bangfu:order"),
    ],
)
def test_a_payment_file_counts_lines_that_are_not_out(
    raw: Raw, of_line: dict[str, Any], fields: dict[str, Any], told: str
) -> None:
    with pytest.raises(DriverError, match=told):
        put_raw(raw, of_line, fields)


def put_raw(raw: Raw, of_line: dict[str, Any], fields: dict[str, Any]) -> None:
    raw.insert("aid_payment_lines", pay_line(**of_line))
    raw.insert("aid_payment_files", pay_file(**fields))


@pytest.mark.parametrize(
    ("of_line", "fields", "told"),
    [
        ({"result": 1}, {}, "bangfu:L3"),
        ({"amount_fen": 100_04}, {}, "bangfu:result"),
        ({"line": 1}, {}, TAKEN),
        ({"line": 9}, {}, "bangfu:result|foreign key"),
        ({"locked": b"x"}, {}, "why_of_failure"),
        ({"is_paid": 2}, {}, "is_paid_yes_or_no"),
        ({}, {"paid": 2}, "bangfu:result"),
        ({}, {"paid_fen": 1}, "bangfu:result"),
        ({}, {"failed": 1}, "bangfu:result"),
        ({"result": 3}, {"result": 3}, "bangfu:order"),
        ({}, {"file_blind": b"short"}, "file_blind_whole"),
    ],
)
def test_a_result_tells_lines_that_were_sent_once(
    raw: Raw, of_line: dict[str, Any], fields: dict[str, Any], told: str
) -> None:
    with pytest.raises(DriverError, match=told):
        take_raw(raw, of_line, fields)


def take_raw(raw: Raw, of_line: dict[str, Any], fields: dict[str, Any]) -> None:
    raw.insert("aid_result_lines", result_line(**of_line))
    raw.insert("aid_result_files", result_file(**fields))


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"writing": 3}, "bangfu:order"),
        ({"encoding": "gbk"}, "encoding_known"),
        ({"revision": -1}, "revision_counted"),
        ({"file_blind": b"short"}, "file_blind_whole"),
    ],
)
def test_a_writing_is_counted(raw: Raw, fields: dict[str, Any], told: str) -> None:
    with pytest.raises(DriverError, match=told):
        raw.insert("aid_payment_writings", wrote(**fields))


@pytest.mark.parametrize("name", ["aid_payment_lines", "aid_result_lines"])
def test_no_line_stands_without_its_file(raw: Raw, name: str) -> None:
    row = pay_line() if name == "aid_payment_lines" else result_line()
    raw.insert(name, row)
    with pytest.raises(DriverError):
        raw.commit()


@pytest.mark.parametrize(
    "table", bank_file_tables.APPENDED, ids=lambda table: str(table.name)
)
def test_no_statement_changes_what_stands(raw: Raw, table: Table) -> None:
    assert raw.run(f"SELECT COUNT(*) FROM {table.name}")[0][0] > 0
    stands_as_it_is(raw, table)


@pytest.mark.parametrize(
    ("table", "change", "test"),
    [
        ("aid_payment_lines", "amount_fen = amount_fen + 1", "V14"),
        ("aid_payment_lines", "card_blind = zeroblob(32)", "V14"),
        ("aid_result_lines", "is_paid = 1 - is_paid, locked = NULL", "V14"),
        ("aid_payment_files", "made_at = 'x'", "V7"),
        ("aid_payment_writings", "bank = 'x'", "V7"),
        ("aid_result_files", "imported_at = 'x'", "V7"),
        ("aid_bank_formats", "memo = 'x'", "V7"),
    ],
)
def test_a_changed_field_is_found(
    sqlite_books: Books, table: str, change: str, test: str
) -> None:
    paying_files.fill_payments(sqlite_books)
    with sqlite_books.raw(foreign_keys=False) as raw:
        raw.run(f"DROP TRIGGER {table}_no_update")
        raw.run(f"UPDATE {table} SET {change}")
        raw.commit()
    with reading(sqlite_books.engine) as connection:
        found = verify(connection).differences

    assert test in {one.test for one in found}


@pytest.mark.parametrize("table", ["aid_payment_files", "aid_result_files"])
def test_a_file_that_is_gone_is_found(sqlite_books: Books, table: str) -> None:
    paying_files.fill_payments(sqlite_books)
    with sqlite_books.raw(foreign_keys=False) as raw:
        raw.run(f"DROP TRIGGER {table}_no_delete")
        raw.run(f"DELETE FROM {table}")
        raw.commit()
    with reading(sqlite_books.engine) as connection:
        found = verify(connection).differences

    assert {"V7", "V14"} <= {one.test for one in found}
