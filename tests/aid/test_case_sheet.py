"""Applications out of a file: all of them or none, the same file twice is once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import xlsxwriter

from aid.case_sheet import CASES, import_cases, read_cases
from aid.cases import Saved, cases_of
from aid.claims import Project
from aid.eligibility import Limb
from ledger.database import reading, writing
from ledger.errors import FolderFaulty
from ledger.money import Money
from tests import server
from tests.aid import casework
from tests.aid.casework import act, day
from tests.aid.filing import PHONE, VAULT
from tests.building import Books

HEAD = (
    "申请号,档案号,项目,年度,成员序号,困难情形,申请金额,当日审核,申请方式,申请日期,说明"
)
GOOD = (
    "r1,K-1,医疗救助,2025,,E-1,,是,工会代为申请,2026-03-02,住院",
    "r2,K-1,schooling,2026,2,子女就学,1000.50,否,,2026-03-02,",
    "r3,K-2,living,2026,1,其他特别困难,,,person,,突遭变故",
)


@pytest.fixture
def tree(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    """P over C over K over G, with a file or two each."""
    yield from casework.tree(shelf, dialect)


def written(folder: Path, *lines: str, head: str = HEAD) -> Path:
    path = folder / "cases.csv"
    path.write_text("\n".join((head, *lines)) + "\n", "utf-8")
    return path


def take(books: Books, path: Path, unit: str = "K") -> Saved:
    sheet = read_cases(path)
    with writing(books.engine) as connection:
        by = act("张三", day("03-02"))
        return import_cases(connection, unit, sheet, VAULT, by)


def faults(books: Books, path: Path) -> list[tuple[int, str, str]]:
    with pytest.raises(FolderFaulty) as refusal:
        take(books, path)
    assert PHONE not in str(refusal.value)
    assert books.one("SELECT COUNT(*) FROM aid_cases") == 0
    return [(one.row, one.column, one.problem.what) for one in refusal.value.faults]


def test_applications_are_taken_in_and_twice_changes_nothing(
    tree: Books, tmp_path: Path
) -> None:
    path = written(tmp_path, *GOOD)
    assert take(tree, path) == Saved(("A2026-1", "A2026-2", "A2026-3"), 0)
    before = tree.one("SELECT COUNT(*) FROM records")
    assert take(tree, path) == Saved((), 3)
    assert tree.one("SELECT COUNT(*) FROM records") == before
    with reading(tree.engine) as connection:
        one, two, three = cases_of(connection, "K")
    assert (one.project, one.limb, one.urgent) == (Project.MEDICAL, Limb.ILLNESS, True)
    assert (two.member, two.asked) == (2, Money(1_000_50))
    assert three.applied_on == day("03-02")


def test_a_workbook_is_read_like_a_table(tree: Books, tmp_path: Path) -> None:
    path = tmp_path / "cases.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("cases")
        for at, line in enumerate((HEAD, *GOOD)):
            sheet.write_row(at, 0, line.split(","))
    assert len(take(tree, path).added) == 3


def test_a_line_added_is_all_that_is_taken(tree: Books, tmp_path: Path) -> None:
    take(tree, written(tmp_path, *GOOD[:2]))
    assert take(tree, written(tmp_path, *GOOD)) == Saved(("A2026-3",), 2)


def test_every_fault_is_told_and_nothing_is_taken(tree: Books, tmp_path: Path) -> None:
    """What cannot be read is told first; what cannot stand when all can be read."""
    unread = (
        ",K-1,医疗,25年,一,E-9,多,也许,,3月,",
        f"r2,K-1,living,2026,1,E-1,,,,2026-03-02,{PHONE}",
    )
    assert {(row, key) for row, key, _ in faults(tree, written(tmp_path, *unread))} == {
        *((2, key) for key in ("ref", "project", "year", "member", "limb")),
        *((2, key) for key in ("asked", "urgent", "on")),
    }
    wrong = (
        *GOOD[:1],
        "r1,K-2,living,2026,9,E-1,,,,2026-03-02,",
        f"r2,X,living,2026,1,E-7,,,,2026-03-03,{PHONE}",
        "r4,K-1,医疗救助,2025,,E-1,,,,2026-03-02,",
    )
    found = faults(tree, written(tmp_path, *wrong))
    assert {(row, key) for row, key, _ in found} == {
        *((3, key) for key in ("ref", "member")),
        *((4, key) for key in ("code", "on", "words")),
        (5, "project"),
    }


def test_other_content_under_a_reference_is_refused(
    tree: Books, tmp_path: Path
) -> None:
    take(tree, written(tmp_path, *GOOD))
    other = GOOD[0].replace("住院", "手术")
    with pytest.raises(FolderFaulty, match="申请号已用于 A2026-1，内容不同"):
        take(tree, written(tmp_path, other))


def test_no_two_columns_share_a_heading() -> None:
    keys = [column.key for column in CASES.columns]
    labels = [column.label for column in CASES.columns]
    assert len({*keys, *labels}) == len(keys) + len(labels)


def test_a_file_without_rows_says_so(tree: Books, tmp_path: Path) -> None:
    assert faults(tree, written(tmp_path)) == [(0, "", "文件中没有申请")]
