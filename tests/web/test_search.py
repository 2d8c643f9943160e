"""Searching: what is met, for whom, and that people leave no trace in addresses."""

import re

import pytest

from aid import recipients
from aid.recipient_writing import Given
from app import activity
from app.clock import now
from app.keyring import open_vault
from ledger.database import reading, writing
from ledger.people import Act
from tests.aid import filing
from tests.building import credit, debit, payment, receipt, voucher
from tests.treasury import giving
from tests.web.office import Office
from treasury import donors


def keep_books(office: Office) -> None:
    """Three vouchers of January 2025, one of them for somebody on file."""
    office.books.post(
        receipt("收-捐款", 123_456, summary="收到一日捐100%"),
        payment("p1", 80_000, summary="春节慰问"),
        voucher(
            "p2",
            debit("50404", 500, purpose="生活救助", recipient="BF000001"),
            credit("102", 500),
            summary="发放救助",
        ),
    )


def find(office: Office, person: str, text: str, *, old: bool = True) -> str:
    """The page that searching leads to, in all years."""
    browser = office.browser(person)
    typed = {"q": text, "since": "all" if old else ""}
    status, page = browser.post("/search", typed)
    if status == 303:
        status, page = browser.get(page)
    assert status == 200
    return page


@pytest.mark.parametrize(
    ("text", "refs"),
    [
        ("收-捐", {"收-捐款"}),
        ("慰问", {"p1"}),
        ("1,234.56", {"收-捐款"}),
        ("800元", {"p1"}),
        ("100%", {"收-捐款"}),
        ("付-1", {"p1"}),
        ("2025-01 付1号", {"p1"}),
        ("2025-02 付-1", set()),
        ("BF000001", {"p2"}),
        ("_1", set()),
        ("%", {"收-捐款"}),
    ],
)
def test_vouchers_are_met_in_every_way(
    office: Office, text: str, refs: set[str]
) -> None:
    keep_books(office)
    page = find(office, "张三", text)
    met = {ref for ref in ("收-捐款", "p1", "p2") if f"<td>{ref}</td>" in page}
    assert met == refs


def test_only_what_one_may_see_is_met(lite: Office) -> None:
    keep_books(lite)
    assert "<td>p1</td>" in find(lite, "审计甲", "p1")
    for person in ("邻县丙", "委员乙", "王五"):
        assert "没有找到" in find(lite, person, "p1"), person
    assert "/units/U1/funds/F1" in find(lite, "委员乙", "F1")
    assert "/units/U1" not in find(lite, "邻县丙", "某县总工会")


def test_older_years_are_met_when_they_are_asked_for(lite: Office) -> None:
    keep_books(lite)
    assert "没有找到" not in find(lite, "张三", "慰问")
    late = now().year - 2025
    page = find(lite, "张三", "慰问", old=False)
    assert ("没有找到" in page) is (late > 1)


def test_a_donor_that_is_no_person_is_met_by_name(office: Office) -> None:
    vault = open_vault(office.settings)
    act = Act("张三", now())
    with writing(office.books.engine) as connection:
        donors.add(connection, "U1", giving.organisation(), vault, act)
        donors.add(connection, "U1", giving.person("司马小光"), vault, act)
    gift = giving.received(office.books, 1)
    page = find(office, "张三", "机械")
    assert "某某机械有限公司" in page
    assert gift.key in page
    assert "1,000.00" in page
    paths = set(re.findall(r'href="(/units/U1/vouchers/[^"]+)"', page))
    assert paths
    assert {office.browser("张三").get(path)[0] for path in paths} == {200}
    assert "没有找到" in find(office, "张三", "司马小光")
    assert "没有找到" in find(office, "邻县丙", "机械")


def test_a_person_is_found_by_a_form_and_leaves_no_name(office: Office) -> None:
    vault = open_vault(office.settings)
    act = Act("张三", now())
    with writing(office.books.engine) as connection:
        donors.add(connection, "U1", giving.person(filing.NAME), vault, act)
        given = Given(content=filing.content())
        code = recipients.add(connection, "U1", given, vault, act).code
    browser = office.browser("李四")
    for by, text in (
        ("name", filing.NAME),
        ("identity", filing.number(1)),
        ("phone", filing.PHONE),
        ("card", filing.CARD),
    ):
        status, page = browser.post("/search/people", {"by": by, "text": text})
        assert status == 200, page
        assert code in page, by
        assert ("捐赠人1号" in page) is (by == "name")
        assert text not in page
    assert code in find(office, "李四", code)
    other = office.browser("邻县丙")
    typed = {"by": "name", "text": filing.NAME}
    assert "没有找到" in other.post("/search/people", typed)[1]
    assert office.browser("王五").post("/search/people", typed)[0] == 403
    with reading(office.books.engine) as connection:
        logged = activity.search(connection, "李四", None, None, "aid.recipients.find")
    assert {one.subject for one in logged} == {"name", "identity", "phone", "card"}


def test_personal_numbers_do_not_become_an_address(lite: Office) -> None:
    browser = lite.browser("张三")
    for text in (filing.number(1), "13912345678", filing.number(1).lower()):
        status, page = browser.post("/search", {"q": text})
        assert status == 422
        assert "查找个人" in page
        assert text not in page
    status, page = browser.post("/search/people", {"by": "name", "text": " "})
    assert status == 422
    status, page = browser.post("/search/people", {"by": "none", "text": "x"})
    assert status == 422
    wrong = {"by": "identity", "text": "130102196001011234"}
    status, page = browser.post("/search/people", wrong)
    assert status == 422
    assert "130102196001011234" not in page


def test_only_what_has_a_digit_becomes_an_address(lite: Office) -> None:
    browser = lite.browser("张三")
    status, page = browser.post("/search", {"q": filing.NAME})
    assert (status, "没有找到" in page) == (200, True)
    assert browser.post("/search", {"q": "付-1"}) == (303, "/search?q=%E4%BB%98-1")


def test_what_is_typed_is_shown_as_it_was(lite: Office) -> None:
    page = find(lite, "张三", "<script>alert(1)</script>")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
    assert lite.browser("张三").get("/search")[0] == 200
