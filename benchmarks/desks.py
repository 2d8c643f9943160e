"""Somebody who may see every desk of generated books: `desks.py DATABASE`."""

import datetime as dt
import sys

from app import auth
from ledger import registration
from ledger.database import open_books, writing
from ledger.people import Act, Grant, Person, Right

PERSON = "visitor"
SECRET = "春暖花开二零二六"  # noqa: S105 - made up
RIGHTS = (Right.PREPARE, Right.APPROVE, Right.VIEW, Right.ADMIN)


def seat(url: str) -> None:
    """Register the person with rights everywhere."""
    act = Act("bangfu", dt.datetime(2026, 3, 9, tzinfo=dt.UTC))
    since = dt.date(2020, 1, 1)
    grants = [Grant(person=PERSON, right=right, since=since) for right in RIGHTS]
    with writing(open_books(url)) as connection:
        assert not registration.register_people(connection, [Person(code=PERSON)], act)
        assert not registration.register_rights(connection, grants, act)
        auth.set_secret(connection, PERSON, SECRET, act)


if __name__ == "__main__":
    seat(sys.argv[1])
