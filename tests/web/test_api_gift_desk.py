"""The donation desk through the JSON half: pledged, campaigned, given back, agreed."""

from app import activity
from ledger.database import reading
from tests.treasury.test_campaigns import HEAD, ROWS
from tests.web.office import Office
from tests.web.programs import Program, file, program
from tests.web.test_giving import post_all
from treasury import pledges, refunds

DESK = "/units/U1/donations"
ONE = f"{DESK}/2026-1"
GIFT = {"amount": "1000.00", "fund": "F1", "received_on": "2026-03-10"}
FIRM = {"new_donor": {"kind": "organisation", "name": "某某机械有限公司"}}
LIST = file("名册.csv", "\n".join((HEAD, *ROWS)).encode())
CAMPAIGN = {
    "list": LIST,
    "title": "2026年一日捐",
    "total": "2960.50",
    "count": 6,
    "fund": "F1",
    "received_on": "2026-03-10",
}
RANGE = {"code": "0001", "first": "00000101", "last": "00000103", "paper": "领购证1号"}


def given(office: Office, **more: object) -> Program:
    """An officer's program, with a gift of a firm that stands in the books."""
    officer = program(office, "张三")
    assert officer.post(DESK, GIFT | FIRM | more)[0] == 201
    post_all(office)
    return officer


def test_a_pledge_is_kept_by_gifts(office: Office) -> None:
    officer = given(office)
    told = {"donor": 1, "amount": "5000", "promised_on": "2026-03-01"}
    told |= {"due_on": "2026-06-30", "paper": "认捐书"}
    status, made = officer.post(f"{DESK}/pledges", told, key="pledge")
    assert (status, made["number"], made["open"]) == (201, 1, "5000.00")
    assert officer.post(f"{DESK}/pledges", told, key="pledge") == (201, made)
    more = GIFT | {"donor": 1, "amount": "2000", "pledge": 1}
    assert officer.post(DESK, more)[0] == 201
    post_all(office)
    (one,) = officer.get(f"{DESK}/pledges")[1]["pledges"]
    assert (one["came"], one["open"]) == ("2000.00", "3000.00")
    for wrong in ({"donor": 9}, {"amount": "0"}, {"due_on": "2026-02-01"}):
        assert officer.post(f"{DESK}/pledges", told | wrong)[0] in {404, 422}, wrong
    assert officer.post(f"{DESK}/pledges", told | {"paper": ""})[0] == 422
    assert program(office, "李四").post(f"{DESK}/pledges", told)[0] == 403
    with reading(office.books.engine) as connection:
        assert len(pledges.pledges(connection, "U1")) == 1


def test_a_campaign_is_taken_in_once_and_names_nobody(office: Office) -> None:
    officer, desk = program(office, "张三"), f"{DESK}/campaigns"
    for wrong in ({"total": "2960.51"}, {"count": 5}, {"fund": "X9"}):
        assert officer.post(desk, CAMPAIGN | wrong)[0] in {404, 422}, wrong
    bad = file("名册.csv", f"{HEAD}\n1,欧阳小明,,,教育局,很多,,,".encode())
    status, problem = officer.post(desk, CAMPAIGN | {"list": bad})
    assert (status, "欧阳" in str(problem)) == (422, False)
    assert officer.get(desk)[1] == {"campaigns": []}
    status, made = officer.post(desk, CAMPAIGN)
    assert (status, made["lines"], made["already"]) == (201, 6, False)
    assert officer.post(desk, CAMPAIGN)[1]["already"]
    post_all(office)
    _, whole = officer.get(f"{desk}/1")
    assert len(whole["gifts"]) == made["gifts"]
    assert {one["state"] for one in whole["gifts"]} == {"已入账"}
    assert "张三丰" not in str(whole)
    assert officer.get(f"{desk}/9")[0] == 404
    with reading(office.books.engine) as connection:
        everything = activity.search(connection, "", None, None, "")
    assert not any("张三丰" in str(one) for one in everything)


def test_a_gift_goes_back_once_for_each_key(office: Office) -> None:
    officer = given(office)
    back = {"amount": "300", "reason": "捐赠人要求", "paper": "来函"}
    assert officer.post(f"{ONE}/refund", back | {"amount": "1000.01"})[0] == 422
    assert officer.post(f"{ONE}/refund", back | {"paper": ""})[0] == 422
    status, made = officer.post(f"{ONE}/refund", back, key="back")
    assert (status, made["number"], made["draft"]) == (201, 1, 2)
    assert officer.post(f"{ONE}/refund", back, key="back") == (201, made)
    assert officer.post(f"{ONE}/refund/again", {"refund": 1})[1]["draft"] == 2
    assert officer.post(f"{ONE}/refund/again", {"refund": 9})[0] == 404
    (one,) = officer.get(f"{DESK}/refunds")[1]["refunds"]
    assert one["state"] == "未付"
    post_all(office)
    (one,) = officer.get(f"{DESK}/refunds")[1]["refunds"]
    assert (one["state"], one["amount"]) == ("已付", "300.00")
    assert officer.get(ONE)[1]["left"] == "700.00"
    assert officer.post(f"{DESK}/2026-9/refund", back)[0] == 404
    with reading(office.books.engine) as connection:
        assert len(refunds.refunds(connection, "U1")) == 1


def test_a_donor_agrees_to_another_purpose_and_takes_it_back(office: Office) -> None:
    officer = given(office, purposes=["医疗救助"], fund="", paper="协议")
    agreed = {"purposes": ["子女助学"], "given_on": "2026-03-12", "paper": "同意书"}
    agreed |= {"reason": "原项目结束"}
    for wrong in ({"paper": ""}, {"digest": "x"}, {"purposes": []}):
        assert officer.post(f"{ONE}/consent", agreed | wrong)[0] == 422, wrong
    status, made = officer.post(f"{ONE}/consent", agreed)
    assert (status, made["opened"], made["waiting"]) == (201, ["子女助学"], [])
    back = {"consent": 1, "reason": "改变主意", "paper": "来函"}
    assert officer.post(f"{ONE}/dissent", back | {"reason": ""})[0] == 422
    assert officer.post(f"{ONE}/dissent", back | {"consent": 9})[0] == 404
    assert officer.post(f"{ONE}/dissent", back)[0] == 200
    (one,) = officer.get(f"{ONE}/consents")[1]["consents"]
    assert (one["was"], one["withdrawn_on"] is None) == ("医疗救助", False)
    assert officer.get(f"{DESK}/2026-9/consents")[0] == 404


def test_bills_and_letters_come_in_go_out_and_are_void(office: Office) -> None:
    officer, desk = given(office), "/units/U1/bills"
    assert officer.post(desk, RANGE | {"last": "1"})[0] == 422
    status, made = officer.post(desk, RANGE)
    assert (status, made["first"], made["last"]) == (201, 101, 103)
    assert officer.post(desk, RANGE)[0] == 422, "they are held"
    assert officer.get(f"{desk}/used")[1] == {"bills": []}
    assert officer.post(f"{ONE}/bill", {"code": "0001"})[1]["number"] == 101
    (used,) = officer.get(f"{desk}/used")[1]["bills"]
    assert (used["number"], used["gift"], used["voided_on"]) == (101, "2026-1", None)
    bad = {"code": "0001", "number": "00000101", "reason": "抬头写错"}
    assert officer.post(f"{desk}/void", bad)[0] == 422, "its copies are not here"
    status, made = officer.post(f"{desk}/void", bad | {"returned": True})
    assert (status, made["voided_on"] is None) == (200, False)
    (held,) = officer.get(desk)[1]["ranges"]
    assert (held["blank"], held["void"]) == (2, 1)
    letter = officer.post(f"{ONE}/confirm")[1]["key"]
    where = f"/units/U1/letters/{letter}/void"
    assert officer.post(where)[0] == 422
    assert program(office, "李四").post(where, {"reason": "金额有误"})[0] == 403
    assert officer.post(where, {"reason": "金额有误"})[1]["reason"] == "金额有误"
    assert officer.post(where, {"reason": "金额有误"})[0] == 422, "it is void"
