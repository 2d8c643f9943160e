"""The promised stories in a real browser, with the keyboard alone, on both databases.

Nothing is clicked: Tab walks to what is called by its name, Enter, letters and arrows
do the rest, and the focus is in sight wherever it is used.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger import drafts
from ledger.database import reading
from tests.server import Shelf
from tests.web import test_bank, test_batches
from tests.web.audit_office import audited
from tests.web.browsing import Seen, browser, served
from tests.web.office import Filling, Office, offices
from tests.web.test_board_browser import with_budgets

UNIT = "某县总工会"
LONG = 120_000
pytestmark = pytest.mark.slow


def keyed(
    shelf: Shelf, dialect: str, folder: Path, key: bytes, filled: Filling
) -> Iterator[Office]:
    """An office whose personal fields the books' key opens."""
    keys = folder / "keys"
    keys.write_text(f"1 {key.hex()}\n")
    keys.chmod(0o600)
    yield from offices(shelf, dialect, folder, filled)


def at_desk(seen: Seen, person: str, *ways: str) -> None:
    """Sign in, and go to a page by its links."""
    seen.sign_in(person)
    for way in (UNIT, *ways):
        with seen.page.expect_navigation():
            seen.enter(way)


def pressed(seen: Seen, name: str) -> str:
    """Press a button that sends a form; what the next page says."""
    with seen.page.expect_navigation():
        seen.enter(name)
    return seen.said()


def step(address: str, person: str, button: str, draft: int = 1) -> str:
    """Somebody passes a draft of their queue on."""
    with browser(address) as seen:
        at_desk(seen, person, "待办凭证", str(draft))
        told = pressed(seen, button)
        assert seen.complaints == []
        return told


def passed(address: str, draft: int = 1) -> str:
    """A draft is reviewed, settled and posted by two others."""
    step(address, "李四", "审核：与附件相符", draft)
    step(address, "赵六", "款项已收付", draft)
    return step(address, "李四", "记账", draft)


def test_a_gift_is_recorded_reviewed_settled_posted_and_printed(
    office: Office,
) -> None:
    with served(office.settings) as address:
        with browser(address) as seen:
            at_desk(seen, "张三", "捐赠")
            seen.write("金额", "3600.00")
            seen.choose("资金", "F1")
            seen.enter("新的捐赠人")
            seen.choose("类别", "单位")
            seen.write("姓名或名称", "某某机械有限公司")
            assert "凭证草稿 1 已提交" in pressed(seen, "登记并提交凭证草稿")
            assert seen.complaints == []
        assert "已记账：收字第1号" in passed(address)
        with browser(address) as seen:
            at_desk(seen, "张三", "捐赠", "2")
            pressed(seen, "开具捐赠确认函")
            with seen.page.expect_navigation():
                seen.enter("打印（PDF）")
            assert downloaded(seen).startswith(b"%PDF")
            assert seen.complaints == []


def downloaded(seen: Seen) -> bytes:
    """The file of a job, waited for and fetched."""
    seen.page.get_by_role("link", name="下载").wait_for(timeout=LONG)
    with seen.page.expect_download() as handed:
        seen.enter("下载")
    return handed.value.path().read_bytes()


@pytest.fixture
def banked(shelf: Shelf, dialect: str, tmp_path: Path) -> Iterator[Office]:
    filled = ("bank desks", test_bank.fill)
    yield from keyed(shelf, dialect, tmp_path, b"k" * 32, filled)


def test_a_statement_is_imported_matched_and_reconciled(banked: Office) -> None:
    rows = test_bank.table(1_607_32, ("2025-05-03", -9_00, "转账"), start=8)
    with served(banked.settings) as address, browser(address) as seen:
        at_desk(seen, "张三", "银行对账")
        seen.lay_in("银行的文件", "五月.csv", rows)
        assert "新增 1 笔" in pressed(seen, "导入")
        undone(seen)
        seen.page.keyboard.press("j")
        assert seen.page.evaluate("document.activeElement.className") == "accept"
        with seen.page.expect_navigation():
            seen.page.keyboard.press("Enter")
        assert seen.page.locator("button.accept").count() == 0
        with seen.page.expect_navigation():
            seen.enter("对账")
        seen.write("截止日", "2025-03-31")
        with seen.page.expect_navigation():
            seen.page.keyboard.press("Enter")
        pressed(seen, "登记对账 2025-03-31")
        assert "已对账到 2025-03-31（第 1 次）" in seen.said()
        assert seen.complaints == []


def undone(seen: Seen) -> None:
    """The first match is taken back, beside the latest to which a key leads."""
    seen.page.keyboard.press("u")
    assert "undo" in seen.page.evaluate("document.activeElement.className")
    seen.write("撤销的理由 1", "错配")
    with seen.page.expect_navigation():
        seen.page.keyboard.press("Enter")
    assert seen.page.locator("button.accept").count() > 0


@pytest.fixture
def aided(shelf: Shelf, dialect: str, tmp_path: Path) -> Iterator[Office]:
    filled = ("batch desks", test_batches.fill)
    yield from keyed(shelf, dialect, tmp_path, test_batches.KEY, filled)


def test_three_people_prepare_approve_and_release_a_batch(aided: Office) -> None:
    rows = "".join(f"P-{place},生活救助,2026,2026-03,500.00\n" for place in (1, 2, 3))
    listed = f"档案号,救助项目,年度,期间,金额\n{rows}".encode()
    with served(aided.settings) as address:
        with browser(address) as seen:
            at_desk(seen, "张三", "发放批次")
            seen.write("批次号", "三月")
            seen.write("名称", "三月生活救助")
            seen.lay_in("名单（CSV", "名单.csv", listed)
            seen.write("应有的合计金额", "1500.00")
            seen.write("名单没有写明的资金", "F1")
            pressed(seen, "核对并保存")
            seen.write("有提示时", "经会议核定")
            pressed(seen, "提交，占用资金与预算")
            assert seen.complaints == []
        with browser(address) as seen:
            at_desk(seen, "委员乙", "发放批次", "B2026-1")
            seen.write("意见", "同意")
            pressed(seen, "批准")
            assert seen.complaints == []
        with browser(address) as seen:
            at_desk(seen, "张三", "发放批次", "B2026-1")
            seen.write("有提示时", "经会议核定")
            assert "草稿 1 已提交" in pressed(seen, "生成付款凭证草稿并提交")
        assert "已记账：" in passed(address)
        with browser(address) as seen:
            at_desk(seen, "张三", "发放批次", "B2026-1")
            seen.choose("结果 2", "未付")
            seen.write("未付的原因 2", "户名不符")
            seen.tab_to("没有选的各行都已付")
            seen.page.keyboard.press("Space")
            pressed(seen, "登记银行结果")
            assert "已付 2 行，未付 1 行" in seen.page.inner_text("main")
            assert seen.complaints == []


@pytest.fixture
def desks(shelf: Shelf, dialect: str, tmp_path: Path) -> Iterator[Office]:
    yield from audited(shelf, dialect, tmp_path)


def test_the_annual_audit_is_run_and_its_report_is_downloaded(desks: Office) -> None:
    with served(desks.settings) as address, browser(address) as seen:
        at_desk(seen, "审计甲", "审计检查")
        seen.write("期间", "2025")
        with seen.page.expect_navigation():
            seen.enter("执行检查")
        seen.page.wait_for_url("**/checks/*", timeout=LONG)
        seen.open("/units/U1/reports")
        with seen.page.expect_navigation():
            seen.enter("困难职工帮扶资金年度内部审计报告")
        seen.write("期间", "2025")
        with seen.page.expect_navigation():
            seen.enter("PDF")
        assert downloaded(seen).startswith(b"%PDF")
        assert seen.complaints == []


@pytest.fixture
def budgeted(shelf: Shelf, dialect: str, tmp_path: Path) -> Iterator[Office]:
    yield from offices(shelf, dialect, tmp_path, ("budget_desks", with_budgets))


def test_a_board_member_reads_a_fund(budgeted: Office) -> None:
    with served(budgeted.settings) as address, browser(address) as seen:
        at_desk(seen, "委员乙", "资金情况")
        seen.write("期间", "2025")
        with seen.page.expect_navigation():
            seen.page.keyboard.press("Enter")
        with seen.page.expect_navigation():
            seen.enter("本级帮扶")
        assert seen.page.locator("h1").inner_text().startswith("本级帮扶")
        assert "2025 年年初有" in seen.page.inner_text(".lead")
        assert seen.page.locator("table").count() > 3
        assert seen.complaints == []


def test_the_back_button_and_a_second_press_make_one_voucher(office: Office) -> None:
    with served(office.settings) as address, browser(address) as seen:
        at_desk(seen, "张三", "捐赠")
        seen.write("金额", "3600.00")
        seen.choose("资金", "F1")
        seen.enter("新的捐赠人")
        seen.choose("类别", "单位")
        seen.write("姓名或名称", "某某机械有限公司")
        seen.tab_to("登记并提交凭证草稿")
        with seen.page.expect_navigation():
            seen.page.keyboard.press("Enter")
            seen.page.keyboard.press("Enter")
        first = seen.page.url
        seen.page.go_back()
        # The page came back with what was typed, but for names, and is sent again.
        assert seen.page.input_value("[name=amount]") == "3600.00"
        seen.enter("新的捐赠人")
        seen.write("姓名或名称", "某某机械有限公司")
        with seen.page.expect_navigation():
            seen.page.keyboard.press("Enter")
        assert seen.page.url == first
        assert seen.complaints == []
    with reading(office.books.engine) as connection:
        assert len(drafts.waiting(connection, "U1")) == 1
