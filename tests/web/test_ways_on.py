"""Advice of the packages at a page: it leads to the page that does it."""

import re
from pathlib import Path

import pytest

from app.web import languages, ways_on
from app.web.languages import catalogue
from app.web.routes import ROUTES
from app.web.ways_on import led_on
from tests.web.office import Office

ROOT = Path(languages.__file__).parents[2]
HAN = re.compile("[㐀-鿿]")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "用 bangfu money requests 查看",
            '用 <a href="/units/U1/requests">“付款申请”页面</a> 查看',
        ),
        (
            "用 bangfu money gift --donor 序号 登记；",
            '用 <a href="/units/U1/donations">“捐赠”页面</a> 登记；',
        ),
        (
            "用 bangfu money gift-refunds 查看",
            '用 <a href="/units/U1/donations/refunds">“退回的捐赠”页面</a> 查看',
        ),
        (
            "请用 bangfu aid bank-file result 导入回盘文件",
            '请用 <a href="/units/U1/batches">“发放批次”页面</a> 导入回盘文件',
        ),
        ("用 bangfu books units 查看", '用 <a href="/">“首页”页面</a> 查看'),
        (
            "用 bangfu budget plan 编制",
            "用 管理员在服务器上运行的命令 bangfu budget plan 编制",
        ),
    ],
)
def test_a_command_gives_way_to_the_page_that_does_it(text: str, shown: str) -> None:
    assert led_on(f"<p>{text}</p>", "U1", "zh") == f"<p>{shown}</p>"


def test_in_english_marks_go_with_the_command() -> None:
    told = led_on("<p>import by `bangfu money bank import` first</p>", "U1", "en")
    link = '<a href="/units/U1/bank">the page “Bank reconciliation”</a>'
    label = catalogue("en")["银行对账"]
    assert told == f"<p>import by {link} first</p>".replace(
        "Bank reconciliation", label
    )
    by_hand = led_on("<p>draw it up by `bangfu budget plan`</p>", "U1", "en")
    assert by_hand == (
        "<p>draw it up by the administrator's command `bangfu budget plan`</p>"
    )


def test_what_was_typed_and_what_is_kept_stay_as_they_were() -> None:
    for kept in (
        '<input value="bangfu money requests">',
        "<textarea>bangfu money requests</textarea>",
        "<pre><b>x</b> bangfu money requests</pre>",
        "<title>bangfu money requests</title>",
    ):
        assert led_on(kept, "U1", "zh") == kept


def test_a_page_of_no_unit_names_the_page_in_words() -> None:
    told = led_on("<p>用 bangfu money requests 查看</p>", "", "zh")
    assert told == "<p>用“付款申请”页面查看</p>"


def test_every_page_named_is_a_page_and_has_its_english() -> None:
    paths = {route.path for route in ROUTES if route.method == "GET"}
    for path, label in ways_on._PAGES.values():
        whole = path if path.startswith("/") else f"/units/{{unit}}/{path}"
        assert whole in paths, path
        assert label in catalogue("en"), label


def test_every_command_named_is_one() -> None:
    commands = (ROOT / "docs" / "cli.md").read_text("utf-8")
    for command in ways_on._BY_COMMAND:
        assert f"bangfu {command}" in commands, command


def test_a_refusal_at_a_page_leads_on(lite: Office) -> None:
    browser = lite.browser("张三")
    status, page = browser.get("/units/U1/requests/P2099-1")
    assert status == 404
    assert "bangfu " not in re.sub(r"<[^>]*>", "", page)
