"""Cash counted: what is refused, what is kept, and what the officer does next."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from audit import integrity
from ledger.database import reading, writing
from ledger.errors import NotFound
from ledger.money import Money
from ledger.payment_requests import RequestKind
from ledger.people import Act, Right
from ledger.periods import parse_span
from tests import server
from tests.building import Books, credit, debit, voucher
from tests.treasury.asking import approved, finish, go_live, hand_in, line, request
from tests.treasury.filling_matching import grant
from tests.treasury.tilling import (
    AT,
    BOOKED,
    CASHIER,
    FEBRUARY,
    TWENTIETH,
    asked,
    copied,
    count,
    counted,
    pieces,
    safe,
)
from treasury import cash_counts
from treasury.cash_counts import AGREES, SHORTAGE, SURPLUS
from treasury.errors import MatchRefused
from treasury.paying import Payment
from treasury.receipts import receive
from treasury.received import Received


@pytest.fixture
def office(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    yield from safe(shelf, dialect)


@pytest.fixture
def filled(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    yield from copied(shelf, dialect)


@pytest.fixture
def lite(shelf: server.Shelf) -> Iterator[Books]:
    yield from safe(shelf, "sqlite")


def test_a_count_keeps_what_was_there_and_what_the_books_said(office: Books) -> None:
    """500.00 came, 120.50 went: 379.50 on the 20th, 500.00 the day before."""
    one = count(office)
    assert (one.number, one.account, one.position) == (1, "101", 4)
    assert (str(one.counted), str(one.book), one.outcome) == (
        "379.50",
        "379.50",
        AGREES,
    )
    assert (one.cashier, one.supervisor, one.pieces) == ("赵六", "李四", BOOKED)
    day_before = count(
        office,
        asked(dt.date(2025, 1, 19), pieces=pieces(f10000=5)),
    )
    assert (day_before.number, str(day_before.book)) == (2, "500.00")
    empty = count(office, asked(dt.date(2025, 1, 14), pieces=pieces(f100=0)))
    assert (empty.number, empty.pieces, empty.counted) == (3, (), Money(0))


def test_what_is_entered_later_changes_no_count(office: Books) -> None:
    one = count(office)
    late = debit("101", 20_50), credit("408", 20_50)
    office.post(voucher("补记", *late, dated_on=TWENTIETH))
    (kept,) = counted(office)
    assert kept == one
    with reading(office.engine) as connection:
        assert str(cash_counts.book_now(connection, kept)) == "400.00"
    again = count(office, asked(pieces=pieces(f10000=4)))
    assert (again.number, again.position, again.outcome) == (2, 5, AGREES)


def test_the_last_count_of_a_day_stands_and_a_late_one_says_so(filled: Books) -> None:
    """Counted for 20 January and 28 February, and put on record on 3 March."""
    first, second, third = counted(filled)

    assert [one.recounted for one in (first, second, third)] == [0, 3, 0]
    assert second.recounted_as == "已重新盘点（第3号）"
    assert first.late == "盘点日 2025-01-20，2025-03-03 才登记，迟 42 天"
    day_after = dt.datetime(2025, 3, 1, 8, tzinfo=dt.UTC)
    one = asked(FEBRUARY, pieces=(), explanation="待查")
    assert count(filled, one, Act("赵六", day_after)).late == ""


def test_no_cashier_watches_a_cashier(lite: Books) -> None:
    grant(lite, "李四", Right.SETTLE)

    with pytest.raises(MatchRefused, match="监盘人有“出纳”权限"):
        count(lite)
    assert count(lite, asked(supervisor="王五")).supervisor == "王五"


def test_counts_are_found_by_their_days(filled: Books) -> None:
    with reading(filled.engine) as connection:
        told = cash_counts.counts(connection, "U1", parse_span("2025-02"))
        assert [one.number for one in told] == [2, 3]
        assert [one.outcome for one in told] == [SURPLUS, SHORTAGE]
        assert [str(one.difference) for one in told] == ["0.50", "-9.50"]
        assert cash_counts.counts(connection, "U2") == ()
        with pytest.raises(NotFound, match="现金盘点"):
            cash_counts.find(connection, "U1", 4)
        assert not integrity.verify(connection, ()).differences


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"supervisor": "赵六"}, "监盘人不能是出纳本人"),
        ({"counted_on": dt.date(2024, 12, 31)}, "单位设立"),
        ({"counted_on": dt.date(2025, 3, 4)}, "晚于今天"),
        ({"account": "102"}, "当日可用：101"),
        ({"pieces": pieces(f3000=1)}, "没有 30 元的面额；可用：100、50"),
        ({"pieces": pieces(f30=1)}, "没有 0.3 元的面额"),
        ({"pieces": pieces(f100=1) * 2}, "1 元写了两次"),
        ({"pieces": pieces(f100=-1)}, "张（枚）数应在 0 到 1,000,000 之间"),
        (
            {"pieces": pieces(f10000=5)},
            "账面 379.50 元，盘盈 120.50 元，须写明差额说明",
        ),
        ({"pieces": ()}, "盘亏 379.50 元"),
        ({"pieces": (), "explanation": " "}, "须写明差额说明"),
        ({"explanation": "电话13800138000"}, "差额说明"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused(lite: Books, more: Any, told: str) -> None:
    with pytest.raises(MatchRefused) as refusal:
        count(lite, asked(**more))
    assert told in str(refusal.value)
    assert counted(lite) == ()


def test_all_that_is_wrong_is_told_at_once(lite: Books) -> None:
    wrong = asked(supervisor="赵六", account="102", pieces=pieces(f3=1))
    with pytest.raises(MatchRefused) as refusal:
        count(lite, wrong)
    assert str(refusal.value).count("；") >= 2


def test_two_log_ins_of_one_person_are_one(lite: Books) -> None:
    """张三 also logs in as zhangsan."""
    with pytest.raises(MatchRefused, match="同一人的两个登录名"):
        count(lite, asked(supervisor="zhangsan"), Act("张三", AT))
    with pytest.raises(NotFound, match="人员"):
        count(lite, asked(supervisor="无名"))


# -- what follows a difference -------------------------------------------------------


def test_what_is_too_much_is_owed_until_it_is_cleared_up(office: Books) -> None:
    """0.50 yuan too much: Dr 101, Cr 215, on the paper of the count."""
    more = pieces(f10000=3, f5000=1, f2000=1, f1000=1)
    one = count(office, asked(FEBRUARY, pieces=more, explanation="待查"))
    difference, month_end = one.to_do
    assert "bangfu money receive --event cash_surplus" in difference
    assert "盘盈 0.50 元" in difference
    assert "bangfu books proof --account 101 --amount 380.00" in month_end
    said = Received(
        unit="U1",
        event="cash_surplus",
        fund="F1",
        amount=one.difference,
        dated_on=FEBRUARY,
        ref="盘盈-1",
        basis=one.paper,
        attachments=1,
    )
    with writing(office.engine) as connection:
        done = receive(connection, said, Act("张三", AT))
    finish(office, done.draft)
    assert count(office, asked(FEBRUARY, pieces=more)).outcome == AGREES
    entry = office.rows(
        "SELECT a.code, p.debit_fen, p.credit_fen FROM postings p"
        " JOIN accounts a ON a.id = p.account_id JOIN vouchers v"
        " ON v.unit_id = p.unit_id AND v.position = p.position"
        " WHERE v.ref = '盘盈-1' ORDER BY p.line"
    )
    assert entry == [("101", 50, 0), ("215", 0, 50)]


def test_what_is_missing_leaves_under_a_request_and_is_a_claim(office: Books) -> None:
    """9.50 yuan missing of a live unit: asked for, approved, Dr 135, Cr 101."""
    go_live(office, since=dt.date(2025, 3, 1), at=AT)
    less = pieces(f10000=3, f5000=1, f2000=1)
    one = count(office, asked(FEBRUARY, pieces=less, explanation="待查"))
    assert "“垫付或借出”的付款申请" in one.to_do[0]
    missing = line(-one.difference.fen, account="135", purpose="")
    wanted = request(
        "短款-1",
        missing,
        kind=RequestKind.ADVANCE,
        summary="现金盘亏待查明",
        evidence=one.paper,
        due_on=dt.date(2025, 6, 30),
    )
    key = approved(office, wanted)
    paid = Payment(dated_on=dt.date(2025, 3, 3), money_account="101")
    finish(office, hand_in(office, key, paid).draft)
    later = count(office, asked(dt.date(2025, 3, 3), pieces=less), CASHIER)
    assert (later.outcome, later.to_do) == (AGREES, ())
