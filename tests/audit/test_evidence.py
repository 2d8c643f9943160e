"""Evidence books: taken in whatever is wrong with them, sealed, read, held to it."""

import csv
import dataclasses
import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from audit import evidence, evidence_store
from audit.annual import Opinion, audit_of
from audit.books import Books as Audited
from audit.catalogue import run_all
from audit.errors import EvidenceRefused
from audit.evidence import Intake
from audit.evidence_sheets import cleaned
from ledger.database import reading, writing
from ledger.errors import NotFound
from ledger.people import Act
from ledger.periods import parse_span
from tests.building import Books
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


# -- vouchers out of rows -----------------------------------------------------------


def lines(ref: str, yuan: str, debit: str = "50404", credit: str = "102") -> list[str]:
    """The two rows of a voucher of 12 March."""
    head = f"S1,{ref},2025-03-12,摘要,1,甲,乙"
    return [f"{head},{debit},F1,{yuan},", f"{head},{credit},F1,,{yuan}"]


def books_of(folder: Path, *rows: str) -> Audited:
    return evidence.books_in(evidence.read_folder(vouchers(folder, *rows)), YEAR, "S1")


def test_rows_of_one_reference_are_one_voucher_wherever_they_stand(
    tmp_path: Path,
) -> None:
    first, second = lines("v1", "5")

    found = books_of(tmp_path / "f", first, *lines("v2", "7"), second)

    assert [(one.mark, len(one.lines)) for one in found.vouchers] == [
        ("v1", 2),
        ("v2", 2),
    ]


def test_a_reference_used_twice_is_two_vouchers_told_by_their_rows(
    tmp_path: Path,
) -> None:
    rows = (*lines("v1", "5"), *lines("v2", "6"), *lines("v1", "7"))

    found = books_of(tmp_path / "f", *rows)

    assert [one.mark for one in found.vouchers] == ["v1（第2行）", "v2", "v1（第6行）"]


def test_one_reference_on_two_days_is_two_vouchers(tmp_path: Path) -> None:
    later = [row.replace("03-12", "03-13") for row in lines("v1", "7")]

    found = books_of(tmp_path / "f", *lines("v1", "5"), *later)

    assert [one.dated_on.day for one in found.vouchers] == [12, 13]


def test_within_a_day_money_comes_in_before_it_goes_out(tmp_path: Path) -> None:
    rows = (*lines("v1", "7"), *lines("v2", "7", "102", "408"))

    found = books_of(tmp_path / "f", *rows)

    assert [(one.mark, one.kind) for one in found.vouchers] == [
        ("v2", "收"),
        ("v1", "付"),
    ]
    results = {result.key: result for result in run_all(found)}
    assert results["L07"].findings == ()


def test_a_summary_of_a_row_of_its_own_is_kept_beside_it(tmp_path: Path) -> None:
    first, second = lines("v1", "5")

    found = books_of(tmp_path / "f", first, second.replace("摘要", "付现"))

    assert [line.memo for line in found.vouchers[0].lines] == ["", "付现"]


def test_attachments_that_no_column_tells_are_not_missed(tmp_path: Path) -> None:
    head = HEAD.replace("attachments,", "")
    rows = [row.replace(",1,甲", ",甲") for row in lines("v1", "5")]
    folder = vouchers(tmp_path / "f", *rows, head=head)

    books = evidence.books_in(evidence.read_folder(folder), YEAR, "S1")

    titles = {f.title for result in run_all(books) for f in result.findings}
    assert "凭证未附原始凭证" not in titles
    assert books.vouchers[0].attachments == -1


# -- odd years ----------------------------------------------------------------------


def test_an_empty_year_is_audited_and_nothing_is_found(
    sqlite_books: Books, tmp_path: Path
) -> None:
    sheet(tmp_path / "f" / "units.csv", "code,name,level", f"{UNIT},县总工会,county")

    take(sqlite_books, tmp_path / "f")

    results = run_all(read(sqlite_books))
    assert [f for result in results for f in result.findings] == []
    assert {r.key for r in results if r.performed} >= {"T16", "T38", "T41", "L07"}


def test_books_without_any_day_are_put_before_the_auditor(
    sqlite_books: Books, tmp_path: Path
) -> None:
    folder = vouchers(tmp_path / "f", "S1,v1,不知,摘要,1,甲,乙,102,F1,1,")

    take(sqlite_books, folder)

    (told,) = read(sqlite_books).vouchers
    assert (told.period, told.unread) == (202501, ("日期",))


def test_a_year_of_faulty_books_has_figures_and_an_opinion(tmp_path: Path) -> None:
    """The annual audit takes evidence as it takes the ledger; nothing is closed."""
    planted(1, plants()).write(tmp_path / "f")
    books = evidence.books_in(evidence.read_folder(tmp_path / "f"), YEAR, UNIT)

    found = audit_of(books, 2025, ())

    assert found.opinion is Opinion.WITHHELD
    assert len(found.findings) > 40
    assert found.total.paid.fen > 0


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


def test_books_of_which_no_line_can_be_read_are_not_audited(
    sqlite_books: Books, tmp_path: Path
) -> None:
    """Without a column of accounts nothing follows: no check of vouchers passes."""
    head = "unit,voucher,date,summary,attachments,preparer,reviewer,fund,debit,credit"
    row = "S1,v1,2025-01-02,摘要,1,甲,乙,F1,1,"
    take(sqlite_books, vouchers(tmp_path / "f", row, head=head))
    results = {one.key: one for one in run_all(read(sqlite_books))}
    assert not results["T16"].performed
    assert "记账凭证" in results["T16"].reason
