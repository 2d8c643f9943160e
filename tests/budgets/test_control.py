"""Reserving, using and releasing money of a budget: nothing is spent past it (L9)."""

import datetime as dt
from collections.abc import Iterator

import pytest

from budgets import control, rules
from budgets.errors import ControlRefused
from budgets.lines import Line
from budgets.rules import Decision, Mode, Rule
from ledger import journal
from ledger.database import reading, writing
from ledger.errors import VoucherRefused
from ledger.money import Money
from ledger.people import Act
from tests import building
from tests.budgets.planning import (
    JANUARY,
    LIVING,
    open_line,
    paid,
    plan,
    posted,
    release,
    reserve,
    resolve,
    seat_body,
    standing,
)
from tests.building import ACT, Books, credit, debit, payment, receipt, red, voucher
from tests.server import Shelf

FEBRUARY = Act("王五", dt.datetime(2025, 2, 1, 8, tzinfo=dt.UTC))


def _fill_budget(books: Books) -> None:
    plan(books)
    posted(books, receipt("r1", 50_000_00))


@pytest.fixture
def budget(shelf: Shelf, dialect: str) -> Iterator[Books]:
    """Books with 50,000 yuan in the bank and 10,000 budgeted, under control."""
    yield from building.copied(shelf, dialect, "control-budget", _fill_budget)


def test_what_is_reserved_is_not_available_twice(budget: Books) -> None:
    first = reserve(budget, 3_000_00)

    assert first.key == "2025-1"
    assert first.available == Money(7_000_00)
    with pytest.raises(ControlRefused, match=r"可用 7,000\.00 元.*缺 0\.01 元"):
        reserve(budget, 7_000_01, "申2")
    assert standing(budget) == (10_000_00, 3_000_00, 0, "")


def test_the_same_request_saved_twice_is_one(budget: Books) -> None:
    first, again = reserve(budget, 3_000_00), reserve(budget, 3_000_00)

    assert (again.key, again.already) == (first.key, True)
    assert standing(budget) == (10_000_00, 3_000_00, 0, "")
    with pytest.raises(ControlRefused, match="内容不同"):
        reserve(budget, 4_000_00)


def test_paying_turns_the_reservation_into_spending(budget: Books) -> None:
    key = reserve(budget, 3_000_00).key
    posted(budget, paid("p1", 2_500_00, key))

    assert standing(budget) == (10_000_00, 500_00, 2_500_00, "")
    assert release(budget, key) == Money(500_00)
    assert standing(budget) == (10_000_00, 0, 2_500_00, "")
    with pytest.raises(ControlRefused, match="没有余额"):
        release(budget, key)


def test_no_voucher_spends_without_a_reservation(budget: Books) -> None:
    with pytest.raises(VoucherRefused, match=r"可用 10,000\.00 元.*budget reserve"):
        posted(budget, payment("p1", 100_00))
    with pytest.raises(VoucherRefused, match="没有这个预留号"):
        posted(budget, paid("p1", 100_00, "2025-9"))
    assert standing(budget) == (10_000_00, 0, 0, "")


def test_no_voucher_spends_more_than_its_reservation(budget: Books) -> None:
    key = reserve(budget, 100_00).key

    with pytest.raises(VoucherRefused, match=r"剩余 100\.00 元.*超出 0\.01 元"):
        posted(budget, paid("p1", 100_01, key))


def test_a_reservation_is_of_its_very_line(budget: Books) -> None:
    key = reserve(budget, 100_00).key
    other = voucher(
        "p1", debit("50405", 100_00, appropriation=key), credit("102", 100_00)
    )

    with pytest.raises(VoucherRefused, match="没有预算指标"):
        posted(budget, other)


def test_a_reservation_ends(budget: Books) -> None:
    expires = dt.date(2025, 1, 20)
    key = reserve(budget, 9_000_00, expires_on=expires).key

    with pytest.raises(VoucherRefused, match="预留已经过期"):
        posted(budget, paid("p1", 100_00, key, dated_on=dt.date(2025, 1, 21)))
    # What has expired is given back before anybody is told that there is too little.
    assert reserve(budget, 8_000_00, "申2", act=FEBRUARY).available == Money(2_000_00)
    with pytest.raises(ControlRefused, match="不能跨年度"):
        reserve(budget, 1_00, "申3", expires_on=dt.date(2026, 1, 1))


def test_a_request_says_what_it_is_and_is_not_over(budget: Books) -> None:
    with pytest.raises(ControlRefused) as refusal:
        reserve(budget, -1, " ", expires_on=dt.date(2025, 1, 1), act=FEBRUARY)

    told = str(refusal.value)
    assert "没有写明申请号" in told
    assert "预留金额应大于零" in told
    assert "有效期 2025-01-01 已经过去" in told
    assert standing(budget) == (10_000_00, 0, 0, "")


def test_expired_reservations_are_given_back_together(budget: Books) -> None:
    for number in (1, 2):
        reserve(budget, 100_00, f"申{number}", expires_on=dt.date(2025, 1, 20))
    reserve(budget, 100_00, "申3")
    with writing(budget.engine) as connection:
        given = control.release_expired(connection, "U1", FEBRUARY)

    assert given == {"2025-1": Money(100_00), "2025-2": Money(100_00)}
    assert standing(budget) == (10_000_00, 100_00, 0, "")


def test_a_red_voucher_gives_back_to_the_reservation(budget: Books) -> None:
    key = reserve(budget, 3_000_00).key
    posted(budget, paid("p1", 3_000_00, key))
    right = paid("p2", 2_000_00, key)
    budget.correct(red("x1", "p1"), right)

    assert standing(budget) == (10_000_00, 1_000_00, 2_000_00, "")
    release(budget, key)
    budget.reverse("p2", red("x2"))
    # Once it is released, what comes back is the line's.
    assert standing(budget) == (10_000_00, 0, 0, "")


def test_money_recovered_in_the_year_can_be_spent_again(budget: Books) -> None:
    key = reserve(budget, 10_000_00).key
    posted(budget, paid("p1", 10_000_00, key))
    back = voucher(
        "c1", debit("102", 400_00), credit("50404", 400_00, purpose="生活救助")
    )
    posted(budget, back)

    assert standing(budget) == (10_000_00, 0, 9_600_00, "")
    assert reserve(budget, 400_00, "申2").available == Money(0)


def test_history_and_the_bank_count_without_a_key(budget: Books) -> None:
    posted(budget, payment("p1", 10_500_00, entered="imported"))

    assert standing(budget) == (10_000_00, 0, 10_500_00, "voucher")
    with pytest.raises(ControlRefused, match=r"可用 -500\.00 元"):
        reserve(budget, 1)


def test_calling_aid_the_banks_own_is_no_way_round(budget: Books) -> None:
    with pytest.raises(VoucherRefused, match="L9"):
        posted(budget, payment("p1", 100_00, entered="bank"))
    fee = voucher("f1", debit("510", 5_00), credit("102", 5_00), entered="bank")
    posted(budget, fee)

    assert standing(budget) == (10_000_00, 0, 0, "")


def test_a_budget_counts_what_was_spent_before_it(books: Books) -> None:
    posted(books, receipt("r1", 50_000_00), payment("p1", 10_500_00))
    with writing(books.engine) as connection:
        seat_body(connection)
        resolve(connection, 1, "budget")
        open_line(connection, (10_000_00, 0, 0, 0))

    assert standing(books) == (10_000_00, 0, 10_500_00, "history")


def test_control_does_not_begin_under_vouchers(books: Books) -> None:
    posted(books, receipt("r1", 100_00))

    with pytest.raises(ControlRefused, match="改从 2025-01-16"):
        plan(books)


def test_control_begins_once(budget: Books) -> None:
    with (
        writing(budget.engine) as connection,
        pytest.raises(ControlRefused, match="不能停用或改期"),
    ):
        rules.begin(connection, "U1", dt.date(2026, 1, 1), "2025-2", JANUARY)


def test_a_revision_below_what_is_taken_says_by_how_much(budget: Books) -> None:
    key = reserve(budget, 3_000_00).key
    posted(budget, paid("p1", 1_000_00, key))

    with (
        writing(budget.engine) as connection,
        pytest.raises(ControlRefused, match=r"少 500\.00 元"),
    ):
        open_line(connection, (2_500_00, 0, 0, 0))
    with writing(budget.engine) as connection:
        open_line(connection, (3_000_00, 0, 0, 0))
    assert standing(budget) == (3_000_00, 2_000_00, 1_000_00, "")


def test_past_the_quarter_is_told(budget: Books) -> None:
    assert reserve(budget, 4_000_00).warnings == ()
    told = reserve(budget, 1_00, "申2").warnings

    assert told == ("第一季度可用 0.00 元，申请 1.00 元，超 1.00 元",)
    april = Act("王五", dt.datetime(2025, 4, 1, 8, tzinfo=dt.UTC))
    # What a quarter leaves rolls on.
    assert reserve(budget, 1_999_00, "申3", act=april).warnings == ()


def decided(books: Books, rule: Rule, mode: Mode, line: Line | None = None) -> int:
    with writing(books.engine) as connection:
        taken = books.one("SELECT COUNT(*) FROM resolutions")
        key = resolve(connection, taken + 1, "control")
        decision = Decision(
            unit="U1",
            rule=rule,
            mode=mode,
            since=dt.date(2025, 1, 10),
            until=dt.date(2025, 6, 30),
            reason="雪灾救助",
            resolution=key,
            line=line,
        )
        return rules.decide(connection, decision, JANUARY)


def test_a_decision_lets_pass_and_is_named(budget: Books) -> None:
    number = decided(budget, Rule.YEAR, Mode.WARN, LIVING)
    found = reserve(budget, 10_000_01)

    assert found.warnings[-1] == f"超过年度预算，依第 {number} 号决定放行"
    assert standing(budget) == (10_000_00, 10_000_01, 0, "decision")
    decided(budget, Rule.YEAR, Mode.STOP)
    with pytest.raises(ControlRefused, match="预算不足"):
        reserve(budget, 1, "申2")
    release(budget, found.key)
    assert standing(budget) == (10_000_00, 0, 0, "")


def test_a_decision_ends_by_itself(budget: Books) -> None:
    decided(budget, Rule.YEAR, Mode.WARN)
    july = Act("王五", dt.datetime(2025, 7, 1, 8, tzinfo=dt.UTC))

    with pytest.raises(ControlRefused, match="预算不足"):
        reserve(budget, 10_000_01, act=july)


def test_a_quarter_may_be_made_to_stop(budget: Books) -> None:
    decided(budget, Rule.QUARTER, Mode.STOP)

    reserve(budget, 4_000_00)
    with pytest.raises(ControlRefused, match="第一季度"):
        reserve(budget, 1, "申2")


def test_a_quarter_may_be_made_to_keep_to_itself(budget: Books) -> None:
    decided(budget, Rule.ROLL, Mode.STOP)
    april = Act("王五", dt.datetime(2025, 4, 1, 8, tzinfo=dt.UTC))

    assert reserve(budget, 2_000_00, act=april).warnings == ()
    assert reserve(budget, 1_00, "申2", act=april).warnings != ()


@pytest.mark.parametrize(
    ("since", "until", "why"),
    [
        (dt.date(2025, 1, 9), dt.date(2025, 2, 1), "不能追溯"),
        (dt.date(2025, 1, 10), dt.date(2026, 1, 1), "不跨年度"),
        (dt.date(2025, 2, 10), dt.date(2025, 2, 1), "截止日"),
    ],
)
def test_a_decision_has_its_days(
    budget: Books, since: dt.date, until: dt.date, why: str
) -> None:
    decision = Decision(
        unit="U1",
        rule=Rule.YEAR,
        mode=Mode.WARN,
        since=since,
        until=until,
        reason="理由",
        resolution="2025-2",
    )
    with (
        writing(budget.engine) as connection,
        pytest.raises(ControlRefused, match=why),
    ):
        rules.decide(connection, decision, JANUARY)


def test_use_asks_again_before_the_payment(budget: Books) -> None:
    key = reserve(budget, 100_00).key
    posting = debit("50404", 100_00, purpose="生活救助")
    with reading(budget.engine) as connection:
        found = control.use(connection, "U1", key, posting, dt.date(2025, 1, 15))
        assert found.appropriation == key
        more = debit("50404", 100_01, purpose="生活救助")
        with pytest.raises(ControlRefused, match=r"超出 0\.01 元"):
            control.use(connection, "U1", key, more, dt.date(2025, 1, 15))
    release(budget, key)
    with (
        reading(budget.engine) as connection,
        pytest.raises(ControlRefused, match="已经释放"),
    ):
        control.use(connection, "U1", key, posting, dt.date(2025, 1, 15))


def test_two_keys_of_one_line_in_one_voucher(budget: Books) -> None:
    one, two = reserve(budget, 100_00).key, reserve(budget, 200_00, "申2").key
    posted(
        budget,
        voucher(
            "p1",
            debit("50404", 60_00, purpose="生活救助", appropriation=one),
            debit("50404", 200_00, purpose="生活救助", appropriation=two),
            debit("50404", 40_00, purpose="生活救助", appropriation=one),
            credit("102", 300_00),
        ),
    )

    assert standing(budget) == (10_000_00, 0, 300_00, "")


def test_a_refused_voucher_uses_nothing(budget: Books) -> None:
    key = reserve(budget, 100_00).key
    with writing(budget.engine) as connection:
        found = journal.check(connection, [paid("p1", 50_00, key)], ACT)

    assert found == ()
    assert standing(budget) == (10_000_00, 100_00, 0, "")
