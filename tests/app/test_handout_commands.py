"""Hand-outs at the desk: planned of a list, approved, issued, printed, signed for."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.clock import today
from tests import server
from tests.aid import handing
from tests.aid.filing import KEY, NAME, number
from tests.aid.handing import SHEET
from tests.app.commands import Desk

pytestmark = pytest.mark.slow

GROUP = ("aid", "handout")
GUARDIANS = ("aid", "guardians")
U1 = ("--unit", "U1")
ZHANG, ZHAO = ("--as", "张三"), ("--as", "赵六")
DAY = today().isoformat()
HEAD = (
    *(*U1, "--ref", "春1", "--on", DAY, "--title", "春季慰问", "--fund", "F1"),
    *("--project", "生活救助", "--item", "Q1", *ZHANG),
)
GUARDIAN, OTHER = "慕容守信", number(70)


@pytest.fixture
def centre(shelf: server.Shelf, tmp_path: Path) -> Iterator[Desk]:
    """Ten files, twenty quilts, forty shopping vouchers, and the keys of the files."""
    for one in handing.opened(shelf, "sqlite"):
        keys = tmp_path / "office.keys"
        keys.write_text(f"1 {KEY.hex()}\n", "utf-8")
        keys.chmod(0o600)
        yield Desk(tmp_path, one.books.url, environment={"BANGFU_KEYS": str(keys)})


def test_a_hand_out_from_a_list_to_the_last_signature(centre: Desk) -> None:
    """A-1 and A-3 get a quilt, A-4 three vouchers; A-3 sends a guardian, A-4 nobody."""
    listed = "档案号,物品代码,数量,编号\nA-1,,1,\nA-3,,1,\nA-4,V1,,A001-A003\n"
    (centre.folder / "people.csv").write_text(listed, "utf-8")
    checked = centre.rows(*GROUP, "check", "people.csv", *HEAD)
    assert [(row["code"], row["cost"]) for row in checked] == [
        ("A-1", "100.00"),
        ("A-3", "100.00"),
        ("A-4", "285.00"),
    ]
    planning = (*GROUP, "plan", "people.csv", *HEAD)
    assert f"发放单 H{DAY[:4]}-1" in centre.ok(*planning).out
    key = centre.rows(*GROUP, "list", *U1)[0]["key"]
    assert "原已办理" in centre.ok(*planning).out

    assert "编制人不能批准" in centre.refused(*GROUP, "approve", key, *U1, *ZHANG)
    assert "已批准" in centre.ok(*GROUP, "approve", key, *U1, *ZHAO).out
    issued = centre.ok(*GROUP, "issue", key, *U1, *ZHANG).out
    assert "485.00 元，草稿" in issued
    (row,) = centre.rows(*GROUP, "list", *U1)
    draft = str(row["draft"])
    centre.ok("books", "draft", "review", *U1, "--number", draft, "--as", "李四")
    centre.ok("books", "draft", "post", *U1, "--number", draft, "--as", "王五")

    who = json.dumps({"name": GUARDIAN, "identity": OTHER})
    adding = (*GUARDIANS, "add", "A-3", "--relation", "子女", "--paper", "委托书7号")
    told = centre.ok(*adding, "--since", DAY, "--from", "-", *ZHANG, given=who)
    assert "第 1 号监护人（子女）已登记" in told.out
    (masked,) = centre.rows(*GUARDIANS, "list", "A-3")
    assert (masked["name"], masked["identity"][2:16]) == ("慕***", "*" * 14)
    (full,) = centre.rows(*GUARDIANS, "list", "A-3", "--open", *ZHANG)
    assert (full["name"], full["identity"]) == (GUARDIAN, OTHER)

    printing = ("report", "signature_list", *U1, "--period", DAY[:7], "--subject", key)
    sheet = centre.ok(*printing)
    assert NAME not in sheet.out
    named = centre.ok(*printing, "--names", *ZHANG)
    assert NAME in named.out
    assert f"1号 {GUARDIAN}（子女）" in named.out

    signing = (*GROUP, "sign", key, *U1, "--on", DAY, "--sheet", SHEET, *ZHANG)
    assert "新登记签收 2 行" in centre.ok(*signing, "--lines", "1,2:1").out
    (late,) = centre.rows(*GROUP, "unsigned", *U1)
    assert (late["code"], late["age"]) == ("A-4", 0)
    back = (*GROUP, "return", key, *U1, "--on", DAY, "--reason", "本人未到", *ZHANG)
    assert "春1-退1：已登记退回 1 行，285.00 元" in centre.ok(*back).out
    assert centre.rows(*GROUP, "unsigned", *U1) == []
    states = [row["state"] for row in centre.rows(*GROUP, "show", key, *U1)]
    assert states == ["已签收", "已签收", "已退回"]
    the_file_shows_it(centre, key)
    ending = (*GUARDIANS, "end", "A-3", "--number", "1", "--reason", "撤回")
    refused = centre.refused(*ending, "--until", DAY, *ZHANG)
    assert f"终止日期应晚于起始日期 {DAY}" in refused
    logged = centre.ok("log", "--format", "json").out
    assert not [told for told in (NAME, GUARDIAN, OTHER) if told in logged]
    for act in ("report.names", "aid.guardians.list", "aid.handout.sign"):
        assert f'"{act}"' in logged
    assert "账" in centre.ok("audit", "verify").out


def the_file_shows_it(centre: Desk, key: str) -> None:
    """What came back stands in the file of A-4, on screen and in print."""
    (own,) = centre.rows(*GROUP, "list", *U1, "--file", "A-4")
    assert (own["handout"], own["state"], own["returned"]) == (key, "已退回", "3")
    shown = centre.rows("aid", "recipients", "show", "A-4")
    (had,) = [row for row in shown if row["part"] == "领取"]
    assert (had["key"], had["label"]) == (f"{key}/3", "已退回")
    assert had["value"].endswith("春季慰问：百货购物券3张（A001-A003）")
    file = ("report", "recipient_file", *U1, "--period", DAY[:7], "--subject", "A-4")
    assert f"{DAY},{key},春季慰问,百货购物券3张（A001-A003）" in centre.ok(*file).out


def test_each_fault_of_a_list_is_told_by_row(centre: Desk) -> None:
    listed = (
        "档案号,物品代码,数量,编号\nA-1,,1,\nB-1,,1,\nA-1,,1,\nA-3,V1,2,A001-A003\n"
        "A-4,,x,\n"
    )
    (centre.folder / "people.csv").write_text(listed, "utf-8")
    told = centre.refused(*GROUP, "plan", "people.csv", *HEAD)
    assert "people.csv:6: quantity: 数量应为数字" in told
    (centre.folder / "people.csv").write_text(listed.replace("x", "1"), "utf-8")
    told = centre.refused(*GROUP, "plan", "people.csv", *HEAD)
    for what in (
        "people.csv:3: file: 没有档案 B-1",
        "people.csv:4: file: 与第 1 行重复",
        "people.csv:5: quantity: 百货购物券：编号共 3 张，数量却是 2 张",
    ):
        assert what in told
    assert centre.rows(*GROUP, "list", *U1) == []
    (centre.folder / "people.csv").write_text("档案号,数量\nA-1,1\n", "utf-8")
    centre.ok(*GROUP, "plan", "people.csv", *HEAD)
    (row,) = centre.rows(*GROUP, "list", *U1)
    key = row["key"]
    refusing = (*GROUP, "refuse", key, *U1, "--reason", "名单不全", *ZHAO)
    assert "未获批准" in centre.ok(*refusing).out
    withdrawing = (*GROUP, "withdraw", key, *U1, "--reason", "改日", *ZHANG)
    assert "没有撤销" in centre.refused(*withdrawing)
