"""An audit at the desk: every command once, in the order of the day."""

import pytest

from ledger.database import open_books
from tests.app.commands import Desk
from tests.audit import engaging
from tests.building import Books

pytestmark = pytest.mark.slow

U1 = ("--unit", "U1")
KEY = "J2026-1"


@pytest.fixture
def office(desk: Desk) -> Desk:
    """The desk with auditors, their rights, the chair, and what they audit."""
    engine = open_books(desk.database)
    books = Books(engine, desk.database)
    engaging.fill(books)
    engine.dispose()
    return desk


def by(person: str, on: str = "") -> tuple[str, ...]:
    return ("--as", person, *(("--on", f"2026-{on}") if on else ()))


def engagement(desk: Desk, name: str, *more: str) -> str:
    return desk.ok("audit", "engagement", name, KEY, *U1, *more).out


def findings(desk: Desk, name: str, *more: str) -> str:
    return desk.ok("audit", "findings", name, KEY, *U1, *more).out


BEGIN = (
    *("audit", "engagement", "begin", *U1, "--kind", "annual", "--period", "2025"),
    *("--title", "2025年度审计", "--leader", "经甲", "--member", "经乙"),
)


def fieldwork(desk: Desk) -> None:
    told = desk.ok(*BEGIN, *by("经甲", "03-02")).out
    assert told == "U1 审计项目 J2026-1 已立项，组长 经甲\n"
    notice = ("--paper", "1号", "--starts", "2026-03-04")
    told = engagement(desk, "notice", *notice, *by("经甲", "03-02"))
    assert "提示：审计通知书通常在实施审计3个工作日前送达" in told
    (desk.folder / "plan.txt").write_text("目标：合规\n重点：发放", "utf-8")
    engagement(desk, "plan", "--words", "@plan.txt", *by("经甲", "03-03"))
    given = ("audit", "engagement", "undertaking", KEY, *U1)
    assert "没有“会计主管”" in desk.refused(*given, *by("孙七"))
    assert "已收承诺" in desk.ok(*given, *by("主席", "03-03")).out
    assert "实施中" in engagement(desk, "fieldwork", *by("经甲", "03-04"))


def papers(desk: Desk) -> None:
    facts = ("--title", "没有档案", "--facts", "名单无档案号", "--amount", "30")
    more = ("--voucher", "2025-01 付-1", "--papers", "复印件")
    evidence = ("audit", "evidence")
    desk.ok(*evidence, "add", KEY, *U1, *facts, *more, *by("经乙"))
    desk.ok(*evidence, "answer", KEY, *U1, "--number", "1", *by("主席"))
    (row,) = desk.rows(*evidence, "list", KEY, *U1)
    assert (row["amount"], row["answer"]) == ("30.00", "情况属实")
    paper = ("audit", "paper")
    wrote = ("--matter", "发放", "--procedure", "抽查", "--result", "一张无档案号")
    wrote += ("--conclusion", "依据不全", "--sheet", "1", "--index", "A1-1")
    desk.ok(*paper, "write", KEY, *U1, *wrote, *by("经乙"))
    review = ("review", KEY, *U1, "--index", "A1-1", "--opinion", "同意")
    assert "不能复核" in desk.refused(*paper, *review, *by("经乙"))
    desk.ok(*paper, *review, *by("经甲"))
    (row,) = desk.rows(*paper, "list", KEY, *U1, "--all")
    assert (row["review"], row["reviewer"]) == ("复核通过", "经甲")


OWN = (
    *("--title", "发放没有档案", "--severity", "compliance", "--criterion", "第2条"),
    *(
        "--condition",
        "名单无档案号",
        "--effect",
        "不能证明",
        "--recommendation",
        "补建",
    ),
    *("--amount", "30", "--voucher", "2025-01 付-1", "--proof", "T01"),
)


def test_an_audit_from_beginning_to_end(office: Desk) -> None:
    fieldwork(office)
    papers(office)
    assert "J2026-1/1" in findings(office, "add", *OWN, *by("经乙"))
    taken = findings(office, "take", "--check", "T41", *by("经乙"))
    assert taken.startswith("U1 审计发现 J2026-1/2：")
    one, two = ("--number", "1"), ("--number", "2")
    findings(office, "drop", *two, "--words", "附件另存", *by("经甲"))
    revised = ("--reason", "核实", "--amount", "20", "--severity", "loss")
    assert "第 2 版" in findings(office, "revise", *one, *revised, *by("经甲"))
    duty = ("--person", "主席", "--post", "主席", "--category", "领导责任")
    findings(office, "duty", *one, *duty, "--words", "未尽审核", *by("经甲"))
    engagement(office, "draft", *by("经甲"))
    engagement(office, "resume", "--words", "补充", *by("经甲"))
    engagement(office, "draft", "--paper", "征1号", *by("经甲"))
    agreed = ("--outcome", "agreed", "--words", "属实")
    findings(office, "reply", *one, *agreed, *by("主席"))
    decided = ("--outcome", "rectify", "--due", "2099-12-31")
    findings(office, "decide", *one, *decided, *by("经甲"))
    engagement(office, "decide", "--paper", "决1号", *by("经甲"))
    engagement(office, "issue", "--paper", "报1号", *by("经甲"))
    engagement(office, "receive", "--words", "主任签收", *by("经甲"))
    engagement(office, "notify", "--paper", "整1号", *by("经甲"))
    rectified = ("--words", "已补建", "--paper", "证1", "--amount", "10")
    findings(office, "rectify", *one, *rectified, *by("主席"))
    again = ("--outcome", "not_accepted", "--words", "未核对")
    findings(office, "follow-up", *one, *again, *by("经乙"))
    findings(office, "carry", *one, "--words", "待判决", *by("经甲"))
    listed = office.rows("audit", "findings", "list", *U1, "--open")
    assert [row["state"] for row in listed] == ["结转后续审计"]
    every = office.rows("audit", "findings", "list", *U1, "--engagement", KEY)
    assert [row["state"] for row in every] == ["结转后续审计", "已撤销"]
    assert (listed[0]["amount"], listed[0]["recovered"]) == ("20.00", "10.00")
    shown = office.rows("audit", "findings", "show", KEY, *U1, *one)
    told = {row["element"]: row["told"] for row in shown}
    assert told["责任认定"] == "主席（主席）领导责任：未尽审核"
    assert told["可重复的校验"] == "T01"
    each = office.rows("audit", "findings", "exceptions", KEY, *U1, *two)
    assert {row["evidence"] for row in each} >= {"2025-01 付-1"}
    assert "已办结" in engagement(office, "close", *by("经甲"))
    (row,) = office.rows("audit", "engagement", "list", *U1)
    assert (row["leader"], row["members"], row["state"]) == ("经甲", "经乙", "已办结")
    steps = office.rows("audit", "engagement", "show", KEY, *U1)
    assert steps[-1]["doing"] == "办结"
    assert office.run("audit", "verify", *U1).code == 0


def test_a_team_is_changed_and_an_audit_withdrawn(office: Desk) -> None:
    office.ok(*BEGIN, *by("经甲", "03-02"))
    joined = ("--person", "经丙", "--role", "member", "--reason", "增员")
    assert "组员 经丙、经乙" in engagement(office, "team", *joined, *by("经甲"))
    kept = ("--person", "张三", "--role", "member", "--reason", "增员")
    refused = office.refused(
        "audit", "engagement", "team", KEY, *U1, *kept, *by("经甲")
    )
    assert "工会法第四十五条" in refused
    assert "已撤销" in engagement(office, "withdraw", "--words", "改期", *by("经甲"))


def test_a_handover_is_begun_with_its_commission(office: Desk) -> None:
    begin = ("audit", "engagement", "begin", *U1, "--kind", "handover")
    begin += ("--title", "离任", "--leader", "经甲", "--officer", "主席")
    begin += ("--post", "主席", "--since", "2025-01-01", "--until", "2025-09-01")
    assert "须有书面委托" in office.refused(*begin, *by("经甲"))
    paper = ("--commission", "某组函1号", "--commission-by", "组织部")
    office.ok(*begin, *paper, "--commission-on", "2026-01-05", *by("经甲"))
    (row,) = office.rows("audit", "engagement", "list", *U1)
    assert (row["officer"], row["last_day"]) == ("主席", "2025-08-31")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((*BEGIN[1:5], "--kind", "x", *BEGIN[9:]), "--kind"),
        ((*BEGIN[1:7], *BEGIN[9:]), "--period"),
        (("engagement", "plan", KEY, *U1, "--words", "@none.txt"), "读不到这个文件"),
        (("findings", "decide", KEY, *U1, "--number", "1", "--outcome", "x"), "可用"),
        (("paper", "write", KEY, *U1, "--index", "A1-1", "--since", "2025-01-01"), ""),
    ],
)
def test_what_cannot_be_read_is_wrong_usage(
    office: Desk, words: tuple[str, ...], told: str
) -> None:
    assert told in office.refused("audit", *words, code=2)
