"""Imports, papers, stock and budgets through the JSON half."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app import activity
from app.clock import today
from app.web.api import importing
from app.web.application import API
from ledger import registration
from ledger.database import reading, writing
from ledger.people import Grant, Right
from tests import building
from tests.server import Shelf
from tests.treasury.goods_world import Store
from tests.web.office import SINCE, Office, offices
from tests.web.programs import file, program
from tests.web.test_api_jobs import over
from tests.web.test_approvals import examined, fill_budgets
from tests.web.test_drafts import PDF
from tests.web.test_import import GOOD, vouchers

DRAFT = {
    "dated_on": "2025-02-03",
    "summary": "收到捐款",
    "postings": [
        {"account": "102", "fund": "F1", "debit": "100"},
        {"account": "408", "fund": "F1", "credit": "100.00"},
    ],
    "attachments": "1",
}
PAPER = {
    "file": file("回单.pdf", PDF),
    "kind": "bank_slip",
    "dated_on": "2025-02-03",
    "title": "银行回单",
}


@pytest.fixture
def budgeted(shelf: Shelf, dialect: str, tmp_path: Path) -> Iterator[Office]:
    """An office with a budget in force."""
    yield from offices(shelf, dialect, tmp_path, ("budget_desks", fill_budgets))


# -- imports ------------------------------------------------------------------------


def test_a_folder_is_rehearsed_and_imported_once(office: Office) -> None:
    officer, reviewer = program(office, "张三"), program(office, "李四")
    sheets = {"files": [file("vouchers.csv", GOOD.encode())]}
    status, told = officer.post("/imports", sheets | {"rehearse": True})
    assert (status, told["rehearsed"], told["vouchers"]) == (200, True, 1)
    assert vouchers(office) == 0
    assert officer.post("/imports", sheets)[0] == 403, "who prepares only rehearses"
    status, done = reviewer.post("/imports", sheets, key="books")
    assert (status, done["vouchers"], done["by_unit"]) == (200, 1, {"U1": 1})
    assert reviewer.post("/imports", sheets, key="books") == (200, done)
    assert reviewer.post("/imports", sheets)[1]["already"] == 1
    assert vouchers(office) == 1
    with reading(office.books.engine) as connection:
        told = activity.search(connection, "李四", None, None, "books.import")
    assert [one.outcome for one in told] == ["done", "done"]


def test_faults_of_a_folder_are_told_as_data(lite: Office) -> None:
    reviewer = program(lite, "李四")
    wrong = GOOD.replace("408", "999").replace("12.00,\n", "十二,\n", 1)
    sheets = {"files": [file("vouchers.csv", wrong.encode())]}
    status, told = reviewer.post("/imports", sheets)
    assert (status, told["type"]) == (422, "urn:bangfu:problem:rules")
    found = {(one["ref"], one["line"], one["column"]) for one in told["rules"]}
    assert ("vouchers.csv", 2, "debit") in found
    assert vouchers(lite) == 0
    for files in ([], [file("a.exe", b"MZ")], [file("a.csv", b"a,b\n")] * 2):
        assert reviewer.post("/imports", {"files": files})[0] == 422
    elsewhere = GOOD.replace("U1,", "U2,").encode()
    sheets = {"files": [file("vouchers.csv", elsewhere)]}
    assert reviewer.post("/imports", sheets)[0] == 403
    assert program(lite, "赵六").post("/imports", sheets)[0] == 403
    bound = program(lite, "李四", unit="U1")
    assert bound.post("/imports", sheets)[0] in {403, 404}
    assert vouchers(lite) == 0


@pytest.mark.parametrize("rehearse", [True, False])
@pytest.mark.parametrize("faulty", [False, True], ids=["whole", "faulty"])
def test_much_is_taken_in_by_a_job(
    office: Office, monkeypatch: pytest.MonkeyPatch, *, rehearse: bool, faulty: bool
) -> None:
    monkeypatch.setattr(importing, "AT_ONCE_BYTES", 10)
    text = GOOD.replace("408", "999") if faulty else GOOD
    sheets = {"files": [file("vouchers.csv", text.encode())], "rehearse": rehearse}
    reviewer = program(office, "李四")
    begun = reviewer.post("/imports", sheets, key="much")
    assert reviewer.post("/imports", sheets, key="much") == begun
    job = over(reviewer, begun)
    assert job["state"] == "done", job["said"]
    at = job["result"].removeprefix(API)
    assert at == f"/imports/{job['key']}"
    status, told = reviewer.get(at)
    assert status == 200
    if faulty:
        assert (told["done"], told["count"]) == (None, len(told["faults"]))
        assert told["faults"][0]["file"] == "vouchers.csv"
    else:
        assert (told["done"]["rehearsed"], told["done"]["vouchers"]) == (rehearse, 1)
    assert vouchers(office) == int(not rehearse and not faulty)
    assert program(office, "张三").get(at)[0] == 404, "it is its owner's"
    assert reviewer.get(f"/imports/{'0' * 32}")[0] == 404


def test_a_job_of_a_token_of_a_unit_imports_into_no_other(
    lite: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "AT_ONCE_BYTES", 10)
    sheets = {"files": [file("vouchers.csv", GOOD.encode())]}
    bound = program(lite, "李四", unit="U1")
    job = over(bound, bound.post("/imports", sheets))
    assert job["state"] == "done", job["said"]
    assert vouchers(lite) == 1
    elsewhere = GOOD.replace("U1,", "U2,").replace("F1", "G").encode()
    sheets = {"files": [file("vouchers.csv", elsewhere)]}
    there = Grant(person="李四", right=Right.POST, unit="U2", since=SINCE)
    with writing(lite.books.engine) as connection:
        assert not registration.register_rights(connection, [there], building.ACT)
    job = over(bound, bound.post("/imports", sheets))
    assert job["state"] == "refused", "its owner may there, the token may not"
    assert vouchers(lite) == 1
    free = program(lite, "李四")
    job = over(free, free.post("/imports", sheets))
    assert job["state"] == "done", "what is wrong with the sheets is told"
    assert free.get(f"/imports/{job['key']}")[1]["count"] > 0
    assert vouchers(lite) == 1


def test_a_token_of_a_unit_imports_into_no_other(lite: Office) -> None:
    elsewhere = GOOD.replace("U1,", "U2,").replace("F1", "G").encode()
    sheets = {"files": [file("vouchers.csv", elsewhere)], "rehearse": True}
    neighbour = program(lite, "邻县丙")
    assert neighbour.post("/imports", sheets)[0] in {200, 422}
    own = {"files": [file("vouchers.csv", GOOD.encode())], "rehearse": True}
    assert program(lite, "张三", unit="U1").post("/imports", own)[0] == 200
    assert neighbour.post("/imports", own)[0] == 403
    bound = program(lite, "王五", unit="U2")
    assert bound.post("/imports", own)[0] == 404


# -- papers -------------------------------------------------------------------------


def test_a_paper_is_attached_fetched_and_taken_back(office: Office) -> None:
    officer = program(office, "张三")
    assert officer.post("/units/U1/drafts", DRAFT)[0] == 201
    at = "/units/U1/drafts/1/papers"
    status, kept = officer.post(at, PAPER, key="paper")
    assert (status, kept["number"], kept["attached"]) == (201, 1, True)
    assert officer.post(at, PAPER, key="paper") == (status, kept)
    (told,) = officer.get(at)[1]["papers"]
    assert (told["title"], told["size"], told["form"]) == (
        "银行回单",
        len(PDF),
        "electronic",
    )
    answer = officer.fetch(f"{at}/1")
    assert answer.content == PDF
    assert answer.headers["content-type"] == "application/pdf"
    assert officer.get(f"{at}/2")[0] == 404
    assert program(office, "委员乙").get(f"{at}/1")[0] == 403
    assert program(office, "李四").post(at, PAPER)[0] == 403
    assert officer.post(f"{at}/1/withdraw", {"reason": "附错了"})[1] == {"number": 1}
    assert officer.get(at)[1] == {"papers": []}
    assert officer.get(f"{at}/1")[0] == 404
    with reading(office.books.engine) as connection:
        looks = activity.search(connection, "张三", None, None, "draft_paper")
    assert [one.subject for one in looks] == ["1"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"file": file("回单.exe", b"MZ")},
        {"file": file("回单.pdf", b"\x89PNG\r\n\x1a\n")},
        {"dated_on": "昨天"},
        {"title": ""},
        {"kind": "no such kind"},
    ],
)
def test_an_unfit_paper_is_refused(lite: Office, wrong: dict[str, object]) -> None:
    officer = program(lite, "张三")
    assert officer.post("/units/U1/drafts", DRAFT)[0] == 201
    at = "/units/U1/drafts/1/papers"
    assert officer.post(at, PAPER | wrong)[0] == 422
    assert officer.get(at)[1] == {"papers": []}


def test_a_posted_voucher_is_supplemented(lite: Office) -> None:
    lite.books.post(building.receipt("a/b", 12_345))
    officer = program(lite, "张三")
    at = "/units/U1/vouchers/a~1b/papers"
    assert officer.get("/units/U1/vouchers/a~1b")[1]["ref"] == "a/b"
    assert officer.post(at, PAPER)[0] == 422, "it needs a reason"
    assert officer.post(at, PAPER | {"reason": "后到的回单"})[0] == 201
    assert program(lite, "审计甲").fetch(f"{at}/1").content == PDF
    assert officer.post("/units/U1/vouchers/x/papers", PAPER | {"reason": "无"})[0] in {
        404,
        422,
    }
    assert officer.get("/units/U1/vouchers/x/papers")[0] == 404


# -- stock --------------------------------------------------------------------------


def test_what_is_in_stock_is_told(office: Office) -> None:
    store = Store(office.books)
    store.bought("b1", 10, 1_000)
    officer = program(office, "张三", writes=False)
    (told,) = officer.get("/units/U1/stock")[1]["stock"]
    assert (told["item"], told["fund"], told["quantity_milli"], told["cost"]) == (
        "Q1",
        "F1",
        10_000,
        "1000.00",
    )
    assert officer.get("/units/U1/stock", on="2025-01-01")[1]["stock"] == []
    (move,) = officer.get("/units/U1/stock/moves")[1]["moves"]
    assert (move["kind"], move["status"], move["ref"]) == ("purchase", "standing", "b1")
    assert program(office, "委员乙").get("/units/U1/stock")[0] == 403


# -- budgets ------------------------------------------------------------------------


def test_a_budget_is_approved_by_a_resolution_or_sent_back(budgeted: Office) -> None:
    year, number = examined(budgeted).rsplit("/", 2)[1:]
    at = f"/units/U1/budgets/{year}/{number}"
    reviewer = program(budgeted, "李四")
    _, told = reviewer.get("/units/U1/budgets", year=today().year)
    assert told["budgets"][-1]["state"] == "examined"
    _, whole = reviewer.get(at)
    assert whole["lines"]
    assert whole["steps"][-1]["opinion"] == "合理"
    approval = {"resolution": "2025-1", "reason": "按上年安排"}
    assert reviewer.post(f"{at}/approve", approval)[0] == 422
    approval["resolution"] = "帮管〔2025〕4号"
    assert program(budgeted, "张三").post(f"{at}/approve", approval)[0] == 403
    status, done = reviewer.post(f"{at}/approve", approval)
    assert (status, done["state"]) == (200, "approved")
    assert reviewer.post(f"{at}/return", {"opinion": "重编"})[0] == 422
    assert reviewer.get("/units/U1/budgets/2099/1")[0] == 404


def test_a_budget_is_sent_back_with_an_opinion(budgeted: Office) -> None:
    year, number = examined(budgeted).rsplit("/", 2)[1:]
    at = f"/units/U1/budgets/{year}/{number}"
    auditor = program(budgeted, "审计甲")
    assert auditor.post(f"{at}/return", {"opinion": ""})[0] == 422
    assert auditor.post(f"{at}/return", {"opinion": "重编"})[1]["state"] == "returned"
