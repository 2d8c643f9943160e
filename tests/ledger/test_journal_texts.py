"""What is sealed in texts, and what others registered while we were posting."""

import dataclasses
from typing import Any

import pytest

from ledger import journal, registration
from ledger.accounts import Account, AccountClass, Side
from ledger.database import open_books, writing
from ledger.errors import RecordRefused, VoucherRefused
from ledger.people import Act, Person
from tests.building import ACT, FOUNDING, Books, receipt, red, voucher
from tests.building import credit as cr
from tests.building import debit as dr
from tests.ledger.test_journal import GOOD, refused


@pytest.fixture
def ready(books: Books) -> Books:
    """Books in which F1 has 1,000 yuan in the bank."""
    books.post(receipt("r1", 1000_00))
    return books


# -- what cannot be taken out again -------------------------------------------------


@pytest.mark.parametrize("column", ["summary", "party", "recipient", "item", "memo"])
def test_personal_numbers_are_refused_and_shown_masked(
    books: Books, column: str
) -> None:
    text = "付给 11010519491231002X"
    on_line = {} if column == "summary" else {column: text}
    on_head = {column: text} if column == "summary" else {}
    bad = voucher("x", dr("102", 5, **on_line), cr("408", 5), **on_head)
    with pytest.raises(VoucherRefused) as refusal:
        books.post(bad)
    assert refusal.value.rules == ("privacy",)
    assert "11**************2X" in str(refusal.value)
    assert "19491231" not in str(refusal.value)


def test_references_and_serials_may_look_like_personal_numbers(books: Books) -> None:
    bill = dr("102", 5, serials="13800138000")
    books.post(voucher("11010519491231002X", bill, cr("408", 5)))
    assert books.one("SELECT COUNT(*) FROM vouchers") == 1


LINE_TEXTS = (
    *("party", "recipient", "item", "serials", "memo"),
    *("economic", "functional", "appropriation", "request"),
)


@pytest.mark.parametrize("column", ["summary", "ref", "posted_at", *LINE_TEXTS])
@pytest.mark.parametrize("mark", ["\x1f", "\n", "\x00", "\x85", "\ud800"])
def test_control_characters_are_refused(
    sqlite_books: Books, column: str, mark: str
) -> None:
    text = f"a{mark}b"
    said: dict[str, Any] = {column: text}
    if column in LINE_TEXTS:
        bad = voucher("x", dr("102", 5, **said), cr("408", 5))
    else:
        bad = dataclasses.replace(GOOD, **said)
    assert refused(sqlite_books, bad) == ("text",)


# -- what others registered meanwhile -----------------------------------------------


def test_what_another_process_registered_is_found(ready: Books) -> None:
    account = Account("union-2021", "136", "暂付款", AccountClass.ASSET, Side.DEBIT)
    elsewhere = voucher("elsewhere", dr("136", 5), cr("102", 5))
    other = open_books(ready.url)
    with writing(other) as connection:
        registration.register_people(connection, [Person(code="孙七")], FOUNDING)
        registration.register_accounts(connection, [account], FOUNDING)
        journal.post(connection, [elsewhere], ACT)
    other.dispose()
    ready.post(receipt("q", 5), act=Act("孙七", ACT.at))
    ready.post(voucher("again", dr("136", 5, memo="再次"), cr("102", 5)))
    ready.reverse("elsewhere", red("red"))
    assert ready.one("SELECT COUNT(*) FROM vouchers") == 5


def test_a_reversal_knows_what_another_process_registered(ready: Books) -> None:
    account = Account("union-2021", "136", "暂付款", AccountClass.ASSET, Side.DEBIT)
    other = open_books(ready.url)
    with writing(other) as connection:
        registration.register_accounts(connection, [account], FOUNDING)
        journal.post(
            connection, [voucher("elsewhere", dr("136", 5), cr("102", 5))], ACT
        )
    other.dispose()
    assert ready.reverse("elsewhere", red("red")).position == 3


def test_nothing_with_control_characters_is_registered(books: Books) -> None:
    with (
        writing(books.engine) as connection,
        pytest.raises(RecordRefused, match="控制字符"),
    ):
        registration.register_people(connection, [Person(code="a\x1eb")], FOUNDING)
