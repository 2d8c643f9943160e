"""What came in, at the desk: the list of events, and one handed in and posted."""

import json

import pytest

from tests.app.commands import Desk

pytestmark = pytest.mark.slow

AS = ("--as", "张三")
UNIT = ("--unit", "U1")
FOUND = ("--event", "cash_surplus", "--fund", "F1", "--on", "2025-03-01")


def found(amount: str, *more: str) -> tuple[str, ...]:
    return ("money", "receive", *UNIT, *FOUND, "--amount", amount, *more, *AS)


def test_a_gift_is_not_received_without_its_donor(desk: Desk) -> None:
    gift = ("--event", "donation", "--fund", "F1", "--on", "2025-03-01", "--ref", "捐")
    told = desk.refused("money", "receive", *UNIT, *gift, "--amount", "1", *AS)
    assert "bangfu money gift --donor" in told


def test_what_came_in_is_said_reviewed_settled_and_posted(desk: Desk) -> None:
    words = ("--ref", "捐-1", "--attachments", "2", "--basis", "盘点表1号")
    said = desk.ok(*found("1,000.5", *words)).out
    assert said == "捐-1 已交单：草稿 1，1,000.50 元，等待审核\n"
    assert desk.ok(*found("1000.50", *words)).out == "捐-1 原已交单：草稿 1\n"
    assert "已经交过，但内容不同" in desk.refused(*found("1000.51", *words))
    for verb, person in (("review", "李四"), ("settle", "赵六"), ("post", "王五")):
        desk.ok("books", "draft", verb, *UNIT, "--number", "1", "--as", person)
    rows = desk.rows("books", "voucher", "list", "--unit", "U1", "--period", "2025-03")
    assert [(row["ref"], row["summary"]) for row in rows] == [
        ("捐-1", "现金盘盈待查明（捐赠）")
    ]


def test_what_does_not_fit_is_refused_line_by_line(desk: Desk) -> None:
    words = ("--ref", "捐-1", "--purpose", "生活救助", "--use", "407")
    told = desk.refused(*found("1", *words))
    assert "“现金盘盈（待查明）”不能登记，共 4 处不合" in told
    assert [line[:3] for line in told.splitlines()[1:4]] == ["（1）", "（2）", "（3）"]


@pytest.mark.parametrize("amount", ["1.005", "一千", "1,00", "0x10"])
def test_an_amount_that_is_none_is_wrong_usage(desk: Desk, amount: str) -> None:
    done = desk.run(*found(amount, "--ref", "捐-1", "--attachments", "1"))
    assert (done.code, "--amount" in done.err) == (2, True)


def test_events_are_listed_under_the_chart_of_a_unit(desk: Desk) -> None:
    of = ("--unit", "U1", "--on", "2025-03-01")
    rows = {row["key"]: row for row in desk.rows("money", "events", *of)}
    assert rows["donation"]["entry"] == ("借 102 银行存款（或 101）；贷 408 其他收入")
    assert rows["own_surplus"]["entry"] == (
        "付出资金 借 32202 工会资金结余——单位内部调剂；贷 102 银行存款（或 101）；"
        "收入资金 借 102 银行存款（或 101）；贷 32102 工会资金结转——单位内部调剂"
    )
    assert "party（必填）：哪一级工会拨入的？" in rows["upper_union"]["asks"]
    assert rows["interest"]["evidence"] == "银行结息单"
    assert "own_allotted" not in rows

    fund = desk.rows("money", "events", *of, "--fund", "F1")
    keys = ["donation", "refund", "refund_bought", "refund_earlier"]
    keys += ["error_earlier", "cash_surplus"]
    assert [row["key"] for row in fund] == keys
    assert "其他收入" in desk.ok("money", "events", *of).out
    assert desk.rows("money", "events", "--unit", "U1", "--on", "2024-01-01") == []
    assert "账中没有资金“F9”" in desk.refused("money", "events", *of, "--fund", "F9")


def test_all_events_are_listed_without_books(bare: Desk) -> None:
    rows = json.loads(
        bare.ok("money", "events", "--on", "2025-03-01", "--format", "json").out
    )
    assert len(rows) == 24
    told = {row["key"]: row["entry"].splitlines() for row in rows}
    assert [line.split("：")[0] for line in told["investment"]] == [
        "工会会计制度（2021年，县级以上工会）",
        "帮扶资金辅助账（事业单位帮扶中心）",
    ]
    before = bare.rows("money", "events", "--on", "2019-03-01")
    assert "贷 331 结余" in str(before)
    wrong = bare.run("money", "events", "--fund", "F1")
    assert (wrong.code, "--unit" in wrong.err) == (2, True)
