"""Money received: a form for each event, and the draft that follows."""

from collections.abc import Mapping

import pytest

from app.clock import today
from ledger import drafts
from ledger.database import reading
from tests import building
from tests.web.office import Office
from treasury.events import events_in

BANK = {
    "fund": "F2",
    "amount": "1,234.50",
    "dated_on": "2026-03-02",
    "party": "某市总工会",
    "ref": "拨-1",
    "attachments": "1",
    "once": "n1",
}


def test_every_event_has_a_form(lite: Office) -> None:
    browser = lite.browser("张三")
    _, page = browser.get("/units/U1/receive")
    for event in events_in(building.CHART, today()):
        path = f"/units/U1/receive/{event.key}"
        status, form = browser.get(path)
        assert status == 200
        if f'href="{path}"' not in page or event.key == "donation":
            assert 'name="amount"' not in form
            continue
        for question in event.asks:
            assert f'name="{question.field.value}"' in form
    assert "/units/U1/receive/upper_union" in page
    assert browser.get("/units/U1/receive/none")[0] == 404


def test_what_came_in_becomes_a_submitted_draft(office: Office) -> None:
    browser = office.browser("张三")
    path = "/units/U1/receive/upper_union"
    assert browser.post(path, BANK) == (303, "/units/U1/drafts/1")
    assert browser.post(path, BANK) == (303, "/units/U1/drafts/1")
    with reading(office.books.engine) as connection:
        (draft,) = drafts.waiting(connection, "U1")
    assert draft.state is drafts.State.SUBMITTED
    assert {line.debit for line in draft.voucher.postings} == {"1234.50", ""}


def test_a_paper_comes_with_it(lite: Office) -> None:
    browser = lite.browser("张三")
    data = {
        **BANK,
        "form_token": browser.form_token,
        "paper_kind": "bank_slip",
        "paper_dated_on": "2026-03-02",
        "paper_title": "银行回单",
    }
    files = {"paper": ("回单.pdf", b"%PDF-1.4 made up")}
    path = "/units/U1/receive/upper_union"
    answer = browser.client.post(path, data=data, files=files)
    assert answer.status_code == 303
    assert "银行回单" in browser.get("/units/U1/drafts/1")[1]


@pytest.mark.parametrize(
    ("more", "word"),
    [
        ({"amount": "很多"}, "金额"),
        ({"dated_on": "昨天"}, "日期"),
        ({"ref": ""}, "引用号"),
        ({"party": ""}, "哪一级工会"),
        ({"fund": "F1"}, "工会系统转拨"),
        ({"attachments": "一"}, "附件张数"),
    ],
)
def test_what_does_not_fit_is_told_and_kept(
    lite: Office, more: Mapping[str, str], word: str
) -> None:
    browser = lite.browser("张三")
    typed = {**BANK, "memo": "<script>x", **more}
    status, page = browser.post("/units/U1/receive/upper_union", typed)
    assert status == 422
    assert "<script>x" not in page
    assert "&lt;script&gt;x" in page
    told = page[page.index('role="alert"') :]
    assert word in told[: told.index("</p>")]
    with reading(lite.books.engine) as connection:
        assert not drafts.waiting(connection, "U1")


def test_a_gift_is_sent_to_its_own_desk(lite: Office) -> None:
    browser = lite.browser("张三")
    status, page = browser.post("/units/U1/receive/donation", BANK)
    assert status == 422
    assert "捐赠人" in page


def test_what_was_bought_comes_back_from_its_voucher(office: Office) -> None:
    """Wages and goods have no purpose: their voucher says on what account they were."""
    office.books.post(
        building.receipt("r1", 900_00, "G", dated_on=today()),
        building.voucher(
            "购1",
            building.debit("50602", 300_00, "G", party="某商行"),
            building.credit("102", 300_00, "G"),
            dated_on=today(),
        ),
    )
    browser = office.browser("张三")
    _, page = browser.get("/units/U1/vouchers/购1")
    way = "/units/U1/receive/refund_bought?of=%E8%B4%AD1&amp;line=1"
    assert f'href="{way}"' in page
    assert "receive/refund" not in browser.get("/units/U1/vouchers/r1")[1]
    _, form = browser.get(way.replace("&amp;", "&"))
    for value in ("购1", "300.00", "某商行"):
        assert f'value="{value}"' in form
    sent = {
        "fund": "G",
        "amount": "120",
        "dated_on": str(today()),
        "refund_of": "购1",
        "party": "某商行",
        "ref": "退-1",
        "attachments": "1",
    }
    lost = {"refund_of": "购9"}
    status, page = browser.post("/units/U1/receive/refund_bought", sent | lost)
    assert (status, "账中没有当时的支出凭证" in page) == (422, True)
    assert "须选定一个" not in page
    more = sent | {"amount": "300.01"}
    status, page = browser.post("/units/U1/receive/refund_bought", more)
    assert (status, "收回多于当时的支出" in page) == (422, True)
    path = "/units/U1/receive/refund_bought"
    assert browser.post(path, sent) == (303, "/units/U1/drafts/1")
    with reading(office.books.engine) as connection:
        (draft,) = drafts.waiting(connection, "U1")
    money, spent = draft.voucher.postings
    assert (money.account, money.debit) == ("102", "120.00")
    assert (spent.account, spent.credit, spent.memo) == ("50602", "120.00", "收回 购1")
    assert browser.get("/units/U1/receive/refund_bought?of=r1&line=1")[0] == 404
    assert browser.get("/units/U1/receive/refund_bought?of=%E8%B4%AD1")[0] == 404
