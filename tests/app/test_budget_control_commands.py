"""Control and execution at the desk: held, spent, given back, looked at."""

import datetime as dt

import pytest

from app.clock import today
from ledger.database import open_books
from tests.app.commands import Desk
from tests.budgets.planning import paid, plan, posted, reserve, resolve
from tests.building import Books, receipt

pytestmark = pytest.mark.slow

OF = ("--unit", "U1", "--year", "2025")
LINE = ("--fund", "F1", "--account", "50404", "--purpose", "生活救助")
AS = ("--as", "张三")


@pytest.fixture
def office(desk: Desk) -> Desk:
    """The desk's books, 10,000 yuan budgeted and 50,000 in the bank."""
    books = Books(open_books(desk.database), desk.database)
    plan(books, dt.date(2025, 1, 16))
    posted(books, receipt("r9", 50_000_00))
    books.engine.dispose()
    return desk


def asked(ref: str, amount: str) -> tuple[str, ...]:
    words = ("--amount", amount, "--ref", ref, "--summary", "生活救助")
    return ("budget", "reserve", *OF, *LINE, *words, *AS)


def hold(office: Desk) -> None:
    """3,000 reserved in January 2025, until the first of March."""
    books = Books(open_books(office.database), office.database)
    reserve(books, 3_000_00, expires_on=dt.date(2025, 3, 1))
    books.engine.dispose()


def test_money_is_held_and_given_back(office: Desk) -> None:
    said = office.ok(*asked("申1", "3,000")).out
    assert "预留号 2025-1：已预留 3,000.00 元" in said
    assert "该指标还可用 7,000.00 元" in said
    assert "原已预留 3,000.00 元" in office.ok(*asked("申1", "3000")).out

    refused = office.refused(*asked("申2", "7000.01"))
    assert "可用 7,000.00 元，申请 7,000.01 元，缺 0.01 元" in refused

    (row,) = office.rows("budget", "reservations", *OF)
    assert (row["key"], row["ref"], row["left"]) == ("2025-1", "申1", "3000.00")
    back = ("budget", "release", "2025-1", "--unit", "U1", *AS)
    assert "已释放 3,000.00 元" in office.ok(*back, "--reason", "取消").out
    assert office.rows("budget", "reservations", *OF) == []
    assert "没有余额" in office.refused(*back, "--reason", "取消")


def test_expired_ones_are_given_back_together(office: Desk) -> None:
    hold(office)

    release = ("budget", "release", "--unit", "U1", "--expired", *AS)
    assert "预留 2025-1 已释放 3,000.00 元" in office.ok(*release).out
    assert "没有过期的预留" in office.ok(*release).out
    wrong = office.run("budget", "release", "--unit", "U1", *AS)
    assert (wrong.code, "--expired" in wrong.err) == (2, True)


def test_execution_shows_what_was_spent_and_is_left(office: Desk) -> None:
    office.ok(*asked("申1", "3000"))
    books = Books(open_books(office.database), office.database)
    posted(books, paid("p1", 1_000_00, "2025-1"))
    books.engine.dispose()

    rows = office.rows("budget", "execution", "--unit", "U1", "--period", "2025-06")
    line, total = rows
    assert (line["fund"], line["account"], line["purpose"]) == (
        "F1",
        "50404",
        "生活救助",
    )
    assert (line["revised"], line["spent"]) == ("10000.00", "1000.00")
    assert (line["reserved"], line["available"]) == ("2000.00", "7000.00")
    assert (line["rate"], line["elapsed"]) == ("10.00%", "50.00%")
    assert total["unit"] == "合计"
    only = ("--unit", "U1", "--period", "2025", "--by", "fund", "--with-subunits")
    assert office.rows("budget", "execution", *only)[0]["fund"] == "F1"
    wrong = office.run("budget", "execution", *only[:4], "--by", "colour")
    assert wrong.code == 2


def test_a_rule_is_loosened_by_resolution_for_days(office: Desk) -> None:
    books = Books(open_books(office.database), office.database)
    with books.engine.begin() as connection:
        key = resolve(connection, 3, "control")
    books.engine.dispose()
    since = today()
    until = dt.date(since.year, 12, 31)
    days = ("--since", since.isoformat(), "--until", until.isoformat())
    words = ("--rule", "quarter", "--mode", "stop", "--reason", "收紧", *days)
    said = office.ok("budget", "rule", "--unit", "U1", *words, "--resolution", key, *AS)

    assert "第 1 号控制决定：季度进度：禁止" in said.out
    late = (*words[:-1], f"{since.year + 1}-01-01")
    refused = office.refused(
        "budget", "rule", "--unit", "U1", *late, "--resolution", key
    )
    assert "不跨年度" in refused
    wrong = ("--rule", "day", "--mode", "stop", "--reason", "收紧", *days)
    assert (
        office.run("budget", "rule", "--unit", "U1", *wrong, "--resolution", key).code
        == 2
    )


def test_control_begins_once_by_resolution(office: Desk) -> None:
    words = ("--since", "2026-01-01", "--resolution", "2025-2", *AS)

    assert "不能停用" in office.refused("budget", "control", "--unit", "U1", *words)
    said = office.refused("budget", "control", "--unit", "U2", *words)
    assert "2025-2" in said


def test_check_tells_what_is_to_be_mended(office: Desk) -> None:
    hold(office)
    found = office.run("budget", "check", *OF, "--format", "json")

    assert found.code == 1
    told = [row["what"] for row in found.rows]
    assert any("预留 2025-1 已过期" in one for one in told)
    next_year = office.run(
        "budget", "check", "--unit", "U1", "--year", "2026", "--format", "json"
    )
    assert next_year.code == 1
    assert any("2026年预算没有批准" in row["what"] for row in next_year.rows)
