"""A donor's statement: given is given back, used and left, to the fen."""

import datetime as dt
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.lineage_record import TEST
from ledger.database import reading, writing
from ledger.money import ZERO, Money
from tests.audit.sealed import verify
from tests.building import Books, credit, debit, payment, red, voucher
from tests.treasury.giving import (
    CLERK,
    MARCH,
    give,
    known,
    organisation,
    post_all,
    post_draft,
    registered,
)
from tests.treasury.giving import received as came
from tests.treasury.lineages import (
    desk_refund,
    paid,
    record,
    recovered,
    returned,
    used,
)
from treasury import donor_statement, lineage, refunds
from treasury.donations import Form
from treasury.donor_statement import GiftUse
from treasury.errors import DonationRefused
from treasury.refunds import NewRefund

JULY = dt.date(2025, 3, 20)


def told(books: Books, donor: int) -> tuple[GiftUse, ...]:
    with reading(books.engine) as connection:
        return donor_statement.statement(connection, "U1", donor)


def ask_back(books: Books, key: str, fen: int) -> None:
    with writing(books.engine) as connection:
        back = NewRefund(gift=key, amount=Money(fen), reason="误", paper="函")
        refunds.refund(connection, "U1", back, CLERK)


def give_back(books: Books, key: str, fen: int) -> None:
    ask_back(books, key, fen)
    post_all(books)


def test_a_gift_stands_with_what_it_paid(books: Books) -> None:
    one = came(books)
    other = came(books, one.donor, 500_00)
    give(books, one.donor, 7)
    aid = debit("50404", 300_00, purpose="生活救助", persons=3)
    books.post(voucher("p1", aid, credit("102", 300_00), dated_on=MARCH))
    books.post(payment("p2", 900_00, dated_on=JULY))
    first, second = told(books, one.donor)
    assert [paid.amount for paid in first.paid] == [Money(300_00), Money(700_00)]
    assert (first.paid[0].purposes, first.paid[0].persons) == (("生活救助",), 3)
    assert (first.used, first.left) == (one.amount, ZERO)
    assert (second.gift.key, second.used, second.left) == (
        other.key,
        Money(200_00),
        Money(300_00),
    )


def test_what_is_given_back_is_of_its_own_gift(books: Books) -> None:
    one = came(books)
    other = came(books, known(books, organisation("另一家公司")).number, 500_00)
    give_back(books, other.key, 500_00)
    books.post(payment("p1", 300_00, dated_on=JULY))
    (first,), (second,) = told(books, one.donor), told(books, other.donor)
    assert (first.returned, first.used, first.left) == (
        ZERO,
        Money(300_00),
        Money(700_00),
    )
    assert (second.returned, second.used, second.left) == (Money(500_00), ZERO, ZERO)


def test_goods_stand_as_a_memo(books: Books) -> None:
    one = give(books, form=Form.GOODS, fund="", account="", memo="毛毯")
    (found,) = told(books, one.donor)
    assert (found.paid, found.left) == ((), one.amount)


def test_what_is_spent_does_not_go_back(books: Books) -> None:
    one = came(books)
    came(books, known(books, organisation("另一家公司")).number, 500_00)
    books.post(payment("p1", 700_00, dated_on=JULY))
    with pytest.raises(DonationRefused, match=r"已用去 700.00 元.*可退 300\.00 元"):
        give_back(books, one.key, 300_01)
    give_back(books, one.key, 200_00)
    with pytest.raises(DonationRefused, match=r"可退 100\.00 元"):
        give_back(books, one.key, 100_01)


def test_what_is_spent_between_asking_and_paying_is_paid_by_others(
    books: Books,
) -> None:
    one = came(books)
    other = came(books, known(books, organisation("另一家公司")).number, 500_00)
    ask_back(books, one.key, 800_00)
    books.post(payment("p1", 600_00, dated_on=JULY))
    post_all(books)
    (first,), (second,) = told(books, one.donor), told(books, other.donor)
    assert (first.returned, first.used, first.left) == (
        Money(800_00),
        Money(200_00),
        ZERO,
    )
    assert (second.returned, second.used) == (ZERO, Money(400_00))


def test_a_refund_that_was_cancelled_is_the_gifts_again(books: Books) -> None:
    one = came(books)
    give_back(books, one.key, 300_00)
    books.reverse(f"退捐-{one.key}-1", red("x", dated_on=MARCH))
    (found,) = told(books, one.donor)
    assert (found.returned, found.left) == (ZERO, one.amount)


# -- any gifts, payments, returns and refunds of one fund ---------------------------

WHAT = ("give", "pay", "ask", "ask", "post", "return", "got", "cancel", "record")
STEPS = st.lists(
    st.tuples(st.sampled_from(WHAT), st.integers(1, 1_000)), min_size=1, max_size=12
)


class Year:
    """Two donors give to one fund, which pays, is paid back, and gives back."""

    def __init__(self, books: Books) -> None:
        self.books = books
        other = known(books, organisation("另一家公司"))
        self.donors = (known(books).number, other.number)
        self.before = sum(self.money())
        self.open: list[str] = []

    def money(self) -> list[int]:
        """What the fund has in the bank."""
        return [
            int(row[0])
            for row in self.books.rows(
                "SELECT debit_fen - credit_fen FROM postings p JOIN accounts a"
                " ON a.id = p.account_id WHERE a.code = '102' AND p.fund_id = 1"
            )
        ]

    def step(self, what: str, fen: int) -> None:
        """One more thing happens, as far as there is anything for it to happen to."""
        books, ref = self.books, f"v{len(self.money())}"
        gifts = [one for donor in self.donors for one in told(books, donor)]
        free = [one for one in gifts if one.left and one.gift.left]
        if what == "give" or not gifts:
            handed = registered(books, self.donors[fen % 2], fen, again=True).handed
            assert handed is not None
            with writing(books.engine) as connection:
                post_draft(connection, handed.draft)
        elif what == "pay" and (most := min(fen, sum(self.money()))) > 0:
            books.post(paid(ref, most, "P", dated_on=MARCH))
        elif what == "return":
            books.post(returned(ref, fen, "P", dated_on=MARCH))
        elif what == "got":
            self.recover(ref, fen)
        elif what == "ask" and free:
            one = free[fen % len(free)]
            most = min(fen, (one.given - one.used - one.gift.returned).fen)
            if most > 0:
                ask_back(books, one.gift.key, most)
        elif what == "cancel" and self.open:
            books.reverse(self.open.pop(), red(ref, dated_on=MARCH))
        elif what == "record":
            record(books)
        elif what == "post":
            self.post()

    def recover(self, ref: str, fen: int) -> None:
        """A household gives back a part of what it was paid; more, now and then."""
        spent = self.books.rows(
            "SELECT v.ref FROM vouchers v JOIN postings p ON p.unit_id = v.unit_id"
            " AND p.position = v.position JOIN accounts a ON a.id = p.account_id"
            " WHERE a.code = '50404' AND p.debit_fen > 0 ORDER BY v.position"
        )
        if spent:
            (target,) = spent[fen % len(spent)]
            desk_refund(self.books, 1_000 + len(self.money()), ref, target)
            self.books.post(recovered(ref, fen, dated_on=MARCH))
            self.open.append(ref)

    def post(self) -> None:
        """What was asked for is paid, as far as the money is there."""
        for number, ref, fen in self.books.rows(
            "SELECT d.draft, d.ref, r.amount_fen FROM desk_drafts d JOIN gift_refunds r"
            " ON d.ref = '退捐-2025-' || r.gift_number || '-' || r.number"
            " WHERE d.unit_id = 1 AND d.ref NOT IN (SELECT ref FROM vouchers)"
        ):
            if fen <= sum(self.money()):
                with writing(self.books.engine) as connection:
                    post_draft(connection, number)
                self.open.append(ref)

    def agrees(self) -> None:
        """Given is given back, used and left; every paper says the same."""
        total = 0
        with reading(self.books.engine) as connection:
            sources = lineage.sources(connection, "U1", "F1")
            lacking = lineage.uses(connection, "U1", "F1")
        kept = {one.position: one for one in sources}
        for donor in self.donors:
            for one in told(self.books, donor):
                place = self.books.one(
                    f"SELECT position FROM vouchers WHERE ref = '{one.gift.ref}'"
                )
                source = kept.pop(place)
                assert one.given == one.returned + one.used + one.left == source.given
                assert (source.left, source.used) == (
                    one.left,
                    one.used + one.returned,
                )
                assert used(self.books, place)["F1"][0] == one.left.fen
                total += one.left.fen
        # What came back without having been paid is nobody's gift.
        total += sum(one.left.fen for one in kept.values())
        assert not any(one.uncovered for one in lacking)
        assert total == sum(self.money())
        record(self.books)
        found = verify(self.books, "U1").differences
        assert [str(one) for one in found if one.test == TEST] == []


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(STEPS)
def test_given_is_given_back_used_and_left(
    sqlite_books: Books, steps: list[tuple[str, int]]
) -> None:
    year = Year(sqlite_books)
    for what, fen in steps:
        year.step(what, fen)
    year.agrees()


def test_given_is_given_back_used_and_left_on_both(books: Books) -> None:
    year, draw = Year(books), random.Random(7)  # noqa: S311 - figures that repeat
    for _ in range(30):
        year.step(draw.choice(WHAT), draw.randint(1, 1_000))
    year.agrees()
    assert books.one("SELECT COUNT(*) FROM lineage_shares WHERE act = 'named'") > 0
