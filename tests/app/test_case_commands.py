"""Cases at the desk: every command once, in the order of the day."""

import datetime as dt
import json
from pathlib import Path

import pytest

from app import auth
from app.settings import SQLITE_FILE
from ledger import registration
from ledger.database import open_books, writing
from ledger.people import Grant, Right
from tests.aid import casework
from tests.aid.filing import CARD, KEY, NAME, PHONE, number
from tests.app.commands import Desk
from tests.building import ACT, Books

pytestmark = pytest.mark.slow

GROUP = ("aid", "cases")
K = ("--unit", "K")
LOCAL = (
    "地区代码,年度,低保标准,制定机关,文号\n"
    "130102,2026,800,某市人民政府,某政〔2026〕1号\n"
)
SECRETS = (NAME, PHONE, CARD, number(1), "住院三月", "家中有车", "车为借用")


def by(person: str, on: str = "") -> tuple[str, ...]:
    return ("--as", person, *(("--on", f"2026-{on}") if on else ()))


def filled(desk: Desk) -> Desk:
    """The tree of units with its files; the city C registered the local figures."""
    engine = open_books(desk.database)
    casework.fill_tree(Books(engine, desk.database))
    engine.dispose()
    (desk.folder / "minimum_living.csv").write_text(LOCAL, "utf-8")
    keys = Path(desk.database.removeprefix(SQLITE_FILE) + ".keys")
    keys.write_text(f"1 {KEY.hex()}\n", "utf-8")
    keys.chmod(0o600)
    bringing = ("aid", "standards", "import", "minimum_living.csv", "--unit", "C")
    assert "新登记当地标准 1 项" in desk.ok(*bringing, *by("张三")).out
    return desk


def applied(desk: Desk, ref: str, code: str, *more: str, unit: str = "K") -> str:
    told = desk.ok(
        *(*GROUP, "apply", "--unit", unit, "--ref", ref, "--file", code),
        *("--project", "medical", "--year", "2025", "--limb", "E-1"),
        *more,
        *by("张三", "03-02"),
    )
    assert "已申请" in told.out
    return told.out.split()[2]


def step(desk: Desk, name: str, key: str, *more: str, unit: str = "K") -> str:
    return desk.ok(*GROUP, name, key, "--unit", unit, *more).out


PAPER = ("--paper", "某厂工会审字〔2026〕3号")


def test_a_case_from_application_to_spot_check(desk: Desk) -> None:
    """Objected to, answered, reviewed first, approved, filed, checked."""
    filled(desk)
    key = applied(desk, "r1", "K-1", "--words", "住院三月", "--by-union")
    assert applied(desk, "r1", "K-1", "--words", "住院三月", "--by-union") == key
    told = desk.refused(*GROUP, "review", key, *K, *by("李四", "03-03"))
    assert "没有写明基层工会的文件号" in told
    step(desk, "review", key, *PAPER, *by("李四", "03-03"))
    hung = step(desk, "publish", key, *by("张三", "03-04"))
    assert "应至 2026-03-11" in hung
    step(desk, "object", key, "--words", "家中有车", *by("张三", "03-05"))
    (row,) = desk.rows(*GROUP, "list", *K, "--state", "published")
    assert (row["key"], row["due"], row["code"]) == (key, "撤下公示", "K-1")
    answer = ("--outcome", "dismissed", "--words", "车为借用")
    assert "不成立" in step(desk, "answer", key, *answer, *by("李四", "03-06"))
    wrong = ("--outcome", "passed", "--words", "车为借用")
    assert "这里不用" in desk.refused(*GROUP, "answer", key, *K, *wrong, code=2)
    down = step(desk, "takedown", key, *by("张三", "03-11"))
    assert "满 5 个工作日" in down
    judged = step(desk, "first-review", key, *by("王五", "03-12"))
    assert "若从0元起分段累计为 2,800.00 元" in judged
    granted = step(desk, "approve", key, *by("赵六", "03-13"))
    assert "已审批：2,400.00 元" in granted
    (row,) = desk.rows(*GROUP, "todo", "--unit", "P")
    assert (row["unit"], row["key"], row["next"]) == ("K", key, "备案")
    step(desk, "file", key, *by("张三", "03-16"))
    step(desk, "spot-check", key, "--outcome", "passed", *by("孙七", "04-01"))
    (row,) = desk.rows(*GROUP, "list", *K, "--year", "2026")
    assert (row["state"], row["granted"]) == ("已抽查", "2400.00")

    masked = desk.rows(*GROUP, "show", key, *K)
    assert {"经过", "申请"} <= {row["part"] for row in masked}
    full = desk.ok(*GROUP, "show", key, *K, "--open", *by("王五")).out
    assert "车为借用" in full
    logged = desk.ok("log", "--format", "json").out
    assert {f"aid.cases.{one}" for one in ("apply", "approve", "show", "object")} <= {
        row["act"] for row in json.loads(logged)
    }
    for told in (logged, json.dumps(masked, ensure_ascii=False)):
        assert not [secret for secret in SECRETS if secret in told]
    assert "账" in desk.ok("audit", "verify").out


def test_a_limb_that_the_file_does_not_bear_is_told_at_once(desk: Desk) -> None:
    filled(desk)
    asked = ("--ref", "r1", "--file", "K-1", "--project", "medical", "--year", "2025")
    first = desk.ok(
        *(*GROUP, "apply", *K, *asked, "--limb", "E-3"), *by("张三", "03-02")
    ).out
    for told in (first, step(desk, "review", "A2026-1", *PAPER, *by("李四", "03-03"))):
        assert "所依据的“E-3 零就业家庭”按现有档案不能认定：零就业家庭：" in told
        assert "按现有档案成立的有 E-1 大病、重病、慢性病" in told
        assert not [secret for secret in SECRETS if secret in told]
    more = ("--ref", "r2", "--file", "K-2", *asked[4:], "--limb", "E-1")
    held = desk.ok(*GROUP, "apply", *K, *more, *by("张三", "03-02")).out
    assert "提示" not in held


def test_what_ends_otherwise(desk: Desk) -> None:
    """Rejected, withdrawn, aid that came first, passed up and taken over, imported."""
    filled(desk)
    key = applied(desk, "r1", "K-1")
    why = ("--words", "不符合条件")
    step(desk, "reject", key, *why, *PAPER, *by("李四", "03-03"))
    key = applied(desk, "r2", "K-1")
    assert "已撤回" in step(desk, "withdraw", key, *by("张三", "03-03"))

    key = applied(desk, "r3", "K-1", "--emergency", "--urgent")
    first = ("--granted", "1000", "--words", "突发车祸")
    told = step(desk, "aid-first", key, *first, *by("赵六", "03-02"))
    assert "先行救助 1,000.00 元" in told
    below = ("--unit", "C", "--with-subunits", "--on", "2026-06-01")
    late = desk.rows(*GROUP, "late", *below)
    assert {row["due"] for row in late} == {"补办审批手续"}
    assert {row["unit"] for row in late} == {"K"}
    assert "补齐" in step(desk, "papers", key, *by("张三", "03-10"))

    key = applied(desk, "g1", "G-1", unit="G")
    step(desk, "review", key, *by("李四", "03-03"), unit="G")
    up = ("--words", "无力解决", *by("张三", "03-04"))
    assert "由 K 接收" in step(desk, "refer", key, *up, unit="G")
    taken = desk.ok(*GROUP, "take-over", key, *K, "--from", "G", *by("张三"))
    assert f"接自 G {key}，已审核" in taken.out

    head = "申请号,档案号,项目,年度,困难情形"
    (desk.folder / "cases.csv").write_text(
        f"{head}\nr9,K-2,医疗救助,2025,E-1\n", "utf-8"
    )
    bringing = (*GROUP, "import", "cases.csv", *K, *by("张三"))
    assert "新登记 1 项，已登记过 0 项" in desk.ok(*bringing).out
    assert "新登记 0 项，已登记过 1 项" in desk.ok(*bringing).out


def test_files_are_checked_again(desk: Desk) -> None:
    filled(desk)
    checking = (*GROUP, "recheck", *K)
    done = desk.ok(*checking, "--confirm", "K-1", *by("李四", "04-10"))
    assert "复核仍符合 1 份" in done.out
    gone = ("--exit", "K-2", "--reason", "脱困", *by("李四", "04-11"))
    assert "退出：脱困" in desk.ok(*checking, *gone).out
    rows = desk.rows(*checking, "--on", "2026-05-01")
    assert rows == [
        {"code": "K-1", "state": "仍符合"},
        {"code": "K-2", "state": "退出"},
    ]
    assert "本年纳入 2，退出 1" in desk.ok(*checking, "--on", "2026-05-01").out


def test_each_step_asks_for_its_right_where_the_duty_lies(desk: Desk) -> None:
    """赵六 may approve at the city, not at the county; 李四 may review, not prepare."""
    filled(desk)
    engine = open_books(desk.database)
    day = dt.date(2026, 1, 1)
    grants = [
        Grant(person="张三", right=Right.PREPARE, unit="K", since=day),
        Grant(person="李四", right=Right.REVIEW, unit="K", since=day),
        Grant(person="王五", right=Right.APPROVE, unit="K", since=day),
        Grant(person="赵六", right=Right.APPROVE, unit="C", since=day),
    ]
    with writing(engine) as connection:
        assert not registration.register_rights(connection, grants, ACT)
        for person in ("张三", "李四", "王五", "赵六"):
            auth.set_secret(connection, person, "春暖花开二零二六", ACT)
    engine.dispose()
    desk = desk.with_secret("春暖花开二零二六")
    key = applied(desk, "r1", "K-1")
    told = desk.refused(*GROUP, "review", key, *K, *PAPER, *by("张三", "03-03"))
    assert "审核" in told
    step(desk, "review", key, *PAPER, *by("李四", "03-03"))
    assert "制单" in desk.refused(*GROUP, "publish", key, *K, *by("李四", "03-04"))
    approving = (*GROUP, "approve", key, *K)
    assert "批准付款" in desk.refused(*approving, *by("王五", "03-13"))
    assert "不能审批" in desk.refused(*approving, *by("赵六", "03-13"))
