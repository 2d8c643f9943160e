"""Vouchers of gifts that are not cancelled or corrected, and letters withdrawn."""

import datetime as dt

import pytest

from ledger import journal
from ledger.database import reading, writing
from ledger.draft_vouchers import DraftPosting, DraftVoucher
from ledger.errors import GuardBit, NotFound
from ledger.money import Money
from ledger.vouchers import Correction, Entered
from tests.building import ACT, Books, DriverError, credit, debit, red, voucher
from tests.treasury.giving import CLERK, MARCH, later, received
from treasury import bill_check, bills, confirmations, corrections, donations, refunds
from treasury.confirmations import Confirmation
from treasury.donations import Gift
from treasury.errors import DonationRefused
from treasury.refunds import NewRefund


def reverse(books: Books, ref: str, name: str = "red") -> None:
    """Cancelled as the command line does it: asked first."""
    given = red(name, dated_on=MARCH)
    with writing(books.engine) as connection:
        corrections.demand(connection, corrections.cancelling(given, ref))
        journal.reverse(connection, "U1", ref, given, ACT)


def held(books: Books, ref: str, said: str, rule: str) -> None:
    """Refused in words, and by the database of whoever does not ask."""
    with pytest.raises(DonationRefused, match=said):
        reverse(books, ref)
    with pytest.raises(GuardBit, match=rule):
        books.reverse(ref, red("round", dated_on=MARCH))


def billed(books: Books, one: Gift) -> None:
    with writing(books.engine) as connection:
        numbers = ("000001", "000009")
        bills.acquire(
            connection, "U1", "A1", numbers, acquired_on=MARCH, paper="证", act=CLERK
        )
        bills.issue(connection, "U1", one.key, "A1", "", issued_on=MARCH, act=CLERK)


def confirm(books: Books, one: Gift) -> Confirmation:
    with writing(books.engine) as connection:
        return confirmations.confirm(connection, "U1", one.key, CLERK)


def void(books: Books, letter: str, reason: str = "捐赠有误") -> Confirmation:
    with writing(books.engine) as connection:
        return confirmations.void(connection, "U1", letter, reason, CLERK)


def state(books: Books, one: Gift) -> str:
    with reading(books.engine) as connection:
        return donations.gift(connection, "U1", one.key).state


def test_a_gift_with_a_bill_or_letter_is_not_cancelled(books: Books) -> None:
    one = received(books)
    billed(books, one)
    letter = confirm(books, one)
    held(
        books,
        one.ref,
        r"票据 A1 第 000001 号有效；.*捐确〔2025〕1号 有效",
        "bill|letter",
    )
    with writing(books.engine) as connection:
        bills.void(connection, "U1", "A1", "1", reason="误", returned=True, act=CLERK)
    held(books, one.ref, r"确认函 捐确〔2025〕1号 有效.*confirm-void", "letter")
    void(books, letter.key)
    reverse(books, one.ref)
    assert state(books, one) == "已冲销"
    with pytest.raises(DonationRefused, match="收款凭证 捐赠-2025-1 已冲销"):
        confirm(books, one)
    with reading(books.engine) as connection:
        assert bill_check.check(connection, "U1") == ()


def test_what_was_given_back_is_not_cancelled(books: Books) -> None:
    one = received(books)
    with writing(books.engine) as connection:
        given = NewRefund(gift=one.key, amount=Money(1_00), reason="多捐", paper="函")
        refunds.refund(connection, "U1", given, CLERK)
    held(books, one.ref, r"已决定退还 1\.00 元", "refund")


def test_a_withdrawn_letter_keeps_its_number(books: Books) -> None:
    one = received(books)
    first = confirm(books, one)
    with pytest.raises(DonationRefused, match="没有写明作废原因"):
        void(books, "2025-1", " ")
    gone = void(books, "2025-1")
    assert (gone.stands, gone.voided_on, gone.reason) == (False, MARCH, "捐赠有误")
    with pytest.raises(DonationRefused, match="已于 2025-03-10 作废"):
        void(books, "2025-1")
    with pytest.raises(NotFound, match="2025-9"):
        void(books, "2025-9")
    second = confirm(books, one)
    assert (first.number, second.number) == (1, 2)
    assert confirm(books, one) == second
    with reading(books.engine) as connection:
        told = [
            each.state(cancelled=False)
            for each in confirmations.confirmations(connection, "U1")
        ]
    assert told == ["已作废", "有效"]


def test_history_that_was_cancelled_under_its_papers_is_told(books: Books) -> None:
    one = received(books)
    billed(books, one)
    letter = confirm(books, one)
    books.reverse(one.ref, red("h", dated_on=MARCH, entered=Entered.IMPORTED))
    assert state(books, one) == "已冲销"
    assert letter.state(cancelled=True) == "捐赠已冲销，应收回作废"
    with pytest.raises(DonationRefused, match="已冲销"):
        confirm(books, one)
    with reading(books.engine) as connection:
        (matter,) = bill_check.check(connection, "U1")
    assert matter.grave
    assert "的捐赠 2025-1 已冲销" in matter.what


# -- the amount ---------------------------------------------------------------------


def lines(fen: int) -> tuple[DraftPosting, ...]:
    amount = f"{fen / 100:.2f}"
    return (
        DraftPosting(account="102", fund="F1", debit=amount),
        DraftPosting(account="408", fund="F1", credit=amount),
    )


def ask(books: Books, ref: str, how: str, fen: int) -> None:
    told = DraftVoucher(
        unit="U1",
        ref="d",
        dated_on=MARCH.isoformat(),
        corrects=ref,
        correction=how,
        postings=lines(fen),
    )
    with writing(books.engine) as connection:
        corrections.demand(connection, told)


def test_the_amount_of_a_gift_is_not_corrected(books: Books) -> None:
    one = received(books)
    with pytest.raises(
        DonationRefused, match=r"不能更正.*撤销这笔捐赠，按实收重新登记"
    ):
        ask(books, one.ref, "difference", -100_00)
    less = debit("102", -100_00), credit("408", -100_00)
    how = Correction.DIFFERENCE
    given = voucher("d", *less, dated_on=MARCH, corrects=one.ref, correction=how)
    with pytest.raises(GuardBit, match="gift"):
        books.post(given)
    ask(books, "没有", "difference", 1)


def test_a_pair_keeps_the_amount_and_is_entered_once(books: Books) -> None:
    one = received(books)
    ask(books, one.ref, "replacement", 1_000_00)
    with pytest.raises(DonationRefused, match="捐赠登记与账不符"):
        ask(books, one.ref, "replacement", 900_00)
    with pytest.raises(GuardBit, match="gift"):
        correct(books, one.ref, "w", 900_00)
    correct(books, one.ref, "w", 1_000_00)
    assert state(books, one) == "已入账"
    with pytest.raises(GuardBit, match="gift"):
        correct(books, "w", "w2", 1_000_00)
    confirm(books, one)
    held(books, "w", "捐确〔2025〕1号 有效", "letter")
    void(books, "2025-1")
    reverse(books, "w", "last")
    assert state(books, one) == "已冲销"


def correct(books: Books, corrects: str, ref: str, fen: int) -> None:
    told = debit("102", fen), credit("408", fen)
    right = voucher(ref, *told, dated_on=MARCH, corrects=corrects)
    books.correct(red(f"r-{ref}", corrects, dated_on=MARCH), right)


def test_an_ended_letter_is_dated_after_it_was_issued(books: Books) -> None:
    """Another program writes a withdrawal of the day before."""
    one = received(books)
    with writing(books.engine) as connection:
        confirmations.confirm(connection, "U1", one.key, later(CLERK, days=1))
    row: dict[str, object] = {
        "unit_id": 1,
        "year": 2025,
        "number": 1,
        "voided_on": MARCH.isoformat(),
        "reason": "r",
    }
    with books.raw() as raw:
        raw.run("SAVEPOINT s")
        with pytest.raises(DriverError, match="bangfu:day"):
            raw.insert("confirmation_voids", row)
        raw.run("ROLLBACK TO SAVEPOINT s")
        day = (MARCH + dt.timedelta(days=1)).isoformat()
        raw.insert("confirmation_voids", row | {"voided_on": day})
        assert raw.run("SELECT COUNT(*) FROM confirmation_voids") == [(1,)]
