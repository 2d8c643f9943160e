"""Quarterly figures and statistics of aid at the desk."""

import csv
import io
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import server
from tests.aid import batching, test_file_figures
from tests.aid.filing import KEY
from tests.app.commands import Desk

pytestmark = pytest.mark.slow

AS = ("--as", "张三")
C1, C = ("--unit", "C1"), ("--unit", "C")
OF = ("--year", "2025", "--quarter", "4")


@pytest.fixture
def office(shelf: server.Shelf, tmp_path: Path) -> Iterator[Desk]:
    """The tree of C with its files, and the key that they are encrypted with."""
    for books in test_file_figures.filled(shelf, "sqlite"):
        keys = tmp_path / "钥匙.keys"
        keys.write_text(f"1 {KEY.hex()}\n", encoding="utf-8")
        keys.chmod(0o600)
        yield Desk(tmp_path, books.url, environment={"BANGFU_KEYS": str(keys)})


def test_figures_of_a_quarter_are_recorded_corrected_and_listed(office: Desk) -> None:
    told = ("--hotline", "12", "--visits", "3", "--paper", "季报4号")
    day = ("--on", "2026-01-08")
    done = office.ok("aid", "quarter", "record", *C1, *OF, *told, *day, *AS)
    assert "C1 2025年第四季度 第1版：按时" in done.out
    office.ok("aid", "quarter", "record", *C1, *OF, *told, *day, *AS)
    wrong = ("--hotline", "13", "--paper", "季报4号", "--on", "2026-01-09")
    refused = office.refused("aid", "quarter", "record", *C1, *OF, *wrong, *AS)
    assert "没有写明更正理由" in refused
    again = (*wrong, "--reason", "漏计一件")
    assert "第2版" in office.ok("aid", "quarter", "record", *C1, *OF, *again, *AS).out

    rows = office.rows("aid", "quarter", "list", *C, *OF, "--with-subunits")
    assert [(row["unit"], row["state"], row["hotline"]) for row in rows] == [
        ("C", "未报", None),
        ("C1", "按时", 13),
        ("C2", "未报", None),
        ("G", "未报", None),
    ]
    every = office.rows("aid", "quarter", "list", *C1, *OF, "--all")
    assert [(row["revision"], row["reason"]) for row in every] == [
        (1, ""),
        (2, "漏计一件"),
    ]
    page = ("report", "aid_quarter", *C, "--period", "2025-q4", "--with-subunits")
    office.ok(*page, "--to", "季报.html")
    assert "2025年第四季度" in (office.folder / "季报.html").read_text("utf-8")


def test_statistics_of_a_subtree_as_table_json_and_csv(office: Desk) -> None:
    asked = ("aid", "statistics", *C, "--period", "2026", "--with-subunits")
    rows = office.rows(*asked)
    assert (rows[0]["scope"], rows[0]["end"], rows[0]["sex_male"]) == (
        "含下级",
        4,
        None,
    )
    assert [row["unit"] for row in rows if row["scope"] == "本级"] == [
        *("C", "C1", "G", "C2")
    ]
    opened = office.rows(*asked, "--open", *AS)
    assert opened[0]["state_laid_off"] == 1
    table = office.ok(*asked).out
    assert "某市总工会本级" in table
    told = office.ok(*asked, "--format", "csv").out
    lines = list(csv.DictReader(io.StringIO(told.removeprefix("\ufeff"))))
    assert (lines[0]["end"], lines[0]["persons"]) == ("4", "5")
    assert "aid.statistics" in office.ok("log", "--format", "json").out
    quarter = ("aid", "statistics", *C1, "--period", "2026-Q1")
    (row,) = office.rows(*quarter)
    assert (row["opened"], row["end"]) == (2, 2)
    page = ("report", "aid_statistics", *C, "--period", "2026", "--with-subunits")
    office.ok(*page, "--names", *AS, "--to", "统计.csv")
    assert "下（待）岗" in (office.folder / "统计.csv").read_text("utf-8-sig")


@pytest.fixture
def paid(shelf: server.Shelf, tmp_path: Path) -> Iterator[Desk]:
    """U1 of `batching` with a batch in the books, and the local figures."""
    for books in batching.filled(shelf, "sqlite"):
        batching.paid(books)
        keys = tmp_path / "钥匙.keys"
        keys.write_text(f"1 {KEY.hex()}\n", encoding="utf-8")
        keys.chmod(0o600)
        local = (
            "place,year,minimum_living,decided_by,paper\n130102,2026,700,民政局,1号\n"
        )
        (tmp_path / "minimum_living.csv").write_text(local, "utf-8")
        yield Desk(tmp_path, books.url, environment={"BANGFU_KEYS": str(keys)})


def test_the_ledger_is_tied_and_who_has_too_little_is_listed(paid: Desk) -> None:
    u1 = ("--unit", "U1")
    (row,) = paid.rows("aid", "tie", *u1, "--period", "2026")
    assert (row["all_spent"], row["batches"], row["received"]) == ("1500.00",) * 3
    assert row["agrees"] == "相符"
    assert "相符" in paid.ok("aid", "tie", *u1, "--period", "2026-Q1").out

    asked = ("aid", "floor", *u1, "--on", "2026-12-31")
    assert "bangfu aid standards import" in paid.refused(*asked)
    page = ("report", "aid_floor", *u1, "--period", "2026-12", "--to", "下限.html")
    assert "bangfu aid standards import" in paid.refused(*page)
    paid.ok("aid", "standards", "import", "minimum_living.csv", *u1, *AS)
    rows = paid.rows(*asked)
    assert {row["code"]: row["missing"] for row in rows}["P-1"] == "200.00"
    assert len(paid.rows(*asked, "--all", "--open", *AS)) == 5
    assert "aid.floor" in paid.ok("log", "--format", "json").out
    page = ("report", "aid_floor", *u1, "--period", "2026-12", "--to", "下限.html")
    paid.ok(*page)
    assert "尚差 2,000.00 元" in (paid.folder / "下限.html").read_text("utf-8")
    history = ("report", "aid_history", *u1, "--period", "2026", "--subject", "P-1")
    paid.ok(*history, "--to", "救助记录.pdf")
    assert (paid.folder / "救助记录.pdf").read_bytes().startswith(b"%PDF")


def test_what_does_not_tie_ends_with_one(paid: Desk) -> None:
    """A voucher of the batch in which another program changed an amount."""
    with sqlite3.connect(paid.database.removeprefix("sqlite:///")) as raw:
        for (name,) in raw.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            raw.execute(f'DROP TRIGGER "{name}"')
        raw.execute("UPDATE postings SET debit_fen = 50001 WHERE recipient = 'P-1'")
    raw.close()
    done = paid.run("aid", "tie", "--unit", "U1", "--period", "2026")
    assert done.code == 1
    assert "2026-03 付-1（发放批次）：账面 1,500.01 元，明细 1,500.00 元" in done.out
