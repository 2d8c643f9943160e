"""What would mean nothing to a report is refused, not passed over."""

import pytest

from reports import catalogue
from reports.catalogue import Report
from reports.errors import NoSuchScope
from tests.building import Books
from tests.reports.asking import asked, request
from tests.treasury.giving import VAULT

TOLD = {"account": "102", "fund": "F1", "form": "x"}
EVERY = catalogue.all_reports()


def told(report: Report) -> dict[str, str]:
    """What a report cannot do without."""
    return {need: TOLD[need] for need in report.needs if need in TOLD}


@pytest.mark.parametrize("report", EVERY, ids=lambda one: one.name)
def test_a_report_is_of_one_matter_or_says_that_it_is_not(report: Report) -> None:
    wanted = request("U1", "2025", subject="J2026-1", **told(report))
    if "subject" in report.takes:
        catalogue.demand_told(report, wanted)
        return
    with pytest.raises(NoSuchScope, match=r"不能只取一项（J2026-1）.*办法：不写编号"):
        catalogue.demand_told(report, wanted)


@pytest.mark.parametrize("report", EVERY, ids=lambda one: one.name)
def test_a_report_names_people_or_says_that_it_names_none(report: Report) -> None:
    wanted = request("U1", "2025", vault=VAULT, **told(report))
    if "names" in report.takes:
        catalogue.demand_told(report, wanted)
        return
    with pytest.raises(NoSuchScope, match="没有个人姓名可写"):
        catalogue.demand_told(report, wanted)


@pytest.mark.parametrize("report", EVERY, ids=lambda one: one.name)
def test_a_form_is_for_statements_of_the_office_alone(report: Report) -> None:
    wanted = request("U1", "2025", **told(report) | {"form": "x"})
    if "form" in report.needs:
        catalogue.demand_told(report, wanted)
        return
    with pytest.raises(NoSuchScope, match="有固定的格式"):
        catalogue.demand_told(report, wanted)


@pytest.mark.parametrize(
    "name",
    [
        *("annual_audit", "audit_board", "voucher_print", "voucher_book"),
        *("fund_statement", "stock_ledger", "trial_balance"),
    ],
)
def test_what_is_told_as_a_whole_is_not_of_one_account(books: Books, name: str) -> None:
    with pytest.raises(NoSuchScope, match=r"不能只取.*一个科目"):
        asked(books.engine, name, "U1", "2025", account="102")


@pytest.mark.parametrize(
    "name", ["annual_audit", "audit_board", "voucher_print", "fund_statement"]
)
def test_what_is_told_as_a_whole_is_not_of_one_fund(books: Books, name: str) -> None:
    with pytest.raises(NoSuchScope, match="不能只取"):
        asked(books.engine, name, "U1", "2025", fund="F1")
