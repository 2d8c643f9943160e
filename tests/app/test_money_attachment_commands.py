"""Papers at the command line: attached, supplemented, read out, and checked."""

import json
from pathlib import Path

import pytest

from tests.app.commands import Desk
from tests.treasury.papers import pdf

pytestmark = pytest.mark.slow

UNIT = ("--unit", "U1")
SAID = ("--kind", "receipt", "--dated", "2025-01-15", "--title", "收款收据")
DRAFT = {
    "ref": "c1",
    "dated_on": "2025-01-20",
    "summary": "收到捐款",
    "attachments": "1",
    "postings": [
        {"account": "102", "fund": "F1", "debit": "5"},
        {"account": "408", "fund": "F1", "credit": "5"},
    ],
}


@pytest.fixture
def office(desk: Desk, tmp_path: Path) -> Desk:
    """The desk with a folder for its papers."""
    folder = {"BANGFU_ATTACHMENTS": str(tmp_path / "papers")}
    return Desk(desk.folder, desk.database, environment=folder)


def step(desk: Desk, verb: str, person: str) -> None:
    desk.ok("books", "draft", verb, *UNIT, "--number", "1", "--as", person)


def test_a_paper_is_attached_supplemented_and_read_out(
    office: Desk, tmp_path: Path
) -> None:
    desk = office
    (tmp_path / "d.json").write_text(json.dumps(DRAFT, ensure_ascii=False), "utf-8")
    desk.ok("books", "draft", "save", *UNIT, "d.json", "--as", "张三")
    first, second = pdf(tmp_path), pdf(tmp_path, "b.pdf", b"more")
    act = ("--draft", "1", *SAID, "--as", "张三")
    assert "附件 1 附于 c1" in desk.ok("money", "attach", *UNIT, first.name, *act).out
    for verb, person in (
        ("submit", "张三"),
        ("review", "李四"),
        ("settle", "赵六"),
        ("post", "王五"),
    ):
        step(desk, verb, person)
    late = (second.name, "--ref", "c1", "--reason", "原件迟到", *SAID, "--as", "张三")
    assert "附件 2 补充于 c1" in desk.ok("money", "supplement", *UNIT, *late).out
    rows = desk.rows("money", "attachments", *UNIT, "--ref", "c1")
    assert [row["act"] for row in rows] == ["附件", "补充附件"]
    desk.ok("money", "attachment", *UNIT, "1", "--to", "out.pdf", "--as", "张三")
    assert (tmp_path / "out.pdf").read_bytes() == first.read_bytes()
    assert "2 份附件齐全" in desk.ok("money", "attachments-check", *UNIT).out
    assert "未执行" not in desk.ok("audit", "verify").out
    for file in (tmp_path / "papers").rglob("*"):
        if file.is_file():
            file.write_bytes(file.read_bytes()[:-1] + b"x")
    done = desk.run("money", "attachments-check", *UNIT, "--format", "json")
    assert (done.code, len(done.rows)) == (1, 2)
    assert desk.run("audit", "verify", "--format", "json").code == 1


def test_a_paper_needs_to_be_described_and_withdrawn_with_a_reason(
    office: Desk, tmp_path: Path
) -> None:
    desk = office
    (tmp_path / "d.json").write_text(json.dumps(DRAFT, ensure_ascii=False), "utf-8")
    desk.ok("books", "draft", "save", *UNIT, "d.json", "--as", "张三")
    name = pdf(tmp_path).name
    bare = ("money", "attach", *UNIT, name, "--ref", "c1", "--as", "张三")
    assert "--kind" in desk.refused(*bare, code=2)
    desk.ok(*bare[:-2], *SAID, "--as", "张三")
    taken = ("money", "withdraw", *UNIT, "1", "--ref", "c1", "--as", "张三")
    assert "撤回的理由" in desk.refused(*taken, "--reason", " ")
    assert "已从 c1 撤回" in desk.ok(*taken, "--reason", "附错").out
    again = ("money", "attach", *UNIT, "1", "--ref", "c1", "--as", "张三")
    assert "附件 1 附于 c1" in desk.ok(*again).out
