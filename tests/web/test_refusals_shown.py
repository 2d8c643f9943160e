"""What is refused or stands in the way, in English: the pages and the JSON half."""

import html
import re

import pytest

from app.web.application import LANGUAGE
from reports.dictionary import HAN
from tests import building
from tests.ledger.drafting import PAYMENT, Desk
from tests.web.office import Browser, Office
from tests.web.programs import program
from tests.web.test_api import DRAFT
from tests.web.test_import import GOOD, sent


def in_english(browser: Browser) -> Browser:
    browser.client.cookies.set(LANGUAGE, "en")
    return browser


def test_the_checklist_of_a_close_is_told_in_english(lite: Office) -> None:
    lite.books.post(building.receipt("r0", 1_000_000))
    Desk(lite.books).save(PAYMENT)
    page = html.unescape(in_english(lite.browser("李四")).get("/units/U1/close")[1])
    assert "January 2025 there are drafts not posted: 1 (number 1)" in page
    assert "Bank deposits, 2025-1: no count or certified balance" in page
    assert "finish and post them, give them a later date, or drop them" in page


def test_a_refused_proof_is_told_in_english(lite: Office) -> None:
    lite.books.post(building.receipt("r0", 1_000_000))
    browser = in_english(lite.browser("李四"))
    typed = {"period": "2025-01", "account": "102", "amount": "9999.00"}
    status, page = browser.post("/units/U1/close/proof", typed)
    told = re.findall(r'class="refusal" role="alert">([^<]*)<', page)
    assert status == 422
    assert "Name and number of the count sheet or certificate" in told[0]
    assert not HAN.search(html.unescape(told[0]))


def test_faults_of_an_import_are_told_in_english(lite: Office) -> None:
    browser = in_english(lite.browser("李四"))
    wrong = GOOD.replace("12.00,\n", "十二,\n", 1)
    status, page = sent(browser, ("vouchers.csv", wrong.encode()))
    assert status == 422
    assert "This is no amount: write it as 1234.5 or 1,234.50 (found: 十二)" in page
    assert "Nothing in the books was changed: 1 faults in all" in html.unescape(page)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("en-GB,en;q=0.9", "en"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("fr, en;q=0.5, zh;q=0.4", "en"),
        ("en;q=0, *;q=1", "zh"),
        ("en;q=x", "zh"),
        ("", "zh"),
    ],
)
def test_a_problem_is_told_in_the_language_that_is_asked_for(
    lite: Office, asked: str, told: str
) -> None:
    officer = program(lite, "张三")
    officer.headers["Accept-Language"] = asked
    lines = [{"account": "102", "fund": "F1", "debit": "10"}]
    _, draft = officer.post("/units/U1/drafts", DRAFT | {"postings": lines})
    _, problem = officer.post(f"/units/U1/drafts/{draft['number']}/submit")
    unbalanced = next(one for one in problem["rules"] if one["what"].find("10.00") > 0)
    expected = {
        "en": ("The voucher breaks rules", "check the amount of every line"),
        "zh": ("凭证不合规则", "核对各行金额"),
    }
    assert (problem["title"], unbalanced["do"]) == expected[told]
    assert (HAN.search(str(problem)) is None) == (told == "en")


def test_fields_that_do_not_fit_are_told_in_english(lite: Office) -> None:
    officer = program(lite, "张三")
    officer.headers["Accept-Language"] = "en"
    status, told = officer.post("/units/U1/drafts", {"summary": 7, "title": "x"})
    assert status == 422
    assert "summary: It is to be text" in told["detail"]
    assert "title: This field is not known" in told["detail"]
    headers = officer.headers | {"Authorization": f"Bearer {officer.token}"}
    answer = officer.client.get("/api/v1/none", headers=headers)
    assert answer.headers["content-language"] == "en"
    assert not HAN.search(answer.text)


def test_a_page_that_refuses_nothing_shows_no_refusal(lite: Office) -> None:
    page = in_english(lite.browser("张三")).get("/")[1]
    assert 'lang="en"' in page
    assert 'role="alert"' not in page
