"""Advice of the packages at a page: it leads to the page that does it."""

import re
from pathlib import Path

import pytest

from app.clock import now
from app.web import languages, rendering, sign_in, ways_on
from app.web.application import COOKIE
from app.web.desk import Desk, Page, desk_act
from app.web.languages import catalogue
from app.web.routes import ROUTES
from app.web.ways_on import led_on
from ledger.database import reading
from ledger.people import Right
from tests.web.office import Office

ROOT = Path(languages.__file__).parents[2]


def everybody(_rights: tuple[Right, ...]) -> bool:
    return True


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
    assert led_on(f"<p>{text}</p>", "U1", "zh", everybody) == f"<p>{shown}</p>"


def test_in_english_marks_go_with_the_command() -> None:
    told = led_on(
        "<p>import by `bangfu money bank import` first</p>", "U1", "en", everybody
    )
    link = '<a href="/units/U1/bank">the page “Bank reconciliation”</a>'
    label = catalogue("en")["银行对账"]
    assert told == f"<p>import by {link} first</p>".replace(
        "Bank reconciliation", label
    )
    by_hand = led_on("<p>draw it up by `bangfu budget plan`</p>", "U1", "en", everybody)
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
        assert led_on(kept, "U1", "zh", everybody) == kept


def test_a_page_of_no_unit_names_the_page_in_words() -> None:
    told = led_on("<p>用 bangfu money requests 查看</p>", "", "zh", everybody)
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


def test_a_page_that_one_may_not_open_is_no_link() -> None:
    told = led_on("<p>用 bangfu money requests 查看</p>", "U1", "zh", lambda _: False)
    assert "<a " not in told
    assert "“付款申请”页面（" in told
    assert "经办" in told
    english = led_on("<p>bangfu money requests</p>", "U1", "en", lambda _: False)
    assert "open to:" in english
    assert not HAN.search(english)


ASKED = ("approvals/requests/P2099-1", "batches/B2099-1", "handovers/Y2099-1")


@pytest.mark.parametrize("person", ["委员乙", "审计甲", "赵六", "张三"])
def test_whatever_a_refusal_leads_to_can_be_opened(lite: Office, person: str) -> None:
    browser = lite.browser(person)
    led = 0
    for asked in ASKED:
        page = browser.get(f"/units/U1/{asked}")[1]
        for told in re.findall(r'role="alert">(.*?)</p>', page, re.DOTALL):
            for path in re.findall(r'href="([^"]*)"', told):
                assert browser.get(path)[0] == 200
                led += 1
    assert led > 0


def test_who_reads_is_asked_for_the_right(lite: Office) -> None:
    def shown(person: str) -> str:
        cookie = lite.browser(person).client.cookies.get(COOKIE)
        engine = lite.opened[-1]
        with reading(engine) as connection:
            signed = sign_in.signed(connection, cookie or "", now())
        desk = Desk(
            route=next(one for one in ROUTES if one.path == "/units/{unit}"),
            engine=engine,
            settings=lite.settings,
            signed=signed,
            act=desk_act(person),
            places={"unit": "U1"},
            query={},
        )
        refusal = {"refusal": "用 bangfu audit evidence 查看"}
        return rendering.render(desk, Page("refusal.html", refusal))

    link = '<a href="/units/U1/evidence">'
    assert link in shown("审计甲")
    page = shown("张三")
    assert link not in page
    assert "“外来账套”页面（审计可以打开）" in page
