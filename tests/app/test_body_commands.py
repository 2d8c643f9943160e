"""`bangfu body`: the body as a secretary keeps it."""

import hashlib

import pytest

from tests.app.commands import Desk

UNIT = ("--unit", "U1")
SINCE = ("--since", "2025-01-01")
ADD = (
    "政府有关部门:县民政局代表",
    "union：县总工会代表",
    "donor_unit:陈经理:某厂",
    "donor_person:周先生",
    "hardship_worker:特困职工代表一",
)
MET = ("--on", "2026-01-12", "--place", "县总工会", "--secretary", "张三")


@pytest.fixture
def seated(desk: Desk) -> Desk:
    """A body of five, and a meeting of four on 12 January 2026."""
    added = [word for one in ADD for word in ("--add", one)]
    desk.ok("body", "members", *UNIT, *added, *SINCE)
    desk.ok("body", "meeting", *UNIT, *MET, "--chair", "2", "--present", "1-3,4")
    return desk


def resolve(desk: Desk, subject: str, *votes: str) -> str:
    told = ("--subject", subject, "--title", "关于一事的决议", "--text", "同意。")
    cast = votes or ("--all-for",)
    return desk.ok("body", "resolve", *UNIT, "--meeting", "1", *told, *cast).out


# -- members ------------------------------------------------------------------------


def test_members_are_added_and_listed(seated: Desk) -> None:
    rows = seated.rows("body", "members", *UNIT)
    assert [row["category"] for row in rows][:3] == [
        "政府有关部门",
        "工会",
        "主要捐资单位",
    ]
    assert rows[2] == {
        "number": 3,
        "category": "主要捐资单位",
        "name": "陈经理",
        "represents": "某厂",
        "person": "",
        "since": "2025-01-01",
        "until": None,
    }


def test_a_term_is_ended_and_the_roll_keeps_it(seated: Desk) -> None:
    out = seated.ok("body", "members", *UNIT, "--end", "5", "--until", "2026-02-01").out
    assert out == "U1 5 号成员（特困职工代表）：自 2025-01-01 起，至 2026-02-01 前\n"
    asked = ("body", "members", *UNIT, "--on", "2026-02-01")
    assert [row["number"] for row in seated.rows(*asked)] == [1, 2, 3, 4]
    assert len(seated.rows(*asked, "--all")) == 5


def test_members_come_out_of_a_file(desk: Desk) -> None:
    file = desk.folder / "成员.csv"
    file.write_text("类别,姓名或称谓,任期起\n工会,某主席,2025-01-01\n", "utf-8")
    add = ("body", "members", *UNIT, "--from", file.name)
    assert "1 号成员（工会）" in desk.ok(*add).out
    file.write_text("类别,姓名或称谓,任期起\n团委,甲,2025\n工会,,2025-1-1\n", "utf-8")
    told = desk.refused(*add)
    assert "成员.csv:2: category: 不认识这个值" in told
    assert "成员.csv:2: since: 日期应写作" in told
    assert "成员.csv:3: name: 没有写明姓名或称谓" in told
    assert "账簿未作任何改动" in told


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--add", "union", *SINCE), "写作 类别:姓名或称谓"),
        (("--add", "union:甲"), "须写明任期起始日期"),
        (("--end", "1"), "须写明任期截止日期"),
        (("--end", "1", "--add", "union:甲"), "只能写其中一个"),
        (("--add", "union:甲", "--since", "2025-13-01"), "没有这一天"),
        (
            ("--add", "union:甲", "--add", "union:乙", *SINCE, "--person", "张三"),
            "只在登记一人时可写",
        ),
    ],
)
def test_members_wrongly_asked_for(
    desk: Desk, words: tuple[str, ...], told: str
) -> None:
    assert told in desk.refused("body", "members", *UNIT, *words, code=2)


def test_a_personal_number_is_not_repeated(desk: Desk) -> None:
    told = desk.refused("body", "members", *UNIT, "--add", "union:13812345678", *SINCE)
    assert "手机号码 13*******78" in told
    assert "13812345678" not in desk.ok("log").out


# -- meetings and votes -------------------------------------------------------------


def test_meetings_are_listed_with_their_quorum(seated: Desk) -> None:
    out = seated.ok(
        "body", "meeting", *UNIT, *MET, "--chair", "2", "--present", "2,3"
    ).out
    assert "在任 5 人，出席 2 人，不足 3 人，不能表决" in out
    rows = seated.rows("body", "meeting", *UNIT)
    assert [(r["number"], r["present"], r["quorum"]) for r in rows] == [
        (1, 4, "是"),
        (2, 2, "否"),
    ]


def test_all_present_are_those_who_sit(desk: Desk) -> None:
    desk.ok("body", "members", *UNIT, "--add", "union:甲", *SINCE)
    desk.ok("body", "members", *UNIT, "--add", "union:乙", "--since", "2026-02-01")
    out = desk.ok("body", "meeting", *UNIT, *MET, "--chair", "1", "--all-present").out
    assert "在任 1 人，出席 1 人，可以表决" in out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--place", "县总工会"), "须写明会议日期"),
        (MET, "--present 与 --all-present 须写其中一个"),
        ((*MET, "--present", "1", "--all-present"), "须写其中一个"),
        ((*MET, "--present", "甲"), "编号写作 1,2,4-6"),
    ],
)
def test_a_meeting_wrongly_asked_for(
    desk: Desk, words: tuple[str, ...], told: str
) -> None:
    assert told in desk.refused("body", "meeting", *UNIT, *words, code=2)


def test_votes_are_typed_by_number_with_reasons(seated: Desk) -> None:
    votes = "1=for, 2=赞成,3=回避：系供应商，且有合同,4=against"
    out = resolve(seated, "年度预算", "--votes", votes)
    assert out == ("U1 2026-1（帮管〔2026〕1号）通过：赞成 2，反对 1，弃权 0，回避 1\n")
    (row,) = seated.rows("body", "resolutions", *UNIT, "--year", "2026")
    assert (row["subject"], row["outcome"]) == ("年度预算", "通过")
    assert seated.rows("body", "resolutions", *UNIT, "--year", "2025") == []


def test_all_for_may_have_exceptions(seated: Desk) -> None:
    cast = ("--all-for", "--votes", "3=recused:系供应商", "--votes", "4=abstained")
    assert "赞成 2，反对 0，弃权 1，回避 1" in resolve(seated, "other", *cast)


def test_an_interested_member_who_votes_is_refused_and_logged(seated: Desk) -> None:
    told = seated.refused(
        *("body", "resolve", *UNIT, "--meeting", "1", "--subject", "other"),
        *("--title", "决议", "--text", "同意。", "--all-for"),
        *("--votes", "3=for:系供应商"),
    )
    assert "3 号成员与事项有利害关系，须回避，不能表决" in told
    last = seated.rows("log")[-1]
    assert (last["act"], last["outcome"]) == ("body.resolve", "refused")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--text", "同意。"), "须写明 --votes 或 --all-for"),
        (("--all-for",), "--text 与 --text-file 须写其中一个"),
        (("--text", "同意。", "--votes", "甲"), "写作 1=for"),
        (("--text", "同意。", "--votes", "1=for,1=against"), "1 号成员写了两次"),
    ],
)
def test_a_vote_wrongly_asked_for(
    desk: Desk, words: tuple[str, ...], told: str
) -> None:
    asked = ("--meeting", "1", "--subject", "other", "--title", "决议")
    assert told in desk.refused("body", "resolve", *UNIT, *asked, *words, code=2)


def test_a_text_of_several_paragraphs_comes_out_of_a_file(seated: Desk) -> None:
    (seated.folder / "决议.txt").write_text("一、同意。\n二、公示。\n", "utf-8")
    seated.ok(
        *("body", "resolve", *UNIT, "--meeting", "1", "--subject", "other"),
        *("--title", "决议", "--text-file", "决议.txt", "--all-for"),
    )
    period = ("--period", "2026", "--to", "minutes.html")
    seated.ok("report", "body_minutes", *UNIT, *period)
    printed = (seated.folder / "minutes.html").read_text("utf-8")
    assert "一、同意。" in printed
    assert "二、公示。" in printed


# -- the office, the rules, the check -----------------------------------------------


def test_the_body_is_whole_once_office_and_rules_are_set(seated: Desk) -> None:
    done = seated.run("body", "check", *UNIT, "--on", "2026-01-12", "--format", "json")
    assert done.code == 1
    assert [row["rule"] for row in done.rows] == ["body-office", "body-rules"]
    assert done.err == "U1 的管理机构不健全：2 项\n"
    resolve(seated, "办公室")
    resolve(seated, "rules")
    (seated.folder / "办法.pdf").write_bytes(b"rules")
    day = ("--since", "2026-01-12")
    seated.ok(
        *("body", "office", *UNIT, "--name", "办公室", "--head", "李四", *day),
        *("--resolution", "2026-1"),
    )
    seated.ok(
        *("body", "rules", *UNIT, "--title", "办法", "--paper", "1号", *day),
        *("--resolution", "2026-2", "--file", "办法.pdf"),
    )
    (office,) = seated.rows("body", "office", *UNIT, "--on", "2026-01-12")
    assert (office["name"], office["resolution"]) == ("办公室", "2026-1")
    (rules,) = seated.rows("body", "rules", *UNIT, "--all")
    assert rules["digest"] == hashlib.sha256(b"rules").hexdigest()
    assert "健全" in seated.ok("body", "check", *UNIT, "--on", "2026-01-12").out


def test_an_office_needs_its_day_and_resolution(desk: Desk) -> None:
    told = desk.refused("body", "office", *UNIT, "--name", "办公室", code=2)
    assert "--since" in told


def test_an_unknown_resolution_is_refused(seated: Desk) -> None:
    told = seated.refused(
        *("body", "office", *UNIT, "--name", "办公室", "--head", "李四"),
        *("--since", "2026-01-12", "--resolution", "2026-9"),
    )
    assert told.startswith("账中没有决议“2026-9”。办法：编号写作 2026-3")


def test_who_only_looks_does_not_record(desk: Desk) -> None:
    desk.ok("books", "people", "grant", "张三", "admin", "--since", "2025-01-01")
    desk.ok("books", "people", "grant", "李四", "view", "--since", "2025-01-01")
    desk.ok("books", "people", "grant", "王五", "prepare", "--since", "2025-01-01")
    add = ("body", "members", *UNIT, "--add", "union:甲", *SINCE)
    assert "没有“制单”权限" in desk.refused(*add, "--as", "李四")
    desk.ok(*add, "--as", "王五")
    assert len(desk.ok("body", "members", *UNIT, "--as", "李四").out.splitlines()) > 2
