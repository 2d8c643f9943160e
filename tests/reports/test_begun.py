"""Books that begin: nothing is told of before, what they open with is bound once."""

import datetime as dt
from typing import Any

import pytest

from ledger import fund_registration, registration
from ledger.database import writing
from ledger.funds import Channel, Fund, Origin
from ledger.units import Level, Unit
from ledger.vouchers import Kind
from reports import catalogue
from reports.catalogue import Report
from reports.errors import NoSuchPeriod
from tests.building import FOUNDING, Books, receipt, voucher
from tests.building import credit as cr
from tests.building import debit as dr
from tests.reports import changing
from tests.reports.asking import asked

OF_BOOKS = [one for one in catalogue.all_reports() if not one.earlier]
TOLD = {"account": "102", "fund": "F1", "form": "x"}


@pytest.mark.parametrize("report", OF_BOOKS, ids=lambda one: one.name)
def test_nothing_is_drawn_up_of_a_time_before_the_books(
    books: Books, report: Report
) -> None:
    """The books of U1 begin in 2025; what may tell of earlier years says `earlier`."""
    told = {need: TOLD[need] for need in report.needs if need in TOLD}
    for period in ("2024", "2024-12"):
        with pytest.raises(NoSuchPeriod) as refusal:
            asked(books.engine, report.name, "U1", period, **told)
        assert report.title in str(refusal.value)
        assert "建账，请改用建账以后的期间" in str(refusal.value)


def test_files_of_persons_and_budgets_may_be_older_than_the_books() -> None:
    """Every other report is of the books; whoever adds one here says why."""
    earlier = {one.name for one in catalogue.all_reports() if one.earlier}
    files = {"recipient_file"}
    files |= {f"case_{name}" for name in ("application", "approval", "notice")}
    files |= {"case_registration"}
    aid = {f"aid_{name}" for name in ("floor", "history", "late", "quarter")}
    budgets = {f"budget_{name}" for name in ("annual", "baseline", "growth", "rules")}
    assert earlier == files | aid | {"aid_statistics", "body_minutes"} | budgets


def bound_rows(books: Books, period: str) -> list[dict[str, Any]]:
    """What the indexes of every volume list."""
    report = asked(books.engine, "voucher_book", "U3", period)
    tables = report["tables"].items()
    return [row for key, one in tables if "index" in key for row in one["rows"]]


def test_what_a_year_opens_with_is_bound_once(sqlite_books: Books) -> None:
    """A change of chart opens 2022 anew: not with the year or the month before."""
    books = changing.closed(changing.about_to_change(sqlite_books))
    bound = {
        period: [row["number"] for row in bound_rows(books, period)]
        for period in ("2021", "2021-12", "2022", "2022-01")
    }
    assert not [one for one in bound["2021"] + bound["2021-12"] if "期初" in one]
    for period in ("2022", "2022-01"):
        assert [one for one in bound[period] if "期初" in one] == ["期初-1", "期初-2"]


def test_books_that_begin_in_march_bind_what_they_open_with_in_march(
    sqlite_books: Books,
) -> None:
    opens = dt.date(2025, 3, 10)
    unit = Unit(code="U9", name="某镇工会", level=Level.TOWNSHIP, opened_on=opens)
    fund = Fund("F1", "捐赠", Origin.DONATION, Channel.DIRECT)
    with writing(sqlite_books.engine) as connection:
        assert not registration.register_units(connection, [unit], FOUNDING)
        assert not fund_registration.register_funds(connection, "U9", [fund], FOUNDING)
    at = {"unit": "U9", "dated_on": opens}
    opening = voucher("o", dr("102", 9_00), cr("32104", 9_00), kind=Kind.OPENING, **at)
    sqlite_books.post(opening, receipt("r", 1_00, **at))
    report = asked(sqlite_books.engine, "voucher_book", "U9", "2025-03")
    assert [row["number"] for row in report["tables"]["index"]["rows"]] == [
        "期初-1",
        "收-1",
        "合计",
    ]
    assert next(iter(report["values"])) == "cover_2025_3_1"
    with pytest.raises(NoSuchPeriod, match="账簿自 2025-03-10 建账"):
        asked(sqlite_books.engine, "voucher_book", "U9", "2025-02")
