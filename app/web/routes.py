"""Every address of the web application, with its act, who may do it, and where.

`routes.txt` is the one place; a test walks it and tries every role on every line. A
line is method, path, handler (a function of `app.web.pages`), who may, and the key
under which the operation log has the act. Who may is a right, or a group of rights of
`app.web.access`, held in the unit that the path names, or in some unit where it names
none; with a star after it, in all units. `person` is whoever signed in, `open` anybody.
"""

from pathlib import Path

from app.web import access
from app.web.access import Route, Scope
from ledger.people import Right

_FILE = Path(__file__).with_suffix(".txt")
_ASKED = {"open": Scope.OPEN, "person": Scope.PERSON}


def _read(text: str) -> tuple[Route, ...]:
    lines = (line.split() for line in text.splitlines())
    return tuple(_route(*line) for line in lines if line and line[0] != "#")


def _route(method: str, path: str, handler: str, who: str, act: str = "") -> Route:
    somewhere = Scope.UNIT if "{unit}" in path else Scope.SOMEWHERE
    if who.endswith("*"):
        who, somewhere = who.removesuffix("*"), Scope.EVERYWHERE
    return Route(
        method=method,
        path=path,
        act=act or "web." + handler.replace(":", "."),
        rights=() if who in _ASKED else _rights(who),
        scope=_ASKED.get(who, somewhere),
        handler=handler,
    )


def _rights(who: str) -> tuple[Right, ...]:
    group: tuple[Right, ...] = getattr(access, who) if who.isupper() else (Right(who),)
    return group


ROUTES: tuple[Route, ...] = _read(_FILE.read_text("utf-8"))
