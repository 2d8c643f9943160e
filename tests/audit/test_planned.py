"""What a unit planned, as read from a database, and what the checks make of it."""

import datetime as dt

import pytest

from audit.books import Books as Audited
from audit.catalogue import run_all
from audit.check import Result
from audit.planned import Excess, Over, Planned
from audit.store import read_books
from budgets.growth import Verdict
from ledger.database import reading, writing
from ledger.money import Money
from ledger.periods import parse_span
from tests.audit.test_appropriated import moved
from tests.budgets.filling import fill
from tests.budgets.planning import plan, seat_body
from tests.building import Books, payment, receipt

LINE = "F1 50404 生活救助"


def read(books: Books, span: str = "2025", known_at: int | None = None) -> Audited:
    with reading(books.engine) as connection:
        return read_books(connection, "U1", parse_span(span), known_at=known_at)


def planned(books: Books, span: str = "2025", known_at: int | None = None) -> Planned:
    found = read(books, span, known_at).planned
    assert found is not None
    return found


def results(books: Books, span: str = "2025") -> dict[str, Result]:
    return {result.key: result for result in run_all(read(books, span))}


@pytest.fixture
def filled(books: Books) -> Books:
    """A body, a base, an approved budget and a rule loosened; nothing is spent."""
    plan(books)
    with writing(books.engine) as connection:
        fill(connection)
    return books


def test_body_base_budget_and_control_are_read(filled: Books) -> None:
    found = planned(filled)
    assert found.obliged
    assert found.has_base
    assert len(found.seats) == 4
    assert found.office_since == dt.date(2025, 1, 5)
    assert found.controlled_since == dt.date(2025, 1, 1)
    assert [(a.line, a.open_fen) for a in found.appropriations] == [(LINE, 10_000_00)]
    (approval,) = found.approvals
    assert (approval.approved_on, approval.resolution) == (
        dt.date(2025, 1, 5),
        "2025-1",
    )
    (loosened,) = found.loosenings
    assert (loosened.rule, loosened.line, loosened.person) == ("年度预算", "", "王五")
    assert loosened.decided_on == dt.date(2025, 1, 10)
    (year,) = found.own
    assert (year.year, year.last) == (2025, Money(60_000_00))


def test_the_checks_of_budgets_are_performed_and_tell_what_was_loosened(
    filled: Books,
) -> None:
    found = results(filled)
    for key in ("F02", "F04", "L09", "T35"):
        assert found[key].performed
    assert found["F04"].findings == found["F02"].findings == ()
    (loosened,) = found["L09"].findings
    assert loosened.lead
    assert "雪灾救助" in loosened.condition


def test_a_decision_of_another_year_is_left_out(filled: Books) -> None:
    assert planned(filled, "2026").loosenings == ()
    (year,) = planned(filled, "2026").own
    assert year.verdict is Verdict.NO_BUDGET


def test_what_was_taken_past_a_budget_is_read_with_its_reason(books: Books) -> None:
    """9,000 reserved where 8,450 stood; an imported voucher of 20 after that."""
    excesses = planned(moved(books)).excesses
    assert excesses == (
        Excess(
            LINE, Over.DECISION, 550_00, dt.date(2025, 3, 1), "预留 2025-2", decision=1
        ),
        Excess(LINE, Over.VOUCHER, 20_00, dt.date(2025, 1, 15), "2025-01 付-5"),
    )
    assert len(planned(books, known_at=5).excesses) == 1
    assert len(planned(books, "2025-03").excesses) == 1
    titles = [one.title for one in results(books)["L09"].findings]
    assert titles == [
        "放宽预算控制的决定",
        "超过预算指标：依决定放行",
        "超过预算指标：无须预留的凭证",
        "实行控制后导入的支出凭证",
    ]


def test_a_county_without_base_and_approved_budget_is_told(books: Books) -> None:
    with writing(books.engine) as connection:
        seat_body(connection)
    books.post(receipt("r1", 100_00), payment("p1", 10_00))
    found = results(books)
    assert [one.title for one in found["T35"].findings] == ["没有2005年度基数"]
    (spent,) = found["F02"].findings
    assert spent.title == "没有经批准的年度预算而支出"
    assert [one.title for one in found["F04"].findings] == ["资金管理机构没有办公室"]


def test_books_that_keep_no_budget_are_not_judged_by_one(books: Books) -> None:
    books.post(receipt("r1", 100_00), payment("p1", 10_00))
    assert read(books).planned is None
    found = results(books)
    for key in ("F02", "F04", "L09", "T35"):
        assert not found[key].performed
        assert found[key].reason
