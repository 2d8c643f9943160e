"""Payment requests: what is asked for is held, approved by others, and paid once."""

import dataclasses
import datetime as dt

import pytest

from budgets.errors import ControlRefused
from ledger import draft_vouchers, drafts
from ledger.database import writing
from ledger.errors import DraftRefused, NotFound, VoucherRefused
from ledger.money import Money
from ledger.payment_requests import PaymentState
from ledger.people import Act
from tests.budgets.planning import plan, standing
from tests.building import DAY, Books, credit, debit, receipt, voucher
from tests.treasury.asking import (
    APPROVER,
    ASKER,
    CASHIER,
    POSTER,
    TENTH,
    acts,
    approve,
    approved,
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
from treasury import approving
from treasury.errors import DeskRefused, RequestRefused
from treasury.paying import Payment


@pytest.fixture
def desk(books: Books) -> Books:
    """U1 live, with money in F1, F2 and G."""
    return live(books)


@pytest.fixture
def controlled(books: Books) -> Books:
    """The same, and F1 may spend 10,000 yuan of the budget on 生活救助."""
    plan(books)
    return live(books)


# -- saving -------------------------------------------------------------------------


def test_what_is_asked_for_is_held_of_its_fund(desk: Books) -> None:
    found = saved(desk, request())
    assert (found.key, found.state) == ("P2025-1", PaymentState.SAVED)
    assert (found.approved, found.approvals) == (0, 1)
    assert held(desk) == 1_000_00
    assert found.expires_on == dt.date(2025, 3, 11)


def test_a_request_saved_twice_is_one(desk: Books) -> None:
    first, second = saved(desk, request()), saved(desk, request())
    assert (second.key, second.already) == (first.key, True)
    assert held(desk) == 1_000_00


def test_a_reference_with_other_content_is_refused(desk: Books) -> None:
    save(desk)
    with pytest.raises(RequestRefused, match=r"内容不同.*P2025-1"):
        saved(desk, request("申1", line(999_00)))


def test_more_than_the_fund_has_free_is_refused_and_says_how_much(desk: Books) -> None:
    save(desk, request("申1", line(9_500_00)))
    told = "可用 500.00 元（结存 10,000.00，已占用 9,500.00），申请 600.00 元"
    with pytest.raises(RequestRefused, match=told):
        save(desk, request("申2", line(600_00)))
    assert held(desk) == 9_500_00


def test_all_that_is_wrong_is_told_at_once(desk: Books) -> None:
    wrong = request(
        " ",
        line(0, "F9", "502"),
        line(1_00, "F2", "50404", "旅游"),
        expires_on=dt.date(2025, 1, 9),
        due_on=dt.date(2025, 2, 1),
    )
    with pytest.raises(RequestRefused) as refusal:
        save(desk, wrong)
    told = str(refusal.value)
    for part in ("申请号", "已经过去", "归还日期", "应大于零", "没有资金 F9"):
        assert part in told
    assert "502 不是可以列支的末级科目" in told
    assert "不允许“旅游”（专款专用）" in told


def test_a_restricted_fund_asks_for_a_purpose(desk: Books) -> None:
    with pytest.raises(RequestRefused, match="限定用途的资金须写明用途"):
        save(desk, request("申1", line(1_00, "F2", "50404", "")))


def test_a_unit_that_is_not_live_asks_for_nothing(books: Books) -> None:
    with pytest.raises(RequestRefused, match="还没有实行付款申请"):
        save(books)


def test_nothing_is_asked_for_without_lines(desk: Books) -> None:
    empty = dataclasses.replace(request(), lines=())
    with pytest.raises(RequestRefused, match="没有写明资金"):
        save(desk, empty)


def test_the_budget_is_reserved_with_the_money(controlled: Books) -> None:
    key = save(controlled)
    assert standing(controlled)[:3] == (10_000_00, 1_000_00, 0)
    approve(controlled, key)
    pay(controlled, key)
    assert standing(controlled)[:3] == (10_000_00, 0, 1_000_00)


def test_more_than_the_budget_is_refused_when_it_is_saved(controlled: Books) -> None:
    post(controlled, receipt("r9", 10_000_00, attachments=1))
    with pytest.raises(ControlRefused, match=r"可用 10,000.00 元，申请 11,000.00 元"):
        save(controlled, request("申1", line(11_000_00)))
    assert held(controlled) == 0


def test_a_cancelled_request_gives_money_and_budget_back(controlled: Books) -> None:
    key = save(controlled)
    with writing(controlled.engine) as connection:
        found = approving.cancel(connection, "U1", key, "不再需要", ASKER)
    assert found.state is PaymentState.CANCELLED
    assert (held(controlled), standing(controlled)[1]) == (0, 0)


def test_an_expired_request_gives_back_what_another_asks_for(desk: Books) -> None:
    save(desk, request("申1", line(9_500_00), expires_on=dt.date(2025, 1, 20)))
    later = Act("张三", TENTH + dt.timedelta(days=11))
    assert saved(desk, request("申2", line(9_000_00)), later).key == "P2025-2"
    assert acts(desk, "P2025-1") == ["save", "expire"]
    assert held(desk) == 9_000_00


# -- approving ----------------------------------------------------------------------


def test_nobody_approves_their_own_request(desk: Books) -> None:
    key = save(desk)
    other_login = Act("zhangsan", TENTH)
    with pytest.raises(RequestRefused, match="不能批准自己的申请"):
        approve(desk, key, other_login)


def test_a_large_amount_is_approved_by_two_different_persons(desk: Books) -> None:
    post(desk, receipt("r9", 90_000_00, attachments=1))
    key = save(desk, request("申1", line(50_000_00)))
    assert approve(desk, key).state is PaymentState.SAVED
    with pytest.raises(RequestRefused, match="已经批准过"):
        approve(desk, key)
    with pytest.raises(VoucherRefused, match="还差 1 人"):
        hand_in(desk, key)
    assert approve(desk, key, POSTER).state is PaymentState.APPROVED
    assert pay(desk, key).already is False


def test_a_refused_request_is_not_approved_any_more(desk: Books) -> None:
    key = save(desk)
    with writing(desk.engine) as connection:
        approving.refuse(connection, "U1", key, "依据不足", APPROVER)
    with pytest.raises(RequestRefused, match="未批准"):
        approve(desk, key)


def test_ending_a_request_asks_for_a_reason_and_a_standing_one(desk: Books) -> None:
    key = save(desk)
    with writing(desk.engine) as connection:
        with pytest.raises(RequestRefused, match=r"没有写明理由.*请用撤销"):
            approving.refuse(connection, "U1", key, " ", ASKER)
        with pytest.raises(NotFound):
            approving.cancel(connection, "U1", "P2025-9", "误填", ASKER)


def test_an_expired_request_is_not_approved(desk: Books) -> None:
    key = save(desk, request(expires_on=dt.date(2025, 1, 20)))
    later = Act("李四", TENTH + dt.timedelta(days=11))
    with pytest.raises(RequestRefused, match="已经过去"):
        approve(desk, key, later)


def test_a_released_reservation_is_noticed_when_it_is_approved(
    controlled: Books,
) -> None:
    from budgets import control  # noqa: PLC0415 - the test takes away what was held

    key = save(controlled)
    with writing(controlled.engine) as connection:
        control.release(connection, "U1", "2025-1", "误释放", ASKER)
    with pytest.raises(RequestRefused, match="已经释放"):
        approve(controlled, key)


# -- paying -------------------------------------------------------------------------


def test_an_approved_request_is_paid_and_lets_go_what_it_held(desk: Books) -> None:
    key = approved(desk)
    outcome = pay(desk, key)
    assert outcome.ref == "付款-P2025-1"
    assert acts(desk, key) == ["save", "approve", "pay"]
    assert held(desk) == 0


def test_a_request_is_handed_in_once(desk: Books) -> None:
    key = approved(desk)
    first, second = hand_in(desk, key), hand_in(desk, key, act=ASKER)
    assert (second.draft, second.already) == (first.draft, True)
    with pytest.raises(DeskRefused, match="内容不同"):
        hand_in(desk, key, Payment(dated_on=DAY, attachments=3))


def test_a_request_that_is_not_approved_is_not_paid(desk: Books) -> None:
    key = save(desk)
    with pytest.raises(VoucherRefused, match="尚未批准") as refusal:
        hand_in(desk, key)
    assert refusal.value.rules == ("L12",)


def test_who_approved_neither_prepares_nor_pays(desk: Books) -> None:
    key = save(desk)
    approve(desk, key, CASHIER)
    with pytest.raises(DraftRefused, match=f"此人批准过付款申请 {key}"):
        pay(desk, key)
    paid = voucher(
        "付1",
        debit("50404", 1_000_00, purpose="生活救助", request=key),
        credit("102", 1_000_00, request=key),
        attachments=1,
        cashier="赵六",
    )
    with pytest.raises(VoucherRefused, match="出纳批准过这项付款"):
        post(desk, paid)
    other = save(desk, request("申2"))
    approve(desk, other, POSTER)
    with pytest.raises(VoucherRefused, match="制单人批准过这项付款"):
        hand_in(desk, other, act=POSTER)


def test_less_may_be_paid_than_was_asked_for_and_the_rest_is_free(
    controlled: Books,
) -> None:
    key = approved(controlled)
    pay(controlled, key, Payment(dated_on=DAY, amount=Money(900_00)))
    assert held(controlled) == 0
    with writing(controlled.engine) as connection:
        assert approving.tidy(connection, "U1", ASKER) == (key,)
        assert approving.tidy(connection, "U1", ASKER) == ()
    assert standing(controlled)[1:3] == (0, 900_00)


@pytest.mark.parametrize("fen", [0, -1, 1_000_01])
def test_no_other_amount_is_paid(desk: Books, fen: int) -> None:
    key = approved(desk)
    with pytest.raises(RequestRefused, match=r"在申请的 1,000.00 元以内"):
        hand_in(desk, key, Payment(dated_on=DAY, amount=Money(fen)))


def test_payment_waits_for_its_approval_and_ends_with_its_last_day(desk: Books) -> None:
    key = approved(desk, request(expires_on=dt.date(2025, 1, 20)))
    with pytest.raises(VoucherRefused, match="早于批准日期"):
        hand_in(desk, key, Payment(dated_on=dt.date(2025, 1, 9)))
    with pytest.raises(VoucherRefused, match="有效期至 2025-01-20"):
        hand_in(desk, key, Payment(dated_on=dt.date(2025, 1, 21)))


def test_aid_may_be_told_apart_by_recipient(desk: Books) -> None:
    key = approved(desk)
    details = tuple(
        draft_vouchers.DraftPosting(
            account="50404",
            fund="F1",
            purpose="生活救助",
            debit="500.00",
            recipient=f"D{number}",
            persons="1",
        )
        for number in (1, 2)
    )
    pay(desk, key, Payment(dated_on=DAY, details=details))
    assert desk.one("SELECT COUNT(*) FROM postings WHERE recipient LIKE 'D%'") == 2


@pytest.mark.parametrize(
    "other", [{"purpose": "医疗救助"}, {"account": "50405"}, {"fund": "F2"}]
)
def test_what_is_paid_is_what_was_asked_for(desk: Books, other: dict[str, str]) -> None:
    key = approved(desk)
    fund = other.get("fund", "F1")
    named = {"purpose": "生活救助"} | {k: v for k, v in other.items() if k == "purpose"}
    wrong = voucher(
        "付1",
        debit(other.get("account", "50404"), 1_000_00, fund, request=key, **named),
        credit("102", 1_000_00, fund, request=key),
        attachments=1,
        cashier="赵六",
    )
    with pytest.raises(VoucherRefused, match=r"不符|专款专用"):
        post(desk, wrong)


# -- what a draft has in hand --------------------------------------------------------


def test_a_request_does_not_end_while_a_reviewed_draft_pays_it(desk: Books) -> None:
    key = approved(desk)
    number = hand_in(desk, key).draft
    with writing(desk.engine) as connection:
        drafts.review(connection, "U1", number, APPROVER)
        drafts.settle(connection, "U1", number, CASHIER)
    for end in (approving.cancel, approving.refuse):
        with (
            pytest.raises(RequestRefused, match=f"凭证草稿 {number} 已审核"),
            writing(desk.engine) as connection,
        ):
            end(connection, "U1", key, "不再需要", APPROVER)
    late = Act(ASKER.person, dt.datetime(2025, 6, 1, 8, tzinfo=dt.UTC))
    with writing(desk.engine) as connection:
        assert key not in approving.tidy(connection, "U1", late)
    with writing(desk.engine) as connection:
        assert drafts.post(connection, "U1", number, POSTER).position
    assert acts(desk, key)[-1] == "pay"


def test_nobody_confirms_a_payment_whose_request_ended(desk: Books) -> None:
    key = approved(desk)
    number = hand_in(desk, key).draft
    with writing(desk.engine) as connection:
        approving.cancel(connection, "U1", key, "不再需要", ASKER)
    for step, person in ((drafts.review, APPROVER), (drafts.settle, CASHIER)):
        with (
            pytest.raises(DraftRefused, match=f"{key} 已撤销|目前的状态"),
            writing(desk.engine) as connection,
        ):
            step(connection, "U1", number, person)
    with writing(desk.engine) as connection:
        drafts.give_back(connection, "U1", number, "申请已撤销", APPROVER)
