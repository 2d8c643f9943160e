"""An office as the program makes it: a province, a city, a county, and four people."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app import wiring
from ledger import registration
from ledger.database import Engine, open_books, writing
from ledger.people import Person
from ledger.units import Level, Unit
from tests import building, server
from tests.app import nursery
from tests.app.commands import Desk

UNITS = (
    Unit(code="P", name="某省总工会", level=Level.PROVINCE, opened_on=building.OPENED),
    Unit(
        code="C",
        name="某市总工会",
        level=Level.CITY,
        parent="P",
        opened_on=building.OPENED,
    ),
    Unit(
        code="X",
        name="某县总工会",
        level=Level.COUNTY,
        parent="C",
        opened_on=building.OPENED,
    ),
)
PEOPLE = (
    Person(code="张三", logins=("zhangsan",)),
    Person(code="李四"),
    Person(code="王五"),
    Person(code="赵六"),
)


def _open_office(engine: Engine) -> None:
    wiring.upgrade(engine, building.FOUNDING)
    with writing(engine) as connection:
        faults = registration.register_people(connection, PEOPLE, building.FOUNDING)
        faults += registration.register_units(connection, UNITS, building.FOUNDING)
        assert not faults


@pytest.fixture(scope="session", autouse=True)
def _nursery() -> Iterator[None]:
    yield
    nursery.close()


@pytest.fixture
def office(shelf: server.Shelf, dialect: str) -> Iterator[building.Books]:
    """Migrated books with units P above C above X, 张三 logs in as zhangsan too."""
    shelf.fillings.setdefault("office", _open_office)
    with shelf.copied(dialect, "office") as url:
        books = building.Books(open_books(url), url)
        yield books
        books.engine.dispose()


@pytest.fixture
def desk(shelf: server.Shelf, tmp_path: Path) -> Iterator[Desk]:
    """A desk with the books of U1 and U2; F1 of U1 has 100 yuan in the bank."""
    with shelf.copied("sqlite", "unit") as url:
        books = building.Books(open_books(url), url)
        books.post(building.receipt("r1", 100_00))
        books.engine.dispose()
        yield Desk(tmp_path, url)


@pytest.fixture
def bare(tmp_path: Path) -> Desk:
    """A desk without books."""
    return Desk(tmp_path, f"sqlite:///{tmp_path}/bangfu.db")
