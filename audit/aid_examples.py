"""Small examples of aid to prove checks with: a file, a case, a payment, each in order.

The file K1 was opened in January 2025 and its case approved on 10 March; on 12 March
it was paid 1,000 yuan. What a check is to find is told as a difference from that.
"""

import datetime as dt
from typing import Any

from aid.claims import Project
from audit import examples
from audit.aided import Act, AidCase, Aided, AidFile, Elsewhere, FileStep, Received
from audit.books import Books

OPENED = dt.date(2025, 1, 6)
PAID = examples.DAY
YUAN = 1000
MARK = "2025-03 付-1"

ISO = dt.date.fromisoformat


def books(**more: Any) -> Books:
    """Books with the voucher that pays K1, and its aid; `more` differs."""
    voucher = examples.voucher(*examples.aid(YUAN, recipient="K1"))
    return examples.books(voucher, aided=aided(**more))


def aided(**more: Any) -> Aided:
    """K1 with its case and its payment."""
    whole: dict[str, Any] = {
        "since": ISO("2025-01-01"),
        "files": {"K1": file("K1")},
        "cases": {"A2025-1": case()},
        "paid": (received(),),
        "grounds": {MARK: ("batch", YUAN * 100)},
    }
    return Aided(**whole | more)


def file(code: str, *steps: FileStep, **more: Any) -> AidFile:
    """A file opened in January and checked again that year."""
    whole = (FileStep("open", OPENED), *steps)
    given: dict[str, Any] = {
        "household": code,
        "rechecked_on": frozenset({ISO("2025-02-06")}),
    } | more
    return AidFile(code, steps=whole, **given)


def old_file(code: str, *steps: FileStep, **more: Any) -> AidFile:
    """A file opened the year before."""
    found = file(code, *steps, **more)
    first = FileStep("open", ISO("2024-06-03"))
    return found._replace(steps=(first, *found.steps[1:]))


def left(day: str, reason: str = "relieved") -> FileStep:
    """An exit on a day."""
    return FileStep("close", ISO(day), reason)


def case(**more: Any) -> AidCase:
    """The case of K1: each step in time and by another, granted 1,000 yuan."""
    given: dict[str, Any] = {
        "key": "A2025-1",
        "code": "K1",
        "project": Project.LIVING,
        "member": 1,
        "year": 2025,
        "acts": (
            Act("apply", ISO("2025-02-17"), "制单员"),
            Act("review", ISO("2025-02-18"), "审核员"),
            Act("publish", ISO("2025-02-19"), "审核员"),
            Act("take_down", ISO("2025-02-27"), "审核员"),
            Act("first_review", ISO("2025-03-03"), "初审员"),
            Act("approve", ISO("2025-03-10"), "主席"),
        ),
        "hung_on": ISO("2025-02-19"),
        "last_on": ISO("2025-02-26"),
        "granted_fen": YUAN * 100,
        "award_fen": YUAN * 100,
    }
    return AidCase(**given | more)


def acts(**changed: str) -> tuple[Act, ...]:
    """The steps of the case of K1, some on another day; an empty day leaves one out."""
    found = []
    for act in case().acts:
        day = changed.get(act.doing)
        if day is None:
            found.append(act)
        elif day:
            found.append(act._replace(on=ISO(day)))
    return tuple(found)


def received(**more: Any) -> Received:
    """The payment of K1."""
    given: dict[str, Any] = {
        "place": "B2025-1/1",
        "mark": MARK,
        "on": PAID,
        "code": "K1",
        "member": 1,
        "project": Project.LIVING,
        "year": 2025,
        "period": "2025",
        "fund": "OU",
        "fen": YUAN * 100,
        "case": "A2025-1",
    }
    return Received(**given | more)


def elsewhere(**more: Any) -> Elsewhere:
    """What K1 had of another unit for the same."""
    given: dict[str, Any] = {
        "where": "邻县总工会 B2025-7/3",
        "on": ISO("2025-02-10"),
        "code": "K1",
        "member": 1,
        "project": Project.LIVING,
        "year": 2025,
        "period": "2025",
        "fen": YUAN * 100,
    }
    return Elsewhere(**given | more)
