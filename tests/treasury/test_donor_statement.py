"""A donor's statement: given is given back, used and left, to the fen."""

import datetime as dt

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.database import reading, writing
from ledger.money import ZERO, Money
from tests.building import Books, credit, debit, payment, voucher
from tests.treasury.giving import CLERK, MARCH, give, known, organisation, post_all
from tests.treasury.giving import received as came
from treasury import donor_statement, refunds
from treasury.donations import Form
from treasury.donor_statement import GiftUse
from treasury.refunds import NewRefund

JULY = dt.date(2025, 3, 20)


def told(books: Books, donor: int) -> tuple[GiftUse, ...]:
    with reading(books.engine) as connection:
        return donor_statement.statement(connection, "U1", donor)


def give_back(books: Books, key: str, fen: int) -> None:
    with writing(books.engine) as connection:
        back = NewRefund(gift=key, amount=Money(fen), reason="误", paper="函")
        refunds.refund(connection, "U1", back, CLERK)
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


STEPS = st.lists(
    st.tuples(st.sampled_from(["give", "pay", "back"]), st.integers(1, 1_000)),
    min_size=1,
    max_size=8,
)


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(STEPS)
def test_given_is_given_back_used_and_left(
    sqlite_books: Books, steps: list[tuple[str, int]]
) -> None:
    books = sqlite_books
    donor = known(books).number
    for place, (what, fen) in enumerate(steps):
        standing = told(books, donor)
        left = sum((one.left for one in standing), ZERO)
        if what == "give" or not left:
            came(books, donor, fen, again=True)
        elif what == "pay":
            ref = f"p{books.one('SELECT COUNT(*) FROM vouchers')}-{place}"
            books.post(payment(ref, min(fen, left.fen), dated_on=MARCH))
        else:
            one = next(one for one in reversed(standing) if one.left)
            give_back(books, one.gift.key, min(fen, one.left.fen))
    for one in told(books, donor):
        assert one.gift.amount == one.returned + one.used + one.left
        assert one.left >= ZERO
    total = sum((one.left for one in told(books, donor)), ZERO)
    money = books.one(
        "SELECT SUM(debit_fen - credit_fen) FROM postings p JOIN accounts a"
        " ON a.id = p.account_id WHERE a.code = '102'"
    )
    assert total.fen == money
