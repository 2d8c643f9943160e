"""Documents to approve: who sees and decides what, with which resolution."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.clock import now, today
from budgets import annual, approval
from budgets.budget import State
from ledger.database import reading, writing
from ledger.people import Act
from tests import building
from tests.aid import batching
from tests.budgets.planning import resolve, seat_body
from tests.reports.budget_world import LINES, SOURCES, lay_out
from tests.server import Shelf
from tests.treasury import asking
from tests.web.office import Office, offices, seat
from treasury import request_list

APPROVALS = "/units/U1/approvals"


def fill_requests(books: building.Books) -> None:
    """Money in the bank, payments under requests, and people at their desks."""
    asking.live(books)
    seat(books)


def fill_budgets(books: building.Books) -> None:
    """Resolutions, a budget in force, and people at their desks."""
    lay_out(books)
    seat(books)


@pytest.fixture
def live(shelf: Shelf, dialect: str, tmp_path: Path) -> Iterator[Office]:
    yield from offices(shelf, dialect, tmp_path, ("request_desks", fill_requests))


@pytest.fixture
def budgeted(shelf: Shelf, dialect: str, tmp_path: Path) -> Iterator[Office]:
    yield from offices(shelf, dialect, tmp_path, ("budget_desks", fill_budgets))


def asked(office: Office, person: str = "张三") -> str:
    """A request saved now; its key."""
    return asking.save(office.books, asking.request(), Act(person, now()))


def requests_of(office: Office) -> tuple[request_list.ListedRequest, ...]:
    with reading(office.books.engine) as connection:
        return request_list.listed(connection, "U1")


def states(office: Office) -> list[tuple[str, int]]:
    return [(one.state.value, one.approved) for one in requests_of(office)]


def test_a_member_approves_a_request_with_an_opinion(live: Office) -> None:
    key = asked(live)
    browser = live.browser("委员乙")
    status, page = browser.get(APPROVALS)
    assert status == 200
    assert f"{APPROVALS}/requests/{key}" in page
    listed = browser.client.get(f"{APPROVALS}?as=csv").text
    assert key in listed
    assert "1000.00" in listed
    assert "1,000.00" in browser.get(f"{APPROVALS}/requests/{key}")[1]
    typed = {"opinion": "同意", "once": "a" * 20}
    path = f"{APPROVALS}/requests/{key}/approve"
    assert browser.post(path, typed) == (303, APPROVALS)
    assert states(live) == [("approved", 1)]
    assert browser.post(path, typed) == (303, APPROVALS)
    assert states(live) == [("approved", 1)]
    with reading(live.books.engine) as connection:
        steps = request_list.steps(connection, "U1", key)
    assert [(one.act, one.reason) for one in steps][-1] == ("approve", "同意")


def test_a_request_is_turned_down_with_a_reason_only(live: Office) -> None:
    key = asked(live)
    browser = live.browser("委员乙")
    path = f"{APPROVALS}/requests/{key}/refuse"
    status, page = browser.post(path, {"reason": " "})
    assert status == 422
    assert "理由" in page
    assert browser.post(path, {"reason": "没有发票"}) == (303, APPROVALS)
    assert states(live) == [("refused", 0)]
    status, page = browser.post(path, {"reason": "再来一次"})
    assert status == 422
    assert "再来一次" in page or "办理经过" in page


def test_a_resolution_that_is_not_the_units_is_refused(live: Office) -> None:
    key = asked(live)
    browser = live.browser("委员乙")
    path = f"{APPROVALS}/requests/{key}/approve"
    status, page = browser.post(path, {"resolution": "2099-9", "opinion": "我的意见"})
    assert status == 422
    assert "没有这个决议" in page
    assert "2099-9" in page
    assert "我的意见" in page
    assert states(live) == [("saved", 0)]


def test_a_move_is_listed_with_both_funds_and_what_was_resolved(live: Office) -> None:
    with writing(live.books.engine) as connection:
        seat_body(connection)
        resolve(connection, 1, "other")
    officer, board = live.browser("张三"), live.browser("委员乙")
    typed = {
        "do": "save",
        "ref": "调-1",
        "kind": "move",
        "summary": "安排帮扶资金",
        "payee": "F1",
        "resolution": "2025-1",
        "fund": "G",
        "account": "402",
        "purpose": "",
        "amount": "600",
    }
    status, where = officer.post("/units/U1/requests/new", typed)
    assert (status, states(live)) == (303, [("saved", 0)])
    assert f"{where}/pay" not in officer.get(where)[1]
    (one,) = requests_of(live)
    here = f"{APPROVALS}/requests/{one.key}"
    assert f'href="{here}"' in board.get(APPROVALS)[1]
    _, page = board.get(here)
    for told in ("F1 捐赠", "其他资金", "帮管〔2025〕1号", "其他：决议", "0/1"):
        assert told in page
    assert officer.post(f"{here}/approve", {})[0] in {403, 404}
    assert board.post(f"{here}/approve", {}) == (303, APPROVALS)
    assert f"{where}/pay" in officer.get(where)[1]


def test_who_may_not_decide_has_no_button_and_is_refused(live: Office) -> None:
    key = asked(live)
    path = f"{APPROVALS}/requests/{key}"
    page = live.browser("审计甲").get(path)[1]
    assert "/approve" not in page
    for person in ("张三", "赵六", "审计甲", "邻县丙"):
        browser = live.browser(person)
        assert browser.post(f"{path}/approve")[0] in {403, 404}, person
        assert browser.post(f"{path}/refuse", {"reason": "不"})[0] in {403, 404}
    assert states(live) == [("saved", 0)]


def test_nobody_decides_on_what_they_asked_for(live: Office) -> None:
    key = asked(live, "委员乙")
    browser = live.browser("委员乙")
    path = f"{APPROVALS}/requests/{key}"
    page = browser.get(path)[1]
    assert "须由另一人批准" in page
    assert f"{path}/approve" not in page
    assert browser.post(f"{path}/approve")[0] == 422
    assert states(live) == [("saved", 0)]


def test_what_is_not_there_is_not_found(live: Office) -> None:
    for path in ("requests/2099-1", "budgets/2099/1", "budgets/x/1"):
        browser = live.browser("李四" if "budget" in path else "委员乙")
        assert browser.get(f"{APPROVALS}/{path}")[0] == 404
        for verb in ("approve", "return" if "budget" in path else "refuse"):
            typed = {"reason": "不", "opinion": "不", "resolution": "2025-1"}
            assert browser.post(f"{APPROVALS}/{path}/{verb}", typed)[0] in {404, 422}


def fill_batches(books: building.Books) -> None:
    """Files, payments under batches, and people at their desks."""
    batching.fill(books)
    seat(books)


@pytest.fixture
def paying(shelf: Shelf, tmp_path: Path) -> Iterator[Office]:
    yield from offices(shelf, "sqlite", tmp_path, ("batch_desks", fill_batches))


def test_a_batch_is_approved_as_a_batch(paying: Office) -> None:
    key = batching.save(paying.books).key
    until = today() + dt.timedelta(days=20)
    batching.submit(paying.books, key, expires_on=until)
    browser = paying.browser("委员乙")
    page = browser.get(APPROVALS)[1]
    assert key in page
    (request,) = requests_of(paying)
    path = f"{APPROVALS}/requests/{request.key}"
    assert key in browser.get(path)[1]
    assert browser.post(f"{path}/approve", {"opinion": "同意"}) == (303, APPROVALS)
    assert states(paying) == [("approved", 1)]


def test_a_batch_is_turned_down_as_a_batch(paying: Office) -> None:
    key = batching.save(paying.books).key
    until = today() + dt.timedelta(days=20)
    batching.submit(paying.books, key, expires_on=until)
    (request,) = requests_of(paying)
    path = f"{APPROVALS}/requests/{request.key}/refuse"
    typed = {"reason": "名单有误"}
    assert paying.browser("委员乙").post(path, typed) == (303, APPROVALS)
    assert states(paying) == [("refused", 0)]


# -- budgets ------------------------------------------------------------------------


def examined(office: Office) -> str:
    """A budget of this year that the committee has looked at; its address."""
    with writing(office.books.engine) as connection:
        made = annual.draft(
            connection, "U1", today().year, SOURCES, LINES, Act("张三", now())
        )
        made = approval.submit(connection, made, Act("张三", now()))
        made = approval.examine(connection, made, "合理", Act("审计甲", now()))
    return f"{APPROVALS}/budgets/{made.year}/{made.version}"


def state(office: Office) -> State:
    with reading(office.books.engine) as connection:
        return annual.newest(connection, "U1", today().year).state


def test_a_budget_is_approved_by_a_resolution_of_the_body(budgeted: Office) -> None:
    path = examined(budgeted)
    browser = budgeted.browser("李四")
    assert path in browser.get(APPROVALS)[1]
    page = browser.get(path)[1]
    assert "帮管〔2025〕4号" in page
    status, page = browser.post(f"{path}/approve", {"resolution": "2025-1"})
    assert status == 422
    assert "2025-1" in page
    assert state(budgeted) is State.EXAMINED
    typed = {"resolution": "帮管〔2025〕4号", "reason": "按上年安排"}
    assert browser.post(f"{path}/approve", typed) == (303, APPROVALS)
    assert state(budgeted) is State.APPROVED
    assert f"{path}/approve" not in browser.get(path)[1]


def test_a_budget_is_sent_back_with_an_opinion(budgeted: Office) -> None:
    path = examined(budgeted)
    browser = budgeted.browser("李四")
    assert browser.post(f"{path}/return", {"opinion": ""})[0] == 422
    assert browser.post(f"{path}/return", {"opinion": "重编"}) == (303, APPROVALS)
    assert state(budgeted) is State.RETURNED
    assert budgeted.browser("张三").post(f"{path}/approve")[0] == 403
