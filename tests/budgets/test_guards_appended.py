"""What bodies, baselines and budgets have on record is never changed (L3)."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Table

from budgets import tables
from ledger.database import writing
from tests.budgets.filling import fill
from tests.budgets.planning import plan
from tests.building import Books, Raw
from tests.ledger.test_guards_appended import stands_as_it_is


@pytest.fixture
def raw(books: Books) -> Iterator[Raw]:
    """Another program's connection, with foreign keys and recursion off."""
    plan(books)
    with writing(books.engine) as connection:
        fill(connection)
    with books.raw(foreign_keys=False) as raw:
        yield raw


@pytest.mark.parametrize("table", tables.APPENDED, ids=lambda table: table.name)
def test_no_statement_changes_what_stands(raw: Raw, table: Table) -> None:
    assert raw.run(f"SELECT COUNT(*) FROM {table.name}")[0][0] > 0
    stands_as_it_is(raw, table)
