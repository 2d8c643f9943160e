"""Payment requests on the pages: asked for, approved by another, paid."""

from collections.abc import Mapping

import pytest

from app.clock import today
from ledger import drafts
from ledger.database import reading
from tests.treasury import asking
from tests.web.office import Browser, Office
from treasury import request_list

HERE = "/units/U1/requests"
ASKED: Mapping[str, object] = {
    "do": "save",
    "ref": "申-1",
    "kind": "payment",
    "summary": "发放生活救助",
    "payee": "县人民医院",
    "fund": ["F1", "", ""],
    "account": ["50404", "", ""],
    "purpose": ["生活救助", "", ""],
    "amount": ["1,000", "", ""],
    "once": "n1",
}


def sent(browser: Browser, path: str, form: Mapping[str, object]) -> tuple[int, str]:
    data = {"form_token": browser.form_token, **form}
    answer = browser.client.post(path, data=data)
    return answer.status_code, answer.headers.get("location", answer.text)


def test_asked_approved_and_paid(office: Office) -> None:
    asking.live(office.books)
    officer, board = office.browser("张三"), office.browser("委员乙")
    status, where = sent(officer, f"{HERE}/new", ASKED)
    assert status == 303
    assert sent(officer, f"{HERE}/new", ASKED) == (303, where)
    _, page = officer.get(where)
    assert f"{where}/cancel" in page
    assert f"{where}/pay" not in page
    assert "发放生活救助" in officer.get(HERE)[1]
    decided = where.replace("/requests/", "/approvals/requests/")
    assert f'href="{decided}"' in board.get(where)[1]
    assert f'href="{decided}"' not in officer.get(where)[1]
    assert board.post(f"{decided}/approve", {}) == (303, "/units/U1/approvals")
    assert f'href="{decided}"' not in board.get(where)[1]
    assert f"{where}/pay" in officer.get(where)[1]
    paid = {"dated_on": str(today()), "account": "102", "persons": "3"}
    assert officer.post(f"{where}/pay", paid) == (303, "/units/U1/drafts/1")
    with reading(office.books.engine) as connection:
        (draft,) = drafts.waiting(connection, "U1")
        (one,) = request_list.listed(connection, "U1")
    assert draft.state is drafts.State.SUBMITTED
    assert {line.request for line in draft.voucher.postings} == {one.key}
    _, page = officer.get("/units/U1/drafts/1")
    assert page.count('<td class="n">1,000.00</td>') == 3, "both lines and the sum"
    _, page = officer.get(where)
    assert f"{where}/pay" not in page
    assert 'href="/units/U1/drafts/1"' in page
    assert officer.post("/units/U1/drafts/1/drop", {"reason": "金额不对"})[0] == 303
    _, page = officer.get(where)
    assert f"{where}/pay" in page
    assert "/drafts/1" not in page


def test_turned_down_and_withdrawn(lite: Office) -> None:
    asking.live(lite.books)
    officer, board = lite.browser("张三"), lite.browser("委员乙")
    _, where = sent(officer, f"{HERE}/new", ASKED)
    refuse = where.replace("/requests/", "/approvals/requests/") + "/refuse"
    assert board.post(refuse, {"reason": ""})[0] == 422
    turned = {"reason": "缺材料"}
    assert board.post(refuse, turned) == (303, "/units/U1/approvals")
    assert "缺材料" in officer.get(where)[1]
    more = {"ref": "申-2", "once": "n2"}
    _, where = sent(officer, f"{HERE}/new", {**ASKED, **more})
    assert officer.post(f"{where}/cancel", {"reason": ""})[0] == 422
    assert officer.post(f"{where}/cancel", {"reason": "不办了"}) == (303, where)
    assert officer.post(f"{where}/pay", {})[0] == 422


@pytest.mark.parametrize(
    ("more", "word"),
    [
        ({"amount": ["1,000,000", "", ""]}, "缺 990,000.00"),
        ({"amount": ["很多", "", ""]}, "第 1 行金额"),
        ({"fund": [], "account": [], "purpose": [], "amount": []}, "没有写明资金"),
        ({"summary": ""}, "事由"),
        ({"summary": "慰" * 201}, "事由至多 200 个字，现有 201 个字"),
        ({"kind": "gift"}, "种类"),
        ({"expires_on": "明天"}, "有效期至"),
    ],
)
def test_what_does_not_fit_is_told_and_kept(
    lite: Office, more: Mapping[str, object], word: str
) -> None:
    asking.live(lite.books)
    browser = lite.browser("张三")
    form = {**ASKED, "evidence": "<script>x", **more}
    status, page = sent(browser, f"{HERE}/new", form)
    assert status == 422
    assert "<script>x" not in page
    assert "&lt;script&gt;x" in page
    told = page[page.index('role="alert"') :]
    assert word in told[: told.index("</p>")]
    with reading(lite.books.engine) as connection:
        assert not request_list.listed(connection, "U1")


def test_more_lines_without_a_script_and_the_list_as_a_file(lite: Office) -> None:
    asking.live(lite.books)
    browser = lite.browser("张三")
    status, page = sent(browser, f"{HERE}/new", {**ASKED, "do": "more"})
    assert status == 200
    assert page.count('name="amount"') > 10
    assert 'value="1,000"' in page
    sent(browser, f"{HERE}/new", ASKED)
    answer = browser.client.get(f"{HERE}?as=csv&state=saved")
    assert "发放生活救助" in answer.content.decode("utf-8-sig")
    assert browser.get(f"{HERE}?state=lost")[0] == 404
    assert browser.get(f"{HERE}/P2000-1")[0] == 404
