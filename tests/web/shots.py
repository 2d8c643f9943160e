"""Every page of the demonstration as a picture: `python -m tests.web.shots FOLDER`.

Each is opened by somebody who may, at both widths. What the address of a page names is
in `PLACES`; a page that names something else is told and left out.
"""

import sys
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Error

from app import demo_desks
from app.roles import Role
from app.settings import read_settings
from app.web.access import Route, Scope
from app.web.routes import ROUTES
from tests.web.browsing import WIDTHS, Seen, browser, served

PLACES = {
    "unit": "130100",
    "account": "102",
    "fund": "CB",
    "position": "1",
    "event": "interest",
    "what": "months",
    "report": "fund_statement",
    "name": "fund_statement",
    "key": "J2026-1",
    "number": "1",
    "year": "2026",
    "bank": "1",
    "batch": "B2026-1",
    "gift": "2025-1",
    "move": "1",
    "movement": "buy",
    "handout": "H2026-1",
    "campaign": "1",
    "ref": "r1",
    "sample": "1-1",
    "index": "A1-1",
}
ASKED = "?period=2025"


def main(folder: Path, books: Path = Path("demo")) -> None:
    """Write the pictures, and tell what was left out and what pages complained of."""
    folder.mkdir(parents=True, exist_ok=True)
    database = demo_desks.seated(books, lambda _said: None)
    settings = replace(read_settings(), database=database)
    pages = [route for route in ROUTES if route.method == "GET"]
    with served(settings) as address:
        for width in WIDTHS:
            for person, role in demo_desks.PEOPLE.items():
                mine = [route for route in pages if _first(route) is role]
                with browser(address, width) as seen:
                    seen.sign_in(person, demo_desks.SECRET)
                    for route in mine:
                        _shoot(seen, route, folder, width)


def _first(route: Route) -> Role:
    """The first role that may open a page."""
    if route.scope in {Scope.OPEN, Scope.PERSON}:
        return Role.OFFICER
    held = (role for role in Role if not set(role.rights).isdisjoint(route.rights))
    return next(held, Role.ADMIN)


def _shoot(seen: Seen, route: Route, folder: Path, width: str) -> None:
    try:
        path = route.path.format_map({k: quote(v) for k, v in PLACES.items()})
    except KeyError as missing:
        sys.stdout.write(f"left out: {route.path} ({missing})\n")
        return
    before = len(seen.complaints)
    try:
        seen.open(path + ASKED)
    except Error as error:
        # A page that hands out a file shows nothing.
        sys.stdout.write(f"no page: {route.path} ({error.message.splitlines()[0]})\n")
        return
    name = route.handler.replace(":", "-")
    seen.page.screenshot(path=folder / f"{name}-{width}.png", full_page=True)
    for complaint in seen.complaints[before:]:
        sys.stdout.write(f"{route.path}: {complaint}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(Path, sys.argv[2:]))
