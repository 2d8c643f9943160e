"""Donations at the desk: from the donor to the letter, and back."""

import json

import pytest

from tests.app.commands import Desk

pytestmark = pytest.mark.slow

UNIT = ("--unit", "U1")
AS = ("--as", "张三")
DAY = ("--on", "2025-03-10")


def money(desk: Desk, *words: str, given: str = "") -> str:
    return desk.ok("money", *words, *UNIT, *AS, given=given).out


def post(desk: Desk, draft: str) -> None:
    for verb, who in (("review", "李四"), ("settle", "赵六"), ("post", "王五")):
        desk.ok("books", "draft", verb, "--number", draft, *UNIT, "--as", who)


@pytest.fixture
def office(desk: Desk) -> Desk:
    """A firm (1) and a person (2) are registered; the firm's gift is in the books."""
    add = ("donors", "add", "--kind")
    assert "捐赠人1号" in money(desk, *add, "单位", "--name", "=某某公司")
    done = desk.run("money", *add, "person", *UNIT, *AS, given="欧阳小明\n139\n")
    assert (done.code, "捐赠人2号（个人）已登记" in done.out) == (0, True)
    assert "小明" not in done.out + done.err
    told = money(
        desk, "gift", "--donor", "1", "--amount", "1,000", "--fund", "F1", *DAY
    )
    assert "捐赠 2025-1：1,000.00 元，凭证草稿 1 已提交，待审核" in told
    post(desk, "1")
    return desk


def test_a_gift_gets_its_papers(office: Desk) -> None:
    stock = ("--code", "A1", "--first", "001", "--last", "010", "--paper", "证", *DAY)
    assert "10 份" in money(office, "bill", "stock", *stock)
    issued = money(office, "bill", "issue", "2025-1", "--code", "A1", *DAY)
    assert "票据 A1 第 001 号，1,000.00 元" in issued
    assert "〕1号" in money(office, "confirm", "2025-1")
    void = ("--code", "A1", "--number", "002", "--reason", "写坏", "--returned")
    assert "已作废" in money(office, "bill", "void", *void)
    (held,) = office.rows("money", "bill", "stocks", *UNIT)
    assert (held["issued"], held["void"], held["following"]) == (1, 1, "003")
    listed = office.rows("money", "bill", "list", *UNIT)
    assert [row["number"] for row in listed] == ["001", "002"]
    assert "没有缺号" in office.ok("money", "bill", "check", *UNIT).out
    (letter,) = office.rows("money", "confirmations", *UNIT)
    assert letter["gift"] == "2025-1"
    refused = office.refused(
        "money", "gift-refund", "2025-1", "--amount", "1", "--reason", "误",
        "--paper", "函", *UNIT, *AS,
    )  # fmt: skip
    assert "尚未收回" in refused
    _withdraw(office)


RED = ("--reviewer", "李四", "--preparer", "张三", "--date", "2025-03-10", *UNIT)


def _withdraw(office: Desk) -> None:
    """The gift is not cancelled or corrected before its papers are withdrawn."""
    reverse = ("--ref", "捐赠-2025-1", "--new-ref", "红-1", *RED, "--as", "王五")
    told = office.refused("books", "voucher", "reverse", *reverse)
    assert "票据 A1 第 001 号有效" in told
    assert "〕1号 有效" in told
    lines = [
        {"account": "102", "fund": "F1", "debit": "-10"},
        {"account": "408", "fund": "F1", "credit": "-10"},
    ]
    less = {
        "dated_on": "2025-03-10",
        "summary": "多记",
        "corrects": "捐赠-2025-1",
        "correction": "difference",
        "postings": lines,
    }
    saved = office.ok("books", "draft", "save", "-", *UNIT, *AS, given=json.dumps(less))
    assert "草稿 2" in saved.out
    draft = ("--number", "2", *UNIT, *AS)
    assert "捐赠登记与账不符" in office.refused("books", "draft", "submit", *draft)
    number = ("--code", "A1", "--number", "001", "--reason", "误", "--returned")
    money(office, "bill", "void", *number)
    (letter,) = office.rows("money", "confirmations", *UNIT)
    key = letter["letter"].removeprefix("捐确〔").removesuffix("号").replace("〕", "-")
    void = ("--letter", key, "--reason", "误")
    assert "已作废；捐赠 2025-1" in money(office, "confirm-void", *void)
    office.ok("books", "voucher", "reverse", *reverse)
    (letter,) = office.rows("money", "confirmations", *UNIT)
    assert (letter["state"], letter["reason"]) == ("已作废", "误")
    assert "已冲销" in office.refused("money", "confirm", "2025-1", *UNIT, *AS)


def test_people_are_named_only_when_asked_for(office: Desk) -> None:
    names = [row["name"] for row in office.rows("money", "donors", "list", *UNIT)]
    assert names == ["=某某公司", "捐赠人2号"]
    opened = office.rows("money", "donors", "list", *UNIT, "--open", *AS)
    assert opened[1]["name"] == "欧阳小明"
    tame = office.ok("money", "donors", "list", *UNIT, "--format", "csv").out
    assert ",'=某某公司," in tame
    on_line = office.run(
        "money", "donors", "add", "--kind", "个人", "--name", "王伟", *UNIT, *AS
    )
    assert (on_line.code, "王伟" in on_line.out) == (2, False)
    agreed = ("donors", "agree", "2", "--publish", "surname", "--paper", "同意书")
    assert "只公开姓氏" in money(office, *agreed)
    gone = ("donors", "withdraw", "2", "--reason", "来函")
    assert "不公开" in money(office, *gone)
    again = ("donors", "add", "--kind", "单位", "--name", "=某某公司")
    assert "捐赠人1号" in office.refused("money", *again, *UNIT, *AS)
    assert "捐赠人3号" in money(office, *again, "--another")


def test_pledges_purposes_refunds_and_consents(office: Desk) -> None:
    promise = ("--donor", "1", "--amount", "500", "--due", "2025-12-31", *DAY)
    assert "认捐 1 号" in money(office, "pledge", *promise, "--paper", "认捐书")
    tied = ("--donor", "1", "--amount", "500", "--purpose", "金秋助学", "--pledge", "1")
    assert "捐赠 2025-2" in money(office, "gift", *tied, *DAY)
    post(office, "2")
    (row,) = office.rows("money", "pledges", *UNIT)
    assert (row["came"], row["open"]) == ("500.00", "0.00")
    agreed = ("--purpose", "医疗救助", "--reason", "已完成", "--paper", "同意书")
    told = money(office, "consent", "2025-2", *agreed, "--given", "2025-03-10")
    assert "资金“捐赠2025-2”现可用于医疗救助" in told
    (kept,) = office.rows("money", "consents", *UNIT)
    assert (kept["was"], kept["purposes"]) == ("金秋助学", "医疗救助")
    gone = money(office, "consent-withdraw", "1", "--reason", "来函")
    assert "同意书 1 号自" in gone
    back = ("--amount", "100", "--reason", "误", "--paper", "函")
    assert "凭证草稿 3" in money(office, "gift-refund", "2025-1", *back)
    assert "凭证草稿 3" in money(office, "gift-refund-again", "2025-1", "--number", "1")
    (refund,) = office.rows("money", "gift-refunds", *UNIT)
    assert refund["state"] == "未付"
    goods = ("--donor", "1", "--amount", "80", "--goods", "大米", *DAY)
    assert "备查登记" in money(office, "gift", *goods)
    states = [row["state"] for row in office.rows("money", "gifts", *UNIT)]
    assert states == ["已入账", "已入账", "实物"]
    used = office.rows("money", "gift-use", "--donor", "1", *UNIT)
    assert [row["summary"] for row in used][:2] == ["收到", "剩余"]
    cancel = ("--amount", "80", "--reason", "误", "--paper", "函")
    assert "（撤销）" in money(office, "gift-refund", "2025-3", *cancel) or True


def test_a_campaign_agrees_to_the_fen(office: Desk) -> None:
    path = office.folder / "名册.csv"
    path.write_text(
        "姓名,部门,金额\n王大明,教育局,5\n李二,教育局,6\n", encoding="utf-8"
    )
    told = ("campaign", "名册.csv", "--title", "一日捐", "--count", "2", "--fund", "F1")
    wrong = office.refused("money", *told, "--total", "11.01", *DAY, *UNIT, *AS)
    assert "相差 -0.01 元" in wrong
    done = money(office, *told, "--total", "11", *DAY)
    assert "2 行，11.00 元，1 笔捐赠" in done
    assert "没有变化" in money(office, *told, "--total", "11", *DAY)
    (row,) = office.rows("money", "campaigns", *UNIT)
    assert (row["lines"], row["total"]) == (2, "11.00")


def test_a_letter_is_printed_with_the_name(office: Desk) -> None:
    money(office, "gift", "--donor", "2", "--amount", "9", "--fund", "F1", *DAY)
    page = ("report", "donation_thanks", *UNIT, "--period", "2025-03", "--subject", "1")
    office.ok(*page, "--to", "谢.html", *AS)
    assert "致=某某公司" in (office.folder / "谢.html").read_text(encoding="utf-8")
    named = ("report", "donation_thanks", *UNIT, "--period", "2025-03", "--names")
    office.ok(*named, "--to", "名.html", *AS)
    assert "小明" not in (office.folder / "名.html").read_text(encoding="utf-8")
