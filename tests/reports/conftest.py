"""The published years of `examples/`, brought in once for all tests."""

from collections.abc import Iterator

import pytest

from ledger.database import Engine, open_books
from tests import server
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
