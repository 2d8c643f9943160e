"""The officer's desk in a real browser, by keyboard alone."""

import pytest

from ledger import drafts
from ledger.database import reading
from tests import building
from tests.treasury import asking
from tests.web.browsing import WIDTHS, Seen, browser, served
from tests.web.office import Office

PAGES = (
    "/units/U1",
    "/units/U1/drafts",
    "/units/U1/drafts/new",
    "/units/U1/drafts/1",
    "/units/U1/receive",
    "/units/U1/receive/refund",
    "/units/U1/requests",
    "/units/U1/requests/new",
    "/units/U1/requests/P2025-1",
    "/units/U1/today/months",
)


def typed(seen: Seen, *keys: str) -> None:
    """Type texts and press keys; a key is told in brackets."""
    for key in keys:
        if key.startswith("<"):
            seen.page.keyboard.press(key[1:-1])
        else:
            seen.page.keyboard.type(key)


def test_a_voucher_is_written_by_keyboard(office: Office) -> None:
    office.books.post(building.receipt("r1", 500_00))
    with served(office.settings) as address, browser(address) as seen:
        seen.sign_in("张三")
        with seen.page.expect_response("**/drafts/names*"):
            seen.open("/units/U1/drafts/new")
        seen.page.get_by_label("摘要").focus()
        typed(seen, "收到捐款", "<Tab>", "1")
        seen.page.get_by_label("1 科目").focus()
        typed(seen, "yhck", "<Enter>", "jz", "<Enter>", "1000.5", "<Enter>")
        typed(seen, "<Enter>", "<Enter>")
        focus = "document.activeElement.getAttribute('aria-label')"
        assert seen.page.evaluate(focus) == "2 科目"
        gap = seen.page.locator("#gap")
        assert "1,000.50" in gap.inner_text()
        assert "借贷差额" in gap.inner_text()
        typed(seen, "408", "<Tab>", "<Tab>", "=")
        assert "借贷差额" not in gap.inner_text()
        assert "500.00 → 1,500.50" in seen.page.locator("#sums").inner_text()
        typed(seen, "<ArrowDown>", "<Alt+Delete>")
        assert seen.page.locator("tbody.line").count() == 3
        typed(seen, "<Control+s>")
        seen.page.wait_for_url("**/drafts/1")
        typed(seen, "<Control+Enter>")
        seen.page.wait_for_selector("text=已提交")
        assert seen.complaints == []
    with reading(office.books.engine) as connection:
        (draft,) = drafts.waiting(connection, "U1")
    lines = [(p.account, p.debit, p.credit) for p in draft.voucher.postings]
    assert lines == [("102", "1000.50", ""), ("408", "", "1000.50")]
    assert draft.state is drafts.State.SUBMITTED


def test_what_was_typed_outlives_the_session(lite: Office) -> None:
    with served(lite.settings) as address, browser(address) as seen:
        seen.sign_in("张三")
        seen.open("/units/U1/drafts/new")
        seen.page.get_by_label("摘要").fill("写了很久")
        seen.page.context.clear_cookies()
        typed(seen, "<Control+s>")
        away = seen.page.locator("#away")
        away.wait_for()
        assert "填写的都还在" in away.inner_text()
        with seen.page.context.expect_page() as opened:
            away.get_by_role("link").click()
        Seen(opened.value, address, seen.complaints).sign_in("张三")
        typed(seen, "<Control+s>")
        seen.page.wait_for_url("**/drafts/1")
        assert seen.page.get_by_label("摘要").input_value() == "写了很久"
        assert seen.complaints == []


@pytest.mark.parametrize("width", WIDTHS)
def test_the_desk_is_for_everybody(lite: Office, width: str) -> None:
    """Labels, contrast and order, and nothing wider than the screen."""
    asking.live(lite.books)
    asking.save(lite.books)
    with served(lite.settings) as address, browser(address, width) as seen:
        seen.sign_in("张三")
        seen.open("/units/U1/drafts/new")
        seen.page.get_by_label("1 科目").fill("999")
        seen.page.get_by_role("button", name="检查").click()
        seen.page.wait_for_selector(".wrong")
        found = [f"checked {one}" for one in seen.faults()]
        seen.page.get_by_role("button", name="保存", exact=True).click()
        seen.page.wait_for_url("**/drafts/1")
        for path in PAGES:
            seen.open(path)
            found += [f"{path} {one}" for one in seen.faults()]
            wide = seen.page.evaluate("document.documentElement.scrollWidth")
            if wide > WIDTHS[width][0]:
                found.append(f"{path} is {wide} wide")
        assert found == []
        assert seen.complaints == []
