"""Vouchers of money between units that are not cancelled or corrected, and why."""

from collections.abc import Iterator

import pytest

from audit import integrity
from ledger import journal
from ledger.database import reading, writing
from ledger.draft_vouchers import DraftPosting, DraftVoucher
from ledger.errors import GuardBit
from ledger.vouchers import Correction, Voucher
from tests import server
from tests.building import ACT, credit, debit, red, voucher
from tests.treasury.filling_transfer import tree
from tests.treasury.sending import ARRIVED, Line
from treasury import corrections, transfers
from treasury.errors import TransferRefused
from treasury.transfer_ages import Wait
from treasury.transfers import State, Transfer


@pytest.fixture
def line(shelf: server.Shelf, dialect: str) -> Iterator[Line]:
    yield from tree(shelf, dialect)


def told(unit: str, ref: str, how: str = "full", *fen: int) -> DraftVoucher:
    """A correction as a draft tells it; `fen` is what leaves the bank."""
    lines = tuple(
        DraftPosting(account=account, fund="OWN", **{side: f"{one / 100:.2f}"})
        for one in fen
        for account, side in (("50802", "debit"), ("102", "credit"))
    )
    return DraftVoucher(
        unit=unit,
        ref="x",
        dated_on=ARRIVED.isoformat(),
        corrects=ref,
        correction=how,
        postings=lines,
    )


def demand(line: Line, *given: DraftVoucher) -> None:
    for one in given:
        line.do(corrections.demand, one)


def cancelled(unit: str, ref: str = "x") -> Voucher:
    return red(ref, unit=unit, dated_on=ARRIVED)


def difference(unit: str, ref: str, fen: int, account: str = "50802") -> Voucher:
    lines = debit(account, fen, "OWN"), credit("102", fen, "OWN")
    return voucher(
        f"d-{fen}",
        *lines,
        unit=unit,
        dated_on=ARRIVED,
        corrects=ref,
        correction=Correction.DIFFERENCE,
    )


def reverse(line: Line, unit: str, ref: str) -> None:
    """Cancelled as the command line does it: asked first."""
    with writing(line.books.engine) as connection:
        voucher = cancelled(unit)
        corrections.demand(connection, corrections.cancelling(voucher, ref))
        journal.reverse(connection, unit, ref, voucher, ACT)


def test_what_was_received_is_not_cancelled_by_the_sender(line: Line) -> None:
    one = line.receive(line.sent("P", "C", 100_00))
    with pytest.raises(TransferRefused, match=r"草稿 1 待记账.*先由 C 作废该草稿"):
        reverse(line, "P", "转拨-1")
    assert one.arrival is not None
    line.post("C", one.arrival.draft)
    with pytest.raises(
        TransferRefused, match=r"已由 C 收款入账（收拨-P-1）.*先由 C 冲销该收款凭证"
    ):
        reverse(line, "P", "转拨-1")
    assert line.find(one).state is State.BOOKED
    line.books.reverse("收拨-P-1", cancelled("C"), "C")
    assert line.find(one).state is State.TRANSIT
    reverse(line, "P", "转拨-1")
    assert line.find(one).state is State.VOID


def test_rejected_money_is_cancelled_or_taken_back_not_both(line: Line) -> None:
    one = line.take_back(line.reject(line.sent("P", "C", 50_00)))
    with pytest.raises(TransferRefused, match="款项已由 转拨退回-1 退回"):
        reverse(line, "P", "转拨-1")
    assert one.back is not None
    line.post("P", one.back.draft)
    with pytest.raises(GuardBit, match="transfer"):
        line.books.reverse("转拨-1", cancelled("P"), "P")
    two = line.reject(line.sent("P", "C", 60_00))
    reverse(line, "P", "转拨-2")
    assert line.find(two).state is State.VOID


def test_what_was_given_back_is_not_cancelled_by_the_receiver(line: Line) -> None:
    one = line.moved("P", "C", 100_00)
    back = line.send("C", "P", 40_00, "OWN-2", returns=one.key, purpose="")
    with pytest.raises(TransferRefused, match="已由 转拨-1 上缴退回"):
        reverse(line, "C", "收拨-P-1")
    with pytest.raises(GuardBit, match="transfer"):
        line.books.reverse("收拨-P-1", cancelled("C"), "C")
    line.drop("C", back.out.draft)
    reverse(line, "C", "收拨-P-1")
    assert line.find(one).state is State.TRANSIT


def test_a_difference_does_not_change_what_was_sent(line: Line) -> None:
    line.sent("P", "C", 100_00)
    with pytest.raises(TransferRefused, match=r"凭证 转拨-1 不能更正.*冲销后重新拨付"):
        demand(line, told("P", "转拨-1", "difference", 10_00))
    with pytest.raises(GuardBit, match="transfer"):
        line.books.post(difference("P", "转拨-1", 10_00))
    demand(line, told("P", "转拨-1", "difference", 10_00, -10_00))
    demand(line, told("P", "begin-OWN"), told("P", "没有", "full"))
    demand(line, DraftVoucher(unit="P"))


def right(ref: str, fen: int, corrects: str) -> Voucher:
    lines = debit("50802", fen, "OWN", purpose="生活救助"), credit("102", fen, "OWN")
    return voucher(ref, *lines, unit="P", dated_on=ARRIVED, corrects=corrects)


def correct(line: Line, corrects: str, ref: str, fen: int) -> None:
    pair = red(f"r-{ref}", corrects, unit="P", dated_on=ARRIVED)
    line.books.correct(pair, right(ref, fen, corrects))


def test_a_pair_keeps_the_amount_and_is_entered_once(line: Line) -> None:
    one = line.sent("P", "C", 100_00)
    with pytest.raises(GuardBit, match="transfer"):
        correct(line, "转拨-1", "w", 90_00)
    demand(line, told("P", "转拨-1", "replacement", 100_00))
    with pytest.raises(TransferRefused, match="不能更正"):
        demand(line, told("P", "转拨-1", "replacement", 90_00))
    correct(line, "转拨-1", "w", 100_00)
    assert line.find(one).state is State.TRANSIT
    with pytest.raises(TransferRefused, match="凭证 w 不能更正"):
        demand(line, told("P", "w", "replacement", 100_00))
    with pytest.raises(GuardBit, match="transfer"):
        correct(line, "w", "w2", 100_00)
    taken = line.receive(one)
    with pytest.raises(TransferRefused, match="凭证 w 不能冲销"):
        demand(line, told("P", "w"))
    assert taken.arrival is not None
    line.drop("C", taken.arrival.draft)
    line.books.reverse("w", cancelled("P"), "P")
    assert line.find(one).state is State.VOID


def groundless(line: Line) -> Transfer:
    """A transfer that another program cancelled though it was received."""
    one = line.moved("P", "C", 100_00)
    line.books.reverse("转拨-1", cancelled("P"), "P")
    return line.find(one)


def test_what_another_program_cancelled_is_found(line: Line) -> None:
    one = groundless(line)
    assert one.state is State.GROUNDLESS
    with reading(line.books.engine) as connection:
        late = transfers.late(connection, ("P",), ARRIVED)
        found = integrity.verify(connection).differences
    assert [(w.wait, w.unit, w.transfer.key) for w in late] == [
        (Wait.GROUNDLESS, "C", "P-1")
    ]
    assert [(d.test, d.place) for d in found] == [("V17", "收拨-P-1")]
    line.books.reverse("收拨-P-1", cancelled("C"), "C")
    assert line.find(one).state is State.VOID
    with reading(line.books.engine) as connection:
        assert transfers.late(connection, ("P", "C"), ARRIVED) == ()
        assert not integrity.verify(connection, ("C",)).differences
