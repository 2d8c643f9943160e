"""The first page: the units one works in, and what waits there."""

from dataclasses import dataclass

from app import auth
from app.web.access import LOOKING
from app.web.desk import Desk, Page
from ledger import drafts
from ledger.people import Right
from ledger.register import lookups


@dataclass(frozen=True, slots=True)
class Place:
    """A unit with what waits for the person there."""

    code: str
    name: str
    depth: int
    labels: tuple[str, ...]
    waiting: int


def show(desk: Desk) -> Page:
    """Every unit that the person may see, with what waits for them."""
    me = desk.me
    with desk.reading() as connection:
        books = lookups(connection)
        places = []
        for code in auth.units_of(connection, me.person_id, LOOKING, desk.today):
            unit = books.units[code]
            held = [
                right
                for right in Right
                if auth.may(connection, me.person_id, right, code, desk.today)
            ]
            waiting = drafts.waiting(connection, code)
            depth, above = 0, unit.parent
            while above:
                depth, above = depth + 1, books.units[above].parent
            labels = tuple(right.label for right in held)
            places.append(Place(code, unit.name, depth, labels, len(waiting)))
        imports = any(
            auth.may_somewhere(connection, me.person_id, right, desk.today)
            for right in (Right.POST, Right.ADMIN)
        )
    return Page("home.html", {"places": places, "imports": imports})
