"""Batches at the desk: drafted of a list, checked, approved, released, settled."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from aid.kept_standards import import_figures
from ledger.database import Engine, open_books, writing
from tests import server
from tests.aid import batching, filing
from tests.app.commands import Desk
from tests.building import Books, found_with_unit

pytestmark = pytest.mark.slow

U1 = ("--unit", "U1")
MAKER, APPROVER, ADMIN = ("--as", "王五"), ("--as", "李四"), ("--as", "赵六")
LIST = """档案号,救助项目,期间,金额
P-1,生活救助,2026-11,500.01
P-2,生活救助,2026-11,500.01
P-3,生活救助,2026-11,500.01
合计,,,1500.03
"""
GROUP = ("aid", "batch")
DRAFT = ("draft", "名单.csv", *U1, "--fund", "F1")

WHY = ("--reason", "经会议逐户核定")


@pytest.fixture
def office(shelf: server.Shelf, tmp_path: Path) -> Iterator[Desk]:
    """The world of `tests/aid/batching.py`, with its key, standards, and a list."""
    shelf.fillings.setdefault("batches-desk", _fill)
    with shelf.copied("sqlite", "batches-desk") as url:
        keys = tmp_path / "钥匙.keys"
        keys.write_text(f"1 {filing.KEY.hex()}\n", encoding="utf-8")
        keys.chmod(0o600)
        (tmp_path / "名单.csv").write_text(LIST, "utf-8")
        yield Desk(tmp_path, url, environment={"BANGFU_KEYS": str(keys)})


def _fill(engine: Engine) -> None:
    found_with_unit(engine)
    url = engine.url.set(drivername=engine.dialect.name)
    batching.fill(Books(engine, url.render_as_string(hide_password=False)))
    rows = batching.standards().local.until_day(dt.date(2026, 12, 31))
    with writing(engine) as connection:
        import_figures(connection, "U1", rows, batching.KEEPER)


def finish(desk: Desk, draft: int) -> None:
    """Take a draft to the books."""
    books = Books(open_books(desk.database), desk.database)
    batching.finish(books, draft)
    books.engine.dispose()


def test_a_batch_from_a_list_to_its_last_line(office: Desk) -> None:
    told = office.ok(*GROUP, *DRAFT, "--ref", "十一月", "--title", "生活救助", *MAKER)
    assert "发放批次 B2026-1：3 行，1,500.03 元" in told.out
    again = office.ok(*GROUP, *DRAFT, "--ref", "十一月", "--title", "生活救助", *MAKER)
    assert "（此前已保存）" in again.out
    found = office.rows(*GROUP, "check", *U1, "B2026-1", *MAKER)
    assert [(one["rule"], one["weight"]) for one in found] == 3 * [
        ("没有审批的申请", "须说明理由")
    ]
    assert "没有审批的申请" in office.refused(*GROUP, "submit", *U1, "B2026-1", *MAKER)

    asked = office.ok(*GROUP, "submit", *U1, "B2026-1", *WHY, *MAKER)
    assert "付款申请 P2026-1，1,500.03 元，须 1 人批准" in asked.out
    own = office.refused(*GROUP, "approve", *U1, "B2026-1", *MAKER)
    assert "换由另一人批准" in own
    office.ok(*GROUP, "approve", *U1, "B2026-1", *APPROVER)
    released = office.ok(*GROUP, "release", *U1, "B2026-1", *MAKER)
    assert "凭证草稿 1 已提交，待审核" in released.out
    (row,) = office.rows(*GROUP, "list", *U1)
    assert (row["state"], row["amount"]) == ("已交付款凭证", "1500.03")
    finish(office, 1)

    settling = (*GROUP, "settle", *U1, "B2026-1", *MAKER)
    some = office.ok(*settling, "--paid", "1", "--failed", "3=账户已销户")
    assert "已付 1 行，未付 1 行，尚有 1 行没有结果" in some.out
    assert "退回款项的凭证草稿 2 已提交" in some.out
    finish(office, 2)
    assert "已结清" in office.ok(*settling, "--paid", "2").out
    lines = office.rows(*GROUP, "show", *U1, "B2026-1")
    assert [(one["code"], one["outcome"]) for one in lines] == [
        ("P-1", "已付"),
        ("P-2", "已付"),
        ("P-3", "未付"),
    ]
    repaying = (*GROUP, "repay", *U1, "B2026-1", "--line", "3", *MAKER)
    assert "银行卡号没有变更" in office.refused(*repaying)
    assert "草稿 3 已提交" in office.ok(*repaying, "--reason", "银行已恢复该户").out
    assert "--paid" in office.refused(*settling, "--paid", "一", code=2)
    assert "--failed" in office.refused(*settling, "--failed", "户名不符", code=2)


def test_what_is_wrong_with_a_list_is_told_at_once(office: Desk) -> None:
    (office.folder / "名单.csv").write_text(
        LIST.replace("P-2", "X-9").replace("P-3", "Y-9"), "utf-8"
    )
    naming = ("--ref", "一", "--title", "生活救助", *MAKER)
    told = office.refused(*GROUP, *DRAFT, *naming)
    assert told.count("没有这份档案") == 2
    (office.folder / "名单.csv").write_text(LIST.replace("P-2", "P-1"), "utf-8")
    twice = office.refused(*GROUP, *DRAFT, *naming)
    assert "第 2 行（P-1）重复发放：与第 1 行（P-1）是同一人" in twice
    later = LIST.replace("2026-11", "2027-01")
    (office.folder / "名单.csv").write_text(later, "utf-8")
    missing = office.refused(*GROUP, *DRAFT, *naming)
    assert "登记 130102 2027 年的城镇居民最低生活保障标准" in missing
    assert office.rows(*GROUP, "list", *U1) == []


def test_a_batch_is_refused_or_dropped_and_a_unit_begins(office: Desk) -> None:
    naming = ("--title", "生活救助", *MAKER)
    office.ok(*GROUP, *DRAFT, "--ref", "一", *naming)
    office.ok(*GROUP, "submit", *U1, "B2026-1", *WHY, *MAKER)
    why = ("--reason", "名单须重报")
    assert "已否决" in office.ok(*GROUP, "refuse", *U1, "B2026-1", *why, *APPROVER).out
    office.ok(*GROUP, *DRAFT, "--ref", "二", *naming)
    assert "已作废" in office.ok(*GROUP, "drop", *U1, "B2026-2", *why, *MAKER).out
    paper = ("--paper", "会议纪要9号", *ADMIN)
    began = office.ok("money", "begin", "--unit", "U2", *paper)
    assert "实行付款申请，帮扶支出凭发放批次" in began.out
    again = office.ok("aid", "begin", "--unit", "U2", *paper)
    assert "（此前已登记）" in again.out
    assert "没有要发放的" in office.refused(
        *GROUP, "draft", *U1, "--fund", "F1", "--ref", "三", *naming
    )


def test_a_list_that_was_saved_again_is_known(office: Desk) -> None:
    """Other bytes, other columns, another order: the same payments."""
    naming = ("--title", "生活救助", *MAKER)
    office.ok(*GROUP, *DRAFT, "--ref", "一", *naming)
    head, *rows, _, _ = LIST.split("\n")
    lines = (head, *rows[::-1], "")
    (office.folder / "名单.csv").write_bytes("\r\n".join(lines).encode("gb18030"))

    told = office.refused(*GROUP, *DRAFT, "--ref", "二", *naming)
    assert "同一份名单已是发放批次 B2026-1（一）" in told
