"""Months close in order, at the head of the chain, and nothing enters them after."""

from collections.abc import Iterator

import pytest

from tests import building
from tests.building import Books, DriverError, payment, receipt
from tests.ledger.plain import STAMP, Row, digest, plain_payment
from tests.server import Shelf


def _fill_ready(books: Books) -> None:
    books.post(receipt("r1", 1000_00))


@pytest.fixture
def ready(shelf: Shelf, dialect: str) -> Iterator[Books]:
    """Books in which January 2025 holds one voucher."""
    yield from building.copied(shelf, dialect, "guards_closes-ready", _fill_ready)


def close_row(books: Books, period: int, unit_id: int = 1) -> Row:
    """A close that is right if the period is: it stands at the head of the chain."""
    heads = books.rows(
        f"SELECT position, hash FROM vouchers WHERE unit_id = {unit_id}"
        " ORDER BY position DESC LIMIT 1"
    )
    position, head = heads[0] if heads else (0, bytes(32))
    return {
        "unit_id": unit_id,
        "period": period,
        "position": position,
        "hash": bytes(head),
        "totals_hash": digest("totals"),
        "closed_by_id": 3,
        "closed_at": STAMP,
    }


def close(books: Books, row: Row) -> None:
    with books.raw() as raw:
        raw.insert("closes", row)
        raw.commit()


def test_months_close_one_after_the_other(ready: Books) -> None:
    for period in (202501, 202502, 202503):
        close(ready, close_row(ready, period))
    assert ready.one("SELECT COUNT(*) FROM closes") == 3


def test_january_follows_december(books: Books) -> None:
    for period in (202511, 202512, 202601):
        close(books, close_row(books, period))
    assert books.one("SELECT MAX(period) FROM closes") == 202601


def test_a_unit_without_vouchers_closes_at_zeros(books: Books) -> None:
    close(books, close_row(books, 202501, unit_id=2))
    assert books.one("SELECT position FROM closes") == 0


@pytest.mark.parametrize("period", [202504, 202412, 202612])
def test_no_month_is_skipped(ready: Books, period: int) -> None:
    close(ready, close_row(ready, 202501))
    close(ready, close_row(ready, 202502))
    with pytest.raises(DriverError, match="bangfu:L5"):
        close(ready, close_row(ready, period))


def test_december_is_not_skipped(books: Books) -> None:
    close(books, close_row(books, 202511))
    with pytest.raises(DriverError, match="bangfu:L5"):
        close(books, close_row(books, 202601))


def test_the_first_close_leaves_no_earlier_voucher_open(ready: Books) -> None:
    with pytest.raises(DriverError, match="bangfu:L5"):
        close(ready, close_row(ready, 202502))


@pytest.mark.parametrize("period", [202500, 202513, 202599])
def test_only_months_close(books: Books, period: int) -> None:
    with pytest.raises(DriverError, match="period_is_a_month"):
        close(books, close_row(books, period))


def test_a_month_is_closed_once(ready: Books) -> None:
    close(ready, close_row(ready, 202501))
    with pytest.raises(DriverError, match=r"bangfu:L3|pk_closes"):
        close(ready, close_row(ready, 202501))


@pytest.mark.parametrize(
    "wrong", [{"hash": digest("other")}, {"position": 0}, {"position": 2}]
)
def test_a_close_names_the_head_of_the_chain(ready: Books, wrong: Row) -> None:
    with pytest.raises(DriverError, match="bangfu:L10"):
        close(ready, close_row(ready, 202501) | wrong)


def test_a_close_before_the_last_voucher_is_refused(ready: Books) -> None:
    row = close_row(ready, 202501)
    ready.post(payment("p", 1))
    with pytest.raises(DriverError, match="bangfu:L10"):
        close(ready, row)


@pytest.mark.parametrize("closed", [202501, 202502])
def test_no_voucher_enters_a_closed_month(ready: Books, closed: int) -> None:
    for period in range(202501, closed + 1):
        close(ready, close_row(ready, period))
    with pytest.raises(DriverError, match="bangfu:L5"):
        plain_payment(ready).write(ready)


def test_an_open_month_takes_vouchers_beside_closed_ones(ready: Books) -> None:
    close(ready, close_row(ready, 202501))
    plain = plain_payment(ready)
    plain.head |= {"dated_on": "2025-02-01", "period": 202502}
    plain.write(ready)
    assert ready.one("SELECT MAX(position) FROM vouchers") == 2


def test_the_close_of_one_unit_leaves_others_open(ready: Books) -> None:
    close(ready, close_row(ready, 202501, unit_id=2))
    plain_payment(ready).write(ready)
    assert ready.one("SELECT MAX(position) FROM vouchers") == 2
