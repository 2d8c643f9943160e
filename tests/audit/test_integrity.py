"""Verify: whatever was changed behind the program's back is found and named."""

import datetime as dt
import sqlite3
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from sqlalchemy import Column, Table

from aid import tables as aid
from app import web_tables
from app.wiring import declared
from audit import integrity
from audit import tables as audit
from ledger import catalogue, ground_tables, request_tables
from ledger.columns import Day
from ledger.database import reading
from ledger.errors import NotFound
from tests import server
from tests.audit.sealed import copied, unguard, verify
from tests.building import Books, Raw
from treasury import lineage_tables
from treasury import tables as treasury

UNSEALED = {"draft_steps", "operations", "secrets"}
"""Drafts are no books yet; the log has a chain and a verify of its own."""
WEB = {table.name for table in web_tables.APPENDED}
"""Who is signed in is no part of the books; `tests/web/test_guards.py` attacks it."""

ELSEWHERE = {
    # What is recomputed from the books, and the test that attacks it.
    "payment_request_moves": "tests/audit/test_requested.py",
    "fund_holds": "tests/audit/test_requested.py",
    "bank_rows": "tests/audit/test_bank_statements.py",
    "matched_rows": "tests/audit/test_bank_matches.py",
    "matched_postings": "tests/audit/test_bank_matches.py",
    "campaign_lines": "tests/treasury/test_campaigns.py",
    **{
        table.name: "tests/treasury/test_lineage.py"
        for table in lineage_tables.APPENDED
    },
}
BANK = {"bank_accounts", "bank_statements"}
TREASURY = {table.name for table in (*request_tables.APPENDED, *treasury.APPENDED)}
AID = {table.name for table in (*ground_tables.APPENDED, *aid.APPENDED)}
"""Attacked in `tests/aid/test_recipients.py` and `tests/audit/test_paid_batches.py`."""
AID_ELSEWHERE = {
    # What comes in masses is recomputed, and the test that attacks it.
    "aid_batch_lines": "tests/audit/test_paid_batches.py",
    "aid_batch_results": "tests/audit/test_paid_batches.py",
    "aid_handout_lines": "tests/audit/test_handed_out.py",
    "aid_payment_lines": "tests/aid/test_bank_file_keeping.py",
    "aid_result_lines": "tests/aid/test_bank_file_keeping.py",
}
AUDIT = {table.name for table in audit.APPENDED}
AUDIT_ELSEWHERE = {
    "audit_finding_exceptions": "tests/audit/test_findings.py",
    "audit_finding_links": "tests/audit/test_findings.py",
    "audit_population_items": "tests/audit/test_sampling.py",
    "evidence_cells": "tests/audit/test_evidence_guards.py",
    "evidence_files": "tests/audit/test_evidence_guards.py",
    "evidence_openings": "tests/audit/test_evidence_guards.py",
    "evidence_postings": "tests/audit/test_evidence_guards.py",
    "evidence_unread": "tests/audit/test_evidence_guards.py",
    "evidence_vouchers": "tests/audit/test_evidence_guards.py",
}

COLUMNS = [
    f"{table.name}.{column.name}"
    for table in declared()[0].sorted_tables
    if table.name
    not in UNSEALED
    | WEB
    | AID
    | AUDIT
    | (TREASURY - {"bank_accounts", "bank_statements"})
    for column in table.columns
]


@pytest.fixture
def sealed(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    """Closed and corrected books of two units, on both databases."""
    yield from copied(shelf, dialect)


@pytest.fixture
def sealed_lite(shelf: server.Shelf) -> Iterator[Books]:
    """The same on SQLite alone."""
    yield from copied(shelf, "sqlite")


def test_every_table_of_the_treasury_is_chained_or_recomputed() -> None:
    chained = {*request_tables.RECORDED, *treasury.RECORDED}
    assert TREASURY - chained <= set(ELSEWHERE)


def test_every_table_of_aid_is_chained_or_recomputed() -> None:
    chained = {*ground_tables.RECORDED, *aid.RECORDED}
    assert AID - chained == set(AID_ELSEWHERE)


def test_every_table_of_audits_is_chained_or_recomputed() -> None:
    assert AUDIT - {*audit.RECORDED} == set(AUDIT_ELSEWHERE)


# -- what stands --------------------------------------------------------------------


def test_whole_books_are_found_whole(sealed: Books) -> None:
    report = verify(sealed)
    assert report.differences == ()
    assert report.ok
    assert all(held for _, _, held in report.lines)
    first, second, third = report.units
    assert (first.unit, first.vouchers, first.postings) == ("U1", 8, 16)
    last = "SELECT hash FROM vouchers WHERE unit_id = 1 AND position = 8"
    assert first.digest == bytes(sealed.one(last)).hex()
    assert (second.unit, second.position, third.vouchers) == ("U2", 1, 0)


def test_one_unit_is_verified_alone(sealed_lite: Books) -> None:
    assert [unit.unit for unit in verify(sealed_lite, "U2").units] == ["U2"]
    with pytest.raises(NotFound, match="U9"):
        verify(sealed_lite, "U9")


# -- one field ----------------------------------------------------------------------


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("place", ["middle", "last"])
def test_a_change_of_any_field_is_found(
    sealed_lite: Books, column: str, place: str
) -> None:
    table = declared()[0].tables[column.partition(".")[0]]
    with sealed_lite.raw(foreign_keys=False) as raw:
        unguard(raw)
        change(raw, table, column, place)
        raw.commit()
    told = {difference.test for difference in verify(sealed_lite).differences}
    assert told - {"V9"}


@pytest.mark.parametrize(
    "column",
    [
        "vouchers.summary",
        "vouchers.head_id",
        "vouchers.poster_id",
        "vouchers.sealed_at",
        "vouchers.hash",
        "postings.account_id",
        "postings.memo",
        "postings.purpose",
        "money_positions.balance_fen",
        "totals.persons",
        "closes.closed_at",
        "checkpoints.credit_fen",
        "records.person",
        "units.opened_on",
        "accounts.name",
        "people.name",
        "rights.until",
        "tenures.until",
        "funds.restricted",
        "fund_purposes.purpose",
        "unit_endings.merged_into_id",
        "appropriation_moves.spent_fen",
        "reservations.amount_fen",
        "appropriations.purpose",
        "control_decisions.until",
        "baselines.warmth_fen",
        "budget_lines.q1_fen",
        "budget_steps.opinion",
    ],
)
def test_a_change_is_found_on_postgresql_too(shelf: server.Shelf, column: str) -> None:
    table = declared()[0].tables[column.partition(".")[0]]
    for books in copied(shelf, "postgresql"):
        with books.raw() as raw:
            unguard(raw, table.name)
            change(raw, table, column, "last")
            raw.commit()
        assert not verify(books).ok


def change(raw: Raw, table: Table, named: str, place: str) -> None:
    """Put another value into one field of one row, one that looks right if it can."""
    column = table.columns[named.partition(".")[2]]
    keys = [c.name for c in table.primary_key.columns]
    listed = ", ".join(f'"{key}"' for key in keys)
    found = raw.run(
        f'SELECT "{column.name}", {listed} FROM {table.name} ORDER BY {listed}'
    )
    value, *key = found[-1 if place == "last" else len(found) // 2]
    where = " AND ".join(f'"{name}" = ?' for name in keys)
    statement = f'UPDATE {table.name} SET "{column.name}" = ? WHERE {where}'
    for new in others(raw, column, value):
        raw.run("SAVEPOINT tried")
        try:
            raw.run(statement, (new, *key))
        except (sqlite3.IntegrityError, psycopg.IntegrityError):
            # Another row has that key, or a check knows better: try the next.
            raw.run("ROLLBACK TO tried")
        else:
            return
    raise AssertionError(column)


def others(raw: Raw, column: Column[Any], value: Any) -> Iterator[Any]:
    """Values that could stand in the place of one, those that look right first."""
    kind = column.type.python_type
    if column.name == "account_id":
        # The account of the same code in another chart: the worst to tell apart.
        asked = "SELECT o.id FROM accounts a JOIN accounts o ON o.code = a.code"
        yield from (
            o for (o,) in raw.run(f"{asked} AND o.id <> a.id WHERE a.id = ?", (value,))
        )
    elif column.name in {"fund_id", "unit_id"}:
        yield from (other for other in (1, 2, 3, 77) if other != value)
    elif column.foreign_keys and kind is int:
        (key,) = column.foreign_keys
        asked = f"SELECT {key.column.name} FROM {key.column.table.name}"
        yield from (o for (o,) in raw.run(asked) if o not in {value, None})
        yield from (other for other in (1, 1000) if other != value)
    elif kind is int:
        yield from (1 - (value or 0), (value or 0) + 1, (value or 0) + 1000)
    elif kind is bytes:
        yield bytes(32) if value != bytes(32) else b"\1" * 32
    elif isinstance(column.type, Day):
        day = value if isinstance(value, dt.date) else dt.date(2024, 2, 28)
        new = day + dt.timedelta(days=1)
        yield new if raw.dialect == "postgresql" else new.isoformat()
    else:
        yield f"{value or ''}x"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE rights SET until = ''",
        "UPDATE tenures SET until = ''",
        "UPDATE rights SET until = 'some day'",
        "UPDATE units SET opened_on = 'yesterday'",
        "UPDATE units SET voucher_kinds = 'no kinds'",
        "UPDATE accounts SET role = 'no role' WHERE code = '101'",
        "UPDATE accounts SET chart = 'no chart' WHERE code = '10299'",
        "UPDATE funds SET unit_id = 77 WHERE unit_id = 2",
        "UPDATE totals SET unit_id = 77 WHERE unit_id = 2",
        "DELETE FROM units WHERE id = 2",
        "DELETE FROM charts",
    ],
)
def test_what_no_register_ever_wrote_is_told_and_stops_nothing(
    sealed_lite: Books, statement: str
) -> None:
    with sealed_lite.raw(foreign_keys=False) as raw:
        unguard(raw)
        raw.run(statement)
        raw.commit()
    report = verify(sealed_lite)
    assert {d.test for d in report.differences} - {"V9"}
    assert not report.ok


@pytest.mark.parametrize("column", ["postings.purpose", "vouchers.correction"])
def test_an_empty_text_in_the_place_of_nothing_is_found(
    sealed_lite: Books, column: str
) -> None:
    table, name = column.split(".")
    with sealed_lite.raw(foreign_keys=False) as raw:
        unguard(raw)
        raw.run(f"UPDATE {table} SET {name} = '' WHERE {name} IS NULL")
        raw.commit()
    assert verify(sealed_lite).differences[0].test == "V1"


# -- rows ---------------------------------------------------------------------------

AT_4 = "unit_id = 1 AND position = 4"
FEB = "unit_id = 1 AND period = 202502"
COLUMNS_OF_A_LINE = (
    "unit_id, position, line, account_id, fund_id, debit_fen, credit_fen"
)
COLUMNS_OF_A_SUM = "account_id, fund_id, purpose, debit_fen, credit_fen, persons"
STRAY_SUMS = f"SELECT 1, 202503, {COLUMNS_OF_A_SUM} FROM checkpoints WHERE {FEB}"
EMPTY_SUM = "SELECT 1, 202503, 1, 1, '', 0, 0, 0"
NINTH_LINE = f"SELECT 1, 4, 9, account_id, 1, 1, 0 FROM postings WHERE {AT_4} LIMIT 1"


@pytest.mark.parametrize(
    ("statement", "tests"),
    [
        (f"DELETE FROM postings WHERE {AT_4} AND line = 2", {"V1", "V4"}),
        (f"DELETE FROM postings WHERE {AT_4}", {"V1", "V4"}),
        (f"DELETE FROM vouchers WHERE {AT_4}", {"V2", "V4"}),
        ("DELETE FROM vouchers WHERE position = 2", {"V2", "V3", "V4"}),
        (f"DELETE FROM money_positions WHERE {AT_4}", {"V6"}),
        ("DELETE FROM totals WHERE period = 202501 AND fund_id = 2", {"V5"}),
        (f"DELETE FROM closes WHERE {FEB}", {"V7", "V8"}),
        (f"DELETE FROM checkpoints WHERE {FEB}", {"V8"}),
        ("DELETE FROM records WHERE unit_id = 1 AND position = 2", {"V7"}),
        ("DELETE FROM fund_purposes WHERE unit_id = 1 AND fund_id = 1", {"V7"}),
        ("DELETE FROM logins", {"V7"}),
        (f"INSERT INTO totals {EMPTY_SUM}", {"V5"}),
        (f"INSERT INTO postings ({COLUMNS_OF_A_LINE}) {NINTH_LINE}", {"V1", "V4"}),
        (f"INSERT INTO checkpoints {STRAY_SUMS}", {"V8"}),
        ("INSERT INTO people VALUES (99, '外人', '外人', 'staff')", {"V7"}),
        ("INSERT INTO fund_purposes VALUES (1, 2, '旅游')", {"V7"}),
    ],
)
def test_rows_gone_or_added_are_found(
    sealed_lite: Books, statement: str, tests: set[str]
) -> None:
    with sealed_lite.raw(foreign_keys=False) as raw:
        unguard(raw)
        raw.run(statement)
        raw.commit()
    assert tests <= {d.test for d in verify(sealed_lite).differences}


@pytest.mark.parametrize(
    ("table", "field", "where", "tests"),
    [
        ("postings", "line", (AT_4, 1, 2), {"V1"}),
        ("vouchers", "position", ("unit_id = 1", 6, 7), {"V1", "V2"}),
        ("vouchers", "number", ("unit_id = 1 AND kind = '收'", 1, 2), {"V2", "V3"}),
        ("vouchers", "ref", ("unit_id = 1", "'p'", "'r'"), {"V1"}),
        ("records", "position", ("unit_id = 1", 2, 3), {"V7"}),
        ("accounts", "code", ("chart = 'union-2021'", "'406'", "'407'"), {"V7"}),
    ],
)
def test_two_rows_that_change_places_are_found(
    sealed_lite: Books,
    table: str,
    field: str,
    where: tuple[str, object, object],
    tests: set[str],
) -> None:
    rows, one, two = where
    with sealed_lite.raw(foreign_keys=False) as raw:
        unguard(raw)
        for before, after in ((one, 600), (two, one), (600, two)):
            raw.run(
                f"UPDATE {table} SET {field} = {after}"
                f" WHERE {rows} AND {field} = {before}"
            )
        raw.commit()
    assert tests <= {d.test for d in verify(sealed_lite).differences}


def test_a_voucher_changed_with_all_its_sums_is_found_by_its_hash(
    sealed_lite: Books,
) -> None:
    less = "CASE {0} WHEN 3000 THEN 2900 ELSE {0} END"
    sums = ", ".join(f"{c} = {less.format(c)}" for c in ("debit_fen", "credit_fen"))
    with sealed_lite.raw(foreign_keys=False) as raw:
        unguard(raw)
        raw.run(f"UPDATE postings SET {sums} WHERE {AT_4}")
        raw.run(f"UPDATE totals SET {sums} WHERE unit_id = 1 AND period = 202501")
        raw.run(
            "UPDATE money_positions SET balance_fen = balance_fen + 100"
            " WHERE unit_id = 1 AND fund_id = 1 AND position >= 4"
        )
        raw.commit()
    (first, *_) = verify(sealed_lite).differences
    place = "U1 2025年1月付字第1号（链位 4）"
    assert str(first) == f"[V1] {place}：内容与封存时不同（摘要不符）"


def test_the_first_broken_voucher_is_named_first(sealed: Books) -> None:
    with sealed.raw(foreign_keys=False) as raw:
        unguard(raw, "vouchers")
        longer = "UPDATE vouchers SET summary = summary || '。'"
        raw.run(f"{longer} WHERE unit_id = 1 AND position > 2")
        raw.commit()
    report = verify(sealed)
    (first, *rest) = report.units[0].differences
    assert first.place == "U1 2025年1月收字第2号（链位 3）"
    assert {difference.test for difference in (first, *rest)} == {"V1"}
    assert [held for _, _, held in report.lines] == [
        False,
        # V15 is told where there are attachments.
        *[True] * (len(integrity.TESTS) - 2),
    ]
    assert report.units[1].differences == ()


def test_many_differences_are_counted(sealed_lite: Books) -> None:
    with sealed_lite.raw(foreign_keys=False) as raw:
        unguard(raw)
        raw.run("UPDATE accounts SET name = name || '。'")
        raw.commit()
    report = verify(sealed_lite)
    assert len(report.shared) == integrity.FIRST_TOLD
    assert report.lines[6][2] is False


# -- guards -------------------------------------------------------------------------


def test_a_guard_taken_away_is_found(sealed: Books) -> None:
    gone = {
        "sqlite": "DROP TRIGGER vouchers_seal",
        "postgresql": "ALTER TABLE vouchers DISABLE TRIGGER vouchers_seal",
    }
    with sealed.raw() as raw:
        raw.run(gone[sealed.dialect])
        raw.commit()
    with reading(sealed.engine) as connection:
        found = catalogue.verify(connection)
        report = integrity.verify(connection, (), found)
    assert len(found) == 1
    assert "vouchers_seal" in found[0]
    assert [str(d) for d in report.differences] == [f"[V9] 数据库结构：{found[0]}"]


@pytest.mark.parametrize("column", ["head_id", "cashier_id", "corrects"])
def test_nobody_and_a_number_that_nobody_has_are_told_apart(
    sealed_lite: Books, column: str
) -> None:
    with sealed_lite.raw(foreign_keys=False) as raw:
        unguard(raw)
        raw.run(f"UPDATE vouchers SET {column} = 99 WHERE {column} IS NULL")
        raw.commit()
    assert verify(sealed_lite).units[0].differences[0].test == "V1"


def test_a_key_that_points_nowhere_is_found(sealed_lite: Books) -> None:
    with sealed_lite.raw(foreign_keys=False) as raw:
        unguard(raw)
        raw.run("UPDATE logins SET person_id = 99")
        raw.commit()
    (found, *_) = verify(sealed_lite).differences
    assert (found.test, found.what) == ("V9", "logins → people 有指向不存在记录的行")
