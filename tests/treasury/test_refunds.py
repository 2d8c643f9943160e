"""Refunds: linked to their gift, under a payment request once the unit is live."""

import datetime as dt
from typing import Any

import pytest

from ledger import drafts
from ledger.database import reading, writing
from ledger.errors import NotFound
from ledger.money import Money
from ledger.payment_requests import PaymentState
from ledger.people import Act
from tests.building import Books, DriverError, payment
from tests.treasury import asking
from tests.treasury.giving import CLERK, MARCH, give, later, post_all, received
from treasury import approving, donations, paying, refunds
from treasury.donations import Form, Gift
from treasury.errors import DonationRefused, RequestRefused
from treasury.refunds import Kind, NewRefund, Refunded

APRIL = dt.date(2025, 4, 1)


def back(books: Books, key: str, fen: int = 1_000_00, **more: Any) -> Refunded:
    act = more.pop("act", CLERK)
    given = {"reason": "捐赠人要求", "paper": "来函1号", "amount": Money(fen)} | more
    with writing(books.engine) as connection:
        return refunds.refund(connection, "U1", NewRefund(gift=key, **given), act)


def gift(books: Books, key: str) -> Gift:
    with reading(books.engine) as connection:
        return donations.gift(connection, "U1", key)


def states(books: Books) -> dict[str, str]:
    with reading(books.engine) as connection:
        return refunds.states(connection, "U1")


def lines(books: Books, ref: str) -> list[tuple[Any, ...]]:
    return books.rows(
        "SELECT a.code, p.debit_fen, p.credit_fen FROM postings p JOIN accounts a"
        " ON a.id = p.account_id JOIN vouchers v ON v.unit_id = p.unit_id"
        f" AND v.position = p.position WHERE v.ref = '{ref}' ORDER BY p.line"
    )


def test_a_refund_of_the_year_reduces_its_income(books: Books) -> None:
    one = received(books)
    done = back(books, one.key, 300_00)
    assert done.handed is not None
    assert (done.refund.ref, done.refund.kind) == ("退捐-2025-1-1", Kind.REFUND)
    assert states(books) == {"退捐-2025-1-1": "未付"}
    post_all(books)
    assert lines(books, "退捐-2025-1-1") == [("408", 300_00, 0), ("102", 0, 300_00)]
    assert states(books) == {"退捐-2025-1-1": "已付"}
    assert back(books, one.key, 700_00).refund.number == 2
    found = gift(books, one.key)
    assert (found.left, found.state) == (Money(0), "已退回")


def test_a_refund_of_an_earlier_year_goes_to_its_account(books: Books) -> None:
    one = received(books)
    act = later(CLERK, days=365)
    back(books, one.key, 300_00, act=act)
    with reading(books.engine) as connection:
        day = dt.date(2026, 3, 10)
        account = refunds.reduced_account(connection, one, day)
    assert account.startswith("321")
    assert account != "408"


def test_what_never_came_is_cancelled_whole(books: Books) -> None:
    one = give(books)
    with pytest.raises(DonationRefused, match="只能全额撤销"):
        back(books, one.key, 1_00)
    done = back(books, one.key)
    assert (done.refund.kind, done.handed) == (Kind.CANCEL, None)
    assert gift(books, one.key).state == "已撤销"
    assert states(books) == {"退捐-2025-1-1": "撤销"}
    assert post_all(books) == 0
    with writing(books.engine) as connection, pytest.raises(DonationRefused):
        refunds.ask_again(connection, "U1", one.key, 1, CLERK)


def test_goods_go_back_as_a_memo(books: Books) -> None:
    one = give(books, form=Form.GOODS, account="", memo="毛毯", fund="")
    assert back(books, one.key, 400_00).handed is None
    assert gift(books, one.key).left == Money(600_00)


@pytest.mark.parametrize(
    ("fen", "more", "match"),
    [
        (0, {}, "应在 0.01 元至未退的"),
        (1_000_01, {}, "未退的 1,000.00 元之间"),
        (1, {"reason": ""}, "没有写明理由"),
        (1, {"paper": " "}, "没有写明捐赠人的书面意见"),
    ],
)
def test_a_refund_that_cannot_be(
    books: Books, fen: int, more: dict[str, Any], match: str
) -> None:
    one = received(books)
    with pytest.raises(DonationRefused, match=match):
        back(books, one.key, fen, **more)
    assert books.one("SELECT COUNT(*) FROM gift_refunds") == 0


def test_no_more_goes_back_than_the_fund_has(books: Books) -> None:
    one = received(books)
    books.post(payment("p", 900_00, dated_on=MARCH))
    with pytest.raises(DonationRefused, match=r"只有 100.00 元，缺 100\.00"):
        back(books, one.key, 200_00)


# -- once the unit is live ----------------------------------------------------------


@pytest.fixture
def live(books: Books) -> Books:
    """A gift of 10 March; live from 1 April on."""
    received(books)
    at = dt.datetime(2025, 4, 1, 8, tzinfo=dt.UTC)
    asking.go_live(books, since=APRIL, at=at)
    return books


def at(person: str, days: int = 22) -> Act:
    return Act(person, later(CLERK, days=days).at)


def test_money_goes_back_under_an_approved_request(live: Books) -> None:
    done = back(live, "2025-1", 300_00, act=at("张三"))
    assert (done.handed, done.requested and done.requested.key) == (None, "P2025-1")
    assert states(live) == {"退捐-2025-1-1": "P2025-1 待审批"}
    with writing(live.engine) as connection:
        again = refunds.ask_again(connection, "U1", "2025-1", 1, at("张三"))
        assert again.requested is not None
        assert (again.requested.key, again.requested.already) == ("P2025-1", True)
        approving.approve(connection, "U1", "P2025-1", at("李四"))
        given = paying.Payment(dated_on=APRIL)
        paying.pay(connection, "U1", "P2025-1", given, at("张三"))
    # 李四 approved and so does not post; the desk's order does that.
    post_all(live, at("张三"))
    assert lines(live, "付款-P2025-1") == [("408", 300_00, 0), ("102", 0, 300_00)]
    assert states(live) == {"退捐-2025-1-1": f"P2025-1 {PaymentState.PAID.label}"}
    kind = live.one("SELECT kind FROM payment_requests")
    assert kind == "refund"


def test_a_request_that_was_refused_is_asked_again(live: Books) -> None:
    back(live, "2025-1", 300_00, act=at("张三"))
    with writing(live.engine) as connection:
        approving.refuse(connection, "U1", "P2025-1", "缺附件", at("李四"))
    assert states(live) == {"退捐-2025-1-1": "P2025-1 未批准"}
    with writing(live.engine) as connection:
        again = refunds.ask_again(connection, "U1", "2025-1", 1, at("张三"))
    assert again.requested is not None
    assert again.requested.key == "P2025-2"
    assert states(live) == {"退捐-2025-1-1": "P2025-2 待审批"}
    with writing(live.engine) as connection, pytest.raises(NotFound, match="2025-1-2"):
        refunds.ask_again(connection, "U1", "2025-1", 2, at("张三"))


def test_a_refund_that_the_fund_cannot_pay_leaves_nothing(live: Books) -> None:
    other = received(live, fen=5_00, act=at("张三"))
    asked = asking.request(
        "占", asking.line(900_00), unit="U1", summary="救助", payee="某医院"
    )
    with writing(live.engine) as connection:
        from treasury import requests  # noqa: PLC0415 - of this test alone

        requests.save(connection, asked, at("张三"))
    with pytest.raises(RequestRefused, match="可用"):
        back(live, "2025-1", act=at("张三"))
    assert live.one("SELECT COUNT(*) FROM gift_refunds") == 0
    assert other.key == "2025-2"


def ended(books: Books, key: str, how: str) -> None:
    """A request ends unpaid."""
    with writing(books.engine) as connection:
        if how == "refuse":
            approving.refuse(connection, "U1", key, "缺附件", at("李四"))
        elif how == "cancel":
            approving.cancel(connection, "U1", key, "捐赠人撤回", at("张三"))
        else:
            approving.tidy(connection, "U1", at("张三", days=400))


@pytest.mark.parametrize("how", ["refuse", "cancel", "expire"])
def test_a_refund_that_ended_unpaid_is_the_gifts_again(live: Books, how: str) -> None:
    back(live, "2025-1", 600_00, act=at("张三"))
    assert gift(live, "2025-1").returned == Money(600_00)
    ended(live, "P2025-1", how)
    assert gift(live, "2025-1").returned == Money(0)
    # The whole of it may go back now; then the first is not asked for again.
    assert back(live, "2025-1", 700_00, act=at("张三")).refund.number == 2
    assert gift(live, "2025-1").left == Money(300_00)
    with (
        writing(live.engine) as connection,
        pytest.raises(DonationRefused, match=r"未退的 300\.00 元之间"),
    ):
        refunds.ask_again(connection, "U1", "2025-1", 1, at("张三"))
    ended(live, "P2025-2", "cancel")
    with writing(live.engine) as connection:
        refunds.ask_again(connection, "U1", "2025-1", 1, at("张三"))
    assert gift(live, "2025-1").returned == Money(600_00)


def test_a_refund_that_was_paid_in_part_counts_as_much(live: Books) -> None:
    back(live, "2025-1", 600_00, act=at("张三"))
    with writing(live.engine) as connection:
        approving.approve(connection, "U1", "P2025-1", at("李四"))
        given = paying.Payment(dated_on=APRIL, amount=Money(100_00))
        paying.pay(connection, "U1", "P2025-1", given, at("张三"))
    assert gift(live, "2025-1").returned == Money(600_00)
    post_all(live, at("张三"))
    assert gift(live, "2025-1").returned == Money(100_00)
    back(live, "2025-1", 900_00, act=at("张三"))


def test_a_refund_whose_draft_was_given_up_is_the_gifts_again(books: Books) -> None:
    one = received(books)
    done = back(books, one.key, 1_000_00)
    assert done.handed is not None
    assert not gift(books, one.key).left
    with writing(books.engine) as connection:
        drafts.drop(connection, "U1", done.handed.draft, "写错", CLERK)
    assert gift(books, one.key).left == one.amount
    back(books, one.key, 400_00)
    with (
        writing(books.engine) as connection,
        pytest.raises(DonationRefused, match=r"未退的 600\.00 元之间"),
    ):
        refunds.ask_again(connection, "U1", one.key, 1, CLERK)


def test_the_database_lets_no_refund_be_asked_for_past_its_gift(live: Books) -> None:
    back(live, "2025-1", 600_00, act=at("张三"))
    ended(live, "P2025-1", "cancel")
    back(live, "2025-1", 700_00, act=at("张三"))
    columns = (
        "unit_id, year, kind, summary, payee, amount_fen, approvals, resolution,"
        " evidence, asked_on, expires_on, person_id, saved_at"
    )
    again = (
        f"INSERT INTO payment_requests (key, number, ref, {columns})"
        f" SELECT 'P2025-3', 3, '退捐-2025-1-1/2', {columns}"
        " FROM payment_requests WHERE key = 'P2025-1'"
    )
    lines = "unit_id, line, fund_id, account_id, purpose, amount_fen, appropriation"
    with live.raw() as raw:
        raw.run(
            f"INSERT INTO payment_request_lines (key, {lines}) SELECT 'P2025-3',"
            f" {lines} FROM payment_request_lines WHERE key = 'P2025-1'"
        )
        with pytest.raises(DriverError, match="bangfu:refund"):
            raw.run(again)
