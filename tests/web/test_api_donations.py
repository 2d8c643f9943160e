"""Gifts through the JSON half: taken with their donor, told, confirmed; no names."""

from app import activity
from ledger import drafts
from ledger.database import reading, writing
from ledger.people import Act
from tests.ledger.drafting import LI, WANG, ZHAO, Desk
from tests.web.office import Office
from tests.web.programs import program
from treasury import donors

DESK = "/units/U1/donations"
GIFT = {"amount": "1000.00", "fund": "F1", "received_on": "2026-03-10"}
FIRM = {"new_donor": {"kind": "organisation", "name": "某某机械有限公司"}}
PERSON = {"new_donor": {"kind": "person", "name": "欧阳小明", "contact": "13900000000"}}


def test_a_gift_is_taken_confirmed_and_told(office: Office) -> None:
    officer = program(office, "张三")
    status, made = officer.post(DESK, GIFT | FIRM, key="gift")
    assert (status, made["key"], made["draft"]) == (201, "2026-1", 1)
    assert officer.post(DESK, GIFT | FIRM, key="gift") == (status, made)
    assert officer.post(DESK, GIFT | {"donor": 1})[0] == 422, "it is alike"
    again = GIFT | {"donor": 1, "amount": "20.00"}
    assert officer.post(DESK, again)[1]["key"] == "2026-2"
    with reading(office.books.engine) as connection:
        assert len(donors.donors(connection, "U1")) == 1
        told = activity.search(connection, "张三", None, None, "money.donor")
    assert len(told) == 1
    where = f"{DESK}/2026-1"
    assert officer.post(f"{where}/confirm")[0] == 422, "it did not come yet"
    desk = Desk(office.books)
    for verb, act in (("review", LI), ("settle", ZHAO), ("post", WANG)):
        desk.step(verb, 1, act)
    status, letter = officer.post(f"{where}/confirm")
    assert (status, letter["amount"]) == (200, "1000.00")
    assert letter["printed"].startswith("捐确〔")
    assert officer.post(f"{where}/bill", {"code": "0001"})[0] in {404, 422}
    assert program(office, "李四").post(f"{where}/confirm")[0] == 403
    _, one = officer.get(where)
    assert one["state"] == "已入账"
    assert [each["key"] for each in one["letters"]] == [letter["key"]]
    assert (one["left"], one["paid"]) == ("1000.00", [])
    _, year = officer.get(DESK, year=2026)
    assert [each["key"] for each in year["gifts"]] == ["2026-1", "2026-2"]
    assert officer.get(DESK, year=2025)[1]["gifts"] == []
    assert officer.get(f"{DESK}/2026-9")[0] == 404
    assert officer.get("/units/U1/bills")[1] == {"ranges": []}


def test_people_are_named_by_right_alone_and_the_look_is_logged(lite: Office) -> None:
    officer, head = program(lite, "张三"), program(lite, "委员乙")
    assert officer.post(DESK, GIFT | PERSON)[0] == 201
    for path in (DESK, f"{DESK}/2026-1"):
        told = officer.get(path, **({"year": 2026} if path == DESK else {}))[1]
        assert "捐赠人1号" in str(told)
        assert "欧阳" not in str(told)
    assert "欧阳小明" in str(officer.get(DESK, year=2026, names="true"))
    assert "欧阳小明" in str(officer.get(f"{DESK}/2026-1", names="true"))
    assert head.get(DESK, names="true")[0] == 403
    with reading(lite.books.engine) as connection:
        looks = activity.search(connection, "张三", None, None, "money.donors")
        everything = activity.search(connection, "", None, None, "")
    assert len(looks) == 2
    assert not any("欧阳" in str(one) for one in everything)


def test_a_gift_that_does_not_fit_is_not_taken(lite: Office) -> None:
    officer = program(lite, "张三")
    for wrong in (
        {"amount": "很多"},
        {"received_on": "三月"},
        {"new_donor": {"kind": "none", "name": "某某公司"}},
        {"donor": 99, "new_donor": None},
        {"donor": 1},
        {"new_donor": None},
        {"fund": "X9"},
        {"attachments": -1},
    ):
        status, told = officer.post(DESK, GIFT | FIRM | wrong)
        assert status in {404, 422}, wrong
        assert "机械" not in str(told)
    with reading(lite.books.engine) as connection:
        assert not donors.donors(connection, "U1")


def test_a_gift_whose_draft_was_dropped_is_handed_in_again(lite: Office) -> None:
    officer = program(lite, "张三")
    assert officer.post(DESK, GIFT | FIRM)[0] == 201
    again = f"{DESK}/2026-1/book"
    assert officer.post(again, {"attachments": 1})[0] == 422
    with writing(lite.books.engine) as connection:
        drafts.drop(connection, "U1", 1, "写错", Act("张三", LI.at))
    status, done = officer.post(again, {"attachments": 1})
    assert (status, done["draft"], done["already"]) == (200, 2, False)
