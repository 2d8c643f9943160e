"""Vouchers under payment requests: none pays without one; what comes back; moves."""

import dataclasses
import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from ledger import drafts
from ledger.database import reading, writing
from ledger.errors import NotFound, VoucherRefused
from ledger.money import Money
from ledger.payment_requests import RequestKind
from ledger.people import Act
from tests import building
from tests.budgets.planning import plan
from tests.building import DAY, Books, credit, debit, payment, receipt, red, voucher
from tests.server import Shelf
from tests.treasury.asking import (
    APPROVER,
    ASKER,
    POSTER,
    TENTH,
    acts,
    approved,
    finish,
    go_live,
    hand_in,
    held,
    line,
    live,
    pay,
    post,
    request,
    save,
    saved,
)
from treasury import advances, paying, requests
from treasury.errors import RequestRefused
from treasury.paying import Payment, Repayment


@pytest.fixture
def desk(shelf: Shelf, dialect: str) -> Iterator[Books]:
    """U1 live, with money in F1, F2 and G."""
    yield from building.copied(shelf, dialect, "request_vouchers-desk", live)


@pytest.fixture
def controlled(books: Books) -> Books:
    """The same, and F1 may spend 10,000 yuan of the budget on 生活救助."""
    plan(books)
    return live(books)


# -- money that has no request ------------------------------------------------------


def test_no_money_leaves_without_a_request(desk: Books) -> None:
    with pytest.raises(VoucherRefused, match=r"没有申请的付款 100.00 元") as refusal:
        post(desk, payment("付1", 100_00, attachments=1))
    assert refusal.value.rules == ("L12",)


@pytest.mark.parametrize("entered", ["bank", "adjustment"])
def test_no_name_lets_money_leave(desk: Books, entered: str) -> None:
    fee = voucher(
        "付1",
        debit("510", 100_00),
        credit("102", 100_00),
        attachments=1,
        entered=entered,
        basis="发现1",
        dated_on=dt.date(2025, 12, 20),
    )
    with pytest.raises(VoucherRefused, match="L12"):
        post(desk, fee)


def test_an_unknown_key_is_no_request(desk: Books) -> None:
    paid = voucher(
        "付1",
        debit("50404", 1_00, purpose="生活救助", request="P2025-9"),
        credit("102", 1_00, request="P2025-9"),
        attachments=1,
    )
    with pytest.raises(VoucherRefused, match="没有这个付款申请"):
        post(desk, paid)


def test_cash_to_bank_needs_no_request(desk: Books) -> None:
    drawn = voucher("提1", debit("101", 50_00), credit("102", 50_00), attachments=1)
    assert post(desk, drawn)[0].kind == "付"


def test_history_and_the_days_before_need_no_request(books: Books) -> None:
    books.post(receipt("r1", 10_000_00))
    books.post(payment("付1", 1_00))
    february = dt.datetime(2025, 2, 1, 8, tzinfo=dt.UTC)
    go_live(books, since=dt.date(2025, 2, 1), at=february)
    late = dt.date(2025, 1, 31)
    books.post(payment("旧1", 1_00, entered="imported", dated_on=late))
    assert books.one("SELECT COUNT(*) FROM payment_request_moves") == 0


def test_no_payment_is_history_from_the_day_a_unit_goes_live(books: Books) -> None:
    books.post(receipt("r1", 10_000_00))
    february = dt.datetime(2025, 2, 1, 8, tzinfo=dt.UTC)
    go_live(books, since=dt.date(2025, 2, 1), at=february)
    on = dt.date(2025, 2, 1)
    books.post(receipt("旧收", 1_00, entered="imported", dated_on=on))
    with pytest.raises(VoucherRefused, match="不能作为历史凭证导入"):
        books.post(payment("旧1", 1_00, entered="imported", dated_on=on))


def test_a_key_does_not_make_a_payment_history(desk: Books) -> None:
    key = approved(desk)
    lines = debit("50404", 1_00, purpose="生活救助"), credit("102", 1_00)
    keyed = (dataclasses.replace(line, request=key) for line in lines)
    with pytest.raises(VoucherRefused, match="不能作为历史凭证导入"):
        post(desk, voucher("旧1", *keyed, attachments=1, entered="imported"))


def test_an_opening_in_the_middle_of_a_year_is_no_payment(books: Books) -> None:
    """It carries what had been spent, and what had come in for it."""
    since = dt.date(2025, 1, 1)
    go_live(books, since=since)
    lines = debit("50404", 1_00, purpose="生活救助"), credit("40401", 1_00)
    given = {"kind": "期初", "entered": "imported", "dated_on": since}
    assert books.post(voucher("期初", *lines, **given))[0].kind == "期初"


def test_a_voucher_without_papers_is_refused(desk: Books) -> None:
    with pytest.raises(VoucherRefused, match="凭证没有附件"):
        post(desk, receipt("r9", 1_00))


def test_what_the_treasury_pays_directly_has_a_request_too(desk: Books) -> None:
    paid = voucher(
        "直1",
        debit("50404", 1_000_00, "F2", purpose="生活救助"),
        credit("40401", 1_000_00, "F2"),
        attachments=1,
    )
    with pytest.raises(VoucherRefused, match="财政直接支付须注明"):
        post(desk, paid)


# -- correcting ---------------------------------------------------------------------


def test_a_red_voucher_takes_the_payment_back_and_holds_again(desk: Books) -> None:
    key = approved(desk)
    outcome = pay(desk, key)
    desk.reverse(outcome.ref, red("红1"))
    assert acts(desk, key) == ["save", "approve", "pay", "pay"]
    assert held(desk) == 1_000_00
    right = voucher(
        "更1",
        debit("50404", 990_00, purpose="生活救助", request=key),
        credit("102", 990_00, request=key),
        corrects=outcome.ref,
        correction="replacement",
        cashier="赵六",
    )
    post(desk, right)
    assert held(desk) == 0


def test_a_receipt_cancelled_in_red_needs_no_request(desk: Books) -> None:
    post(desk, receipt("r9", 10_00, attachments=1))
    assert desk.reverse("r9", red("红1")).number


def test_a_difference_takes_back_part_of_a_payment(desk: Books) -> None:
    key = approved(desk)
    outcome = pay(desk, key)
    less = voucher(
        "差1",
        debit("50404", -100_00, purpose="生活救助", request=key),
        credit("102", -100_00, request=key),
        corrects=outcome.ref,
        correction="difference",
    )
    post(desk, less)
    assert acts(desk, key)[-1] == "pay"
    more = dataclasses.replace(
        less,
        ref="差2",
        postings=(
            debit("50404", 200_00, purpose="生活救助", request=key),
            credit("102", 200_00, request=key),
        ),
    )
    with pytest.raises(VoucherRefused, match="不能成立"):
        post(desk, more)


# -- what the bank sends back -------------------------------------------------------


def returned(key: str, fen: int, ref: str = "退1") -> object:
    lines = (
        debit("102", fen, request=key),
        credit("215", fen, request=key, party="县人民医院"),
    )
    return voucher(ref, *lines, attachments=1, entered="bank")


def again(fen: int, **more: object) -> Repayment:
    return Repayment(
        dated_on=DAY, amount=Money(fen), payee="县人民医院", fund="F1", **more
    )


def test_what_the_bank_sends_back_is_paid_again_without_new_expense(
    desk: Books,
) -> None:
    key = approved(desk)
    pay(desk, key)
    post(desk, returned(key, 400_00))
    with writing(desk.engine) as connection:
        draft = paying.repay(connection, "U1", key, again(400_00), ASKER)
    finish(desk, draft.draft)
    assert acts(desk, key)[-2:] == ["return", "repay"]
    with (
        writing(desk.engine) as connection,
        pytest.raises(RequestRefused, match="退回而未再付的：没有"),
    ):
        paying.repay(connection, "U1", key, again(1), ASKER)


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"fund": "F2"}, "没有以资金 F2 退回.*未再付的：F1 400.00 元"),
        ({"payee": "赵会计的表弟"}, "付给另一收款方的，另行申请并经批准"),
        ({"amount": Money(400_01)}, "尚未再付 400.00 元"),
    ],
)
def test_it_is_paid_again_of_its_fund_to_its_payee_alone(
    desk: Books, more: dict[str, Any], told: str
) -> None:
    key = approved(desk)
    pay(desk, key)
    post(desk, returned(key, 400_00))
    given = dataclasses.replace(again(400_00), **more)
    with (
        writing(desk.engine) as connection,
        pytest.raises(RequestRefused, match=told) as refusal,
    ):
        paying.repay(connection, "U1", key, given, ASKER)
    assert "表弟" not in str(refusal.value)


@pytest.mark.parametrize(
    "change", [{"party": "另一医院"}, {"fund": "F2"}, {"recipient": "D-9"}]
)
def test_no_draft_pays_another_again(desk: Books, change: dict[str, str]) -> None:
    key = approved(desk)
    pay(desk, key)
    post(desk, returned(key, 400_00))
    fund = {"fund": change.get("fund", "F1")}
    owed = {"party": "县人民医院"} | change | fund
    lines = (
        debit("215", 400_00, request=key, **owed),
        credit("102", 400_00, request=key, **fund),
    )
    again_ = voucher("再1", *lines, attachments=1, cashier="赵六")
    with pytest.raises(VoucherRefused, match="不是该资金、该收款方名下退回的款项"):
        post(desk, again_)


@pytest.mark.parametrize(
    "change",
    [{"party": "另一医院"}, {"party": ""}, {"party": "", "recipient": "D0007"}],
)
def test_what_comes_back_is_owed_to_whom_it_was_paid(
    desk: Books, change: dict[str, str]
) -> None:
    key = approved(desk)
    pay(desk, key)
    lines = (
        debit("102", 400_00, request=key),
        credit("215", 400_00, request=key, **change),
    )
    back = voucher("退1", *lines, attachments=1, entered="bank")
    with pytest.raises(VoucherRefused, match="没有记在原付款的资金与收款方名下"):
        post(desk, back)


def test_a_return_that_was_paid_again_is_not_cancelled(desk: Books) -> None:
    key = approved(desk)
    pay(desk, key)
    post(desk, returned(key, 400_00))
    with writing(desk.engine) as connection:
        draft = paying.repay(connection, "U1", key, again(300_00), ASKER)
    finish(desk, draft.draft)
    with pytest.raises(VoucherRefused, match=r"名下尚余 100.00 元"):
        desk.reverse("退1", red("红1"))


def test_no_more_comes_back_than_was_paid(desk: Books) -> None:
    key = approved(desk)
    pay(desk, key)
    with pytest.raises(VoucherRefused, match="退回多于已付"):
        post(desk, returned(key, 1_000_01))


def test_what_came_back_can_be_given_up(desk: Books) -> None:
    key = approved(desk)
    pay(desk, key)
    post(desk, returned(key, 400_00))
    given_up = voucher(
        "销1",
        debit("215", 400_00, request=key, party="县人民医院"),
        debit("50404", -400_00, purpose="生活救助", request=key),
        attachments=1,
    )
    with pytest.raises(VoucherRefused, match="L2"):
        post(desk, given_up)
    right = voucher(
        "销1",
        debit("215", 400_00, request=key, party="县人民医院"),
        credit("50404", 400_00, purpose="生活救助", request=key),
        attachments=1,
    )
    post(desk, right)
    assert acts(desk, key)[-1] == "forgo"


# -- advances and moves -------------------------------------------------------------


def move_inside(books: Books, key: str) -> None:
    """Pay what goes to F1 of the same book: no cashier has a part in it."""
    draft = hand_in(books, key, Payment(dated_on=DAY, to_fund="F1"))
    with writing(books.engine) as connection:
        drafts.review(connection, "U1", draft.draft, APPROVER)
        drafts.post(connection, "U1", draft.draft, POSTER)


def lending(fund: str = "G", fen: int = 500_00, **more: object) -> object:
    given = {"kind": RequestKind.ADVANCE, "due_on": dt.date(2025, 3, 1)}
    lines = line(fen, fund, "135", "")
    return request("垫1", lines, payee="F1", **given | more)


def test_a_fund_lends_to_another_and_it_shows_its_age(desk: Books) -> None:
    key = approved(desk, lending())
    move_inside(desk, key)
    with reading(desk.engine) as connection:
        (found,) = advances.advances(connection, "U1", dt.date(2025, 3, 11))
    assert (found.fund, found.open, found.request) == ("G", Money(500_00), key)
    assert found.age_days(dt.date(2025, 3, 11)) == 55
    assert found.late_days(dt.date(2025, 3, 11)) == 10
    assert desk.one("SELECT credit_fen FROM postings WHERE fund_id = 1 AND line = 4")


def test_a_tied_gift_does_not_lend(desk: Books) -> None:
    from ledger import fund_registration  # noqa: PLC0415 - a fund of this test
    from ledger.funds import Channel, Fund, Origin  # noqa: PLC0415 - as above

    tied = Fund(
        "D", "定向捐赠", Origin.DONATION, Channel.DIRECT, purposes=("医疗救助",)
    )
    with writing(desk.engine) as connection:
        fund_registration.register_funds(connection, "U1", [tied], ASKER)
    post(desk, receipt("r9", 500_00, "D", attachments=1))
    with pytest.raises(RequestRefused, match="限定用途的捐赠不得出借"):
        save(desk, lending("D", 100_00))


def test_an_advance_has_a_day_by_which_it_is_due(desk: Books) -> None:
    with pytest.raises(RequestRefused, match="须写明归还日期"):
        save(desk, lending(due_on=None))


@pytest.mark.parametrize(
    ("kind", "account", "told"),
    [
        (RequestKind.ADVANCE, "50404", "不是其他应收款"),
        (RequestKind.PAYMENT, "135", "请用“垫付或借出”"),
        (RequestKind.PASS_DOWN, "50404", "不是补助下级支出"),
        (RequestKind.DIRECT, "510", "不是帮扶支出科目"),
        (RequestKind.FEE, "50404", "不能列支银行扣费"),
        (RequestKind.PAYMENT, "102", "不是可以列支"),
        (RequestKind.PAYMENT, "999", "没有科目 999"),
    ],
)
def test_a_kind_spends_on_its_own_accounts(
    desk: Books, kind: RequestKind, account: str, told: str
) -> None:
    due = dt.date(2025, 2, 1) if kind is RequestKind.ADVANCE else None
    asked = request("申1", line(1_00, "F1", account, ""), kind=kind, due_on=due)
    with pytest.raises(RequestRefused, match=told):
        save(desk, asked)


def test_only_moves_and_advances_name_a_fund_that_receives(desk: Books) -> None:
    key = approved(desk)
    with pytest.raises(RequestRefused, match="只有调拨与垫付"):
        hand_in(desk, key, Payment(dated_on=DAY, to_fund="F2"))


def test_requests_of_several_lines_are_paid_whole(desk: Books) -> None:
    asked = request("申1", line(100_00), line(50_00, "F2", "50404", "医疗救助"))
    key = approved(desk, asked)
    with pytest.raises(RequestRefused, match="有多行"):
        hand_in(desk, key, Payment(dated_on=DAY, amount=Money(1_00)))
    pay(desk, key)
    assert (held(desk), held(desk, 2)) == (0, 0)


def test_a_budget_control_limits_how_long_a_request_holds(controlled: Books) -> None:
    late = Act("张三", dt.datetime(2025, 12, 10, 8, tzinfo=dt.UTC))
    assert saved(controlled, request(), late).expires_on == dt.date(2025, 12, 31)


def test_who_is_unknown_asks_for_nothing(desk: Books) -> None:
    with writing(desk.engine) as connection, pytest.raises(NotFound):
        requests.save(connection, request(), Act("无此人", TENTH))
