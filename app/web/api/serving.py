"""The JSON half as an application of its own, under `/api/v1`.

1. Every request is handled in this order: is there such an address; whose token; may
   they, here; does what is said fit; then the act. What fails first is what is told,
   and nothing of a body is read before it is known whose it is.
2. Whatever fails is told as a problem (RFC 9457). What goes wrong in the program is
   told with a number; the log has the places in the program under it, and no more.
3. A body has two megabytes at most, where files are sent in it sixty-four.
"""

import re
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from functools import partial
from importlib import import_module
from typing import Any, TypeVar
from urllib.parse import quote

from fastapi import FastAPI, HTTPException, Request, Response
from fastapi.responses import FileResponse, JSONResponse
from pydantic import BaseModel, ValidationError
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException as BareException
from starlette.requests import ClientDisconnect

from app.clock import now
from app.settings import Settings
from app.web import admission, api, faults, tokens
from app.web.access import Scope
from app.web.api import described, problems
from app.web.api.calls import Answered, Call
from app.web.api.problems import Problem, Troubled, troubled
from app.web.api.route import ApiRoute
from app.web.api.routes import API_ROUTES
from app.web.api.values import Asked, Nothing
from app.web.desk import Sent, SentFile, desk_act, text_of
from app.web.languages import preferred
from app.web.pages import watching
from app.web.tokens import Held
from ledger.database import Engine, reading
from ledger.errors import DatabaseBusy, DatabaseUnfit, Refused
from ledger.people import Act
from ledger.privacy import has_control

_BEARER = re.compile(r"Bearer ([!-~]{1,200})", re.IGNORECASE)
_KEY = re.compile(r"[!-~]{1,128}")
_KINDS = {401: "token", 403: "not-allowed", 404: "not-found", 405: "method"}

Given = BaseModel | Sent | SentFile
Handler = Callable[[Call], Given]


def create(engine: Engine, settings: Settings) -> FastAPI:
    """The JSON half on an office's books."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    for route in API_ROUTES:
        app.add_route(
            route.path,
            _endpoint(route, handler_of(route), engine, settings),
            methods=[route.method],
            include_in_schema=False,
        )
    app.add_api_route(
        "/openapi.json",
        lambda: JSONResponse(described.document()),
        include_in_schema=False,
        response_model=None,
    )
    app.exception_handler(BareException)(_told)
    return app


def handler_of(route: ApiRoute) -> Handler:
    """The function that answers a route."""
    module, _, function = route.handler.partition(":")
    found: Handler = getattr(import_module(f"{api.__name__}.{module}"), function)
    return found


# -- one request --------------------------------------------------------------------


def _endpoint(
    route: ApiRoute, handler: Handler, engine: Engine, settings: Settings
) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        begun, status = time.perf_counter(), 500
        try:
            call = _call(request, route, engine, settings)
            call = await run_in_threadpool(_told_of, call, _entered, request)
            body = await _body(request, route.room) if route.writes else b""
            serve = partial(_serve, handler=handler, body=body)
            response = await run_in_threadpool(_told_of, call, serve, request)
            status = response.status_code
        except Troubled as trouble:
            response = _problem(trouble.problem, request)
            status = response.status_code
        except Answered as before:
            headers = {"Idempotency-Replayed": "true"}
            response = _json(before.answer, before.status, headers)
            status = response.status_code
        finally:
            watching.told(route.act, route.method, status, begun)
        return response

    return endpoint


def _call(
    request: Request, route: ApiRoute, engine: Engine, settings: Settings
) -> Call:
    """A call of which nothing is known yet but where it goes."""
    return Call(
        route=route,
        engine=engine,
        settings=settings,
        held=Held(0, "", writes=False, unit=""),
        act=Act("", now()),
        places={k: text_of(v) for k, v in request.path_params.items()},
        query=Nothing(),
        body=Nothing(),
    )


async def _body(request: Request, room: int) -> bytes:
    too_large = troubled("too-large", f"请求内容最多 {room >> 20} MB")
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and _is_above(announced, room):
        raise too_large
    found = bytearray()
    try:
        async for part in request.stream():
            found += part
            if len(found) > room:
                raise too_large
    except ClientDisconnect:
        raise troubled("malformed", "请求没有发完") from None
    return bytes(found)


def _is_above(announced: str, room: int) -> bool:
    return len(announced) > len(str(room)) or int(announced) > room


Come = TypeVar("Come")


def _told_of(
    call: Call, step: Callable[[Request, Call], Come], request: Request
) -> Come:
    """What a step of a request comes to; what fails in it is told as a problem (2).

    Raises:
        Troubled: it failed.
        Answered: the same was done before.
    """
    try:
        return step(request, call)
    except (Troubled, Answered):
        raise
    except HTTPException as error:
        kind = _KINDS.get(error.status_code, "malformed")
        raise troubled(kind) from None
    except admission.CodesMissing:
        told = "本单位要求启用动态口令，在网页上启用"
        raise troubled("codes-missing", told) from None
    except Refused as refusal:
        raise Troubled(problems.of_refusal(refusal)) from None
    except Exception as error:  # noqa: BLE001 - see below
        # The last line of defence: no fault of the program has a name that could be
        # caught here. Its type and places go to the log, nothing that was sent does;
        # the caller is told a number, with status 500.
        number = faults.noted(call.route.act, error)
        told = f"没有做任何改动。请把编号 {number} 告诉管理员"
        raise troubled("fault", told) from None


def _serve(request: Request, call: Call, handler: Handler, body: bytes) -> Response:
    call = _understood(request, call, body)
    return _answer(call, _done(call, handler))


def _entered(request: Request, call: Call) -> Call:
    """The call with who makes it, if they may."""
    shown = _BEARER.fullmatch(request.headers.get("authorization", ""))
    if shown is None:
        raise troubled("token", "请求要带 Authorization: Bearer 令牌")
    route, unit = call.route, call.unit
    with reading(call.engine, recalls=True) as connection:
        held = tokens.held(connection, shown[1], call.act)
        if held is None:
            raise troubled("token", "令牌不认识、已过期或已作废")
        admission.demand(connection, route, unit, held.person_id)
        within = tokens.reached(connection, held)
        if unit and within is not None and unit not in within:
            raise troubled("not-found")
    if route.scope is Scope.EVERYWHERE and held.unit:
        raise troubled("not-allowed")
    if route.writes and not (held.writes or route.looks):
        raise troubled("read-only")
    return replace(call, held=held, act=desk_act(held.person))


def _understood(request: Request, call: Call, body: bytes) -> Call:
    """The call with all that it says, if that fits."""
    if any(has_control(text) for text in call.places.values()):
        raise troubled("not-found")
    route = call.route
    asked = request.query_params.multi_items()
    if len({key for key, _ in asked}) < len(asked):
        raise troubled("fields", "同一参数只能写一次")
    try:
        query = route.asks.model_validate_strings(dict(asked))
        if not route.writes:
            return replace(call, query=query)
        said = _said(request, route, body)
    except ValidationError as error:
        raise Troubled(problems.of_fields(error)) from None
    key = request.headers.get("idempotency-key", "")
    if not _KEY.fullmatch(key):
        raise troubled("key", "写入要带 Idempotency-Key：1 至 128 个可见 ASCII 字符")
    return replace(call, query=query, body=said, key=key)


def _said(request: Request, route: ApiRoute, body: bytes) -> Asked:
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if body and media != "application/json":
        raise troubled("media")
    try:
        return route.takes.model_validate_json(body or b"{}")
    except RecursionError:
        raise troubled("malformed", "请求内容层次过深") from None


def _done(call: Call, handler: Handler) -> Given:
    try:
        return handler(call)
    except (DatabaseBusy, DatabaseUnfit):
        raise
    except Refused:
        # Two of the same request at once: one was done, the other is answered alike.
        if not call.route.writes or (before := call.before()) is None:
            raise
        raise before from None


# -- answers ------------------------------------------------------------------------


def _answer(call: Call, given: Given) -> Response:
    if isinstance(given, BaseModel):
        return _json(given.model_dump_json(), call.status_of(given))
    headers = {}
    if given.name:
        named = f"attachment; filename*=UTF-8''{quote(given.name)}"
        headers["Content-Disposition"] = named
    if isinstance(given, SentFile):
        return FileResponse(
            given.path,
            media_type=given.kind,
            headers=headers,
            background=BackgroundTask(given.path.unlink, missing_ok=True),
        )
    return Response(given.content, media_type=given.kind, headers=headers)


def _json(text: str, status: int, headers: Mapping[str, str] | None = None) -> Response:
    return Response(text, status, headers, media_type="application/json")


def _problem(told: Problem, request: Request) -> Response:
    language = preferred(request.headers.get("accept-language", ""))
    told = problems.in_language(told, language)
    headers = {"Content-Language": language}
    if told.status == problems.BUSY:
        headers["Retry-After"] = str(problems.RETRY_SECONDS)
    if told.status == problems.TITLES["token"][0]:
        headers["WWW-Authenticate"] = "Bearer"
    content: dict[str, Any] = told.model_dump(exclude_defaults=True)
    return JSONResponse(content, told.status, headers, media_type=problems.MEDIA)


def _told(request: Request, error: Exception) -> Response:
    assert isinstance(error, BareException)
    kind = _KINDS.get(error.status_code, "malformed")
    response = _problem(problems.problem(kind), request)
    for name, value in (error.headers or {}).items():
        response.headers[name] = value
    return response
