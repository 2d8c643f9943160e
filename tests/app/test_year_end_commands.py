"""Proofs of money, a change of chart and the closing of a year, at the desk."""

import json
from pathlib import Path

import pytest

from app.cli.document import shown
from ledger.database import open_books
from tests import building, server
from tests.app.commands import ROOT, Desk
from tests.building import Books, receipt

pytestmark = pytest.mark.slow

U1 = ("--unit", "U1")
YEAR = ("books", "year-end")
OF = (*U1, "--year", "2025")
ORDERS, REVIEWS = ("--as", "张三"), ("--as", "李四")
PROOF = ("books", "proof", *U1, "--period", "2025-01", "--account", "102")
PAPER = ("--evidence", "余额证明")


@pytest.fixture
def ready(desk: Desk) -> Desk:
    """The desk's books closed through November."""
    desk.ok("books", "close", *U1, "--period", "2025-11")
    return desk


def keys(command: str) -> list[str]:
    return [key for key, _ in shown()[f"bangfu books {command}"]]


def acts(desk: Desk) -> list[tuple[str, str, str]]:
    """What the log knows of orders and posting: act, person, outcome."""
    found = [row for row in desk.rows("log") if "year_end" in row["act"]]
    return [(row["act"], row["person"], row["outcome"]) for row in found]


def draft(basis: str) -> str:
    """An adjustment that pays 20 yuan more, as JSON."""
    written = {
        "dated_on": "2025-12-20",
        "summary": "补记十二月帮扶支出",
        "entered": "adjustment",
        "basis": basis,
        "postings": [
            {"account": "50404", "fund": "F1", "debit": "20", "purpose": "生活救助"},
            {"account": "102", "fund": "F1", "credit": "20"},
        ],
    }
    return json.dumps(written, ensure_ascii=False)


# -- proof of money -----------------------------------------------------------------


def test_a_proof_that_agrees_leaves_the_checklist(desk: Desk) -> None:
    check = ("books", "close", *U1, "--period", "2025-01", "--check")
    (missing,) = desk.rows(*check)
    assert "没有盘点记录或余额证明（账面 100.00 元）" in missing["what"]
    assert missing["blocking"] == "否"
    said = desk.ok(*PROOF, "--amount", "100", *PAPER).out
    assert said == "U1 2025年1月 102：账面 100.00 元，账实相符\n"
    assert desk.rows(*check) == []


def test_a_proof_that_differs_stops_the_close_until_it_is_explained(
    desk: Desk,
) -> None:
    said = desk.ok(*PROOF, "--amount", "130.50", *PAPER).out
    assert "相差 30.50 元，查明后重新登记" in said
    close = ("books", "close", *U1, "--period", "2025-01")
    assert "银行存款账实不符，差 30.50 元" in desk.refused(*close)
    # 40.50 of others stands in the account, a payment of 10 is under way.
    why = ("--explained", "-10", "--explanation", "一月三十一日付款未达")
    said = desk.ok(*PROOF, "--amount", "130.50", "--other", "40.50", *why, *PAPER).out
    assert said.endswith("账实相符\n")
    assert "已结账" in desk.ok(*close).out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--amount", "-1"), "不能为负"),
        (("--amount", "100", "--explained", "1"), "未达账项没有说明"),
        (("--amount", "100", "--account", "408"), "408 不是现金或银行存款"),
        (("--amount", "100", "--evidence", " "), "没有写明"),
    ],
)
def test_a_proof_that_says_too_little_is_refused(
    desk: Desk, words: tuple[str, ...], told: str
) -> None:
    refused = desk.refused(*PROOF, *PAPER, *words)
    assert "U1 2025年1月的盘点或余额证明没有登记" in refused
    assert told in refused


def test_a_proof_is_of_a_month_that_is_over(desk: Desk) -> None:
    more = ("--amount", "100", *PAPER)
    told = desk.refused(*PROOF, *more, "--period", "2025", code=2)
    assert "须写明月份，如 2025-12" in told
    told = desk.refused(*PROOF, *more, "--period", "2198-11")
    assert "2198年11月还没有过完，到当月最后一天盘点" in told


def test_an_amount_that_is_none_is_wrong_usage(desk: Desk) -> None:
    told = desk.refused(*PROOF, "--amount", "很多", *PAPER, code=2)
    assert told.startswith("用法有误：")


# -- change of chart ----------------------------------------------------------------


@pytest.fixture
def old(bare: Desk) -> Desk:
    """A desk whose unit FZU-LAW has kept 2011 by the chart of 2009."""
    bare.ok("init")
    bare.ok("books", "import", str(ROOT / "examples" / "fzu-law-2011"))
    return bare


def test_a_change_of_chart_is_put_on_record(old: Desk) -> None:
    change = ("books", "change-chart", "--unit", "FZU-LAW", "--since", "2022-01-01")
    said = old.ok(*change, "--chart", "union-2021-grassroots").out
    assert said == "FZU-LAW 自 2022-01-01 起使用科目表 union-2021-grassroots\n"
    (unit,) = old.rows("books", "units")
    assert unit["chart"] == "union-2021-grassroots"


@pytest.mark.parametrize(
    ("since", "chart", "told"),
    [
        ("2022-03-01", "union-2021", "只能从某年 1 月 1 日起更换"),
        ("2011-01-01", "union-2021", "已有凭证，更换日应在其后"),
        ("2013-01-01", "union-2021", "自 2022-01-01 起施行"),
        ("2022-01-01", "aid-institution", "没有从 union-2009 到 aid-institution"),
    ],
)
def test_a_change_of_chart_that_cannot_be_is_refused(
    old: Desk, since: str, chart: str, told: str
) -> None:
    change = ("books", "change-chart", "--unit", "FZU-LAW")
    refused = old.refused(*change, "--since", since, "--chart", chart)
    assert "FZU-LAW 不能更换科目表" in refused
    assert told in refused


# -- the year -----------------------------------------------------------------------


def test_a_year_is_previewed_ordered_and_posted_by_another(ready: Desk) -> None:
    rows = ready.rows(*YEAR, "preview", *OF, "--finished", "F1=会议纪要〔2025〕3号")
    assert list(rows[0]) == keys("year-end preview")
    assert {row["date"] for row in rows} == {"2025-12-31"}
    by_number = [row for row in rows if row["basis"] == "会议纪要〔2025〕3号"]
    assert [(row["account"], row["debit"], row["credit"]) for row in by_number] == [
        ("32104", "100.00", "0.00"),
        ("32204", "0.00", "100.00"),
    ]
    said = ready.ok(*YEAR, "order", *OF, *ORDERS).out
    assert "U1 2025年年终结账指令第 1 号：凭证摘要 " in said
    assert ready.rows(*YEAR, "post", *OF, *REVIEWS) == []
    closed = ready.rows("books", "balance", *U1, "--until", "2025-12-31")
    assert {row["account"]: row["closing"] for row in closed}["32104"] == "-100.00"
    assert ready.rows("audit", "verify") == []
    assert acts(ready) == [
        ("books.year_end.order", "张三", "done"),
        ("books.year_end.post", "李四", "done"),
    ]


def test_a_preview_tells_people_what_stands_in_the_way(desk: Desk) -> None:
    done = desk.run(*YEAR, "preview", *OF)
    assert "妨碍结账：2025年1月尚未结账" in done.out
    assert done.code == 1
    told = desk.run(*YEAR, "preview", *OF, "--format", "json")
    assert (told.code, told.out) == (1, "[]\n")
    assert "妨碍结账：2025年1月尚未结账" in told.err
    desk.ok("books", "close", *U1, "--period", "2025-11")
    said = desk.ok(*YEAR, "preview", *OF).out
    assert "须在结账记录中写明：2025年12月银行存款没有盘点记录" in said
    assert "没有妨碍结账的事项" in said


def test_who_ordered_does_not_post_and_the_refusal_is_logged(ready: Desk) -> None:
    assert "还没有人下达年终结账指令" in ready.refused(*YEAR, "post", *OF, *REVIEWS)
    ready.ok(*YEAR, "order", *OF, *ORDERS)
    told = ready.refused(*YEAR, "post", *OF, "--as", "zhangsan")
    assert "下达指令（制单）与复核记账是同一人：张三" in told
    outcomes = [outcome for _, _, outcome in acts(ready)]
    assert outcomes == ["refused", "done", "refused"]


def test_rights_to_order_and_to_post_are_asked_for(ready: Desk) -> None:
    grant = ("books", "people", "grant")
    ready.ok(*grant, "王五", "admin")
    ready.ok(*grant, "张三", "prepare", *U1, "--as", "王五")
    ready.ok(*grant, "李四", "close", *U1, "--as", "王五")
    assert "没有“制单”权限" in ready.refused(*YEAR, "order", *OF, *REVIEWS)
    ready.ok(*YEAR, "order", *OF, *ORDERS)
    assert "没有“结账”权限" in ready.refused(*YEAR, "post", *OF, *ORDERS)
    assert "没有“审核”权限" in ready.refused(*YEAR, "post", *OF, *REVIEWS)
    ready.ok(*grant, "李四", "review", *U1, "--as", "王五")
    assert "2025年已结账" in ready.ok(*YEAR, "post", *OF, *REVIEWS).out


@pytest.mark.parametrize(
    ("words", "form"),
    [
        (("--finished", "F1:1:2=号"), "资金=文号 或 资金:金额=文号"),
        (("--returned", "F1=号"), "资金:科目:金额=文号"),
        (("--undelivered", "F1:12101:很多=号"), ""),
    ],
)
def test_a_decision_that_cannot_be_read_is_wrong_usage(
    desk: Desk, words: tuple[str, ...], form: str
) -> None:
    told = desk.refused(*YEAR, "preview", *OF, *words, code=2)
    assert told.startswith("用法有误：")
    assert form in told


def test_a_decision_without_a_number_is_refused(ready: Desk) -> None:
    told = ready.refused(*YEAR, "order", *OF, "--finished", "F1", *ORDERS)
    assert "没有决定文号" in told


# -- adjusting ----------------------------------------------------------------------


def test_an_adjusted_year_tells_what_january_opened_with(
    shelf: server.Shelf, tmp_path: Path
) -> None:
    with shelf.copied("sqlite", "unit") as url:
        books = Books(open_books(url), url)
        books.post(receipt("r1", 100_00))
        january = building.DAY.replace(year=2026)
        books.post(receipt("jan", 5_00, dated_on=january))
        books.engine.dispose()
        desk = Desk(tmp_path, url)
        desk.ok("books", "close", *U1, "--period", "2025-11")
        said = desk.ok(*YEAR, "adjust", *OF, *REVIEWS).out
        assert said == "U1 2025年12月进入审计调整期\n"
        assert "已经在审计调整期" in desk.refused(*YEAR, "adjust", *OF, *REVIEWS)
        _enter(desk, draft("审计发现2025-1"))
        desk.ok(*YEAR, "order", *OF, *ORDERS)
        rows = desk.rows(*YEAR, "post", *OF, *REVIEWS)
    assert list(rows[0]) == keys("year-end post")
    assert {(r["account"], r["provisional"], r["final"]) for r in rows} == {
        ("102", "100.00", "80.00"),
        ("32104", "-100.00", "-80.00"),
    }


def test_an_adjusting_december_takes_no_draft_without_a_finding(ready: Desk) -> None:
    ready.ok(*YEAR, "adjust", *OF, *REVIEWS)
    ready.ok("books", "draft", "save", *U1, "-", *ORDERS, given=draft(""))
    told = ready.refused("books", "draft", "submit", *U1, "--number", "1", *ORDERS)
    assert "没有注明审计发现" in told


def _enter(desk: Desk, written: str) -> None:
    """A draft taken from hand to hand until it is posted."""
    desk.ok("books", "draft", "save", *U1, "-", *ORDERS, given=written)
    hands = (
        ("submit", "张三"),
        ("review", "李四"),
        ("settle", "赵六"),
        ("post", "王五"),
    )
    for step, person in hands:
        desk.ok("books", "draft", step, *U1, "--number", "1", "--as", person)
