"""Signing in: who, by what, how long, and what it withstands."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

import pyotp
import pytest

from app import activity, web_store
from app.clock import now
from app.keyring import open_vault
from app.web import desk, sign_in
from app.web.application import COOKIE, own_path
from ledger.database import Connection, reading, writing
from ledger.errors import GuardBit
from ledger.people import Act
from ledger.register import lookups
from tests import building
from tests.web.office import SECRET, Office

NOON = dt.datetime(2026, 3, 9, 4, tzinfo=dt.UTC)


@contextmanager
def looked_at(office: Office) -> Iterator[Connection]:
    with reading(office.books.engine) as connection:
        yield connection


def test_who_shows_their_secret_comes_in(office: Office) -> None:
    browser = office.browser()
    assert browser.get("/") == (303, "/sign-in")
    assert browser.sign_in("张三") == 303
    status, page = browser.get("/")
    assert status == 200
    assert "某县总工会" in page
    assert "邻县总工会" not in page
    with looked_at(office) as connection:
        told = activity.search(connection, "张三", None, None, "session.begin")
    assert [one.outcome for one in told] == ["done"]


def test_a_login_name_is_the_person_too(lite: Office) -> None:
    assert lite.browser().sign_in("zhangsan") == 303


def test_a_wrong_secret_and_an_unknown_name_are_told_the_same(lite: Office) -> None:
    browser = lite.browser()
    answers = [
        browser.client.post("/sign-in", data={"login": name, "secret": "wrong-one"})
        for name in ("张三", "无此人")
    ]
    assert [one.status_code for one in answers] == [401, 401]
    texts = [one.text.replace("张三", "").replace("无此人", "") for one in answers]
    assert texts[0] == texts[1]
    assert "wrong-one" not in answers[0].text


def test_guessing_is_stopped(office: Office) -> None:
    browser = office.browser()
    wrong = [browser.sign_in("张三", "wrong-one") for _ in range(sign_in.WRONG_BY_NAME)]
    assert set(wrong) == {401}
    assert browser.sign_in("张三") == 429
    assert office.browser().sign_in("李四") == 303


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(lite: Office) -> None:
    typed = {"login": "张三", "secret": SECRET}
    answer = lite.browser().client.post("/sign-in", data=typed)
    set_cookie = answer.headers["set-cookie"]
    assert f"{COOKIE}=" in set_cookie
    assert "HttpOnly" in set_cookie
    assert "SameSite=lax" in set_cookie
    secure = lite.browser()
    secure.client.base_url = "https://testserver"
    answer = secure.client.post("/sign-in", data=typed)
    assert "Secure" in answer.headers["set-cookie"]


def test_the_database_does_not_know_the_cookie(office: Office) -> None:
    browser = office.browser("张三")
    cookie = browser.client.cookies[COOKIE]
    with looked_at(office) as connection:
        person = lookups(connection).person("张三")
        found = web_store.open_sessions(connection, person, "2000")
    assert [bytes(one.token) for one in found] == [sign_in.hashed(cookie)]


def test_a_session_ends_when_its_owner_leaves(office: Office) -> None:
    browser = office.browser("张三")
    cookie = browser.client.cookies[COOKIE]
    assert browser.post("/sign-out") == (303, "/sign-in")
    browser.client.cookies.set(COOKIE, cookie)
    assert browser.get("/") == (303, "/sign-in")


@pytest.mark.parametrize(
    ("later", "holds"),
    [
        (sign_in.IDLE - dt.timedelta(seconds=1), True),
        (sign_in.IDLE, False),
        (sign_in.LONGEST, False),
    ],
)
def test_a_session_that_is_not_used_ends(
    office: Office, later: dt.timedelta, *, holds: bool
) -> None:
    act = Act("张三", NOON)
    with writing(office.books.engine) as connection:
        person = lookups(connection).person("张三")
        cookie = sign_in.begin(connection, person, act)
    with looked_at(office) as connection:
        found = sign_in.signed(connection, cookie, NOON + later)
    assert (found is not None) is holds


def test_no_use_makes_a_session_last_beyond_its_day(office: Office) -> None:
    with writing(office.books.engine) as connection:
        person = lookups(connection).person("张三")
        cookie = sign_in.begin(connection, person, Act("张三", NOON))
        late = Act("张三", NOON + sign_in.LONGEST - dt.timedelta(minutes=1))
        web_store.use_session(connection, sign_in.hashed(cookie), late.stamp)
        web_store.use_session(connection, sign_in.hashed(cookie), late.stamp)
    with looked_at(office) as connection:
        assert sign_in.signed(connection, cookie, late.at)
        assert not sign_in.signed(connection, cookie, NOON + sign_in.LONGEST)


def test_sessions_only_grow(office: Office) -> None:
    office.browser("张三")
    for statement in (
        "UPDATE web_sessions SET until = '2999-01-01T00:00:00Z'",
        "DELETE FROM web_sign_ins",
    ):
        with pytest.raises(GuardBit), writing(office.books.engine) as connection:
            connection.exec_driver_sql(statement)


def test_forms_of_other_sessions_and_sites_are_refused(lite: Office) -> None:
    browser, other = lite.browser("张三"), lite.browser("李四")
    for token in ("", "wrong", other.form_token):
        assert browser.post("/me/sessions/end", {"form_token": token})[0] == 403
    elsewhere = {"origin": "https://elsewhere.example"}
    assert browser.post("/me/sessions/end", **elsewhere)[0] == 403
    assert browser.get("/")[0] == 200
    own = {"origin": "http://testserver"}
    assert browser.post("/me/sessions/end", **own) == (303, "/sign-in")


def test_another_secret_ends_the_other_sessions(office: Office) -> None:
    one, other = office.browser("张三"), office.browser("张三")
    new = "秋高气爽二零二六"
    typed = {"old": SECRET, "new": new, "again": new}
    status, page = one.post("/me/secret", {**typed, "old": "wrong-one"})
    assert status == 422
    assert "原口令不对" in page
    assert one.post("/me/secret", typed) == (303, "/me")
    assert one.get("/me")[0] == 200
    assert other.get("/") == (303, "/sign-in")
    assert office.browser().sign_in("张三") == 401
    assert office.browser().sign_in("张三", new) == 303


# -- one-time codes -----------------------------------------------------------------


def with_codes(office: Office, person: str) -> str:
    """Somebody's key, set up through their own page."""
    browser, key = office.browser(person), sign_in.new_code_key()
    typed = {"key": key, "code": pyotp.TOTP(key).now(), "secret": SECRET}
    assert browser.post("/me/codes", typed) == (303, "/me")
    return key


def test_a_code_is_asked_and_good_once(office: Office) -> None:
    key = with_codes(office, "李四")
    browser = office.browser()
    assert browser.sign_in("李四") == 401
    assert browser.sign_in("李四", code="000000") == 401
    code = pyotp.TOTP(key).now()
    assert browser.sign_in("李四", code=code) == 303
    assert office.browser().sign_in("李四", code=code) == 401


def test_a_code_is_good_a_step_early_and_late_only() -> None:
    key = sign_in.new_code_key()
    made = pyotp.TOTP(key)
    steps = [
        sign_in.fitting_step(key, made.at(NOON + dt.timedelta(seconds=late)), NOON)
        for late in (-60, -30, 0, 30, 60)
    ]
    now = int(NOON.timestamp()) // 30
    assert steps == [None, now - 1, now, now + 1, None]


def test_the_published_codes_of_the_standard_fit() -> None:
    """RFC 6238 appendix B, SHA-1, the last six of eight digits."""
    key = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    for second, code in (
        (59, "287082"),
        (1111111109, "081804"),
        (20000000000, "353130"),
    ):
        at = dt.datetime.fromtimestamp(second, dt.UTC)
        assert sign_in.fitting_step(key, code, at) == second // 30


def test_the_key_is_encrypted_for_its_owner(lite: Office) -> None:
    key = with_codes(lite, "李四")
    with looked_at(lite) as connection:
        books = lookups(connection)
        _, locked = web_store.code_key(connection, books.person("李四"))
    assert key.encode() not in locked
    act = Act("张三", NOON)
    with writing(lite.books.engine) as connection:
        own = lookups(connection).person("张三")
        web_store.append_code_key(connection, own, 1, locked, act.stamp)
    vault = open_vault(lite.settings)
    with (
        pytest.raises(Exception, match="密文"),
        writing(lite.books.engine) as connection,
    ):
        sign_in.use_code(connection, own, "123456", vault, act)


def test_a_unit_may_demand_codes_of_reviewers_and_cashiers(office: Office) -> None:
    with writing(office.books.engine) as connection:
        sign_in.set_code_rule(connection, "U1", building.ACT, demanded=True)
        person = lookups(connection).person("李四")
        assert sign_in.is_code_missing(connection, person, "U1")
        assert not sign_in.is_code_missing(connection, person, "U2")
    with_codes(office, "李四")
    with looked_at(office) as connection:
        desk.fresh(connection)
        assert not sign_in.is_code_missing(connection, person, "U1")


# -- where one goes -----------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "x"],
)
def test_nobody_is_sent_elsewhere(path: str) -> None:
    assert own_path(path) == "/"


def test_after_signing_in_one_is_where_one_wanted_to_be(lite: Office) -> None:
    browser = lite.browser()
    assert browser.get("/units/U1") == (303, "/sign-in?next=%2Funits%2FU1")
    typed = {"login": "张三", "secret": SECRET, "next": "/units/U1"}
    answer = browser.client.post("/sign-in", data=typed)
    assert answer.headers["location"] == "/units/U1"


def test_a_use_is_told_once_in_some_minutes(office: Office) -> None:
    begun = now() - sign_in.TOLD_EACH
    with writing(office.books.engine) as connection:
        person = lookups(connection).person("张三")
        cookie = sign_in.begin(connection, person, Act("张三", begun))
    browser = office.browser()
    browser.client.cookies.set(COOKIE, cookie)
    assert [browser.get("/")[0] for _ in range(3)] == [200] * 3
    assert office.books.one("SELECT count(*) FROM web_session_uses") == 1
