"""The published years of `examples/`, brought in once for all tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.database import Engine, open_books
from tests import server
from tests.building import Books
from tests.reports import keeping
from tests.reports.asking import EXAMPLES, bring_in


@pytest.fixture(scope="session")
def published(shelf: server.Shelf) -> Iterator[Engine]:
    """Books that hold every example folder, on SQLite."""
    with shelf.copied("sqlite", "founded") as url:
        engine = open_books(url)
        folders = sorted(path for path in EXAMPLES.iterdir() if path.is_dir())
        bring_in(engine, *folders)
        yield engine
        engine.dispose()


@pytest.fixture(scope="session")
def kept(shelf: server.Shelf, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A set of the year, written once."""
    folder = tmp_path_factory.mktemp("archive") / "2025"
    with shelf.copied("sqlite", "unit") as url:
        books = Books(open_books(url), url)
        keeping.write(keeping.closed(books), folder)
        books.engine.dispose()
    return folder
