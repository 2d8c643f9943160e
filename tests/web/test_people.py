"""People and duties: given and ended by who administers, refused in full, logged."""

import datetime as dt

import pytest

from app import activity, auth, duties
from app.web import sign_in
from ledger import registration
from ledger.database import reading, writing
from ledger.errors import RecordRefused
from ledger.people import Act, Grant, Right
from ledger.register import lookups
from tests import building
from tests.web.office import SECRET, SINCE, Office

HERE = "/units/U1/people"
NEW = {
    "person": "钱七",
    "role": "officer",
    "since": "2026-01-05",
    "secret": SECRET,
    "again": SECRET,
}


def may(office: Office, person: str, right: Right, unit: str = "U1") -> bool:
    with reading(office.books.engine) as connection:
        id_ = lookups(connection).person(person)
        return auth.may(connection, id_, right, unit, dt.date(2026, 6, 1))


def logged(office: Office, act: str) -> list[tuple[str, str, str]]:
    with reading(office.books.engine) as connection:
        told = activity.search(connection, "", None, None, act)
    return [(one.unit, one.subject, one.outcome) for one in told if one.act == act]


def local_admin(office: Office, person: str = "邻县丙") -> None:
    """Somebody who administers U2 alone."""
    given = Grant(person=person, right=Right.ADMIN, unit="U2", since=SINCE)
    with writing(office.books.engine) as connection:
        assert not registration.register_rights(connection, [given], building.ACT)


def test_rights_are_given_and_ended(office: Office) -> None:
    browser = office.browser("王五")
    typed = {"person": "委员乙", "what": "right:review", "since": "2026-01-05"}
    assert browser.post(f"{HERE}/rights", typed) == (303, HERE)
    assert may(office, "委员乙", Right.REVIEW)
    page = browser.get(HERE)[1]
    assert page.count("2026-01-05") >= 1
    again = browser.post(f"{HERE}/rights", typed)
    assert again[0] == 422
    assert "这些权限已经有了" in again[1]
    end = {"person": "委员乙", "right": "review", "since": "2026-01-05"}
    early = browser.post(f"{HERE}/rights/end", end | {"until": "2026-01-05"})
    assert early[0] == 422
    assert "最早填 2026-01-06" in early[1]
    assert browser.post(f"{HERE}/rights/end", end | {"until": "2026-02-01"})[0] == 303
    assert not may(office, "委员乙", Right.REVIEW)
    assert "至 2026-02-01 前有效" in browser.get(HERE)[1]
    assert "2026-02-01" not in browser.get(HERE)[1], "said once"
    assert "2026-02-01" in browser.get(f"{HERE}?past=1")[1]
    subject = "委员乙 review 2026-01-05"
    assert logged(office, "people.grant")[1:] == [
        ("U1", "委员乙 right:review 2026-01-05", "refused"),
        ("U1", subject, "refused"),
        ("U1", subject, "done"),
    ]


def test_a_desk_is_given_and_keeping_apart_is_told_in_full(lite: Office) -> None:
    browser = lite.browser("王五")
    typed = {"person": "张三", "what": "role:auditor", "since": "2026-01-05"}
    status, page = browser.post(f"{HERE}/rights", typed)
    assert status == 422
    assert "工会法第四十五条" in page
    assert "张三 的“审计”与单位“U1”的“制单”（自 2025-01-01 起）重叠" in page
    assert 'value="2026-01-05"' in page
    assert not may(lite, "张三", Right.AUDIT)
    typed = {"person": "审计甲", "what": "role:reviewer", "since": "2026-01-05"}
    page = browser.post(f"{HERE}/rights", typed)[1]
    assert "审计甲 的“审核”" in page
    assert "审计甲 的“记账”" in page
    assert not may(lite, "审计甲", Right.CLOSE), "all or none"


def test_the_last_administrator_stays(lite: Office) -> None:
    typed = {"person": "王五", "right": "admin", "since": "2025-01-01"}
    status, page = lite.browser("王五").post(
        "/people/rights/end", typed | {"until": "2025-02-01"}
    )
    assert status == 422
    assert "没有人能管理账簿" in page
    assert 'value="2025-02-01"' in page
    assert may(lite, "王五", Right.ADMIN, "")


def test_whoever_administers_a_unit_changes_what_was_given_there(lite: Office) -> None:
    local_admin(lite)
    browser = lite.browser("邻县丙")
    assert browser.get("/people")[0] == 404
    assert browser.get(HERE)[0] == 404
    page = browser.get("/units/U2/people")[1]
    assert "王五" in page, "who administers everywhere may here too"
    assert page.count("收回、改期") == 3
    typed = {"person": "王五", "right": "admin", "since": "2025-01-01"}
    status, page = browser.post(
        "/units/U2/people/rights/end", typed | {"until": "2026-02-01"}
    )
    assert status == 422
    assert "账中没有权限" in page
    assert may(lite, "王五", Right.ADMIN, "")


def test_nobody_takes_over_somebody_who_is_known(lite: Office) -> None:
    """A unit's administrator gives secrets to new people alone."""
    local_admin(lite)
    browser = lite.browser("邻县丙")
    users = "/units/U2/people/users"
    status, page = browser.post(users, NEW | {"person": "王五", "role": ""})
    assert status == 422
    assert "在全部单位没有“管理”权限" in page
    assert SECRET not in page
    assert browser.post(users, NEW) == (303, "/units/U2/people")
    assert lite.browser("钱七").get("/units/U2/drafts/new")[0] == 200
    assert lite.browser("王五").get("/people")[0] == 200, "by the secret they had"


def test_a_user_is_registered_given_another_secret_and_signed_out(
    office: Office,
) -> None:
    browser = office.browser("王五")
    wrong = browser.post(f"{HERE}/users", NEW | {"again": "anders-anders"})
    assert wrong[0] == 422
    assert 'value="钱七"' in wrong[1]
    number = "11010519491231002X"
    assert browser.post(f"{HERE}/users", NEW | {"person": number})[0] == 422
    assert browser.post(f"{HERE}/users", NEW) == (303, HERE)
    theirs = office.browser("钱七")
    changed = {"person": "钱七", "secret": "秋高气爽二零二六"}
    changed["again"] = changed["secret"]
    assert browser.post("/people/secret", changed)[0] == 303
    assert theirs.get("/")[0] == 303, "signed out"
    assert theirs.sign_in("钱七") == 401
    assert theirs.sign_in("钱七", changed["secret"]) == 303
    assert browser.post("/people/out", {"person": "钱七"})[0] == 303
    assert theirs.get("/")[0] == 303
    assert browser.post("/people/out", {"person": "无此人"})[0] == 422
    told = str([logged(office, act) for act in ("user.add", "people.secret")])
    assert number not in told
    assert SECRET not in told
    assert "钱七" in told


def test_posts_are_held_and_left(office: Office) -> None:
    browser = office.browser("王五")
    typed = {"person": "张三", "post": "会计", "since": "2025-01-01"}
    to = (303, f"{HERE}#posts")
    assert browser.post(f"{HERE}/posts", typed | {"acting": "1"}) == to
    status, page = browser.post(f"{HERE}/posts", typed | {"since": "2026-01-01"})
    assert status == 422
    assert "张三 自 2025-01-01 至今已任会计" in page
    left = typed | {"until": "2026-03-01"}
    assert browser.post(f"{HERE}/posts/end", left) == to
    assert browser.post(f"{HERE}/posts/end", left)[0] == 422
    assert browser.post(f"{HERE}/posts", typed | {"since": "2026-03-01"}) == to
    status, page = browser.post(f"{HERE}/posts/end", typed)
    assert status == 422, "the first term would meet the second"
    with reading(office.books.engine) as connection:
        held = duties.posts_in(connection, "U1")
    told = [(one.post, str(one.since), str(one.until), one.acting) for one in held]
    assert told == [
        ("会计", "2025-01-01", "2026-03-01", True),
        ("会计", "2026-03-01", "None", False),
    ]


def test_a_unit_demands_codes_and_the_page_says_who_has_none(office: Office) -> None:
    browser = office.browser("王五")
    assert "须启用动态口令" not in browser.get(HERE)[1]
    assert browser.post(f"{HERE}/codes", {"demanded": "1"}) == (303, HERE)
    assert browser.get(HERE)[1].count("须启用动态口令") == 2, "李四 and 赵六"
    with reading(office.books.engine) as connection:
        assert sign_in.code_rule_of(connection, "U1") == (True, "U1")
    assert browser.post(f"{HERE}/codes", {"demanded": "0"}) == (303, HERE)
    with reading(office.books.engine) as connection:
        assert sign_in.code_rule_of(connection, "U1") == (False, "U1")


def test_an_auditor_looks_and_changes_nothing(lite: Office) -> None:
    browser = lite.browser("审计甲")
    status, page = browser.get(HERE)
    assert status == 200
    assert "制单" in page
    assert "<button>给权限" not in page
    sheet = browser.client.get(f"{HERE}?table=rights&as=csv").text
    assert "张三" in sheet
    assert browser.post(f"{HERE}/rights", {"person": "张三"})[0] == 403


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_everybody_is_listed_where_all_units_are(lite: Office, kind: str) -> None:
    browser = lite.browser("王五")
    page = browser.get("/people")[1]
    assert "/units/U1/people" in page
    assert "邻县丙" in page
    for table in ("rights", "people"):
        file = browser.client.get(f"/people?table={table}&as={kind}")
        assert file.status_code == 200, table
        assert len(file.content) > 100


def test_a_form_to_change_an_end_says_whose_it_is(lite: Office) -> None:
    browser = lite.browser("王五")
    with reading(lite.books.engine) as connection:
        held = next(
            one
            for one in duties.rights_in(connection, "U1")
            if (one.person, one.right) == ("赵六", Right.SETTLE)
        )
    page = browser.get(f"{HERE}?end={held.key}")[1]
    assert '<input type="hidden" name="person" value="赵六">' in page
    assert 'id="end"' in page
    assert 'id="end"' not in browser.get(f"{HERE}?end=9.x.2025-01-01")[1]


def test_a_form_is_taken_once(office: Office) -> None:
    """The form that was taken is not taken again."""
    browser = office.browser("王五")
    typed = {"person": "委员乙", "what": "right:view", "since": "2024-01-05"}
    once = {"once": "k" * 24}
    assert browser.post(f"{HERE}/rights", typed | once) == (303, HERE)
    assert browser.post(f"{HERE}/rights", typed | once) == (303, HERE)
    with reading(office.books.engine) as connection:
        held = duties.rights_in(connection, "U1")
    assert sum((one.person, one.right) == ("委员乙", Right.VIEW) for one in held) == 2


def test_the_verbs_refuse_by_themselves(lite: Office) -> None:
    """Whoever calls them."""
    act = Act("王五", dt.datetime(2026, 1, 5, 8, tzinfo=dt.UTC))
    wrong = Grant(
        person="张三",
        right=Right.VIEW,
        unit="U1",
        since=dt.date(2026, 1, 5),
        until=dt.date(2026, 1, 5),
    )
    with (
        pytest.raises(RecordRefused, match="应晚于起始日期"),
        writing(lite.books.engine) as connection,
    ):
        duties.give(connection, [wrong], act, act.at.date())
