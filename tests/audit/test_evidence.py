"""Evidence books: taken in whatever is wrong with them, sealed, read, held to it."""

import csv
import dataclasses
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from audit import evidence, evidence_store, evidence_tables
from audit.books import Books as Audited
from audit.catalogue import run_all
from audit.errors import EvidenceRefused
from audit.evidence import Intake
from audit.evidence_sheets import cleaned
from audit.integrity import verify
from ledger.database import reading, writing
from ledger.errors import NotFound
from ledger.people import Act
from ledger.periods import parse_span
from tests import building, server
from tests.audit.sealed import unguard
from tests.building import Books, DriverError, Raw
from tests.ledger.test_guards_appended import stands_as_it_is
from tests.planted import UNIT, clean, planted, plants
from tests.recall import LIMIT

MAY = Act("张三", dt.datetime(2026, 5, 20, 8, tzinfo=dt.UTC))
YEAR = parse_span("2025")
IDENTITY = "11010519491231002X"
"""The example of GB 11643."""


def take(books: Books, folder: Path, unit: str = "U1", auditee: str = "") -> Intake:
    handed = evidence.read_folder(folder)
    with writing(books.engine) as connection:
        return evidence.take_in(connection, handed, unit, MAY, auditee=auditee)


def read(books: Books, key: str = "E2026-1", **more: Any) -> Audited:
    with reading(books.engine) as connection:
        return evidence_store.read_evidence(connection, "U1", key, YEAR, **more)


def sheet(path: Path, *lines: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(lines) + "\n", "utf-8")


HEAD = (
    "unit,voucher,date,summary,attachments,preparer,reviewer,account,fund,debit,credit"
)


def vouchers(folder: Path, *lines: str, head: str = HEAD) -> Path:
    sheet(folder / "vouchers.csv", head, *lines)
    return folder


# -- taking in ----------------------------------------------------------------------


def test_faulty_books_are_taken_in_and_every_check_runs_on_them(
    books: Books, tmp_path: Path
) -> None:
    """All planted faults at once: what is read back is what was read of the folder."""
    planted(1, plants()).write(tmp_path / "账套")

    found = take(books, tmp_path / "账套")

    assert (str(found.key), found.unit, found.auditee) == ("E2026-1", "U1", UNIT)
    assert (found.auditee_name, found.already) == ("示例县总工会", False)
    kept = read(books)
    handed = evidence.read_folder(tmp_path / "账套")
    assert kept == evidence.books_in(handed, YEAR, UNIT)
    limits = dataclasses.replace(kept.limits, approval_limit=LIMIT)
    results = run_all(dataclasses.replace(kept, limits=limits))
    told = {(one.key, one.title) for result in results for one in result.findings}
    assert {plant.found for plant in plants()} <= told
    missing = {r.key for r in results if not r.performed}
    assert {"F02", "T02", "T46", "L09"} <= missing


def test_the_same_folder_is_one_intake(books: Books, tmp_path: Path) -> None:
    clean().write(tmp_path / "账套")

    first, again = take(books, tmp_path / "账套"), take(books, tmp_path / "账套")

    assert (again.already, again.key) == (True, first.key)
    assert again.rows_hash == first.rows_hash
    (tmp_path / "账套" / "说明.txt").write_text("补充", "utf-8")
    other = take(books, tmp_path / "账套")
    assert (other.already, str(other.key)) == (False, "E2026-2")
    assert other.folder_hash != first.folder_hash
    with reading(books.engine) as connection:
        assert len(evidence.intakes(connection, "U1")) == 2
        assert evidence.intakes(connection, "U2") == ()


def test_what_cannot_be_read_is_kept_as_it_stands_and_told_whole(
    sqlite_books: Books, tmp_path: Path
) -> None:
    folder = vouchers(
        tmp_path / "f",
        "S1,v1,2025-03-12,摘要,1,甲,乙,50404,F1,五百,",
        "S1,v1,2025-03-12,摘要,1,甲,乙,102,F1,,500.00",
        "S1,v2,2025-02-30,摘要,一张,甲,乙,,F1,1.00,",
        "S1,v2,,摘要,,甲,丙,102,F1,,1.00",
        "S1,v3,2025-03-12,少了几列",
        f"S1,v4,2025-03-12,付{IDENTITY}张,1,甲,乙,102,F1,,0.005",
        "S1,v5,2025-03-12,=HYPERLINK(1)\x07\u202e,1,甲,乙,102,F1,,-1.00",
    )

    found = take(sqlite_books, folder)

    told = {(u.row, u.heading, u.content) for u in found.unread}
    assert {
        (2, "debit", "五百"),
        (4, "date", "2025-02-30"),
        (4, "attachments", "一张"),
        (4, "account", ""),
        (5, "reviewer", "丙"),
        (6, "", "4 列，表头 11 列"),
        (7, "credit", "0.005"),
        (7, "summary", "付居民身份证号码 11**************2X张"),
        (8, "summary", "=HYPERLINK(1)□□"),
    } <= told
    assert all(IDENTITY not in str(one) for one in dataclasses.astuple(found))
    rows = sqlite_books.rows("SELECT ref, summary FROM evidence_vouchers")
    assert ("v5", "=HYPERLINK(1)□□") in rows
    assert not any(IDENTITY in str(row) for row in rows)
    results = run_all(read(sqlite_books))
    said = {f.condition for result in results for f in result.findings}
    assert "凭证 v1“摘要”（0.00 元）：凭证内容无法读取（借方）" in said
    assert "凭证 v2“摘要”（1.00 元）：凭证内容无法读取（日期、科目）" in said


@pytest.mark.parametrize(
    "lines",
    [
        ["unit,voucher,date,summary", "S1,v1,2025-01-02,少了必需的列"],
        ["unit,colour,date", "S1,红,2025-01-02"],
        [HEAD, 'S1,v1,2025-01-02,"引号没有完,1,甲,乙,102,F1,1,'],
        [HEAD, "S1,v1,2025-01-02,\0,1,甲,乙,102,F1,1,"],
    ],
    ids=["columns missing", "column unknown", "quote open", "zero byte"],
)
def test_a_sheet_of_a_strange_shape_is_read_as_far_as_it_goes(
    sqlite_books: Books, tmp_path: Path, lines: list[str]
) -> None:
    sheet(tmp_path / "f" / "vouchers.csv", *lines)

    found = take(sqlite_books, tmp_path / "f", auditee="S1")

    assert found.counts["vouchers"] == 1
    assert found.unread
    assert all(result.key for result in run_all(read(sqlite_books)))


def test_bytes_that_are_no_text_are_told(sqlite_books: Books, tmp_path: Path) -> None:
    folder = vouchers(tmp_path / "f", "S1,v1,2025-01-02,好,1,甲,乙,102,F1,1,")
    path = folder / "vouchers.csv"
    path.write_bytes(path.read_bytes().replace("好".encode(), b"\xff\xff"))

    (told,) = take(sqlite_books, folder).unread

    assert (told.heading, told.why) == ("summary", "文字编码有误，无法辨认")


def test_only_a_folder_without_books_is_refused(books: Books, tmp_path: Path) -> None:
    (tmp_path / "f").mkdir()
    (tmp_path / "f" / "readme.csv").write_text("x", "utf-8")
    with pytest.raises(EvidenceRefused, match="没有可读的账套"):
        take(books, tmp_path / "f")
    with pytest.raises(NotFound, match="单位"):
        take(books, _two(tmp_path), unit="U9")
    assert books.one("SELECT COUNT(*) FROM evidence_files") == 0


def _two(tmp_path: Path) -> Path:
    """Books of two units, neither of them registered."""
    return vouchers(
        tmp_path / "two",
        "S1,v1,2025-01-02,摘要,1,甲,乙,102,F1,1,",
        "S2,v1,2025-01-02,摘要,1,甲,乙,102,F1,2,",
    )


def test_whose_books_they_are_is_asked_where_it_is_not_clear(
    sqlite_books: Books, tmp_path: Path
) -> None:
    folder = _two(tmp_path)

    with pytest.raises(EvidenceRefused, match=r"多个单位.*S1、S2.*--auditee"):
        take(sqlite_books, folder)
    with pytest.raises(EvidenceRefused, match="没有单位“S3”"):
        take(sqlite_books, folder, auditee="S3")
    assert take(sqlite_books, folder, auditee="S2").auditee == "S2"
    assert read(sqlite_books).vouchers[0].lines[0].debit_fen == 200
    assert read(sqlite_books, auditee="S1").vouchers[0].lines[0].debit_fen == 100
    with pytest.raises(NotFound, match="S1、S2"):
        read(sqlite_books, auditee="S9")


def test_the_auditee_is_the_unit_itself_where_it_is_registered(
    sqlite_books: Books, tmp_path: Path
) -> None:
    folder = vouchers(
        tmp_path / "f",
        "U1,v1,2025-01-02,摘要,1,甲,乙,102,F1,1,",
        "U2,v1,2025-01-02,摘要,1,甲,乙,102,F1,2,",
    )

    assert take(sqlite_books, folder).auditee == "U1"
    assert take(sqlite_books, folder, unit="U2").auditee == "U2"


def test_sums_beyond_what_can_be_kept_are_refused(
    sqlite_books: Books, tmp_path: Path
) -> None:
    most = "90000000000000.00"
    rows = [f"S1,v{n},2025-01-02,摘要,1,甲,乙,102,F1,{most}," for n in range(1100)]

    with pytest.raises(EvidenceRefused, match="超出可以保存的范围"):
        take(sqlite_books, vouchers(tmp_path / "f", *rows))


def test_a_key_that_is_none_and_one_that_is_not_there_are_told(
    sqlite_books: Books,
) -> None:
    for key in ("2025", "E2025-9", "../E2025-1"):
        with pytest.raises(NotFound, match="外来账套"):
            read(sqlite_books, key)


# -- odd years ----------------------------------------------------------------------


def test_an_empty_year_is_audited_and_nothing_is_found(
    sqlite_books: Books, tmp_path: Path
) -> None:
    sheet(tmp_path / "f" / "units.csv", "code,name,level", f"{UNIT},县总工会,county")

    take(sqlite_books, tmp_path / "f")

    results = run_all(read(sqlite_books))
    assert [f for result in results for f in result.findings] == []
    assert {r.key for r in results if r.performed} >= {"T16", "T38", "T41", "L07"}


def test_a_year_before_and_one_after_are_read_by_their_days(
    sqlite_books: Books, tmp_path: Path
) -> None:
    """1,000.00 came in 2024, 10.00 goes in 2025, 20.00 in 2026."""
    rows = []
    for ref, day, account, other, yuan in (
        ("1", "2024-05-06", "102", "408", "1000"),
        ("2", "2025-05-06", "50404", "102", "10"),
        ("3", "2026-05-06", "50404", "102", "20"),
    ):
        rows.append(f"S1,{ref},{day},摘要,1,甲,乙,{account},F1,{yuan},")
        rows.append(f"S1,{ref},{day},摘要,1,甲,乙,{other},F1,,{yuan}")
    take(sqlite_books, vouchers(tmp_path / "f", *rows))

    found = read(sqlite_books)

    assert {row.account: row.balance_fen for row in found.openings}["102"] == 100_000
    assert {row.account: row.balance_fen for row in found.closings}["102"] == 99_000
    assert [(one.mark, one.series.prefix) for one in found.vouchers if one.series] == [
        ("2", "")
    ]
    assert [month.received_fen for month in found.history] == [100_000, 0]


def test_the_same_books_come_out_of_one_workbook(
    sqlite_books: Books, tmp_path: Path
) -> None:
    import xlsxwriter  # noqa: PLC0415 - of this test alone

    planted(1, plants()[5:20]).write(tmp_path / "f")
    book = xlsxwriter.Workbook(tmp_path / "账套.xlsx")
    for path in sorted((tmp_path / "f").iterdir()):
        page = book.add_worksheet(path.stem)
        with path.open(encoding="utf-8", newline="") as file:
            for place, row in enumerate(csv.reader(file)):
                page.write_row(place, 0, row)
    book.close()

    take(sqlite_books, tmp_path / "f")
    take(sqlite_books, tmp_path / "账套.xlsx")

    assert read(sqlite_books, "E2026-2") == read(sqlite_books, "E2026-1")


# -- what the database holds --------------------------------------------------------


def fill(books: Books) -> None:
    """A small folder with a row in every table, taken in as evidence of U1."""
    import tempfile  # noqa: PLC0415 - of this filling alone

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
        ({"vouchers": 1}, "bangfu:evidence_count"),
        ({"debit_fen": 1}, "bangfu:evidence_sum"),
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


# -- texts --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kept", "why"),
    [
        (" 好 ", "好", ""),
        ("=1+1", "=1+1", ""),
        ("a\x1fb\x1ec", "a□b□c", "控制字符"),
        ("a\u200bb", "a□b", "看不见的字符"),
        ("电话13812345678。", "电话手机号码 13*******78。", "个人号码"),
        ("电话１３８１２３４５６７８", "电话手机号码 13*******78", "个人号码"),
    ],
)
def test_a_text_is_kept_so_that_it_can_be_printed(
    text: str, kept: str, why: str
) -> None:
    found = cleaned(text)

    assert found[0] == kept
    assert why in found[1]
