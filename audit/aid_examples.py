"""Small examples of aid to prove checks with: a file, a case, a payment, each in order.

The file K1 was opened in January 2025 and its case approved on 10 March; on 12 March
it was paid 1,000 yuan. What a check is to find is told as a difference from that.
"""

import datetime as dt
from typing import Any

from aid.claims import Project
from aid.household import Household, Livelihood, Member
from aid.medical_costs import Cost, CostKind, MedicalYear
from audit import examples
from audit.aided import Act, AidCase, Aided, AidFile, Elsewhere, FileStep, Received
from audit.aided_people import (
    Hit,
    KnownFile,
    KnownPerson,
    People,
    Revision,
    Twin,
)
from audit.books import Books
from audit.list_kinds import KeptList, ListKind
from ledger.money import Money

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


# -- the people behind K1 -----------------------------------------------------------


def people(
    wrong: str = "",
    household: Household | None = None,
    child: str = "m2",
    **more: Any,
) -> People:
    """The worker m1 and the child m2 of K1, whose file was opened; `more` differs."""
    persons = (
        KnownPerson(1, "m1", wrong, relation="self"),
        KnownPerson(2, child, relation="child"),
    )
    said = Revision(1, OPENED, persons, household or in_need())
    file = KnownFile((said,), **more.pop("known", {}))
    given: dict[str, Any] = {"opened": True, "files": {"K1": file}}
    return People(**given | more)


def in_need(**more: Any) -> Household:
    """A household in special hardship by illness: 4,000 earned, 30,000 paid of 2025."""
    ill = MedicalYear(year=2025, costs=(Cost(CostKind.DRUG, Money(30_000_00)),))
    worker = Member(number=1, income=Money(4_000_00), medical=ill)
    given: dict[str, Any] = {
        "year": 2025,
        "place": "130102",
        "members": (worker, Member(number=2, is_child=True)),
        "livelihood": Livelihood.MINIMUM_WAGE,
        "supplement_monthly": Money(300_00),
        "cannot_manage": True,
    }
    return Household(**given | more)


def twin(**more: Any) -> Twin:
    """The child of K1 is the head of K9 in the next county."""
    given: dict[str, Any] = {
        "code": "K1",
        "member": 2,
        "other": "K9",
        "unit": "U2",
        "other_member": 1,
    }
    return Twin(**given | more)


def kept_list(kind: ListKind, **more: Any) -> KeptList:
    """A list of the end of February, the first of its kind: `payroll/1`."""
    given: dict[str, Any] = {
        "unit": kind.value,
        "number": 1,
        "kind": kind,
        "source": "县财政局",
        "paper": "",
        "as_of": ISO("2025-02-28"),
        "people": 900,
        "skipped": 0,
        "recorded_at": "2025-06-02T02:00:00Z",
    }
    return KeptList(**given | more)


def hit(of: str = "payroll", **more: Any) -> Hit:
    """A row of the first list of a kind."""
    return Hit(**{"of": f"{of}/1"} | more)
