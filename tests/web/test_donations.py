"""The donation desk: a gift with its donor in one form, its letter, and no names."""

from app import activity
from ledger import drafts
from ledger.database import reading
from ledger.drafts import State
from tests.ledger.drafting import LI, WANG, ZHAO, Desk
from tests.web.office import Office
from treasury import donors

DESK = "/units/U1/donations"
GIFT = {"amount": "1,000.00", "fund": "F1", "on": "2026-03-10"}
FIRM = {"kind": "organisation", "name": "某某机械有限公司"}
PERSON = {"kind": "person", "name": "欧阳小明", "contact": "13900000000"}


def test_a_gift_of_a_new_donor_is_one_form(office: Office) -> None:
    officer = office.browser("张三")
    where = f"{DESK}/2026-1"
    once = GIFT | FIRM | {"once": "a-form"}
    assert officer.post(DESK, once) == (303, where)
    assert officer.post(DESK, once) == (303, where)
    page = officer.get(where)[1]
    assert "捐赠 2026-1：1,000.00 元，凭证草稿 1 已提交，待审核" in page
    assert "某某机械有限公司" in page
    with reading(office.books.engine) as connection:
        (draft,) = drafts.waiting(connection, "U1")
        assert draft.state is State.SUBMITTED
        assert len(donors.donors(connection, "U1")) == 1
        told = activity.search(connection, "张三", None, None, "money.donor")
    assert len(told) == 1
    again = GIFT | {"donor": "1", "amount": "20.00"}
    assert officer.post(DESK, again) == (303, f"{DESK}/2026-2")
    assert "2026-2" in officer.get(f"{DESK}?year=2026")[1]


def test_a_letter_is_issued_once_the_gift_stands(office: Office) -> None:
    officer = office.browser("张三")
    officer.post(DESK, GIFT | FIRM)
    where = f"{DESK}/2026-1"
    status, page = officer.post(f"{where}/confirm")
    assert status == 422
    desk = Desk(office.books)
    for verb, act in (("review", LI), ("settle", ZHAO), ("post", WANG)):
        desk.step(verb, 1, act)
    assert officer.post(f"{where}/confirm") == (303, where)
    page = officer.get(where)[1]
    assert "捐确〔" in page
    assert 'action="/units/U1/reports/donation_confirmation"' in page
    assert office.browser("李四").post(f"{where}/confirm")[0] == 403
    assert officer.post(f"{where}/bill", {"code": "0001"})[0] == 422


def test_people_are_told_by_number_and_a_look_is_logged(lite: Office) -> None:
    officer = lite.browser("张三")
    assert officer.post(DESK, GIFT | PERSON)[0] == 303
    for path in (f"{DESK}?year=2026", f"{DESK}/2026-1", f"{DESK}?year=2026&as=csv"):
        text = officer.client.get(path).text
        assert "捐赠人1号" in text
        assert "欧阳" not in text
    assert "欧阳小明" in officer.get(f"{DESK}?year=2026&open=1")[1]
    assert "欧阳小明" in officer.get(f"{DESK}/2026-1?open=1")[1]
    with reading(lite.books.engine) as connection:
        looks = activity.search(connection, "张三", None, None, "money.donors")
        everything = activity.search(connection, "", None, None, "")
    assert len(looks) == 2
    assert not any("欧阳" in str(one) for one in everything)


def test_what_is_wrong_is_told_and_what_was_typed_stays(lite: Office) -> None:
    officer = lite.browser("张三")
    for wrong in (
        {"amount": "很多"},
        {"amount": ""},
        {"on": "三月"},
        {"on": ""},
        {"kind": ""},
        {"donor": "99"},
        {"fund": "X9"},
        {"attachments": "x"},
        {"publish": "everywhere"},
    ):
        name = {"name": "<em>某某</em>公司"}
        status, page = officer.post(DESK, GIFT | FIRM | name | wrong)
        assert status == 422, wrong
        assert "<em>" not in page
        assert "&lt;em&gt;某某&lt;/em&gt;公司" in page
    with reading(lite.books.engine) as connection:
        assert not donors.donors(connection, "U1")
    assert officer.get(f"{DESK}/2026-9")[0] == 404
    assert officer.get(f"{DESK}/x")[0] == 404


def test_a_gift_whose_draft_was_dropped_has_a_way_on(lite: Office) -> None:
    officer = lite.browser("张三")
    officer.post(DESK, GIFT | FIRM)
    where = f"{DESK}/2026-1"
    page = officer.get(where)[1]
    assert 'href="/units/U1/drafts/1"' in page
    assert f"{where}/book" not in page
    assert officer.post("/units/U1/drafts/1/drop", {"reason": "资金写错"})[0] == 303
    assert f"{where}/book" in officer.get(where)[1]
    assert office_denies(lite, where)
    assert officer.post(f"{where}/book", {"papers": "x"})[0] == 422
    assert officer.post(f"{where}/book", {"papers": "2"}) == (303, where)
    assert 'href="/units/U1/drafts/2"' in officer.get(where)[1]
    status, page = officer.post(f"{where}/book", {"papers": "2"})
    assert (status, "凭证草稿 2 正在办理" in page) == (422, True)


def office_denies(office: Office, where: str) -> bool:
    """Whether who does not prepare is not offered it, and may not."""
    reviewer = office.browser("李四")
    offered = f"{where}/book" in reviewer.get(where)[1]
    return not offered and reviewer.post(f"{where}/book", {"papers": "1"})[0] == 403
