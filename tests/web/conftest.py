"""An office for every test of the web application, on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server import Shelf
from tests.web.office import Office, offices


@pytest.fixture
def office(shelf: Shelf, dialect: str, tmp_path: Path) -> Iterator[Office]:
    """An office with people at every desk."""
    yield from offices(shelf, dialect, tmp_path)


@pytest.fixture
def lite(shelf: Shelf, tmp_path: Path) -> Iterator[Office]:
    """The same on SQLite alone, for what no database decides."""
    yield from offices(shelf, "sqlite", tmp_path)
