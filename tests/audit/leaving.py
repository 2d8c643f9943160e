"""Officers of unit U1 who come and go, for tests of what they hand over.

甲 is 会计 from 1 January to 15 June 2025, 乙 from 16 June on; 甲 is 会计 again from
1 October, while 乙 goes. 丙 is 主席 on one day, 10 March. 甲 had the rights to prepare
(in U1) and to view (everywhere); 甲's right to prepare ends when it is taken back.
"""

import datetime as dt

from audit import handover_keeping
from audit.handover_kinds import Doing
from audit.handover_lists import Given, Inventory
from ledger import registration
from ledger.database import writing
from ledger.people import Act, Grant, Person, Right, Tenure
from tests.building import FOUNDING, Books, payment, receipt

ISO = dt.date.fromisoformat
LEFT = ISO("2025-06-15")
BEGAN = ISO("2025-01-01")

TENURES = (
    ("甲", "会计", "2025-01-01", "2025-06-16"),
    ("乙", "会计", "2025-06-16", "2025-10-01"),
    ("甲", "会计", "2025-10-01", None),
    ("丙", "主席", "2025-03-10", "2025-03-11"),
)


def by(person: str, day: str = "2026-01-05", hour: int = 8) -> Act:
    """An act of a person on a day."""
    at = dt.datetime.combine(ISO(day), dt.time(hour), dt.UTC)
    return Act(person, at)


def fill(books: Books) -> None:
    """Officers, rights of 甲, and vouchers about the days on which they change."""
    people = [Person(code=code, name=code) for code in ("甲", "乙", "丙")]
    tenures = [
        Tenure(
            person=person,
            post=post,
            unit="U1",
            since=ISO(since),
            until=ISO(until) if until else None,
        )
        for person, post, since, until in TENURES
    ]
    with writing(books.engine) as connection:
        faults = registration.register_people(connection, people, FOUNDING)
        faults += registration.register_tenures(connection, tenures, FOUNDING)
        assert not faults
    grant(books, Right.PREPARE, "U1")
    grant(books, Right.VIEW, "")
    books.post(
        receipt("in1", 1_000_00, dated_on=ISO("2025-01-15")),
        receipt("in2", 400_00, "F2", dated_on=ISO("2025-03-10")),
        payment("p1", 10_00, dated_on=LEFT),
        payment("p2", 20_00, dated_on=ISO("2025-06-16")),
        payment("p3", 30_00, dated_on=ISO("2025-11-03"), preparer="甲"),
    )


def grant(books: Books, right: Right, unit: str, until: str = "") -> None:
    """Give 甲 a right from 2025 on, or let it end."""
    given = Grant(
        person="甲",
        right=right,
        unit=unit,
        since=BEGAN,
        until=ISO(until) if until else None,
    )
    with writing(books.engine) as connection:
        assert not registration.register_rights(connection, [given], FOUNDING)


def take_back(books: Books) -> None:
    """Let all rights of 甲 end on 1 January 2026."""
    grant(books, Right.PREPARE, "U1", "2026-01-01")
    grant(books, Right.VIEW, "", "2026-01-01")


def drawn(books: Books, act: Act | None = None, **more: object) -> Inventory:
    """甲 hands 会计 over to 乙 before 丙, as all stands on 15 June."""
    usual: dict[str, object] = {
        "unit": "U1",
        "leaver": "甲",
        "post": "会计",
        "since": BEGAN,
        "receiver": "乙",
        "supervisor": "丙",
        "handed_on": LEFT,
    }
    given = Given(**usual | more)  # type: ignore[arg-type]
    with writing(books.engine) as connection:
        return handover_keeping.draw_up(connection, given, act or by("丙"))


def take(
    books: Books, person: str, doing: Doing, words: str = "", act: Act | None = None
) -> Inventory:
    """A step of the first list."""
    with writing(books.engine) as connection:
        return handover_keeping.take(
            connection, "U1", "Y2026-1", doing, words, act or by(person)
        )


def signed(books: Books) -> None:
    """The first list, drawn up and signed by all three."""
    drawn(books)
    take(books, "甲", Doing.LEAVER)
    take(books, "乙", Doing.RECEIVER, "缺钥匙一把")
    take(books, "丙", Doing.SUPERVISOR)


def grant_audit(books: Books, person: str) -> None:
    """Let somebody audit U1, and so draw up lists."""
    given = Grant(person=person, right=Right.AUDIT, unit="U1", since=BEGAN)
    with writing(books.engine) as connection:
        assert not registration.register_rights(connection, [given], FOUNDING)
