"""Books for every test: its own copy, on SQLite and on PostgreSQL."""

import gc
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from ledger.database import Engine, open_books
from tests import building, server

# What passed on one machine passes on another: the same examples, however slow it is.
settings.register_profile(
    "house",
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("house")

_folder = pytest.StashKey[Path]()


def pytest_configure(config: pytest.Config) -> None:
    """Choose the folder of the run in the one process that outlives the others."""
    if not hasattr(config, "workerinput"):
        config.stash[_folder] = server.name_folder()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave no server and no folder behind."""
    if (folder := config.stash.get(_folder, None)) is not None:
        server.stop(folder)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put files with much that is slow first: one begun last keeps all waiting."""
    slow = Counter(i.path for i in items if i.get_closest_marker("slow"))
    items.sort(key=lambda item: -slow[item.path])


def pytest_collection_finish() -> None:
    """Leave out of garbage collection what was loaded: it stays to the end."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[server.Shelf]:
    """Templates of books, made once a worker when first asked for."""
    # A named server may serve several runs at once.
    worker = f"{os.getpid()}_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    fillings: dict[str, server.Filling] = {
        "founded": building.found,
        "unit": building.found_with_unit,
    }
    shelf = server.Shelf(tmp_path_factory.mktemp("books"), worker, fillings)
    yield shelf
    shelf.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def dialect(request: pytest.FixtureRequest) -> str:
    """The kind of database; what asks for it runs on both."""
    assert isinstance(request.param, str)
    return request.param


@pytest.fixture
def engine(shelf: server.Shelf, dialect: str) -> Iterator[Engine]:
    """Empty books: founded, with the charts that come with the program."""
    with shelf.copied(dialect, "founded") as url:
        engine = open_books(url)
        yield engine
        engine.dispose()


@pytest.fixture
def books(shelf: server.Shelf, dialect: str) -> Iterator[building.Books]:
    """The books of two small units; `tests/building.py` tells what stands there."""
    with shelf.copied(dialect, "unit") as url:
        books = building.Books(open_books(url), url)
        yield books
        books.engine.dispose()


@pytest.fixture
def sqlite_books(shelf: server.Shelf) -> Iterator[building.Books]:
    """The same books on SQLite alone, for what only SQLite has."""
    with shelf.copied("sqlite", "unit") as url:
        books = building.Books(open_books(url), url)
        yield books
        books.engine.dispose()


@pytest.fixture
def postgresql_books(shelf: server.Shelf) -> Iterator[building.Books]:
    """The same books on PostgreSQL alone, for what only PostgreSQL has."""
    with shelf.copied("postgresql", "unit") as url:
        books = building.Books(open_books(url), url)
        yield books
        books.engine.dispose()
