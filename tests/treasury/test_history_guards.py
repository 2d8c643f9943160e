"""L12 round the code: no payment is imported as history of a day on a live unit."""

import datetime as dt
from collections.abc import Iterator

import pytest

from tests import building
from tests.building import Books, Raw, receipt
from tests.ledger.plain import Plain, plain_red
from tests.server import Shelf
from tests.treasury.asking import TENTH, approved, go_live, live
from tests.treasury.test_request_guards import FEN, not_posted, paying


@pytest.fixture
def desk(shelf: Shelf, dialect: str) -> Iterator[Books]:
    """U1 live from 10 January on, with 10,000 yuan in F1."""
    yield from building.copied(shelf, dialect, "request_guards-desk", live)


@pytest.fixture
def raw(desk: Books) -> Iterator[Raw]:
    """Another program's connection, with foreign keys and recursion off."""
    with desk.raw(foreign_keys=False) as raw:
        yield raw


def imported(books: Books, day: str = "2025-01-20", key: str = "") -> Plain:
    """A payment that came in as history, with the key of a request or none."""
    plain = paying(books, key=key)
    return plain.moved(entered="imported", dated_on=day)


@pytest.mark.parametrize("day", ["2025-01-10", "2025-01-20"])
def test_no_payment_of_a_live_day_is_imported(desk: Books, raw: Raw, day: str) -> None:
    not_posted(raw, imported(desk, day), "L12")


def test_no_key_lets_an_imported_payment_pass(desk: Books, raw: Raw) -> None:
    not_posted(raw, imported(desk, key=approved(desk)), "L12")


def test_no_direct_payment_of_a_live_day_is_imported(desk: Books, raw: Raw) -> None:
    plain = imported(desk).moved(kind="转", number=1)
    plain.postings[1]["account_id"] = desk.lookups().charts["union-2021"]["40401"]
    plain.positions.clear()
    not_posted(raw, plain, "L12")


def test_no_payment_hides_behind_another_fund(desk: Books, raw: Raw) -> None:
    """What comes into one fund does not make up for what leaves another."""
    plain = imported(desk)
    chart = desk.lookups().charts["union-2021"]
    at = plain.postings[1] | {"fund_id": 2, "credit_fen": 0}
    came = at | {"line": 3, "debit_fen": 2 * FEN}
    income = at | {"line": 4, "account_id": chart["40302"], "credit_fen": 2 * FEN}
    plain.postings += [came, income]
    plain.positions.append(
        plain.positions[0] | {"fund_id": 2, "balance_fen": 5_000_00 + 2 * FEN}
    )
    not_posted(raw, plain, "L12")


def test_history_of_the_days_before_is_imported(desk: Books) -> None:
    imported(desk, "2025-01-09").write(desk)
    assert desk.one("SELECT COUNT(*) FROM vouchers WHERE entered = 'imported'") == 1


def test_what_comes_in_and_what_is_taken_back_is_imported(desk: Books) -> None:
    imported(desk, "2025-01-09").write(desk)
    late = {"entered": "imported", "dated_on": "2025-01-20"}
    plain_red(desk, desk.one("SELECT MAX(position) FROM vouchers")).moved(**late).write(
        desk
    )
    desk.post(receipt("旧收", 1_00, entered="imported"))
    assert desk.one("SELECT COUNT(*) FROM vouchers WHERE entered = 'imported'") == 3


def test_an_opening_of_a_live_unit_is_imported(desk: Books) -> None:
    """It may owe the bank, and stand in the middle of a year."""
    go_live(desk, "U2", dt.date(2025, 1, 1), TENTH)
    plain = imported(desk).moved(
        unit_id=2,
        position=1,
        kind="期初",
        number=1,
        period=202500,
        dated_on="2025-01-01",
        previous=bytes(32),
    )
    chart = desk.lookups().charts["union-2021"]
    plain.postings[1]["account_id"] = chart["40401"]
    plain.positions.clear()
    for row in plain.postings:
        row |= {"unit_id": 2, "purpose": None}
    plain.write(desk)
    assert desk.one("SELECT COUNT(*) FROM vouchers WHERE unit_id = 2") == 1
