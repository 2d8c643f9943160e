"""Files counted: at the beginning, entered, left, at the end; sums of a subtree."""

import datetime as dt
from collections.abc import Iterator

import pytest

from aid.file_figures import FileFigures, file_figures
from aid.recipient_steps import Asked, Exit, close, move
from aid.unit_sums import Place, Scope, UnitSums
from ledger import registration
from ledger.balances import subtree
from ledger.database import reading, writing
from ledger.people import Act
from ledger.periods import Span, parse_span
from ledger.register import lookups
from ledger.units import Level, Unit
from tests import building, server
from tests.aid import casework
from tests.aid.filing import LATER, VAULT, add, change, content, person
from tests.building import FOUNDING, OPENED, Books

ISO = dt.date.fromisoformat


def acting(day: str) -> Act:
    return Act("张三", dt.datetime.fromisoformat(f"{day}T08:00:00+00:00"))


def below() -> list[Unit]:
    """City C over the counties C1 and C2, and a grass-roots union G under C1."""
    given = {"opened_on": OPENED}
    return [
        Unit(code="C", name="某市总工会", level=Level.CITY, **given),  # type: ignore[arg-type] # days as told
        *(
            Unit(code=code, name=name, level=level, parent=parent, opened_on=OPENED)
            for code, name, level, parent in (
                ("C1", "甲县总工会", Level.COUNTY, "C"),
                ("C2", "乙县总工会", Level.COUNTY, "C"),
                ("G", "甲厂工会", Level.GRASSROOTS, "C1"),
            )
        ),
    ]


def fill(books: Books) -> None:
    """Two files of C1, one moved to C2 and one left; one of C2; one of G; one of U1."""
    with writing(books.engine) as connection:
        assert not registration.register_units(connection, below(), FOUNDING)
    spouse = person(9, relation="spouse", name="司马兰", state="retired")
    add(books, content(1, spouse), "C1", "A-1", acting("2026-01-05"))
    add(books, content(2, category="relative"), "C1", "A-2", acting("2026-02-05"))
    add(books, content(3), "C2", "A-3", acting("2026-02-06"))
    add(books, content(4), "G", "A-4", acting("2026-03-06"))
    add(books, content(5), "U1", "A-5", acting("2026-03-07"))
    with writing(books.engine) as connection:
        asked = Asked(on=ISO("2026-04-10"))
        move(connection, "A-1", "C2", asked, VAULT, LATER)
        move(connection, "A-5", "C", Asked(on=ISO("2026-04-11")), VAULT, LATER)
        closing = Asked(on=ISO("2026-04-20"))
        close(connection, "A-2", Exit.RELIEVED, closing, VAULT, LATER)
    change(books, "A-3", content(3, category="accident", state="laid_off"), LATER)


def filled(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    """Books with the files of `fill`, filled once a worker."""
    yield from building.copied(shelf, dialect, "statistics", fill)


@pytest.fixture
def books(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    yield from filled(shelf, dialect)


def figures(books: Books, period: str, root: str = "C") -> dict[str, FileFigures]:
    """Figures by unit and scope: `C sum`."""
    with reading(books.engine) as connection:
        known = lookups(connection)
        sums = UnitSums(known, root, subtree(known, root))
        found = file_figures(connection, sums, parse_span(period), VAULT)
    return {f"{one.code or one.name} {one.scope}": told for one, told in found.items()}


def test_rows_stand_in_the_order_of_the_tree(books: Books) -> None:
    with reading(books.engine) as connection:
        known = lookups(connection)
        order = UnitSums(known, "C", subtree(known, "C")).order
        alone = UnitSums(known, "C1", ["C1"]).order

    def told(one: Place) -> tuple[str, str, int]:
        return one.scope.value, one.code or one.name, one.depth

    assert [told(one) for one in order] == [
        ("sum", "C", 0),
        ("own", "C", 1),
        ("sum", "C1", 1),
        ("own", "C1", 2),
        ("own", "G", 2),
        ("own", "C2", 1),
        ("tier", "市级", 0),
        ("tier", "县级", 0),
        ("tier", "基层", 0),
    ]
    assert [(one.scope, one.code) for one in alone] == [(Scope.OWN, "C1")]


def test_beginning_entries_and_exits_add_up_to_the_end(books: Books) -> None:
    year = figures(books, "2026")

    assert (year["C1 own"].opened, year["C1 own"].moved_out) == (2, 1)
    assert (year["C1 own"].exits, year["C1 own"].end) == ({"relieved": 1}, 0)
    assert (year["C2 own"].moved_in, year["C2 own"].end) == (1, 2)
    whole = year["C sum"]
    assert (whole.begin, whole.opened, whole.moved_in, whole.moved_out) == (0, 4, 1, 0)
    assert (whole.entered, whole.left, whole.end) == (5, 1, 4)
    assert (year["C1 sum"].moved_out, year["C1 sum"].end) == (1, 1)
    assert (year["县级 tier"].opened, year["县级 tier"].moved_out) == (3, 0)
    april = figures(books, "2026-04")["C sum"]
    assert (april.begin, april.entered, april.left, april.end) == (4, 1, 1, 4)
    before = figures(books, "2025")["C sum"]
    assert (before.begin, before.end, before.persons) == (0, 0, 0)


@pytest.mark.parametrize("period", ["2026", "2026-02", "2026-04", "2026-05"])
def test_what_stands_at_the_end_is_what_the_steps_come_to(
    books: Books, period: str
) -> None:
    for name, told in figures(books, period).items():
        assert told.categories.total() == told.end, name
        assert told.limbs.total() == told.end, name
        assert told.states is not None
        assert told.states.total() == told.end, name


def test_files_tell_what_they_said_by_the_end(books: Books) -> None:
    april, may = (figures(books, period)["C sum"] for period in ("2026-04", "2026-05"))

    assert april.categories == {"deep": 4}
    assert may.categories == {"deep": 3, "accident": 1}
    assert may.persons == 5
    assert (april.states, may.states) == ({"": 4}, {"": 3, "laid_off": 1})
    assert may.sexes is not None
    assert set(may.sexes) <= {"male", "female"}


def test_without_keys_nothing_that_is_encrypted_is_counted(books: Books) -> None:
    with reading(books.engine) as connection:
        sums = UnitSums(lookups(connection), "C2", ["C2"])
        span = Span(ISO("2026-01-01"), ISO("2027-01-01"))
        (one,) = file_figures(connection, sums, span).values()
    assert (one.end, one.states, one.sexes) == (2, None, None)


def test_a_file_has_the_limb_of_its_last_approved_case(
    shelf: server.Shelf, dialect: str
) -> None:
    for cases in casework.filled(shelf, dialect):
        year, before = (figures(cases, period, "C") for period in ("2026", "2026-02"))
        assert year["K own"].limbs == {"E-1": 1, "": 1}
        assert year["G own"].limbs == {"": 1}
        assert before["K own"].limbs == {"": 2}
