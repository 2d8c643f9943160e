"""Annual budgets at the desk: drafted, examined, approved, revised, looked at."""

from pathlib import Path

import pytest

from ledger.database import open_books
from tests.app.commands import Desk
from tests.budgets.budgeting import ready
from tests.building import Books

pytestmark = pytest.mark.slow

OF = ("--unit", "U1", "--year", "2025")
NEXT = ("--unit", "U1", "--year", "2026")
MAKES, EXAMINES, APPROVES = ("--as", "张三"), ("--as", "赵六"), ("--as", "李四")
SOURCES = ("--source", "F1=10500", "--source", "F3=20,000+500")
LINES = (
    "--line",
    "F1:50404:生活救助=4000/2000/2000/2000",
    "--line",
    "F3:50404=20000+500",
)


@pytest.fixture
def office(desk: Desk) -> Desk:
    """The desk's books with fund F3, a body and three resolutions."""
    books = Books(open_books(desk.database), desk.database)
    ready(books)
    books.engine.dispose()
    return desk


def approved(desk: Desk, of: tuple[str, ...] = OF, key: str = "2025-1") -> str:
    """Take the newest version all the way; what the last command says."""
    desk.ok("budget", "submit", *of, *MAKES)
    desk.ok("budget", "examine", *of, "--opinion", "同意", *EXAMINES)
    return desk.ok("budget", "approve", *of, "--resolution", key, *APPROVES).out


def test_a_budget_is_planned_examined_approved_and_filed(office: Desk) -> None:
    said = office.ok("budget", "plan", *OF, *SOURCES, *LINES, *MAKES).out
    assert "U1 2025年年度预算（第 1 版）：来源 31,000.00 元" in said
    assert "结余 500.00 元，结余率 1.61%；目标：大于零（略有结余），已达到" in said
    assert approved(office) == "U1 2025年年度预算（第 1 版）：已批准\n"
    office.ok("budget", "file", *OF, "--paper", "县工发3号", *MAKES)

    (row,) = office.rows("budget", "versions", *OF)
    assert (row["state"], row["maker"], row["surplus"]) == ("已报备", "张三", "500.00")
    assert (row["resolution"], row["paper"]) == ("2025-1", "县工发3号")
    parts = office.rows("budget", "show", *OF)
    assert [one["part"] for one in parts] == ["来源", "来源", "支出", "支出"]
    assert parts[3] | {"memo": ""} == {
        "part": "支出",
        "fund": "F3",
        "account": "50404",
        "purpose": "",
        **dict.fromkeys(("q1", "q2", "q3", "q4"), "5000.00"),
        "carried": "500.00",
        "total": "20500.00",
        "memo": "",
    }
    table = office.ok("budget", "show", *OF, "--target", "5").out
    assert "目标：不低于来源的 5.00%，未达到" in table


def test_a_gap_is_told_when_drafted_and_refused_when_submitted(office: Desk) -> None:
    said = office.ok("budget", "plan", *OF, *LINES[:2], *MAKES).out
    assert "不能提交：来源合计 0.00 元" in said
    refusal = office.refused("budget", "submit", *OF, *MAKES)
    assert "资金 F1 本年支出 10,000.00 元，本年收入 0.00 元，缺 10,000.00 元" in refusal
    back = office.ok("budget", "drop", *OF, "--reason", "另编", *MAKES).out
    assert back.endswith("已作废\n")


def test_what_is_submitted_can_be_returned(office: Desk) -> None:
    office.ok("budget", "plan", *OF, *SOURCES, *LINES, *MAKES)
    office.ok("budget", "submit", *OF, *MAKES)
    said = office.ok("budget", "return", *OF, "--opinion", "重编", *EXAMINES).out
    assert said.endswith("已退回\n")


def test_a_revision_from_a_file_is_compared(office: Desk, tmp_path: Path) -> None:
    office.ok("budget", "plan", *OF, *SOURCES, *LINES, *MAKES)
    approved(office)
    path = tmp_path / "budgets.csv"
    path.write_text(
        "单位,年度,类别,资金,科目,用途,一季度,本年收入\n"
        "U1,2025,来源,F1,,,,10500\nU1,2025,来源,F3,,,,20000\n"
        "U1,2025,支出,F1,50404,生活救助,9000,\nU1,2025,支出,F3,50404,,20000,\n",
        encoding="utf-8",
    )
    office.ok("budget", "revise", "--from", str(path), *MAKES)
    approved(office, key="2025-2")
    rows = office.rows("budget", "compare", *OF, "--before", "1", "--after", "2")
    assert [(one["fund"], one["change"]) for one in rows] == [
        ("F1", "-1000.00"),
        ("F3", "-500.00"),
    ]
    again = office.ok("budget", "revise", *OF, *SOURCES, *LINES, *MAKES).out
    assert "调整预算（第 3 版）" in again


def test_next_year_starts_from_this_one(office: Desk) -> None:
    office.ok("budget", "plan", *OF, *SOURCES, *LINES, *MAKES)
    approved(office)
    until = ("--share", "25", "--until", "2026-03-31")
    said = office.ok("budget", "provisional", *NEXT, *until, *MAKES).out
    assert "7,500.00 元，至 2026-03-31；待决议批准" in said
    key = ("--resolution", "2025-2")
    office.ok("budget", "approve", *NEXT, *key, *APPROVES)
    made = office.ok("budget", "plan", *NEXT, "--from-last-year", "2.5", *MAKES).out
    assert "支出 30,750.00 元" in made
    grown = office.ok("budget", "plan", *NEXT, "--from-growth", "21000", *MAKES).out
    assert "支出 31,000.00 元" in grown
    (left,) = office.rows("budget", "carried", *NEXT)
    assert (left["fund"], left["carried"], left["manner"]) == ("F1", "100.00", "结转")


@pytest.mark.parametrize(
    "words",
    [
        (),
        OF,
        (*OF, *LINES, "--from-last-year", "5"),
        (*OF, *SOURCES, "--from-growth", "5"),
        (*OF, "--from-last-year", "五"),
        (*OF, "--from", "none.csv"),
        ("--from", "none.csv"),
        (*OF, "--line", "F1=5"),
        (*OF, "--line", "F1:50404=5/6"),
        (*OF, "--line", "F1:50404=x"),
        (*OF, *LINES, "--source", "F1"),
    ],
)
def test_wrong_usage_is_told_before_anything_is_opened(
    office: Desk, words: tuple[str, ...]
) -> None:
    office.refused("budget", "plan", *words, *MAKES, code=2)


def test_a_revision_says_what_it_revises(office: Desk) -> None:
    office.refused("budget", "revise", *OF, *MAKES, code=2)
    office.refused("budget", "revise", *OF, "--from", "none.csv", code=2)
