"""What the checks of flows and records find in books that were made by public verbs."""

from audit.books import Books as Audited
from audit.catalogue import entry_of, run_one
from audit.check import Result
from audit.store import read_books
from ledger.database import reading
from ledger.periods import parse_span
from tests.building import Books


def read(books: Books, period: str = "2025", unit: str = "U1") -> Audited:
    """The books as an auditor reads them."""
    with reading(books.engine) as connection:
        return read_books(connection, unit, parse_span(period))


def result(key: str, books: Books, period: str = "2025", unit: str = "U1") -> Result:
    """The result of one check."""
    entry = entry_of(key)
    assert entry is not None
    return run_one(entry, read(books, period, unit))


def titles(key: str, books: Books, period: str = "2025", unit: str = "U1") -> list[str]:
    """What one check found, by title."""
    found = result(key, books, period, unit)
    assert found.performed, found.reason
    return [one.title for one in found.findings]
