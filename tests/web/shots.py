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
from app.prefecture_money import LIVE
from app.roles import Role
from app.settings import read_settings
from app.web.access import Route, Scope
from app.web.routes import ROUTES
from tests.web.browsing import WIDTHS, Seen, browser, served

PLACES = {
    "unit": LIVE,
    "account": "102",
    "fund": "D2",
    "position": "535",
    "event": "donation",
    "what": "months",
    "report": "fund_statement",
    "name": "budget_execution",
    "key": "P2026-8",
    "number": "1",
    "year": "2026",
    "bank": "1",
    "batch": "B2026-3",
    "gift": "2026-1",
    "move": "1",
    "movement": "buy",
    "handout": "H2026-1",
    "campaign": "1",
    "ref": "捐赠-2026-1",
    "sample": "1-1",
    "index": "A1-1",
    "evidence": "E2026-1",
    "place": "1",
    "paper": "2",
    "check": "T41",
}
"""What the addresses name: the desks of the live county as `app/demo_day.py` leaves
them."""

ELSEWHERE = {
    "engagements": {"unit": "130100", "key": "J2026-1"},
    "budgets": {"unit": "130100"},
    "handovers": {"key": "Y2026-1"},
    "queue": {"draft": "11"},
    "drafts": {"draft": "14"},
    "vouchers": {"paper": "1"},
}
"""What is another where a word stands in the address."""

ASKED = "?period=2026"
LONG = 120_000
"""How long a job may take, ms."""


Places = dict[str, str]


def main(folder: Path, books: Path = Path("demo")) -> None:
    """Write the pictures, and tell what was left out and what pages complained of."""
    folder.mkdir(parents=True, exist_ok=True)
    database = demo_desks.seated(books, lambda _said: None)
    settings = replace(read_settings(), database=database)
    pages = [route for route in ROUTES if route.method == "GET"]
    with served(settings) as address:
        for width in WIDTHS:
            for person, role in demo_desks.PEOPLE.items():
                mine = [route for route in pages if first_of(route) is role]
                with browser(address, width) as seen:
                    seen.sign_in(person, demo_desks.SECRET)
                    jobs = _worked(seen) if role is Role.AUDITOR else {}
                    for route in mine:
                        name = f"{route.handler.replace(':', '-')}-{width}.png"
                        _shoot(seen, route, places_of(route, jobs), folder / name)


def first_of(route: Route) -> Role:
    """The first role that may open a page; jobs are those of the auditor."""
    if "{job}" in route.path and "/import/" not in route.path:
        return Role.AUDITOR
    if route.scope in {Scope.OPEN, Scope.PERSON}:
        return Role.OFFICER
    held = (role for role in Role if not set(role.rights).isdisjoint(route.rights))
    return next(held, Role.ADMIN)


def _worked(seen: Seen) -> dict[str, Places]:
    """Jobs that an auditor started and waited for, by the word of their pages."""
    found = {}
    for word, button in (("checks", "执行检查"), ("proof", "校验")):
        seen.open(f"/units/{LIVE}/{word}?period=2026-03")
        if word == "checks":
            seen.page.get_by_label("期间").fill("2026-03")
        seen.page.get_by_role("button", name=button).click()
        seen.page.wait_for_url("**/jobs/*")
        job = seen.page.url.rpartition("/")[2]
        seen.page.wait_for_url(f"**/{word}/**", timeout=LONG)
        found[word] = {"job": job}
    return found


def places_of(route: Route, jobs: dict[str, Places]) -> Places:
    """What stands in the places of an address."""
    words = route.path.split("/")
    found = dict(PLACES) | jobs.get("checks", {})
    for word, other in (*ELSEWHERE.items(), *jobs.items()):
        if word in words:
            found |= other
    return {key: quote(value) for key, value in found.items()}


def _shoot(seen: Seen, route: Route, places: Places, picture: Path) -> None:
    try:
        path = route.path.format_map(places)
    except KeyError as missing:
        sys.stdout.write(f"left out: {route.path} ({missing})\n")
        return
    before = len(seen.complaints)
    try:
        answer = seen.page.goto(f"{seen.address}{path}{ASKED}")
    except Error as error:
        # A page that hands out a file shows nothing.
        sys.stdout.write(f"no page: {route.path} ({error.message.splitlines()[0]})\n")
        return
    if answer is None or not answer.ok:
        sys.stdout.write(f"refused: {route.path}\n")
    seen.page.screenshot(path=picture, full_page=True)
    for complaint in seen.complaints[before:]:
        sys.stdout.write(f"{route.path}: {complaint}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(Path, sys.argv[2:]))
