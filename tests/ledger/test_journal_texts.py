"""What is sealed in texts, and what others registered while we were posting."""

import dataclasses
from collections.abc import Iterator
from typing import Any

import pytest

from ledger import chart_registration, journal, registration
from ledger.accounts import Account, AccountClass, Side
from ledger.database import open_books, writing
from ledger.errors import RecordRefused, VoucherRefused
from ledger.people import Act, Person
from tests import building
from tests.building import ACT, FOUNDING, Books, receipt, red, voucher
from tests.building import credit as cr
from tests.building import debit as dr
from tests.ledger.test_journal import GOOD, refused
from tests.server import Shelf


def _fill_ready(books: Books) -> None:
    books.post(receipt("r1", 1000_00))


@pytest.fixture
def ready(shelf: Shelf, dialect: str) -> Iterator[Books]:
    """Books in which F1 has 1,000 yuan in the bank."""
    yield from building.copied(shelf, dialect, "journal_texts-ready", _fill_ready)


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


# -- references that look alike -----------------------------------------------------


@pytest.mark.parametrize(
    ("ref", "why", "do"),
    [
        ("付\u200b1", "看不见的字符", "重新键入"),
        ("付\ufeff1", "看不见的字符", "重新键入"),
        ("付\u202e1", "看不见的字符", "重新键入"),
        ("付\u00ad1", "看不见的字符", "重新键入"),
        ("付\U000e00411", "看不见的字符", "重新键入"),
        ("付\ufe0f1", "看不见的字符", "重新键入"),
        ("付\u31641", "看不见的字符", "重新键入"),
        ("付\u28001", "看不见的字符", "重新键入"),
        ("付\u00a01", "特殊空格", "半角空格"),
        ("付\u30001", "特殊空格", "半角空格"),
        ("付\u20091", "特殊空格", "半角空格"),
        ("付1 ", "首尾有空格", "删去"),
        (" 付1", "首尾有空格", "删去"),
        ("付１", "全角", "半角"),
        ("Ａ1", "全角", "半角"),
        ("ｚ1", "全角", "半角"),
    ],
)
def test_a_reference_that_looks_like_another_is_refused(
    sqlite_books: Books, ref: str, why: str, do: str
) -> None:
    with pytest.raises(VoucherRefused) as refusal:
        sqlite_books.post(dataclasses.replace(GOOD, ref=ref))
    assert refusal.value.rules == ("text",)
    ((_, problem),) = refusal.value.found
    assert problem.column == "ref"
    assert why in problem.what
    assert do in problem.do


@pytest.mark.parametrize("mark", ["\u2028", "\u2029"])
def test_a_line_separator_in_a_reference_is_a_control_character(
    sqlite_books: Books, mark: str
) -> None:
    assert refused(sqlite_books, dataclasses.replace(GOOD, ref=f"付{mark}1")) == (
        "text",
    )


@pytest.mark.parametrize("ref", ["付 1", "记-2025/03（补）", "𠀀1", "é1", "A_1#2"])
def test_a_reference_that_can_be_read_is_kept_as_it_is(
    sqlite_books: Books, ref: str
) -> None:
    sqlite_books.post(dataclasses.replace(GOOD, ref=ref))
    assert sqlite_books.one("SELECT ref FROM vouchers") == ref


# -- what others registered meanwhile -----------------------------------------------


def test_what_another_process_registered_is_found(ready: Books) -> None:
    account = Account("union-2021", "136", "暂付款", AccountClass.ASSET, Side.DEBIT)
    elsewhere = voucher("elsewhere", dr("136", 5), cr("102", 5))
    other = open_books(ready.url)
    with writing(other) as connection:
        registration.register_people(connection, [Person(code="孙七")], FOUNDING)
        chart_registration.register_accounts(connection, [account], FOUNDING)
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
        chart_registration.register_accounts(connection, [account], FOUNDING)
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


def test_nothing_that_cannot_be_seen_is_registered(books: Books) -> None:
    with (
        writing(books.engine) as connection,
        pytest.raises(RecordRefused, match="看不见的字符"),
    ):
        registration.register_people(connection, [Person(code="a\u2066b")], FOUNDING)


@pytest.mark.parametrize("hidden", ["\u200b", "\u202e", "\u2060", "\ufeff", "\u00ad"])
def test_a_text_that_reads_otherwise_than_it_stands_is_refused(
    books: Books, hidden: str
) -> None:
    told = receipt("r1", 1_00, summary=f"收到{hidden}捐款")
    with pytest.raises(VoucherRefused, match="看不见的字符"):
        books.post(told)
