"""Programs may do what people may at their desks: the same acts, by the same rights."""

from collections.abc import Iterable

from app.web.access import Route
from app.web.api.routes import API_ROUTES
from app.web.routes import ROUTES

APART = {
    "session.": "a token stands in the place of a session",
    "people.secret": "a secret is changed where it is typed",
    "people.codes": "one-time codes are set up at a screen",
    "token.": "a token makes no other, so that one that leaks ends with itself",
    "web.search": "what is found has addresses of its own in the JSON half",
    "aid.recipients.find": "people are looked for at a desk alone",
}
"""Acts of pages that programs have not, by how their keys begin, and why."""


def written(routes: Iterable[Route]) -> dict[str, set[frozenset[str]]]:
    """The acts of a list that are sent, each with the rights that allow it."""
    found: dict[str, set[frozenset[str]]] = {}
    for route in routes:
        if route.method == "POST":
            rights = frozenset(right.value for right in route.rights)
            found.setdefault(route.act, set()).add(rights)
    return found


def missing(
    pages: dict[str, set[frozenset[str]]], programs: dict[str, set[frozenset[str]]]
) -> list[str]:
    """Acts of pages that programs cannot do by the very rights that allow them."""
    apart = tuple(APART)
    return sorted(
        act
        for act, rights in pages.items()
        if not rights <= programs.get(act, set()) and not act.startswith(apart)
    )


def test_programs_do_what_pages_do_by_the_same_rights() -> None:
    assert missing(written(ROUTES), written(API_ROUTES)) == []


def test_an_act_that_programs_have_not_is_met() -> None:
    pages, programs = written(ROUTES), written(API_ROUTES)
    del programs["money.gift"]
    programs["books.close"] = {frozenset({"view"})}
    assert missing(pages, programs) == ["books.close", "money.gift"]


def test_programs_may_do_nothing_that_a_page_asks_other_rights_for() -> None:
    pages, programs = written(ROUTES), written(API_ROUTES)
    wider = {
        act
        for act, rights in programs.items()
        if act in pages and not rights <= pages[act]
    }
    assert wider == set()


def test_what_stands_apart_is_an_act_of_pages() -> None:
    acts = set(written(ROUTES))
    assert all(any(act.startswith(key) for act in acts) for key in APART)
