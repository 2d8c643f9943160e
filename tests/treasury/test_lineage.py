"""The record of whose money paid what: true at any position of the chain."""

import datetime as dt

import pytest

from audit.lineage_record import TEST
from ledger.database import reading
from ledger.errors import NotFound
from ledger.money import Money
from ledger.vouchers import Correction
from tests.audit.sealed import verify
from tests.building import Books, credit, debit, payment, red, voucher
from tests.treasury.lineages import (
    RandomYear,
    desk_refund,
    direct,
    paid,
    paid_again,
    paid_by,
    receipt,
    record,
    recovered,
    returned,
    used,
)
from treasury import lineage

ROWS = {
    "lineage_amounts": "fund_id, side, matter, at",
    "lineage_shares": "fund_id, seq",
    "lineage_keys": "fund_id, request, use, at",
}


def recorded(books: Books) -> list[list[tuple[object, ...]]]:
    return [
        books.rows(f"SELECT * FROM {table} WHERE unit_id = 1 ORDER BY {order}")
        for table, order in ROWS.items()
    ]


def differences(books: Books) -> list[str]:
    return [str(d) for d in verify(books, "U1").differences if d.test == TEST]


# -- what happened ------------------------------------------------------------------


def test_a_payment_is_told_with_its_gifts_and_a_gift_with_its_payments(
    books: Books,
) -> None:
    books.post(receipt("g1", 100), receipt("g2", 50), payment("p1", 120))
    assert record(books) == 3
    assert record(books) == 0
    assert paid_by(books, 3) == {"F1": {1: 100, 2: 20}}
    assert used(books, 2) == {"F1": {3: 20, 0: 30}}
    assert paid_by(books, 1) == used(books, 3) == {}


def test_what_was_known_before_is_told_as_it_was(books: Books) -> None:
    books.post(receipt("g1", 100), payment("p1", 60), payment("p2", 40))
    record(books)
    assert used(books, 1, known_at=2) == {"F1": {2: 60, 0: 40}}
    assert used(books, 1) == {"F1": {2: 60, 3: 40, 0: 0}}
    with reading(books.engine) as connection:
        assert lineage.sources(connection, "U1", known_at=0) == ()
        with pytest.raises(NotFound, match="链位"):
            lineage.used(connection, "U1", 1, known_at=4)
        with pytest.raises(NotFound, match="凭证链位"):
            lineage.paid_by(connection, "U1", 3, known_at=2)
        with pytest.raises(NotFound, match="资金"):
            lineage.uses(connection, "U1", "F9")


def test_a_reader_works_out_what_is_not_recorded_yet(books: Books) -> None:
    books.post(receipt("g1", 100), payment("p1", 60))
    assert used(books, 1) == {"F1": {2: 60, 0: 40}}
    record(books)
    books.post(payment("p2", 30), receipt("g2", 5))
    assert paid_by(books, 3) == {"F1": {1: 30}}
    assert used(books, 1) == {"F1": {2: 60, 3: 30, 0: 10}}
    assert used(books, 1, known_at=2) == {"F1": {2: 60, 0: 40}}
    with reading(books.engine) as connection:
        assert lineage.behind(connection, "U1") == 2
        told = lineage.sources(connection, "U1", "F1")
        assert [(one.position, one.left) for one in told] == [
            (1, Money(10)),
            (4, Money(5)),
        ]
        (first, second) = lineage.uses(connection, "U1")
        assert (first.amount, second.amount) == (Money(60), Money(30))


def test_money_that_only_changes_its_form_is_nobodys(books: Books) -> None:
    books.post(
        voucher("q", debit("111", 100), credit("40401", 100)),
        voucher("c", debit("101", 30), credit("111", 30)),
        voucher("y", debit("12102", 70), credit("111", 70)),
        voucher("p", debit("50404", 10, purpose="生活救助"), credit("101", 10)),
    )
    record(books)
    assert used(books, 1) == {"F1": {4: 10, 0: 90}}
    assert paid_by(books, 2) == used(books, 3) == {}


def test_a_move_between_funds_is_a_use_and_a_source(books: Books) -> None:
    books.post(
        receipt("g1", 100, "G"),
        voucher(
            "m",
            debit("102", 40),
            credit("215", 40),
            debit("135", 40, "G"),
            credit("102", 40, "G"),
        ),
        payment("p", 15),
    )
    record(books)
    assert paid_by(books, 2) == {"G": {1: 40}}
    assert used(books, 2) == {"F1": {3: 15, 0: 25}}


def test_a_returned_payment_and_its_second_sending(books: Books) -> None:
    books.post(receipt("g1", 100), receipt("g2", 100), paid("p1", 150, "2025-7"))
    record(books)
    books.post(payment("p2", 20), returned("b", 60, "2025-7"))
    record(books)
    assert paid_by(books, 3) == {"F1": {1: 90}}
    assert used(books, 1) == {"F1": {3: 90, 0: 10}}
    assert paid_by(books, 5) == used(books, 5) == {}
    books.post(paid_again("a", 60, "2025-7"))
    record(books)
    assert paid_by(books, 6) == {"F1": {1: 10, 2: 50}}
    assert paid_by(books, 3, known_at=4) == {"F1": {1: 100, 2: 50}}
    assert differences(books) == []


def test_a_receipt_that_says_what_it_brings_back_restores_its_sources(
    books: Books,
) -> None:
    books.post(receipt("g1", 100), receipt("g2", 100), payment("p1", 150))
    record(books)
    desk_refund(books, 1, "b1", "p1")
    books.post(payment("p2", 20), recovered("b1", 60))
    record(books)
    assert paid_by(books, 3) == {"F1": {1: 90}}
    assert used(books, 1) == {"F1": {3: 90, 0: 10}}
    assert used(books, 2) == {"F1": {4: 20, 0: 80}}
    assert used(books, 2, known_at=4) == {"F1": {3: 50, 4: 20, 0: 30}}
    assert paid_by(books, 5) == used(books, 5) == {}
    books.reverse("b1", red("x"))
    record(books)
    assert paid_by(books, 3) == {"F1": {1: 100, 2: 50}}
    # The payment of a replacement is that of what it replaces; so is a next year's.
    books.correct(red("y", "p1"), payment("p1b", 150))
    desk_refund(books, 2, "b2", "p1b")
    day = dt.date(2026, 1, 9)
    lines = debit("102", 50), credit("32101", 50)
    books.post(voucher("b2", *lines, dated_on=day))
    record(books)
    assert paid_by(books, 3) == {"F1": {1: 100}}
    assert differences(books) == []


def test_a_reference_that_was_given_up_tells_nothing_of_its_next_draft(
    books: Books,
) -> None:
    books.post(receipt("g1", 100), payment("p1", 60))
    desk_refund(books, 1, "b1", "p1")
    with books.raw() as raw:
        given_up = "INSERT INTO desk_drafts SELECT unit_id, 2, ref, event, digest"
        raw.run(f"{given_up} FROM desk_drafts")
        raw.commit()
    books.post(receipt("b1", 30))
    record(books)
    assert used(books, 3) == {"F1": {0: 30}}


def test_two_returns_in_one_voucher_go_each_to_its_payment(books: Books) -> None:
    books.post(receipt("g1", 100), paid("p1", 30, "2025-1"), paid("p2", 40, "2025-2"))
    record(books)
    lines = credit("215", 30, request="2025-1"), credit("215", 5, request="2025-2")
    books.post(voucher("b", debit("102", 35), *lines))
    record(books)
    assert used(books, 1) == {"F1": {3: 35, 0: 65}}


def test_a_gift_entered_right_keeps_what_it_paid_for(books: Books) -> None:
    books.post(receipt("g1", 100), receipt("g2", 100), payment("p1", 60))
    record(books)
    books.correct(red("x", "g1"), receipt("g1b", 90))
    record(books)
    assert used(books, 1) == {"F1": {3: 60, 0: 30}}
    # Asked for the cancellation or the replacement, the same gift is told.
    assert used(books, 4) == used(books, 5) == used(books, 1)
    assert used(books, 1, known_at=4) == {}
    assert paid_by(books, 3, known_at=4) == {"F1": {2: 60}}
    books.correct(red("x2", "g1b"), receipt("g1c", 90, "F2"))
    record(books)
    assert paid_by(books, 3) == {"F1": {2: 60}}
    assert used(books, 7) == {"F2": {0: 90}}
    assert differences(books) == []


def test_an_overdrawn_fund_is_told_as_uncovered_until_money_comes(
    books: Books,
) -> None:
    books.post(receipt("g1", 10), payment("f", 15, entered="bank"))
    record(books)
    assert paid_by(books, 2) == {"F1": {1: 10, 0: 5}}
    books.post(receipt("g2", 3))
    record(books)
    assert paid_by(books, 2) == {"F1": {1: 10, 3: 3, 0: 2}}
    books.post(receipt("g3", 30))
    record(books)
    assert paid_by(books, 2) == {"F1": {1: 10, 3: 3, 4: 2}}
    assert used(books, 4) == {"F1": {2: 2, 0: 28}}
    assert differences(books) == []


def test_what_the_treasury_pays_itself_is_bound_to_its_grant(books: Books) -> None:
    books.post(receipt("g", 50, "F2"), direct("d", 70))
    record(books)
    assert paid_by(books, 2) == {"F2": {2: 70}}
    assert used(books, 2) == {"F2": {2: 70, 0: 0}}
    assert used(books, 1) == {"F2": {0: 50}}
    books.reverse("d", red("x"))
    record(books)
    assert paid_by(books, 2) == used(books, 2) == {}


def test_opening_balances_are_a_source_and_a_years_end_moves_nothing(
    books: Books,
) -> None:
    opening = dt.date(2025, 1, 1)
    books.post(
        voucher(
            "o", debit("102", 80), credit("32104", 80), kind="期初", dated_on=opening
        ),
        payment("p", 30),
    )
    record(books)
    books.close_year(2025)
    record(books)
    assert used(books, 1) == {"F1": {2: 30, 0: 50}}
    with reading(books.engine) as connection:
        assert len(lineage.sources(connection, "U1")) == 1
        assert lineage.behind(connection, "U1") == 0
    assert differences(books) == []


def test_units_are_recorded_each_by_itself(books: Books) -> None:
    books.post(receipt("g", 10), receipt("g", 20, unit="U2"))
    assert (record(books), record(books, "U2")) == (1, 1)
    with reading(books.engine) as connection:
        (told,) = lineage.sources(connection, "U2")
    assert (told.fund, told.given, told.used) == ("F1", Money(20), Money(0))
    with pytest.raises(NotFound, match="U9"):
        record(books, "U9")


# -- any books ----------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(8))
def test_recorded_step_by_step_is_what_all_of_it_gives_at_once(
    books: Books, seed: int
) -> None:
    year = RandomYear(books, seed)
    for _ in range(40):
        year.step()
        if year.random.random() < 0.6:
            record(books)
    record(books)
    assert differences(books) == []
    amounts, shares, _ = recorded(books)
    assert len(amounts) > 20
    assert len(shares) > 10


def test_it_agrees_with_the_money_of_the_fund(books: Books) -> None:
    year = RandomYear(books, 99)
    for _ in range(60):
        year.step()
    record(books)
    with reading(books.engine) as connection:
        for fund, money in year.money.items():
            left = sum(s.left.fen for s in lineage.sources(connection, "U1", fund))
            uncovered = sum(
                u.uncovered.fen for u in lineage.uses(connection, "U1", fund)
            )
            assert left - uncovered == money
            for use in lineage.uses(connection, "U1", fund):
                covered = sum(part.amount.fen for part in use.parts)
                assert covered + use.uncovered.fen == use.amount.fen


def test_a_correction_may_be_a_replacement_of_a_replacement(books: Books) -> None:
    books.post(receipt("g1", 100), payment("p1", 60))
    record(books)
    for count in range(3):
        old = "g1" if not count else f"g1{count - 1}"
        books.correct(red(f"x{count}", old), receipt(f"g1{count}", 100))
        record(books)
    assert used(books, 1) == {"F1": {2: 60, 0: 40}}
    assert books.one("SELECT correction FROM vouchers WHERE position = 8") == (
        Correction.REPLACEMENT
    )
    assert differences(books) == []
