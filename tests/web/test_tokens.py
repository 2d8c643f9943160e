"""Tokens on one's own page and by command; the page of the operation log."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from app import activity
from ledger.database import writing
from tests import building
from tests.app import nursery
from tests.app.commands import Desk
from tests.web.office import SECRET, Office
from tests.web.programs import Program, program

WANTED = {"label": "报表程序", "days": "30", "writes": "0", "unit": "", "once": "n1"}


@pytest.fixture(autouse=True, scope="module")
def _nursery() -> Iterator[None]:
    yield
    nursery.close()


def made(text: str) -> str:
    found = re.search("bangfu_[A-Za-z0-9_-]+", text)
    assert found is not None
    return found[0]


def test_a_token_is_made_and_shown_once(office: Office) -> None:
    browser = office.browser("张三")
    status, page = browser.post("/me/tokens", WANTED | {"secret": SECRET})
    assert status == 200
    token = made(page)
    assert token not in browser.get("/me/tokens")[1]
    assert "报表程序" in browser.get("/me/tokens")[1]
    one = Program(browser.client, token)
    assert one.get("/me")[1]["person"] == "张三"
    again = browser.post("/me/tokens", WANTED | {"secret": SECRET})
    assert again == (303, "/me/tokens"), "a double click makes one"
    keys = re.findall('name="key" value="([0-9a-f]+)"', browser.get("/me/tokens")[1])
    assert len(keys) == 1
    assert browser.post("/me/tokens/end", {"key": keys[0]}) == (303, "/me/tokens")
    assert one.get("/me")[0] == 401
    assert browser.post("/me/tokens/end", {"key": keys[0]})[0] == 422


def test_the_same_form_twice_at_once_is_taken_once(office: Office) -> None:
    browser = office.browser("张三")
    typed = WANTED | {"secret": SECRET}
    with ThreadPoolExecutor(3) as together:
        asked = [together.submit(browser.post, "/me/tokens", typed) for _ in range(3)]
        answers = sorted(one.result()[0] for one in asked)
    assert answers == [200, 303, 303]
    assert browser.get("/me/tokens")[1].count('name="key"') == 1


def test_a_token_is_not_made_without_the_secret_or_of_a_wrong_kind(
    lite: Office,
) -> None:
    browser = lite.browser("张三")
    for wrong in (
        {"secret": "falsch-falsch"},
        {"label": ""},
        {"days": "0"},
        {"days": "9" * 5_000},
        {"days": "²"},
        {"unit": "NONE"},
        {"label": "<script>alert(1)</script>" * 9},
    ):
        status, page = browser.post("/me/tokens", WANTED | {"secret": SECRET} | wrong)
        assert status == 422, wrong
        assert "<script>alert" not in page
        assert SECRET not in page
    assert "没有令牌" in browser.get("/me/tokens")[1]


def test_tokens_are_made_and_ended_by_command(office: Office) -> None:
    desk = Desk(office.settings.keys.parent, office.books.url, SECRET)
    done = desk.run(
        *("user", "token", "make", "--label", "程序", "--unit", "U1", "--as", "张三")
    )
    assert done.code == 0, done.err
    one = Program(office.client(), done.out.strip())
    assert one.get("/units")[1]["units"][0]["code"] == "U1"
    shown = ("--as", "王五", "--format", "json")
    (row,) = desk.run("user", "token", "list", "--of", "张三", *shown).rows
    assert (row["label"], row["unit"], row["writes"]) == ("程序", "U1", "")
    other = desk.run("user", "token", "list", "--of", "张三", "--as", "李四")
    assert other.code == 1
    assert desk.run("user", "token", "end", row["key"], "--as", "李四").code == 1
    ended = desk.run("user", "token", "end", "all", "--of", "张三", "--as", "王五")
    assert "1 个令牌" in ended.out
    assert one.get("/units")[0] == 401


# -- the operation log --------------------------------------------------------------


def test_the_log_is_searched_by_person_days_and_content(office: Office) -> None:
    program(office, "张三").post("/units/U1/drafts", {"summary": "x"})
    browser = office.browser("审计甲")
    _, page = browser.get("/log?text=draft.save")
    assert "draft.save" in page
    assert "张三" in page
    for nothing in ("text=none", "person=李四", "until=2020-01-01", "since=2199-01-01"):
        assert "没有这样的记录" in browser.get(f"/log?{nothing}")[1], nothing
    for wrong in ("since=x", "cursor=1", "until=2026-02-30"):
        assert browser.get(f"/log?{wrong}")[0] == 422, wrong
    assert browser.get("/log?person=<script>")[1].count("<script>") == 0
    assert 'href="/log"' in browser.get("/")[1]
    assert 'href="/log"' not in office.browser("张三").get("/")[1]


def test_the_log_goes_out_as_a_file(lite: Office) -> None:
    browser = lite.browser("王五")
    answer = browser.client.get("/log?as=csv")
    assert answer.status_code == 200
    assert "session.begin" in answer.text
    assert browser.client.get("/log?as=xlsx").content.startswith(b"PK")
    assert browser.get("/log?as=exe")[0] == 404
    assert "log.export" in browser.get("/log?text=log.export")[1]


def test_the_log_has_pages(lite: Office) -> None:
    with writing(lite.books.engine) as connection:
        for _ in range(201):
            activity.log(connection, building.ACT, "draft.submit", unit="U1")
    browser = lite.browser("审计甲")
    _, page = browser.get("/log?text=draft.submit")
    older = re.search('href="(/log[?][^"]+cursor=[^"]+)"', page)
    assert older is not None
    _, rest = browser.get(older[1].replace("&amp;", "&"))
    assert rest.count("draft.submit</td>") == 1
