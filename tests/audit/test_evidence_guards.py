"""What the database holds of evidence books, and what verifying finds."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from audit import evidence_tables
from audit.integrity import verify
from ledger.database import reading
from tests import building, server
from tests.audit.sealed import unguard
from tests.audit.test_evidence import sheet, take, vouchers
from tests.building import Books, DriverError, Raw
from tests.ledger.test_guards_appended import stands_as_it_is

# -- what the database holds --------------------------------------------------------


def fill(books: Books) -> None:
    """A small folder with a row in every table, taken in as evidence of U1."""
    with tempfile.TemporaryDirectory() as name:
        folder = vouchers(
            Path(name) / "f",
            "S1,v1,2025-01-02,摘要,1,甲,乙,50404,F1,1,",
            "S1,v1,2025-01-02,摘要,1,甲,乙,102,F1,,1",
            "S1,v2,2025-01-03,摘要,1,甲,乙,102,F1,不知,",
        )
        sheet(folder / "units.csv", "code,name,level", "S1,县总工会,county")
        sheet(
            folder / "openings.csv",
            "unit,date,account,fund,debit,credit",
            "S1,2025-01-01,102,F1,5,",
        )
        take(books, folder)


@pytest.fixture
def kept(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    yield from building.copied(shelf, dialect, "evidence", fill)


@pytest.fixture
def raw(kept: Books) -> Iterator[Raw]:
    with kept.raw() as raw:
        yield raw


def test_what_stands_is_never_changed(raw: Raw) -> None:
    for table in evidence_tables.APPENDED:
        stands_as_it_is(raw, table)
        if raw.dialect == "postgresql":
            raw.connection.rollback()


NEXT = {"unit_id": 1, "year": 2026, "number": 1}
ADDED = {
    "evidence_files": {"place": 9, "name": "x.csv", "bytes": 1, "hash": b"1" * 32},
    "evidence_cells": {
        "place": 99,
        "sheet": "units",
        "source_row": 2,
        "heading": "name",
        "content": "x",
    },
    "evidence_vouchers": {
        "place": 9,
        "source_row": 9,
        "book": "S1",
        "ref": "v9",
        "told_number": "",
        "told_period": "",
        "dated_on": "2025-01-02",
        "kind": "",
        "summary": "",
        "attachments": 0,
        "preparer": "",
        "reviewer": "",
    },
    "evidence_postings": {
        "place": 1,
        "line": 9,
        "source_row": 9,
        "account": "102",
        "fund": "F1",
        "debit_fen": 1,
        "credit_fen": 0,
        "persons": 0,
        "quantity_milli": 0,
    },
    "evidence_openings": {
        "place": 9,
        "sheet": "openings",
        "source_row": 9,
        "book": "S1",
        "dated_on": "",
        "account": "102",
        "fund": "F1",
        "debit_fen": 1,
        "credit_fen": 0,
        "quantity_milli": 0,
    },
    "evidence_unread": {
        "place": 9,
        "name": "x.csv",
        "source_row": 1,
        "heading": "",
        "content": "",
        "why": "x",
    },
}


@pytest.mark.parametrize("table", ADDED)
def test_nothing_is_added_to_an_intake_that_stands(raw: Raw, table: str) -> None:
    with pytest.raises(DriverError, match="bangfu:evidence"):
        raw.insert(table, NEXT | ADDED[table])


def head(raw: Raw, **fields: object) -> dict[str, Any]:
    """A second intake of one file and nothing else, which the database accepts."""
    row = {
        "auditee": "S1",
        "auditee_name": "县总工会",
        "folder": "f",
        "folder_hash": b"2" * 32,
        **dict.fromkeys(evidence_tables.COUNTED, 0),
        "files": 1,
        "debit_fen": 0,
        "credit_fen": 0,
        "rows_hash": b"3" * 32,
        "person_id": 2,
        "taken_at": "2026-05-20T08:00:00Z",
    }
    second = NEXT | {"number": 2}
    raw.insert("evidence_files", second | ADDED["evidence_files"])
    return second | row | fields


def test_a_head_that_counts_its_rows_is_accepted(raw: Raw) -> None:
    raw.insert("evidence_intakes", head(raw))
    raw.commit()


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"number": 4}, "bangfu:order"),
        ({"files": 2}, "bangfu:evidence_count"),
        *(
            ({name: 1}, "bangfu:evidence_count")
            for name in evidence_tables.COUNTED
            if name != "files"
        ),
        ({"debit_fen": 1}, "bangfu:evidence_sum"),
        ({"credit_fen": 1}, "bangfu:evidence_sum"),
        ({"auditee": ""}, "auditee_named"),
        ({"rows_hash": b"1"}, "rows_hash_whole"),
        ({"taken_at": ""}, "taken_at_given"),
        ({"year": 1980}, "year_known|bangfu:"),
    ],
)
def test_a_head_that_is_wrong_is_refused(
    raw: Raw, fields: dict[str, Any], told: str
) -> None:
    with pytest.raises(DriverError, match=told):
        raw.insert("evidence_intakes", head(raw, **fields))


def test_rows_without_a_head_do_not_stand(raw: Raw) -> None:
    raw.insert("evidence_unread", NEXT | {"number": 7} | ADDED["evidence_unread"])

    with pytest.raises(DriverError, match=r"FOREIGN KEY|foreign key"):
        raw.commit()


# -- what verifying finds -----------------------------------------------------------


def found_in(books: Books) -> set[str]:
    with reading(books.engine) as connection:
        found = verify(connection, ["U1"]).differences
    return {f"{one.test} {one.place}：{one.what}" for one in found if one.test == "V21"}


def test_evidence_stands_as_it_was_taken_in(kept: Books) -> None:
    assert found_in(kept) == set()


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("UPDATE evidence_vouchers SET summary = 'x'", "内容与接收时的摘要不符"),
        ("UPDATE evidence_cells SET content = 'x'", "内容与接收时的摘要不符"),
        ("DELETE FROM evidence_unread", "无法读取的内容应有 1 行，实有 0 行"),
        ("DELETE FROM evidence_openings", "余额应有 1 行，实有 0 行"),
        (
            "UPDATE evidence_postings SET debit_fen = 7 WHERE line = 1",
            "凭证金额合计与接收时不同",
        ),
        (
            "UPDATE evidence_files SET name = 'z' WHERE place = 1",
            "文件清单与接收时的摘要不符",
        ),
    ],
)
def test_a_row_that_was_changed_is_found(
    kept: Books, statement: str, what: str
) -> None:
    with kept.raw(foreign_keys=False) as raw:
        unguard(raw, *(table.name for table in evidence_tables.APPENDED))
        raw.run(statement)
        raw.commit()

    assert f"V21 外来账套 E2026-1：{what}" in found_in(kept)
