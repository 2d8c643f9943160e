"""Every role on every route: who is let in, who is not, and what they learn."""

import pytest

from app.web.access import Route, Scope
from app.web.application import HEADERS, handler_of
from app.web.routes import ROUTES
from tests.web.office import DESKS, Office

PLACES = {
    "unit": "U1",
    "account": "102",
    "ref": "r1",
    "position": "1",
    "fund": "CB",
    "year": "2026",
    "number": "1",
    "draft": "1",
    "event": "interest",
    "what": "bank",
    "key": "J2026-1",
    "paper": "1",
    "job": "0" * 32,
    "name": "report.pdf",
    "check": "T01",
    "sample": "1-1",
    "index": "A1-1",
    "batch": "B2026-1",
    "bank": "1",
    "gift": "2025-1",
    "move": "1",
    "movement": "buy",
    "handout": "H2026-1",
    "campaign": "1",
    "evidence": "E2026-1",
    "place": "1",
}
"""What stands for the parts of an address; a page may say that there is none such."""


def path_of(route: Route, unit: str = "U1") -> str:
    return route.path.format(**{**PLACES, "unit": unit})


def expected(route: Route, person: str) -> bool:
    """Whether somebody may be let in, told from their role alone."""
    if route.scope in {Scope.OPEN, Scope.PERSON}:
        return True
    role, unit = DESKS[person]
    held = not set(role.rights).isdisjoint(route.rights)
    if route.scope is Scope.UNIT:
        return held and unit in {"U1", ""}
    if route.scope is Scope.EVERYWHERE:
        return held and not unit
    return held


def test_every_route_has_a_handler_and_an_act_of_its_own_kind() -> None:
    for route in ROUTES:
        assert callable(handler_of(route))
        assert route.act
    keys = [(route.method, route.path) for route in ROUTES]
    assert len(keys) == len(set(keys))


def test_every_role_on_every_route(lite: Office) -> None:
    """A form is sent empty, and refused for that at most."""
    wrong = []
    browsers = {person: lite.browser(person) for person in DESKS}
    for person in DESKS:
        for route in ROUTES:
            if route.path in {"/sign-out", "/me/sessions/end", "/me/secret"}:
                continue
            browser = browsers[person]
            send = browser.get if route.method == "GET" else browser.post
            status, _ = send(path_of(route))
            refused = status in {403, 404}
            absent = status == 404 and may_be_absent(route)
            wanted = not refused or absent if expected(route, person) else refused
            if not wanted or status >= 500:
                wrong.append((person, route.method, route.path, status))
    assert not wrong


def may_be_absent(route: Route) -> bool:
    """Whether the address names something that the small world has not."""
    return any(f"{{{name}" in route.path for name in set(PLACES) - {"unit"})


@pytest.mark.parametrize("route", [r for r in ROUTES if r.scope is not Scope.OPEN])
def test_nobody_comes_in_without_a_session(lite: Office, route: Route) -> None:
    browser = lite.browser()
    send = browser.get if route.method == "GET" else browser.post
    status, to = send(path_of(route))
    assert status == 303
    assert to.startswith("/sign-in")


def test_a_unit_one_may_not_see_is_not_there(lite: Office) -> None:
    browser = lite.browser("张三")
    other, none = browser.get("/units/U2"), browser.get("/units/NONE")
    assert other[0] == none[0] == 404
    assert other[1] == none[1]


def test_every_answer_carries_the_headers(lite: Office) -> None:
    browser = lite.browser("张三")
    for path in ("/", "/units/U1", "/none", "/sign-in"):
        headers = browser.client.get(path).headers
        for name, value in HEADERS.items():
            assert headers[name] == value, path
    assert (
        "no-store"
        not in browser.client.get("/static/bangfu.css").headers["cache-control"]
    )
