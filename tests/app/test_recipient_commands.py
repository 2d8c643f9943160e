"""Files of recipients at the desk: opened, changed, masked, looked at, found, moved."""

import datetime as dt
import json
from pathlib import Path

import pytest

from app import auth
from app.settings import SQLITE_FILE
from ledger import registration
from ledger.database import open_books, writing
from ledger.people import Grant, Right
from tests.aid.filing import ADDRESS, CARD, MEMBER, NAME, PHONE, number
from tests.app.commands import Desk
from tests.building import ACT

pytestmark = pytest.mark.slow

GROUP = ("aid", "recipients")
U1, AS = ("--unit", "U1"), ("--as", "张三")
SECRETS = (NAME, MEMBER, PHONE, ADDRESS, CARD, number(1), number(2))
FILE = {
    "name": NAME,
    "identity": number(1),
    "phone": PHONE,
    "address": ADDRESS,
    "card": CARD,
    "category": "深度困难",
    "members": [{"relation": "子女", "name": MEMBER, "identity": number(2)}],
}


def opened(desk: Desk) -> Desk:
    """A-1 of U1 is opened from a file."""
    (desk.folder / "a.json").write_text(json.dumps(FILE), "utf-8")
    told = desk.ok(*GROUP, "add", *U1, "--from", "a.json", "--file", "A-1", *AS)
    assert "档案 A-1 已建立，家庭 2 人" in told.out
    assert "尚缺" in told.out
    return desk


def log(desk: Desk) -> str:
    return desk.ok("log", "--format", "json").out


def test_a_file_from_opening_to_leaving(desk: Desk) -> None:
    """Opened, shown masked and opened, changed, found, moved, closed, reopened."""
    opened(desk)
    shown = desk.ok(*GROUP, "show", "A-1", "--format", "json")
    assert not [secret for secret in SECRETS if secret in shown.out]
    told = {(row["part"], row["key"]): row["value"] for row in shown.rows}
    assert told["本人", "name"] == "欧***"
    assert told["家庭", "address"] == "***"
    assert "aid.recipients.show" not in log(desk)

    full = desk.ok(*GROUP, "show", "A-1", "--open", *AS).out
    assert not [secret for secret in SECRETS if secret not in full]
    (row,) = desk.rows(*GROUP, "list", *U1)
    assert (row["code"], row["name"], row["persons"]) == ("A-1", "欧***", 2)

    new = json.dumps({"phone": "13800000000"})
    patching = (*GROUP, "change", "A-1", "--from", "-", *AS)
    assert "已变更" in desk.ok(*patching, given=new).out
    assert "没有变化" in desk.ok(*patching, given=new).out
    found = desk.run(*GROUP, "find", *U1, "--by", "phone", *AS, given="138-0000-0000\n")
    assert "A-1" in found.out
    moved = desk.ok(*GROUP, "move", "A-1", "--to", "U2", *AS)
    assert "已由 U1 转到 U2" in moved.out
    closing = (*GROUP, "close", "A-1", "--reason", "脱困", *AS)
    assert "退出：脱困" in desk.ok(*closing, "--words", "已就业").out
    assert desk.rows(*GROUP, "list", "--unit", "U2") == []
    desk.ok(*GROUP, "reopen", "A-1", "--reason", "again", *AS)
    (row,) = desk.rows(*GROUP, "list", "--unit", "U2", "--open", *AS)
    assert (row["name"], row["identity"], row["state"]) == (NAME, number(1), "在档")

    logged = log(desk)
    assert {"aid.recipients.show", "aid.recipients.list", "aid.recipients.find"} <= {
        row["act"] for row in json.loads(logged)
    }
    assert not [secret for secret in SECRETS if secret in logged]
    assert "账" in desk.ok("audit", "verify").out


def test_what_is_typed_is_asked_for(desk: Desk) -> None:
    """Every field that the form asks for, one a line; most are left blank."""
    told = [NAME, number(1)]
    done = desk.run(*GROUP, "add", *U1, *AS, given="\n".join(told) + "\n" * 40)

    assert done.code == 0, done.err
    assert "U1-000001 已建立" in done.out
    assert number(1) not in done.out + done.err


def test_a_table_is_taken_in_and_its_faults_are_told(desk: Desk) -> None:
    head = "姓名,身份证号,联系电话"
    good = f"{NAME},{number(1)},{PHONE}"
    (desk.folder / "recipients.csv").write_text(f"{head}\n{good}\n", "utf-8")
    taking = (*GROUP, "import", "recipients.csv", *U1, *AS)

    assert "新建 1 份，变更 0 份，没有变化 0 份" in desk.ok(*taking).out
    assert "新建 0 份，变更 0 份，没有变化 1 份" in desk.ok(*taking).out
    bad = f"{MEMBER},{number(2)[:-2]}00,{PHONE}"
    (desk.folder / "recipients.csv").write_text(f"{head}\n{good}\n{bad}\n", "utf-8")
    told = desk.refused(*taking)
    assert told.startswith("recipients.csv:3: identity: 身份证号码不对")
    assert MEMBER not in told
    assert number(2)[:10] not in told

    rows = f"户号,档案号,{head}\n1,U1-000001,{MEMBER},{number(1)},{PHONE}\n"
    (desk.folder / "recipients.csv").write_text(rows, "utf-8")
    assert "姓名与档案不同（U1-000001）" in desk.refused(*taking, "--replace")
    assert "变更 1 份" in desk.ok(*taking, "--renamed").out


def test_who_may_only_look_sees_nothing_personal(desk: Desk) -> None:
    opened(desk)
    engine = open_books(desk.database)
    day = dt.date(2026, 1, 1)
    with writing(engine) as connection:
        grants = [
            Grant(person="李四", right=Right.VIEW, unit="U1", since=day),
            Grant(person="王五", right=Right.PREPARE, unit="U1", since=day),
        ]
        assert not registration.register_rights(connection, grants, ACT)
        for one in ("李四", "王五"):
            auth.set_secret(connection, one, "春暖花开二零二六", ACT)
    engine.dispose()
    held = desk.with_secret("春暖花开二零二六")

    masked = held.ok(*GROUP, "show", "A-1", "--as", "李四").out
    assert "欧***" in masked
    assert "没有" in held.refused(*GROUP, "show", "A-1", "--open", "--as", "李四")
    assert NAME in held.ok(*GROUP, "show", "A-1", "--open", "--as", "王五").out
    told = held.refused(*GROUP, "move", "A-1", "--to", "U2", "--as", "王五")
    assert "U2" in told


def test_without_the_keys_nothing_is_opened(desk: Desk) -> None:
    opened(desk)
    books = Path(desk.database.removeprefix(SQLITE_FILE))
    (keys,) = books.parent.glob(f"{books.stem}*.keys")
    keys.unlink()

    told = desk.refused(*GROUP, "show", "A-1")
    assert "办法：从备份恢复密钥文件" in told


def test_a_file_is_printed_masked_and_in_full(desk: Desk) -> None:
    opened(desk)
    printing = ("report", "recipient_file", *U1, "--period", "2026", "--subject", "A-1")

    desk.ok(*printing, "--to", "masked.json")
    masked = (desk.folder / "masked.json").read_text("utf-8")
    assert "***" in masked
    assert not [secret for secret in SECRETS if secret in masked]
    desk.ok(*printing, "--names", "--to", "full.json", *AS)
    full = (desk.folder / "full.json").read_text("utf-8")
    assert not [secret for secret in SECRETS if secret not in full]
    assert "recipient_file A-1" in log(desk)
    assert "没有这份档案" in desk.refused(*printing[:-1], "A-9")
