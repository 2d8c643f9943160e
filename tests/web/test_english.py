"""English on the pages: what comes from the packages below, and what is refused."""

import ast
import datetime as dt
import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.web import languages
from app.web.application import LANGUAGE
from app.web.languages import refused, said
from audit.catalogue import catalogue as checks
from ledger.errors import NotFound, Refused
from reports import catalogue as reports
from reports.dictionary import HAN
from tests import building
from tests.web.office import Office
from treasury.attachment_kinds import kinds_on
from treasury.events import events

DAY = dt.date(2026, 3, 9)
WEB = Path(languages.__file__).parent


def words() -> Iterator[str]:
    """What the pages show that is written elsewhere, and is no name of the books."""
    for report in reports.all_reports():
        yield report.title
        yield report.summary
    for entry in checks():
        yield entry.check.title
    for event in events():
        yield event.label
        yield from (question.text for question in event.asks)
        yield from event.evidence
    yield from (kind.label for kind in kinds_on(DAY).values())


def test_titles_of_reports_checks_and_events_have_their_english() -> None:
    every = list(words())
    assert len(every) > 250
    assert [one for one in every if HAN.search(said(one, "en"))] == []
    assert [one for one in every if said(one, "zh") != one] == []


def test_names_of_accounts_have_their_english(lite: Office) -> None:
    lite.books.post(building.receipt("r1", 100_00))
    browser = lite.browser("张三")
    assert "银行存款" in browser.get("/units/U1/balance?period=2025")[1]
    browser.client.cookies.set(LANGUAGE, "en")
    page = browser.get("/units/U1/balance?period=2025")[1]
    assert "<td>Bank</td>" in page
    assert "银行存款" not in page
    page = html.unescape(browser.get("/units/U1/receive")[1])
    assert "debit 102 Bank deposits; credit 408 Other income" in page


# -- refusals -----------------------------------------------------------------------


def texts(call: ast.Call) -> Iterator[str]:
    """The Chinese texts that a call is handed, places instead of what they hold."""
    for given in (*call.args, *(one.value for one in call.keywords)):
        parts = given.values if isinstance(given, ast.JoinedStr) else [given]
        text = ""
        for part in parts:
            if not isinstance(part, ast.Constant):
                text += "7"
            elif isinstance(part.value, str):
                text += part.value
        if HAN.search(text):
            yield text


def refusals() -> set[str]:
    """What the pages themselves refuse in words of their own."""
    return {
        text
        for path in WEB.rglob("*.py")
        if "api" not in path.parts
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call)
        for text in texts(node.exc)
    }


def test_what_the_pages_refuse_has_its_english() -> None:
    every = refusals()
    assert len(every) > 70
    lacking = [one for one in sorted(every) if HAN.search(refused(one, "en"))]
    assert lacking == []


def test_a_refusal_is_told_part_by_part() -> None:
    refusal = Refused("没有登记", why="没有写明金额", do="改正后再提交")
    assert refused(str(refusal), "zh") == str(refusal)
    told = (
        "Not recorded. Why: no amount was written. What to do: correct it, then submit."
    )
    assert refused(str(refusal), "en") == told
    absent = NotFound("银行账户", "测试七", do="用 bangfu money banks 查看")
    assert refused(str(absent), "en").startswith('There is no bank account "测试七" in')


def test_a_part_without_english_is_shown_and_said_to_be_chinese() -> None:
    refusal = Refused("没有登记", why="这里有一条谁也没有译过的理由")
    told = refused(str(refusal), "en")
    assert told.startswith("Not done; the program says this in Chinese in part.")
    assert "Not recorded. Why: 这里有一条谁也没有译过的理由" in told


@pytest.mark.parametrize(
    ("language", "expected"),
    [("zh", "账中没有捐赠“2025-1”"), ("en", 'There is no donation "2025-1"')],
)
def test_a_page_refuses_in_the_language_of_who_looks(
    lite: Office, language: str, expected: str
) -> None:
    browser = lite.browser("张三")
    browser.client.cookies.set(LANGUAGE, language)
    status, page = browser.get("/units/U1/donations/2025-1")
    assert status == 404
    told = re.findall(r'class="refusal" role="alert">([^<]*)<', page)
    assert html.unescape(told[0]).startswith(expected)
