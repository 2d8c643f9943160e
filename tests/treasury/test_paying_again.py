"""A payment that was made is told so; one that was taken back is made again."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from ledger import drafts
from ledger.database import reading, writing
from ledger.errors import DraftRefused, GuardBit, NotFound
from tests import server
from tests.budgets.planning import plan, standing
from tests.building import DAY, Books, red
from tests.treasury.asking import (
    APPROVER,
    ASKER,
    CASHIER,
    POSTER,
    acts,
    approve,
    approved,
    hand_in,
    held,
    line,
    live,
    pay,
    request,
    save,
)
from tests.treasury.returning import (
    KEY,
    MARCH,
    NEXT_YEAR,
    came_back,
    come_back,
    copied,
    give_up,
    post,
)
from tests.treasury.test_bank_entries import accept, proposed
from tests.treasury.test_returned import agrees, changed, draft
from treasury import paying, request_list, row_fit
from treasury.errors import DeskRefused, RequestRefused
from treasury.paying import Payment


@pytest.fixture
def desk(books: Books) -> Books:
    """U1 live under a budget that lets F1 spend 10,000 yuan on 生活救助."""
    plan(books)
    return live(books)


@pytest.fixture
def paid(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    """U1 with a paid request and the bank's statement."""
    yield from copied(shelf, dialect)


def state(books: Books, key: str) -> str:
    with reading(books.engine) as connection:
        found = request_list.listed(connection, "U1")
    return {one.key: one.state.label for one in found}[key]


def test_a_paid_request_says_by_which_voucher(desk: Books) -> None:
    key = approved(desk)
    pay(desk, key)
    with pytest.raises(RequestRefused, match=f"已支付，由凭证 付款-{key} 付款"):
        hand_in(desk, key)


def test_a_payment_taken_back_in_red_is_paid_again(desk: Books) -> None:
    key = approved(desk)
    first = pay(desk, key)
    desk.reverse(first.ref, red("红1"))
    assert (state(desk, key), held(desk)) == ("已批准", 1_000_00)
    again, twice = hand_in(desk, key), hand_in(desk, key)
    assert (again.ref, again.already) == (f"付款-{key}-2", False)
    assert (twice.draft, twice.already) == (again.draft, True)
    with writing(desk.engine) as connection:
        drafts.review(connection, "U1", again.draft, APPROVER)
        drafts.settle(connection, "U1", again.draft, CASHIER)
        drafts.post(connection, "U1", again.draft, POSTER)
    assert acts(desk, key)[-3:] == ["pay", "pay", "pay"]
    assert (state(desk, key), held(desk)) == ("已支付", 0)
    assert standing(desk)
    with pytest.raises(RequestRefused, match=f"由凭证 付款-{key}-2 付款"):
        hand_in(desk, key)
    desk.reverse(again.ref, red("红2"))
    assert hand_in(desk, key).ref == f"付款-{key}-3"


def test_a_fee_cancelled_in_red_is_entered_again(paid: Books) -> None:
    first = accept(paid, 1)
    outcome = post(paid, first.handed.draft)
    paid.reverse(outcome.ref, red("红1", dated_on=DAY))
    assert 1 in proposed(paid)
    again = accept(paid, 1)
    assert (again.request, again.handed.ref) == (first.request, f"{outcome.ref}-2")
    post(paid, again.handed.draft)
    assert 1 not in proposed(paid)
    agrees(paid)


def test_a_request_of_which_a_part_came_back_says_so(paid: Books) -> None:
    came_back(paid, 7)
    assert state(paid, KEY) == "部分退回"


def test_a_request_of_which_all_came_back_says_so(paid: Books) -> None:
    came_back(paid)
    assert state(paid, KEY) == "已退回"


# -- drafts that go on --------------------------------------------------------------


def test_who_approved_does_not_settle(desk: Books) -> None:
    key = save(desk)
    approve(desk, key, CASHIER)
    number = hand_in(desk, key).draft
    with writing(desk.engine) as connection:
        drafts.review(connection, "U1", number, APPROVER)
    with (
        writing(desk.engine) as connection,
        pytest.raises(DraftRefused, match=f"此人批准过付款申请 {key}"),
    ):
        drafts.settle(connection, "U1", number, CASHIER)


def demand(books: Books, number: int) -> None:
    with writing(books.engine) as connection:
        row_fit.demand_fit(connection, "U1", number)


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ("amount", r"货币资金应变动 1,000.00 元，草稿为 999.00 元"),
        ("request", "原收款方名下的其他应付款应变动"),
        ("dated_on", "日期应为银行记账日 2025-01-20，草稿的日期是 2025-01-21"),
    ],
)
def test_a_draft_that_left_its_row_is_told_in_words(
    paid: Books, field: str, told: str
) -> None:
    number = come_back(paid).handed.draft
    demand(paid, number)
    whole = draft(paid, number)
    money, owed = whole.postings
    if field == "amount":
        money, owed = replace(money, debit="999.00"), replace(owed, credit="999.00")
    if field == "request":
        money, owed = replace(money, request=""), replace(owed, request="")
    day = "2025-01-21" if field == "dated_on" else whole.dated_on
    changed(paid, number, replace(whole, dated_on=day, postings=(money, owed)), MARCH)
    with pytest.raises(DeskRefused, match=told):
        demand(paid, number)


@pytest.mark.parametrize("ref", ["另一号", ""])
def test_a_draft_keeps_the_reference_it_was_handed_in_under(
    paid: Books, ref: str
) -> None:
    number = come_back(paid).handed.draft
    with writing(paid.engine) as connection:
        row_fit.demand_ref(connection, "U1", number, "银行退回-1/3")
        row_fit.demand_ref(connection, "U1", number + 1, "另一号")
        with pytest.raises(DeskRefused, match="引用号应为 银行退回-1/3"):
            row_fit.demand_ref(connection, "U1", number, ref)
    other = replace(draft(paid, number), ref=ref)
    with pytest.raises(GuardBit, match="desk"):
        changed(paid, number, other, MARCH)


def test_an_ending_that_left_its_limit_is_told_in_words(paid: Books) -> None:
    came_back(paid)
    number = give_up(paid).draft
    demand(paid, number)
    early = replace(draft(paid, number), dated_on="2025-07-18")
    changed(paid, number, early, NEXT_YEAR)
    with pytest.raises(DeskRefused, match="2025-07-19 起才可以注销"):
        demand(paid, number)


def test_other_drafts_answer_no_row(desk: Books) -> None:
    number = hand_in(desk, approved(desk)).draft
    demand(desk, number)
    assert draft(desk, number).ref
    with writing(desk.engine) as connection, pytest.raises(NotFound):
        row_fit.demand_fit(connection, "U9", number)


def test_aid_for_nobody_is_noticed(desk: Books) -> None:
    key = approved(desk)
    with reading(desk.engine) as connection:
        given = Payment(dated_on=DAY)
        assert paying.counts_nobody(connection, "U1", key, given)
        assert not paying.counts_nobody(
            connection, "U1", key, replace(given, persons=3)
        )


def test_what_helps_nobody_counts_nobody(desk: Books) -> None:
    """Wages of the union's other money: nobody is asked how many it helped."""
    office = request("申2", line(100_00, "G", "50601", ""))
    key = approved(desk, office)
    with reading(desk.engine) as connection:
        assert not paying.counts_nobody(connection, "U1", key, Payment(dated_on=DAY))


def test_a_draft_under_another_reference_is_not_paid_beside(desk: Books) -> None:
    """Written by hand against the same request: money would leave twice."""
    key = approved(desk)
    number = hand_in(desk, key).draft
    by_hand = replace(draft(desk, number), ref="手1")
    with writing(desk.engine) as connection:
        drafts.drop(connection, "U1", number, "重填", ASKER)
        number = drafts.save(connection, by_hand, ASKER).number
    with pytest.raises(RequestRefused, match=f"凭证草稿 {number}（草稿）正在付它"):
        hand_in(desk, key)
    with writing(desk.engine) as connection:
        drafts.drop(connection, "U1", number, "不办了", ASKER)
    assert not hand_in(desk, key).already
