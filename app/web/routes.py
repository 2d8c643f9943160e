"""Every address of the web application, with its act, who may do it, and where.

This is the one place. A test walks the list and tries every role on every entry.
"""

from app.web.access import AUDITEE, BOOKS, LOOKING, Route, Scope
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


_AUDITING = (Right.AUDIT,)

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

_JOBS = (
    _get("/jobs", "jobs:show", Scope.PERSON),
    _get("/jobs/{job}", "jobs:one", Scope.PERSON),
    _get("/jobs/{job}/progress", "jobs:progress", Scope.PERSON),
    _get("/jobs/{job}/files/{name}", "jobs:file", Scope.PERSON),
    _post("/jobs/{job}/stop", "jobs:stop", "web.jobs.stop", Scope.PERSON),
)

_AUDIT = (
    _get("/units/{unit}/checks", "checks:show", Scope.UNIT, _AUDITING),
    _post("/units/{unit}/checks", "checks:run", "audit.run", Scope.UNIT, _AUDITING),
    _get("/units/{unit}/checks/{job}", "checks:results", Scope.UNIT, _AUDITING),
    _get(
        "/units/{unit}/checks/{job}/{check}",
        "checks:exceptions",
        Scope.UNIT,
        _AUDITING,
    ),
    _post(
        "/units/{unit}/checks/{job}/{check}/take",
        "checks:take",
        "audit.finding",
        Scope.UNIT,
        _AUDITING,
    ),
)

_ENGAGED = (Right.AUDIT, *AUDITEE)
_AT = "/units/{unit}/engagements/{key}"
_ENGAGEMENTS = (
    _get("/engagements", "engagements:everywhere", Scope.SOMEWHERE, _AUDITING),
    _get("/units/{unit}/engagements", "engagements:show", Scope.UNIT, _ENGAGED),
    _post(
        "/units/{unit}/engagements",
        "engagements:begin",
        "audit.begin",
        Scope.UNIT,
        _AUDITING,
    ),
    _get(_AT, "engagements:one", Scope.UNIT, _ENGAGED),
    _post(f"{_AT}/steps", "engagements:step", "audit.step", Scope.UNIT, _ENGAGED),
    _post(
        f"{_AT}/team", "engagements:change_team", "audit.team", Scope.UNIT, _AUDITING
    ),
    _post(f"{_AT}/findings", "findings:add", "audit.finding", Scope.UNIT, _AUDITING),
    _get(f"{_AT}/findings/new", "findings:new", Scope.UNIT, _AUDITING),
    _get(f"{_AT}/findings/{{number}}", "findings:one", Scope.UNIT, _ENGAGED),
    _post(
        f"{_AT}/findings/{{number}}",
        "findings:step",
        "audit.finding.step",
        Scope.UNIT,
        _ENGAGED,
    ),
    _post(
        f"{_AT}/sheets",
        "working_papers:collect",
        "audit.evidence",
        Scope.UNIT,
        _AUDITING,
    ),
    _get(f"{_AT}/sheets/new", "working_papers:new_sheet", Scope.UNIT, _AUDITING),
    _get(f"{_AT}/sheets/{{number}}", "working_papers:sheet", Scope.UNIT, _ENGAGED),
    _post(
        f"{_AT}/sheets/{{number}}",
        "working_papers:answer",
        "audit.answer",
        Scope.UNIT,
        AUDITEE,
    ),
    _post(
        f"{_AT}/papers", "working_papers:write", "audit.paper", Scope.UNIT, _AUDITING
    ),
    _get(f"{_AT}/papers/new", "working_papers:new_paper", Scope.UNIT, _AUDITING),
    _get(f"{_AT}/papers/{{index}}", "working_papers:paper", Scope.UNIT, _AUDITING),
    _post(
        f"{_AT}/papers/{{index}}/review",
        "working_papers:review",
        "audit.review",
        Scope.UNIT,
        _AUDITING,
    ),
    _get(
        f"{_AT}/findings/{{number}}/revise",
        "findings:revising",
        Scope.UNIT,
        _AUDITING,
    ),
    _post(
        f"{_AT}/findings/{{number}}/revise",
        "findings:revise",
        "audit.revise",
        Scope.UNIT,
        _AUDITING,
    ),
    _get(f"{_AT}/samples", "samples:new", Scope.UNIT, _AUDITING),
    _post(
        f"{_AT}/samples", "samples:begin_work", "audit.sample", Scope.UNIT, _AUDITING
    ),
    _get(f"{_AT}/populations/{{number}}", "samples:population", Scope.UNIT, _AUDITING),
    _get(f"{_AT}/samples/{{sample}}/script", "samples:script", Scope.UNIT, _AUDITING),
    _get(f"{_AT}/samples/{{sample}}", "samples:one", Scope.UNIT, _AUDITING),
    _post(
        f"{_AT}/samples/{{sample}}",
        "samples:record",
        "audit.result",
        Scope.UNIT,
        _AUDITING,
    ),
)

_REPORTS = (
    _get("/units/{unit}/reports", "reports:show", Scope.UNIT, LOOKING),
    _get("/units/{unit}/reports/{name}", "reports:one", Scope.UNIT, LOOKING),
    _post(
        "/units/{unit}/reports/{name}", "reports:make", "report", Scope.UNIT, LOOKING
    ),
    _get(
        "/units/{unit}/reports/{name}/preview", "reports:preview", Scope.UNIT, LOOKING
    ),
)

_PROVING = (Right.AUDIT, Right.VIEW)
_PROOF = (
    _get("/units/{unit}/proof", "proof:show", Scope.UNIT, _PROVING),
    _post(
        "/units/{unit}/proof/verify",
        "proof:verify",
        "audit.verify",
        Scope.UNIT,
        _PROVING,
    ),
    _get("/units/{unit}/proof/verify/{job}", "proof:verified", Scope.UNIT, _PROVING),
    _post(
        "/units/{unit}/proof/digest", "proof:sign", "audit.digest", Scope.UNIT, _PROVING
    ),
    _post(
        "/units/{unit}/proof/package",
        "proof:package",
        "audit.export",
        Scope.UNIT,
        _PROVING,
    ),
)

ROUTES: tuple[Route, ...] = (
    *_SIGNING,
    *_RUNNING,
    *_HOME,
    *_BOOKS,
    *_JOBS,
    *_AUDIT,
    *_REPORTS,
    *_PROOF,
    *_ENGAGEMENTS,
)
