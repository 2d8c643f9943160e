"""What was brought back is not taken back in red too, and the other way round."""

import dataclasses
from collections.abc import Iterator

import pytest

from app.web import draft_steps
from ledger import drafts, journal
from ledger.database import reading, writing
from ledger.draft_vouchers import DraftVoucher, drafted
from ledger.money import Money
from ledger.vouchers import Correction
from tests import building
from tests.building import (
    ACT,
    DAY,
    Books,
    credit,
    debit,
    payment,
    receipt,
    red,
    voucher,
)
from tests.server import Shelf
from tests.treasury import reconciling
from tests.treasury.asking import approved, live, pay
from tests.treasury.giving import CLERK, MARCH, post_all, received
from tests.treasury.receiving import LI, WANG, ZHANG, ZHAO, carry_through, handed
from tests.treasury.returning import KEY, came_back
from tests.treasury.returning import copied as returned
from tests.treasury.test_receipt_refusals import REFUND, changed
from tests.treasury.test_refunds import back, gift, states
from treasury import corrections, matches, refunds, request_list
from treasury.errors import DeskRefused, RequestRefused


def _fill(books: Books) -> None:
    books.post(receipt("r1", 5_000_00), payment("p1", 2_500_00))


@pytest.fixture
def paid(shelf: Shelf, dialect: str) -> Iterator[Books]:
    """F1 paid 2,500 yuan under p1."""
    yield from building.copied(shelf, dialect, "taken_back_twice", _fill)


def mirror(books: Books, ref: str) -> DraftVoucher:
    """The red letter of a voucher as the editor drafts it."""
    with reading(books.engine) as connection:
        found = journal.red_voucher(connection, "U1", ref, red("红", dated_on=DAY))
    return drafted(found)


def less(fen: int, corrects: str = "p1") -> DraftVoucher:
    """A difference that takes an amount off the payment."""
    lines = debit("50404", -fen, purpose="生活救助"), credit("102", -fen)
    how = Correction.DIFFERENCE
    return drafted(voucher("差", *lines, corrects=corrects, correction=how))


def ask(books: Books, told: DraftVoucher) -> None:
    with writing(books.engine) as connection:
        corrections.demand(connection, told)


def come_back(books: Books, fen: int, ref: str = "退-1") -> int:
    given = changed(REFUND, ref=ref, refund_of="p1", amount=Money(fen))
    return handed(books, given).draft


def test_what_came_back_whole_is_not_taken_back_in_red(paid: Books) -> None:
    given = changed(REFUND, refund_of="p1", amount=Money(2_000_00))
    carry_through(paid, handed(paid, given))
    waits = come_back(paid, 500_00, "退-2")
    told = "已由 退-1、退-2 收回 2,500.00 元，只余 0.00 元可更正"
    for red_one in (mirror(paid, "p1"), less(1)):
        with pytest.raises(DeskRefused, match=told):
            ask(paid, red_one)
    bare = corrections.cancelling(red("红", dated_on=DAY), "p1")
    with pytest.raises(DeskRefused, match="先冲销 退-1、退-2"):
        ask(paid, bare)
    with writing(paid.engine) as connection:
        drafts.drop(connection, "U1", waits, "写错", ZHANG)
    # What came back in part leaves the rest to be corrected, never the whole.
    with pytest.raises(DeskRefused, match="凭证 p1 不能冲销"):
        ask(paid, bare)
    with pytest.raises(DeskRefused, match=r"凭证 p1 不能更正.*只余 500\.00 元"):
        ask(paid, less(500_01))
    ask(paid, less(500_00))
    paid.reverse("退-1", red("红-1"))
    ask(paid, bare)


def test_a_difference_of_another_line_is_held_to_its_own(books: Books) -> None:
    """Two lines of one voucher: what came back of one is not taken off it again."""
    lines = (
        debit("50404", 300_00, purpose="生活救助"),
        debit("50405", 300_00, purpose="生活救助"),
        credit("102", 600_00),
    )
    books.post(receipt("r1", 900_00), voucher("p1", *lines))
    come_back(books, 300_00)
    with pytest.raises(DeskRefused, match="不能更正"):
        ask(books, less(1))
    other = debit("50405", -300_00, purpose="生活救助"), credit("102", -300_00)
    how = Correction.DIFFERENCE
    ask(books, drafted(voucher("差", *other, corrects="p1", correction=how)))


def test_a_difference_moves_no_money_between_funds(paid: Books) -> None:
    """Between funds money moves by a request, which is approved and keeps ties."""
    lines = (
        *(debit("50404", -1_00, purpose="生活救助"), credit("102", -1_00)),
        *(debit("50404", 1_00, "G"), credit("102", 1_00, "G")),
    )
    how = Correction.DIFFERENCE
    told = drafted(voucher("差", *lines, corrects="p1", correction=how))
    with pytest.raises(DeskRefused, match="把资金 G 的钱转入了资金 F1"):
        ask(paid, told)
    ask(paid, less(1_00))


def handed_in(books: Books, told: DraftVoucher) -> None:
    with writing(books.engine) as connection:
        number = draft_steps.save(connection, told, ZHANG).number
        draft_steps.submit(connection, "U1", number, ZHANG)


def by_hand(fen: int) -> DraftVoucher:
    """Expense credited by a voucher that corrects nothing."""
    lines = debit("102", fen), credit("50404", fen, purpose="生活救助")
    return drafted(voucher("手-1", *lines))


def test_expense_written_by_hand_is_never_below_nothing(paid: Books) -> None:
    told = r"还可收回 2,500\.00 元，本次 2,500\.01 元"
    with pytest.raises(DeskRefused, match=told):
        handed_in(paid, by_hand(2_500_01))
    handed_in(paid, by_hand(2_500_00))


def test_a_red_letter_after_a_recovery_of_no_voucher_is_refused(paid: Books) -> None:
    """What came back without naming the payment is not taken off again by its red."""
    handed(paid, changed(REFUND, ref="退-1", refund_of="", amount=Money(1)))
    with pytest.raises(DeskRefused, match="冲减的支出多于本年支出"):
        handed_in(paid, mirror(paid, "p1"))


def test_what_is_under_way_counts_when_the_red_letter_is_posted(paid: Books) -> None:
    with writing(paid.engine) as connection:
        number = draft_steps.save(connection, mirror(paid, "p1"), ZHANG).number
        draft_steps.submit(connection, "U1", number, ZHANG)
    back = come_back(paid, 1)
    with (
        pytest.raises(DeskRefused, match=r"已由 退-1 收回 0\.01 元"),
        writing(paid.engine) as connection,
    ):
        draft_steps.review(connection, "U1", number, LI)
    with writing(paid.engine) as connection:
        drafts.drop(connection, "U1", back, "写错", ZHANG)
        draft_steps.review(connection, "U1", number, LI)
        draft_steps.settle(connection, "U1", number, ZHAO)
    come_back(paid, 1, "退-2")
    with (
        pytest.raises(DeskRefused, match=r"已由 退-2 收回 0\.01 元"),
        writing(paid.engine) as connection,
    ):
        draft_steps.post(connection, "U1", number, WANG)


def test_nothing_comes_back_of_what_was_taken_back_in_red(paid: Books) -> None:
    paid.reverse("p1", red("红-1"))
    with pytest.raises(DeskRefused, match=r"还可收回 0\.00 元"):
        come_back(paid, 1)


# -- what the bank sent back ---------------------------------------------------------


@pytest.fixture
def sent_back(shelf: Shelf, dialect: str) -> Iterator[Books]:
    """A paid request whose money the bank sent back."""
    for books in returned(shelf, dialect):
        came_back(books)
        yield books


def test_what_the_bank_sent_back_is_not_taken_back_in_red(sent_back: Books) -> None:
    told = mirror(sent_back, f"付款-{KEY}")
    bare = dataclasses.replace(
        told,
        postings=tuple(dataclasses.replace(one, request="") for one in told.postings),
    )
    with pytest.raises(RequestRefused, match=f"它支付了付款申请 {KEY}"):
        ask(sent_back, bare)
    ask(sent_back, told)
    with reading(sent_back.engine) as connection:
        found = drafts.problems(connection, told, ACT)
    assert "更正后，已付、退回、再付的金额不能成立" in [one.what for one in found]


# -- requests that a voucher paid ----------------------------------------------------


@pytest.fixture
def desk(books: Books) -> Books:
    """U1 live."""
    return live(books)


def test_a_red_letter_names_the_requests_that_it_takes_back(desk: Books) -> None:
    key = approved(desk)
    ref = pay(desk, key).ref
    told = mirror(desk, ref)
    first, *rest = told.postings
    bare = dataclasses.replace(
        told, postings=(dataclasses.replace(first, request=""), *rest)
    )
    with pytest.raises(RequestRefused, match=r"不能冲销.*申请仍算已支付"):
        ask(desk, bare)
    ask(desk, told)
    ask(desk, corrections.cancelling(red("红", dated_on=DAY), ref))
    difference = less(100_00, ref)
    with pytest.raises(RequestRefused, match="不能更正"):
        ask(desk, difference)
    lines = tuple(dataclasses.replace(o, request=key) for o in difference.postings)
    ask(desk, dataclasses.replace(difference, postings=lines))
    desk.reverse(ref, red("红1"))
    with reading(desk.engine) as connection:
        (one,) = request_list.listed(connection, "U1")
    assert one.state.label == "已批准"


def test_a_refund_taken_back_in_red_is_paid_again(books: Books) -> None:
    one = received(books)
    back(books, one.key, 300_00)
    post_all(books)
    books.reverse("退捐-2025-1-1", red("红1", dated_on=MARCH))
    assert states(books) == {"退捐-2025-1-1": "未付"}
    for already in (False, True):
        with writing(books.engine) as connection:
            again = refunds.ask_again(connection, "U1", one.key, 1, CLERK)
        assert again.handed is not None
        assert (again.handed.ref, again.handed.already) == ("退捐-2025-1-1/2", already)
    post_all(books)
    assert states(books) == {"退捐-2025-1-1": "已付"}
    assert gift(books, one.key).left == Money(700_00)
    with writing(books.engine) as connection:
        done = refunds.ask_again(connection, "U1", one.key, 1, CLERK)
    assert done.handed is not None
    assert (done.handed.ref, done.handed.already) == ("退捐-2025-1-1/2", True)


# -- what was matched ----------------------------------------------------------------


@pytest.fixture
def matched(shelf: Shelf, dialect: str) -> Iterator[Books]:
    """Vouchers that were matched with rows of the bank."""
    yield from reconciling.copied(shelf, dialect)


def told_of(books: Books, given: DraftVoucher) -> list[str]:
    with reading(books.engine) as connection:
        return [str(one) for one in corrections.findings(connection, given)]


def test_who_takes_back_what_was_matched_is_told(matched: Books) -> None:
    given = corrections.cancelling(red("红", dated_on=DAY), "r1")
    number = matched.one(
        "SELECT m.match FROM matched_postings m JOIN vouchers v"
        " ON v.unit_id = m.unit_id AND v.position = m.position WHERE v.ref = 'r1'"
    )
    said = f"凭证已与银行流水核对（第 {number} 号核对），冲销后须重新对账"
    assert told_of(matched, given) == [said]
    assert told_of(matched, dataclasses.replace(given, correction="difference"))
    assert not told_of(matched, dataclasses.replace(given, correction="replacement"))
    assert not told_of(matched, dataclasses.replace(given, corrects="没有"))
    with writing(matched.engine) as connection:
        matches.undo(connection, "U1", number, "配错", ACT)
    assert not told_of(matched, given)
