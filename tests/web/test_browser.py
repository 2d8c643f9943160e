"""Stories in a real browser, by keyboard, on both databases."""

import pytest

from tests.web.browsing import WIDTHS, browser, served
from tests.web.office import Office


@pytest.mark.parametrize("width", WIDTHS)
def test_somebody_signs_in_by_keyboard_and_looks_around(
    office: Office, width: str
) -> None:
    with served(office.settings) as address, browser(address, width) as seen:
        seen.sign_in("张三")
        assert seen.faults() == []
        seen.page.get_by_role("link", name="某县总工会").first.click()
        seen.page.wait_for_url("**/units/U1")
        assert seen.faults() == []
        wide = seen.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= WIDTHS[width][0]
        seen.page.get_by_role("button", name="退出").click()
        seen.page.wait_for_url("**/sign-in")
        assert seen.complaints == []


def test_the_first_page_is_light(lite: Office) -> None:
    """The page, its style and script: all that a first visit fetches."""
    with served(lite.settings) as address, browser(address) as seen:
        sizes: list[int] = []
        seen.page.on("response", lambda one: sizes.append(len(one.body())))
        seen.sign_in("张三")
        seen.page.wait_for_load_state("networkidle")
        assert 0 < sum(sizes) < 200_000
