"""L12 on what was imported into a live unit, on SQLite and on PostgreSQL."""

import datetime as dt
from collections.abc import Iterator

import pytest

from audit.store import read_books
from ledger.database import reading
from ledger.periods import parse_span
from ledger.vouchers import Voucher
from tests import building
from tests.audit.flows import read, result, titles
from tests.building import Books, credit, debit, payment, receipt, red, voucher
from tests.server import Shelf
from tests.treasury.asking import live

EARLY, LATE = dt.date(2025, 1, 9), dt.date(2025, 1, 20)
PAID = "上线后补录以前日期的付款"
OTHERS = "上线后补录的其他历史凭证"


@pytest.fixture
def desk(shelf: Shelf, dialect: str) -> Iterator[Books]:
    """U1 live from 10 January 2025 on; what is posted is sealed in January 2026."""
    yield from building.copied(shelf, dialect, "request_guards-desk", live)


def _paid(ref: str, fen: int) -> Voucher:
    return payment(ref, fen, entered="imported", dated_on=EARLY)


def test_without_requests_nothing_is_performed(books: Books) -> None:
    assert read(books, "2025").imported is None
    assert not result("L12", books, "2025").performed


def test_what_stood_before_the_unit_was_live_is_not_told(desk: Books) -> None:
    found = result("L12", desk, "2025")
    assert found.performed
    assert found.population is not None
    assert (found.population.count, found.findings) == (0, ())


def test_a_payment_imported_later_for_an_earlier_day_is_a_lead(desk: Books) -> None:
    desk.post(_paid("旧1", 300_00), _paid("旧2", 200_00))
    some = result("L12", desk, "2025").findings
    assert [(one.title, one.lead, one.amount.fen) for one in some] == [
        (PAID, True, 300_00),
        (PAID, True, 200_00),
    ]
    assert "2025-01-09 付款 300.00 元，2026-01-02 作为历史凭证导入" in some[0].condition


def test_it_is_told_of_its_own_year_and_of_the_year_it_came(desk: Books) -> None:
    desk.post(_paid("旧1", 300_00))
    told = {year: titles("L12", desk, year) for year in ("2025", "2026", "2027")}
    assert told == {"2025": [PAID], "2026": [PAID], "2027": []}


def test_what_the_treasury_paid_is_told_with_its_sum(desk: Books) -> None:
    lines = (
        debit("50404", 70_00, "F2", purpose="生活救助"),
        credit("40302", 70_00, "F2"),
    )
    desk.post(voucher("旧1", *lines, entered="imported", dated_on=EARLY))
    (found,) = result("L12", desk, "2025").findings
    assert (found.title, found.amount.fen) == (PAID, 70_00)


def test_the_rest_of_what_was_imported_is_told_together(desk: Books) -> None:
    moved = debit("101", 50_00), credit("102", 50_00)
    desk.post(
        receipt("旧1", 300_00, entered="imported", dated_on=LATE),
        voucher("旧2", *moved, entered="imported", dated_on=EARLY),
        _paid("旧3", 10_00),
    )
    desk.reverse("旧3", red("旧4", entered="imported", dated_on=LATE))
    paid, others = result("L12", desk, "2025").findings
    assert (paid.title, others.title) == (PAID, OTHERS)
    assert "历史凭证 3 张，借方合计 340.00 元" in others.condition
    assert others.lead


def test_what_is_entered_here_is_not_told(desk: Books) -> None:
    desk.post(receipt("r9", 1_00, attachments=1, dated_on=EARLY))
    assert titles("L12", desk, "2025") == []


def test_the_past_shows_what_was_known_then(desk: Books) -> None:
    desk.post(_paid("旧1", 300_00))
    known = desk.one("SELECT MAX(position) FROM vouchers") - 1
    with reading(desk.engine) as connection:
        books = read_books(connection, "U1", parse_span("2025"), known_at=known)
    assert books.imported is not None
    assert books.imported.late == ()
