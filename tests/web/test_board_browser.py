"""A board member reads a fund and approves a payment, in a real browser."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader

from app.clock import now
from ledger.people import Act
from tests import building
from tests.reports.budget_world import lay_out
from tests.server import Shelf
from tests.treasury import asking
from tests.web.browsing import WIDTHS, browser, served
from tests.web.office import Office, offices, seat


def with_budgets(books: building.Books) -> None:
    """Twenty years of budgets, a year of vouchers, and people at their desks."""
    lay_out(books)
    seat(books)


def with_requests(books: building.Books) -> None:
    """Money in the bank, payments under requests, and people at their desks."""
    asking.live(books)
    seat(books)


@pytest.fixture
def budgeted(shelf: Shelf, dialect: str, tmp_path: Path) -> Iterator[Office]:
    yield from offices(shelf, dialect, tmp_path, ("budget_desks", with_budgets))


@pytest.fixture
def live(shelf: Shelf, dialect: str, tmp_path: Path) -> Iterator[Office]:
    yield from offices(shelf, dialect, tmp_path, ("request_desks", with_requests))


@pytest.mark.parametrize("width", WIDTHS)
def test_a_board_member_reads_a_fund(budgeted: Office, width: str) -> None:
    with served(budgeted.settings) as address, browser(address, width) as seen:
        seen.sign_in("委员乙")
        seen.open("/units/U1/board?period=2025")
        assert seen.faults() == []
        seen.page.locator("#years_chart .mark").first.hover(force=True)
        assert "2005" in (seen.page.locator("#years_chart .told").text_content() or "")
        seen.page.get_by_role("link", name="本级帮扶").click()
        seen.page.wait_for_url("**/funds/OWN?period=2025")
        assert seen.faults() == []
        wide = seen.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= WIDTHS[width][0]
        printed = seen.page.pdf(prefer_css_page_size=True)
        assert len(PdfReader(io.BytesIO(printed)).pages) <= 2
        assert seen.complaints == []


def test_a_board_member_approves_a_payment_by_keyboard(live: Office) -> None:
    key = asking.save(live.books, asking.request(), Act("张三", now()))
    with served(live.settings) as address, browser(address) as seen:
        seen.sign_in("委员乙")
        seen.open("/units/U1/approvals")
        assert seen.faults() == []
        link = seen.page.get_by_role("link", name=key).first
        link.focus()
        seen.page.keyboard.press("Enter")
        seen.page.wait_for_url(f"**/requests/{key}")
        assert seen.faults() == []
        seen.page.get_by_label("意见").focus()
        seen.page.keyboard.type("同意")
        seen.page.keyboard.press("Tab")
        seen.page.keyboard.press("Enter")
        seen.page.wait_for_url("**/units/U1/approvals")
        told = seen.page.locator(".said").text_content() or ""
        assert f"{key}：已批准" in told
        assert seen.complaints == []
