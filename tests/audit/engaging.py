"""Engagements as plain as tests need them: a county union and its audit committee.

U1 of `tests/building.py` is audited. 经甲 leads, 经乙 and 经丙 are members; they may
audit U1. 张三, 李四 and 王五 kept its books in 2025. 主席 held the post 主席
of U1 from 2025-01-01 up to 2025-09-01.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from audit import engagement_keeping as keeping
from audit.engagement_keeping import Begun, Desk
from audit.engagements import Commission, Engagement, Kind
from ledger import registration
from ledger.database import Connection, writing
from ledger.people import Act, Grant, Person, Right, Tenure
from ledger.periods import Span
from tests import building
from tests.building import FOUNDING, OPENED, Books, payment, receipt
from tests.server import Shelf

BEGUN = dt.date(2026, 3, 2)
YEAR = Span(dt.date(2025, 1, 1), dt.date(2026, 1, 1))
TERM = Span(dt.date(2025, 1, 1), dt.date(2025, 9, 1))
LEFT = dt.date(2025, 9, 1)
AUDITORS = ("经甲", "经乙", "经丙")
COMMISSION = Commission("某组函〔2026〕5号", "某市总工会组织部", dt.date(2026, 2, 20))


def act(person: str, on: dt.date = BEGUN, hour: int = 2) -> Act:
    """An act of a day, at ten in China."""
    return Act(person, dt.datetime.combine(on, dt.time(hour), dt.UTC))


def day(text: str) -> dt.date:
    """A day of 2026, as month and day."""
    return dt.date.fromisoformat(f"2026-{text}")


def fill(books: Books) -> None:
    """The people, their rights, a tenure, and three vouchers of January 2025."""
    people = [Person(code=code) for code in (*AUDITORS, "主席", "孙七")]
    grants = [
        *(
            Grant(person=code, right=Right.AUDIT, unit="U1", since=OPENED)
            for code in AUDITORS
        ),
        Grant(person="主席", right=Right.HEAD, unit="U1", since=OPENED),
        Grant(person="张三", right=Right.PREPARE, unit="U1", since=OPENED),
        Grant(person="李四", right=Right.REVIEW, unit="U1", since=OPENED),
        Grant(person="王五", right=Right.POST, unit="U1", since=OPENED),
    ]
    tenure = Tenure(person="主席", post="主席", unit="U1", since=OPENED, until=LEFT)
    with writing(books.engine) as connection:
        assert not registration.register_people(connection, people, FOUNDING)
        assert not registration.register_rights(connection, grants, FOUNDING)
        assert not registration.register_tenures(connection, [tenure], FOUNDING)
    books.post(receipt("r", 900_00), payment("p", 30_00), payment("p2", 20_00))


def filled(shelf: Shelf, dialect: str) -> Iterator[Books]:
    """Books in which nothing is audited yet."""
    yield from building.copied(shelf, dialect, "engaging", fill)


def begun(**more: Any) -> Begun:
    """The yearly audit of 2025 by all three; `more` differs."""
    given: dict[str, Any] = {
        "unit": "U1",
        "kind": Kind.ANNUAL,
        "span": YEAR,
        "title": "2025年度帮扶资金内部审计",
        "leader": "经甲",
        "members": ("经乙", "经丙"),
    }
    return Begun(**given | more)


def begin(connection: Connection, **more: Any) -> Engagement:
    """Begin it, by its leader on the second of March."""
    return keeping.begin(connection, begun(**more), act("经甲"))


def handover(connection: Connection, **more: Any) -> Engagement:
    """Begin the audit of the chair who left."""
    given: dict[str, Any] = {
        "kind": Kind.HANDOVER,
        "span": TERM,
        "title": "原主席离任审计",
        "officer": "主席",
        "post": "主席",
        "commission": COMMISSION,
    }
    return begin(connection, **given | more)


def desk(
    connection: Connection, person: str = "经甲", on: dt.date = BEGUN, hour: int = 2
) -> Desk:
    """The desk of J2026-1."""
    return keeping.desk_of(connection, "U1", "J2026-1", act(person, on, hour))
