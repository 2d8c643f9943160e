"""Who is let in at a route, whichever way they showed who they are.

A unit in which somebody has no right at all answers like one that is not there.
"""

from fastapi import HTTPException

from app import auth
from app.clock import today
from app.web import sign_in
from app.web.access import Route, Scope
from ledger.database import Connection
from ledger.errors import NotFound

ABSENT = "没有这个页面，或者您不能查看"
NOT_ALLOWED = "没有这项权限"


class CodesMissing(Exception):  # noqa: N818 - it is an answer, not an accident
    """The unit asks for one-time codes, and the person has set up none."""


def demand(connection: Connection, route: Route, unit: str, person: int) -> None:
    """Go on only where a person may use a route.

    Raises:
        HTTPException: they may not (403), or the unit is not there for them (404).
        CodesMissing: they may, once they have set up one-time codes.
    """
    on = today()
    if route.scope in {Scope.OPEN, Scope.PERSON}:
        return
    if route.scope is Scope.SOMEWHERE:
        if not any(
            auth.may_somewhere(connection, person, right, on) for right in route.rights
        ):
            raise HTTPException(403, NOT_ALLOWED)
        return

    try:
        held = auth.rights_in(connection, person, unit, on)
    except NotFound:
        raise HTTPException(404, ABSENT) from None
    if not held:
        raise HTTPException(404, ABSENT)
    if held.isdisjoint(route.rights):
        raise HTTPException(403, NOT_ALLOWED)
    guarded = held.intersection(route.rights, sign_in.GUARDED)
    if route.method == "GET" or not guarded:
        return
    if sign_in.is_code_missing(connection, person, unit):
        raise CodesMissing
