"""What keeps `bangfu serve` from beginning, told before anyone waits for a page."""

from dataclasses import replace

import pytest

from tests.app.commands import Desk


def given(desk: Desk, variable: str, value: str) -> Desk:
    """The same desk with a variable in its environment."""
    return replace(desk, environment={**desk.environment, variable: value})


@pytest.mark.parametrize(
    "variable", ["BANGFU_TEMPLATES", "BANGFU_FONTS", "BANGFU_FORMS"]
)
def test_a_folder_of_the_office_that_is_not_there_is_told(
    desk: Desk, variable: str
) -> None:
    wrong = given(desk, variable, str(desk.folder / "none"))
    said = wrong.refused("serve", "--port", "0")
    assert variable in said
    assert said == wrong.refused(
        *["report", "trial_balance", "--unit", "U1", "--period", "2025"]
    )


def test_a_letterhead_that_is_no_picture_is_told(desk: Desk) -> None:
    (desk.folder / "letterhead.svg").write_text("某县总工会", "utf-8")
    wrong = given(desk, "BANGFU_TEMPLATES", str(desk.folder))
    said = wrong.refused("serve", "--port", "0")
    assert "不能使用文头图片" in said
    assert "不是 SVG 或 PNG 图片" in said
