"""Aid by the ledger against aid by the person: why it is spent, and what differs."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from aid.ledger_tie import Difference, Spending, Tie, Why, tie, why_of
from aid.tie_reading import ties
from ledger.database import reading
from ledger.money import ZERO, Money
from ledger.periods import parse_span
from tests import server
from tests.aid import batching, handing
from tests.aid.handing import Centre, line
from tests.building import Books, credit, debit, red, voucher

ISO = dt.date.fromisoformat
BEGAN = ISO("2026-03-01")


def spending(**more: Any) -> Spending:
    """A voucher of 100 yuan of March 2026, entered here, resting on nothing."""
    usual = {"mark": "2026-03 付-1", "on": ISO("2026-03-09"), "entered": "here"}
    sums = {"correction": "", "spent_fen": 100_00, "issued_fen": 0, "bought_fen": 0}
    return Spending(**usual | sums | more)


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"ground": "batch", "detail_fen": 100_00}, Why.BATCH),
        ({"ground": "hand_out", "entered": "imported"}, Why.HANDOUT),
        ({"entered": "imported"}, Why.HISTORY),
        ({"on": ISO("2026-02-28")}, Why.BEFORE),
        ({"bought_fen": 100_00}, Why.GOODS),
        ({"bought_fen": 99_99}, Why.GROUNDLESS),
        ({"spent_fen": -100_00, "bought_fen": 100_00}, Why.GOODS),
        ({"spent_fen": -1}, Why.CORRECTION),
        ({"correction": "difference"}, Why.CORRECTION),
        ({"entered": "adjustment"}, Why.CORRECTION),
        ({"entered": "bank"}, Why.GROUNDLESS),
    ],
)
def test_a_voucher_spends_for_one_reason(more: dict[str, Any], why: Why) -> None:
    assert why_of(spending(**more), BEGAN) is why
    assert why_of(spending(), None) is Why.BEFORE


def test_what_differs_is_told_by_voucher_and_never_netted() -> None:
    """One batch a fen too much, another a fen too little."""
    found = tie(
        "U1",
        [
            spending(ground="batch", detail_fen=99_99),
            spending(ground="batch", detail_fen=100_01, mark="2026-03 付-2"),
            spending(mark="2026-03 付-3"),
        ],
        BEGAN,
    )

    assert found.all_spent == Money(300_00)
    assert found.differences == (
        Difference("U1", "2026-03 付-1", Why.BATCH, Money(100_00), Money(99_99)),
        Difference("U1", "2026-03 付-2", Why.BATCH, Money(100_00), Money(100_01)),
        Difference("U1", "2026-03 付-3", Why.GROUNDLESS, Money(100_00), ZERO),
    )
    assert [one.amount.fen for one in found.differences] == [1, -1, 100_00]
    assert not found.agrees
    assert (found + Tie()).all_spent == found.all_spent


# -- on books -----------------------------------------------------------------------


def of(books: Books, period: str, unit: str = "U1") -> Tie:
    with reading(books.engine) as connection:
        return ties(connection, [unit], parse_span(period))[unit]


@pytest.fixture
def desk(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    yield from batching.filled(shelf, dialect)


@pytest.fixture
def centre(shelf: server.Shelf, dialect: str) -> Iterator[Centre]:
    yield from handing.opened(shelf, dialect)


def test_batches_tie_to_their_vouchers_and_to_people(desk: Books) -> None:
    batching.paid(desk)
    whole = of(desk, "2026-03")
    assert (whole.spent[Why.BATCH], whole.batches) == (Money(1_500_00),) * 2
    assert (whole.money.received, whole.agrees) == (Money(1_500_00), True)

    told = batching.settle(desk, {1: "", 2: "账号户名不符", 3: ""})
    assert told.returns is not None
    batching.finish(desk, told.returns.draft)
    back = of(desk, "2026-03")
    assert (back.money.received, back.money.back) == (Money(1_000_00), Money(500_00))
    assert (back.spent[Why.BATCH], back.agrees) == (Money(1_500_00), True)


def test_what_is_undone_in_another_month_is_told_there(desk: Books) -> None:
    batching.paid(desk)
    ref = desk.one("SELECT v.ref FROM vouchers v ORDER BY position DESC LIMIT 1")
    desk.reverse(ref, red("red", dated_on=ISO("2026-04-02")))

    march, april = of(desk, "2026-03"), of(desk, "2026-04")
    assert (march.money.received, march.agrees) == (Money(1_500_00), True)
    assert (april.spent[Why.BATCH], april.money.undone) == (
        Money(-1_500_00),
        Money(1_500_00),
    )
    assert (april.money.received, april.agrees) == (ZERO, True)
    year = of(desk, "2026")
    assert (year.all_spent, year.money.received, year.agrees) == (ZERO, ZERO, True)


def test_history_stands_apart(desk: Books) -> None:
    imported = {"dated_on": ISO("2026-03-05"), "entered": "imported"}
    # Aid that was owed: from that day on no money leaves by an import.
    owed = debit("50404", 300_00, purpose="生活救助"), credit("215", 300_00)
    desk.post(voucher("history", *owed, **imported))
    batching.paid(desk)

    told = of(desk, "2026")
    assert told.spent[Why.HISTORY] == Money(300_00)
    assert (told.all_spent, told.agrees) == (Money(1_800_00), True)


def test_handouts_tie_to_stock_and_what_came_back_is_told(centre: Centre) -> None:
    one = centre.issued("h1", line("A-1", 2), line("A-3"))
    year = of(centre.books, "2026")
    assert (year.handouts, year.issued) == (Money(300_00), Money(300_00))
    assert (year.goods.received, year.agrees) == (Money(300_00), True)
    assert year.spent[Why.HANDOUT] == ZERO

    back = centre.shop.take_back("b", one.first_move, 1, dated_on=ISO("2026-03-20"))
    centre.shop.post(back)
    year = of(centre.books, "2026")
    assert (year.goods.received, year.goods.back) == (Money(200_00), Money(100_00))
    assert year.agrees
    bought = of(centre.books, "2025")
    assert bought.spent[Why.BEFORE] == Money(5800_00)
