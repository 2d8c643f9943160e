"""Fixtures of the ledger's tests."""

import pytest

from tests.building import Books, receipt
from tests.ledger.drafting import Desk


@pytest.fixture
def desk(books: Books) -> Desk:
    """The drafts of books in which F1 has 1,000 yuan in the bank."""
    books.post(receipt("r1", 1000_00))
    return Desk(books)
