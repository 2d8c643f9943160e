"""Bank reconciliation: what stands on a day, who makes it, and what is locked then."""

import datetime as dt
from collections.abc import Iterator

import pytest

from ledger.database import reading, writing
from ledger.errors import NotFound
from ledger.people import Act, Right
from tests import server
from tests.building import Books, receipt
from tests.treasury.banking import (
    BANK,
    COLUMNS,
    FEBRUARY,
    NUMBER,
    SINCE,
    VAULT,
    table,
    take,
)
from tests.treasury.filling_matching import grant
from tests.treasury.reconciling import (
    ANOTHER,
    JANUARY,
    MAKER,
    MARCH,
    MAY,
    copied,
    faults,
    go_and_come,
    listed,
    make,
    reopen,
    seen,
    yuan,
)
from treasury import bank, bank_mappings, matches, reconciliation_store
from treasury.bank import BankAccount, BankFile
from treasury.bank_mappings import KeptMapping
from treasury.errors import MatchRefused, StatementRefused

APRIL = dt.date(2025, 4, 30)
CASHIER = Act("赵六", MAKER.at)


@pytest.fixture
def account(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    """The account of `reconciling.py`, nothing reconciled yet."""
    yield from copied(shelf, dialect)


@pytest.fixture
def lite(shelf: server.Shelf) -> Iterator[Books]:
    """The same on SQLite alone."""
    yield from copied(shelf, "sqlite")


# -- what stands on a day -----------------------------------------------------------


def test_what_each_side_does_not_know_explains_the_difference(account: Books) -> None:
    """Banked 12.34 and -5.00 not booked; booked 300.00 and -200.00 not banked yet."""
    figures = seen(account).figures

    assert (figures.ends.bank, figures.ends.book) == (yuan("1507.34"), yuan("1600"))
    assert (figures.bank_in, figures.bank_out) == (yuan("12.34"), yuan("5"))
    assert (figures.book_in, figures.book_out) == (yuan("300"), yuan("200"))
    assert figures.adjusted == figures.book_adjusted == yuan("1607.34")
    assert figures.other == yuan("0")
    assert [item.told for item in figures.rows] == ["流水 L003", "流水 L004"]
    assert [item.told for item in figures.postings] == ["2025-03 付-1", "2025-03 收-1"]


def test_what_is_matched_with_something_later_is_under_way(lite: Books) -> None:
    """On 5 January the gift is booked; it was banked on the 6th, and in May all is."""
    on_6 = seen(lite, dt.date(2025, 1, 6)).figures
    on_19 = seen(lite, dt.date(2025, 1, 19)).figures
    april = seen(lite, APRIL).figures

    assert [item.amount for item in on_6.postings] == [yuan("-50")]
    assert on_19.other == on_6.other == yuan("0")
    assert april.postings == ()
    assert [item.amount for item in april.rows] == [
        yuan("12.34"), yuan("-5"), yuan("-0.02"),
    ]  # fmt: skip


def test_a_day_that_no_statement_reaches_is_refused(lite: Books) -> None:
    for day in (dt.date(2025, 1, 5), dt.date(2025, 5, 1)):
        with pytest.raises(MatchRefused, match="2025-01-06 至 2025-04-30"):
            seen(lite, day)
    with pytest.raises(NotFound, match="银行账户"):
        seen(lite, account=2)


def test_an_account_without_statements_is_refused(lite: Books) -> None:
    given = BankAccount(unit="U2", bank="某行", account="102", since=SINCE)
    with writing(lite.engine) as connection:
        bank.register_account(connection, given, "330000999999", FEBRUARY, VAULT)

    with pytest.raises(MatchRefused, match="还没有对账单"):
        seen(lite, unit="U2")


def test_two_bank_accounts_of_one_account_of_the_books_are_refused(lite: Books) -> None:
    given = BankAccount(unit="U1", bank="某行", account="102", since=SINCE)
    with writing(lite.engine) as connection:
        bank.register_account(connection, given, "330000999999", FEBRUARY, VAULT)

    with pytest.raises(MatchRefused, match="第 2 号银行账户对应同一个科目"):
        make(lite)


# -- making it ----------------------------------------------------------------------


def test_it_is_written_down_as_it_stood(account: Books) -> None:
    made = make(account)

    assert (made.number, made.until, made.made_by) == (1, MARCH, "李四")
    assert (made.bank, made.book, made.items) == (yuan("1507.34"), yuan("1600"), 4)
    assert made.stands
    assert listed(account) == (made,)
    assert faults(account) == [()]
    with reading(account.engine) as connection:
        assert reconciliation_store.locked_until(connection, 1, 1) == MARCH
        assert reconciliation_store.locked_until(connection, 1, 2) is None


def test_days_follow_the_last_that_stands(lite: Books) -> None:
    make(lite)

    for day in (JANUARY, MARCH):
        with pytest.raises(MatchRefused, match="已对账到 2025-03-31"):
            make(lite, day)
    assert make(lite, APRIL).number == 2


def test_a_day_that_is_not_over_is_refused(lite: Books) -> None:
    early = Act("李四", dt.datetime(2025, 3, 31, 8, tzinfo=dt.UTC))

    with pytest.raises(MatchRefused, match="还没有过完"):
        make(lite, act=early)


def test_the_cashier_does_not_reconcile_whatever_they_log_in_as(lite: Books) -> None:
    """赵六 paid on 30 March: not until then, and again after it is reconciled."""
    with pytest.raises(MatchRefused, match="出纳"):
        make(lite, act=CASHIER)
    make(lite, JANUARY, CASHIER)
    with pytest.raises(MatchRefused, match="出纳"):
        make(lite, act=CASHIER)
    make(lite)
    assert make(lite, APRIL, CASHIER).made_by == "赵六"


def test_a_cashier_of_what_was_entered_later_does_not_either(lite: Books) -> None:
    make(lite)
    late = receipt("late", 1_00, dated_on=MARCH, cashier="赵六")
    lite.post(late)

    with pytest.raises(MatchRefused, match="出纳"):
        make(lite, APRIL, CASHIER)


def test_who_may_settle_does_not_reconcile(lite: Books) -> None:
    grant(lite, "李四", Right.SETTLE)

    with pytest.raises(MatchRefused, match="办理人有“出纳”权限"):
        make(lite)
    assert make(lite, act=ANOTHER).made_by == "王五"


def test_what_was_matched_on_one_side_alone_is_told_once(account: Books) -> None:
    """By the first that reaches it; until then it is under way."""
    number = go_and_come(account)

    assert seen(account, APRIL).cancelled == ()
    assert seen(account, dt.date(2025, 5, 3)).cancelled == ()
    (told,) = seen(account, MAY).cancelled
    make(account, MAY)
    take(account, table(1_607_32, ("2025-05-09", 1_00, "捐赠"), start=10), "续.csv")
    assert (told.match, told.banked, told.reason) == (number, True, "误付退回")
    assert [item.amount for item in told.items] == [yuan("-9"), yuan("9")]
    assert seen(account, dt.date(2025, 5, 9)).cancelled == ()


# -- other money --------------------------------------------------------------------


def test_a_difference_is_refused_with_what_may_be_behind_it(lite: Books) -> None:
    """The cheque of 50.00 is not known to be under way: the opening has 50.00 more."""
    with writing(lite.engine) as connection:
        number = max(one.number for one in matches.matches(connection, "U1"))
        matches.undo(connection, "U1", number, "错了", FEBRUARY)
    lite.post(receipt("half", 25_00, dated_on=MARCH))

    with pytest.raises(MatchRefused) as refused:
        make(lite)

    told = str(refused.value)
    assert "相差 50.00 元" in told
    assert "期初（2025-01-06）余额 1,050.00 元" in told
    assert "2025-01-20 流水 L002 的金额与差额相同" in told
    assert "2025-03 收-2 的金额是差额的一半" in told
    assert "2025 期初-1 的金额与差额相同" in told


def test_what_the_opening_has_more_is_told_with_its_basis(account: Books) -> None:
    """U1 has its other money in the book: rows are all its own."""
    with writing(account.engine) as connection:
        number = max(one.number for one in matches.matches(connection, "U1"))
        matches.undo(connection, "U1", number, "错了", FEBRUARY)
    told = {"other": yuan("50"), "other_basis": "2024年12月开出的支票"}

    with pytest.raises(MatchRefused, match="没有写明其他资金的依据"):
        make(account, other=yuan("50"))
    with pytest.raises(MatchRefused, match="没有写明其他资金的金额"):
        make(account, other_basis="支票")
    with pytest.raises(MatchRefused, match=r"推算为 50\.00 元，相差 -1\.00 元"):
        make(account, **told | {"other": yuan("51")})
    with pytest.raises(MatchRefused, match="流水都属本账"):
        make(account, **told, ours=((1, 3),))
    made = make(account, **told)

    assert (made.other, made.other_basis) == (yuan("50"), "2024年12月开出的支票")
    assert faults(account) == [()]


def share(books: Books) -> None:
    """U2 keeps its aid in an account where its union has money too.

    | bank | |
    |---|---|
    | opening | 5,000.00, the union's |
    | 01-10 | +100.00, aid, booked |
    | 01-12, 01-13 | +80.00 and -30.00, the union's |
    | 01-14 | -3.00, a fee of the aid, not booked |
    """
    given = BankAccount(unit="U2", bank=BANK, account="102", since=SINCE)
    kept = KeptMapping(bank=BANK[:4], since=SINCE, columns=COLUMNS)
    rows = (
        ("2025-01-10", 100_00, "捐赠"),
        ("2025-01-12", 80_00, "会费"),
        ("2025-01-13", -30_00, "活动"),
        ("2025-01-14", -3_00, "手续费"),
    )
    content = table(5_000_00, *rows)
    file = BankFile(unit="U2", account=1, name="对账单.csv", content=content)
    books.post(receipt("aid", 100_00, unit="U2", dated_on=dt.date(2025, 1, 10)))
    with writing(books.engine) as connection:
        bank_mappings.save_mapping(connection, "U2", kept, FEBRUARY)
        bank.register_account(connection, given, NUMBER, FEBRUARY, VAULT)
        bank.import_statement(connection, file, VAULT, FEBRUARY)
        matches.match_account(connection, "U2", 1, VAULT, FEBRUARY)


def test_in_a_shared_account_rows_are_other_moneys_but_for_ours(account: Books) -> None:
    share(account)
    day = dt.date(2025, 1, 14)
    told = {"unit": "U2", "other": yuan("5050"), "other_basis": "工会账簿余额"}

    with pytest.raises(MatchRefused) as refused:
        make(account, day, **told)
    with pytest.raises(MatchRefused, match="1/1 不是这个账户的未达流水"):
        make(account, day, **told, ours=((1, 1), (1, 4)))
    with pytest.raises(MatchRefused, match=r"(?s)相差 5,000\.00 元.*用 --other 写明"):
        make(account, day, unit="U2")
    made = make(account, day, **told, ours=((1, 4),))

    assert "推算为 5,047.00 元，相差 -3.00 元" in str(refused.value)
    assert "2025-01-14 流水 1/4 的金额与相差数相同" in str(refused.value)
    assert (made.other, made.items) == (yuan("5050"), 1)
    assert faults(account, "U2") == [()]


# -- what is locked -----------------------------------------------------------------


def test_no_row_comes_on_a_day_that_is_reconciled(account: Books) -> None:
    """The bank tells one more of 30 April; it comes until that day is reconciled."""
    more = table(1_607_32, ("2025-04-30", -1, "补扣"), start=8)
    make(account, APRIL)

    with pytest.raises(StatementRefused, match="已对账到这一天"):
        take(account, more, "补.csv")
    reopen(account)
    assert take(account, more, "补.csv").new_rows == 1
    assert make(account, APRIL).bank == yuan("1607.31")
    assert faults(account) == [(), ()]


def test_a_match_that_it_rests_on_is_not_undone(account: Books) -> None:
    """Of the cheque; what is matched since may be, and does not change the paper."""
    make(account)
    with writing(account.engine) as connection:
        cheque = max(one.number for one in matches.matches(connection, "U1"))
        with pytest.raises(MatchRefused, match="已对账到 2025-03-31"):
            matches.undo(connection, "U1", cheque, "错了", ANOTHER)
    account.post(receipt("interest", 12_34, dated_on=dt.date(2025, 4, 1)))
    with writing(account.engine) as connection:
        found = matches.match_account(connection, "U1", 1, VAULT, ANOTHER)
        matches.undo(connection, "U1", found.last, "试一试", ANOTHER)
    assert faults(account) == [()]
    reopen(account)
    with writing(account.engine) as connection:
        matches.undo(connection, "U1", cheque, "错了", ANOTHER)
    assert faults(account) == [()]


def test_vouchers_of_days_before_are_told_as_entered_later(account: Books) -> None:
    make(account)
    account.post(receipt("late", 12_34, dated_on=dt.date(2025, 3, 28)))

    (made,) = listed(account)
    found = seen(account, APRIL)

    assert (made.book, made.book_now) == (yuan("1600"), yuan("1612.34"))
    assert [item.amount for item in found.later] == [yuan("12.34")]
    assert found.last == MARCH
    assert faults(account) == [()]
    assert make(account, APRIL).book_now == yuan("1612.34")


# -- reopening ----------------------------------------------------------------------


def test_another_person_reopens_the_newest_with_a_reason(account: Books) -> None:
    make(account, JANUARY)
    make(account)

    with pytest.raises(MatchRefused, match="之后还有对账"):
        reopen(account, 1)
    with pytest.raises(MatchRefused, match="以外的人"):
        reopen(account, 2, MAKER)
    with pytest.raises(MatchRefused, match="没有写明重开的原因"):
        reopen(account, 2, reason=" ")
    with pytest.raises(NotFound, match="对账"):
        reopen(account, 3)
    opened = reopen(account, 2)

    assert (opened.reopened_by, opened.reason) == ("王五", "漏了一笔")
    assert not opened.stands
    with pytest.raises(MatchRefused, match="已经重开"):
        reopen(account, 2)
    assert make(account).number == 3
    assert reopen(account, 3).number == 3
    assert reopen(account, 1).number == 1
    assert faults(account) == [(), (), ()]


def test_a_person_with_two_log_ins_is_one(lite: Books) -> None:
    make(lite, act=Act("zhangsan", MAKER.at))

    with pytest.raises(MatchRefused, match="以外的人"):
        reopen(lite, act=Act("张三", ANOTHER.at))
    assert [one.made_by for one in listed(lite)] == ["张三"]
