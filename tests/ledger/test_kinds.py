"""The series a voucher is numbered in: inferred from the money that moves, or named."""

import datetime as dt

import pytest

from ledger import fund_registration, registration
from ledger.database import writing
from ledger.errors import VoucherRefused
from ledger.funds import Channel, Fund, Origin
from ledger.units import Level, Unit
from ledger.vouchers import Kind, KindSet, Posting, infer_kind
from tests.building import FOUNDING, OPENED, Books, receipt, red, voucher
from tests.building import credit as cr
from tests.building import debit as dr

BANK, CASH = 102, 101

CASES: dict[str, tuple[dict[int, int], str, str]] = {
    # what happens: net money by account, kind of three, kind of five
    "money into the bank": ({BANK: 5}, "收", "银收"),
    "money out of the bank": ({BANK: -5}, "付", "银付"),
    "money into cash": ({CASH: 5}, "收", "现收"),
    "money out of cash": ({CASH: -5}, "付", "现付"),
    "cash to the bank": ({CASH: -5, BANK: 5}, "付", "现付"),
    "bank to cash": ({CASH: 5, BANK: -5}, "付", "银付"),
    "more in than out": ({CASH: 8, BANK: -5}, "收", "现收"),
    "in and out of one account": ({BANK: 0}, "转", "转"),
    "no money": ({}, "转", "转"),
}


@pytest.mark.parametrize("what", CASES)
def test_the_money_that_moves_names_the_series(what: str) -> None:
    moves, three, five = CASES[what]
    cash = frozenset({CASH})
    assert infer_kind(KindSet.THREE, moves, cash) == three
    assert infer_kind(KindSet.FIVE, moves, cash) == five
    assert infer_kind(KindSet.ONE, moves, cash) is Kind.SINGLE


def unit_with(books: Books, kinds: KindSet) -> None:
    unit = Unit(
        code="U3",
        name="第三工会",
        level=Level.COUNTY,
        opened_on=OPENED,
        voucher_kinds=kinds,
    )
    fund = Fund("F1", "捐赠", Origin.DONATION, Channel.DIRECT)
    with writing(books.engine) as connection:
        registration.register_units(connection, [unit], FOUNDING)
        fund_registration.register_funds(connection, "U3", [fund], FOUNDING)


LINES: tuple[tuple[Posting, ...], ...] = (
    (dr("102", 50), cr("408", 50)),
    (dr("101", 20), cr("102", 20)),
    (dr("135", 5), cr("101", 5)),
    (dr("101", 5), cr("135", 5)),
    (dr("141", 5), cr("215", 5)),
    (dr("135", 5), cr("102", 5)),
)
NUMBERED = {
    KindSet.THREE: ["收1", "付1", "付2", "收2", "转1", "付3"],
    KindSet.FIVE: ["银收1", "银付1", "现付1", "现收1", "转1", "银付2"],
    KindSet.ONE: ["记1", "记2", "记3", "记4", "记5", "记6"],
}


@pytest.mark.parametrize("kinds", list(KindSet))
def test_each_series_is_numbered_from_one_without_gaps(
    books: Books, kinds: KindSet
) -> None:
    unit_with(books, kinds)
    many = [voucher(f"v{n}", *lines, unit="U3") for n, lines in enumerate(LINES)]
    outcomes = books.post(*many)
    assert [f"{o.kind}{o.number}" for o in outcomes] == NUMBERED[kinds]


def test_each_month_begins_anew(books: Books) -> None:
    february = dt.date(2025, 2, 1)
    outcomes = books.post(
        receipt("a", 1),
        receipt("b", 1, dated_on=february),
        receipt("c", 1),
        receipt("d", 1, dated_on=february),
    )
    numbered = [(o.period, o.number) for o in outcomes]
    assert numbered == [(202501, 1), (202502, 1), (202501, 2), (202502, 2)]


def test_openings_stand_before_january(books: Books) -> None:
    opening = voucher("o", dr("102", 5), cr("32104", 5), kind="期初")
    (outcome,) = books.post(opening)
    assert (outcome.period, outcome.kind, outcome.number) == (202500, "期初", 1)


def test_a_kind_that_is_named_is_kept(books: Books) -> None:
    (outcome,) = books.post(receipt("a", 5, kind="转"))
    assert outcome.kind == "转"


def test_a_red_voucher_keeps_the_series_of_what_it_cancels(books: Books) -> None:
    unit_with(books, KindSet.FIVE)
    books.post(voucher("v", dr("101", 5), cr("408", 5), unit="U3"))
    outcome = books.reverse("v", red("red", unit="U3"), unit="U3")
    assert (outcome.kind, outcome.number) == ("现收", 2)


def test_a_kind_of_another_set_is_refused(books: Books) -> None:
    unit_with(books, KindSet.ONE)
    with pytest.raises(VoucherRefused) as refusal:
        books.post(receipt("a", 5, unit="U3", kind="收"))
    assert refusal.value.rules == ("kind",)
