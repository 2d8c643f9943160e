"""Confirmations: one a gift, numbered without a gap by however many ask."""

import datetime as dt
import subprocess
import sys
from pathlib import Path

import pytest

from ledger.database import reading, writing
from ledger.money import Money
from tests.building import Books, red
from tests.treasury.giving import (
    CLERK,
    MARCH,
    give,
    known,
    later,
    post_all,
    received,
)
from treasury import bills, confirmations, refunds
from treasury.confirmations import Confirmation, confirm
from treasury.errors import DonationRefused
from treasury.refunds import NewRefund

ROOT = Path(__file__).parents[2]


def letter(books: Books, key: str, days: int = 0) -> Confirmation:
    with writing(books.engine) as connection:
        return confirm(connection, "U1", key, later(CLERK, days=days))


def test_a_gift_is_confirmed_once(books: Books) -> None:
    one = received(books)
    first = letter(books, one.key)
    assert (first.printed, first.amount) == ("捐确〔2025〕1号", one.amount)
    assert letter(books, one.key, days=400) == first
    other = received(books, one.donor, 5)
    assert letter(books, other.key).number == 2
    last = received(books, one.donor, 6)
    assert letter(books, last.key, days=365).printed == "捐确〔2026〕1号"
    with reading(books.engine) as connection:
        of_2025 = confirmations.confirmations(connection, "U1", 2025)
        assert [found.number for found in of_2025] == [1, 2]


def test_what_did_not_come_is_not_confirmed(books: Books) -> None:
    one = give(books)
    with pytest.raises(DonationRefused, match="捐赠-2025-1 尚未记账"):
        letter(books, one.key)
    post_all(books)
    books.reverse(one.ref, red("red", dated_on=MARCH))
    with pytest.raises(DonationRefused, match="已冲销"):
        letter(books, one.key)


def test_what_was_given_back_is_not_confirmed(books: Books) -> None:
    one = received(books)
    with writing(books.engine) as connection:
        given = NewRefund(gift=one.key, amount=Money(400_00), reason="多捐", paper="函")
        refunds.refund(connection, "U1", given, CLERK)
    assert letter(books, one.key).amount == Money(600_00)
    other = received(books, one.donor, 7_00)
    with writing(books.engine) as connection:
        given = NewRefund(gift=other.key, amount=other.amount, reason="误", paper="函")
        refunds.refund(connection, "U1", given, CLERK)
    with pytest.raises(DonationRefused, match="已退回"):
        letter(books, other.key)


def asker(books: Books, what: str, first: int, last: int) -> subprocess.Popen[str]:
    words = (books.url, what, str(first), str(last))
    return subprocess.Popen(
        [sys.executable, "-m", "tests.treasury.confirmer", *words],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.mark.slow
@pytest.mark.parametrize("what", ["confirm", "bill"])
def test_two_processes_at_once_leave_no_gap_and_no_number_twice(
    books: Books, what: str
) -> None:
    donor = known(books).number
    for fen in range(1, 21):
        give(books, donor, fen)
    post_all(books)
    with writing(books.engine) as connection:
        numbers = ("000001", "000030")
        bills.acquire(
            connection, "U1", "A1", numbers, acquired_on=MARCH, paper="证", act=CLERK
        )
    processes = [asker(books, what, *part) for part in ((1, 10), (11, 20))]
    for process in processes:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        # Both stand ready: they ask together.
        assert process.stdin
        process.stdin.write("\n")
        process.stdin.flush()
    for process in processes:
        process.communicate(timeout=120)
    assert [process.returncode for process in processes] == [0, 0]
    table = {"confirm": "confirmations", "bill": "bills"}[what]
    numbers_of = [row[0] for row in books.rows(f"SELECT number FROM {table}")]
    assert sorted(numbers_of) == list(range(1, 21))
    assert books.one(f"SELECT COUNT(DISTINCT gift_number) FROM {table}") == 20


def test_two_processes_that_ask_for_one_gift_get_one_letter(books: Books) -> None:
    received(books)
    processes = [asker(books, "confirm", 1, 1) for _ in "ab"]
    for process in processes:
        process.communicate("\n", timeout=120)
    assert [process.returncode for process in processes] == [0, 0]
    assert books.rows("SELECT number FROM confirmations") == [(1,)]
    assert later(CLERK).at.date() == dt.date(2025, 3, 10)
