"""How the statements of an audited year tie, as read from a database."""

import datetime as dt

from audit.book_data import Data
from audit.books import Tie
from audit.catalogue import entry_of, run_one
from audit.store import read_books
from ledger.database import reading, writing
from ledger.money import Money
from ledger.periods import parse_span
from ledger.registration import register_units
from ledger.units import Level, Unit
from tests.building import FOUNDING, OPENED, Books, credit, debit, receipt, voucher


def ties(books: Books, period: str = "2025", unit: str = "U1") -> tuple[Tie, ...]:
    with reading(books.engine) as connection:
        return tuple(read_books(connection, unit, parse_span(period)).ties)


def test_every_statement_of_the_year_is_held_against_itself(books: Books) -> None:
    books.post(receipt("r", 1000))
    found = ties(books)
    assert {tie.statement for tie in found} == {
        "资产负债表",
        "收入支出表",
        "财政拨款收入支出表",
        "国有资产情况表",
        "成本费用表",
    }
    assert all(tie.left_fen == tie.right_fen for tie in found)
    assert (
        Tie("资产负债表", "资产总计＝负债与净资产总计", "年末余额", 1000, 1000) in found
    )


def test_a_statement_that_does_not_tie_is_a_finding(books: Books) -> None:
    """Goods of 8 fen stand without their counterpart."""
    books.post(receipt("r", 1000), voucher("odd", debit("141", 8), credit("102", 8)))
    entry = entry_of("T46")
    assert entry is not None
    with reading(books.engine) as connection:
        result = run_one(entry, read_books(connection, "U1", parse_span("2025")))
    (found,) = result.findings
    assert found.title == "资产负债表勾稽不符"
    assert found.condition.endswith("（年末余额）：左方 0.08 元，右方 0.00 元")
    assert found.amount == Money(8)


def test_a_month_has_no_statements_of_a_year(books: Books) -> None:
    books.post(receipt("r", 1000))
    assert ties(books, "2025-01") == ()


def test_books_without_statutory_statements_are_not_checked(books: Books) -> None:
    unit = Unit(
        code="AID",
        name="帮扶中心",
        level=Level.COUNTY,
        opened_on=OPENED,
        chart="aid-institution",
    )
    with writing(books.engine) as connection:
        assert not register_units(connection, [unit], FOUNDING)
    assert ties(books, unit="AID") == ()
    with reading(books.engine) as connection:
        read = read_books(connection, "AID", parse_span("2025"))
    assert Data.STATEMENTS not in read.has
    entry = entry_of("T46")
    assert entry is not None
    assert run_one(entry, read).reason.startswith("缺少年度会计报表")


def test_ties_are_those_of_a_chain_position(books: Books) -> None:
    books.post(receipt("r", 1000))
    books.post(receipt("s", 500, dated_on=dt.date(2025, 2, 1)))
    with reading(books.engine) as connection:
        read = read_books(connection, "U1", parse_span("2025"), known_at=1)
    assets = [tie.left_fen for tie in read.ties if tie.check.startswith("资产总计")]
    assert assets == [0, 1000]
