"""What the OpenAPI document says of the JSON half is so, whatever is sent.

schemathesis makes requests of the document, fitting ones and others, always the same;
each goes to a unit that is there, by somebody who may.
"""

import json
from contextlib import ExitStack
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from app.web import jobs
from app.web.api import described
from app.web.api.route import ApiRoute
from app.web.api.routes import API_ROUTES
from app.web.api.values import Nothing
from app.web.application import API
from tests.treasury import asking
from tests.web.office import DESKS, Office
from tests.web.programs import token_of
from tests.web.test_api_access import PLACES
from tests.web.test_jobs import held, laid

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
BOUNDED = settings(
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def whose(route: ApiRoute) -> str:
    """Somebody who may use a route."""
    for person, (role, unit) in DESKS.items():
        if unit == "U1" and not set(route.rights).isdisjoint(role.rights):
            return person
    return "张三"


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["positive", "negative"])
def test_every_route_answers_as_it_says(lite: Office, mode: str) -> None:
    asking.live(lite.books)
    with ExitStack() as stack:
        # Nobody has room for another job: none outlives the books that it is of.
        for person in DESKS:
            for _ in range(jobs.UNFINISHED):
                folder = laid(lite.settings, person=person)
                stack.enter_context(held(folder / "lock"))
        answer_as_said(lite, mode)


def answer_as_said(lite: Office, mode: str) -> None:
    """Send requests to every route, and hold each answer to the document."""
    app = lite.client().app
    schema = schemathesis.openapi.from_asgi(f"{API}/openapi.json", app)
    shown = {
        person: {"Authorization": f"Bearer {token_of(lite, person)}"}
        for person in DESKS
    }
    tried = {
        (route.method, route.path): exercised(
            schema[route.path][route.method].as_strategy(
                generation_mode=schemathesis.GenerationMode(mode)
            ),
            shown[whose(route)],
            10 if route.writes or route.asks is not Nothing else 2,
        )
        for route in API_ROUTES
    }
    assert all(tried.values())
    if mode == "positive":
        # What names a thing that the small world has not is not found there.
        done = {one for one, statuses in tried.items() if min(statuses) < 300}
        assert len(done) > len(API_ROUTES) // 5, tried


def exercised(requests: Any, headers: dict[str, str], examples: int) -> set[int]:
    """Send some such requests, and hold each answer to the document; their statuses."""
    statuses = set()

    @seed(1)
    @settings(BOUNDED, max_examples=examples)
    @given(case=requests)
    def holds(case: Any) -> None:
        for name, value in PLACES.items():
            if name in (case.path_parameters or {}) and name != "ref":
                case.path_parameters[name] = value
        response = case.call(headers=headers)
        case.validate_response(response, checks=CHECKS)
        statuses.add(response.status_code)

    holds()
    return statuses


def test_the_document_names_every_route_once() -> None:
    document = described.document()
    told = [
        (method.upper(), path)
        for path, methods in document["paths"].items()
        for method in methods
    ]
    assert sorted(told) == sorted((r.method, r.path) for r in API_ROUTES)
    names = [
        one["operationId"] for m in document["paths"].values() for one in m.values()
    ]
    assert len(names) == len(set(names))


def test_no_schema_is_named_and_not_there() -> None:
    text = str(described.document())
    known = described.document()["components"]["schemas"]
    named = {part.split("'")[0] for part in text.split("#/components/schemas/")[1:]}
    assert named <= set(known)
    assert "Problem" in named


def test_every_example_is_what_it_is_an_example_of() -> None:
    asked, told = 0, 0
    for route in API_ROUTES:
        operation = described.document()["paths"][route.path][route.method.lower()]
        if route.takes is not Nothing:
            sent = operation["requestBody"]["content"]["application/json"]["example"]
            route.takes.model_validate_json(json.dumps(sent))
            asked += 1
        if route.gives is not None:
            answer = operation["responses"][str(route.status)]["content"]
            route.gives.model_validate(answer["application/json"]["example"])
            told += 1
    assert (asked, told) > (50, 80)


def test_fields_are_described() -> None:
    schemas = described.document()["components"]["schemas"]
    assert "Idempotency" in str(described.document()["paths"])
    assert all("description" in schemas[name] for name in ("Gift", "BatchGiven", "Job"))
    positions = schemas["CheckException"]["properties"]["positions"]
    assert positions["description"].startswith("Where the vouchers")
