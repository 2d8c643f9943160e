"""What is on record of bank accounts and statements is never changed (L3)."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Table

from tests.building import Books, Raw
from tests.ledger.test_guards_appended import stands_as_it_is
from tests.treasury.filling_bank import fill_bank
from treasury import bank_tables


@pytest.fixture
def raw(books: Books) -> Iterator[Raw]:
    """Another program's connection, with foreign keys and recursion off."""
    fill_bank(books)
    with books.raw(foreign_keys=False) as raw:
        yield raw


@pytest.mark.parametrize("table", bank_tables.APPENDED, ids=lambda table: table.name)
def test_no_statement_changes_what_stands(raw: Raw, table: Table) -> None:
    assert raw.run(f"SELECT COUNT(*) FROM {table.name}")[0][0] > 0
    stands_as_it_is(raw, table)
