"""The books as read from a database, on SQLite and on PostgreSQL."""

import datetime as dt
from typing import Any

import pytest

from audit.books import AdvanceLine, InStock, Month, Standing, Tenure
from audit.books import Books as Audited
from audit.catalogue import run_all
from audit.store import read_books
from ledger import closing, people
from ledger.database import reading, writing
from ledger.errors import NotFound
from ledger.people import Act
from ledger.periods import Span, parse_span
from ledger.registration import register_tenures
from ledger.vouchers import Correction, Entered, Kind, Voucher
from tests.building import (
    ACT,
    FOUNDING,
    Books,
    credit,
    debit,
    payment,
    receipt,
    red,
    voucher,
)

YEAR = parse_span("2025")
DAY = dt.date(2025, 1, 15)
NEXT_YEAR = dt.date(2026, 2, 2)


def read(books: Books, span: Span = YEAR, known_at: int | None = None) -> Audited:
    with reading(books.engine) as connection:
        return read_books(connection, "U1", span, known_at=known_at)


def _to_household(ref: str, fen: int) -> Voucher:
    more: dict[str, Any] = {
        "purpose": "生活救助",
        "recipient": "D1",
        "persons": 1,
        "memo": "备注",
    }
    return voucher(ref, debit("50404", fen, **more), credit("102", fen))


@pytest.fixture
def kept(books: Books) -> Books:
    """1,000.00 given, 3.00 paid to D1, 2.00 paid and cancelled, 5.00 advanced."""
    lent = debit("135", 500, party="某医院"), credit("102", 500)
    books.post(
        receipt("r1", 100_000),
        _to_household("p1", 300),
        payment("p2", 200),
        voucher("a1", *lent, cashier="赵六", attachments=3),
    )
    books.reverse("p2", red("x2"))
    return books


def test_a_voucher_is_read_with_its_lines_and_its_persons(kept: Books) -> None:
    read_back = read(kept)
    found = {one.position: one for one in read_back.vouchers}
    paid = found[2]
    assert (paid.mark, paid.dated_on, paid.summary) == ("2025-01 付-1", DAY, "凭证摘要")
    assert (paid.preparer, paid.reviewer, paid.poster) == ("张三", "李四", "王五")
    first, second = paid.lines
    assert (first.account, first.fund, first.debit_fen) == ("50404", "F1", 300)
    assert (first.purpose, first.recipient, first.persons) == ("生活救助", "D1", 1)
    assert first.memo == "备注"
    assert (second.account, second.credit_fen) == ("102", 300)
    assert (found[4].cashier, found[4].attachments) == ("赵六", 3)
    assert paid.cashier == ""


def test_a_cancelled_voucher_and_the_one_that_cancels_know_each_other(
    kept: Books,
) -> None:
    found = {one.position: one for one in read(kept).vouchers}
    assert found[3].cancelled
    assert found[5].corrects == found[3].mark
    assert found[5].corrects_period == 202501
    assert found[5].correction == Correction.FULL
    assert not found[3].stands
    assert not found[5].stands


def test_a_correction_of_what_lies_before_the_span_is_still_named(kept: Books) -> None:
    _to_february = dt.date(2025, 2, 3)
    kept.post(_to_household("p9", 100))
    kept.reverse("p9", red("x9", dated_on=_to_february))
    (cancelling,) = read(kept, parse_span("2025-02")).vouchers
    assert cancelling.corrects == "2025-01 付-5"
    assert cancelling.corrects_period == 202501


def test_what_came_later_than_a_chain_position_is_left_out(kept: Books) -> None:
    known = read(kept, known_at=2)
    assert [one.position for one in known.vouchers] == [1, 2]
    assert Standing("102", "F1", 99_700) in known.closings
    assert known.advances == ()


def test_openings_and_closings_are_the_balances_of_the_ledger(kept: Books) -> None:
    assert read(kept).openings == ()
    assert set(read(kept).closings) == {
        Standing("102", "F1", 99_200),
        Standing("135", "F1", 500),
        Standing("408", "F1", -100_000),
        Standing("50404", "F1", 300),
    }
    later = read(kept, parse_span("2026"))
    assert set(later.openings) == set(read(kept).closings)
    assert later.vouchers == ()


def test_history_reaches_back_beyond_the_span(kept: Books) -> None:
    month = Month("F1", 202501, received_fen=100_000, paid_fen=300)
    assert read(kept).history == (month,)
    assert read(kept, parse_span("2026")).history == (month,)


def test_advances_reach_back_beyond_the_span_with_the_day_they_arose(
    kept: Books,
) -> None:
    line = AdvanceLine("2025-01 付-3", DAY, "F1", "某医院", 500)
    assert read(kept, parse_span("2026")).advances == (line,)


def test_openings_are_no_vouchers_and_keep_the_age_of_an_advance(books: Books) -> None:
    """5.00 advanced in 2023 and 5.00 in the bank stand when the books begin."""
    arose = dt.date(2023, 5, 1)
    books.post(
        voucher(
            "o1",
            debit("135", 500, party="某医院", arose_on=arose),
            debit("102", 500),
            credit("32104", 1_000),
            kind="期初",
            dated_on=dt.date(2025, 1, 1),
        )
    )
    found = read(books)
    assert found.vouchers == ()
    assert Standing("102", "F1", 500) in found.openings
    assert found.history == (Month("F1", 202500, 1_000, 0),)
    (advance,) = found.advances
    assert advance.arose_on == arose


def test_books_that_begin_next_year_have_nothing_in_this_one(books: Books) -> None:
    lines = debit("135", 100, party="某医院"), credit("32104", 100)
    begins = dt.date(2026, 1, 1)
    books.post(voucher("o6", *lines, kind="期初", dated_on=begins))
    assert read(books).vouchers == ()
    assert read(books).advances == ()
    assert len(read(books, parse_span("2026")).advances) == 1


@pytest.mark.parametrize(
    ("entered", "posted_at", "recorded_on"),
    [
        (Entered.HERE, "", dt.date(2026, 1, 2)),
        (Entered.IMPORTED, "", None),
        (Entered.IMPORTED, "2025-01-20 09:00", dt.date(2025, 1, 20)),
        (Entered.IMPORTED, "2025-01-20 23:00", dt.date(2025, 1, 20)),
        (Entered.IMPORTED, "2025-01-20 下午", dt.date(2025, 1, 20)),
        (Entered.IMPORTED, "2025-01-20T16:00:00Z", dt.date(2025, 1, 21)),
        (Entered.IMPORTED, "2025-01-20T23:00:00+08:00", dt.date(2025, 1, 20)),
        (Entered.IMPORTED, "9999-12-31T23:00:00Z", dt.date(9999, 12, 31)),
        (Entered.IMPORTED, "一月二十日", None),
    ],
)
def test_the_day_of_entry_is_known_where_somebody_tells_it(
    books: Books, entered: Entered, posted_at: str, recorded_on: dt.date | None
) -> None:
    books.post(receipt("r1", 100, entered=entered, posted_at=posted_at))
    (found,) = read(books).vouchers
    assert found.recorded_on == recorded_on


def test_what_is_sealed_after_midnight_in_china_is_of_the_new_day(books: Books) -> None:
    late = Act("王五", dt.datetime(2026, 1, 2, 16, tzinfo=dt.UTC))
    books.post(receipt("r1", 100), act=late)
    (found,) = read(books).vouchers
    assert found.recorded_on == dt.date(2026, 1, 3)


def test_funds_know_what_they_may_be_spent_on(books: Books) -> None:
    found = read(books).funds
    assert found["F1"].purposes is None
    assert found["F2"].purposes is not None
    assert "医疗救助" in found["F2"].purposes
    assert found["F1"].is_aid
    assert not found["G"].is_aid


def test_officers_of_the_year_are_read_and_no_others(books: Books) -> None:
    held = [
        people.Tenure(person=who, post="主席", unit="U1", since=since, until=until)
        for who, since, until in (
            ("张三", dt.date(2020, 1, 1), dt.date(2025, 1, 1)),
            ("李四", dt.date(2025, 1, 1), dt.date(2025, 7, 1)),
            ("王五", dt.date(2025, 7, 1), None),
            ("赵六", NEXT_YEAR, None),
        )
    ]
    with writing(books.engine) as connection:
        assert not register_tenures(connection, held, FOUNDING)
    assert read(books).tenures == (
        Tenure(
            *("李四", "主席", dt.date(2025, 1, 1), dt.date(2025, 7, 1)),
            code="李四",
        ),
        Tenure("王五", "主席", dt.date(2025, 7, 1), None, code="王五"),
    )


def test_closes_are_read_as_known(kept: Books) -> None:
    with writing(kept.engine) as connection:
        closing.close_through(connection, "U1", 202501, ACT)
    assert [(one.period, one.position) for one in read(kept).closes] == [(202501, 5)]
    assert read(kept, known_at=2).closes == ()


def test_sound_books_keep_every_equality(kept: Books) -> None:
    results = {result.key: result for result in run_all(read(kept))}
    for key in ("T38", "T39", "T42", "T43", "L07"):
        assert results[key].performed
        assert results[key].findings == ()


def test_a_unit_that_is_not_there_is_refused(books: Books) -> None:
    with (
        reading(books.engine) as connection,
        pytest.raises(NotFound, match="账中没有单位“X”"),
    ):
        read_books(connection, "X", YEAR)


def test_goods_of_earlier_years_are_read_item_by_item(books: Books) -> None:
    """10 quilts opened with, 2.5 bought in 2025: the year 2026 begins with 12.5."""
    quilts: dict[str, Any] = {"item": "棉被"}
    stock = debit("141", 500, quantity_milli=10_000, **quilts), credit("30101", 500)
    books.post(
        voucher("o", *stock, dated_on=dt.date(2025, 1, 1), kind=Kind.OPENING),
        voucher(
            "b",
            debit("141", 100, quantity_milli=2_500, **quilts),
            credit("30101", 100),
        ),
        voucher(
            "g",
            debit("30101", 600, purpose="生活救助"),
            credit("141", 600, quantity_milli=13_000, **quilts),
            dated_on=dt.date(2026, 2, 2),
        ),
    )
    assert read(books).stock == (InStock("F1", "棉被", 10_000),)
    after = read(books, parse_span("2026"))
    assert after.stock == (InStock("F1", "棉被", 12_500),)
    results = {result.key: result for result in run_all(after)}
    (found,) = results["T28"].findings
    assert found.condition.endswith("棉被发出超过结存 0.5")
    assert not {r.key: r for r in run_all(read(books))}["T28"].findings
    assert read(books, known_at=0).stock == ()
