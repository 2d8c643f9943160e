"""The first page: the units one works in, and what waits there."""

from dataclasses import dataclass

from app import auth
from app.web.access import LOOKING, READING, REHEARSING
from app.web.desk import Desk, Page
from ledger import draft_lists
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
        waiting = draft_lists.waiting_counts(connection)
        held = auth.rights_by_unit(connection, me.person_id, desk.today)
        places = []
        for code, rights in held.items():
            if rights.isdisjoint(LOOKING):
                continue
            unit = books.units[code]
            depth, above = 0, unit.parent
            while above:
                depth, above = depth + 1, books.units[above].parent
            labels = tuple(right.label for right in Right if right in rights)
            places.append(Place(code, unit.name, depth, labels, waiting.get(code, 0)))
        imports = any(not rights.isdisjoint(REHEARSING) for rights in held.values())
        reads_log = any(not rights.isdisjoint(READING) for rights in held.values())
        audits = any(Right.AUDIT in rights for rights in held.values())
        administers = auth.may(connection, me.person_id, Right.ADMIN, "", desk.today)
    told = {"places": places, "imports": imports, "audits": audits}
    return Page(
        "home.html", told | {"reads_log": reads_log, "administers": administers}
    )
