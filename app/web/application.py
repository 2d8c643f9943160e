"""The application: routes guarded, pages rendered, refusals told.

1. Every request is handled in this order: is there such an address; whose session; may
   they, here; was the form ours; then the page. What fails first is what is told.
2. Pages are the person's own: nothing is kept by browsers or proxies, no script or
   style but ours runs, nobody frames us.
3. What goes wrong in the program is told in one sentence with a number; the log has
   the trace under it, and neither has what was typed.
"""

import re
import secrets
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, nullcontext
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from fastapi import FastAPI, Request, Response
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, MutableHeaders, UploadFile
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Send
from starlette.types import Scope as Scoped

from app import web_store
from app.clock import now
from app.settings import Settings
from app.web import admission, faults, rendering, sign_in
from app.web import pages as _pages
from app.web.access import Route, Scope
from app.web.api import problems, serving
from app.web.api.route import ROOT
from app.web.desk import (
    ONCE,
    ONCE_LENGTH,
    Answer,
    Desk,
    Go,
    Page,
    Sent,
    SentFile,
    Taken,
    Upload,
    desk_act,
    text_of,
)
from app.web.looking import in_turn
from app.web.pages import watching
from app.web.routes import ROUTES
from app.wiring import demand_current
from ledger.database import Connection, Engine, open_books, reading, writing
from ledger.errors import DatabaseBusy, DatabaseUnfit, GuardBit, NotFound, Refused

COOKIE = "bangfu"
LANGUAGE = "bangfu_language"
SAID = "bangfu_said"
FORM_TOKEN = "form_token"  # noqa: S105 - a field's name
API = ROOT
PATIENCE = 15
"""Seconds for which a person waits at most while somebody else writes the books."""
TYPED_BYTES = 2 << 20
"""What a form may hold beside its files."""
UPLOADED_BYTES = 64 << 20
"""What a form may hold with its files."""
_UNKEPT = re.compile("[\x00\ud800-\udfff]")
"""What no database keeps, and no browser sends."""
_STATIC = Path(__file__).parent / "static"

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
        " connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none';"
        " frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_FRAMES = {
    "page": (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:;"
        " frame-ancestors 'self'; sandbox"
    ),
    # A browser shows a PDF by a plug-in of its own, which does not run in a sandbox.
    "paper": (
        "default-src 'none'; object-src 'self'; style-src 'unsafe-inline';"
        " img-src 'self'; frame-ancestors 'self'"
    ),
}
"""What a report may do, a whole page with its own styles, and a paper (附件): both are
shown in a frame of ours, and of nobody else."""


Handler = Callable[[Desk], Answer]
Endpoint = Callable[[Request], Awaitable[Response]]


def create(settings: Settings, *, patience: float = PATIENCE) -> FastAPI:
    """The application on an office's books.

    `patience` is for how many seconds a request waits while another holds the books.

    Raises:
        DatabaseUnfit: there are none, or they are not at this program's revision.
    """
    engine = open_books(settings.database, busy_seconds=patience, standing=True)
    demand_current(engine)

    @asynccontextmanager
    async def running(_app: FastAPI) -> AsyncIterator[None]:
        yield
        engine.dispose()

    app = FastAPI(
        lifespan=running,
        title="帮扶 Bangfu",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
    )
    app.state.engine = engine
    app.state.settings = settings
    for route in ROUTES:
        app.add_route(
            route.path,
            _endpoint(route, handler_of(route), engine, settings),
            methods=[route.method],
            include_in_schema=False,
        )
    app.mount(API, serving.create(engine, settings))
    app.mount("/static", StaticFiles(directory=_STATIC), name="static")
    app.add_middleware(_Headed)
    app.exception_handler(HTTPException)(_told)
    return app


def handler_of(route: Route) -> Handler:
    """The function that answers a route."""
    module, _, function = route.handler.partition(":")
    found: Handler = getattr(import_module(f"{_pages.__name__}.{module}"), function)
    return found


# -- one request --------------------------------------------------------------------


def _endpoint(
    route: Route, handler: Handler, engine: Engine, settings: Settings
) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        begun, status, form = time.perf_counter(), 500, None
        try:
            _demand_own_origin(request)
            form = await _form(request) if route.method == "POST" else None
            desk = _desk(request, route, engine, settings)
            async with in_turn() if form is None else nullcontext():
                answer = await run_in_threadpool(_serve, request, desk, handler, form)
            status = answer.status_code
        except HTTPException as error:
            status = error.status_code
            raise
        finally:
            # What was uploaded lies in a file of its own until it is closed.
            await request.close()
            took = watching.told(route.act, route.method, status, begun)
        answer.headers["Server-Timing"] = f"page;dur={took:.1f}"
        return answer

    return endpoint


def _demand_own_origin(request: Request) -> None:
    """A form of another site is refused before anything of it is read."""
    origin = request.headers.get("origin", "")
    host = request.headers.get("host", "")
    if request.method == "POST" and origin and urlsplit(origin).netloc != host:
        raise HTTPException(403, "表单来自别的网站，没有受理")


async def _form(request: Request) -> FormData:
    announced = request.headers.get("content-length", "")
    fits = announced.isdecimal() and len(announced) <= len(str(UPLOADED_BYTES))
    if not fits or int(announced) > UPLOADED_BYTES:
        raise HTTPException(413, "文件过大：一次最多 64 MB")
    return await request.form(max_part_size=TYPED_BYTES, max_files=50, max_fields=5_000)


def _desk(request: Request, route: Route, engine: Engine, settings: Settings) -> Desk:
    return Desk(
        route=route,
        engine=engine,
        settings=settings,
        signed=None,
        act=desk_act(""),
        places={k: text_of(v) for k, v in request.path_params.items()},
        query=dict(request.query_params),
        language=_language(request),
        cookie=request.cookies.get(COOKIE, ""),
        address=request.client.host if request.client else "",
        path=request.url.path,
    )


def _language(request: Request) -> str:
    asked = request.cookies.get(LANGUAGE, "zh")
    return asked if asked in rendering.LANGUAGES else "zh"


def _serve(
    request: Request, desk: Desk, handler: Handler, form: FormData | None
) -> Response:
    try:
        if form is None:
            with reading(desk.engine, recalls=True) as connection:
                desk = replace(_entered(desk, connection), view=connection)
                answer = handler(desk)
            desk = replace(desk, view=None)
            desk.tell_looks()
            _tell_use(desk)
        else:
            with reading(desk.engine, recalls=True) as connection:
                desk = _entered(desk, connection)
            _tell_use(desk)
            answer = _within(_with_form(desk, form), handler)
    except HTTPException:
        raise
    except (_Elsewhere, Taken, admission.CodesMissing, Refused) as instead:
        answer = _instead(instead)
    except Exception as error:  # noqa: BLE001 - see below
        # The last line of defence: no fault of the program has a name that could be
        # caught here. Its type and places go to the log, nothing that was typed does;
        # the person is told a number, with status 500.
        answer = _fault(desk, error)
    # What the books looked like to a page is gone once it was refused.
    desk = replace(desk, view=None)
    try:
        return respond(request, desk, answer)
    except Exception as error:  # noqa: BLE001 - as above: a template that fails
        return respond(request, desk, _fault(desk, error))


_STATUSES: tuple[tuple[type[Refused], int], ...] = (
    (DatabaseBusy, 503),
    (DatabaseUnfit, 503),
    (NotFound, 404),
    (Refused, 422),
)


def _instead(error: Exception) -> Answer:
    """What is answered in place of a page that was not made."""
    if isinstance(error, _Elsewhere | Taken):
        return Go(error.path)
    if isinstance(error, admission.CodesMissing):
        return Go("/me?codes=1")
    status = next(code for refused, code in _STATUSES if isinstance(error, refused))
    return Page("refusal.html", {"refusal": str(error)}, status)


class _Elsewhere(Exception):  # noqa: N818 - it is an answer, not an accident
    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


def _entered(desk: Desk, connection: Connection) -> Desk:
    """The desk with who sits there, if they may be there.

    Raises:
        HTTPException: they may not; a unit they may not see is not there for them.
    """
    route = desk.route
    signed = sign_in.signed(connection, desk.cookie, now()) if desk.cookie else None
    if route.scope is not Scope.OPEN:
        if signed is None:
            raise _Elsewhere(_sign_in_path(desk))
        admission.demand(connection, route, desk.unit, signed.person_id)
    if signed is None:
        return desk
    return replace(desk, signed=signed, act=desk_act(signed.person))


def _tell_use(desk: Desk) -> None:
    """Tell that a session was used, where that is due."""
    signed = desk.signed
    if signed is None or not signed.is_use_due(desk.act.at):
        return
    with writing(desk.engine) as connection:
        web_store.use_session(connection, signed.token, desk.act.stamp)


def _sign_in_path(desk: Desk) -> str:
    if desk.route.method != "GET" or desk.path == "/":
        return "/sign-in"
    return f"/sign-in?next={quote(desk.path, safe='')}"


def _with_form(desk: Desk, form: FormData) -> Desk:
    typed: dict[str, str] = {}
    lists: dict[str, tuple[str, ...]] = {}
    uploads: dict[str, Upload] = {}
    for key, value in form.multi_items():
        named = value.filename or "" if isinstance(value, UploadFile) else value
        if _UNKEPT.search(key + named):
            raise HTTPException(400, "表单中有不能保存的字符")
        if isinstance(value, UploadFile):
            if value.filename:
                place = f"{key}#{len(uploads)}" if key in uploads else key
                uploads[place] = Upload(value.filename, value.file.read())
            continue
        typed[key] = value
        lists[key] = (*lists.get(key, ()), value)
    expected = desk.signed.form_token if desk.signed else None
    given = typed.pop(FORM_TOKEN, "")
    lists.pop(FORM_TOKEN, None)
    if expected and not secrets.compare_digest(given.encode(), expected.encode()):
        raise HTTPException(403, "表单已过期，请重新打开页面再提交")
    return replace(desk, form=typed, lists=lists, uploads=uploads)


def _within(desk: Desk, handler: Handler) -> Answer:
    try:
        return handler(desk)
    except GuardBit:
        # Two of the same form at once: one was taken, the other is led where it led.
        if (before := _taken(desk)) is None:
            raise
        return Go(before)


def _fault(desk: Desk, error: Exception) -> Page:
    number = faults.noted(desk.route.act, error)
    told = {"refusal": f"程序出错，没有做任何改动。请把编号 {number} 告诉管理员。"}
    return Page("refusal.html", told, 500)


def _taken(desk: Desk) -> str | None:
    once = desk.form.get(ONCE, "")[:ONCE_LENGTH]
    if not once or desk.signed is None:
        return None
    with desk.reading() as connection:
        found = web_store.answer_of(connection, desk.signed.person_id, once)
    return None if found is None else str(found.answer)


# -- answers ------------------------------------------------------------------------


def respond(request: Request, desk: Desk, answer: Answer) -> Response:
    """The answer as it goes out."""
    if isinstance(answer, Page):
        said = unquote(request.cookies.get(SAID, ""))
        text = rendering.render(desk, answer, said)
        response: Response = HTMLResponse(text, answer.status)
        if answer.status == problems.BUSY:
            response.headers["Retry-After"] = str(problems.RETRY_SECONDS)
        if said:
            response.delete_cookie(SAID)
        return response
    if isinstance(answer, Go):
        response = RedirectResponse(own_path(answer.path), 303)
        _set_cookies(request, response, answer)
        return response
    if isinstance(answer, SentFile):
        return FileResponse(
            answer.path,
            media_type=answer.kind,
            filename=answer.name,
            background=BackgroundTask(answer.path.unlink, missing_ok=True),
        )
    assert isinstance(answer, Sent)
    headers = {}
    if answer.framed:
        headers["Content-Security-Policy"] = _FRAMES[answer.framed]
        headers["X-Frame-Options"] = "SAMEORIGIN"
    if answer.name:
        named = f"attachment; filename*=UTF-8''{quote(answer.name)}"
        headers["Content-Disposition"] = named
    return Response(answer.content, media_type=answer.kind, headers=headers)


def own_path(path: str) -> str:
    """A path of ours, or home: nobody is sent elsewhere."""
    parts = urlsplit(path)
    fit = not parts.scheme and not parts.netloc and re.match(r"/(?![/\\])", path)
    return path if fit else "/"


def _set_cookies(request: Request, response: Response, answer: Go) -> None:
    keep: dict[str, Any] = {
        "httponly": True,
        "samesite": "lax",
        # On the office's own machine there is no way between that could be heard.
        "secure": request.url.scheme == "https",
    }
    if answer.said:
        response.set_cookie(SAID, quote(answer.said), 60, **keep)
    if answer.language:
        response.set_cookie(LANGUAGE, answer.language, 31_536_000, **keep)
    if answer.cookie:
        response.set_cookie(COOKIE, answer.cookie, **keep)
    elif answer.cookie is not None:
        response.delete_cookie(COOKIE)


class _Headed:
    """Every answer with its headers (2)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scoped, receive: Receive, send: Send) -> None:
        """Pass a request on, and its answer back with headers."""

        async def headed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                if scope["path"].startswith("/static/"):
                    headers["Cache-Control"] = "public, max-age=3600"
            await send(message)

        await self._app(scope, receive, headed)


def _told(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    texts: Mapping[int, str] = {
        404: "没有这个页面，或者您不能查看",
        405: "这个页面不能这样打开",
    }
    said = texts.get(error.status_code, str(error.detail))
    desk = Desk(
        route=Route(
            method="GET", path="/", act="web.error", scope=Scope.OPEN, handler=""
        ),
        engine=request.app.state.engine,
        settings=request.app.state.settings,
        signed=None,
        act=desk_act(""),
        places={},
        query={},
        language=_language(request),
    )
    return respond(
        request, desk, Page("refusal.html", {"refusal": said}, error.status_code)
    )
