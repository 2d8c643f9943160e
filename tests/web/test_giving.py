"""Campaigns, pledges, refunds, bills and letters at the donation desk."""

import datetime as dt
import re
from pathlib import Path

from app import activity
from app.web import donation_sheets, languages
from app.web.application import FORM_TOKEN
from ledger import drafts
from ledger.database import reading, writing
from ledger.people import Act
from tests.treasury.test_campaigns import HEAD, ROWS
from tests.web.office import Browser, Office
from treasury import (
    bills,
    campaigns,
    confirmations,
    consents,
    donations,
    pledges,
    refunds,
)

DESK = "/units/U1/donations"
GIFT = {"amount": "1,000.00", "fund": "F1", "on": "2026-03-10"}
FIRM = {"kind": "organisation", "name": "某某机械有限公司"}
CAMPAIGN = {
    "title": "2026年一日捐",
    "total": "2960.50",
    "count": "6",
    "fund": "F1",
    "on": "2026-03-10",
}
RANGE = {"code": "0001", "first": "00000101", "last": "00000103", "paper": "领购证1号"}


def send(browser: Browser, typed: dict[str, str], *rows: str) -> tuple[int, str]:
    content = "\n".join((HEAD, *(rows or ROWS))) + "\n"
    answer = browser.client.post(
        f"{DESK}/campaigns",
        data={FORM_TOKEN: browser.form_token, **typed},
        files={"list": ("名册.csv", content.encode())},
    )
    return answer.status_code, answer.headers.get("location", answer.text)


def post_all(office: Office) -> None:
    at = dt.datetime.now(dt.UTC)
    with writing(office.books.engine) as connection:
        for draft in drafts.waiting(connection, "U1"):
            drafts.review(connection, "U1", draft.number, Act("李四", at))
            drafts.settle(connection, "U1", draft.number, Act("赵六", at))
            drafts.post(connection, "U1", draft.number, Act("王五", at))


def given(office: Office, **more: str) -> Browser:
    """An officer, with a gift of a firm that stands in the books."""
    officer = office.browser("张三")
    assert officer.post(DESK, GIFT | FIRM | more) == (303, f"{DESK}/2026-1")
    post_all(office)
    return officer


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_a_campaign_is_taken_in_once_and_its_gifts_lead_to_vouchers(
    office: Office,
) -> None:
    officer = office.browser("张三")
    one = f"{DESK}/campaigns/1"
    assert f"{DESK}/campaigns" in officer.get(DESK)[1]
    assert send(officer, CAMPAIGN) == (303, one)
    assert send(officer, CAMPAIGN) == (303, one)
    assert "此前已导入，没有变化" in officer.get(one)[1]
    other = CAMPAIGN | {"title": "2026年二日捐", "on": "2026-03-11"}
    status, page = send(officer, other)
    assert (status, "同一份名册已导入为 1 号" in page) == (422, True)
    assert "确属另一次" in page
    assert send(officer, other | {"again": "1"}) == (303, f"{DESK}/campaigns/2")
    post_all(office)
    page = officer.get(one)[1]
    assert "2,960.50" in page
    assert "/units/U1/vouchers/" in page
    for path in (one, f"{DESK}/campaigns", f"{one}?as=csv"):
        text = officer.client.get(path).text
        assert "张三丰" not in text
        assert "王五一" not in text
    assert officer.get(f"{DESK}/campaigns/9")[0] == 404
    with reading(office.books.engine) as connection:
        assert len(campaigns.campaigns(connection, "U1")) == 2
        everything = activity.search(connection, "", None, None, "")
    assert not any("张三丰" in str(one) for one in everything)


def test_a_campaign_that_is_a_fen_off_is_not_taken_in(lite: Office) -> None:
    officer = lite.browser("张三")
    for wrong in (
        {"total": "2960.51"},
        {"total": ""},
        {"count": "5"},
        {"count": "x"},
        {"publish": "everywhere"},
        {"on": "三月"},
    ):
        title = {"title": "<em>一日捐</em>"}
        status, page = send(officer, CAMPAIGN | title | wrong)
        assert status == 422, wrong
        assert "&lt;em&gt;一日捐&lt;/em&gt;" in page
    status, page = send(officer, CAMPAIGN, "1,欧阳小明,,,教育局,很多,,,")
    assert status == 422
    assert "欧阳" not in page
    assert officer.post(f"{DESK}/campaigns", CAMPAIGN)[0] == 422
    assert send(lite.browser("李四"), CAMPAIGN)[0] == 403
    with reading(lite.books.engine) as connection:
        assert campaigns.campaigns(connection, "U1") == ()


def test_a_pledge_is_kept_by_gifts(office: Office) -> None:
    officer = given(office)
    desk = f"{DESK}/pledges"
    typed = {"donor": "1", "amount": "5000", "due": "2026-06-30", "on": "2026-03-01"}
    typed |= {"paper": "认捐书", "once": "a-form"}
    assert officer.post(desk, typed) == (303, desk)
    assert officer.post(desk, typed) == (303, desk)
    more = GIFT | {"donor": "1", "amount": "2000", "pledge": "1"}
    assert officer.post(DESK, more) == (303, f"{DESK}/2026-2")
    post_all(office)
    text = text_of(officer.get(f"{desk}?of=1")[1])
    assert "5,000.00 2,000.00 3,000.00 2026-03-01 2026-06-30" in text
    assert "2026-2 某某机械有限公司 F1 2,000.00" in text
    for wrong in ({"donor": "9"}, {"amount": ""}, {"due": "六月"}, {"paper": ""}):
        again = typed | {"once": "another", "paper": "认捐书<b>"} | wrong
        assert officer.post(desk, again)[0] in {404, 422}, wrong
    assert officer.get(f"{desk}?of=9")[0] == 404
    with reading(office.books.engine) as connection:
        (kept,) = pledges.pledges(connection, "U1")
    assert kept.came.fen == 2_000_00


def test_a_gift_goes_back_by_its_page(office: Office) -> None:
    officer = given(office)
    one = f"{DESK}/2026-1"
    back = {"amount": "300", "reason": "捐赠人<b>要求</b>", "paper": "来函"}
    assert officer.post(f"{one}/refund", back | {"amount": "1000.01"})[0] == 422
    status, page = officer.post(f"{one}/refund", back | {"paper": ""})
    assert status == 422
    assert "捐赠人&lt;b&gt;要求" in page
    assert officer.post(f"{one}/refund", back) == (303, one)
    page = officer.get(one)[1]
    assert "退捐 2026-1 第 1 次（退回）：300.00 元，凭证草稿 2 已提交" in page
    assert "未付" in officer.get(f"{DESK}/refunds")[1]
    post_all(office)
    page = officer.get(f"{DESK}/refunds")[1]
    assert "已付" in page
    assert "/units/U1/vouchers/%E9%80%80%E6%8D%90-2026-1-1" in page
    assert officer.post(f"{one}/refund/again", {"refund": "1"})[0] == 303
    assert officer.post(f"{one}/refund/again", {"refund": "x"})[0] == 422
    assert officer.post(f"{DESK}/2026-9/refund", back)[0] == 404
    assert office.browser("李四").post(f"{one}/refund", back)[0] == 403
    with reading(office.books.engine) as connection:
        (kept,) = refunds.refunds(connection, "U1")
        assert donations.gift(connection, "U1", "2026-1").left.fen == 700_00
    assert kept.amount.fen == 300_00


def test_a_donor_agrees_to_another_purpose_and_takes_it_back(office: Office) -> None:
    officer = given(office, purposes="医疗救助", fund="", paper="协议")
    one = f"{DESK}/2026-1"
    agreed = {"purposes": "子女助学", "given_on": "2026-03-12", "letter": "同意书"}
    agreed |= {"why": "原项目<i>结束</i>"}
    for wrong in ({"given_on": ""}, {"letter": ""}, {"sheet": "x"}, {"purposes": ""}):
        status, page = officer.post(f"{one}/consent", agreed | wrong)
        assert (status, "<i>结束" in page) == (422, False), wrong
        assert "原项目&lt;i&gt;结束" in page
    assert officer.post(f"{one}/consent", agreed) == (303, one)
    page = officer.get(one)[1]
    assert "现可用于子女助学" in page
    assert "新增用途" in page
    back = {"consent": "1", "why": "改变主意", "letter": "来函"}
    assert officer.post(f"{one}/dissent", back | {"why": ""})[0] == 422
    assert officer.post(f"{one}/dissent", back) == (303, one)
    assert "同意书 1 号自" in officer.get(one)[1]
    with reading(office.books.engine) as connection:
        (kept,) = consents.consents(connection, "U1")
    assert kept.withdrawn_on is not None


def test_bills_come_in_are_issued_and_made_void(office: Office) -> None:
    officer = given(office)
    desk, one = f"{DESK}/bills", f"{DESK}/2026-1"
    assert officer.post(f"{desk}/stock", RANGE | {"last": "1"})[0] == 422
    assert officer.post(f"{desk}/stock", RANGE) == (303, desk)
    status, page = officer.post(f"{desk}/stock", RANGE)
    assert (status, "重叠" in page) == (422, True)
    assert 'value="领购证1号"' in page
    assert officer.post(f"{one}/bill", {"code": "0001"}) == (303, one)
    assert "0001 00000101 2026-1 1,000.00" in text_of(officer.get(desk)[1])
    bad = {"code": "0001", "number": "00000101", "reason": "抬头写错"}
    assert officer.post(f"{desk}/void", bad)[0] == 422
    assert officer.post(f"{desk}/void", bad | {"returned": "1"}) == (303, desk)
    with reading(office.books.engine) as connection:
        (kept,) = bills.bills(connection, "U1")
    assert (kept.stands, kept.returned) == (False, True)


def test_a_letter_is_withdrawn_and_its_number_stays(office: Office) -> None:
    officer = given(office)
    desk, one = f"{DESK}/bills", f"{DESK}/2026-1"
    assert officer.post(f"{one}/confirm") == (303, one)
    with reading(office.books.engine) as connection:
        (letter,) = confirmations.confirmations(connection, "U1")
    typed = {"letter": letter.key, "reason": "金额有误"}
    assert officer.post(f"{desk}/letter", typed | {"reason": ""})[0] == 422
    assert officer.post(f"{desk}/letter", typed) == (303, desk)
    page = officer.get(desk)[1]
    assert f"{letter.printed} 已作废" in page
    assert officer.post(f"{desk}/letter", typed)[0] == 422


def test_every_table_is_had_as_a_file_and_every_link_leads_somewhere(
    lite: Office,
) -> None:
    officer = given(lite)
    officer.post(f"{DESK}/bills/stock", RANGE)
    officer.post(f"{DESK}/2026-1/bill", {"code": "0001"})
    officer.post(f"{DESK}/2026-1/confirm")
    send(officer, CAMPAIGN)
    pledge = {"donor": "1", "amount": "5", "due": "2099-06-30", "paper": "认捐书"}
    officer.post(f"{DESK}/pledges", pledge)
    todo, met = {f"{DESK}?year=2026", f"{DESK}/pledges?of=1"}, set()
    while todo:
        path = todo.pop()
        met.add(path)
        answer = officer.client.get(path)
        assert answer.status_code in {200, 303}, path
        if "/donations" in path and "as=" not in path:
            found = re.findall(r'href="(/units/U1/[^"#]+)', answer.text)
            todo |= {one.replace("&amp;", "&") for one in found} - met
    tables = {re.sub(r"&as=.*", "", one) for one in met if "table=" in one}
    assert len(tables) >= 6
    assert officer.get(f"{DESK}/bills?table=none&as=csv")[0] == 404


def test_every_word_has_its_english() -> None:
    source = Path(donation_sheets.__file__).read_text("utf-8")
    said = set(re.findall(r'(?:Column|Sheet|money)\(\s*"\w+", "([^"]+)"', source))
    said |= {"是", "否", "逾期", "已付", "未付"}
    said |= {one.label for one in refunds.Kind}
    said |= {"有效", "已作废", "捐赠已冲销，应收回作废"}
    assert len(said) > 40
    assert sorted(said - set(languages.catalogue("en"))) == []
