"""The records of a closed year, written and checked from the command line."""

import hashlib
from pathlib import Path

import pytest

from tests.app.commands import ROOT, Desk

UNIT = ("--unit", "FZU-LAW", "--year", "2011")
POST = ("books", "year-end", "post", *UNIT, "--as", "李四")


@pytest.fixture
def ordered(bare: Desk) -> Desk:
    """A published year, closed through November, its closing ordered by 张三."""
    bare.ok("init")
    bare.ok("books", "import", str(ROOT / "examples" / "fzu-law-2011"))
    for code in ("张三", "李四"):
        bare.ok("books", "people", "add", code)
    bare.ok("books", "close", "--unit", "FZU-LAW", "--period", "2011-11")
    bare.ok("books", "year-end", "order", *UNIT, "--as", "张三")
    return bare


def manifest_hash(folder: Path) -> str:
    return hashlib.sha256((folder / "manifest.json").read_bytes()).hexdigest()


def logged(desk: Desk, act: str) -> list[tuple[str, str]]:
    return [
        (row["subject"], row["outcome"])
        for row in desk.rows("log")
        if row["act"] == act
    ]


@pytest.mark.slow
def test_a_year_is_closed_kept_written_again_and_checked(ordered: Desk) -> None:
    first = ordered.folder / "first"
    said = ordered.ok(*POST, "--archive", "first").out
    digest = manifest_hash(first)
    assert "2011年已结账" in said
    assert f"清单摘要 {digest}" in said
    again = ordered.ok("archive", "write", *UNIT, "--to", "again").out
    assert f"清单摘要 {digest}" in again
    assert logged(ordered, "archive.write") == [
        ("2011 first", "done"),
        ("2011 again", "done"),
    ]
    assert logged(ordered, "archive.manifest") == [(f"2011 {digest}", "done")] * 2

    good = ordered.ok("archive", "check", "first", "--hash", digest.upper())
    assert f"清单摘要 {digest}" in good.out
    assert ordered.rows("archive", "check", "first") == []

    (first / "总账" / "2011科目余额表.csv").write_text("", "utf-8")
    found = ordered.run("archive", "check", "first", "--hash", "0", "--format", "json")
    assert (found.code, found.err) == (1, "档案与归档时不一致\n")
    assert [row["path"] for row in found.rows] == [
        "manifest.json",
        "总账/2011科目余额表.csv",
    ]


def test_a_folder_that_cannot_be_is_refused_before_the_year_is_closed(
    ordered: Desk,
) -> None:
    (ordered.folder / "here").mkdir()
    assert "已经存在" in ordered.refused(*POST, "--archive", "here")
    told = ordered.refused(*POST, "--archive", "nowhere/set")
    assert "上级文件夹不存在" in told
    assert ordered.ok(*POST).out.startswith("FZU-LAW 2011年已结账")


def test_an_open_year_is_refused_and_logged(desk: Desk) -> None:
    words = ("archive", "write", "--unit", "U1", "--year", "2025", "--to", "set")
    assert "该年度尚未年终结账" in desk.refused(*words)
    assert logged(desk, "archive.write") == [("2025 set", "refused")]
    assert not (desk.folder / "set").exists()


def test_who_may_not_look_may_not_keep(desk: Desk) -> None:
    since = ("--since", "2025-01-01")
    desk.ok("books", "people", "grant", "张三", "admin", *since)
    desk.ok("books", "people", "grant", "李四", "prepare", "--unit", "U1", *since)
    words = ("archive", "write", "--unit", "U1", "--year", "2025", "--to", "set")
    assert "没有“查看”或“结账”权限" in desk.refused(*words, "--as", "李四")


def test_papers_in_the_clear_are_for_those_who_may_look(desk: Desk) -> None:
    """Who may close a year alone writes the set without them."""
    since = ("--since", "2025-01-01")
    desk.ok("books", "people", "grant", "张三", "admin", *since)
    desk.ok("books", "people", "grant", "李四", "close", "--unit", "U1", *since)
    words = ("archive", "write", "--unit", "U1", "--year", "2025", "--to", "set")
    assert "没有“查看”权限" in desk.refused(*words, "--papers", "--as", "李四")
    assert "该年度尚未年终结账" in desk.refused(*words, "--as", "李四")


def test_what_is_no_archive_is_refused(desk: Desk) -> None:
    assert "其中没有 manifest.json" in desk.refused("archive", "check", ".")
