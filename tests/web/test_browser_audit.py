"""The audit office's stories in a real browser: checks, the annual report, a sample."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server import Shelf
from tests.web.audit_office import audited
from tests.web.browsing import WIDTHS, browser, served
from tests.web.office import Office

LONG = 120_000


@pytest.fixture
def desks(shelf: Shelf, dialect: str, tmp_path: Path) -> Iterator[Office]:
    """An office that is audited, on both databases."""
    yield from audited(shelf, dialect, tmp_path)


@pytest.fixture
def one(shelf: Shelf, tmp_path: Path) -> Iterator[Office]:
    """The same on SQLite alone."""
    yield from audited(shelf, "sqlite", tmp_path)


def test_checks_are_run_and_an_exception_is_followed_to_its_voucher(
    desks: Office,
) -> None:
    with served(desks.settings) as address, browser(address) as seen:
        page = seen.page
        seen.sign_in("审计甲")
        seen.open("/units/U1")
        page.get_by_role("link", name="审计检查").press("Enter")
        page.get_by_label("期间").fill("2025")
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_url("**/jobs/*")
        assert seen.faults() == []
        # The script of the page leads on by itself when the job is done.
        page.wait_for_url("**/units/U1/checks/*", timeout=LONG)
        assert seen.faults() == []
        page.locator("tr.met a").first.click()
        assert seen.faults() == []
        page.locator("a[href*='/vouchers/at/']").first.click()
        page.wait_for_url("**/units/U1/vouchers/*")
        assert seen.complaints == []


def test_the_annual_report_is_drawn_up_and_downloaded(one: Office) -> None:
    with served(one.settings) as address, browser(address) as seen:
        page = seen.page
        seen.sign_in("经甲")
        seen.open("/units/U1/reports/annual_audit")
        page.get_by_label("期间").fill("2025")
        page.get_by_role("button", name="PDF").click()
        page.get_by_role("link", name="下载").wait_for(timeout=LONG)
        with page.expect_download() as handed:
            page.get_by_role("link", name="下载").click()
        assert handed.value.suggested_filename == "U1-annual_audit-2025.pdf"
        assert handed.value.path().read_bytes().startswith(b"%PDF")
        assert seen.complaints == []


def test_a_report_is_handed_out_twice_from_one_page(one: Office) -> None:
    with served(one.settings) as address, browser(address) as seen:
        seen.sign_in("经甲")
        seen.open("/units/U1/reports/trial_balance?period=2025")
        inside = seen.page.frame_locator("iframe").get_by_text("科目余额表").first
        inside.wait_for()
        for form in ("XLSX", "CSV"):
            with seen.page.expect_download() as handed:
                seen.page.get_by_role("button", name=form).click()
            assert handed.value.suggested_filename.endswith(form.lower())
        assert seen.complaints == []


@pytest.mark.parametrize("width", WIDTHS)
def test_the_pages_of_the_desk_are_labelled_and_fit(one: Office, width: str) -> None:
    at = "/units/U1/engagements"
    pages = (
        *("/units/U1/checks", "/units/U1/reports", "/units/U1/proof", "/jobs"),
        *("/units/U1/reports/trial_balance?period=2025", at, f"{at}/J2026-1"),
        *(f"{at}/J2026-1/findings/1", f"{at}/J2026-2?doing=draft"),
        *(f"{at}/J2026-2/findings/new", f"{at}/J2026-2/samples/1-1"),
    )
    with served(one.settings) as address, browser(address, width) as seen:
        seen.sign_in("经甲")
        for path in pages:
            seen.open(path)
            assert (path, seen.faults()) == (path, [])
            wide = seen.page.evaluate("document.documentElement.scrollWidth")
            assert (path, wide) == (path, WIDTHS[width][0])
        assert seen.complaints == []


def test_a_sample_is_worked_with_the_keyboard(one: Office) -> None:
    with served(one.settings) as address, browser(address) as seen:
        page = seen.page
        seen.sign_in("经乙")
        seen.open("/units/U1/engagements/J2026-2/samples/1-1")
        page.locator("a[href*='item=']").first.press("Enter")
        page.get_by_label("结果").wait_for()
        page.keyboard.press("Tab")
        page.get_by_role("button", name="登记", exact=True).press("Enter")
        page.get_by_role("status").wait_for()
        page.get_by_role("button", name="其余未检查的都相符").press("Enter")
        page.get_by_text("评价样本").click()
        # Three items say too little of a tolerable rate of a fifth.
        page.get_by_text("不能接受").wait_for()
        assert seen.complaints == []
