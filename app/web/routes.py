"""Every address of the web application, with its act, who may do it, and where.

This is the one place. A test walks the list and tries every role on every entry.
"""

from app.web.access import BOOKS, LOOKING, READING, Route, Scope
from ledger.people import Right


def _get(
    path: str, handler: str, scope: Scope, rights: tuple[Right, ...] = ()
) -> Route:
    act = "web." + handler.replace(":", ".")
    return Route(
        method="GET", path=path, act=act, rights=rights, scope=scope, handler=handler
    )


def _post(
    path: str, handler: str, act: str, scope: Scope, rights: tuple[Right, ...] = ()
) -> Route:
    return Route(
        method="POST", path=path, act=act, rights=rights, scope=scope, handler=handler
    )


_SIGNING = (
    _get("/sign-in", "signing:ask", Scope.OPEN),
    _post("/sign-in", "signing:take", "session.begin", Scope.OPEN),
    _post("/sign-out", "signing:leave", "session.end", Scope.PERSON),
    _post("/language", "signing:speak", "session.language", Scope.OPEN),
    _get("/me", "me:show", Scope.PERSON),
    _post("/me/secret", "me:change_secret", "people.secret", Scope.PERSON),
    _post("/me/codes", "me:set_up_codes", "people.codes", Scope.PERSON),
    _post("/me/sessions/end", "me:end_sessions", "session.end_all", Scope.PERSON),
)

_RUNNING = (
    _get("/health", "watching:health", Scope.OPEN),
    _get("/ready", "watching:ready", Scope.OPEN),
    _get("/metrics", "watching:metrics", Scope.OPEN),
)

_HOME = (
    _get("/", "home:show", Scope.PERSON),
    _get("/units/{unit}", "unit:show", Scope.UNIT, LOOKING),
)

_BOOKS = (
    _get("/units/{unit}/balance", "balance:show", Scope.UNIT, LOOKING),
    _get("/units/{unit}/accounts/{account}", "account:show", Scope.UNIT, BOOKS),
    _get("/units/{unit}/vouchers", "vouchers:show", Scope.UNIT, BOOKS),
    _get("/units/{unit}/vouchers/at/{position}", "vouchers:at", Scope.UNIT, BOOKS),
    _get("/units/{unit}/vouchers/{ref}", "vouchers:one", Scope.UNIT, BOOKS),
)

_TOKENS = (
    _get("/me/tokens", "my_tokens:show", Scope.PERSON),
    _post("/me/tokens", "my_tokens:make", "token.make", Scope.PERSON),
    _post("/me/tokens/end", "my_tokens:end", "token.end", Scope.PERSON),
)

_LOG = (_get("/log", "log:show", Scope.SOMEWHERE, READING),)

ROUTES: tuple[Route, ...] = (*_SIGNING, *_RUNNING, *_HOME, *_BOOKS, *_TOKENS, *_LOG)
