"""The demonstration prefecture, brought in once for all tests of the audit."""

from collections.abc import Iterator

import pytest

from ledger.database import Engine
from tests import prefecture


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Four years of a province, a city and six counties, on SQLite."""
    engine = prefecture.copied(tmp_path_factory.mktemp("prefecture"))
    yield engine
    engine.dispose()
