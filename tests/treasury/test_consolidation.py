"""Consolidation: the sum of the units less what they sent each other, to the fen."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.database import reading
from ledger.funds import Origin
from ledger.money import ZERO, Money
from ledger.periods import parse_span
from tests.building import Books, credit, debit, voucher
from tests.treasury.sending import SENT, Line, found_tree
from treasury.consolidation import Consolidated, Subtree, consolidated

UPPER = Origin.UPPER_UNION
HALF = Money(500_00)


@pytest.fixture
def line(books: Books) -> Line:
    """The tree, each of five funds with 10,000 yuan."""
    found_tree(books)
    return Line(books)


def drawn(line: Line, *units: str, period: str = "2025") -> Subtree:
    with reading(line.books.engine) as connection:
        return consolidated(connection, units, parse_span(period))


def row(found: Subtree, origin: Origin = Origin.OWN_UNION) -> Consolidated:
    return next(one for one in found.rows if one.origin is origin)


def test_a_transfer_inside_is_nobodys_income(line: Line) -> None:
    line.moved("C", "A", 500_00)
    alone, below, whole = drawn(line, "C"), drawn(line, "A"), drawn(line, "C", "A")
    assert row(alone).uses == Money(500_00)
    assert row(below, UPPER).receipts == Money(500_00)
    above, under = row(whole), row(whole, UPPER)
    assert (above.receipts, above.uses) == (Money(10_000_00), ZERO)
    assert (under.receipts, under.uses) == (ZERO, ZERO)
    assert (above.between_sent, under.between_received) == (HALF, HALF)
    assert (above.renamed, under.renamed) == (-HALF, HALF)
    assert above.adds_up
    assert under.adds_up


def test_money_in_transit_is_a_line_of_its_own(line: Line) -> None:
    line.sent("C", "A", 500_00)
    found = drawn(line, "C", "A")
    assert row(found, UPPER).in_transit == Money(500_00)
    assert row(found).closing == Money(9_500_00)
    assert row(found).uses == ZERO
    assert [one.key for one in found.under_way] == ["C-1"]


def test_what_was_in_transit_before_arrives_in_the_next_month(line: Line) -> None:
    one = line.sent("C", "A", 500_00)
    line.booked(one, dated_on=dt.date(2025, 3, 2))
    march = row(drawn(line, "C", "A", period="2025-03"), UPPER)
    assert (march.in_transit_before, march.in_transit) == (Money(500_00), ZERO)
    assert (march.receipts, march.uses, march.other) == (ZERO, ZERO, ZERO)


def test_what_leaves_the_subtree_stays_a_use(line: Line) -> None:
    line.moved("C", "A", 500_00)
    found = row(drawn(line, "A", "S"), UPPER)
    assert (found.receipts, found.between_received) == (Money(500_00), ZERO)


def test_money_that_came_back_was_never_spent(line: Line) -> None:
    one = line.sent("C", "A", 500_00)
    line.reject(one)
    back = line.take_back(one)
    assert back.back is not None
    line.post("C", back.back.draft)
    found = row(drawn(line, "C", "A"))
    assert (found.uses, found.in_transit, found.between_sent) == (ZERO, ZERO, ZERO)
    assert found.other == ZERO


def test_closing_a_year_is_neither_income_nor_use(line: Line) -> None:
    line.moved("C", "A", 500_00)
    line.books.close_year(2025, "C")
    found = row(drawn(line, "C", "A"))
    assert (found.receipts, found.uses) == (Money(10_000_00), ZERO)


STEP = st.tuples(
    st.sampled_from((("P", "C"), ("C", "A"), ("C", "B"), ("A", "S"))),
    st.integers(1, 50_000),
    st.sampled_from(("sent", "booked")),
)


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=st.lists(STEP, max_size=6), parts=st.sets(st.sampled_from("PCABS")))
def test_the_whole_is_the_sum_less_the_transfers_within(
    sqlite_books: Books, steps: list[tuple[tuple[str, str], int, str]], parts: set[str]
) -> None:
    """For any transfers and any set of units, fen by fen."""
    books = sqlite_books
    line = Line(books)
    if not books.one("SELECT COUNT(*) FROM units WHERE code = 'P'"):
        found_tree(books)
    for (sender, to), fen, how in steps:
        if _money(books, sender) < fen:
            continue
        one = line.sent(sender, to, fen, _fund(books, sender))
        if how == "booked":
            line.booked(one)
    units = tuple(sorted(parts | {"C"}))
    whole = drawn(line, *units)
    alone = [drawn(line, unit) for unit in units]
    for one in whole.rows:
        own = [row for part in alone for row in part.rows if row.origin is one.origin]
        assert one.adds_up
        assert one.other == ZERO
        assert one.receipts == _sum(own, "receipts") - one.between_received
        assert one.uses == _sum(own, "uses") - one.between_sent
        assert one.closing == _sum(own, "closing")
    for name in ("renamed", "other"):
        assert _sum(list(whole.rows), name) == ZERO
    sent, came = (_sum(list(whole.rows), f"between_{x}") for x in ("sent", "received"))
    assert sent - came == _sum(list(whole.rows), "in_transit")


def _sum(rows: list[Consolidated], name: str) -> Money:
    return sum((getattr(row, name) for row in rows), ZERO)


KIND = "upper_union' OR f.origin = 'own_union"


def _fund(books: Books, unit: str) -> str:
    """The fund that a unit sends: its own, or what its upper union gave."""
    found: str = books.one(
        "SELECT f.code FROM funds f JOIN units u ON u.id = f.unit_id"
        f" WHERE u.code = '{unit}' AND (f.origin = '{KIND}')"
        " ORDER BY f.origin LIMIT 1"
    )
    return found


def _money(books: Books, unit: str) -> int:
    """What is in the fund that a unit sends."""
    return int(
        books.one(
            "SELECT COALESCE(SUM(p.debit_fen - p.credit_fen), 0) FROM postings p"
            " JOIN units u ON u.id = p.unit_id JOIN funds f ON f.unit_id = p.unit_id"
            " AND f.id = p.fund_id JOIN accounts a ON a.id = p.account_id"
            f" WHERE u.code = '{unit}' AND a.money = 1 AND f.code ="
            " (SELECT o.code FROM funds o WHERE o.unit_id = u.id"
            " AND (o.origin = 'own_union' OR o.origin = 'upper_union')"
            " ORDER BY o.origin LIMIT 1)"
        )
    )


def test_moves_between_other_money_and_aid_stand_apart(line: Line) -> None:
    lent = voucher(
        "lent", debit("135", 100_00, "OWN"), credit("102", 100_00, "OWN"),
        unit="C", dated_on=SENT,
    )  # fmt: skip
    line.books.post(lent)
    found = row(drawn(line, "C"))
    assert (found.other, found.closing) == (Money(-100_00), Money(9_900_00))
    assert found.adds_up
