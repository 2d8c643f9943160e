"""Evidence at the desk: taken in, listed, audited, verified."""

from pathlib import Path

import pytest

from tests.app.commands import Desk
from tests.planted import clean, planted, plants

pytestmark = pytest.mark.slow

U1 = ("--unit", "U1")


def taken(desk: Desk, folder: Path) -> str:
    """Take a folder in as evidence of U1; its key."""
    (row,) = desk.rows("audit", "intake", str(folder), *U1)
    assert row["unit"] == "U1"
    return str(row["evidence"])


def test_an_auditees_books_are_taken_in_and_audited(desk: Desk, tmp_path: Path) -> None:
    planted(1, plants()).write(tmp_path / "账套")

    key = taken(desk, tmp_path / "账套")

    asked = (*U1, "--evidence", key, "--period", "2025")
    found = {row["key"] for row in desk.rows("audit", "run", *asked, "--findings")}
    assert found >= {"T16", "T28", "T30", "T33", "T38", "T39", "T41", "T43", "L07"}
    (told,) = desk.rows("audit", "run", *asked, "--check", "T38")
    assert (told["performed"], told["findings"]) == ("是", 3)
    (listed,) = desk.rows("audit", "evidence", *U1)
    assert (listed["evidence"], listed["auditee"]) == (key, "S1")
    unread = desk.rows("audit", "evidence", *U1, "--evidence", key, "--unread")
    assert len(unread) == listed["unread"]
    assert {row["column"] for row in unread} == {"debit", "date", "account"}
    assert desk.rows("audit", "verify") == []
    assert "V21" not in desk.ok("audit", "verify").err


def test_the_same_folder_again_is_told_and_changes_nothing(
    desk: Desk, tmp_path: Path
) -> None:
    clean().write(tmp_path / "账套")
    key = taken(desk, tmp_path / "账套")

    again = desk.run("audit", "intake", str(tmp_path / "账套"), *U1)

    assert (again.code, f"接收为 {key}，没有改动" in again.err) == (0, True)
    assert len(desk.rows("audit", "evidence", *U1)) == 1


def test_what_could_not_be_read_is_listed_with_its_place(
    desk: Desk, tmp_path: Path
) -> None:
    made = planted(1, (next(p for p in plants() if p.name == "金额不是数字"),))
    made.write(tmp_path / "账套")

    told = desk.ok("audit", "intake", str(tmp_path / "账套"), *U1)

    assert "有 1 处无法读取，照录如下" in told.out
    (row,) = desk.rows("audit", "intake", str(tmp_path / "账套"), *U1, "--unread")
    assert (row["file"], row["column"], row["content"]) == (
        "vouchers.csv",
        "debit",
        "五百元",
    )


def test_what_is_no_folder_of_books_is_refused(desk: Desk, tmp_path: Path) -> None:
    desk.refused("audit", "intake", str(tmp_path / "none"), *U1, code=2)
    told = desk.refused("audit", "intake", str(tmp_path), *U1, code=1)
    assert "文件夹中没有可读的账套" in told
    told = desk.refused(
        "audit", "run", *U1, "--period", "2025", "--evidence", "E1999-1"
    )
    assert "账中没有外来账套“E1999-1”" in told
