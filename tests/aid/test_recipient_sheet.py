"""Recipients out of a file: all of them or none, and no word of anybody."""

import csv
from pathlib import Path

import pytest
import xlsxwriter

from aid.recipient_fields import FileContent
from aid.recipient_sheet import (
    RECIPIENTS,
    Confirmed,
    import_recipients,
    read_recipients,
)
from aid.recipient_writing import Saved
from aid.recipients import opened, row_of
from ledger.database import reading, writing
from ledger.errors import FolderFaulty
from ledger.money import Money
from ledger.people import Act
from tests.aid.filing import (
    ADDRESS,
    FILED,
    LATER,
    MEMBER,
    NAME,
    PHONE,
    VAULT,
    add,
    close,
    content,
    number,
    person,
)
from tests.building import Books

HEAD = "户号,档案号,关系,姓名,身份证号,联系电话,家庭住址,困难类别,年收入,建档日期"
FAMILY = (
    f"1,A-1,本人,{NAME},{number(1)},{PHONE},{ADDRESS},深度困难,4000,2026-03-01",
    f"1,,子女,{MEMBER},{number(2)},,,,,",
    f",A-3,,司马兰,{number(3)},,,,,",
)


def written(folder: Path, *lines: str, head: str = HEAD) -> Path:
    path = folder / "recipients.csv"
    path.write_text("\n".join((head, *lines)) + "\n", "utf-8")
    return path


def take(books: Books, path: Path, act: Act = FILED, **confirmed: bool) -> Saved:
    sheet, told = read_recipients(path, act), Confirmed(**confirmed)
    with writing(books.engine) as connection:
        return import_recipients(connection, "U1", sheet, VAULT, act, told)


def faults(books: Books, path: Path) -> list[tuple[int, str, str]]:
    with pytest.raises(FolderFaulty) as refusal:
        take(books, path)
    for secret in (NAME, MEMBER, PHONE, ADDRESS, number(1), number(2)):
        assert secret not in str(refusal.value)
    assert books.one("SELECT COUNT(*) FROM recipient_revisions") <= 1
    return [(one.row, one.column, one.problem.what) for one in refusal.value.faults]


def test_no_two_columns_share_a_heading() -> None:
    keys = [column.key for column in RECIPIENTS.columns]
    labels = [column.label for column in RECIPIENTS.columns]

    assert len({*keys, *labels}) == len(keys) + len(labels)


def test_households_are_taken_in_and_twice_changes_nothing(
    books: Books, tmp_path: Path
) -> None:
    path = written(tmp_path, *FAMILY)

    assert take(books, path) == Saved(("A-1", "A-3"), (), 0)
    before = books.one("SELECT COUNT(*) FROM records")
    assert take(books, path, act=LATER) == Saved((), (), 2)
    assert books.one("SELECT COUNT(*) FROM records") == before
    with reading(books.engine) as connection:
        told = opened(connection, row_of(connection, "A-1"), VAULT)
    assert [one.name for one in told.persons] == [NAME, MEMBER]
    assert (told.category, told.phone) == ("deep", PHONE)


def test_what_says_something_else_is_a_revision(books: Books, tmp_path: Path) -> None:
    take(books, written(tmp_path, *FAMILY))
    path = written(tmp_path, FAMILY[0].replace("4000", "5000"), *FAMILY[1:])

    assert take(books, path, act=LATER) == Saved((), ("A-1",), 1)
    assert books.one("SELECT MAX(revision) FROM recipient_revisions") == 2


def test_another_name_for_a_known_number_is_confirmed(
    books: Books, tmp_path: Path
) -> None:
    take(books, written(tmp_path, *FAMILY))
    other = (FAMILY[0].replace(NAME, "诸葛亮"), FAMILY[1])
    with pytest.raises(FolderFaulty, match="姓名与档案不同（A-1）") as refusal:
        take(books, written(tmp_path, *other))
    assert [(one.row, one.column) for one in refusal.value.faults] == [(2, "name")]
    assert "诸葛亮" not in str(refusal.value)
    assert NAME not in str(refusal.value)

    nameless = (other[0].replace("A-1", ""), FAMILY[1])
    with pytest.raises(FolderFaulty, match="写明档案号并用 --renamed"):
        take(books, written(tmp_path, *nameless), LATER, renamed=True)
    path = written(tmp_path, *other)
    assert take(books, path, LATER, renamed=True).changed == ("A-1",)


def test_members_are_left_out_on_purpose_alone(books: Books, tmp_path: Path) -> None:
    take(books, written(tmp_path, *FAMILY))
    path = written(tmp_path, FAMILY[0])
    with pytest.raises(FolderFaulty, match=r"没有档案 A-1 的第 2 号成员.*--replace"):
        take(books, path)
    assert take(books, path, LATER, members_go=True).changed == ("A-1",)
    assert [one.name for one in told(books).persons] == [NAME]


def told(books: Books) -> FileContent:
    """What A-1 says."""
    with reading(books.engine) as connection:
        return opened(connection, row_of(connection, "A-1"), VAULT)


def test_columns_that_a_sheet_lacks_keep_what_stands(
    books: Books, tmp_path: Path
) -> None:
    """A blank cell of a column that it has clears what stands."""
    take(books, written(tmp_path, *FAMILY))
    head = "姓名,身份证号,联系电话,困难类别,住房类型"
    path = written(tmp_path, f"{NAME},{number(1)},,深度困难,", head=head)
    assert take(books, path, LATER).changed == ("A-1",)
    now = told(books)
    assert now.phone is None
    assert (now.address, now.worker.income) == (ADDRESS, Money(4_000_00))
    assert [one.name for one in now.persons] == [NAME, MEMBER]

    head = "户号,关系,姓名,身份证号"
    rows = f"1,本人,{NAME},{number(1)}", f"1,子女,{MEMBER},{number(2)}"
    assert take(books, written(tmp_path, *rows, head=head), LATER).same == 1


def test_a_workbook_is_read_like_a_table(sqlite_books: Books, tmp_path: Path) -> None:
    path = tmp_path / "档案.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("困难职工档案")
        for row, line in enumerate((HEAD, *FAMILY)):
            for column, cell in enumerate(line.split(",")):
                sheet.write_string(row, column, cell)

    assert take(sqlite_books, path) == Saved(("A-1", "A-3"), (), 0)


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (
            (FAMILY[0], FAMILY[1].replace("子女", "本人"), "", ""),
            [(3, "relation", "一户有多个“本人”，只能有一个户主")],
        ),
        ((FAMILY[1],), [(2, "relation", "一户中没有“本人”")]),
        (
            (FAMILY[0], FAMILY[1].replace(",,,,,", f",{PHONE},,,,")),
            [(3, "phone", "只写在“本人”的一行")],
        ),
        (
            (FAMILY[0].replace(number(1), number(1)[:-2] + "00"),),
            [(2, "identity", "身份证号码不对")],
        ),
        (
            (*FAMILY, f",A-4,,某某,{number(1)},,,,,"),
            [(5, "identity", "同一人出现两次，一人一档")],
        ),
        (
            (*FAMILY, f",A-3,,某某,{number(9)},,,,,"),
            [(5, "file", "档案号已用于另一人")],
        ),
        (
            (FAMILY[0], FAMILY[1].replace("1,,", "1,A-9,")),
            [(2, "file", "同一户各行所写不同")],
        ),
        (
            (FAMILY[0].replace("2026-03-01", "三月"),),
            [(2, "opened_on", "日期应写作")],
        ),
        (
            (FAMILY[0].replace("2026-03-01", "2026-03-09"),),
            [(2, "opened_on", "建档日期晚于今天")],
        ),
        (
            (*FAMILY, f"2,,本人,某,{number(2)},,,,,", f"2,,父母,某,{number(1)},,,,,"),
            [
                (2, "relation", "家庭成员另有档案"),
                (5, "relation", "家庭成员另有档案"),
            ],
        ),
        ((), [(0, "", "文件中没有档案")]),
    ],
)
def test_every_fault_is_told_by_row_and_column(
    sqlite_books: Books,
    tmp_path: Path,
    lines: tuple[str, ...],
    told: list[tuple[int, str, str]],
) -> None:
    found = faults(sqlite_books, written(tmp_path, *lines))

    assert [one[:2] for one in found] == [one[:2] for one in told]
    for (_, _, what), (_, _, start) in zip(found, told, strict=True):
        assert what.startswith(start)


def test_who_has_a_file_elsewhere_is_told_with_the_unit(
    books: Books, tmp_path: Path
) -> None:
    add(books, content(1, person(2)), unit="U2", code="B-1")

    assert faults(books, written(tmp_path, *FAMILY)) == [
        (2, "identity", "此人已在单位“U2”建档，一人一档")
    ]


def test_a_closed_file_is_not_changed_by_a_file(books: Books, tmp_path: Path) -> None:
    add(books, content(1), code="A-1")
    close(books, "A-1")

    ((row, column, what),) = faults(books, written(tmp_path, *FAMILY))
    assert (row, column) == (2, "identity")
    assert "先重新启用" in what


def test_a_file_number_that_contradicts_is_told(books: Books, tmp_path: Path) -> None:
    add(books, content(1), code="B-1")

    assert faults(books, written(tmp_path, *FAMILY)) == [
        (2, "file", "此人已有档案，档案号与所写不同")
    ]


def test_a_file_without_headings_tells_nobodys_name(
    sqlite_books: Books, tmp_path: Path
) -> None:
    """The first row is a person; it is counted, not repeated."""
    found = faults(sqlite_books, written(tmp_path, *FAMILY[1:], head=FAMILY[0]))

    assert (1, "", "有 8 列的列名不认识") in [
        (row, column, what.replace("9", "8").replace("10", "8"))
        for row, column, what in found
    ]


def many(path: Path, count: int, *more: str) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEAD.split(","))
        for place in range(1, count + 1):
            own = ["", f"M-{place}", "", "某某某", number(place), f"139{place:08d}"]
            writer.writerow([*own, ADDRESS, "深度困难", "4000", ""])
        for line in more:
            writer.writerow(line.split(","))
    return path


def test_one_bad_line_among_ten_thousand_stops_all_and_is_told(
    sqlite_books: Books, tmp_path: Path
) -> None:
    bad = f",X,,某,{number(1)[:-2]}00,,,,,"
    path = many(tmp_path / "recipients.csv", 9_999, bad)

    ((row, column, _),) = faults(sqlite_books, path)
    assert (row, column) == (10_001, "identity")
    assert sqlite_books.one("SELECT COUNT(*) FROM recipients") == 0


def test_many_files_are_taken_in_together(books: Books, tmp_path: Path) -> None:
    """Enough of them that PostgreSQL takes them by COPY."""
    path = many(tmp_path / "recipients.csv", 600)

    assert len(take(books, path).added) == 600
    assert take(books, path, act=LATER).same == 600
