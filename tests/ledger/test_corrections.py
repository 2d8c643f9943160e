"""Cancelling in red, correcting by a difference, and what may not be corrected."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from ledger.errors import CorrectionRefused, NotFound, VoucherRefused
from ledger.vouchers import Correction, Voucher
from tests import building
from tests.building import Books, payment, receipt, red, voucher
from tests.building import credit as cr
from tests.building import debit as dr
from tests.server import Shelf

ISO = dt.date.fromisoformat
DIFFERENCE: dict[str, Any] = {"correction": Correction.DIFFERENCE}


def _fill_ready(books: Books) -> None:
    books.post(receipt("r1", 1000_00), payment("p1", 100_00))


@pytest.fixture
def ready(shelf: Shelf, dialect: str) -> Iterator[Books]:
    """Books in which F1 received 1,000 yuan and paid 100."""
    yield from building.copied(shelf, dialect, "corrections-ready", _fill_ready)


def refused(books: Books, bad: Voucher) -> tuple[str, ...]:
    with pytest.raises(VoucherRefused) as refusal:
        books.post(bad)
    return refusal.value.rules


def balance(books: Books) -> int:
    latest = "SELECT balance_fen FROM money_positions ORDER BY position DESC LIMIT 1"
    return int(books.one(latest))


# -- in full ------------------------------------------------------------------------


def test_a_cancellation_mirrors_in_red_and_links(ready: Books) -> None:
    outcome = ready.reverse("p1", red("red"))
    assert (outcome.kind, outcome.number) == ("付", 2)
    lines = "SELECT debit_fen, credit_fen, purpose FROM postings WHERE position = 3"
    lines += " ORDER BY line"
    assert ready.rows(lines) == [(-100_00, 0, "生活救助"), (0, -100_00, None)]
    link = "SELECT corrects, correction FROM vouchers WHERE ref = 'red'"
    assert ready.rows(link) == [(2, "full")]
    assert balance(ready) == 1000_00


def test_a_cancellation_leaves_no_turnover(ready: Books) -> None:
    ready.reverse("p1", red("red"))
    turnover = "SELECT debit_fen, credit_fen FROM totals WHERE purpose = '生活救助'"
    assert ready.rows(turnover) == [(0, 0)]


def test_a_cancellation_takes_back_persons_and_quantities(ready: Books) -> None:
    counted: dict[str, Any] = {"persons": 4, "item": "大米", "quantity_milli": 2500}
    aid = dr("50404", 5, purpose="生活救助", **counted)
    ready.post(voucher("rice", aid, cr("102", 5)))
    ready.reverse("rice", red("red"))
    assert ready.one("SELECT SUM(persons) FROM totals") == 0
    assert ready.one("SELECT SUM(quantity_milli) FROM postings") == 0


def test_a_cancelled_receipt_may_leave_the_fund_overdrawn(ready: Books) -> None:
    ready.reverse("r1", red("red"))
    assert balance(ready) == -100_00
    assert refused(ready, payment("x", 1)) == ("L7",)


def test_money_paid_in_ends_the_overdraft(ready: Books) -> None:
    ready.reverse("r1", red("red"))
    ready.post(receipt("r2", 99_99))
    by = "SELECT balance_fen, overdrawn_by FROM money_positions ORDER BY position DESC"
    assert ready.rows(by)[0] == (-1, 3)
    ready.post(receipt("r3", 1))
    assert ready.rows(by)[0] == (0, None)


def test_a_cancellation_is_not_cancelled(ready: Books) -> None:
    ready.reverse("p1", red("red"))
    with pytest.raises(VoucherRefused, match="红字冲销凭证不能再被更正"):
        ready.reverse("red", red("red2"))


def test_a_voucher_is_not_cancelled_twice(ready: Books) -> None:
    ready.reverse("p1", red("red"))
    with pytest.raises(VoucherRefused, match="已被冲销过一次"):
        ready.reverse("p1", red("red2"))


def test_a_voucher_is_not_cancelled_twice_in_one_call(ready: Books) -> None:
    lines = dr("50404", -100_00, purpose="生活救助"), cr("102", -100_00)
    full = {"corrects": "p1", "correction": Correction.FULL, "kind": "付"}
    with pytest.raises(VoucherRefused, match="已被冲销过一次"):
        ready.post(voucher("a", *lines, **full), voucher("b", *lines, **full))


def test_cancelling_again_with_the_same_reference_changes_nothing(
    ready: Books,
) -> None:
    ready.reverse("p1", red("red"))
    assert ready.reverse("p1", red("red")).already


def test_a_voucher_of_another_unit_is_not_cancelled(ready: Books) -> None:
    with pytest.raises(NotFound, match="r1"):
        ready.reverse("r1", red("red"), unit="U2")
    elsewhere = receipt("x", 5, unit="U2", corrects="r1", **DIFFERENCE)
    assert refused(ready, elsewhere) == ("correction",)


def test_what_nobody_posted_is_not_cancelled(ready: Books) -> None:
    with pytest.raises(NotFound, match="nothing"):
        ready.reverse("nothing", red("red"))


def test_a_voucher_of_another_year_is_not_cancelled(ready: Books) -> None:
    with pytest.raises(VoucherRefused, match="以前年度"):
        ready.reverse("p1", red("red", dated_on=ISO("2026-01-02")))


def test_a_cancellation_is_not_dated_before_its_voucher(ready: Books) -> None:
    with pytest.raises(VoucherRefused, match="日期早于"):
        ready.reverse("p1", red("red", dated_on=ISO("2025-01-14")))


def test_openings_are_not_cancelled(books: Books) -> None:
    books.post(voucher("o", dr("102", 5), cr("32104", 5), kind="期初"))
    with pytest.raises(VoucherRefused, match="期初余额不能红字冲销"):
        books.reverse("o", red("red", kind="收"))


def test_a_cancellation_keeps_the_separation_of_duties(ready: Books) -> None:
    with pytest.raises(VoucherRefused, match="制单人与审核人是同一人"):
        ready.reverse("p1", red("red", reviewer="zhangsan"))


def test_a_cancellation_that_is_no_mirror_is_refused_by_the_database(
    ready: Books,
) -> None:
    lines = dr("50404", -99_00, purpose="生活救助"), cr("102", -99_00)
    bad = voucher("x", *lines, corrects="p1", correction=Correction.FULL, kind="付")
    with pytest.raises(Exception, match="correction"):
        ready.post(bad)
    assert ready.one("SELECT COUNT(*) FROM vouchers") == 2


# -- by a difference ----------------------------------------------------------------


def test_a_difference_lowers_an_amount_in_red(ready: Books) -> None:
    lines = dr("50404", -10_00, purpose="生活救助"), cr("102", -10_00)
    (outcome,) = ready.post(voucher("less", *lines, corrects="p1", **DIFFERENCE))
    assert outcome.kind == "付"
    assert balance(ready) == 910_00


def test_a_difference_raises_an_amount_in_blue(ready: Books) -> None:
    more = payment("more", 10_00, corrects="p1", **DIFFERENCE)
    (outcome,) = ready.post(more)
    assert outcome.kind == "付"
    assert balance(ready) == 890_00


def test_a_difference_of_another_year_is_refused(ready: Books) -> None:
    late = payment("x", 5, dated_on=ISO("2026-01-02"), corrects="p1", **DIFFERENCE)
    assert refused(ready, late) == ("correction",)


def test_a_cancelled_voucher_takes_no_difference(ready: Books) -> None:
    ready.reverse("p1", red("red"))
    assert refused(ready, payment("x", 5, corrects="p1", **DIFFERENCE)) == (
        "correction",
    )


@pytest.mark.parametrize(
    "half", [{"corrects": "p1"}, {"correction": Correction.DIFFERENCE}]
)
def test_a_correction_says_both_what_and_how(
    ready: Books, half: dict[str, Any]
) -> None:
    assert refused(ready, payment("x", 5, **half)) == ("correction",)


def test_a_correction_of_nothing_is_refused(ready: Books) -> None:
    bad = payment("x", 5, corrects="nothing", **DIFFERENCE)
    assert refused(ready, bad) == ("correction",)


# -- cancelled and entered right, as one --------------------------------------------


def test_a_pair_cancels_and_enters_right(ready: Books) -> None:
    outcomes = ready.correct(red("red", "p1"), payment("right", 80_00))
    assert [outcome.position for outcome in outcomes] == [3, 4]
    links = "SELECT ref, corrects, correction FROM vouchers WHERE corrects IS NOT NULL"
    assert ready.rows(links) == [("red", 2, "full"), ("right", 2, "replacement")]
    assert balance(ready) == 920_00


def test_a_pair_counts_as_one_for_the_money(books: Books) -> None:
    books.post(receipt("r1", 100_00), payment("p1", 100_00))
    books.correct(red("red", "r1"), receipt("right", 100_00, summary="更正"))
    assert balance(books) == 0


def test_half_a_pair_does_not_stand(ready: Books) -> None:
    with pytest.raises(VoucherRefused):
        ready.correct(red("red", "p1"), payment("right", 10**9))
    assert ready.one("SELECT COUNT(*) FROM vouchers") == 2


def test_a_pair_stays_in_one_unit(ready: Books) -> None:
    with pytest.raises(CorrectionRefused, match="同一单位"):
        ready.correct(red("red", "p1"), payment("right", 5, unit="U2"))


def test_a_replacement_follows_a_cancellation(ready: Books) -> None:
    alone = payment("x", 5, corrects="p1", correction=Correction.REPLACEMENT)
    assert refused(ready, alone) == ("correction",)


def test_a_voucher_is_not_replaced_twice(ready: Books) -> None:
    ready.correct(red("red", "p1"), payment("right", 80_00))
    again = payment("again", 70_00, corrects="p1", correction=Correction.REPLACEMENT)
    with pytest.raises(VoucherRefused, match="已有更正后的凭证"):
        ready.post(again)


# -- overdrawn by the bank ----------------------------------------------------------


def test_the_bank_overdraws_and_stops_other_payments(ready: Books) -> None:
    ready.post(payment("fee", 900_01, entered="bank"))
    assert balance(ready) == -1
    assert refused(ready, payment("x", 1)) == ("L7",)
    # Another fund, and another account of the same fund, are not stopped.
    ready.post(receipt("r2", 5, "F2"), payment("p2", 5, "F2", "医疗救助"))
    ready.post(voucher("c", dr("101", 5), cr("408", 5)))
    ready.post(voucher("d", dr("135", 5), cr("101", 5)))
    assert refused(ready, voucher("x", dr("101", 1), cr("102", 1))) == ("L7",)


def test_what_nets_to_nothing_passes_through_an_overdrawn_fund(ready: Books) -> None:
    ready.post(payment("fee", 900_01, entered="bank"))
    ready.post(voucher("swap", dr("102", 5), cr("102", 5)))
    by = "SELECT balance_fen, overdrawn_by FROM money_positions ORDER BY position DESC"
    assert ready.rows(by)[0] == (-1, 3)


# -- how much a difference may take away --------------------------------------------


def _difference(books: Books, ref: str, debit: str, amount: int) -> None:
    lines = (dr(debit, amount), cr("408", amount))
    given = voucher(ref, *lines, corrects="r", correction=Correction.DIFFERENCE)
    books.post(given)


def test_a_difference_takes_away_no_more_than_stands(books: Books) -> None:
    books.post(receipt("r", 100_00))
    _difference(books, "d1", "102", -60_00)
    with pytest.raises(VoucherRefused, match="差额大于被更正凭证的金额"):
        _difference(books, "d2", "102", -60_00)
    _difference(books, "d3", "102", -40_00)


def test_a_difference_uses_the_accounts_of_what_it_corrects(books: Books) -> None:
    books.post(receipt("r", 100_00))
    with pytest.raises(VoucherRefused, match="只能用被更正凭证的科目和资金"):
        _difference(books, "d1", "101", 1_00)


def test_differences_in_one_call_are_counted_together(books: Books) -> None:
    lines = (dr("102", -60_00), cr("408", -60_00))
    more = {"corrects": "r", "correction": Correction.DIFFERENCE}
    with pytest.raises(VoucherRefused, match="差额大于"):
        books.post(
            receipt("r", 100_00),
            voucher("d1", *lines, **more),
            voucher("d2", *lines, **more),
        )
