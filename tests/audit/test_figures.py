"""The year's figures, worked out from the vouchers of small books."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from audit import examples
from audit.books import Books, Line, Voucher
from audit.figures import Figures, FundYear, figures, worth
from audit.served import AID, ELSE, HEADS, PASSED_DOWN
from ledger.accounts import Role
from ledger.money import Money

yuan = examples.yuan


def _fund(found: Figures, code: str) -> FundYear:
    return next(fund for fund in found.funds if fund.fund == code)


def test_a_gift_and_a_payment_carry_the_opening_to_the_closing() -> None:
    """Opening 100,000; 300 given, 120 paid: 100,180."""
    found = figures(
        examples.books(
            examples.voucher(*examples.moved("102", "408", 300), number=1),
            examples.voucher(*examples.aid(120), number=2),
        )
    )
    fund = _fund(found, "OU")
    assert (fund.opening, fund.received, fund.paid) == (
        yuan(100_000),
        yuan(300),
        yuan(120),
    )
    assert fund.closing == yuan(100_180)


def test_surplus_set_aside_moves_between_funds_and_is_no_income() -> None:
    """General surplus of 50 becomes aid money."""
    found = figures(
        examples.books(
            examples.voucher(
                *examples.moved("32202", "102", 50, "GF"),
                *examples.moved("102", "32102", 50),
            )
        )
    )
    assert _fund(found, "OU").moved == yuan(50)
    assert _fund(found, "GF").moved == yuan(-50)
    assert found.received == ()


def test_income_of_the_year_made_over_to_the_aid_fund_is_its_income() -> None:
    found = figures(
        examples.books(
            examples.voucher(
                *examples.moved("402", "102", 50, "GF"),
                *examples.moved("102", "402", 50),
            )
        )
    )
    assert _fund(found, "OU").received == yuan(50)
    assert _fund(found, "GF").received == yuan(-50)


def test_net_assets_made_over_without_an_account_for_it_are_a_move_all_the_same() -> (
    None
):
    """The edition of 2009 has 结余 alone: one fund's goes down, another's up."""
    found = figures(
        examples.books(
            examples.voucher(
                *examples.moved("32104", "102", 50, "GF"),
                *examples.moved("102", "32104", 50),
            )
        )
    )
    assert _fund(found, "OU").moved == yuan(50)


def test_interest_of_several_funds_in_one_voucher_is_income_of_each() -> None:
    found = figures(
        examples.books(
            examples.voucher(
                *examples.moved("102", "408", 3),
                *examples.moved("102", "408", 4, "CB"),
            )
        )
    )
    assert {(one.fund, one.amount) for one in found.received} == {
        ("OU", yuan(3)),
        ("CB", yuan(4)),
    }


def test_closing_the_year_is_neither_received_nor_paid() -> None:
    found = figures(
        examples.books(
            examples.voucher(*examples.moved("102", "408", 300), number=1),
            examples.voucher(*examples.aid(120), number=2),
            examples.voucher(*examples.moved("408", "32103", 300), number=3),
            examples.voucher(*examples.moved("32103", "50404", 120), number=4),
        )
    )
    fund = _fund(found, "OU")
    assert (fund.received, fund.paid) == (yuan(300), yuan(120))
    assert sum(paid.amount.fen for paid in found.paid) == yuan(120).fen


def test_an_error_of_an_earlier_year_is_an_adjustment() -> None:
    """C2: 70 paid wrongly last year comes back."""
    found = figures(
        examples.books(examples.voucher(*examples.moved("102", "32101", 70)))
    )
    assert _fund(found, "OU").adjusted == yuan(70)


def test_money_held_for_others_comes_and_goes_by_its_own_account() -> None:
    found = figures(
        examples.books(
            examples.voucher(*examples.moved("102", "221", 90), number=1),
            examples.voucher(*examples.moved("221", "102", 40), number=2),
        )
    )
    fund = _fund(found, "OU")
    assert (fund.received, fund.paid) == (yuan(90), yuan(40))


def test_purposes_count_households_once_and_leave_cancelled_persons_out() -> None:
    """D1 twice and D2 once; a third payment is cancelled in red."""
    red = tuple(
        line._replace(debit_fen=-line.debit_fen, credit_fen=-line.credit_fen)
        for line in examples.aid(30, recipient="D3", persons=-1)
    )
    found = figures(
        examples.books(
            examples.voucher(*examples.aid(10, recipient="D1", persons=1), number=1),
            examples.voucher(*examples.aid(20, recipient="D1", persons=1), number=2),
            examples.voucher(*examples.aid(40, recipient="D2", persons=2), number=3),
            examples.voucher(
                *examples.aid(30, recipient="D3", persons=1), number=4, cancelled=True
            ),
            examples.voucher(*red, number=5, correction="full"),
        )
    )
    (paid,) = found.paid
    assert (paid.amount, paid.households, paid.persons) == (yuan(70), 2, 4)


def test_money_passed_down_is_told_from_aid_and_other_money_left_out() -> None:
    found = figures(
        examples.books(
            examples.voucher(*examples.aid(10), number=1),
            examples.voucher(*examples.moved("50802", "102", 20), number=2),
            examples.voucher(*examples.moved("50602", "102", 30, "GF"), number=3),
        )
    )
    assert [(paid.head, paid.amount) for paid in found.paid] == [
        (AID, yuan(10)),
        (PASSED_DOWN, yuan(20)),
    ]


def test_what_is_neither_aid_nor_passed_down_is_told_apart() -> None:
    """Activities out of an aid fund are no aid; without a purpose the account tells."""
    activities = examples.moved("50205", "102", 5)
    found = figures(examples.books(examples.voucher(*activities)))
    (paid,) = found.paid
    assert (paid.head, paid.purpose) == (ELSE, "会员活动支出")


def test_a_household_that_gave_everything_back_is_not_counted() -> None:
    """D1 gives 10 back; the books take no person back, for none is stated so."""
    back = examples.moved("102", "50404", 10)
    back = back[0], back[1]._replace(purpose="生活救助", recipient="D1")
    found = figures(
        examples.books(
            examples.voucher(*examples.aid(10, recipient="D1", persons=1), number=1),
            examples.voucher(*examples.aid(20, recipient="D2", persons=2), number=2),
            examples.voucher(*back, number=3),
        )
    )
    (paid,) = found.paid
    assert (paid.amount, paid.households, paid.persons) == (yuan(20), 1, 3)


def test_goods_handed_out_reach_persons_but_are_not_paid_a_second_time() -> None:
    out, stock = examples.moved("30101", "141", 30)
    given = out._replace(recipient="D1", persons=4, purpose="送温暖")
    found = figures(
        examples.books(
            examples.voucher(*examples.moved("50405", "102", 30), number=1),
            examples.voucher(*examples.moved("141", "30101", 30), number=2),
            examples.voucher(given, stock, number=3),
        )
    )
    assert sum(paid.amount.fen for paid in found.paid) == yuan(30).fen
    assert found.served.handed_out == found.served.count().persons == 4
    assert found.served.count().households == 1
    assert found.served.under(*HEADS).count().persons is None


def test_goods_stand_beside_the_money() -> None:
    """X6: 30 spent on goods is paid at once; the goods are in stock."""
    books = examples.books(
        examples.voucher(
            *examples.moved("50405", "102", 30), *examples.moved("141", "30101", 30)
        )
    )
    found = figures(books)
    assert _fund(found, "OU").closing == yuan(99_970)
    assert [(form.fund, form.role, form.amount) for form in found.goods] == [
        ("OU", Role.STOCK, yuan(30))
    ]


# -- laws ---------------------------------------------------------------------------

_PAIRS = (
    ("102", "408"),
    ("50404", "102"),
    ("135", "102"),
    ("102", "215"),
    ("102", "221"),
    ("221", "102"),
    ("50404", "40401"),
    ("408", "32103"),
    ("32101", "32104"),
    ("141", "30101"),
)
_entries = st.tuples(
    st.sampled_from(_PAIRS),
    st.sampled_from(sorted(examples.FUNDS)),
    st.integers(min_value=1, max_value=10_000_000),
)


def _books(entries: list[tuple[tuple[str, str], str, int]]) -> Books:
    vouchers: list[Voucher] = []
    for number, ((debit, credit), fund, fen) in enumerate(entries, 1):
        lines = Line(debit, fund, fen, 0), Line(credit, fund, 0, fen)
        day = dt.date(2025, 1, 1)
        vouchers.append(examples.voucher(*lines, number=number, dated_on=day))
    return examples.books(*vouchers)


@given(st.lists(_entries, max_size=12))
def test_movements_forms_and_net_assets_tell_the_same_closing(
    entries: list[tuple[tuple[str, str], str, int]],
) -> None:
    books = _books(entries)
    found = figures(books)
    standing = worth(books, books.closings)
    for fund in found.funds:
        forms = sum(form.amount.fen for form in found.forms if form.fund == fund.fund)
        assert fund.closing == Money(standing.get(fund.fund, 0)) == Money(forms)
