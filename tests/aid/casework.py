"""Cases as plain as tests need them: a tree of units, four officers, one family.

P the province, C the city, K a county, G a grass-roots union under K; U1 and U2 are
counties that no city stands above. 张三 enters, 李四 reviews, 王五 reviews first, 赵六
approves.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from aid import case_judging as judging
from aid import case_steps as steps
from aid import cases, rechecks
from aid.case_desk import Asked
from aid.case_judging import Judged, Terms
from aid.case_kinds import Case
from aid.cases import Application
from aid.claims import Project
from aid.eligibility import Limb
from aid.household import Livelihood
from aid.local_standards import LocalStandard, LocalStandards
from aid.recipient_fields import FileContent, PersonOnFile
from aid.unit_standards import UnitStandards
from ledger import registration
from ledger.database import writing
from ledger.money import Money
from ledger.people import Act, Person
from ledger.units import Level, Unit, UnitType
from tests import building
from tests.aid import filing
from tests.aid.filing import VAULT
from tests.building import OPENED, Books
from tests.server import Shelf

TREE = (
    Unit(code="P", name="某省总工会", level=Level.PROVINCE, opened_on=OPENED),
    Unit(code="C", name="某市总工会", level=Level.CITY, parent="P", opened_on=OPENED),
    Unit(code="K", name="某区总工会", level=Level.COUNTY, parent="C", opened_on=OPENED),
    Unit(
        code="G",
        name="某厂工会",
        level=Level.GRASSROOTS,
        type=UnitType.GRASSROOTS,
        parent="K",
        opened_on=OPENED,
    ),
)
STANDARDS = UnitStandards(
    LocalStandards(
        [
            LocalStandard(
                place="130102",
                since=dt.date(2026, 1, 1),
                minimum_living=Money(80_000),
                average_supplement=Money(40_000),
                urban_recipients=40,
                decided_by="某市人民政府",
                paper="某政〔2026〕1号",
            )
        ]
    )
)
TERMS = Terms(standards=STANDARDS)
PAPER = "某厂工会审字〔2026〕3号"
APPLIED = dt.date(2026, 3, 2)


def day(text: str) -> dt.date:
    """A day of 2026, as month and day."""
    return dt.date.fromisoformat(f"2026-{text}")


def act(person: str, on: dt.date) -> Act:
    """An act of a day, at ten in China."""
    return Act(person, dt.datetime.combine(on, dt.time(2), dt.UTC))


def family(place: int = 1, *members: PersonOnFile, **told: Any) -> FileContent:
    """A worker in special hardship by illness: 30,000 paid, 4,000 earned in 2025."""
    usual: dict[str, Any] = {
        "livelihood": Livelihood.MINIMUM_WAGE,
        "supplement_monthly": Money(300_00),
        "cannot_manage": True,
    }
    plain = filing.content(place, **usual | told)
    return replace(plain, persons=(ill(place), *members))


def ill(place: int, **told: Any) -> PersonOnFile:
    """The worker of `family`."""
    usual: dict[str, Any] = {
        "relation": "self",
        "name": filing.NAME,
        "health": "ill",
        "illness": filing.ILLNESS,
        "income": Money(4_000_00),
        "is_listed": True,
        "cost_drug": Money(30_000_00),
    }
    return filing.person(place, **usual | told)


def application(**told: Any) -> Application:
    """Medical aid of 2025 for the worker of file K-1."""
    usual: dict[str, Any] = {
        "ref": "r1",
        "code": "K-1",
        "project": Project.MEDICAL,
        "year": 2025,
        "limb": Limb.ILLNESS,
        "on": APPLIED,
    }
    return Application(**usual | told)


def apply(books: Books, unit: str = "K", person: str = "张三", **told: Any) -> Case:
    """Begin a case on its day."""
    given = application(**told)
    assert given.on is not None
    with writing(books.engine) as connection:
        return cases.apply(connection, unit, given, VAULT, act(person, given.on))


def asked(on: dt.date, words: str = "", paper: str = PAPER) -> Asked:
    """What a step says; a unit above the grass roots names a paper."""
    return Asked(on=on, words=words, paper=paper)


def do(  # noqa: PLR0913 - a verb of a case, by whom, when
    books: Books,
    verb: Callable[..., Any],
    key: str,
    person: str,
    on: dt.date,
    *more: Any,
    unit: str = "K",
    words: str = "",
    paper: str = PAPER,
    **named: Any,
) -> Any:
    """A step of a case in a transaction of its own, on its day."""
    told = asked(on, words, paper)
    with writing(books.engine) as connection:
        return verb(connection, unit, key, *more, told, VAULT, act(person, on), **named)


def reviewed(books: Books, key: str, unit: str = "K") -> Case:
    """Reviewed on the second day."""
    found: Case = do(books, steps.review, key, "李四", day("03-03"), unit=unit)
    return found


def published(books: Books, key: str, unit: str = "K") -> Case:
    """Reviewed, hung up on 4 March, taken down on 11 March after five days."""
    reviewed(books, key, unit)
    do(books, steps.publish, key, "张三", day("03-04"), unit=unit)
    found, _ = do(books, steps.take_down, key, "张三", day("03-11"), unit=unit)
    assert isinstance(found, Case)
    return found


def first_reviewed(books: Books, key: str, unit: str = "K") -> Judged:
    """Published, and first reviewed on 12 March."""
    published(books, key, unit)
    when = day("03-12")
    found = do(books, judging.first_review, key, "王五", when, TERMS, unit=unit)
    assert isinstance(found, Judged)
    return found


def approved(books: Books, key: str, unit: str = "K", **named: Any) -> Judged:
    """First reviewed, and approved on 13 March."""
    first_reviewed(books, key, unit)
    when = day("03-13")
    found = do(books, judging.approve, key, "赵六", when, TERMS, unit=unit, **named)
    assert isinstance(found, Judged)
    return found


def fill_tree(books: Books) -> None:
    """The units with files K-1, K-2 of K, G-1 of G and U-1 of U1."""
    with writing(books.engine) as connection:
        faults = registration.register_units(connection, list(TREE), filing.FILED)
        more = [Person(code="孙七"), Person(code="档案员")]
        faults += registration.register_people(connection, more, filing.FILED)
        assert not faults
    clerk = act("档案员", day("01-05"))
    members = filing.person(2), filing.person(3, relation="spouse", name="司马兰")
    filing.add(books, family(1, *members), "K", "K-1", clerk)
    filing.add(books, family(4), "K", "K-2", clerk)
    filing.add(books, family(5), "G", "G-1", clerk)
    filing.add(books, family(6), "U1", "U-1", clerk)


def fill_cases(books: Books) -> None:
    """A2026-1 of K approved, A2026-2 published and objected to, own aid of G begun."""
    fill_tree(books)
    approved(books, apply(books).key)
    second = apply(books, ref="r2", code="K-2", emergency=True).key
    reviewed(books, second)
    do(books, steps.publish, second, "张三", day("03-04"))
    do(books, steps.object_to, second, "张三", day("03-05"), words="有车")
    own: dict[str, Any] = {"own": True, "limb": None, "asked": Money(500_00)}
    apply(books, "G", ref="g1", code="G-1", project=Project.TEMPORARY, **own)
    do(books, rechecks.confirm, "K-2", "李四", day("03-20"))


def tree(shelf: Shelf, dialect: str) -> Iterator[Books]:
    """Books of `fill_tree`, filled once a worker."""
    yield from building.copied(shelf, dialect, "case_tree", fill_tree)


def filled(shelf: Shelf, dialect: str) -> Iterator[Books]:
    """Books of `fill_cases`, filled once a worker."""
    yield from building.copied(shelf, dialect, "cases", fill_cases)
