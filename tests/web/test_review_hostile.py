"""What the desks of this part withstand: junk in every field and every address."""

from urllib.parse import quote, urlencode

import pytest

from app.web.access import Route, Scope
from app.web.routes import ROUTES
from tests.building import receipt
from tests.web.office import DESKS, Browser, Office
from tests.web.test_access import PLACES, expected

JUNK = ("<script>alert(1)</script>", "９" * 200, "\x00\u202e")
ASKED = ("period", "until", "year", "open", "finished", "returned")
PARTS = ("queue", "batches", "close", "year-end", "bank", "donations")
FIELDS = (
    *("draft", "reason", "seen_1", "ref", "title", "total", "cases", "fund", "account"),
    *("purpose", "on", "evidence", "expires", "opinion", "attachments", "line", "file"),
    *("bank", "count", "period", "amount", "other", "explained", "explanation"),
    *("year", "digest", "finished", "returned", "undelivered", "opening", "closing"),
    *("row", "posting", "match", "until", "other_basis", "ours", "number", "donor"),
    *("kind", "name", "uscc", "contact", "publish", "consent", "purposes", "paper"),
    *("pledge", "goods", "code", "outcome_1", "reason_1", "once"),
)


def own_routes() -> list[Route]:
    return [
        route
        for route in ROUTES
        if route.scope is Scope.UNIT and (*route.path.split("/"), "")[3] in PARTS
    ]


def sent(browser: Browser, route: Route, places: dict[str, str], junk: str) -> str:
    """What is wrong with the answer to junk at an address; empty where nothing is."""
    path = route.path
    for key, value in (places | {"unit": "U1"}).items():
        path = path.replace(f"{{{key}}}", quote(value, safe=""))
    if route.method == "POST":
        status, page = browser.post(path, dict.fromkeys(FIELDS, junk))
    else:
        status, page = browser.get(f"{path}?{urlencode(dict.fromkeys(ASKED, junk))}")
    if status < 500 and "<script>alert" not in page:
        return ""
    return f"{route.method} {route.path} {status}"


@pytest.mark.parametrize("junk", JUNK, ids=range(len(JUNK)))
def test_junk_is_refused_in_words(office: Office, junk: str) -> None:
    office.books.post(receipt("r0", 1_000_000))
    people = sorted(DESKS, key=lambda one: DESKS[one][1] != "U1")
    browsers = {person: office.browser(person) for person in people}
    wrong = set()
    for route in own_routes():
        person = next(one for one in people if expected(route, one))
        for places in (dict(PLACES), dict.fromkeys(PLACES, junk)):
            wrong.add(sent(browsers[person], route, places, junk))
    assert wrong == {""}
