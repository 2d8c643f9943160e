"""The books as read from a database, on SQLite and on PostgreSQL."""

import datetime as dt

import pytest

from audit.books import Books as Audited
from audit.catalogue import run_all
from audit.store import read_books
from ledger import queries
from ledger.database import reading, writing
from ledger.errors import NotFound
from ledger.people import Act, Tenure
from ledger.periods import Span, parse_span
from ledger.registration import register_tenures
from ledger.vouchers import Kind
from tests.building import FOUNDING, Books, credit, debit, payment, receipt, red, voucher

YEAR = parse_span("2025")


def read(books: Books, span: Span = YEAR, known_at: int | None = None) -> Audited:
    with reading(books.engine) as connection:
        return read_books(connection, "U1", span, known_at=known_at)


@pytest.fixture
def kept(books: Books) -> Books:
    """100,000 fen given, 300 paid to D1, 200 paid and cancelled, 500 advanced."""
    books.post(
        receipt("r1", 100_000),
        payment("p1", 300, recipient="D1") if False else _paid("p1", 300, "D1"),
        payment("p2", 200),
        voucher("a1", debit("135", 500, party="某医院"), credit("102", 500)),
    )
    books.reverse("p2", red("x2"))
    return books


def _paid(ref: str, fen: int, recipient: str) -> object:
    line = debit("50404", fen, purpose="生活救助", recipient=recipient, persons=1)
    return voucher(ref, line, credit("102", fen))
