"""A body for tests: five members of U1, from 2025 on, who met on 12 January 2026."""

import datetime as dt
from typing import Any

from budgets import body
from budgets.body import Meeting, Member, Motion, Resolution
from ledger.database import writing
from ledger.people import Act
from tests.building import OPENED, Books

HELD = dt.date(2026, 1, 12)
SECRETARY = Act("张三", dt.datetime(2026, 1, 20, 8, tzinfo=dt.UTC))

SEATS = (
    ("government", "县民政局代表"),
    ("union", "县总工会代表"),
    ("donor_unit", "某厂代表"),
    ("donor_person", "捐资人代表"),
    ("hardship_worker", "特困职工代表一"),
)
"""Category and name of members 1 to 5."""


def seat(category: str = "union", name: str = "代表", **more: Any) -> Member:
    """A member from the first day of the books."""
    return Member(**{"category": category, "name": name, "since": OPENED} | more)


def register(books: Books, *members: Member) -> tuple[Member, ...]:
    """Register members, in a transaction of its own."""
    with writing(books.engine) as connection:
        return body.register_members(connection, "U1", members, SECRETARY)


def hold(books: Books, *present: int, **more: Any) -> Meeting:
    """Put a meeting on record; the first of those present takes the chair."""
    given: dict[str, Any] = {
        "held_on": HELD,
        "place": "县总工会",
        "chair": present[0] if present else 0,
        "secretary": "张三",
        "present": present,
    }
    with writing(books.engine) as connection:
        return body.hold(connection, "U1", Meeting(**given | more), SECRETARY)


def found_body(books: Books) -> None:
    """Register the five, and the meeting that all but the fifth attended."""
    register(books, *(seat(category, name) for category, name in SEATS))
    hold(books, 1, 2, 3, 4)


def motion(votes: str = "ffff", **more: Any) -> Motion:
    """A motion; members 1, 2, … vote f for, a against, o abstained, r recused."""
    words = {"f": "for", "a": "against", "o": "abstained", "r": "recused"}
    cast = {place: words.get(one, one) for place, one in enumerate(votes, 1)}
    given: dict[str, Any] = {
        "subject": "other",
        "title": "关于一事的决议",
        "text": "同意。",
        "votes": cast,
        "interests": {m: "有利害关系" for m, v in cast.items() if v == "recused"},
    }
    return Motion(**given | more)


def resolve(
    books: Books, votes: str = "ffff", meeting: int = 1, **more: Any
) -> Resolution:
    """Put a vote on record, in a transaction of its own."""
    asked = motion(votes, **more)
    with writing(books.engine) as connection:
        return body.resolve(connection, "U1", meeting, asked, SECRETARY)
