"""Two writers at once on PostgreSQL: the guards look only when they hold the unit.

Each test opens two real connections; the second waits for the first, and what it
then sees is what the first left.
"""

import threading
import time
from collections.abc import Callable, Iterator

import psycopg
import pytest

from tests.building import Books, Raw, receipt
from tests.ledger.plain import plain_payment
from tests.ledger.test_guards_closes import close_row

REPEATABLE = "SET TRANSACTION ISOLATION LEVEL "


@pytest.fixture
def ready(postgresql_books: Books) -> Books:
    """Books in which January 2025 holds one voucher."""
    postgresql_books.post(receipt("r1", 1000_00))
    return postgresql_books


@pytest.fixture
def pair(ready: Books) -> Iterator[tuple[Raw, Raw]]:
    """Two connections, each in a transaction of its own."""
    with ready.raw() as one, ready.raw() as other:
        yield one, other


def outcome(act: Callable[[], None]) -> "tuple[threading.Thread, list[str]]":
    """Start an act beside us; its refusal, if any, is found in the list."""
    refused: list[str] = []

    def run() -> None:
        try:
            act()
        except psycopg.Error as error:
            refused.append(str(error))

    thread = threading.Thread(target=run)
    thread.start()
    return thread, refused


def wait_until_blocked(books: Books) -> None:
    """Return when some connection waits for the lock of a unit."""
    waiting = (
        "SELECT COUNT(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
    )
    deadline = time.monotonic() + 10
    while books.one(waiting) == 0:
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_posting_does_not_slip_under_a_seal_about_to_stand(
    ready: Books, pair: tuple[Raw, Raw]
) -> None:
    one, other = pair
    plain = plain_payment(ready)
    stray = plain.postings[0] | {"line": 3}
    plain.insert(one)

    def slip() -> None:
        other.insert("postings", stray)
        other.commit()

    thread, refused = outcome(slip)
    wait_until_blocked(ready)
    one.commit()
    thread.join()
    assert "bangfu:L3" in refused[0]
    assert ready.one("SELECT COUNT(*) FROM postings WHERE position = 2") == 2


def test_a_seal_waits_for_a_posting_that_came_first(
    ready: Books, pair: tuple[Raw, Raw]
) -> None:
    one, other = pair
    plain = plain_payment(ready)
    one.insert("postings", plain.postings[0] | {"line": 3})

    def seal() -> None:
        plain.insert(other)
        other.commit()

    thread, refused = outcome(seal)
    wait_until_blocked(ready)
    # The stray posting has no voucher yet: its own transaction cannot stand.
    with pytest.raises(psycopg.Error, match="foreign key"):
        one.commit()
    thread.join()
    assert refused == []
    assert ready.one("SELECT COUNT(*) FROM postings WHERE position = 2") == 2


def test_a_voucher_does_not_enter_a_month_about_to_close(
    ready: Books, pair: tuple[Raw, Raw]
) -> None:
    one, other = pair
    plain = plain_payment(ready)
    one.insert("closes", close_row(ready, 202501))

    def seal() -> None:
        plain.insert(other)
        other.commit()

    thread, refused = outcome(seal)
    wait_until_blocked(ready)
    one.commit()
    thread.join()
    assert "bangfu:L5" in refused[0]
    assert ready.one("SELECT COUNT(*) FROM vouchers") == 1


def test_a_month_does_not_close_over_a_voucher_about_to_stand(
    ready: Books, pair: tuple[Raw, Raw]
) -> None:
    one, other = pair
    row = close_row(ready, 202501)
    plain_payment(ready).insert(one)

    def close() -> None:
        other.insert("closes", row)
        other.commit()

    thread, refused = outcome(close)
    wait_until_blocked(ready)
    one.commit()
    thread.join()
    assert "bangfu:L10" in refused[0]
    assert ready.one("SELECT COUNT(*) FROM closes") == 0


@pytest.mark.parametrize("level", ["REPEATABLE READ", "SERIALIZABLE"])
def test_an_old_view_of_the_books_writes_nothing(
    ready: Books, pair: tuple[Raw, Raw], level: str
) -> None:
    one, other = pair
    other.run(REPEATABLE + level)
    other.run("SELECT COUNT(*) FROM closes")
    one.insert("closes", close_row(ready, 202501))
    one.commit()
    with pytest.raises(psycopg.Error, match="bangfu:isolation"):
        plain_payment(ready).insert(other)


@pytest.mark.parametrize("level", ["REPEATABLE READ", "SERIALIZABLE"])
def test_an_old_view_closes_no_month(
    ready: Books, pair: tuple[Raw, Raw], level: str
) -> None:
    _, other = pair
    other.run(REPEATABLE + level)
    with pytest.raises(psycopg.Error, match="bangfu:isolation"):
        other.insert("closes", close_row(ready, 202501))


def test_units_do_not_wait_for_each_other(ready: Books, pair: tuple[Raw, Raw]) -> None:
    one, _ = pair
    plain_payment(ready).insert(one)
    ready.post(receipt("r", 1, unit="U2"))
    assert ready.one("SELECT COUNT(*) FROM vouchers WHERE unit_id = 2") == 1
