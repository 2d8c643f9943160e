"""V10 on the end of a year: what a guard would have refused, found after it came back.

Each voucher has right hashes and is written while the guards are gone.
"""

import datetime as dt
from dataclasses import replace

import pytest

from audit import rejudging
from ledger import chart_registration, closing, fund_registration, registration
from ledger import year_end as years
from ledger.database import writing
from ledger.funds import Channel, Fund, Origin
from ledger.people import Act
from ledger.units import Level, Unit
from ledger.vouchers import Entered, Kind, Voucher
from tests.audit.test_rejudging import slip, unguarded
from tests.building import ACT, FOUNDING, Books, receipt, voucher
from tests.building import credit as cr
from tests.building import debit as dr
from tests.ledger.forging import verify

DEC = dt.date(2025, 12, 20)
LAST = dt.date(2025, 12, 31)
CHANGE = dt.date(2022, 1, 1)
OLD, NEW = "union-2009", "union-2021"
ORDERS, REVIEWS = Act("张三", ACT.at), Act("李四", ACT.at)
WRONG_CHART = "科目表不是当日使用的科目表"


def told(found: list[str]) -> set[str]:
    """The rules that are said to be broken; nothing but V10 may be told."""
    assert {line[:5] for line in found} == {"[V10]"}
    return {line.partition("：")[2] for line in found}


# -- adjusting, and the order of a year ---------------------------------------------


@pytest.fixture
def december(sqlite_books: Books) -> Books:
    """A receipt in January, closed through November."""
    sqlite_books.post(receipt("r1", 1000_00))
    with writing(sqlite_books.engine) as connection:
        closing.close_through(connection, "U1", 202511, ACT)
    return sqlite_books


def begin_adjusting(books: Books) -> None:
    with writing(books.engine) as connection:
        years.begin_adjusting(connection, "U1", 2025, REVIEWS)


def adjustment(ref: str, day: dt.date = DEC) -> Voucher:
    made = receipt(ref, 5_00, dated_on=day)
    return replace(made, entered=Entered.ADJUSTMENT, basis="审计发现2025-1")


def of_year_end(ref: str, preparer: str = "张三") -> Voucher:
    made = voucher(ref, dr("408", 1000_00), cr("32103", 1000_00), dated_on=LAST)
    return replace(made, entered=Entered.YEAR_END, preparer=preparer)


def test_what_is_no_adjustment_is_found_in_an_adjusting_december(
    december: Books,
) -> None:
    begin_adjusting(december)
    found = slip(december, receipt("v", 5_00, dated_on=DEC))
    assert told(found) == {rejudging.ONLY_ADJUSTMENTS}


def test_what_stood_before_december_began_to_adjust_is_right(december: Books) -> None:
    december.post(receipt("before", 5_00, dated_on=DEC))
    begin_adjusting(december)
    december.post(adjustment("a"))
    assert verify(december) == []


@pytest.mark.parametrize("day", [DEC, dt.date(2026, 1, 5)], ids=["december", "later"])
def test_an_adjustment_outside_adjusting_is_found(
    december: Books, day: dt.date
) -> None:
    found = slip(december, adjustment("v", day))
    assert told(found) == {rejudging.NOT_ADJUSTING}


def test_an_adjustment_older_than_the_adjusting_is_found(december: Books) -> None:
    slip(december, adjustment("v"))
    begin_adjusting(december)
    assert told(verify(december)) == {rejudging.NOT_ADJUSTING}


def test_a_year_end_voucher_that_nobody_ordered_is_found(december: Books) -> None:
    assert told(slip(december, of_year_end("v"))) == {rejudging.NOT_ORDERED}


def test_a_year_end_voucher_of_another_preparer_is_found(december: Books) -> None:
    with writing(december.engine) as connection:
        years.order(connection, "U1", 2025, (), ORDERS)
    found = slip(december, of_year_end("v", preparer="王五"))
    assert told(found) == {rejudging.NOT_ORDERED}


def test_an_order_of_another_year_orders_nothing(december: Books) -> None:
    with writing(december.engine) as connection:
        years.order(connection, "U1", 2025, (), ORDERS)
    unguarded(december, lambda raw: raw.run("UPDATE year_ends SET year = 2024"))
    found = slip(december, of_year_end("v"))
    assert any(line.endswith(rejudging.NOT_ORDERED) for line in found)


def test_a_year_closed_as_it_should_be_breaks_nothing(december: Books) -> None:
    begin_adjusting(december)
    december.post(adjustment("a"))
    december.close_year(2025)
    assert verify(december) == []


# -- a chart's end ------------------------------------------------------------------


@pytest.fixture
def changing(sqlite_books: Books) -> Books:
    """A county that kept 2021 by the old chart and changes with 2022."""
    unit = Unit(
        code="U3",
        name="老县总工会",
        level=Level.COUNTY,
        opened_on=dt.date(2021, 1, 1),
        chart=OLD,
    )
    fund = Fund("F1", "捐赠", Origin.DONATION, Channel.DIRECT)
    with writing(sqlite_books.engine) as connection:
        assert not registration.register_units(connection, [unit], FOUNDING)
        assert not fund_registration.register_funds(connection, "U3", [fund], FOUNDING)
    sqlite_books.post(of_u3("r", dt.date(2021, 3, 10)))
    with writing(sqlite_books.engine) as connection:
        chart_registration.change_chart(connection, "U3", NEW, CHANGE, FOUNDING)
        closing.close_through(connection, "U3", 202111, ACT)
    return sqlite_books


def of_u3(ref: str, day: dt.date, chart: str = OLD) -> Voucher:
    made = receipt(ref, 1000_00, unit="U3", dated_on=day)
    return replace(made, chart=chart)


def emptied(ref: str, entered: Entered = Entered.YEAR_END) -> Voucher:
    """The old chart's last voucher: what stands on it is taken off."""
    lines = dr("331", 1000_00), cr("102", 1000_00)
    made = voucher(ref, *lines, unit="U3", dated_on=CHANGE, kind=Kind.OPENING)
    return replace(made, chart=OLD, entered=entered)


def test_a_voucher_before_the_openings_of_a_new_chart_is_found(
    changing: Books,
) -> None:
    found = slip(changing, of_u3("v", dt.date(2022, 1, 5), NEW))
    assert told(found) == {rejudging.NOT_OPENED}


def test_a_voucher_on_a_chart_that_has_ended_is_found(changing: Books) -> None:
    found = slip(changing, of_u3("v", dt.date(2022, 1, 5)))
    assert told(found) == {WRONG_CHART}


def test_an_old_chart_emptied_by_hand_is_found(changing: Books) -> None:
    """Not the year end but a clerk takes the balances away."""
    found = slip(changing, emptied("v", Entered.HERE))
    assert rejudging.OPENED_TWICE in told(found)


def test_an_old_chart_emptied_without_an_order_is_found(changing: Books) -> None:
    assert rejudging.NOT_ORDERED in told(slip(changing, emptied("v")))


def test_an_old_chart_is_emptied_once(changing: Books) -> None:
    changing.close_year(2021, "U3")
    assert verify(changing) == []
    assert rejudging.OPENED_TWICE in told(slip(changing, emptied("v")))


def test_a_chart_is_not_ended_on_any_other_day(changing: Books) -> None:
    changing.close_year(2021, "U3")
    late = replace(emptied("v"), dated_on=dt.date(2022, 1, 2))
    assert WRONG_CHART in told(slip(changing, late))
