"""What a desk is told: a voucher whole, what stops a close, rights, secrets, drafts."""

import json
import os
import pty
import re
import select
import sys
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from app.cli.drafts import HEAD, LINE
from ledger.database import open_books
from ledger.draft_vouchers import DraftPosting, DraftVoucher
from tests.app.commands import PROGRAM, ROOT, Desk
from tests.building import Books

pytestmark = pytest.mark.slow

U1 = ("--unit", "U1")
SECRET = "春暖花开二零二六"  # noqa: S105 - made up


# -- a voucher ----------------------------------------------------------------------


def test_a_voucher_is_shown_with_its_people_and_its_corrections(desk: Desk) -> None:
    reverse = ["books", "voucher", "reverse", *U1, "--ref", "r1", "--new-ref", "x1"]
    by = ["--preparer", "张三", "--reviewer", "李四", "--date", "2025-01-31"]
    desk.ok(*reverse, *by)
    show = ("books", "voucher", "show", *U1, "--ref")
    first, *_ = desk.rows(*show, "r1")
    red, *_ = desk.rows(*show, "x1")
    assert (red["preparer"], red["reviewer"], red["cashier"]) == ("张三", "李四", "")
    assert (red["corrects"], red["correction"], red["corrected_by"]) == (
        "r1",
        "full",
        "",
    )
    assert (first["corrects"], first["corrected_by"]) == ("", "x1")
    table = desk.ok(*show, "x1").out
    told = ("制单：张三", "审核：李四", "更正凭证：r1", "更正方式：红字冲销")
    assert all(f"{line}\n" in table for line in told)
    assert "被以下凭证更正：x1\n" in desk.ok(*show, "r1").out
    assert "物品" not in table


@pytest.mark.parametrize(("typed", "told"), [("1.500", "1.5"), ("12", "12")])
def test_goods_are_shown_with_their_quantity(desk: Desk, typed: str, told: str) -> None:
    draft = {
        "dated_on": "2025-01-20",
        "summary": "购入慰问品",
        "attachments": "3",
        "postings": [
            {"account": "50404", "fund": "F1", "debit": "30", "purpose": "生活救助"}
            | {"item": "大米", "quantity": typed, "party": "某粮店", "persons": "2"},
            {"account": "102", "fund": "F1", "credit": "30"},
        ],
    }
    number = ("--number", "1")
    drafts = ("books", "draft")
    desk.ok(*drafts, "save", *U1, "-", "--as", "张三", given=json.dumps(draft))
    for step, person in (("submit", "张三"), ("review", "李四"), ("settle", "赵六")):
        desk.ok(*drafts, step, *U1, *number, "--as", person)
    desk.ok(*drafts, "post", *U1, *number, "--as", "王五")
    show = ("books", "voucher", "show", *U1, "--ref", "草稿-1")
    spent, paid = desk.rows(*show)
    assert (spent["item"], spent["quantity"], spent["party"]) == (
        "大米",
        told,
        "某粮店",
    )
    assert (paid["item"], paid["quantity"], paid["party"]) == ("", "", "")
    assert (spent["attachments"], spent["cashier"], spent["poster"]) == (
        3,
        "赵六",
        "王五",
    )
    assert "某粮店" in desk.ok(*show).out


# -- closing ------------------------------------------------------------------------


def test_a_check_tells_what_would_stop_the_close_through_a_month(desk: Desk) -> None:
    close = ("books", "close", *U1, "--period")
    assert _blocking(desk, "2025-03") == []
    given = '{"dated_on": "2025-02-10"}'
    desk.ok("books", "draft", "save", *U1, "-", given=given)
    (draft,) = _blocking(desk, "2025-03")
    assert "2025年3月及以前还有 1 张草稿" in draft["what"]
    told = desk.run(*close, "2025-03", "--check").err
    assert told == "U1 2025年3月不能结账：有 1 项妨碍结账。办法：逐项办完，再结账\n"
    assert "1 张草稿" in desk.refused(*close, "2025-03")
    desk.ok("books", "draft", "drop", *U1, "--number", "1", "--reason", "重复")
    assert "还没有过完" in _blocking(desk, "2198-11")[0]["what"]
    said = desk.ok(*close, "2025-03").out
    assert re.findall(r"^U1 (.+)已结账", said, re.MULTILINE) == [
        "2025年1月",
        "2025年2月",
        "2025年3月",
    ]
    (closed,) = _blocking(desk, "2025-03")
    assert "已经结账" in closed["what"]
    (before,) = _blocking(desk, "2024-12")
    assert before["what"] == "账簿从2025年1月开始，2024年12月没有账可结"
    assert before["do"] == "从2025年4月结起"


@pytest.mark.parametrize("more", [(), ("--check",)])
def test_a_year_is_not_closed_as_a_month(desk: Desk, more: tuple[str, ...]) -> None:
    told = desk.refused("books", "close", *U1, "--period", "2025", *more, code=2)
    assert "须写明月份，如 2025-12" in told


def _blocking(desk: Desk, month: str) -> list[dict[str, Any]]:
    """What the check of a close lists as standing in its way."""
    asked = ("books", "close", *U1, "--period", month, "--check", "--format", "json")
    done = desk.run(*asked)
    found = [row for row in done.rows if row["blocking"] == "是"]
    assert (done.code, done.err != "") == ((1, True) if found else (0, False))
    return found


# -- rights and secrets -------------------------------------------------------------


def test_an_auditor_is_not_given_the_books_nor_a_bookkeeper_the_audit(
    desk: Desk,
) -> None:
    grant = ("books", "people", "grant")
    desk.ok(*grant, "张三", "admin")
    desk.ok(*grant, "李四", "audit", *U1)
    desk.ok(*grant, "王五", "prepare")
    for words in (("李四", "prepare", *U1), ("李四", "post"), ("王五", "audit", *U1)):
        assert "经审人员不得记账（工会法" in desk.refused(*grant, *words)
    desk.ok(*grant, "李四", "prepare", "--unit", "U2")
    told = desk.refused("books", "draft", "save", *U1, "-", "--as", "李四", given="{}")
    assert "没有“制单”权限。原因：经审人员不得记账（工会法" in told


@pytest.mark.parametrize("hashed", ["$argon2id$", "$argon2id$v=19$盐", "$argon2id$x"])
def test_a_damaged_secret_is_refused_and_the_books_can_still_be_verified(
    desk: Desk, hashed: str
) -> None:
    set_secret, guarded = ("books", "people", "secret"), desk.with_secret(SECRET)
    desk.ok(*set_secret, "张三", given=f"{SECRET}\n")
    guarded.ok(*set_secret, "李四", "--as", "张三", given=f"{SECRET}\n")
    engine = open_books(desk.database)
    with Books(engine, desk.database).raw() as raw:
        raw.run(
            "INSERT INTO secrets SELECT person_id, revision + 1,"
            f" '{hashed}', set_at FROM secrets WHERE person_id ="
            " (SELECT id FROM people WHERE code = '李四')"
        )
        raw.commit()
    engine.dispose()
    for words in (("books", "units"), ("books", "close", *U1, "--period", "2025-01")):
        told = guarded.refused(*words, "--as", "李四")
        assert told.startswith("李四 的口令记录不能识别，未能确认身份。原因：")
        assert "办法：请管理员用 bangfu books people secret 重设口令" in told
    guarded.ok("audit", "verify", "--as", "张三")
    guarded.ok(*set_secret, "李四", "--as", "张三", given=f"{SECRET}\n")
    guarded.ok("books", "units", "--as", "李四")


def test_without_a_terminal_a_secret_is_not_asked_for(desk: Desk) -> None:
    desk.ok("books", "people", "secret", "张三", given=f"{SECRET}\n")
    told = desk.refused("books", "units", "--as", "张三", given=f"{SECRET}\n")
    assert told.endswith("没有终端可输入口令。办法：请设 BANGFU_SECRET\n")
    assert "Warning" not in told


def test_a_secret_is_asked_for_at_a_terminal_and_not_shown(desk: Desk) -> None:
    desk.ok("books", "people", "secret", "张三", given=f"{SECRET}\n")
    asked = ("books", "units", "--as", "张三", "--format", "csv")
    code, shown = _typed(desk, (SECRET,), *asked)
    assert code == 0
    assert "张三 的口令" in shown
    assert "U1," in shown
    assert SECRET not in shown


def test_a_new_secret_is_typed_twice_alike(desk: Desk) -> None:
    asked = ("books", "people", "secret", "张三")
    code, shown = _typed(desk, (SECRET, SECRET[:-1]), *asked)
    assert code == 1
    assert "两次输入的口令不同。办法：重新运行，再输入两次" in shown
    code, shown = _typed(desk, (SECRET, SECRET), *asked)
    assert (code, "已设定 张三 的口令" in shown) == (0, True)
    assert SECRET not in shown


def _typed(desk: Desk, secrets: tuple[str, ...], *words: str) -> tuple[int, str]:
    """The exit code, and all that a terminal shows while a command asks for secrets."""
    kept = {k: v for k, v in os.environ.items() if k != "BANGFU_SECRET"}
    environment = kept | {"BANGFU_DATABASE": desk.database, "PYTHONPATH": str(ROOT)}
    child, terminal = pty.fork()
    if child == 0:
        program = [sys.executable, "-X", "utf8", "-c", PROGRAM, *words]
        os.execve(sys.executable, program, environment)  # noqa: S606 - our own program
    shown, typed = b"", 0
    while select.select([terminal], [], [], 60)[0]:
        try:
            shown += os.read(terminal, 4096)
        except OSError:
            # Linux tells so that nobody holds the other end any more.
            break
        # A question may come in several parts.
        if typed < min(shown.count("口令: ".encode()), len(secrets)):
            os.write(terminal, f"{secrets[typed]}\n".encode())
            typed += 1
    os.close(terminal)  # A child that still waits is hung up on.
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), shown.decode()


# -- drafts -------------------------------------------------------------------------


def test_the_page_tells_every_key_of_a_draft() -> None:
    keys = {field.name for field in fields(DraftVoucher)} - {"unit"}
    assert {key for key, _ in HEAD} == keys
    assert [key for key, _ in LINE] == [field.name for field in fields(DraftPosting)]


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_a_readme_names_every_key_of_a_draft(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    told = re.search(r"\n## (?:Drafts|草稿)\n(.*?)\n## ", text, re.DOTALL)
    assert told is not None
    assert [k for k, _ in (*HEAD, *LINE) if f"`{k}`" not in told[1]] == []


def test_the_draft_of_the_readme_goes_into_the_books(bare: Desk) -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    shown = [
        re.findall(rf"```{kind}\n(.*?)```", text, re.DOTALL) for kind in ("json", "sh")
    ]
    (bare.folder / "draft.json").write_text(shown[0][0], "utf-8")
    bare.ok("init")
    bare.ok("books", "import", str(Path(ROOT) / "examples" / "fzu-law-2011"))
    (steps,) = (block for block in shown[1] if "draft save" in block)
    done = [bare.ok(*line.split()[1:]).out for line in steps.splitlines()]
    assert done[-1].startswith("已记账：付字第1号")
