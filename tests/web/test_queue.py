"""The queue: what waits for whom, taken one by one or several at once."""

import dataclasses
from collections.abc import Sequence

import pytest

from app import activity
from app.web.application import FORM_TOKEN
from ledger import drafts
from ledger.database import reading
from ledger.drafts import State
from tests.building import receipt
from tests.ledger.drafting import LI, PAYMENT, TRANSFER, ZHANG, Desk, changed
from tests.web.office import Browser, Office

QUEUE = "/units/U1/queue"


@pytest.fixture
def desk(lite: Office) -> Desk:
    """The drafts of the office, with money to spend."""
    lite.books.post(receipt("r0", 1_000_000))
    return Desk(lite.books)


def send(
    browser: Browser, verb: str, numbers: Sequence[int], desk: Desk, **typed: str
) -> tuple[int, str]:
    """The form of the queue, sent with the boxes of some drafts checked."""
    seen = {f"seen_{number}": str(len(desk.states(number))) for number in numbers}
    data = {
        FORM_TOKEN: browser.form_token,
        "draft": [str(number) for number in numbers],
        **seen,
        **typed,
    }
    answer = browser.client.post(f"{QUEUE}/{verb}", data=data)
    return answer.status_code, answer.headers.get("location", answer.text)


def take(
    browser: Browser, verb: str, number: int, desk: Desk, **typed: str
) -> tuple[int, str]:
    """The form of one draft."""
    seen = {f"seen_{number}": str(len(desk.states(number)))}
    return browser.post(f"{QUEUE}/{number}/{verb}", seen | typed)


def test_a_payment_goes_from_review_to_the_books(office: Office) -> None:
    office.books.post(receipt("r0", 1_000_000))
    desk = Desk(office.books)
    number = desk.bring(PAYMENT, State.SUBMITTED)
    reviewer, cashier = office.browser("李四"), office.browser("赵六")
    assert f"{QUEUE}/{number}" in reviewer.get(QUEUE)[1]
    assert f"{QUEUE}/{number}" not in cashier.get(QUEUE)[1]
    assert take(reviewer, "review", number, desk) == (303, QUEUE)
    assert f"{QUEUE}/{number}" in cashier.get(QUEUE)[1]
    assert take(cashier, "settle", number, desk) == (303, QUEUE)
    assert take(reviewer, "post", number, desk) == (303, QUEUE)
    assert "已记账：付字第1号，链位 2" in reviewer.get(QUEUE)[1]
    assert desk.states(number)[-1] == "posted"
    with reading(office.books.engine) as connection:
        told = activity.search(connection, "李四", None, None, "draft.post")
    assert [(one.subject, one.outcome) for one in told] == [(str(number), "done")]


def test_a_draft_stands_beside_what_it_was_when_it_was_returned(
    lite: Office, desk: Desk
) -> None:
    papered = dataclasses.replace(PAYMENT, attachments="1")
    number = desk.bring(papered, State.SUBMITTED)
    reviewer = lite.browser("李四")
    status, page = take(reviewer, "return", number, desk)
    assert status == 422
    assert "没有写明原因" in page
    reason = {"reason": "<b>用途</b>不清"}
    assert take(reviewer, "return", number, desk, **reason) == (303, QUEUE)
    desk.save(changed(papered, 0, memo="三月"), ZHANG, number)
    desk.step("submit", number, ZHANG)
    page = reviewer.get(f"{QUEUE}/{number}")[1]
    assert "&lt;b&gt;用途&lt;/b&gt;不清" in page
    assert "<b>用途" not in page
    assert page.count('class="changed"') == 1
    assert "没有发现问题" in page


def test_several_at_once_and_every_refusal_by_its_number(
    lite: Office, desk: Desk
) -> None:
    numbers = [desk.bring(PAYMENT, State.SUBMITTED) for _ in range(3)]
    desk.step("review", numbers[1], LI)
    reviewer = lite.browser("李四")
    status, page = send(reviewer, "review", numbers, desk)
    assert status == 422
    assert "1 张没有审核，2 张已审核" in page
    assert f"草稿 {numbers[1]} 不能审核" in page
    assert [desk.states(one)[-1] for one in numbers] == ["reviewed"] * 3


def test_what_is_chosen_is_returned_for_one_reason(lite: Office, desk: Desk) -> None:
    numbers = [desk.bring(TRANSFER, State.SUBMITTED) for _ in range(2)]
    reviewer = lite.browser("李四")
    status, page = send(reviewer, "return", numbers, desk)
    assert status == 422
    assert page.count("checked") == 2
    assert send(reviewer, "return", numbers, desk, reason="缺附件") == (303, QUEUE)
    assert "2 张已退回" in reviewer.get(QUEUE)[1]


def test_the_same_form_twice_is_taken_once(lite: Office, desk: Desk) -> None:
    number = desk.bring(TRANSFER, State.SUBMITTED)
    reviewer = lite.browser("李四")
    data = {"once": "a-form", f"seen_{number}": "2"}
    for _ in range(2):
        assert reviewer.post(f"{QUEUE}/{number}/review", data) == (303, QUEUE)
    numbers = [desk.bring(TRANSFER, State.SUBMITTED) for _ in range(2)]
    typed = {f"seen_{one}": "2" for one in numbers} | {"once": "another"}
    for _ in range(2):
        chosen = {"draft": [str(one) for one in numbers]}
        token = {FORM_TOKEN: reviewer.form_token}
        answer = reviewer.client.post(f"{QUEUE}/review", data=chosen | token | typed)
        assert answer.headers["location"] == QUEUE


def test_what_was_changed_since_it_was_seen_is_not_passed(
    lite: Office, desk: Desk
) -> None:
    number = desk.bring(PAYMENT, State.SUBMITTED)
    reviewer = lite.browser("李四")
    seen = {f"seen_{number}": "2"}
    desk.end("give_back", number, "用途不清", LI)
    desk.save(changed(PAYMENT, 0, debit="300.00"), ZHANG, number)
    status, page = reviewer.post(f"{QUEUE}/{number}/review", seen)
    assert status == 422
    assert "您打开以后它有变动" in page
    assert desk.states(number)[-1] == "draft"


def test_nobody_is_shown_a_button_they_may_not_press(lite: Office, desk: Desk) -> None:
    number = desk.bring(PAYMENT, State.REVIEWED)
    page = lite.browser("李四").get(f"{QUEUE}/{number}")[1]
    assert f"{QUEUE}/{number}/settle" not in page
    page = lite.browser("赵六").get(f"{QUEUE}/{number}")[1]
    assert f"{QUEUE}/{number}/settle" in page
    own = dataclasses.replace(PAYMENT, summary="李四填的")
    kept = desk.save(own, LI).number
    desk.step("submit", kept, LI)
    page = lite.browser("李四").get(QUEUE)[1]
    assert f'value="{kept}"' not in page
    assert "填制或提交过这张草稿的人不能经办" in page
    assert send(lite.browser("赵六"), "review", [kept], desk)[0] == 403


def test_what_stands_against_posting_is_told(lite: Office) -> None:
    desk = Desk(lite.books)
    number = desk.bring(PAYMENT, State.SUBMITTED)
    page = lite.browser("李四").get(f"{QUEUE}/{number}")[1]
    assert "记账以前还有问题" in page


def test_the_queue_is_a_file_too(lite: Office, desk: Desk) -> None:
    desk.bring(PAYMENT, State.SUBMITTED)
    answer = lite.browser("李四").client.get(f"{QUEUE}?as=csv")
    assert "待审核" in answer.text
    assert "发放救助" in answer.text
    assert lite.browser("李四").get(f"{QUEUE}?as=doc")[0] == 404


def test_a_draft_that_is_not_there(lite: Office) -> None:
    reviewer = lite.browser("李四")
    for number in ("7", "x", "9" * 30):
        assert reviewer.get(f"{QUEUE}/{number}")[0] == 404


def test_due_tells_the_step_and_who_may_not(desk: Desk) -> None:
    paid = desk.bring(PAYMENT, State.REVIEWED)
    moved = desk.bring(TRANSFER, State.REVIEWED)
    with reading(desk.books.engine) as connection:
        found = drafts.due(connection, "U1", LI)
        (one,) = drafts.due(connection, "U1", ZHANG, moved)
    assert [(due.draft.number, due.verb) for due in found] == [
        (paid, "settle"),
        (moved, "post"),
    ]
    assert "审核人不能兼任出纳" in found[0].hindrance
    assert not found[1].hindrance
    assert one.hindrance
    assert one.preparer == "张三"
