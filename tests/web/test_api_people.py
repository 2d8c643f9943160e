"""Duties through the JSON half: given and ended by who administers, no more."""

import pytest

from app import activity
from ledger.database import reading
from ledger.people import Right
from tests.web.office import SECRET, Office
from tests.web.programs import program
from tests.web.test_people import local_admin, logged, may

HERE = "/units/U1/people"
NEW = {"person": "钱七", "role": "officer", "since": "2026-01-05", "secret": SECRET}


def test_rights_are_given_and_ended(office: Office) -> None:
    admin = program(office, "王五")
    given = {"person": "委员乙", "right": "review", "since": "2026-01-05"}
    to = f"{HERE}/rights"
    status, told = admin.post(to, given, key="right")
    assert (status, told["rights"]) == (201, ["review"])
    assert admin.post(to, given, key="right") == (status, told)
    assert admin.post(to, given)[0] == 422, "they have it"
    assert may(office, "委员乙", Right.REVIEW)
    end = {"person": "委员乙", "right": "review", "since": "2026-01-05"}
    early = admin.post(f"{to}/end", end | {"until": "2026-01-05"})[1]
    assert "最早填 2026-01-06" in early["detail"]
    status, told = admin.post(f"{to}/end", end | {"until": "2026-02-01"})
    assert (status, told["until"]) == (200, "2026-02-01")
    assert not may(office, "委员乙", Right.REVIEW)
    assert admin.post(f"{to}/end", end | {"since": "2025-07-01"})[0] == 404
    assert program(office, "张三").post(to, given)[0] == 403
    assert program(office, "张三").get(HERE)[0] == 403
    log = logged(office, "people.grant")
    assert ("U1", "委员乙 right:review 2026-01-05", "done") in log
    assert log.count(("U1", "委员乙 review 2026-01-05", "done")) == 1
    assert log.count(("U1", "委员乙 review 2026-01-05", "refused")) == 1


def test_what_is_kept_apart_and_the_last_administrator(lite: Office) -> None:
    admin = program(lite, "王五")
    desk = {"person": "张三", "role": "auditor", "since": "2026-01-05"}
    status, told = admin.post(f"{HERE}/rights", desk)
    assert (status, "工会法第四十五条" in told["detail"]) == (422, True)
    assert not may(lite, "张三", Right.AUDIT)
    for wrong in ({"role": None}, {"right": "audit"}, {"role": "king"}):
        assert admin.post(f"{HERE}/rights", desk | wrong)[0] == 422, wrong
    local_admin(lite)
    local = program(lite, "邻县丙")
    assert local.post(f"{HERE}/rights", desk)[0] == 404
    end = {"person": "王五", "right": "admin", "since": "2025-01-01"}
    stays = local.post("/units/U2/people/rights/end", end | {"until": "2026-02-01"})
    assert stays[0] == 404
    assert may(lite, "王五", Right.ADMIN, "")


def test_posts_are_held_and_left(office: Office) -> None:
    admin = program(office, "王五")
    term = {"person": "张三", "post": "会计", "since": "2025-01-01"}
    status, told = admin.post(f"{HERE}/posts", term | {"acting": True})
    assert (status, told["acting"], told["until"]) == (201, True, None)
    assert admin.post(f"{HERE}/posts", term | {"since": "2026-01-01"})[0] == 422
    status, told = admin.post(f"{HERE}/posts/end", term | {"until": "2026-03-01"})
    assert (status, told["until"], told["acting"]) == (200, "2026-03-01", True)
    assert admin.post(f"{HERE}/posts/end", term | {"post": "出纳"})[0] == 404
    assert admin.post(f"{HERE}/posts", term | {"post": "会\u200b计"})[0] == 422
    _, seen = program(office, "审计甲").get(HERE)
    assert [(one["person"], one["until"]) for one in seen["posts"]] == [
        ("张三", "2026-03-01")
    ]
    assert {one["person"] for one in seen["people"]} >= {"张三", "李四", "王五"}
    assert {one["signs_in"] for one in seen["people"]} <= {"secret", "none"}


def test_somebody_new_signs_in_and_nobody_known_is_taken_over(office: Office) -> None:
    admin, to = program(office, "王五"), f"{HERE}/users"
    number = "11010519491231002X"
    assert admin.post(to, NEW | {"person": number})[0] == 422
    short = admin.post(to, NEW | {"secret": "kurz"})
    assert short[0] == 422
    assert "kurz" not in str(short[1])
    status, told = admin.post(to, NEW, key="user")
    assert (status, told) == (201, {"person": "钱七"})
    assert admin.post(to, NEW, key="user") == (status, told)
    assert may(office, "钱七", Right.PREPARE)
    assert office.browser("钱七").get("/units/U1/drafts/new")[0] == 200
    for bound in ("", "U1"):
        one = program(office, "王五", unit=bound)
        taken = {"person": "李四", "secret": "秋高气爽二零二六"}
        status, refused = one.post(to, taken)
        assert (status, "已经登记" in refused["detail"]) == (422, True)
    assert office.browser().sign_in("李四") == 303, "by the secret they had"
    kept = office.books.engine
    with reading(kept) as connection:
        log = activity.search(connection, "", None, None, "user.add")
    assert number not in str(log)
    assert SECRET not in str(log)
    assert program(office, "李四").post(to, NEW | {"person": "周八"})[0] == 403


def test_a_unit_demands_codes(lite: Office) -> None:
    admin = program(lite, "王五")
    status, rule = admin.post(f"{HERE}/codes", {"demanded": True})
    assert (status, rule) == (200, {"demanded": True})
    assert admin.get(HERE)[1]["codes_demanded"]
    way = {one["person"]: one["signs_in"] for one in admin.get(HERE)[1]["people"]}
    assert (way["李四"], way["张三"]) == ("code_missing", "secret")
    reviewer = program(lite, "李四")
    status, told = reviewer.post("/units/U1/drafts/1/review")
    assert (status, told["type"]) == (403, "urn:bangfu:problem:codes-missing")
    assert admin.post(f"{HERE}/codes", {"demanded": False})[1] == {"demanded": False}
    assert reviewer.post("/units/U1/drafts/1/review")[0] == 404
    assert admin.post(f"{HERE}/codes", {"demanded": "yes"})[0] == 422


@pytest.mark.parametrize("again", ["夏日炎炎二零二六", SECRET])
def test_nothing_of_a_secret_is_kept_with_the_request(lite: Office, again: str) -> None:
    """The same request under another secret is the same: its digest has no secret."""
    admin, to = program(lite, "王五"), f"{HERE}/users"
    first = admin.post(to, NEW, key="same")
    assert first[0] == 201
    assert admin.post(to, NEW | {"secret": again}, key="same") == first
    assert lite.browser().sign_in("钱七") == 303, "the first one holds"


def test_a_right_for_all_units_is_given_by_who_administers_them_all(
    lite: Office,
) -> None:
    admin, to = program(lite, "王五"), "/people/rights"
    given = {"person": "委员乙", "right": "view", "since": "2026-01-05"}
    local_admin(lite)
    assert program(lite, "邻县丙").post(to, given)[0] == 404
    assert not may(lite, "委员乙", Right.VIEW, "U2")
    status, told = admin.post(to, given)
    assert (status, told["rights"]) == (201, ["view"])
    assert may(lite, "委员乙", Right.VIEW, "U2")
    rights = admin.get("/people")[1]["rights"]
    assert ("委员乙", "view") in {(one["person"], one["right"]) for one in rights}
    ended = admin.post(f"{to}/end", given | {"until": "2026-02-01"})
    assert ended[0] == 200
    assert not may(lite, "委员乙", Right.VIEW, "U2")
