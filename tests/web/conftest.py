"""An office for every test of the web application, on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server import Shelf
from tests.web import browsing
from tests.web.office import Office, offices


@pytest.fixture(scope="session", autouse=True)
def _one_browser() -> Iterator[None]:
    """Close the browser of this worker when its tests are over."""
    yield
    browsing.shut()


@pytest.fixture
def office(shelf: Shelf, dialect: str, tmp_path: Path) -> Iterator[Office]:
    """An office with people at every desk."""
    yield from offices(shelf, dialect, tmp_path)


@pytest.fixture
def lite(shelf: Shelf, tmp_path: Path) -> Iterator[Office]:
    """The same on SQLite alone, for what no database decides."""
    yield from offices(shelf, "sqlite", tmp_path)
