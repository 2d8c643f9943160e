"""The reviewer's and cashier's desk in a real browser: a gift goes its whole way."""

import pytest

from tests.building import receipt
from tests.web.browsing import WIDTHS, Seen, browser, served
from tests.web.office import Office

UNIT = "/units/U1"


def sound(seen: Seen, width: str) -> None:
    """Labels, contrast and order are right, and nothing hangs out of the page."""
    assert seen.faults() == [], seen.page.url
    assert (
        seen.page.evaluate("document.documentElement.scrollWidth") <= WIDTHS[width][0]
    )


def said(seen: Seen) -> str:
    return seen.page.locator("p.said").first.inner_text()


def step(address: str, person: str, verb: str) -> str:
    """Somebody opens the first draft of their queue by keyboard and passes it."""
    with browser(address) as seen:
        seen.sign_in(person)
        seen.open(f"{UNIT}/queue")
        sound(seen, "wide")
        seen.page.locator("form.queue td a").first.press("Enter")
        seen.page.wait_for_url("**/queue/1")
        sound(seen, "wide")
        form = seen.page.locator(f"form[action$='/{verb}']")
        form.get_by_role("button").press("Enter")
        seen.page.wait_for_url("**/queue")
        assert seen.complaints == []
        return said(seen)


def test_a_gift_goes_from_the_desk_to_the_books_and_its_letter(lite: Office) -> None:
    with served(lite.settings) as address:
        with browser(address) as seen:
            seen.sign_in("张三")
            seen.open(f"{UNIT}/donations")
            seen.page.fill("[name=amount]", "3600.00")
            seen.page.select_option("[name=fund]", "F1")
            seen.page.locator("summary").press("Enter")
            seen.page.select_option("[name=kind]", "organisation")
            seen.page.fill("[name=name]", "某某机械有限公司")
            sound(seen, "wide")
            seen.page.locator("[name=name]").press("Enter")
            seen.page.wait_for_url("**/donations/2*")
            assert "凭证草稿 1 已提交" in said(seen)
        assert step(address, "李四", "review") == "草稿 1：已审核"
        assert step(address, "赵六", "settle") == "草稿 1：出纳已办"
        assert "已记账：收字第1号" in step(address, "李四", "post")


@pytest.mark.parametrize("width", WIDTHS)
def test_the_pages_are_sound_at_both_widths(lite: Office, width: str) -> None:
    lite.books.post(receipt("r0", 1_000_000))
    with served(lite.settings) as address, browser(address, width) as seen:
        seen.sign_in("李四")
        for path in ("queue", "close", "year-end?year=2025", "batches", "bank"):
            seen.open(f"{UNIT}/{path}")
            sound(seen, width)
        assert seen.complaints == []


def test_a_queue_on_a_telephone_is_read_without_scrolling_sideways(
    lite: Office,
) -> None:
    officer = lite.browser("张三")
    gift = {"amount": "3600.00", "fund": "F1", "on": "2026-03-10"}
    firm = {"kind": "organisation", "name": "某某精密机械制造有限公司北方分公司"}
    assert officer.post(f"{UNIT}/donations", gift | firm)[0] == 303
    with served(lite.settings) as address, browser(address, "narrow") as seen:
        seen.sign_in("李四")
        seen.open(f"{UNIT}/queue")
        sound(seen, "narrow")
        held = "box => box.scrollWidth <= box.clientWidth"
        (box,) = seen.page.locator(".scroll:has(table.stack)").all()
        assert box.evaluate(held)
        named = "cell => getComputedStyle(cell, '::before').content"
        cells = seen.page.locator("table.stack td[data-label]").all()
        assert [cell.evaluate(named) for cell in cells][:2] == ['"草稿"', '"日期"']
