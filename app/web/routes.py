"""Every address of the web application, with its act, who may do it, and where.

This is the one place. A test walks the list and tries every role on every entry.
"""

from app.web.access import APPROVING, BOOKS, LOOKING, Route, Scope
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

_DRAFTS = (
    _get("/units/{unit}/drafts", "drafts:show", Scope.UNIT, BOOKS),
    _get("/units/{unit}/drafts/new", "draft_editor:new", Scope.UNIT, (Right.PREPARE,)),
    _get(
        "/units/{unit}/drafts/names", "draft_names:show", Scope.UNIT, (Right.PREPARE,)
    ),
    _post(
        "/units/{unit}/drafts/new",
        "draft_editor:save",
        "draft.save",
        Scope.UNIT,
        (Right.PREPARE,),
    ),
    _get("/units/{unit}/drafts/{draft}", "drafts:one", Scope.UNIT, BOOKS),
    _post(
        "/units/{unit}/drafts/{draft}",
        "draft_editor:save",
        "draft.save",
        Scope.UNIT,
        (Right.PREPARE,),
    ),
    _post(
        "/units/{unit}/drafts/{draft}/drop",
        "drafts:drop",
        "draft.drop",
        Scope.UNIT,
        (Right.PREPARE,),
    ),
    _post(
        "/units/{unit}/drafts/{draft}/papers",
        "drafts:papers",
        "money.attach",
        Scope.UNIT,
        (Right.PREPARE,),
    ),
    _get(
        "/units/{unit}/drafts/{draft}/papers/{paper}",
        "draft_papers:look",
        Scope.UNIT,
        BOOKS,
    ),
)

_PAPERS = (
    _post(
        "/units/{unit}/vouchers/{ref}/papers",
        "vouchers:supplement",
        "money.supplement",
        Scope.UNIT,
        (Right.PREPARE,),
    ),
    _get(
        "/units/{unit}/vouchers/{ref}/papers/{paper}",
        "draft_papers:look_posted",
        Scope.UNIT,
        BOOKS,
    ),
)

_MONEY_IN = (
    _get("/units/{unit}/receive", "receive:show", Scope.UNIT, (Right.PREPARE,)),
    _get("/units/{unit}/receive/{event}", "receive:ask", Scope.UNIT, (Right.PREPARE,)),
    _post(
        "/units/{unit}/receive/{event}",
        "receive:take",
        "money.receive",
        Scope.UNIT,
        (Right.PREPARE,),
    ),
)

_REQUESTS = (
    _get(
        "/units/{unit}/requests", "requests:show", Scope.UNIT, (*BOOKS, Right.APPROVE)
    ),
    _get("/units/{unit}/requests/new", "requests:new", Scope.UNIT, (Right.PREPARE,)),
    _post(
        "/units/{unit}/requests/new",
        "requests:save",
        "money.request",
        Scope.UNIT,
        (Right.PREPARE,),
    ),
    _get(
        "/units/{unit}/requests/{key}",
        "requests:one",
        Scope.UNIT,
        (*BOOKS, Right.APPROVE),
    ),
    _post(
        "/units/{unit}/requests/{key}/approve",
        "requests:approve",
        "money.approve",
        Scope.UNIT,
        (Right.APPROVE,),
    ),
    _post(
        "/units/{unit}/requests/{key}/cancel",
        "requests:cancel",
        "money.cancel",
        Scope.UNIT,
        (Right.PREPARE,),
    ),
    _post(
        "/units/{unit}/requests/{key}/pay",
        "requests:pay",
        "money.pay",
        Scope.UNIT,
        (Right.PREPARE,),
    ),
)

_TODAY = (_get("/units/{unit}/today/{what}", "today:show", Scope.UNIT, BOOKS),)

_IMPORTING = (Right.PREPARE, Right.POST, Right.ADMIN)
_IMPORT = (
    _get("/import", "books_import:show", Scope.SOMEWHERE, _IMPORTING),
    _post("/import", "books_import:take", "books.import", Scope.SOMEWHERE, _IMPORTING),
)

_BOARD = (
    _get("/units/{unit}/board", "board:show", Scope.UNIT, LOOKING),
    _get("/units/{unit}/funds/{fund}", "board:fund", Scope.UNIT, LOOKING),
)

_APPROVALS = (
    _get("/units/{unit}/approvals", "approvals:show", Scope.UNIT, APPROVING),
    _get(
        "/units/{unit}/approvals/requests/{key}",
        "approvals:request",
        Scope.UNIT,
        APPROVING,
    ),
    _post(
        "/units/{unit}/approvals/requests/{key}/approve",
        "approvals:approve_request",
        "money.approve",
        Scope.UNIT,
        (Right.APPROVE,),
    ),
    _post(
        "/units/{unit}/approvals/requests/{key}/refuse",
        "approvals:refuse_request",
        "money.refuse",
        Scope.UNIT,
        (Right.APPROVE,),
    ),
    _get(
        "/units/{unit}/approvals/budgets/{year}/{number}",
        "approvals:budget",
        Scope.UNIT,
        APPROVING,
    ),
    _post(
        "/units/{unit}/approvals/budgets/{year}/{number}/approve",
        "approvals:approve_budget",
        "budget.approve",
        Scope.UNIT,
        (Right.APPROVE, Right.REVIEW),
    ),
    _post(
        "/units/{unit}/approvals/budgets/{year}/{number}/return",
        "approvals:return_budget",
        "budget.return",
        Scope.UNIT,
        (Right.APPROVE, Right.REVIEW, Right.AUDIT),
    ),
)

_SEARCH = (
    _get("/search", "search:show", Scope.SOMEWHERE, LOOKING),
    _post("/search", "search:take", "web.search", Scope.SOMEWHERE, LOOKING),
    _post(
        "/search/people",
        "search:people",
        "aid.recipients.find",
        Scope.SOMEWHERE,
        (*BOOKS, Right.APPROVE),
    ),
)

ROUTES: tuple[Route, ...] = (
    *_SIGNING,
    *_RUNNING,
    *_HOME,
    *_BOOKS,
    *_BOARD,
    *_APPROVALS,
    *_SEARCH,
    *_DRAFTS,
    *_PAPERS,
    *_MONEY_IN,
    *_REQUESTS,
    *_TODAY,
    *_IMPORT,
)
