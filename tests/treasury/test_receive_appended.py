"""What the desk has on record is never changed, and stands on what was paid."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Table

from ledger.database import writing
from tests.building import Books, DriverError, Raw
from tests.ledger.test_guards_appended import stands_as_it_is
from tests.treasury.filling_receive import fill_receive, post_for_receive
from treasury import event_tables


@pytest.fixture
def filled(books: Books) -> Books:
    """Books in which money came back."""
    post_for_receive(books)
    with writing(books.engine) as connection:
        fill_receive(connection)
    return books


@pytest.fixture
def raw(filled: Books) -> Iterator[Raw]:
    """Another program's connection, with foreign keys and recursion off."""
    with filled.raw(foreign_keys=False) as raw:
        yield raw


@pytest.mark.parametrize("table", event_tables.APPENDED, ids=lambda table: table.name)
def test_no_statement_changes_what_stands(raw: Raw, table: Table) -> None:
    assert raw.run(f"SELECT COUNT(*) FROM {table.name}")[0][0] > 0
    stands_as_it_is(raw, table)


@pytest.mark.parametrize(
    ("draft", "ref"), [(2, "paid-1"), (1, "paid-9"), (1, "paid-1")]
)
def test_money_comes_back_by_a_draft_of_a_voucher_once(
    filled: Books, draft: int, ref: str
) -> None:
    row: dict[str, object] = {"unit_id": 1, "draft": draft, "refund_of": ref}
    with pytest.raises(DriverError):
        stand(filled, row)


def stand(books: Books, row: dict[str, object]) -> None:
    with books.raw() as raw:
        raw.insert("desk_refunds", row)
        raw.commit()


def test_what_the_desk_hands_in_stands_in_the_chain_of_records(filled: Books) -> None:
    kinds = filled.rows("SELECT kind, key FROM records WHERE kind LIKE 'desk%'")
    assert sorted(kinds) == [("desk_drafts", "1/1"), ("desk_refunds", "1/1")]
