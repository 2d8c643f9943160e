"""The JSON half lets in whom a token speaks for, and nobody further."""

import datetime as dt

import pytest

from app.clock import now
from app.web import sign_in, tokens
from app.web.access import Scope
from app.web.api.route import ApiRoute
from app.web.api.routes import API_ROUTES
from app.web.api.serving import handler_of
from app.web.desk import desk_act
from app.web.tokens import DAYS_MAX, Wish
from ledger import registration
from ledger.database import reading, writing
from ledger.errors import NotFound, RecordRefused
from ledger.people import Act, Grant, Right
from ledger.register import lookups
from tests import building
from tests.web.office import DESKS, SINCE, Office
from tests.web.programs import Program, program

PLACES = {
    "unit": "U1",
    "ref": "r1",
    "position": "1",
    "number": "1",
    "key": "P2026-1",
    "name": "trial_balance",
    "gift": "2026-1",
    "campaign": "1",
    "letter": "2026-1",
    "handout": "H2026-1",
    "move": "1",
    "item": "Q1",
    "batch": "B2026-1",
    "bank": "1",
    "paper": "1",
    "job": "0" * 32,
    "check": "T01",
    "sample": "1-1",
    "index": "A1-1",
    "year": "2026",
    "evidence": "E2026-1",
    "place": "1",
}
"""What stands for the parts of an address."""
QUERIES = {
    "year": "?year=2025",
    "balances": "?since=2025-01-01&until=2026-01-01",
    "report": "?period=2025",
}
"""What an address must say beside."""


def send(
    one: Program, route: ApiRoute, unit: str = "U1", **places: str
) -> tuple[int, str]:
    """Send a request that says nothing, to a route; status and problem."""
    path = route.path.format(**{**PLACES, "unit": unit, **places})
    query = QUERIES.get(route.handler.rpartition(":")[2], "")
    if route.method == "GET":
        headers = {"Authorization": f"Bearer {one.token}"}
        answer = one.client.get(f"/api/v1{path}{query}", headers=headers)
        status = answer.status_code
        told = {} if status == 200 else answer.json()
    else:
        status, told = one.post(path)
    kind = told.get("type", "") if status >= 400 else ""
    return status, str(kind).rpartition(":")[2]


def test_every_route_of_programs_has_a_handler_of_its_own() -> None:
    for route in API_ROUTES:
        assert callable(handler_of(route))
        assert route.writes or not route.looks
    keys = [(route.method, route.path) for route in API_ROUTES]
    assert len(keys) == len(set(keys))
    handlers = [route.handler for route in API_ROUTES]
    assert len(handlers) == len(set(handlers))


@pytest.mark.parametrize("person", DESKS)
def test_every_role_on_every_route_of_programs(lite: Office, person: str) -> None:
    wrong = []
    role, unit = DESKS[person]
    one = program(lite, person)
    for route in API_ROUTES:
        status, kind = send(one, route)
        held = not set(route.rights).isdisjoint(role.rights) or not route.rights
        near = {Scope.UNIT: {"U1", ""}, Scope.EVERYWHERE: {""}}
        here = unit in near.get(route.scope, {unit})
        if held and here:
            fits = status < 500 and kind not in {"not-allowed", "read-only", "token"}
        elif here:
            fits = (status, kind) == (403, "not-allowed")
        else:
            fits = (status, kind) == (404, "not-found")
        if not fits:
            wrong.append((route.method, route.path, status, kind))
    assert wrong == []


@pytest.mark.parametrize(
    "shown", ["", "bangfu_wrong", "x" * 10_000, "%E4%BA%8C", "a b"]
)
def test_nobody_comes_in_by_another_word(lite: Office, shown: str) -> None:
    one = Program(program(lite, "张三").client, shown)
    for route in API_ROUTES:
        assert send(one, route) == (401, "token"), route.path


def test_a_session_of_a_browser_opens_nothing_here(lite: Office) -> None:
    browser = lite.browser("张三")
    answer = browser.client.get("/api/v1/units")
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"


def test_another_unit_is_not_there_whatever_is_asked(lite: Office) -> None:
    one = program(lite, "张三")
    for route in API_ROUTES:
        if route.scope is Scope.UNIT:
            assert send(one, route, "U2") == send(one, route, "NONE")
            assert send(one, route, "U2") == (404, "not-found"), route.path


def test_what_belongs_to_another_unit_is_not_found_in_ones_own(lite: Office) -> None:
    lite.books.post(building.receipt("r1", 100))
    assert program(lite, "张三").post("/units/U1/drafts", {"ref": "d"})[0] == 201
    other = program(lite, "邻县丙")
    for path in ("vouchers/r1", "positions/1", "drafts/1"):
        assert other.get(f"/units/U2/{path}")[0] == 404, path
    assert other.post("/units/U2/drafts/1/submit")[0] == 404
    lines = [{"account": "102", "fund": "G", "debit": "1"}]
    assert other.post("/units/U2/drafts", {"postings": lines})[0] == 201
    assert other.post("/units/U2/drafts/1/submit")[0] == 422, "a fund of U1 only"


# -- what a token may not -----------------------------------------------------------


def test_a_token_that_only_looks_changes_nothing(lite: Office) -> None:
    one = program(lite, "张三", writes=False)
    for route in API_ROUTES:
        if route.writes and not route.looks and Right.PREPARE in route.rights:
            assert send(one, route) == (403, "read-only"), route.path
    assert one.get("/units/U1/drafts")[1] == {"drafts": []}


def test_a_token_reaches_its_own_unit_alone(office: Office) -> None:
    one = program(office, "王五", unit="U2")
    assert [u["code"] for u in one.get("/units")[1]["units"]] == ["U2"]
    assert one.get("/units/U2")[0] == 200
    assert one.get("/units/U1")[0] == 404
    assert one.get("/me")[1]["rights"]["admin"] == ["U2"]
    _, told = one.get("/operations")
    assert {entry["unit"] for entry in told["operations"]} <= {"U2"}


def test_a_token_holds_until_it_ends(office: Office) -> None:
    one = program(office, "张三")
    assert one.get("/me")[0] == 200
    act = desk_act("张三")
    with writing(office.books.engine) as connection:
        id_ = lookups(connection).person("张三")
        (stands,) = tokens.standing(connection, id_, act)
        late = Act("张三", now() + dt.timedelta(days=30))
        assert tokens.held(connection, one.token, late) is None
        assert tokens.standing(connection, id_, late) == []
        with pytest.raises(NotFound):
            tokens.end(connection, lookups(connection).person("李四"), stands.key, act)
        tokens.end(connection, id_, stands.key, act)
    assert one.get("/me")[0] == 401


def test_a_right_that_has_ended_is_not_used_by_a_token_either(office: Office) -> None:
    one = program(office, "邻县丙")
    assert one.get("/units/U2")[0] == 200
    ended = [
        Grant(person="邻县丙", right=right, unit="U2", since=SINCE, until=building.DAY)
        for right in DESKS["邻县丙"][0].rights
    ]
    with writing(office.books.engine) as connection:
        assert not registration.register_rights(connection, ended, building.ACT)
    assert one.get("/units/U2")[0] == 404


def test_where_codes_are_demanded_a_token_is_no_way_around(lite: Office) -> None:
    with writing(lite.books.engine) as connection:
        sign_in.set_code_rule(connection, "U1", building.ACT, demanded=True)
    reviewer = program(lite, "李四")
    status, told = reviewer.post("/units/U1/drafts/1/review")
    assert (status, told["type"]) == (403, "urn:bangfu:problem:codes-missing")
    assert reviewer.get("/units/U1/drafts")[0] == 200


def test_only_the_hash_of_a_token_is_kept(lite: Office) -> None:
    token = program(lite, "张三").token
    raw = lite.books.url.removeprefix("sqlite:///")
    with open(raw, "rb") as file:  # noqa: PTH123 - the bytes as they lie there
        assert token.encode() not in file.read()


@pytest.mark.parametrize(
    "wish",
    [
        Wish(label=""),
        Wish(label="x" * 61),
        Wish(label="a\0b"),
        Wish(label="11010519491231002X"),
        Wish(label="x", days=0),
        Wish(label="x", days=DAYS_MAX + 1),
    ],
)
def test_a_token_that_may_not_be_made_is_not(lite: Office, wish: Wish) -> None:
    with writing(lite.books.engine) as connection, pytest.raises(RecordRefused):
        tokens.make(connection, 1, wish, building.ACT)


def test_a_token_for_a_unit_that_is_not_there_is_not_made(lite: Office) -> None:
    wish = Wish(label="x", unit="NONE")
    with reading(lite.books.engine) as connection, pytest.raises(NotFound):
        tokens.make(connection, 1, wish, building.ACT)
