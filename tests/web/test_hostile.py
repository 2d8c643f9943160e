"""Every page with hostile values in every place: no fault, and nothing is echoed raw.

The walk goes over all routes there are: a page that is added is walked too.
"""

import re
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from app.web import rendering
from app.web.access import Route, Scope
from app.web.application import FORM_TOKEN, TYPED_BYTES, UPLOADED_BYTES
from app.web.routes import ROUTES
from tests.web.office import DESKS, Browser, Office
from tests.web.test_access import PLACES

SCRIPT = "<script>x7()</script>"
QUOTE = "\"'><img src=x onerror=x7()>"
HOSTILE = (
    "",
    SCRIPT,
    QUOTE,
    "{{ 7*7 }}",
    "' OR 1=1 --",
    "\0",
    "a\0b",
    "\r\nSet-Cookie: x=1",
    "\ud800",
    "٣",
    "²",
    "-1",
    "0",
    "1e400",
    "NaN",
    str(2**31),
    str(2**63),
    "9" * 5_000,
    "../../etc/passwd",
    "..%2f..%2fetc",
    "//evil.example",
    "2026-02-30",
    "9999-99",
    "0000",
    "2199-12",
    "11010519491231002X",
    "\u202e\u200b",
    "界" * 3_000,
    "%",
    "%00",
    "[]",
    '{"a":' * 200,
)
VALUES = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=30))
FITTING = st.sampled_from(("1", "U1", "2026", "2026-01", "F1", "102", "1.00", "csv"))
_FIELD = re.compile(r"""\bname="([a-z_]+)["\[]""")
_TEMPLATES = Path(rendering.__file__).parent / "templates"
FIELDS = sorted(
    {
        name
        for path in _TEMPLATES.rglob("*.html")
        for name in _FIELD.findall(path.read_text("utf-8"))
    }
    - {FORM_TOKEN}
    | {"as", "cursor", "period", "fund", "since", "until"}
)
"""Every field that any template has, and what addresses take."""
GIVEN = st.dictionaries(
    st.sampled_from(FIELDS), st.one_of(VALUES, FITTING), max_size=12
)
LEAVING = {"/sign-out", "/me/sessions/end", "/me/secret"}
BOUNDED = settings(
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def whose(route: Route) -> str:
    """Somebody who may open a page."""
    for person, (role, unit) in DESKS.items():
        here = unit == "U1" or (route.scope is Scope.EVERYWHERE and not unit)
        if here and not set(route.rights).isdisjoint(role.rights):
            return person
    return "张三"


def told_wrong(
    browser: Browser, route: Route, places: dict[str, str], typed: dict[str, str]
) -> str:
    """What is wrong with the answer; empty where nothing is."""
    path = route.path
    for name, value in places.items():
        path = path.replace(f"{{{name}}}", quote(value, safe="", errors="replace"))
    said = "&".join(
        f"{quote(k)}={quote(v, safe='', errors='replace')}" for k, v in typed.items()
    )
    if route.method == "GET":
        answer = browser.client.get(f"{path}?{said}"[:60_000])
    else:
        token = f"{FORM_TOKEN}={browser.form_token}&"
        kind = "application/x-www-form-urlencoded"
        headers = {"Content-Type": kind}
        answer = browser.client.post(path, content=token + said, headers=headers)
    if answer.status_code >= 500:
        return f"{answer.status_code}"
    if "x=1" in answer.headers.get("set-cookie", ""):
        return "a header of theirs"
    if "evil.example" in answer.headers.get("location", "").partition("?")[0]:
        return "led elsewhere"
    html = answer.headers.get("content-type", "").startswith("text/html")
    if html and (SCRIPT in answer.text or "<img src=x" in answer.text):
        return "echoed raw"
    return ""


@pytest.mark.slow
@pytest.mark.parametrize("route", ROUTES, ids=lambda r: f"{r.method} {r.path}")
def test_no_page_breaks_on_hostile_values(office: Office, route: Route) -> None:
    person = "" if route.scope is Scope.OPEN else whose(route)
    browser = office.browser(person)
    names = [name for name in PLACES if f"{{{name}}}" in route.path]
    wrong: list[object] = []
    # What is asked of a database is asked of both; the rest is decided before.
    examples = 8 if office.books.dialect == "sqlite" else 3

    @seed(7)
    @settings(BOUNDED, max_examples=examples)
    @given(
        places=st.fixed_dictionaries(
            {
                name: st.one_of(st.just(PLACES[name]), VALUES)
                for name in names
                if name != "unit"
            }
        ),
        unit=st.one_of(st.just("U1"), st.just("U1"), VALUES),
        typed=GIVEN,
    )
    def walk(places: dict[str, str], unit: str, typed: dict[str, str]) -> None:
        named = places | ({"unit": unit} if "unit" in names else {})
        if found := told_wrong(browser, route, named, typed):
            wrong.append((found, named, typed))
        if route.path in LEAVING and person:
            browser.client.cookies.clear()
            assert browser.sign_in(person) == 303

    walk()
    assert wrong == []


# -- forms as no browser sends them -------------------------------------------------


def sent(browser: Browser, content: bytes, kind: str, path: str = "/me/codes") -> int:
    answer = browser.client.post(path, content=content, headers={"Content-Type": kind})
    return answer.status_code


def part(name: str, value: bytes, more: str = "") -> bytes:
    head = f'--b\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n'
    return head.encode("utf-8", "surrogatepass") + value + b"\r\n"


@pytest.mark.parametrize("charset", ["utf-7", "raw_unicode_escape", "utf-16", "none"])
def test_a_form_in_another_writing_does_no_harm(office: Office, charset: str) -> None:
    browser = office.browser("张三")
    token = part(FORM_TOKEN, browser.form_token.encode())
    for value in (b"\\ud800", b"+2AA-", b"\xff\xfe\xd8\x00", b"a\0b"):
        for field in ("label", "once", "key", "code", "secret"):
            body = token + part(field, value) + b"--b--\r\n"
            kind = f"multipart/form-data; boundary=b; charset={charset}"
            for path in ("/me/codes", "/me/tokens", "/me/tokens/end"):
                assert sent(browser, body, kind, path) < 500, (field, value)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "multipart/form-data"),
        (b"--b", "multipart/form-data; boundary=b"),
        (b"x", "multipart/form-data; boundary=" + "b" * 5_000),
        (b"{}", "application/json"),
        (b"\xff" * 100, "application/x-www-form-urlencoded"),
        (b"&" * 100_000, "application/x-www-form-urlencoded"),
        (b"a=" + b"b" * (TYPED_BYTES + 1), "application/x-www-form-urlencoded"),
    ],
)
def test_what_is_no_form_is_refused(lite: Office, content: bytes, kind: str) -> None:
    assert 400 <= sent(lite.browser("张三"), content, kind) < 500


def test_a_file_over_the_limit_is_refused_before_it_is_read(lite: Office) -> None:
    browser = lite.browser("张三")
    headers = {"Content-Length": str(UPLOADED_BYTES + 1)}
    answer = browser.client.post("/me/codes", content=b"", headers=headers)
    assert answer.status_code == 413
    for announced in ("9" * 5_000, "-1", "x", "²"):
        sent_as = {"Content-Length": announced.encode()}
        answer = browser.client.post("/me/codes", content=b"", headers=sent_as)
        assert answer.status_code in {400, 413}, announced


def test_a_form_without_a_length_is_refused(lite: Office) -> None:
    browser = lite.browser("张三")
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = browser.client.post("/me/codes", content=iter([b"a=b"]), headers=kind)
    assert answer.status_code == 413


def test_many_fields_and_many_files_are_refused(lite: Office) -> None:
    browser = lite.browser("张三")
    token = part(FORM_TOKEN, browser.form_token.encode())
    kind = "multipart/form-data; boundary=b"
    fields = token + part("x", b"1") * 6_000 + b"--b--\r\n"
    files = token + part("f", b"1", '; filename="a"') * 60 + b"--b--\r\n"
    large = token + part("x", b"1" * (TYPED_BYTES + 1)) + b"--b--\r\n"
    for body in (fields, files, large):
        assert 400 <= sent(browser, body, kind) < 500


@pytest.mark.parametrize(
    "name", ["../../x", "\0", "x" * 5_000, SCRIPT, "a\r\nb", "\ud800"]
)
def test_a_file_of_a_hostile_name_does_no_harm(lite: Office, name: str) -> None:
    browser = lite.browser("张三")
    token = part(FORM_TOKEN, browser.form_token.encode())
    file = part("file", b"x", f'; filename="{name}"')
    body = token + file + part("key", b"x") + b"--b--\r\n"
    assert sent(browser, body, "multipart/form-data; boundary=b") < 500


@pytest.mark.parametrize("cookie", ["\x01", "x" * 10_000, "", "=;=", "%00"])
def test_a_hostile_cookie_opens_nothing(lite: Office, cookie: str) -> None:
    browser = lite.browser()
    for name in ("bangfu", "bangfu_language", "bangfu_said"):
        headers = {"Cookie": f"{name}={cookie}".encode()}
        answer = browser.client.get("/", headers=headers)
        assert answer.status_code == 303, name
