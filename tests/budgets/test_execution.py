"""Execution: the figures of each line, and that they add up to the books."""

import datetime as dt

import pytest

from budgets.execution import DIMENSIONS, Executed, Fen, execution
from ledger import fund_registration, journal, registration
from ledger.database import reading, writing
from ledger.funds import Channel, Fund, Origin
from ledger.money import Money
from ledger.units import Level, Unit
from tests.budgets.planning import paid, plan, posted, reserve
from tests.building import (
    ACT,
    FOUNDING,
    Books,
    credit,
    debit,
    payment,
    receipt,
    voucher,
)


def drawn(
    books: Books,
    *,
    year: int = 2025,
    month: int = 12,
    units: tuple[str, ...] = ("U1",),
    by: tuple[str, ...] = DIMENSIONS,
) -> tuple[Executed, ...]:
    with reading(books.engine) as connection:
        return execution(connection, units, year, month, by).rows


def test_a_line_shows_what_it_had_and_has(books: Books) -> None:
    plan(books)
    posted(books, receipt("r1", 50_000_00))
    key = reserve(books, 3_000_00).key
    posted(books, paid("p1", 1_200_00, key))
    (row,) = drawn(books, month=3)

    assert row.key == ("U1", "F1", "50404", "生活救助")
    assert row.fen == Fen(
        budget=10_000_00,
        revised=10_000_00,
        spent=1_200_00,
        reserved=1_800_00,
        spent_now=1_200_00,
    )
    assert row.available == Money(7_000_00)
    assert (row.rate_bp, row.elapsed_bp) == (1200, 2500)
    # By twelve months: 1,200 in three; never less than what is spent and held.
    assert row.forecast == Money(4_800_00)


def test_a_month_counts_its_own_vouchers_alone(books: Books) -> None:
    plan(books)
    posted(books, receipt("r1", 50_000_00))
    key = reserve(books, 3_000_00).key
    february = dt.date(2025, 2, 3)
    posted(books, paid("p1", 1_000_00, key), paid("p2", 500_00, key, dated_on=february))

    assert [row.spent for row in drawn(books, month=1)] == [Money(1_000_00)]
    assert [row.spent for row in drawn(books, month=2)] == [Money(1_500_00)]
    # What is available is available now.
    assert [row.available for row in drawn(books, month=1)] == [Money(7_000_00)]


def test_spending_that_no_budget_has_is_shown(books: Books) -> None:
    posted(books, receipt("r1", 50_000_00), payment("p1", 100_00))
    (row,) = drawn(books)

    assert (row.budget, row.spent) == (Money(0), Money(100_00))
    assert (row.rate_bp, row.available) == (None, Money(-100_00))


def test_a_closed_year_shows_what_it_spent(books: Books) -> None:
    posted(books, receipt("r1", 50_000_00), payment("p1", 100_00))
    books.close_year(2025)
    posted(books, payment("p2", 30_00, dated_on=dt.date(2026, 2, 1)))
    (row,) = drawn(books, year=2026, month=2)

    assert [row.spent for row in drawn(books)] == [Money(100_00)]
    assert (row.spent, row.last_year) == (Money(30_00), Money(100_00))
    # Last year spent all of it by February, so this one will not spend more.
    assert row.forecast == Money(30_00)


def test_other_money_of_the_union_is_not_in_it(books: Books) -> None:
    posted(
        books,
        voucher("g1", debit("102", 500_00, "G"), credit("408", 500_00, "G")),
        voucher("g2", debit("506" + "02", 50_00, "G"), credit("102", 50_00, "G")),
    )

    assert drawn(books) == ()


@pytest.fixture
def tree(books: Books) -> Books:
    """U1 passes 100 yuan down to its township T1, which gives 60 of it as aid."""
    below = Unit(
        code="T1",
        name="某镇工会",
        level=Level.TOWNSHIP,
        parent="U1",
        chart="union-2021",
        opened_on=dt.date(2025, 1, 1),
    )
    fund = Fund("F1", "捐赠", Origin.DONATION, Channel.DIRECT)
    with writing(books.engine) as connection:
        assert not registration.register_units(connection, [below], FOUNDING)
        assert not fund_registration.register_funds(connection, "T1", [fund], FOUNDING)
        fund_registration.meet_purposes(
            connection, "T1", [("F1", "生活救助")], FOUNDING
        )
        of_township = payment("p1", 60_00, unit="T1")
        journal.post(connection, [receipt("r1", 100_00, unit="T1"), of_township], ACT)
    posted(
        books,
        receipt("r1", 500_00),
        voucher("d1", debit("50802", 100_00), credit("102", 100_00)),
    )
    return books


def test_units_are_added_up_without_what_they_pass_down(tree: Books) -> None:
    with reading(tree.engine) as connection:
        alone = execution(connection, ["U1"], 2025, by=())
        both = execution(connection, ["U1", "T1"], 2025, by=())

    assert alone.total.spent == Money(100_00)
    assert both.total.spent == Money(60_00)
    assert both.eliminated.spent == Money(100_00)


@pytest.mark.parametrize(
    "by", [(), ("unit",), ("fund",), ("unit", "account"), DIMENSIONS]
)
def test_rows_add_up_to_the_total_and_to_the_books(
    tree: Books, by: tuple[str, ...]
) -> None:
    with reading(tree.engine) as connection:
        found = execution(connection, ["U1", "T1"], 2025, by=by)
    spent = tree.one(
        "SELECT SUM(t.debit_fen - t.credit_fen) FROM totals t"
        " JOIN accounts a ON a.id = t.account_id WHERE a.class = 'expense'"
    )

    assert sum(row.spent.fen for row in found.rows) == found.total.spent.fen
    assert found.total.spent.fen + found.eliminated.spent.fen == spent
