"""Returned payments: what came back, is paid again, comes back again, is given up."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

import pytest

from audit import integrity
from ledger import drafts, journal
from ledger.database import open_books, reading, writing
from ledger.draft_vouchers import DraftPosting, DraftVoucher
from ledger.errors import GuardBit, NotFound, VoucherRefused
from ledger.fund_registration import meet_purposes
from ledger.money import ZERO, Money
from ledger.payment_requests import RequestKind
from ledger.people import Act
from tests import server
from tests.budgets.planning import plan
from tests.building import DAY, Books, credit, debit, red, voucher
from tests.treasury.asking import APPROVER, acts, approved, line, live, pay, request
from tests.treasury.returning import (
    HOSPITAL,
    KEY,
    LIMIT,
    MARCH,
    NEXT_YEAR,
    came_back,
    come_back,
    copied,
    found_bank,
    give_up,
    pay_again,
    post,
    still_open,
)
from treasury import bank_entries, lineage, open_returns
from treasury.errors import RequestRefused
from treasury.open_returns import PayingAgain
from treasury.paying import Payment

OWED = "SELECT COALESCE(SUM(credit_fen - debit_fen), 0) FROM postings p"
OWED += " JOIN accounts a ON a.id = p.account_id WHERE a.code = '{code}'"


@pytest.fixture
def books(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    """U1 with a paid request and the bank's statement."""
    yield from copied(shelf, dialect)


def on_account(books: Books, code: str) -> int:
    """Credits less debits on an account."""
    return int(books.one(OWED.format(code=code)))


def agrees(books: Books) -> None:
    """The proofs are clean; of each source what is used and left is what was given."""
    with reading(books.engine) as connection:
        assert integrity.verify(connection, ()).differences == ()
        for one in lineage.sources(connection, "U1"):
            paid = sum((part.amount for part in one.parts), ZERO)
            assert one.given == paid + one.left
        assert all(use.uncovered == ZERO for use in lineage.uses(connection, "U1"))


def left(books: Books, fund: str) -> Money:
    """What the sources of a fund have left."""
    with reading(books.engine) as connection:
        found = lineage.sources(connection, "U1", fund)
    return sum((one.left for one in found), ZERO)


# -- the whole story ----------------------------------------------------------------


def test_paid_returned_paid_again_returned_and_given_up_next_year(
    books: Books,
) -> None:
    assert left(books, "F1") == Money(9_000_00)
    came_back(books, 3)
    (one,) = still_open(books)
    assert (one.place, one.open, one.since, one.limit_on) == (
        (1, 3), Money(1_000_00), dt.date(2025, 1, 20), LIMIT
    )  # fmt: skip
    assert (one.age_days(dt.date(2025, 1, 30)), one.payee.name) == (10, HOSPITAL)
    assert left(books, "F1") == Money(10_000_00)
    post(books, pay_again(books, 3).draft)
    assert (still_open(books), left(books, "F1")) == ((), Money(9_000_00))
    came_back(books, 5)
    agrees(books)
    handed = give_up(books, 5)
    assert give_up(books, 5).already
    assert still_open(books)[0].ending == handed.draft
    post(books, handed.draft, money=False)
    assert acts(books, KEY)[2:] == ["pay", "return", "repay", "return", "forgo"]
    assert (still_open(books), on_account(books, "215")) == ((), 0)
    assert on_account(books, "50404") == -1_000_00
    # F1 is a donation: it rests in 工会资金结转.
    assert on_account(books, "32101") == 1_000_00
    assert left(books, "F1") == Money(10_000_00)
    agrees(books)
    days = {day: still_open(books, dt.date(2025, 1, day)) for day in (19, 20, 25, 31)}
    told = {day: [one.place for one in found] for day, found in days.items()}
    assert told == {19: [], 20: [(1, 3)], 25: [], 31: [(1, 5)]}


def test_given_up_in_the_year_of_the_payment_the_expense_is_reduced(
    books: Books,
) -> None:
    came_back(books)
    august = Act("张三", dt.datetime(2025, 8, 1, 8, tzinfo=dt.UTC))
    post(books, give_up(books, act=august).draft, money=False)
    assert (on_account(books, "50404"), on_account(books, "215")) == (0, 0)
    told = "SELECT purpose FROM postings WHERE credit_fen = 100000"
    assert ("生活救助",) in books.rows(told)
    agrees(books)


def test_the_money_that_came_back_keeps_payee_and_request(books: Books) -> None:
    came_back(books)
    told = books.rows(
        "SELECT party, request, credit_fen FROM postings p JOIN accounts a"
        " ON a.id = p.account_id WHERE a.code = '215'"
    )
    assert told == [(HOSPITAL, KEY, 1_000_00)]
    assert books.one("SELECT COUNT(*) FROM postings WHERE appropriation <> ''") == 0


def test_each_who_was_paid_by_file_number_is_owed_apart(books: Books) -> None:
    key = approved(books, request("申2", line(1_400_00)))
    given = {"account": "50404", "fund": "F1", "purpose": "生活救助"}
    lines = tuple(
        DraftPosting(debit=yuan, recipient=file, **given)
        for yuan, file in (("1000.00", "档-1"), ("400.00", "档-2"))
    )
    pay(books, key, Payment(dated_on=DAY, details=lines))
    came_back(books, 7, request=key, payee="档-2")
    came_back(books, 3, request=key)
    told = {one.payee.name: one.open for one in still_open(books)}
    assert told == {"档-1": Money(1_000_00), "档-2": Money(400_00)}
    post(books, pay_again(books, 7, 31).draft)
    post(books, give_up(books, 3).draft, money=False)
    assert (still_open(books), acts(books, key)[-2:]) == ((), ["repay", "forgo"])
    told = "SELECT recipient FROM postings WHERE debit_fen = 40000 ORDER BY position"
    assert books.rows(told) == [("档-2",), ("",), ("档-2",)]
    agrees(books)


def test_a_part_is_paid_again_and_the_rest_is_still_owed(books: Books) -> None:
    came_back(books)
    given = PayingAgain(place=(1, 3), on=dt.date(2025, 1, 25), amount=Money(300_00))
    with writing(books.engine) as connection:
        draft = open_returns.pay_again(connection, "U1", given, MARCH)
    post(books, draft.draft)
    (one,) = still_open(books)
    assert (one.came, one.open) == (Money(1_000_00), Money(700_00))
    second = pay_again(books, 3, 26)
    assert second.ref == f"{draft.ref}/2"
    post(books, second.draft)
    assert still_open(books) == ()
    with (
        writing(books.engine) as connection,
        pytest.raises(NotFound, match="未再付"),
    ):
        open_returns.pay_again(connection, "U1", given, MARCH)
    agrees(books)


def test_no_more_is_paid_again_than_is_owed(books: Books) -> None:
    came_back(books)
    given = PayingAgain(place=(1, 3), on=DAY, amount=Money(1_000_01))
    with (
        writing(books.engine) as connection,
        pytest.raises(RequestRefused, match=r"未再付的 1,000.00 元之间"),
    ):
        open_returns.pay_again(connection, "U1", given, MARCH)


def test_what_was_lent_is_owed_and_given_up_on_its_own_account(books: Books) -> None:
    due = dt.date(2025, 6, 1)
    asked = request(
        "借1", line(1_000_00, "G", "135", ""), kind=RequestKind.ADVANCE, due_on=due
    )
    key = approved(books, asked)
    pay(books, key)
    came_back(books, 3, request=key)
    post(books, give_up(books).draft, money=False)
    assert (on_account(books, "135"), on_account(books, "215")) == (0, 0)
    agrees(books)


def test_what_was_paid_for_several_purposes_is_told_apart_this_year(
    books: Books,
) -> None:
    medical = line(1_000_00, "F1", "50404", "医疗救助")
    with writing(books.engine) as connection:
        meet_purposes(connection, "U1", [("F1", "医疗救助")], MARCH)
    key = approved(books, request("申2", line(400_00), medical))
    pay(books, key)
    came_back(books, 3, request=key)
    august = Act("张三", dt.datetime(2025, 8, 1, 8, tzinfo=dt.UTC))
    for purpose in ("", "生活救助"):
        with pytest.raises(RequestRefused, match="写明用途：医疗救助、生活救助"):
            give_up(books, act=august, purpose=purpose)
    post(books, give_up(books, act=august, purpose="医疗救助").draft, money=False)
    assert on_account(books, "50404") == -1_400_00
    agrees(books)


def test_what_came_back_without_a_row_is_told_too(books: Books) -> None:
    with writing(books.engine) as connection:
        lines = (
            debit("102", 400_00, request=KEY),
            credit("215", 400_00, request=KEY, party=HOSPITAL),
        )
        journal.post(
            connection, [voucher("退1", *lines, attachments=1, entered="bank")], MARCH
        )
    (one,) = still_open(books)
    assert (one.place, one.open, one.since) == (None, Money(400_00), DAY)
    assert one.limit_on == DAY + dt.timedelta(days=180)


# -- under control of the budget ----------------------------------------------------


def test_budget_money_is_spent_once_and_comes_back(
    shelf: server.Shelf, dialect: str
) -> None:
    with shelf.copied(dialect, "unit") as url:
        desk = Books(open_books(url), url)
        plan(desk)
        live(desk)
        found_bank(desk)
        key = approved(desk)
        pay(desk, key)
        spent = "SELECT spent_fen FROM appropriation_moves ORDER BY seq DESC LIMIT 1"
        assert desk.one(spent) == 1_000_00
        came_back(desk, 3)
        post(desk, pay_again(desk, 3).draft)
        assert desk.one(spent) == 1_000_00
        came_back(desk, 5)
        august = Act("张三", dt.datetime(2025, 8, 1, 8, tzinfo=dt.UTC))
        post(desk, give_up(desk, 5, act=august).draft, money=False)
        assert desk.one(spent) == 0
        with writing(desk.engine) as connection:
            fee = bank_entries.accept(connection, "U1", (1, 1), MARCH)
        post(desk, fee.handed.draft)
        agrees(desk)
        desk.engine.dispose()


# -- once ---------------------------------------------------------------------------


def test_the_same_row_twice_is_one_voucher(books: Books) -> None:
    first, again = come_back(books), come_back(books)
    assert (first.handed.already, again.handed.already) == (False, True)
    assert again.handed.draft == first.handed.draft
    assert books.one("SELECT COUNT(*) FROM bank_entries") == 1
    with pytest.raises(RequestRefused, match="已经登记，但内容不同"):
        come_back(books, payee="档-9")


def test_a_draft_that_was_given_up_makes_room(books: Books) -> None:
    first = come_back(books)
    with writing(books.engine) as connection:
        drafts.give_back(connection, "U1", first.handed.draft, "不对", APPROVER)
        drafts.drop(connection, "U1", first.handed.draft, "不对", MARCH)
    again = come_back(books)
    assert again.handed.draft != first.handed.draft
    assert books.one("SELECT MAX(step) FROM bank_entries") == 2


def test_a_voucher_that_was_cancelled_makes_room(books: Books) -> None:
    outcome = came_back(books)
    books.reverse(outcome.ref, red("红1", dated_on=dt.date(2025, 1, 21)))
    assert still_open(books) == ()
    again = come_back(books)
    assert again.handed.ref == f"{outcome.ref}/2"
    post(books, again.handed.draft)
    agrees(books)


def changed(books: Books, number: int, change: DraftVoucher, act: Act) -> None:
    """A draft that was given back is changed and handed over again."""
    with writing(books.engine) as connection:
        drafts.give_back(connection, "U1", number, "改", APPROVER)
        drafts.save(connection, change, act, number)
        drafts.submit(connection, "U1", number, act)


def draft(books: Books, number: int) -> DraftVoucher:
    with reading(books.engine) as connection:
        return drafts.history(connection, "U1", number)[-1].voucher


def test_a_draft_that_was_changed_does_not_answer_its_row(books: Books) -> None:
    number = come_back(books).handed.draft
    told = draft(books, number)
    money, owed = told.postings
    less = replace(money, debit="999.00"), replace(owed, credit="999.00")
    changed(books, number, replace(told, postings=less), MARCH)
    with pytest.raises(GuardBit, match="bank"):
        post(books, number)


def test_a_draft_that_names_another_payee_is_not_handed_over(books: Books) -> None:
    number = come_back(books).handed.draft
    told = draft(books, number)
    money, owed = told.postings
    other = replace(told, postings=(money, replace(owed, party="邻县医院")))
    with pytest.raises(VoucherRefused, match="没有记在原付款的资金与收款方名下"):
        changed(books, number, other, MARCH)


def test_an_ending_that_was_changed_does_not_end_it(books: Books) -> None:
    came_back(books)
    number = give_up(books).draft
    told = draft(books, number)
    early = replace(told, dated_on="2025-07-18")
    changed(books, number, early, NEXT_YEAR)
    with pytest.raises(GuardBit, match="bank"):
        post(books, number, money=False)


# -- refused ------------------------------------------------------------------------


def test_no_more_comes_back_than_was_paid(books: Books) -> None:
    come_back(books, 3)
    with pytest.raises(RequestRefused, match=r"尚未退回的金额（0.00 元）"):
        come_back(books, 7)
    post(books, come_back(books, 3).handed.draft)
    with pytest.raises(RequestRefused, match=r"尚未退回的金额（0.00 元）"):
        come_back(books, 5)


def test_only_who_was_paid_is_owed(books: Books) -> None:
    with pytest.raises(RequestRefused, match="没有付给所说的收款方"):
        come_back(books, payee="邻县医院")
    with pytest.raises(RequestRefused, match="没有付给所说的收款方"):
        come_back(books, fund="G")


def test_of_several_who_were_paid_one_is_named(books: Books) -> None:
    asked = request("申2", line(1_000_00), line(1_000_00, "F2", "50404", "医疗救助"))
    key = approved(books, asked)
    pay(books, key)
    with pytest.raises(RequestRefused, match="多个收款方"):
        come_back(books, request=key)
    came_back(books, 3, request=key, fund="F2")
    (one,) = still_open(books)
    assert one.payee.fund == "F2"
    post(books, give_up(books).draft, money=False)
    assert on_account(books, "32101") == 1_000_00
    agrees(books)


@pytest.mark.parametrize(
    ("row", "told"), [(1, "不是退回"), (2, "不是退回"), (4, "不是")]
)
def test_other_rows_are_no_returns(books: Books, row: int, told: str) -> None:
    with pytest.raises(RequestRefused, match=told):
        come_back(books, row)


def test_what_no_code_tells_may_be_a_return(books: Books) -> None:
    assert come_back(books, 6).amount == Money(1_000_00)


def test_another_unit_has_neither_row_nor_request(books: Books) -> None:
    with pytest.raises(NotFound, match="银行流水"):
        come_back(books, unit="U2")
    with pytest.raises(NotFound, match="付款申请"):
        come_back(books, request="P2025-9")


def test_nothing_is_given_up_before_its_limit(books: Books) -> None:
    came_back(books)
    with pytest.raises(RequestRefused, match=f"{LIMIT} 起才可以注销，还有 138 天"):
        give_up(books, act=MARCH)
    with pytest.raises(RequestRefused, match="还没有到"):
        give_up(books, act=MARCH, on=LIMIT)
    with pytest.raises(NotFound, match="未再付的退回款项"):
        give_up(books, 7)


def test_what_is_given_up_is_not_paid_again(books: Books) -> None:
    came_back(books)
    give_up(books, act=NEXT_YEAR)
    with pytest.raises(RequestRefused, match="已提交注销"):
        pay_again(books)
