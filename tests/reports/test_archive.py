"""The records of a closed year as a set of files: what is in it, and what is found."""

import csv
import datetime as dt
import hashlib
import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from ledger import closing, year_end
from ledger.database import writing
from ledger.people import Act
from reports import archive, archive_xml
from reports.archive_xml import METADATA
from reports.errors import NoSuchPeriod, TemplateFault
from reports.look import Look
from reports.wording import TEMPLATES
from tests.building import ACT, Books, receipt, red
from tests.reports import changing
from tests.reports.asking import asked
from tests.reports.keeping import closed, contents, listed, manifest, write
from tests.reports.test_letterhead import png

# -- what is written ----------------------------------------------------------------


def test_a_set_holds_every_record_of_the_year(kept: Path) -> None:
    found = set(listed(kept))
    assert found == set(contents(kept)) - {archive.MANIFEST}
    assert {
        f"记账凭证/2025-{month:02d}记账凭证装订册.pdf" for month in range(1, 13)
    } <= found
    assert {f"结账记录/2025-{month:02d}结账记录.pdf" for month in range(1, 13)} <= found
    assert {f"月报/2025-{m:02d}资产负债表.pdf" for m in range(1, 13)} <= found
    assert found >= {
        "记账凭证/2025全部分录.csv",
        "总账/2025总账.pdf",
        "总账/2025总账.csv",
        "总账/2025科目余额表.pdf",
        "总账/2025科目余额表.csv",
        "明细账/2025明细账-102.csv",
        "明细账/2025明细账-50404.csv",
        "明细账/2025明细账.pdf",
        "年报/2025帮扶资金收支表.pdf",
        "年报/2025资产负债表.pdf",
        "年报/2025收入支出表.csv",
        "年报/2025国有资产情况表.pdf",
        "年报/2025会计报表附注.pdf",
        "目录/2025会计档案目录.pdf",
        "目录/2025会计档案目录.xlsx",
        METADATA,
    }
    # Neither a statement of another edition, nor an account that never moved.
    assert not any("往来款项明细表" in path for path in found)
    assert "明细账/2025明细账-141.csv" not in found
    assert not any("转账工作底稿" in path for path in found)


def test_no_statement_of_a_closed_year_is_a_draft(kept: Path) -> None:
    assert not any("草稿" in one["title"] for one in listed(kept).values())


@pytest.mark.parametrize(
    ("path", "retention", "years", "until"),
    [
        ("记账凭证/2025-03记账凭证装订册.pdf", "30年", 30, "2055-12-31"),
        ("记账凭证/2025全部分录.csv", "30年", 30, "2055-12-31"),
        ("总账/2025总账.pdf", "30年", 30, "2055-12-31"),
        ("总账/2025科目余额表.pdf", "30年", 30, "2055-12-31"),
        ("明细账/2025明细账-102.csv", "30年", 30, "2055-12-31"),
        ("月报/2025-03资产负债表.pdf", "10年", 10, "2035-12-31"),
        ("结账记录/2025-03结账记录.pdf", "10年", 10, "2035-12-31"),
        ("结账记录/2025-12结账记录.pdf", "永久", None, None),
        ("年报/2025资产负债表.pdf", "永久", None, None),
        ("年报/2025会计报表附注.pdf", "永久", None, None),
    ],
)
def test_each_file_says_how_long_it_is_kept(
    kept: Path, path: str, retention: str, years: int | None, until: str | None
) -> None:
    one = listed(kept)[path]
    told = (one["retention"], one["retention_years"], one["kept_until"])
    assert told == (retention, years, until)
    assert one["kept_from"] == "2026-01-01"


def test_bound_vouchers_and_the_general_ledger_stand_as_the_year_was_closed(
    kept: Path,
) -> None:
    found = listed(kept)
    bound = found["记账凭证/2025-01记账凭证装订册.pdf"]
    assert bound["title"] == "记账凭证装订册　共 1 册，凭证 3 张"
    assert (bound["kind"], found["总账/2025总账.csv"]["kind"]) == ("记账凭证", "总账")
    ledger = (kept / "总账/2025总账.csv").read_text("utf-8-sig")
    assert "2025-12-31,结转下年,,,借,1180.00" in ledger
    assert "不符" not in ledger


def test_the_manifest_tells_the_chain_and_every_hash(kept: Path) -> None:
    told = manifest(kept)
    assert (told["unit"], told["year"], told["position"]) == ("U1", 2025, 7)
    assert (told["closed_by"], told["closed_at"]) == ("李四", "2025-12-31T08:00:00Z")
    # What is of a month stands as it was known at the close of that month.
    assert listed(kept)["月报/2025-03资产负债表.pdf"]["position"] == 4
    assert listed(kept)["年报/2025资产负债表.pdf"]["position"] == 7
    for path, one in listed(kept).items():
        content = (kept / path).read_bytes()
        assert one["bytes"] == len(content)
        assert one["sha256"] == hashlib.sha256(content).hexdigest()


def test_every_pdf_is_made_to_last(kept: Path) -> None:
    files = sorted(kept.rglob("*.pdf"))
    assert len(files) > len(range(12, 60))
    for file in files:
        found = PdfReader(file).trailer["/Root"]["/Metadata"].get_data()
        assert b"<pdfaid:part>2</pdfaid:part>" in found
        assert b"<pdfaid:conformance>B</pdfaid:conformance>" in found


def test_the_metadata_says_of_each_file_what_the_manifest_does(kept: Path) -> None:
    said = archive_xml.read((kept / METADATA).read_bytes())
    told = manifest(kept)
    names = ("全宗号", "立档单位名称", "年度", "链位", "凭证链摘要", "文件数")
    assert [said.whole[name] for name in names] == [
        *("U1", "某县总工会", "2025", "7", told["hash"]),
        str(len(told["files"]) - 1),
    ]
    # It cannot tell its own digest.
    assert said.files.keys() == listed(kept).keys() - {METADATA}
    one = said.files["记账凭证/2025-03记账凭证装订册.pdf"]
    assert one["档号"] == listed(kept)[one["计算机文件名"]]["number"]
    assert (one["案卷号"], one["件号"], one["页数"]) == ("4", "1", "1")
    assert (one["保管期限"], one["保管期限届满"]) == ("30年", "2055-12-31")
    assert (one["格式"], one["数字摘要算法"]) == ("PDF/A-2b", "SHA-256")
    assert one["摘要值"] == listed(kept)[one["计算机文件名"]]["sha256"]


def test_other_programs_read_the_metadata(kept: Path) -> None:
    root = ET.parse(kept / METADATA).getroot()  # noqa: S314 - our own file
    assert root.tag == "电子会计档案"
    assert len(root.findall("文件")) == len(listed(kept)) - 1


def test_the_catalogue_lists_every_record(kept: Path) -> None:
    book = CalamineWorkbook.from_path(kept / "目录" / "2025会计档案目录.xlsx")
    cells = {
        str(cell)
        for name in book.sheet_names
        for row in book.get_sheet_by_name(name).to_python()
        for cell in row
    }
    ours = {path for path in listed(kept) if not path.startswith("目录/")}
    assert ours <= cells
    assert {listed(kept)[path]["sha256"] for path in ours} <= cells


def test_the_postings_are_there_with_every_field(kept: Path) -> None:
    text = (kept / "记账凭证/2025全部分录.csv").read_text("utf-8-sig")
    lines = list(csv.DictReader(text.splitlines()))
    assert lines[-1]["摘要值"] == manifest(kept)["hash"]
    aid = next(one for one in lines if one["科目编号"] == "50404")
    assert (aid["借方"], aid["用途"], aid["资金"]) == ("300.00", "生活救助", "F1")
    assert (aid["制单"], aid["审核"], aid["记账"]) == ("张三", "李四", "王五")
    assert aid["科目名称"].startswith("维权支出——")
    assert len(lines[0]) == 42


def test_it_is_the_same_on_both_databases(
    books: Books, kept: Path, tmp_path: Path
) -> None:
    write(closed(books), tmp_path / "set")
    names = ("总账/2025科目余额表.csv", "记账凭证/2025全部分录.csv")
    for name in names:
        assert (tmp_path / "set" / name).read_bytes() == (kept / name).read_bytes()


def test_it_is_the_same_whenever_it_is_written(
    sqlite_books: Books, tmp_path: Path
) -> None:
    one = write(closed(sqlite_books), tmp_path / "one")
    sqlite_books.post(receipt("later", 5_00, dated_on=dt.date(2026, 1, 4)))
    with writing(sqlite_books.engine) as connection:
        later = Act("王五", dt.datetime(2026, 2, 1, tzinfo=dt.UTC))
        closing.close_through(connection, "U1", 202601, later)
    other = write(sqlite_books, tmp_path / "other")
    assert contents(tmp_path / "one") == contents(tmp_path / "other")
    assert one.manifest_hash == other.manifest_hash
    written = (tmp_path / "one" / archive.MANIFEST).read_bytes()
    assert one.manifest_hash == hashlib.sha256(written).hexdigest()


def test_a_set_is_printed_in_the_look_of_the_office(
    sqlite_books: Books, tmp_path: Path
) -> None:
    (tmp_path / "letterhead.png").write_bytes(png())
    sqlite_books.post(receipt("wrong", 7_00))
    sqlite_books.reverse("wrong", red("undone"))
    look = Look(negatives="parentheses").of_office(tmp_path)
    write(closed(sqlite_books), tmp_path / "set", look=look)
    book = PdfReader(tmp_path / "set" / "记账凭证" / "2025-01记账凭证装订册.pdf")
    told = "".join(page.extract_text() for page in book.pages)
    assert "(7.00)" in told
    assert "-7.00" not in told
    assert book.pages[0].images


def test_long_ledgers_are_not_printed(sqlite_books: Books, tmp_path: Path) -> None:
    write(closed(sqlite_books), tmp_path / "set", ledger_lines=16)
    assert "明细账/2025明细账.pdf" not in listed(tmp_path / "set")
    assert "明细账/2025明细账-102.csv" in listed(tmp_path / "set")


def test_a_change_of_chart_brings_its_sheet(
    sqlite_books: Books, tmp_path: Path
) -> None:
    books = changing.closed(changing.about_to_change(sqlite_books))
    write(books, tmp_path / "old", unit="U3", year=2021)
    with writing(books.engine) as connection:
        closing.close_through(connection, "U3", 202211, ACT)
        year_end.order(connection, "U3", 2022, (), changing.ORDERS)
    with writing(books.engine) as connection:
        year_end.post(connection, "U3", 2022, changing.REVIEWS)
    write(books, tmp_path / "new", unit="U3", year=2022)
    sheet = "记账凭证/2022转账工作底稿.pdf"
    assert sheet in listed(tmp_path / "new")
    assert not any("转账" in path for path in listed(tmp_path / "old"))
    assert "年报/2021往来款项明细表.pdf" in listed(tmp_path / "old")


# -- all or nothing -----------------------------------------------------------------


def test_what_fails_midway_leaves_nothing(sqlite_books: Books, tmp_path: Path) -> None:
    office = tmp_path / "office"
    office.mkdir()
    (office / "trial_balance_proof.txt").write_text("{{ nothing }}", "utf-8")
    place = tmp_path / "place"
    place.mkdir()
    with pytest.raises(TemplateFault):
        write(closed(sqlite_books), place / "set", templates=office)
    assert list(place.iterdir()) == []


def test_a_folder_that_is_there_is_left_alone(
    sqlite_books: Books, tmp_path: Path
) -> None:
    (tmp_path / "set").mkdir()
    (tmp_path / "set" / "own").write_text("mine", "utf-8")
    with pytest.raises(FileExistsError):
        write(closed(sqlite_books), tmp_path / "set")
    assert contents(tmp_path) == {"set/own": b"mine"}


def test_an_open_year_has_no_set(sqlite_books: Books, tmp_path: Path) -> None:
    sqlite_books.post(receipt("r1", 1000_00))
    with writing(sqlite_books.engine) as connection:
        closing.close_through(connection, "U1", 202511, ACT)
    with pytest.raises(NoSuchPeriod, match="该年度尚未年终结账"):
        write(sqlite_books, tmp_path / "set")
    assert list(tmp_path.iterdir()) == []


def test_what_xml_cannot_say_stands_by_its_number() -> None:
    whole = archive_xml.Told(
        unit="U1",
        name="<某>&\x08县 #1\r{{ x }}",
        year=2025,
        position=1,
        hash="",
        totals_hash="",
        closed_by="",
        closed_at="",
    )
    said = archive_xml.read(archive_xml.content(whole, ()))
    assert said.whole["立档单位名称"] == "<某>&〔U+0008〕县 #1〔U+000D〕{{ x }}"


def test_an_office_words_its_catalogue(sqlite_books: Books, tmp_path: Path) -> None:
    names = [
        file.stem
        for file in TEMPLATES.iterdir()
        # It stands under statements of the bank, not in the catalogue.
        if file.stem.startswith("archive_") and file.stem != "archive_statement"
    ]
    for name in names:
        (tmp_path / f"{name}.txt").write_text(f"〔{name}〕", "utf-8")
    books = closed(sqlite_books)
    told = asked(books.engine, "archive_catalogue", "U1", "2025", templates=tmp_path)
    text = json.dumps(told, ensure_ascii=False)
    assert [name for name in names if f"〔{name}〕" not in text] == []
