"""A books folder as a whole: all or nothing, again, extended, interrupted."""

import gc
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ledger import closing
from ledger.database import open_books, writing
from ledger.errors import DatabaseBusy
from ledger.intake import import_books
from ledger.people import Act
from tests.building import ACT, DAY, Books
from tests.building import receipt as posted
from tests.ledger.folders import (
    Folder,
    Row,
    cr,
    dr,
    everything,
    payment,
    receipt,
    red_receipt,
    rows,
)

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
OTHER = Act("赵六", ACT.at)


@pytest.fixture
def folder(books: Books, tmp_path: Path) -> Folder:
    """An empty folder beside the books of U1, on both databases."""
    return Folder(tmp_path / "账套", books)


@pytest.fixture
def lite(sqlite_books: Books, tmp_path: Path) -> Folder:
    """The same on SQLite alone, for what is judged before the database is asked."""
    return Folder(tmp_path / "账套", sqlite_books)


def refs(books: Books) -> list[str]:
    """References in the order of the chain."""
    return [r for (r,) in books.rows("SELECT ref FROM vouchers ORDER BY position")]


# -- all or nothing -----------------------------------------------------------------


def test_every_fault_of_every_file_is_told_in_one_pass(folder: Folder) -> None:
    folder.write("people", {"person": "张三"}, {"person": "李四", "rights": "统帅"})
    folder.write(
        "officers",
        {"person": "路人", "post": "主任", "unit": "U1", "since": "2025-01-01"},
    )
    folder.write(
        "funds",
        {"unit": "U1", "code": "F7", "name": "新设", "source": "天上"},
        {"unit": "U8", "code": "F1", "name": "新设", "source": "donation"},
    )
    folder.write(
        "openings",
        {"unit": "U1", "date": "2025-01-01", **dr("102", "7"), "credit": ""},
        {"unit": "U1", "date": "2025-01-01", **cr("32104", "6"), "debit": ""},
    )
    folder.vouchers(
        receipt("a", "1e5"),
        receipt("b", "5", date="2025-02-30"),
        payment("c", "5"),
        receipt("d", "5", reviewer="张三"),
        receipt("e", "5", reviewer="路人"),
    )
    found = [(f.file, f.row, f.column) for f in folder.faults()]
    assert found == [
        ("funds.csv", 2, "source"),
        ("funds.csv", 3, "unit"),
        ("officers.csv", 2, "person"),
        ("openings.csv", 2, ""),
        ("people.csv", 3, "rights"),
        ("vouchers.csv", 2, "debit"),
        ("vouchers.csv", 3, "credit"),
        ("vouchers.csv", 4, "date"),
        ("vouchers.csv", 5, "date"),
        ("vouchers.csv", 8, "reviewer"),
        ("vouchers.csv", 10, "reviewer"),
    ]


def test_what_rests_on_a_faulty_row_is_not_told_again(lite: Folder) -> None:
    unit = {"code": "U9", "name": "某区", "level": "区", "opened_on": "2025-01-01"}
    fund = {"unit": "U9", "code": "F1", "name": "捐赠", "source": "donation"}
    extra = {"unit": "U1", "code": "F8", "name": "另", "source": "天上"}
    account = {"chart": "union-2021", "code": "10201", "name": "户", "class": "乱"}
    lite.write("units", unit).write("funds", fund, extra)
    lite.write("accounts", account | {"parent": "102"})
    lite.vouchers(
        receipt("v", "5", unit="U9"),
        receipt("w", "5", "F8"),
        rows("x", dr("10201", "5"), cr("408", "5")),
        payment("y", "5"),
    )
    assert [(f.file, f.column) for f in lite.faults()] == [
        ("accounts.csv", "class"),
        ("funds.csv", "source"),
        ("units.csv", "level"),
    ]


def test_people_and_posts_that_rest_on_a_faulty_row_are_not_told_again(
    lite: Folder,
) -> None:
    unit = {"code": "U9", "name": "某区", "level": "区", "opened_on": "2025-01-01"}
    post = {"post": "主任", "since": "2025-01-01"}
    lite.write("units", unit)
    lite.write(
        "people",
        {"person": "甲", "logins": "李四"},
        {"person": "张三", "rights": "post", "units": "U9"},
    )
    lite.write(
        "officers",
        post | {"person": "甲", "unit": "U1"},
        post | {"person": "张三", "unit": "U9"},
    )
    lite.vouchers(receipt("v", "5", preparer="甲"), payment("w", "5"))
    assert [(f.file, f.column) for f in lite.faults()] == [
        ("people.csv", "logins"),
        ("units.csv", "level"),
    ]


def test_a_fault_in_one_unit_keeps_every_unit_out(folder: Folder) -> None:
    folder.vouchers(receipt("good", "5"), receipt("bad", "5", unit="U2", fund="F9"))
    folder.vouchers(receipt("good", "5"), payment("bad", "5", unit="U2"))
    (told,) = folder.told()
    assert told.startswith("vouchers.csv:4: fund: 资金 F1 的货币资金不足")


# -- again --------------------------------------------------------------------------


BLANK = {"debit": "", "credit": ""}
OPENING = {"unit": "U9", "date": "2025-01-01"} | BLANK
AUDITOR = {"person": "李四", "units": "U9"}
HEAD_OF_U9 = {"person": "赵六", "post": "主任", "unit": "U9"}
DONATED = {"code": "F1", "name": "捐赠", "source": "社会捐赠"}
ACCOUNT = {"code": "10201", "name": "基本户", "class": "asset", "parent": "102"}
SHEETS: dict[str, list[Row]] = {
    "people": [
        {"person": "张三", "logins": "zhangsan"},
        AUDITOR | {"name": "李四", "rights": "审核", "since": "2025-01-01"},
        AUDITOR | {"rights": "view"},
        {"person": "王五"},
        {"person": "赵六"},
    ],
    "units": [
        {"code": "U9", "name": "某区总工会", "level": "county", "parent": "U8"}
        | {"opened_on": "2025-01-01"},
        {"code": "U8", "name": "某市总工会", "level": "city"},
    ],
    "accounts": [{"chart": "union-2021"} | ACCOUNT],
    "funds": [
        {"unit": "U9"} | DONATED | {"purposes": "生活救助；助学"},
        {"unit": "U9", "code": "G", "name": "其他", "source": "general"},
    ],
    "officers": [
        HEAD_OF_U9 | {"since": "2025-01-01", "until": "2026-01-01"},
        HEAD_OF_U9 | {"since": "2026-01-01"},
    ],
    "openings": [OPENING | dr("10201", "50"), OPENING | cr("32104", "50")],
}
SPENT = dr("50404", "30", purpose="生活救助"), cr("10201", "30")
VOUCHERS = [
    rows("r", dr("10201", "100"), cr("408", "100"), unit="U9"),
    rows("p", *SPENT, unit="U9", date="2025-02-01"),
]
LATER = rows("z", dr("10201", "7"), cr("408", "7"), unit="U9", date="2025-03-01")


def filled(folder: Folder) -> Folder:
    """People, rights, a unit, funds, an account, openings and vouchers."""
    for name, lines in SHEETS.items():
        folder.write(name, lines)
    return folder.vouchers(*VOUCHERS)


def test_importing_again_changes_nothing(folder: Folder) -> None:
    first = filled(folder).bring()
    assert (first.units, first.vouchers, first.postings, first.already) == (1, 3, 6, 0)
    before = everything(folder.books)
    again = folder.bring()
    assert (again.vouchers, again.already) == (0, 3)
    assert everything(folder.books) == before


def test_importing_again_by_another_and_after_a_close_changes_nothing(
    folder: Folder,
) -> None:
    filled(folder).bring()
    with writing(folder.books.engine) as connection:
        closing.close_through(connection, "U9", 202502, ACT)
    before = everything(folder.books)
    assert folder.bring(OTHER).already == 3
    assert everything(folder.books) == before


def test_a_longer_folder_posts_only_what_is_new(folder: Folder) -> None:
    filled(folder).bring()
    before = everything(folder.books)["vouchers"]
    folder.vouchers(LATER, *VOUCHERS)
    imported = folder.bring()
    assert (imported.vouchers, imported.already) == (1, 3)
    assert everything(folder.books)["vouchers"][:-1] == before
    assert refs(folder.books) == ["期初-2025-01-01", "r", "p", "z"]


@pytest.mark.parametrize(
    ("row", "change"),
    [
        (0, {"summary": "另一摘要"}),
        (0, {"date": "2025-01-16"}),
        (0, {"attachments": "1"}),
        (1, {"party": "某人"}),
        (0, {"reviewer": "赵六"}),
        (1, {"account": "407"}),
    ],
)
def test_a_changed_row_under_an_old_reference_is_refused(
    lite: Folder, row: int, change: Row
) -> None:
    lite.vouchers(receipt("v", "5")).bring()
    lines = receipt("v", "5")
    lines[row] |= change
    if row == 0:
        lines[1] |= {key: text for key, text in change.items() if key != "summary"}
    (told,) = lite.vouchers(*lines).told()
    assert told.startswith(
        "vouchers.csv:2: voucher: 同一凭证引用号已经入账，但内容不同"
    )


def test_a_changed_amount_a_line_less_and_another_order_are_refused(
    lite: Folder,
) -> None:
    first, second = receipt("v", "5")
    lite.vouchers(first, second).bring()
    for lines in (
        [second, first],
        receipt("v", "6"),
        [first, second, *receipt("v", "1")],
    ):
        (told,) = lite.vouchers(*lines).told()
        assert "内容有改动" in told


@pytest.mark.parametrize(
    ("sheet", "row", "column", "text"),
    [
        ("units", 0, "name", "另一名称"),
        ("units", 0, "parent", "U1"),
        ("units", 0, "opened_on", "2025-01-02"),
        ("units", 0, "chart", "union-2009"),
        ("accounts", 0, "name", "一般户"),
        ("accounts", 0, "side", "credit"),
        ("funds", 0, "name", "另一名称"),
        ("funds", 0, "source", "employer"),
        ("funds", 0, "channel", "union_line"),
        ("funds", 0, "donor", "某企业"),
        ("funds", 0, "restriction", "限定"),
        ("funds", 0, "purposes", "生活救助"),
        ("funds", 0, "opened_on", "2025-01-02"),
        ("people", 1, "name", "李肆"),
    ],
)
def test_a_master_record_is_not_told_otherwise_than_it_stands(
    lite: Folder, sheet: str, row: int, column: str, text: str
) -> None:
    filled(lite).bring()
    changed = [dict(line) for line in _read(lite, sheet)]
    changed[row][column] = text
    (fault,) = lite.write(sheet, *changed).faults()
    assert fault.file == f"{sheet}.csv"
    assert fault.row == row + 2
    assert fault.column == ("code" if sheet == "accounts" else column)
    assert "已经登记，但内容不同" in fault.problem.what


def _read(folder: Folder, sheet: str) -> list[Row]:
    lines = (folder.path / f"{sheet}.csv").read_text("utf-8").splitlines()
    header, *body = [line.split(",") for line in lines]
    return [dict(zip(header, line, strict=True)) for line in body]


def test_the_published_years_are_imported_twice_without_a_change(
    engine_of_examples: Folder,
) -> None:
    before = everything(engine_of_examples.books)
    for name in ("fzu-law-2011", "daishan-charity-2021", "worked-entries-2009"):
        again = import_books(engine_of_examples.books.engine, EXAMPLES / name, ACT)
        assert again.vouchers == 0
        assert again.already > 0
    assert everything(engine_of_examples.books) == before


@pytest.fixture
def engine_of_examples(lite: Folder) -> Folder:
    """Books with the published years in them."""
    for name in ("fzu-law-2011", "daishan-charity-2021", "worked-entries-2009"):
        import_books(lite.books.engine, EXAMPLES / name, ACT)
    return lite


# -- corrections --------------------------------------------------------------------


def test_a_red_voucher_of_a_file_cancels(folder: Folder) -> None:
    folder.vouchers(receipt("v", "100"), red_receipt("red", "v", "-100")).bring()
    stands = "SELECT kind, correction, corrects FROM vouchers WHERE ref = 'red'"
    assert folder.books.rows(stands) == [("收", "full", 1)]
    assert folder.books.one("SELECT SUM(debit_fen) FROM postings") == 0


@pytest.mark.parametrize(
    ("lines", "what"),
    [
        ([red_receipt("x", "r"), red_receipt("y", "r")], "该凭证已被冲销过一次"),
        ([red_receipt("x", "r"), red_receipt("y", "x", "100")], "不能再被更正"),
        ([red_receipt("x", "other")], "本单位没有被更正的凭证"),
        ([red_receipt("x", "nothing")], "本单位没有被更正的凭证"),
        ([red_receipt("x", "r", date="2026-01-15")], "不能更正以前年度的凭证"),
        ([red_receipt("x", "r", "-99")], "不是逐行对应"),
        ([receipt("x", "-5", corrects="r")], "要同时写明被更正凭证与更正方式"),
        ([receipt("x", "5", corrects="r", correction="更正")], "尚未冲销"),
    ],
)
def test_a_correction_that_may_not_be_made_is_told(
    folder: Folder, lines: list[list[Row]], what: str
) -> None:
    folder.vouchers(receipt("r", "100"), receipt("other", "100", unit="U2")).bring()
    told = folder.vouchers(*lines).told()
    assert any(what in one for one in told)
    assert all("vouchers.csv:" in one for one in told)


def test_a_red_voucher_of_what_stands_must_mirror_it(lite: Folder) -> None:
    lite.vouchers(receipt("r", "100")).bring()
    first, second = red_receipt("x", "r")
    (fault,) = lite.vouchers(second, first).faults()
    assert (fault.row, fault.column) == (2, "corrects")
    assert lite.vouchers(first, second).bring().vouchers == 1


# -- others write -------------------------------------------------------------------


def test_an_import_says_who_holds_the_books(lite: Folder) -> None:
    impatient = open_books(lite.books.url, busy_seconds=0.05)
    lite.vouchers(receipt("v", "5"))
    with (
        writing(lite.books.engine, "结账 U1"),
        pytest.raises(DatabaseBusy, match=f"结账 U1（进程 {os.getpid()}）正在写入"),
    ):
        import_books(impatient, lite.path, ACT)
    impatient.dispose()


@pytest.mark.slow
def test_an_import_that_is_killed_leaves_the_books_as_before(folder: Folder) -> None:
    folder.books.post(posted("before", 5, dated_on=DAY))
    before = everything(folder.books)
    folder.vouchers(*(receipt(f"v{n}", "1") for n in range(3000)))
    with importer(folder, "pause") as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "sealed\n"
        child.send_signal(signal.SIGKILL)
    assert everything(folder.books) == before
    assert folder.bring().vouchers == 3000


def importer(folder: Folder, how: str) -> subprocess.Popen[str]:
    """A process of its own that imports the folder."""
    command = [sys.executable, "-m", "tests.ledger.importer"]
    return subprocess.Popen(
        [*command, folder.books.url, str(folder.path), how],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stdin=subprocess.PIPE,
        text=True,
    )


# -- size ---------------------------------------------------------------------------


@pytest.mark.parametrize("collecting", [True, False])
def test_an_import_leaves_the_garbage_collector_as_it_was(
    lite: Folder, *, collecting: bool
) -> None:
    before = gc.isenabled()
    (gc.enable if collecting else gc.disable)()
    try:
        lite.vouchers(receipt("v", "5")).bring()
        assert gc.isenabled() is collecting
    finally:
        (gc.enable if before else gc.disable)()


LIMIT = 420 << 20
"""Bytes of data for 200,000 rows; all of them as Python objects would be more."""


@pytest.mark.slow
@pytest.mark.parametrize("wrong", [False, True])
def test_two_hundred_thousand_rows_fit_into_bounded_memory(
    lite: Folder, *, wrong: bool
) -> None:
    header = "unit,voucher,date,summary,preparer,reviewer,account,fund,debit,credit\n"
    debit, credit = ("x", "y") if wrong else ("5", "5")
    with (lite.path / "vouchers.csv").open("w", encoding="utf-8") as file:
        file.write(header)
        for number in range(2_000):
            head = f"U1,v{number},2025-01-15,捐赠,张三,李四"
            file.writelines([f"{head},102,F1,{debit},\n"] * 50)
            file.writelines([f"{head},408,F1,,{credit}\n"] * 50)
    with importer(lite, f"within {LIMIT}") as child:
        told, _ = child.communicate(timeout=120)
    assert child.returncode == 0
    assert told.splitlines()[-1] == ("faults 200000" if wrong else "vouchers 2000")
