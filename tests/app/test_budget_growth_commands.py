"""Baselines, yearly figures, policies, notes and growth, at the desk."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.cli.budget_growth import SHOWN
from ledger.database import open_books
from tests import server
from tests.app.commands import Desk
from tests.budgets.resolving import resolved
from tests.building import Books

pytestmark = pytest.mark.slow

U1 = ("--unit", "U1")
BASE = ("budget", "baseline")
RESOLVED = ("--resolution", "2025-3")
FIRST = (
    *(*BASE, "set", *U1, "--warmth", "40000", "--other", "60,000.00"),
    *("--paper", "2005年决算表", "--reason", "2005年已经成立"),
)
SECOND = (
    *(*BASE, "restate", *U1, "--kind", "evidence", "--since-year", "2008"),
    *("--warmth", "40000", "--other", "110000", "--paper", "2005年凭证汇总"),
    *("--reason", "查得漏计的支出"),
)
FIGURES = """\
unit,series,year,amount,paper,reason
U1,own_budget,2006,100000,2006年预算,
U1,own_budget,2007,110000,2007年预算,
U1,own_budget,2008,105000,2008年预算,
U2,本级工会帮扶预算,2006,500,2006年预算,
U1,union_income,2005,1000000,决算,
U1,union_income,2006,1100000,决算,
U1,union_income,2007,1210000,决算,
"""


@pytest.fixture
def decided(shelf: server.Shelf, tmp_path: Path) -> Iterator[Desk]:
    """A desk; the body of U1 has resolved on the base twice, and on growth."""
    with shelf.copied("sqlite", "unit") as url:
        books = Books(open_books(url), url)
        resolved(books, "baseline", "baseline", "growth")
        books.engine.dispose()
        (tmp_path / "figures.csv").write_text(FIGURES, "utf-8")
        yield Desk(tmp_path, url)


@pytest.fixture
def grown(decided: Desk) -> Desk:
    """The same with a base and the figures of the file."""
    decided.ok(*FIRST, "--resolution", "2025-1")
    decided.ok("budget", "income", "--from", "figures.csv")
    return decided


def keys(command: str) -> list[str]:
    return [key for key, _ in SHOWN[command]]


def acts(desk: Desk) -> list[tuple[str, str]]:
    found = [row for row in desk.rows("log") if row["act"].startswith("budget.")]
    return [(row["act"], row["outcome"]) for row in found]


# -- the base -----------------------------------------------------------------------


def test_a_base_is_set_shown_and_not_set_again(decided: Desk) -> None:
    said = decided.ok(*FIRST, "--resolution", "2025-1").out

    assert "U1 第 1 号基数（设定）：送温暖资金 40,000.00 元" in said
    assert "合计 100,000.00 元，自 2006 年起，决议 2025-1" in said
    told = decided.refused(*FIRST, "--resolution", "2025-2")
    assert "办法：由管理机构另作决议" in told
    (row,) = decided.rows(*BASE, "show", *U1)
    assert list(row) == keys("baseline show")
    assert (row["total"], row["prior"]) == ("100000.00", None)
    assert row["base_year"] == "2005"
    assert acts(decided) == [
        ("budget.baseline.set", "done"),
        ("budget.baseline.set", "refused"),
    ]


def test_a_base_of_nil_is_told(decided: Desk) -> None:
    nil = ("--warmth", "0", "--other", "0", "--resolution", "2025-1")
    said = decided.ok(*FIRST, *nil).out

    assert said.endswith("基数为零：增长只与上年比较，不计算与基数相比的增长率\n")


def test_a_restatement_shows_the_years_before_and_after(grown: Desk) -> None:
    before = grown.rows("budget", "growth", *U1, "--until", "2008")
    rows = grown.rows(*SECOND, "--resolution", "2025-2")

    assert list(rows[0]) == keys("baseline restate")
    (row,) = rows
    assert (row["year"], row["figure"]) == (2008, "105000.00")
    assert (row["base_before"], row["base_after"]) == ("100000.00", "150000.00")
    assert (row["required_before"], row["required_after"]) == (
        "121000.00",
        "150000.00",
    )
    assert grown.rows(*BASE, "show", *U1, "--effects", "2") == rows
    assert len(grown.rows(*BASE, "show", *U1)) == 2
    assert len(grown.rows(*BASE, "show", *U1, "--known", "1")) == 1
    growth = ("budget", "growth", *U1, "--until", "2008")
    assert grown.rows(*growth, "--known", "1") == before
    assert grown.rows(*growth) != before


def test_a_restatement_of_no_year_says_so(decided: Desk) -> None:
    decided.ok(*FIRST, "--resolution", "2025-1")

    said = decided.ok(*SECOND, "--resolution", "2025-2").out
    assert "U1 第 2 号基数（查得依据）" in said
    assert said.endswith("没有受影响的年度\n")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--kind", "found"), "不认识“found”"),
        (("--warmth", "很多"), "--warmth"),
    ],
)
def test_a_base_that_cannot_be_read_is_wrong_usage(
    decided: Desk, words: tuple[str, ...], told: str
) -> None:
    refused = decided.refused(*FIRST, "--resolution", "2025-1", *words, code=2)
    assert refused.startswith("用法有误：")
    assert told in refused


# -- figures ------------------------------------------------------------------------


def test_figures_are_typed_listed_and_revised(decided: Desk) -> None:
    one = ("budget", "income", *U1, "--year", "2006", "--paper", "决算")
    said = decided.ok(*one, "--amount", "100").out
    assert said == "U1 2006年工会经费收入 100.00 元已登记\n"
    assert "已经在册" in decided.ok(*one, "--amount", "100").out
    assert "改动须写明理由" in decided.refused(*one, "--amount", "105")
    decided.ok(*one, "--amount", "105", "--reason", "漏计")

    (row,) = decided.rows("budget", "income", *U1)
    assert list(row) == keys("income")
    assert (row["revision"], row["amount"]) == (2, "105.00")
    assert len(decided.rows("budget", "income", *U1, "--all")) == 2
    assert decided.rows("budget", "income", *U1, "--series", "economy") == []


def test_a_file_is_taken_as_a_whole_or_not_at_all(decided: Desk) -> None:
    bad = FIGURES + "U1,own_budget,2009,-1,预算,\nU9,own_budget,2009,1,预算,\n"
    (decided.folder / "bad.csv").write_text(bad, "utf-8")
    told = decided.refused("budget", "income", "--from", "bad.csv")
    assert "bad.csv:9: amount: 金额不能为负" in told
    assert "bad.csv:10: unit: 账中没有这个单位" in told
    assert decided.rows("budget", "income", *U1) == []

    said = decided.ok("budget", "income", "--from", "figures.csv").out
    assert said == "登记历年数 7 项，已经在册 0 项\n"
    again = decided.ok("budget", "income", "--from", "figures.csv").out
    assert again == "登记历年数 0 项，已经在册 7 项\n"


def test_rights_are_asked_for_in_every_unit_of_a_file(decided: Desk) -> None:
    grant = ("books", "people", "grant")
    decided.ok(*grant, "王五", "admin")
    decided.ok(*grant, "张三", "prepare", *U1, "--as", "王五")

    told = decided.refused("budget", "income", "--from", "figures.csv", "--as", "张三")
    assert "没有“制单”权限" in told
    set_ = decided.refused(*FIRST, "--resolution", "2025-1", "--as", "李四")
    assert "没有“制单”权限" in set_


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "须写明 --unit，或用 --from"),
        ((*U1, "--year", "2006"), "登记一项须写明年度、金额、依据文件"),
        ((*U1, "--reason", "因"), "只列出时没有理由"),
        (("--from", "none.csv"), "没有这个文件：none.csv"),
        (("--from", "figures.csv", *U1), "不能再写其他"),
    ],
)
def test_half_a_figure_is_wrong_usage(
    decided: Desk, words: tuple[str, ...], told: str
) -> None:
    assert told in decided.refused("budget", "income", *words, code=2)


def test_a_figure_of_an_unknown_unit_is_refused(decided: Desk) -> None:
    one = ("--year", "2006", "--paper", "决算", "--amount", "1")
    told = decided.refused("budget", "income", "--unit", "U9", *one)
    assert "账中没有单位“U9”" in told


# -- policies, notes, growth --------------------------------------------------------


def test_a_policy_of_the_body_goes_before_the_default(grown: Desk) -> None:
    policy = ("budget", "policy", *U1)
    (default,) = grown.rows(*policy)
    assert list(default) == keys("policy")
    assert "第6条" in default["words"]

    given = ("--rule", "fixed_rate", "--rate", "3.25", "--since-year", "2007")
    said = grown.ok(*policy, *given, "--resolution", "2025-3").out
    told = "U1 本级工会帮扶预算自 2007 年起：按固定比例增长 3.25%，决议 2025-3\n"
    assert said == told
    assert [row["rate"] for row in grown.rows(*policy)] == [None, "3.25%"]
    rows = grown.rows("budget", "growth", *U1, "--until", "2007")
    assert rows[-1]["required"] == "103250.00"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--rule", "fixed_rate"), "fixed_rate 须写明固定比例"),
        (("--rule", "with_income", "--rate", "5"), "其他规则没有比例"),
        (("--rule", "fixed_rate", "--rate", "-5"), "比例应写作"),
        (("--rule", "with_income"), "登记须写明起始年度和决议"),
        (("--rate", "5"), "登记须写明规则"),
    ],
)
def test_half_a_policy_is_wrong_usage(
    decided: Desk, words: tuple[str, ...], told: str
) -> None:
    given = words if "-5" not in words else (*words, "--since-year", "2008", *RESOLVED)
    assert told in decided.refused("budget", "policy", *U1, *given, code=2)


def test_a_note_explains_a_fall(grown: Desk) -> None:
    growth = ("budget", "growth", *U1, "--until", "2008")
    missing, fall = grown.rows(*growth, "--exceptions")
    assert missing["remarks"].startswith("缺经费收入：2004年经费收入未填")
    assert list(fall) == keys("growth")
    assert (fall["year"], fall["verdict"], fall["rate"]) == (2008, "减少", "-4.55%")
    assert "减少且无说明：比2007年减少 5,000.00 元" in fall["remarks"]

    note = ("budget", "note", *U1)
    assert grown.rows(*note) == []
    told = grown.refused(*note, "--year", "2008", code=2)
    assert "登记须写明年度、原因、决议" in told
    grown.ok(*note, "--year", "2008", "--reason", "经费减收", *RESOLVED)
    (kept,) = grown.rows(*note)
    assert list(kept) == keys("note")
    (_, fall) = grown.rows(*growth, "--exceptions")
    assert "减少但有说明" in fall["remarks"]
    assert "经费减收" in grown.ok(*growth).out


def test_a_province_is_one_line_a_unit_and_year(grown: Desk) -> None:
    rows = grown.rows("budget", "growth", *U1, "--until", "2008", "--with-subunits")
    assert [(row["unit"], row["year"]) for row in rows] == [
        ("U1", 2006),
        ("U1", 2007),
        ("U1", 2008),
    ]
    both = ("--with-subunits", "--known", "1")
    told = grown.refused("budget", "growth", *U1, *both, code=2)
    assert "每个单位有自己的基数编号" in told
