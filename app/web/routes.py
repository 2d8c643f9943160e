"""Every address of the web application, with its act, who may do it, and where.

This is the one place. A test walks the list and tries every role on every entry.
"""

from app.web import draft_steps
from app.web.access import (
    BATCHES,
    BOOKS,
    CHECKING,
    LOOKING,
    MATCHING,
    PAYING,
    PROVING,
    REOPENING,
    STATEMENTS,
    Route,
    Scope,
)
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

_QUEUE = (
    _get("/units/{unit}/queue", "queue:show", Scope.UNIT, draft_steps.ALL),
    _get(
        "/units/{unit}/queue/{draft}", "queue_draft:show", Scope.UNIT, draft_steps.ALL
    ),
    *(
        _post(path, handler, f"draft.{act}", Scope.UNIT, draft_steps.RIGHTS[verb])
        for verb, function, act in (
            ("review", "review", "review"),
            ("settle", "settle", "settle"),
            ("post", "post", "post"),
            ("return", "give_back", "give_back"),
        )
        for path, handler in (
            (f"/units/{{unit}}/queue/{verb}", f"queue:{function}"),
            (f"/units/{{unit}}/queue/{{draft}}/{verb}", f"queue_draft:{function}"),
        )
    ),
)

_PREPARING = (Right.PREPARE,)
_BATCHES = (
    _get("/units/{unit}/batches", "batches:show", Scope.UNIT, BATCHES),
    _post(
        "/units/{unit}/batches",
        "batches:draft",
        "aid.batch.draft",
        Scope.UNIT,
        _PREPARING,
    ),
    _get("/units/{unit}/batches/{batch}", "batch:show", Scope.UNIT, BATCHES),
    *(
        _post(
            f"/units/{{unit}}/batches/{{batch}}/{verb}",
            f"batch:{verb}",
            f"aid.batch.{verb}",
            Scope.UNIT,
            rights,
        )
        for verb, rights in (
            ("check", CHECKING),
            ("submit", _PREPARING),
            ("approve", (Right.APPROVE,)),
            ("refuse", (Right.APPROVE,)),
            ("drop", _PREPARING),
            ("release", _PREPARING),
            ("settle", _PREPARING),
        )
    ),
    *(
        _post(
            f"/units/{{unit}}/batches/{{batch}}/{path}",
            f"batch_files:{handler}",
            act,
            Scope.UNIT,
            rights,
        )
        for path, handler, act, rights in (
            ("file", "write", "aid.bank-file.write", PAYING),
            ("result", "result", "aid.bank-file.result", PAYING),
            ("repay", "repay", "aid.batch.repay", _PREPARING),
        )
    ),
)

_CLOSE = (
    _get("/units/{unit}/close", "close:show", Scope.UNIT, BOOKS),
    _post(
        "/units/{unit}/close", "close:close", "books.close", Scope.UNIT, (Right.CLOSE,)
    ),
    _post(
        "/units/{unit}/close/proof", "close:prove", "books.proof", Scope.UNIT, PROVING
    ),
    _get("/units/{unit}/year-end", "year_end:show", Scope.UNIT, BOOKS),
    *(
        _post(
            f"/units/{{unit}}/year-end/{verb}",
            f"year_end:{verb}",
            f"books.year_end.{verb}",
            Scope.UNIT,
            (right,),
        )
        for verb, right in (
            ("order", Right.PREPARE),
            ("post", Right.CLOSE),
            ("adjust", Right.CLOSE),
        )
    ),
)

_BANK = (
    _get("/units/{unit}/bank", "bank:show", Scope.UNIT, BOOKS),
    _post("/units/{unit}/bank", "bank:take", "bank.import", Scope.UNIT, STATEMENTS),
    _get("/units/{unit}/bank/{bank}", "bank_matching:show", Scope.UNIT, BOOKS),
    _get(
        "/units/{unit}/bank/{bank}/reconciliation",
        "bank_reconciling:show",
        Scope.UNIT,
        BOOKS,
    ),
    *(
        _post(f"/units/{{unit}}/bank/{{bank}}/{path}", handler, act, Scope.UNIT, rights)
        for path, handler, act, rights in (
            ("rules", "bank_matching:rules", "bank.match", STATEMENTS),
            ("match", "bank_matching:match", "bank.match", MATCHING),
            ("unmatch", "bank_matching:unmatch", "bank.unmatch", STATEMENTS),
            ("reconciliation", "bank_reconciling:make", "bank.reconcile", MATCHING),
            ("reopen", "bank_reconciling:reopen", "bank.reopen", REOPENING),
        )
    ),
)

_DONATIONS = (
    _get("/units/{unit}/donations", "donations:show", Scope.UNIT, BOOKS),
    _post(
        "/units/{unit}/donations",
        "donations:take",
        "money.gift",
        Scope.UNIT,
        _PREPARING,
    ),
    _get("/units/{unit}/donations/{gift}", "gift:show", Scope.UNIT, BOOKS),
    _post(
        "/units/{unit}/donations/{gift}/confirm",
        "gift:confirm",
        "money.confirm",
        Scope.UNIT,
        _PREPARING,
    ),
    _post(
        "/units/{unit}/donations/{gift}/bill",
        "gift:issue",
        "money.bill",
        Scope.UNIT,
        _PREPARING,
    ),
)

ROUTES: tuple[Route, ...] = (
    *_SIGNING,
    *_RUNNING,
    *_HOME,
    *_BOOKS,
    *_QUEUE,
    *_BATCHES,
    *_CLOSE,
    *_BANK,
    *_DONATIONS,
)
